//! Lemmas: edits of the form, by word, or by tag and ending.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use crate::error::Error;
use crate::model::{Input, KeyMap, Output, corrupt, feature, joint};
use crate::token::NormKey;

use super::{Penn, Tag, Upos};

/// The version of the section.
///
/// History: **1**, the first: version, edits, map from rules to edits.
const VERSION: u8 = 1;

/// The longest ending that a rule looks at, in characters.
pub const MAX_ENDING: usize = 6;

/// What becomes of the letters' case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum LemmaCase {
    /// It stays.
    Keep = 0,
    /// All small.
    Lower = 1,
    /// All but the first small.
    Title = 2,
    /// All capitals.
    Upper = 3,
}

impl LemmaCase {
    const ALL: [Self; 4] = [Self::Keep, Self::Lower, Self::Title, Self::Upper];

    fn apply(self, form: &str) -> Cow<'_, str> {
        let straight = form.contains(['’', '‘']);
        match self {
            Self::Keep if !straight => Cow::Borrowed(form),
            Self::Lower if !straight && !form.chars().any(char::is_uppercase) => {
                Cow::Borrowed(form)
            }
            _ => {
                let mut out = String::with_capacity(form.len());
                for (index, character) in form.chars().enumerate() {
                    match (self, character) {
                        (_, '’' | '‘') => out.push('\''),
                        (Self::Keep, _) => out.push(character),
                        (Self::Title, _) if index == 0 => out.extend(character.to_uppercase()),
                        (Self::Upper, _) => out.extend(character.to_uppercase()),
                        (Self::Lower | Self::Title, _) => out.extend(character.to_lowercase()),
                    }
                }
                Cow::Owned(out)
            }
        }
    }
}

/// How a form becomes its lemma: the case changes, then characters are cut
/// from the end and others added.
///
/// ```
/// use newsprint::tag::{LemmaCase, LemmaEdit};
/// let edit = LemmaEdit::between("Cities", "city").unwrap();
/// assert_eq!(edit, LemmaEdit { case: LemmaCase::Lower, cut: 3, add: "y".into() });
/// assert_eq!(edit.apply("Ministries"), "ministry");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LemmaEdit {
    /// What becomes of the case.
    pub case: LemmaCase,
    /// How many characters are cut.
    pub cut: u8,
    /// What is added.
    pub add: String,
}

impl LemmaEdit {
    /// The edit that makes the lemma of the form; of several the one that
    /// keeps most.
    pub fn between(form: &str, lemma: &str) -> Option<Self> {
        let edits = LemmaCase::ALL.map(|case| {
            let form = case.apply(form);
            let mut common = 0;
            for (a, b) in form.chars().zip(lemma.chars()) {
                if a != b {
                    break;
                }
                common += 1;
            }
            let cut = u8::try_from(form.chars().count() - common).ok()?;
            Some(Self { case, cut, add: lemma.chars().skip(common).collect() })
        });
        // Small letters are the usual ones; the first of equals is taken.
        let [keep, lower, title, upper] = edits;
        [lower, keep, title, upper]
            .into_iter()
            .flatten()
            .min_by_key(|edit| usize::from(edit.cut) + edit.add.chars().count())
    }

    /// The lemma of a form.
    pub fn apply<'a>(&self, form: &'a str) -> Cow<'a, str> {
        let base = self.case.apply(form);
        if self.cut == 0 && self.add.is_empty() {
            return base;
        }
        let keep = match usize::from(self.cut) {
            0 => base.len(),
            cut => base.char_indices().rev().nth(cut - 1).map_or(0, |(at, _)| at),
        };
        match base {
            Cow::Borrowed(base) if self.add.is_empty() => {
                Cow::Borrowed(base.get(..keep).unwrap_or_default())
            }
            base => {
                let mut out = base.into_owned();
                out.truncate(keep);
                out.push_str(&self.add);
                Cow::Owned(out)
            }
        }
    }
}

/// The key of a rule for one word with one tag.
pub fn word_rule(norm: NormKey, tag: Tag) -> u32 {
    joint(1, norm.0, u32::from(tag.0))
}

