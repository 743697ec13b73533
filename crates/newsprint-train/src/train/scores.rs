//! What the scores of quotations and speakers mean: how often they are right on
//! articles that the quotation model was not trained on.

use std::io;
use std::path::Path;

use newsprint::actor::rank::ActorModel;
use newsprint::quotation::score::{self, BASES, Calibration, Curve, FAMILIES, WHOLE};
use newsprint::quotation::{QuotationModel, QuoteKind};
use newsprint::{Document, Reader};

use super::quotations::{self, Settings};
use crate::data::gold::{self, GoldDocument, GoldQuote};
use crate::eval::quotations::{align, plain};

/// The gold whose articles are like those that are read: the first files of
/// the quotation trainer.
const FILES: &[&str] = &["train/wikinews-gold-train.jsonl", "train/senate-gold-train.jsonl"];
const FOLDS: usize = 3;
/// Quotations that one point of a curve stands for, at least.
const LEAST: usize = 40;
/// Points of a curve, at most.
const POINTS: usize = 8;
/// How many quotations the rate of all weighs in that of a few.
const PRIOR: f64 = 4.0;

/// A quotation that was found, and whether it is right.
#[derive(Clone, Copy, Debug)]
pub struct Judged {
    /// The family of its rule.
    pub family: usize,
    /// Its score.
    pub score: f32,
    /// The place of the basis of its speaker.
    pub basis: usize,
    /// Whether it has no quote marks.
    pub indirect: bool,
    /// The score of its speaker.
    pub speaker: f32,
    /// Whether its content overlaps that of a gold one by 0.8 and its source
    /// is right.
    pub right: bool,
    /// Whether its speaker is right, when someone is quoted there; scare
    /// quotes have none.
    pub named: Option<bool>,
}

/// Judges every quotation of a document.
pub fn judge(document: &Document, gold: &GoldDocument) -> Vec<Judged> {
    let text = gold.text.as_str();
    let scare = |kind: QuoteKind| kind == QuoteKind::Scare;
    let mut judged = Vec::new();
    for side in [false, true] {
        let of_gold: Vec<&GoldQuote> = gold
            .quotes
            .iter()
            .filter(|quote| scare(quote.kind) == side && !quote.content.is_empty())
            .collect();
        let found: Vec<_> =
            document.quotes().iter().filter(|quote| scare(quote.kind) == side).collect();
        let gold_spans: Vec<_> = of_gold.iter().map(|quote| quote.content.as_slice()).collect();
        let found_spans: Vec<_> = found.iter().map(|quote| quote.content.as_slice()).collect();
        let pairs = align(text, &gold_spans, &found_spans, 0.3);
        for (at, quote) in found.iter().enumerate() {
            let pair = pairs.iter().find(|pair| pair.found == at);
            let source = |gold: &GoldQuote| match quote.source {
                Some(span) => gold.source.iter().any(|other| other.overlaps(span)),
                None => gold.source.is_empty(),
            };
            let name = |gold: &GoldQuote| {
                let expected = gold.speaker.as_deref().map(plain).filter(|name| !name.is_empty());
                document.speaker_name(quote).as_deref().map(plain) == expected
            };
            judged.push(Judged {
                family: score::family(quote.rule, quote.kind),
                score: quote.score,
                basis: score::place(quote.speaker.as_ref().map(|speaker| speaker.basis)),
                indirect: quote.kind == QuoteKind::Indirect,
                speaker: quote.speaker.as_ref().map_or(1.0, |speaker| speaker.score),
                right: pair.is_some_and(|pair| pair.overlap >= 0.8 && source(of_gold[pair.gold])),
                named: pair.filter(|_| !side).map(|pair| name(of_gold[pair.gold])),
            });
        }
    }
    judged
}

