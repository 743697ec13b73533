//! The table of rules: the stable names that [`super::Quotation::rule`] gives.

use serde::{Deserialize, Serialize};

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
    &[
        Rule { id: RuleId("quoted-cue"), example: "\"We are leaving,\" said the mayor." },
        Rule { id: RuleId("quoted-alone"), example: "\"We are leaving tomorrow, all of us.\"" },
    ]
}
