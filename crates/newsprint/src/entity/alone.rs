//! What words show by themselves, apart from those around them: its sums are
//! kept from one document to the next.

use super::attribute::{
    ASIDE, Attribute, FIRST, Form, HEADLINE, JOINED, LINE, SENTENCE_START, SHOUTED, TITLED,
};
use crate::model::{Memo, feature, joint};

/// What the features of a word alone follow from: its classes follow from its
/// norm key, the coarser clusters from the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordKey {
    norm: u32,
    shape: u32,
    /// Its first and last four bytes in lower case.
    head: u32,
    pub(super) tail: u32,
    /// Its length, up to four bytes.
    length: u8,
    form: Form,
    cluster: u16,
}

impl WordKey {
    #[inline]
    pub(super) fn new(own: &Attribute, text: &str) -> Self {
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
pub(super) fn make(own: &Attribute, put: &mut impl FnMut(u32)) {
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

/// What a word is to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Two tokens before it, one before, one after, two after.
    Before2,
    Before,
    After,
    After2,
    /// The one word of its run of capitalised words, the first and the last of
    /// several, the words before and after the run.
    RunOnly,
    RunFirst,
    RunLast,
    RunBefore,
    RunAfter,
    /// The word before and after another run with the same word.
    OtherBefore,
    OtherAfter,
}

/// What a word shows by itself to a token of which it is `view` that counts:
/// the form, the place in its run, or whether the other run is one word.
pub(super) fn alone(role: Role, word: &Attribute, view: u32, put: &mut impl FnMut(u32)) {
    let cluster = u32::from(word.cluster);
    let middle = u32::from(word.middle);
    let each = |template: u32, put: &mut dyn FnMut(u32)| {
        let mut bits = word.classes.0;
        while bits != 0 {
            put(joint(template, bits.trailing_zeros(), view));
            bits &= bits - 1;
        }
    };
    match role {
        Role::Before2 => {
            put(feature(15, word.norm));
            put(joint(37, cluster, view));
        }
        Role::Before => {
            put(feature(13, word.norm));
            put(joint(17, word.norm, view));
            put(joint(26, word.shape, view));
            put(joint(33, cluster, view));
            put(joint(85, word.classes.key(), view));
        }
        Role::After => {
            put(feature(14, word.norm));
            put(joint(18, word.norm, view));
            put(joint(27, word.shape, view));
            put(joint(34, cluster, view));
            put(joint(86, word.classes.key(), view));
        }
        Role::After2 => {
            put(feature(16, word.norm));
            put(joint(38, cluster, view));
        }
        Role::RunOnly => {
            alone(Role::RunFirst, word, view, put);
            alone(Role::RunLast, word, view, put);
        }
        Role::RunFirst => put(joint(41, view, word.norm)),
        Role::RunLast => {
            put(joint(40, view, word.norm));
            put(joint(49, view, middle));
            each(91, put);
        }
        Role::RunBefore => {
            put(joint(42, view, word.norm));
            each(92, put);
        }
        Role::RunAfter => {
            put(joint(43, view, word.norm));
            each(93, put);
        }
        Role::OtherBefore => {
            put(joint(66, view, word.norm));
            put(joint(68, view, middle));
        }
        Role::OtherAfter => {
            put(joint(67, view, word.norm));
            put(joint(69, view, middle));
        }
    }
}

/// What [`alone`] follows from: the classes of a word follow from its norm key,
/// its middle cluster from the fine one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RoleKey {
    norm: u32,
    /// Of a word next to the token.
    shape: u32,
    cluster: u16,
    role: Role,
    view: u8,
}

impl RoleKey {
    #[inline]
    pub(super) fn new(role: Role, word: &Attribute, view: u32) -> Self {
        let shape = if matches!(role, Role::Before | Role::After) { word.shape } else { 0 };
        let view = u8::try_from(view).unwrap_or(u8::MAX);
        Self { norm: word.norm, shape, cluster: word.cluster, role, view }
    }

    #[inline]
    pub(super) fn hash(&self) -> u32 {
        joint(u32::from(self.view) << 4 | self.role as u32, self.norm, self.shape)
    }
}

/// Where a token stands and how its word is written elsewhere in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) flags: u16,
    pub(super) form: Form,
    /// How often in lower case and with a capital, in classes.
    pub(super) lower: u8,
    pub(super) upper: u8,
}

/// Where a token stands.
pub(super) const PLACE: u16 =
    FIRST | SHOUTED | TITLED | SENTENCE_START | JOINED | HEADLINE | LINE | ASIDE;

impl Spot {
    pub(super) fn hash(self) -> u32 {
        let counts = u32::from(self.lower) << 2 | u32::from(self.upper);
        joint(u32::from(self.flags), self.form as u32, counts)
    }

    pub(super) fn features(self, put: &mut impl FnMut(u32)) {
        let form = self.form as u32;
        let spot = self.flags & (FIRST | SHOUTED | TITLED | SENTENCE_START | JOINED);
        let part = self.flags & (HEADLINE | LINE | ASIDE | SHOUTED | TITLED);
        put(joint(39, u32::from(spot), form));
        put(joint(80, u32::from(part), form));
        if self.form != Form::Mark && self.form != Form::Digit {
            let unsure = u32::from(self.flags & (FIRST | SHOUTED | TITLED) != 0);
            let counts = u32::from(self.lower) << 4 | u32::from(self.upper) << 2;
            put(joint(60, counts | unsure, form));
        }
    }
}

/// Sums of what words show by themselves, kept from one document to the next.
#[derive(Clone, Debug)]
pub(super) struct Memos {
    pub(super) words: Memo<WordKey>,
    pub(super) roles: Memo<RoleKey>,
    pub(super) spots: Memo<Spot>,
}

impl Memos {
    pub(super) fn new() -> Self {
        Self {
            words: Memo::new(KNOWN_WORDS),
            roles: Memo::new(4 * KNOWN_WORDS),
            spots: Memo::new(KNOWN_WORDS / 4),
        }
    }
}

/// So many words are kept; a power of two.
const KNOWN_WORDS: usize = 4096;
