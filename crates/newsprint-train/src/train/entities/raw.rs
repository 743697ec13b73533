//! Raw text: how words are cased in it, and which words are used alike.
//!
//! Words are put into clusters so that the clusters of neighbouring words
//! tell each other as much as possible (Martin, Liermann and Ney 1998): word
//! by word, each goes where the likelihood of a class bigram model is highest.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use newsprint::Span;
use newsprint::article::{Article, Block, BlockKind};
use newsprint::entity::{GazetteerBuilder, NameClass};
use newsprint::lexicon::Lexicon;
use newsprint::token::{self, NormKey};

use super::corpus::Example;
use super::number;
use crate::data::{iob, raw_documents, read_to_string};

/// Fine, middle and coarse clusters.
const CLUSTERS: [usize; 3] = [400, 100, 25];
/// How many words get a cluster.
const VOCABULARY: usize = 45_000;
/// How many times every word is looked at.
const ROUNDS: usize = 8;

/// What raw text tells of words.
#[derive(Clone, Debug, Default)]
pub struct Raw {
    /// Norm key, lower-case occurrences, capitalised ones.
    cases: Vec<(u32, u32, u32)>,
    /// Norm key, whether capitalised, cluster.
    clusters: Vec<(u32, bool, u16)>,
    /// Middle and coarse cluster of each cluster.
    coarser: Vec<(u16, u16)>,
}

impl Raw {
    /// Adds it to the gazetteer.
    pub fn add_to(&self, builder: &mut GazetteerBuilder) {
        for &(norm, lower, upper) in &self.cases {
            if lower + upper < 5 {
                continue;
            }
            let class = if lower * 20 >= (lower + upper) * 19 {
                NameClass::MostlyLower
            } else if upper * 20 >= (lower + upper) * 19 {
                NameClass::MostlyUpper
            } else {
                NameClass::EitherCase
            };
            builder.word(NormKey(norm), class);
        }
        let mut words: HashMap<u32, (u16, u16)> = HashMap::new();
        for &(norm, upper, cluster) in &self.clusters {
            let word = words.entry(norm).or_default();
            if upper {
                word.1 = cluster;
            } else {
                word.0 = cluster;
            }
        }
        for (norm, (lower, upper)) in words {
            builder.cluster(NormKey(norm), lower, upper);
        }
        builder.coarser(self.coarser.clone());
    }
}

/// One word as it is clustered: its norm key, and whether it is capitalised.
type Form = (u32, bool);

const EDGE: u32 = 0;
const RARE: u32 = 1;
const RARE_UPPER: u32 = 2;
const NUMBER: u32 = 3;
/// How many of the first types are no words.
const SPECIAL: usize = NUMBER as usize + 1;

struct Stream<'a> {
    lexicon: &'a Lexicon,
    /// Words in order, [`u32::MAX`] between texts; then the number of times
    /// that a part counts.
    forms: Vec<(u32, u8)>,
    parts: Vec<(usize, u32)>,
    cases: HashMap<u32, (u32, u32)>,
}

/// What a token is in the stream.
const LOWER: u8 = 0;
const UPPER: u8 = 1;
const FIRST: u8 = 2;
const DIGITS: u8 = 3;
const BREAK: u8 = 4;

