//! Named entities: corpora, features, a conditional random field, a second
//! reading, calibration.

pub mod corpus;
pub mod crf;
pub mod names;
pub mod raw;

use std::collections::HashMap;
use std::io;
use std::path::Path;

use newsprint::Reader;
use newsprint::entity::{
    CALIBRATION_STEP, Context, EntityModel, EntityModelParts, FINER, Gazetteer, Kind, Lattice,
    Paths, SCALE, STATES, State, Transitions, Votes, softplus,
};
use newsprint::model::{Input, Model, WeightTableBuilder};

use crate::eval::{Request, entities};
use corpus::{Alignment, Example};
use crf::{ANY, Base, Examples, Settings, WIDTH, Weights};

/// How many parts the texts are cut into, to see how a model reads texts that
/// it was not trained on.
const FOLDS: u32 = 4;

/// Trains the section and gives its bytes.
///
/// # Errors
/// When a file cannot be read.
pub fn train(data: &Path) -> io::Result<Vec<u8>> {
    let reader = Reader::english();
    let reader_clone = reader.clone();
    let (lexicon, model) = (reader_clone.lexicon(), reader_clone.model());
    let mut alignment = Alignment::default();
    let folder = data.join("train");
    let mut texts: Vec<Example> = Vec::new();
    for name in ["wikinews-gold-train.jsonl", "senate-gold-train.jsonl", "voa-gold.jsonl"] {
        texts.extend(corpus::gold(&folder.join(name), 1.0, lexicon, model, &mut alignment)?);
    }
    eprintln!(
        "{} texts, {} entities, {} of which end inside a token",
        texts.len(),
        alignment.entities,
        alignment.misfits
    );
    let partial = std::env::var("PARTIAL").unwrap_or_else(|_| "gw".to_string());
    if partial.contains('g') {
        texts.extend(corpus::gum(&folder.join("gum-train.conllu.xz"), 0.5, lexicon, model)?);
    }
    if partial.contains('w') {
        texts.extend(corpus::wikigold(&folder.join("wikigold.iob.txt"), 0.5, lexicon, model)?);
    }

    let cache = std::env::var_os("GAZETTEER").map(std::path::PathBuf::from);
    let bytes = match &cache {
        Some(path) if path.exists() => std::fs::read(path)?,
        _ => {
            let raw = raw::read(data, lexicon, &texts)?;
            names::gazetteer(data, lexicon, &texts, Some(&raw))?
        }
    };
    if let Some(path) = &cache {
        std::fs::write(path, &bytes)?;
    }
    let gazetteer = Gazetteer::read(&mut Input::new(&bytes)).expect("the gazetteer just written");
    let contexts: Vec<Context<'_>> =
        texts.iter().map(|text| Context::new(text.layers.evidence(), &gazetteer)).collect();
    let (examples, keys) = extract(&texts, &contexts);
    eprintln!(
        "{} open tokens, {} features, {} rows",
        examples.tokens.len(),
        examples.features.len(),
        keys.len()
    );
    let epochs = std::env::var("EPOCHS").ok().and_then(|e| e.parse().ok()).unwrap_or(10);
    let number = |name: &str, default: f32| {
        std::env::var(name).ok().and_then(|e| e.parse().ok()).unwrap_or(default)
    };
    let settings = Settings {
        epochs,
        rate: number("RATE", 0.05),
        half_life: number("HALF", 4.0),
        penalty: number("PENALTY", 12.0),
        hide: number("HIDE", 0.2),
        seed: 7,
    };
    let weights = crf::train(&examples, keys.len(), settings, None, |_| true);
    let builder = table(&weights, &keys);
    let transitions = quantise(&weights.transitions);
    let none = WeightTableBuilder::new(u16::try_from(STATES).unwrap());
    let write = |weights: &WeightTableBuilder,
                 consistency: &WeightTableBuilder,
                 transitions: &Transitions,
                 calibration: &[u16]| {
        EntityModelParts { gazetteer: &bytes, weights, consistency, transitions, calibration }
            .write((SCALE * FINER) as f32)
    };

    // How a model reads texts that it was not trained on.
    let mut folds: Vec<(WeightTableBuilder, Transitions)> = Vec::new();
    let mut base = Base {
        scores: vec![[0.0; WIDTH]; examples.tokens.len()],
        transitions: weights.transitions,
    };
    let mut second = Examples::default();
    let mut rows: HashMap<u32, u32> = HashMap::new();
    let mut second_keys = Vec::new();
    let mut of_segment: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, &document) in examples.documents.iter().enumerate() {
        of_segment.entry(document).or_default().push(at);
    }
    for fold in 0..FOLDS {
        let settings = Settings { epochs: settings.epochs.min(8), ..settings };
        let weights =
            crf::train(&examples, keys.len(), settings, None, |document| document % FOLDS != fold);
        let (builder, transitions) = (table(&weights, &keys), quantise(&weights.transitions));
        let section = write(&builder, &none, &transitions, &[0]);
        let model = EntityModel::read(&section).expect("the section just written");
        for (document, context) in contexts.iter().enumerate() {
            let document = document as u32;
            if document % FOLDS != fold || texts[document as usize].gold.is_none() {
                continue;
            }
            let mut votes = Votes::new(context, texts[document as usize].layers.tokens.len());
            let mut segments = Vec::new();
            for (segment, &at) in context.segments().into_iter().zip(&of_segment[&document]) {
                let mut lattice = Lattice::default();
                for token in segment.clone() {
                    lattice.push(&newsprint::entity::scores(context, token, &model));
                }
                let mut found = Vec::new();
                lattice.decode(&model.transitions, &mut Paths::default(), |entity| {
                    found.push(entity);
                });
                votes.count(context, segment.clone(), &found);
                segments.push((segment, at));
            }
            for (segment, at) in segments {
                let (range, importance) = examples.segments[at].clone();
                let first = second.tokens.len();
                for (token, own) in segment.zip(range) {
                    let start = second.features.len() as u32;
                    votes.features(context, token, |key| {
                        let row = *rows.entry(key).or_insert_with(|| {
                            second_keys.push(key);
                            second_keys.len() as u32 - 1
                        });
                        second.features.push(row);
                    });
                    base.scores[second.tokens.len()] = score(&weights, &examples, own);
                    second.tokens.push([start, start, second.features.len() as u32]);
                    second.allowed.push(examples.allowed[own]);
                    second.words.push(0);
                }
                second.segments.push((first..second.tokens.len(), importance));
                second.documents.push(document);
            }
        }
        folds.push((builder, transitions));
    }
    let settings = Settings { epochs: 6, hide: 0.0, penalty: 1.0, rate: 0.02, ..settings };
    let weights = crf::train(&second, second_keys.len(), settings, Some(&base), |_| true);
    let consistency = table(&weights, &second_keys);

    // What share is right at each probability that the model gives.
    let mut judged: Vec<(i32, bool)> = Vec::new();
    for (fold, (weights, transitions)) in (0..FOLDS).zip(&folds) {
        let section = write(weights, &consistency, transitions, &[0]);
        let model = EntityModel::read(&section).expect("the section just written");
        for (document, text) in texts.iter().enumerate() {
            if document as u32 % FOLDS != fold {
                continue;
            }
            let Some(gold) = &text.gold else { continue };
            let tokens = &text.layers.tokens;
            newsprint::entity::decode(text.layers.evidence(), &model, |found| {
                let span = tokens[found.start].span.join(tokens[found.end - 1].span);
                let label = found.state.label().expect("an entity has a label");
                judged.push((found.log_probability, gold.contains(&(span, label))));
            });
        }
    }
    let calibration = calibrate(&judged);
    let section = write(&builder, &consistency, &transitions, &calibration);
    let errors = std::env::var("ERRORS").ok().and_then(|e| e.parse().ok()).unwrap_or(0);
    let mut model = Model::english();
    model.entities = Some(EntityModel::read(&section).expect("the section just written"));
    let rows = entities::measure(&reader.with_model(model), data, Request { errors })?;
    print!("{}", crate::eval::table(&rows));
    Ok(section)
}

