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
    CALIBRATION_STEP, Context, Decoded, EntityModel, EntityModelParts, FINER, Gazetteer, Kind,
    Lattice, Paths, Pruner, SCALE, STATES, State, Transitions, Votes, softplus,
};
use newsprint::lexicon::Lexicon;
use newsprint::model::{Input, Model, WeightTableBuilder};

use rayon::prelude::*;

use corpus::{Alignment, Example};
use crf::{ANY, Allowed, Base, Examples, Settings, WIDTH, Weights};

/// How many parts the texts are cut into, to see how a model reads texts that
/// it was not trained on.
const FOLDS: u32 = 4;
/// How the first reading is trained.
const FIRST: Settings =
    Settings { epochs: 10, rate: 0.05, half_life: 4.0, penalty: 12.0, hide: 0.2, seed: 7 };
/// How the first reading is trained on all folds but one.
const FOLD: Settings = Settings { epochs: 8, ..FIRST };
/// How the second reading is trained, on top of the first.
const SECOND: Settings = Settings { epochs: 6, rate: 0.02, penalty: 1.0, hide: 0.0, ..FIRST };
/// How much an article of world news counts, which is what is read most, and
/// of which there is least.
const WORLD_NEWS_WEIGHT: f32 = 2.0;
/// How much a text counts whose labels are silver.
const SILVER_WEIGHT: f32 = 0.15;
/// How much a text counts whose entities are known only in part.
const PARTIAL_WEIGHT: f32 = 0.5;
/// A feature that the texts have fewer times gets no weights.
const LEAST_COUNT: u32 = 2;
/// Weights nearer to zero are left out.
const LEAST_WEIGHT: f32 = 0.015;

/// Trains the section and gives its bytes.
///
/// # Errors
/// When a file cannot be read.
///
/// # Panics
/// When the section has more of something than its format can count.
pub fn train(data: &Path, earlier: &Reader) -> io::Result<Vec<u8>> {
    let lexicon = earlier.lexicon();
    let mut texts = texts(data, lexicon, earlier.model())?;
    let raw = raw::read(data, lexicon, &texts)?;
    let gazetteer = names::gazetteer(data, lexicon, &texts, Some(&raw))?;
    let mut model = earlier.model().clone();
    model.entities = Some(teacher(&texts, &gazetteer));
    let silver = data.join("train/gmb.iob2.xz");
    texts.extend(corpus::silver(&silver, SILVER_WEIGHT, lexicon, &model, &texts)?);
    let corpus = Corpus::new(&texts, &gazetteer);
    let weights = crf::train(&corpus.examples, corpus.keys.len(), FIRST, None, |_| true);
    let first = Reading::new(&weights, &corpus.keys);
    let (folds, consistency) = second_reading(&corpus, &weights);
    let calibration = calibrate(&judge(&corpus, &folds, &consistency));
    Ok(corpus.section(&first, &consistency, &calibration))
}

/// A first model, trained on what people annotated, that is to judge silver
/// labels.
fn teacher(texts: &[Example], gazetteer: &[u8]) -> EntityModel {
    let corpus = Corpus::new(texts, gazetteer);
    let weights = crf::train(&corpus.examples, corpus.keys.len(), FIRST, None, |_| true);
    let none = WeightTableBuilder::new(number(STATES));
    corpus.model(&Reading::new(&weights, &corpus.keys), &none)
}

/// Every text that people annotated.
fn texts(data: &Path, lexicon: &Lexicon, model: &Model) -> io::Result<Vec<Example>> {
    let folder = data.join("train");
    let mut alignment = Alignment::default();
    let mut texts: Vec<Example> = Vec::new();
    for (name, weight) in [
        ("wikinews-gold-train.jsonl", WORLD_NEWS_WEIGHT),
        ("senate-gold-train.jsonl", 1.0),
        ("voa-gold.jsonl", 1.0),
    ] {
        texts.extend(corpus::gold(&folder.join(name), weight, lexicon, model, &mut alignment)?);
    }
    eprintln!(
        "{} texts, {} entities, {} of which end inside a token",
        texts.len(),
        alignment.entities,
        alignment.misfits
    );
    let gum = folder.join("gum-train.conllu.xz");
    texts.extend(corpus::gum(&gum, PARTIAL_WEIGHT, lexicon, model)?);
    let wikigold = folder.join("wikigold.iob.txt");
    texts.extend(corpus::wikigold(&wikigold, PARTIAL_WEIGHT, lexicon, model)?);
    Ok(texts)
}

