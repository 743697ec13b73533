//! Which cue a quoted passage belongs to, asked from the passage.
//!
//! The search of [`super::find`] starts from words that can report. Copy also
//! reports with words that no list has (`the minister beamed: "We won"`), and
//! gives one passage two verbs that could both report it. Here each passage
//! chooses among the verbs and reporting words about it, or none.

use super::feature::{self, Claimant, Run, View};
use super::learned::{QuotationModel, Trigger};
use super::search::{ONE, Sum, Weights, power};
use super::tags;
use super::unit::{Quoted, Units};
use crate::entity::Evidence;

/// How far from a passage its cue may stand, in items.
const REACH: usize = 64;
/// A passage is claimed from this step on.
pub const SURE: u8 = 4;

/// Who claims a passage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// The item that is the likeliest cue.
    pub trigger: u32,
    /// How likely, in steps: 0 for not at all, [`SURE`] for a half, 7 for
    /// nearly certain.
    pub step: u8,
}

/// The items that can introduce a passage.
pub fn claimants<'a>(
    view: &'a View<'a>,
    at: usize,
    trigger: impl Fn(u32) -> Trigger + 'a,
) -> impl Iterator<Item = Claimant> + 'a {
    let from = at.saturating_sub(REACH);
    let items = view.items.get(from..(at + REACH).min(view.items.len())).unwrap_or_default();
    items.iter().enumerate().filter_map(move |(offset, item)| {
        let can = item.passage == 0 && (item.family > 0 || tags::is_verb(item.tag));
        can.then(|| Claimant { at: from + offset, trigger: trigger(item.word), known: true })
    })
}

/// The likeliest cue of a passage and its probability in steps.
pub fn choose<W: Weights>(
    view: &View<'_>,
    at: usize,
    quoted: &Quoted,
    trigger: impl Fn(u32) -> Trigger,
    weights: &W,
) -> Claim {
    let mut sum = Sum::new(weights);
    feature::unclaimed(view, at, quoted, &mut sum);
    let none = sum.total;
    let mut best: Option<(i32, usize)> = None;
    let mut scores: Vec<i32> = Vec::new();
    for claimant in claimants(view, at, trigger) {
        let mut sum = Sum::new(weights);
        feature::claim(view, at, quoted, claimant, &mut sum);
        scores.push(sum.total);
        if best.is_none_or(|(score, _)| score < sum.total) {
            best = Some((sum.total, claimant.at));
        }
    }
    let Some((score, trigger)) = best else { return Claim::default() };
    // The odds of the best against all others, in whole numbers.
    let against = scores.iter().fold(power(none - score), |sum, s| sum + power(s - score)) - ONE;
    let steps = [16, 8, 4, 1].iter().filter(|times| against < ONE * **times).count();
    let surer = [4, 12, 40].iter().filter(|times| against * **times < ONE).count();
    Claim {
        trigger: u32::try_from(trigger).unwrap_or(u32::MAX),
        step: u8::try_from(steps + surer).unwrap_or(0),
    }
}

/// Who claims each passage of a document. Linear.
pub fn claims(evidence: Evidence<'_>, units: &Units, model: &QuotationModel) -> Vec<Claim> {
    let trigger = |word| model.trigger(word).unwrap_or_default();
    let claim = |quoted: &Quoted| {
        let unit = units.units.get(quoted.place.0 as usize)?;
        let view = super::view(evidence, units, &[], unit);
        Some(choose(&view, quoted.place.1 as usize, quoted, trigger, model))
    };
    units.passages.iter().map(|quoted| claim(quoted).unwrap_or_default()).collect()
}

/// The passages that a trigger claims, from the first to the last, and how
/// sure it is of the surest.
pub(super) fn of_trigger(view: &View<'_>, trigger: usize) -> (Option<Run>, u8) {
    let (mut hull, mut step) = (None::<Run>, 0);
    if view.unit.total.passages == 0 {
        return (hull, step);
    }
    let from = trigger.saturating_sub(REACH);
    let items = view.items.iter().enumerate().skip(from).take(2 * REACH);
    for (at, item) in items.filter(|(_, item)| item.passage > 0) {
        let claim = view.claims.get(item.passage as usize - 1).copied().unwrap_or_default();
        if claim.trigger as usize != trigger || claim.step == 0 {
            continue;
        }
        step = step.max(claim.step);
        if claim.step >= SURE {
            hull = Some((hull.map_or(at, |run| run.0), at + 1));
        }
    }
    (hull, step)
}
