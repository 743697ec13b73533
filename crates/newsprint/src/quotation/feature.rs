//! Features: what the model sees of a cue, a source, a content, a passage.
//!
//! A feature is the hash of a template's number and up to three values. The
//! same code serves training and prediction.

#![allow(
    clippy::many_single_char_names,
    reason = "i and j are the ends of a run, as in the literature, f, r and s what templates read"
)]

use super::tags;
use super::unit::{EDGE, Item, PASSAGE, Quoted, Unit};

/// Takes features, to add their weights or to keep them.
pub trait Sink {
    /// Takes one feature.
    fn add(&mut self, key: u32);
}

impl Sink for Vec<u32> {
    fn add(&mut self, key: u32) {
        self.push(key);
    }
}

/// A run of items of a unit: the first and the one after the last.
pub type Run = (usize, usize);

/// What is being looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The words of the cue around its trigger.
    Cue,
    /// The source.
    Source,
    /// The content, from its first word to its last.
    Content,
}

/// What is known of a report already.
#[derive(Clone, Copy, Debug)]
pub struct Anchor {
    /// The item that makes one think of a report.
    pub trigger: usize,
    /// The family of its word.
    pub family: u32,
    /// The cue.
    pub cue: Run,
    /// The source, once it is found.
    pub source: Option<Run>,
    /// The source of the report before in the same unit.
    pub previous: Option<Run>,
    /// The content of the report before in the same unit.
    pub outer: Option<Run>,
}

/// A unit as the features see it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Its items.
    pub items: &'a [Item],
    /// The unit.
    pub unit: &'a Unit,
    /// Whether its block is a headline.
    pub headline: bool,
}

#[allow(clippy::cast_possible_truncation, reason = "the halves are wanted")]
#[inline]
const fn hash(template: u32, a: u32, b: u32, c: u32) -> u32 {
    let mut h = (a as u64) << 32 | b as u64;
    h = (h ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xd6e8_feb8_6659_fd93);
    h ^= h >> 32;
    h = (h ^ ((c as u64) << 32 | template as u64)).wrapping_mul(0xa076_1d64_78bd_642f);
    (h >> 32) as u32 ^ (h as u32).rotate_left(7)
}

/// Adds one feature: a template's number and up to three values.
macro_rules! feature {
    ($sink:expr, $template:expr) => {
        $sink.add(hash($template, 0, 0, 0))
    };
    ($sink:expr, $template:expr, $a:expr) => {
        $sink.add(hash($template, $a, 0, 0))
    };
    ($sink:expr, $template:expr, $a:expr, $b:expr) => {
        $sink.add(hash($template, $a, $b, 0))
    };
    ($sink:expr, $template:expr, $a:expr, $b:expr, $c:expr) => {
        $sink.add(hash($template, $a, $b, $c))
    };
}

/// Lengths and distances in few steps.
#[allow(clippy::cast_possible_truncation, reason = "five at most")]
#[inline]
const fn step(n: usize) -> u32 {
    match n {
        0..=5 => n as u32,
        6..=7 => 6,
        8..=10 => 7,
        11..=15 => 8,
        16..=22 => 9,
        23..=35 => 10,
        _ => 11,
    }
}

/// Where a boundary lies about a run.
#[inline]
const fn place(run: Run, at: usize) -> u32 {
    if at < run.0 {
        0
    } else if at == run.0 {
        1
    } else if at < run.1 {
        2
    } else if at == run.1 {
        3
    } else {
        4
    }
}

impl View<'_> {
    #[inline]
    fn at(&self, index: usize) -> Option<&Item> {
        self.items.get(index)
    }

    /// The word of an item; `offset` may lead beyond the ends.
    #[inline]
    fn word(&self, index: usize, offset: isize) -> u32 {
        index.checked_add_signed(offset).and_then(|at| self.at(at)).map_or(EDGE, |i| i.word)
    }

    #[inline]
    fn tag(&self, index: usize, offset: isize) -> u32 {
        let item = index.checked_add_signed(offset).and_then(|at| self.at(at));
        u32::from(item.map_or(tags::EDGE, |i| i.tag))
    }

    /// Entity label where there is one, or the tag.
    #[inline]
    fn shape(&self, index: usize, offset: isize) -> u32 {
        match index.checked_add_signed(offset).and_then(|at| self.at(at)) {
            None => u32::from(tags::EDGE),
            Some(item) if item.passage > 0 => {
                512 + u32::from(item.flags & (Item::STOPPED | Item::COMMA | Item::FINITE))
            }
            Some(item) if item.label > 0 => {
                256 + u32::from(item.label) * 2 + u32::from(item.has(Item::INSIDE))
            }
            Some(item) => u32::from(item.tag),
        }
    }

    /// The shapes of a short run as one value; longer ones by what they hold.
    fn signature(&self, from: usize, to: usize) -> u32 {
        if to < from {
            return 1;
        }
        if to - from > 5 {
            return 2 + step(to - from) + 16 * u32::from(self.count(from, to, |s| s.finite) > 0);
        }
        (from..to).fold(7, |sum, at| hash(9, sum, self.shape(at, 0), 0))
    }

    /// The words of a short run as one value.
    fn phrase(&self, from: usize, to: usize) -> u32 {
        if to < from || to - from > 4 {
            return 3;
        }
        (from..to).fold(11, |sum, at| hash(8, sum, self.word(at, 0), 0))
    }

    /// How many of something stand in a run.
    fn count(&self, from: usize, to: usize, of: impl Fn(&super::unit::Sums) -> u16) -> u16 {
        let sum = |at: usize| of(self.at(at).map_or(&self.unit.total, |item| &item.before));
        sum(to).saturating_sub(sum(from))
    }

    /// Whether the trigger is a passive participle: a form of *be* before it.
    fn passive(&self, anchor: &Anchor) -> u32 {
        let participle = self.tag(anchor.trigger, 0) == crate::tag::Penn::Vbn as u32;
        u32::from(participle) + u32::from(participle && anchor.cue.0 < anchor.trigger)
    }
}

