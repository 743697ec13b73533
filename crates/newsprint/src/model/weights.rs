//! Rows of integer weights, found by the hash of a feature.
//!
//! A linear model scores each label by adding the rows of the features that
//! it sees. Features are 32-bit hashes ([`feature`], [`joint`]); a row holds
//! one 16-bit weight a label. Rows with few weights are kept as a list of
//! labels and weights of nine bits, times a power of two of the row; the
//! others as plain arrays that are added eight at a time.
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
use super::sums::{LABEL, Lists, MOST_LABELS, NO_SCORES, Scores, add_lists, add_row};

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
/// use newsprint::model::{
///     Input, NO_SCORES, Output, WeightTable, WeightTableBuilder, feature,
/// };
///
/// let mut builder = WeightTableBuilder::new(3);
/// builder.add(feature(1, 42), 0, 1.5);
/// builder.add(feature(1, 42), 2, -0.25);
/// let mut output = Output::new();
/// builder.write(100.0, &mut output);
///
/// let bytes = output.into_bytes();
/// let table = WeightTable::read(&mut Input::new(&bytes)).unwrap();
/// let mut scores = NO_SCORES;
/// table.add_rows(&[feature(1, 42), feature(1, 43)], &mut scores);
/// assert_eq!(scores[..3], [150, 0, -25]);
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
const FULL: u32 = 1 << 31;
/// Set in the header of a row when the next one is of the same group.
const MORE: u32 = 1 << 30;
/// Where in a header the power of two stands that all weights are times.
const SHIFT: u32 = 26;
/// Where in a header the number of weights stands.
const COUNT: u32 = 20;
/// So many weights of a list are read at a time: all of them, as a row with
/// more is an array.
const LONGEST: usize = 24;
/// How many bits of a key a header can hold.
const LOW: u32 = (1 << COUNT) - 1;
/// Which bits of a header have the number, moved down.
const COUNTED: u32 = 63;
/// How many keys are looked up at a time.
const BATCH: usize = 32;
/// How many weights of lists are added at a time.
const ADDED: usize = 128;

/// Eight cells, each for the keys of one prefix: in the low byte which of them
/// have rows, in the others where in `stream` their rows begin.
type Group = u32;

/// Rows of weights by feature key.
///
/// A table is larger than the processor's nearest caches, so it is kept small:
/// a bit for each prefix of a key says at once that most keys without a row
/// have none, and the rows of eight neighbouring prefixes stand together, the
/// long ones first, as they are of common features.
///
/// Which rows there are and how long they are is what no processor foresees,
/// and a wrong guess costs as much as adding ten weights: so rows are looked up
/// and lists are read without a branch for each.
///
/// See [`WeightTableBuilder`] for an example.
#[derive(Clone, Debug)]
pub struct WeightTable {
    labels: usize,
    rows: usize,
    /// How many bits of a key are not its prefix.
    shift: u32,
    groups: Vec<Group>,
    /// Of each row a header of two, with the rest of its key, then its
    /// weights, as `weight << 7 | label` each; of a plain array its place in
    /// `full`. Ends in room to read a longest list anywhere.
    stream: Vec<u16>,
    full: Vec<Scores>,
}

/// A weight in steps of `1 << shift`, if it then has no more than nine bits.
fn coarse(weight: i16, shift: u32) -> Option<i16> {
    let half = if shift == 0 { 0 } else { 1 << (shift - 1) };
    let steps = ((i32::from(weight) + half) >> shift).min(i32::from(i16::MAX) >> shift);
    i16::try_from(steps).ok().filter(|w| (-256..256).contains(w))
}

