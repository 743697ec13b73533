//! Who said what.

use serde::{Deserialize, Serialize};

use crate::text::{ActorId, MentionId, Span};

/// The kind of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// All of it in quote marks.
    Direct,
    /// Partly in quote marks.
    Mixed,
    /// No quote marks.
    Indirect,
    /// Marks that report nobody's words.
    Scare,
}

/// Who a source is in the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The actor, or the first of several.
    pub actor: ActorId,
    /// The others of a joint source.
    pub others: Vec<ActorId>,
}

/// A quotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quotation {
    /// Its kind.
    pub kind: QuoteKind,
    /// The words reported: one span or more, in order.
    pub content: Vec<Span>,
    /// The reporting verb group, `according to`, or a reporting noun.
    pub cue: Option<Span>,
    /// The noun phrase of the one who says it.
    pub source: Option<Span>,
    /// The mention that the source is.
    pub mention: Option<MentionId>,
    /// Who that is; `None` when the text does not say.
    pub speaker: Option<Speaker>,
    /// The rule or scorer that decided; see [`rules`].
    pub rule: RuleId,
    /// The probability that content, source and speaker are right.
    pub score: f32,
}

/// The stable name of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct RuleId(pub &'static str);

impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
        rules()
            .iter()
            .find(|rule| rule.id.0 == name)
            .map(|rule| rule.id)
            .ok_or_else(|| serde::de::Error::custom("expected the id of a quotation rule"))
    }
}

/// One row of the table of rules.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its stable name.
    pub id: RuleId,
    /// What it does, with the sentence that motivated it.
    pub example: &'static str,
}

/// Every rule that can stand in [`Quotation::rule`].
pub fn rules() -> &'static [Rule] {
    &[]
}
