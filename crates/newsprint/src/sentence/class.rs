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
    pub(crate) fn of(token: &Token) -> Self {
        /// The class by kind and shape: one look-up in place of two jumps.
        static TABLE: [[Class; 256]; 6] = table();
        TABLE
            .get(token.kind as usize)
            .and_then(|row| row.get(usize::from(token.shape)))
            .copied()
            .unwrap_or(Self::Symbol)
    }

    const fn from_parts(kind: TokenKind, shape: u8) -> Self {
        match kind {
            TokenKind::Word => match shape {
                1 => Self::Lower,
                2 | 5 => Self::Capitalised,
                3 => Self::Upper,
                _ => Self::Other,
            },
            TokenKind::Number => Self::Number,
            TokenKind::Address => Self::Address,
            TokenKind::Quote => Self::Quote,
            TokenKind::Punctuation | TokenKind::Symbol => match shape {
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

const fn table() -> [[Class; 256]; 6] {
    const KINDS: [TokenKind; 6] = [
        TokenKind::Word,
        TokenKind::Number,
        TokenKind::Punctuation,
        TokenKind::Quote,
        TokenKind::Symbol,
        TokenKind::Address,
    ];
    let mut table = [[Class::Symbol; 256]; 6];
    let mut kind = 0;
    while kind < KINDS.len() {
        let mut shape = 0_u8;
        loop {
            table[KINDS[kind] as usize][shape as usize] = Class::from_parts(KINDS[kind], shape);
            if shape == u8::MAX {
                break;
            }
            shape += 1;
        }
        kind += 1;
    }
    table
}

/// Whether a token can end a sentence by itself: a stop, or an abbreviation
/// with one.
#[inline]
pub(crate) const fn is_trigger(token: &Token, class: Class) -> bool {
    matches!(class, Class::Stop) || token.flags & TokenFlags::STOP != 0
}
