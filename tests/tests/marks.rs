//! Quote marks: case files, laws and growth.
//!
//! The body of a case is a text with its pairs written in: `⟨` and `⟩` around
//! a pair with its marks, `⟩→` for one that goes on in the next paragraph,
//! `⟩×` for one that nothing closes, `→⟨` for one that goes on from the
//! paragraph before without a mark of its own, `¿` before a stray mark.

use newsprint::mark::{self, MarkEnd, MarkPair, MarkStart, MarkStyle};
use newsprint_tests::layers::Layers;
use newsprint_tests::{cases, growth};
use proptest::prelude::*;

#[test]
fn pairs() {
    cases::run("marks", |case| {
        let text: String = case.body.chars().filter(|c| !"⟨⟩→×¿".contains(*c)).collect();
        let layers = Layers::read(&text);
        laws(&layers)?;
        cases::difference(&case.body, &show(&layers))
    });
}

/// The text with its pairs written in.
fn show(layers: &Layers) -> String {
    let mut notes: Vec<(u32, u32, &str)> = Vec::new();
    for (rank, pair) in (1..).zip(&layers.marks.pairs) {
        let open = match pair.start {
            MarkStart::Carried => "→⟨",
            _ => "⟨",
        };
        let close = match pair.end {
            MarkEnd::Continued => "⟩→",
            MarkEnd::Unclosed => "⟩×",
            _ => "⟩",
        };
        // Of several notes at one place, pairs close before others open, and
        // the innermost closes first.
        notes.push((pair.span.end, 1_000_000 - rank, close));
        notes.push((pair.span.start, 1_000_000 + rank, open));
    }
    for stray in &layers.marks.strays {
        notes.push((layers.tokens[stray.index()].span.start, 2_000_000, "¿"));
    }
    notes.sort_unstable();
    let mut out = String::new();
    let mut at = 0;
    for (place, _, note) in notes {
        out.push_str(&layers.text[at..place as usize]);
        out.push_str(note);
        at = place as usize;
    }
    out + &layers.text[at..]
}

/// Pairs are in order, whole runs of tokens of one block, nested or apart.
fn laws(layers: &Layers) -> Result<(), String> {
    let mut open: Vec<&MarkPair> = Vec::new();
    let mut last = None;
    for pair in &layers.marks.pairs {
        let wrong = |what: &str| Err(format!("{pair:?}: {what}"));
        let (Some(first), Some(end)) =
            (layers.tokens.get(pair.open.index()), layers.tokens.get(pair.close.index()))
        else {
            return wrong("no such token");
        };
        if first.span.join(end.span) != pair.span || pair.open > pair.close {
            return wrong("its span is not that of its tokens");
        }
        if !layers.article.blocks.iter().any(|block| block.span.covers(pair.span)) {
            return wrong("it lies in no block");
        }
        if last.is_some_and(|last| last >= pair.open) {
            return wrong("it does not start after the one before");
        }
        last = Some(pair.open);
        while open.last().is_some_and(|outer| outer.span.end <= pair.span.start) {
            open.pop();
        }
        if open.last().is_some_and(|outer| !outer.span.covers(pair.span)) {
            return wrong("it crosses another");
        }
        if usize::from(pair.depth) != open.len() {
            return wrong("its depth is not the number of pairs around it");
        }
        if !(0.0..=1.0).contains(&pair.confidence) {
            return wrong("its confidence is no probability");
        }
        open.push(pair);
    }
    let diagnostics = mark::diagnose(&layers.tokens, &layers.marks);
    let unclosed = layers.marks.pairs.iter().filter(|p| p.end == MarkEnd::Unclosed).count();
    if diagnostics.len() != unclosed + layers.marks.strays.len() {
        return Err("a stray or unclosed mark without a diagnostic".into());
    }
    Ok(())
}

#[test]
fn styles() {
    use MarkStyle::{Double, Guillemet, Latex, Single};
    let layers = Layers::read("“One” and 'two' and «three» and ``four'' and \"five\" and „six“.");
    let styles: Vec<MarkStyle> = layers.marks.pairs.iter().map(|pair| pair.style).collect();
    assert_eq!(styles, [Double, Single, Guillemet, Latex, Double, Double]);
}

#[test]
fn damage_lowers_confidence() {
    let sure = Layers::read("\"We won,\" she said.").marks.pairs[0].confidence;
    let unsure = Layers::read("\"We won, she said.").marks.pairs[0].confidence;
    assert!(sure > 0.9 && unsure < 0.6, "{sure} {unsure}");
}

#[test]
fn a_hundred_thousand_marks() {
    for seed in
        ["\"", "'", "“", "”", "« ", "''", "``", "\" ", "' ", "\"a", "a\"\n\n", "\"a\n\n", "'\"“«"]
    {
        let layers = Layers::read(&seed.repeat(100_000 / seed.len()));
        laws(&layers).unwrap_or_else(|problem| panic!("{seed:?}: {problem}"));
    }
}

#[test]
fn time_grows_in_proportion() {
    let seeds = ["\"", "\" ", "\"a ", "'a ", "a' ", "“", "«", "\"a\n\n", "a\"\n\n", "\"'“"];
    let problems: Vec<String> = seeds
        .iter()
        .filter_map(|seed| {
            growth::check(seed, 6_000, |text| {
                let _ = Layers::read(text);
            })
            .err()
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

proptest! {
    #[test]
    fn any_marks(pieces in prop::collection::vec(prop::sample::select(vec![
        "\"", "'", "“", "”", "‘", "’", "«", "»", "„", "``", "''", " ", " ", "we", "go", ".", ",",
        "\n\n", "s", "6", "(", ")", "—", "said",
    ]), 0..80)) {
        let layers = Layers::read(&pieces.concat());
        prop_assert_eq!(laws(&layers), Ok(()));
    }
}
