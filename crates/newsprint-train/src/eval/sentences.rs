//! Sentences against the treebanks: exact spans, from raw paragraphs.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use newsprint::lexicon::Lexicon;
use newsprint::model::Model;
use newsprint::{Reader, Span, mark, sentence, token};

use super::tokens::paragraphs;
use super::{Counts, Request, Row};
use crate::data::conllu::{self, TreebankDocument};

/// Genres that are measured apart, with the F1 that they must reach.
type Part = (&'static str, &'static [&'static str], Option<f64>);

/// Gold files, with the F1 that each must reach, and their parts.
const SETS: &[(&str, Option<f64>, &[Part])] = &[
    (
        "ewt-dev",
        Some(85.0),
        &[
            ("answers", &["answers"], None),
            ("email", &["email"], None),
            ("newsgroup", &["newsgroup"], None),
            ("reviews", &["reviews"], None),
            ("weblog", &["weblog"], None),
        ],
    ),
    (
        "gum-dev",
        Some(94.0),
        &[
            ("news and interview", &["news", "interview"], Some(96.0)),
            ("others", &["academic", "bio", "court", "voyage"], None),
        ],
    ),
];

/// Sentence F1 on each treebank, every gold paragraph a block.
///
/// # Errors
/// When a treebank cannot be read.
pub fn evaluate(data: &Path, reader: &Reader, request: Request) -> io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for &(set, floor, parts) in SETS {
        let mut genres: BTreeMap<String, Counts> = BTreeMap::new();
        let mut errors = Vec::new();
        for document in conllu::read(&data.join("train").join(format!("{set}.conllu.xz")))? {
            let found = split(&document, reader.lexicon(), reader.model());
            let gold = gold(&document);
            genres.entry(document.genre.clone()).or_default().add(Counts::of(&found, &gold));
            if request.errors > 0 {
                collect(&document, &found, &gold, &mut errors);
            }
        }
        let sum = |names: Option<&[&str]>| {
            let mut counts = Counts::default();
            for (genre, more) in &genres {
                if names.is_none_or(|names| names.contains(&genre.as_str())) {
                    counts.add(*more);
                }
            }
            counts
        };
        let row = |measure: &str, counts: Counts, floor: Option<f64>| {
            let row = Row::new("sentences", set, measure, counts.f1()).detail(counts);
            match floor {
                Some(floor) => row.floor(floor),
                None => row,
            }
        };
        rows.push(row("F1", sum(None), floor));
        for &(name, names, floor) in parts {
            rows.push(row(&format!("F1, {name}"), sum(Some(names)), floor));
        }
        for error in errors.iter().take(request.errors) {
            eprintln!("{error}");
        }
    }
    Ok(rows)
}

fn split(document: &TreebankDocument, lexicon: &Lexicon, model: &Model) -> Vec<Span> {
    let article = paragraphs(document);
    let tokens = token::lex(&document.text, &article, lexicon);
    let marks = mark::pair(&document.text, &article, &tokens);
    sentence::split(&document.text, &article, &tokens, &marks.pairs, model)
        .iter()
        .map(|sentence| sentence.span)
        .collect()
}

fn gold(document: &TreebankDocument) -> Vec<Span> {
    (0..document.sentences.len()).map(|at| document.sentence_span(at)).collect()
}

/// Lists the boundaries that only one side has: `missed`, or `extra`.
fn collect(document: &TreebankDocument, found: &[Span], gold: &[Span], errors: &mut Vec<String>) {
    let differences = |ours: &[Span], theirs: &[Span], what: &str, errors: &mut Vec<String>| {
        for span in ours {
            if theirs.binary_search_by_key(&span.start, |other| other.start).is_err() {
                let text = &document.text;
                let at = span.start as usize;
                let from = text[..at].char_indices().rev().nth(60).map_or(0, |(i, _)| i);
                let to = text[at..].char_indices().nth(50).map_or(text.len(), |(i, _)| at + i);
                errors.push(format!(
                    "{what} {}: {} || {}",
                    document.genre,
                    text[from..at].replace('\n', "/"),
                    text[at..to].replace('\n', "/")
                ));
            }
        }
    };
    differences(gold, found, "missed", errors);
    differences(found, gold, "extra ", errors);
}
