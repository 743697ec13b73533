//! Chains of mentions while they grow.

use std::ops::Range;

use super::syntax::Role;
use crate::entity::Label;
use crate::mention::PronounKind;

/// What sort of thing a chain is of: what a pronoun asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Nature {
    /// One person.
    Person,
    /// Several persons.
    People,
    /// An organisation.
    Body,
    /// A place that may act.
    Place,
    /// Anything else.
    Thing,
}

impl Nature {
    pub(crate) fn of(label: Label) -> Self {
        match label {
            Label::Person => Self::Person,
            Label::Norp => Self::People,
            Label::Org => Self::Body,
            Label::Gpe | Label::Loc | Label::Fac => Self::Place,
            _ => Self::Thing,
        }
    }
}

/// One thing that the article mentions.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    pub(crate) label: Option<Label>,
    pub(crate) nature: Nature,
    /// Evidence for the referential gender: positive for a man, negative for
    /// a woman, far from zero when strong.
    pub(crate) gender: i32,
    /// What pronouns have added to that.
    pub(crate) by_pronouns: i32,
    /// Whether a name is among the mentions.
    pub(crate) named: bool,
    pub(crate) country: Option<[u8; 2]>,
    /// A phrase that says more than the name: `Iran's Health Ministry`.
    pub(crate) described: Option<Range<usize>>,
    /// Tokens of the roles that titles and appositions give.
    pub(crate) roles: Vec<Range<usize>>,
    /// The nouns that head roles and nominals.
    pub(crate) keys: Vec<String>,
    /// The chains of a joint one: `Tillerson and Lavrov`.
    pub(crate) members: Vec<usize>,
    /// Positions of its mentions, in text order.
    pub(crate) mentions: Vec<usize>,
    /// How many of them are subjects.
    pub(crate) subjects: usize,
    /// The sentence where it was last the subject.
    pub(crate) last_subject: Option<usize>,
    /// How many of them stand outside quotations.
    pub(crate) outside: usize,
    /// Whether it is the source of a report.
    pub(crate) speaks: bool,
}

impl Chain {
    pub(crate) fn new(nature: Nature, label: Option<Label>) -> Self {
        Self {
            label,
            nature,
            gender: 0,
            by_pronouns: 0,
            named: false,
            country: None,
            described: None,
            roles: Vec::new(),
            keys: Vec::new(),
            members: Vec::new(),
            mentions: Vec::new(),
            subjects: 0,
            last_subject: None,
            outside: 0,
            speaks: false,
        }
    }

    /// All evidence for the gender.
    pub(crate) fn gender(&self) -> i32 {
        self.gender + self.by_pronouns.clamp(-6, 6)
    }

    pub(crate) fn add_key(&mut self, key: &str) {
        if self.keys.len() < 16 && !self.keys.iter().any(|k| k == key) {
            self.keys.push(key.to_owned());
        }
    }
}

/// A mention with what its place in the text tells.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) tokens: Range<usize>,
    pub(crate) head: usize,
    pub(crate) sentence: usize,
    pub(crate) block: usize,
    /// The report whose quoted words it is among.
    pub(crate) quoted: Option<usize>,
    pub(crate) role: Role,
    /// Whether it is the first subject of its sentence.
    pub(crate) leads: bool,
    /// The report that it is the source of.
    pub(crate) source_of: Option<usize>,
    pub(crate) form: Form,
}

/// The form of a mention and what goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A name, with its cluster.
    Name(usize),
    Pronoun(PronounKind),
    /// A nominal, with the key of its head.
    Nominal(String),
}
