//! Tables about names: countries, nationalities, short forms of given names.

use std::collections::HashMap;

use crate::token::NormKey;

/// What the lists of names say, looked up by folded words.
#[derive(Clone, Debug, Default)]
pub struct NameTables {
    countries: HashMap<NormKey, [u8; 2]>,
    demonyms: HashMap<NormKey, [u8; 2]>,
    /// The sets of short forms that a given name is in.
    nicknames: HashMap<NormKey, Vec<u16>>,
    /// Given names, and whether women bear them.
    given: HashMap<NormKey, bool>,
}

/// The ISO 3166-1 code at the end of a row, in capitals.
fn row(line: &str) -> Option<(NormKey, [u8; 2])> {
    let (name, code) = line.split_once('\t')?;
    let &[a, b] = code.trim().as_bytes() else { return None };
    Some((NormKey::of(name), [a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
}

impl NameTables {
    /// Builds the tables from word lists. Linear.
    pub fn new(lists: &[newsprint_en::WordList]) -> Self {
        let mut tables = Self::default();
        for (name, text) in lists {
            let lines =
                text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
            match *name {
                "country-names" => tables.countries.extend(lines.filter_map(row)),
                "demonyms" => tables.demonyms.extend(lines.filter_map(row)),
                "given-names-male" => {
                    tables.given.extend(lines.map(|name| (NormKey::of(name), false)));
                }
                "given-names-female" => {
                    tables.given.extend(lines.map(|name| (NormKey::of(name), true)));
                }
                "nicknames" => {
                    for (set, line) in (0..).zip(lines) {
                        for word in line.split_whitespace() {
                            tables.nicknames.entry(NormKey::of(word)).or_default().push(set);
                        }
                    }
                }
                _ => {}
            }
        }
        tables
    }

    /// The ISO 3166-1 alpha-2 code of a country, by any form of its name in
    /// lower case, without stops, hyphens and a leading `the`.
    ///
    /// ```
    /// let reader = newsprint::Reader::english();
    /// let names = reader.lexicon().names();
    /// assert_eq!(names.country("russian federation"), Some(*b"RU"));
    /// assert_eq!(names.country("usa"), Some(*b"US"));
    /// assert_eq!(names.country("moscow"), None);
    /// ```
    pub fn country(&self, name: &str) -> Option<[u8; 2]> {
        self.countries.get(&NormKey::of(name)).copied()
    }

    /// The country of an adjective or noun of nationality, singular or plural.
    pub fn nationality(&self, word: &str) -> Option<[u8; 2]> {
        let find = |word: &str| self.demonyms.get(&NormKey::of(word)).copied();
        find(word).or_else(|| find(word.strip_suffix('s')?))
    }

    /// Whether a given name is borne by women (`true`) or men (`false`) in at
    /// least 95 of 100 cases; `None` for any other. Weak evidence: it says
    /// nothing certain about a person.
    pub fn is_female(&self, given: &str) -> Option<bool> {
        self.given.get(&NormKey::of(given)).copied()
    }

    /// Whether two given names are used of one person: `William`, `Bill`.
    pub fn same_given(&self, a: &str, b: &str) -> bool {
        if a == b {
            return true;
        }
        let sets = |word: &str| self.nicknames.get(&NormKey::of(word));
        match (sets(a), sets(b)) {
            (Some(a), Some(b)) => a.iter().any(|set| b.contains(set)),
            _ => false,
        }
    }
}
