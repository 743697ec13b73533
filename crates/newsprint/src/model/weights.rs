//! Rows of integer weights, found by the hash of a feature.
//!
//! A linear model scores each label by adding the rows of the features that
//! it sees. Features are 32-bit hashes ([`feature`], [`joint`]); a row holds
//! one 16-bit weight a label. Rows with few weights are kept as a list of
//! `(label, weight)`, the others as plain arrays that are added eight at a
//! time.
//!
//! # The serialised form
//! Varints throughout: the number of labels; the number of rows; then four
//! columns, each with its length in bytes before it: the keys in rising order
//! as differences; how many weights each row has; the labels of each row in
//! rising order as differences; the weights, signed.

use std::collections::BTreeMap;

use crate::error::Error;

use super::bytes::{Input, Output, corrupt};
use super::key_map::next_key;

/// The key of a feature: a template's number and a value, mixed.
///
/// ```
/// use newsprint::model::{feature, joint};
/// assert_ne!(feature(1, 7), feature(2, 7));
/// assert_ne!(joint(1, 7, 8), joint(1, 8, 7));
/// ```
#[inline]
pub const fn feature(template: u32, value: u32) -> u32 {
    mix((template as u64) << 32 | value as u64)
}

/// The key of a feature of two values, whose order counts.
#[inline]
pub const fn joint(template: u32, first: u32, second: u32) -> u32 {
    let rotated = (template as u64).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mix(((first as u64) << 32 | second as u64) ^ rotated)
}

/// Mixes 64 bits into 32, all of which depend on all of them.
#[inline]
#[allow(clippy::cast_possible_truncation)] // The halves are wanted.
const fn mix(value: u64) -> u32 {
    let product = ((value ^ 0x2d35_8dcc_aa6c_78a5) as u128) * (0x8bb8_4b93_962e_acc9_u64 as u128);
    let folded = product as u64 ^ (product >> 64) as u64;
    (folded >> 32) as u32 ^ folded as u32
}

/// Collects weights and serialises them.
///
/// ```
/// use newsprint::model::{Input, Output, WeightTable, WeightTableBuilder, feature};
///
/// let mut builder = WeightTableBuilder::new(3);
/// builder.add(feature(1, 42), 0, 1.5);
/// builder.add(feature(1, 42), 2, -0.25);
/// let mut output = Output::new();
/// builder.write(100.0, &mut output);
///
/// let bytes = output.into_bytes();
/// let table = WeightTable::read(&mut Input::new(&bytes)).unwrap();
/// let mut scores = vec![0; 3];
/// table.add_row(feature(1, 42), &mut scores);
/// table.add_row(feature(1, 43), &mut scores);
/// assert_eq!(scores, [150, 0, -25]);
/// ```
#[derive(Clone, Debug)]
pub struct WeightTableBuilder {
    labels: u16,
    rows: BTreeMap<u32, Vec<(u16, f32)>>,
}

impl WeightTableBuilder {
    /// An empty table for that many labels.
    pub const fn new(labels: u16) -> Self {
        Self { labels, rows: BTreeMap::new() }
    }

