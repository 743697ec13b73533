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
    ("reporting-verbs", include_str!("../lists/reporting-verbs.txt")),
];
