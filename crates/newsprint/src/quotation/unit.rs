//! Units: sentences in which quoted passages are folded into single items.
//!
//! `"A. B. C," he said.` is three sentences for a reader of punctuation, but
//! one statement about who said what. A unit is what remains when every
//! quoted passage counts as one item; the inside of a passage has units of its
//! own.

use crate::entity::{Entity, Evidence, Label};
use crate::mark::{MarkEnd, MarkPair, MarkStyle};
use crate::tag::Penn;
use crate::token::{NormKey, TokenKind};

use super::cell::Cell;
use super::tags;

/// The word of an item that is a quoted passage.
pub const PASSAGE: u32 = 0x5175_6f74;
/// The word beyond both ends of a unit.
pub const EDGE: u32 = 0x4564_6765;

/// A signature is shorter, in tokens.
const SIGNATURE: usize = 20;
/// Labels of days and hours, counted from 1.
const TIMES: [u8; 2] = [Label::Date as u8 + 1, Label::Time as u8 + 1];

/// A token, or a quoted passage folded into one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Item {
    /// First token.
    pub start: u32,
    /// Token after the last.
    pub end: u32,
    /// Norm key; [`PASSAGE`] for a passage.
    pub word: u32,
    /// Reporting family; 0 for none.
    pub family: u16,
    /// The cluster of words that are used alike; 0 for none. For a passage, how
    /// it begins.
    pub cluster: u16,
    /// Penn tag; [`tags::PASSAGE`] for a passage.
    pub tag: u8,
    /// Entity label, counted from 1; 0 for none.
    pub label: u8,
    /// Bits: see the constants.
    pub flags: u8,
    /// The sign, for a token that is one; 0 for the others.
    pub mark: u8,
    /// Which passage, counted from 1; 0 for a token.
    pub passage: u32,
    /// Sums over the items of the unit before this one.
    pub before: Sums,
}

/// Counts of what stands before an item in its unit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    /// Verbs of any form.
    pub verbs: u16,
    /// Finite verbs and modals.
    pub finite: u16,
    /// Commas.
    pub commas: u16,
    /// Quoted passages.
    pub passages: u16,
    /// Opening brackets less closing ones.
    pub brackets: i16,
}

impl Item {
    /// The token starts with a capital.
    pub const CAPITAL: u8 = 1;
    /// The token goes on with the entity of the one before.
    pub const INSIDE: u8 = 2;
    /// No white space before the token.
    pub const TIGHT: u8 = 4;
    /// The passage ends with a full stop or its like.
    pub const STOPPED: u8 = 8;
    /// The passage ends with a comma.
    pub const COMMA: u8 = 16;
    /// The passage is shorter than five words.
    pub const SHORT: u8 = 32;
    /// The passage has a finite verb.
    pub const FINITE: u8 = 64;
    /// The last token of its entity.
    pub const LAST: u8 = 128;

    /// Whether a flag is set.
    #[inline]
    pub const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// A quoted passage: one pair of marks, or several that go on over paragraphs.
#[derive(Clone, Debug)]
pub struct Quoted {
    /// The pairs.
    pub pairs: Vec<u32>,
    /// First token, the opening mark.
    pub start: u32,
    /// Token after the last.
    pub end: u32,
    /// The passage that it stands in, counted from 1; 0 for none.
    pub parent: u32,
    /// How many passages enclose it.
    pub depth: u8,
    /// Its place as an item: unit and index in it.
    pub place: (u32, u32),
    /// What stands between its marks.
    pub inner: Inner,
}

/// What stands between the marks of a passage.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inner {
    /// How many tokens.
    pub length: usize,
    /// The first word.
    pub first: u32,
    /// Its tag.
    pub first_tag: u8,
    /// The last word, a stop or comma left out.
    pub last: u32,
    /// Its tag.
    pub last_tag: u8,
    /// Words with a capital.
    pub capitals: usize,
    /// Tokens of entities.
    pub named: usize,
    /// The label of the first token, counted from 1; 0 for none.
    pub label: u8,
    /// The tags, when there are five at most.
    pub tags: u32,
    /// The marks are single.
    pub single: bool,
}

