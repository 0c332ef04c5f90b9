//! The owner of a page of papers is an author of every entry, also where "et al." hides the name.

use super::name::{author_key, name_key, names_agree, same_name};
use crate::record::{AuthorMention, Doubt, PaperRecord};

/// Adds the page's owner to an entry whose author list is cut and does not show them. Initials join nobody: where a
/// printed name could be the owner's, the owner is added all the same.
///
/// Returns why the entry is doubtful: a name that could be the owner's, or a complete list without the owner means that the page is not theirs,
/// or that the list was misread; the owner is then not added.
pub fn add(record: &mut PaperRecord, owner: &str) -> Option<Doubt> {
    let key = name_key(owner);
    let keys: Vec<_> = record.authors.iter().map(author_key).collect();
    if keys.iter().any(|other| same_name(other, &key)) {
        return None;
    }
    let alike = keys.iter().position(|other| names_agree(other, &key));
    let doubt = alike.map(|at| {
        let printed = &record.authors[at].name_as_printed;
        Doubt::because(format!("its author {printed} may be {owner}, under whom it is listed"))
    });
    if record.authors_complete {
        return doubt
            .or_else(|| Some(Doubt::because(format!("listed under {owner}, who is not in its complete author list"))));
    }
    record.authors.push(AuthorMention::hidden(owner));
    doubt
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(authors: &[&str], authors_complete: bool) -> PaperRecord {
        let authors = authors.iter().map(|name| AuthorMention::printed(*name)).collect();
        PaperRecord { title: "A Title".into(), authors, authors_complete, ..PaperRecord::default() }
    }

    #[test]
    fn the_owner_is_added_only_where_the_list_is_cut_and_does_not_name_them() {
        let mut cut = entry(&["Ann Lee", "Bo Ek"], false);
        assert_eq!(add(&mut cut, "Derek Lim"), None);
        assert_eq!(cut.authors.last(), Some(&AuthorMention::hidden("Derek Lim")));

        let mut named = entry(&["Ann Lee", "DEREK LIM"], false);
        assert_eq!(add(&mut named, "Derek Lim"), None);
        assert_eq!(named.authors.len(), 2);

        let mut initials = entry(&["Ann Lee", "D. Lim"], false);
        assert!(add(&mut initials, "Derek Lim").is_some_and(|doubt| doubt.reason.contains("D. Lim may be Derek Lim")));
        assert_eq!(initials.authors.len(), 3);

        let mut complete = entry(&["Ann Lee"], true);
        assert!(add(&mut complete, "Derek Lim").is_some());
        assert_eq!(complete.authors.len(), 1);
    }
}
