//! Places where a sentence may end, and what there is to see at each.

use super::class::{Class, is_trigger};
use crate::mark::MarkPair;
use crate::model::{feature, joint};
use crate::token::{NormKey, Token, TokenKind};

/// How sure it is, before anything else is known, that a place can be a
/// boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// After a stop or an abbreviation, with the marks, brackets and notes
    /// that close behind it.
    Stop,
    /// Between two tokens without a stop: `Thanks Bob`, `Hello - How`.
    Bare,
}

const GATE_BITS: u32 = 12;
const GATE_CLASSES: usize = Class::COUNT.pow(4);
/// How many features the gate has.
pub(super) const GATE: usize = GATE_CLASSES + (2 << GATE_BITS);

/// Words that start a sentence after an abbreviation, and no name: a closed
/// class, the pronouns of the third person and their kin.
const STARTERS: [NormKey; 9] = [
    NormKey::ascii("he"),
    NormKey::ascii("her"),
    NormKey::ascii("his"),
    NormKey::ascii("it"),
    NormKey::ascii("its"),
    NormKey::ascii("she"),
    NormKey::ascii("their"),
    NormKey::ascii("there"),
    NormKey::ascii("they"),
];

/// A place where a sentence may end.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    tokens: &'a [Token],
    text: &'a [u8],
    kind: Kind,
    /// First token of the sentence under way.
    start: usize,
    /// The stop, or the token before a bare place.
    trigger: usize,
    /// The first token of what would be the next sentence.
    next: usize,
    block_start: usize,
    /// End of the block.
    end: usize,
    /// Bits of [`Tail`].
    tail: u32,
    /// The pair that is open at `next`, innermost: its first token.
    inside: Option<usize>,
    /// The pair that the tail closes, outermost: its first token.
    closed: Option<usize>,
    /// Whether a bracket is open.
    bracket: bool,
}

/// What stands between a stop and the next sentence.
struct Tail;

impl Tail {
    const QUOTE: u32 = 1;
    const BRACKET: u32 = 2;
    const NOTE: u32 = 4;
    const STOP: u32 = 8;
    const FACE: u32 = 16;
}

/// The quote marks ahead of and behind the scan.
pub(super) struct Quotes {
    /// (token, index of the first token of the pair, closes)
    events: Vec<(u32, u32, bool)>,
    at: usize,
    open: Vec<u32>,
}

impl Quotes {
    pub(super) fn new(marks: &[MarkPair]) -> Self {
        let mut events = Vec::with_capacity(marks.len() * 2);
        for pair in marks {
            let open = u32::try_from(pair.open.index()).unwrap_or(u32::MAX);
            events.push((open, open, false));
            // One that nothing closes ends with the last token that it covers.
            events.push((pair.close.0, open, true));
        }
        // Pairs come by their opening mark, so this is nearly in order.
        events.sort_by_key(|&(token, open, closes)| (token, closes, open));
        Self { events, at: 0, open: Vec::new() }
    }

    /// Takes up every mark before the token `token`.
    #[inline]
    fn advance(&mut self, token: usize) {
        while let Some(&(at, open, closes)) = self.events.get(self.at)
            && (at as usize) < token
        {
            if closes {
                while self.open.last().is_some_and(|&last| last >= open) {
                    self.open.pop();
                }
            } else {
                self.open.push(open);
            }
            self.at += 1;
        }
    }

    /// The first token of the pair that the mark at `token` closes.
    fn closes(&self, token: usize) -> Option<usize> {
        self.events
            .get(self.at..)?
            .iter()
            .take_while(|&&(at, ..)| at as usize <= token)
            .find(|&&(at, _, closes)| closes && at as usize == token)
            .map(|&(_, open, _)| open as usize)
    }

    fn opens(&self, token: usize) -> bool {
        self.events
            .get(self.at..)
            .unwrap_or_default()
            .iter()
            .take_while(|&&(at, ..)| at as usize <= token)
            .any(|&(at, _, closes)| !closes && at as usize == token)
    }
}

