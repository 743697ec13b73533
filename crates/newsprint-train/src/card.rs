//! The model card: what the sections are, what they were trained on, how good
//! they are.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use sha2::{Digest, Sha256};

use crate::eval::Row;
use crate::train::quotations::OWN;

/// A file that the trainers read, below the data folder.
struct Source {
    file: &'static str,
    what: &'static str,
    licence: &'static str,
    /// The sections that read it.
    sections: &'static str,
}

const fn source(
    file: &'static str,
    what: &'static str,
    licence: &'static str,
    sections: &'static str,
) -> Source {
    Source { file, what, licence, sections }
}

const SOURCES: &[Source] = &[
    source(
        "train/wikinews-gold-train.jsonl",
        "Wikinews articles, entities and quotations",
        "text CC BY 2.5, annotation the project's own",
        "entities, quotation, actor",
    ),
    source(
        "train/senate-gold-train.jsonl",
        "press releases of the US Senate, entities and quotations",
        "text public domain, annotation the project's own",
        "entities, quotation, actor",
    ),
    source(
        "train/voa-gold.jsonl",
        "Voice of America news, entities, quotations, sentences",
        "text public domain, annotation the project's own",
        "sentence, entities, quotation, actor",
    ),
    source(
        "train/senate-press-releases.txt.xz",
        "press releases of the US Senate, raw text",
        "public domain",
        "tag, entities (word clusters), quotation (counts; paragraphs that we annotated)",
    ),
    source(
        "train/gum-train.conllu.xz",
        "GUM treebank with entities and coreference",
        "annotation CC BY 4.0, texts CC BY and CC BY-SA",
        "sentence, lemma, tag, entities, actor",
    ),
    source(
        "train/ewt-train.conllu.xz",
        "UD English EWT treebank",
        "CC BY-SA 4.0",
        "sentence, lemma, tag",
    ),
    source(
        "train/gmb.iob2.xz",
        "Groningen Meaning Bank, words and tags",
        "CDLA-Sharing",
        "tag (verbs and nouns, counts, word clusters), entities (word clusters; labels that a first model agrees with), quotation (sentences that we annotated)",
    ),
    source("train/masc.jsonl.xz", "MASC, sentences", "free of restrictions", "sentence"),
    source("train/wikigold.iob.txt", "Wikipedia text with entities", "CC BY 4.0", "entities"),
    source("gazetteers/world-cities.csv", "GeoNames cities", "CC BY 4.0", "entities"),
    source("gazetteers/country-codes.csv", "countries", "PDDL", "entities"),
    source("gazetteers/first-names-all.txt", "given names", "Unlicense", "entities"),
    source("gazetteers/first-names-us.txt", "given names", "Unlicense", "entities"),
    source("gazetteers/surnames-all.txt", "surnames", "Unlicense", "entities"),
    source("gazetteers/surnames-us.txt", "surnames", "Unlicense", "entities"),
    source("gazetteers/us-legislators.txt", "members of the US Congress", "CC0", "entities"),
    source("gazetteers/sp500.csv", "companies", "PDDL", "entities"),
    source("gazetteers/nasdaq.csv", "companies", "PDDL", "entities"),
];

/// Lists of names of one origin, CC0.
const CORPORA: &[&str] = &[
    "corpora-corporations-charities.json",
    "corpora-corporations-fortune500.json",
    "corpora-corporations-newspapers.json",
    "corpora-geography-canada_provinces_and_territories.json",
    "corpora-geography-oceans.json",
    "corpora-geography-rivers.json",
    "corpora-governments-uk_political_parties.json",
    "corpora-governments-us_federal_agencies.json",
    "corpora-humans-occupations.json",
    "corpora-humans-prefixes.json",
    "corpora-sports-mlb_teams.json",
    "corpora-sports-nba_teams.json",
    "corpora-sports-nfl_teams.json",
    "corpora-sports-nhl_teams.json",
];

/// Writes the card of a model's sections, measured as `rows` say.
///
/// # Errors
/// When a file that the trainers read is missing.
pub fn card(data: &Path, sections: &[(&str, &[u8])], rows: &[Row]) -> io::Result<String> {
    let mut out = String::from(
        "# Model card: newsprint, English\n\n\
         Made by `newsprint-train train --data DATA`, which writes this file too; a test holds it \
         against the shipped sections. The same data gives the same bytes.\n\n\
         Reads edited English news: articles, interviews, press releases. Not made for fiction, \
         chat, speech transcripts without punctuation, or other languages. Most of what it was \
         trained on is American and international politics of 2003 to 2020: names, institutions \
         and currencies of other regions are found less often, and given names stand for a \
         person's gender only where nothing else in the text does. Scores are estimates of being \
         right on text like the development sets. Quotations are found as they are reported, not \
         checked for truth.\n\n\
         ## Sections\n\
         | section | bytes | SHA-256 |\n|---|---|---|\n",
    );
    for (name, bytes) in sections {
        let _ = writeln!(out, "| {name} | {} | `{}` |", bytes.len(), digest(bytes));
    }
    out.push_str(
        "\n## Trained on\n\
         None of these texts is part of the distribution. Development files (`-dev` in their names) and \
         the sets that are only measured were not trained on.\n\n\
         | file | what | licence | read by | SHA-256 |\n|---|---|---|---|---|\n",
    );
    for Source { file, what, licence, sections } in SOURCES {
        let hash = digest(&read(&data.join(file))?);
        let _ = writeln!(out, "| {file} | {what} | {licence} | {sections} | `{hash}` |");
    }
    for name in CORPORA {
        let hash = digest(&read(&data.join("gazetteers").join(name))?);
        let _ = writeln!(out, "| gazetteers/{name} | lists of names | CC0 | entities | `{hash}` |");
    }
    out.push_str(
        "\n### The project's own\n\
         Written by the newsprint developers, in `crates/newsprint-train/gold`; MIT OR Apache-2.0.\n\n\
         | file | what | read by | SHA-256 |\n|---|---|---|---|\n",
    );
    for (name, file) in OWN {
        let what = if file.contains("===") {
            "invented articles, quotations"
        } else {
            "quotations of newswire sentences, without the text"
        };
        let hash = digest(file.as_bytes());
        let _ = writeln!(out, "| {name}.txt | {what} | quotation, actor | `{hash}` |");
    }
    out.push_str(
        "\n## Scores\n\
         In percent, on development sets; `newsprint-train eval` measures them and many more.\n\n\
         | layer | set | measure | figure |\n|---|---|---|---|\n",
    );
    for Row { layer, set, measure, value, .. } in rows.iter().filter(|row| shown(row)) {
        let _ = writeln!(out, "| {layer} | {set} | {measure} | {value:.2} |");
    }
    Ok(out)
}

/// What has a floor, and each label of the entities.
fn shown(row: &Row) -> bool {
    let of_label = row.measure.starts_with("F1, ") && row.measure.ends_with(", trimmed");
    row.floor.is_some()
        || row.layer == "entities" && (of_label || row.measure == "reliability error")
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

/// In lower-case hexadecimal.
fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::digest;

    /// Whoever trains a section anew has the card made anew.
    #[test]
    fn the_card_is_that_of_the_shipped_sections() {
        let card = include_str!("../../newsprint-en/model/CARD.md");
        for (name, bytes) in newsprint_en::MODEL_SECTIONS {
            let line = format!("| {name} | {} | `{}` |", bytes.len(), digest(bytes));
            assert!(card.contains(&line), "the card does not have this section: {line}");
        }
    }
}
