//! Mentions: the spans that refer to someone or something.

use serde::{Deserialize, Serialize};

use crate::text::{EntityId, IdRange, Span, TokenId};

/// The form of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MentionForm {
    /// A name.
    Name,
    /// A pronoun.
    Pronoun,
    /// A noun phrase without a name: `the president`.
    Nominal,
}

/// A span that refers to someone or something.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// The tokens that it covers.
    pub tokens: IdRange<TokenId>,
    /// The token that heads it.
    pub head: TokenId,
    /// Its form.
    pub form: MentionForm,
    /// The entity that it is, for a name.
    pub entity: Option<EntityId>,
}