/// A run of items.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// First item.
    pub start: u32,
    /// Item after the last.
    pub end: u32,
    /// Its place among the units.
    pub number: u32,
    /// The passage that it stands in, counted from 1; 0 for none.
    pub passage: u32,
    /// Whether it is the first of its block or passage.
    pub first: bool,
    /// Whether it is the last of its block or passage.
    pub last: bool,
    /// The block of its first token.
    pub block: u32,
    /// Sums over all of its items.
    pub total: Sums,
}

/// All units of a document, those of passages after the one around them.
#[derive(Clone, Debug, Default)]
pub struct Units {
    /// The items of all units.
    pub items: Vec<Item>,
    /// Their cells, [`Cell::MARGIN`] more before each unit and after the last.
    cells: Vec<Cell>,
    /// The units.
    pub units: Vec<Unit>,
    /// The quoted passages, by opening mark.
    pub passages: Vec<Quoted>,
}

impl Units {
    /// The items of a unit.
    #[inline]
    pub fn items(&self, unit: &Unit) -> &[Item] {
        self.items.get(unit.start as usize..unit.end as usize).unwrap_or_default()
    }

    /// The cells of a unit, with those beyond its ends.
    #[inline]
    pub fn cells(&self, unit: &Unit) -> &[Cell] {
        let start = unit.start as usize + Cell::MARGIN * unit.number as usize;
        let end = start + (unit.end - unit.start) as usize + 2 * Cell::MARGIN;
        self.cells.get(start..end).unwrap_or_default()
    }
}

/// Chains of pairs that are one speech.
fn passages(marks: &[MarkPair]) -> Vec<Quoted> {
    let mut passages: Vec<Quoted> = Vec::new();
    // For each depth, the passage that goes on in the next block.
    let mut open: Vec<Option<usize>> = vec![None; 4];
    for (index, pair) in marks.iter().enumerate() {
        let depth = usize::from(pair.depth);
        if pair.end == MarkEnd::Unclosed || depth > 2 {
            continue;
        }
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let (start, end) = (pair.open.0, pair.close.0 + 1);
        let continued = open.get_mut(depth).and_then(Option::take);
        let carried = continued.and_then(|at| Some((at, passages.get_mut(at)?)));
        let at = if let Some((at, passage)) = carried {
            passage.pairs.push(index);
            passage.end = end;
            at
        } else {
            passages.push(Quoted {
                pairs: vec![index],
                start,
                end,
                parent: 0,
                depth: 0,
                place: (0, 0),
                inner: Inner { single: pair.style == MarkStyle::Single, ..Inner::default() },
            });
            passages.len() - 1
        };
        if pair.end == MarkEnd::Continued
            && let Some(slot) = open.get_mut(depth)
        {
            *slot = Some(at);
        }
    }
    passages.sort_by_key(|passage| (passage.start, std::cmp::Reverse(passage.end)));
    // Passages nest: a stack of those that are open gives the parents. One
    // that crosses its neighbour is left out.
    let mut stack: Vec<usize> = Vec::new();
    let mut kept: Vec<Quoted> = Vec::new();
    for mut passage in passages {
        while let Some(&top) = stack.last() {
            if kept.get(top).is_some_and(|outer| outer.end <= passage.start) {
                stack.pop();
            } else {
                break;
            }
        }
        if let Some(outer) = stack.last().and_then(|&top| kept.get(top)) {
            if passage.end > outer.end {
                continue;
            }
            passage.parent = u32::try_from(stack.last().map_or(0, |top| top + 1)).unwrap_or(0);
            passage.depth = outer.depth.saturating_add(1);
        }
        stack.push(kept.len());
        kept.push(passage);
    }
    kept
}

