//! The best sequence of states of a segment, and how probable each entity of
//! it is.

use std::ops::Range;

use super::prune::StateSet;
use super::state::{Position, STATES, State};
use crate::model::Scores;

/// Scores are in units of this many to one (the natural logarithm of odds).
pub const SCALE: i32 = 64;

/// How many times finer than scores the weights of features are.
pub const FINER: i16 = 16;

/// The candidates of the segments of a document: for each token the states
/// that may be, with their scores.
#[derive(Clone, Debug, Default)]
pub struct Lattice {
    cells: Vec<Cell>,
    candidates: Vec<Candidate>,
}

/// Where the candidates of a token stand: states that begin an entity, the one
/// outside and those of single tokens, states that end an entity, states
/// inside one; and how many there are of each.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    start: u32,
    begins: u8,
    units: u8,
    lasts: u8,
    insides: u8,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    score: i32,
    state: State,
}

impl Cell {
    const fn at(self, from: u32, to: u32) -> Range<usize> {
        (self.start + from) as usize..(self.start + to) as usize
    }

    /// Those that may follow a state that closes.
    const fn opening(self) -> Range<usize> {
        self.at(0, self.begins as u32 + self.units as u32)
    }

    /// Those that close.
    const fn closing(self) -> Range<usize> {
        let begins = self.begins as u32;
        self.at(begins, begins + self.units as u32 + self.lasts as u32)
    }

    /// Those that go on with an entity.
    const fn taking(self) -> Range<usize> {
        let opening = self.begins as u32 + self.units as u32;
        self.at(opening, opening + self.lasts as u32 + self.insides as u32)
    }

    const fn begins(self) -> Range<usize> {
        self.at(0, self.begins as u32)
    }

    const fn insides(self) -> Range<usize> {
        let before = self.begins as u32 + self.units as u32 + self.lasts as u32;
        self.at(before, before + self.insides as u32)
    }

    const fn all(self) -> Range<usize> {
        let before = self.begins as u32 + self.units as u32 + self.lasts as u32;
        self.at(0, before + self.insides as u32)
    }
}

/// What is worked out for the candidates of a segment; room that serves for
/// one segment after another.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    /// The best beginning that ends in a candidate, and the logarithm of the
    /// sum over all of them.
    forward: Vec<Beginnings>,
    /// The logarithm of the sum over all ends that begin with it.
    backward: Vec<i64>,
    path: Vec<usize>,
}

/// The scores of all beginnings of a segment that end in the same candidate.
#[derive(Clone, Copy, Debug)]
struct Beginnings {
    best: i64,
    sum: i64,
}

/// Scores of one state after another, and the logarithm of sums.
#[derive(Clone, Debug)]
pub struct Transitions {
    /// Indexed by the earlier state, then the later one.
    pub scores: Vec<i16>,
    /// `ln(1 + e^-x)` for rising `x`, both scaled.
    pub softplus: Vec<u8>,
}

/// A decoded entity: its tokens within the segment, its state's label, and
/// the scaled logarithm of its probability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// First token.
    pub start: usize,
    /// After the last token.
    pub end: usize,
    /// Any state of its label.
    pub state: State,
    /// At most 0.
    pub log_probability: i32,
}

/// Below every score.
const NEVER: i64 = i64::MIN / 8;

impl Transitions {
    /// No preference among the transitions that may be.
    pub fn flat() -> Self {
        Self { scores: vec![0; STATES * STATES], softplus: softplus() }
    }

    #[inline]
    pub(super) fn score(&self, from: State, to: State) -> i64 {
        Self::to(self.after(from), to)
    }

    /// The scores of what follows a state.
    #[inline]
    fn after(&self, from: State) -> &[i16] {
        let start = usize::from(from.0) * STATES;
        self.scores.get(start..start + STATES).unwrap_or_default()
    }

    #[inline]
    fn to(row: &[i16], to: State) -> i64 {
        row.get(usize::from(to.0)).map_or(0, |&score| i64::from(score))
    }

