//! Quotations against gold: content, kind, cue, source, speaker.
//!
//! Found and gold quotations are matched one to one, best overlap first. The
//! overlap of two contents is the number of letters and digits that they
//! share, divided by those that either has.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use newsprint::quotation::QuoteKind;
use newsprint::{Reader, Span};
use serde_json::json;

use super::{Counts, Request, Row, percent, polnear};
use crate::data::gold::{self, GoldDocument};

/// The gold files, with the floors of their figures.
const SETS: &[(&str, &[(&str, f64)])] = &[
    (
        "train/wikinews-gold-dev.jsonl",
        &[
            ("direct and mixed, content @0.8 F1", 90.0),
            ("all kinds, content @0.3 F1", 80.0),
            ("all kinds, content @0.8 F1", 70.0),
            ("source overlap on matched", 93.0),
            ("cue overlap on matched", 93.0),
            ("speaker name right, direct and mixed", 90.0),
            ("speaker name right, all kinds", 80.0),
            ("scare content @0.8 F1", 75.0),
        ],
    ),
    (
        "train/senate-gold-dev.jsonl",
        &[("direct and mixed, content @0.8 F1", 88.0), ("all kinds, content @0.3 F1", 78.0)],
    ),
    (
        "measure-only/polnear-dev.jsonl.xz",
        &[
            ("direct and mixed, content @0.8 F1, as they are", 85.0),
            ("source overlap on matched, direct and mixed", 90.0),
            ("all kinds, content @0.3 precision", 78.0),
            ("all kinds, content @0.3 recall", 55.0),
        ],
    ),
];

/// A quotation that was found, as far as the figures need it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its kind.
    pub kind: QuoteKind,
    /// The reported words.
    pub content: Vec<Span>,
    /// The cue.
    pub cue: Option<Span>,
    /// The source mention.
    pub source: Option<Span>,
    /// The name of the speaker.
    pub speaker: Option<String>,
    /// The rule that gave it.
    pub rule: &'static str,
    /// How sure it is.
    pub score: f32,
}

/// Measures the quotations of a reader on every gold file.
///
/// # Errors
/// When a gold file cannot be read.
pub fn evaluate(data: &Path, reader: &Reader, request: Request) -> io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (file, floors) in SETS {
        let mut gold = gold::read(&data.join(file))?;
        let mut answers: Vec<_> = gold.iter().map(|document| answers(reader, document)).collect();
        let set = file.split(['/', '.']).nth(1).unwrap_or(file);
        let mut found = Vec::new();
        if file.contains("polnear") {
            gold.iter_mut().for_each(polnear::single_marks);
            found.extend(contents(set, &gold, &answers, ", as they are"));
            for (document, answers) in gold.iter().zip(&mut answers) {
                polnear::conventions(&document.text, answers);
            }
        }
        let errors = if file.starts_with("measure-only") { 0 } else { request.errors };
        found.extend(measure(set, &gold, &answers, errors));
        rows.extend(found.into_iter().map(|row| {
            match floors.iter().find(|(measure, _)| *measure == row.measure) {
                Some((_, floor)) => row.floor(*floor),
                None => row,
            }
        }));
    }
    Ok(rows)
}

/// What a reader finds in a gold document.
pub fn answers(reader: &Reader, gold: &GoldDocument) -> Vec<Answer> {
    let Ok(document) = reader.read(gold.text.as_str()) else { return Vec::new() };
    document
        .quotes()
        .iter()
        .map(|quote| Answer {
            kind: quote.kind,
            content: quote.content.clone(),
            cue: quote.cue,
            source: quote.source,
            speaker: document.speaker_name(quote).map(std::borrow::Cow::into_owned),
            rule: quote.rule.0,
            score: quote.score,
        })
        .collect()
}

/// The spans of one part of a gold quotation.
type GoldPart = fn(&gold::GoldQuote) -> &Vec<Span>;
/// The span of one part of an answer.
type FoundPart = fn(&Answer) -> Option<Span>;

/// One gold quotation that was found.
#[derive(Clone, Copy, Debug)]
pub struct Match {
    /// Which of the gold quotations.
    pub gold: usize,
    /// Which of the answers.
    pub found: usize,
    /// Their overlap, 0 to 1.
    pub overlap: f64,
}

