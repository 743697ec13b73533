//! Sentences.

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::lexicon::Lexicon;
use crate::mark::MarkPair;
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
    _text: &str,
    article: &Article,
    tokens: &[Token],
    _marks: &[MarkPair],
    _lexicon: &Lexicon,
) -> Vec<Sentence> {
    // Placeholder: a block is a sentence.
    let mut at = 0;
    article
        .blocks
        .iter()
        .enumerate()
        .map(|(block, b)| {
            let first = at;
            while tokens.get(at).is_some_and(|t| t.span.end <= b.span.end) {
                at += 1;
            }
            Sentence { span: b.span, tokens: IdRange::new(first, at), block: BlockId::new(block) }
        })
        .collect()
}
