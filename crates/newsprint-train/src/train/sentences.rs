//! Trains the sentence splitter: logistic regression over the candidates of
//! the treebanks and of the news texts that have a sentence a line.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use newsprint::article::{Article, Block, BlockKind};
use newsprint::lexicon::Lexicon;
use newsprint::sentence::{Kind, SentenceModel};
use newsprint::{Span, mark, sentence, token};

use crate::data::{conllu, gold};
use crate::eval::tokens::paragraphs;

/// What the trainer may be asked for.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Passes over the examples.
    pub passes: usize,
    /// Pull of every weight towards zero.
    pub decay: f32,
    /// Step size.
    pub rate: f32,
    /// Hold out every nth document, to measure on; 0 for none.
    pub hold_out: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { passes: 20, decay: 2e-6, rate: 0.2, hold_out: 0 }
    }
}

/// One candidate with its answer.
struct Example {
    places: Vec<u16>,
    kind: Kind,
    boundary: bool,
    weight: f32,
    held_out: bool,
}

/// Trains the model's `sentence` section.
///
/// # Errors
/// When a corpus cannot be read.
pub fn train(data: &Path, options: Options) -> io::Result<SentenceModel> {
    let examples = examples(data, options)?;
    let count = |kind: Kind, boundary: Option<bool>| {
        let right = |e: &&Example| e.kind == kind && boundary.is_none_or(|b| e.boundary == b);
        examples.iter().filter(right).count()
    };
    for kind in [Kind::Stop, Kind::Bare] {
        eprintln!("{kind:?}: {} places, {} boundaries", count(kind, None), count(kind, Some(true)));
    }
    let weights = fit(&examples, options);
    if options.hold_out > 0 {
        report(&examples, &weights);
    }
    let scale = 400.0;
    Ok(SentenceModel::new(weights.iter().map(|&w| quantise(w * scale)).collect(), [0, 0]))
}

#[allow(clippy::cast_possible_truncation, reason = "clamped to the range first")]
fn quantise(weight: f32) -> i16 {
    weight.round().clamp(-32_000.0, 32_000.0) as i16
}

/// A text with its blocks and the places where its sentences start.
struct Text {
    text: String,
    article: Article,
    starts: HashSet<u32>,
    /// How much its places without a stop count.
    bare: f32,
    stop: f32,
}

fn texts(data: &Path, lexicon: &Lexicon) -> io::Result<Vec<Text>> {
    let mut texts = Vec::new();
    for set in ["ewt-train", "gum-train"] {
        for document in conllu::read(&data.join(format!("train/{set}.conllu.xz")))? {
            let article = paragraphs(&document);
            let starts =
                (0..document.sentences.len()).map(|s| document.sentence_span(s).start).collect();
            texts.push(Text { text: document.text, article, starts, bare: 1.0, stop: 1.0 });
        }
    }
    // A sentence a line: the lines of a text are joined to one paragraph.
    for document in gold::read(&data.join("train/voa-gold.jsonl"))? {
        let starts: HashSet<u32> = std::iter::once(0)
            .chain(document.text.match_indices('\n').map(|(at, _)| offset(at + 1)))
            .collect();
        let text = document.text.replace('\n', " ");
        let span = Span::of(&text).trim(&text);
        let article = Article {
            blocks: vec![Block { span, kind: BlockKind::Paragraph }],
            ..Article::default()
        };
        texts.push(Text { text, article, starts, bare: 0.5, stop: 0.5 });
    }
    // Edited news, from newspapers and agencies.
    for document in gold::read(&data.join("train/masc.jsonl.xz"))? {
        let newspaper = ["NYT", "wsj_", "NEW"].iter().any(|part| document.id.contains(part));
        if !document.has("sentences") || !newspaper {
            continue;
        }
        let starts = document.sentences.iter().map(|s| s.trim(&document.text).start).collect();
        let article = newsprint::article::parse(&document.text, lexicon);
        texts.push(Text { text: document.text, article, starts, bare: 0.5, stop: 0.5 });
    }
    Ok(texts)
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn examples(data: &Path, options: Options) -> io::Result<Vec<Example>> {
    let lexicon = Lexicon::new(newsprint_en::WORD_LISTS);
    let mut examples = Vec::new();
    for (number, text) in texts(data, &lexicon)?.into_iter().enumerate() {
        let held_out = options.hold_out > 0 && number % options.hold_out == 0;
        let tokens = token::lex(&text.text, &text.article, &lexicon);
        let marks = mark::pair(&text.text, &text.article, &tokens);
        let _ =
            sentence::split_with(&text.text, &text.article, &tokens, &marks.pairs, |candidate| {
                let boundary = tokens
                    .get(candidate.next())
                    .is_some_and(|token| text.starts.contains(&token.span.start));
                let mut places = Vec::new();
                candidate.features(&mut |key| {
                    places.push(u16::try_from(SentenceModel::place(key)).unwrap_or(u16::MAX));
                });
                let kind = candidate.kind();
                let weight = if kind == Kind::Bare { text.bare } else { text.stop };
                examples.push(Example { places, kind, boundary, weight, held_out });
                boundary
            });
    }
    Ok(examples)
}

/// Stochastic gradient descent with a step size for each weight (`AdaGrad`),
/// over the examples in a fixed shuffled order.
fn fit(examples: &[Example], options: Options) -> Vec<f32> {
    let size = 1 << SentenceModel::BITS;
    let (mut weights, mut squares) = (vec![0.0_f32; size], vec![1e-2_f32; size]);
    let mut order: Vec<usize> = (0..examples.len()).filter(|&at| !examples[at].held_out).collect();
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
            let example = &examples[at];
            let probability = sigmoid(score(&weights, example));
            let error = (f32::from(u8::from(example.boundary)) - probability) * example.weight;
            for &place in &example.places {
                let place = usize::from(place);
                let gradient = error - options.decay * weights[place] * 1e3;
                squares[place] += gradient * gradient;
                weights[place] += options.rate * gradient / squares[place].sqrt();
            }
        }
    }
    weights
}

fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

fn score(weights: &[f32], example: &Example) -> f32 {
    example.places.iter().map(|&place| weights[usize::from(place)]).sum()
}

/// Prints how well the held-out places are decided.
fn report(examples: &[Example], weights: &[f32]) {
    for kind in [Kind::Stop, Kind::Bare] {
        let mut table = [[0_usize; 2]; 2];
        for example in examples.iter().filter(|e| e.held_out && e.kind == kind) {
            let found = score(weights, example) > 0.0;
            table[usize::from(example.boundary)][usize::from(found)] += 1;
        }
        let [[_, extra], [missed, right]] = table;
        eprintln!("held out, {kind:?}: {right} right, {extra} extra, {missed} missed");
    }
}
