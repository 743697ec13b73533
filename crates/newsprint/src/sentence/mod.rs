//! Sentences.
//!
//! A block is read token by token; only stops, abbreviations and the few
//! neighbours between which a sentence can end without a stop are looked at
//! closely. Closing marks, brackets and notes go with the stop that they
//! follow; then a small trained model decides, from the words and their case
//! at both sides, the quote marks, the brackets and the length so far. A
//! block's end always ends a sentence.

mod candidate;
mod class;
mod model;

use serde::{Deserialize, Serialize};

pub use candidate::{Candidate, Kind};
pub use model::{SentenceModel, SentenceWeights};

use crate::article::Article;
use crate::mark::MarkPair;
use crate::model::Model;
use crate::text::{BlockId, IdRange, Span, TokenId};
use crate::token::Token;

/// A sentence: a run of tokens of one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// From its first token to its last.
    pub span: Span,
    /// Its tokens.
    pub tokens: IdRange<TokenId>,
    /// The block that it stands in.
    pub block: BlockId,
}

/// Splits the blocks into sentences. Linear.
pub fn split(
    text: &str,
    article: &Article,
    tokens: &[Token],
    marks: &[MarkPair],
    model: &Model,
) -> Vec<Sentence> {
    match &model.sentence {
        Some(model) => {
            split_with(text, article, tokens, marks, |candidate| model.decide(candidate))
        }
        None => split_with(text, article, tokens, marks, Candidate::is_plain),
    }
}

/// Splits the blocks into sentences where `decide` says so: for training, and
/// to measure the places that are considered.
pub fn split_with<'a>(
    text: &'a str,
    article: &Article,
    tokens: &'a [Token],
    marks: &[MarkPair],
    mut decide: impl FnMut(&Candidate<'a>) -> bool,
) -> Vec<Sentence> {
    let mut sentences = Vec::with_capacity(article.blocks.len() + tokens.len() / 24);
    let mut quotes = candidate::Quotes::new(marks);
    let mut at = 0;
    for (index, block) in article.blocks.iter().enumerate() {
        let end = at + count_before(tokens.get(at..).unwrap_or_default(), block.span.end);
        if end == at {
            continue;
        }
        let mut start = at;
        let mut push = |start: usize, end: usize| {
            let run = tokens.get(start..end).unwrap_or_default();
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                sentences.push(Sentence {
                    span: first.span.join(last.span),
                    tokens: IdRange::new(start, end),
                    block: BlockId::new(index),
                });
            }
        };
        candidate::walk(text.as_bytes(), tokens, at..end, &mut quotes, &mut decide, |next| {
            push(start, next);
            start = next;
        });
        push(start, end);
        at = end;
    }
    sentences
}

/// How many tokens start before `offset`: searched for in steps that double,
/// as a block is short and the rest of the text is not.
fn count_before(tokens: &[Token], offset: u32) -> usize {
    let inside = |at: usize| tokens.get(at).is_some_and(|token| token.span.start < offset);
    let (mut from, mut step) = (0, 64);
    while inside(from + step) {
        from += step;
        step *= 2;
    }
    let near = tokens.get(from..tokens.len().min(from + step)).unwrap_or_default();
    from + near.partition_point(|token| token.span.start < offset)
}
