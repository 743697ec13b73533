//! The cases of `cases/entities`: entities marked in brackets, `[GPE Moscow]`.

use std::fmt::Write as _;

use newsprint::Document;
use newsprint::entity::Label;
use newsprint_tests::{cases, laws};

#[test]
fn entities() {
    cases::run("entities", |case| {
        let marked = if case.body.contains("\n/\n") {
            case.body.replace("\n/\n", "\n\n")
        } else {
            format!("Notes\n\n{}", case.body)
        };
        check(&marked)
    });
}

fn check(marked: &str) -> Result<(), String> {
    let (text, expected) = unmark(marked)?;
    let document = newsprint::read(text).map_err(|error| error.to_string())?;
    laws::check(&document)?;
    let found = mark(&document);
    if found == expected {
        return Ok(());
    }
    let mut problems = String::new();
    for item in expected.iter().filter(|item| !found.contains(item)) {
        let _ = writeln!(problems, "  missing: {} {:?}", item.2, document.slice(item_span(item)));
    }
    for item in found.iter().filter(|item| !expected.contains(item)) {
        let _ = writeln!(problems, "  extra:   {} {:?}", item.2, document.slice(item_span(item)));
    }
    Err(problems)
}

type Item = (usize, usize, Label);

fn item_span(&(start, end, _): &Item) -> newsprint::Span {
    newsprint::Span::from_range(start..end)
}

fn mark(document: &Document) -> Vec<Item> {
    document
        .entities()
        .iter()
        .map(|entity| (entity.span.start as usize, entity.span.end as usize, entity.label))
        .collect()
}

/// The text without its marks, and what they say.
fn unmark(marked: &str) -> Result<(String, Vec<Item>), String> {
    let (mut text, mut items) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let (inside, after) =
            after.split_once(']').ok_or_else(|| format!("no ] after {after:?}"))?;
        let (label, words) =
            inside.split_once(' ').ok_or_else(|| format!("no words in [{inside}]"))?;
        let label = Label::from_name(label).ok_or_else(|| format!("no label {label}"))?;
        let start = text.len();
        text.push_str(words);
        items.push((start, text.len(), label));
        rest = after;
    }
    text.push_str(rest);
    Ok((text, items))
}

/// The entities of the seed document, each as a person read it.
#[test]
fn entities_of_the_seed() {
    const KNOWN: &str = "! known-wrong: ";
    let seed = include_str!("../../seeds/000_7eb95974f3b8840f.txt");
    let document = newsprint::read(seed).unwrap();
    let found = mark(&document);
    let mut cursor = 0;
    let mut expected = Vec::new();
    let mut missed = Vec::new();
    let lines = include_str!("../cases/seed-entities.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let item = line.strip_prefix(KNOWN);
        let (label, words) = item.unwrap_or(line).split_once(' ').expect("a label and words");
        let label = Label::from_name(label).expect("a label");
        let start = cursor + seed[cursor..].find(words).unwrap_or_else(|| panic!("no {words:?}"));
        cursor = start + words.len();
        if item.is_some() { &mut missed } else { &mut expected }.push((start, cursor, label));
    }
    let show = |items: Vec<&Item>| -> Vec<String> {
        items.iter().map(|i| format!("{} {:?}", i.2, document.slice(item_span(i)))).collect()
    };
    let missing = show(expected.iter().filter(|item| !found.contains(item)).collect());
    // What is found in the place of one that is missed is known, too.
    let instead = |item: &Item| missed.iter().any(|m| item.0 < m.1 && m.0 < item.1);
    let extra =
        show(found.iter().filter(|item| !expected.contains(item) && !instead(item)).collect());
    assert!(missing.is_empty() && extra.is_empty(), "missing {missing:?}, extra {extra:?}");
    let right = show(missed.iter().filter(|item| found.contains(item)).collect());
    assert!(right.is_empty(), "no longer wrong: {right:?}");
}

#[test]
fn scores_are_probabilities_and_can_be_cut() {
    let text = "Talks in Moscow\n\nRex Tillerson met Sergey Lavrov in Moscow on Wednesday.";
    let all = newsprint::read(text).unwrap();
    assert!(all.entities().iter().all(|entity| (0.0..=1.0).contains(&entity.score)));
    let mut options = newsprint::Options::default();
    options.min_score = 1.1;
    let reader = newsprint::Reader::english().with_options(options);
    assert!(reader.read(text).unwrap().entities().is_empty());
}

/// Nothing in a text makes the stage fail, and it takes linear time.
#[test]
fn odd_text_is_read() {
    for text in [
        "A".repeat(50_000),
        "A B ".repeat(20_000),
        "of of of ".repeat(20_000),
        "1 1,000 $ 5 % ".repeat(10_000),
        "Jan 1 Jan 1 ".repeat(10_000),
        "\u{130}\u{1e9e}\u{fb01} \u{1f600} ".repeat(5_000),
    ] {
        let document = newsprint::read(text).unwrap();
        laws::check(&document).unwrap();
    }
}
