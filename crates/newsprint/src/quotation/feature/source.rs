//! Features of a source.

use super::{Anchor, Item, Run, Sink, View, place, step};

/// Features of "there is none".
pub(super) fn none(view: &View<'_>, anchor: &Anchor, sink: &mut impl Sink) {
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

/// Features of the first word of a source.
pub(super) fn start(view: &View<'_>, anchor: &Anchor, i: usize, sink: &mut impl Sink) {
    let near = view.near(i);
    let f = anchor.family;
    let r = place(anchor.cue, i);
    let (low, high) = if i < anchor.cue.0 { (i, anchor.cue.0) } else { (anchor.cue.1, i) };
    let d = step(high.saturating_sub(low));
    let verbs = u32::from(view.count(low, high, |s| s.verbs).min(2));
    let commas = u32::from(view.count(low, high, |s| s.commas).min(2));
    let finite = u32::from(view.count(low, high, |s| s.finite).min(2));
    let s0 = near.shape(0);
    let s1 = near.shape(-1);
    let s2 = near.shape(1);
    feature!(sink, 60, r, d);
    feature!(sink, 61, r, near.word(0));
    feature!(sink, 62, r, near.word(-1));
    feature!(sink, 63, r, s1, s0);
    feature!(sink, 64, s1, s0, s2);
    feature!(sink, 65, r, near.word(-1), s0);
    feature!(sink, 66, r, near.word(0), s1);
    feature!(sink, 67, r, f, s0);
    feature!(sink, 68, r, verbs, commas);
    feature!(sink, 69, r, finite, s0);
    feature!(sink, 70, r, near.shape(-2), s1);
    feature!(sink, 71, near.word(-1), near.word(0));
    feature!(sink, 72, r, u32::from(i == 0), s0);
    feature!(sink, 73, near.word(-2), near.word(-1), s0);
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

/// Features of the boundary after the last word of a source.
pub(super) fn end(view: &View<'_>, anchor: &Anchor, j: usize, sink: &mut impl Sink) {
    let near = view.near(j);
    let f = anchor.family;
    let r = place(anchor.cue, j);
    let left = j <= anchor.cue.0;
    let (low, high) = if left { (j, anchor.cue.0) } else { (anchor.cue.1, j) };
    let d = step(high.saturating_sub(low));
    let signature = view.signature(low, high);
    let s0 = near.shape(-1);
    let s1 = near.shape(0);
    let s2 = near.shape(1);
    feature!(sink, 80, r, d);
    feature!(sink, 81, r, near.word(-1));
    feature!(sink, 82, r, near.word(0));
    feature!(sink, 83, r, s0, s1);
    feature!(sink, 84, s0, s1, s2);
    feature!(sink, 85, r, near.word(0), s0);
    feature!(sink, 86, r, near.word(-1), s1);
    feature!(sink, 87, r, f, s0);
    feature!(sink, 88, r, signature);
    feature!(sink, 89, r, signature, f);
    feature!(sink, 90, r, signature, s0);
    feature!(sink, 91, r, near.word(0), near.word(1));
    feature!(sink, 92, r, near.shape(-2), s0);
    feature!(sink, 93, r, near.word(0), s2);
    let verbs = u32::from(view.count(low, high, |s| s.verbs).min(2));
    let commas = u32::from(view.count(low, high, |s| s.commas).min(2));
    feature!(sink, 94, r, verbs, commas);
    feature!(sink, 95, r, verbs, near.word(0));
    let same = u32::from(anchor.previous.is_some_and(|p| p.1 == j));
    feature!(sink, 96, same, r, view.word(anchor.cue.0, -1));
    feature!(sink, 97, r, view.passive(anchor), view.word(low, 0));
    let last = j.checked_sub(1).and_then(|at| view.at(at));
    let whole = last.is_none_or(|item| item.label == 0 || item.has(Item::LAST));
    feature!(sink, 98, u32::from(whole), r);
    feature!(sink, 99, r, view.tag(anchor.trigger, 0), s0);
}

/// Features of both ends together.
pub(super) fn pair(view: &View<'_>, anchor: &Anchor, run: Run, sink: &mut impl Sink) {
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
    let signature = view.signature(i, j);
    feature!(sink, 117, signature);
    feature!(sink, 118, view.phrase(i, j), left);
    feature!(sink, 119, signature, view.word(j, 0), left);
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
