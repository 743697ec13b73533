//! Trains the weights that resolve pronouns: a log-linear ranker over the
//! choices of each article.
//!
//! Gold are the coreference of `gum-train` and the pronouns among the sources
//! of the quotation gold, whose speakers have a name.

use std::io;
use std::path::Path;

use newsprint::Reader;
use newsprint::actor::rank::{ActorModel, Choice, choices};
use newsprint::quotation;

use crate::data::{conllu, gold};
use crate::eval::actors::{entities, gold_entities, reports, treebank_clusters, treebank_entities};
use crate::eval::quotations::plain;

/// Steps of gradient descent, and their size.
const STEPS: usize = 120;
const RATE: f64 = 0.15;
/// How strongly the weights are pulled to the hand-set ones.
const PULL: f64 = 5.0;
const ROUNDS: usize = 3;

/// A choice and which of its candidates are right.
struct Example {
    choice: Choice,
    right: Vec<bool>,
}

/// Trains on the gold of the data folder.
///
/// # Errors
/// When a file cannot be read.
pub fn train(data: &Path, reader: &Reader) -> io::Result<ActorModel> {
    let treebank = conllu::read(&data.join("train/gum-train.conllu.xz"))?;
    let mut news = gold::read(&data.join("train/wikinews-gold-train.jsonl"))?;
    news.extend(gold::read(&data.join("train/senate-gold-train.jsonl"))?);
    news.extend(gold::read(&data.join("train/voa-gold.jsonl"))?);
    let mut model = ActorModel::default();
    // Earlier pronouns are resolved by the model of the round before.
    for _ in 0..ROUNDS {
        let mut examples = Vec::new();
        for gold in &treebank {
            let Ok(document) = reader.read(gold.text.as_str()) else { continue };
            let found = entities(&document, &treebank_entities(gold, reader.lexicon()));
            let evidence = document.evidence();
            let reports = quotation::find(evidence, &found, reader.lexicon(), reader.model());
            let (clusters, pronouns) = treebank_clusters(gold);
            for choice in choices(evidence, &found, &reports, reader.lexicon(), &model) {
                let Some((_, cluster)) = pronouns.iter().find(|(s, _)| *s == choice.pronoun) else {
                    continue;
                };
                let spans = clusters.get(cluster).map(Vec::as_slice).unwrap_or_default();
                let right: Vec<bool> = choice
                    .candidates
                    .iter()
                    .map(|candidate| {
                        if candidate.members > 1 {
                            return spans.iter().any(|s| {
                                candidate.spans.len() > 1
                                    && candidate.spans.iter().all(|a| s.covers(*a))
                            });
                        }
                        candidate.spans.iter().any(|a| {
                            spans.iter().any(|s| {
                                s.covers(*a) && a.len() * 4 >= s.len()
                                    || a.covers(*s) && s.len() * 3 >= a.len()
                            })
                        })
                    })
                    .collect();
                examples.push(Example { choice, right });
            }
        }
        for gold in &news {
            let Ok(document) = reader.read(gold.text.as_str()) else { continue };
            let found = entities(&document, &gold_entities(gold));
            let (reports, order) = reports(&document, gold);
            for choice in choices(document.evidence(), &found, &reports, reader.lexicon(), &model) {
                let speaker = order.iter().find_map(|&at| {
                    let quote = &gold.quotes[at];
                    quote.source.contains(&choice.pronoun).then_some(quote.speaker.as_deref())?
                });
                let Some(speaker) = speaker.map(plain) else { continue };
                let right: Vec<bool> = choice
                    .candidates
                    .iter()
                    .map(|candidate| {
                        let mut names = candidate.spans.iter().map(|s| plain(s.slice(&gold.text)));
                        let joint = speaker.iter().any(|word| word == "and");
                        let part =
                            |name: &Vec<String>| name.iter().all(|word| speaker.contains(word));
                        if candidate.members > 1 {
                            return joint && names.all(|name| part(&name));
                        }
                        names.any(|name| name == speaker || !joint && name.len() > 1 && part(&name))
                    })
                    .collect();
                if right.contains(&true) {
                    examples.push(Example { choice, right });
                }
            }
        }
        model = rank(&examples);
    }
    Ok(model)
}

/// Weights of the model for one unit of log odds.
const UNIT: f64 = 64.0;
/// Hand-set weights for one unit of log odds: they are what the weights are
/// pulled to, so that features too rare to learn keep them.
const HAND: f64 = 20.0;

/// A log-linear ranker by gradient descent with a pull to the hand-set
/// weights.
fn rank(examples: &[Example]) -> ActorModel {
    let prior: Vec<f64> =
        ActorModel::default().weights().iter().map(|&w| f64::from(w) / HAND).collect();
    let mut weights = prior.clone();
    let mut squares = vec![1e-6; weights.len()];
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> =
            weights.iter().zip(&prior).map(|(w, p)| PULL * (w - p)).collect();
        for Example { choice, right } in examples {
            // A pronoun that may stand for nothing named scores 0 for that.
            let none = choice.open.then_some((0.0, !right.contains(&true), None));
            let scored: Vec<(f64, bool, Option<&[u16]>)> = choice
                .candidates
                .iter()
                .zip(right)
                .map(|(candidate, right)| {
                    let features = candidate.features.as_slice();
                    let score = features.iter().map(|&f| weights[usize::from(f)]).sum();
                    (score, *right, Some(features))
                })
                .chain(none)
                .collect();
            if !scored.iter().any(|(_, right, _)| *right) {
                continue;
            }
            let most = scored.iter().map(|(s, ..)| *s).fold(f64::MIN, f64::max);
            let all: f64 = scored.iter().map(|(s, ..)| (s - most).exp()).sum();
            let good: f64 =
                scored.iter().filter(|(_, right, _)| *right).map(|(s, ..)| (s - most).exp()).sum();
            for (score, right, features) in &scored {
                let share = (score - most).exp();
                let change = share / all - if *right { share / good } else { 0.0 };
                for &feature in features.iter().flat_map(|f| f.iter()) {
                    gradient[usize::from(feature)] += change;
                }
            }
        }
        for ((weight, square), slope) in weights.iter_mut().zip(&mut squares).zip(&gradient) {
            *square += slope * slope;
            *weight -= RATE * slope / square.sqrt();
        }
    }
    #[allow(clippy::cast_possible_truncation, reason = "clamped to what fits")]
    let rounded = |w: &f64| (w * UNIT).round().clamp(-30_000.0, 30_000.0) as i16;
    ActorModel::new(weights.iter().map(rounded).collect())
}
