//! Token classes: all that the scan looks at in most tokens.

use crate::token::{Token, TokenFlags, TokenKind};

/// What a token is for the splitter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Class {
    /// None: before the first token of a block or after its last.
    Edge,
    /// `minister`.
    Lower,
    /// `Minister`.
    Capitalised,
    /// `NATO`.
    Upper,
    /// `iPhone`, and letters without case.
    Other,
    Number,
    /// `www.example.com`, `@name`.
    Address,
    /// `.`, `!`, `?`, `...` and their runs.
    Stop,
    Comma,
    Colon,
    Semicolon,
    Dash,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A quote mark.
    Quote,
    /// `•`, `*`, `>`, an emoji, `$`.
    Symbol,
}

impl Class {
    /// How many there are.
    pub(crate) const COUNT: usize = 16;

    #[inline]
    pub(crate) const fn of(token: &Token) -> Self {
        match token.kind {
            TokenKind::Word => match token.shape {
                1 => Self::Lower,
                2 => Self::Capitalised,
                3 => Self::Upper,
                5 => Self::Capitalised,
                _ => Self::Other,
            },
            TokenKind::Number => Self::Number,
            TokenKind::Address => Self::Address,
            TokenKind::Quote => Self::Quote,
            TokenKind::Punctuation | TokenKind::Symbol => match token.shape {
                b'.' | b'!' | b'?' => Self::Stop,
                b',' => Self::Comma,
                b':' => Self::Colon,
                b';' => Self::Semicolon,
                b'-' => Self::Dash,
                b'(' | b'[' | b'{' => Self::Open,
                b')' | b']' | b'}' => Self::Close,
                _ => Self::Symbol,
            },
        }
    }
}

/// Whether a token can end a sentence by itself: a stop, or an abbreviation
/// with one.
#[inline]
pub(crate) const fn is_trigger(token: &Token, class: Class) -> bool {
    matches!(class, Class::Stop) || token.flags & TokenFlags::STOP != 0
}
