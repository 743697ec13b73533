//! The features of a token, for training and prediction alike.

use super::Evidence;
use super::alone::{Memos, PLACE, Role, RoleKey, Spot, WordKey, alone, make};
use super::attribute::{
    Attribute, EDGE, Form, JOINED, MAY_BEGIN, MAY_END, OPEN, SHOUTED, attributes,
};
use super::gazetteer::{Gazetteer, NameClass, NameClasses};
use super::number;
use super::vocabulary::{Run, Vocabulary};
use crate::model::{NO_SCORES, Scores, WeightTable, feature, joint};

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
    pub fn features(&self, token: usize, mut sink: impl FnMut(Kind, u32)) {
        let Some(near) = self.near(token) else { return };
        let put = &mut |key| sink(Kind::Identity, key);
        self.identity(token, near.own, put);
        near.words(put);
        let put = &mut |key| sink(Kind::Evidence, key);
        make(near.own, put);
        self.apart(token, &near, |role, word, view| alone(role, word, view, put));
        self.spot(near.own).features(put);
        self.together(token, &near, put);
    }

    /// Adds up the weights of the features of a token; what each word shows by
    /// itself is kept in `memos`.
    pub(super) fn sum(
        &self,
        token: usize,
        table: &WeightTable,
        memos: &mut Memos,
        keys: &mut Vec<u32>,
    ) -> Scores {
        let mut scores = NO_SCORES;
        let Some(near) = self.near(token) else { return scores };
        let own = near.own;
        let key = WordKey::new(own, self.text(token));
        memos.words.add(key, joint(own.shape, own.norm, key.tail), table, &mut scores, |keys| {
            self.identity(token, own, &mut |key| keys.push(key));
            make(own, &mut |key| keys.push(key));
        });
        self.apart(token, &near, |role, word, view| {
            let key = RoleKey::new(role, word, view);
            memos.roles.add(key, key.hash(), table, &mut scores, |keys| {
                alone(role, word, view, &mut |key| keys.push(key));
            });
        });
        let spot = self.spot(own);
        memos.spots.add(spot, spot.hash(), table, &mut scores, |keys| {
            spot.features(&mut |key| keys.push(key));
        });
        keys.clear();
        near.words(&mut |key| keys.push(key));
        self.together(token, &near, &mut |key| keys.push(key));
        table.add_rows(keys, &mut scores);
        scores
    }

    fn near(&self, token: usize) -> Option<Near<'_>> {
        let own = self.attributes.get(token)?;
        let near = |offset: isize| -> &Attribute {
            token
                .checked_add_signed(offset)
                .and_then(|at| self.attributes.get(at))
                .filter(|attribute| attribute.sentence == own.sentence)
                .unwrap_or(&EDGE)
        };
        Some(Near { own, p2: near(-2), p1: near(-1), n1: near(1), n2: near(2) })
    }

    /// Gives the words that count by themselves: what each is to the token, and
    /// what of the token counts.
    #[inline]
    fn apart(&self, token: usize, near: &Near<'_>, mut each: impl FnMut(Role, &Attribute, u32)) {
        let own = near.own;
        let form = own.form as u32;
        each(Role::Before2, near.p2, form);
        each(Role::Before, near.p1, form);
        each(Role::After, near.n1, form);
        each(Role::After2, near.n2, form);
        let Some(run) = self.vocabulary.run(own.run) else { return };
        let ends = self.ends(run, own.sentence);
        let place = place(token, run);
        if run.len() == 1 {
            each(Role::RunOnly, own, place);
        } else {
            each(Role::RunFirst, ends.first, place);
            each(Role::RunLast, ends.last, place);
        }
        each(Role::RunBefore, ends.before, place);
        each(Role::RunAfter, ends.after, place);
        let at = |index: usize| self.attributes.get(index).unwrap_or(&EDGE);
        for other in self.vocabulary.word(own).runs {
            if other == own.run {
                continue;
            }
            let Some(other) = self.vocabulary.run(other) else { break };
            let single = u32::from(other.len() == 1);
            each(
                Role::OtherBefore,
                (other.start as usize).checked_sub(1).map_or(&EDGE, at),
                single,
            );
            each(Role::OtherAfter, at(other.end as usize), single);
        }
    }

    /// The words of a run and about it that count.
    fn ends(&self, run: Run, sentence: u32) -> Ends<'_> {
        let at = |index: usize| -> &Attribute {
            self.attributes.get(index).filter(|a| a.sentence == sentence).unwrap_or(&EDGE)
        };
        let (start, end) = (run.start as usize, run.end as usize);
        Ends {
            before: start.checked_sub(1).map_or(&EDGE, at),
            first: at(start),
            last: at(end - 1),
            after: at(end),
        }
    }

    /// The features of several words together.
    fn together(&self, token: usize, near: &Near<'_>, put: &mut impl FnMut(u32)) {
        near.window(put);
        near.classes(put);
        self.run(token, near.own, put);
        self.elsewhere(token, near.own, put);
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
        let Ends { before, after, .. } = self.ends(run, own.sentence);
        let before2 = start.checked_sub(2).map_or(&EDGE, at);
        let after2 = at(end + 1);
        let place = place(token, run);
        put(joint(44, before.norm, after.norm));
        put(joint(45, place, u32::from(before.middle) << 16 | u32::from(after.middle)));
        put(joint(47, before2.norm, before.norm));
        put(joint(48, after.norm, after2.norm));
        // `X, a company based in`; `X (ABC)`.
        if after.form == Form::Mark {
            let (a3, a4, a5) = (at(end + 2), at(end + 3), at(end + 4));
            if after2.form == Form::Lower {
                for near in [a3, a4, a5] {
                    if near.form == Form::Lower {
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

    /// Where a token stands, and how its word is written elsewhere.
    fn spot(&self, own: &Attribute) -> Spot {
        let word = self.vocabulary.word(own);
        let bucket = |count: u16| match count {
            0 => 0,
            1 => 1,
            2..=3 => 2,
            _ => 3,
        };
        Spot {
            flags: own.flags & PLACE,
            form: own.form,
            lower: bucket(word.lower),
            upper: bucket(word.upper),
        }
    }

    /// What the rest of the document says of the word.
    fn elsewhere(&self, token: usize, own: &Attribute, put: &mut impl FnMut(u32)) {
        let Some(run) = self.vocabulary.run(own.run) else {
            // A lower-case word that is elsewhere part of a name.
            return;
        };
        let word = self.vocabulary.word(own);
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

/// The words of a run and about it that count.
struct Ends<'a> {
    before: &'a Attribute,
    first: &'a Attribute,
    last: &'a Attribute,
    after: &'a Attribute,
}

/// Where in its run a token stands, and how long the run is.
fn place(token: usize, run: Run) -> u32 {
    let from_start = u32::try_from(token).unwrap_or(u32::MAX).saturating_sub(run.start);
    let from_end = run.end.saturating_sub(u32::try_from(token).unwrap_or(u32::MAX));
    from_start.min(2) << 4 | from_end.min(3) << 2
}

/// A token and those about it.
struct Near<'a> {
    own: &'a Attribute,
    p2: &'a Attribute,
    p1: &'a Attribute,
    n1: &'a Attribute,
    n2: &'a Attribute,
}

impl Near<'_> {
    /// Its word with each of the next ones.
    fn words(&self, put: &mut impl FnMut(u32)) {
        put(joint(3, self.p1.norm, self.own.norm));
        put(joint(4, self.own.norm, self.n1.norm));
    }

    fn window(&self, put: &mut impl FnMut(u32)) {
        let Self { own, p2, p1, n1, n2 } = *self;
        let form = own.form as u32;
        put(joint(24, p1.norm, n1.norm));
        // Small words and marks are told by less.
        if !matches!(own.form, Form::Lower | Form::Mark) {
            put(joint(19, p2.norm, p1.norm));
            put(joint(23, n1.norm, n2.norm));
            put(joint(28, joint(28, p1.shape, own.shape), n1.shape));
            put(joint(83, joint(83, p1.classes.key(), own.classes.key()), form));
            put(joint(84, joint(84, own.classes.key(), n1.classes.key()), form));
        }
        let middles = |first: &Attribute, second: &Attribute| {
            u32::from(first.middle) << 16 | u32::from(second.middle)
        };
        put(joint(31, middles(p1, own), 0));
        put(joint(32, middles(own, n1), 0));
        put(joint(35, middles(p2, p1), form));
        put(joint(36, middles(n1, n2), form));
    }

    fn classes(&self, put: &mut impl FnMut(u32)) {
        let Self { own, p1, n1, .. } = *self;
        let form = own.form as u32;
        if own.place > 0 {
            let mut bits = own.phrase.0;
            while bits != 0 {
                put(joint(87, bits.trailing_zeros(), u32::from(own.place)));
                bits &= bits - 1;
            }
            put(joint(88, own.phrase.key(), u32::from(own.place)));
        }
        let numbers =
            u32::from(own.number) << 16 | u32::from(p1.number) << 8 | u32::from(n1.number);
        if numbers != 0 {
            put(feature(89, u32::from(own.number)));
            put(joint(90, numbers, form));
        }
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
    let mut ends = solid.clone();
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
        if tail && let Some(place) = ends.get_mut(at) {
            *place = true;
        }
    }
    trim(attributes, &ends, &mut strength);
    for (attribute, open) in attributes.iter_mut().zip(strength) {
        if open {
            attribute.flags |= OPEN;
        }
    }
}

/// Closes the tokens before the first one of a run that an entity may begin
/// with, and those after the last one that it may end with: most are the small
/// words of running text.
fn trim(attributes: &[Attribute], solid: &[bool], open: &mut [bool]) {
    let mut within = (false, u32::MAX);
    let stay = |attribute: &Attribute, solid, edge, open: &mut bool, within: &mut (bool, u32)| {
        let inside = *within == (true, attribute.sentence);
        *open = *open && (inside || solid || attribute.flags & edge != 0);
        *within = (*open, attribute.sentence);
    };
    for ((attribute, &solid), open) in attributes.iter().zip(solid).zip(open.iter_mut()).rev() {
        stay(attribute, solid, MAY_END, open, &mut within);
    }
    within.0 = false;
    for ((attribute, &solid), open) in attributes.iter().zip(solid).zip(open) {
        stay(attribute, solid, MAY_BEGIN, open, &mut within);
    }
}
