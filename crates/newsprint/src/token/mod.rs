//! Tokens after the conventions of UD English (EWT and GUM).
//!
//! Clitics stand alone (`do n't`, `it 's`, `can not`), hyphenated compounds
//! are split at the hyphen unless the first part is a prefix (`long - term`,
//! `non-profit`), abbreviations and initials keep their stop, amounts are
//! split from their signs and units (`$ 5 m`), addresses stay whole, and every
//! quote mark is a token of its own.

mod address;
mod class;
mod lexer;
mod norm;
mod number;
mod symbol;
mod word;

use serde::{Deserialize, Serialize};

pub use norm::NormKey;

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
    /// Digits, perhaps with separators or an ordinal or plural ending.
    Number,
    /// Punctuation.
    Punctuation,
    /// A quote mark of any style.
    Quote,
    /// An emoji, a currency sign or another symbol that stands for itself.
    Symbol,
    /// A web or e-mail address, a file name, a handle, a hashtag.
    Address,
}

/// How the letters of a word are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Shape {
    /// No letters with case.
    Other,
    /// `minister`.
    Lower,
    /// `Minister`, `O'Brien`, also `A`.
    Capitalised,
    /// `NATO`, `U.S.`: two capitals at least and no small letter.
    Upper,
    /// `iPhone`, `McDonald`.
    Mixed,
}

/// A token: a row of 16 bytes.
///
/// ```
/// let document = newsprint::read("“It’s 5 p.m.,” U.S. officials said.").unwrap();
/// let tokens = document.tokens();
/// let words: Vec<&str> = tokens.iter().map(|t| document.slice(t.span)).collect();
/// assert_eq!(
///     words,
///     ["“", "It", "’s", "5", "p.m.", ",", "”", "U.S.", "officials", "said", "."]
/// );
/// assert!(tokens[1].is_capitalised() && !tokens[1].space_before());
/// assert!(tokens[2].is_clitic());
/// assert!(tokens[7].is_upper() && tokens[7].keeps_stop());
/// assert_eq!(tokens[5].mark(), b',');
/// assert_eq!(tokens[0].mark(), b'"');
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// The key of its normalised form.
    pub norm: NormKey,
    /// What it is made of.
    pub kind: TokenKind,
    /// A [`Shape`] for words, numbers and addresses; for everything else the
    /// ASCII character that the first character folds to, or 0.
    ///
    /// Read it through [`shape`](Self::shape) and [`mark`](Self::mark).
    pub shape: u8,
    /// Bits of [`TokenFlags`]; read them through the methods.
    pub flags: u16,
}

const _: () = assert!(size_of::<Token>() == 16);

/// The bits of [`Token::flags`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TokenFlags;

impl TokenFlags {
    /// White space stands before it, or it begins a block.
    pub const SPACE_BEFORE: u16 = 1;
    /// It is the first token of its block.
    pub const FIRST_IN_BLOCK: u16 = 1 << 1;
    /// A line break stands before it.
    pub const LINE_BEFORE: u16 = 1 << 2;
    /// It has a digit.
    pub const DIGIT: u16 = 1 << 3;
    /// It has a hyphen inside (`non-profit`).
    pub const HYPHEN: u16 = 1 << 4;
    /// It ends in a full stop that belongs to it (`Mr.`, `U.S.`).
    pub const STOP: u16 = 1 << 5;
    /// It is a clitic: `n't`, `'s`, or the apostrophe of `workers'`.
    pub const CLITIC: u16 = 1 << 6;
    /// It has characters beyond ASCII.
    pub const WIDE: u16 = 1 << 7;
    /// It has an apostrophe inside (`O'Brien`) or at an end (`'em`).
    pub const APOSTROPHE: u16 = 1 << 8;
    /// A single quote mark that may be the apostrophe of a plural possessive.
    pub const EITHER: u16 = 1 << 9;
    /// White space or the end of the block stands after it.
    pub const SPACE_AFTER: u16 = 1 << 10;
}

macro_rules! flag_methods {
    ($($(#[$doc:meta])* $name:ident = $flag:ident;)*) => {
        $($(#[$doc])*
        #[inline]
        pub const fn $name(&self) -> bool {
            self.flags & TokenFlags::$flag != 0
        })*
    };
}

impl Token {
    flag_methods! {
        /// Whether white space stands before it, or it begins a block.
        space_before = SPACE_BEFORE;
        /// Whether white space stands after it, or it ends a block.
        space_after = SPACE_AFTER;
        /// Whether it is the first token of its block.
        is_first_in_block = FIRST_IN_BLOCK;
        /// Whether a line break stands before it.
        line_before = LINE_BEFORE;
        /// Whether it has a digit.
        has_digit = DIGIT;
        /// Whether it has a hyphen inside (`non-profit`).
        has_hyphen = HYPHEN;
        /// Whether it ends in a full stop that belongs to it (`Mr.`).
        keeps_stop = STOP;
        /// Whether it is a clitic: `n't`, `'s`, or the apostrophe of
        /// `workers'`.
        is_clitic = CLITIC;
        /// Whether it has characters beyond ASCII.
        is_wide = WIDE;
        /// Whether it has an apostrophe inside or at an end.
        has_apostrophe = APOSTROPHE;
        /// Whether it is a single quote mark that may be the apostrophe of a
        /// plural possessive (`‘the workers’ union’`).
        is_either = EITHER;
    }

    /// How a word, number or address is cased.
    #[inline]
    pub const fn shape(&self) -> Shape {
        if !self.has_shape() {
            return Shape::Other;
        }
        match self.shape {
            1 => Shape::Lower,
            2 => Shape::Capitalised,
            3 => Shape::Upper,
            4 | 5 => Shape::Mixed,
            _ => Shape::Other,
        }
    }

    #[inline]
    const fn has_shape(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number | TokenKind::Address)
    }

    /// The ASCII character that a mark or symbol folds to: `"` for every
    /// double quote mark, `'` for every single one, `-` for every dash, `.`
    /// for stops and ellipses; 0 for other tokens.
    #[inline]
    pub const fn mark(&self) -> u8 {
        if self.has_shape() { 0 } else { self.shape }
    }

    /// Whether it is a word.
    #[inline]
    pub const fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word)
    }

    /// Whether it is a number.
    #[inline]
    pub const fn is_number(&self) -> bool {
        matches!(self.kind, TokenKind::Number)
    }

    /// Whether it is a quote mark.
    #[inline]
    pub const fn is_quote(&self) -> bool {
        matches!(self.kind, TokenKind::Quote)
    }

    /// Whether it is punctuation other than a quote mark.
    #[inline]
    pub const fn is_punctuation(&self) -> bool {
        matches!(self.kind, TokenKind::Punctuation)
    }

    /// Whether its first letter is a capital (`Minister`, `NATO`, `McDonald`).
    #[inline]
    pub const fn is_capitalised(&self) -> bool {
        self.has_shape() && matches!(self.shape, 2 | 3 | 5)
    }

    /// Whether it has at least two capitals and no small letter.
    #[inline]
    pub const fn is_upper(&self) -> bool {
        self.has_shape() && self.shape == 3
    }

    /// Whether it has small letters only.
    #[inline]
    pub const fn is_lower(&self) -> bool {
        self.has_shape() && self.shape == 1
    }
}

/// Splits the blocks of an article into tokens. Linear.
///
/// Only white space (with zero-width spaces) lies between tokens.
pub fn lex(text: &str, article: &Article, lexicon: &Lexicon) -> Vec<Token> {
    lexer::lex(text, article.blocks.iter().map(|block| block.span), lexicon)
}