/// Features of one candidate for a role; `None` is "there is none".
pub fn candidate(
    view: &View<'_>,
    role: Role,
    anchor: &Anchor,
    run: Option<Run>,
    sink: &mut impl Sink,
) {
    match run {
        None => none(view, anchor, sink),
        Some(run) => {
            start(view, role, anchor, run.0, sink);
            end(view, role, anchor, run.1, sink);
            pair(view, role, anchor, run, sink);
        }
    }
}

/// Features of the first word of a candidate.
pub fn start(view: &View<'_>, role: Role, anchor: &Anchor, i: usize, sink: &mut impl Sink) {
    match role {
        Role::Cue => {
            let f = anchor.family;
            let d = u32::try_from(anchor.trigger - i.min(anchor.trigger)).unwrap_or(9);
            feature!(sink, 10, d);
            feature!(sink, 11, d, view.word(i, 0));
            feature!(sink, 12, d, view.word(i, -1));
            feature!(sink, 13, d, view.tag(i, 0), view.tag(i, -1));
            feature!(sink, 14, d, view.word(i, 0), view.word(i, -1));
            feature!(sink, 15, d, f);
            feature!(sink, 16, view.phrase(i, anchor.trigger));
            feature!(sink, 17, view.phrase(i, anchor.trigger), view.tag(anchor.trigger, 0));
            feature!(sink, 18, view.signature(i, anchor.trigger + 1), view.shape(i, -1));
            feature!(sink, 19, d, view.tag(anchor.trigger, 0), view.tag(i, -1));
        }
        Role::Source => source_start(view, anchor, i, sink),
        Role::Content => content_start(view, anchor, i, sink),
    }
}

/// Features of the boundary after the last word of a candidate.
pub fn end(view: &View<'_>, role: Role, anchor: &Anchor, j: usize, sink: &mut impl Sink) {
    match role {
        Role::Cue => {
            let f = anchor.family;
            let d = u32::try_from(j.saturating_sub(anchor.trigger)).unwrap_or(9);
            feature!(sink, 20, d);
            feature!(sink, 21, d, view.word(j, 0));
            feature!(sink, 22, d, view.word(j, -1), f);
            feature!(sink, 23, d, view.tag(j, 0), view.tag(j, -1));
            feature!(sink, 24, d, f);
            feature!(sink, 25, d, f, view.word(anchor.trigger, 1));
            feature!(sink, 26, d, f, view.tag(j, 0));
            feature!(sink, 27, view.phrase(anchor.trigger, j), view.tag(anchor.trigger, 0));
            feature!(sink, 28, d, view.shape(j, 0), view.tag(anchor.trigger, 0));
            feature!(sink, 29, d, view.word(anchor.trigger, 1), view.tag(anchor.trigger, 0));
        }
        Role::Source => source_end(view, anchor, j, sink),
        Role::Content => content_end(view, anchor, j, sink),
    }
}

/// Features of both ends together.
pub fn pair(view: &View<'_>, role: Role, anchor: &Anchor, run: Run, sink: &mut impl Sink) {
    match role {
        Role::Cue => {
            feature!(sink, 30, view.phrase(run.0, run.1), anchor.family);
            feature!(sink, 31, view.signature(run.0, run.1));
        }
        Role::Source => source_pair(view, anchor, run, sink),
        Role::Content => content_pair(view, anchor, run, sink),
    }
}

fn none(view: &View<'_>, anchor: &Anchor, sink: &mut impl Sink) {
    let (c0, f) = (anchor.cue.0, anchor.family);
    let tag = view.tag(anchor.trigger, 0);
    let p = view.passive(anchor);
    feature!(sink, 40);
    feature!(sink, 41, f, tag);
    feature!(sink, 42, tag, p);
    feature!(sink, 43, f, tag, p);
    feature!(sink, 44, tag, view.tag(c0, -1));
    feature!(sink, 45, view.word(c0, -1));
    feature!(sink, 46, tag, view.tag(c0, -1), view.tag(anchor.cue.1, 0));
    feature!(sink, 47, view.word(c0, -1), f);
    feature!(sink, 48, view.word(anchor.cue.1, 0), p);
    feature!(sink, 49, view.phrase(c0, anchor.cue.1));
    feature!(sink, 50, u32::from(anchor.previous.is_some()), tag);
    feature!(sink, 51, u32::from(c0 == 0), tag, p);
}

