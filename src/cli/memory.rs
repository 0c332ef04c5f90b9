//! Sizes in words, such as `256MB`, and bounding what the program takes.

use std::io;

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

/// From now on the system gives the program no more than so many bytes beyond what it has set aside: a request for more fails,
/// and SQLite tells of it. The program's own pieces come from a part that is set aside when it starts.
///
/// On systems other than Linux, nothing is bounded.
#[cfg(target_os = "linux")]
pub(super) fn bound(bytes: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let status = std::fs::read_to_string("/proc/self/status")?;
    let data = status
        .lines()
        .find_map(|line| line.strip_prefix("VmData:"))
        .and_then(|size| parse_size(&size.replace("kB", "k")));
    let data = data.ok_or_else(|| io::Error::other("the system does not tell how much memory is set aside"))?;
    let limit = getrlimit(Resource::Data);
    let wanted = data.saturating_add(bytes);
    let current = limit.maximum.map_or(wanted, |maximum| wanted.min(maximum));
    Ok(setrlimit(Resource::Data, Rlimit { current: Some(current), ..limit })?)
}

/// From now on the system gives the program no more than so many bytes: on this system, nothing is bounded.
#[cfg(not(target_os = "linux"))]
pub(super) fn bound(_bytes: u64) -> io::Result<()> {
    Ok(())
}

/// How many bytes the program's files take that have no name, which are SQLite's temporary ones; 0 where the system does not
/// tell.
pub(super) fn nameless_files() -> u64 {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::MetadataExt;
        let files = std::fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
        // What an entry leads to, and not the entry.
        let nameless = files.filter_map(|file| std::fs::metadata(file.path()).ok());
        nameless.filter(|file| file.is_file() && file.nlink() == 0).map(|file| file.len()).sum()
    }
    #[cfg(not(target_os = "linux"))]
    0
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
