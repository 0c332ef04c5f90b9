//! What is no ordinary file, or changes while it is read.

use std::fs;
use std::io::Write;

use crate::bombs::{measured, within};
use crate::common::{self, TestCatalog, stderr, stdout};

const RIS: &str = "TY  - JOUR\nTI  - Graphs of Small Rooms\nAU  - Lee, Ann\nER  - \n";

fn told_of(name: &str, bytes: &[u8]) -> String {
    let catalog = TestCatalog::empty();
    let file = catalog.write(name, bytes);
    let output = measured(name, &mut within(&catalog, ["import".as_ref(), file.as_os_str()]));
    assert_eq!(output.status.code(), Some(1), "{name}");
    assert!(!catalog.db().exists(), "{name} makes no catalog");
    stderr(&output)
}

#[test]
fn what_is_no_listing_is_called_what_it_looks_like_in_one_sentence() {
    let cases: &[(&str, &[u8], &str)] = &[
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n", "a PDF document"),
        ("a.zip", b"PK\x03\x04\x14\0\0\0\x08\0\x01\x02", "a ZIP archive or an office document"),
        ("a.docx", b"PK\x03\x04\x14\0\x06\0\x08\0!\0[Content_Types].xml", "a ZIP archive or an office document"),
        ("a.xlsx", b"PK\x03\x04\x14\0\x06\0\x08\0!\0xl/workbook.xml", "a ZIP archive or an office document"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", "a PNG picture"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        ("a.db", b"SQLite format 3\0\x10\0\x01\x01\0", "an SQLite database"),
        ("a.bin", b"\x7fELF\x02\x01\x01\0\0\0\0\0", "binary data"),
        ("a.html", b"<!DOCTYPE html><html><body>x</body></html>", "an HTML page"),
        ("a.txt", b"Dear all, here is what we spoke of.", "plain text"),
        ("a.zeros", &[0; 100_000], "it begins with nothing but zeros"),
        ("a.blanks", &[b' '; 1_000], "it is empty"),
    ];
    for (name, bytes, expected) in cases {
        let told = told_of(name, bytes);
        assert!(told.contains(expected), "{name}: {told}");
        assert_eq!(told.lines().count(), 1, "{name}: {told}");
    }
}

#[cfg(unix)]
#[test]
fn a_device_without_end_is_refused_and_not_read_for_ever() {
    for options in
        [&["import", "/dev/zero"][..], &["import", "--format", "table", "/dev/zero"], &["import", "/dev/null"]]
    {
        let catalog = TestCatalog::empty();
        let output = measured("a device", &mut within(&catalog, options));
        assert_eq!(output.status.code(), Some(1), "{options:?}: {}", stderr(&output));
        assert_eq!(stderr(&output).lines().count(), 1, "{options:?}: {}", stderr(&output));
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_and_names_that_are_no_text_do_no_harm() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let catalog = TestCatalog::empty();
    let folder = catalog.path("folder").join(OsStr::from_bytes(b"b\xffd \x1b[2J"));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(OsStr::from_bytes(b"l\xe9.ris")), RIS).unwrap();
    symlink(catalog.path("folder"), folder.join("back")).unwrap();
    symlink(folder.join("self"), folder.join("self")).unwrap();
    symlink("nowhere", folder.join("broken")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap().success());
    let output = measured("a folder", &mut within(&catalog, ["import".as_ref(), catalog.path("folder").as_os_str()]));
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).contains("1 entry: 1 new"), "{}", stdout(&output));
    assert!(!stdout(&output).contains('\u{1b}'));
    let named = measured("a link to itself", within(&catalog, ["import"]).arg(folder.join("self")));
    assert_eq!(named.status.code(), Some(1));
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_read_and_one_that_nobody_writes_can_be_interrupted() {
    let catalog = TestCatalog::empty();
    let pipe = catalog.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut reader = catalog.command(["import".as_ref(), pipe.as_os_str()]);
    let reader = reader.stdout(std::process::Stdio::piped()).spawn().unwrap();
    fs::OpenOptions::new().write(true).open(&pipe).unwrap().write_all(RIS.as_bytes()).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(stdout(&output).contains("1 entry: 1 new"), "{}", stdout(&output));

    // It waits for somebody who writes, and does not wait any more when it is told to stop.
    let waiting = catalog.command(["import".as_ref(), pipe.as_os_str()]);
    let mut waiting = common::hearing(&waiting).unwrap_or(waiting);
    let mut waiting =
        waiting.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    let number = waiting.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &number]).status().unwrap().success());
    let begun = std::time::Instant::now();
    while waiting.try_wait().unwrap().is_none() && begun.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    // Where it has ended, this does nothing.
    waiting.kill().unwrap();
    let output = waiting.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
}

#[test]
fn a_file_that_grows_or_shrinks_while_it_is_read_is_read_as_far_as_it_goes() {
    for grows in [true, false] {
        let catalog = TestCatalog::empty();
        let text: String = (0..3_000).map(|at| format!("TY  - JOUR\nTI  - Title {at}\nER  - \n")).collect();
        let file = catalog.write("changing.ris", &text);
        let mut reader = catalog.command(["import".as_ref(), file.as_os_str()]);
        let reader = reader.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
        let mut open = fs::OpenOptions::new().append(grows).write(true).open(&file).unwrap();
        for at in 0..200 {
            if grows {
                write!(open, "TY  - JOUR\nTI  - Further {at}\nER  - \n").unwrap();
            } else {
                open.set_len((text.len() - 200 * at) as u64).unwrap();
            }
        }
        let output = reader.wait_with_output().unwrap();
        let told = stderr(&output);
        assert!(matches!(output.status.code(), Some(0 | 1)) && !told.contains("panicked"), "{told}");
        assert_eq!(catalog.value::<String>("PRAGMA integrity_check"), "ok");
        let (papers, records) =
            ("SELECT count(*) FROM paper", "SELECT count(*) FROM record WHERE paper_id IS NOT NULL");
        assert_eq!(catalog.value::<i64>(papers), catalog.value::<i64>(records));
        assert!(catalog.value::<i64>(papers) > 0);
    }
}