impl WeightTable {
    /// Reads a table that [`WeightTableBuilder::write`] wrote. Linear.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when the bytes are
    /// no such table, or one of more than [`MOST_LABELS`].
    pub fn read(input: &mut Input<'_>) -> Result<Self, Error> {
        let labels = input.varint()?;
        let labels = u16::try_from(labels)
            .ok()
            .filter(|&labels| usize::from(labels) <= MOST_LABELS)
            .ok_or_else(|| {
                corrupt(&format!("at most {MOST_LABELS} labels of a weight table"), labels)
            })?;
        let rows = input.varint()?;
        let mut columns = [Input::new(&[]); 4];
        for column in &mut columns {
            *column = Input::new(input.block()?);
        }
        let [mut keys, mut counts, mut label_column, mut weights] = columns;
        if rows as usize > keys.remaining() {
            return Err(corrupt("a key for each row of a weight table", "too few"));
        }
        // About one row a group.
        let bits = (u64::from(rows) * 8).max(1).ilog2().clamp(15, 27);
        let mut table = Self {
            labels: usize::from(labels),
            rows: rows as usize,
            shift: 32 - bits,
            groups: vec![0; 1 << (bits - 3)],
            stream: Vec::with_capacity(weights.remaining()),
            full: Vec::new(),
        };
        let mut group = GroupRows::default();
        let mut key = 0;
        for index in 0..rows {
            key = next_key(&mut keys, key, index == 0)?;
            let count = counts.varint()? as usize;
            if count == 0 || count > weights.remaining() || count > usize::from(labels) {
                return Err(corrupt("a row with a weight for some of its labels", count));
            }
            if group.rows.last().is_some_and(|row| table.number(row.key) != table.number(key)) {
                table.push_group(&mut group)?;
            }
            let from = group.weights.len();
            let mut label = 0_u32;
            for index in 0..count {
                let difference = label_column.varint()?;
                label = label.saturating_add(difference);
                let weight = i16::try_from(weights.signed()?)
                    .map_err(|_| corrupt("a weight of 16 bits", "a larger one"))?;
                match u16::try_from(label) {
                    Ok(label) if label < labels && (difference > 0 || index == 0) => {
                        group.weights.push((label, weight));
                    }
                    _ => return Err(corrupt("rising labels of a weight table", label)),
                }
            }
            let to = group.weights.len();
            group.rows.push(KeyRow { key, weights: from..to });
        }
        table.push_group(&mut group)?;
        table.stream.extend([0; LONGEST]);
        for column in [keys, counts, label_column, weights] {
            column.end()?;
        }
        Ok(table)
    }

    /// The number of the group of a key.
    #[inline]
    const fn number(&self, key: u32) -> usize {
        (key >> self.shift >> 3) as usize
    }

    /// Adds the rows of a group, the long ones first, and clears it.
    fn push_group(&mut self, group: &mut GroupRows) -> Result<(), Error> {
        let GroupRows { rows, weights } = group;
        rows.sort_by_key(|row| std::cmp::Reverse(row.weights.len()));
        let start = u32::try_from(self.stream.len())
            .ok()
            .filter(|&at| at < 1 << 24)
            .ok_or_else(|| corrupt("at most 32 MB of weights", "more"))?;
        let last = rows.len().wrapping_sub(1);
        for (index, KeyRow { key, weights: range }) in rows.iter().enumerate() {
            let (number, cell) = (self.number(*key), key >> self.shift & 7);
            if let Some(group) = self.groups.get_mut(number) {
                *group = start << 8 | *group & 0xff | 1 << cell;
            }
            let more = if index == last { 0 } else { MORE };
            let weights = weights.get(range.clone()).unwrap_or_default();
            self.push_row(self.rest(*key) | more, weights)?;
        }
        rows.clear();
        weights.clear();
        Ok(())
    }

    /// Adds a row; `header` has the rest of its key.
    fn push_row(&mut self, header: u32, row: &[(u16, i16)]) -> Result<(), Error> {
        // An array costs about as much time as three weights, but more room.
        if row.len() * 4 > self.labels || row.len() > LONGEST {
            let number = u16::try_from(self.full.len())
                .map_err(|_| corrupt("at most 65,536 full rows", "more"))?;
            let mut full = NO_SCORES;
            for &(label, weight) in row {
                if let Some(place) = full.get_mut(usize::from(label)) {
                    *place = weight;
                }
            }
            self.full.push(full);
            self.push_header(header | 1 << COUNT | FULL);
            self.stream.push(number);
        } else {
            let fits = |&shift: &u32| row.iter().all(|&(_, w)| coarse(w, shift).is_some());
            let shift = (0..8).find(fits).unwrap_or(8);
            let count = u32::try_from(row.len()).unwrap_or(0);
            self.push_header(header | count << COUNT | shift << SHIFT);
            self.stream.extend(row.iter().map(|&(label, weight)| {
                label | coarse(weight, shift).unwrap_or(0).cast_unsigned() << LABEL
            }));
        }
        Ok(())
    }