fn source_start(view: &View<'_>, anchor: &Anchor, i: usize, sink: &mut impl Sink) {
    let f = anchor.family;
    let r = place(anchor.cue, i);
    let (low, high) = if i < anchor.cue.0 { (i, anchor.cue.0) } else { (anchor.cue.1, i) };
    let d = step(high.saturating_sub(low));
    let verbs = u32::from(view.count(low, high, |s| s.verbs).min(2));
    let commas = u32::from(view.count(low, high, |s| s.commas).min(2));
    let finite = u32::from(view.count(low, high, |s| s.finite).min(2));
    let s0 = view.shape(i, 0);
    let s1 = view.shape(i, -1);
    let s2 = view.shape(i, 1);
    feature!(sink, 60, r, d);
    feature!(sink, 61, r, view.word(i, 0));
    feature!(sink, 62, r, view.word(i, -1));
    feature!(sink, 63, r, s1, s0);
    feature!(sink, 64, s1, s0, s2);
    feature!(sink, 65, r, view.word(i, -1), s0);
    feature!(sink, 66, r, view.word(i, 0), s1);
    feature!(sink, 67, r, f, s0);
    feature!(sink, 68, r, verbs, commas);
    feature!(sink, 69, r, finite, s0);
    feature!(sink, 70, r, view.shape(i, -2), s1);
    feature!(sink, 71, view.word(i, -1), view.word(i, 0));
    feature!(sink, 72, r, u32::from(i == 0), s0);
    feature!(sink, 73, view.word(i, -2), view.word(i, -1), s0);
    if i >= anchor.cue.1 {
        let signature = view.signature(anchor.cue.1, i);
        feature!(sink, 74, signature, s0);
        feature!(sink, 75, signature, f);
    }
    let same = u32::from(anchor.previous.is_some_and(|p| p.0 == i));
    feature!(sink, 76, same, r, view.word(anchor.cue.0, -1));
    feature!(sink, 77, same, r, verbs);
    let inside = u32::from(anchor.outer.is_some_and(|o| o.0 <= i && i < o.1));
    let cue_inside =
        u32::from(anchor.outer.is_some_and(|o| o.0 <= anchor.cue.0 && anchor.cue.0 < o.1));
    feature!(sink, 78, inside, cue_inside, r);
    feature!(sink, 79, r, view.tag(anchor.trigger, 0), view.passive(anchor));
}

fn source_end(view: &View<'_>, anchor: &Anchor, j: usize, sink: &mut impl Sink) {
    let f = anchor.family;
    let r = place(anchor.cue, j);
    let left = j <= anchor.cue.0;
    let (low, high) = if left { (j, anchor.cue.0) } else { (anchor.cue.1, j) };
    let d = step(high.saturating_sub(low));
    let signature = view.signature(low, high);
    let s0 = view.shape(j, -1);
    let s1 = view.shape(j, 0);
    let s2 = view.shape(j, 1);
    feature!(sink, 80, r, d);
    feature!(sink, 81, r, view.word(j, -1));
    feature!(sink, 82, r, view.word(j, 0));
    feature!(sink, 83, r, s0, s1);
    feature!(sink, 84, s0, s1, s2);
    feature!(sink, 85, r, view.word(j, 0), s0);
    feature!(sink, 86, r, view.word(j, -1), s1);
    feature!(sink, 87, r, f, s0);
    feature!(sink, 88, r, signature);
    feature!(sink, 89, r, signature, f);
    feature!(sink, 90, r, signature, s0);
    feature!(sink, 91, r, view.word(j, 0), view.word(j, 1));
    feature!(sink, 92, r, view.shape(j, -2), s0);
    feature!(sink, 93, r, view.word(j, 0), s2);
    let verbs = u32::from(view.count(low, high, |s| s.verbs).min(2));
    let commas = u32::from(view.count(low, high, |s| s.commas).min(2));
    feature!(sink, 94, r, verbs, commas);
    feature!(sink, 95, r, verbs, view.word(j, 0));
    let same = u32::from(anchor.previous.is_some_and(|p| p.1 == j));
    feature!(sink, 96, same, r, view.word(anchor.cue.0, -1));
    feature!(sink, 97, r, view.passive(anchor), view.word(low, 0));
    let last = j.checked_sub(1).and_then(|at| view.at(at));
    let whole = last.is_none_or(|item| item.label == 0 || item.has(Item::LAST));
    feature!(sink, 98, u32::from(whole), r);
    feature!(sink, 99, r, view.tag(anchor.trigger, 0), s0);
}

