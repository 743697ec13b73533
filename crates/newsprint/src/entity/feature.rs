//! The features of a token, for training and prediction alike.

use super::Evidence;
use super::attribute::{
    ASIDE, Attribute, EDGE, FIRST, Form, HEADLINE, JOINED, LINE, OPEN, SENTENCE_START, SHOUTED,
    TITLED, attributes,
};
use super::gazetteer::{Gazetteer, NameClass, NameClasses};
use super::number;
use super::vocabulary::{Run, Vocabulary};
use crate::model::{Memo, NO_SCORES, Scores, WeightTable, feature, joint};

/// A document made ready for the extraction of features.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    evidence: Evidence<'a>,
    attributes: Vec<Attribute>,
    vocabulary: Vocabulary,
}

/// Whether a feature tells the token's own word, or only its surroundings and
/// make.
///
/// Training drops the former now and then, so that the model learns to do
/// without: most names of an article were never seen before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Tells which word it is.
    Identity,
    /// Tells what surrounds it, how it is written, which classes it has.
    Evidence,
}

impl<'a> Context<'a> {
    /// Reads the document as a whole. Linear.
    pub fn new(evidence: Evidence<'a>, gazetteer: &Gazetteer) -> Self {
        let mut attributes = attributes(evidence, gazetteer);
        let initials: Vec<u8> = evidence
            .tokens
            .iter()
            .map(|t| t.span.slice(evidence.text).bytes().next().unwrap_or(0))
            .collect();
        number::mark(evidence, &mut attributes);
        let vocabulary = Vocabulary::new(&mut attributes, &initials);
        open(&mut attributes);
        Self { evidence, attributes, vocabulary }
    }

    /// The runs of tokens that may belong to entities, within one block each.
    pub fn segments(&self) -> Vec<std::ops::Range<usize>> {
        let mut segments: Vec<std::ops::Range<usize>> = Vec::new();
        let mut blocks = self.evidence.article.blocks.iter();
        let mut end = 0;
        for (at, (attribute, token)) in self.attributes.iter().zip(self.evidence.tokens).enumerate()
        {
            let mut new_block = false;
            while token.span.start >= end {
                let Some(block) = blocks.next() else { break };
                end = block.span.end;
                new_block = true;
            }
            if attribute.flags & OPEN == 0 {
                continue;
            }
            match segments.last_mut() {
                Some(last) if last.end == at && !new_block => last.end = at + 1,
                _ => segments.push(at..at + 1),
            }
        }
        segments
    }

    /// The words of the document, numbered: the word of a token.
    pub fn word(&self, token: usize) -> usize {
        self.attributes.get(token).map_or(0, |attribute| attribute.word as usize)
    }

    /// How many different words the document has.
    pub fn words(&self) -> usize {
        self.vocabulary.len()
    }

    /// Whether the token is written like a name.
    pub fn is_capital(&self, token: usize) -> bool {
        self.attributes.get(token).is_some_and(|attribute| attribute.form.is_capital())
    }

    /// The classes of a token's word.
    pub fn classes(&self, token: usize) -> NameClasses {
        self.attributes.get(token).map_or(NameClasses(0), |attribute| attribute.classes)
    }

    /// The last token of the name that a token abbreviates: `(WHO)`.
    pub(super) fn spelled_out(&self, token: usize) -> Option<usize> {
        let own = self.attributes.get(token)?;
        if own.form != Form::Upper || own.flags & SHOUTED != 0 {
            return None;
        }
        let name = self.vocabulary.spelled_out(self.text(token).as_bytes())?;
        (name.end as usize).checked_sub(1).filter(|&last| last != token)
    }

