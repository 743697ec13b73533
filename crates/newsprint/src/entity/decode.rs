//! The best sequence of states of a segment, and how probable each entity of
//! it is.

use super::state::{STATES, State};
use crate::model::Scores;

/// Scores are in units of this many to one (the natural logarithm of odds).
pub const SCALE: i32 = 64;

/// How many times finer than scores the weights of features are.
pub const FINER: i32 = 16;

/// States whose score is that much below the best one are left out.
const MARGIN: i32 = 9 * SCALE;
/// At most that many states that begin an entity are kept for a token, and as
/// many that go on with one.
const WIDTH: usize = 6;

/// The candidates of one segment: for each token the states that may be, with
/// their scores.
#[derive(Clone, Debug, Default)]
pub struct Lattice {
    /// Where the candidates of each token begin, and where the last ones end.
    offsets: Vec<u32>,
    states: Vec<State>,
    scores: Vec<i32>,
}

/// What is worked out for the candidates of a segment; room that serves for
/// one segment after another.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    forward: Vec<i64>,
    backward: Vec<i64>,
    best: Vec<i64>,
    from: Vec<u32>,
    path: Vec<usize>,
}

/// The best few of what is offered.
struct Best {
    items: [(i32, u8); WIDTH],
}

impl Best {
    const fn new() -> Self {
        Self { items: [(i32::MIN, 0); WIDTH] }
    }

    fn offer(&mut self, score: i32, state: u8) {
        if self.items.last().is_none_or(|last| score <= last.0) {
            return;
        }
        let mut item = (score, state);
        for place in &mut self.items {
            if item.0 > place.0 {
                std::mem::swap(&mut item, place);
            }
        }
    }
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
const NEVER: i64 = i64::MIN / 4;

impl Transitions {
    /// No preference among the transitions that may be.
    pub fn flat() -> Self {
        Self { scores: vec![0; STATES * STATES], softplus: softplus() }
    }

    #[inline]
    fn score(&self, from: State, to: State) -> i64 {
        let index = usize::from(from.0) * STATES + usize::from(to.0);
        self.scores.get(index).map_or(0, |&score| i64::from(score))
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
    /// Room for the candidates of a segment of that many tokens.
    pub fn with_capacity(tokens: usize) -> Self {
        Self {
            offsets: Vec::with_capacity(tokens + 1),
            states: Vec::with_capacity(tokens * WIDTH),
            scores: Vec::with_capacity(tokens * WIDTH),
        }
    }

    /// Adds a token with the scores of all its states.
    ///
    /// States that go on with an entity are kept for the labels only that the
    /// token before has kept such a state for.
    pub fn push(&mut self, scores: &Scores) {
        if self.offsets.is_empty() {
            self.offsets.push(0);
        }
        let mut running = [0_u8; STATES];
        let mut labels = 0;
        let before = self.len().checked_sub(1).map_or(0..0, |token| self.range(token));
        for state in self.states.get(before).unwrap_or_default() {
            if !state.closes() {
                let label = (state.0 - 1) / 4;
                let known = running.get(..labels).unwrap_or_default().contains(&label);
                if !known && let Some(place) = running.get_mut(labels) {
                    *place = label;
                    labels += 1;
                }
            }
        }
        let get = |state: u8| scores.get(usize::from(state)).copied().unwrap_or(i32::MIN);
        self.states.push(State::OUTSIDE);
        self.scores.push(get(0));
        // What will not be kept need not be sorted.
        let (labelled, _) = scores.get(1..STATES).unwrap_or_default().as_chunks::<4>();
        let highest = labelled
            .iter()
            .fold(get(0), |highest, &[begin, .., unit]| highest.max(begin).max(unit));
        let least = highest.saturating_sub(MARGIN);
        let mut opening = Best::new();
        for (&[begin, .., unit], label) in labelled.iter().zip(0_u8..) {
            if begin >= least {
                opening.offer(begin, 1 + 4 * label);
            }
            if unit >= least {
                opening.offer(unit, 4 + 4 * label);
            }
        }
        self.keep(&opening, get(0));
        if labels > 0 {
            let mut inner = Best::new();
            for &label in running.get(..labels).unwrap_or_default() {
                inner.offer(get(2 + 4 * label), 2 + 4 * label);
                inner.offer(get(3 + 4 * label), 3 + 4 * label);
            }
            self.keep(&inner, i32::MIN);
        }
        self.offsets.push(u32::try_from(self.states.len()).unwrap_or(u32::MAX));
    }

    fn keep(&mut self, best: &Best, least_best: i32) {
        let highest = best.items.first().map_or(0, |item| item.0).max(least_best);
        for &(score, state) in &best.items {
            if score > i32::MIN && score.saturating_add(MARGIN) >= highest {
                self.states.push(State(state));
                self.scores.push(score);
            }
        }
    }

    /// How many tokens it has.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether it has no tokens.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn range(&self, token: usize) -> std::ops::Range<usize> {
        match self.offsets.get(token..token + 2) {
            Some(&[from, to]) => from as usize..to as usize,
            _ => 0..0,
        }
    }

