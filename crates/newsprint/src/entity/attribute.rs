//! What is known of each token before any label: its form, its classes, its
//! place.

use super::Evidence;
use super::gazetteer::{Gazetteer, NameClass, NameClasses, PHRASE_START};
use crate::article::BlockKind;
use crate::model::joint;
use crate::token::NormKey;

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
#[repr(u8)]
pub(crate) enum Form {
    /// Lower-case letters.
    #[default]
    Lower,
    /// Its first letter a capital: `Moscow`.
    Capital,
    /// Two or more letters, all capitals: `NATO`, `U.S.`.
    Upper,
    /// One capital, with or without a full stop: `J.`.
    Initial,
    /// Capitals inside: `McDonald`, `iPhone`.
    Mixed,
    /// Begins with a digit.
    Digit,
    /// Letters and digits that do not begin with one: `G20`.
    Alphanumeric,
    /// Anything else.
    Mark,
}

impl Form {
    /// Whether it has the capital of a name.
    #[inline]
    pub(crate) const fn is_capital(self) -> bool {
        matches!(
            self,
            Self::Capital | Self::Upper | Self::Initial | Self::Mixed | Self::Alphanumeric
        )
    }
}

/// What is known of a token.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Attribute {
    /// The key of its normalised form.
    pub norm: u32,
    /// A hash of its shape: `Xx`, `X.X.`, `dd,ddd`.
    pub shape: u32,
    /// Its classes.
    pub classes: NameClasses,
    /// The classes of the phrase of the gazetteer that it stands in.
    pub phrase: NameClasses,
    /// Where in that phrase: 1 + [`Position`](super::Position), 0 for none.
    pub place: u8,
    /// How it is written.
    pub form: Form,
    /// Bits: see the constants.
    pub flags: u16,
    /// Its cluster, and the coarser ones.
    pub cluster: u16,
    /// The middle cluster.
    pub middle: u16,
    /// The coarse cluster.
    pub coarse: u16,
    /// The run of capitalised words that it stands in, plus one; 0 for none.
    pub run: u32,
    /// The sentence that it stands in.
    pub sentence: u32,
    /// Its word in [`Vocabulary`](super::vocabulary::Vocabulary).
    pub word: u32,
    /// What the grammar of numbers and dates says of it; 0 for nothing.
    pub number: u8,
}

/// First of its sentence, or after an opening mark.
pub(crate) const FIRST: u16 = 1;
/// In a block whose words are nearly all capitals.
pub(crate) const SHOUTED: u16 = 2;
/// In a block whose words nearly all begin with a capital.
pub(crate) const TITLED: u16 = 4;
/// In a headline.
pub(crate) const HEADLINE: u16 = 8;
/// In a dateline or byline.
pub(crate) const LINE: u16 = 16;
/// In another kind of block that is no paragraph.
pub(crate) const ASIDE: u16 = 32;
/// May belong to an entity: features are worth having.
pub(crate) const OPEN: u16 = 64;
/// First token of its sentence.
pub(crate) const SENTENCE_START: u16 = 128;
/// No white space before it.
pub(crate) const JOINED: u16 = 256;

/// In lower case, and entities begin with the word.
pub(crate) const MAY_BEGIN: u16 = 512;
/// In lower case, and entities end with the word.
pub(crate) const MAY_END: u16 = 1024;

/// What stands before the first token and after the last one of a sentence.
pub(crate) const EDGE: Attribute = Attribute {
    norm: 1,
    shape: 1,
    classes: NameClasses(0),
    phrase: NameClasses(0),
    place: 0,
    form: Form::Mark,
    flags: 0,
    cluster: 1,
    middle: 1,
    coarse: 1,
    run: 0,
    sentence: u32::MAX,
    word: 0,
    number: 0,
};

/// The shape of a word of one lower-case letter, and of more.
const LOWER_LETTER: u32 = joint(3, SHAPE_START, b'x' as u32);
const LOWER_WORD: u32 = joint(3, LOWER_LETTER, b'x' as u32);
const SHAPE_START: u32 = 7;

