//! Trains the sentence splitter: logistic regression over the candidates of
//! the treebanks and of the news texts that have a sentence a line.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::Path;

use newsprint::Span;
use newsprint::article::{Article, Block, BlockKind};
use newsprint::lexicon::Lexicon;
use newsprint::mark::{self, MarkPair};
use newsprint::sentence::{self, Kind, SentenceModel, SentenceWeights};
use newsprint::token::{self, Token};

use crate::data::{conllu, gold};
use crate::eval::Counts;
use crate::eval::tokens::paragraphs;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Passes over the examples.
    pub passes: usize,
    /// Pull of every weight towards zero.
    pub decay: f32,
    /// Step size, for places after a stop and for bare ones.
    pub rates: [f32; 2],
    /// Features seen less often are left out.
    pub least: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { passes: 20, decay: 3e-2, rates: [0.05, 0.1], least: 3 }
    }
}

/// One candidate with its answer.
struct Example {
    keys: Vec<u32>,
    gate: [usize; 3],
    kind: Kind,
    boundary: bool,
    weight: f32,
}

/// Trains the model's `sentence` section.
///
/// # Errors
/// When a corpus cannot be read.
pub fn train(data: &Path, options: Options) -> io::Result<SentenceWeights> {
    let texts = texts(data)?;
    let examples: Vec<&Example> = texts.iter().flat_map(|text| &text.examples).collect();
    Ok(fit(&examples, options))
}

/// Trains on all but one of `folds` parts of the corpora and measures on that
/// one, for each: the figures to choose features and options by, so that the
/// development sets stay unseen.
///
/// # Errors
/// When a corpus cannot be read.
pub fn cross_validate(
    data: &Path,
    options: Options,
    folds: usize,
    errors: bool,
) -> io::Result<BTreeMap<&'static str, Counts>> {
    let texts = texts(data)?;
    let mut counts: BTreeMap<&'static str, Counts> = BTreeMap::new();
    for fold in 0..folds {
        let examples: Vec<&Example> = texts
            .iter()
            .enumerate()
            .filter(|(number, _)| number % folds != fold)
            .flat_map(|(_, text)| &text.examples)
            .collect();
        let model = SentenceModel::from(fit(&examples, options));
        for text in texts.iter().skip(fold).step_by(folds) {
            let found: Vec<Span> = sentence::split_with(
                &text.text,
                &text.article,
                &text.tokens,
                &text.marks,
                |candidate| model.decide(candidate),
            )
            .iter()
            .map(|sentence| sentence.span)
            .collect();
            counts.entry(text.set).or_default().add(Counts::of(&found, &text.sentences));
            if errors {
                print_errors(text, &found);
            }
        }
    }
    Ok(counts)
}

fn print_errors(text: &Document, found: &[Span]) {
    let starts = |spans: &[Span]| spans.iter().map(|s| s.start).collect::<HashSet<_>>();
    let (ours, gold) = (starts(found), starts(&text.sentences));
    for (what, a, b) in [("missed", &gold, &ours), ("extra ", &ours, &gold)] {
        let mut only: Vec<_> = a.difference(b).collect();
        only.sort();
        for &at in only {
            let (before, after) = text.text.split_at(at as usize);
            let from = before.char_indices().rev().nth(70).map_or(0, |(i, _)| i);
            let to = after.char_indices().nth(50).map_or(after.len(), |(i, _)| i);
            let line = format!("{what} {}: {} || {}", text.set, &before[from..], &after[..to]);
            println!("{}", line.replace('\n', "/"));
        }
    }
}

#[allow(clippy::cast_possible_truncation, reason = "clamped to the range first")]
fn quantise(weight: f32) -> i16 {
    weight.round().clamp(-32_000.0, 32_000.0) as i16
}

/// A text with its layers and its gold sentences.
struct Document {
    /// What it is measured with.
    set: &'static str,
    text: String,
    article: Article,
    tokens: Vec<Token>,
    marks: Vec<MarkPair>,
    sentences: Vec<Span>,
    examples: Vec<Example>,
}

