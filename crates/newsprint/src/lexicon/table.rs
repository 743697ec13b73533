//! A hash table from norm keys to small values, open addressing.

use crate::token::NormKey;

/// Keys and their values; a value of zero means "none" and is never stored.
///
/// The keys are hashes already, so their upper bits choose the slot and the
/// next free slot is taken. At most half of the slots are full.
#[derive(Clone, Debug, Default)]
pub(super) struct Table<V> {
    slots: Vec<(NormKey, V)>,
    len: usize,
}

impl<V: Copy + Default + PartialEq> Table<V> {
    /// The value of `key`; zero if it has none.
    #[inline]
    pub(super) fn get(&self, key: NormKey) -> V {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = home(key, mask);
        while let Some((found, value)) = self.slots.get(at) {
            if *found == key || *value == V::default() {
                // An empty slot's value is the answer too.
                return *value;
            }
            at = (at + 1) & mask;
        }
        V::default()
    }

    /// The value of `key`, to be set to something other than zero at once.
    pub(super) fn entry(&mut self, key: NormKey) -> &mut V {
        if self.len * 2 >= self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut at = home(key, mask);
        while self.slots[at].0 != key && self.slots[at].1 != V::default() {
            at = (at + 1) & mask;
        }
        let slot = &mut self.slots[at];
        if slot.1 == V::default() {
            slot.0 = key;
            self.len += 1;
        }
        &mut slot.1
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let old = std::mem::replace(&mut self.slots, vec![(NormKey(0), V::default()); size]);
        self.len = 0;
        for (key, value) in old {
            if value != V::default() {
                *self.entry(key) = value;
            }
        }
    }
}

#[inline]
fn home(key: NormKey, mask: usize) -> usize {
    // The low bits are mixed as well as the high ones.
    key.0 as usize & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in() {
        let mut table = Table::<u64>::default();
        assert_eq!(table.get(NormKey(5)), 0);
        for key in 0..5_000_u32 {
            *table.entry(NormKey(key.wrapping_mul(0x9e37_79b9))) |= u64::from(key) + 1;
        }
        for key in 0..5_000_u32 {
            assert_eq!(table.get(NormKey(key.wrapping_mul(0x9e37_79b9))), u64::from(key) + 1);
        }
        assert_eq!(table.get(NormKey(12_345)), 0);
    }
}