fn source_pair(view: &View<'_>, anchor: &Anchor, run: Run, sink: &mut impl Sink) {
    let (i, j) = run;
    let left = u32::from(j <= anchor.cue.0);
    let (low, high) = if left == 1 { (j, anchor.cue.0) } else { (anchor.cue.1, i) };
    let gap = view.signature(low, high);
    let length = step(j - i);
    let verbs = u32::from(view.count(i, j, |s| s.verbs).min(2));
    let commas = u32::from(view.count(i, j, |s| s.commas).min(3));
    let f = anchor.family;
    let (s0, s1) = (view.shape(i, 0), view.shape(j, -1));
    let tag = view.tag(anchor.trigger, 0);
    feature!(sink, 110, left, length);
    feature!(sink, 111, left, length, s1);
    feature!(sink, 112, left, s0, s1);
    feature!(sink, 113, left, verbs, commas);
    feature!(sink, 114, left, gap, s0);
    feature!(sink, 115, left, f, tag);
    feature!(sink, 116, left, view.passive(anchor), gap);
    feature!(sink, 117, view.signature(i, j));
    feature!(sink, 118, view.phrase(i, j), left);
    feature!(sink, 119, view.signature(i, j), view.word(j, 0), left);
    let same = u32::from(anchor.previous == Some(run));
    feature!(sink, 120, same, left, gap);
    feature!(sink, 121, same, u32::from(anchor.previous.is_some()), view.word(anchor.cue.0, -1));
    feature!(sink, 122, same, view.tag(anchor.cue.0, -1), tag);
    feature!(sink, 123, left, tag, gap);
    let balanced = u32::from(
        view.at(i).map_or(0, |a| a.before.brackets) == view.at(j).map_or(0, |b| b.before.brackets),
    );
    feature!(sink, 124, balanced);
    feature!(sink, 125, length, commas, s0);
    // Whether a clause boundary lies between: a source is not behind one.
    let finite = u32::from(view.count(low, high, |s| s.finite).min(2));
    feature!(sink, 126, left, finite, same);
    feature!(sink, 127, left, u32::from(i == 0), view.word(low, 0));
}

fn content_places(anchor: &Anchor, at: usize) -> u32 {
    place(anchor.cue, at) * 8 + anchor.source.map_or(7, |source| place(source, at))
}

fn content_start(view: &View<'_>, anchor: &Anchor, i: usize, sink: &mut impl Sink) {
    let f = anchor.family;
    let r = content_places(anchor, i);
    let right = i >= anchor.cue.1;
    let (low, high) = if right { (anchor.cue.1, i) } else { (i, anchor.cue.0) };
    let d = step(high.saturating_sub(low));
    let (w0, w1) = (view.word(i, 0), view.word(i, -1));
    let (s0, s1, s2) = (view.shape(i, 0), view.shape(i, -1), view.shape(i, 1));
    feature!(sink, 200, r, u32::from(i == 0));
    feature!(sink, 201, r, w0);
    feature!(sink, 202, r, w1);
    feature!(sink, 203, r, w1, w0);
    feature!(sink, 204, r, s1, s0);
    feature!(sink, 205, r, s0, s2);
    feature!(sink, 206, s1, s0, s2);
    feature!(sink, 207, r, w0, view.word(i, 1));
    feature!(sink, 208, r, f);
    feature!(sink, 209, r, f, w0);
    feature!(sink, 210, r, f, s0);
    feature!(sink, 211, r, f, s1);
    feature!(sink, 212, r, d, s0);
    feature!(sink, 213, r, d);
    feature!(sink, 214, r, view.word(i, -2), w1);
    feature!(sink, 215, r, view.shape(i, -2), s1);
    let commas = u32::from(view.count(low, high, |s| s.commas).min(2));
    let finite = u32::from(view.count(low, high, |s| s.finite).min(2));
    let passages = u32::from(view.count(low, high, |s| s.passages).min(2));
    feature!(sink, 216, r, commas, finite);
    feature!(sink, 217, r, passages, s0);
    if right {
        let signature = view.signature(low, high);
        feature!(sink, 218, r, signature);
        feature!(sink, 219, r, signature, f);
        feature!(sink, 220, r, signature, s0);
        feature!(sink, 221, r, view.phrase(low, high), s0);
        feature!(sink, 222, view.word(low, 0), w0, r);
        feature!(sink, 223, f, w1, w0);
    }
    feature!(sink, 224, r, view.tag(anchor.trigger, 0), s0);
    feature!(sink, 225, r, view.passive(anchor), s0);
    let inside = u32::from(anchor.outer.is_some_and(|o| o.0 <= i && i < o.1));
    let first = u32::from(anchor.outer.is_some_and(|o| o.0 == i));
    feature!(sink, 226, r, inside, first);
    feature!(sink, 227, r, view.tag(anchor.trigger, 0), w0);
}

