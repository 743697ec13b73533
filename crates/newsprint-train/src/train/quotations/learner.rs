//! Weights that learn from choices and from yes or no.

use newsprint::quotation::feature::{self, Anchor, Role, Run};
use newsprint::quotation::learned::{PLACES, SCALE};
use newsprint::quotation::search::{self, Candidate, Weights};

use super::Settings;

/// A weight of 1 as the library's integers have it.
#[allow(clippy::cast_precision_loss, reason = "a small power of two")]
const UNIT: f32 = SCALE as f32;

/// Weights that learn: `AdaGrad` on hashed features.
pub struct Learner {
    pub(super) weights: Vec<f32>,
    squares: Vec<f32>,
    pub(super) rate: f32,
    decay: f32,
}

impl Weights for Learner {
    #[allow(clippy::cast_possible_truncation, reason = "weights are a few units")]
    fn weight(&self, key: u32) -> i32 {
        (self.weights[key as usize & (PLACES - 1)] * UNIT).round() as i32
    }
}

impl Learner {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            weights: vec![0.0; PLACES],
            squares: vec![1e-2; PLACES],
            rate: settings.rate,
            decay: settings.decay,
        }
    }

    pub(super) fn step(&mut self, keys: &[u32], gradient: f32) {
        for key in keys {
            let at = *key as usize & (PLACES - 1);
            let g = gradient + self.decay * self.weights[at];
            self.squares[at] += g * g;
            self.weights[at] -= self.rate * g / self.squares[at].sqrt();
        }
    }

    /// One step of a choice among candidates; gives the loss.
    pub(super) fn choose(
        &mut self,
        view: &feature::View<'_>,
        role: Role,
        anchor: &Anchor,
        gold: Option<Run>,
        scratch: &mut Scratch,
    ) {
        search::candidates(view, role, anchor, self, gold, None, &mut scratch.candidates);
        if !scratch.candidates.iter().any(|c| c.run == gold) {
            return;
        }
        let top = scratch.candidates.iter().map(|c| c.score).max().unwrap_or(0);
        #[allow(clippy::cast_precision_loss, reason = "scores are far below 2^24")]
        let exp = |c: &Candidate| ((c.score - top) as f32 / UNIT).exp();
        let total: f32 = scratch.candidates.iter().map(exp).sum();
        for index in 0..scratch.candidates.len() {
            let candidate = scratch.candidates[index];
            let gradient = exp(&candidate) / total - f32::from(candidate.run == gold);
            if gradient.abs() > 1e-3 {
                scratch.keys.clear();
                feature::candidate(view, role, anchor, candidate.run, &mut scratch.keys);
                self.step(&scratch.keys, gradient);
            }
        }
    }

    /// One step of a choice among options with their features.
    pub(super) fn choose_option<T: PartialEq>(&mut self, options: &[(T, Vec<u32>)], gold: &T) {
        let weight = |key: &u32| self.weights[*key as usize & (PLACES - 1)];
        let scores: Vec<f32> =
            options.iter().map(|(_, keys)| keys.iter().map(weight).sum()).collect();
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let total: f32 = scores.iter().map(|score| (score - top).exp()).sum();
        for ((option, keys), score) in options.iter().zip(scores) {
            let gradient = (score - top).exp() / total - f32::from(option == gold);
            if gradient.abs() > 1e-3 {
                self.step(keys, gradient);
            }
        }
    }

    /// One step of a yes or no.
    pub(super) fn decide(&mut self, keys: &[u32], gold: bool) {
        let weight = |key: &u32| self.weights[*key as usize & (PLACES - 1)];
        let score: f32 = keys.iter().map(weight).sum();
        let probability = 1.0 / (1.0 + (-score).exp());
        let gradient = probability - f32::from(gold);
        if gradient.abs() > 1e-3 {
            self.step(keys, gradient);
        }
    }
}

#[derive(Default)]
pub(super) struct Scratch {
    pub(super) candidates: Vec<Candidate>,
    pub(super) keys: Vec<u32>,
}