/// Letters and digits of each span, as offsets.
pub(super) fn letters(text: &str, spans: &[Span]) -> Vec<u32> {
    let mut offsets = Vec::new();
    for span in spans {
        for (at, c) in span.slice(text).char_indices() {
            if c.is_alphanumeric() {
                offsets.push(span.start + u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
    }
    offsets.sort_unstable();
    offsets.dedup();
    offsets
}

#[allow(clippy::cast_precision_loss, reason = "texts are far shorter than 2^52 letters")]
fn overlap(a: &[u32], b: &[u32]) -> f64 {
    let (Some(first), Some(last)) = (a.first(), a.last()) else { return 0.0 };
    if b.last() < Some(first) || b.first() > Some(last) {
        return 0.0;
    }
    let shared = a.iter().filter(|at| b.binary_search(at).is_ok()).count();
    shared as f64 / (a.len() + b.len() - shared).max(1) as f64
}

/// Matches gold and found quotations one to one, best overlap first, at least
/// `least`.
pub fn align(text: &str, gold: &[&[Span]], found: &[&[Span]], least: f64) -> Vec<Match> {
    let gold_letters: Vec<_> = gold.iter().map(|spans| letters(text, spans)).collect();
    let found_letters: Vec<_> = found.iter().map(|spans| letters(text, spans)).collect();
    let mut pairs = Vec::new();
    for (g, a) in gold_letters.iter().enumerate() {
        for (f, b) in found_letters.iter().enumerate() {
            let overlap = overlap(a, b);
            if overlap >= least && overlap > 0.0 {
                pairs.push(Match { gold: g, found: f, overlap });
            }
        }
    }
    pairs.sort_by(|a, b| {
        b.overlap.total_cmp(&a.overlap).then((a.gold, a.found).cmp(&(b.gold, b.found)))
    });
    let (mut gold_taken, mut found_taken) = (vec![false; gold.len()], vec![false; found.len()]);
    pairs.retain(|pair| {
        let free = !gold_taken[pair.gold] && !found_taken[pair.found];
        if free {
            gold_taken[pair.gold] = true;
            found_taken[pair.found] = true;
        }
        free
    });
    pairs
}

/// A choice among kinds.
type Choice = fn(QuoteKind) -> bool;

const QUOTED: Choice = |kind| matches!(kind, QuoteKind::Direct | QuoteKind::Mixed);
const REPORTED: Choice = |kind| kind != QuoteKind::Scare;
const CHOICES: &[(&str, Choice)] = &[
    ("direct and mixed", QUOTED),
    ("all kinds", REPORTED),
    ("direct", |kind| kind == QuoteKind::Direct),
    ("mixed", |kind| kind == QuoteKind::Mixed),
    ("indirect", |kind| kind == QuoteKind::Indirect),
    ("scare", |kind| kind == QuoteKind::Scare),
];

/// Every figure of one gold set.
pub fn measure(
    set: &str,
    gold: &[GoldDocument],
    answers: &[Vec<Answer>],
    errors: usize,
) -> Vec<Row> {
    let mut rows = contents(set, gold, answers, "");
    for (suffix, choose) in [("", REPORTED), (", direct and mixed", QUOTED)] {
        parts(set, gold, answers, choose, suffix, &mut rows);
    }
    for (name, choose) in [("direct and mixed", QUOTED), ("all kinds", REPORTED)] {
        speakers(set, gold, answers, name, choose, &mut rows);
    }
    rules(set, gold, answers, &mut rows);
    if errors > 0 {
        list_errors(set, gold, answers, errors);
    }
    rows
}

/// The figures of the contents, by kind; `suffix` is added to their names.
fn contents(set: &str, gold: &[GoldDocument], answers: &[Vec<Answer>], suffix: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for (name, choose) in CHOICES {
        for least in [0.3, 0.8] {
            let counts = content_counts(gold, answers, *choose, least);
            let prefix = if *name == "scare" {
                format!("scare content @{least}")
            } else {
                format!("{name}, content @{least}")
            };
            for (measure, value) in [
                ("precision", counts.precision()),
                ("recall", counts.recall()),
                ("F1", counts.f1()),
            ] {
                let measure = format!("{prefix} {measure}{suffix}");
                rows.push(Row::new("quotations", set, &measure, value).detail(counts));
            }
        }
    }
    rows
}

/// Where the quotations of one side stand in its list, and their contents.
type Contents<'a> = (Vec<usize>, Vec<&'a [Span]>);

/// Contents of the chosen kinds, of the gold side and of the other.
fn chosen<'a>(
    gold: &'a GoldDocument,
    answers: &'a [Answer],
    choose: Choice,
) -> (Contents<'a>, Contents<'a>) {
    let of_gold: Vec<usize> = (0..gold.quotes.len())
        .filter(|i| choose(gold.quotes[*i].kind) && !gold.quotes[*i].content.is_empty())
        .collect();
    let found: Vec<usize> = (0..answers.len()).filter(|i| choose(answers[*i].kind)).collect();
    let gold_spans = of_gold.iter().map(|i| gold.quotes[*i].content.as_slice()).collect();
    let found_spans = found.iter().map(|i| answers[*i].content.as_slice()).collect();
    ((of_gold, gold_spans), (found, found_spans))
}

fn content_counts(
    gold: &[GoldDocument],
    answers: &[Vec<Answer>],
    choose: Choice,
    least: f64,
) -> Counts {
    let mut counts = Counts::default();
    for (document, answers) in gold.iter().zip(answers) {
        let ((_, gold_spans), (_, found_spans)) = chosen(document, answers, choose);
        let right = align(&document.text, &gold_spans, &found_spans, least).len();
        counts.add(Counts { right, found: found_spans.len(), gold: gold_spans.len() });
    }
    counts
}

/// Pairs of gold and found quotations matched at 0.3, whatever their kind as
/// long as both report; the gold one of a chosen kind.
fn matched<'a>(
    gold: &'a [GoldDocument],
    answers: &'a [Vec<Answer>],
    choose: Choice,
) -> Vec<(&'a GoldDocument, &'a gold::GoldQuote, &'a Answer)> {
    let mut pairs = Vec::new();
    for (document, answers) in gold.iter().zip(answers) {
        let ((of_gold, gold_spans), (found, found_spans)) = chosen(document, answers, REPORTED);
        for pair in align(&document.text, &gold_spans, &found_spans, 0.3) {
            let quote = &document.quotes[of_gold[pair.gold]];
            if choose(quote.kind) {
                pairs.push((document, quote, &answers[found[pair.found]]));
            }
        }
    }
    pairs
}

