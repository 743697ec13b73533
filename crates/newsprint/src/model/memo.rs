//! Sums of rows of weights that are asked for again and again.
//!
//! A common word shows the same dozen features wherever it stands, so their
//! sum is kept. What is kept is never more than what was worked out once, so
//! that results do not depend on what was read before.

use std::sync::{Mutex, PoisonError};

use super::weights::{FullRow, Sums, WeightTable, joint};

/// Sums of rows by what their features are made of.
///
/// Each key has one place, which the last one that asked for it keeps.
#[derive(Clone, Debug)]
pub(crate) struct Memo<K> {
    keys: Vec<Option<K>>,
    rows: Vec<FullRow>,
}

impl<K: Copy + PartialEq> Memo<K> {
    /// Room for so many sums, a power of two.
    pub(crate) fn new(places: usize) -> Self {
        let places = places.next_power_of_two();
        Self { keys: vec![None; places], rows: vec![FullRow::default(); places] }
    }

    /// Adds the rows of the features that `features` lists, which `key` tells
    /// all about; `hash` is a hash of the key.
    #[inline]
    pub(crate) fn add(
        &mut self,
        key: K,
        hash: u32,
        table: &WeightTable,
        sums: &mut Sums,
        features: impl FnOnce() -> Keys,
    ) {
        // The high bits choose the place: a hash may be a norm key.
        let place = joint(1, hash, 0) as usize & self.keys.len().wrapping_sub(1);
        let (Some(known), Some(row)) = (self.keys.get_mut(place), self.rows.get_mut(place)) else {
            return;
        };
        if *known != Some(key) {
            let mut own = Sums::default();
            table.add_rows(features().as_slice(), &mut own);
            let scores = own.scores();
            let Some(sum) = FullRow::new(&scores) else {
                // Too large to keep.
                sums.add_scores(&scores);
                return;
            };
            (*known, *row) = (Some(key), sum);
        }
        sums.add_full(row);
    }
}

/// The most features in a list of [`Keys`].
pub const MOST_KEYS: usize = 64;

/// A list of feature keys of fixed capacity.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    keys: [u32; MOST_KEYS],
    len: usize,
}

impl Default for Keys {
    fn default() -> Self {
        Self { keys: [0; MOST_KEYS], len: 0 }
    }
}