impl Stream<'_> {
    fn read(&mut self, text: &str) {
        let mut blocks = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::from_range(at..at + line.len()).trim(text);
            at += line.len();
            if !span.is_empty() {
                blocks.push(Block { span, kind: BlockKind::Paragraph });
            }
        }
        let article = Article { blocks, ..Article::default() };
        let tokens = token::lex(text, &article, self.lexicon);
        let mut first = true;
        let mut shouted = false;
        for (index, token) in tokens.iter().enumerate() {
            let word = token.span.slice(text);
            if token.is_first_in_block() {
                self.forms.push((0, BREAK));
                first = true;
                let line: Vec<&str> =
                    tokens[index..].iter().take(12).map(|t| t.span.slice(text)).collect();
                let long = line.iter().filter(|w| w.len() > 3);
                let capital = |w: &&&str| w.chars().next().is_some_and(char::is_uppercase);
                let (all, upper) = (long.clone().count(), long.filter(capital).count());
                shouted = upper * 3 > all * 2;
            }
            let initial = word.chars().next().unwrap_or(' ');
            if initial.is_alphabetic() {
                let upper = initial.is_uppercase();
                if !first && !shouted {
                    let case = self.cases.entry(token.norm.0).or_default();
                    if upper {
                        case.1 += 1;
                    } else {
                        case.0 += 1;
                    }
                }
                let kind = if !upper {
                    LOWER
                } else if first || shouted {
                    FIRST
                } else {
                    UPPER
                };
                self.forms.push((token.norm.0, kind));
                first = false;
            } else if initial.is_ascii_digit() {
                self.forms.push((token.norm.0, DIGITS));
                first = false;
            } else {
                self.forms.push((token.norm.0, LOWER));
                first = matches!(word, "." | "?" | "!" | ":" | "*")
                    || matches!(word, "\"" | "“" | "”" | "'" | "‘" | "--" | "(") && first
                    || matches!(word, "\"" | "“" | "•");
            }
        }
        self.forms.push((0, BREAK));
    }
}

/// Reads all raw text there is, and clusters its words.
///
/// # Errors
/// When a file cannot be read.
pub fn read(data: &Path, lexicon: &Lexicon, texts: &[Example]) -> io::Result<Raw> {
    let mut stream =
        Stream { lexicon, forms: Vec::new(), parts: Vec::new(), cases: HashMap::new() };
    for text in texts {
        stream.read(&text.layers.text);
    }
    let sentences = iob::read(&data.join("train/gmb.iob2.xz"), iob::Columns::FormTagLabel)?;
    for part in sentences.chunks(30) {
        let text: Vec<String> = part.iter().map(|sentence| sentence.forms.join(" ")).collect();
        stream.read(&text.join("\n"));
    }
    // World news is rare beside the releases, and what we are after.
    stream.parts.push((stream.forms.len(), 4));
    let text = read_to_string(&data.join("train/senate-press-releases.txt.xz"))?;
    for document in raw_documents(&text) {
        stream.read(&document);
    }
    stream.parts.push((stream.forms.len(), 1));
    let mut cases: Vec<(u32, u32, u32)> =
        stream.cases.iter().map(|(&norm, &(lower, upper))| (norm, lower, upper)).collect();
    cases.sort_unstable();
    eprintln!("raw text: {} tokens, {} words", stream.forms.len(), cases.len());
    let (clusters, coarser) = cluster(&stream);
    Ok(Raw { cases, clusters, coarser })
}

type Clusters = (Vec<(u32, bool, u16)>, Vec<(u16, u16)>);

