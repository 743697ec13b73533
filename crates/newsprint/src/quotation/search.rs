//! The best cue, source and content about a trigger.
//!
//! The starts and the ends within reach are scored one by one; the best few
//! of each are then scored in pairs. So the cost of a trigger is bounded,
//! however long its sentence.

use super::feature::{self, Anchor, Role, Run, Sink, View};
use super::learned::SCALE;
use super::tags;
use super::unit::Item;
use crate::token::NormKey;

/// Weights by feature.
pub trait Weights {
    /// The weight of a feature; 0 for an unknown one.
    fn weight(&self, key: u32) -> i32;
}

/// Adds up weights.
#[derive(Debug)]
pub struct Sum<'a, W> {
    weights: &'a W,
    /// The sum so far.
    pub total: i32,
}

impl<'a, W> Sum<'a, W> {
    /// Nothing added yet.
    pub const fn new(weights: &'a W) -> Self {
        Self { weights, total: 0 }
    }
}

impl<W: Weights> Sink for Sum<'_, W> {
    #[inline]
    fn add(&mut self, key: u32) {
        self.total += self.weights.weight(key);
    }
}

/// What may fill a role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The run; `None` for nothing.
    pub run: Option<Run>,
    /// Its score.
    pub score: i32,
}

/// How far from the trigger a candidate may lie, in items.
const REACH: usize = 48;
/// Introduces a clause though it is tagged like a preposition.
const THAT: NormKey = NormKey::ascii("that");
/// How many starts and ends on each side of the cue are looked at in pairs.
const BEAM: usize = 5;

/// A pair whose ends score that much worse than those of another is not looked
/// at: what both ends together show never made up for more.
const RESERVE: i32 = 8 * SCALE;

/// Where the boundaries of a role may lie.
fn window(view: &View<'_>, role: Role, anchor: &Anchor) -> (Run, Run) {
    let (t, n) = (anchor.trigger, view.items.len());
    match role {
        Role::Cue => ((t.saturating_sub(6), t + 1), (t + 1, (t + 5).min(n) + 1)),
        Role::Source | Role::Content => {
            let low = t.saturating_sub(REACH);
            let high = (t + REACH).min(n);
            ((low, high), (low + 1, high + 1))
        }
    }
}

/// Whether a run can fill a role at all.
fn fits(role: Role, anchor: &Anchor, run: Run) -> bool {
    let (i, j) = run;
    if i >= j {
        return false;
    }
    let apart = |other: Run| j <= other.0 || other.1 <= i;
    let around = |other: Run| i < other.0 && other.1 < j;
    match role {
        Role::Cue => true,
        Role::Source => apart(anchor.cue) && j - i <= 40,
        Role::Content => {
            let cue = anchor.cue;
            match anchor.source {
                _ if apart(cue) => anchor.source.is_none_or(apart),
                _ if !around(cue) => false,
                None => true,
                // Around the cue and a source that stands next to it.
                Some(source) => {
                    apart(source)
                        || around((source.0.min(cue.0), source.1.max(cue.1)))
                            && source.1.abs_diff(cue.0).min(source.0.abs_diff(cue.1)) <= 6
                }
            }
        }
    }
}

/// Whether a run can be a noun phrase: it cuts no name in two, and a finite
/// verb in it stands in a clause that something sets off or introduces (`a man
/// who knew him`), not between the nouns (`Russia imposed its veto as the
/// secretary`).
fn is_phrase(view: &View<'_>, run: Run) -> bool {
    let inside = |at: usize| view.items.get(at).is_some_and(|item| item.has(Item::INSIDE));
    if inside(run.0) || inside(run.1) {
        return false;
    }
    let introduces = |item: &&Item| {
        item.passage > 0
            || matches!(item.mark, b',' | b'-' | b'(')
            || tags::is_relative(item.tag)
            || item.word == THAT.0
    };
    let items = view.items.get(run.0..run.1).unwrap_or_default();
    let Some(verb) = items.iter().position(|item| tags::is_finite(item.tag)) else { return true };
    items.iter().take(verb).any(|item| introduces(&item))
}

/// A content around its cue and the source in front of it is set off from
/// them: `The plan, she said, was a farce`, `"A" she said "B"`.
fn set_off(view: &View<'_>, anchor: &Anchor, run: Run) -> bool {
    let Some(source) = anchor.source else { return true };
    if run.0 >= anchor.cue.0 || run.1 <= anchor.cue.1 || source.0 < run.0 || source.0 > anchor.cue.0
    {
        return true;
    }
    let border = |at: Option<usize>| {
        let item = at.and_then(|at| view.items.get(at));
        item.is_some_and(|item| item.passage > 0 || matches!(item.mark, b',' | b'-' | b'('))
    };
    border(source.0.checked_sub(1)) || border(Some(anchor.cue.1))
}

