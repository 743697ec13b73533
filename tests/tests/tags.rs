//! The cases of `cases/tags`: tags and lemmas, written behind each word.

use std::fmt::Write as _;

use newsprint_tests::{cases, laws};

#[test]
fn tags() {
    cases::run("tags", |case| {
        for line in case.body.lines() {
            check(line)?;
        }
        Ok(())
    });
}

/// One paragraph, after a headline, so that it is read as running text.
fn check(line: &str) -> Result<(), String> {
    let words: Vec<Expected> = line.split(' ').map(Expected::parse).collect();
    let copy: Vec<&str> = words.iter().map(|word| word.form).collect();
    let document = newsprint::read(format!("Notes\n\n{}", copy.join(" ")))
        .map_err(|error| error.to_string())?;
    laws::check(&document)?;
    let tokens = document.tokens().get(1..).unwrap_or_default();
    let found: Vec<&str> = tokens.iter().map(|token| document.slice(token.span)).collect();
    if found != copy {
        return Err(format!("other tokens: {found:?}"));
    }
    let mut problems = String::new();
    for (index, word) in words.iter().enumerate() {
        let (tag, lemma) = (document.tags()[index + 1], document.lemma(index + 1));
        let right = tag.penn().name() == word.penn
            && word.upos.is_none_or(|upos| tag.upos().name() == upos)
            && word.lemma.is_none_or(|expected| lemma == expected);
        if !right {
            let _ = writeln!(problems, "  {}/{tag}={lemma}", word.form);
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(format!("  {line}\n  found:\n{problems}")) }
}

struct Expected<'a> {
    form: &'a str,
    penn: &'a str,
    upos: Option<&'a str>,
    lemma: Option<&'a str>,
}

impl<'a> Expected<'a> {
    fn parse(word: &'a str) -> Self {
        let (tags, lemma) = match word.split_once('=') {
            Some((tags, lemma)) => (tags, Some(lemma)),
            None => (word, None),
        };
        let mut parts = tags.split('/');
        Self {
            form: parts.next().unwrap_or_default(),
            penn: parts.next().unwrap_or_default(),
            upos: parts.next(),
            lemma,
        }
    }
}
