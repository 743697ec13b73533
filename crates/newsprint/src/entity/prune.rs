//! Which states of a token are worth a closer look.
//!
//! Most of the 73 states lead to nothing. A quick look at the segment, with
//! transitions that depend on the later state alone, gives for each state the
//! best sequence through it; what is much worse than the best of all is left
//! out.

use super::decode::{Lattice, SCALE, Transitions};
use super::state::{Position, STATES, State};
use crate::model::Scores;

/// A state through which no sequence leads that is at most so much worse than
/// the best one is left out.
const MARGIN: i32 = 5 * SCALE;

/// So many tokens are looked at together; the room for them is bounded.
const WINDOW: usize = 256;

/// A number for each label, and two to spare.
type Lanes = [i32; LANES];
const LANES: usize = 20;

/// Below every score, with room for sums.
const NEVER: i32 = i32::MIN / 4;

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
#[derive(Clone, Copy, Debug)]
struct Slice {
    outside: i32,
    positions: [Lanes; 4],
    /// The best sequence of all tokens before that ends outside or with an
    /// entity, and those that end inside one.
    closed: i32,
    open: Lanes,
}

/// Takes the tokens of a segment and gives them to a lattice with the states
/// that are worth it.
#[derive(Clone, Debug)]
pub struct Pruner {
    /// The typical score of a transition to each state.
    prior: [i32; STATES],
    scores: Vec<Scores>,
    slices: Vec<Slice>,
    kept: Vec<StateSet>,
    closed: i32,
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
            *place = i32::try_from(score).unwrap_or(0);
        }
        Self {
            prior,
            scores: Vec::new(),
            slices: Vec::new(),
            kept: Vec::new(),
            closed: 0,
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
        let mut slice = Slice {
            outside: 0,
            positions: [[NEVER; LANES]; 4],
            closed: self.closed,
            open: self.open,
        };
        let [begins, insides, lasts, units] = &mut slice.positions;
        if let ([outside, scores @ ..], [prior, priors @ ..]) = (&scores[..], &self.prior[..]) {
            slice.outside = i32::from(*outside) + prior;
            let (scores, _) = scores.as_chunks::<4>();
            let (priors, _) = priors.as_chunks::<4>();
            let places = begins.iter_mut().zip(insides).zip(lasts).zip(units);
            for ((place, score), prior) in places.zip(scores).zip(priors) {
                let (((begin, inside), last), unit) = place;
                *begin = i32::from(score[0]) + prior[0];
                *inside = i32::from(score[1]) + prior[1];
                *last = i32::from(score[2]) + prior[2];
                *unit = i32::from(score[3]) + prior[3];
            }
        }
        let [begins, insides, lasts, units] = &slice.positions;
        let before = self.closed;
        let (mut best_last, mut best_unit) = ([NEVER; LANES], NEVER);
        for (best, (open, last)) in best_last.iter_mut().zip(self.open.iter().zip(lasts)) {
            *best = open + last;
        }
        for &unit in units {
            best_unit = best_unit.max(unit);
        }
        self.closed =
            best_last.iter().fold(before + slice.outside.max(best_unit), |a, &b| a.max(b));
        for (open, (begin, inside)) in self.open.iter_mut().zip(begins.iter().zip(insides)) {
            *open = (*open + inside).max(before + begin).max(NEVER);
        }
        self.slices.push(slice);
    }

    /// Looks at the tokens from the right, and gives them to the lattice;
    /// `ends` says whether the segment ends here.
    fn flush(&mut self, ends: bool, lattice: &mut Lattice) {
        let bound = self.closed.saturating_sub(MARGIN);
        let mut closed = 0;
        let mut open = [if ends { NEVER } else { 0 }; LANES];
        self.kept.clear();
        for slice in self.slices.iter().rev() {
            let [begins, insides, lasts, units] = &slice.positions;
            let own_bound = bound - slice.closed;
            let begin = reach(begins, &open, 0, own_bound);
            let unit = reach(units, &NOTHING, closed, own_bound);
            let ways = sum(&slice.open, &open);
            let inside = reach(insides, &ways, 0, bound);
            let last = reach(lasts, &slice.open, closed, bound);
            self.kept.push(StateSet([begin, inside, last, unit]));
            let mut best = slice.outside + closed;
            for (((begin, unit), inside), (last, open)) in
                begins.iter().zip(units).zip(insides).zip(lasts.iter().zip(&mut open))
            {
                best = best.max(begin + *open).max(unit + closed);
                *open = (inside + *open).max(last + closed).max(NEVER);
            }
            closed = best;
        }
        for (scores, &kept) in self.scores.iter().zip(self.kept.iter().rev()) {
            lattice.push(scores, kept);
        }
        self.scores.clear();
        self.slices.clear();
        // The next window counts from here.
        for open in &mut self.open {
            *open = if ends { NEVER } else { (*open - self.closed).max(NEVER) };
        }
        self.closed = 0;
    }
}

const NOTHING: Lanes = [0; LANES];

#[inline]
fn sum(first: &Lanes, second: &Lanes) -> Lanes {
    let mut sum = *first;
    for (sum, second) in sum.iter_mut().zip(second) {
        *sum += second;
    }
    sum
}

/// The labels whose scores reach the bound, as bits.
#[inline]
fn reach(scores: &Lanes, more: &Lanes, and: i32, bound: i32) -> u32 {
    let scores = sum(scores, more);
    let least = bound - and;
    // Most often there are none.
    let mut best = NEVER;
    for &score in &scores {
        best = best.max(score);
    }
    if best < least {
        return 0;
    }
    scores.iter().zip(0..).fold(0, |bits, (&score, lane)| bits | u32::from(score >= least) << lane)
}
