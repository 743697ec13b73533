//! The gazetteer: lists of names from open data, small lists of our own, and
//! what the training texts tell of the case of words.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use newsprint::Span;
use newsprint::article::{Article, Block, BlockKind};
use newsprint::entity::{GazetteerBuilder, NameClass, STATES, State};
use newsprint::lexicon::Lexicon;
use newsprint::model::Output;
use newsprint::token::{self, NormKey};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::corpus::Example;
use super::crf::Allowed;
use super::raw::Raw;
use super::state;
use crate::data::read_to_string;

/// Lists of our own: class and entries.
const LISTS: &[(&str, &str)] = &[
    ("approximators", include_str!("../../../lists/entities/approximators.txt")),
    ("countries", include_str!("../../../lists/entities/countries.txt")),
    ("currencies", include_str!("../../../lists/entities/currencies.txt")),
    ("date-units", include_str!("../../../lists/entities/date-units.txt")),
    ("date-words", include_str!("../../../lists/entities/date-words.txt")),
    ("demonyms", include_str!("../../../lists/entities/demonyms.txt")),
    ("event-words", include_str!("../../../lists/entities/event-words.txt")),
    ("facility-words", include_str!("../../../lists/entities/facility-words.txt")),
    ("great-cities", include_str!("../../../lists/entities/great-cities.txt")),
    ("groups", include_str!("../../../lists/entities/groups.txt")),
    ("languages", include_str!("../../../lists/entities/languages.txt")),
    ("law-words", include_str!("../../../lists/entities/law-words.txt")),
    ("media", include_str!("../../../lists/entities/media.txt")),
    ("months", include_str!("../../../lists/entities/months.txt")),
    ("name-particles", include_str!("../../../lists/entities/name-particles.txt")),
    ("name-suffixes", include_str!("../../../lists/entities/name-suffixes.txt")),
    ("number-words", include_str!("../../../lists/entities/number-words.txt")),
    ("ordinal-words", include_str!("../../../lists/entities/ordinal-words.txt")),
    ("organisation-words", include_str!("../../../lists/entities/organisation-words.txt")),
    ("organisations", include_str!("../../../lists/entities/organisations.txt")),
    ("place-words", include_str!("../../../lists/entities/place-words.txt")),
    ("products", include_str!("../../../lists/entities/products.txt")),
    ("provinces", include_str!("../../../lists/entities/provinces.txt")),
    ("regions", include_str!("../../../lists/entities/regions.txt")),
    ("time-units", include_str!("../../../lists/entities/time-units.txt")),
    ("time-words", include_str!("../../../lists/entities/time-words.txt")),
    ("titles", include_str!("../../../lists/entities/titles.txt")),
    ("units", include_str!("../../../lists/entities/units.txt")),
    ("weekdays", include_str!("../../../lists/entities/weekdays.txt")),
    ("work-words", include_str!("../../../lists/entities/work-words.txt")),
];

struct Names<'a> {
    builder: GazetteerBuilder,
    lexicon: &'a Lexicon,
}

impl Names<'_> {
    fn norms(&self, name: &str) -> Vec<NormKey> {
        let block = Block { span: Span::of(name), kind: BlockKind::Paragraph };
        let article = Article { blocks: vec![block], ..Article::default() };
        token::lex(name, &article, self.lexicon).iter().map(|token| token.norm).collect()
    }

    /// Adds a name as written, and without its accents.
    fn add(&mut self, name: &str, class: NameClass) {
        let name = name.trim();
        let short = matches!(class, NameClass::NumberWord | NameClass::Currency | NameClass::Unit);
        if name.chars().count() < 2 && !short {
            return;
        }
        let norms = self.norms(name);
        if norms.is_empty() || norms.len() > 8 {
            return;
        }
        self.builder.phrase(&norms, class);
        if !name.is_ascii() {
            let plain: String = name.nfd().filter(|&c| !is_combining_mark(c)).collect();
            if plain != name {
                let norms = self.norms(&plain);
                self.builder.phrase(&norms, class);
            }
        }
    }

    fn lines(&mut self, path: &Path, class: NameClass) -> io::Result<()> {
        for line in read_to_string(path)?.lines() {
            self.add(line.trim_start_matches('\u{feff}'), class);
        }
        Ok(())
    }
}

