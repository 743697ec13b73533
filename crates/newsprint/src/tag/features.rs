//! What the tagger sees: one set of features for training and prediction.

use crate::model::{feature, joint};
use crate::token::NormKey;

use super::WordEntry;

/// The case of a sentence, which says how much capitals mean in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum SentenceCase {
    /// Capitals mark names and the start.
    #[default]
    Usual = 0,
    /// `Talks Resume In Geneva`.
    Title = 1,
    /// `TALKS RESUME IN GENEVA`.
    Capitals = 2,
    /// `talks resume in geneva`.
    Lower = 3,
}

/// What is known of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    pub(super) norm: u32,
    /// The last eight bytes in lower case, the last one lowest; digits are 0.
    tail: u64,
    /// The first four bytes in lower case, the first one lowest.
    head: u32,
    len: u8,
    /// Case and kinds of characters.
    shape: u8,
    /// Which tags it had in training; 0 for an unknown word.
    pub class: u16,
    /// The cluster of words that are used alike; 0 for none.
    pub cluster: u16,
    /// The number of the set of tags that it can have; 0 for all.
    pub choices: u16,
}

const CASE: u8 = 0x07;
const NO_LETTER: u8 = 0;
const LOWER: u8 = 1;
const INITIAL: u8 = 2;
const CAPITALS: u8 = 3;
const ONE_CAPITAL: u8 = 4;
const MIXED: u8 = 5;
const DIGIT: u8 = 0x08;
const HYPHEN: u8 = 0x10;
const STOP: u8 = 0x20;
const NOT_ASCII: u8 = 0x40;
const OTHER: u8 = 0x80;

impl Word {
    /// What the form of a word shows.
    pub fn new(form: &str, norm: NormKey) -> Self {
        let (mut upper, mut lower, mut shape, mut tail, mut head) = (0_usize, 0_usize, 0, 0, 0);
        let mut first_upper = false;
        for (index, byte) in form.bytes().enumerate() {
            let folded = match byte {
                b'A'..=b'Z' => {
                    upper += 1;
                    first_upper |= index == 0;
                    byte | 0x20
                }
                b'a'..=b'z' => {
                    lower += 1;
                    byte
                }
                b'0'..=b'9' => {
                    shape |= DIGIT;
                    b'0'
                }
                b'-' => {
                    shape |= HYPHEN;
                    byte
                }
                b'.' => {
                    shape |= STOP;
                    byte
                }
                0x80.. => {
                    shape |= NOT_ASCII;
                    byte
                }
                _ => {
                    shape |= OTHER;
                    byte
                }
            };
            tail = tail << 8 | u64::from(folded);
            if index < 4 {
                head |= u32::from(folded) << (8 * index);
            }
        }
        if shape & NOT_ASCII != 0 {
            upper = form.chars().filter(|c| c.is_uppercase()).count();
            lower = form.chars().filter(|c| c.is_lowercase()).count();
            first_upper = form.chars().next().is_some_and(char::is_uppercase);
        }
        shape |= match (upper, lower) {
            (0, 0) => NO_LETTER,
            (0, _) => LOWER,
            (1, 0) => ONE_CAPITAL,
            (_, 0) => CAPITALS,
            (1, _) if first_upper => INITIAL,
            _ => MIXED,
        };
        let len = u8::try_from(form.len()).unwrap_or(u8::MAX);
        Self { norm: norm.0, tail, head, len, shape, class: 0, cluster: 0, choices: 0 }
    }

    /// The word with what the dictionary says of it.
    #[must_use]
    pub const fn with(mut self, entry: WordEntry) -> Self {
        self.class = entry.class;
        self.cluster = entry.cluster;
        self.choices = entry.choices;
        self
    }

    /// A hash of how it is written.
    #[inline]
    #[allow(clippy::cast_possible_truncation)] // Folded first.
    pub(super) const fn form(&self) -> u32 {
        (self.tail >> 32) as u32 ^ (self.tail as u32).rotate_left(7) ^ (self.shape as u32) << 24
    }

    /// What its neighbours see of it.
    #[inline]
    pub(super) const fn ending(&self) -> (u32, u32) {
        (self.norm, self.suffix(3))
    }