/// What every step of the training reads.
struct Corpus<'a> {
    texts: &'a [Example],
    /// As it is serialised.
    gazetteer: &'a [u8],
    contexts: Vec<Context<'a>>,
    examples: Examples,
    /// The key of each row of weights.
    keys: Vec<u32>,
}

impl<'a> Corpus<'a> {
    fn new(texts: &'a [Example], gazetteer: &'a [u8]) -> Self {
        let names =
            Gazetteer::read(&mut Input::new(gazetteer)).expect("the gazetteer just written");
        let contexts: Vec<Context<'_>> =
            texts.iter().map(|text| Context::new(text.layers.evidence(), &names)).collect();
        let (examples, keys) = extract(texts, &contexts);
        eprintln!(
            "{} open tokens, {} features, {} rows",
            examples.tokens.len(),
            examples.features.len(),
            keys.len()
        );
        Self { texts, gazetteer, contexts, examples, keys }
    }

    /// The section of a first and a second reading.
    fn section(
        &self,
        first: &Reading,
        consistency: &WeightTableBuilder,
        calibration: &[u16],
    ) -> Vec<u8> {
        EntityModelParts {
            gazetteer: self.gazetteer,
            weights: &first.weights,
            consistency,
            transitions: &first.transitions,
            calibration,
        }
        .write(f32::from(u16::try_from(SCALE * i32::from(FINER)).expect("a small scale")))
    }

    /// The same as a model that is not calibrated.
    fn model(&self, first: &Reading, consistency: &WeightTableBuilder) -> EntityModel {
        let section = self.section(first, consistency, &[0]);
        EntityModel::read(&section).expect("the section just written")
    }

    /// The texts of a fold that have gold entities.
    fn of_fold(&self, fold: u32) -> impl Iterator<Item = usize> {
        (0..self.texts.len())
            .filter(move |&at| number::<u32>(at) % FOLDS == fold && self.texts[at].gold.is_some())
    }
}

/// The first reading, as it is serialised.
struct Reading {
    weights: WeightTableBuilder,
    transitions: Transitions,
}

impl Reading {
    fn new(weights: &Weights, keys: &[u32]) -> Self {
        Self { weights: table(weights, keys), transitions: quantise(&weights.transitions) }
    }
}

/// Trains the second reading on what first readings make of the texts that
/// they were not trained on; gives these, one a fold, and its weights.
fn second_reading(corpus: &Corpus<'_>, first: &Weights) -> (Vec<Reading>, WeightTableBuilder) {
    let examples = &corpus.examples;
    let none = WeightTableBuilder::new(number(STATES));
    let mut of_document: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, &document) in examples.documents.iter().enumerate() {
        of_document.entry(document).or_default().push(at);
    }
    let mut second = Second {
        base: Base { scores: Vec::new(), transitions: first.transitions.clone() },
        examples: Examples::default(),
        keys: Vec::new(),
        rows: HashMap::new(),
    };
    let mut readings = Vec::new();
    let trained: Vec<Weights> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let others = |document| document % FOLDS != fold;
            crf::train(examples, corpus.keys.len(), FOLD, None, others)
        })
        .collect();
    for (fold, weights) in (0..FOLDS).zip(trained) {
        let reading = Reading::new(&weights, &corpus.keys);
        let model = corpus.model(&reading, &none);
        for document in corpus.of_fold(fold) {
            let context = &corpus.contexts[document];
            let mut votes = Votes::new(context, corpus.texts[document].layers.tokens.len());
            let document: u32 = number(document);
            let segments = context.segments();
            for segment in &segments {
                votes.count(context, segment.clone(), &first_entities(context, segment, &model));
            }
            for (segment, &at) in segments.into_iter().zip(&of_document[&document]) {
                second.add(examples, at, &weights, |token, sink| {
                    votes.features(context, segment.start + token, sink);
                });
            }
        }
        readings.push(reading);
    }
    let base = Some(&second.base);
    let weights = crf::train(&second.examples, second.keys.len(), SECOND, base, |_| true);
    (readings, table(&weights, &second.keys))
}

