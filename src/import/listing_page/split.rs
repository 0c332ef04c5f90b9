//! placeholder
pub struct Split { pub title: String, pub authors: Vec<String>, pub authors_complete: bool, pub affiliations: Vec<String>, pub doubt: Option<Doubt> }
pub struct Doubt { pub reason: String, pub other_title: String, pub other_authors: Vec<String> }
pub struct TitleLine<'a> { pub line: &'a str, pub abstract_text: Option<&'a str> }
pub struct Evidence;
impl Evidence { pub fn new() -> Self { Self } pub fn know_person(&mut self, _n: &str) {} pub fn learn(&mut self, _e: &TitleLine<'_>) {} }
pub fn split(e: &TitleLine<'_>, _v: &Evidence) -> Split {
    let (head, aff) = match e.line.split_once(" · ") { Some((h,a)) => (h, a.split(", ").map(str::to_owned).collect()), None => (e.line, vec![]) };
    let (head, complete) = match head.strip_suffix(" et al.") { Some(h) => (h, false), None => (head, true) };
    let parts: Vec<&str> = head.split(", ").collect();
    for i in 0..parts.len() {
        let p: Vec<(usize,char)> = parts[i].char_indices().collect();
        for w in p.windows(2).rev() {
            if w[0].1.is_lowercase() && w[1].1.is_uppercase() {
                let title = parts[..i].iter().map(|s| s.to_string()).chain([parts[i][..w[1].0].to_string()]).collect::<Vec<_>>().join(", ");
                let mut authors = vec![parts[i][w[1].0..].to_string()]; authors.extend(parts[i+1..].iter().map(|s| s.to_string()));
                return Split { title, authors, authors_complete: complete, affiliations: aff, doubt: None };
            }
        }
    }
    Split { title: e.line.to_string(), authors: vec![], authors_complete: false, affiliations: vec![], doubt: Some(Doubt { reason: "no author found".into(), other_title: String::new(), other_authors: vec![] }) }
}
