//! Which names are of one thing.
//!
//! Uses of a name are grouped by their words first; then the groups are
//! joined. Tables of words point from a group to the few others that it could
//! join, so the time grows with the number of names, not its square.

use super::name::{PersonName, is_stop, words};
use super::table::{Table, table};
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
pub(super) const BUCKET: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sort {
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
pub(super) struct Group {
    pub(super) sort: Sort,
    pub(super) label: Label,
    pub(super) words: Vec<String>,
    pub(super) person: PersonName,
    pub(super) acronym: bool,
}

/// A group and the nation that its name starts with.
type OfNation = (usize, Option<[u8; 2]>);

/// Disjoint sets with path halving.
#[derive(Debug)]
pub(super) struct Sets(pub(super) Vec<usize>);

impl Sets {
    pub(super) fn root(&mut self, mut at: usize) -> usize {
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

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        if let Some(cell) = self.0.get_mut(high) {
            *cell = low;
        }
    }
}

pub(super) struct Builder<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) groups: Vec<Group>,
    /// The group of each use.
    pub(super) of_use: Vec<usize>,
    pub(super) sets: Sets,
    pub(super) by_words: Table<(Sort, String), usize>,
}

/// Clusters the names of an article, given in text order.
pub(crate) fn cluster(uses: &[NameUse<'_>], lexicon: &Lexicon) -> NameClusters {
    let mut builder = Builder {
        lexicon,
        groups: Vec::new(),
        of_use: Vec::new(),
        sets: Sets(Vec::new()),
        by_words: Table::default(),
    };
    builder.group(uses);
    let countries = builder.join_countries();
    builder.join_bracketed(uses);
    builder.join_acronyms();
    builder.join_variants();
    builder.join_endings();
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

impl Builder<'_> {
    fn group(&mut self, uses: &[NameUse<'_>]) {
        // A string that is nearly always a person's name is one where the
        // label differs too: models slip on single words.
        let room = uses.len();
        let mut tally: Table<&str, (usize, usize)> = table(room);
        // Most names come several times: each is taken apart once.
        let mut form_of: Table<&str, usize> = table(room);
        let mut forms: Vec<String> = Vec::new();
        let mut split: Vec<Vec<String>> = Vec::new();
        let form_of: Vec<usize> = uses
            .iter()
            .map(|name| {
                *form_of.entry(name.text).or_insert_with(|| {
                    let words = name_words(name.text);
                    forms.push(words.join(" "));
                    split.push(words);
                    forms.len() - 1
                })
            })
            .collect();
        let form_of = || form_of.iter().filter_map(|&form| Some((form, forms.get(form)?.as_str())));
        for (name, (_, key)) in uses.iter().zip(form_of()) {
            let entry = tally.entry(key).or_default();
            match sort_of(name.label) {
                Sort::Person => entry.0 += 1,
                Sort::Thing => entry.1 += 1,
                Sort::Group => {}
            }
        }
        let mut by_form: Table<(Sort, &str), usize> = table(forms.len());
        self.by_words.reserve(forms.len());
        for (name, (form, key)) in uses.iter().zip(form_of()) {
            let (people, things) = tally.get(key).copied().unwrap_or_default();
            let sort = match sort_of(name.label) {
                Sort::Person if things >= 3 * people => Sort::Thing,
                Sort::Thing if people >= 3 * things => Sort::Person,
                sort => sort,
            };
            let next = self.groups.len();
            let group = *by_form.entry((sort, key)).or_insert(next);
            if group == next {
                self.by_words.insert((sort, key.to_owned()), group);
                // A second sort of one form is rare.
                let words = split.get_mut(form).map(std::mem::take).unwrap_or_default();
                let words = if words.is_empty() { name_words(name.text) } else { words };
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
    fn join_countries(&mut self) -> Table<usize, [u8; 2]> {
        let caucasus = ["tbilisi", "georgian", "georgians", "russia", "saakashvili"];
        let in_caucasus =
            self.groups.iter().any(|g| g.words.iter().any(|w| caucasus.contains(&&**w)));
        let mut first: Table<[u8; 2], usize> = Table::default();
        let mut codes = Table::default();
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
        let neighbours = uses.iter().skip(1).zip(self.of_use.windows(2));
        let mut pairs = Vec::new();
        for (name, pair) in neighbours.filter(|(name, _)| name.in_brackets) {
            let &[before, here] = pair else { continue };
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
        let mut long: Table<String, Option<usize>> = table(self.groups.len());
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
        let mut row_of: Table<String, usize> = table(self.groups.len());
        // In the order of their first groups.
        let mut rows: Vec<Vec<OfNation>> = Vec::new();
        let mut pairs = Vec::new();
        let mut extended: Table<usize, Vec<usize>> = Table::default();
        for (at, group) in self.things() {
            let (nation, key) = self.loose_key(&group.words);
            if !key.is_empty() {
                let place = *row_of.entry(key).or_insert(rows.len());
                match rows.get_mut(place) {
                    Some(row) if row.len() < BUCKET => row.push((at, nation)),
                    Some(_) => {}
                    None => rows.push(vec![(at, nation)]),
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
        for row in rows.into_iter().filter(|row| row.len() > 1) {
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

    /// `the Leeds Rovers`, `Rovers`; `the city of Leeds`, `Leeds`: the short name
    /// of the only one that ends in it.
    fn join_endings(&mut self) {
        let mut long: Table<&[String], Option<usize>> = table(self.groups.len());
        for (at, group) in self.things() {
            let words = group.words.as_slice();
            let place = matches!(words, [kind, of, _, ..]
                if of == "of" && matches!(kind.as_str(), "city" | "town" | "state" | "village"));
            if group.label != Label::Org && !place {
                continue;
            }
            let endings = match words {
                _ if place => words.get(2..).into_iter().collect(),
                // `the University of Leeds` is not Leeds, nor South Korea Korea.
                [_, rest @ ..] => (0..rest.len().min(2))
                    .filter(|&skip| {
                        words.get(skip).is_some_and(|before| !is_stop(before) && !is_side(before))
                    })
                    .filter_map(|skip| rest.get(skip..))
                    .collect(),
                [] => Vec::new(),
            };
            for ending in endings.into_iter().filter(|ending| (1..=2).contains(&ending.len())) {
                long.entry(ending).and_modify(|one| *one = None).or_insert(Some(at));
            }
        }
        let common = |word: &String| {
            let classes = self.lexicon.classes(NormKey::of(word));
            is_stop(word)
                || [WordClass::OrganisationNoun, WordClass::NameEnding, WordClass::PersonNoun]
                    .iter()
                    .any(|class| classes.has(*class))
        };
        let pairs: Vec<_> = self
            .things()
            .filter(|(_, group)| !group.words.iter().all(common))
            .filter_map(|(at, group)| {
                let other = (*long.get(group.words.as_slice())?)?;
                let whole = self.groups.get(other)?;
                let city = whole.words.get(1).is_some_and(|word| word == "of");
                let fits = if city { group.label == Label::Gpe } else { group.label == Label::Org };
                (other != at && fits && !group.acronym).then_some((other, at))
            })
            .collect();
        for (a, b) in pairs {
            self.sets.join(a, b);
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

    fn finish(mut self, assigned: &[Option<usize>], codes: &Table<usize, [u8; 2]>) -> NameClusters {
        let mut country_of_root: Table<usize, [u8; 2]> = Table::default();
        for at in 0..self.groups.len() {
            if let Some(&code) = codes.get(&at) {
                country_of_root.insert(self.sets.root(at), code);
            }
        }
        let mut numbers: Table<usize, usize> = table(self.groups.len());
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

/// Words that make another place of a place.
fn is_side(word: &str) -> bool {
    matches!(word, "north" | "south" | "east" | "west" | "new" | "northern" | "southern")
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
