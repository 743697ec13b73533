//! Tokens against the treebanks: exact spans, from raw text rebuilt through
//! `SpaceAfter`.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use newsprint::article::{Article, Block, BlockKind};

use newsprint::{Reader, Span, token};

use super::{Counts, Request, Row};
use crate::data::conllu::{self, TreebankDocument};

/// Gold files, with the F1 that each must reach.
const SETS: &[(&str, Option<f64>)] =
    &[("gum-dev", Some(99.0)), ("ewt-dev", Some(98.5)), ("gum-train", None), ("ewt-train", None)];

/// Token F1 on each treebank, every gold paragraph a block.
///
/// # Errors
/// When a treebank cannot be read.
pub fn evaluate(data: &Path, reader: &Reader, request: Request) -> io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (set, floor) in SETS {
        let mut counts = Counts::default();
        let mut errors = Errors::default();
        for document in conllu::read(&data.join("train").join(format!("{set}.conllu.xz")))? {
            let found: Vec<Span> =
                token::lex(&document.text, &paragraphs(&document), reader.lexicon())
                    .iter()
                    .map(|token| token.span)
                    .collect();
            let gold: Vec<Span> = document.words.iter().map(|word| word.span).collect();
            counts.add(Counts::of(&found, &gold));
            if request.errors > 0 {
                errors.collect(&document.text, &found, &gold);
            }
        }
        let row = Row::new("tokens", set, "F1", counts.f1()).detail(counts);
        rows.push(match floor {
            Some(floor) => row.floor(*floor),
            None => row,
        });
        errors.print(set, request.errors);
    }
    Ok(rows)
}

/// An article whose blocks are the gold paragraphs.
pub fn paragraphs(document: &TreebankDocument) -> Article {
    let span = |sentences: &std::ops::Range<usize>| {
        let first = document.sentence_span(sentences.start);
        document.sentence_span(sentences.end - 1).join(first)
    };
    let blocks = document
        .paragraphs
        .iter()
        .filter(|sentences| !sentences.is_empty())
        .map(|sentences| Block { span: span(sentences), kind: BlockKind::Paragraph })
        .collect();
    Article { blocks, ..Article::default() }
}

/// Stretches that are split differently, with how often.
#[derive(Default)]
struct Errors(BTreeMap<String, usize>);

impl Errors {
    /// Walks both lists; between two boundaries that they share, they differ
    /// or are one token.
    fn collect(&mut self, text: &str, found: &[Span], gold: &[Span]) {
        let (mut f, mut g) = (0, 0);
        while f < found.len() && g < gold.len() {
            let (first_f, first_g) = (f, g);
            loop {
                match found[f].end.cmp(&gold[g].end) {
                    std::cmp::Ordering::Less if f + 1 < found.len() => f += 1,
                    std::cmp::Ordering::Greater if g + 1 < gold.len() => g += 1,
                    _ => break,
                }
            }
            (f, g) = (f + 1, g + 1);
            if f - first_f > 1 || g - first_g > 1 {
                let join = |spans: &[Span]| {
                    spans.iter().map(|span| span.slice(text)).collect::<Vec<_>>().join("·")
                };
                let end = gold[g - 1].end as usize;
                let context: String =
                    text.get(end..).unwrap_or_default().chars().take(12).collect();
                let line = format!(
                    "{:<28} gold {:<28} then {context:?}",
                    join(&found[first_f..f]),
                    join(&gold[first_g..g])
                );
                *self.0.entry(line).or_default() += 1;
            }
        }
    }

    fn print(&self, set: &str, most: usize) {
        let mut lines: Vec<_> = self.0.iter().collect();
        lines.sort_by_key(|(line, count)| (std::cmp::Reverse(**count), *line));
        for (line, count) in lines.into_iter().take(most) {
            eprintln!("{set} {count:>4}  {line}");
        }
    }
}
