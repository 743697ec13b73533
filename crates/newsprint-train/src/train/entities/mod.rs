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
    CALIBRATION_STEP, Context, EntityModel, EntityModelParts, FINER, Gazetteer, Kind, SCALE,
    STATES, State, Transitions, softplus,
};
use newsprint::model::{Input, Model, WeightTableBuilder};

use crate::eval::{Request, entities};
use corpus::{Alignment, Example};
use crf::{ANY, Examples, Settings, WIDTH, Weights};

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
        penalty: number("PENALTY", 0.5),
        hide: number("HIDE", 0.2),
        seed: 7,
    };
    let weights = crf::train(&examples, keys.len(), settings, |_| true);
    let builder = table(&weights, &keys);
    let consistency = WeightTableBuilder::new(u16::try_from(STATES).unwrap());
    let transitions = quantise(&weights.transitions);
    let calibration: Vec<u16> = (0..64)
        .map(|step| {
            let p =
                (-(f64::from(step) + 0.5) * f64::from(CALIBRATION_STEP) / f64::from(SCALE)).exp();
            (p * 65535.0) as u16
        })
        .collect();
    let section = EntityModelParts {
        gazetteer: &bytes,
        weights: &builder,
        consistency: &consistency,
        transitions: &transitions,
        calibration: &calibration,
    }
    .write((SCALE * FINER) as f32);
    let errors = std::env::var("ERRORS").ok().and_then(|e| e.parse().ok()).unwrap_or(0);
    let mut model = Model::english();
    model.entities = Some(EntityModel::read(&section).expect("the section just written"));
    let rows = entities::measure(&reader.with_model(model), data, Request { errors })?;
    print!("{}", crate::eval::table(&rows));
    Ok(section)
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