/// The form and the shape of a token's text.
fn shape(text: &str) -> (Form, u32) {
    if text.bytes().all(|byte| byte.is_ascii_lowercase()) && !text.is_empty() {
        return (Form::Lower, if text.len() == 1 { LOWER_LETTER } else { LOWER_WORD });
    }
    let (mut upper, mut lower, mut digits, mut other) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut hash = SHAPE_START;
    let (mut last, mut run) = (0_u8, 0_u32);
    let mut first = 0_u8;
    let mut inner_upper = false;
    for c in text.chars() {
        let class = if c.is_ascii_lowercase() {
            b'x'
        } else if c.is_ascii_uppercase() {
            b'X'
        } else if c.is_ascii_digit() {
            b'd'
        } else if c.is_ascii() {
            u8::try_from(c).unwrap_or(b'?')
        } else if c.is_lowercase() {
            b'x'
        } else if c.is_uppercase() {
            b'X'
        } else if c.is_alphabetic() {
            b'x'
        } else if matches!(c, '\u{2019}' | '\u{2018}') {
            b'\''
        } else if matches!(c, '\u{2013}' | '\u{2014}') {
            b'-'
        } else {
            b'?'
        };
        match class {
            b'x' => lower += 1,
            b'X' => {
                inner_upper |= lower > 0;
                upper += 1;
            }
            b'd' => digits += 1,
            _ => other += 1,
        }
        if first == 0 {
            first = class;
        }
        run = if class == last { run + 1 } else { 1 };
        // Runs of letters are cut at two, runs of digits at four.
        let limit = if class == b'd' { 4 } else { 2 };
        if run <= limit {
            hash = joint(3, hash, u32::from(class));
        }
        last = class;
    }
    let form = match first {
        b'd' => Form::Digit,
        _ if digits > 0 && upper + lower > 0 => Form::Alphanumeric,
        _ if digits > 0 => Form::Digit,
        _ if upper + lower == 0 => Form::Mark,
        _ if upper == 0 => Form::Lower,
        _ if upper == 1 && lower == 0 => Form::Initial,
        _ if lower == 0 || (lower == 1 && upper > 2 && text.ends_with('s')) => Form::Upper,
        b'X' if upper == 1 || !inner_upper => Form::Capital,
        _ => Form::Mixed,
    };
    let _ = other;
    (form, hash)
}

/// Tell which tokens are looked at, not what they are.
const EDGES: NameClasses = NameClasses(0).with_all(&[NameClass::First, NameClass::Last]);

/// So many words are asked for at a time.
const FETCHED: usize = 32;

/// The bit if so.
const fn bit(bit: u16, so: bool) -> u16 {
    if so { bit } else { 0 }
}

/// The attributes of every token.
pub(crate) fn attributes(evidence: Evidence<'_>, gazetteer: &Gazetteer) -> Vec<Attribute> {
    let Evidence { text, tokens, .. } = evidence;
    let mut attributes: Vec<Attribute> = Vec::with_capacity(tokens.len());
    let mut last_end = u32::MAX;
    for tokens in tokens.chunks(FETCHED) {
        gazetteer.fetch(tokens.iter().map(|token| token.norm));
        for token in tokens {
            let (form, shape) = shape(token.span.slice(text));
            let word = gazetteer.word(token.norm);
            let cluster = match form {
                Form::Lower => word.lower,
                _ if word.upper > 0 => word.upper,
                _ => word.lower,
            };
            attributes.push(Attribute {
                norm: token.norm.0,
                shape,
                classes: word.classes.without(EDGES),
                form,
                flags: bit(JOINED, token.span.start == last_end)
                    | bit(MAY_BEGIN, form == Form::Lower && word.classes.has(NameClass::First))
                    | bit(MAY_END, form == Form::Lower && word.classes.has(NameClass::Last)),
                cluster,
                ..Attribute::default()
            });
            last_end = token.span.end;
        }
    }
    places(evidence, gazetteer, &mut attributes);
    phrases(gazetteer, &mut attributes);
    attributes
}