/// The share that is right, in parts of 65,535, by how improbable the model
/// says an entity is; never rising.
fn calibrate(judged: &[(i32, bool)]) -> Vec<u16> {
    let mut steps = vec![(0.0_f64, 0.0_f64); 40];
    for &(log_probability, right) in judged {
        let step = usize::try_from(-log_probability / CALIBRATION_STEP).unwrap_or(0);
        let last = steps.len() - 1;
        let place = &mut steps[step.min(last)];
        place.0 += f64::from(u8::from(right));
        place.1 += 1.0;
    }
    // Neighbours that rise are pooled until none do.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (right, all) in steps {
        // A little of the whole, for steps that have few.
        pools.push((right + 0.5, all + 1.0, 1));
        while let [.., before, last] = &pools[..]
            && before.0 / before.1 < last.0 / last.1
        {
            let joined = (before.0 + last.0, before.1 + last.1, before.2 + last.2);
            pools.pop();
            pools.pop();
            pools.push(joined);
        }
    }
    pools
        .iter()
        .flat_map(|&(right, all, steps)| {
            let share = (right / all * 65535.0).round() as u16;
            std::iter::repeat_n(share, steps)
        })
        .collect()
}

/// The scores of a token's states.
fn score(weights: &Weights, examples: &Examples, token: usize) -> [f32; WIDTH] {
    let mut scores = [0.0; WIDTH];
    let [start, _, end] = examples.tokens[token].map(|at| at as usize);
    for &row in &examples.features[start..end] {
        let row = &weights.rows[row as usize * WIDTH..(row as usize + 1) * WIDTH];
        for (score, weight) in scores.iter_mut().zip(row) {
            *score += weight;
        }
    }
    scores
}

