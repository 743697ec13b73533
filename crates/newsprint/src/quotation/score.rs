//! Raw scores to probabilities: how often quotations of a form, and speakers
//! found in a way, were right on texts that the model was not trained on.

use super::{QuoteKind, RuleId, SpeakerBasis};
use crate::error::Error;
use crate::model::{Input, Output, corrupt};

/// Forms of quotations that are counted apart.
pub const FAMILIES: usize = 6;
/// Bases of speakers, and none.
pub const BASES: usize = SpeakerBasis::ALL.len() + 1;
/// What a probability of one is in the table.
pub const WHOLE: u16 = 10_000;

/// The curve of one family: raw scores and how often they are right, both
/// rising, both in parts of [`WHOLE`].
pub type Curve = Vec<(u16, u16)>;

/// What raw scores mean.
///
/// ```
/// use newsprint::quotation::score::Calibration;
/// // Without a trained section, scores stay as they are.
/// assert_eq!(Calibration::default().report(0, 0.75), 0.75);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calibration {
    /// By family: whether content and source are right.
    pub curves: Vec<Curve>,
    /// By basis: whether the speaker is right, too, when those are.
    pub speakers: Vec<u16>,
    /// By basis, for words in marks and for others: whether the speaker is
    /// right when someone is quoted there at all.
    pub named: Vec<u16>,
}

/// The family of a quotation.
pub fn family(rule: RuleId, kind: QuoteKind) -> usize {
    match kind {
        QuoteKind::Scare => 5,
        _ if rule.0 == super::rule::UNATTRIBUTED => 4,
        QuoteKind::Direct => 0,
        QuoteKind::Mixed => 1,
        QuoteKind::Indirect => {
            let plain = rule.0.starts_with("indirect-") || rule.0 == "according-to";
            if plain { 2 } else { 3 }
        }
    }
}

/// The place of a basis in the tables.
pub fn place(basis: Option<SpeakerBasis>) -> usize {
    basis.map_or(BASES - 1, SpeakerBasis::index)
}

fn share(value: u16) -> f32 {
    f32::from(value) / f32::from(WHOLE)
}

impl Calibration {
    /// The probability that content and source of a quotation are right.
    pub fn report(&self, family: usize, raw: f32) -> f32 {
        let Some(curve) = self.curves.get(family).filter(|curve| !curve.is_empty()) else {
            return raw;
        };
        let mut before: Option<(f32, f32)> = None;
        for &(x, y) in curve {
            let (x, y) = (share(x), share(y));
            if raw <= x {
                return match before {
                    Some((left, low)) if x > left => low + (y - low) * (raw - left) / (x - left),
                    _ => y,
                };
            }
            before = Some((x, y));
        }
        before.map_or(raw, |(_, y)| y)
    }

    /// The probability that the speaker is right when content and source are.
    pub(crate) fn speaker(&self, basis: Option<SpeakerBasis>) -> f32 {
        self.speakers.get(place(basis)).map_or(1.0, |&value| share(value))
    }

    /// The probability that the speaker is right when someone is quoted there.
    pub(crate) fn named(&self, basis: SpeakerBasis, kind: QuoteKind) -> f32 {
        let at = 2 * place(Some(basis)) + usize::from(kind == QuoteKind::Indirect);
        self.named.get(at).map_or(1.0, |&value| share(value))
    }

    pub(crate) fn read(input: &mut Input<'_>) -> Result<Self, Error> {
        let families = input.count()?;
        if families > FAMILIES {
            return Err(corrupt("a curve for each family of quotations", families));
        }
        let mut table = Self::default();
        for _ in 0..families {
            let mut curve = Vec::new();
            for _ in 0..input.count()? {
                curve.push((number(input)?, number(input)?));
            }
            table.curves.push(curve);
        }
        for row in [&mut table.speakers, &mut table.named] {
            for _ in 0..input.count()? {
                row.push(number(input)?);
            }
        }
        Ok(table)
    }

    pub(crate) fn write(&self, output: &mut Output) {
        let count = |len: usize| u32::try_from(len).unwrap_or(0);
        output.varint(count(self.curves.len()));
        for curve in &self.curves {
            output.varint(count(curve.len()));
            for &(x, y) in curve {
                output.varint(u32::from(x));
                output.varint(u32::from(y));
            }
        }
        for row in [&self.speakers, &self.named] {
            output.varint(count(row.len()));
            for &value in row {
                output.varint(u32::from(value));
            }
        }
    }
}

fn number(input: &mut Input<'_>) -> Result<u16, Error> {
    let value = input.varint()?;
    u16::try_from(value)
        .ok()
        .filter(|value| *value <= WHOLE)
        .ok_or_else(|| corrupt("a probability in parts of ten thousand", value))
}