fn content_end(view: &View<'_>, anchor: &Anchor, j: usize, sink: &mut impl Sink) {
    let f = anchor.family;
    let r = content_places(anchor, j);
    let right = j > anchor.cue.1;
    let (low, high) = if right { (anchor.cue.1, j) } else { (j, anchor.cue.0) };
    let d = step(high.saturating_sub(low));
    let rest = step(view.items.len().saturating_sub(j));
    let (w0, w1) = (view.word(j, -1), view.word(j, 0));
    let (s0, s1, s2) = (view.shape(j, -1), view.shape(j, 0), view.shape(j, 1));
    let w2 = view.word(j, 1);
    let side = u32::from(right);
    feature!(sink, 240, r, rest);
    feature!(sink, 241, r, w0);
    feature!(sink, 242, r, w1);
    feature!(sink, 243, r, w1, w2);
    feature!(sink, 244, r, s0, s1);
    feature!(sink, 245, r, s1, s2);
    feature!(sink, 246, s0, s1, s2);
    feature!(sink, 247, side, w1, view.word(j, 2));
    feature!(sink, 248, r, f, rest.min(3));
    feature!(sink, 249, r, f, w1);
    feature!(sink, 250, r, f, s1);
    feature!(sink, 251, r, d);
    feature!(sink, 252, r, rest, s0);
    feature!(sink, 253, side, w1, s2);
    feature!(sink, 254, side, w1, view.shape(j, 2));
    feature!(sink, 255, r, w0, w1);
    let signature = view.signature(low, high);
    if !right {
        feature!(sink, 256, r, signature);
        feature!(sink, 257, r, signature, f);
    } else if high - low <= 4 {
        feature!(sink, 258, f, signature, s1);
    }
    // `X said A and left`: the verb after the conjunction in the tense of
    // the cue.
    let tense = view.tag(anchor.trigger, 0);
    feature!(sink, 259, w1, tense, view.tag(j, 1));
    feature!(sink, 260, w1, tense, u32::from(view.tag(j, 1) == tense));
    feature!(sink, 261, w1, w2, tense);
    let commas = u32::from(view.count(low, high, |s| s.commas).min(3));
    let finite = u32::from(view.count(low, high, |s| s.finite).min(3));
    let passages = u32::from(view.count(j, view.items.len(), |s| s.passages).min(2));
    feature!(sink, 262, r, commas, w1);
    feature!(sink, 263, r, finite, w1);
    feature!(sink, 264, r, finite, s1);
    feature!(sink, 265, r, passages, s0);
    // A family of the second word: `, adding that`, `and said`.
    let next = j + 1;
    let cue_next = view.at(next).map_or(0, |i| u32::from(i.family > 0));
    let cue_after = view.at(next + 1).map_or(0, |i| u32::from(i.family > 0));
    feature!(sink, 266, w1, cue_next, view.tag(j, 1));
    feature!(sink, 267, w1, cue_after, s2);
    feature!(sink, 268, r, tense, s1);
    let verbs_after = u32::from(view.count(j, view.items.len(), |s| s.finite).min(2));
    feature!(sink, 269, r, verbs_after, w1);
    feature!(sink, 270, r, view.passive(anchor), s1);
    let outer = anchor.outer.map_or(9, |o| place(o, j));
    feature!(sink, 271, r, outer);
    feature!(sink, 272, side, view.word(j, -2), w0);
    let inside = view.at(j).is_some_and(|item| item.has(Item::INSIDE));
    feature!(sink, 273, u32::from(inside));
}

