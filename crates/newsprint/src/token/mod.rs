//! Tokens after the conventions of UD English.

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::lexicon::Lexicon;
use crate::text::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[repr(u8)]
pub enum TokenKind {
    /// Letters, perhaps with digits, stops of an abbreviation, apostrophes.
    Word,
    /// Digits, perhaps with separators.
    Number,
    /// Punctuation and symbols.
    Punctuation,
    /// A quote mark of any style.
    Quote,
    /// An emoji or another symbol that stands for itself.
    Symbol,
    /// A web or e-mail address, a handle, a hashtag.
    Address,
}

/// A token: a row of 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// The key of its normalised form.
    pub norm: NormKey,
    /// What it is made of.
    pub kind: TokenKind,
    /// Reserved for the lexer's own use.
    pub shape: u8,
    /// Bits that later stages read.
    pub flags: u16,
}

/// The key of a normalised form: equal for words that differ only in case,
/// compatibility variants (NFKC) and the style of their quote marks.
///
/// It is a 32-bit hash: two different words share one with a chance of
/// one in four thousand million.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct NormKey(pub u32);

impl NormKey {
    /// The key of `word`.
    pub fn of(word: &str) -> Self {
        let mut hash = 0x811c_9dc5_u32;
        for byte in word.to_lowercase().bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        Self(hash)
    }
}

/// Splits the blocks of an article into tokens. Linear.
pub fn lex(text: &str, article: &Article, _lexicon: &Lexicon) -> Vec<Token> {
    // Placeholder lexer: white space.
    let mut tokens = Vec::new();
    for block in &article.blocks {
        let start = block.span.start as usize;
        let slice = block.span.slice(text);
        for word in slice.split_whitespace() {
            let at = start + (word.as_ptr() as usize - slice.as_ptr() as usize);
            tokens.push(Token {
                span: Span::from_range(at..at + word.len()),
                norm: NormKey::of(word),
                kind: TokenKind::Word,
                shape: 0,
                flags: 0,
            });
        }
    }
    tokens
}
