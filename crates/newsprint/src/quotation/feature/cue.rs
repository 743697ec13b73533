//! Features of a cue around its trigger.

use super::{Anchor, Run, Sink, View};

/// Features of the first word of a cue.
pub(super) fn start(view: &View<'_>, anchor: &Anchor, i: usize, sink: &mut impl Sink) {
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

/// Features of the boundary after the last word of a cue.
pub(super) fn end(view: &View<'_>, anchor: &Anchor, j: usize, sink: &mut impl Sink) {
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

/// Features of both ends together.
pub(super) fn pair(view: &View<'_>, anchor: &Anchor, run: Run, sink: &mut impl Sink) {
    feature!(sink, 30, view.phrase(run.0, run.1), anchor.family);
    feature!(sink, 31, view.signature(run.0, run.1));
}
