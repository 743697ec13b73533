//! Which names are of one person.

use super::cluster::{BUCKET, Builder, Gender, Group, NameUse, Sort, apart, given_gender};
use super::name::near;
use super::table::Table;
use super::title::honorific;
use crate::entity::Label;
use crate::lexicon::WordClass;
use crate::token::NormKey;

impl Builder<'_> {
    /// `Ms. Reed`, `Reed`: one, unless two titles tell them apart.
    fn join_titled(&mut self) {
        let mut single: Table<String, usize> = Table::default();
        let mut pairs = Vec::new();
        for (at, group) in self.groups.iter().enumerate() {
            let (Sort::Person, [part]) = (group.sort, group.person.parts.as_slice()) else {
                continue;
            };
            let title = |group: &Group| group.words.first().map_or(0, |word| honorific(word));
            match single.get(part).copied() {
                None => {
                    single.insert(part.clone(), at);
                }
                Some(other) => {
                    let theirs = self.groups.get(other).map_or(0, title);
                    if theirs * title(group) >= 0 {
                        pairs.push((other, at));
                    }
                }
            }
        }
        for (a, b) in pairs {
            self.sets.join(a, b);
        }
    }

    pub(super) fn join_people(&mut self) {
        self.join_titled();
        let full: Vec<usize> = self
            .groups
            .iter()
            .enumerate()
            .filter(|(_, g)| g.sort == Sort::Person && g.person.parts.len() > 1)
            .map(|(at, _)| at)
            .collect();
        // Names with initials last, so that they join a full one.
        let mut order = full.clone();
        order.sort_by_key(|&at| {
            self.groups.get(at).map(|g| (g.person.parts.iter().any(|p| p.chars().count() == 1), at))
        });
        let mut by_part: Table<String, Vec<usize>> = Table::default();
        let mut members: Table<usize, Vec<usize>> = Table::default();
        for at in order {
            let Some(group) = self.groups.get(at) else { continue };
            let (first, last) = (group.person.parts.first(), group.person.last());
            let mut found = None;
            let keys = [last.map(str::to_owned), first.map(|f| format!("{f} "))];
            'search: for key in keys.iter().flatten() {
                for &other in by_part.get(key).into_iter().flatten().rev().take(BUCKET) {
                    let one = members.get(&other).is_some_and(|all| {
                        all.iter().rev().take(6).all(|&member| self.one_person(member, at))
                    });
                    if one {
                        found = Some(other);
                        break 'search;
                    }
                }
            }
            let leader = found.unwrap_or(at);
            if leader == at {
                for key in keys.into_iter().flatten() {
                    by_part.entry(key).or_default().push(at);
                }
            } else {
                self.sets.join(leader, at);
            }
            members.entry(leader).or_default().push(at);
        }
    }

    fn one_person(&self, a: usize, b: usize) -> bool {
        let (Some(a), Some(b)) = (self.groups.get(a), self.groups.get(b)) else { return false };
        let same = |x: &str, y: &str| {
            self.lexicon.names().same_given(x, y)
                || (x.len() >= 5
                    && x.chars().next() == y.chars().next()
                    && near(x, y, 1 + usize::from(x.len() >= 7))
                    && (self.given_gender(x).is_none() || self.given_gender(y).is_none()))
        };
        a.person.agrees(&b.person, &same)
    }

    fn given_gender(&self, given: &str) -> Option<Gender> {
        given_gender(given, self.lexicon)
    }

    /// The full names that short ones may stand for.
    fn full_names(&self, uses: &[NameUse<'_>], roots: &[usize]) -> FullNames {
        let mut found = FullNames::default();
        for (group, &root) in self.groups.iter().zip(roots) {
            let parts = &group.person.parts;
            let (Sort::Person, [given, .., last]) = (group.sort, parts.as_slice()) else {
                continue;
            };
            if let Some(gender) = self.given_gender(given) {
                found.genders.entry(root).or_insert(gender);
            }
            push(&mut found.by_last, last, root);
            // `((NG))` in an interview with Natasha Gownaris.
            let initials: String = parts.iter().filter_map(|p| p.chars().next()).collect();
            let others = parts.iter().take(parts.len() - 1).chain(&group.person.nicknames);
            for part in others.chain([&initials]) {
                push(&mut found.by_part, part, root);
            }
            if let Some(start) = last.get(..3) {
                let row = found.by_start.entry(start.to_owned()).or_default();
                if row.len() < BUCKET && !row.contains(last) {
                    row.push(last.clone());
                }
            }
        }
        for (at, (name, group)) in uses.iter().zip(&self.of_use).enumerate() {
            let Some(&root) = roots.get(*group) else { continue };
            found.first_use.entry(root).or_insert(at);
            if self.groups.get(*group).is_some_and(|g| g.person.parts.len() > 1) {
                *found.weight.entry(root).or_default() += 2;
                // A title says what a woman or man of that name is.
                if let Some(gender) = name.gender {
                    found.genders.insert(root, gender);
                }
            }
        }
        found
    }

    /// Short names, use by use: the family name goes to the person of that
    /// name whom the article is most about, or who was named just before.
    pub(super) fn assign_short(&mut self, uses: &[NameUse<'_>]) -> Vec<Option<usize>> {
        let roots: Vec<usize> = (0..self.groups.len()).map(|at| self.sets.root(at)).collect();
        let mut names = self.full_names(uses, &roots);
        let mut bodies: Table<&str, usize> = Table::default();
        let mut assigned = vec![None; uses.len()];
        for (at, (name, &group_id)) in uses.iter().zip(&self.of_use).enumerate() {
            let Some(group) = self.groups.get(group_id) else { continue };
            let mut target = roots.get(group_id).copied().unwrap_or(group_id);
            if let (Sort::Person, [part]) = (group.sort, group.person.parts.as_slice()) {
                target = names.best(part, name.gender, at).unwrap_or(target);
            } else if group.sort == Sort::Thing && group.label == Label::Org {
                if let [word] = group.words.as_slice() {
                    // `the Committee` is the committee that was named last.
                    let body =
                        self.lexicon.classes(NormKey::of(word)).has(WordClass::OrganisationNoun);
                    if let Some(&last) = bodies.get(word.as_str()).filter(|_| body) {
                        target = last;
                    }
                } else {
                    for word in &group.words {
                        bodies.insert(word, target);
                    }
                }
            }
            if let Some(cell) = assigned.get_mut(at) {
                *cell = Some(target);
            }
            names.last_use.insert(target, at);
        }
        assigned
    }
}

/// Adds to a row of a table, which stays short.
fn push(table: &mut Table<String, Vec<usize>>, key: &str, root: usize) {
    let row = table.entry(key.to_owned()).or_default();
    if row.len() < BUCKET && !row.contains(&root) {
        row.push(root);
    }
}

/// People by the parts of their full names.
#[derive(Debug, Default)]
struct FullNames {
    by_last: Table<String, Vec<usize>>,
    /// By any other part, by nickname and by initials.
    by_part: Table<String, Vec<usize>>,
    /// Family names by their first letters.
    by_start: Table<String, Vec<String>>,
    genders: Table<usize, Gender>,
    /// Twice the number of full names, and one for each short one so far.
    weight: Table<usize, usize>,
    first_use: Table<usize, usize>,
    last_use: Table<usize, usize>,
}

impl FullNames {
    /// The person that a single name stands for at a use.
    fn best(&mut self, part: &str, gender: Option<Gender>, at: usize) -> Option<usize> {
        // `Saree` for `Sarea`: a slip in a name that nobody else has.
        let slip = || {
            let row = self.by_start.get(part.get(..3)?)?;
            row.iter().find(|last| part.len() >= 5 && near(last, part, 1))
        };
        let row = self
            .by_last
            .get(part)
            .or_else(|| self.by_part.get(part))
            .or_else(|| self.by_last.get(slip()?))?;
        let best = row.iter().copied().max_by_key(|root| {
            let agrees = !apart(gender, self.genders.get(root).copied());
            let before = self.last_use.get(root).copied();
            let known = self.weight.get(root).copied().unwrap_or(0);
            // Whoever was named just now counts as much as one more full name.
            let just = before.is_some_and(|before| at - before <= 4);
            let after = self.first_use.get(root).copied().unwrap_or(usize::MAX);
            (agrees, known + 2 * usize::from(just), before, std::cmp::Reverse(after))
        })?;
        *self.weight.entry(best).or_default() += 1;
        Some(best)
    }
}