/// Reads what scores mean off held-out articles.
///
/// # Errors
/// When a gold file cannot be read.
pub fn calibrate(data: &Path, earlier: &Reader, actor: &ActorModel) -> io::Result<Calibration> {
    let habits = quotations::habits(data)?;
    let mut judged = Vec::new();
    for fold in 0..FOLDS {
        let inside = |file: usize, place: usize| file < FILES.len() && place % FOLDS == fold;
        let mut others = quotations::read(data, earlier, |file, place| !inside(file, place))?;
        let tagger = earlier.model().tag.as_ref();
        let section = quotations::train(&mut others, &habits, &Settings::default(), tagger).write();
        let mut model = earlier.model().clone();
        model.quotation = Some(QuotationModel::read(&section).map_err(io::Error::other)?);
        model.actor = actor.clone().with_calibration(Calibration::default());
        let reader = earlier.clone().with_model(model);
        for (file, name) in FILES.iter().enumerate() {
            for (place, gold) in gold::read(&data.join(name))?.iter().enumerate() {
                if inside(file, place)
                    && let Ok(document) = reader.read(gold.text.as_str())
                {
                    judged.extend(judge(&document, gold));
                }
            }
        }
    }
    Ok(table(&judged))
}

/// The tables of judged quotations with raw scores.
fn table(judged: &[Judged]) -> Calibration {
    let curves = (0..FAMILIES)
        .map(|family| {
            let of_family = judged.iter().filter(|one| one.family == family);
            curve(of_family.map(|one| (one.score, one.right)).collect())
        })
        .collect();
    let rate = |all: &[bool], prior: f64| {
        let right = all.iter().filter(|right| **right).count();
        share((count(right) + PRIOR * prior) / (count(all.len()) + PRIOR))
    };
    let mean = |all: &[bool]| {
        count(all.iter().filter(|right| **right).count()) / count(all.len()).max(1.0)
    };
    let named = |choose: &dyn Fn(&Judged) -> bool| -> Vec<bool> {
        judged.iter().filter(|one| choose(one)).filter_map(|one| one.named).collect()
    };
    let prior = mean(&named(&|one| one.right));
    let speakers =
        (0..BASES).map(|basis| rate(&named(&|one| one.right && one.basis == basis), prior));
    let prior = mean(&named(&|_| true));
    let by_marks = (0..BASES).flat_map(|basis| {
        [false, true].map(|indirect| {
            rate(&named(&|one| one.basis == basis && one.indirect == indirect), prior)
        })
    });
    Calibration { curves, speakers: speakers.collect(), named: by_marks.collect() }
}

/// A rising curve through the shares of right ones among those of like scores:
/// neighbours that fall are pooled.
fn curve(mut all: Vec<(f32, bool)>) -> Curve {
    if all.is_empty() {
        return Curve::new();
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let rate = count(all.iter().filter(|(_, right)| *right).count()) / count(all.len());
    let size = LEAST.max(all.len().div_ceil(POINTS));
    // Sum of scores, right ones, all.
    let mut pools: Vec<(f64, f64, f64)> = Vec::new();
    for part in all.chunks(size) {
        let sum: f64 = part.iter().map(|(score, _)| f64::from(*score)).sum();
        let right = count(part.iter().filter(|(_, right)| *right).count());
        pools.push((sum, right, count(part.len())));
        while let [.., before, last] = pools.as_mut_slice()
            && before.1 * last.2 >= last.1 * before.2
        {
            *before = (before.0 + last.0, before.1 + last.1, before.2 + last.2);
            pools.pop();
        }
    }
    let mut curve = Curve::new();
    for (sum, right, all) in pools {
        let point = (share(sum / all), share((right + rate) / (all + 1.0)));
        if curve.last().is_none_or(|last| last.0 < point.0 && last.1 <= point.1) {
            curve.push(point);
        }
    }
    curve
}

#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn count(value: usize) -> f64 {
    value as f64
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is between 0 and 1"
)]
fn share(value: f64) -> u16 {
    (value.clamp(0.0, 1.0) * f64::from(WHOLE)).round() as u16
}