fn quantise(transitions: &[f32]) -> Transitions {
    Transitions {
        scores: transitions.iter().map(|&w| (w * SCALE as f32).round() as i16).collect(),
        softplus: softplus(),
    }
}

/// The weights by feature.
fn table(weights: &Weights, keys: &[u32]) -> WeightTableBuilder {
    let mut builder = WeightTableBuilder::new(u16::try_from(STATES).unwrap());
    let least: f32 = std::env::var("LEAST").ok().and_then(|e| e.parse().ok()).unwrap_or(0.015);
    for (row, &key) in keys.iter().enumerate() {
        for state in 0..STATES {
            let weight = weights.rows[row * WIDTH + state];
            if weight.abs() >= least {
                builder.add(key, u16::try_from(state).unwrap(), weight);
            }
        }
    }
    builder
}

/// The features of every open token, numbered, rare ones left out; and the
/// keys by number.
fn extract(texts: &[Example], contexts: &[Context<'_>]) -> (Examples, Vec<u32>) {
    let mut examples = Examples::default();
    let mut lost = (0, 0);
    let mut words = 0;
    for (document, (text, context)) in texts.iter().zip(contexts).enumerate() {
        let mut open = vec![false; text.allowed.len()];
        for segment in context.segments() {
            open[segment.clone()].fill(true);
            let first = examples.tokens.len();
            for token in segment {
                let start = examples.features.len() as u32;
                let mut evidence = start;
                context.features(token, |kind, key| {
                    examples.features.push(key);
                    if kind == Kind::Identity {
                        evidence = examples.features.len() as u32;
                    }
                });
                examples.tokens.push([start, evidence, examples.features.len() as u32]);
                examples.allowed.push(text.allowed[token]);
                examples.words.push(words + context.word(token) as u32);
            }
            let range = first..examples.tokens.len();
            consistent(&mut examples.allowed[range.clone()]);
            examples.segments.push((range, text.weight));
            examples.documents.push(document as u32);
        }
        for (open, allowed) in open.iter().zip(&text.allowed) {
            if allowed & 1 == 0 {
                lost.1 += 1;
                lost.0 += usize::from(!open);
            }
        }
        words += context.words() as u32;
    }
    eprintln!("{} of {} tokens of entities are taken for surely outside", lost.0, lost.1);
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for &key in &examples.features {
        *counts.entry(key).or_default() += 1;
    }
    let least = std::env::var("CUT").ok().and_then(|e| e.parse().ok()).unwrap_or(2);
    let mut keys: Vec<u32> =
        counts.iter().filter(|&(_, &count)| count >= least).map(|(&key, _)| key).collect();
    keys.sort_unstable();
    let index: HashMap<u32, u32> = keys.iter().zip(0..).map(|(&key, at)| (key, at)).collect();
    // Rows stand where they are first used: neighbours in memory are then
    // neighbours in use.
    let mut kept = Vec::new();
    for token in &mut examples.tokens {
        let [start, evidence, end] = *token;
        let first = kept.len() as u32;
        let mut middle = first;
        for at in start..end {
            if let Some(&row) = index.get(&examples.features[at as usize]) {
                kept.push(row);
            }
            if at + 1 == evidence {
                middle = kept.len() as u32;
            }
        }
        *token = [first, middle, kept.len() as u32];
    }
    examples.features = kept;
    (examples, keys)
}

/// A segment whose known states cannot follow each other says nothing there.
fn consistent(allowed: &mut [crf::Allowed]) {
    let follows = |mask: crf::Allowed, next: crf::Allowed| {
        (0..STATES).any(|s| {
            mask >> s & 1 == 1
                && (0..STATES)
                    .any(|n| next >> n & 1 == 1 && State(s as u8).precedes(State(n as u8)))
        })
    };
    let n = allowed.len();
    let opening: crf::Allowed =
        (0..STATES).filter(|&s| State(s as u8).opens()).map(|s| 1 << s).sum();
    let closing: crf::Allowed =
        (0..STATES).filter(|&s| State(s as u8).closes()).map(|s| 1 << s).sum();
    if allowed[0] & opening == 0 {
        allowed[0] = 1;
    }
    if allowed[n - 1] & closing == 0 {
        allowed[n - 1] = 1;
    }
    for at in 1..n {
        if !follows(allowed[at - 1], allowed[at]) {
            allowed[at - 1] = ANY;
            allowed[at] = ANY;
        }
    }
}