    fn text(&self, token: usize) -> &'a str {
        self.evidence.tokens.get(token).map_or("", |t| t.span.slice(self.evidence.text))
    }

    /// Gives each feature of a token to `sink`.
    pub fn features(&self, token: usize, sink: impl FnMut(Kind, u32)) {
        self.each(token, true, sink);
    }

    /// Gives each feature of a token to `sink`, those of its word alone only if
    /// `words` says so.
    #[inline]
    fn each(&self, token: usize, words: bool, mut sink: impl FnMut(Kind, u32)) {
        let Some(own) = self.attributes.get(token) else { return };
        let near = |offset: isize| -> &Attribute {
            token
                .checked_add_signed(offset)
                .and_then(|at| self.attributes.get(at))
                .filter(|attribute| attribute.sentence == own.sentence)
                .unwrap_or(&EDGE)
        };
        let (p2, p1, n1, n2) = (near(-2), near(-1), near(1), near(2));
        let put = &mut |key| sink(Kind::Identity, key);
        if words {
            self.identity(token, own, put);
        }
        put(joint(3, p1.norm, own.norm));
        put(joint(4, own.norm, n1.norm));
        let put = &mut |key| sink(Kind::Evidence, key);
        if words {
            make(own, put);
        }
        window(own, [p2, p1, n1, n2], put);
        classes(own, p1, n1, put);
        self.run(token, own, put);
        self.elsewhere(token, own, put);
    }

    /// Adds up the weights of the features of a token; what its word shows by
    /// itself is kept in `memo`.
    pub(super) fn sum(
        &self,
        token: usize,
        table: &WeightTable,
        memo: &mut Memo<WordKey>,
        keys: &mut Vec<u32>,
    ) -> Scores {
        let mut scores = NO_SCORES;
        let Some(own) = self.attributes.get(token) else { return scores };
        let key = WordKey::new(own, self.text(token));
        memo.add(key, joint(own.shape, own.norm, key.tail), table, &mut scores, |keys| {
            self.identity(token, own, &mut |key| keys.push(key));
            make(own, &mut |key| keys.push(key));
        });
        keys.clear();
        self.each(token, false, |_, key| keys.push(key));
        table.add_rows(keys, &mut scores);
        scores
    }

    /// Which word it is: all follows from its [`WordKey`].
    fn identity(&self, token: usize, own: &Attribute, put: &mut impl FnMut(u32)) {
        put(feature(1, own.norm));
        put(joint(2, own.norm, own.shape));
        put(feature(5, u32::from(own.cluster)));
        if own.form == Form::Mark {
            return;
        }
        let text = self.text(token).as_bytes();
        let fold = |bytes: &[u8], template| {
            bytes
                .iter()
                .fold(template, |key, byte| joint(9, key, u32::from(byte.to_ascii_lowercase())))
        };
        for (length, template) in [(2, 10), (3, 11), (4, 12)] {
            if let (Some(head), Some(at)) = (text.get(..length), text.len().checked_sub(length)) {
                put(fold(head, template));
                let tail = text.get(at..).unwrap_or_default();
                put(fold(tail, template + 10));
            }
        }
    }

    fn run(&self, token: usize, own: &Attribute, put: &mut impl FnMut(u32)) {
        let Some(run) = self.vocabulary.run(own.run) else { return };
        let at = |index: usize| -> &Attribute {
            self.attributes.get(index).filter(|a| a.sentence == own.sentence).unwrap_or(&EDGE)
        };
        let (start, end) = (run.start as usize, run.end as usize);
        let before = start.checked_sub(1).map_or(&EDGE, at);
        let before2 = start.checked_sub(2).map_or(&EDGE, at);
        let (after, after2) = (at(end), at(end + 1));
        let first = at(start);
        let last = at(end - 1);
        let place = place(token, run);
        put(joint(40, place, last.norm));
        put(joint(41, place, first.norm));
        put(joint(42, place, before.norm));
        put(joint(43, place, after.norm));
        put(joint(44, before.norm, after.norm));
        put(joint(45, place, u32::from(before.middle) << 16 | u32::from(after.middle)));
        put(joint(46, joint(46, first.classes.key(), last.classes.key()), place));
        let mut each = |classes: NameClasses, template: u32| {
            let mut bits = classes.0;
            while bits != 0 {
                put(joint(template, bits.trailing_zeros(), place));
                bits &= bits - 1;
            }
        };
        each(last.classes, 91);
        each(before.classes, 92);
        each(after.classes, 93);
        put(joint(47, before2.norm, before.norm));
        put(joint(48, after.norm, after2.norm));
        put(joint(49, place, u32::from(last.middle)));
        put(joint(50, place, joint(50, before.classes.key(), after.classes.key())));
        put(joint(51, u32::from(before.coarse) << 16 | u32::from(after.coarse), own.shape));
        // `X, a company based in`; `X (ABC)`.
        if after.form == Form::Mark {
            let (a3, a4, a5) = (at(end + 2), at(end + 3), at(end + 4));
            if after2.form == Form::Lower {
                for near in [a3, a4, a5] {
                    if near.form == Form::Lower {
                        put(joint(52, after2.norm, near.norm));
                        put(joint(53, place, near.norm));
                    }
                }
            } else if after2.form == Form::Upper {
                put(joint(54, after.norm, place));
            }
        }
        // `the company X`, `capital of X`.
        if let Some(before3) = start.checked_sub(3).map(at)
            && before3.form == Form::Lower
        {
            put(joint(55, before3.norm, before.norm));
        }
        // `Ministry of X`, `X of Health`.
        if run.bridged
            && let Some(previous) = self.vocabulary.run(own.run - 1)
        {
            let head = at(previous.end as usize - 1);
            put(joint(56, head.norm, before.norm));
            put(joint(57, place, head.classes.key()));
        }
        if let Some(next) = self.vocabulary.run(own.run + 1)
            && next.bridged
        {
            put(joint(58, place, after.norm));
            put(joint(59, place, at(next.end as usize - 1).norm));
        }
    }

    /// What the rest of the document says of the word.
    fn elsewhere(&self, token: usize, own: &Attribute, put: &mut impl FnMut(u32)) {
        let word = self.vocabulary.word(own);
        let bucket = |count: u16| match count {
            0 => 0,
            1 => 1,
            2..=3 => 2,
            _ => 3,
        };
        let unsure = u32::from(own.flags & (FIRST | SHOUTED | TITLED) != 0);
        if own.form != Form::Mark && own.form != Form::Digit {
            let counts = bucket(word.lower) << 4 | bucket(word.upper) << 2;
            put(joint(60, counts | unsure, own.form as u32));
        }
        let Some(run) = self.vocabulary.run(own.run) else {
            // A lower-case word that is elsewhere part of a name.
            return;
        };
        let at = |index: usize| self.attributes.get(index).unwrap_or(&EDGE);
        if let Some(longest) = self.vocabulary.run(word.longest) {
            let longer = longest.len() > run.len();
            if longer {
                let found = (longest.start as usize..longest.end as usize)
                    .take(8)
                    .find(|&index| at(index).norm == own.norm)
                    .unwrap_or(longest.start as usize);
                let spot = place(found, longest) << 2 | u32::from(run.len() == 1);
                let first = at(longest.start as usize);
                let last = at(longest.end as usize - 1);
                put(feature(61, spot));
                put(joint(62, spot, last.norm));
                put(joint(63, spot, first.classes.key()));
                put(joint(64, spot, last.classes.key()));
                put(joint(65, spot, u32::from(first.middle) << 16 | u32::from(last.middle)));
            }
        }
        for other in word.runs {
            if other == own.run {
                continue;
            }
            let Some(other) = self.vocabulary.run(other) else { break };
            let before = (other.start as usize).checked_sub(1).map_or(&EDGE, at);
            let after = at(other.end as usize);
            let single = u32::from(other.len() == 1);
            put(joint(66, single, before.norm));
            put(joint(67, single, after.norm));
            put(joint(68, single, u32::from(before.middle)));
            put(joint(69, single, u32::from(after.middle)));
        }
        if own.form == Form::Upper && own.flags & SHOUTED == 0 {
            let text = self.text(token);
            if let Some(name) = self.vocabulary.spelled_out(text.as_bytes()) {
                let head = at(name.end as usize - 1);
                let first = at(name.start as usize);
                put(feature(70, 1));
                put(feature(71, head.norm));
                put(feature(72, head.classes.key()));
                put(feature(73, first.norm));
                put(feature(74, u32::from(head.middle)));
            }
        }
    }
}