    fn push_header(&mut self, header: u32) {
        self.stream.extend([(header & 0xffff) as u16, (header >> 16) as u16]);
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
        let group = self.groups.get(self.number(key)).copied().unwrap_or_default();
        (group, group >> (key >> self.shift & 7) & 1 == 1)
    }

    /// The header of a row and what comes after it.
    #[inline]
    fn header(&self, at: usize) -> (u32, u16) {
        match self.stream.get(at..).and_then(|row| row.first_chunk()) {
            Some(&[low, high, next]) => (u32::from(low) | u32::from(high) << 16, next),
            None => (0, 0),
        }
    }

    /// Adds the rows of several features to the scores.
    #[inline]
    pub fn add_rows(&self, keys: &[u32], scores: &mut Scores) {
        let mut lists: Lists = [0; 1 << LABEL];
        for keys in keys.chunks(BATCH) {
            let mut found = [(0, 0); BATCH];
            let mut count = 0;
            for &key in keys {
                let (group, filled) = self.group(key);
                if let Some(place) = found.get_mut(count) {
                    *place = (self.rest(key), (group >> 8) as usize);
                }
                count += usize::from(filled);
            }
            let found = found.get(..count).unwrap_or_default();
            // The rows are asked for before any of them is needed, so that the
            // waits for memory overlap.
            let mut touched = 0;
            for &(_, at) in found {
                touched ^= self.stream.get(at).copied().unwrap_or(0);
            }
            std::hint::black_box(touched);
            let (mut full, mut fulls) = ([0; BATCH], 0);
            let (mut listed, mut count) = ([(0, 0); BATCH], 0);
            for &(rest, mut at) in found {
                let (mut header, mut next) = self.header(at);
                while header & LOW != rest && header & MORE != 0 {
                    at += 2 + (header >> COUNT & COUNTED) as usize;
                    (header, next) = self.header(at);
                }
                if let (Some(full), Some(list)) = (full.get_mut(fulls), listed.get_mut(count)) {
                    *full = next;
                    *list = (header, at + 2);
                }
                let is_row = usize::from(header & LOW == rest);
                let is_full = usize::from(header & FULL != 0);
                fulls += is_row & is_full;
                count += is_row & !is_full;
            }
            self.add_lists(listed.get(..count).unwrap_or_default(), &mut lists);
            for &number in full.get(..fulls).unwrap_or_default() {
                if let Some(row) = self.full.get(usize::from(number)) {
                    add_row(scores, row);
                }
            }
        }
        add_lists(scores, &lists);
    }

    /// Adds lists, given by their headers and where their weights begin.
    #[inline]
    fn add_lists(&self, listed: &[(u32, usize)], lists: &mut Lists) {
        let (mut labels, mut weights) = ([0_u16; ADDED], [0_i16; ADDED]);
        let mut filled = 0;
        for &(header, at) in listed {
            let Some(list) = self.stream.get(at..).and_then(|row| row.first_chunk::<LONGEST>())
            else {
                continue;
            };
            let shift = header >> SHIFT & 15;
            // All that may be of the list; the next one overwrites the rest.
            let places = labels.get_mut(filled..).and_then(|labels| labels.first_chunk_mut());
            let places = places.zip(weights.get_mut(filled..).and_then(|w| w.first_chunk_mut()));
            let Some::<(&mut [u16; LONGEST], &mut [i16; LONGEST])>((to, more)) = places else {
                continue;
            };
            for ((label, weight), &entry) in to.iter_mut().zip(more).zip(list) {
                *label = entry & ((1 << LABEL) - 1);
                *weight = (entry.cast_signed() >> LABEL) << shift;
            }
            filled += (header >> COUNT & COUNTED) as usize;
            if filled > ADDED - LONGEST {
                add_weights(&labels, &weights, filled, lists);
                filled = 0;
            }
        }
        add_weights(&labels, &weights, filled, lists);
    }
}

