//! What a noun phrase without a name stands for.

use super::chain::{Chain, Form, Item, Nature};
use super::describe::{is_law, is_loose, is_study, leads};
use super::resolve::State;
use super::title;
use crate::article::BlockKind;
use crate::entity::Label;
use crate::lexicon::WordClass;
use crate::mention::phrase::head_key;
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
    // A group is a body; a team and the police are people.
    is_several(context, head)
        || context.has(head, WordClass::PeopleNoun) && !context.is(head, "group")
}

/// Whether a noun has the form of a plural.
fn is_several(context: &Context<'_>, head: usize) -> bool {
    let penn = context.evidence.tags.get(head).map(|tag| tag.penn());
    matches!(penn, Some(Penn::Nns | Penn::Nnps))
}

/// Words of a role that is not, or no longer, held.
const QUALIFIED: &[&str] =
    &["former", "deputy", "vice", "ex", "elect", "acting", "candidate", "then"];

/// Adjectives that make another office of an office.
pub(super) const OTHER_OFFICE: &[&str] =
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
        let body = classes.has(WordClass::OrganisationNoun);
        let nature = if plural {
            Nature::People
        } else if person {
            Nature::Person
        } else if body {
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
            let closed = matches!(
                context.text(next.tokens.end),
                "," | "." | ":" | ";" | "\"" | "“" | "”" | "(" | "–" | "—"
            ) || context.sentence_at(next.tokens.end) != next.sentence;
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
        if definite
            && is_law(key)
            && let Some(law) = self.law(key, &modifiers)
        {
            return Some(law);
        }
        // `Police`, where one force is named: `Thames Valley Police`.
        if item.tokens.clone().all(|at| context.is_any(at, &["the", "police"]))
            && let Some(force) = self.only_force()
        {
            return Some(force);
        }
        let bare = item.tokens.len() == 1;
        if nature == Nature::People
            && (definite || bare)
            && let Some(joint) = self.joint(key, &modifiers)
        {
            // `SENATORS` of the headline are those of the lead.
            let foretold =
                self.by_key.get(key).copied().filter(|same| {
                    self.found.all.get(*same).is_some_and(|chain| {
                        chain.mentions.iter().filter_map(|&m| self.found.items.get(m)).all(
                            |other| context.block_kind(other.tokens.start) == BlockKind::Headline,
                        )
                    })
                });
            if let Some(foretold) = foretold {
                self.merge(foretold, joint);
            }
            return Some(joint);
        }
        // The same head before: `officials`, after `Afghan officials`.
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

    /// The one police force that is named.
    fn only_force(&self) -> Option<usize> {
        let mut forces = self.recent.iter().rev().copied().filter(|&c| {
            self.found.all.get(c).is_some_and(|chain| {
                let named = chain.mentions.first().and_then(|&m| self.found.items.get(m));
                chain.named
                    && chain.label == Some(Label::Org)
                    && named.is_some_and(|item| self.context.is(item.head, "police"))
            })
        });
        let first = forces.next()?;
        forces.next().is_none().then_some(first)
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

    pub(super) fn name_has(&self, chain: &Chain, key: &str) -> bool {
        chain.mentions.first().and_then(|&m| self.found.items.get(m)).is_some_and(|item| {
            item.tokens.clone().any(|at| head_key(self.context.text(at)) == key)
        })
    }

    /// The words of a nominal that tell it from others with its head.
    fn modifiers(&self, item: &Item) -> Vec<String> {
        item.tokens
            .clone()
            .take(24)
            .filter(|&at| at != item.head && !self.context.is_any(at, &["same", "new"]))
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
