//! The modules of the library use only what lies below them, in the order of
//! the data flow; and the versions of all packages agree.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers from the lowest up. Modules in one row may use each other.
const LAYERS: &[&[&str]] = &[
    &["text"],
    &["article"],
    &["token"],
    &["mark"],
    &["sentence"],
    &["tag"],
    &["entity"],
    // Reports find their sources, mentions join into actors, actors speak the
    // reports: three nouns of one question.
    &["quotation", "mention", "actor"],
    &["document", "reader"],
    &["queries", "schema"],
];

/// What every stage may use: the tables that it reads, and the error.
const SHARED: &[&str] = &["error", "lexicon", "model"];

/// Of those, the ones that may use every layer: a model holds the weights of
/// each stage, in the stage's own types.
const KNOWS_ALL: &[&str] = &["model"];

/// The highest layer that word lists may know: its keys.
const LEXICON_KNOWS: &str = "token";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

fn sources(directory: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The code of a file without its comments and without its unit tests.
fn code(text: &str) -> String {
    text.split("#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default()
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The first names after each `crate::`, groups in braces included.
fn used_modules(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            used.insert(first_name(rest));
            continue;
        };
        let mut depth = 1;
        let mut item = String::new();
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 || (depth == 1 && c == ',') {
                used.insert(first_name(item.trim()));
                item.clear();
            } else {
                item.push(c);
            }
            if depth == 0 {
                break;
            }
        }
    }
    used.remove("");
    used
}

fn first_name(path: &str) -> String {
    path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn uses_point_downwards() {
    let source = root().join("crates/newsprint/src");
    let mut files = Vec::new();
    sources(&source, &mut files);
    let mut wrong = Vec::new();
    for file in &files {
        let path = file.strip_prefix(&source).unwrap();
        let module = path.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = module.trim_end_matches(".rs");
        if module == "lib" {
            continue;
        }
        let highest = if KNOWS_ALL.contains(&module) {
            LAYERS.len()
        } else if module == "lexicon" {
            layer(LEXICON_KNOWS).unwrap()
        } else if module == "error" {
            0
        } else if let Some(layer) = layer(module) {
            layer
        } else {
            wrong.push(format!("{}: the module has no place in LAYERS", path.display()));
            continue;
        };
        for used in used_modules(&code(&fs::read_to_string(file).unwrap())) {
            let reexport = match used.as_str() {
                "Error" | "ErrorKind" => "error",
                "Span" | "CharSpan" | "Utf16Span" => "text",
                "Document" => "document",
                "Reader" | "Options" => "reader",
                other => other,
            };
            if SHARED.contains(&reexport) || reexport == module {
                continue;
            }
            match layer(reexport) {
                Some(layer) if layer <= highest => {}
                Some(_) => wrong.push(format!("{}: uses {used}, above it", path.display())),
                None => wrong.push(format!("{}: uses {used}, in no layer", path.display())),
            }
        }
    }
    assert!(files.len() > 15, "found only {} source files", files.len());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn scanner_sees_every_form() {
    let code = code(
        "use crate::text::Span; // crate::no\nuse crate::{a::{b, c}, d,\n e::F};\n\
         fn f(x: crate::g::H) {} $crate::no2;\n#[cfg(test)]\nmod tests { use crate::no3; }",
    );
    let used: Vec<String> = used_modules(&code).into_iter().collect();
    assert_eq!(used, ["a", "d", "e", "g", "text"]);
}

/// The value of the first `key = "value"` line.
fn value<'t>(manifest: &'t str, key: &str) -> Option<&'t str> {
    manifest.lines().find_map(|line| {
        let rest = line.strip_prefix(key)?.trim_start().strip_prefix('=')?;
        rest.trim().strip_prefix('"')?.strip_suffix('"')
    })
}

#[test]
fn versions_agree() {
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let version = value(&workspace, "version").unwrap();
    let members: Vec<&str> =
        workspace.lines().filter(|line| line.contains("path = \"crates/")).collect();
    assert!(members.len() >= 2);
    for line in members {
        assert!(line.contains(&format!("version = \"{version}\"")), "{line}");
    }
    for package in fs::read_dir(root().join("crates")).unwrap() {
        let path = package.unwrap().path().join("Cargo.toml");
        let manifest = fs::read_to_string(&path).unwrap();
        assert!(manifest.contains("\nversion.workspace = true\n"), "{}", path.display());
    }
    // The Python package takes its version from the crate.
    let python = fs::read_to_string(root().join("python/pyproject.toml")).unwrap();
    assert!(python.contains("dynamic = [\"version\"]"));
    assert_eq!(value(&python, "version"), None);
}
