//! Actors: clusters of mentions with one canonical name.

use serde::{Deserialize, Serialize};

use crate::entity::Label;
use crate::text::MentionId;

/// Someone or something that the article mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Actor {
    /// The fullest name.
    pub name: String,
    /// What it is; `None` when nothing tells.
    pub label: Option<Label>,
    /// The ISO 3166-1 alpha-2 code, for a country.
    pub country: Option<[u8; 2]>,
    /// Roles and titles that the article gives.
    pub roles: Vec<String>,
    /// Its mentions, in text order.
    pub mentions: Vec<MentionId>,
}

impl Actor {
    /// The country code as text.
    pub fn country_code(&self) -> Option<&str> {
        self.country.as_ref().and_then(|code| std::str::from_utf8(code).ok())
    }
}
