//! Features of a content.

use super::{Anchor, Cell, Item, PASSAGE, Run, Sink, View, place, step, tags};

fn places(anchor: &Anchor, at: usize) -> u32 {
    place(anchor.cue, at) * 8 + anchor.source.map_or(7, |source| place(source, at))
}

/// Features of the first word of a content.
pub(super) fn start(view: &View<'_>, anchor: &Anchor, i: usize, sink: &mut impl Sink) {
    let near = view.near(i);
    let f = anchor.family;
    let r = places(anchor, i);
    let right = i >= anchor.cue.1;
    let (low, high) = if right { (anchor.cue.1, i) } else { (i, anchor.cue.0) };
    let d = step(high.saturating_sub(low));
    let (w0, w1) = (near.word(0), near.word(-1));
    let (s0, s1, s2) = (near.shape(0), near.shape(-1), near.shape(1));
    feature!(sink, 200, r, u32::from(i == 0));
    feature!(sink, 201, r, w0);
    feature!(sink, 202, r, w1);
    feature!(sink, 203, r, w1, w0);
    feature!(sink, 204, r, s1, s0);
    feature!(sink, 205, r, s0, s2);
    feature!(sink, 206, s1, s0, s2);
    feature!(sink, 207, r, w0, near.word(1));
    feature!(sink, 208, r, f);
    if view.free(anchor) {
        feature!(sink, 236, r, s0);
        feature!(sink, 237, r, w0);
    }
    feature!(sink, 209, r, f, w0);
    feature!(sink, 210, r, f, s0);
    feature!(sink, 211, r, f, s1);
    feature!(sink, 212, r, d, s0);
    feature!(sink, 213, r, d);
    feature!(sink, 214, r, near.word(-2), w1);
    feature!(sink, 215, r, near.shape(-2), s1);
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
    if w0 == PASSAGE {
        let opening = view.cluster(i, 0);
        feature!(sink, 238, r, opening);
        feature!(sink, 239, r, opening, w1);
        feature!(sink, 286, r, opening, s1);
    }
    if let Some(run) = anchor.claimed {
        let claimed = place(run, i);
        feature!(sink, 228, claimed, r);
        feature!(sink, 229, claimed, s0, s1);
        feature!(sink, 230, claimed, w0, u32::from(right));
        feature!(sink, 231, claimed, d, u32::from(anchor.claim));
    }
}

/// Features of the boundary after the last word of a content.
pub(super) fn end(view: &View<'_>, anchor: &Anchor, j: usize, sink: &mut impl Sink) {
    let near = view.near(j);
    let f = anchor.family;
    let r = places(anchor, j);
    let right = j > anchor.cue.1;
    let (low, high) = if right { (anchor.cue.1, j) } else { (j, anchor.cue.0) };
    let d = step(high.saturating_sub(low));
    let rest = step(view.items.len().saturating_sub(j));
    let (w0, w1) = (near.word(-1), near.word(0));
    let (s0, s1, s2) = (near.shape(-1), near.shape(0), near.shape(1));
    let w2 = near.word(1);
    let side = u32::from(right);
    feature!(sink, 240, r, rest);
    feature!(sink, 241, r, w0);
    feature!(sink, 242, r, w1);
    feature!(sink, 243, r, w1, w2);
    feature!(sink, 244, r, s0, s1);
    feature!(sink, 245, r, s1, s2);
    feature!(sink, 246, s0, s1, s2);
    feature!(sink, 247, side, w1, near.word(2));
    if view.free(anchor) {
        feature!(sink, 281, r, s1);
        feature!(sink, 282, r, w1);
        feature!(sink, 283, r, s0, s1);
        let claimed = anchor.claimed.map_or(9, |run| place(run, j));
        feature!(sink, 284, claimed, side, w1);
        feature!(sink, 285, claimed, side, s1);
    }
    feature!(sink, 248, r, f, rest.min(3));
    feature!(sink, 249, r, f, w1);
    feature!(sink, 250, r, f, s1);
    feature!(sink, 251, r, d);
    feature!(sink, 252, r, rest, s0);
    feature!(sink, 253, side, w1, s2);
    feature!(sink, 254, side, w1, near.shape(2));
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
    feature!(sink, 259, w1, tense, near.tag(1));
    feature!(sink, 260, w1, tense, u32::from(near.tag(1) == tense));
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
    feature!(sink, 266, w1, cue_next, near.tag(1));
    feature!(sink, 267, w1, cue_after, s2);
    feature!(sink, 268, r, tense, s1);
    let verbs_after = u32::from(view.count(j, view.items.len(), |s| s.finite).min(2));
    feature!(sink, 269, r, verbs_after, w1);
    feature!(sink, 270, r, view.passive(anchor), s1);
    let outer = anchor.outer.map_or(9, |o| place(o, j));
    feature!(sink, 271, r, outer);
    feature!(sink, 272, side, near.word(-2), w0);
    let inside = view.at(j).is_some_and(|item| item.has(Item::INSIDE));
    feature!(sink, 273, u32::from(inside));
    if w1 == PASSAGE {
        let opening = view.cluster(j, 0);
        feature!(sink, 287, r, opening);
        feature!(sink, 288, r, opening, s0);
    }
    if let Some(run) = anchor.claimed {
        let claimed = place(run, j);
        feature!(sink, 274, claimed, r);
        feature!(sink, 275, claimed, s1, side);
        feature!(sink, 276, claimed, w1, side);
        feature!(sink, 277, claimed, rest.min(3), u32::from(anchor.claim));
    }
}

