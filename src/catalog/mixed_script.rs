//! Names in which letters of scripts that look alike stand side by side: "Раul" with two Cyrillic letters is another name
//! than "Paul", and nobody sees it. They are told and never put together; what to do about them is for the user to say.

use rusqlite::Connection;

use crate::terminal_text::terminal_safe;

/// How many names are told.
const MAX_TOLD: usize = 20;

/// The scripts whose letters are taken for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
}

impl Script {
    /// The script of a letter, where it is one of these. Source: Unicode's Scripts.txt, the blocks of these three, without
    /// rare signs; other scripts (Armenian, Cherokee) have look-alikes too and are not told.
    fn of(letter: char) -> Option<Self> {
        let script = match letter {
            'A'..='Z' | 'a'..='z' | 'ª' | 'º' | '\u{c0}'..='\u{2af}' => Self::Latin,
            '\u{1d00}'..='\u{1d25}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' => Self::Latin,
            '\u{a722}'..='\u{a7ff}' | '\u{fb00}'..='\u{fb06}' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Self::Latin,
            '\u{370}'..='\u{3ff}' | '\u{1d26}'..='\u{1d2a}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{1d2b}' => Self::Cyrillic,
            '\u{2de0}'..='\u{2dff}' | '\u{a640}'..='\u{a69f}' => Self::Cyrillic,
            _ => return None,
        };
        letter.is_alphabetic().then_some(script)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Greek => "Greek",
            Self::Cyrillic => "Cyrillic",
        }
    }
}

/// The people with a name that mixes scripts, a line each, by id. That is no damage.
///
/// Fails when the catalog cannot be read.
pub fn mixed_script_names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut told = Vec::new();
    let mut untold = 0_usize;
    let mut names = connection.prepare("SELECT author_id, name FROM author_name ORDER BY author_id, name")?;
    let mut rows = names.query([])?;
    while let Some(row) = rows.next()? {
        // Most names are told apart without a copy of them.
        let name = row.get_ref(1)?.as_str()?;
        match mixture(name) {
            Some(_) if told.len() == MAX_TOLD => untold += 1,
            Some(mixture) => {
                let id: i64 = row.get(0)?;
                told.push(format!("author #{id}, \"{}\": {mixture}", terminal_safe(name)));
            }
            None => {}
        }
    }
    if untold > 0 {
        told.push(format!("{untold} more names with letters of several scripts"));
    }
    Ok(told)
}

/// What is mixed in a name, with the letters of the script that has the fewest; `None` where nothing is.
fn mixture(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let letters = |script| name.chars().filter(move |letter| Script::of(*letter) == Some(script));
    let scripts = [Script::Latin, Script::Greek, Script::Cyrillic];
    let mut mixed: Vec<_> = scripts.into_iter().filter(|script| letters(*script).next().is_some()).collect();
    if mixed.len() < 2 {
        return None;
    }
    mixed.sort_by_key(|script| std::cmp::Reverse(letters(*script).count()));
    let names: Vec<_> = mixed.iter().map(|script| script.name()).collect();
    let (fewest, few) = (names[names.len() - 1], letters(mixed[mixed.len() - 1]));
    Some(format!("letters of {} in one name ({fewest}: {})", names.join(" and "), few.collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_one_script_is_no_mixture() {
        for name in
            ["Paul Lee", "René Vidal", "Иван Петров", "Γιώργος Νικολάου", "王小明 Wang", "Nguyễn Thị", "김 Kim", ""]
        {
            assert_eq!(mixture(name), None, "{name}");
        }
    }

    #[test]
    fn letters_that_look_alike_are_told() {
        assert_eq!(mixture("Раul Lee").as_deref(), Some("letters of Latin and Cyrillic in one name (Cyrillic: Ра)"));
        assert_eq!(mixture("Ivan Рор").as_deref(), Some("letters of Latin and Cyrillic in one name (Cyrillic: Рор)"));
        assert_eq!(mixture("Иван Пeтров").as_deref(), Some("letters of Cyrillic and Latin in one name (Latin: e)"));
        assert_eq!(mixture("Οtto").as_deref(), Some("letters of Latin and Greek in one name (Greek: Ο)"));
    }
}
