//! Entities against gold: strict and trimmed spans, one label set or another.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use newsprint::entity::Label;
use newsprint::{Reader, Span};
use serde::Serialize;

use super::calendar::calendar_parts;
use super::{Counts, Request, Row};
use crate::data::{gold, iob};

const LAYER: &str = "entities";

/// A labelled span; labels are those of the set's own label map.
type Item = (Span, &'static str);

/// A text with what is in it and what was found.
struct Pair {
    text: String,
    gold: Vec<Item>,
    found: Vec<(Item, f32)>,
}

/// How the labels of a set and ours are made comparable: `None` leaves an
/// entity out.
struct LabelMap {
    ours: fn(Label) -> Option<&'static str>,
    theirs: fn(&str) -> Option<&'static str>,
}

const ONTONOTES: LabelMap = LabelMap {
    ours: |label| Some(label.name()),
    theirs: |name| Label::from_name(name).map(Label::name),
};

/// People, organisations and places, the last in one class.
const NAMES: LabelMap = LabelMap {
    ours: |label| match label {
        Label::Person => Some("PERSON"),
        Label::Org => Some("ORG"),
        Label::Gpe | Label::Loc | Label::Fac => Some("LOC"),
        Label::Norp => Some("NORP"),
        Label::Date => Some("DATE"),
        Label::Money => Some("MONEY"),
        Label::Product => Some("PRODUCT"),
        _ => None,
    },
    theirs: |name| match name {
        "PERSON" | "PER" => Some("PERSON"),
        "ORG" => Some("ORG"),
        "GPE" | "LOC" | "FAC" => Some("LOC"),
        "NORP" => Some("NORP"),
        "DATE" => Some("DATE"),
        "MONEY" => Some("MONEY"),
        "PRODUCT" => Some("PRODUCT"),
        _ => None,
    },
};

const PLAIN_NAMES: [&str; 3] = ["PERSON", "ORG", "LOC"];

/// Measures the entities of a reader on every gold file of the data folder.
///
/// # Errors
/// When a gold file cannot be read.
pub fn evaluate(data: &Path, reader: &Reader, request: Request) -> io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (set, floors) in [
        ("wikinews-gold-dev", &[(ALL_LABELS, 88.0), (NAMES_ALONE, 90.0)][..]),
        ("senate-gold-dev", &[(ALL_LABELS, 84.0)][..]),
    ] {
        let documents = gold::read(&data.join("train").join(format!("{set}.jsonl")))?;
        rows.extend(measure(reader, set, &documents, request).into_iter().map(|row| {
            match floors.iter().find(|(measure, _)| *measure == row.measure) {
                Some((_, floor)) => row.floor(*floor),
                None => row,
            }
        }));
    }

    let path = data.join("measure-only/worldwide-dev.jsonl.xz");
    let set = "worldwide-dev";
    let mut pairs = read(reader, gold::read(&path)?, &NAMES);
    let unmapped = counts(&pairs, true, |l| l == "DATE");
    rows.push(row(set, "F1, DATE, trimmed, spans as they are", unmapped));
    calendar_dates_only(&mut pairs);
    kinds(set, &pairs, request.errors);
    let sum = counts(&pairs, true, |l| PLAIN_NAMES.contains(&l));
    rows.push(row(set, "F1, PERSON ORG LOC, trimmed", sum).floor(79.0));
    let sum = counts(&pairs, false, |l| PLAIN_NAMES.contains(&l));
    rows.push(row(set, "F1, PERSON ORG LOC, strict", sum));
    for (label, floor) in [("NORP", 80.0), ("DATE", 88.0), ("MONEY", 82.0)] {
        let sum = counts(&pairs, true, |l| l == label);
        rows.push(row(set, &format!("F1, {label}, trimmed"), sum).floor(floor));
    }
    for label in PLAIN_NAMES {
        let sum = counts(&pairs, true, |l| l == label);
        rows.push(row(set, &format!("F1, {label}, trimmed"), sum));
    }

    let path = data.join("measure-only/conllpp-dev.jsonl.xz");
    let set = "conllpp-dev";
    let pairs = read(reader, gold::read(&path)?, &NAMES);
    kinds(set, &pairs, request.errors);
    let sum = counts(&pairs, true, |l| PLAIN_NAMES.contains(&l));
    rows.push(row(set, "F1, PERSON ORG LOC, trimmed", sum).floor(72.0));
    for label in PLAIN_NAMES {
        let sum = counts(&pairs, true, |l| l == label);
        rows.push(row(set, &format!("F1, {label}, trimmed"), sum));
    }

    let set = "uner-ewt-dev";
    let sentences =
        iob::read(&data.join("train/uner-ewt-dev.iob2"), iob::Columns::NumberFormLabel)?;
    let pairs = read(reader, sentences.iter().map(sentence).collect(), &NAMES);
    let sum = counts(&pairs, true, |l| PLAIN_NAMES.contains(&l));
    rows.push(row(set, "F1, PERSON ORG LOC, trimmed", sum));
    Ok(rows)
}

