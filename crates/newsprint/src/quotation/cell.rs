//! What features read of items, close together.

use super::tags;
use super::unit::{EDGE, Item, Sums};

/// What features read most of an item. So small that all of a unit's lie close
/// together, and with some beyond its ends, so that its neighbours need no
/// test of their own.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Norm key; [`PASSAGE`](super::unit::PASSAGE) for a passage, [`EDGE`] beyond the ends.
    pub word: u32,
    /// The cluster of words that are used alike; 0 for none. For a passage, how
    /// it begins.
    pub cluster: u16,
    /// What a passage ends with, an entity's label where there is one, or the
    /// tag.
    pub shape: u16,
    /// Penn tag; [`tags::PASSAGE`] for a passage, [`tags::EDGE`] beyond the
    /// ends.
    pub tag: u8,
    /// Sums over the items of the unit before this one.
    pub before: Sums,
}

impl Cell {
    /// How many cells lie before the first item of a unit and after the last.
    pub const MARGIN: usize = 3;
    /// What lies there.
    pub const BEYOND: Self =
        Self::beyond(Sums { verbs: 0, finite: 0, commas: 0, passages: 0, brackets: 0 });

    pub(super) const fn beyond(before: Sums) -> Self {
        Self { word: EDGE, cluster: 0, shape: tags::EDGE as u16, tag: tags::EDGE, before }
    }

    pub(super) fn of(item: &Item) -> Self {
        let shape = if item.passage > 0 {
            512 + u16::from(item.flags & (Item::STOPPED | Item::COMMA | Item::FINITE))
        } else if item.label > 0 {
            256 + u16::from(item.label) * 2 + u16::from(item.has(Item::INSIDE))
        } else {
            u16::from(item.tag)
        };
        Self { word: item.word, cluster: item.cluster, shape, tag: item.tag, before: item.before }
    }
}