/// Walks over a block and asks `decide` at each candidate; gives the first
/// token of each sentence but the first to `found`.
#[allow(clippy::too_many_arguments, reason = "a block is two ends of one layer")]
pub(super) fn walk<'a>(
    text: &'a [u8],
    tokens: &'a [Token],
    block: std::ops::Range<usize>,
    quotes: &mut Quotes,
    decide: &mut impl FnMut(&Candidate<'a>) -> bool,
    mut found: impl FnMut(usize),
) {
    let (block_start, end) = (block.start, block.end);
    let mut start = block_start;
    let mut depth = 0_i32;
    let mut before = Class::Edge;
    let mut at = block_start;
    while at < end {
        let Some(token) = tokens.get(at) else { break };
        let class = Class::of(token);
        let stop = is_trigger(token, class);
        if !stop && (!bare(before, class) || at == start) {
            if matches!(class, Class::Open | Class::Close) {
                depth = deeper(depth, class);
            }
            before = class;
            at += 1;
            continue;
        }
        let mut candidate = Candidate {
            tokens,
            text,
            kind: if stop { Kind::Stop } else { Kind::Bare },
            start,
            trigger: if stop { at } else { at.saturating_sub(1) },
            next: at,
            block_start,
            end,
            tail: 0,
            inside: None,
            closed: None,
            bracket: depth > 0,
        };
        if stop {
            candidate.take_tail(quotes, &mut depth);
            at = candidate.next;
            before = Class::Edge;
            if at < end && decide(&candidate) {
                found(at);
                start = at;
                depth = 0;
            }
            continue;
        }
        quotes.advance(at);
        candidate.inside = quotes.open.last().map(|&open| open as usize);
        // A mark that closes belongs to what it closes.
        if !(class == Class::Quote && quotes.closes(at).is_some()) && decide(&candidate) {
            found(at);
            start = at;
            depth = 0;
        }
        depth = deeper(depth, class);
        before = class;
        at += 1;
    }
}

/// The depth of brackets after a token of a class.
fn deeper(depth: i32, class: Class) -> i32 {
    match class {
        Class::Open => depth + 1,
        Class::Close => (depth - 1).max(0),
        _ => depth,
    }
}

/// Whether a sentence may end between two tokens of these classes though no
/// stop stands there.
#[inline]
const fn bare(before: Class, after: Class) -> bool {
    const ALL: u32 = (1 << Class::COUNT) - 1;
    const fn bits(classes: &[Class]) -> u32 {
        let mut bits = 0;
        let mut i = 0;
        while i < classes.len() {
            bits |= 1 << classes[i] as u32;
            i += 1;
        }
        bits
    }
    use Class::{
        Address, Capitalised, Close, Colon, Comma, Dash, Lower, Number, Open, Other, Quote,
        Semicolon, Symbol, Upper,
    };
    const STARTS: u32 =
        bits(&[Capitalised, Upper, Other, Number, Address, Symbol, Dash, Open, Quote]);
    const NONE: u32 = 0;
    const TABLE: [u32; Class::COUNT] = {
        let mut table = [STARTS; Class::COUNT];
        table[Class::Edge as usize] = NONE;
        table[Class::Stop as usize] = NONE;
        table[Open as usize] = NONE;
        table[Lower as usize] = STARTS;
        table[Comma as usize] = STARTS;
        table[Address as usize] = ALL;
        table[Colon as usize] = ALL;
        table[Semicolon as usize] = ALL;
        table[Close as usize] = ALL;
        table[Dash as usize] = ALL;
        table[Symbol as usize] = ALL;
        table
    };
    const _: () = assert!(Class::COUNT <= 32);
    let never = bits(&[Class::Stop, Comma, Close, Colon, Semicolon]);
    TABLE[before as usize] & !never & (1 << after as u32) != 0
}

impl<'a> Candidate<'a> {
    /// Takes in what closes behind a stop.
    fn take_tail(&mut self, quotes: &mut Quotes, depth: &mut i32) {
        let mut at = self.trigger + 1;
        while at < self.end {
            let Some(token) = self.tokens.get(at) else { break };
            match Class::of(token) {
                Class::Stop => self.tail |= Tail::STOP,
                Class::Quote => match quotes.closes(at) {
                    Some(open) => {
                        self.tail |= Tail::QUOTE;
                        self.closed = Some(open);
                    }
                    // A stray mark that stands close belongs to what it
                    // stands close to.
                    None if !quotes.opens(at) && !token.space_before() => {
                        self.tail |= Tail::QUOTE;
                    }
                    None => break,
                },
                Class::Close => {
                    self.tail |= Tail::BRACKET;
                    *depth = (*depth - 1).max(0);
                }
                Class::Open if self.is_note(at) => {
                    self.tail |= Tail::NOTE;
                    at += 2;
                }
                Class::Symbol if self.is_face(at) => self.tail |= Tail::FACE,
                _ => break,
            }
            at += 1;
        }
        self.next = at;
        quotes.advance(at);
        self.inside = quotes.open.last().map(|&open| open as usize);
        self.bracket = *depth > 0;
    }

    /// `[4]`, `[citation]`: a note behind a stop.
    fn is_note(&self, at: usize) -> bool {
        let class = |at| self.tokens.get(at).map_or(Class::Edge, Class::of);
        self.text.get(self.tokens.get(at).map_or(0, |t| t.span.start as usize)) == Some(&b'[')
            && class(at + 1) == Class::Number
            && class(at + 2) == Class::Close
            && at + 2 < self.end
    }

