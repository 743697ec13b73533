//! Trains the tagger.

pub mod data;
mod dictionary;
mod learner;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use newsprint::tag::features::{
    SentenceCase, Word, dynamic_features, sentence_case, static_features,
};
use newsprint::tag::{START, Tag, TagModel, WordEntry, choices};
use newsprint::token::NormKey;

use super::clusters;
use super::random::Random;
use crate::data::iob::{self, IobSentence};
use data::Sentence;
use dictionary::Dictionary;
use learner::{KeyIndex, Learner};

/// What the training may vary.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The seed of the order of sentences.
    pub seed: u64,
    /// How often each sentence is seen.
    pub epochs: usize,
    /// By how much the right tag must win.
    pub margin: i32,
    /// How often a feature must occur.
    pub least_feature: u32,
    /// How often a feature must have been changed to be used.
    pub least_updates: u16,
    /// How often a word must occur to be in the dictionary.
    pub least_count: usize,
    /// The least share of a tag among those of its word.
    pub least_percent: usize,
    /// How often a word must occur to have no tags but those it had.
    pub closed_count: usize,
    /// One of so many sentences is repeated in capitals, one in title case.
    pub recase: usize,
    /// Averages nearer to 0 are dropped.
    pub least_weight: f32,
    /// Features none of whose averages is farther from 0 are dropped.
    pub least_row: f32,
    /// How words are clustered.
    pub clusters: clusters::Settings,
    /// What the averages are multiplied by.
    pub scale: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 7,
            epochs: 8,
            margin: 8,
            least_feature: 2,
            least_updates: 5,
            least_count: 4,
            least_percent: 3,
            closed_count: 12,
            recase: 12,
            least_weight: 1.0,
            least_row: 1.5,
            clusters: clusters::Settings { clusters: 100, least_count: 20, rounds: 6 },
            scale: 24.0,
        }
    }
}

/// Trains the tagger's section.
///
/// # Errors
/// When a corpus cannot be read.
pub fn train(data: &Path, settings: &Settings) -> io::Result<Vec<u8>> {
    let folder = data.join("train");
    let mut sentences = data::read(&folder.join("gum-train.conllu.xz"))?;
    sentences.extend(data::read(&folder.join("ewt-train.conllu.xz"))?);
    let silver = iob::read(&folder.join("gmb.iob2.xz"), iob::Columns::FormTagLabel)?;
    let mut dictionary = dictionary::build(&sentences, &silver, settings);
    for (norm, cluster) in clusters::train(data, settings.clusters)? {
        dictionary.words.entry(norm).or_default().cluster = cluster;
    }
    let mut random = Random::new(settings.seed);
    recase(&mut sentences, settings, &mut random);
    let learner = learn(&sentences, &silver, &dictionary, settings, &mut random);
    let Dictionary { words, sets } = &dictionary;
    Ok(TagModel::write(
        words,
        sets,
        &learner.averages(settings.least_weight, settings.least_row),
        settings.scale,
    ))
}

/// Headlines are often in capitals or in title case; the treebanks have few.
fn recase(sentences: &mut Vec<Sentence>, settings: &Settings, random: &mut Random) {
    for at in 0..sentences.len() {
        match random.below(settings.recase) {
            0 => sentences.push(sentences[at].in_capitals()),
            1 => sentences.push(sentences[at].in_title_case()),
            _ => {}
        }
    }
}

/// A sentence as the learner sees it.
struct Example {
    words: Vec<Word>,
    case: SentenceCase,
    /// The rows of the features that need no tags, for each word.
    rows: Vec<Vec<u32>>,
    gold: Vec<Gold>,
    /// Its tags were made by a machine.
    silver: bool,
}

/// What is known of a word's tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gold {
    /// Nothing.
    Unknown,
    /// The tag.
    Tag(Tag),
    /// Its Penn half is one of these, by name.
    Among(&'static [&'static str]),
}

/// The Penn tags that a word may have by our corpora to which the silver one
/// gives a tag. They agree on verbs and nouns, but not on what is a name or an
/// adjective, nor on small words; where they do not, silver says nothing.
const SILVER: &[(&str, &[&str])] = &[
    ("VBD", &["VBD"]),
    ("VBZ", &["VBZ"]),
    ("VBP", &["VBP"]),
    ("VB", &["VB"]),
    ("MD", &["MD"]),
    ("VBN", &["VBN", "JJ"]),
    ("VBG", &["VBG", "JJ", "NN"]),
    ("NN", &["NN", "NNP", "JJ"]),
    ("NNS", &["NNS", "NNPS"]),
    ("NNP", &["NNP", "NNPS", "NN", "NNS", "JJ", "CD"]),
    ("NNPS", &["NNP", "NNPS", "NNS"]),
    ("JJ", &["JJ", "NNP", "VBN", "NN", "RB"]),
    ("JJR", &["JJR", "RBR"]),
    ("RB", &["RB", "RBR", "RP", "IN", "JJ", "NN"]),
    ("PRP", &["PRP"]),
    ("CC", &["CC"]),
    ("CD", &["CD", "NNP"]),
    ("WDT", &["WDT", "IN"]),
    ("WP", &["WP"]),
];