    #[inline]
    fn add(&self, first: i64, second: i64) -> i64 {
        let (high, low) = if first > second { (first, second) } else { (second, first) };
        let distance = usize::try_from(high - low).unwrap_or(usize::MAX);
        high + self.softplus.get(distance).map_or(0, |&more| i64::from(more))
    }
}

/// The table of [`Transitions::softplus`]; it travels in the model, so that
/// every platform reads the same one.
pub fn softplus() -> Vec<u8> {
    let scale = f64::from(SCALE);
    (0..6 * SCALE)
        .map(|x| {
            let value = ((-f64::from(x) / scale).exp().ln_1p() * scale).round();
            // Between 0 and 45.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let value = value as u8;
            value
        })
        .collect()
}

impl Lattice {
    /// Room for the candidates of that many tokens.
    pub fn with_capacity(tokens: usize) -> Self {
        Self { cells: Vec::with_capacity(tokens), candidates: Vec::with_capacity(tokens * 3) }
    }

    /// Adds a token with the scores of all its states, of which it keeps those
    /// in the set, and the one outside.
    pub(super) fn push(&mut self, scores: &Scores, kept: StateSet) {
        let start = u32::try_from(self.candidates.len()).unwrap_or(u32::MAX);
        let begins = self.add(scores, kept, Position::Begin);
        let units = self.add(scores, kept, Position::Unit);
        let score = scores.first().map_or(0, |&score| i32::from(score));
        self.candidates.push(Candidate { score, state: State::OUTSIDE });
        let lasts = self.add(scores, kept, Position::Last);
        let insides = self.add(scores, kept, Position::Inside);
        self.cells.push(Cell { start, begins, units: units + 1, lasts, insides });
    }

    /// Adds the kept states in a position, and tells how many they are.
    fn add(&mut self, scores: &Scores, kept: StateSet, position: Position) -> u8 {
        let mut labels = kept.of(position);
        let mut count = 0;
        while labels != 0 {
            let label = u8::try_from(labels.trailing_zeros()).unwrap_or(0);
            let state = State(1 + 4 * label + position as u8);
            let score = scores.get(usize::from(state.0)).map_or(0, |&score| i32::from(score));
            self.candidates.push(Candidate { score, state });
            labels &= labels - 1;
            count += 1;
        }
        count
    }

    /// How many tokens it has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether it has no tokens.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    #[inline]
    fn cell(&self, token: usize) -> Cell {
        self.cells.get(token).copied().unwrap_or_default()
    }

    #[inline]
    fn candidates(&self, range: Range<usize>) -> &[Candidate] {
        self.candidates.get(range).unwrap_or_default()
    }

    /// Whether a token has several candidates.
    pub(super) fn is_open(&self, token: usize) -> bool {
        self.cell(token).all().len() > 1
    }

    /// Adds to the score of each candidate of a token.
    pub fn adjust(&mut self, token: usize, more: impl Fn(State) -> i32) {
        let range = self.cell(token).all();
        for candidate in self.candidates.get_mut(range).unwrap_or_default() {
            candidate.score += more(candidate.state);
        }
    }

    /// Finds the best sequence of a segment, given as a range of tokens, and
    /// gives its entities to `found`, in order, counted from its first token.
    pub fn decode(
        &self,
        segment: Range<usize>,
        transitions: &Transitions,
        paths: &mut Paths,
        mut found: impl FnMut(Decoded),
    ) {
        if segment.is_empty() || segment.end > self.len() {
            return;
        }
        let candidates =
            self.cell(segment.end - 1).all().end - self.cell(segment.start).all().start;
        if candidates == segment.len() {
            // All that is left of each token is outside.
            return;
        }
        let segment = Segment { lattice: self, tokens: segment, transitions };
        segment.run_forward(&mut paths.forward);
        // How probable an entity is counts only where there is one.
        if !segment.trace(paths) {
            return;
        }
        segment.run_backward(&mut paths.backward);
        let mut start = 0;
        for (token, &at) in paths.path.iter().enumerate() {
            let state = segment.candidate(at).state;
            if state.opens() {
                start = token;
            }
            if state.label().is_some() && state.closes() {
                let log_probability = segment.probability(paths, start, token);
                found(Decoded { start, end: token + 1, state, log_probability });
            }
        }
    }
}

