//! Case files: `cases/<layer>/*.txt`.
//!
//! ```text
//! # comments before the first case
//! == title of a case
//! ! known-wrong: why it is still wrong
//! body, in the notation of its layer
//! ```
//!
//! A case that is marked known-wrong must fail: when it passes, the mark has
//! to go.

use std::fmt::Write as _;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    /// The file that it stands in.
    pub file: PathBuf,
    /// The line of its title, counted from 1.
    pub line: usize,
    /// What it shows.
    pub title: String,
    /// Why it is wrong, when that is known.
    pub known_wrong: Option<String>,
    /// Its body, without blank lines at its end.
    pub body: String,
}

/// Loads the cases of a layer, sorted by file.
///
/// # Panics
/// When the folder is missing or a file does not follow the format: a test
/// set that silently shrinks is worse than one that fails.
pub fn load(layer: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(layer);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    files.iter().flat_map(|file| parse(file)).collect()
}

fn parse(file: &Path) -> Vec<Case> {
    let text = fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        if let Some(title) = line.strip_prefix("== ") {
            cases.push(Case {
                file: file.to_path_buf(),
                line: number + 1,
                title: title.trim().to_string(),
                known_wrong: None,
                body: String::new(),
            });
        } else if let Some(case) = cases.last_mut() {
            match line.strip_prefix("! known-wrong:") {
                Some(why) if case.body.is_empty() => case.known_wrong = Some(why.trim().into()),
                _ => {
                    case.body.push_str(line);
                    case.body.push('\n');
                }
            }
        } else {
            assert!(
                line.is_empty() || line.starts_with('#'),
                "{}:{}: expected a comment or a title (== ...), found {line:?}",
                file.display(),
                number + 1
            );
        }
    }
    for case in &mut cases {
        let kept = case.body.trim_end_matches('\n').len();
        case.body.truncate(kept);
    }
    assert!(!cases.is_empty(), "{}: expected cases, found none", file.display());
    cases
}

/// Runs `check` on every case of a layer; it returns what is wrong, if
/// anything. Prints how many passed.
///
/// # Panics
/// When a case fails or a known-wrong one passes, with all of them listed.
pub fn run(layer: &str, check: impl Fn(&Case) -> Result<(), String>) {
    let cases = load(layer);
    let mut report = String::new();
    let mut known = 0;
    for case in &cases {
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| check(case)))
            .unwrap_or_else(|_| Err("panicked".to_string()));
        let problem = match (outcome, &case.known_wrong) {
            (Ok(()), None) => continue,
            (Err(_), Some(_)) => {
                known += 1;
                continue;
            }
            (Ok(()), Some(_)) => "passes now: take its known-wrong mark away".to_string(),
            (Err(problem), None) => problem,
        };
        let name = case.file.file_name().unwrap_or_default().to_string_lossy();
        let _ = writeln!(report, "{layer}/{name}:{} {}\n{problem}\n", case.line, case.title);
    }
    println!("{layer}: {} cases, {known} of them known-wrong", cases.len());
    assert!(report.is_empty(), "\n{report}");
}

/// Compares two texts line by line.
///
/// # Errors
/// The lines that differ, for a message.
pub fn difference(expected: &str, found: &str) -> Result<(), String> {
    if expected == found {
        return Ok(());
    }
    let mut out = String::new();
    let (mut wanted, mut got) = (expected.lines(), found.lines());
    loop {
        match (wanted.next(), got.next()) {
            (None, None) => return Err(out),
            (a, b) if a == b => {}
            (a, b) => {
                if let Some(a) = a {
                    let _ = writeln!(out, "  expected: {a}");
                }
                if let Some(b) = b {
                    let _ = writeln!(out, "  found:    {b}");
                }
            }
        }
    }
}
