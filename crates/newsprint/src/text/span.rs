//! Half-open ranges of a text, one type for each unit.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

macro_rules! span_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name {
            /// Offset of the first unit.
            pub start: u32,
            /// Offset after the last unit; never less than `start`.
            pub end: u32,
        }

        impl $name {
            /// The range from `start` up to, not including, `end`.
            ///
            /// An `end` before `start` gives the empty range at `start`.
            #[inline]
            pub const fn new(start: u32, end: u32) -> Self {
                Self { start, end: if end < start { start } else { end } }
            }

            /// The empty range at `at`.
            #[inline]
            pub const fn empty(at: u32) -> Self {
                Self { start: at, end: at }
            }

            /// How many units the range covers.
            #[inline]
            pub const fn len(self) -> u32 {
                self.end - self.start
            }

            /// Whether the range covers nothing.
            #[inline]
            pub const fn is_empty(self) -> bool {
                self.end == self.start
            }

            /// Whether `offset` lies inside.
            #[inline]
            pub const fn contains(self, offset: u32) -> bool {
                self.start <= offset && offset < self.end
            }

            /// Whether all of `other` lies inside.
            #[inline]
            pub const fn covers(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether the two ranges share at least one unit.
            #[inline]
            pub const fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// The smallest range that covers both.
            #[inline]
            #[must_use]
            pub fn join(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }

            /// The part that both share; empty (at the later start) when none.
            #[inline]
            #[must_use]
            pub fn intersect(self, other: Self) -> Self {
                Self::new(self.start.max(other.start), self.end.min(other.end))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}..{}", self.start, self.end)
            }
        }
    };
}

span_type! {
    /// A half-open range of UTF-8 bytes of a text.
    ///
    /// ```
    /// use newsprint::Span;
    /// let span = Span::new(4, 9);
    /// assert_eq!(span.slice("the world"), "world");
    /// assert!(span.covers(Span::new(5, 6)));
    /// ```
    Span
}
span_type! {
    /// A half-open range of Unicode code points: the unit of Python strings
    /// and of the JSON output by default.
    CharSpan
}
span_type! {
    /// A half-open range of UTF-16 code units: the unit of JavaScript, Java
    /// and .NET strings.
    Utf16Span
}

impl Span {
    /// The range as `usize` offsets, for slicing.
    #[inline]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text of the range; empty when it is not a valid range of `text`.
    #[inline]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// The range of a whole text, which is at most [`super::MAX_TEXT_LEN`]
    /// bytes long; a longer one is cut there.
    #[inline]
    pub fn of(text: &str) -> Self {
        Self::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX))
    }

    /// Builds a span from `usize` offsets of an accepted text.
    ///
    /// Offsets past 32 bits, which no accepted text has, are clamped.
    #[inline]
    pub fn from_range(range: Range<usize>) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self::new(clamp(range.start), clamp(range.end))
    }

    /// The range without white space at both ends.
    ///
    /// White space is Unicode `White_Space`, the byte order mark and the
    /// zero-width space.
    #[must_use]
    pub fn trim(self, text: &str) -> Self {
        let slice = self.slice(text);
        let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
        let left = slice.trim_start_matches(blank);
        let start = self.start as usize + (slice.len() - left.len());
        let kept = left.trim_end_matches(blank);
        Self::from_range(start..start + kept.len())
    }
}