/// Builds the units of a document. Linear.
pub fn build(
    evidence: Evidence<'_>,
    entities: &[Entity],
    family: impl Fn(u32) -> u16,
    cluster: impl Fn(u32) -> u16,
) -> Units {
    let tokens = evidence.tokens;
    let mut labels = vec![(0_u8, 0_u8); tokens.len()];
    for entity in entities {
        let range = entity.tokens.range();
        let label = entity.label as u8 + 1;
        let (start, end) = (range.start, range.end);
        for at in range {
            if let Some(slot) = labels.get_mut(at) {
                let inside = if at > start { Item::INSIDE } else { 0 };
                let last = if at + 1 == end { Item::LAST } else { 0 };
                *slot = (label, inside | last);
            }
        }
    }
    let mut ends = vec![false; tokens.len() + 1];
    let mut blocks = vec![0_u32; tokens.len()];
    for sentence in evidence.sentences {
        if let Some(end) = ends.get_mut(sentence.tokens.end as usize) {
            *end = true;
        }
        for slot in blocks.get_mut(sentence.tokens.range()).unwrap_or_default() {
            *slot = sentence.block.0;
        }
    }
    let mut builder = Builder {
        evidence,
        labels,
        ends,
        blocks,
        family: &family,
        cluster: &cluster,
        children: Vec::new(),
        units: Units { passages: passages(evidence.marks), ..Units::default() },
    };
    // About as many as there will be, so that they are not copied as they grow.
    builder.units.items.reserve(tokens.len());
    builder.units.units.reserve(evidence.sentences.len());
    builder.units.cells.reserve(tokens.len() + Cell::MARGIN * (evidence.sentences.len() + 1));
    builder.children = vec![Vec::new(); builder.units.passages.len() + 1];
    for (index, passage) in builder.units.passages.iter().enumerate() {
        if let Some(list) = builder.children.get_mut(passage.parent as usize) {
            list.push(index);
        }
    }
    builder.region(0, 0, tokens.len());
    for index in 0..builder.units.passages.len() {
        let Some(passage) = builder.units.passages.get(index) else { break };
        let (start, end) = (passage.start as usize + 1, passage.end as usize);
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        builder.region(number, start, end);
    }
    builder.units
}

struct Builder<'a, F, C> {
    evidence: Evidence<'a>,
    labels: Vec<(u8, u8)>,
    ends: Vec<bool>,
    blocks: Vec<u32>,
    family: &'a F,
    cluster: &'a C,
    children: Vec<Vec<usize>>,
    units: Units,
}

