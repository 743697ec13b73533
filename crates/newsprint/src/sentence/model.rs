//! The trained decision: a linear model over hashed features.

use super::candidate::{Candidate, Kind};
use crate::error::Error;
use crate::model::{Input, Output, corrupt};

/// Weights by hashed feature.
///
/// Features that fall into the same place share a weight: the table is small
/// enough for the nearest caches, and training has seen to it that what falls
/// together gets along.
#[derive(Clone, Debug)]
pub struct SentenceModel {
    weights: Vec<i16>,
    /// What a score must exceed, for each [`Kind`].
    thresholds: [i32; 2],
}

impl SentenceModel {
    /// How many bits of a feature's key count.
    pub const BITS: u32 = 15;

    /// A model of the given weights, `1 << BITS` of them.
    ///
    /// # Panics
    /// When there are more or fewer.
    pub fn new(weights: Vec<i16>, thresholds: [i32; 2]) -> Self {
        assert_eq!(weights.len(), 1 << Self::BITS, "a table of the size that BITS says");
        Self { weights, thresholds }
    }

    /// The place of a feature's weight.
    #[inline]
    pub const fn place(key: u32) -> usize {
        (key >> (32 - Self::BITS)) as usize
    }

    /// How far the evidence speaks for a boundary: above 0, it does.
    #[inline]
    pub fn score(&self, candidate: &Candidate) -> i32 {
        let mut score = 0;
        candidate.features(&mut |key| {
            score += self.weights.get(Self::place(key)).copied().map_or(0, i32::from);
        });
        score - self.threshold(candidate.kind())
    }

    fn threshold(&self, kind: Kind) -> i32 {
        let [stop, bare] = self.thresholds;
        match kind {
            Kind::Stop => stop,
            Kind::Bare => bare,
        }
    }

    /// Reads the model's section.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when it is damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut input = Input::new(bytes);
        if input.varint()? != Self::BITS {
            return Err(corrupt("a sentence model of this size", "another"));
        }
        let thresholds = [input.signed()?, input.signed()?];
        let mut weights = vec![0; 1 << Self::BITS];
        let mut zeros = 0;
        for weight in &mut weights {
            if zeros > 0 {
                zeros -= 1;
                continue;
            }
            let value = input.signed()?;
            if value == 0 {
                zeros = input.varint()?;
            }
            *weight = i16::try_from(value).map_err(|_| corrupt("a weight of 16 bits", value))?;
        }
        if zeros > 0 {
            return Err(corrupt("as many weights as the table has", "more"));
        }
        input.end()?;
        Ok(Self { weights, thresholds })
    }

    /// Writes the model's section: the thresholds, then the weights, a zero
    /// followed by how many more there are.
    pub fn write(&self) -> Vec<u8> {
        let mut output = Output::new();
        output.varint(Self::BITS);
        for threshold in self.thresholds {
            output.signed(threshold);
        }
        let mut weights = self.weights.iter().peekable();
        while let Some(&weight) = weights.next() {
            output.signed(i32::from(weight));
            if weight == 0 {
                let mut more = 0;
                while weights.next_if_eq(&&0).is_some() {
                    more += 1;
                }
                output.varint(more);
            }
        }
        output.into_bytes()
    }
}
