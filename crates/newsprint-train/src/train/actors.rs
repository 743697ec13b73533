//! Trains the weights that resolve pronouns: an averaged perceptron over the
//! choices of each article, in integers, so that every run gives the same
//! bytes.
//!
//! Gold are the coreference of `gum-train` and the pronouns among the sources
//! of the quotation gold, whose speakers have a name.

use std::io;
use std::path::Path;

use newsprint::Reader;
use newsprint::actor::rank::{ActorModel, Choice, KINDS, WIDTH, choices};
use newsprint::quotation;

use super::random::Random;
use crate::data::{conllu, gold};
use crate::eval::actors::{
    entities, evidence, gold_entities, reports, treebank_clusters, treebank_entities,
};
use crate::eval::quotations::plain;

const EPOCHS: usize = 12;
/// How far a right candidate must lead.
const MARGIN: i64 = 12;
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
pub fn train(data: &Path) -> io::Result<ActorModel> {
    let reader = Reader::english();
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
            let evidence = evidence(&document);
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
            for choice in choices(evidence(&document), &found, &reports, reader.lexicon(), &model) {
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
        model = perceptron(&examples);
    }
    Ok(model)
}

fn perceptron(examples: &[Example]) -> ActorModel {
    // What the hand says of rare features stays.
    let mut weights: Vec<i64> =
        ActorModel::default().weights().iter().map(|&w| i64::from(w) / 2).collect();
    let mut sums = vec![0i64; KINDS * WIDTH];
    let mut time = 1i64;
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::new(7);
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for &at in &order {
            let Example { choice, right } = &examples[at];
            let score = |features: &[u16]| -> i64 {
                features.iter().map(|&f| weights[usize::from(f)]).sum()
            };
            let best = |wanted: bool| {
                choice
                    .candidates
                    .iter()
                    .zip(right)
                    .filter(|(_, r)| **r == wanted)
                    .map(|(c, _)| (score(&c.features), &c.features))
                    .max_by_key(|(s, _)| *s)
            };
            let (good, bad) = (best(true), best(false));
            let mut change: Vec<(&[u16], i64)> = Vec::new();
            match (good, bad) {
                (Some((g, good)), Some((b, bad))) if g < b + MARGIN => {
                    change.extend([(good.as_slice(), 1), (bad.as_slice(), -1)]);
                }
                (Some((g, good)), _) if choice.open && g < MARGIN => {
                    change.push((good.as_slice(), 1));
                }
                (None, Some((b, bad))) if choice.open && b > -MARGIN => {
                    change.push((bad.as_slice(), -1));
                }
                _ => {}
            }
            for (features, by) in change {
                for &f in features {
                    weights[usize::from(f)] += by;
                    sums[usize::from(f)] += by * time;
                }
            }
            time += 1;
        }
    }
    // The average of the weights over all steps, in eighths.
    let average = weights.iter().zip(&sums).map(|(w, s)| (w * time - s) * 8 / time);
    ActorModel::new(
        average
            .map(|w| i16::try_from(w.clamp(i16::MIN.into(), i16::MAX.into())).unwrap_or(0))
            .collect(),
    )
}