impl<F: Fn(u32) -> u16, C: Fn(u32) -> u16> Builder<'_, F, C> {
    fn region(&mut self, passage: u32, start: usize, end: usize) {
        let children = self.children.get_mut(passage as usize).map(std::mem::take);
        let mut children = children.unwrap_or_default().into_iter().peekable();
        let mut at = start;
        let mut first_item = self.units.items.len();
        let mut first = true;
        while at < end {
            let child = children
                .next_if(|&c| self.units.passages.get(c).is_some_and(|p| p.start as usize == at));
            let next = match child {
                Some(child) => self.push_passage(child),
                None => self.push_token(at),
            };
            at = next.max(at + 1);
            let block_end = at >= end || self.blocks.get(at - 1) != self.blocks.get(at);
            if at >= end || self.ends.get(at).copied().unwrap_or(true) {
                // `He said:`, and the quotation in the next paragraph.
                let colon = self.units.items.last().is_some_and(|i| i.mark == b':');
                let quote_next = children.peek().is_some_and(|&c| {
                    self.units.passages.get(c).is_some_and(|p| p.start as usize == at)
                });
                if at < end && (colon && quote_next || !block_end && self.goes_on(at)) {
                    continue;
                }
                self.close(passage, first_item, first, block_end);
                first_item = self.units.items.len();
                first = block_end;
            }
        }
    }

    /// Whether the sentence that starts at a token goes on with the passage
    /// before it: `"Why?" he asked.`, `"No!" said Mr Li.`, `"No." - Mr Li`
    fn goes_on(&self, at: usize) -> bool {
        let Some(item) = self.units.items.last().filter(|item| item.passage > 0) else {
            return false;
        };
        if item.has(Item::COMMA) || self.signs(at) {
            return true;
        }
        for (place, token) in self.evidence.tokens.iter().enumerate().skip(at).take(7) {
            let text = token.span.slice(self.evidence.text);
            let sentence_end = place > at && self.ends.get(place).copied().unwrap_or(true);
            if sentence_end || token.kind == TokenKind::Quote {
                return false;
            }
            if self.is_verb(place) {
                return token.kind == TokenKind::Word
                    && (self.family)(token.norm.0) > 0
                    && (item.flags & Item::STOPPED == 0
                        || self.sign_before_mark(item.end) != Some('.')
                        || place == at && text.starts_with(char::is_lowercase)
                        || self.says_no_more(place));
            }
        }
        false
    }

    /// Whether the sentence that starts at a token is a dash and a name.
    fn signs(&self, at: usize) -> bool {
        let text = |place: usize| {
            let token = self.evidence.tokens.get(place);
            token.map_or("", |token| token.span.slice(self.evidence.text))
        };
        if sign(text(at)) != b'-' || !text(at + 1).starts_with(char::is_uppercase) {
            return false;
        }
        let end = |place: &usize| self.ends.get(*place).copied().unwrap_or(true);
        let Some(end) = (at + 1..at + SIGNATURE).find(end) else { return false };
        !(at + 1..end).any(|place| tags::is_finite(self.tag(place)))
    }

    /// Whether nothing that could be said stands between a reporting verb and
    /// the end of its sentence: `"We won." Mr Li said on Monday.`
    fn says_no_more(&self, verb: usize) -> bool {
        let preposition = |at| self.tag(at) == Penn::In as u8 || self.tag(at) == Penn::To as u8;
        let time = |at: usize| self.labels.get(at).is_some_and(|label| TIMES.contains(&label.0));
        let that = NormKey::of("that").0;
        for (place, token) in self.evidence.tokens.iter().enumerate().skip(verb + 1).take(8) {
            if self.ends.get(place).copied().unwrap_or(true) {
                return true;
            }
            let first = place == verb + 1;
            let plain = token.kind == TokenKind::Punctuation
                || preposition(place)
                || tags::is_adverb(self.tag(place))
                || time(place);
            if first && !plain
                || token.kind == TokenKind::Quote
                || token.norm.0 == that
                || self.is_verb(place)
            {
                return false;
            }
        }
        false
    }

    fn tag(&self, at: usize) -> u8 {
        self.evidence.tags.get(at).map_or(0, |tag| tags::code(*tag))
    }

    fn is_verb(&self, at: usize) -> bool {
        self.evidence.tags.get(at).is_some_and(|tag| tags::is_verb(tags::code(*tag)))
    }

    /// The last character inside a passage.
    fn sign_before_mark(&self, end: u32) -> Option<char> {
        let token = self.evidence.tokens.get((end as usize).checked_sub(2)?)?;
        token.span.slice(self.evidence.text).chars().next_back()
    }

    fn push_token(&mut self, at: usize) -> usize {
        if let Some(token) = self.evidence.tokens.get(at) {
            let (label, entity) = self.labels.get(at).copied().unwrap_or_default();
            let text = token.span.slice(self.evidence.text);
            let capital = text.starts_with(char::is_uppercase);
            let tag = self.evidence.tags.get(at).map_or(0, |tag| tags::code(*tag));
            let tight = at
                .checked_sub(1)
                .and_then(|before| self.evidence.tokens.get(before))
                .is_some_and(|before| before.span.end == token.span.start);
            self.units.items.push(Item {
                start: u32::try_from(at).unwrap_or(u32::MAX),
                end: u32::try_from(at + 1).unwrap_or(u32::MAX),
                word: token.norm.0,
                family: match token.kind {
                    TokenKind::Word => (self.family)(token.norm.0),
                    _ if text == ":" => (self.family)(token.norm.0),
                    _ => 0,
                },
                cluster: if token.kind == TokenKind::Word {
                    (self.cluster)(token.norm.0)
                } else {
                    0
                },
                mark: sign(text),
                tag,
                label,
                flags: entity
                    | if capital { Item::CAPITAL } else { 0 }
                    | if tight { Item::TIGHT } else { 0 },
                passage: 0,
                before: Sums::default(),
            });
        }
        at + 1
    }

    /// What stands in a run of tokens.
    fn inner(&self, range: std::ops::Range<usize>, single: bool) -> Inner {
        let text = self.evidence.text;
        let mut inner = Inner { length: range.len(), single, ..Inner::default() };
        // A long passage is judged by its beginning.
        for at in range.start..range.end.min(range.start + 40) {
            let Some(token) = self.evidence.tokens.get(at) else { break };
            let tag = self.evidence.tags.get(at).map_or(0, |tag| tags::code(*tag));
            let label = self.labels.get(at).map_or(0, |label| label.0);
            let slice = token.span.slice(text);
            if at == range.start {
                (inner.first, inner.first_tag, inner.label) = (token.norm.0, tag, label);
            }
            if token.kind != TokenKind::Punctuation {
                (inner.last, inner.last_tag) = (token.norm.0, tag);
            }
            inner.capitals += usize::from(slice.starts_with(char::is_uppercase));
            inner.named += usize::from(label > 0);
            if range.len() <= 5 {
                inner.tags = inner.tags.wrapping_mul(67).wrapping_add(u32::from(tag) + 1);
            }
        }
        inner
    }

    fn push_passage(&mut self, child: usize) -> usize {
        let Some(passage) = self.units.passages.get_mut(child) else { return 0 };
        let (start, end) = (passage.start, passage.end);
        passage.place.1 = u32::try_from(self.units.items.len()).unwrap_or(u32::MAX);
        let text = self.evidence.text;
        let single = passage.inner.single;
        let inner = (start as usize + 1)..(end as usize).saturating_sub(1).max(start as usize + 1);
        let last = self.evidence.tokens.get(inner.end.saturating_sub(1));
        let last = last.map_or("", |token| token.span.slice(text));
        let tags = self.evidence.tags.get(inner.clone()).unwrap_or_default();
        let mut flags = 0;
        if last.ends_with(['.', '!', '?', '…']) {
            flags |= Item::STOPPED;
        }
        if last.ends_with(',') {
            flags |= Item::COMMA;
        }
        if inner.len() < 5 {
            flags |= Item::SHORT;
        }
        if tags.iter().any(|&tag| tags::is_finite(tags::code(tag))) {
            flags |= Item::FINITE;
        }
        let first = self.evidence.tokens.get(inner.start);
        if first.is_some_and(|t| t.span.slice(text).starts_with(char::is_uppercase)) {
            flags |= Item::CAPITAL;
        }
        let found = self.inner(inner, single);
        let cluster = opening(&found, flags);
        if let Some(passage) = self.units.passages.get_mut(child) {
            passage.inner = found;
        }
        self.units.items.push(Item {
            start,
            end,
            cluster,
            word: PASSAGE,
            family: 0,
            tag: tags::PASSAGE,
            label: 0,
            flags,
            mark: 0,
            passage: u32::try_from(child + 1).unwrap_or(u32::MAX),
            before: Sums::default(),
        });
        end as usize
    }

    fn close(&mut self, passage: u32, first_item: usize, first: bool, last: bool) {
        let end = self.units.items.len();
        if first_item >= end {
            return;
        }
        let number = u32::try_from(self.units.units.len()).unwrap_or(u32::MAX);
        let mut sums = Sums::default();
        if self.units.cells.is_empty() {
            self.units.cells.extend([Cell::BEYOND; Cell::MARGIN]);
        }
        for (index, item) in self.units.items.iter_mut().enumerate().skip(first_item) {
            item.before = sums;
            self.units.cells.push(Cell::of(item));
            sums.verbs = sums.verbs.saturating_add(tags::is_verb(item.tag).into());
            sums.finite = sums.finite.saturating_add(tags::is_finite(item.tag).into());
            sums.commas = sums.commas.saturating_add((item.mark == b',').into());
            sums.passages = sums.passages.saturating_add((item.passage > 0).into());
            let bracket = i16::from(item.mark == b'(') - i16::from(item.mark == b')');
            sums.brackets = sums.brackets.saturating_add(bracket);
            if item.passage > 0
                && let Some(passage) = self.units.passages.get_mut(item.passage as usize - 1)
            {
                let at = u32::try_from(index - first_item).unwrap_or(u32::MAX);
                passage.place = (number, at);
            }
        }
        self.units.cells.extend([Cell::beyond(sums); Cell::MARGIN]);
        let token = self.units.items.get(first_item).map_or(0, |item| item.start as usize);
        self.units.units.push(Unit {
            start: u32::try_from(first_item).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
            number,
            passage,
            first,
            last,
            block: self.blocks.get(token).copied().unwrap_or_default(),
            total: sums,
        });
    }
}

/// How a passage begins, as a cluster that no word has: the tag of its first
/// word, and whether that has a capital.
fn opening(inner: &Inner, flags: u8) -> u16 {
    let capital = u16::from(flags & Item::CAPITAL > 0);
    0x8000 | capital << 8 | u16::from(inner.first_tag)
}

/// The sign that a token is: itself in ASCII, `-` for every dash, 0 for a
/// word.
fn sign(text: &str) -> u8 {
    let mut bytes = text.bytes();
    match (bytes.next(), bytes.next()) {
        (Some(byte), None) if byte.is_ascii_punctuation() => byte,
        _ => match text {
            "–" | "—" | "--" | "―" | "---" => b'-',
            "…" | "..." => b'.',
            _ => 0,
        },
    }
}