const ALL_LABELS: &str = "F1, 18 labels, trimmed";
const NAMES_ALONE: &str = "F1, PERSON ORG LOC, trimmed";

/// Measures the entities of a reader on gold that has the 18 labels.
pub fn measure(
    reader: &Reader,
    set: &str,
    documents: &[gold::GoldDocument],
    request: Request,
) -> Vec<Row> {
    let pairs = read(reader, documents.to_vec(), &ONTONOTES);
    let sum = counts(&pairs, true, |_| true);
    let strict = counts(&pairs, false, |_| true);
    let mut rows = vec![
        row(set, ALL_LABELS, sum),
        row(set, "F1, 18 labels, strict", strict),
        Row::new(LAYER, set, "precision, trimmed", sum.precision()),
        Row::new(LAYER, set, "recall, trimmed", sum.recall()),
        Row::new(LAYER, set, "precision, strict", strict.precision()),
        Row::new(LAYER, set, "recall, strict", strict.recall()),
        Row::new(LAYER, set, "reliability error", reliability(&pairs)),
    ];
    for label in Label::ALL {
        let name = label.name();
        let sum = counts(&pairs, true, |l| l == name);
        if sum.gold + sum.found > 0 {
            let measures = [("precision", sum.precision()), ("recall", sum.recall())];
            for (measure, value) in measures {
                rows.push(Row::new(LAYER, set, &format!("{measure}, {name}, trimmed"), value));
            }
            rows.push(row(set, &format!("F1, {name}, trimmed"), sum));
        }
    }
    report(set, &pairs, request.errors);
    let pairs = read(reader, documents.to_vec(), &NAMES);
    let sum = counts(&pairs, true, |l| PLAIN_NAMES.contains(&l));
    rows.push(row(set, NAMES_ALONE, sum));
    rows
}

/// A sentence as a text of its own, its words separated by spaces.
fn sentence(sentence: &iob::IobSentence) -> gold::GoldDocument {
    let mut text = String::new();
    let mut entities: Vec<gold::GoldEntity> = Vec::new();
    for (form, label) in sentence.forms.iter().zip(&sentence.labels) {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(form);
        let span = Span::from_range(start..text.len());
        if let Some(label) = label.strip_prefix("B-") {
            entities.push(gold::GoldEntity { span, label: label.to_string() });
        } else if label.starts_with("I-")
            && let Some(last) = entities.last_mut()
        {
            last.span = last.span.join(span);
        }
    }
    gold::GoldDocument {
        id: String::new(),
        text,
        layers: vec![LAYER.to_string()],
        labels: None,
        entities,
        quotes: Vec::new(),
        sentences: Vec::new(),
    }
}

fn read(reader: &Reader, documents: Vec<gold::GoldDocument>, map: &LabelMap) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for document in documents {
        let Ok(read) = reader.read(document.text.as_str()) else { continue };
        let gold = document
            .entities
            .iter()
            .filter_map(|e| Some((e.span, (map.theirs)(&e.label)?)))
            .collect();
        let found = read
            .entities()
            .iter()
            .filter_map(|e| Some(((e.span, (map.ours)(e.label)?), e.score)))
            .collect();
        pairs.push(Pair { text: document.text, gold, found });
    }
    pairs
}

