//! Which states of a token are worth a closer look.
//!
//! Most of the 73 states lead to nothing. A quick look at the segment, with
//! transitions that depend on the later state alone, gives for each state the
//! best sequence through it; what is much worse than the best of all is left
//! out.

use super::Label;
use super::decode::{Lattice, SCALE, Transitions};
use super::state::{Position, STATES, State};
use crate::model::Scores;

/// A state through which no sequence leads that is at most so much worse than
/// the best one is left out.
#[allow(clippy::cast_possible_truncation)] // 320.
const MARGIN: i16 = (5 * SCALE) as i16;

/// So many tokens are looked at together; the room for them is bounded.
const WINDOW: usize = 256;

/// A number for each label, and some to spare.
type Lanes = [i16; LANES];
const LANES: usize = 24;

/// Below every score, with room for sums.
const NEVER: i16 = i16::MIN / 2;

/// A set of states inside entities: for each position the labels, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct StateSet([u32; 4]);

impl StateSet {
    /// The labels in a position, as bits.
    #[inline]
    pub(super) fn of(self, position: Position) -> u32 {
        self.0.get(position as usize).copied().unwrap_or(0)
    }
}

/// Scores of a token by position and label, and what leads to it.
///
/// All are counted from the best sequence of all tokens before that ends
/// outside or with an entity: so sixteen bits hold them, and eight are worked
/// out at a time.
#[derive(Clone, Copy, Debug)]
struct Slice {
    outside: i16,
    positions: [Lanes; 4],
    /// The best sequences of all tokens before that end inside an entity.
    open: Lanes,
    /// What the best one that does not end inside gains with this token.
    gain: i16,
}

/// Takes the tokens of a segment and gives them to a lattice with the states
/// that are worth it.
#[derive(Clone, Debug)]
pub struct Pruner {
    /// The typical score of a transition to each state.
    prior: [i16; STATES],
    scores: Vec<Scores>,
    slices: Vec<Slice>,
    kept: Vec<StateSet>,
    open: Lanes,
}

impl Pruner {
    /// Room to work in, for a model with these transitions.
    pub fn new(transitions: &Transitions) -> Self {
        let mut prior = [0; STATES];
        for (place, to) in prior.iter_mut().zip(0..) {
            let to = State(to);
            let from = |position| to.label().map(|label| State::inside(label, position));
            let score = if to.opens() {
                transitions.score(State::OUTSIDE, to)
            } else {
                let before = [from(Position::Begin), from(Position::Inside)];
                let scores = before.iter().flatten().map(|&from| transitions.score(from, to));
                scores.max().unwrap_or(0)
            };
            *place = i16::try_from(score).unwrap_or(0);
        }
        Self {
            prior,
            scores: Vec::new(),
            slices: Vec::new(),
            kept: Vec::new(),
            open: [NEVER; LANES],
        }
    }

    /// Takes the next token of a segment.
    pub fn push(&mut self, scores: &Scores, lattice: &mut Lattice) {
        if self.scores.len() == WINDOW {
            self.flush(false, lattice);
        }
        self.look(scores);
        self.scores.push(*scores);
    }

    /// Ends the segment.
    pub fn end(&mut self, lattice: &mut Lattice) {
        self.flush(true, lattice);
    }

    /// Looks at a token from the left.
    fn look(&mut self, scores: &Scores) {
        let mut slice =
            Slice { outside: 0, positions: [[NEVER; LANES]; 4], open: self.open, gain: 0 };
        let [begins, insides, lasts, units] = &mut slice.positions;
        let mut scores = *scores;
        for (score, prior) in scores.iter_mut().zip(&self.prior) {
            *score = score.saturating_add(*prior);
        }
        if let [outside, scores @ ..] = &scores[..] {
            slice.outside = *outside;
            let places =
                begins.iter_mut().zip(insides).zip(lasts).zip(units).take(Label::ALL.len());
            for (place, score) in places.zip(scores.as_chunks::<4>().0) {
                let (((begin, inside), last), unit) = place;
                [*begin, *inside, *last, *unit] = *score;
            }
        }
        let [begins, insides, lasts, units] = &slice.positions;
        let ended = most(&sum(&self.open, lasts), units);
        slice.gain = slice.outside.max(highest(&ended));
        for (open, (begin, inside)) in self.open.iter_mut().zip(begins.iter().zip(insides)) {
            let best = open.saturating_add(*inside).max(*begin);
            *open = best.saturating_sub(slice.gain).max(NEVER);
        }
        self.slices.push(slice);
    }

    /// Looks at the tokens from the right, and gives them to the lattice;
    /// `ends` says whether the segment ends here.
    fn flush(&mut self, ends: bool, lattice: &mut Lattice) {
        // What the best ends add, less what the best of all adds.
        let mut closed = 0;
        let mut open = [if ends { NEVER } else { 0 }; LANES];
        self.kept.clear();
        for slice in self.slices.iter().rev() {
            let [begins, insides, lasts, units] = &slice.positions;
            let bound = slice.gain.saturating_sub(MARGIN);
            let last_bound = bound.saturating_sub(closed);
            let starts = sum(begins, &open);
            let middles = sum(insides, &sum(&slice.open, &open));
            let finals = sum(lasts, &slice.open);
            // Most often no state reaches the bound.
            let going = most(&starts, &middles);
            let gone = most(units, &finals);
            let near = most(&going, &sum(&gone, &[closed; LANES]));
            self.kept.push(if highest(&near) < bound {
                StateSet::default()
            } else {
                let [begin, inside] = [starts, middles].map(|scores| reach(&scores, bound));
                let [last, unit] = [&finals, units].map(|scores| reach(scores, last_bound));
                StateSet([begin, inside, last, unit])
            });
            let unit = sum(units, &[closed; LANES]);
            let best = highest(&most(&starts, &unit)).max(slice.outside.saturating_add(closed));
            for (open, (inside, last)) in open.iter_mut().zip(insides.iter().zip(lasts)) {
                let best = open.saturating_add(*inside).max(last.saturating_add(closed));
                *open = best.saturating_sub(slice.gain).max(NEVER);
            }
            closed = best.saturating_sub(slice.gain);
        }
        for (scores, &kept) in self.scores.iter().zip(self.kept.iter().rev()) {
            lattice.push(scores, kept);
        }
        self.scores.clear();
        self.slices.clear();
        if ends {
            self.open = [NEVER; LANES];
        }
    }
}

#[inline]
fn sum(first: &Lanes, second: &Lanes) -> Lanes {
    let mut sum = *first;
    for (sum, second) in sum.iter_mut().zip(second) {
        *sum = sum.saturating_add(*second);
    }
    sum
}

/// The higher one of each lane.
#[inline]
fn most(first: &Lanes, second: &Lanes) -> Lanes {
    let mut most = *first;
    for (most, &second) in most.iter_mut().zip(second) {
        *most = (*most).max(second);
    }
    most
}

#[inline]
fn highest(scores: &Lanes) -> i16 {
    scores.iter().fold(i16::MIN, |best, &score| best.max(score))
}

/// The labels whose scores reach the bound, as bits.
#[inline]
fn reach(scores: &Lanes, bound: i16) -> u32 {
    scores.iter().zip(0..).fold(0, |bits, (&score, lane)| bits | u32::from(score >= bound) << lane)
}
