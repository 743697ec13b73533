//! What a noun phrase without a name stands for.

use super::chain::{Chain, Form, Item, Nature};
use super::resolve::State;
use super::{syntax, title};
use crate::article::BlockKind;
use crate::entity::Label;
use crate::lexicon::WordClass;
use crate::mention::phrase::{self, Phrase, head_key};
use crate::mention::{Context, PronounKind};
use crate::tag::{Penn, Upos};

/// The key of a nominal's head; several are no one of them.
pub(super) fn nominal_key(context: &Context<'_>, head: usize) -> String {
    let mut key = head_key(context.text(head));
    if is_plural(context, head) {
        key.push('+');
    }
    key
}

fn is_plural(context: &Context<'_>, head: usize) -> bool {
    let penn = context.evidence.tags.get(head).map(|tag| tag.penn());
    matches!(penn, Some(Penn::Nns | Penn::Nnps)) || context.has(head, WordClass::PeopleNoun)
}

/// Nouns for whoever was spoken of, whatever their role.
fn is_loose(key: &str) -> bool {
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

/// Nouns for whoever leads a country.
fn leads(key: &str) -> bool {
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
fn is_study(key: &str) -> bool {
    is_law(key) || matches!(key, "study" | "research" | "paper" | "survey" | "analysis")
}

/// Nouns for what a parliament makes.
fn is_law(key: &str) -> bool {
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

/// Words of a role that is not, or no longer, held.
const QUALIFIED: &[&str] =
    &["former", "deputy", "vice", "ex", "elect", "acting", "candidate", "then"];

/// Adjectives that make another office of an office.
const OTHER_OFFICE: &[&str] =
    &["former", "deputy", "prime", "foreign", "vice", "new", "first", "other", "second"];

impl State<'_> {
    /// The chain that a nominal belongs to: an earlier one, or a new one.
    pub(super) fn nominal(&mut self, at: usize, item: &Item, key: &str) -> usize {
        let context = self.context;
        let first = item.tokens.start;
        let classes = context.classes(item.head);
        let word = context.text(item.head);
        let plural = is_plural(context, item.head);
        let person = classes.has(WordClass::PersonNoun) || word == "old";
        let definite = context.is_any(first, &["the", "this", "that", "these", "those"]);
        let owner = PronounKind::of(context.text(first)).is_some() || context.is(first, "your");
        let indefinite = context.is_any(first, &["a", "an", "one", "another", "some"]);
        let nature = if plural {
            Nature::People
        } else if person {
            Nature::Person
        } else if classes.has(WordClass::OrganisationNoun) {
            Nature::Body
        } else {
            Nature::Thing
        };
        let gender = title::noun_gender(context, item.head);
        // `the mayor, Ann Lee`; `Ann Lee, the mayor`; `Ann Lee is the mayor`.
        if (nature == Nature::Person || nature == Nature::Thing && item.source_of.is_some())
            && let Some(name) = self.beside(at, item)
        {
            if let Some(chain) = self.found.all.get_mut(name) {
                chain.add_key(key);
                let first = first + usize::from(definite || indefinite || owner);
                if chain.roles.len() < 24 && first < item.tokens.end {
                    chain.roles.push(first..item.tokens.end);
                }
                if gender.abs() > chain.gender.abs() {
                    chain.gender = gender;
                }
            }
            if let Some(earlier) = self.by_key.get(key).copied().filter(|_| definite) {
                self.merge(self.alias.get(&earlier).copied().unwrap_or(earlier), name);
            }
            return name;
        }
        if !indefinite
            && let Some(found) = self.antecedent(item, key, nature, gender, definite, owner)
        {
            return found;
        }
        let mut chain = Chain::new(nature, None);
        chain.gender = gender;
        chain.add_key(key);
        let id = self.found.all.len();
        self.found.all.push(chain);
        self.by_key.insert(key.to_owned(), id);
        if matches!(nature, Nature::Person | Nature::Body)
            && item.source_of.is_some()
            && item.quoted.is_none()
            && !owner
            && item.leads
        {
            self.unnamed = Some((id, item.sentence));
        }
        id
    }

    /// The person whose name an apposition or `is` puts beside a nominal.
    fn beside(&self, at: usize, item: &Item) -> Option<usize> {
        let context = self.context;
        let name = |other: usize| match self.found.items.get(other)?.form {
            Form::Name(cluster) => self
                .found
                .all
                .get(cluster)
                .is_some_and(|c| c.label == Some(Label::Person))
                .then_some(cluster),
            _ => None,
        };
        let after = (at + 1..at + 4).find_map(|other| {
            let next = self.found.items.get(other)?;
            let apposed = next.sentence == item.sentence
                && next.tokens.start == item.tokens.end + 1
                && context.text(item.tokens.end) == ","
                && !context.is(next.tokens.end, "and");
            let closed = matches!(context.text(next.tokens.end), "," | ".");
            name(other).filter(|_| apposed && closed)
        });
        after.or_else(|| {
            (0..at).rev().take(3).find_map(|other| {
                let before = self.found.items.get(other)?;
                if before.sentence != item.sentence || before.tokens.end >= item.tokens.start {
                    return None;
                }
                let gap = before.tokens.end..item.tokens.start;
                let comma = gap.len() == 1 && context.text(gap.start) == ",";
                let copula = gap.len() <= 2
                    && context.is_any(gap.start, &["is", "was", "became", "becomes", "remains"]);
                let end = context.text(item.tokens.end);
                let article = comma && context.is_any(item.tokens.start, &["a", "an", "the"]);
                let closed = article || copula || matches!(end, "," | "." | ")" | ";" | "who");
                let place =
                    context.is_any(item.tokens.end, &["of", "for", "at", "in", "from", "with"]);
                name(other).filter(|_| (comma || copula) && (closed || place))
            })
        })
    }

    /// Everything of a chain without a name goes to another.
    pub(super) fn merge(&mut self, from: usize, into: usize) {
        let open = self.found.all.get(from).is_some_and(|c| !c.named && c.members.is_empty());
        if from == into || !open {
            return;
        }
        let Some(moved) = self.found.all.get_mut(from).map(|c| std::mem::take(&mut c.mentions))
        else {
            return;
        };
        for &mention in &moved {
            if let Some(cell) = self.found.of_mention.get_mut(mention) {
                *cell = Some(into);
            }
        }
        if let Some(chain) = self.found.all.get_mut(into) {
            chain.mentions.extend(&moved);
            chain.mentions.sort_unstable();
        }
        self.alias.insert(from, into);
        self.recent.retain(|chain| *chain != from);
    }

    /// An earlier chain that a definite nominal stands for.
    fn antecedent(
        &mut self,
        item: &Item,
        key: &str,
        nature: Nature,
        gender: i32,
        definite: bool,
        owner: bool,
    ) -> Option<usize> {
        let context = self.context;
        let modifiers = self.modifiers(item);
        let document = context.has(item.head, WordClass::DocumentNoun);
        if definite
            && document
            && !is_study(key)
            && let Some(maker) = self.maker_before(item)
        {
            return Some(maker);
        }
        if definite && is_law(key) && let Some(law) = self.law(key, &modifiers) {
            return Some(law);
        }
        // The same head before: `officials`, after `Afghan officials`.
        let bare = item.tokens.len() == 1;
        if let Some(same) =
            self.by_key.get(key).map(|same| self.alias.get(same).unwrap_or(same)).copied()
        {
            let agrees = self.found.all.get(same).is_some_and(|chain| {
                chain.mentions.first().and_then(|&m| self.found.items.get(m)).is_some_and(|other| {
                    let theirs = self.modifiers(other);
                    // `Scientists` of the headline are those of the lead.
                    let foretold = other.tokens.len() == 1
                        && !definite
                        && context.block_kind(other.tokens.start) == BlockKind::Headline;
                    if foretold {
                        return chain.mentions.len() == 1;
                    }
                    // `officials` alone are not those of a ministry.
                    if bare {
                        return other.tokens.len() == 1;
                    }
                    modifiers.is_empty() || modifiers.iter().all(|m| theirs.contains(m))
                })
            });
            if agrees && !owner {
                // `The warning`, after `a warning issued by the Met Office`.
                let maker = document.then(|| self.maker_of(same)).flatten();
                return maker.or(Some(same));
            }
        }
        if nature == Nature::People
            && (definite || bare)
            && let Some(joint) = self.joint(key, &modifiers)
        {
            return Some(joint);
        }
        let headline = context.block_kind(item.tokens.start) == BlockKind::Headline;
        if !(definite || headline && nature == Nature::Person) {
            return None;
        }
        match nature {
            Nature::Person => self.titled_person(item, key, &modifiers, gender, definite),
            Nature::Body => self.body(key, &modifiers),
            _ => None,
        }
    }

    /// The law that `the bill` is: one of that noun, or the only one.
    fn law(&self, key: &str, modifiers: &[String]) -> Option<usize> {
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
    fn maker_of(&self, chain: usize) -> Option<usize> {
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

    /// The people that were named together: `the senators`, `the pair`.
    fn joint(&self, key: &str, modifiers: &[String]) -> Option<usize> {
        let key = key.trim_end_matches('+');
        let loose = matches!(key, "lawmaker" | "legislator" | "leader" | "pair" | "duo" | "couple");
        if modifiers.iter().any(|m| !matches!(m.as_str(), "two" | "three" | "four" | "both")) {
            return None;
        }
        self.recent.iter().rev().copied().find(|&id| {
            let members = self.found.all.get(id).map_or(&[][..], |chain| chain.members.as_slice());
            let mut members = members.iter().filter_map(|&member| self.found.all.get(member));
            let titled = |chain: &Chain| {
                chain.keys.iter().any(|k| k == key || key == "senator" && k == "sen")
            };
            let people = members.clone().count() > 1
                && members.clone().all(|chain| chain.nature == Nature::Person);
            people && (loose || members.any(titled))
        })
    }

    /// Someone whose title or role is the head of a nominal.
    fn titled_person(
        &self,
        item: &Item,
        key: &str,
        modifiers: &[String],
        gender: i32,
        definite: bool,
    ) -> Option<usize> {
        let context = self.context;
        let candidates = self.recent.iter().rev().copied();
        // Someone whose title is that noun.
        let titled = |&c: &usize| {
            self.found.all.get(c).is_some_and(|chain| {
                chain.nature == Nature::Person
                    && chain.members.is_empty()
                    && chain.keys.iter().any(|k| k == key)
                    && chain.gender() * gender >= 0
            })
        };
        // `the prime minister` is no `economy minister`.
        let exact = |&c: &usize| {
            self.found.all.get(c).is_some_and(|chain| {
                chain.roles.iter().take(8).any(|role| {
                    let words: Vec<String> =
                        role.clone().take(16).map(|at| head_key(context.text(at))).collect();
                    modifiers.iter().all(|m| words.contains(m))
                })
            })
        };
        // `the Cuban leader`: whoever leads Cuba.
        let nations = self.nations(item.tokens.start..item.head);
        if key == "leader"
            && let Some(nation) = nations.first()
            && !item.tokens.clone().any(|at| context.is_any(at, QUALIFIED))
        {
            let leads = |of_nation: bool| {
                candidates.clone().find(|&c| {
                    self.found.all.get(c).is_some_and(|chain| {
                        let nations =
                            || chain.roles.iter().take(8).flat_map(|r| self.nations(r.clone()));
                        chain.named
                            && chain.nature == Nature::Person
                            && chain.keys.iter().any(|key| leads(key))
                            && if of_nation {
                                nations().any(|n| n == *nation)
                            } else {
                                nations().next().is_none()
                            }
                    })
                })
            };
            return leads(true).or_else(|| leads(false));
        }
        let mut all: Vec<usize> = candidates.clone().filter(titled).collect();
        if all.is_empty()
            && let Some(only) = self.titled.get(key)
        {
            all.extend(only.iter().copied().filter(|c| titled(c)));
        }
        if all.is_empty() && definite && is_loose(key) {
            return self.only_one_near(item, gender);
        }
        if modifiers.is_empty() {
            // The plain role before `the former`, `the deputy`.
            let bare = all.iter().find(|&&c| {
                self.found.all.get(c).is_some_and(|chain| {
                    !chain
                        .roles
                        .iter()
                        .any(|role| role.clone().any(|at| context.is_any(at, QUALIFIED)))
                })
            });
            bare.or(all.first()).copied()
        } else {
            // `the hard-line president` is the president.
            let plain = item.tokens.clone().take(12).all(|at| {
                at == item.head
                    || context.upos(at) == Upos::Determiner
                    || matches!(context.name_at(at), Some((_, Label::Gpe | Label::Norp)))
                        && all.len() == 1
                    || context.upos(at) == Upos::Adjective
                        && context.entity_at(at).is_none()
                        && !context.is_any(at, OTHER_OFFICE)
            });
            all.iter().find(|c| exact(c)).or_else(|| all.first().filter(|_| plain)).copied()
        }
    }

    /// The countries that a phrase names, or whose people it does.
    fn nations(&self, tokens: std::ops::Range<usize>) -> Vec<[u8; 2]> {
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
    fn body(&self, key: &str, modifiers: &[String]) -> Option<usize> {
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
    fn maker_before(&self, item: &Item) -> Option<usize> {
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

    /// The one named person of the last sentences, if there is only one.
    fn only_one_near(&self, item: &Item, gender: i32) -> Option<usize> {
        let mut near = self.recent.iter().rev().take(12).copied().filter(|&c| {
            self.found.all.get(c).is_some_and(|chain| {
                chain.named
                    && chain.nature == Nature::Person
                    && chain.gender() * gender >= 0
                    && chain
                        .mentions
                        .last()
                        .and_then(|&m| self.found.items.get(m))
                        .is_some_and(|last| item.sentence.saturating_sub(last.sentence) <= 2)
            })
        });
        let first = near.next()?;
        near.next().is_none().then_some(first)
    }

    fn name_has(&self, chain: &Chain, key: &str) -> bool {
        chain.mentions.first().and_then(|&m| self.found.items.get(m)).is_some_and(|item| {
            item.tokens.clone().any(|at| head_key(self.context.text(at)) == key)
        })
    }

    /// The words of a nominal that tell it from others with its head.
    fn modifiers(&self, item: &Item) -> Vec<String> {
        item.tokens
            .clone()
            .take(24)
            .filter(|&at| at != item.head)
            .filter(|&at| {
                matches!(
                    self.context.upos(at),
                    Upos::Adjective | Upos::Noun | Upos::ProperNoun | Upos::Numeral
                )
            })
            .map(|at| head_key(self.context.text(at)))
            .collect()
    }
}
