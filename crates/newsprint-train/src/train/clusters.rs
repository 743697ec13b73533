//! Clusters of words that are used alike, from raw text.
//!
//! The exchange algorithm of Martin, Liermann and Ney (1998): each word in
//! turn moves to the class that makes the class bigram model of the text most
//! probable, until few words move.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::Path;

use newsprint::lexicon::Lexicon;
use newsprint::token::{self, NormKey, TokenKind};

use crate::data::{iob, raw_documents, read_to_string};

/// What the clustering may vary.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many clusters.
    pub clusters: usize,
    /// How often a word must occur.
    pub least_count: u32,
    /// How often each word is tried.
    pub rounds: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { clusters: 200, least_count: 40, rounds: 6 }
    }
}

/// The cluster of each frequent word, counted from 1.
///
/// # Errors
/// When a corpus cannot be read.
pub fn train(data: &Path, settings: Settings) -> io::Result<BTreeMap<NormKey, u16>> {
    let texts = texts(&data.join("train"))?;
    let corpus = Corpus::new(&texts, settings.least_count);
    drop(texts);
    let classes = exchange(&corpus, settings);
    Ok(corpus.words.into_iter().skip(1).zip(classes.into_iter().skip(1)).collect())
}

/// The norm keys of every text; numbers are all one word, and key 0 stands
/// between blocks.
fn texts(folder: &Path) -> io::Result<Vec<NormKey>> {
    let number = NormKey::of("0");
    let mut norms = Vec::new();
    let lexicon = Lexicon::new(newsprint_en::WORD_LISTS);
    let raw = read_to_string(&folder.join("senate-press-releases.txt.xz"))?;
    for text in raw_documents(&raw) {
        let article = newsprint::article::parse(&text, &lexicon);
        for token in token::lex(&text, &article, &lexicon) {
            if token.is_first_in_block() {
                norms.push(NormKey(0));
            }
            norms.push(if token.kind == TokenKind::Number { number } else { token.norm });
        }
    }
    for sentence in iob::read(&folder.join("gmb.iob2.xz"), iob::Columns::FormTagLabel)? {
        norms.push(NormKey(0));
        norms.extend(sentence.forms.iter().map(|form| {
            if form.starts_with(|c: char| c.is_ascii_digit()) { number } else { NormKey::of(form) }
        }));
    }
    Ok(norms)
}

/// Bigrams of the frequent words. Word 0 is the border of a block or a rare
/// word and stays in class 0.
struct Corpus {
    words: Vec<NormKey>,
    counts: Vec<u32>,
    /// For each word, its neighbours to the right and how often.
    right: Vec<Vec<(u32, u32)>>,
    left: Vec<Vec<(u32, u32)>>,
}

impl Corpus {
    fn new(norms: &[NormKey], least_count: u32) -> Self {
        let mut counts: HashMap<NormKey, u32> = HashMap::new();
        for &norm in norms {
            *counts.entry(norm).or_default() += 1;
        }
        counts.remove(&NormKey(0));
        let mut frequent: Vec<(u32, NormKey)> = counts
            .into_iter()
            .filter(|&(_, count)| count >= least_count)
            .map(|(norm, count)| (u32::MAX - count, norm))
            .collect();
        frequent.sort_unstable();
        let mut words = vec![NormKey(0)];
        words.extend(frequent.iter().map(|&(_, norm)| norm));
        let index: HashMap<NormKey, u32> = words.iter().copied().zip(0..).collect();
        let mut pairs: Vec<(u32, u32)> = norms
            .windows(2)
            .map(|pair| {
                let word = |norm| index.get(norm).copied().unwrap_or(0);
                (word(&pair[0]), word(&pair[1]))
            })
            .collect();
        let grouped = |pairs: &mut Vec<(u32, u32)>| {
            pairs.sort_unstable();
            let mut rows: Vec<Vec<(u32, u32)>> = vec![Vec::new(); words.len()];
            for &(a, b) in pairs.iter() {
                let row = &mut rows[a as usize];
                match row.last_mut() {
                    Some(last) if last.0 == b => last.1 += 1,
                    _ => row.push((b, 1)),
                }
            }
            rows
        };
        let right = grouped(&mut pairs);
        for (a, b) in &mut pairs {
            std::mem::swap(a, b);
        }
        let left = grouped(&mut pairs);
        let counts = right.iter().map(|row| row.iter().map(|pair| pair.1).sum()).collect();
        Self { words, counts, right, left }
    }
}