fn content_pair(view: &View<'_>, anchor: &Anchor, run: Run, sink: &mut impl Sink) {
    let (i, j) = run;
    let (f, n) = (anchor.family, view.items.len());
    // 0 left, 1 right, 2 around the cue.
    let side = if j <= anchor.cue.0 {
        0
    } else if i >= anchor.cue.1 {
        1
    } else {
        2
    };
    let source = match anchor.source {
        None => 0,
        Some(s) if s.1 <= i => 1,
        Some(s) if s.0 >= j => 2,
        Some(_) => 3,
    };
    let code = side * 4 + source;
    let length = step(j - i);
    let inside = u32::from(view.count(i, j, |s| s.passages).min(2));
    let outside = u32::from(view.count(0, n, |s| s.passages)) > inside;
    let whole = u32::from(j == i + 1 && view.word(i, 0) == PASSAGE);
    let finite = u32::from(view.count(i, j, |s| s.finite).min(2));
    let verbs = u32::from(view.count(i, j, |s| s.verbs).min(2));
    let rest = n - j;
    let stop = view.at(j).is_some_and(|item| item.mark == b'.');
    let ends = rest == 0 || (rest == 1 && stop);
    let reach = u32::from(i == 0) * 4 + u32::from(ends) + 2 * u32::from(rest > 1);
    let tag = view.tag(anchor.trigger, 0);
    let w0 = view.word(i, 0);
    feature!(sink, 300, code);
    feature!(sink, 301, code, f);
    feature!(sink, 302, code, length);
    feature!(sink, 303, code, length, f);
    feature!(sink, 304, code, whole * 8 + inside * 2 + u32::from(outside), f);
    feature!(sink, 305, code, whole * 8 + inside * 2 + u32::from(outside), reach);
    feature!(sink, 306, code, reach, f);
    feature!(sink, 307, code, reach, w0);
    feature!(sink, 308, code, finite, w0);
    feature!(sink, 309, code, finite, f);
    feature!(sink, 310, code, finite * 4 + verbs, length);
    feature!(sink, 311, code, view.shape(i, 0), view.shape(j, -1));
    feature!(sink, 312, code, tag, view.passive(anchor));
    feature!(sink, 313, code, w0, view.word(j, 0));
    feature!(sink, 314, code, view.shape(i, -1), view.shape(j, 0));
    feature!(sink, 315, code, view.word(i, -1), view.word(j, 0));
    let balanced = u32::from(
        view.at(i).map_or(0, |a| a.before.brackets) == view.at(j).map_or(0, |b| b.before.brackets),
    );
    feature!(sink, 316, balanced);
    let hull = anchor.source.map_or(anchor.cue, |s| (s.0.min(anchor.cue.0), s.1.max(anchor.cue.1)));
    if side == 2 {
        let before = view.word(hull.0, -1);
        let after = view.word(hull.1, 0);
        feature!(sink, 317, before, after);
        feature!(sink, 318, source, view.shape(hull.0, -1), view.shape(hull.1, 0));
        feature!(sink, 319, f, source, tag);
        feature!(sink, 320, view.passive(anchor), source, after);
        feature!(sink, 330, before, after, u32::from(i == 0));
        feature!(sink, 331, after, view.shape(hull.1, 1), before);
        feature!(sink, 332, view.word(i, -1), before, after);
        feature!(sink, 333, view.shape(i, -1), view.passive(anchor), u32::from(i == 0));
        feature!(sink, 334, view.word(hull.1, 1), after, view.passive(anchor));
    } else if side == 0 {
        feature!(sink, 321, source, view.signature(j, hull.0), finite);
        feature!(sink, 322, source, view.signature(j, hull.0), f);
    } else {
        feature!(sink, 323, f, view.signature(hull.1, i), finite);
        let between = (hull.1..i).any(|k| view.at(k).is_some_and(|x| x.mark == b','));
        feature!(sink, 324, code, u32::from(between), w0);
    }
    // A passage that is stopped or ends with a comma, and what follows it.
    let flags = |at: usize| {
        view.at(at).map_or(0, |x| u32::from(x.flags & (Item::STOPPED | Item::COMMA | Item::SHORT)))
    };
    let begins = u32::from(view.word(i, 0) == PASSAGE);
    feature!(
        sink,
        328,
        code,
        begins * 256 + flags(i),
        view.shape(i + 1, 0).min(600) * u32::from(j > i + 1)
    );
    feature!(
        sink,
        329,
        code,
        whole * 256 + flags(i),
        u32::from(outside) * 2
            + u32::from(view.word(hull.1, 1) == PASSAGE || view.word(hull.1, 0) == PASSAGE)
    );
    feature!(sink, 325, code, u32::from(view.headline), reach);
    content_clause(view, anchor, run, code, sink);
    let nested = anchor.outer.map_or(0, |o| {
        1 + u32::from(o.0 <= i && j <= o.1)
            + 2 * u32::from(o.0 <= anchor.cue.0 && anchor.cue.0 < o.1)
    });
    feature!(sink, 326, code, nested);
    let same = u32::from(anchor.outer == Some(run));
    feature!(sink, 327, code, same);
}

/// Features of the verbs about the end of a content: does what follows belong
/// to its clause, or to that of the cue?
fn content_clause(view: &View<'_>, anchor: &Anchor, run: Run, code: u32, sink: &mut impl Sink) {
    let (i, j) = run;
    let verb = |at: usize| view.at(at).is_some_and(|item| tags::is_verb(item.tag));
    let first = (i..j.min(i + 12)).find(|&at| verb(at)).map_or(0, |at| view.tag(at, 0));
    let last = (i..j).rev().take(12).find(|&at| verb(at)).map_or(0, |at| view.tag(at, 0));
    let next = (j..view.items.len().min(j + 7)).find(|&at| verb(at));
    let next_tag = next.map_or(0, |at| view.tag(at, 0));
    // Whether a noun or pronoun stands before the next verb.
    let subject = next.map_or(9, |next| {
        let names = (j..next).filter(|&at| view.at(at).is_some_and(|x| tags::is_nominal(x.tag)));
        u32::try_from(names.count().min(2)).unwrap_or(2)
    });
    let reports = next.map_or(0, |at| u32::from(view.at(at).is_some_and(|x| x.family > 0)));
    let tense = view.tag(anchor.trigger, 0);
    let (w0, w1) = (view.word(i, 0), view.word(j, 0));
    let tags = next_tag * 8 + subject;
    feature!(sink, 340, w1, tags, first);
    feature!(sink, 341, w1, tags, last);
    feature!(sink, 342, w1, tags, tense);
    feature!(sink, 343, w1, subject * 2 + reports, u32::from(next_tag == tense));
    feature!(sink, 344, w1, w0, tags);
    feature!(sink, 345, code, u32::from(first == next_tag) * 2 + u32::from(tense == next_tag), w1);
    feature!(sink, 346, view.tag(i, 0), first, w1);
    feature!(sink, 347, anchor.family, first, w1);
    feature!(sink, 348, code, first, w0);
    feature!(sink, 349, code, view.tag(i, 0), first);
}

/// What a trigger turned out to be.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// What is known of the report.
    pub anchor: Anchor,
    /// The content, from its first word to its last.
    pub content: Run,
    /// How often the trigger's word is a cue in training, in steps.
    pub prior: u8,
    /// What stands next to the trigger's word in unannotated copy.
    pub habit: u8,
    /// By how much the source beat the next best, in steps.
    pub source_lead: u32,
    /// By how much the content beat the next best, in steps.
    pub content_lead: u32,
}