impl Document {
    fn new(
        lexicon: &Lexicon,
        set: &'static str,
        weight: f32,
        text: String,
        article: Article,
        sentences: Vec<Span>,
    ) -> Self {
        let tokens = token::lex(&text, &article, lexicon);
        let marks = mark::pair(&text, &article, &tokens).pairs;
        let starts: HashSet<u32> = sentences.iter().map(|span| span.start).collect();
        let mut examples = Vec::new();
        let _ = sentence::split_with(&text, &article, &tokens, &marks, |candidate| {
            let next = tokens.get(candidate.next());
            let boundary = next.is_some_and(|token| starts.contains(&token.span.start));
            if candidate.is_certain() {
                return boundary;
            }
            let mut keys = Vec::new();
            candidate.features(&mut |key| keys.push(key));
            examples.push(Example {
                keys,
                gate: candidate.gate(),
                kind: candidate.kind(),
                boundary,
                weight,
            });
            boundary
        });
        Self { set, text, article, tokens, marks, sentences, examples }
    }
}

fn texts(data: &Path) -> io::Result<Vec<Document>> {
    let lexicon = Lexicon::new(newsprint_en::WORD_LISTS);
    let mut texts = Vec::new();
    for file in ["ewt-train", "gum-train"] {
        for document in conllu::read(&data.join(format!("train/{file}.conllu.xz")))? {
            let article = paragraphs(&document);
            let sentences =
                (0..document.sentences.len()).map(|s| document.sentence_span(s)).collect();
            let set = match (file, document.genre.as_str()) {
                ("gum-train", "news" | "interview") => "gum news",
                ("gum-train", _) => "gum other",
                (_, "email") => "ewt email",
                (_, "answers") => "ewt answers",
                (_, "reviews") => "ewt reviews",
                (_, "weblog") => "ewt weblog",
                _ => "ewt newsgroup",
            };
            texts.push(Document::new(&lexicon, set, 1.0, document.text, article, sentences));
        }
    }
    // A sentence a line: the lines of a text are joined to one paragraph.
    for document in gold::read(&data.join("train/voa-gold.jsonl"))? {
        let text = document.text.replace('\n', " ");
        let mut at = 0;
        let sentences: Vec<Span> = document
            .text
            .split_inclusive('\n')
            .map(|line| {
                at += line.len();
                Span::from_range(at - line.len()..at).trim(&text)
            })
            .filter(|span| !span.is_empty())
            .collect();
        let span = Span::of(&text).trim(&text);
        let blocks = vec![Block { span, kind: BlockKind::Paragraph }];
        let article = Article { blocks, ..Article::default() };
        texts.push(Document::new(&lexicon, "voa", 0.5, text, article, sentences));
    }
    // Edited news, from newspapers and agencies.
    for document in gold::read(&data.join("train/masc.jsonl.xz"))? {
        let newspaper = ["NYT", "wsj_", "NEW"].iter().any(|part| document.id.contains(part));
        if !document.has("sentences") || !newspaper {
            continue;
        }
        let sentences: Vec<Span> =
            document.sentences.iter().map(|s| s.trim(&document.text)).collect();
        // Sentences without a blank line between them make a paragraph.
        let mut blocks: Vec<Block> = Vec::new();
        for &span in &sentences {
            match blocks.last_mut() {
                Some(last) if !blank_line(Span::new(last.span.end, span.start), &document.text) => {
                    last.span = last.span.join(span);
                }
                _ => blocks.push(Block { span, kind: BlockKind::Paragraph }),
            }
        }
        let article = Article { blocks, ..Article::default() };
        texts.push(Document::new(&lexicon, "masc", 0.5, document.text, article, sentences));
    }
    Ok(texts)
}

fn blank_line(gap: Span, text: &str) -> bool {
    gap.slice(text).matches('\n').count() > 1
}

