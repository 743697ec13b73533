//! The second reading: what the first one made of a word elsewhere in the
//! document is evidence for what it is here.

use super::Label;
use super::decode::Decoded;
use super::feature::Context;
use crate::model::joint;

/// What the first reading made of each word of a document.
#[derive(Clone, Debug, Default)]
pub struct Votes {
    /// Word, then kind of vote: every label, and outside.
    counts: Vec<[u16; KINDS]>,
    /// What each token voted for.
    cast: Vec<Vote>,
    /// The longest entity with the word: its length, label, and where in it
    /// the word stands.
    longest: Vec<(u16, u8, u8)>,
}

const KINDS: usize = Label::ALL.len() + 1;
const OUTSIDE: u8 = 18;

#[derive(Clone, Copy, Debug)]
struct Vote {
    kind: u8,
    weight: u8,
    length: u16,
}

const NONE: Vote = Vote { kind: u8::MAX, weight: 0, length: 0 };

impl Votes {
    /// Makes room for a document.
    pub fn new(context: &Context<'_>, tokens: usize) -> Self {
        Self {
            counts: vec![[0; KINDS]; context.words()],
            cast: vec![NONE; tokens],
            longest: vec![(0, 0, 0); context.words()],
        }
    }

    /// Counts the entities that the first reading found in a segment.
    pub fn count(
        &mut self,
        context: &Context<'_>,
        segment: std::ops::Range<usize>,
        found: &[Decoded],
    ) {
        let mut entities = found.iter().peekable();
        for token in segment.clone() {
            let at = token - segment.start;
            while entities.peek().is_some_and(|entity| entity.end <= at) {
                entities.next();
            }
            if !context.is_capital(token) {
                continue;
            }
            let vote = match entities.peek().filter(|entity| entity.start <= at) {
                Some(entity) => {
                    let Some(label) = entity.state.label() else { continue };
                    let length = u16::try_from(entity.end - entity.start).unwrap_or(u16::MAX);
                    let place = if at + 1 == entity.end { 2 } else { u8::from(at > entity.start) };
                    if let Some(longest) = self.longest.get_mut(context.word(token))
                        && length > longest.0
                    {
                        *longest = (length, label as u8, place);
                    }
                    let weight = match -entity.log_probability {
                        ..4 => 8,
                        4..16 => 6,
                        16..45 => 4,
                        _ => 2,
                    };
                    Vote { kind: label as u8, weight, length }
                }
                None => Vote { kind: OUTSIDE, weight: 3, length: 0 },
            };
            if let (Some(place), Some(votes)) =
                (self.cast.get_mut(token), self.counts.get_mut(context.word(token)))
            {
                *place = vote;
                if let Some(count) = votes.get_mut(usize::from(vote.kind)) {
                    *count = count.saturating_add(u16::from(vote.weight));
                }
            }
        }
    }

    /// Gives the features of a token that come from the first reading to
    /// `sink`.
    pub fn features(&self, context: &Context<'_>, token: usize, mut sink: impl FnMut(u32)) {
        let (Some(own), Some(votes)) = (self.cast.get(token), self.counts.get(context.word(token)))
        else {
            return;
        };
        if own.kind == u8::MAX {
            return;
        }
        let own_kind = u32::from(own.kind);
        let mut total = 0;
        let mut best = (0, 0);
        for (kind, &count) in (0_u32..).zip(votes) {
            let mut count = u32::from(count);
            if kind == own_kind {
                count = count.saturating_sub(u32::from(own.weight));
            }
            total += count;
            if count > best.0 {
                best = (count, kind);
            }
        }
        if let Some(share) = (best.0 * 4).checked_div(total) {
            let amount = (best.0 / 4).min(6);
            let sure = u32::from(own.weight);
            sink(joint(1, best.1, share << 8 | amount));
            sink(joint(2, best.1 << 8 | own_kind, sure));
            sink(joint(3, best.1 << 8 | own_kind, share << 8 | amount));
        }
        // An abbreviation is of the kind of what it abbreviates.
        if let Some(last) = context.spelled_out(token)
            && let Some(full) = self.cast.get(last).filter(|full| full.kind != u8::MAX)
        {
            let full_kind = u32::from(full.kind);
            sink(joint(6, full_kind << 8 | own_kind, u32::from(own.weight)));
            sink(joint(7, full_kind, u32::from(full.weight)));
        }
        if let Some(&(length, label, place)) = self.longest.get(context.word(token))
            && length > own.length
        {
            let spot = u32::from(label) << 8 | u32::from(place);
            let longer = u32::from(length.min(4)) << 8 | u32::from(own.length.min(4));
            sink(joint(4, spot, longer));
            sink(joint(5, spot, own_kind << 8 | u32::from(own.weight)));
        }
    }
}
