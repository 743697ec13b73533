//! The trained weights of this stage.

use super::decode::Transitions;
use super::gazetteer::Gazetteer;
use super::state::STATES;
use crate::error::Error;
use crate::model::{Input, Output, Pool, WeightTable, WeightTableBuilder, corrupt};

/// The entity section of a model.
#[derive(Clone, Debug)]
pub struct EntityModel {
    /// Words, names, clusters.
    pub gazetteer: Gazetteer,
    /// Weights of the features of a token.
    pub weights: WeightTable,
    /// Weights of what the rest of the document was read as.
    pub consistency: WeightTable,
    /// From state to state.
    pub transitions: Transitions,
    /// Calibrated probabilities, in parts of 65,535, by how improbable the
    /// model says an entity is.
    pub calibration: Vec<u16>,
    pub(super) scratches: Pool<super::Scratch>,
}

/// How much of the model's scaled log-probability one step of the
/// calibration covers.
pub const CALIBRATION_STEP: i32 = 8;

/// What a trainer has, to be serialised.
#[derive(Clone, Debug)]
pub struct EntityModelParts<'a> {
    /// As [`GazetteerBuilder::write`](super::GazetteerBuilder::write) gives it.
    pub gazetteer: &'a [u8],
    /// Weights of features.
    pub weights: &'a WeightTableBuilder,
    /// Weights of the second reading.
    pub consistency: &'a WeightTableBuilder,
    /// From state to state.
    pub transitions: &'a Transitions,
    /// See [`EntityModel::calibration`].
    pub calibration: &'a [u16],
}

impl EntityModelParts<'_> {
    /// Serialises the section.
    ///
    /// # Panics
    /// When a table is too large for its count.
    pub fn write(&self, scale: f32) -> Vec<u8> {
        let mut output = Output::new();
        output.block(self.gazetteer);
        let mut tables = Output::new();
        self.weights.write(scale, &mut tables);
        self.consistency.write(scale, &mut tables);
        output.block(&tables.into_bytes());
        for &score in &self.transitions.scores {
            output.signed(i32::from(score));
        }
        output.block(&self.transitions.softplus);
        output.varint(u32::try_from(self.calibration.len()).expect("a short table"));
        for &value in self.calibration {
            output.varint(u32::from(value));
        }
        output.into_bytes()
    }
}

impl EntityModel {
    /// Reads a section that [`EntityModelParts::write`] wrote.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when it is damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut input = Input::new(bytes);
        let mut block = Input::new(input.block()?);
        let gazetteer = Gazetteer::read(&mut block)?;
        block.end()?;
        let mut block = Input::new(input.block()?);
        let weights = WeightTable::read(&mut block)?;
        let consistency = WeightTable::read(&mut block)?;
        block.end()?;
        for table in [&weights, &consistency] {
            if table.labels() != STATES {
                return Err(corrupt("weights for 73 states of entities", table.labels()));
            }
        }
        let mut scores = Vec::with_capacity(STATES * STATES);
        for _ in 0..STATES * STATES {
            let score = i16::try_from(input.signed()?)
                .map_err(|_| corrupt("a transition score of 16 bits", "a larger one"))?;
            scores.push(score);
        }
        let softplus = input.block()?.to_vec();
        let mut calibration = Vec::new();
        for _ in 0..input.count()? {
            let value = u16::try_from(input.varint()?)
                .map_err(|_| corrupt("a probability of 16 bits", "a larger one"))?;
            calibration.push(value);
        }
        input.end()?;
        let transitions = Transitions { scores, softplus };
        let scratches = Pool::default();
        Ok(Self { gazetteer, weights, consistency, transitions, calibration, scratches })
    }

    /// The calibrated probability of an entity whose scaled log-probability
    /// the model says is `log_probability`.
    pub fn probability(&self, log_probability: i32) -> f32 {
        let step = usize::try_from(-log_probability.min(0) / CALIBRATION_STEP).unwrap_or(0);
        let value = self.calibration.get(step).or(self.calibration.last());
        value.map_or(0.5, |&value| f32::from(value) / f32::from(u16::MAX))
    }
}
