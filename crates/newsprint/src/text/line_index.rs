//! Byte offsets to lines and columns.

use super::{CharIndex, Span};

/// A place in a text as editors count it, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in code points, from 1.
    pub column: u32,
}

/// Where the lines of a text begin. A line ends with a line feed.
///
/// ```
/// use newsprint::text::{CharIndex, LineIndex, Position};
/// let text = "Olé\r\nThe fair";
/// let lines = LineIndex::new(text);
/// assert_eq!(lines.position(&CharIndex::new(text), text, 10), Position { line: 2, column: 5 });
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines in one pass.
    pub fn new(text: &str) -> Self {
        let after = memchr::memchr_iter(b'\n', text.as_bytes())
            .map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX));
        Self { starts: std::iter::once(0).chain(after).collect() }
    }

    /// The line of a byte offset, from 1. Logarithmic.
    pub fn line(&self, offset: u32) -> u32 {
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    /// The line and column of a byte offset of the text. Logarithmic.
    pub fn position(&self, index: &CharIndex, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.starts.get(line as usize - 1).copied().unwrap_or_default();
        Position { line, column: index.chars(text, Span::new(start, offset)).len() + 1 }
    }
}
