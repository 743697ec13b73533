//! Sentences: case files, laws and growth.
//!
//! The body of a case is a text, a sentence a line, with a blank line between
//! paragraphs. Lines of a paragraph are joined by a space; a `\` at the end of
//! a line joins it to the next with nothing between, a `¶` with a line break.

use newsprint_tests::layers::Layers;
use newsprint_tests::{cases, growth, laws};
use proptest::prelude::*;

#[test]
fn splits() {
    cases::run("sentences", |case| {
        let mut text = String::new();
        let mut expected = String::new();
        for (number, line) in case.body.lines().enumerate() {
            let (line, joint) = match (line.strip_suffix('\\'), line.strip_suffix('¶')) {
                (Some(line), _) => (line, ""),
                (_, Some(line)) => (line, "\n"),
                _ => (line, " "),
            };
            if line.is_empty() {
                text.truncate(text.trim_end().len());
                text.push_str("\n\n");
            } else {
                text.push_str(line);
                text.push_str(joint);
            }
            if number > 0 {
                expected.push('\n');
            }
            expected.push_str(line);
        }
        text.truncate(text.trim_end().len());
        let layers = Layers::read(&text);
        let mut found = String::new();
        let mut block = None;
        for sentence in &layers.sentences {
            if block.is_some_and(|block| block != sentence.block) {
                found.push('\n');
            }
            block = Some(sentence.block);
            found.push_str(sentence.span.slice(&text));
            found.push('\n');
        }
        laws::check(&newsprint::read(text.as_str()).map_err(|e| e.to_string())?)?;
        cases::difference(&expected, found.trim_end())
    });
}

#[test]
fn time_grows_in_proportion() {
    let seeds = [
        ". ", ".", "! ", "a. ", "A. ", "U.S. ", "\". ", ".\"", ".)", ".[1]", "[1]", "A b", "1. ",
        "Aa ", "Aa bb ", "(.", ": A",
    ];
    let problems: Vec<String> = seeds
        .iter()
        .filter_map(|seed| {
            growth::check(seed, 20_000, |text| {
                let _ = Layers::read(text);
            })
            .err()
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

proptest! {
    #[test]
    fn every_token_in_one_sentence(pieces in prop::collection::vec(prop::sample::select(vec![
        ".", "!", "?", "...", " ", " ", "\"", "”", "(", ")", "[1]", "U.S.", "Mr.", "he", "Talks",
        "said", "5", "\n\n", "\n", ":)", ";", ":", "-", "—", "'", "1.", "No.", "•",
    ]), 0..60)) {
        let layers = Layers::read(&pieces.concat());
        let mut next = 0;
        for sentence in &layers.sentences {
            let run = sentence.tokens.range();
            prop_assert_eq!(run.start, next);
            prop_assert!(run.end > run.start);
            let block = layers.article.blocks[sentence.block.index()].span;
            prop_assert!(block.covers(sentence.span));
            next = run.end;
        }
        prop_assert_eq!(next, layers.tokens.len());
    }
}
