//! A linear-chain conditional random field over the states of entities.
//!
//! Trained by stochastic gradients on the likelihood less the squares of the
//! weights. Steps of a size of their own for each weight (AdaGrad) were tried
//! and learn the rare features, which most names of a new text do not have. A
//! token's label may be known only in part: then the sequences that agree
//! with what is known count together.

use newsprint::entity::{Label, STATES};

use super::state;

/// Weights of a row, padded so that rows are added in full vectors.
pub const WIDTH: usize = 80;

/// The states that a token may have, a bit each.
pub type Allowed = u128;

/// Every state.
pub const ANY: Allowed = (1 << STATES) - 1;

/// Tokens with their features, in segments that do not touch.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// Features of all tokens, one after the other.
    pub features: Vec<u32>,
    /// For each token: where its features begin, where those begin that are
    /// no identity, where they end.
    pub tokens: Vec<[u32; 3]>,
    /// What each token may be.
    pub allowed: Vec<Allowed>,
    /// The word of each token, unique over documents.
    pub words: Vec<u32>,
    /// The segments, as runs of tokens, with the weight of each.
    pub segments: Vec<(std::ops::Range<usize>, f32)>,
    /// The document of each segment.
    pub documents: Vec<u32>,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many times to go through the examples.
    pub epochs: usize,
    /// The first step.
    pub rate: f32,
    /// After how many epochs the step is half the first one.
    pub half_life: f32,
    /// The weight of the squares of the weights against the whole of the
    /// likelihood.
    pub penalty: f32,
    /// How often the identity of a name's words is hidden.
    pub hide: f32,
    /// The seed of the order and of what is hidden.
    pub seed: u64,
}

/// The weights.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Rows of [`WIDTH`].
    pub rows: Vec<f32>,
    /// From each state to each other.
    pub transitions: Vec<f32>,
}

/// Scores that stay as they are, to which weights are to be added.
#[derive(Clone, Debug)]
pub struct Base {
    /// Of every token.
    pub scores: Vec<[f32; WIDTH]>,
    /// From state to state.
    pub transitions: Vec<f32>,
}

/// A small generator of random numbers, the same everywhere.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// Shuffles a list.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            #[expect(clippy::cast_possible_truncation, reason = "not above `at`")]
            let other = (self.draw() % (at as u64 + 1)) as usize;
            list.swap(at, other);
        }
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// `e^x` from plain arithmetic, the same everywhere.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number that is not below -120"
)]
fn exp(x: f32) -> f32 {
    let y = (x * std::f32::consts::LOG2_E).max(-120.0);
    let whole = y.floor();
    let f = y - whole;
    let p = 1.0
        + f * (std::f32::consts::LN_2
            + f * (0.240_226_5 + f * (0.055_504_1 + f * (0.009_618_1 + f * 0.001_333_4))));
    f32::from_bits((((whole as i32) + 127) as u32) << 23) * p
}

struct Chain {
    closing: Vec<usize>,
    opening: Vec<usize>,
    /// `e^transition`, rows by the later opening state, columns by closing.
    outer: Vec<f32>,
    /// For each label: B→I, B→L, I→I, I→L.
    inner: Vec<[f32; 4]>,
}

impl Chain {
    fn new(transitions: &[f32]) -> Self {
        let closing: Vec<usize> = (0..STATES).filter(|&s| state(s).closes()).collect();
        let opening: Vec<usize> = (0..STATES).filter(|&s| state(s).opens()).collect();
        let at = |from: usize, to: usize| exp(transitions[from * STATES + to]);
        let mut outer = Vec::new();
        for &to in &opening {
            for &from in &closing {
                outer.push(at(from, to));
            }
        }
        let inner = (0..Label::ALL.len())
            .map(|label| {
                let b = 1 + 4 * label;
                [at(b, b + 1), at(b, b + 2), at(b + 1, b + 1), at(b + 1, b + 2)]
            })
            .collect();
        Self { closing, opening, outer, inner }
    }
}

/// Work space for one segment.
#[derive(Default)]
struct Space {
    potentials: Vec<[f32; WIDTH]>,
    forward: Vec<[f32; WIDTH]>,
    backward: Vec<[f32; WIDTH]>,
    marginals: Vec<[f32; WIDTH]>,
}