/// The span without determiners and titles before it and possessives after
/// it: corpora differ in whether these belong to a name.
fn trim(text: &str, (span, label): Item) -> Item {
    const BEFORE: &[&str] = &[
        "the",
        "a",
        "an",
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "miss",
        "dr",
        "dr.",
        "sir",
        "president",
        "prime",
        "minister",
        "vice",
        "senator",
        "sen.",
        "sens.",
        "rep.",
        "reps.",
        "congressman",
        "congresswoman",
        "governor",
        "gov.",
        "king",
        "queen",
        "prince",
        "princess",
        "pope",
        "judge",
        "justice",
        "general",
        "gen.",
        "colonel",
        "col.",
        "major",
        "captain",
        "capt.",
        "lieutenant",
        "lt.",
        "sergeant",
        "sgt.",
        "professor",
        "prof.",
        "prof",
        "chief",
        "secretary",
        "ambassador",
        "sheikh",
        "chairman",
        "rev.",
        "reverend",
    ];
    let (mut start, mut end) = (span.start, span.end);
    loop {
        let slice = Span::new(start, end).slice(text);
        let Some((first, rest)) = slice.split_once(char::is_whitespace) else { break };
        if rest.trim().is_empty() || !BEFORE.contains(&first.to_lowercase().as_str()) {
            break;
        }
        let skipped = slice.len() - rest.trim_start().len();
        start += u32::try_from(skipped).unwrap_or(0);
    }
    for possessive in ["'s", "’s", "'", "’"] {
        let slice = Span::new(start, end).slice(text);
        if let Some(rest) = slice.strip_suffix(possessive)
            && !rest.trim().is_empty()
        {
            end = start + u32::try_from(rest.trim_end().len()).unwrap_or(0);
            break;
        }
    }
    (Span::new(start, end), label)
}

/// Worldwide takes dates for calendar dates: `Thursday`, `July 2014`, `1990s`,
/// not `last week`, `three years`, `18-year-old`; of `from 2004 to 2007` it
/// makes two, and `early`, `last`, `about` belong to none. So each date of
/// either side is replaced by its calendar parts. Ours that have none are left
/// out; theirs stay and count as missed. What stands before an amount of money
/// (`about`, `more than`) is cut, too.
fn calendar_dates_only(pairs: &mut [Pair]) {
    const APPROXIMATORS: &[&str] = &[
        "more than ",
        "less than ",
        "at least ",
        "up to ",
        "as much as ",
        "about ",
        "around ",
        "over ",
        "nearly ",
        "almost ",
        "approximately ",
        "some ",
        "roughly ",
        "only ",
        "under ",
        "just over ",
        "just under ",
        "an estimated ",
        "another ",
        "an additional ",
    ];
    for pair in pairs {
        let text = &pair.text;
        for ((span, label), _) in &mut pair.found {
            if *label == "MONEY" {
                let lower = span.slice(text).to_lowercase();
                if let Some(before) = APPROXIMATORS.iter().find(|b| lower.starts_with(**b)) {
                    span.start += u32::try_from(before.len()).unwrap_or(0);
                }
            }
        }
        let found = std::mem::take(&mut pair.found);
        for ((span, label), score) in found {
            if label == "DATE" {
                let parts = calendar_parts(text, span);
                pair.found.extend(parts.into_iter().map(|part| ((part, label), score)));
            } else {
                pair.found.push(((span, label), score));
            }
        }
        let gold = std::mem::take(&mut pair.gold);
        for (span, label) in gold {
            let parts = if label == "DATE" { calendar_parts(text, span) } else { Vec::new() };
            if parts.is_empty() {
                pair.gold.push((span, label));
            } else {
                pair.gold.extend(parts.into_iter().map(|part| (part, label)));
            }
        }
    }
}

fn counts(pairs: &[Pair], trimmed: bool, keep: impl Fn(&str) -> bool) -> Counts {
    let mut sum = Counts::default();
    for pair in pairs {
        let list = |items: &mut dyn Iterator<Item = Item>| -> Vec<Item> {
            let mut items: Vec<Item> = items
                .filter(|(_, label)| keep(label))
                .map(|item| if trimmed { trim(&pair.text, item) } else { item })
                .collect();
            items.sort_unstable();
            items.dedup();
            items
        };
        let gold = list(&mut pair.gold.iter().copied());
        let found = list(&mut pair.found.iter().map(|&(item, _)| item));
        sum.add(Counts::of(&found, &gold));
    }
    sum
}

fn row(set: &str, measure: &str, counts: Counts) -> Row {
    #[derive(Serialize)]
    struct Detail {
        precision: f64,
        recall: f64,
        counts: Counts,
    }
    Row::new(LAYER, set, measure, counts.f1()).detail(Detail {
        precision: counts.precision(),
        recall: counts.recall(),
        counts,
    })
}

