//! Features of the questions that have a yes or no: is a trigger a cue, does
//! a passage quote anyone.

use super::{Anchor, PASSAGE, Quoted, Run, Sink, View, step};

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
    // What the passages say.
    let claim = u32::from(anchor.claim);
    let claimed = anchor.claimed.map_or(2, |run| u32::from(i <= run.0 && run.1 <= j));
    feature!(sink, 462, claim, kind, claimed);
    feature!(sink, 463, claim, u32::from(found.prior), tag);
    feature!(sink, 464, claim, side, gap);
    // Words that are used alike report alike.
    let cluster = view.cluster(t, 0);
    feature!(sink, 465, cluster, tag);
    feature!(sink, 466, cluster, kind);
    feature!(sink, 467, cluster, gap);
    feature!(sink, 468, cluster, view.tag(c0, -1), view.tag(c1, 0));
    let head = anchor.source.map_or(0, |s| view.cluster(s.1, -1));
    feature!(sink, 469, head, tag);
    feature!(sink, 470, head, cluster);
    if passages > 0
        && let Some(ahead) = view.run(i, j).iter().position(|cell| cell.word == PASSAGE)
    {
        let opening = view.cluster(i + ahead, 0);
        feature!(sink, 471, side, opening, step(ahead));
        feature!(sink, 472, f, opening, side);
    }
    feature!(sink, 453, whole, u32::from(view.at(i).map_or(0, |x| x.flags)), side);
}

/// Features of a trigger and its neighbours alone: is it worth a search?
pub fn gate(
    view: &View<'_>,
    trigger: usize,
    prior: u8,
    habit: u8,
    claim: u8,
    sink: &mut impl Sink,
) {
    let claim = u32::from(claim);
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
    feature!(sink, 615, claim, passages);
    feature!(sink, 616, claim, prior, tag);
    let cluster = view.cluster(t, 0);
    feature!(sink, 617, cluster, tag);
    feature!(sink, 618, cluster, view.tag(t, -1), view.tag(t, 1));
    feature!(sink, 619, cluster, passages, claim);
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
    let cluster = view.cluster(at, -1);
    feature!(sink, 526, c, cluster);
    feature!(sink, 527, c, cluster, length);
    feature!(sink, 525, c, u32::from(inner.single), length);
}
