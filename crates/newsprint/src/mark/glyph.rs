//! The glyphs of quote marks, and what stands on both sides of one.

use crate::mark::MarkStyle;
use crate::token::Token;

/// What a glyph is by itself, before its context is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyph {
    /// `"`: opens or closes.
    Double,
    /// `“`: opens; after `„` it closes.
    DoubleOpen,
    /// `„` or `‟`: opens.
    DoubleLow,
    /// `”`: closes.
    DoubleClose,
    /// ` `` `.
    LatexOpen,
    /// `''`: closes; sloppy copy opens with it too.
    LatexClose,
    /// `'`: opens, closes, or is an apostrophe.
    Single,
    /// `‘`, `‚` or a lone backtick.
    SingleOpen,
    /// `’`: closes or is an apostrophe.
    SingleClose,
    /// `«` or `‹`.
    GuillemetOpen,
    /// `»` or `›`.
    GuillemetClose,
}

/// Marks of one family pair with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Family {
    Double = 1,
    Single = 2,
    Guillemet = 3,
}

impl Glyph {
    /// The glyph that is the whole of `bytes`.
    #[inline]
    fn of(bytes: &[u8]) -> Option<Self> {
        Some(match bytes {
            b"\"" | [0xef, 0xbc, 0x82] | [0xe2, 0x80, 0xb3] => Self::Double,
            b"'" | [0xef, 0xbc, 0x87] | [0xe2, 0x80, 0xb2] => Self::Single,
            b"`" | [0xe2, 0x80, 0x98 | 0x9a | 0x9b] => Self::SingleOpen,
            b"``" => Self::LatexOpen,
            // Two of a single mark, in whatever order, stand for a double one.
            b"''" | [0xe2, 0x80, 0x98 | 0x99, 0xe2, 0x80, 0x99] => Self::LatexClose,
            [0xe2, 0x80, 0x98, 0xe2, 0x80, 0x98] => Self::LatexOpen,
            [0xc2, 0xab] | [0xe2, 0x80, 0xb9] => Self::GuillemetOpen,
            [0xc2, 0xbb] | [0xe2, 0x80, 0xba] => Self::GuillemetClose,
            [0xe2, 0x80, 0x99] => Self::SingleClose,
            [0xe2, 0x80, 0x9c] => Self::DoubleOpen,
            [0xe2, 0x80, 0x9d] => Self::DoubleClose,
            [0xe2, 0x80, 0x9e | 0x9f] => Self::DoubleLow,
            _ => return None,
        })
    }

    pub(super) fn family(self) -> Family {
        match self {
            Self::Double
            | Self::DoubleOpen
            | Self::DoubleLow
            | Self::DoubleClose
            | Self::LatexOpen
            | Self::LatexClose => Family::Double,
            Self::Single | Self::SingleOpen | Self::SingleClose => Family::Single,
            Self::GuillemetOpen | Self::GuillemetClose => Family::Guillemet,
        }
    }

    pub(super) fn style(self) -> MarkStyle {
        match self {
            Self::LatexOpen | Self::LatexClose => MarkStyle::Latex,
            _ => match self.family() {
                Family::Double => MarkStyle::Double,
                Family::Single => MarkStyle::Single,
                Family::Guillemet => MarkStyle::Guillemet,
            },
        }
    }

    /// The double mark that two single ones of this glyph make.
    fn doubled(self, second: Self) -> Option<Self> {
        match (self, second) {
            (Self::Single | Self::SingleClose, Self::Single | Self::SingleClose) => {
                Some(Self::LatexClose)
            }
            (Self::SingleOpen, Self::SingleOpen) => Some(Self::LatexOpen),
            _ => None,
        }
    }
}

/// What stands next to a mark, marks themselves passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The start or the end of the block.
    Edge,
    Space,
    /// A letter.
    Letter,
    Digit,
    /// `.`, `!`, `?`, `…`.
    Stop,
    /// `,`, `;`.
    Comma,
    Colon,
    /// A dash or hyphen.
    Dash,
    /// An opening bracket or a slash.
    Open,
    /// A closing bracket.
    Close,
}

/// A quote mark or apostrophe that stands as a token of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Index of its token.
    pub(super) token: u32,
    /// Index of its last token: another one for `''` read as two tokens.
    pub(super) last: u32,
    /// Index of its block.
    pub(super) block: u32,
    pub(super) glyph: Glyph,
    pub(super) before: Side,
    pub(super) after: Side,
    /// Whether the first token of the block.
    pub(super) first: bool,
}

/// Whether a token can be a quote mark: by its first byte.
#[inline]
pub(super) fn may_be_mark(byte: u8) -> bool {
    const fn table() -> [bool; 256] {
        let mut table = [false; 256];
        let marks = [b'"', b'\'', b'`', 0xc2, 0xe2, 0xef];
        let mut i = 0;
        while i < marks.len() {
            table[marks[i] as usize] = true;
            i += 1;
        }
        table
    }
    const TABLE: [bool; 256] = table();
    TABLE.get(usize::from(byte)).copied().unwrap_or_default()
}

/// The mark that `tokens[at]` is; joined with the next token where the two
/// are one mark written as two.
pub(super) fn read(text: &[u8], tokens: &[Token], at: usize) -> Option<(Glyph, usize)> {
    let token = tokens.get(at)?;
    let glyph = Glyph::of(text.get(token.span.range())?)?;
    if glyph.family() == Family::Single
        && let Some(next) = tokens.get(at + 1)
        && next.span.start == token.span.end
        && let Some(second) = text.get(next.span.range()).and_then(Glyph::of)
        && let Some(doubled) = glyph.doubled(second)
    {
        // `'''` is a single mark and a double one; three tokens in a row are
        // read as one double mark and one single mark.
        return Some((doubled, at + 1));
    }
    Some((glyph, at))
}

/// The side before the byte offset `at`, inside the block that starts at
/// `start`.
pub(super) fn side_before(text: &str, start: usize, at: usize) -> Side {
    // A run of marks is short; eight keeps a hostile one from being walked
    // again for each of its members.
    let slice = text.get(start..at).unwrap_or_default();
    slice.chars().rev().take(8).find(|&c| !is_mark(c)).map_or(Side::Edge, side_of)
}

/// The side after the byte offset `at`, inside the block that ends at `end`.
pub(super) fn side_after(text: &str, at: usize, end: usize) -> Side {
    let slice = text.get(at..end).unwrap_or_default();
    slice.chars().take(8).find(|&c| !is_mark(c)).map_or(Side::Edge, side_of)
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '\u{ab}' | '\u{bb}' | '\u{2018}'
            ..='\u{201f}'
                | '\u{2032}'
                | '\u{2033}'
                | '\u{2039}'
                | '\u{203a}'
                | '\u{ff02}'
                | '\u{ff07}'
    )
}

fn side_of(c: char) -> Side {
    match c {
        '.' | '!' | '?' | '\u{2026}' | '%' => Side::Stop,
        ',' | ';' => Side::Comma,
        ':' => Side::Colon,
        '-' | '\u{2010}'..='\u{2015}' | '*' | '_' | '\u{2022}' | '\u{b7}' => Side::Dash,
        '(' | '[' | '{' | '<' | '/' | '|' => Side::Open,
        ')' | ']' | '}' | '>' => Side::Close,
        '0'..='9' => Side::Digit,
        _ if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') => Side::Space,
        _ => Side::Letter,
    }
}
