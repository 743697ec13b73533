//! Which names are of one thing.
//!
//! Uses of a name are grouped by their words first; then the groups are
//! joined. Tables of words point from a group to the few others that it could
//! join, so the time grows with the number of names, not its square.

use std::collections::HashMap;

use super::name::{PersonName, is_stop, near, words};
use crate::entity::Label;
use crate::lexicon::{Lexicon, WordClass};
use crate::token::NormKey;

/// The referential gender of a person, as far as the text or a list tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Gender {
    Male,
    Female,
}

/// One occurrence of a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameUse<'a> {
    /// The name as it is written.
    pub(crate) text: &'a str,
    /// What the entity layer takes it for.
    pub(crate) label: Label,
    /// What a title before it tells: `Mrs`.
    pub(crate) gender: Option<Gender>,
    /// Whether it opens a bracket right after the name before it.
    pub(crate) in_brackets: bool,
}

/// The clusters of an article's names.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameClusters {
    /// The cluster of each use, counted from zero by first use.
    pub(crate) of_use: Vec<usize>,
    /// How many clusters there are.
    pub(crate) count: usize,
    /// The ISO code of each cluster that is a country.
    pub(crate) countries: Vec<Option<[u8; 2]>>,
}

/// Comparisons that one name may ask for: what keeps adversarial copy linear.
const BUCKET: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sort {
    Person,
    Group,
    Thing,
}

fn sort_of(label: Label) -> Sort {
    match label {
        Label::Person => Sort::Person,
        Label::Norp | Label::Language => Sort::Group,
        _ => Sort::Thing,
    }
}

/// All uses that are written with the same words.
#[derive(Clone, Debug)]
struct Group {
    sort: Sort,
    label: Label,
    words: Vec<String>,
    person: PersonName,
    acronym: bool,
}

/// Disjoint sets with path halving.
#[derive(Debug)]
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, mut at: usize) -> usize {
        while let Some(&up) = self.0.get(at) {
            if up == at {
                break;
            }
            let above = self.0.get(up).copied().unwrap_or(up);
            if let Some(cell) = self.0.get_mut(at) {
                *cell = above;
            }
            at = above;
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        if let Some(cell) = self.0.get_mut(high) {
            *cell = low;
        }
    }
}

struct Builder<'a> {
    lexicon: &'a Lexicon,
    groups: Vec<Group>,
    /// The group of each use.
    of_use: Vec<usize>,
    sets: Sets,
    by_words: HashMap<(Sort, String), usize>,
}

