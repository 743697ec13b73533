//! Features of the question which cue a quoted passage belongs to.

use super::{Item, Quoted, Sink, View, step};
use crate::quotation::learned::Trigger;

/// The word of a trigger that is not in the table.
const UNLISTED: u32 = 0x556e_6c69;

/// What may introduce a passage.
#[derive(Clone, Copy, Debug)]
pub struct Claimant {
    /// Its item.
    pub at: usize,
    /// What the table says of its word; nothing for a word that is not in it.
    pub trigger: Trigger,
    /// Whether to look at the word itself.
    pub known: bool,
}

/// Features of "this passage has no cue".
pub fn unclaimed(view: &View<'_>, at: usize, quoted: &Quoted, sink: &mut impl Sink) {
    let item = view.at(at).copied().unwrap_or_default();
    let inner = &quoted.inner;
    let length = step(inner.length);
    let flags = u32::from(item.flags);
    let stop = view.items.last().is_some_and(|last| last.mark == b'.');
    let alone = u32::from(view.items.len() - usize::from(stop) == 1);
    feature!(sink, 700, alone);
    feature!(sink, 701, length, flags, alone);
    feature!(sink, 702, view.word(at, -1));
    feature!(sink, 703, view.word(at, 1));
    feature!(sink, 704, view.shape(at, -1), view.shape(at, 1));
    feature!(sink, 705, view.tag(at, -1), length);
    feature!(sink, 706, view.tag(at, -1), flags);
    feature!(sink, 707, view.word(at, -2), view.word(at, -1));
    feature!(sink, 708, inner.tags);
    feature!(sink, 709, inner.first_tag.into(), inner.last_tag.into());
    feature!(sink, 710, inner.first);
    feature!(sink, 711, view.tag(at, -1), inner.first_tag.into());
    let all = u32::from(inner.capitals >= inner.length) + u32::from(inner.capitals > 1);
    feature!(sink, 712, all, length);
    feature!(sink, 713, u32::from(inner.named >= inner.length), inner.label.into());
    feature!(sink, 714, u32::from(view.headline), length);
    feature!(sink, 715, alone, u32::from(view.unit.first), u32::from(view.unit.last));
    feature!(sink, 716, u32::from(inner.single), length);
    feature!(sink, 717, u32::from(quoted.depth.min(2)), length);
    feature!(sink, 718, u32::from(view.unit.total.passages.min(3)), length);
    let cluster = view.cluster(at, -1);
    feature!(sink, 770, cluster);
    feature!(sink, 771, cluster, length);
    feature!(sink, 719, view.word(at, -1), u32::from(item.has(Item::SHORT)));
}

/// Features of "this is the cue of the passage".
#[allow(clippy::too_many_lines, reason = "one list of templates")]
pub fn claim(
    view: &View<'_>,
    at: usize,
    quoted: &Quoted,
    claimant: Claimant,
    sink: &mut impl Sink,
) {
    let t = claimant.at;
    let item = view.at(at).copied().unwrap_or_default();
    let Trigger { family, prior, habit, .. } = claimant.trigger;
    let (f, prior, habit) = (u32::from(family), u32::from(prior), u32::from(habit));
    let side = u32::from(t > at);
    let (low, high) = if t < at { (t + 1, at) } else { (at + 1, t) };
    let d = step(high.saturating_sub(low));
    let gap = view.signature(low, high);
    let tag = view.tag(t, 0);
    let word = if family > 0 && claimant.known { view.word(t, 0) } else { UNLISTED };
    let flags = u32::from(
        item.flags & (Item::SHORT | Item::STOPPED | Item::COMMA | Item::FINITE | Item::CAPITAL),
    );
    let finite = u32::from(view.count(low, high, |s| s.finite).min(2));
    let verbs = u32::from(view.count(low, high, |s| s.verbs).min(3));
    let commas = u32::from(view.count(low, high, |s| s.commas).min(2));
    let passages = u32::from(view.count(low, high, |s| s.passages).min(1));
    let length = step(quoted.inner.length);
    let (w, s) = (view.word(at, -1), view.shape(at, -1));
    feature!(sink, 720, side, d, tag);
    feature!(sink, 721, side, prior, tag);
    feature!(sink, 722, side, word, tag);
    feature!(sink, 723, side, f, d);
    feature!(sink, 724, side, gap);
    feature!(sink, 725, side, gap, prior);
    feature!(sink, 726, side, gap, tag);
    feature!(sink, 727, side, flags, tag);
    feature!(sink, 728, side, flags, prior);
    feature!(sink, 729, side, finite, commas);
    feature!(sink, 730, side, finite * 8 + verbs * 2 + passages, prior);
    feature!(sink, 731, side, w, tag);
    feature!(sink, 732, side, w, word);
    feature!(sink, 733, side, w, d);
    feature!(sink, 734, side, view.word(at, 1), d);
    feature!(sink, 735, side, view.word(t, 1), d);
    feature!(sink, 736, side, view.word(t, 1), prior);
    feature!(sink, 737, side, view.shape(t, -1), tag);
    feature!(sink, 738, side, view.shape(t, 1), tag);
    feature!(sink, 739, side, habit, tag);
    feature!(sink, 740, side, habit, flags);
    feature!(sink, 741, side, prior, s);
    feature!(sink, 742, side, view.tag(t, -1), prior);
    feature!(sink, 743, side, flags, gap);
    feature!(sink, 744, side, quoted.inner.first_tag.into(), tag);
    feature!(sink, 745, side, length, tag);
    feature!(sink, 746, side, length, prior);
    feature!(sink, 747, side, f, w);
    feature!(sink, 748, side, verbs, tag);
    feature!(sink, 749, u32::from(view.unit.passage > 0), tag, prior);
    let outer = u32::from(view.count(0, t, |s| s.finite).min(3));
    feature!(sink, 750, side, outer, tag);
    feature!(sink, 751, side, outer, prior);
    feature!(sink, 752, side, view.tag(t, -2), view.tag(t, -1));
    feature!(sink, 753, side, s, d);
    feature!(sink, 754, side, passages, d);
    feature!(sink, 755, side, f, tag);
    feature!(sink, 756, side, commas * 4 + finite, prior);
    feature!(sink, 757, f, view.word(t, 1), view.word(t, 2));
    let cluster = view.cluster(t, 0);
    feature!(sink, 760, side, cluster, tag);
    feature!(sink, 761, side, cluster, d);
    feature!(sink, 762, side, cluster, view.cluster(at, -1));
    feature!(sink, 763, side, view.cluster(at, -1), tag);
    feature!(sink, 764, cluster, view.cluster(t, 1));
    if claimant.known {
        feature!(sink, 758, side, view.word(t, 0));
        feature!(sink, 759, view.word(t, 0), view.word(t, 1));
    }
}