/// Adds the first weights, each to its label.
#[inline]
fn add_weights(labels: &[u16], weights: &[i16], count: usize, lists: &mut Lists) {
    for (&label, &weight) in labels.iter().zip(weights).take(count) {
        if let Some(sum) = lists.get_mut(usize::from(label & ((1 << LABEL) - 1))) {
            *sum += i32::from(weight);
        }
    }
}

/// The rows of one group, as they are read.
#[derive(Default)]
struct GroupRows {
    rows: Vec<KeyRow>,
    weights: Vec<(u16, i16)>,
}

struct KeyRow {
    key: u32,
    weights: std::ops::Range<usize>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{WeightTable, WeightTableBuilder, feature};
    use crate::model::{Input, NO_SCORES, Output, Scores};

    fn bytes_of(rows: &[(u32, u16, i16)], labels: u16) -> Vec<u8> {
        let mut builder = WeightTableBuilder::new(labels);
        for &(key, label, weight) in rows {
            builder.add(key, label, f32::from(weight));
        }
        let mut output = Output::new();
        builder.write(1.0, &mut output);
        output.into_bytes()
    }

    fn scores(table: &WeightTable, keys: &[u32]) -> Scores {
        let mut scores = NO_SCORES;
        table.add_rows(keys, &mut scores);
        scores
    }

    #[test]
    fn full_and_sparse_rows_add_up() {
        let mut rows: Vec<(u32, u16, i16)> = (0..64).map(|l| (feature(0, 0), l, 7)).collect();
        rows.push((feature(0, 1), 63, -3));
        let bytes = bytes_of(&rows, 64);
        let table = WeightTable::read(&mut Input::new(&bytes)).unwrap();
        let scores = scores(&table, &[feature(0, 0), feature(0, 1)]);
        assert_eq!(scores[0], 7);
        assert_eq!(scores[63], 4);
    }

    #[test]
    fn sums_of_large_weights_stay_at_the_limit() {
        let rows: Vec<(u32, u16, i16)> = (0..40)
            .flat_map(|key| (0..64).map(move |label| (feature(5, key), label, i16::MIN + 1)))
            .collect();
        let bytes = bytes_of(&rows, 64);
        let table = WeightTable::read(&mut Input::new(&bytes)).unwrap();
        let keys: Vec<u32> = (0..40).map(|key| feature(5, key)).collect();
        let scores = scores(&table, &keys);
        assert!(scores[..64].iter().all(|&score| score == i16::MIN));
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
            let mut expected: BTreeMap<u32, [i16; 9]> = BTreeMap::new();
            for &(key, label, weight) in &rows {
                expected.entry(key).or_default()[usize::from(label)] += weight;
            }
            prop_assert_eq!(table.rows(), expected.len());
            let mut keys = Vec::new();
            let mut sum = NO_SCORES;
            for (&key, row) in &expected {
                let found = scores(&table, &[key]);
                // Large weights of short rows are rounded.
                let largest = row.iter().copied().max().unwrap_or(0);
                for (&score, &weight) in found.iter().zip(row) {
                    prop_assert!((score - weight).abs() <= largest / 256, "{found:?} {row:?}");
                }
                for (sum, score) in sum.iter_mut().zip(found) {
                    *sum += score;
                }
                keys.extend([key, key.wrapping_add(1), key ^ 1 << 30]);
                for absent in [key.wrapping_add(1), key ^ 1 << 30] {
                    let found = scores(&table, &[absent]);
                    prop_assert_eq!(found != NO_SCORES, expected.contains_key(&absent));
                    for (sum, score) in sum.iter_mut().zip(found) {
                        *sum += score;
                    }
                }
            }
            prop_assert_eq!(sum, scores(&table, &keys));
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
                scores(&table, &[feature(1, 3)]);
            }
        }
    }
}