impl Gold {
    /// Whether a label is right.
    fn allows(self, label: usize) -> bool {
        match self {
            Self::Unknown => true,
            Self::Tag(tag) => tag.index() == label,
            Self::Among(names) => {
                Tag::from_index(label).is_some_and(|tag| names.contains(&tag.penn().name()))
            }
        }
    }
}

fn learn(
    sentences: &[Sentence],
    silver: &[IobSentence],
    dictionary: &Dictionary,
    settings: &Settings,
    random: &mut Random,
) -> Learner {
    let mut learner = Learner::new(settings.least_updates);
    let mut examples = examples(sentences, silver, &dictionary.words, settings, &mut learner);
    eprintln!("tags: {} sentences, {} features without tags", examples.len(), learner.len());
    let (mut keys, mut rows) = (Vec::new(), Vec::new());
    for epoch in 1..=settings.epochs {
        random.shuffle(&mut examples);
        let (mut wrong, mut total) = (0_usize, 0_usize);
        for example in &examples {
            let (mut last, mut last2) = (START, START);
            for (at, word) in example.words.iter().enumerate() {
                let choices = choices(word, &dictionary.sets);
                let found = if choices.len() == 1 {
                    choices.iter().next().unwrap_or_default().index()
                } else {
                    rows.clear();
                    rows.extend(&example.rows[at]);
                    keys.clear();
                    dynamic_features(&example.words, at, last, last2, &mut keys);
                    rows.extend(keys.as_slice().iter().map(|&key| learner.row(key)));
                    let scores = learner.scores(&rows);
                    let best = |of: &dyn Fn(usize) -> bool| {
                        choices
                            .iter()
                            .map(Tag::index)
                            .filter(|&label| of(label))
                            .max_by_key(|&label| (scores[label], std::cmp::Reverse(label)))
                    };
                    let found = best(&|_| true).unwrap_or(0);
                    let known = example.gold[at];
                    let rival = best(&|label| !known.allows(label));
                    // A word of the dictionary may not be open to the tag.
                    let right = match known {
                        Gold::Tag(tag) => Some(tag.index()),
                        _ => best(&|label| known.allows(label)),
                    };
                    if let (Some(right), Some(rival)) = (right, rival) {
                        if scores[right] - scores[rival] < settings.margin {
                            learner.update(&rows, right, rival);
                        }
                        if !example.silver {
                            wrong += usize::from(!known.allows(found));
                            total += 1;
                        }
                    }
                    learner.tick();
                    found
                };
                last2 = last;
                last = u8::try_from(found).expect("a tag is below 256");
            }
        }
        eprintln!(
            "tags: epoch {epoch}: {:.2} % of {total} right, {} features",
            100.0 - crate::eval::percent(wrong, total),
            learner.len()
        );
    }
    learner
}

fn examples(
    sentences: &[Sentence],
    silver: &[IobSentence],
    words: &BTreeMap<NormKey, WordEntry>,
    settings: &Settings,
    learner: &mut Learner,
) -> Vec<Example> {
    let example = |forms: &[String], norms: &[NormKey], gold: Vec<Gold>, silver: bool| {
        let words: Vec<Word> = forms
            .iter()
            .zip(norms)
            .map(|(form, &norm)| {
                Word::new(form, norm).with(words.get(&norm).copied().unwrap_or_default())
            })
            .collect();
        let case = sentence_case(&words);
        let rows = Vec::with_capacity(words.len());
        Example { words, case, rows, gold, silver }
    };
    let treebanks = sentences.iter().map(|sentence| {
        let gold = sentence.tags.iter().map(|tag| tag.map_or(Gold::Unknown, Gold::Tag)).collect();
        example(&sentence.forms, &sentence.norms, gold, false)
    });
    let others = silver.iter().map(|sentence| {
        let norms: Vec<NormKey> = sentence.forms.iter().map(|form| NormKey::of(form)).collect();
        let among = |tag: &String| {
            let row = SILVER.iter().find(|(name, _)| name == tag);
            row.map_or(Gold::Unknown, |(_, names)| Gold::Among(names))
        };
        example(&sentence.forms, &norms, sentence.tags.iter().map(among).collect(), true)
    });
    let mut examples: Vec<Example> = treebanks.chain(others).collect();
    let mut keys = Vec::new();
    let mut counts: KeyIndex<u32> = KeyIndex::default();
    for example in &examples {
        for at in 0..example.words.len() {
            keys.clear();
            static_features(&example.words, at, example.case, &mut keys);
            for &key in keys.as_slice() {
                *counts.entry(key).or_default() += 1;
            }
        }
    }
    for example in &mut examples {
        for at in 0..example.words.len() {
            keys.clear();
            static_features(&example.words, at, example.case, &mut keys);
            let frequent =
                keys.as_slice().iter().filter(|key| counts[*key] >= settings.least_feature);
            example.rows.push(frequent.map(|&key| learner.row(key)).collect());
        }
    }
    examples
}