impl Space {
    /// Fills the marginals; with `pairs`, adds to it the expected number of
    /// each transition, times `sign`.
    ///
    /// Gives `false` when no sequence is allowed.
    #[expect(clippy::too_many_lines, reason = "one forward pass, one backward pass")]
    fn run(
        &mut self,
        chain: &Chain,
        allowed: Option<&[Allowed]>,
        pairs: Option<(&mut [f32], f32)>,
    ) -> bool {
        let n = self.potentials.len();
        let mask = |t: usize, values: &mut [f32; WIDTH]| {
            if let Some(allowed) = allowed
                && allowed[t] != ANY
            {
                for (s, value) in values.iter_mut().enumerate().take(STATES) {
                    if allowed[t] >> s & 1 == 0 {
                        *value = 0.0;
                    }
                }
            }
        };
        self.forward.clear();
        self.forward.resize(n, [0.0; WIDTH]);
        self.backward.clear();
        self.backward.resize(n, [0.0; WIDTH]);
        self.marginals.resize(n, [0.0; WIDTH]);
        let closes = chain.closing.len();
        for t in 0..n {
            let mut row = [0.0_f32; WIDTH];
            if t == 0 {
                // Before the segment stands a token outside.
                for (index, &to) in chain.opening.iter().enumerate() {
                    row[to] = chain.outer[index * closes];
                }
            } else {
                let before = &self.forward[t - 1];
                let mut from = [0.0_f32; 40];
                for (value, &state) in from.iter_mut().zip(&chain.closing) {
                    *value = before[state];
                }
                for (index, &to) in chain.opening.iter().enumerate() {
                    let weights = &chain.outer[index * closes..(index + 1) * closes];
                    row[to] = from.iter().zip(weights).map(|(a, b)| a * b).sum();
                }
                for (label, [bi, bl, ii, il]) in chain.inner.iter().enumerate() {
                    let b = 1 + 4 * label;
                    row[b + 1] = before[b] * bi + before[b + 1] * ii;
                    row[b + 2] = before[b] * bl + before[b + 1] * il;
                }
            }
            for (value, potential) in row.iter_mut().zip(&self.potentials[t]) {
                *value *= potential;
            }
            mask(t, &mut row);
            let sum: f32 = row.iter().sum();
            if sum < 1e-30 {
                return false;
            }
            let scale = 1.0 / sum;
            for value in &mut row {
                *value *= scale;
            }
            self.forward[t] = row;
        }
        if chain.closing.iter().all(|&state| self.forward[n - 1][state] == 0.0) {
            return false;
        }
        for &state in &chain.closing {
            self.backward[n - 1][state] = 1.0;
        }
        let mut pairs = pairs;
        for t in (1..n).rev() {
            let mut later = [0.0_f32; WIDTH];
            for (value, (b, p)) in
                later.iter_mut().zip(self.backward[t].iter().zip(&self.potentials[t]))
            {
                *value = b * p;
            }
            mask(t, &mut later);
            let mut row = [0.0_f32; WIDTH];
            let mut from = [0.0_f32; 40];
            for (index, &to) in chain.opening.iter().enumerate() {
                let value = later[to];
                if value > 0.0 {
                    let weights = &chain.outer[index * closes..(index + 1) * closes];
                    for (sum, weight) in from.iter_mut().zip(weights) {
                        *sum += value * weight;
                    }
                }
            }
            for (value, &state) in from.iter().zip(&chain.closing) {
                row[state] = *value;
            }
            for (label, [bi, bl, ii, il]) in chain.inner.iter().enumerate() {
                let b = 1 + 4 * label;
                row[b] = later[b + 1] * bi + later[b + 2] * bl;
                row[b + 1] = later[b + 1] * ii + later[b + 2] * il;
            }
            if let Some((pairs, sign)) = &mut pairs {
                let before = &self.forward[t - 1];
                let total: f32 = row.iter().zip(before).map(|(a, b)| a * b).sum();
                let scale = *sign / total.max(1e-30);
                for (index, &to) in chain.opening.iter().enumerate() {
                    if later[to] * scale.abs() > 1e-6 {
                        for (column, &state) in chain.closing.iter().enumerate() {
                            pairs[state * STATES + to] += before[state]
                                * chain.outer[index * closes + column]
                                * later[to]
                                * scale;
                        }
                    }
                }
                for (label, weights) in chain.inner.iter().enumerate() {
                    let b = 1 + 4 * label;
                    for (index, (f, to)) in [(b, b + 1), (b, b + 2), (b + 1, b + 1), (b + 1, b + 2)]
                        .into_iter()
                        .enumerate()
                    {
                        pairs[f * STATES + to] += before[f] * weights[index] * later[to] * scale;
                    }
                }
            }
            let sum: f32 = row.iter().sum();
            let scale = 1.0 / sum.max(1e-30);
            for value in &mut row {
                *value *= scale;
            }
            self.backward[t - 1] = row;
        }
        for t in 0..n {
            let mut total = 0.0;
            for s in 0..WIDTH {
                let value = self.forward[t][s] * self.backward[t][s];
                self.marginals[t][s] = value;
                total += value;
            }
            let scale = 1.0 / total.max(1e-30);
            for value in &mut self.marginals[t] {
                *value *= scale;
            }
        }
        if let Some((pairs, sign)) = &mut pairs {
            for &to in &chain.opening {
                pairs[to] += self.marginals[0][to] * *sign;
            }
        }
        true
    }
}

