//! Speakers of the quotations that the whole library finds, by what they were
//! found by.

use newsprint::Reader;
use newsprint::quotation::QuoteKind;
use serde_json::json;

use super::quotations::{align, answers, plain};
use super::{Row, percent};
use crate::data::gold::GoldDocument;

/// Measures the names of speakers on the quotations that match gold ones.
pub fn whole(reader: &Reader, set: &str, gold: &[GoldDocument], errors: usize) -> Vec<Row> {
    // Right and all, of direct and mixed, and of all kinds.
    let mut tally = [(0, 0); 2];
    let mut wrong = Vec::new();
    for gold in gold {
        let answers = answers(reader, gold);
        let of_gold: Vec<_> = gold
            .quotes
            .iter()
            .filter(|quote| quote.kind != QuoteKind::Scare && !quote.content.is_empty())
            .collect();
        let found: Vec<_> =
            answers.iter().filter(|answer| answer.kind != QuoteKind::Scare).collect();
        let of_gold_spans: Vec<_> = of_gold.iter().map(|q| q.content.as_slice()).collect();
        let found_spans: Vec<_> = found.iter().map(|a| a.content.as_slice()).collect();
        for pair in align(&gold.text, &of_gold_spans, &found_spans, 0.3) {
            let (quote, answer) = (of_gold[pair.gold], found[pair.found]);
            let expected = quote.speaker.as_deref().map(plain).filter(|name| !name.is_empty());
            let named = answer.speaker.as_deref().map(plain);
            if named != expected && errors > 0 {
                let content: String = quote.content[0].slice(&gold.text).chars().take(50).collect();
                wrong.push(format!(
                    "whole {set} [{}] {:?} source {:?} found {:?} gold speaker {:?} found {:?} | {content}",
                    gold.id,
                    quote.kind,
                    quote.source.first().map_or("", |span| span.slice(&gold.text)),
                    answer.source.map_or("", |span| span.slice(&gold.text)),
                    quote.speaker.as_deref().unwrap_or("-"),
                    answer.speaker.as_deref().unwrap_or("-"),
                ));
            }
            if expected.is_none() {
                continue;
            }
            let quoted = quote.kind != QuoteKind::Indirect;
            for (row, counted) in tally.iter_mut().zip([quoted, true]) {
                row.0 += usize::from(counted && named == expected);
                row.1 += usize::from(counted);
            }
        }
    }
    for line in wrong.iter().take(errors) {
        eprintln!("{line}");
    }
    tally
        .iter()
        .zip(["direct and mixed", "all kinds"])
        .map(|(&(right, of), kinds)| {
            let measure = format!("speaker name right, {kinds}, system reports");
            Row::new("actors", set, &measure, percent(right, of))
                .detail(json!({ "right": right, "of": of }))
        })
        .collect()
}
