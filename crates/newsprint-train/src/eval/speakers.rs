//! Speakers of the quotations that the whole library finds, by what they were
//! found by.

use newsprint::Reader;
use newsprint::quotation::{QuoteKind, SpeakerBasis, score};
use serde_json::json;

use super::quotations::{align, answers, plain};
use super::{Row, percent};
use crate::data::gold::GoldDocument;
use crate::train::scores::{Judged, judge};

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
    let mut rows = scores(reader, set, gold);
    let names = tally.iter().zip(["direct and mixed", "all kinds"]).map(|(&(right, of), kinds)| {
        let measure = format!("speaker name right, {kinds}, system reports");
        Row::new("actors", set, &measure, percent(right, of))
            .detail(json!({ "right": right, "of": of }))
    });
    rows.extend(names);
    rows
}

/// How far scores are from how often they are right: the mean over ten bins,
/// weighed by their size, in points.
fn scores(reader: &Reader, set: &str, gold: &[GoldDocument]) -> Vec<Row> {
    let mut judged = Vec::new();
    for gold in gold {
        if let Ok(document) = reader.read(gold.text.as_str()) {
            judged.extend(judge(&document, gold));
        }
    }
    let reported = |one: &&Judged| one.family != score::FAMILIES - 1;
    let quotations = judged
        .iter()
        .filter(reported)
        .map(|one| (one.score, one.right && one.named == Some(true)))
        .collect();
    let speakers = judged
        .iter()
        .filter(|one| one.basis + 1 < score::BASES)
        .filter_map(|one| Some((one.speaker, one.named?)))
        .collect();
    let mut rows = Vec::new();
    for (what, all) in [("quotation", quotations), ("speaker", speakers)] {
        let all: Vec<(f32, bool)> = all;
        let measure = format!("score of a {what}, off by, mean of ten bins");
        let right = all.iter().filter(|(_, right)| *right).count();
        let (off, bins) = off_by(&all);
        rows.push(
            Row::new("actors", set, &measure, off)
                .detail(json!({ "right": right, "of": all.len(), "bins": bins })),
        );
    }
    // By basis: how often the speaker is right.
    let ids = SpeakerBasis::ALL.iter().map(|basis| basis.id()).chain(["none"]);
    for (basis, id) in ids.enumerate() {
        let all: Vec<bool> =
            judged.iter().filter(|one| one.basis == basis).filter_map(|one| one.named).collect();
        let right = all.iter().filter(|right| **right).count();
        if !all.is_empty() {
            let measure = format!("speaker right, by basis {id}");
            rows.push(
                Row::new("actors", set, &measure, percent(right, all.len()))
                    .detail(json!({ "right": right, "of": all.len() })),
            );
        }
    }
    rows
}

#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "scores are between 0 and 1, counts far below 2^52"
)]
fn off_by(all: &[(f32, bool)]) -> (f64, [(f64, f64, f64); 10]) {
    // Sum of scores, right ones, all.
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for &(score, right) in all {
        let bin = &mut bins[((score * 10.0) as usize).min(9)];
        bin.0 += f64::from(score);
        bin.1 += f64::from(u8::from(right));
        bin.2 += 1.0;
    }
    let off = bins.iter().map(|(score, right, _)| (score - right).abs()).sum::<f64>();
    (100.0 * off / all.len().max(1) as f64, bins)
}
