//! Actors: clusters of mentions with one canonical name.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::entity::Label;
use crate::quotation::Quotation;
use crate::text::{ActorId, MentionId, QuoteId};

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
    /// The quotations that it speaks, alone or with others, in text order.
    pub quotes: Vec<QuoteId>,
}

impl Actor {
    /// The country code as text.
    pub fn country_code(&self) -> Option<&str> {
        self.country.as_ref().and_then(|code| std::str::from_utf8(code).ok())
    }
}
mod cast;
pub(crate) mod chain;
mod cluster;
mod describe;
mod name;
mod nominal;
mod people;
pub mod rank;
mod resolve;
mod syntax;
mod table;
mod title;

pub use cast::Cast;
pub(crate) use cast::cast;
pub(crate) use name::words;
pub(crate) use resolve::{Chains, resolve};
pub(crate) use syntax::Role;
pub(crate) use table::Table;

/// The name of the speaker of a quotation: that of the actor, or the names of
/// a joint source, `and` before the last.
pub(crate) fn speaker_name<'a>(actors: &'a [Actor], quote: &Quotation) -> Option<Cow<'a, str>> {
    let speaker = quote.speaker.as_ref()?;
    let name = |id: &ActorId| actors.get(id.index()).map(|actor| actor.name.as_str());
    let first = name(&speaker.actor)?;
    let mut rest: Vec<&str> = speaker.others.iter().filter_map(name).collect();
    Some(match rest.pop() {
        None => Cow::Borrowed(first),
        Some(last) => {
            let before = std::iter::once(first).chain(rest).collect::<Vec<_>>().join(", ");
            Cow::Owned(format!("{before} and {last}"))
        }
    })
}
