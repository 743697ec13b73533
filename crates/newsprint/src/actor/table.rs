//! Hash maps for what one article holds.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

/// A map that is never gone through, only asked.
pub(crate) type Table<K, V> = HashMap<K, V, Keyed>;

/// A map with room for so many.
pub(crate) fn table<K, V>(room: usize) -> Table<K, V> {
    Table::with_capacity_and_hasher(room, Keyed::default())
}

const FACTOR: u64 = 0xd6e8_feb8_6659_fd93;

/// Makes hashers that share a key, another one for each map: no text can be
/// made so that its words fall together. A tenth of the work of the standard
/// library's.
#[derive(Clone, Debug)]
pub(crate) struct Keyed {
    key: u64,
}

impl Default for Keyed {
    fn default() -> Self {
        Self { key: RandomState::new().hash_one(FACTOR) }
    }
}

impl BuildHasher for Keyed {
    type Hasher = Folder;

    #[inline]
    fn build_hasher(&self) -> Folder {
        Folder { state: self.key, key: self.key | 1 }
    }
}

/// Folds eight bytes at a time into its state by a multiplication.
pub(crate) struct Folder {
    state: u64,
    key: u64,
}

impl Folder {
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "both halves of the product are used")]
    fn fold(&mut self, value: u64) {
        let product = u128::from(self.state ^ value) * u128::from(self.key ^ FACTOR);
        self.state = product as u64 ^ (product >> 64) as u64;
    }
}

impl Hasher for Folder {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.fold(<[u8; 8]>::try_from(chunk).map_or(0, u64::from_le_bytes));
        }
        let rest = chunks.remainder().iter().rev();
        let rest = rest.fold(0, |sum, &byte| sum << 8 | u64::from(byte));
        self.fold(rest ^ (bytes.len() as u64) << 56);
    }

    #[inline]
    fn write_u8(&mut self, value: u8) {
        self.fold(value.into());
    }

    #[inline]
    fn write_u32(&mut self, value: u32) {
        self.fold(value.into());
    }

    #[inline]
    fn write_u64(&mut self, value: u64) {
        self.fold(value);
    }

    #[inline]
    fn write_usize(&mut self, value: usize) {
        self.fold(value as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in() {
        let mut table: Table<String, usize> = Table::default();
        for at in 0..5_000 {
            table.insert(format!("word {at}"), at);
        }
        assert!((0..5_000).all(|at| table.get(&format!("word {at}")) == Some(&at)));
        assert_eq!(table.get("word"), None);
    }
}
