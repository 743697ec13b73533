//! Inputs for the benchmarks: invented news articles in the seed format, made
//! from templates and a seed, the same on every machine.
//!
//! ```
//! use newsprint_benches::{Style, article, corpus};
//! assert_eq!(article(7, Style::Ascii), article(7, Style::Ascii));
//! assert!(corpus(100_000, Style::Curly).len() >= 100_000);
//! ```

mod copy;

use std::fmt::Write as _;

use copy::Words;

/// How the copy is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// ASCII throughout: straight quote marks, `--` for a dash.
    Ascii,
    /// Curly quote marks, apostrophes and dashes.
    Curly,
    /// Curly marks, and names with letters beyond ASCII.
    Wide,
}

/// All styles, with the names that benchmarks show.
pub const STYLES: &[(&str, Style)] =
    &[("ascii", Style::Ascii), ("curly", Style::Curly), ("wide", Style::Wide)];

/// One benchmark input.
#[derive(Clone, Debug)]
pub struct Input {
    /// Size and style: `article/curly`.
    pub name: String,
    /// The text.
    pub text: String,
}

/// The inputs of every benchmark: tiny, one article and a megabyte, in every
/// style.
pub fn inputs() -> Vec<Input> {
    let mut inputs = Vec::new();
    for &(style_name, style) in STYLES {
        let sizes = [
            ("tiny", tiny(style)),
            ("article", article(1, style)),
            ("megabyte", corpus(1 << 20, style)),
        ];
        for (size, text) in sizes {
            inputs.push(Input { name: format!("{size}/{style_name}"), text });
        }
    }
    inputs
}

/// Inputs that hurt careless code, a quarter of a megabyte each.
pub fn hostile() -> Vec<Input> {
    let seeds: &[(&str, &str)] = &[
        ("no spaces", "abcdefgh"),
        ("double marks", "\""),
        ("single marks", "'"),
        ("stops", "."),
        ("initials", "a."),
        ("labels", "aa."),
        ("hyphens", "e-"),
        ("dashes", "-"),
        ("at signs", "a@"),
        ("blank lines", "\n\n"),
        ("joined emoji", "👩‍👩‍👧"),
        ("abbreviations", "Mr. "),
        ("quotations", "\"A,\" he said. "),
    ];
    let repeat = |seed: &str| seed.repeat((1 << 18) / seed.len());
    seeds
        .iter()
        .map(|(name, seed)| Input { name: (*name).to_string(), text: repeat(seed) })
        .collect()
}

/// A headline and one paragraph.
pub fn tiny(style: Style) -> String {
    let mut writer = Writer::new(3, style);
    writer.headline();
    writer.text.push('\n');
    writer.paragraph(1);
    writer.finish()
}

/// One article of about 3,500 bytes.
pub fn article(seed: u64, style: Style) -> String {
    let mut writer = Writer::new(seed, style);
    writer.article();
    writer.finish()
}

/// Articles one after the other, separated by blank lines, up to at least
/// `bytes` bytes.
pub fn corpus(bytes: usize, style: Style) -> String {
    let mut text = String::with_capacity(bytes + 8192);
    let mut seed = 1;
    while text.len() < bytes {
        text.push_str(&article(seed, style));
        text.push_str("\n\n\n");
        seed += 1;
    }
    text
}

/// A small generator of pseudo-random numbers (xorshift, 64 bits).
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

struct Writer {
    random: Random,
    style: Style,
    words: Words,
    /// The people of this article, so that names come back.
    people: Vec<(&'static str, &'static str, &'static str)>,
    places: Vec<&'static str>,
    text: String,
}

impl Writer {
    fn new(seed: u64, style: Style) -> Self {
        let mut random = Random::new(seed);
        let words = copy::words(style == Style::Wide);
        let people = (0..4)
            .map(|_| {
                (
                    random.pick(words.titles),
                    random.pick(words.first_names),
                    random.pick(words.surnames),
                )
            })
            .collect();
        let places = (0..3).map(|_| random.pick(words.places)).collect();
        Self { random, style, words, people, places, text: String::new() }
    }

    fn article(&mut self) {
        self.headline();
        self.text.push('\n');
        if self.random.below(3) == 0 {
            let _ = write!(self.text, "By {}\n\n", self.random.pick(self.words.reporters));
        }
        if self.random.below(2) == 0 {
            let place = self.places[0].to_uppercase();
            let agency = self.random.pick(self.words.agencies);
            let _ = write!(self.text, "{place} ({agency}) -- ");
        }
        let paragraphs = 10 + self.random.below(8);
        for paragraph in 0..paragraphs {
            if paragraph > 0 && self.random.below(9) == 0 {
                let subhead = self.random.pick(self.words.subheads);
                let _ = write!(self.text, "{subhead}\n\n");
            }
            let sentences = 1 + self.random.below(3);
            self.paragraph(sentences);
            self.text.push('\n');
        }
        let _ = write!(self.text, "  • {}", self.random.pick(self.words.reporters));
    }

    fn headline(&mut self) {
        let template = self.random.pick(self.words.headlines);
        self.fill(template);
        self.text.push('\n');
    }

    fn paragraph(&mut self, sentences: usize) {
        for sentence in 0..sentences {
            if sentence > 0 {
                self.text.push(' ');
            }
            let template = self.random.pick(self.words.sentences);
            self.fill(template);
        }
        self.text.push('\n');
    }

    /// Writes a template. `{p}` is a person's full name, `{t}` title and
    /// surname, `{s}` the surname, `{l}` a place, `{o}` an organisation, `{d}`
    /// a day, `{n}` a number, `{c}` a clause, `{q}` a clause to be quoted.
    fn fill(&mut self, template: &str) {
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            self.text.push_str(before);
            let (slot, after) = after.split_once('}').unwrap_or((after, ""));
            self.slot(slot);
            rest = after;
        }
        self.text.push_str(rest);
    }

    fn slot(&mut self, slot: &str) {
        let (title, first, last) = self.people[self.random.below(self.people.len())];
        match slot {
            "p" => {
                let _ = write!(self.text, "{first} {last}");
            }
            "t" => {
                let _ = write!(self.text, "{title} {last}");
            }
            "s" => self.text.push_str(last),
            "l" => {
                let place = self.places[self.random.below(self.places.len())];
                self.text.push_str(place);
            }
            "o" => self.text.push_str(self.random.pick(self.words.organisations)),
            "d" => self.text.push_str(self.random.pick(self.words.days)),
            "n" => {
                let number = 2 + self.random.below(900);
                let _ = write!(self.text, "{number}");
            }
            "c" | "q" => {
                let clause = self.random.pick(self.words.clauses);
                if slot == "q" {
                    let mut chars = clause.chars();
                    self.text.extend(chars.next().map(|c| c.to_ascii_uppercase()));
                    self.text.push_str(chars.as_str());
                } else {
                    self.text.push_str(clause);
                }
            }
            _ => {}
        }
    }

    /// The text in its style: templates are written in ASCII.
    fn finish(self) -> String {
        if self.style == Style::Ascii {
            return self.text.replace("  •", "  *");
        }
        let mut out = String::with_capacity(self.text.len() + self.text.len() / 16);
        let mut before = '\n';
        for c in self.text.replace(" -- ", " — ").chars() {
            let opens = before.is_whitespace() || matches!(before, '(' | '—');
            out.push(match c {
                '"' if opens => '“',
                '"' => '”',
                '\'' if opens => '‘',
                '\'' => '’',
                _ => c,
            });
            before = c;
        }
        out
    }
}