/// Where in its run a token stands, and how long the run is.
fn place(token: usize, run: Run) -> u32 {
    let from_start = u32::try_from(token).unwrap_or(u32::MAX).saturating_sub(run.start);
    let from_end = run.end.saturating_sub(u32::try_from(token).unwrap_or(u32::MAX));
    from_start.min(2) << 4 | from_end.min(3) << 2
}

/// What the features of a word alone follow from: its classes follow from its
/// norm key, the coarser clusters from the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordKey {
    norm: u32,
    shape: u32,
    /// Its first and last four bytes in lower case.
    head: u32,
    tail: u32,
    /// Its length, up to four bytes.
    length: u8,
    form: Form,
    cluster: u16,
}

impl WordKey {
    #[inline]
    fn new(own: &Attribute, text: &str) -> Self {
        let bytes = text.as_bytes();
        let fold = |bytes: &[u8]| {
            bytes.iter().take(4).fold(0, |key, b| key << 8 | u32::from(b.to_ascii_lowercase()))
        };
        Self {
            norm: own.norm,
            shape: own.shape,
            head: fold(bytes),
            tail: fold(bytes.get(bytes.len().saturating_sub(4)..).unwrap_or_default()),
            length: u8::try_from(bytes.len().min(4)).unwrap_or(4),
            form: own.form,
            cluster: own.cluster,
        }
    }
}

/// How the word of a token is written and which classes it has.
fn make(own: &Attribute, put: &mut impl FnMut(u32)) {
    let form = own.form as u32;
    put(feature(25, own.shape));
    put(joint(29, u32::from(own.middle), form));
    put(joint(30, u32::from(own.coarse), form));
    let mut bits = own.classes.0;
    while bits != 0 {
        put(joint(81, bits.trailing_zeros(), form));
        bits &= bits - 1;
    }
    if own.form != Form::Mark {
        put(joint(82, own.classes.key(), form));
    }
}

