//! Typed positions in the layers of a document.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A typed index into one layer of a document.
pub trait Id: Copy + Ord {
    /// The id of the `index`th item.
    fn from_index(index: usize) -> Self;
    /// The position in the layer.
    fn index(self) -> usize;
}

macro_rules! id_type {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        ///
        /// Ids count from zero in text order and are valid in the document
        /// that they came from.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The id of the `index`th item.
            #[inline]
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
            /// The position in the layer.
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl Id for $name {
            #[inline]
            fn from_index(index: usize) -> Self {
                Self::new(index)
            }
            #[inline]
            fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )*};
}

id_type! {
    /// Which block of the article.
    BlockId,
    /// Which token.
    TokenId,
    /// Which pair of quote marks.
    MarkId,
    /// Which sentence.
    SentenceId,
    /// Which entity.
    EntityId,
    /// Which mention.
    MentionId,
    /// Which actor.
    ActorId,
    /// Which quotation.
    QuoteId,
}

/// A half-open run of neighbouring items of one layer.
///
/// ```
/// use newsprint::text::{IdRange, TokenId};
/// let run = IdRange::<TokenId>::new(2, 5);
/// assert_eq!(run.len(), 3);
/// assert_eq!(run.slice(&["a", "b", "c", "d", "e"]), ["c", "d", "e"]);
/// ```
#[derive(Serialize, Deserialize)]
pub struct IdRange<I> {
    /// Index of the first item.
    pub start: u32,
    /// Index after the last item.
    pub end: u32,
    #[serde(skip)]
    kind: PhantomData<I>,
}

impl<I: Id> IdRange<I> {
    /// The run from `start` up to, not including, `end`.
    #[inline]
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)), kind: PhantomData }
    }

    /// How many items the run has.
    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the run has no items.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `id` is one of the run.
    #[inline]
    pub fn contains(self, id: I) -> bool {
        self.range().contains(&id.index())
    }

    /// The run as `usize` indices.
    #[inline]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The ids of the run, in order.
    #[inline]
    pub fn ids(self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator {
        self.range().map(I::from_index)
    }

    /// The items of the run out of their layer; empty when out of bounds.
    #[inline]
    pub fn slice<T>(self, layer: &[T]) -> &[T] {
        layer.get(self.range()).unwrap_or_default()
    }
}

impl<I> Clone for IdRange<I> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<I> Copy for IdRange<I> {}
impl<I> PartialEq for IdRange<I> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<I> Eq for IdRange<I> {}
impl<I> Default for IdRange<I> {
    fn default() -> Self {
        Self { start: 0, end: 0, kind: PhantomData }
    }
}
impl<I> fmt::Debug for IdRange<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}..{}", self.start, self.end)
    }
}
