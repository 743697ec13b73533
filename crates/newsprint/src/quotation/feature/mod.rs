//! Features: what the model sees of a cue, a source, a content, a passage.
//!
//! A feature is the hash of a template's number and up to three values. The
//! same code serves training and prediction.

#![allow(
    clippy::many_single_char_names,
    reason = "i and j are the ends of a run, as in the literature, f, r and s what templates read"
)]

/// Adds one feature: a template's number and up to three values.
macro_rules! feature {
    ($sink:expr, $template:expr) => {
        $sink.add($crate::quotation::feature::hash($template, 0, 0, 0))
    };
    ($sink:expr, $template:expr, $a:expr) => {
        $sink.add($crate::quotation::feature::hash($template, $a, 0, 0))
    };
    ($sink:expr, $template:expr, $a:expr, $b:expr) => {
        $sink.add($crate::quotation::feature::hash($template, $a, $b, 0))
    };
    ($sink:expr, $template:expr, $a:expr, $b:expr, $c:expr) => {
        $sink.add($crate::quotation::feature::hash($template, $a, $b, $c))
    };
}

use super::cell::Cell;
use super::claim::Claim;
use super::tags;
use super::unit::{Item, PASSAGE, Quoted, Sums, Unit};
use crate::token::NormKey;

mod claim;
mod content;
mod cue;
mod decision;
mod source;

pub use claim::{Claimant, claim, unclaimed};
pub use decision::{Cover, Found, accept, gate, passage};

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
    /// The passages that choose this trigger as their cue.
    pub claimed: Option<Run>,
    /// How surely the surest of them does, in steps from 0 to 7.
    pub claim: u8,
}

/// A unit as the features see it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Its items.
    pub items: &'a [Item],
    /// Their cells, with those beyond the ends.
    pub cells: &'a [Cell],
    /// The unit.
    pub unit: &'a Unit,
    /// Whether its block is a headline.
    pub headline: bool,
    /// Who claims each passage of the document; empty before that is asked.
    pub claims: &'a [Claim],
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

    /// The cell of an item; `offset` may lead beyond the ends.
    #[inline]
    fn cell(&self, index: usize, offset: isize) -> Cell {
        let at = index.wrapping_add(Cell::MARGIN).wrapping_add_signed(offset);
        self.cells.get(at).copied().unwrap_or(Cell::BEYOND)
    }

    #[inline]
    fn word(&self, index: usize, offset: isize) -> u32 {
        self.cell(index, offset).word
    }

    /// The cluster of an item's word.
    #[inline]
    fn cluster(&self, index: usize, offset: isize) -> u32 {
        self.cell(index, offset).cluster.into()
    }

    #[inline]
    fn tag(&self, index: usize, offset: isize) -> u32 {
        self.cell(index, offset).tag.into()
    }

    /// Entity label where there is one, or the tag.
    #[inline]
    fn shape(&self, index: usize, offset: isize) -> u32 {
        self.cell(index, offset).shape.into()
    }

    /// The cells of a run.
    #[inline]
    fn run(&self, from: usize, to: usize) -> &[Cell] {
        self.cells.get(from + Cell::MARGIN..to + Cell::MARGIN).unwrap_or_default()
    }

    /// The shapes of a short run as one value; longer ones by what they hold.
    #[inline]
    fn signature(&self, from: usize, to: usize) -> u32 {
        if to < from {
            return 1;
        }
        if to - from > 5 {
            return 2 + step(to - from) + 16 * u32::from(self.count(from, to, |s| s.finite) > 0);
        }
        self.run(from, to).iter().fold(7, |sum, cell| hash(9, sum, cell.shape.into(), 0))
    }

    /// The words of a short run as one value.
    fn phrase(&self, from: usize, to: usize) -> u32 {
        if to < from || to - from > 4 {
            return 3;
        }
        self.run(from, to).iter().fold(11, |sum, cell| hash(8, sum, cell.word, 0))
    }

    /// How many of something stand in a run.
    #[inline]
    fn count(&self, from: usize, to: usize, of: impl Fn(&Sums) -> u16) -> u16 {
        of(&self.cell(to, 0).before).saturating_sub(of(&self.cell(from, 0).before))
    }

    /// The cells about a place.
    #[inline]
    fn near(&self, at: usize) -> Near {
        let cells = self.cells.get(at + Cell::MARGIN - Near::BEFORE..);
        Near(cells.and_then(<[Cell]>::first_chunk).copied().unwrap_or(Near::BEYOND))
    }

    /// How many finite verbs stand in a run.
    pub(super) fn finite(&self, run: Run) -> u16 {
        self.count(run.0, run.1, |sums| sums.finite)
    }

    /// Whether *what* stands in front of the report: `what he called`.
    fn free(&self, anchor: &Anchor) -> bool {
        const WHAT: u32 = NormKey::ascii("what").0;
        let start = anchor.source.map_or(anchor.cue.0, |source| source.0.min(anchor.cue.0));
        self.word(start, -1) == WHAT
    }

    /// Whether the trigger is a passive participle: a form of *be* before it.
    fn passive(&self, anchor: &Anchor) -> u32 {
        let participle = self.tag(anchor.trigger, 0) == crate::tag::Penn::Vbn as u32;
        u32::from(participle) + u32::from(participle && anchor.cue.0 < anchor.trigger)
    }
}