    const fn case(&self) -> u8 {
        self.shape & CASE
    }

    /// Whether it has a capital letter.
    pub const fn has_capital(&self) -> bool {
        self.case() > LOWER
    }

    /// The last `count` bytes, all of them for a shorter word.
    #[inline]
    #[allow(clippy::cast_possible_truncation)] // Folded first.
    pub(super) const fn suffix(&self, count: u32) -> u32 {
        let tail = self.tail & ((1 << (8 * count)) - 1);
        tail as u32 ^ ((tail >> 32) as u32 * 0x9e37)
    }

    #[inline]
    const fn prefix(&self, count: u32) -> u32 {
        self.head & (u32::MAX >> (32 - 8 * count))
    }
}

/// The case of a sentence.
pub fn sentence_case(words: &[Word]) -> SentenceCase {
    let (mut lower, mut initial, mut capitals, mut long_lower) = (0, 0, 0, 0);
    for word in words {
        match word.case() {
            LOWER if word.len > 3 => long_lower += 1,
            LOWER => lower += 1,
            INITIAL => initial += 1,
            CAPITALS => capitals += 1,
            _ => {}
        }
    }
    if long_lower == 0 && lower == 0 && initial == 0 {
        if capitals >= 2 { SentenceCase::Capitals } else { SentenceCase::Usual }
    } else if capitals > 3 * (lower + long_lower + initial) {
        SentenceCase::Capitals
    } else if initial >= 3 && initial > 3 * long_lower {
        SentenceCase::Title
    } else if initial == 0 && long_lower >= 4 {
        SentenceCase::Lower
    } else {
        SentenceCase::Usual
    }
}

/// The features of the word at `at` that need no tags.
pub fn static_features(words: &[Word], at: usize, case: SentenceCase, keys: &mut Vec<u32>) {
    let near = Near::new(words, at);
    own_features(near.here, spot(at, case), keys);
    before_features(near.before, keys);
    after_features(near.after, keys);
    near_features(&near, at, case, keys);
}

/// A word and its neighbours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near<'a> {
    pub(super) here: &'a Word,
    pub(super) before: &'a Word,
    pub(super) before2: &'a Word,
    pub(super) after: &'a Word,
    pub(super) after2: &'a Word,
}

/// What stands before the first word of a sentence, and after the last.
const NO_WORD: Word =
    Word { norm: 0, tail: 0, head: 0, len: 0, shape: 0, class: 0, cluster: 0, choices: 0 };
const NONE_BEFORE: Word = Word { norm: 1, ..NO_WORD };
const NONE_AFTER: Word = Word { norm: 2, ..NO_WORD };

impl<'a> Near<'a> {
    /// The word at `at` and its neighbours.
    #[inline]
    pub(super) fn new(words: &'a [Word], at: usize) -> Self {
        let earlier = |by| at.checked_sub(by).and_then(|at| words.get(at)).unwrap_or(&NONE_BEFORE);
        let later = |by: usize| words.get(at + by).unwrap_or(&NONE_AFTER);
        Self {
            here: words.get(at).unwrap_or(&NO_WORD),
            before: earlier(1),
            before2: earlier(2),
            after: later(1),
            after2: later(2),
        }
    }
}

/// What of a word's place its own features see: the case of the sentence, and
/// whether it is the first word.
#[inline]
pub(super) fn spot(at: usize, case: SentenceCase) -> u32 {
    (case as u32) << 1 | u32::from(at == 0)
}

/// The features of a word alone: the same wherever it stands.
pub(super) fn own_features(here: &Word, spot: u32, keys: &mut Vec<u32>) {
    let shape = u32::from(here.shape);
    keys.push(feature(0, 0));
    keys.push(feature(1, here.norm));
    keys.push(joint(2, here.norm, u32::from(here.case()) << 8 | spot));
    let len = u32::from(here.len);
    for count in 1..=6 {
        if len > count {
            keys.push(feature(2 + count, here.suffix(count)));
        }
    }
    for count in 1..=4 {
        if len > count {
            keys.push(feature(9 + count, here.prefix(count)));
        }
    }
    keys.push(joint(14, here.suffix(3), here.prefix(1)));
    keys.push(joint(15, here.suffix(2), shape << 4 | spot));
    keys.push(joint(16, shape, spot));
    keys.push(joint(29, u32::from(here.class), shape << 3 | spot));
    let cluster = u32::from(here.cluster);
    if cluster != 0 {
        keys.push(feature(35, cluster));
        keys.push(joint(36, cluster, u32::from(here.case()) << 8 | spot));
    }
}

