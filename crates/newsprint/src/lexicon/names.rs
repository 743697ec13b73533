//! Tables about names: countries, nationalities, short forms of given names.

use super::table::Table;
use crate::token::NormKey;

/// What the lists of names say, looked up by folded words.
#[derive(Clone, Debug, Default)]
pub struct NameTables {
    countries: Table<[u8; 2]>,
    demonyms: Table<[u8; 2]>,
    /// The row of sets of short forms that a given name is in, counted from 1.
    nicknames: Table<u16>,
    rows: Vec<Vec<u16>>,
    /// Given names: 1 for those that men bear, 2 for those that women do.
    given: Table<u8>,
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
                "country-names" | "demonyms" => {
                    let table = match *name {
                        "demonyms" => &mut tables.demonyms,
                        _ => &mut tables.countries,
                    };
                    for (name, code) in lines.filter_map(row) {
                        *table.entry(name) = code;
                    }
                }
                "given-names-male" | "given-names-female" => {
                    let bearers = 1 + u8::from(*name == "given-names-female");
                    for name in lines {
                        *tables.given.entry(NormKey::of(name)) = bearers;
                    }
                }
                "nicknames" => {
                    for (set, line) in (0..).zip(lines) {
                        for word in line.split_whitespace() {
                            let row = tables.nicknames.entry(NormKey::of(word));
                            if *row == 0 {
                                tables.rows.push(Vec::new());
                                *row = u16::try_from(tables.rows.len()).unwrap_or(u16::MAX);
                            }
                            if let Some(row) = tables.rows.get_mut(usize::from(*row) - 1) {
                                row.push(set);
                            }
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
        Some(self.countries.get(NormKey::of(name))).filter(|code| *code != [0, 0])
    }

    /// The country of an adjective or noun of nationality, singular or plural.
    pub fn nationality(&self, word: &str) -> Option<[u8; 2]> {
        let find =
            |word: &str| Some(self.demonyms.get(NormKey::of(word))).filter(|code| *code != [0, 0]);
        find(word).or_else(|| find(word.strip_suffix('s')?))
    }

    /// Whether a given name is borne by women (`true`) or men (`false`) in at
    /// least 95 of 100 cases; `None` for any other. Weak evidence: it says
    /// nothing certain about a person.
    pub fn is_female(&self, given: &str) -> Option<bool> {
        match self.given.get(NormKey::of(given)) {
            0 => None,
            bearers => Some(bearers == 2),
        }
    }

    /// Whether two given names are used of one person: `William`, `Bill`.
    pub fn same_given(&self, a: &str, b: &str) -> bool {
        if a == b {
            return true;
        }
        let sets = |word: &str| {
            let row = usize::from(self.nicknames.get(NormKey::of(word)));
            self.rows.get(row.checked_sub(1)?)
        };
        match (sets(a), sets(b)) {
            (Some(a), Some(b)) => a.iter().any(|set| b.contains(set)),
            _ => false,
        }
    }
}