/// The key of a rule for a tag and the last characters of the form, at most
/// [`MAX_ENDING`]; `None` when the form has no more than those.
pub fn ending_rule(form: &str, tag: Tag, characters: usize) -> Option<u32> {
    let start = match characters {
        0 => form.len(),
        _ => form.char_indices().rev().nth(characters - 1)?.0,
    };
    if start == 0 {
        return None;
    }
    let mut hash = 0;
    for character in form.get(start..)?.chars() {
        hash = joint(0, hash, u32::from(character.to_ascii_lowercase()));
    }
    let capitals = tag.upos() == Upos::ProperNoun && !form.chars().any(char::is_lowercase);
    let tag = u32::from(tag.0) << 1 | u32::from(capitals);
    Some(joint(2, hash, feature(u32::try_from(characters).unwrap_or(0), tag)))
}

/// Rules and exceptions of the lemmas.
#[derive(Clone)]
pub struct LemmaModel {
    edits: Vec<LemmaEdit>,
    /// Numbers of edits, counted from 1.
    rules: KeyMap,
}

impl LemmaModel {
    /// Serialises rules: the edit of each key.
    ///
    /// # Panics
    /// When there are more than 2^32 edits.
    pub fn write(rules: &BTreeMap<u32, LemmaEdit>) -> Vec<u8> {
        let mut edits: Vec<&LemmaEdit> = rules.values().collect();
        edits.sort_unstable();
        edits.dedup();
        let mut output = Output::new();
        output.u8(VERSION);
        let number = |at: usize| u32::try_from(at).expect("fewer than 2^32 edits");
        output.varint(number(edits.len()));
        for edit in &edits {
            output.u8(edit.case as u8);
            output.u8(edit.cut);
            output.string(&edit.add);
        }
        let rules = rules.iter().map(|(&key, edit)| {
            (key, number(edits.binary_search(&edit).expect("each edit is in the list") + 1))
        });
        KeyMap::write(&rules.collect(), &mut output);
        output.into_bytes()
    }

    /// Reads a section that [`write`](Self::write) wrote.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when it is damaged
    /// or of another version.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut input = Input::new(bytes);
        let version = input.u8()?;
        if version != VERSION {
            return Err(corrupt(
                &format!("lemma section of version {VERSION}"),
                format_args!("version {version}"),
            ));
        }
        let count = input.count()?;
        let mut edits = Vec::with_capacity(count);
        for _ in 0..count {
            let case = input.u8()?;
            let case = *LemmaCase::ALL
                .get(usize::from(case))
                .ok_or_else(|| corrupt("a change of case below 4", case))?;
            edits.push(LemmaEdit { case, cut: input.u8()?, add: input.string()?.into() });
        }
        let rules = KeyMap::read(&mut input)?;
        input.end()?;
        Ok(Self { edits, rules })
    }

    /// The lemma of a form.
    pub fn lemma<'a>(&self, form: &'a str, norm: NormKey, tag: Tag) -> Cow<'a, str> {
        let edit = |key: u32| match self.rules.get(key) {
            0 => None,
            number => self.edits.get(number as usize - 1),
        };
        edit(word_rule(norm, tag))
            .or_else(|| (0..=MAX_ENDING).rev().find_map(|n| edit(ending_rule(form, tag, n)?)))
            .map_or_else(|| plain(form, tag), |edit| edit.apply(form))
    }
}

impl fmt::Debug for LemmaModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A document holds it, and its thousands of rules tell nobody much.
        f.debug_struct("LemmaModel")
            .field("edits", &self.edits.len())
            .field("rules", &self.rules.len())
            .finish()
    }
}

/// The lemma for want of rules: names keep their case.
pub(super) fn plain(form: &str, tag: Tag) -> Cow<'_, str> {
    let name = matches!(tag.penn(), Penn::Nnp | Penn::Nnps | Penn::Add);
    if name { LemmaCase::Keep } else { LemmaCase::Lower }.apply(form)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::LemmaEdit;

    proptest! {
        #[test]
        fn an_edit_makes_its_lemma(form in "[a-zA-ZéÉ’İß]{0,9}", lemma in "[a-zA-Zé']{0,9}") {
            if let Some(edit) = LemmaEdit::between(&form, &lemma) {
                prop_assert_eq!(edit.apply(&form), lemma);
            }
        }
    }
}