/// The features of the word before, whatever follows it.
pub(super) fn before_features(before: &Word, keys: &mut Vec<u32>) {
    keys.push(feature(17, before.norm));
    keys.push(feature(25, before.suffix(3)));
    keys.push(feature(40, u32::from(before.cluster)));
}

/// The features of the word after, whatever it follows.
pub(super) fn after_features(after: &Word, keys: &mut Vec<u32>) {
    keys.push(feature(18, after.norm));
    keys.push(feature(24, after.suffix(3)));
    keys.push(feature(30, u32::from(after.class)));
    keys.push(feature(41, u32::from(after.cluster)));
}

/// The features of a word together with those around it.
pub(super) fn near_features(near: &Near<'_>, at: usize, case: SentenceCase, keys: &mut Vec<u32>) {
    let Near { here, before, before2, after, after2 } = near;
    let spot = spot(at, case);
    let case = case as u32;
    let shape = u32::from(here.shape);
    keys.push(feature(19, before2.norm));
    keys.push(feature(20, after2.norm));
    keys.push(joint(21, before.norm, here.norm));
    keys.push(joint(22, here.norm, after.norm));
    keys.push(joint(23, before.norm, after.norm));
    keys.push(joint(26, shape << 8 | u32::from(after.shape), spot));
    keys.push(joint(27, shape << 8 | u32::from(before.shape), case << 1 | u32::from(at == 1)));
    keys.push(joint(28, here.suffix(2), after.suffix(2)));
    let (class, class_after) = (u32::from(here.class), u32::from(after.class));
    keys.push(joint(31, class, class_after));
    keys.push(joint(32, class_after, u32::from(after2.class)));
    keys.push(joint(33, class << 16 | class_after, u32::from(after2.class)));
    keys.push(joint(34, here.norm, class_after));
    let cluster = u32::from(here.cluster);
    keys.push(joint(37, cluster, u32::from(after.cluster)));
    keys.push(joint(38, u32::from(before.cluster), u32::from(after.cluster)));
    keys.push(joint(39, u32::from(before.cluster), cluster));
    keys.push(feature(42, u32::from(after2.cluster)));
}

/// The features of the word at `at` that need the two tags before it.
pub fn dynamic_features(words: &[Word], at: usize, last: u8, last2: u8, keys: &mut Vec<u32>) {
    let near = Near::new(words, at);
    last_features(near.here, last, keys);
    tag_features(&near, last, last2, keys);
}

/// The features of a word with the tag before it.
pub(super) fn last_features(here: &Word, last: u8, keys: &mut Vec<u32>) {
    let last = u32::from(last);
    keys.push(feature(48, last));
    keys.push(joint(50, last, here.norm));
    keys.push(joint(51, last, u32::from(here.class)));
    keys.push(joint(54, last, here.suffix(3)));
    keys.push(joint(55, last, u32::from(here.shape)));
}

/// The features of the words with both of the tags before.
pub(super) fn tag_features(near: &Near<'_>, last: u8, last2: u8, keys: &mut Vec<u32>) {
    let Near { here, before, after, .. } = near;
    let (last, two) = (u32::from(last), u32::from(last2) << 8 | u32::from(last));
    let class = u32::from(here.class);
    let class_after = u32::from(after.class);
    keys.push(feature(49, two));
    keys.push(joint(52, two, class));
    keys.push(joint(53, last, class << 16 | class_after));
    keys.push(joint(56, last, after.norm));
    keys.push(joint(57, u32::from(last2), before.norm));
    keys.push(joint(58, two, here.norm));
    keys.push(joint(59, last, u32::from(here.cluster) << 16 | u32::from(after.cluster)));
    keys.push(joint(60, two, u32::from(here.cluster)));
}
