//! Byte offsets to code points and UTF-16 units.

use super::{CharSpan, Span, Utf16Span};

/// Bytes between two checkpoints.
const STRIDE: usize = 64;

/// Converts byte offsets of one text to code points or UTF-16 units, and
/// code points back to bytes.
///
/// Building costs one pass over the text and 8 bytes for every 64; nothing
/// at all for a text that is all ASCII. One look-up then reads at most 64
/// bytes. For many look-ups in rising order a [`CharCursor`] is faster.
///
/// ```
/// use newsprint::text::{CharIndex, CharSpan, Span, Utf16Span};
/// let text = "“Olé” 😀 x";
/// let index = CharIndex::new(text);
/// let x = u32::try_from(text.len() - 1).unwrap();
/// let span = Span::new(x, x + 1);
/// assert_eq!(index.chars(text, span), CharSpan::new(8, 9));
/// assert_eq!(index.utf16(text, span), Utf16Span::new(9, 10));
/// assert_eq!(index.bytes(text, CharSpan::new(8, 9)), span);
/// ```
#[derive(Clone, Debug, Default)]
pub struct CharIndex {
    /// Code points and UTF-16 units before byte `i * STRIDE` (a checkpoint
    /// inside a code point counts that code point as not begun). Empty when
    /// the text is ASCII.
    checkpoints: Vec<(u32, u32)>,
}

/// Counts the code points and UTF-16 units that begin in `bytes`.
#[inline]
fn count(bytes: &[u8]) -> (u32, u32) {
    bytes.iter().fold((0, 0), |(chars, units), &byte| {
        let begins = u32::from(byte & 0xC0 != 0x80);
        let astral = u32::from(byte >= 0xF0);
        (chars + begins, units + begins + astral)
    })
}

impl CharIndex {
    /// Indexes `text` in one pass.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::default();
        }
        let mut sums = (0, 0);
        let checkpoints = text
            .as_bytes()
            .chunks(STRIDE)
            .map(|chunk| {
                let here = sums;
                let (chars, units) = count(chunk);
                sums = (sums.0 + chars, sums.1 + units);
                here
            })
            .collect();
        Self { checkpoints }
    }

    /// Whether bytes, code points and UTF-16 units are all the same here.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.checkpoints.is_empty()
    }

    fn before(&self, text: &str, offset: u32) -> (u32, u32) {
        if self.is_ascii() {
            return (offset, offset);
        }
        let offset = offset as usize;
        let slot = (offset / STRIDE).min(self.checkpoints.len() - 1);
        let (chars, units) = self.checkpoints.get(slot).copied().unwrap_or_default();
        let rest = text.as_bytes().get(slot * STRIDE..offset.min(text.len())).unwrap_or_default();
        let (more_chars, more_units) = count(rest);
        (chars + more_chars, units + more_units)
    }

    /// The code points of a byte range on character boundaries.
    #[inline]
    pub fn chars(&self, text: &str, span: Span) -> CharSpan {
        CharSpan::new(self.before(text, span.start).0, self.before(text, span.end).0)
    }

    /// The UTF-16 units of a byte range on character boundaries.
    #[inline]
    pub fn utf16(&self, text: &str, span: Span) -> Utf16Span {
        Utf16Span::new(self.before(text, span.start).1, self.before(text, span.end).1)
    }

    /// The bytes of a range of code points; offsets past the end of the text
    /// give its end. Logarithmic in the length of the text.
    pub fn bytes(&self, text: &str, span: CharSpan) -> Span {
        let find = |target: u32| -> usize {
            if self.is_ascii() {
                return (target as usize).min(text.len());
            }
            let slot = self.checkpoints.partition_point(|&(chars, _)| chars <= target).max(1) - 1;
            let (mut seen, _) = self.checkpoints.get(slot).copied().unwrap_or_default();
            let from = slot * STRIDE;
            for (step, &byte) in text.as_bytes().get(from..).unwrap_or_default().iter().enumerate()
            {
                if byte & 0xC0 != 0x80 {
                    if seen == target {
                        return from + step;
                    }
                    seen += 1;
                }
            }
            text.len()
        };
        Span::from_range(find(span.start)..find(span.end))
    }

    /// A cursor for converting many offsets in rising order.
    #[inline]
    pub fn cursor<'t>(&self, text: &'t str) -> CharCursor<'t> {
        CharCursor { bytes: text.as_bytes(), ascii: self.is_ascii(), at: 0, chars: 0, units: 0 }
    }
}

/// Converts offsets one after the other, reading each byte of the text once
/// as long as they rise; an offset before the last starts again from zero.
///
/// ```
/// use newsprint::text::{CharIndex, CharSpan, Span};
/// let text = "é, ü";
/// let mut cursor = CharIndex::new(text).cursor(text);
/// assert_eq!(cursor.chars(Span::new(0, 2)), CharSpan::new(0, 1));
/// assert_eq!(cursor.chars(Span::new(4, 6)), CharSpan::new(3, 4));
/// ```
#[derive(Clone, Debug)]
pub struct CharCursor<'t> {
    bytes: &'t [u8],
    ascii: bool,
    at: usize,
    chars: u32,
    units: u32,
}

impl CharCursor<'_> {
    #[inline]
    fn advance(&mut self, offset: u32) -> (u32, u32) {
        if self.ascii {
            return (offset, offset);
        }
        let offset = (offset as usize).min(self.bytes.len());
        if offset < self.at {
            (self.at, self.chars, self.units) = (0, 0, 0);
        }
        let (chars, units) = count(self.bytes.get(self.at..offset).unwrap_or_default());
        self.at = offset;
        self.chars += chars;
        self.units += units;
        (self.chars, self.units)
    }

    /// The code points of a byte range on character boundaries.
    #[inline]
    pub fn chars(&mut self, span: Span) -> CharSpan {
        let start = self.advance(span.start).0;
        CharSpan::new(start, self.advance(span.end).0)
    }

    /// The UTF-16 units of a byte range on character boundaries.
    #[inline]
    pub fn utf16(&mut self, span: Span) -> Utf16Span {
        let start = self.advance(span.start).1;
        Utf16Span::new(start, self.advance(span.end).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_counting(text in "\\PC{0,200}|[aé€😀]{0,300}", cut in 0usize..300) {
            let index = CharIndex::new(&text);
            let mut cursor = index.cursor(&text);
            for (at, _) in text.char_indices().skip(cut % 7) {
                let span = Span::from_range(at..text.len());
                let chars = u32::try_from(text[..at].chars().count()).unwrap();
                let units = u32::try_from(text[..at].encode_utf16().count()).unwrap();
                prop_assert_eq!(index.chars(&text, span).start, chars);
                prop_assert_eq!(index.utf16(&text, span).start, units);
                prop_assert_eq!(cursor.chars(Span::new(span.start, span.start)).start, chars);
                prop_assert_eq!(index.bytes(&text, index.chars(&text, span)), span);
            }
        }
    }
}