/// Features of the question whether a trigger reports anything at all.
#[allow(clippy::too_many_lines, reason = "one list of templates")]
pub fn accept(view: &View<'_>, found: &Found, sink: &mut impl Sink) {
    let anchor = &found.anchor;
    let (t, f) = (anchor.trigger, anchor.family);
    let (c0, c1) = anchor.cue;
    let (w, tag) = (view.word(t, 0), view.tag(t, 0));
    let p = view.passive(anchor);
    feature!(sink, 400);
    feature!(sink, 401, w);
    feature!(sink, 402, w, tag);
    feature!(sink, 403, f, tag);
    feature!(sink, 404, f, view.phrase(c0, c1));
    feature!(sink, 405, f, view.word(c0, -1));
    feature!(sink, 406, f, view.word(c1, 0));
    feature!(sink, 407, f, view.tag(c0, -1));
    feature!(sink, 408, f, view.tag(c1, 0));
    feature!(sink, 409, tag, view.shape(c0, -1), view.shape(c1, 0));
    feature!(sink, 410, tag, view.word(c0, -1));
    feature!(sink, 411, tag, view.word(c1, 0));
    feature!(sink, 412, f, view.word(t, -1), view.word(t, 1));
    feature!(sink, 413, u32::from(found.prior), tag);
    feature!(sink, 414, u32::from(found.prior), view.tag(c1, 0));
    feature!(sink, 415, f, p);
    feature!(sink, 416, tag, view.tag(t, -1), view.tag(t, 1));
    feature!(sink, 417, tag, view.tag(t, -2), view.tag(t, -1));
    feature!(sink, 418, tag, view.tag(t, 1), view.tag(t, 2));
    feature!(sink, 419, f, tag, view.tag(t, 2));
    let (i, j) = found.content;
    let side = if j <= c0 {
        0
    } else if i >= c1 {
        1
    } else {
        2
    };
    let whole = u32::from(j == i + 1 && view.word(i, 0) == PASSAGE);
    let passages = u32::from(view.count(i, j, |s| s.passages).min(1));
    let finite = u32::from(view.count(i, j, |s| s.finite).min(1));
    let gap = match side {
        0 => view.signature(j, c0),
        1 => view.signature(c1, i),
        _ => 5,
    };
    let (w0, s0) = (view.word(i, 0), view.shape(i, 0));
    let kind = side * 8 + whole * 4 + passages * 2 + finite;
    feature!(sink, 420, kind);
    feature!(sink, 421, kind, f);
    feature!(sink, 422, kind, gap, u32::from(found.prior));
    feature!(sink, 423, side, w0);
    feature!(sink, 424, f, side, w0);
    feature!(sink, 425, f, side, s0);
    feature!(sink, 426, kind, step(j - i), u32::from(found.prior));
    feature!(sink, 427, f, finite, step(j - i));
    feature!(sink, 428, side, view.word(i, -1), w0);
    feature!(sink, 429, kind, tag, u32::from(found.prior));
    let source = anchor.source.map_or(0, |s| {
        let left = u32::from(s.1 <= c0);
        let end = view.at(s.1.saturating_sub(1));
        let label = end.map_or(0, |e| u32::from(e.label));
        1 + left + 2 * label
    });
    let head = anchor.source.map_or(0, |s| view.word(s.1, -1));
    let source_gap = anchor
        .source
        .map_or(0, |s| if s.1 <= c0 { view.signature(s.1, c0) } else { view.signature(c1, s.0) });
    feature!(sink, 430, source, tag);
    feature!(sink, 431, source, u32::from(found.prior), kind);
    feature!(sink, 432, source.min(1), f, tag);
    feature!(sink, 433, head);
    feature!(sink, 434, head, f);
    feature!(sink, 435, source_gap, tag, source.min(2));
    feature!(sink, 436, source_gap, gap, side);
    feature!(sink, 437, anchor.source.map_or(0, |s| view.tag(s.1, -1)), tag);
    feature!(sink, 438, found.source_lead, u32::from(found.prior));
    feature!(sink, 439, found.content_lead, u32::from(found.prior));
    feature!(sink, 440, found.content_lead, kind);
    let depth = u32::from(view.unit.passage > 0);
    feature!(sink, 441, depth, f, u32::from(found.prior));
    feature!(sink, 442, depth, view.word(c0, -1), tag);
    feature!(sink, 443, u32::from(view.headline), tag, f);
    let nested = anchor
        .outer
        .map_or(0, |o| 1 + u32::from(o.0 <= c0 && c0 < o.1) + 2 * u32::from(o == found.content));
    feature!(sink, 444, nested, tag);
    feature!(sink, 445, nested, f, kind);
    feature!(sink, 446, nested, tag, u32::from(found.prior));
    feature!(sink, 447, depth, view.word(anchor.source.map_or(usize::MAX, |s| s.0), 0));
    feature!(sink, 448, f, view.word(c1, 0), view.word(c1, 1));
    feature!(sink, 449, f, view.word(c0, -2), view.word(c0, -1));
    feature!(sink, 450, view.shape(j, 0), side, tag);
    // Passages that the content leaves out: before it, after it.
    let left = u32::from(view.count(0, i, |s| s.passages).min(1));
    let right = u32::from(view.count(j, view.items.len(), |s| s.passages).min(1));
    feature!(sink, 451, kind, left * 2 + right, u32::from(found.prior));
    feature!(sink, 452, kind, left * 2 + right, tag);
    // What words in general do that stand where this one does.
    let habit = u32::from(found.habit);
    let that = view.tag(i, 0) == crate::tag::Penn::In as u32;
    feature!(sink, 454, habit, tag, u32::from(found.prior));
    feature!(sink, 455, habit, kind, tag);
    feature!(sink, 456, habit, kind, u32::from(that) * 2 + u32::from(source > 0));
    feature!(sink, 457, habit & 3, kind, gap);
    feature!(sink, 458, habit, s0, side);
    feature!(sink, 459, kind, u32::from(that), tag);
    feature!(sink, 460, kind, source, gap);
    feature!(sink, 461, kind, source.min(2), w0);
    feature!(sink, 453, whole, u32::from(view.at(i).map_or(0, |x| x.flags)), side);
}

