//! The trained weights of this layer.
//!
//! # The serialised form (version 2)
//! The version; the families, each a norm key (as a difference to the one
//! before), the number of its family, its prior and its habit; then the weights that are
//! not zero: the place of each (as a difference to the one before) and its
//! value, a byte's worth. All varints. Version 1 had half the places and
//! weights of sixteen bits.

use crate::error::Error;
use crate::model::{Input, Output};

use super::search::Weights;

/// The version of the form.
const VERSION: u32 = 2;
/// Places of the table of weights: a power of two.
pub const PLACES: usize = 1 << 21;
/// A weight of 1 as an integer.
pub const SCALE: i32 = 256;
/// A step of a stored weight as an integer: twice the places for a weight a
/// byte each tell more than finer weights.
const STEP: i32 = 4;

/// A word that can report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trigger {
    /// Its norm key.
    pub word: u32,
    /// Its family, counted from 1.
    pub family: u16,
    /// How often it is a cue in training, in steps from 0 to 7.
    pub prior: u8,
    /// What stands next to it in unannotated copy: how often `that` follows,
    /// in steps from 0 to 3, and four times how often a quote mark does.
    pub habit: u8,
}

/// The weights of this layer.
#[derive(Clone, Debug)]
pub struct QuotationModel {
    /// Open addressed by the word.
    triggers: Vec<Trigger>,
    weights: Table,
}

/// All weights, in so many places that each key has one.
type Table = Box<[i8; PLACES]>;

impl QuotationModel {
    /// Makes the model from its parts; weights are rounded to 1/64, and none
    /// is above 2.
    pub fn new(triggers: &[Trigger], weights: &[f32]) -> Self {
        let mut table = table();
        for (place, weight) in table.iter_mut().zip(weights) {
            *place = quantise(*weight);
        }
        Self { triggers: index(triggers), weights: table }
    }

    /// Reads the section. Linear.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when the bytes are
    /// no such section.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut input = Input::new(bytes);
        let version = input.varint()?;
        if version != VERSION {
            return Err(crate::model::corrupt(
                &format!("quotation weights of version {VERSION}"),
                format_args!("version {version}"),
            ));
        }
        let count = input.count()?;
        let mut triggers = Vec::with_capacity(count);
        let mut word = 0_u32;
        for _ in 0..count {
            word = word.wrapping_add(input.varint()?);
            let family = u16::try_from(input.varint()?).unwrap_or(0);
            triggers.push(Trigger { word, family, prior: input.u8()?, habit: input.u8()? });
        }
        let mut weights = table();
        let count = input.count()?;
        let mut place = 0_usize;
        for _ in 0..count {
            place += input.varint()? as usize;
            let weight = i8::try_from(input.signed()?).unwrap_or(0);
            let slot = weights
                .get_mut(place)
                .ok_or_else(|| crate::model::corrupt("a place in the table of weights", place))?;
            *slot = weight;
        }
        input.end()?;
        Ok(Self { triggers: index(&triggers), weights })
    }

    /// Writes the section.
    pub fn write(&self) -> Vec<u8> {
        let mut output = Output::new();
        output.varint(VERSION);
        let mut triggers: Vec<_> = self.triggers.iter().filter(|t| t.family > 0).collect();
        triggers.sort_by_key(|trigger| trigger.word);
        output.varint(u32::try_from(triggers.len()).unwrap_or(0));
        let mut word = 0;
        for trigger in triggers {
            output.varint(trigger.word.wrapping_sub(word));
            output.varint(trigger.family.into());
            output.u8(trigger.prior);
            output.u8(trigger.habit);
            word = trigger.word;
        }
        let weights: Vec<(usize, i8)> = self
            .weights
            .iter()
            .enumerate()
            .filter(|(_, weight)| **weight != 0)
            .map(|(place, weight)| (place, *weight))
            .collect();
        output.varint(u32::try_from(weights.len()).unwrap_or(0));
        let mut last = 0;
        for (place, weight) in weights {
            output.varint(u32::try_from(place - last).unwrap_or(0));
            output.signed(weight.into());
            last = place;
        }
        output.into_bytes()
    }

    /// The trigger that a word is.
    #[inline]
    pub fn trigger(&self, word: u32) -> Option<Trigger> {
        let mask = self.triggers.len().wrapping_sub(1);
        let mut at = word as usize & mask;
        loop {
            let slot = self.triggers.get(at).filter(|slot| slot.family > 0)?;
            if slot.word == word {
                return Some(*slot);
            }
            at = (at + 1) & mask;
        }
    }
}

impl Weights for QuotationModel {
    #[inline]
    fn weight(&self, key: u32) -> i32 {
        STEP * i32::from(self.weights[key as usize & (PLACES - 1)])
    }
}

/// A table without weights.
#[allow(clippy::large_stack_arrays, reason = "never made: the length is right")]
fn table() -> Table {
    let table = vec![0; PLACES].into_boxed_slice();
    table.try_into().unwrap_or_else(|_| Box::new([0; PLACES]))
}

#[allow(clippy::cast_possible_truncation, reason = "clamped to the range first")]
fn quantise(weight: f32) -> i8 {
    let steps = weight * f32::from((SCALE / STEP) as u16);
    steps.round().clamp(f32::from(i8::MIN), f32::from(i8::MAX)) as i8
}

fn index(triggers: &[Trigger]) -> Vec<Trigger> {
    let size = (triggers.len() * 4).next_power_of_two().max(4);
    let mut slots = vec![Trigger::default(); size];
    for trigger in triggers.iter().filter(|trigger| trigger.family > 0) {
        let mut at = trigger.word as usize & (size - 1);
        while slots.get(at).is_some_and(|slot| slot.family > 0 && slot.word != trigger.word) {
            at = (at + 1) & (size - 1);
        }
        if let Some(slot) = slots.get_mut(at) {
            *slot = *trigger;
        }
    }
    slots
}

/// The probability behind a score in the model's integers: the same on every
/// platform, from additions and multiplications alone.
#[allow(clippy::cast_precision_loss, reason = "clamped to 13 bits first")]
pub fn probability(score: i32) -> f32 {
    let x = score.clamp(-16 * SCALE, 16 * SCALE) as f32 / SCALE as f32;
    // e^-x as (1 - x/1024)^1024.
    let mut power = 1.0 - x / 1024.0;
    for _ in 0..10 {
        power *= power;
    }
    1.0 / (1.0 + power)
}
