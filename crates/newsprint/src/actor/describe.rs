//! What a description stands for, by the nouns in it: bodies, laws, and the
//! makers of texts.

use super::chain::{Chain, Form, Item, Nature};
use super::resolve::State;
use super::syntax;
use crate::entity::Label;
use crate::mention::phrase::{self, Phrase, head_key};
use crate::tag::Upos;

/// Nouns for whoever was spoken of, whatever their role.
pub(super) fn is_loose(key: &str) -> bool {
    matches!(
        key,
        "leader"
            | "star"
            | "man"
            | "woman"
            | "teenager"
            | "teen"
            | "boy"
            | "girl"
            | "suspect"
            | "attacker"
            | "candidate"
            | "actor"
            | "actress"
            | "singer"
            | "player"
            | "driver"
            | "politician"
            | "lawmaker"
            | "senator"
            | "champion"
            | "pilot"
            | "prince"
            | "princess"
            | "athlete"
            | "gunman"
            | "shooter"
            | "musician"
            | "author"
            | "writer"
            | "director"
            | "artist"
            | "billionaire"
            | "pope"
            | "king"
            | "queen"
            | "monarch"
            | "businessman"
    ) || key == "old"
}

/// Nouns for someone in office, whatever the office is called.
pub(super) fn is_any_office(key: &str) -> bool {
    matches!(
        key,
        "official"
            | "head"
            | "chief"
            | "commander"
            | "envoy"
            | "lawmaker"
            | "leader"
            | "expert"
            | "diplomat"
            | "scientist"
    )
}

/// Nouns for someone whose office is one of its kind in most articles.
pub(super) fn is_one_office(key: &str) -> bool {
    matches!(
        key,
        "judge"
            | "governor"
            | "mayor"
            | "president"
            | "king"
            | "queen"
            | "prince"
            | "princess"
            | "pope"
            | "sheriff"
            | "coroner"
            | "archbishop"
            | "bishop"
            | "coach"
            | "captain"
            | "chancellor"
            | "premier"
    )
}

/// Nouns for whoever leads a country.
pub(super) fn leads(key: &str) -> bool {
    matches!(
        key,
        "president"
            | "premier"
            | "chancellor"
            | "king"
            | "queen"
            | "minister"
            | "leader"
            | "pm"
            | "ruler"
            | "emir"
            | "sultan"
            | "dictator"
            | "emperor"
    )
}

/// Words of the names of newspapers.
const MASTHEADS: &[&str] = &[
    "times",
    "post",
    "herald",
    "tribune",
    "journal",
    "news",
    "daily",
    "telegraph",
    "guardian",
    "gazette",
    "today",
    "mail",
    "sun",
    "star",
    "chronicle",
    "independent",
    "express",
    "observer",
    "globe",
    "register",
    "press",
    "mirror",
    "standard",
    "dispatch",
    "inquirer",
    "examiner",
    "monde",
    "figaro",
    "pais",
    "zeitung",
    "spiegel",
    "bild",
    "repubblica",
    "asahi",
    "yomiuri",
];

/// Nouns for texts that speak for themselves.
pub(super) fn is_study(key: &str) -> bool {
    is_law(key) || matches!(key, "study" | "research" | "paper" | "survey" | "analysis")
}

/// Nouns for what a parliament makes.
pub(super) fn is_law(key: &str) -> bool {
    matches!(
        key,
        "bill" | "law" | "legislation" | "measure" | "resolution" | "amendment" | "act" | "treaty"
    )
}

/// Nouns for whatever organisation was spoken of.
pub(super) fn is_general(key: &str) -> bool {
    matches!(
        key,
        "company"
            | "firm"
            | "group"
            | "agency"
            | "organization"
            | "organisation"
            | "corporation"
            | "airline"
            | "retailer"
            | "automaker"
            | "carmaker"
            | "manufacturer"
            | "startup"
            | "giant"
            | "publisher"
            | "broadcaster"
            | "network"
            | "newspaper"
            | "paper"
            | "magazine"
            | "team"
            | "club"
            | "charity"
            | "nonprofit"
            | "body"
            | "watchdog"
            | "website"
            | "site"
            | "publication"
            | "outlet"
    )
}