fn cluster(stream: &Stream<'_>) -> Clusters {
    let form = |norm: u32, kind: u8| -> Form {
        let upper = match kind {
            FIRST => stream.cases.get(&norm).is_some_and(|&(lower, upper)| upper > lower),
            kind => kind == UPPER,
        };
        (norm, upper)
    };
    let mut counts: HashMap<Form, u32> = HashMap::new();
    let mut start = 0;
    for &(end, times) in &stream.parts {
        for &(norm, kind) in &stream.forms[start..end] {
            if kind != BREAK && kind != DIGITS {
                *counts.entry(form(norm, kind)).or_default() += times;
            }
        }
        start = end;
    }
    let mut words: Vec<(Form, u32)> = counts.into_iter().filter(|&(_, count)| count >= 8).collect();
    words.sort_unstable_by_key(|&(form, count)| (std::cmp::Reverse(count), form));
    words.truncate(VOCABULARY);
    let index: HashMap<Form, u32> =
        words.iter().zip(NUMBER + 1..).map(|(&(form, _), at)| (form, at)).collect();
    let types = words.len() + SPECIAL;

    // Bigrams of types, sorted.
    let mut bigrams: Vec<(u64, u32)> = Vec::new();
    let mut pending: HashMap<u64, u32> = HashMap::new();
    let mut start = 0;
    let mut last = EDGE;
    for &(end, times) in &stream.parts {
        for &(norm, kind) in &stream.forms[start..end] {
            let own = match kind {
                BREAK => EDGE,
                DIGITS => NUMBER,
                kind => {
                    let form = form(norm, kind);
                    let rare = if form.1 { RARE_UPPER } else { RARE };
                    index.get(&form).copied().unwrap_or(rare)
                }
            };
            if last != EDGE || own != EDGE {
                *pending.entry(u64::from(last) << 32 | u64::from(own)).or_default() += times;
            }
            last = own;
        }
        start = end;
    }
    bigrams.extend(pending);
    bigrams.sort_unstable();
    eprintln!("clusters: {types} types, {} bigrams", bigrams.len());
    let fine = exchange(types, &bigrams, CLUSTERS[0], ROUNDS);
    let coarser = |assigned: &[u16], from: usize, to: usize| {
        let mut joined: HashMap<u64, u32> = HashMap::new();
        for &(pair, count) in &bigrams {
            let left = u64::from(assigned[(pair >> 32) as usize]);
            let right = u64::from(assigned[(pair & 0xffff_ffff) as usize]);
            *joined.entry(left << 32 | right).or_default() += count;
        }
        let mut joined: Vec<(u64, u32)> = joined.into_iter().collect();
        joined.sort_unstable();
        exchange(from, &joined, to, 30)
    };
    let middle = coarser(&fine, CLUSTERS[0], CLUSTERS[1]);
    let to_middle: Vec<u16> = fine.iter().map(|&c| middle[usize::from(c)]).collect();
    let coarse = coarser(&to_middle, CLUSTERS[1], CLUSTERS[2]);
    // Numbers from 2: 0 is unknown and 1 the edge.
    let mut coarser = vec![(0, 0), (1, 1)];
    for &m in &middle {
        coarser.push((m + 2, coarse[usize::from(m)] + 2));
    }
    let clusters = words
        .iter()
        .zip(&fine[SPECIAL..])
        .map(|(&((norm, upper), _), &cluster)| (norm, upper, cluster + 2))
        .collect();
    (clusters, coarser)
}

/// `x ln x`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "counts are far below 2^52, and gains need no more than single precision"
)]
fn entropy(x: i64) -> f32 {
    if x == 0 { 0.0 } else { (x as f64 * (x as f64).ln()) as f32 }
}

