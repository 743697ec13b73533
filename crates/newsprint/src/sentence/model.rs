//! The trained decision: a linear model over hashed features.

use super::candidate::{self, Candidate, Kind};
use crate::error::Error;
use crate::model::{Input, Output, corrupt};

/// Weights by feature.
///
/// The table is open addressed by the high bits of a feature's key; a place
/// holds the low half of the key beside the weight, four bytes in all, so that
/// the whole of it stays in the second cache.
#[derive(Clone, Debug)]
pub struct SentenceModel {
    /// `low half of the key << 16 | weight`; 0 for an empty place.
    places: Vec<u32>,
    shift: u32,
    /// Added to each score, by [`Kind`].
    bias: [i32; 2],
    /// The weights of the gate, one for each of its features.
    gate: Vec<i8>,
    /// What the gate's score must exceed.
    gate_threshold: i32,
}

impl SentenceModel {
    /// How many features the gate has.
    pub const GATE: usize = candidate::GATE;

    fn new(weights: Vec<(u32, i16)>, bias: [i32; 2], gate: &[(u32, i16)], threshold: i32) -> Self {
        // At most half full, so that a search looks at one or two places.
        let width = (weights.len() * 2).max(16).next_power_of_two().ilog2();
        let mut model = Self {
            places: vec![0; 1 << width],
            shift: 32 - width,
            bias,
            gate: vec![0; Self::GATE],
            gate_threshold: threshold,
        };
        for &(key, weight) in gate {
            if let Some(slot) = model.gate.get_mut(key as usize) {
                *slot = i8::try_from(weight).unwrap_or(if weight < 0 { i8::MIN } else { i8::MAX });
            }
        }
        for (key, weight) in weights {
            let mut at = (key >> model.shift) as usize;
            let row = entry(key, weight);
            loop {
                match model.places.get(at) {
                    Some(&found) if found != 0 && found >> 16 != row >> 16 => at += 1,
                    Some(_) => break,
                    None => model.places.push(0),
                }
            }
            if let Some(free) = model.places.get_mut(at) {
                *free = row;
            }
        }
        // A search that starts at the last place ends at an empty one.
        model.places.push(0);
        model
    }

    /// Reads the model's section.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when it is damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        SentenceWeights::read(bytes).map(Self::from)
    }

    /// The weight of a feature; 0 for an unknown one.
    #[inline]
    pub fn weight(&self, key: u32) -> i32 {
        let low = key << 16;
        let rest = self.places.get((key >> self.shift) as usize..).unwrap_or_default();
        for &place in rest {
            if place == 0 {
                break;
            }
            if (place ^ low) >> 16 == 0 {
                let [a, b, ..] = place.to_le_bytes();
                return i32::from(i16::from_le_bytes([a, b]));
            }
        }
        0
    }

    /// Whether a sentence ends at the candidate.
    ///
    /// The plainest ends need no weights, and most places without a stop are
    /// turned down by a gate of three small tables.
    #[inline]
    pub fn decide(&self, candidate: &Candidate) -> bool {
        match candidate.kind() {
            Kind::Stop => candidate.is_certain() || self.score(candidate) > 0,
            Kind::Bare => self.passes(candidate) && self.score(candidate) > 0,
        }
    }

    /// Whether the gate lets a bare place through.
    #[inline]
    pub fn passes(&self, candidate: &Candidate) -> bool {
        let weight = |place: usize| self.gate.get(place).copied().map_or(0, i32::from);
        candidate.gate().into_iter().map(weight).sum::<i32>() > self.gate_threshold
    }

    /// How far the evidence speaks for a boundary: above 0, it does.
    #[inline]
    pub fn score(&self, candidate: &Candidate) -> i32 {
        let [stop, bare] = self.bias;
        let mut score = match candidate.kind() {
            Kind::Stop => stop,
            Kind::Bare => bare,
        };
        candidate.features(&mut |key| score += self.weight(key));
        score
    }
}

const fn entry(key: u32, weight: i16) -> u32 {
    key << 16 | weight.cast_unsigned() as u32
}

/// A model as its trainer has it, and the section that it is kept in.
///
/// The section: the two biases and the gate's threshold; then the weights and
/// those of the gate, each as their number, their keys in rising order as
/// differences, and the weights themselves.
#[derive(Clone, Debug, Default)]
pub struct SentenceWeights {
    /// Keys in rising order, and their weights.
    pub weights: Vec<(u32, i16)>,
    /// Added to each score, by [`Kind`].
    pub bias: [i32; 2],
    /// The gate's features in rising order, and their weights of 8 bits.
    pub gate: Vec<(u32, i16)>,
    /// What the gate's score must exceed.
    pub gate_threshold: i32,
}

impl SentenceWeights {
    /// The model's section.
    ///
    /// # Panics
    /// When there are more than `u32::MAX` weights, or the keys do not rise.
    pub fn write(&self) -> Vec<u8> {
        let mut output = Output::new();
        for bias in self.bias {
            output.signed(bias);
        }
        output.signed(self.gate_threshold);
        for list in [&self.weights, &self.gate] {
            output.varint(u32::try_from(list.len()).expect("a few thousand weights"));
            let mut last = 0;
            for &(key, _) in list {
                output.varint(key.checked_sub(last).expect("keys in rising order"));
                last = key;
            }
            for &(_, weight) in list {
                output.signed(i32::from(weight));
            }
        }
        output.into_bytes()
    }

    /// Reads the model's section.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when it is damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut input = Input::new(bytes);
        let bias = [input.signed()?, input.signed()?];
        let gate_threshold = input.signed()?;
        let weights = read_list(&mut input)?;
        let gate = read_list(&mut input)?;
        input.end()?;
        Ok(Self { weights, bias, gate, gate_threshold })
    }
}

fn read_list(input: &mut Input<'_>) -> Result<Vec<(u32, i16)>, Error> {
    let count = input.count()?;
    let mut list = Vec::with_capacity(count);
    let mut key = 0_u32;
    for _ in 0..count {
        key = key
            .checked_add(input.varint()?)
            .ok_or_else(|| corrupt("rising keys of a sentence model", "others"))?;
        list.push((key, 0));
    }
    for (_, weight) in &mut list {
        let value = input.signed()?;
        *weight = i16::try_from(value).map_err(|_| corrupt("a weight of 16 bits", value))?;
    }
    Ok(list)
}

impl From<SentenceWeights> for SentenceModel {
    fn from(weights: SentenceWeights) -> Self {
        Self::new(weights.weights, weights.bias, &weights.gate, weights.gate_threshold)
    }
}