impl State<'_> {
    /// The law that `the bill` is: one of that noun, or the only one.
    pub(super) fn law(&self, key: &str, modifiers: &[String]) -> Option<usize> {
        let mut laws = self.recent.iter().rev().copied().filter(|&c| {
            self.found.all.get(c).is_some_and(|chain| {
                chain.named
                    && chain.label == Some(Label::Law)
                    && (self.name_has(chain, key)
                        || ["act", "bill", "law"].iter().any(|noun| self.name_has(chain, noun)))
            })
        });
        let of_noun = laws.clone().find(|&c| {
            self.found.all.get(c).is_some_and(|chain| {
                self.name_has(chain, key) && modifiers.iter().all(|m| self.name_has(chain, m))
            })
        });
        of_noun.or_else(|| {
            let only = laws.next()?;
            (modifiers.is_empty() && laws.next().is_none()).then_some(only)
        })
    }

    /// Whoever made the text that a chain without a name is of.
    pub(super) fn maker_of(&self, chain: usize) -> Option<usize> {
        let mentions = &self.found.all.get(chain)?.mentions;
        mentions.iter().take(4).find_map(|&mention| {
            let item = self.found.items.get(mention)?;
            let whole = Phrase { tokens: item.tokens.clone(), head: item.head, name: None };
            let owner = phrase::owner(self.context, &whole)?;
            self.context.entity_at(owner)?;
            let near = self.found.items.get(mention..)?.iter().take(12);
            near.enumerate().find_map(|(after, other)| match other.form {
                Form::Name(cluster) if other.tokens.contains(&owner) => Some(cluster),
                _ if after > 0 && other.tokens.start > item.tokens.end => None,
                _ => None,
            })
        })
    }

    /// The countries that a phrase names, or whose people it does.
    pub(super) fn nations(&self, tokens: std::ops::Range<usize>) -> Vec<[u8; 2]> {
        let context = self.context;
        let names = context.lexicon.names();
        let mut found = Vec::new();
        let mut at = tokens.start;
        while at < tokens.end.min(tokens.start + 16) {
            let Some(entity) = context.entity_at(at).and_then(|e| context.entities.get(e)) else {
                at += 1;
                continue;
            };
            if matches!(entity.label, Label::Gpe | Label::Norp) {
                let words = super::words(entity.span.slice(context.evidence.text));
                let key: Vec<&str> =
                    words.iter().map(String::as_str).filter(|w| *w != "the").collect();
                let key = key.join(" ");
                found.extend(names.nationality(&key).or_else(|| names.country(&key)));
            }
            at = entity.tokens.range().end.max(at + 1);
        }
        found
    }

    /// The organisation or place that `the ministry`, `the company` or `the
    /// city` stands for.
    pub(super) fn body(&self, key: &str, modifiers: &[String]) -> Option<usize> {
        let candidates = self.recent.iter().rev().copied();
        // Every modifier is in the name or in what is said of it: `the rights
        // group`, after `the human rights group Acme`.
        let told = |chain: &Chain| {
            modifiers.iter().all(|m| chain.keys.contains(m) || self.name_has(chain, m))
        };
        let press = matches!(key, "newspaper" | "paper");
        let named = candidates.clone().find(|&c| {
            self.found.all.get(c).is_some_and(|chain| {
                let body = chain.named && matches!(chain.nature, Nature::Body | Nature::Place);
                let masthead = || {
                    press
                        && modifiers.is_empty()
                        && MASTHEADS.iter().any(|word| self.name_has(chain, &head_key(word)))
                };
                body && (self.name_has(chain, key)
                    || chain.keys.iter().any(|k| k == key) && told(chain)
                    || masthead())
            })
        });
        if press {
            return named;
        }
        named.or_else(|| {
            let general = is_general(key);
            let place = matches!(key, "country" | "nation" | "city" | "state" | "town");
            let place = place && modifiers.is_empty();
            let general = general && modifiers.is_empty();
            let fits = candidates.clone().take(8).enumerate().filter(|&(_, c)| {
                self.found.all.get(c).is_some_and(|chain| {
                    chain.named
                        && chain.members.is_empty()
                        && (general && chain.label == Some(Label::Org)
                            || place
                                && chain.label == Some(Label::Gpe)
                                && (chain.country.is_some() == matches!(key, "country" | "nation")))
                })
            });
            // Much mentioned before lately mentioned.
            fits.max_by_key(|&(rank, c)| {
                let count = self.found.all.get(c).map_or(0, |c| c.mentions.len());
                (2 * count.min(20) + 8 - rank, c)
            })
            .map(|(_, c)| c)
        })
    }

    /// Whoever made the text that `the statement` stands for: `issued a
    /// statement`, `a statement by`, `its statement`, shortly before.
    pub(super) fn maker_before(&self, item: &Item) -> Option<usize> {
        let context = self.context;
        let word = context.text(item.head);
        let (at, sentence) = (item.tokens.start.saturating_sub(90)..item.tokens.start)
            .rev()
            .find(|&at| {
                context.text(at).eq_ignore_ascii_case(word)
                    && !context.is(at.saturating_sub(1), "the")
            })
            .map(|at| (at, context.sentence_tokens(context.sentence_at(at)).range()))?;
        let start = (sentence.start..at)
            .rev()
            .take(8)
            .take_while(|&t| {
                context.entity_at(t).is_some()
                    || matches!(
                        context.upos(t),
                        Upos::Determiner
                            | Upos::Adjective
                            | Upos::Noun
                            | Upos::ProperNoun
                            | Upos::Numeral
                            | Upos::Particle
                            | Upos::Pronoun
                    )
            })
            .last()
            .unwrap_or(at);
        let whole = Phrase { tokens: start..sentence.end, head: at, name: None };
        let from = self.found.items.partition_point(|i| i.tokens.start < sentence.start);
        let items = || {
            self.found
                .items
                .iter()
                .enumerate()
                .skip(from)
                .take(24)
                .take_while(|(_, i)| i.tokens.start < sentence.end)
        };
        let chain_at = |mention: usize| match self.found.items.get(mention)?.form {
            Form::Name(cluster) => Some(cluster),
            _ => self.found.of_mention.get(mention).copied().flatten(),
        };
        if let Some(owner) = phrase::owner(context, &whole) {
            let mention = items().find(|(_, i)| i.tokens.contains(&owner)).map(|(m, _)| m)?;
            return chain_at(mention);
        }
        // `The agency issued a statement`; `In a statement, the agency said`.
        let before = start.checked_sub(1).filter(|&t| t >= sentence.start)?;
        let subject = |(_, i): &(usize, &Item)| i.role == syntax::Role::Subject;
        let mention = if context.upos(before) == Upos::Verb {
            items().filter(|(_, i)| i.tokens.end <= before).filter(subject).last()
        } else if context.is_any(before, &["in", "into"]) {
            items().find(|pair| subject(pair) && pair.1.source_of.is_some())
        } else {
            None
        };
        mention.and_then(|(m, _)| chain_at(m))
    }
}