/// The candidates for a role, with their scores, in no order. `keep` is
/// among them, whatever its score; a content holds the item `must`.
pub fn candidates<W: Weights>(
    view: &View<'_>,
    role: Role,
    anchor: &Anchor,
    weights: &W,
    keep: Option<Run>,
    must: Option<usize>,
    out: &mut Vec<Candidate>,
) {
    out.clear();
    let (starts, ends) = window(view, role, anchor);
    // No content starts or ends in the cue or in its source.
    let outside = |run: Run, at: usize, end: usize| at < run.0 + end || at >= run.1 + end;
    let free = |at: usize, end: usize| {
        outside(anchor.cue, at, end) && anchor.source.is_none_or(|run| outside(run, at, end))
    };
    let mut best_starts: Vec<(i32, usize)> = Vec::with_capacity(starts.1 - starts.0);
    for i in starts.0..starts.1 {
        if must.is_some_and(|at| i > at) {
            break;
        }
        if role == Role::Cue || free(i, 0) {
            let mut sum = Sum { weights, total: 0 };
            feature::start(view, role, anchor, i, &mut sum);
            best_starts.push((sum.total, i));
        }
    }
    let mut best_ends: Vec<(i32, usize)> = Vec::with_capacity(ends.1 - ends.0);
    for j in ends.0.max(must.map_or(0, |at| at + 1))..ends.1 {
        if role == Role::Cue || free(j, 1) {
            let mut sum = Sum { weights, total: 0 };
            feature::end(view, role, anchor, j, &mut sum);
            best_ends.push((sum.total, j));
        }
    }
    let cue = anchor.cue;
    prune(&mut best_starts, |i| i >= cue.1, keep.map(|run| run.0));
    prune(&mut best_ends, |j| j > cue.1, keep.map(|run| run.1));
    // What it costs to go on, summed up to each place.
    let low = starts.0;
    let mut sums = vec![0; if role == Role::Content { ends.1 - low + 1 } else { 0 }];
    let mut total = 0;
    for (place, before) in (low..).zip(&mut sums) {
        *before = total;
        let mut sum = Sum { weights, total: 0 };
        feature::crossing(view, anchor, place, &mut sum);
        total += sum.total;
    }
    let before = |place: usize| sums.get(place - low).copied().unwrap_or(0);
    for &(start_score, i) in &best_starts {
        for &(end_score, j) in &best_ends {
            let fit = fits(role, anchor, (i, j))
                && (role != Role::Source || is_phrase(view, (i, j)))
                && (role != Role::Content || set_off(view, anchor, (i, j)));
            if fit || keep == Some((i, j)) {
                let inside = before(j) - before(i + 1);
                out.push(Candidate { run: Some((i, j)), score: start_score + end_score + inside });
            }
        }
    }
    // Pairs whose ends are far worse than those of another are not looked at.
    let least = out.iter().map(|c| c.score).max().unwrap_or(0) - RESERVE;
    out.retain_mut(|candidate| {
        let Some(run) = candidate.run else { return true };
        if candidate.score < least && keep != Some(run) {
            return false;
        }
        let mut sum = Sum { weights, total: candidate.score };
        feature::pair(view, role, anchor, run, &mut sum);
        candidate.score = sum.total;
        true
    });
    if role == Role::Source {
        let mut sum = Sum { weights, total: 0 };
        feature::candidate(view, role, anchor, None, &mut sum);
        out.push(Candidate { run: None, score: sum.total });
    }
}

/// Keeps the best few on each side of the cue, and `keep`.
fn prune(scored: &mut Vec<(i32, usize)>, right: impl Fn(usize) -> bool, keep: Option<usize>) {
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut room = [BEAM, BEAM];
    scored.retain(|&(_, at)| {
        let left = room.get_mut(usize::from(right(at)));
        match left {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => keep == Some(at),
        }
    });
}

/// The best candidate and by how much it beats the next one that is not
/// almost the same.
pub fn best(candidates: &[Candidate]) -> Option<(Candidate, i32)> {
    let best = candidates.iter().copied().reduce(|a, b| if b.score > a.score { b } else { a })?;
    let next = candidates.iter().filter(|c| c.run != best.run).map(|c| c.score).max();
    Some((best, next.map_or(i32::MAX, |next| best.score.saturating_sub(next))))
}
