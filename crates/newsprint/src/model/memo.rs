//! Sums of rows of weights that are asked for again and again.
//!
//! A common word shows the same dozen features wherever it stands, so their
//! sum is kept, from one document to the next. A sum that is kept is the sum
//! that would be worked out again: results do not depend on what was read
//! before.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::sums::{NO_SCORES, Scores, add_row};
use super::weights::WeightTable;

/// Sums of rows by what their features are made of.
///
/// Each key has one place, which the last one that asked for it keeps.
#[derive(Clone, Debug)]
pub(crate) struct Memo<K> {
    keys: Vec<Option<K>>,
    rows: Vec<Scores>,
    features: Vec<u32>,
}

impl<K: Copy + PartialEq> Memo<K> {
    /// Room for so many sums, a power of two.
    pub(crate) fn new(places: usize) -> Self {
        Self { keys: vec![None; places], rows: vec![NO_SCORES; places], features: Vec::new() }
    }

    /// Adds the rows of the features that `features` lists, which follow from
    /// `key` alone; `hash` is a well mixed hash of the key.
    #[inline]
    pub(crate) fn add(
        &mut self,
        key: K,
        hash: u32,
        table: &WeightTable,
        scores: &mut Scores,
        features: impl FnOnce(&mut Vec<u32>),
    ) {
        let place = hash as usize & self.keys.len().wrapping_sub(1);
        let (Some(known), Some(row)) = (self.keys.get_mut(place), self.rows.get_mut(place)) else {
            return;
        };
        if *known != Some(key) {
            self.features.clear();
            features(&mut self.features);
            *row = NO_SCORES;
            table.add_rows(&self.features, row);
            *known = Some(key);
        }
        add_row(scores, row);
    }
}

/// Room to work in that serves for one document after another.
///
/// Each thread that reads a document borrows one of its own. A copy of a pool
/// is empty.
pub(crate) struct Pool<T>(Mutex<Vec<T>>);

impl<T> Pool<T> {
    /// Lends what another document gave back, or else what `new` makes.
    pub(crate) fn take(&self, new: impl FnOnce() -> T) -> T {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        free.unwrap_or_else(new)
    }

    /// Takes it back.
    pub(crate) fn give(&self, item: T) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(item);
    }
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Clone for Pool<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<T> fmt::Debug for Pool<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{Memo, Pool};
    use crate::model::{Input, NO_SCORES, Output, WeightTable, WeightTableBuilder, feature};

    fn table(weight: f32) -> WeightTable {
        let mut builder = WeightTableBuilder::new(3);
        for value in 0..9 {
            builder.add(feature(1, value), 0, weight);
            builder.add(feature(1, value), 1, -weight);
            builder.add(feature(1, value), 2, 1.0);
        }
        let mut output = Output::new();
        builder.write(1.0, &mut output);
        WeightTable::read(&mut Input::new(&output.into_bytes())).unwrap()
    }

    #[test]
    fn kept_sums_are_the_sums() {
        let table = table(5.0);
        let mut memo = Memo::new(2);
        for (first, last) in [(0, 3), (0, 3), (3, 6), (4, 9), (0, 3), (4, 9)] {
            let keys = || (first..last).map(|value| feature(1, value));
            let (mut kept, mut plain) = (NO_SCORES, NO_SCORES);
            memo.add((first, last), first, &table, &mut kept, |list| list.extend(keys()));
            table.add_rows(&keys().collect::<Vec<_>>(), &mut plain);
            assert_eq!(kept, plain);
        }
    }

    #[test]
    fn a_pool_lends_what_it_was_given() {
        let pool = Pool::default();
        pool.give(vec![1]);
        assert!(pool.clone().take(Vec::new).is_empty());
        assert_eq!(pool.take(Vec::new), [1]);
        assert!(pool.take(Vec::new).is_empty());
    }
}
