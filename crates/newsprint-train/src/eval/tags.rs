//! Tags and lemmas on gold tokens.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::Path;

use newsprint::Reader;
use newsprint::lexicon::Lexicon;
use newsprint::model::Model;
use newsprint::sentence::Sentence;
use newsprint::tag::{self, Tag};
use newsprint::text::{BlockId, IdRange};
use newsprint::token::{NormKey, Token, TokenKind};

use super::{Request, Row, percent};
use crate::data::conllu::{self, TreebankDocument};
use crate::train::tags::data::tag_of;

/// Measures the tagger with the English model.
///
/// # Errors
/// When a treebank cannot be read.
pub fn evaluate(data: &Path, reader: &Reader, request: Request) -> io::Result<Vec<Row>> {
    let model = reader.model();
    let folder = data.join("train");
    let mut known = HashSet::new();
    for name in ["gum-train", "ewt-train"] {
        for document in conllu::read(&folder.join(format!("{name}.conllu.xz")))? {
            known.extend((0..document.words.len()).map(|word| NormKey::of(document.form(word))));
        }
    }
    let mut rows = Vec::new();
    for (set, floor) in [("gum-dev", 96.0), ("ewt-dev", 94.5)] {
        let (mut total, mut upos, mut penn) = (0, 0, 0);
        let (mut unknown, mut unknown_right) = (0, 0);
        let (mut lemmas, mut lemmas_gold) = (0, 0);
        let mut errors: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for document in conllu::read(&folder.join(format!("{set}.conllu.xz")))? {
            let (tokens, tags) = predict(&document, model);
            for (index, (word, tag)) in document.words.iter().zip(&tags).enumerate() {
                total += 1;
                let lemma =
                    |tag| tag::lemma(&document.text, &tokens[index], tag, model.lemma.as_deref());
                let gold_tag = tag_of(&word.xpos, &word.upos);
                let found = lemma(gold_tag.unwrap_or(*tag));
                lemmas_gold += usize::from(found == word.lemma);
                lemmas += usize::from(lemma(*tag) == word.lemma);
                if found != word.lemma && request.errors > 0 {
                    errors
                        .entry((format!("lemma of {}", word.xpos), String::from("another")))
                        .or_default()
                        .push(format!("{}: {} for {}", document.form(index), found, word.lemma));
                }
                let right = tag.upos().name() == word.upos;
                upos += usize::from(right);
                penn += usize::from(tag.penn().name() == word.xpos);
                if !known.contains(&NormKey::of(document.form(index))) {
                    unknown += 1;
                    unknown_right += usize::from(right);
                }
                if !right && request.errors > 0 {
                    let context: Vec<&str> =
                        (index.saturating_sub(4)..index + 4).map(|at| document.form(at)).collect();
                    errors
                        .entry((format!("{}/{}", word.xpos, word.upos), tag.to_string()))
                        .or_default()
                        .push(format!("{}: {}", document.form(index), context.join(" ")));
                }
            }
        }
        rows.push(Row::new("tags", set, "UPOS", percent(upos, total)).floor(floor));
        rows.push(Row::new("tags", set, "Penn", percent(penn, total)));
        rows.push(Row::new("tags", set, "UPOS, unknown words", percent(unknown_right, unknown)));
        let value = percent(lemmas_gold, total);
        rows.push(Row::new("tags", set, "lemmas, gold tags", value).floor(97.0));
        rows.push(Row::new("tags", set, "lemmas, tags found", percent(lemmas, total)));
        let mut errors: Vec<_> = errors.into_iter().collect();
        errors.sort_by_key(|(_, contexts)| std::cmp::Reverse(contexts.len()));
        for ((gold, found), contexts) in errors.iter().take(request.errors) {
            eprintln!("{set}: {} times {gold} as {found}", contexts.len());
            for context in contexts.iter().take(8) {
                eprintln!("    {context}");
            }
        }
    }
    Ok(rows)
}

/// The layers that the tagger reads, from gold words.
fn predict(document: &TreebankDocument, model: &Model) -> (Vec<Token>, Vec<Tag>) {
    let tokens: Vec<Token> = document
        .words
        .iter()
        .map(|word| Token {
            span: word.span,
            norm: NormKey::of(word.span.slice(&document.text)),
            kind: TokenKind::Word,
            shape: 0,
            flags: 0,
        })
        .collect();
    let sentences: Vec<Sentence> = document
        .sentences
        .iter()
        .enumerate()
        .map(|(index, words)| Sentence {
            span: document.sentence_span(index),
            tokens: IdRange::new(words.start, words.end),
            block: BlockId::new(0),
        })
        .collect();
    let tags = tag::tag(&document.text, &tokens, &sentences, &Lexicon::default(), model);
    (tokens, tags)
}