/// The rows of a file of values separated by commas.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for line in text.lines() {
        let mut row = vec![String::new()];
        let mut quoted = false;
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(String::new()),
                _ => row.last_mut().expect("a row has a value").push(c),
            }
        }
        rows.push(row);
    }
    rows
}

/// Every string under a key, at any depth; under every key when it is empty.
fn strings(value: &Value, key: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| match item {
            Value::String(text) if key.is_empty() => found.push(text.clone()),
            other => strings(other, key, found),
        }),
        Value::Object(map) => {
            for (name, item) in map {
                match item {
                    Value::String(text) if name == key => found.push(text.clone()),
                    Value::Array(_) if name == key => strings(item, "", found),
                    other => strings(other, key, found),
                }
            }
        }
        _ => {}
    }
}

/// Builds and serialises the gazetteer.
///
/// # Errors
/// When a list cannot be read.
///
/// # Panics
/// When a list of our own is called like no class.
#[expect(clippy::too_many_lines, reason = "one list of sources")]
pub fn gazetteer(
    data: &Path,
    lexicon: &Lexicon,
    texts: &[Example],
    raw: Option<&Raw>,
) -> io::Result<Vec<u8>> {
    let folder = data.join("gazetteers");
    let mut names = Names { builder: GazetteerBuilder::default(), lexicon };
    for (file, class) in [
        ("first-names-all.txt", NameClass::FirstName),
        ("first-names-us.txt", NameClass::FirstName),
        ("surnames-all.txt", NameClass::Surname),
        ("surnames-us.txt", NameClass::Surname),
    ] {
        names.lines(&folder.join(file), class)?;
    }
    for line in read_to_string(&folder.join("us-legislators.txt"))?.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [first, .., last] = words[..] {
            names.add(first, NameClass::FirstName);
            names.add(last, NameClass::Surname);
        }
    }
    for row in rows(&read_to_string(&folder.join("world-cities.csv"))?).iter().skip(1) {
        if let [city, _, province, ..] = &row[..] {
            names.add(city, NameClass::City);
            names.add(province, NameClass::Province);
        }
    }
    let countries = rows(&read_to_string(&folder.join("country-codes.csv"))?);
    let header = countries.first().cloned().unwrap_or_default();
    let column = |name: &str| header.iter().position(|h| h == name);
    for row in countries.iter().skip(1) {
        for (name, class) in [
            ("official_name_en", NameClass::Country),
            ("UNTERM English Short", NameClass::Country),
            ("CLDR display name", NameClass::Country),
            ("Capital", NameClass::GreatCity),
        ] {
            if let Some(value) = column(name).and_then(|at| row.get(at)) {
                let value = value.split('(').next().unwrap_or_default();
                let value = value.split(',').next().unwrap_or_default();
                names.add(value.trim_start_matches("the "), class);
            }
        }
    }
    for (file, at) in [("sp500.csv", 1), ("nasdaq.csv", 1)] {
        for row in rows(&read_to_string(&folder.join(file))?).iter().skip(1) {
            let Some(name) = row.get(at) else { continue };
            let name = name.split(" - ").next().unwrap_or_default();
            if name.contains("ETF") || name.contains("Fund") {
                continue;
            }
            names.add(name, NameClass::Company);
            let short = company(name);
            if short != name {
                names.add(short, NameClass::Company);
            }
        }
    }
    for (file, key, class) in [
        ("corpora-corporations-charities.json", "charities", NameClass::Organisation),
        ("corpora-corporations-fortune500.json", "companies", NameClass::Company),
        ("corpora-corporations-newspapers.json", "newspapers", NameClass::Media),
        (
            "corpora-geography-canada_provinces_and_territories.json",
            "provinces",
            NameClass::Province,
        ),
        ("corpora-geography-oceans.json", "name", NameClass::Region),
        ("corpora-geography-rivers.json", "name", NameClass::Region),
        ("corpora-governments-uk_political_parties.json", "parties", NameClass::Organisation),
        ("corpora-governments-us_federal_agencies.json", "agencies", NameClass::Organisation),
        ("corpora-humans-occupations.json", "occupations", NameClass::Occupation),
        ("corpora-humans-prefixes.json", "prefixes", NameClass::Title),
        ("corpora-sports-mlb_teams.json", "name", NameClass::Team),
        ("corpora-sports-nba_teams.json", "name", NameClass::Team),
        ("corpora-sports-nfl_teams.json", "name", NameClass::Team),
        ("corpora-sports-nhl_teams.json", "name", NameClass::Team),
    ] {
        let value: Value = serde_json::from_str(&read_to_string(&folder.join(file))?)?;
        let mut found = Vec::new();
        strings(&value, key, &mut found);
        for name in found {
            if class == NameClass::Team
                && let Some((_, nickname)) = name.rsplit_once(' ')
            {
                names.add(nickname, class);
            }
            names.add(&name, class);
        }
    }
    for (name, list) in LISTS {
        let class = *NameClass::ALL
            .iter()
            .find(|class| class.name() == *name)
            .unwrap_or_else(|| panic!("no class is called {name}"));
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            names.add(line, class);
        }
    }
    inner(&mut names.builder, texts);
    if let Some(raw) = raw {
        raw.add_to(&mut names.builder);
    }
    let (words, phrases) = names.builder.len();
    eprintln!("gazetteer: {words} words, {phrases} beginnings of phrases");
    let mut output = Output::new();
    names.builder.write(&mut output);
    Ok(output.into_bytes())
}

