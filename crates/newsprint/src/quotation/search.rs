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
const REACH: usize = 64;
/// Introduces a clause though it is tagged like a preposition.
const THAT: NormKey = NormKey::ascii("that");
/// How many starts and ends on each side of the cue are looked at in pairs.
const BEAM: usize = 7;

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
    if view.finite(run) == 0 {
        return true;
    }
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
        role == Role::Cue
            || outside(anchor.cue, at, end) && anchor.source.is_none_or(|run| outside(run, at, end))
    };
    let cue = anchor.cue;
    let mut best_starts = Beam::new(keep.map(|run| run.0));
    for i in starts.0..starts.1.min(must.map_or(usize::MAX, |at| at + 1)) {
        if free(i, 0) {
            let mut sum = Sum { weights, total: 0 };
            feature::start(view, role, anchor, i, &mut sum);
            best_starts.add(i, sum.total, i >= cue.1);
        }
    }
    let mut best_ends = Beam::new(keep.map(|run| run.1));
    for j in ends.0.max(must.map_or(0, |at| at + 1))..ends.1 {
        if free(j, 1) {
            let mut sum = Sum { weights, total: 0 };
            feature::end(view, role, anchor, j, &mut sum);
            best_ends.add(j, sum.total, j > cue.1);
        }
    }
    let (mut start_room, mut end_room) = ([(0, 0); BOTH], [(0, 0); BOTH]);
    let (best_starts, best_ends) =
        (best_starts.best(&mut start_room), best_ends.best(&mut end_room));
    // What it costs to go on, summed up to each place that a pair can hold.
    let low = best_starts.iter().map(|start| start.1).min().unwrap_or(0);
    let mut sums = [0; 2 * REACH + 2];
    if role == Role::Content {
        let high = best_ends.iter().map(|end| end.1).max().unwrap_or(0);
        let mut total = 0;
        for (place, before) in (low..=high).zip(&mut sums) {
            *before = total;
            let mut sum = Sum { weights, total: 0 };
            feature::crossing(view, anchor, place, &mut sum);
            total += sum.total;
        }
    }
    let before = |place: usize| sums.get(place - low).copied().unwrap_or(0);
    for &(start_score, i) in best_starts {
        for &(end_score, j) in best_ends {
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

/// A score and the place that it is of.
type Scored = (i32, usize);
/// The most places that a beam holds.
const BOTH: usize = 2 * BEAM + 1;

/// The best few places on each side of the cue, and one that is kept whatever
/// its score; of places with the same score the first.
struct Beam {
    /// By falling score.
    sides: [[Scored; BEAM]; 2],
    lens: [usize; 2],
    keep: Option<usize>,
    kept: Option<Scored>,
}

impl Beam {
    fn new(keep: Option<usize>) -> Self {
        Self { sides: [[(0, 0); BEAM]; 2], lens: [0; 2], keep, kept: None }
    }

    /// Takes a place; they come in their order.
    #[inline]
    fn add(&mut self, at: usize, score: i32, right: bool) {
        if self.keep == Some(at) {
            self.kept = Some((score, at));
        }
        let [left_side, right_side] = &mut self.sides;
        let [left_len, right_len] = &mut self.lens;
        let (side, len) = if right { (right_side, right_len) } else { (left_side, left_len) };
        let better = side.iter().take(*len).take_while(|other| other.0 >= score).count();
        if let Some(worse) = side.get_mut(better..) {
            *len = (*len + 1).min(BEAM);
            worse.rotate_right(usize::from(!worse.is_empty()));
            if let Some(slot) = worse.first_mut() {
                *slot = (score, at);
            }
        }
    }

    /// All of them, by falling score.
    fn best<'a>(&self, room: &'a mut [Scored; BOTH]) -> &'a [Scored] {
        let sides = self.sides.iter().zip(self.lens);
        let found = sides.flat_map(|(side, len)| side.iter().take(len));
        let seen = |kept: &&Scored| !found.clone().any(|other| other.1 == kept.1);
        let mut count = 0;
        for (slot, scored) in
            room.iter_mut().zip(found.clone().chain(self.kept.iter().filter(seen)))
        {
            *slot = *scored;
            count += 1;
        }
        let best = room.get_mut(..count).unwrap_or_default();
        best.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        best
    }
}

/// The best candidate and by how much it beats the next one that is not
/// almost the same.
pub fn best(candidates: &[Candidate]) -> Option<(Candidate, i32)> {
    let best = candidates.iter().copied().reduce(|a, b| if b.score > a.score { b } else { a })?;
    let next = candidates.iter().filter(|c| c.run != best.run).map(|c| c.score).max();
    Some((best, next.map_or(i32::MAX, |next| best.score.saturating_sub(next))))
}

/// A candidate that much worse than the best is not tried.
const CLOSE: i32 = SCALE;

/// The best candidate and those that come close to it, `N` at most, by falling
/// score; of candidates with the same score the first.
pub(super) fn close<const N: usize>(candidates: &[Candidate]) -> [Option<Candidate>; N] {
    let mut few: [Option<Candidate>; N] = [None; N];
    for candidate in candidates {
        let better = few.iter().flatten().take_while(|c| c.score >= candidate.score).count();
        if let Some(worse) = few.get_mut(better..) {
            worse.rotate_right(usize::from(!worse.is_empty()));
            if let Some(slot) = worse.first_mut() {
                *slot = Some(*candidate);
            }
        }
    }
    let best = few.first().copied().flatten().map_or(0, |c| c.score);
    few.map(|candidate| candidate.filter(|c| c.score >= best - CLOSE))
}

/// How likely a candidate is among all of them, in parts of [`ONE`].
pub(super) fn share(candidates: &[Candidate], of: Candidate) -> i64 {
    let best = candidates.iter().map(|c| c.score).max().unwrap_or(0);
    let all: i64 = candidates.iter().map(|c| power(c.score - best)).sum();
    power(of.score - best) * ONE / all.max(1)
}

/// 1 in [`power`]'s numbers.
pub(super) const ONE: i64 = 1 << 20;

/// e to the power of a score, at least 0 and at most about 20 times [`ONE`].
pub(super) fn power(score: i32) -> i64 {
    let x = i64::from(score.clamp(-12 * SCALE, 3 * SCALE));
    // (1 + x/1024)^1024 with 20 binary places.
    let mut power = ONE + x * ONE / (1024 * i64::from(SCALE));
    for _ in 0..10 {
        power = (power * power) >> 20;
    }
    power
}
