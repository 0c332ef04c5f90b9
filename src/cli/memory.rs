//! Sizes in words: `256MB`.

/// Less is of no use: SQLite would read its own pages again and again.
const LEAST: u64 = 64 << 20;

/// A size in bytes, of 64 MB or more: a number, alone or with K, M, G or T, as in `64M`, `256MB`, `1GiB`. As in memory's own
/// sizes, a unit is 1024 of the one before.
pub(super) fn parse_memory(text: &str) -> Result<u64, String> {
    let advice = || "give a size of at least 64MB, such as 256MB or 1GB".to_owned();
    let bytes = parse_size(text).ok_or_else(advice)?;
    if bytes < LEAST { Err(advice()) } else { Ok(bytes) }
}

fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let shift = match unit.trim_start().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_or_without_a_unit() {
        let cases = [
            ("64M", Some(64 << 20)),
            ("256MB", Some(256 << 20)),
            ("256 mb", Some(256 << 20)),
            ("1GiB", Some(1 << 30)),
            ("2t", Some(2 << 40)),
            ("67108864", Some(64 << 20)),
            ("67108863", None),
            ("63MB", None),
            ("64", None),
            ("0", None),
            ("", None),
            ("MB", None),
            ("-1GB", None),
            ("1.5GB", None),
            ("1GBs", None),
            ("1ГБ", None),
            ("99999999999999999999", None),
            ("99999999999999TB", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_memory(text).ok(), expected, "{text}");
        }
    }
}