    /// The candidates of a token.
    pub fn candidates(&self, token: usize) -> impl Iterator<Item = (State, i32)> {
        let range = self.range(token);
        let states = self.states.get(range.clone()).unwrap_or_default();
        states.iter().copied().zip(self.scores.get(range).unwrap_or_default().iter().copied())
    }

    /// Adds to the score of each candidate of a token.
    pub fn adjust(&mut self, token: usize, more: impl Fn(State) -> i32) {
        let range = self.range(token);
        let states = self.states.get(range.clone()).unwrap_or_default();
        let scores = self.scores.get_mut(range).unwrap_or_default();
        for (&state, score) in states.iter().zip(scores) {
            *score += more(state);
        }
    }

    /// Finds the best sequence and gives its entities to `found`, in order.
    pub fn decode(
        &self,
        transitions: &Transitions,
        paths: &mut Paths,
        mut found: impl FnMut(Decoded),
    ) {
        let tokens = self.len();
        if tokens == 0 {
            return;
        }
        self.run_forward(transitions, paths);

        // The best path, from its end.
        let last = self.range(tokens - 1);
        let Some(mut at) = last
            .filter(|&at| self.states.get(at).is_some_and(|state| state.closes()))
            .max_by_key(|&at| (paths.best.get(at).copied(), std::cmp::Reverse(at)))
        else {
            return;
        };
        paths.path.clear();
        paths.path.resize(tokens, 0);
        let mut named = false;
        for place in paths.path.iter_mut().rev() {
            *place = at;
            named |= self.states.get(at).is_some_and(|&state| state != State::OUTSIDE);
            at = paths.from.get(at).map_or(0, |&from| from as usize);
        }
        // How probable an entity is counts only where there is one.
        if !named {
            return;
        }
        self.run_backward(transitions, paths);
        let mut start = 0;
        for (token, &at) in paths.path.iter().enumerate() {
            let state = self.states.get(at).copied().unwrap_or_default();
            if state.opens() {
                start = token;
            }
            if state.label().is_some() && state.closes() {
                let log_probability = self.probability(transitions, paths, start, token);
                found(Decoded { start, end: token + 1, state, log_probability });
            }
        }
    }

