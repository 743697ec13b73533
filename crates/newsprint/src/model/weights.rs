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
use super::key_map::{KeyMap, next_key};

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

/// Set in the place of a row that is a plain array.
const DENSE: u32 = 1 << 31;

/// Rows of weights by feature key.
///
/// See [`WeightTableBuilder`] for an example.
#[derive(Clone, Debug)]
pub struct WeightTable {
    labels: usize,
    /// Where each row stands: in `sparse`, or with [`DENSE`] in `dense`.
    places: KeyMap,
    /// Sparse rows: their number of weights, then `label << 16 | weight` each.
    sparse: Vec<u32>,
    /// Dense rows, `labels` weights each; the first is never used.
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
        let mut table = Self {
            labels: usize::from(labels),
            places: KeyMap::with_capacity(rows),
            sparse: vec![0],
            dense: vec![0; usize::from(labels)],
        };
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
            let place = table.push_row(&row)?;
            table.places.push(key, place);
        }
        for column in [keys, counts, label_column, weights] {
            column.end()?;
        }
        Ok(table)
    }

    fn push_row(&mut self, row: &[(u16, i16)]) -> Result<u32, Error> {
        // An addition of eight weights at a time costs about as much as two
        // single ones.
        let dense = row.len() * 4 > self.labels;
        let at = if dense { self.dense.len() / self.labels.max(1) } else { self.sparse.len() };
        let at = u32::try_from(at)
            .ok()
            .filter(|&at| at < DENSE)
            .ok_or_else(|| corrupt("at most 2 GB of weights", "more"))?;
        if dense {
            let start = self.dense.len();
            self.dense.resize(start + self.labels, 0);
            for &(label, weight) in row {
                if let Some(place) = self.dense.get_mut(start + usize::from(label)) {
                    *place = weight;
                }
            }
            return Ok(at | DENSE);
        }
        self.sparse.push(u32::try_from(row.len()).unwrap_or(0));
        self.sparse.extend(row.iter().map(|&(label, weight)| join(label, weight)));
        Ok(at)
    }

    /// How many labels a row has.
    pub const fn labels(&self) -> usize {
        self.labels
    }

    /// How many rows there are.
    pub const fn rows(&self) -> usize {
        self.places.len()
    }

    /// The row of a feature.
    #[inline]
    pub fn row(&self, key: u32) -> Option<Row<'_>> {
        let at = self.places.get(key);
        if at & DENSE != 0 {
            let start = (at & !DENSE) as usize * self.labels;
            self.dense.get(start..start + self.labels).map(Row::Dense)
        } else if at != 0 {
            let (&count, rest) = self.sparse.get(at as usize..)?.split_first()?;
            rest.get(..count as usize).map(Row::Sparse)
        } else {
            None
        }
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
