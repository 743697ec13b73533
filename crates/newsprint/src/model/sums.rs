//! Scores of labels: the sums of rows.

/// The most labels that a table can have.
pub const MOST_LABELS: usize = 80;

/// A score for each label; those beyond the last one are 0. Sums stay within
/// sixteen bits: so eight are added at a time.
pub type Scores = [i16; MOST_LABELS];

/// Scores to start from.
pub const NO_SCORES: Scores = [0; MOST_LABELS];

/// How many bits of a weight in a list its label takes.
pub(super) const LABEL: u32 = 7;

/// Sums of the weights of lists, with a place for every label that a list can
/// name.
pub(super) type Lists = [i32; 1 << LABEL];

/// Adds a row to scores.
#[inline]
pub(super) fn add_row(scores: &mut Scores, row: &Scores) {
    for (score, &weight) in scores.iter_mut().zip(row) {
        *score = score.saturating_add(weight);
    }
}

/// Adds the sums of lists to scores.
#[inline]
pub(super) fn add_lists(scores: &mut Scores, lists: &Lists) {
    for (score, &sum) in scores.iter_mut().zip(lists) {
        #[allow(clippy::cast_possible_truncation)] // Clamped first.
        let sum = sum.clamp(i16::MIN.into(), i16::MAX.into()) as i16;
        *score = score.saturating_add(sum);
    }
}