/// Cue and source of the matched quotations.
fn parts(
    set: &str,
    gold: &[GoldDocument],
    answers: &[Vec<Answer>],
    choose: Choice,
    suffix: &str,
    rows: &mut Vec<Row>,
) {
    let pairs = matched(gold, answers, choose);
    let kinds = pairs.iter().filter(|(_, quote, answer)| quote.kind == answer.kind).count();
    let mut add = |measure: &str, part: usize, whole: usize| {
        let row = Row::new("quotations", set, &format!("{measure}{suffix}"), percent(part, whole));
        rows.push(row.detail(json!({ "right": part, "of": whole })));
    };
    add("kind right on matched", kinds, pairs.len());
    let wanted: [(&str, GoldPart, FoundPart); 2] = [
        ("cue", (|quote| &quote.cue), (|answer| answer.cue)),
        ("source", |quote| &quote.source, |answer| answer.source),
    ];
    for (part, gold_part, found_part) in wanted {
        let (mut exact, mut overlap, mut with, mut invented, mut without) = (0, 0, 0, 0, 0);
        for (_, quote, answer) in &pairs {
            let gold = gold_part(quote);
            let found = found_part(answer);
            if gold.is_empty() {
                without += 1;
                invented += usize::from(found.is_some());
            } else {
                with += 1;
                exact += usize::from(found.is_some_and(|span| gold.contains(&span)));
                overlap +=
                    usize::from(found.is_some_and(|span| gold.iter().any(|g| g.overlaps(span))));
            }
        }
        add(&format!("{part} exact on matched"), exact, with);
        add(&format!("{part} overlap on matched"), overlap, with);
        add(&format!("{part} invented on matched without"), invented, without);
    }
}