/// Trains on the segments that `use_document` names.
#[expect(clippy::too_many_lines, reason = "one loop whose steps share its working space")]
#[expect(clippy::cast_precision_loss, reason = "far fewer segments than 2^24")]
pub fn train(
    examples: &Examples,
    rows: usize,
    settings: Settings,
    base: Option<&Base>,
    use_document: impl Fn(u32) -> bool,
) -> Weights {
    let mut weights = vec![0.0_f32; rows * WIDTH];
    let mut transitions =
        base.map_or_else(|| vec![0.0_f32; STATES * STATES], |base| base.transitions.clone());
    let mut average = vec![0.0_f32; rows * WIDTH];
    let mut average_transitions = vec![0.0_f32; STATES * STATES];
    let mut averaged = 0.0_f32;
    let mut random = Random(settings.seed);
    let mut order: Vec<usize> =
        (0..examples.segments.len()).filter(|&at| use_document(examples.documents[at])).collect();
    let mut space = Space::default();
    let mut known: Vec<[f32; WIDTH]> = Vec::new();
    let mut pairs = vec![0.0_f32; STATES * STATES];
    // The weights are `scale` times what is stored, so that all of them shrink
    // at once.
    let mut scale = 1.0_f32;
    let shrink = settings.penalty / order.len().max(1) as f32;
    let mut steps = 0.0_f32;
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        let seed = random.draw();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of 2^32"
        )]
        let limit = (f64::from(settings.hide) * 2f64.powi(32)) as u64;
        // A word is hidden in all of its document, or not at all.
        let hidden = |token: usize| {
            mix(seed ^ u64::from(examples.words[token]).wrapping_mul(0x9e37_79b9)) >> 32 < limit
        };
        let (mut loss, mut skipped) = (0.0_f64, 0);
        for &segment in &order {
            // Stale transitions swing.
            let chain = Chain::new(&transitions);
            let rate = settings.rate / (1.0 + steps / (order.len() as f32 * settings.half_life));
            steps += 1.0;
            scale *= 1.0 - rate * shrink;
            if scale < 1e-3 {
                for weight in &mut weights {
                    *weight *= scale;
                }
                scale = 1.0;
            }
            let (range, importance) = &examples.segments[segment];
            let allowed = &examples.allowed[range.clone()];
            space.potentials.clear();
            for token in range.clone() {
                let mut scores = [0.0_f32; WIDTH];
                if let Some(base) = base {
                    for (score, fixed) in scores.iter_mut().zip(&base.scores[token]) {
                        *score = fixed / scale;
                    }
                }
                let [start, evidence, end] = examples.tokens[token].map(|at| at as usize);
                let start = if hidden(token) { evidence } else { start };
                for &row in &examples.features[start..end] {
                    let row = &weights[row as usize * WIDTH..(row as usize + 1) * WIDTH];
                    for (score, weight) in scores.iter_mut().zip(row) {
                        *score += weight;
                    }
                }
                let highest = scores[..STATES].iter().copied().fold(f32::MIN, f32::max);
                for score in &mut scores {
                    *score = exp((*score - highest) * scale);
                }
                scores[STATES..].fill(0.0);
                space.potentials.push(scores);
            }
            pairs.fill(0.0);
            if !space.run(&chain, Some(allowed), Some((&mut pairs, 1.0))) {
                skipped += 1;
                continue;
            }
            known.clear();
            known.extend_from_slice(&space.marginals);
            known.truncate(range.len());
            space.run(&chain, None, Some((&mut pairs, -1.0)));
            for (t, token) in range.clone().enumerate() {
                let mut gradient = [0.0_f32; WIDTH];
                let mut largest = 0.0_f32;
                for (g, (a, b)) in gradient.iter_mut().zip(known[t].iter().zip(&space.marginals[t]))
                {
                    *g = (a - b) * importance;
                    largest = largest.max(g.abs());
                }
                loss += f64::from(largest);
                if largest < 0.002 {
                    continue;
                }
                let [start, evidence, end] = examples.tokens[token].map(|at| at as usize);
                let start = if hidden(token) { evidence } else { start };
                for g in &mut gradient {
                    *g *= rate / scale;
                }
                for &row in &examples.features[start..end] {
                    let at = row as usize * WIDTH;
                    let row = &mut weights[at..at + WIDTH];
                    for (weight, g) in row.iter_mut().zip(&gradient) {
                        *weight += g;
                    }
                }
            }
            if base.is_some() {
                continue;
            }
            for (weight, g) in transitions.iter_mut().zip(&pairs) {
                *weight += rate * (importance * g - shrink * *weight);
            }
        }
        if epoch * 2 >= settings.epochs {
            for (sum, weight) in average.iter_mut().zip(&weights) {
                *sum += weight * scale;
            }
            for (sum, weight) in average_transitions.iter_mut().zip(&transitions) {
                *sum += weight;
            }
            averaged += 1.0;
        }
        eprintln!("epoch {}: loss {loss:.0}, {skipped} segments skipped", epoch + 1);
    }
    for weight in average.iter_mut().chain(&mut average_transitions) {
        *weight /= averaged.max(1.0);
    }
    Weights { rows: average, transitions: average_transitions }
}