    fn run_forward(&self, transitions: &Transitions, paths: &mut Paths) {
        let count = self.states.len();
        let Paths { forward: forwards, best: bests, from: origins, .. } = paths;
        for column in [&mut *forwards, &mut *bests] {
            column.clear();
            column.resize(count, NEVER);
        }
        origins.clear();
        origins.resize(count, 0);
        for token in 0..self.len() {
            let before = if token == 0 { 0..0 } else { self.range(token - 1) };
            for at in self.range(token) {
                let (Some(&state), Some(&score)) = (self.states.get(at), self.scores.get(at))
                else {
                    continue;
                };
                let (mut sum, mut best, mut from) = (NEVER, NEVER, 0);
                if token == 0 {
                    if state.opens() {
                        sum = transitions.score(State::OUTSIDE, state);
                        best = sum;
                    }
                } else {
                    let takes = state.takes();
                    let states = self.states.get(before.clone()).unwrap_or_default();
                    let forwards = forwards.get(before.clone()).unwrap_or_default();
                    let paths = bests.get(before.clone()).unwrap_or_default();
                    let earlier = states.iter().zip(forwards).zip(paths).zip(before.start..);
                    for (((&previous, &forward), &path), earlier) in earlier {
                        if previous.leaves() != takes {
                            continue;
                        }
                        let step = transitions.score(previous, state);
                        if forward > NEVER {
                            sum = transitions.add(sum, forward + step);
                        }
                        if path > NEVER && path + step > best {
                            best = path + step;
                            from = earlier;
                        }
                    }
                }
                if sum > NEVER
                    && let Some(place) = forwards.get_mut(at)
                {
                    *place = sum + i64::from(score);
                }
                if best > NEVER
                    && let Some(place) = bests.get_mut(at)
                {
                    *place = best + i64::from(score);
                }
                if let Some(place) = origins.get_mut(at) {
                    *place = u32::try_from(from).unwrap_or(0);
                }
            }
        }
    }

    fn run_backward(&self, transitions: &Transitions, paths: &mut Paths) {
        let column = &mut paths.backward;
        column.clear();
        column.resize(self.states.len(), NEVER);
        let tokens = self.len();
        for token in (0..tokens).rev() {
            let after = if token + 1 == tokens { 0..0 } else { self.range(token + 1) };
            for at in self.range(token) {
                let Some(&state) = self.states.get(at) else { continue };
                let mut sum = NEVER;
                if token + 1 == tokens {
                    if state.closes() {
                        sum = 0;
                    }
                } else {
                    let leaves = state.leaves();
                    let states = self.states.get(after.clone()).unwrap_or_default();
                    let backwards = column.get(after.clone()).unwrap_or_default();
                    let scores = self.scores.get(after.clone()).unwrap_or_default();
                    for ((&next, &backward), &score) in states.iter().zip(backwards).zip(scores) {
                        if next.takes() == leaves && backward > NEVER {
                            let step = transitions.score(state, next);
                            sum = transitions.add(sum, backward + step + i64::from(score));
                        }
                    }
                }
                if let Some(place) = column.get_mut(at) {
                    *place = sum;
                }
            }
        }
    }

    /// The logarithm of the probability of an entity on the best path.
    fn probability(
        &self,
        transitions: &Transitions,
        paths: &Paths,
        start: usize,
        last: usize,
    ) -> i32 {
        let get = |column: &[i64], at: usize| column.get(at).copied().unwrap_or(NEVER);
        let states = paths.path.get(start..=last).unwrap_or_default();
        let (Some(&first), Some(&end)) = (states.first(), states.last()) else { return 0 };
        let mut sum = get(&paths.forward, first) + get(&paths.backward, end);
        for pair in states.windows(2) {
            let &[from, to] = pair else { continue };
            let state = |at: usize| self.states.get(at).copied().unwrap_or_default();
            sum += i64::from(self.scores.get(to).copied().unwrap_or(0));
            sum += transitions.score(state(from), state(to));
        }
        // Against all that may stand at the first token: rounding errors of
        // what comes before cancel.
        let total = self.range(start).fold(NEVER, |total, at| {
            let (forward, backward) = (get(&paths.forward, at), get(&paths.backward, at));
            if forward > NEVER && backward > NEVER {
                transitions.add(total, forward + backward)
            } else {
                total
            }
        });
        i32::try_from((sum - total).min(0)).unwrap_or(i32::MIN)
    }
}