fn window(own: &Attribute, [p2, p1, n1, n2]: [&Attribute; 4], put: &mut impl FnMut(u32)) {
    put(feature(13, p1.norm));
    put(feature(14, n1.norm));
    put(feature(15, p2.norm));
    put(feature(16, n2.norm));
    put(joint(17, p1.norm, own.shape));
    put(joint(18, n1.norm, own.shape));
    put(joint(19, p2.norm, p1.norm));
    put(joint(23, n1.norm, n2.norm));
    put(joint(24, p1.norm, n1.norm));
    put(joint(26, p1.shape, own.shape));
    put(joint(27, own.shape, n1.shape));
    put(joint(28, joint(28, p1.shape, own.shape), n1.shape));
    let middles = |first: &Attribute, second: &Attribute| {
        u32::from(first.middle) << 16 | u32::from(second.middle)
    };
    put(joint(31, middles(p1, own), 0));
    put(joint(32, middles(own, n1), 0));
    put(joint(33, u32::from(p1.cluster), own.form as u32));
    put(joint(34, u32::from(n1.cluster), own.form as u32));
    put(joint(35, middles(p2, p1), own.form as u32));
    put(joint(36, middles(n1, n2), own.form as u32));
    put(joint(37, u32::from(p2.cluster), own.form as u32));
    put(joint(38, u32::from(n2.cluster), own.form as u32));
    let spot = u32::from(own.flags & (FIRST | SHOUTED | TITLED | SENTENCE_START | JOINED));
    let part = u32::from(own.flags & (HEADLINE | LINE | ASIDE | SHOUTED | TITLED));
    put(joint(39, spot, own.form as u32));
    put(joint(80, part, own.form as u32));
}

fn classes(own: &Attribute, p1: &Attribute, n1: &Attribute, put: &mut impl FnMut(u32)) {
    let form = own.form as u32;
    if own.form != Form::Mark {
        put(joint(83, joint(83, p1.classes.key(), own.classes.key()), form));
        put(joint(84, joint(84, own.classes.key(), n1.classes.key()), form));
    }
    put(joint(85, p1.classes.key(), form));
    put(joint(86, n1.classes.key(), form));
    if own.place > 0 {
        let mut bits = own.phrase.0;
        while bits != 0 {
            put(joint(87, bits.trailing_zeros(), u32::from(own.place)));
            bits &= bits - 1;
        }
        put(joint(88, own.phrase.key(), u32::from(own.place)));
    }
    let numbers = u32::from(own.number) << 16 | u32::from(p1.number) << 8 | u32::from(n1.number);
    if numbers != 0 {
        put(feature(89, u32::from(own.number)));
        put(joint(90, numbers, form));
    }
}

/// Marks the tokens that may belong to an entity.
fn open(attributes: &mut [Attribute]) {
    // A word that says so by itself.
    let strong = |a: &Attribute| {
        a.form.is_capital()
            || a.form == Form::Digit
            || a.number > 0
            || a.form == Form::Lower && a.classes.has(NameClass::Inner)
    };
    let mut strength: Vec<bool> = attributes.iter().map(strong).collect();
    let solid: Vec<bool> = attributes
        .iter()
        .map(|a| a.form.is_capital() || a.form == Form::Digit || a.number > 0)
        .collect();
    // A mark or a small word between two of them, or two.
    let get = |at: Option<usize>| at.and_then(|at| solid.get(at)).copied().unwrap_or(false);
    for at in 0..attributes.len() {
        if get(Some(at)) {
            continue;
        }
        let left = get(at.checked_sub(1));
        let left2 = get(at.checked_sub(2));
        let right = get(Some(at + 1));
        let right2 = get(Some(at + 2));
        // `Jong-un`: the part after the hyphen of a name.
        let joined = |at: usize| attributes.get(at).is_some_and(|a| a.flags & JOINED != 0);
        let mark = |at: usize| attributes.get(at).is_some_and(|a| a.form == Form::Mark);
        let tail = left2 && mark(at - 1) && joined(at - 1) && joined(at)
            || left && mark(at) && joined(at) && joined(at + 1);
        let between = left && (right || right2) || left2 && right || tail;
        if between && let Some(open) = strength.get_mut(at) {
            *open = true;
        }
    }
    for (attribute, open) in attributes.iter_mut().zip(strength) {
        if open {
            attribute.flags |= OPEN;
        }
    }
}