/// Puts each type into one of `clusters`.
#[expect(clippy::too_many_lines, reason = "one loop whose steps share its working space")]
fn exchange(types: usize, bigrams: &[(u64, u32)], clusters: usize, rounds: usize) -> Vec<u16> {
    // Neighbours of each type, left and right, in rows.
    let split = |by_left: bool| {
        let mut starts = vec![0_usize; types + 1];
        let own =
            |pair: u64| if by_left { (pair >> 32) as usize } else { (pair & 0xffff_ffff) as usize };
        for &(pair, _) in bigrams {
            starts[own(pair) + 1] += 1;
        }
        for at in 0..types {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut rows = vec![(0_u32, 0_u32); bigrams.len()];
        for &(pair, count) in bigrams {
            let other = if by_left { (pair & 0xffff_ffff) as u32 } else { (pair >> 32) as u32 };
            rows[next[own(pair)]] = (other, count);
            next[own(pair)] += 1;
        }
        (starts, rows)
    };
    let (right_starts, right) = split(true);
    let (left_starts, left) = split(false);
    let total = |starts: &[usize], rows: &[(u32, u32)], at: usize| -> i64 {
        rows[starts[at]..starts[at + 1]].iter().map(|&(_, count)| i64::from(count)).sum()
    };
    // x ln x of whole numbers.
    let table: Vec<f32> = (0..1 << 16).map(entropy).collect();
    let f = |x: i64| -> f32 {
        usize::try_from(x).ok().and_then(|x| table.get(x)).copied().unwrap_or_else(|| entropy(x))
    };
    let mut assigned: Vec<u16> = (0..types).map(|at| number(at % clusters)).collect();
    let mut pairs = vec![0_i64; clusters * clusters];
    for &(pair, count) in bigrams {
        let (l, r) = ((pair >> 32) as usize, (pair & 0xffff_ffff) as usize);
        pairs[usize::from(assigned[l]) * clusters + usize::from(assigned[r])] += i64::from(count);
    }
    let (mut rights, mut lefts) = (vec![0_i64; clusters], vec![0_i64; clusters]);
    for at in 0..types {
        rights[usize::from(assigned[at])] += total(&right_starts, &right, at);
        lefts[usize::from(assigned[at])] += total(&left_starts, &left, at);
    }
    let mut transposed = vec![0_i64; clusters * clusters];
    for g in 0..clusters {
        for h in 0..clusters {
            transposed[h * clusters + g] = pairs[g * clusters + h];
        }
    }
    let mut after: Vec<i64> = vec![0; clusters];
    let mut before: Vec<i64> = vec![0; clusters];
    for round in 0..rounds {
        let mut moved = 0;
        for at in 0..types {
            let home = usize::from(assigned[at]);
            let mut touched_after: Vec<usize> = Vec::new();
            let mut touched_before: Vec<usize> = Vec::new();
            for &(other, count) in &right[right_starts[at]..right_starts[at + 1]] {
                let h = usize::from(assigned[other as usize]);
                if other as usize == at {
                    continue;
                }
                if after[h] == 0 {
                    touched_after.push(h);
                }
                after[h] += i64::from(count);
            }
            for &(other, count) in &left[left_starts[at]..left_starts[at + 1]] {
                let h = usize::from(assigned[other as usize]);
                if other as usize == at {
                    continue;
                }
                if before[h] == 0 {
                    touched_before.push(h);
                }
                before[h] += i64::from(count);
            }
            let own_right: i64 = touched_after.iter().map(|&h| after[h]).sum();
            let own_left: i64 = touched_before.iter().map(|&h| before[h]).sum();
            // Take it out.
            for &h in &touched_after {
                pairs[home * clusters + h] -= after[h];
                transposed[h * clusters + home] -= after[h];
            }
            for &h in &touched_before {
                pairs[h * clusters + home] -= before[h];
                transposed[home * clusters + h] -= before[h];
            }
            rights[home] -= own_right;
            lefts[home] -= own_left;
            let mut best = (f32::MIN, home);
            for g in 0..clusters {
                let row = &pairs[g * clusters..(g + 1) * clusters];
                let column = &transposed[g * clusters..(g + 1) * clusters];
                let mut gain = 0.0;
                for &h in &touched_after {
                    gain += f(row[h] + after[h]) - f(row[h]);
                }
                for &h in &touched_before {
                    gain += f(column[h] + before[h]) - f(column[h]);
                }
                gain -= f(rights[g] + own_right) - f(rights[g]);
                gain -= f(lefts[g] + own_left) - f(lefts[g]);
                // Staying wins a tie.
                #[expect(clippy::float_cmp, reason = "only equal gains tie")]
                if gain > best.0 || gain == best.0 && g == home {
                    best = (gain, g);
                }
            }
            let to = best.1;
            moved += usize::from(to != home);
            assigned[at] = number(to);
            for &h in &touched_after {
                pairs[to * clusters + h] += after[h];
                transposed[h * clusters + to] += after[h];
                after[h] = 0;
            }
            for &h in &touched_before {
                pairs[h * clusters + to] += before[h];
                transposed[to * clusters + h] += before[h];
                before[h] = 0;
            }
            rights[to] += own_right;
            lefts[to] += own_left;
        }
        if types > 1000 {
            eprintln!("clusters: round {}, {moved} moved", round + 1);
        }
        if moved == 0 {
            break;
        }
    }
    assigned
}