/// Features of a trigger and its neighbours alone: is it worth a search?
pub fn gate(view: &View<'_>, trigger: usize, prior: u8, habit: u8, sink: &mut impl Sink) {
    let (t, prior) = (trigger, u32::from(prior));
    let (w, tag) = (view.word(t, 0), view.tag(t, 0));
    let f = view.at(t).map_or(0, |item| u32::from(item.family));
    let passages = u32::from(view.unit.total.passages.min(1));
    feature!(sink, 600);
    feature!(sink, 601, w, tag);
    feature!(sink, 602, f, tag);
    feature!(sink, 603, prior, tag, u32::from(habit));
    feature!(sink, 604, f, view.word(t, 1));
    feature!(sink, 605, f, view.word(t, -1));
    feature!(sink, 606, f, view.tag(t, 1));
    feature!(sink, 607, f, view.tag(t, -1));
    feature!(sink, 608, tag, view.tag(t, -1), view.tag(t, 1));
    feature!(sink, 609, tag, view.word(t, 1), prior);
    feature!(sink, 610, tag, view.word(t, -1), prior);
    feature!(sink, 611, passages, tag, prior);
    feature!(sink, 612, tag, view.shape(t, -1), view.shape(t, 1));
    feature!(sink, 613, prior, tag, view.tag(t, 1));
    feature!(sink, 614, prior, u32::from(view.unit.passage > 0), tag);
}

/// How a passage is covered by the reports around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// By none.
    None,
    /// By the content of a report that has words without marks too.
    Part,
    /// It stands in a passage that is one.
    Nested,
}

/// Features of the question whether a passage quotes anyone.
pub fn passage(
    view: &View<'_>,
    at: usize,
    quoted: &Quoted,
    cover: Cover,
    previous: bool,
    sink: &mut impl Sink,
) {
    let c = cover as u32;
    let item = view.at(at).copied().unwrap_or_default();
    let length = step((quoted.end - quoted.start).saturating_sub(2) as usize);
    let flags = u32::from(item.flags);
    let single = u32::from(quoted.pairs.len() > 1);
    let alone = view.items.len() - usize::from(view.items.last().is_some_and(|i| i.mark == b'.'));
    let alone = u32::from(alone == 1);
    feature!(sink, 500, c);
    feature!(sink, 501, c, length);
    feature!(sink, 502, c, length, flags);
    feature!(sink, 503, c, view.word(at, -1));
    feature!(sink, 504, c, view.word(at, 1));
    feature!(sink, 505, c, view.shape(at, -1), view.shape(at, 1));
    feature!(sink, 506, c, view.tag(at, -1), flags);
    feature!(sink, 507, c, view.word(at, -2), view.word(at, -1));
    feature!(sink, 508, c, alone, length);
    feature!(sink, 509, alone, single, flags);
    feature!(sink, 510, alone, u32::from(view.unit.first), u32::from(view.unit.last));
    feature!(sink, 511, alone, u32::from(previous), length);
    feature!(sink, 512, c, view.tag(at, -1), length);
    feature!(sink, 513, c, view.tag(at, 1), length);
    feature!(sink, 514, c, u32::from(view.headline), length);
    let inner = &quoted.inner;
    feature!(sink, 515, c, inner.first_tag.into(), inner.last_tag.into());
    feature!(sink, 516, c, inner.first);
    feature!(sink, 517, c, inner.last);
    feature!(sink, 518, c, inner.first_tag.into(), view.tag(at, -1));
    let all = u32::from(inner.capitals >= inner.length) + u32::from(inner.capitals > 1);
    feature!(sink, 519, c, all, length);
    feature!(sink, 520, c, u32::from(inner.named >= inner.length), inner.label.into());
    let near = (at.saturating_sub(4)..at).any(|k| view.at(k).is_some_and(|i| i.family > 0));
    let any = view.items.iter().take(60).any(|i| i.family > 0);
    feature!(sink, 521, c, u32::from(near), u32::from(any));
    feature!(sink, 522, c, u32::from(near), length);
    feature!(sink, 523, c, inner.tags);
    feature!(sink, 524, c, inner.tags, view.tag(at, -1));
    feature!(sink, 525, c, u32::from(inner.single), length);
}