/// `x log x`.
fn entropy(count: i64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "counts are below 2^52")]
    let count = count as f64;
    if count > 1.0 { count * count.ln() } else { 0.0 }
}

struct Classes {
    count: usize,
    pairs: Vec<i64>,
    /// [`entropy`] of each pair.
    scores: Vec<f64>,
    sizes: Vec<i64>,
}

impl Classes {
    fn change(&mut self, before: usize, after: usize, by: i64) {
        let at = before * self.count + after;
        self.pairs[at] += by;
        self.scores[at] = entropy(self.pairs[at]);
    }

    /// Takes a word out of a class (`sign` -1) or puts it in (1).
    fn shift(&mut self, class: usize, neighbours: &Neighbours, sign: i64) {
        for &(other, count) in &neighbours.right {
            self.change(class, other, sign * count);
        }
        for &(other, count) in &neighbours.left {
            self.change(other, class, sign * count);
        }
        self.change(class, class, sign * neighbours.itself);
        self.sizes[class] += sign * neighbours.total;
    }

    /// By how much the text becomes more probable with the word in a class.
    fn gain(&self, class: usize, neighbours: &Neighbours) -> f64 {
        let mut gain = 0.0;
        for &(other, count) in &neighbours.right {
            let at = class * self.count + other;
            gain += entropy(self.pairs[at] + count) - self.scores[at];
        }
        for &(other, count) in &neighbours.left {
            let at = other * self.count + class;
            gain += entropy(self.pairs[at] + count) - self.scores[at];
        }
        let size = self.sizes[class];
        gain - 2.0 * (entropy(size + neighbours.total) - entropy(size))
    }
}

/// The classes that stand beside a word, and how often.
#[derive(Default)]
struct Neighbours {
    right: Vec<(usize, i64)>,
    left: Vec<(usize, i64)>,
    itself: i64,
    total: i64,
}

impl Neighbours {
    fn of(word: usize, corpus: &Corpus, classes: &[u16], room: &mut [i64]) -> Self {
        let mut itself = 0;
        let mut gather = |row: &[(u32, u32)]| {
            room.fill(0);
            for &(other, count) in row {
                if other as usize == word {
                    itself = i64::from(count);
                } else {
                    room[usize::from(classes[other as usize])] += i64::from(count);
                }
            }
            room.iter().copied().enumerate().filter(|&(_, count)| count > 0).collect()
        };
        let (right, left) = (gather(&corpus.right[word]), gather(&corpus.left[word]));
        Self { right, left, itself, total: i64::from(corpus.counts[word]) }
    }
}

fn exchange(corpus: &Corpus, settings: Settings) -> Vec<u16> {
    let count = settings.clusters + 1;
    let class = |word: usize| 1 + word % settings.clusters;
    let mut of: Vec<u16> = (0..corpus.words.len())
        .map(|word| if word == 0 { 0 } else { u16::try_from(class(word)).expect("few clusters") })
        .collect();
    let mut classes = Classes {
        count,
        pairs: vec![0; count * count],
        scores: vec![0.0; count * count],
        sizes: vec![0; count],
    };
    for (word, row) in corpus.right.iter().enumerate() {
        let class = usize::from(of[word]);
        classes.sizes[class] += i64::from(corpus.counts[word]);
        for &(other, times) in row {
            classes.change(class, usize::from(of[other as usize]), i64::from(times));
        }
    }
    let mut room = vec![0; count];
    for round in 1..=settings.rounds {
        let mut moved = 0;
        for word in 1..of.len() {
            let neighbours = Neighbours::of(word, corpus, &of, &mut room);
            let now = usize::from(of[word]);
            classes.shift(now, &neighbours, -1);
            let mut best = (f64::NEG_INFINITY, now);
            for class in 1..count {
                let gain = classes.gain(class, &neighbours);
                if gain > best.0 {
                    best = (gain, class);
                }
            }
            classes.shift(best.1, &neighbours, 1);
            of[word] = u16::try_from(best.1).expect("few clusters");
            moved += usize::from(best.1 != now);
        }
        eprintln!("clusters: round {round}: {moved} of {} words moved", of.len() - 1);
        if moved * 100 < of.len() {
            break;
        }
    }
    of
}
