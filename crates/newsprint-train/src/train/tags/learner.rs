//! The averaged perceptron.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use newsprint::model::WeightTableBuilder;
use newsprint::tag::Tag;

/// Feature keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(u32::from(byte));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = (self.0 ^ u64::from(value)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A map by feature key; never iterated.
pub(super) type KeyIndex<V> = HashMap<u32, V, BuildHasherDefault<KeyHasher>>;

const LABELS: usize = Tag::COUNT;

/// Integer weights and their sums over time.
#[derive(Debug, Default)]
pub(super) struct Learner {
    rows: KeyIndex<u32>,
    keys: Vec<u32>,
    weights: Vec<[i16; LABELS]>,
    /// Each change times the step at which it was made.
    changes: Vec<[i64; LABELS]>,
    /// How often each row was changed.
    updates: Vec<u16>,
    step: i64,
    /// Rows changed less often than this are not used: they are too rare to
    /// be trusted, and most of what the table would hold.
    least_updates: u16,
}

impl Learner {
    /// A learner without features.
    pub(super) fn new(least_updates: u16) -> Self {
        Self { least_updates, ..Self::default() }
    }

    /// The row of a feature, made if there is none.
    pub(super) fn row(&mut self, key: u32) -> u32 {
        let next = u32::try_from(self.keys.len()).expect("fewer than 2^32 features");
        let row = *self.rows.entry(key).or_insert(next);
        if row == next {
            self.keys.push(key);
            self.weights.push([0; LABELS]);
            self.changes.push([0; LABELS]);
            self.updates.push(0);
        }
        row
    }

    /// How many features there are.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The score of each label.
    pub(super) fn scores(&self, rows: &[u32]) -> [i32; LABELS] {
        let mut scores = [0; LABELS];
        for &row in rows {
            if self.updates[row as usize] < self.least_updates {
                continue;
            }
            for (score, &weight) in scores.iter_mut().zip(&self.weights[row as usize]) {
                *score += i32::from(weight);
            }
        }
        scores
    }

    /// Moves the weights from one label to another.
    pub(super) fn update(&mut self, rows: &[u32], gold: usize, rival: usize) {
        for &row in rows {
            let row = row as usize;
            self.updates[row] = self.updates[row].saturating_add(1);
            self.weights[row][gold] += 1;
            self.weights[row][rival] -= 1;
            self.changes[row][gold] += self.step;
            self.changes[row][rival] -= self.step;
        }
    }

    /// Counts one decision.
    pub(super) fn tick(&mut self) {
        self.step += 1;
    }

    /// The averages of the weights, without those nearer to 0 than `least`, and
    /// without the rows that have none farther from it than `least_row`.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "sums are below 2^52"
    )]
    pub(super) fn averages(&self, least: f32, least_row: f32) -> WeightTableBuilder {
        let labels = u16::try_from(LABELS).expect("a small number");
        let mut builder = WeightTableBuilder::new(labels);
        let step = self.step.max(1) as f64;
        for (row, &key) in self.keys.iter().enumerate() {
            let (weights, changes) = (&self.weights[row], &self.changes[row]);
            if self.updates[row] < self.least_updates {
                continue;
            }
            let averages = weights
                .iter()
                .zip(changes)
                .map(|(&weight, &change)| (f64::from(weight) - change as f64 / step) as f32);
            if averages.clone().all(|average| average.abs() < least_row) {
                continue;
            }
            for (label, average) in (0..labels).zip(averages) {
                if average.abs() >= least && average != 0.0 {
                    builder.add(key, label, average);
                }
            }
        }
        builder
    }
}
