//! Named entities with the 18 `OntoNotes` labels.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::lexicon::Lexicon;
use crate::mark::MarkPair;
use crate::model::Model;
use crate::sentence::Sentence;
use crate::tag::Tag;
use crate::text::{IdRange, Span, TokenId};
use crate::token::Token;

macro_rules! labels {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// An `OntoNotes` entity type.
        ///
        /// Source: `OntoNotes` Release 5.0, named entity guidelines.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Label {
            $($(#[$doc])* #[serde(rename = $name)] $variant),*
        }

        impl Label {
            /// Every label, in the order of the guidelines.
            pub const ALL: [Self; 18] = [$(Self::$variant),*];

            /// The name that `OntoNotes` gives it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The label of that name.
            ///
            /// ```
            /// use newsprint::entity::Label;
            /// assert_eq!(Label::from_name("GPE"), Some(Label::Gpe));
            /// assert_eq!(Label::from_name("gpe"), None);
            /// ```
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

labels! {
    /// People, fictional too.
    Person = "PERSON",
    /// Nationalities, religious and political groups.
    Norp = "NORP",
    /// Buildings, airports, highways, bridges.
    Fac = "FAC",
    /// Companies, agencies, institutions.
    Org = "ORG",
    /// Countries, cities, states.
    Gpe = "GPE",
    /// Mountains, waters, regions.
    Loc = "LOC",
    /// Vehicles, weapons, foods.
    Product = "PRODUCT",
    /// Named storms, battles, wars, sports events.
    Event = "EVENT",
    /// Titles of books, songs, films.
    WorkOfArt = "WORK_OF_ART",
    /// Named documents made into laws.
    Law = "LAW",
    /// Any named language.
    Language = "LANGUAGE",
    /// Absolute or relative dates and periods of a day or more.
    Date = "DATE",
    /// Times shorter than a day.
    Time = "TIME",
    /// Percentages.
    Percent = "PERCENT",
    /// Amounts of money, with the unit.
    Money = "MONEY",
    /// Measurements, with the unit.
    Quantity = "QUANTITY",
    /// First, second.
    Ordinal = "ORDINAL",
    /// Other numerals.
    Cardinal = "CARDINAL",
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A named span with a label. Entities are in text order and do not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Where it stands. Usually whole tokens.
    pub span: Span,
    /// The tokens that it covers.
    pub tokens: IdRange<TokenId>,
    /// What it is.
    pub label: Label,
    /// The probability that span and label are right.
    pub score: f32,
}

/// What the entity stage reads.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The text.
    pub text: &'a str,
    /// Its structure.
    pub article: &'a Article,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Its quote marks.
    pub marks: &'a [MarkPair],
    /// Its sentences.
    pub sentences: &'a [Sentence],
    /// The tag of each token.
    pub tags: &'a [Tag],
}

/// Finds the named entities. Linear.
pub fn find(_evidence: Evidence<'_>, _lexicon: &Lexicon, _model: &Model) -> Vec<Entity> {
    Vec::new()
}