/// Features of a place inside a content: it goes on there, though it could
/// have ended.
pub(super) fn crossing(view: &View<'_>, anchor: &Anchor, k: usize, sink: &mut impl Sink) {
    let Some(item) = view.at(k) else { return };
    let open = item.mark > 0
        || item.passage > 0
        || item.family > 0
        || tags::is_preposition(item.tag)
        || tags::is_conjunction(item.tag)
        || tags::is_relative(item.tag);
    if !open {
        return;
    }
    let near = view.near(k);
    let side = u32::from(k >= anchor.cue.1);
    let tense = view.tag(anchor.trigger, 0);
    let (w, w1) = (near.word(0), near.word(1));
    let (s, s1) = (near.shape(0), near.shape(1));
    let (t1, t2) = (near.tag(1), near.tag(2));
    let same = u32::from(t1 == tense) + 2 * u32::from(t2 == tense);
    let cue = |at: usize| u32::from(view.at(at).is_some_and(|x| x.family > 0));
    feature!(sink, 380, side, w, w1);
    feature!(sink, 381, side, s, s1);
    feature!(sink, 382, w, t1, same);
    feature!(sink, 383, near.word(-1), w, side);
    feature!(sink, 384, near.shape(-1), s, s1);
    feature!(sink, 385, side, anchor.family, w);
    feature!(sink, 386, cue(k + 1) + 2 * cue(k + 2), w, same);
    feature!(sink, 387, side, w, near.shape(2));
}

/// Features of both ends together.
#[allow(clippy::too_many_lines, reason = "one list of templates")]
pub(super) fn pair(view: &View<'_>, anchor: &Anchor, run: Run, sink: &mut impl Sink) {
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
    if view.free(anchor) {
        feature!(sink, 359, code, length);
        feature!(sink, 360, code, whole * 8 + inside * 2 + u32::from(outside));
        feature!(sink, 361, code, finite, verbs);
        feature!(sink, 362, code, reach);
    }
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
    // A report whose cue is not finite leaves its sentence a verb.
    let (c0, c1) = anchor.cue;
    let all = view.unit.total.finite;
    let own = view.count(i, j, |s| s.finite);
    let cue = if i <= c0 && c1 <= j { 0 } else { view.count(c0, c1, |s| s.finite) };
    let left = u32::from(all.saturating_sub(own).saturating_sub(cue).min(2));
    feature!(sink, 370, code, left, tag);
    feature!(sink, 371, code, left, u32::from(view.count(0, c0, |s| s.finite) > 0) * 512 + tag);
    if let Some(run) = anchor.claimed {
        let held = u32::from(i <= run.0) + 2 * u32::from(run.1 <= j);
        let meets = u32::from(i < run.1 && run.0 < j);
        let exact = u32::from(i == run.0) + 2 * u32::from(run.1 == j);
        feature!(sink, 350, held, meets, u32::from(anchor.claim));
        feature!(sink, 351, held, code, whole);
        feature!(sink, 352, held * 4 + exact, f);
        feature!(sink, 353, held * 4 + exact, code, reach);
        feature!(sink, 354, held * 4 + exact, w0, side);
    } else {
        feature!(sink, 355, inside, code, u32::from(anchor.claim));
    }
    let hull = anchor.source.map_or(anchor.cue, |s| (s.0.min(anchor.cue.0), s.1.max(anchor.cue.1)));
    if inside > 0
        && let Some(ahead) = view.run(i, j).iter().position(|cell| cell.word == PASSAGE)
    {
        let opening = view.cluster(i + ahead, 0);
        let verbs = u32::from(view.count(i, i + ahead, |s| s.finite).min(2));
        let ahead = step(ahead);
        feature!(sink, 363, code, opening, ahead);
        feature!(sink, 364, code, opening, verbs);
        feature!(sink, 365, code, opening, w0);
        feature!(sink, 366, code, verbs * 16 + ahead, w0);
    }
    if side == 2 {
        let comma = view.at(hull.1).is_some_and(|item| item.mark == b',');
        let next = hull.1 + usize::from(comma);
        let opening = view.cluster(next, 0) * u32::from(view.word(next, 0) == PASSAGE);
        let verbs = u32::from(view.count(i, hull.0, |s| s.finite).min(2));
        feature!(sink, 367, source, opening, verbs);
        feature!(sink, 368, opening, u32::from(i == 0), w0);
        feature!(sink, 369, view.tag(next, 0), verbs, u32::from(comma));
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
        let between = view.count(hull.1, i, |s| s.commas) > 0;
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
    clause(view, anchor, run, code, sink);
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
fn clause(view: &View<'_>, anchor: &Anchor, run: Run, code: u32, sink: &mut impl Sink) {
    let (i, j) = run;
    let verb = |cell: &&Cell| tags::is_verb(cell.tag);
    let tag_of = |cell: Option<&Cell>| cell.map_or(0, |cell| u32::from(cell.tag));
    let cells = if view.count(i, j, |s| s.verbs) > 0 { view.run(i, j) } else { &[] };
    let first = tag_of(cells.iter().take(12).find(verb));
    let last = tag_of(cells.iter().rev().take(12).find(verb));
    let after = view.run(j, view.items.len().min(j + 7));
    let next = after.iter().position(|cell| tags::is_verb(cell.tag)).map(|at| j + at);
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