/// The entities that the first reading finds in a segment.
fn first_entities(
    context: &Context<'_>,
    segment: &std::ops::Range<usize>,
    model: &EntityModel,
) -> Vec<Decoded> {
    let mut lattice = Lattice::default();
    let mut pruner = Pruner::new(&model.transitions);
    for token in segment.clone() {
        let scores = newsprint::entity::scores(context, token, model);
        pruner.push(&scores, &mut lattice);
    }
    pruner.end(&mut lattice);
    let mut found = Vec::new();
    let (range, mut paths) = (0..lattice.len(), Paths::default());
    lattice.decode(range, &model.transitions, &mut paths, |entity| found.push(entity));
    found
}

/// What the second reading is trained on.
struct Second {
    examples: Examples,
    /// The scores of the first reading.
    base: Base,
    /// The key of each row, and the row of each key.
    keys: Vec<u32>,
    rows: HashMap<u32, u32>,
}

impl Second {
    /// Adds a segment of the first examples; `features` gives those of a
    /// token, counted from the start of the segment.
    fn add(
        &mut self,
        first: &Examples,
        segment: usize,
        weights: &Weights,
        features: impl Fn(usize, &mut dyn FnMut(u32)),
    ) {
        let examples = &mut self.examples;
        let (range, importance) = first.segments[segment].clone();
        let begin = examples.tokens.len();
        for (token, own) in range.enumerate() {
            let start = number(examples.features.len());
            features(token, &mut |key| {
                let row = *self.rows.entry(key).or_insert_with(|| {
                    self.keys.push(key);
                    number(self.keys.len() - 1)
                });
                examples.features.push(row);
            });
            self.base.scores.push(score(weights, first, own));
            examples.tokens.push([start, start, number(examples.features.len())]);
            examples.allowed.push(first.allowed[own]);
            examples.words.push(0);
        }
        examples.segments.push((begin..examples.tokens.len(), importance));
        examples.documents.push(first.documents[segment]);
    }
}

/// The scaled log-probability of every entity that is found in texts which
/// the model was not trained on, and whether it is right.
fn judge(
    corpus: &Corpus<'_>,
    folds: &[Reading],
    consistency: &WeightTableBuilder,
) -> Vec<(i32, bool)> {
    let mut judged = Vec::new();
    for (fold, first) in (0..FOLDS).zip(folds) {
        let model = corpus.model(first, consistency);
        for text in corpus.of_fold(fold).map(|document| &corpus.texts[document]) {
            let Some(gold) = &text.gold else { continue };
            let tokens = &text.layers.tokens;
            newsprint::entity::decode(text.layers.evidence(), &model, |found| {
                let span = tokens[found.start].span.join(tokens[found.end - 1].span);
                let label = found.state.label().expect("an entity has a label");
                judged.push((found.log_probability, gold.contains(&(span, label))));
            });
        }
    }
    judged
}

/// A count or an index in the type that tables have for it.
///
/// # Panics
/// When it does not fit.
fn number<T: TryFrom<usize>>(count: usize) -> T {
    T::try_from(count).ok().expect("a count that fits its table")
}

/// The state of that index.
fn state(index: usize) -> State {
    State(number(index))
}