/// How far the scores are from the share that is right, over ten bands of
/// scores, in points, each band by how many entities it has.
#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn reliability(pairs: &[Pair]) -> f64 {
    let mut bands = [(0_usize, 0_usize, 0.0_f64); 10];
    for pair in pairs {
        for &(item, score) in &pair.found {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let band = ((score * 10.0) as usize).min(9);
            bands[band].0 += 1;
            bands[band].1 += usize::from(pair.gold.contains(&item));
            bands[band].2 += f64::from(score);
        }
    }
    let total: usize = bands.iter().map(|band| band.0).sum();
    let error: f64 = bands.iter().map(|&(_, right, scores)| (right as f64 - scores).abs()).sum();
    100.0 * error / total.max(1) as f64
}

/// Prints what is confused with what, and the commonest errors in context.
fn report(set: &str, pairs: &[Pair], errors: usize) {
    if errors == 0 {
        return;
    }
    let mut confusion: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut cases: BTreeMap<(String, &str, &str), (usize, String)> = BTreeMap::new();
    for pair in pairs {
        let found: Vec<Item> = pair.found.iter().map(|&(item, _)| trim(&pair.text, item)).collect();
        let gold: Vec<Item> = pair.gold.iter().map(|&item| trim(&pair.text, item)).collect();
        let mut note = |span: Span, gold: &'static str, found: &'static str| {
            *confusion.entry((gold, found)).or_default() += 1;
            let case = cases
                .entry((span.slice(&pair.text).to_string(), gold, found))
                .or_insert_with(|| (0, context(&pair.text, span)));
            case.0 += 1;
        };
        for item in &gold {
            if found.contains(item) {
                continue;
            }
            let other = found.iter().find(|f| f.0.overlaps(item.0));
            note(
                item.0,
                item.1,
                other.map_or("nothing", |f| if f.0 == item.0 { f.1 } else { "other span" }),
            );
        }
        for item in &found {
            if !gold.contains(item) && !gold.iter().any(|g| g.0.overlaps(item.0)) {
                note(item.0, "nothing", item.1);
            }
        }
    }
    let mut confusion: Vec<_> = confusion.into_iter().collect();
    confusion.sort_by_key(|&(pair, count)| (std::cmp::Reverse(count), pair));
    eprintln!("{set}: gold, found, how often");
    for ((gold, found), count) in confusion.iter().take(errors) {
        eprintln!("  {gold:12} {found:12} {count}");
    }
    let mut cases: Vec<_> = cases.into_iter().collect();
    cases.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
    for ((text, gold, found), (count, context)) in cases.iter().take(errors) {
        eprintln!("  {count:3}  {gold} read as {found}: {text:?}  in  {context:?}");
    }
}

/// Prints how often found spans differ from gold ones in which way, as counts
/// alone: for sets whose text is not to be shown.
fn kinds(set: &str, pairs: &[Pair], errors: usize) {
    if errors == 0 {
        return;
    }
    let mut kinds: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for pair in pairs {
        let found: Vec<Item> = pair.found.iter().map(|&(item, _)| trim(&pair.text, item)).collect();
        let gold: Vec<Item> = pair.gold.iter().map(|&item| trim(&pair.text, item)).collect();
        let words = |from: u32, to: u32| -> i32 {
            let count = |a, b| {
                let words = Span::new(a, b).slice(&pair.text).split_whitespace().count();
                i32::try_from(words).unwrap_or(i32::MAX)
            };
            if from <= to { count(from, to) } else { -count(to, from) }
        };
        for item in &gold {
            if found.contains(item) {
                continue;
            }
            let kind = match found.iter().find(|f| f.0.overlaps(item.0)) {
                None => "nothing".to_string(),
                Some(f) if f.0 == item.0 => format!("same span as {}", f.1),
                Some(f) => format!(
                    "{}, starts {:+}, ends {:+} words",
                    f.1,
                    words(item.0.start, f.0.start).clamp(-5, 5),
                    words(item.0.end, f.0.end).clamp(-5, 5)
                ),
            };
            *kinds.entry((item.1, kind)).or_default() += 1;
        }
        for item in &found {
            if !gold.iter().any(|g| g.0.overlaps(item.0)) {
                *kinds.entry(("nothing", format!("as {}", item.1))).or_default() += 1;
            }
        }
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), kind.clone()));
    eprintln!("{set}: gold, how it was read, how often");
    for ((gold, kind), count) in kinds.iter().take(errors) {
        eprintln!("  {gold:12} {kind:40} {count}");
    }
}

/// Some forty bytes on each side.
fn context(text: &str, span: Span) -> String {
    let mut start = (span.start as usize).saturating_sub(40);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (span.end as usize + 40).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text.get(start..end).unwrap_or_default().to_string()
}
