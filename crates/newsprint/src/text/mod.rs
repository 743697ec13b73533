//! Positions in a text: spans, typed ids, and conversions between units.
//!
//! Inside the library every offset counts UTF-8 bytes and is a [`Span`].
//! Code points and UTF-16 units exist only at the edges, as types of their
//! own, made by a [`CharIndex`].

mod char_index;
mod id;
mod line_index;
mod span;

pub use char_index::{CharCursor, CharIndex};
pub use id::{
    ActorId, BlockId, EntityId, Id, IdRange, MarkId, MentionId, QuoteId, SentenceId, TokenId,
};
pub use line_index::{LineIndex, Position};
pub use span::{CharSpan, Span, Utf16Span};

/// The longest text that can be read, in bytes.
///
/// Offsets are 32 bits wide. The limit leaves room above the last offset, so
/// that no sum of an offset and a small constant overflows.
pub const MAX_TEXT_LEN: usize = u32::MAX as usize - 64;