/// Lower case, without a leading article, title stops and possessive.
pub fn plain(name: &str) -> Vec<String> {
    let mut words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .map(|word| word.trim_matches(['\'', '’']).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    if words.first().is_some_and(|word| matches!(word.as_str(), "the" | "a" | "an")) {
        words.remove(0);
    }
    words
}

fn speakers(
    set: &str,
    gold: &[GoldDocument],
    answers: &[Vec<Answer>],
    name: &str,
    choose: Choice,
    rows: &mut Vec<Row>,
) {
    let pairs = matched(gold, answers, choose);
    let (mut with, mut right, mut near, mut unknown, mut without, mut invented) =
        (0, 0, 0, 0, 0, 0);
    for (_, quote, answer) in &pairs {
        let Some(gold) = quote.speaker.as_deref().map(plain).filter(|name| !name.is_empty()) else {
            without += 1;
            invented += usize::from(answer.speaker.is_some());
            continue;
        };
        with += 1;
        match answer.speaker.as_deref().map(plain) {
            None => unknown += 1,
            Some(found) => {
                right += usize::from(found == gold);
                let inside = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
                near += usize::from(inside(&found, &gold) || inside(&gold, &found));
            }
        }
    }
    for (measure, part, whole) in [
        ("speaker name right", right, with),
        ("speaker name right or part of it", near, with),
        ("speaker left unknown", unknown, with),
        ("speaker invented where gold has none", invented, without),
    ] {
        let row = Row::new("quotations", set, &format!("{measure}, {name}"), percent(part, whole));
        rows.push(row.detail(json!({ "right": part, "of": whole })));
    }
}

/// The precision of each rule, at 0.8, and its mean score.
fn rules(set: &str, gold: &[GoldDocument], answers: &[Vec<Answer>], rows: &mut Vec<Row>) {
    let mut table: BTreeMap<&str, (usize, usize, f64)> = BTreeMap::new();
    for (document, answers) in gold.iter().zip(answers) {
        for choose in [REPORTED, |kind| kind == QuoteKind::Scare] {
            let ((_, gold_spans), (found, found_spans)) = chosen(document, answers, choose);
            let pairs = align(&document.text, &gold_spans, &found_spans, 0.8);
            for (at, index) in found.iter().enumerate() {
                let row = table.entry(answers[*index].rule).or_default();
                row.0 += usize::from(pairs.iter().any(|pair| pair.found == at));
                row.1 += 1;
                row.2 += f64::from(answers[*index].score);
            }
        }
    }
    for (rule, (right, found, score)) in table {
        #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let mean = score / found.max(1) as f64;
        rows.push(
            Row::new(
                "quotations",
                set,
                &format!("rule {rule}, precision @0.8"),
                percent(right, found),
            )
            .detail(json!({ "right": right, "of": found, "mean_score": mean })),
        );
    }
}

/// Prints what was missed, invented and cut wrongly, by kind of error.
#[allow(clippy::too_many_lines, reason = "one list of errors")]
fn list_errors(set: &str, gold: &[GoldDocument], answers: &[Vec<Answer>], limit: usize) {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (document, answers) in gold.iter().zip(answers) {
        let text = document.text.as_str();
        let show = |spans: &[Span]| passage(text, spans);
        let word = |spans: &[Span]| first_word(text, spans);
        let ((of_gold, gold_spans), (found, found_spans)) = chosen(document, answers, REPORTED);
        let pairs = align(text, &gold_spans, &found_spans, 0.0);
        let mut push = |kind: String, line: String| {
            lines.entry(kind).or_default().push(format!("[{}] {line}", document.id));
        };
        for (at, index) in of_gold.iter().enumerate() {
            let quote = &document.quotes[*index];
            let pair = pairs.iter().find(|pair| pair.gold == at && pair.overlap >= 0.3);
            match pair {
                None => push(
                    format!("missed {:?}", quote.kind),
                    format!("({}) {}", word(&quote.cue), show(&quote.content)),
                ),
                Some(pair) => {
                    let answer = &answers[found[pair.found]];
                    list_differences(text, quote, answer, pair.overlap, &mut push);
                }
            }
        }
        for (at, index) in found.iter().enumerate() {
            if !pairs.iter().any(|pair| pair.found == at && pair.overlap >= 0.3) {
                let answer = &answers[*index];
                let cue = answer.cue.map_or("-", |span| span.slice(text));
                push(
                    format!("invented {:?}", answer.kind),
                    format!("({cue}, {:.2}) {}", answer.score, show(&answer.content)),
                );
            }
        }
        let ((of_gold, gold_spans), (found, found_spans)) =
            chosen(document, answers, |kind| kind == QuoteKind::Scare);
        let pairs = align(text, &gold_spans, &found_spans, 0.8);
        for (at, index) in of_gold.iter().enumerate() {
            if !pairs.iter().any(|pair| pair.gold == at) {
                push("missed Scare".into(), show(&document.quotes[*index].content));
            }
        }
        for (at, index) in found.iter().enumerate() {
            if !pairs.iter().any(|pair| pair.found == at) {
                push("invented Scare".into(), show(&answers[*index].content));
            }
        }
    }
    for (kind, lines) in lines {
        eprintln!("\n{set}: {kind}: {}", lines.len());
        for line in lines.iter().take(limit) {
            eprintln!("  {line}");
        }
    }
}

/// The passage with its surroundings, spans marked.
fn passage(text: &str, spans: &[Span]) -> String {
    let whole = spans.iter().copied().reduce(Span::join).unwrap_or_default();
    let start = floor(text, whole.start.saturating_sub(60));
    let end = ceil(text, whole.end.saturating_add(60));
    let mut shown = String::new();
    let mut at = start;
    for span in spans {
        shown += Span::new(at, span.start).slice(text);
        shown = shown + "⟦" + span.slice(text) + "⟧";
        at = span.end;
    }
    (shown + Span::new(at, end).slice(text)).replace('\n', " ¶ ")
}

/// The first span's words in lower case.
fn first_word(text: &str, spans: &[Span]) -> String {
    spans.first().map_or("-", |span| span.slice(text)).to_lowercase()
}

/// What a found quotation has otherwise than the gold one that it matches.
fn list_differences(
    text: &str,
    quote: &gold::GoldQuote,
    answer: &Answer,
    overlap: f64,
    push: &mut impl FnMut(String, String),
) {
    let show = |spans: &[Span]| passage(text, spans);
    let word = |spans: &[Span]| first_word(text, spans);
    if overlap < 0.8 {
        push(
            format!("cut {:?}", quote.kind),
            format!(
                "({}) gold {}\n      found {}",
                word(&quote.cue),
                show(&quote.content),
                show(&answer.content)
            ),
        );
    }
    if quote.kind != answer.kind {
        push(format!("kind {:?} read as {:?}", quote.kind, answer.kind), show(&quote.content));
    }
    let wrong = |gold: &[Span], found: Option<Span>| match found {
        None => !gold.is_empty(),
        Some(span) => !gold.iter().any(|g| g.overlaps(span)),
    };
    if wrong(&quote.source, answer.source) {
        push(
            "source".into(),
            format!(
                "gold {:?} found {:?} cue ({}) in {}",
                word(&quote.source),
                answer.source.map_or("-", |span| span.slice(text)),
                word(&quote.cue),
                show(&quote.content)
            ),
        );
    }
    if wrong(&quote.cue, answer.cue) {
        push(
            "cue".into(),
            format!(
                "gold {:?} found {:?} in {}",
                word(&quote.cue),
                answer.cue.map_or("-", |span| span.slice(text)),
                show(&quote.content)
            ),
        );
    }
}

fn floor(text: &str, mut at: u32) -> u32 {
    while at > 0 && !text.is_char_boundary(at as usize) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, mut at: u32) -> u32 {
    let end = Span::of(text).end;
    while at < end && !text.is_char_boundary(at as usize) {
        at += 1;
    }
    at.min(end)
}