    /// Adds to one weight.
    ///
    /// # Panics
    /// When there is no such label.
    pub fn add(&mut self, key: u32, label: u16, weight: f32) {
        assert!(label < self.labels, "a table of {} labels has no label {label}", self.labels);
        let row = self.rows.entry(key).or_default();
        match row.binary_search_by_key(&label, |&(label, _)| label) {
            Ok(at) => row[at].1 += weight,
            Err(at) => row.insert(at, (label, weight)),
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Multiplies every weight by `scale`, rounds it to 16 bits, and writes
    /// those that are not zero. Weights beyond 16 bits are cut to the limit.
    ///
    /// # Panics
    /// When there are more than `u32::MAX` rows.
    pub fn write(&self, scale: f32, output: &mut Output) {
        let (mut keys, mut counts, mut labels, mut weights) =
            (Output::new(), Output::new(), Output::new(), Output::new());
        let (mut rows, mut last_key) = (0_usize, 0);
        for (&key, row) in &self.rows {
            let row: Vec<(u16, i16)> = row
                .iter()
                .map(|&(label, weight)| (label, quantise(weight * scale)))
                .filter(|&(_, weight)| weight != 0)
                .collect();
            if row.is_empty() {
                continue;
            }
            rows += 1;
            keys.varint(key - last_key);
            last_key = key;
            counts.varint(u32::try_from(row.len()).expect("a row has at most 65,535 weights"));
            let mut last_label = 0;
            for (label, weight) in row {
                labels.varint(u32::from(label - last_label));
                last_label = label;
                weights.signed(i32::from(weight));
            }
        }
        output.varint(u32::from(self.labels));
        output.varint(u32::try_from(rows).expect("a table has at most u32::MAX rows"));
        for column in [keys, counts, labels, weights] {
            output.block(&column.into_bytes());
        }
    }
}

#[allow(clippy::cast_possible_truncation)] // Clamped to the range first.
fn quantise(weight: f32) -> i16 {
    weight.round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16
}

/// Set in the header of a row that is a plain array.
const DENSE: u32 = 1 << 31;
/// Set in the header of a row when the next one is of the same group.
const MORE: u32 = 1 << 30;
/// Where in a header the number of weights stands.
const COUNT: u32 = 24;
/// The most weights of a sparse row.
const LONGEST: usize = 63;
/// How many bits of a key a header can hold.
const LOW: u32 = (1 << COUNT) - 1;

/// How many keys are looked up at a time.
const BATCH: usize = 64;

/// Eight cells, each for the keys of one prefix: in the low byte which of them
/// have rows, in the others where in `stream` their rows begin.
type Group = u32;

/// Rows of weights by feature key.
///
/// Most of the features that a text shows have no row, and a table is larger
/// than the processor's nearest caches. So a bit for each prefix of a key, one
/// in about ten of them set, says at once that most keys are missing, and the
/// rows of eight neighbouring prefixes stand together, in the order of their
/// keys.
///
/// See [`WeightTableBuilder`] for an example.
#[derive(Clone, Debug)]
pub struct WeightTable {
    labels: usize,
    rows: usize,
    /// How many bits of a key are not its prefix.
    shift: u32,
    groups: Vec<Group>,
    /// Of each row a header, with the rest of its key, then its weights, as
    /// `label << 16 | weight` each, or the number of its row in `dense`.
    stream: Vec<u32>,
    /// Dense rows, `labels` weights each.
    dense: Vec<i16>,
}

/// A row of a [`WeightTable`].
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    /// One weight a label.
    Dense(&'a [i16]),
    /// `label << 16 | weight`, the weight as 16 bits of a signed number.
    Sparse(&'a [u32]),
}

impl Row<'_> {
    /// Adds the row to the scores, one a label. Scores beyond the last label
    /// stay as they are.
    #[inline]
    pub fn add_to(self, scores: &mut [i32]) {
        match self {
            Self::Dense(row) => {
                for (score, &weight) in scores.iter_mut().zip(row) {
                    *score += i32::from(weight);
                }
            }
            Self::Sparse(row) => {
                for &entry in row {
                    let (label, weight) = split(entry);
                    if let Some(score) = scores.get_mut(label) {
                        *score += i32::from(weight);
                    }
                }
            }
        }
    }

    /// The weights that are not zero, by label.
    pub fn weights(self) -> impl Iterator<Item = (usize, i16)> {
        let (dense, sparse): (&[i16], &[u32]) = match self {
            Self::Dense(row) => (row, &[]),
            Self::Sparse(row) => (&[], row),
        };
        let dense = dense.iter().copied().enumerate().filter(|&(_, weight)| weight != 0);
        dense.chain(sparse.iter().map(|&entry| split(entry)))
    }
}

#[inline]
const fn split(entry: u32) -> (usize, i16) {
    let [low, high, ..] = entry.to_le_bytes();
    ((entry >> 16) as usize, i16::from_le_bytes([low, high]))
}

#[inline]
fn join(label: u16, weight: i16) -> u32 {
    u32::from(label) << 16 | u32::from(weight.cast_unsigned())
}

impl WeightTable {
    /// Reads a table that [`WeightTableBuilder::write`] wrote. Linear.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when the bytes are
    /// no such table.
    pub fn read(input: &mut Input<'_>) -> Result<Self, Error> {
        let labels = u16::try_from(input.varint()?)
            .map_err(|_| corrupt("at most 65,535 labels of a weight table", "more"))?;
        let rows = input.varint()?;
        let mut columns = [Input::new(&[]); 4];
        for column in &mut columns {
            *column = Input::new(input.block()?);
        }
        let [mut keys, mut counts, mut label_column, mut weights] = columns;
        if rows as usize > keys.remaining() {
            return Err(corrupt("a key for each row of a weight table", "too few"));
        }
        let bits = (u64::from(rows) * 8).next_power_of_two().ilog2().clamp(11, 27);
        let mut table = Self {
            labels: usize::from(labels),
            rows: rows as usize,
            shift: 32 - bits,
            groups: vec![0; 1 << (bits - 3)],
            stream: Vec::with_capacity(weights.remaining() / 2),
            dense: Vec::new(),
        };
        let mut last = None;
        let (mut key, mut row) = (0, Vec::new());
        for index in 0..rows {
            key = next_key(&mut keys, key, index == 0)?;
            let count = counts.varint()? as usize;
            if count == 0 || count > weights.remaining() || count > usize::from(labels) {
                return Err(corrupt("a row with a weight for some of its labels", count));
            }
            row.clear();
            let mut label = 0_u32;
            for index in 0..count {
                let difference = label_column.varint()?;
                label = label.saturating_add(difference);
                let weight = i16::try_from(weights.signed()?)
                    .map_err(|_| corrupt("a weight of 16 bits", "a larger one"))?;
                match u16::try_from(label) {
                    Ok(label) if label < labels && (difference > 0 || index == 0) => {
                        row.push((label, weight));
                    }
                    _ => return Err(corrupt("rising labels of a weight table", label)),
                }
            }
            last = Some(table.push_row(key, &row, last)?);
        }
        for column in [keys, counts, label_column, weights] {
            column.end()?;
        }
        Ok(table)
    }

    /// Adds a row, whose key is larger than all before; `last` and the result
    /// are the group and the place of a header.
    fn push_row(
        &mut self,
        key: u32,
        row: &[(u16, i16)],
        last: Option<(u32, usize)>,
    ) -> Result<(u32, usize), Error> {
        let cell = key >> self.shift;
        let at = self.stream.len();
        let start = u32::try_from(at)
            .ok()
            .filter(|&at| at < 1 << 24)
            .ok_or_else(|| corrupt("at most 64 MB of weights", "more"))?;
        if let Some(group) = self.groups.get_mut((cell >> 3) as usize) {
            match last {
                Some((number, header)) if number == cell >> 3 => {
                    if let Some(header) = self.stream.get_mut(header) {
                        *header |= MORE;
                    }
                }
                _ => *group = start << 8,
            }
            *group |= 1 << (cell & 7);
        }
        let rest = self.rest(key);
        // An addition of eight weights at a time costs about as much as two
        // single ones.
        if row.len() * 4 > self.labels || row.len() > LONGEST {
            let start = self.dense.len();
            let number = u32::try_from(start / self.labels.max(1)).unwrap_or(u32::MAX);
            self.dense.resize(start + self.labels, 0);
            for &(label, weight) in row {
                if let Some(place) = self.dense.get_mut(start + usize::from(label)) {
                    *place = weight;
                }
            }
            self.stream.extend([rest | 1 << COUNT | DENSE, number]);
        } else {
            let count = u32::try_from(row.len()).unwrap_or(0);
            self.stream.push(rest | count << COUNT);
            self.stream.extend(row.iter().map(|&(label, weight)| join(label, weight)));
        }
        Ok((cell >> 3, at))
    }

    /// How many labels a row has.
    pub const fn labels(&self) -> usize {
        self.labels
    }

    /// How many rows there are.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// What of a key its group leaves open.
    #[inline]
    const fn rest(&self, key: u32) -> u32 {
        key & !(u32::MAX << (self.shift + 3))
    }

    /// The group of a key, and whether the key may have a row.
    #[inline]
    fn group(&self, key: u32) -> (Group, bool) {
        let cell = key >> self.shift;
        let group = self.groups.get((cell >> 3) as usize).copied().unwrap_or_default();
        (group, group >> (cell & 7) & 1 == 1)
    }

    /// The row of a key in its group, one of whose cells is filled.
    #[inline]
    fn find(&self, key: u32, group: Group) -> Option<Row<'_>> {
        let rest = self.rest(key);
        let mut rows = self.stream.get((group >> 8) as usize..)?;
        loop {
            let (&header, after) = rows.split_first()?;
            let (weights, next) = after.split_at_checked((header >> COUNT) as usize & LONGEST)?;
            if header & LOW == rest {
                if header & DENSE == 0 {
                    return Some(Row::Sparse(weights));
                }
                let start = *weights.first()? as usize * self.labels;
                return self.dense.get(start..start + self.labels).map(Row::Dense);
            }
            if header & MORE == 0 {
                return None;
            }
            rows = next;
        }
    }

    /// The row of a feature.
    #[inline]
    pub fn row(&self, key: u32) -> Option<Row<'_>> {
        let (group, filled) = self.group(key);
        if filled { self.find(key, group) } else { None }
    }

