//! Word lists, looked up by norm key.

mod phrases;
mod table;

use table::Table;

use crate::token::NormKey;

mod names;

pub use names::NameTables;
pub use phrases::{PhraseClass, PhraseMatch, PhraseTable};

macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $list:literal),* $(,)?) => {
        /// A class of words: one word list of the language package.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum WordClass {
            $($(#[$doc])* $variant),*
        }

        impl WordClass {
            fn from_list(name: &str) -> Option<Self> {
                match name { $($list => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

classes! {
    /// Abbreviations that keep their full stop wherever they stand.
    Abbreviation = "abbreviations",
    /// Abbreviations that keep it before a number only: `no.`, `p.`.
    AbbreviationBeforeNumber = "abbreviations-before-number",
    /// Abbreviations that are words too, kept by context: `Mar.`, `Wash.`.
    AbbreviationInContext = "abbreviations-in-context",
    /// Abbreviations that keep it inside a sentence only: `etc.`.
    AbbreviationInside = "abbreviations-inside",
    /// Prefixes that a hyphen joins to one token: `non-`, `pre-`.
    Prefix = "prefixes",
    /// Words that begin sentences when they have a capital after a stop.
    SentenceOpener = "sentence-openers",
    /// Words with a slash inside that are one token: `s/he`.
    SlashWord = "slash-words",
    /// Words with an apostrophe at an end: `'em`, `ol'`.
    Elision = "elisions",
    /// Units and endings that are split from the number before: `km`, `am`.
    Unit = "units",
    /// Codes of currencies, split from the amount after them: `USD`.
    Currency = "currencies",
    /// The last part of internet domains.
    TopLevelDomain = "top-level-domains",
    /// The last part of file names.
    FileExtension = "file-extensions",
    /// Nouns for one man.
    MaleNoun = "male-nouns",
    /// Nouns for one woman.
    FemaleNoun = "female-nouns",
    /// Nouns for one person.
    PersonNoun = "person-nouns",
    /// Nouns for several persons.
    PeopleNoun = "people-nouns",
    /// Nouns for a body, a firm or a place that acts.
    OrganisationNoun = "organisation-nouns",
    /// Nouns for texts and figures that say something: `report`.
    DocumentNoun = "document-nouns",
    /// Last words that a name may have or lack.
    NameEnding = "name-endings",
}

/// A set of [`WordClass`]es.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordClasses(pub u64);

impl WordClasses {
    /// Whether the class is in the set.
    #[inline]
    pub const fn has(self, class: WordClass) -> bool {
        self.0 >> class as u8 & 1 == 1
    }
}

/// The list whose entries are words split in two, with a space at the split.
const CONTRACTIONS: &str = "contractions";

/// The word lists of a language, merged into one table.
///
/// ```
/// use newsprint::lexicon::{Lexicon, WordClass};
/// use newsprint::token::NormKey;
/// let lexicon = Lexicon::new(newsprint_en::WORD_LISTS);
/// assert!(lexicon.classes(NormKey::of("Mr.")).has(WordClass::Abbreviation));
/// assert_eq!(lexicon.split(NormKey::of("cannot")), Some(3));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    classes: Table<u64>,
    splits: Table<u8>,
    /// One bit for each value of a key's low bits: whether a key with them is
    /// in `splits`. Every word asks, and almost every answer is no.
    may_split: [u64; FILTER_WORDS],
    phrases: PhraseTable,
    names: NameTables,
}

const FILTER_WORDS: usize = 32;

impl Lexicon {
    /// Builds the table from word lists in the format of
    /// [`newsprint_en::WORD_LISTS`]. Linear.
    pub fn new(lists: &[newsprint_en::WordList]) -> Self {
        let mut lexicon = Self { names: NameTables::new(lists), ..Self::default() };
        for (name, text) in lists {
            lexicon.phrases.add(name, text);
            let entries =
                text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
            if *name == CONTRACTIONS {
                entries.for_each(|entry| lexicon.add_split(entry));
            } else if let Some(class) = WordClass::from_list(name) {
                for word in entries {
                    *lexicon.classes.entry(NormKey::of(word)) |= 1 << class as u8;
                }
            }
        }
        lexicon.phrases.seal();
        lexicon
    }

    /// The lists of phrases.
    #[inline]
    pub fn phrases(&self) -> &PhraseTable {
        &self.phrases
    }

    /// The tables about names.
    pub fn names(&self) -> &NameTables {
        &self.names
    }

    fn add_split(&mut self, entry: &str) {
        let Some((first, second)) = entry.split_once(' ') else { return };
        let Ok(len) = u8::try_from(first.len()) else { return };
        let key = NormKey::of(&[first, second].concat());
        *self.splits.entry(key) = len;
        let (word, bit) = filter_position(key);
        if let Some(bits) = self.may_split.get_mut(word) {
            *bits |= 1 << bit;
        }
    }

    /// The classes of a word; none for an unknown one.
    #[inline]
    pub fn classes(&self, norm: NormKey) -> WordClasses {
        WordClasses(self.classes.get(norm))
    }

    /// Where a word written as one is two tokens (`can|not`): the length of
    /// the first in bytes.
    #[inline]
    pub fn split(&self, norm: NormKey) -> Option<u8> {
        let (word, bit) = filter_position(norm);
        if self.may_split.get(word).is_some_and(|bits| bits >> bit & 1 == 1) {
            Some(self.splits.get(norm)).filter(|len| *len > 0)
        } else {
            None
        }
    }
}

#[inline]
const fn filter_position(key: NormKey) -> (usize, u32) {
    (key.0 as usize / 64 % FILTER_WORDS, key.0 % 64)
}