/// The tokens of one segment of a lattice.
struct Segment<'a> {
    lattice: &'a Lattice,
    tokens: Range<usize>,
    transitions: &'a Transitions,
}

impl Segment<'_> {
    /// Where its candidates begin; columns are counted from there.
    fn base(&self) -> usize {
        self.lattice.cell(self.tokens.start).start as usize
    }

    /// Makes room for its candidates in a column.
    fn clear<T: Copy>(&self, column: &mut Vec<T>, never: T) {
        let last = self.lattice.cell(self.tokens.end - 1).all();
        column.clear();
        column.resize(last.end - self.base(), never);
    }

    fn candidate(&self, at: usize) -> Candidate {
        let outside = Candidate { score: 0, state: State::OUTSIDE };
        self.lattice.candidates.get(at).copied().unwrap_or(outside)
    }

    /// Works out for each candidate its score joined to those of all
    /// beginnings of the segment that lead to it.
    fn run_forward(&self, column: &mut Vec<Beginnings>) {
        self.clear(column, Beginnings { best: NEVER, sum: NEVER });
        let (lattice, transitions, base) = (self.lattice, self.transitions, self.base());
        let first = lattice.cell(self.tokens.start).opening();
        let start = transitions.after(State::OUTSIDE);
        for (place, candidate) in column.iter_mut().zip(lattice.candidates(first)) {
            let score = Transitions::to(start, candidate.state) + i64::from(candidate.score);
            *place = Beginnings { best: score, sum: score };
        }
        let join = |place: &mut Beginnings, earlier: Beginnings, step: i64| {
            place.best = place.best.max(earlier.best + step);
            place.sum = transitions.add(place.sum, earlier.sum + step);
        };
        let add = |place: &mut Beginnings, candidate: &Candidate| {
            place.best += i64::from(candidate.score);
            place.sum += i64::from(candidate.score);
        };
        let cells = lattice.cells.get(self.tokens.clone()).unwrap_or_default();
        for pair in cells.windows(2) {
            let &[before, cell] = pair else { continue };
            let Some((done, rest)) = column.split_at_mut_checked(cell.start as usize - base) else {
                return;
            };
            let earlier = |range: Range<usize>| {
                let sums = done.get(range.start - base..range.end - base).unwrap_or_default();
                lattice.candidates(range).iter().zip(sums)
            };
            let (opening, taking) = (cell.opening(), cell.taking());
            let Some((opened, taken)) = rest.split_at_mut_checked(opening.len()) else { return };
            let opening = lattice.candidates(opening);
            for (previous, &sum) in earlier(before.closing()) {
                let row = transitions.after(previous.state);
                for (place, candidate) in opened.iter_mut().zip(opening) {
                    join(place, sum, Transitions::to(row, candidate.state));
                }
            }
            for (place, candidate) in opened.iter_mut().zip(opening) {
                add(place, candidate);
            }
            for (place, candidate) in taken.iter_mut().zip(lattice.candidates(taking)) {
                let label = candidate.state.takes();
                for (previous, &sum) in earlier(before.begins()).chain(earlier(before.insides())) {
                    if previous.state.leaves() == label {
                        let step = transitions.score(previous.state, candidate.state);
                        join(place, sum, step);
                    }
                }
                add(place, candidate);
            }
        }
    }

    /// Follows the best path from its end; tells whether it has an entity.
    fn trace(&self, paths: &mut Paths) -> bool {
        let Paths { forward, path, .. } = paths;
        let (lattice, base) = (self.lattice, self.base());
        let score = |at: usize| forward.get(at - base).map_or(NEVER, |beginnings| beginnings.best);
        path.clear();
        path.resize(self.tokens.len(), 0);
        let mut named = false;
        let mut next: Option<State> = None;
        for (token, place) in self.tokens.clone().zip(path.iter_mut()).rev() {
            let cell = lattice.cell(token);
            let mut top = (NEVER, 0);
            let mut offer = |range: Range<usize>| {
                for (at, candidate) in range.clone().zip(lattice.candidates(range)) {
                    let step = next.map_or(0, |next| {
                        if candidate.state.precedes(next) {
                            self.transitions.score(candidate.state, next)
                        } else {
                            NEVER
                        }
                    });
                    let score = score(at) + step;
                    if score > top.0 {
                        top = (score, at);
                    }
                }
            };
            match next {
                Some(next) if !next.opens() => {
                    offer(cell.begins());
                    offer(cell.insides());
                }
                _ => offer(cell.closing()),
            }
            let state = self.candidate(top.1).state;
            named |= state != State::OUTSIDE;
            *place = top.1;
            next = Some(state);
        }
        named
    }

    /// Works out for each candidate its score joined to those of all ends of
    /// the segment that it leads to.
    fn run_backward(&self, column: &mut Vec<i64>) {
        self.clear(column, NEVER);
        let (lattice, transitions, base) = (self.lattice, self.transitions, self.base());
        let cells = lattice.cells.get(self.tokens.clone()).unwrap_or_default();
        if let Some(last) = cells.last() {
            let range = last.closing();
            for (at, candidate) in range.clone().zip(lattice.candidates(range)) {
                if let Some(place) = column.get_mut(at - base) {
                    *place = i64::from(candidate.score);
                }
            }
        }
        for pair in cells.windows(2).rev() {
            let &[cell, next] = pair else { continue };
            let Some((rest, done)) = column.split_at_mut_checked(next.start as usize - base) else {
                return;
            };
            let next_base = next.start as usize;
            let later = |range: Range<usize>| {
                let from = range.start - next_base;
                let sums = done.get(from..from + range.len()).unwrap_or_default();
                lattice.candidates(range).iter().zip(sums)
            };
            let mut put = |at: usize, sum: i64, candidate: &Candidate| {
                if let Some(place) = rest.get_mut(at - base) {
                    *place = sum + i64::from(candidate.score);
                }
            };
            let closing = cell.closing();
            for (at, candidate) in closing.clone().zip(lattice.candidates(closing)) {
                let row = transitions.after(candidate.state);
                let sum = later(next.opening()).fold(NEVER, |sum, (next, &backward)| {
                    transitions.add(sum, backward + Transitions::to(row, next.state))
                });
                put(at, sum, candidate);
            }
            for range in [cell.begins(), cell.insides()] {
                for (at, candidate) in range.clone().zip(lattice.candidates(range)) {
                    let leaves = candidate.state.leaves();
                    let mut sum = NEVER;
                    for (next, &backward) in later(next.taking()) {
                        if next.state.takes() == leaves {
                            let step = transitions.score(candidate.state, next.state);
                            sum = transitions.add(sum, backward + step);
                        }
                    }
                    put(at, sum, candidate);
                }
            }
        }
    }

    /// The logarithm of the probability of an entity on the best path.
    fn probability(&self, paths: &Paths, start: usize, last: usize) -> i32 {
        let base = self.base();
        let before = |at: usize| paths.forward.get(at - base).map_or(NEVER, |before| before.sum);
        let after = |at: usize| paths.backward.get(at - base).copied().unwrap_or(NEVER);
        let states = paths.path.get(start..=last).unwrap_or_default();
        let (Some(&first), Some(&end)) = (states.first(), states.last()) else { return 0 };
        let mut sum = before(first) + after(end);
        sum -= i64::from(self.candidate(end).score);
        for pair in states.windows(2) {
            let &[from, to] = pair else { continue };
            let (from, to) = (self.candidate(from), self.candidate(to));
            sum += i64::from(to.score) + self.transitions.score(from.state, to.state);
        }
        // Against all that may stand at the first token: rounding errors of
        // what comes before cancel.
        let cell = self.lattice.cell(self.tokens.start + start);
        let total = cell.all().fold(NEVER, |total, at| {
            let through = before(at) + after(at);
            self.transitions.add(total, through - i64::from(self.candidate(at).score))
        });
        i32::try_from((sum - total).min(0)).unwrap_or(i32::MIN)
    }
}