/// The cells about a place: two before it, itself, and two behind it.
struct Near([Cell; 5]);

impl Near {
    const BEFORE: usize = 2;
    const BEYOND: [Cell; 5] = [Cell::BEYOND; 5];

    /// The cell at a distance of at most two.
    #[inline]
    fn cell(&self, offset: isize) -> &Cell {
        let [before_last, last, here, next, after_next] = &self.0;
        match offset {
            ..=-2 => before_last,
            -1 => last,
            0 => here,
            1 => next,
            2.. => after_next,
        }
    }

    #[inline]
    fn word(&self, offset: isize) -> u32 {
        self.cell(offset).word
    }

    #[inline]
    fn tag(&self, offset: isize) -> u32 {
        self.cell(offset).tag.into()
    }

    #[inline]
    fn shape(&self, offset: isize) -> u32 {
        self.cell(offset).shape.into()
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
        None => source::none(view, anchor, sink),
        Some(run) => {
            start(view, role, anchor, run.0, sink);
            end(view, role, anchor, run.1, sink);
            pair(view, role, anchor, run, sink);
            if role == Role::Content {
                (run.0 + 1..run.1).for_each(|place| crossing(view, anchor, place, sink));
            }
        }
    }
}

/// Features of the first word of a candidate.
pub fn start(view: &View<'_>, role: Role, anchor: &Anchor, i: usize, sink: &mut impl Sink) {
    match role {
        Role::Cue => cue::start(view, anchor, i, sink),
        Role::Source => source::start(view, anchor, i, sink),
        Role::Content => content::start(view, anchor, i, sink),
    }
}

/// Features of the boundary after the last word of a candidate.
pub fn end(view: &View<'_>, role: Role, anchor: &Anchor, j: usize, sink: &mut impl Sink) {
    match role {
        Role::Cue => cue::end(view, anchor, j, sink),
        Role::Source => source::end(view, anchor, j, sink),
        Role::Content => content::end(view, anchor, j, sink),
    }
}

/// Features of a place inside a content, for each place but the first.
pub fn crossing(view: &View<'_>, anchor: &Anchor, place: usize, sink: &mut impl Sink) {
    content::crossing(view, anchor, place, sink);
}

/// Features of both ends together.
pub fn pair(view: &View<'_>, role: Role, anchor: &Anchor, run: Run, sink: &mut impl Sink) {
    match role {
        Role::Cue => cue::pair(view, anchor, run, sink),
        Role::Source => source::pair(view, anchor, run, sink),
        Role::Content => content::pair(view, anchor, run, sink),
    }
}
