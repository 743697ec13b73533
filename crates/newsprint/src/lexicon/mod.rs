//! Word lists, looked up by norm key.

use std::collections::HashMap;

use crate::token::NormKey;

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
    /// Abbreviations that keep their full stop.
    Abbreviation = "abbreviations",
    /// Finite forms of verbs that almost always report speech.
    ReportingVerb = "reporting-verbs",
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

/// The word lists of a language, merged into one table.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    classes: HashMap<NormKey, WordClasses>,
}

impl Lexicon {
    /// Builds the table from word lists in the format of
    /// [`newsprint_en::WORD_LISTS`]. Linear.
    pub fn new(lists: &[newsprint_en::WordList]) -> Self {
        let mut classes: HashMap<NormKey, WordClasses> = HashMap::new();
        for (name, text) in lists {
            let Some(class) = WordClass::from_list(name) else { continue };
            for word in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'))
            {
                classes.entry(NormKey::of(word)).or_default().0 |= 1 << class as u8;
            }
        }
        Self { classes }
    }

    /// The classes of a word; none for an unknown one.
    #[inline]
    pub fn classes(&self, norm: NormKey) -> WordClasses {
        self.classes.get(&norm).copied().unwrap_or_default()
    }
}