/// Whether some state of the one set may stand before some of the other.
fn may_follow(before: Allowed, next: Allowed) -> bool {
    (0..STATES).any(|s| {
        before >> s & 1 == 1
            && (0..STATES).any(|n| next >> n & 1 == 1 && state(s).precedes(state(n)))
    })
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
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share is from 0 to 1"
            )]
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

/// The scores of transitions in whole steps.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the scale is small, and so are the weights of a penalised model"
)]
fn quantise(transitions: &[f32]) -> Transitions {
    Transitions {
        scores: transitions.iter().map(|&w| (w * SCALE as f32).round() as i16).collect(),
        softplus: softplus(),
    }
}

/// The weights by feature.
fn table(weights: &Weights, keys: &[u32]) -> WeightTableBuilder {
    let mut builder = WeightTableBuilder::new(number(STATES));
    for (row, &key) in keys.iter().enumerate() {
        for state in 0..STATES {
            let weight = weights.rows[row * WIDTH + state];
            if weight.abs() >= LEAST_WEIGHT {
                builder.add(key, number(state), weight);
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
    let mut words = 0_u32;
    for (document, (text, context)) in texts.iter().zip(contexts).enumerate() {
        let mut open = vec![false; text.allowed.len()];
        for segment in context.segments() {
            open[segment.clone()].fill(true);
            let first = examples.tokens.len();
            for token in segment {
                let start: u32 = number(examples.features.len());
                let mut evidence = start;
                context.features(token, |kind, key| {
                    examples.features.push(key);
                    if kind == Kind::Identity {
                        evidence = number(examples.features.len());
                    }
                });
                examples.tokens.push([start, evidence, number(examples.features.len())]);
                examples.allowed.push(text.allowed[token]);
                examples.words.push(words + number::<u32>(context.word(token)));
            }
            let range = first..examples.tokens.len();
            consistent(&mut examples.allowed[range.clone()]);
            examples.segments.push((range, text.weight));
            examples.documents.push(number(document));
        }
        for (open, allowed) in open.iter().zip(&text.allowed) {
            if allowed & 1 == 0 {
                lost.1 += 1;
                lost.0 += usize::from(!open);
            }
        }
        words += number::<u32>(context.words());
    }
    eprintln!("{} of {} tokens of entities are taken for surely outside", lost.0, lost.1);
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for &key in &examples.features {
        *counts.entry(key).or_default() += 1;
    }
    let mut keys: Vec<u32> =
        counts.iter().filter(|&(_, &count)| count >= LEAST_COUNT).map(|(&key, _)| key).collect();
    keys.sort_unstable();
    let index: HashMap<u32, u32> = keys.iter().zip(0..).map(|(&key, at)| (key, at)).collect();
    // Rows stand where they are first used: neighbours in memory are then
    // neighbours in use.
    let mut kept = Vec::new();
    for token in &mut examples.tokens {
        let [start, evidence, end] = *token;
        let first: u32 = number(kept.len());
        let mut middle = first;
        for at in start..end {
            if let Some(&row) = index.get(&examples.features[at as usize]) {
                kept.push(row);
            }
            if at + 1 == evidence {
                middle = number(kept.len());
            }
        }
        *token = [first, middle, number(kept.len())];
    }
    examples.features = kept;
    (examples, keys)
}

/// A segment whose known states cannot follow each other says nothing there.
fn consistent(allowed: &mut [Allowed]) {
    let n = allowed.len();
    let opening: Allowed = (0..STATES).filter(|&s| state(s).opens()).map(|s| 1 << s).sum();
    let closing: Allowed = (0..STATES).filter(|&s| state(s).closes()).map(|s| 1 << s).sum();
    if allowed[0] & opening == 0 {
        allowed[0] = 1;
    }
    if allowed[n - 1] & closing == 0 {
        allowed[n - 1] = 1;
    }
    for at in 1..n {
        if !may_follow(allowed[at - 1], allowed[at]) {
            allowed[at - 1] = ANY;
            allowed[at] = ANY;
        }
    }
}