/// Marks where each token stands, and evens out the clusters of text whose
/// capitals say nothing.
fn places(evidence: Evidence<'_>, gazetteer: &Gazetteer, attributes: &mut [Attribute]) {
    let Evidence { article, tokens, sentences, .. } = evidence;
    let mut at = 0;
    for block in &article.blocks {
        let from = at;
        while tokens.get(at).is_some_and(|token| token.span.start < block.span.end) {
            at += 1;
        }
        let Some(part) = attributes.get_mut(from..at) else { continue };
        let (mut words, mut upper, mut capital, mut open_lower) = (0_u32, 0_u32, 0_u32, 0_u32);
        for (attribute, token) in part.iter().zip(tokens.get(from..at).unwrap_or_default()) {
            let long = token.span.len() > 3;
            match attribute.form {
                Form::Lower => {
                    words += 1;
                    open_lower += u32::from(long);
                }
                Form::Upper => {
                    words += 1;
                    upper += 1;
                }
                Form::Capital | Form::Mixed => {
                    words += 1;
                    capital += 1;
                }
                _ => {}
            }
        }
        let mut flags = match block.kind {
            BlockKind::Headline => HEADLINE,
            BlockKind::Dateline | BlockKind::Byline => LINE,
            BlockKind::Paragraph => 0,
            _ => ASIDE,
        };
        if words >= 3 && upper * 10 > words * 7 {
            flags |= SHOUTED;
        } else if words >= 3 && open_lower * 4 <= capital && capital * 2 > words {
            flags |= TITLED;
        }
        for attribute in part {
            attribute.flags |= flags;
        }
    }
    for (index, sentence) in sentences.iter().enumerate() {
        let range = sentence.tokens.range();
        let Some(part) = attributes.get_mut(range) else { continue };
        let mut first = true;
        for attribute in part {
            attribute.sentence = u32::try_from(index).unwrap_or(u32::MAX);
            if first {
                attribute.flags |= FIRST;
            }
            first = first && !attribute.form.is_capital() && attribute.form != Form::Lower
                || attribute.form == Form::Mark && first;
        }
        if let Some(attribute) = attributes.get_mut(sentence.tokens.range().start) {
            attribute.flags |= SENTENCE_START;
        }
    }
    for attribute in attributes {
        attribute.middle = gazetteer.middle(attribute.cluster);
        attribute.coarse = gazetteer.coarse(attribute.cluster);
    }
}

/// The longest phrase a gazetteer may have.
const LONGEST_PHRASE: usize = 8;

/// Marks the phrases of the gazetteer, the longest first of those that begin
/// at the same word.
fn phrases(gazetteer: &Gazetteer, attributes: &mut [Attribute]) {
    let mut at = 0;
    while at < attributes.len() {
        let mut state = PHRASE_START;
        let mut best = (0, NameClasses::default());
        for (length, attribute) in attributes.iter().skip(at).take(LONGEST_PHRASE).enumerate() {
            if length == 0 && attribute.form == Form::Mark {
                break;
            }
            let Some((next, classes)) = gazetteer.step(state, NormKey(attribute.norm)) else {
                break;
            };
            state = next;
            if classes != NameClasses::default() {
                best = (length + 1, classes);
            }
        }
        let (length, classes) = best;
        let found = attributes.get_mut(at..at + length).unwrap_or_default();
        // In running text a phrase of lower-case words is no name.
        if length < 2 || found.iter().all(|a| a.form == Form::Lower) && classes.any(NAMES) {
            at += 1;
            continue;
        }
        for (index, attribute) in found.iter_mut().enumerate() {
            attribute.phrase = classes;
            attribute.place = if index == 0 {
                1
            } else if index + 1 == length {
                3
            } else {
                2
            };
        }
        at += length;
    }
}

/// Classes of names.
const NAMES: NameClasses = NameClasses(0).with_all(&[
    NameClass::FirstName,
    NameClass::Surname,
    NameClass::City,
    NameClass::GreatCity,
    NameClass::Country,
    NameClass::Province,
    NameClass::Region,
    NameClass::Organisation,
    NameClass::Media,
    NameClass::Team,
    NameClass::Company,
]);