    /// Gives the rows of several features to `sink`, in their order: the same
    /// as [`row`](Self::row) for each, but faster, as the waits for memory
    /// overlap.
    #[inline]
    pub fn for_rows<'a>(&'a self, keys: &[u32], mut sink: impl FnMut(Row<'a>)) {
        for keys in keys.chunks(BATCH) {
            let mut found = [(0, 0); BATCH];
            let mut count = 0;
            for &key in keys {
                let (group, filled) = self.group(key);
                if let Some(place) = found.get_mut(count) {
                    *place = (key, group);
                }
                count += usize::from(filled);
            }
            let found = found.get(..count).unwrap_or_default();
            // The rows are asked for before any of them is needed.
            let mut touched = 0;
            for &(_, group) in found {
                touched ^= self.stream.get((group >> 8) as usize).copied().unwrap_or(0);
            }
            std::hint::black_box(touched);
            for &(key, group) in found {
                if let Some(row) = self.find(key, group) {
                    sink(row);
                }
            }
        }
    }

    /// Adds the rows of several features to the scores.
    #[inline]
    pub fn add_rows(&self, keys: &[u32], scores: &mut [i32]) {
        self.for_rows(keys, |row| row.add_to(scores));
    }

    /// Adds the row of a feature, if there is one, to the scores.
    #[inline]
    pub fn add_row(&self, key: u32, scores: &mut [i32]) {
        if let Some(row) = self.row(key) {
            row.add_to(scores);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{WeightTable, WeightTableBuilder, feature};
    use crate::model::{Input, Output};

    fn bytes_of(rows: &[(u32, u16, i16)], labels: u16) -> Vec<u8> {
        let mut builder = WeightTableBuilder::new(labels);
        for &(key, label, weight) in rows {
            builder.add(key, label, f32::from(weight));
        }
        let mut output = Output::new();
        builder.write(1.0, &mut output);
        output.into_bytes()
    }

    #[test]
    fn full_and_sparse_rows_add_up() {
        let mut rows: Vec<(u32, u16, i16)> = (0..64).map(|l| (feature(0, 0), l, 7)).collect();
        rows.push((feature(0, 1), 63, -3));
        let bytes = bytes_of(&rows, 64);
        let table = WeightTable::read(&mut Input::new(&bytes)).unwrap();
        let mut scores = [0; 64];
        table.add_row(feature(0, 0), &mut scores);
        table.add_row(feature(0, 1), &mut scores);
        assert_eq!(scores[0], 7);
        assert_eq!(scores[63], 4);
    }

    #[test]
    fn features_spread_over_all_places() {
        let mut keys: Vec<u32> = (0..100_000).map(|value| feature(3, value)).collect();
        keys.sort_unstable();
        let mut filled = vec![0_u32; 1 << 12];
        for key in &keys {
            filled[(key >> 20) as usize] += 1;
        }
        assert!(filled.iter().all(|&count| count < 60), "{:?}", filled.iter().max());
    }

    proptest! {
        #[test]
        fn every_row_is_found(
            rows in prop::collection::vec((prop_oneof![0..20_u32, any::<u32>(), u32::MAX - 9..=u32::MAX], 0..9_u16, 1..99_i16), 0..200)
        ) {
            let bytes = bytes_of(&rows, 9);
            let table = WeightTable::read(&mut Input::new(&bytes)).unwrap();
            let mut expected: BTreeMap<u32, [i32; 9]> = BTreeMap::new();
            for &(key, label, weight) in &rows {
                expected.entry(key).or_default()[usize::from(label)] += i32::from(weight);
            }
            prop_assert_eq!(table.rows(), expected.len());
            for (&key, row) in &expected {
                let mut scores = [0; 9];
                table.add_row(key, &mut scores);
                prop_assert_eq!(&scores, row);
                let weights: i32 = table.row(key).unwrap().weights().map(|(_, w)| i32::from(w)).sum();
                prop_assert_eq!(weights, row.iter().sum::<i32>());
                let next = key.wrapping_add(1);
                prop_assert_eq!(table.row(next).is_some(), expected.contains_key(&next));
            }
            let keys: Vec<u32> =
                expected.keys().flat_map(|&key| [key, key.wrapping_add(1), key ^ 1 << 30]).collect();
            let (mut one_by_one, mut together) = ([0; 9], [0; 9]);
            for &key in &keys {
                table.add_row(key, &mut one_by_one);
            }
            table.add_rows(&keys, &mut together);
            prop_assert_eq!(one_by_one, together);
        }

        #[test]
        fn changed_bytes_are_read_or_refused(at: prop::sample::Index, to: u8, cut: prop::sample::Index) {
            let rows: Vec<(u32, u16, i16)> =
                (0..50).map(|i| (feature(1, i), (i % 7) as u16, 100)).collect();
            let mut bytes = bytes_of(&rows, 7);
            let place = at.index(bytes.len());
            bytes[place] = to;
            bytes.truncate(cut.index(bytes.len() * 2));
            if let Ok(table) = WeightTable::read(&mut Input::new(&bytes)) {
                table.add_row(feature(1, 3), &mut [0; 7]);
            }
        }
    }
}