/// Clusters the names of an article, given in text order.
pub(crate) fn cluster(uses: &[NameUse<'_>], lexicon: &Lexicon) -> NameClusters {
    let mut builder = Builder {
        lexicon,
        groups: Vec::new(),
        of_use: Vec::new(),
        sets: Sets(Vec::new()),
        by_words: HashMap::new(),
    };
    builder.group(uses);
    let countries = builder.join_countries();
    builder.join_bracketed(uses);
    builder.join_acronyms();
    builder.join_variants();
    builder.join_people();
    let assigned = builder.assign_short(uses);
    builder.finish(&assigned, &countries)
}

/// The words of a name without the article.
fn name_words(text: &str) -> Vec<String> {
    let mut found = words(text);
    if found.len() > 1 && found.first().is_some_and(|w| w == "the") {
        found.remove(0);
    }
    found.truncate(16);
    found
}

fn is_acronym(text: &str) -> bool {
    let text = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let lower = text.chars().filter(|c| c.is_lowercase()).count();
    (2..=8).contains(&letters) && lower <= usize::from(letters > 3) && !text.contains(' ')
}

impl<'a> Builder<'a> {
    fn group(&mut self, uses: &[NameUse<'_>]) {
        // A string that is nearly always a person's name is one where the
        // label differs too: models slip on single words.
        let mut tally: HashMap<String, (usize, usize)> = HashMap::new();
        let split: Vec<Vec<String>> = uses.iter().map(|u| name_words(u.text)).collect();
        for (name, words) in uses.iter().zip(&split) {
            let entry = tally.entry(words.join(" ")).or_default();
            match sort_of(name.label) {
                Sort::Person => entry.0 += 1,
                Sort::Thing => entry.1 += 1,
                Sort::Group => {}
            }
        }
        for (name, words) in uses.iter().zip(split) {
            let key = words.join(" ");
            let (people, things) = tally.get(&key).copied().unwrap_or_default();
            let sort = match sort_of(name.label) {
                Sort::Person if things >= 3 * people => Sort::Thing,
                Sort::Thing if people >= 3 * things => Sort::Person,
                sort => sort,
            };
            let next = self.groups.len();
            let group = *self.by_words.entry((sort, key)).or_insert(next);
            if group == next {
                let person = match sort {
                    Sort::Person => PersonName::parse(name.text),
                    _ => PersonName::default(),
                };
                self.groups.push(Group {
                    sort,
                    label: name.label,
                    words,
                    person,
                    acronym: is_acronym(name.text),
                });
                self.sets.0.push(next);
            }
            self.of_use.push(group);
        }
    }

    fn things(&self) -> impl Iterator<Item = (usize, &Group)> {
        self.groups.iter().enumerate().filter(|(_, g)| g.sort == Sort::Thing)
    }

    /// Every form of a country's name is one country.
    fn join_countries(&mut self) -> HashMap<usize, [u8; 2]> {
        let caucasus = ["tbilisi", "georgian", "georgians", "russia", "saakashvili"];
        let in_caucasus =
            self.groups.iter().any(|g| g.words.iter().any(|w| caucasus.contains(&&**w)));
        let mut first: HashMap<[u8; 2], usize> = HashMap::new();
        let mut codes = HashMap::new();
        let found: Vec<_> = self
            .things()
            .filter(|(_, g)| matches!(g.label, Label::Gpe | Label::Loc | Label::Org))
            .filter_map(|(at, g)| {
                let code = self.lexicon.names().country(&g.words.join(" "))?;
                // `America` may be a continent.
                let continent = g.label == Label::Loc && g.words == ["america"];
                (!continent && (code != *b"GE" || in_caucasus)).then_some((at, code))
            })
            .collect();
        for (at, code) in found {
            let one = *first.entry(code).or_insert(at);
            self.sets.join(one, at);
            codes.insert(at, code);
        }
        codes
    }

    /// `the National Hurricane Center (NHC)` defines an acronym.
    fn join_bracketed(&mut self, uses: &[NameUse<'_>]) {
        let neighbours = uses.iter().skip(1).zip(self.of_use.windows(2).map(<[usize]>::to_vec));
        let mut pairs = Vec::new();
        for (name, pair) in neighbours.filter(|(name, _)| name.in_brackets) {
            let &[before, here] = pair.as_slice() else { continue };
            let (Some(a), Some(b)) = (self.groups.get(before), self.groups.get(here)) else {
                continue;
            };
            let (short, long) = if b.words.len() <= a.words.len() { (b, a) } else { (a, b) };
            let letters: String = short.words.concat();
            let plausible = long.words.len() > 1
                && short.words.len() == 1
                && starts_words_of(&letters, &long.words)
                && (short.acronym || !name.text.contains(' '));
            if plausible && a.sort == b.sort && a.sort == Sort::Thing {
                pairs.push((before, here));
            }
        }
        for (a, b) in pairs {
            self.sets.join(a, b);
        }
    }

    /// `FBI` goes with `Federal Bureau of Investigation` though nobody says so.
    fn join_acronyms(&mut self) {
        let mut long: HashMap<String, Option<usize>> = HashMap::new();
        let names: Vec<_> = self
            .things()
            .filter(|(_, g)| g.words.len() > 1)
            .map(|(at, g)| (at, initials(&g.words, self.lexicon)))
            .collect();
        for (at, keys) in names {
            for key in keys {
                let root = self.sets.root(at);
                match long.get(&key).copied() {
                    None => {
                        long.insert(key, Some(at));
                    }
                    Some(Some(other)) if self.sets.root(other) != root => {
                        long.insert(key, None);
                    }
                    Some(_) => {}
                }
            }
        }
        let pairs: Vec<_> = self
            .things()
            .filter(|(_, g)| g.acronym && g.words.len() == 1)
            .filter_map(|(at, g)| {
                let other = (*long.get(g.words.first()?)?)?;
                let label = self.groups.get(other)?.label;
                (label == g.label || (label != Label::Gpe && g.label != Label::Gpe))
                    .then_some((other, at))
            })
            .collect();
        for (a, b) in pairs {
            self.sets.join(a, b);
        }
    }

    /// `Justice Department`, `US Department of Justice`; `the Supreme Court of
    /// Canada`, `the Supreme Court`; `Ford Motor Company`, `Ford`.
    fn join_variants(&mut self) {
        // Key to the one other group that has it; `None` when there are two.
        let mut loose: HashMap<String, Vec<(usize, Option<[u8; 2]>)>> = HashMap::new();
        let mut pairs = Vec::new();
        let mut extended: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, group) in self.things() {
            let (nation, key) = self.loose_key(&group.words);
            if !key.is_empty() {
                let row = loose.entry(key).or_default();
                if row.len() < BUCKET {
                    row.push((at, nation));
                }
            }
            if group.label != Label::Org && group.label != Label::Fac {
                continue;
            }
            for cut in 1..group.words.len() {
                let (short, rest) = group.words.split_at(cut);
                let next = rest.first().map_or("", String::as_str);
                let ending =
                    |w: &String| self.lexicon.classes(NormKey::of(w)).has(WordClass::NameEnding);
                let tail = rest.iter().all(|w| ending(w) || w == "and" || w == "of")
                    && rest.last().is_some_and(ending);
                let phrase = cut >= 2 && matches!(next, "of" | "and" | "for" | "in");
                if !tail && !phrase {
                    continue;
                }
                let found = self.by_words.get(&(Sort::Thing, short.join(" ")));
                if let Some(&other) =
                    found.filter(|&&o| self.groups.get(o).is_some_and(|g| g.label == group.label))
                {
                    extended.entry(other).or_default().push(at);
                }
            }
        }
        for (short, _) in self.things() {
            if let Some(long) = extended.get(&short) {
                pairs.push((short, long.clone()));
            }
        }
        let rows: Vec<_> = self
            .things()
            .filter_map(|(at, g)| {
                let (_, key) = self.loose_key(&g.words);
                loose.get(&key).filter(|row| row.first().is_some_and(|(first, _)| *first == at))
            })
            .cloned()
            .collect();
        for row in rows {
            // With two nations among them, the bare form is anyone's.
            let mut nations: Vec<_> = row.iter().filter_map(|(_, nation)| *nation).collect();
            nations.sort_unstable();
            nations.dedup();
            for (index, (at, nation)) in row.iter().enumerate() {
                let mate = row
                    .get(..index)
                    .unwrap_or_default()
                    .iter()
                    .find(|(_, other)| other == nation || nations.len() == 1);
                if let Some((other, _)) = mate {
                    self.sets.join(*other, *at);
                }
            }
        }
        for (short, long) in pairs {
            let root = long.first().map(|&l| self.sets.root(l));
            let one = long.iter().all(|&l| Some(self.sets.root(l)) == root);
            if let (true, Some(&first)) = (one, long.first()) {
                self.sets.join(short, first);
            }
        }
    }

    /// The nation that a name starts with, and its other words in an order
    /// that does not depend on `of`.
    fn loose_key(&self, words: &[String]) -> (Option<[u8; 2]>, String) {
        let names = self.lexicon.names();
        let first = words.first().map_or("", String::as_str);
        let second = words.get(1).map_or("", String::as_str);
        let mut skip = 0;
        let mut nation = None;
        if words.len() >= 3
            && let Some(code) = names.country(&format!("{first} {second}"))
        {
            (nation, skip) = (Some(code), 2);
        } else if words.len() >= 2
            && let Some(code) = names.nationality(first).or_else(|| names.country(first))
        {
            (nation, skip) = (Some(code), 1);
        }
        let mut rest: Vec<&str> = words
            .get(skip..)
            .unwrap_or_default()
            .iter()
            .map(String::as_str)
            .filter(|w| !is_stop(w))
            .map(|w| match w {
                "dept" => "department",
                "corp" => "corporation",
                "st" => "saint",
                "intl" => "international",
                "centre" => "center",
                "defence" => "defense",
                "organisation" => "organization",
                "univ" => "university",
                _ => w,
            })
            .collect();
        if rest.len() < 2 && skip == 0 {
            return (nation, rest.join(" "));
        }
        rest.sort_unstable();
        (nation, rest.join(" "))
    }

    fn join_people(&mut self) {
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
        let mut by_part: HashMap<String, Vec<usize>> = HashMap::new();
        let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
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

    /// Short names, use by use: the family name goes to the person of that
    /// name who was mentioned last, or else comes next.
    fn assign_short(&mut self, uses: &[NameUse<'_>]) -> Vec<Option<usize>> {
        let mut by_last: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_part: HashMap<String, Vec<usize>> = HashMap::new();
        let mut genders: HashMap<usize, Gender> = HashMap::new();
        for at in 0..self.groups.len() {
            let root = self.sets.root(at);
            let Some(group) = self.groups.get(at) else { continue };
            let parts = &group.person.parts;
            if group.sort != Sort::Person || parts.len() < 2 {
                continue;
            }
            if let Some(gender) = parts.first().and_then(|given| self.given_gender(given)) {
                genders.entry(root).or_insert(gender);
            }
            for (index, part) in parts.iter().enumerate() {
                let table = if index + 1 == parts.len() { &mut by_last } else { &mut by_part };
                let row = table.entry(part.clone()).or_default();
                if !row.contains(&root) && row.len() < BUCKET {
                    row.push(root);
                }
            }
            for nickname in &group.person.nicknames {
                by_part.entry(nickname.clone()).or_default().push(root);
            }
        }
        let mut by_start: HashMap<String, Vec<String>> = HashMap::new();
        for group in &self.groups {
            if let (true, Some(last)) = (group.person.parts.len() > 1, group.person.last())
                && let Some(start) = last.get(..3)
            {
                let row = by_start.entry(start.to_owned()).or_default();
                if row.len() < BUCKET && !row.iter().any(|l| l == last) {
                    row.push(last.to_owned());
                }
            }
        }
        let mut seen: HashMap<usize, usize> = HashMap::new();
        let mut bodies: HashMap<&str, usize> = HashMap::new();
        let mut assigned = vec![None; uses.len()];
        let roots: Vec<usize> = (0..self.groups.len()).map(|at| self.sets.root(at)).collect();
        // A title says what a woman or man of that name is.
        for (name, group) in uses.iter().zip(&self.of_use) {
            if let (Some(gender), Some(&root)) = (name.gender, roots.get(*group))
                && self.groups.get(*group).is_some_and(|g| g.person.parts.len() > 1)
            {
                genders.insert(root, gender);
            }
        }
        let next_use = self.next_uses(&roots);
        // `((NG))` in an interview with Natasha Gownaris.
        for group in &self.groups {
            let parts = &group.person.parts;
            if group.sort == Sort::Person && parts.len() > 1 {
                let initials: String = parts.iter().filter_map(|p| p.chars().next()).collect();
                let root = self.by_words.get(&(Sort::Person, group.words.join(" ")));
                if let Some(&root) = root.and_then(|&at| roots.get(at)) {
                    by_part.entry(initials).or_default().push(root);
                }
            }
        }
        // How often the article gives each person a full name.
        let mut weight: HashMap<usize, usize> = HashMap::new();
        for group in &self.of_use {
            let full = self.groups.get(*group).is_some_and(|g| g.person.parts.len() > 1);
            if let Some(root) = roots.get(*group).filter(|_| full) {
                *weight.entry(*root).or_default() += 2;
            }
        }
        for (at, (name, &group_id)) in uses.iter().zip(&self.of_use).enumerate() {
            let Some(group) = self.groups.get(group_id) else { continue };
            let mut target = roots.get(group_id).copied().unwrap_or(group_id);
            if group.sort == Sort::Person && group.person.parts.len() == 1 {
                let part = group.person.parts.first().map_or("", String::as_str);
                // `Saree` for `Sarea`: a slip in a name that nobody else has.
                let slip = || {
                    let row = by_start.get(part.get(..3)?)?;
                    row.iter().find(|last| part.len() >= 5 && near(last, part, 1))
                };
                let rows = by_last
                    .get(part)
                    .or_else(|| by_part.get(part))
                    .or_else(|| by_last.get(slip()?));
                let best = rows.into_iter().flatten().copied().max_by_key(|root| {
                    let agrees = !apart(name.gender, genders.get(root).copied());
                    let before = seen.get(root).map_or(-1, |&at| i64::try_from(at).unwrap_or(0));
                    let after = next_use.get(root).copied().unwrap_or(usize::MAX);
                    let known = weight.get(root).copied().unwrap_or(0);
                    // Whoever was named just now counts as much as one more
                    // mention.
                    let just = i64::try_from(at).unwrap_or(0) - before <= 4 && before >= 0;
                    (agrees, known + 2 * usize::from(just), before, std::cmp::Reverse(after))
                });
                if let Some(best) = best {
                    target = best;
                    *weight.entry(best).or_default() += 1;
                }
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
            seen.insert(target, at);
        }
        assigned
    }

    /// The first use of each set's full names.
    fn next_uses(&self, roots: &[usize]) -> HashMap<usize, usize> {
        let mut first = HashMap::new();
        for (at, group) in self.of_use.iter().enumerate() {
            if let Some(&root) = roots.get(*group) {
                first.entry(root).or_insert(at);
            }
        }
        first
    }

    fn finish(
        mut self,
        assigned: &[Option<usize>],
        codes: &HashMap<usize, [u8; 2]>,
    ) -> NameClusters {
        let mut country_of_root: HashMap<usize, [u8; 2]> = HashMap::new();
        for at in 0..self.groups.len() {
            if let Some(&code) = codes.get(&at) {
                country_of_root.insert(self.sets.root(at), code);
            }
        }
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        let mut clusters = NameClusters::default();
        for (at, group) in assigned.iter().enumerate() {
            let root = group.unwrap_or(at);
            let number = *numbers.entry(root).or_insert(clusters.count);
            if number == clusters.count {
                clusters.count += 1;
                clusters.countries.push(country_of_root.get(&root).copied());
            }
            clusters.of_use.push(number);
        }
        clusters
    }
}

/// Whether two genders are known and differ.
pub(crate) fn apart(a: Option<Gender>, b: Option<Gender>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

/// What a given name tells of a person: weak evidence, from counts of births.
pub(crate) fn given_gender(given: &str, lexicon: &Lexicon) -> Option<Gender> {
    lexicon
        .names()
        .is_female(given)
        .map(|female| if female { Gender::Female } else { Gender::Male })
}

/// Whether the letters begin words of a name, in order.
fn starts_words_of(letters: &str, name: &[String]) -> bool {
    let mut letters = letters.chars().peekable();
    for word in name {
        // `NATO`, `Interpol`: a word may give several letters.
        let mut inside = word.chars();
        while let Some(&letter) = letters.peek() {
            if inside.next() == Some(letter) {
                letters.next();
            } else {
                break;
            }
        }
    }
    letters.peek().is_none()
}

/// The acronyms that a name may have.
fn initials(words: &[String], lexicon: &Lexicon) -> Vec<String> {
    let letters = |skip: usize, stops: bool| -> String {
        words
            .iter()
            .skip(skip)
            .filter(|w| stops || !is_stop(w))
            .filter_map(|w| w.chars().next())
            .collect()
    };
    let mut keys = vec![letters(0, true), letters(0, false)];
    let first = words.first().map_or("", String::as_str);
    // `PG&E` of `Pacific Gas and Electric`.
    if words.iter().any(|w| w == "and") {
        let and = |w: &String| if w == "and" { Some('&') } else { w.chars().next() };
        keys.push(words.iter().filter(|w| *w == "and" || !is_stop(w)).filter_map(and).collect());
    }
    // `PG&E` of a company whose name ends in `Company`.
    let ending = |w: &String| lexicon.classes(NormKey::of(w)).has(WordClass::NameEnding);
    if words.len() > 2 && words.last().is_some_and(ending) {
        for key in keys.clone() {
            let mut letters = key.chars();
            letters.next_back();
            keys.push(letters.collect());
        }
    }
    let second = words.get(1).map_or("", String::as_str);
    if words.len() > 3 && lexicon.names().country(&format!("{first} {second}")).is_some() {
        keys.extend([letters(2, true), letters(2, false)]);
    }
    if lexicon.names().nationality(first).or_else(|| lexicon.names().country(first)).is_some() {
        keys.extend([letters(1, true), letters(1, false)]);
    }
    // `UCLA` of `University of California, Los Angeles` and the like.
    keys.retain(|key| key.chars().count() >= 2);
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(names: &[(&str, Label)]) -> Vec<usize> {
        let lexicon = Lexicon::new(newsprint_en::WORD_LISTS);
        let uses: Vec<_> = names
            .iter()
            .map(|&(text, label)| NameUse { text, label, gender: None, in_brackets: false })
            .collect();
        cluster(&uses, &lexicon).of_use
    }

    #[test]
    fn people() {
        use Label::Person as P;
        let names = ["Mary Hill", "Hill", "Hugh Hill", "Mary Hill", "Hill", "Hugh R. Hill"];
        assert_eq!(clusters(&names.map(|n| (n, P))), [0, 0, 1, 0, 0, 1]);
        let names = ["Kim Jong-un", "Kim", "William Jones", "Bill Jones", "Bob Jones"];
        assert_eq!(clusters(&names.map(|n| (n, P))), [0, 0, 1, 1, 2]);
    }

    #[test]
    fn bodies_and_places() {
        let (o, g) = (Label::Org, Label::Gpe);
        assert_eq!(
            clusters(&[
                ("US", g),
                ("the Federal Bureau of Investigation", o),
                ("the United States", g),
                ("FBI", o),
                ("Justice Department", o),
                ("U.S. Department of Justice", o),
                ("U.S.", g),
                ("Washington", g),
            ]),
            [0, 1, 0, 1, 2, 2, 0, 3]
        );
    }
}
