//! Scores of labels, and the sums of rows that they are.

/// The most labels that a table can have.
pub const MOST_LABELS: usize = 80;

/// A score for each label; those beyond the last one are 0.
pub type Scores = [i32; MOST_LABELS];

/// Scores to start from.
pub const NO_SCORES: Scores = [0; MOST_LABELS];

/// How many bits of a weight in a list its label takes.
pub(super) const LABEL: u32 = 7;

/// A weight for each label.
#[derive(Clone, Copy, Debug)]
pub(super) struct FullRow {
    pub(super) weights: [i16; MOST_LABELS],
    /// None of them is farther from 0.
    pub(super) largest: u16,
}

impl Default for FullRow {
    fn default() -> Self {
        Self { weights: [0; MOST_LABELS], largest: 0 }
    }
}

impl FullRow {
    /// The row of these weights, if they fit.
    pub(super) fn new(scores: &Scores) -> Option<Self> {
        let mut row = Self::default();
        let mut largest = 0;
        for (weight, &score) in row.weights.iter_mut().zip(scores) {
            largest = largest.max(score).max(-score);
            #[allow(clippy::cast_possible_truncation)] // Not kept then.
            let low = score as i16;
            *weight = low;
        }
        row.largest = u16::try_from(largest).ok().filter(|&largest| largest <= ROOM)?;
        Some(row)
    }
}

/// Sums of rows: in sixteen bits as long as they cannot overflow.
#[derive(Clone, Debug)]
pub struct Sums {
    near: [i16; MOST_LABELS],
    /// How much larger the sums in sixteen bits may still become.
    room: u16,
    /// A place for every label that a list can name.
    pub(super) scores: [i32; 1 << LABEL],
}

/// The largest sum in sixteen bits.
const ROOM: u16 = i16::MAX.unsigned_abs();

impl Default for Sums {
    fn default() -> Self {
        Self { near: [0; MOST_LABELS], room: ROOM, scores: [0; 1 << LABEL] }
    }
}

impl Sums {
    /// The score of each label.
    ///
    /// ```
    /// use newsprint::model::{NO_SCORES, Sums};
    /// assert_eq!(Sums::default().scores(), NO_SCORES);
    /// ```
    pub fn scores(&self) -> Scores {
        let mut scores = NO_SCORES;
        for (score, (&near, &sum)) in scores.iter_mut().zip(self.near.iter().zip(&self.scores)) {
            *score = sum + i32::from(near);
        }
        scores
    }

    #[inline]
    pub(super) fn add_row(&mut self, row: &FullRow) {
        if row.largest > self.room {
            for (near, score) in self.near.iter_mut().zip(&mut self.scores) {
                *score += i32::from(*near);
                *near = 0;
            }
            self.room = ROOM;
        }
        self.room = self.room.saturating_sub(row.largest);
        for (sum, &weight) in self.near.iter_mut().zip(&row.weights) {
            *sum = sum.wrapping_add(weight);
        }
    }

    pub(super) fn add_scores(&mut self, scores: &Scores) {
        for (sum, score) in self.scores.iter_mut().zip(scores) {
            *sum += score;
        }
    }
}
