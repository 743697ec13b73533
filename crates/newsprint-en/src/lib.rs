//! The English word lists and model of
//! [newsprint](https://docs.rs/newsprint): generated data and its notices, no
//! logic.

mod model;

pub use model::{MODEL_SECTIONS, ModelSection};

/// A word list: its name and the text of its file.
///
/// The file starts with comment lines (`#`) that give its source and licence;
/// then one entry a line, in lower case.
pub type WordList = (&'static str, &'static str);

/// Every word list, by name.
///
/// ```
/// assert!(newsprint_en::WORD_LISTS.iter().any(|(name, _)| *name == "abbreviations"));
/// ```
pub const WORD_LISTS: &[WordList] = &[
    ("abbreviations", include_str!("../lists/abbreviations.txt")),
    ("abbreviations-before-number", include_str!("../lists/abbreviations-before-number.txt")),
    ("abbreviations-in-context", include_str!("../lists/abbreviations-in-context.txt")),
    ("boilerplate", include_str!("../lists/boilerplate.txt")),
    ("byline-openers", include_str!("../lists/byline-openers.txt")),
    ("byline-roles", include_str!("../lists/byline-roles.txt")),
    ("caption-credits", include_str!("../lists/caption-credits.txt")),
    ("caption-openers", include_str!("../lists/caption-openers.txt")),
    ("abbreviations-inside", include_str!("../lists/abbreviations-inside.txt")),
    ("contractions", include_str!("../lists/contractions.txt")),
    ("currencies", include_str!("../lists/currencies.txt")),
    ("date-openers", include_str!("../lists/date-openers.txt")),
    ("editing-openers", include_str!("../lists/editing-openers.txt")),
    ("elisions", include_str!("../lists/elisions.txt")),
    ("file-extensions", include_str!("../lists/file-extensions.txt")),
    ("news-agencies", include_str!("../lists/news-agencies.txt")),
    ("prefixes", include_str!("../lists/prefixes.txt")),
    ("reporting-words", include_str!("../lists/reporting-words.txt")),
    ("sentence-openers", include_str!("../lists/sentence-openers.txt")),
    ("slash-words", include_str!("../lists/slash-words.txt")),
    ("top-level-domains", include_str!("../lists/top-level-domains.txt")),
    ("units", include_str!("../lists/units.txt")),
    ("country-names", include_str!("../lists/country-names.txt")),
    ("demonyms", include_str!("../lists/demonyms.txt")),
    ("document-nouns", include_str!("../lists/document-nouns.txt")),
    ("female-nouns", include_str!("../lists/female-nouns.txt")),
    ("given-names-female", include_str!("../lists/given-names-female.txt")),
    ("given-names-male", include_str!("../lists/given-names-male.txt")),
    ("male-nouns", include_str!("../lists/male-nouns.txt")),
    ("name-endings", include_str!("../lists/name-endings.txt")),
    ("nicknames", include_str!("../lists/nicknames.txt")),
    ("organisation-nouns", include_str!("../lists/organisation-nouns.txt")),
    ("people-nouns", include_str!("../lists/people-nouns.txt")),
    ("person-nouns", include_str!("../lists/person-nouns.txt")),
];
