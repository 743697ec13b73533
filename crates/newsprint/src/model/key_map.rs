//! Numbers by 32-bit key: the index of every table of the model.

use std::collections::BTreeMap;

use crate::error::Error;

use super::bytes::{Input, Output, corrupt};

/// One place of the map; `value` is 0 for an empty one.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u32,
    value: u32,
}

/// A map from 32-bit keys to numbers above 0.
///
/// It is open addressed by the high bits of the key, so keys must be well
/// mixed ([`feature`](super::feature), a norm key). Entries come in rising
/// order: each stands at its own place or after a smaller key, a search ends
/// at the first larger key, and loading runs through memory once.
///
/// ```
/// use newsprint::model::{Input, KeyMap, Output};
/// let mut output = Output::new();
/// KeyMap::write(&[(7, 70), (9, 90)].into(), &mut output);
/// let bytes = output.into_bytes();
/// let map = KeyMap::read(&mut Input::new(&bytes)).unwrap();
/// assert_eq!(map.get(9), 90);
/// assert_eq!(map.get(8), 0);
/// ```
#[derive(Clone, Debug)]
pub struct KeyMap {
    shift: u32,
    slots: Vec<Slot>,
    /// The first place that no entry has taken yet.
    free: usize,
    len: usize,
}

impl Default for KeyMap {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl KeyMap {
    /// An empty map with room for that many entries.
    pub(super) fn with_capacity(entries: u32) -> Self {
        // At most half full, so that a search looks at one or two places.
        let bits = (u64::from(entries) * 2).max(2).next_power_of_two().ilog2();
        let shift = 32_u32.saturating_sub(bits);
        // A search that starts at the last place ends at an empty one.
        let slots = vec![Slot::default(); (u32::MAX >> shift) as usize + 2];
        Self { shift, slots, free: 0, len: 0 }
    }

    /// Adds an entry; its key is larger than all before, its value not 0.
    pub(super) fn push(&mut self, key: u32, value: u32) {
        let place = self.free.max((key >> self.shift) as usize);
        if place + 1 >= self.slots.len() {
            self.slots.resize(place + 2, Slot::default());
        }
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = Slot { key, value };
        }
        self.free = place + 1;
        self.len += 1;
    }

    /// The number of a key; 0 for a key that is not in the map.
    #[inline]
    pub fn get(&self, key: u32) -> u32 {
        for slot in self.slots.get((key >> self.shift) as usize..).unwrap_or_default() {
            if slot.key >= key || slot.value == 0 {
                return if slot.key == key { slot.value } else { 0 };
            }
        }
        0
    }

    /// How many entries there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Serialises entries: their number, the keys as differences, the values.
    ///
    /// # Panics
    /// When a value is 0, or there are more than `u32::MAX` entries.
    pub fn write(entries: &BTreeMap<u32, u32>, output: &mut Output) {
        output.varint(u32::try_from(entries.len()).expect("a map has at most u32::MAX entries"));
        let (mut keys, mut values, mut last) = (Output::new(), Output::new(), 0);
        for (&key, &value) in entries {
            assert_ne!(value, 0, "the value of key {key} is 0, which means none");
            keys.varint(key - last);
            values.varint(value);
            last = key;
        }
        output.block(&keys.into_bytes());
        output.block(&values.into_bytes());
    }

    /// Reads a map that [`write`](Self::write) wrote. Linear.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when the bytes are
    /// no such map.
    pub fn read(input: &mut Input<'_>) -> Result<Self, Error> {
        let count = input.count()?;
        let (mut keys, mut values) = (Input::new(input.block()?), Input::new(input.block()?));
        let mut map = Self::with_capacity(u32::try_from(count).unwrap_or(u32::MAX));
        let mut key = 0;
        for index in 0..count {
            key = next_key(&mut keys, key, index == 0)?;
            match values.varint()? {
                0 => return Err(corrupt("a value of a map", 0)),
                value => map.push(key, value),
            }
        }
        keys.end()?;
        values.end()?;
        Ok(map)
    }
}

/// The next of a column of keys in rising order, written as differences.
#[inline]
pub(super) fn next_key(keys: &mut Input<'_>, last: u32, first: bool) -> Result<u32, Error> {
    let difference = keys.varint()?;
    last.checked_add(difference)
        .filter(|_| difference > 0 || first)
        .ok_or_else(|| corrupt("rising keys in a model section", "others"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::KeyMap;
    use crate::model::{Input, Output};

    proptest! {
        #[test]
        fn every_entry_is_found(
            entries in prop::collection::btree_map(
                prop_oneof![0..20_u32, any::<u32>(), u32::MAX - 9..=u32::MAX],
                1..=u32::MAX,
                0..200,
            )
        ) {
            let entries: BTreeMap<u32, u32> = entries;
            let mut output = Output::new();
            KeyMap::write(&entries, &mut output);
            let bytes = output.into_bytes();
            let map = KeyMap::read(&mut Input::new(&bytes)).unwrap();
            prop_assert_eq!(map.len(), entries.len());
            for (&key, &value) in &entries {
                prop_assert_eq!(map.get(key), value);
                let next = key.wrapping_add(1);
                prop_assert_eq!(map.get(next), entries.get(&next).copied().unwrap_or(0));
            }
        }
    }
}
