//! Every command in the README runs and prints what the README shows.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::process::Command;

use common::{TestCatalog, project};

/// A command of the README and what it shows below it.
struct Example {
    command: String,
    shown: String,
}

fn readme() -> String {
    std::fs::read_to_string(project().join("README.md")).unwrap()
}

/// The examples in the README's `console` blocks: a line that begins with `$ `, then its output. A block of a command
/// alone shows no output on purpose.
fn examples() -> Vec<Example> {
    let readme = readme();
    let blocks = readme.split("```console\n").skip(1).map(|rest| rest.split("\n```").next().unwrap());
    let mut examples: Vec<Example> = Vec::new();
    for line in blocks.flat_map(str::lines) {
        match line.strip_prefix("$ ") {
            Some(command) => examples.push(Example { command: command.to_owned(), shown: String::new() }),
            None => {
                let example = examples.last_mut().expect("a console block begins with a command");
                example.shown.push_str(line);
                example.shown.push('\n');
            }
        }
    }
    examples
}

#[test]
fn every_command_in_the_readme_prints_what_it_shows() {
    let home = TestCatalog::empty();
    std::os::unix::fs::symlink(project().join("fixtures"), home.path("fixtures")).unwrap();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_paperdex"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let examples: Vec<_> = examples().into_iter().filter(|example| !example.command.starts_with("cargo ")).collect();
    assert!(examples.len() >= 15, "the tour of the README was not found");
    let mut exported = Vec::new();
    for Example { command, shown } in examples {
        if command.starts_with("sqlite3 ") && Command::new("sqlite3").arg("-version").output().is_err() {
            eprintln!("not checked, because there is no sqlite3 program here: {command}");
            continue;
        }
        if let Some((name, value)) = command.strip_prefix("export ").and_then(|setting| setting.split_once('=')) {
            exported.push((name.to_owned(), value.to_owned()));
            continue;
        }
        let mut shell = Command::new("sh");
        shell.current_dir(home.path("")).args(["-c", &format!("{{ {command}\n}} 2>&1")]);
        shell.env("PATH", &path).env("HOME", home.path("")).env_remove("XDG_DATA_HOME").env_remove("PAPERDEX_DB");
        shell.envs(exported.iter().cloned());
        let output = shell.output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "$ {command}\n{printed}");
        assert_eq!(printed, shown, "$ {command}");
    }
}

#[test]
fn every_subcommand_stands_in_the_readme() {
    let help = TestCatalog::empty().stdout(["--help"]);
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let readme = readme();
    for command in commands.lines().filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
        assert!(readme.contains(&format!("paperdex {command}")), "{command} is not in the README");
    }
}

#[test]
fn the_main_command_and_the_test_command_stand_in_the_readme() {
    let readme = readme();
    assert!(readme.contains("cargo run --release -- --db papers.db import fixtures/listings/author-page.txt"));
    assert!(readme.contains("\n$ cargo test\n"));
}