/// A company's name without its legal form.
fn company(name: &str) -> &str {
    const FORMS: &[&str] = &[
        ", Inc.",
        " Inc.",
        " Inc",
        ", Ltd.",
        " Ltd.",
        " Limited",
        " Corporation",
        " Corp.",
        " Corp",
        " Company",
        " Co.",
        " plc",
        " PLC",
        " N.V.",
        " S.A.",
        " Group",
        " Holdings",
        " Holding",
        " Incorporated",
        " L.P.",
        " LP",
        " AG",
        " SE",
        " Ltd",
    ];
    let mut name = name.trim();
    loop {
        let Some(rest) = FORMS.iter().find_map(|form| name.strip_suffix(form)) else {
            return name;
        };
        name = rest.trim_end_matches([',', ' ']);
    }
}

/// How often a lower-case word occurs, and where in entities.
#[derive(Clone, Copy, Default)]
struct InnerCounts {
    all: u32,
    inside: u32,
    first: u32,
    last: u32,
}

/// Lower-case words that stand in entities now and then, and those that
/// entities begin and end with.
fn inner(builder: &mut GazetteerBuilder, texts: &[Example]) {
    let states = |is: fn(State) -> bool| -> Allowed {
        (0..STATES).filter(|&at| is(state(at))).map(|at| 1 << at).sum()
    };
    let (opening, closing) = (states(State::opens), states(State::closes));
    let mut counts: BTreeMap<u32, (NormKey, InnerCounts)> = BTreeMap::new();
    for text in texts.iter().filter(|text| text.gold.is_some()) {
        for (token, &allowed) in text.layers.tokens.iter().zip(&text.allowed) {
            let word = token.span.slice(&text.layers.text);
            if word.chars().any(|c| !c.is_lowercase() && c != '.' && c != '-' && c != '\'') {
                continue;
            }
            let (_, count) =
                counts.entry(token.norm.0).or_insert((token.norm, InnerCounts::default()));
            let inside = allowed & 1 == 0;
            count.all += 1;
            count.inside += u32::from(inside);
            count.first += u32::from(inside && allowed & opening != 0);
            count.last += u32::from(inside && allowed & closing != 0);
        }
    }
    for (norm, count) in counts.into_values() {
        let often = |part: u32| part * 200 >= count.all;
        if count.inside >= 2 && often(count.inside) {
            builder.word(norm, NameClass::Inner);
        }
        if count.first >= 1 && often(count.first) {
            builder.word(norm, NameClass::First);
        }
        if count.last >= 1 && often(count.last) {
            builder.word(norm, NameClass::Last);
        }
    }
}