/// Logistic regression by stochastic gradient descent with a step size for
/// each weight (`AdaGrad`), over the examples in a fixed shuffled order.
fn fit(examples: &[&Example], options: Options) -> SentenceWeights {
    const SCALE: f32 = 64.0;
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for key in examples.iter().flat_map(|example| &example.keys) {
        *counts.entry(*key).or_default() += 1;
    }
    counts.retain(|_, count| *count >= options.least);
    let keys: Vec<u32> = counts.into_keys().collect();
    // The features of each example by number; two more are the biases.
    let kind = |example: &Example| usize::from(example.kind == Kind::Bare);
    let features: Vec<Vec<usize>> = examples
        .iter()
        .map(|example| {
            let known = example.keys.iter().filter_map(|key| keys.binary_search(key).ok());
            known.chain([keys.len() + kind(example)]).collect()
        })
        .collect();
    let (mut weights, mut squares) =
        (vec![0.0_f32; keys.len() + 2], vec![1e-2_f32; keys.len() + 2]);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..options.passes {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let j = usize::try_from(random % (i as u64 + 1)).unwrap_or(0);
            order.swap(i, j);
        }
        for &at in &order {
            let example = examples[at];
            let score: f32 = features[at].iter().map(|&feature| weights[feature]).sum();
            let probability = 1.0 / (1.0 + (-score).exp());
            let error = (f32::from(u8::from(example.boundary)) - probability) * example.weight;
            let rate = options.rates[kind(example)];
            for &feature in &features[at] {
                let gradient = error - options.decay * weights[feature];
                squares[feature] += gradient * gradient;
                weights[feature] += rate * gradient / squares[feature].sqrt();
            }
        }
    }
    let scaled = |weight: f32| quantise(weight * SCALE);
    let bias = [weights[keys.len()], weights[keys.len() + 1]].map(|w| i32::from(scaled(w)));
    let weights = keys
        .into_iter()
        .zip(weights)
        .map(|(key, weight)| (key, scaled(weight)))
        .filter(|&(_, weight)| weight.abs() >= 6)
        .collect();
    let (gate, gate_threshold) = fit_gate(examples, options);
    SentenceWeights { weights, bias, gate, gate_threshold }
}

/// Trains the gate in the same way, on bare places only, and sets its
/// threshold so that it turns down next to no boundary.
fn fit_gate(examples: &[&Example], options: Options) -> (Vec<(u32, i16)>, i32) {
    const SCALE: f32 = 16.0;
    /// Of a thousand boundaries, how many may be lost.
    const LOST: usize = 40;
    let examples: Vec<&&Example> = examples.iter().filter(|e| e.kind == Kind::Bare).collect();
    let (mut weights, mut squares) =
        (vec![0.0_f32; SentenceModel::GATE], vec![1e-2_f32; SentenceModel::GATE]);
    let mut bias = 0.0_f32;
    for pass in 0..options.passes {
        // Large steps between examples that are far apart stand in for a
        // shuffle.
        let step = 7919 + 2 * pass;
        for number in 0..examples.len() {
            let example = examples[number * step % examples.len()];
            let score = bias + example.gate.iter().map(|&feature| weights[feature]).sum::<f32>();
            let probability = 1.0 / (1.0 + (-score).exp());
            let error = (f32::from(u8::from(example.boundary)) - probability) * example.weight;
            bias += 0.001 * error;
            for &feature in &example.gate {
                let gradient = error - options.decay * weights[feature];
                squares[feature] += gradient * gradient;
                weights[feature] += 0.05 * gradient / squares[feature].sqrt();
            }
        }
    }
    let weights: Vec<i16> = weights
        .into_iter()
        .map(|w| quantise(w * SCALE).clamp(i16::from(i8::MIN), i16::from(i8::MAX)))
        .collect();
    let score = |e: &Example| e.gate.iter().map(|&f| i32::from(weights[f])).sum::<i32>();
    let mut scores: Vec<i32> = examples.iter().filter(|e| e.boundary).map(|e| score(e)).collect();
    scores.sort_unstable();
    let threshold = scores.get(scores.len() * LOST / 1000).map_or(0, |score| score - 1);
    let passed = examples.iter().filter(|e| score(e) > threshold).count();
    eprintln!("gate: {passed} of {} bare places pass", examples.len());
    let gate = (0..).zip(weights).filter(|&(_, weight)| weight != 0).collect();
    (gate, threshold)
}