    /// `:)`
    fn is_face(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| t.kind == TokenKind::Symbol && t.shape == 0 && t.span.len() >= 2)
    }

    /// The first token of what would be the next sentence.
    pub fn next(&self) -> usize {
        self.next
    }

    /// What kind of place it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    fn token(&self, at: usize) -> Option<&'a Token> {
        (self.block_start <= at && at < self.end).then(|| self.tokens.get(at))?
    }

    fn class(&self, at: usize) -> u32 {
        self.token(at).map_or(Class::Edge, Class::of) as u32
    }

    /// A token's class and, for short words, its length.
    fn shape(&self, at: usize) -> u32 {
        let Some(token) = self.token(at) else { return 0 };
        let class = Class::of(token) as u32;
        let length = match token.span.len() {
            1 => 1,
            2 => 2,
            3 => 3,
            _ => 0,
        };
        class | length << 4 | u32::from(token.keeps_stop()) << 6
    }

    fn norm(&self, at: usize) -> u32 {
        self.token(at).map_or(0, |t| t.norm.0)
    }

    /// The plainest of all ends: `the talks failed. They`, outside quote marks
    /// and brackets. The rule is wrong in one of two thousand in the training
    /// data, so no weights are asked.
    pub fn is_certain(&self) -> bool {
        let (Some(stop), Some(word), Some(next)) = (
            self.tokens.get(self.trigger),
            self.tokens.get(self.trigger.wrapping_sub(1)),
            self.tokens.get(self.next),
        ) else {
            return false;
        };
        // The U.S. They; the Boone Jr. He: names hardly start with these.
        if stop.keeps_stop() {
            return self.kind == Kind::Stop
                && self.tail == 0
                && stop.span.len() > 2
                && next.space_before()
                && Class::of(next) == Class::Capitalised
                && STARTERS.contains(&next.norm);
        }
        if self.kind != Kind::Stop
            || self.tail & !(Tail::QUOTE | Tail::NOTE) != 0
            || self.inside.is_some()
            || self.bracket
            || self.start + 3 >= self.trigger
            || stop.span.len() != 1
            || !next.space_before()
        {
            return false;
        }
        let full_stop = stop.shape == b'.';
        let ends = match Class::of(word) {
            Class::Lower => true,
            Class::Capitalised | Class::Upper => full_stop && word.span.len() > 2,
            Class::Close | Class::Quote => full_stop && self.tail == 0,
            _ => false,
        };
        ends && matches!(Class::of(next), Class::Capitalised | Class::Upper)
    }

    /// The decision without a model: after a stop that is none of an
    /// abbreviation, before a capital or a number.
    pub fn is_plain(&self) -> bool {
        let next = self.token(self.next).map(Class::of);
        self.kind == Kind::Stop
            && self.token(self.trigger).is_some_and(|token| !token.keeps_stop())
            && !matches!(next, None | Some(Class::Lower | Class::Comma | Class::Dash))
    }

    /// The features of a bare place that the gate looks at: the classes of
    /// four tokens, the word before, the word after.
    #[inline]
    pub fn gate(&self) -> [usize; 3] {
        const WORDS: u32 = 1 << GATE_BITS;
        let classes = self.class(self.trigger.wrapping_sub(1)) << 12
            | self.class(self.trigger) << 8
            | self.class(self.next) << 4
            | self.class(self.next + 1);
        let place = |norm: u32| (norm >> (32 - GATE_BITS)) as usize;
        [
            classes as usize,
            GATE_CLASSES + place(self.norm(self.trigger)),
            GATE_CLASSES + WORDS as usize + place(self.norm(self.next)),
        ]
    }

    /// Gives the key of each feature to `emit`.
    pub fn features(&self, emit: &mut impl FnMut(u32)) {
        match self.kind {
            Kind::Stop => self.stop_features(emit),
            Kind::Bare => self.bare_features(emit),
        }
    }

    /// What kind of stop the trigger is.
    fn stop_code(&self) -> u32 {
        let Some(token) = self.token(self.trigger) else { return 0 };
        let start = token.span.start as usize;
        let byte = |at| self.text.get(at).copied().unwrap_or_default();
        if token.keeps_stop() {
            // U.S., a.m.; J.; Mr.
            let dotted = byte(start + 1) == b'.' && token.span.len() > 2;
            return 1 + u32::from(dotted) + 2 * u32::from(token.span.len() == 2);
        }
        let run = u32::from(token.span.len() > 1) + u32::from(token.span.len() > 3);
        u32::from(token.shape) << 2 | run
    }

    fn stop_features(&self, emit: &mut impl FnMut(u32)) {
        let stop = self.stop_code();
        let abbreviation = stop < 8;
        // The word that the stop follows.
        let mut word = self.trigger;
        if !abbreviation {
            word = word.wrapping_sub(1);
            for _ in 0..2 {
                if matches!(self.token(word).map(Class::of), Some(Class::Quote | Class::Close)) {
                    word = word.wrapping_sub(1);
                }
            }
        }
        let opening =
            |at: usize| matches!(self.token(at).map(Class::of), Some(Class::Quote | Class::Open));
        let mut next = self.next;
        for _ in 0..2 {
            if opening(next) {
                next += 1;
            }
        }
        let opens = u32::from(next > self.next);
        let Some(first) = self.token(self.next) else { return };
        let space = u32::from(first.space_before());
        let line = u32::from(first.line_before());
        let next_shape = self.shape(next);
        let next_class = self.class(next);
        let next_norm = self.norm(next);
        let word_norm = self.norm(word);
        let word_shape = self.shape(word);
        let length = bucket(self.trigger - self.start);
        let inside = match self.inside {
            None => 0,
            Some(open) => {
                1 + u32::from(open == self.start)
                    + 2 * u32::from(self.trigger.saturating_sub(open) < 8)
            }
        };
        let closed = match self.closed {
            None => 0,
            Some(open) => 1 + u32::from(open == self.start),
        };
        let bracket = u32::from(self.bracket);
        let context = opens | space << 1 | line << 2 | self.tail << 3;

        emit(joint(1, stop, next_shape));
        emit(joint(2, stop, context));
        emit(joint(3, stop << 8 | next_class, context));
        emit(joint(4, word_norm, u32::from(abbreviation)));
        emit(joint(5, word_shape, stop));
        emit(joint(6, word_shape << 8 | next_class, stop));
        emit(joint(7, next_norm, u32::from(abbreviation)));
        emit(joint(8, next_norm, next_shape << 8 | stop));
        emit(joint(9, word_norm, next_class));
        emit(joint(10, inside << 4 | closed, next_class));
        emit(joint(11, inside << 4 | closed, stop << 8 | opens));
        emit(joint(12, length, stop << 8 | word_shape));
        emit(joint(13, length, next_class));
        emit(joint(14, bracket << 8 | self.tail, next_class));
        emit(joint(15, next_shape, self.shape(next + 1) << 8 | stop));
        emit(joint(16, self.norm(next + 1), next_class << 8 | stop));
        emit(joint(17, word_norm, next_norm));
        emit(joint(18, self.shape(word.wrapping_sub(1)), word_shape << 8 | next_class));
        emit(joint(19, self.norm(word.wrapping_sub(1)), stop << 8 | next_class));
        emit(feature(20, stop));
        emit(joint(21, self.ending(), stop << 4 | next_class));
    }

    /// The class of the last token of the block: copy without stops shows.
    fn ending(&self) -> u32 {
        self.class(self.end.wrapping_sub(1))
    }

    fn bare_features(&self, emit: &mut impl FnMut(u32)) {
        let (word, next) = (self.trigger, self.next);
        let Some(first) = self.token(next) else { return };
        let space = u32::from(first.space_before());
        let line = u32::from(first.line_before());
        let (word_shape, next_shape) = (self.shape(word), self.shape(next));
        let (word_class, next_class) = (self.class(word), self.class(next));
        let (word_norm, next_norm) = (self.norm(word), self.norm(next));
        let classes = word_class << 4 | next_class;
        let around = self.class(word.wrapping_sub(1)) << 12 | classes << 4 | self.class(next + 1);
        let length = bucket(next - self.start);
        let inside = u32::from(self.inside.is_some()) | u32::from(self.bracket) << 1;
        let ending = self.ending();
        let to_go = bucket(self.end - next);

        emit(joint(41, classes, space | line << 1));
        emit(feature(42, around));
        emit(joint(43, word_norm, next_class));
        emit(joint(44, next_norm, next_shape << 4 | word_class));
        emit(joint(45, word_norm, next_norm));
        emit(joint(46, word_shape, next_shape));
        emit(joint(47, length, classes));
        emit(joint(48, inside, classes));
        emit(joint(49, self.norm(word.wrapping_sub(1)), classes));
        emit(joint(50, self.norm(next + 1), classes));
        emit(joint(51, self.norm(self.start), classes));
        emit(joint(52, length << 8 | ending, classes));
        emit(joint(53, to_go, around));
        emit(feature(54, word_norm));
        emit(feature(55, next_norm));
        emit(joint(56, self.norm(next + 1), next_norm));
        emit(joint(57, self.class(self.start), classes << 4 | length));
        emit(joint(58, self.class(next + 2), around));
    }
}

/// Sizes by powers of two, roughly.
fn bucket(count: usize) -> u32 {
    match count {
        0..=3 => u32::try_from(count).unwrap_or(0),
        4..=5 => 4,
        6..=8 => 5,
        9..=14 => 6,
        15..=25 => 7,
        26..=45 => 8,
        _ => 9,
    }
}
