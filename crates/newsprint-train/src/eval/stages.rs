//! What later stages would reach if the stage before them made no mistake:
//! quotations and speakers with gold entities. Speakers with gold reports are
//! measured in [`actors`](super::actors).

use std::borrow::Cow;
use std::io;
use std::path::Path;

use newsprint::{Reader, quotation};

use super::actors::{cast, entities, gold_entities};
use super::quotations::{Answer, measure};
use super::{Request, Row};
use crate::data::gold::{self, GoldDocument};

/// The figures worth having; the others change little.
const MEASURES: &[&str] = &[
    "direct and mixed, content @0.8 F1",
    "all kinds, content @0.3 F1",
    "all kinds, content @0.8 F1",
    "source overlap on matched",
    "speaker name right, direct and mixed",
    "speaker name right, all kinds",
];

/// Measures quotations on gold entities.
///
/// # Errors
/// When a gold file cannot be read.
pub fn evaluate(data: &Path, reader: &Reader, _: Request) -> io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for set in ["wikinews-gold-dev", "senate-gold-dev"] {
        let gold = gold::read(&data.join(format!("train/{set}.jsonl")))?;
        let answers: Vec<_> = gold.iter().map(|document| answers(reader, document)).collect();
        rows.extend(
            measure(set, &gold, &answers, 0)
                .into_iter()
                .filter(|row| MEASURES.contains(&row.measure.as_str()))
                .map(|row| Row { measure: format!("{}, gold entities", row.measure), ..row }),
        );
    }
    Ok(rows)
}

fn answers(reader: &Reader, gold: &GoldDocument) -> Vec<Answer> {
    let Ok(document) = reader.read(gold.text.as_str()) else { return Vec::new() };
    let entities = entities(&document, &gold_entities(gold));
    let reports = quotation::find(document.evidence(), &entities, reader.lexicon(), reader.model());
    let cast = cast(reader, &document, &entities, &reports);
    cast.quotations
        .iter()
        .map(|quotation| Answer {
            kind: quotation.kind,
            content: quotation.content.clone(),
            cue: quotation.cue,
            source: quotation.source,
            speaker: cast.speaker_name(quotation).map(Cow::into_owned),
            rule: quotation.rule.0,
            score: quotation.score,
        })
        .collect()
}
