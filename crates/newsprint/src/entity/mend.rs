//! What the annotation rules and the words beside a name settle, whatever the
//! model makes of it: approximators belong to the number after them, `one` as
//! a pronoun and `half` alone are none; a name goes on after its hyphen; the
//! channel X is no person.

use super::gazetteer::{Gazetteer, NameClass};
use super::{Entity, Evidence, Label};
use crate::text::{IdRange, Span, TokenId};

/// Words before a number that belong to it, last word first.
const BEFORE_NUMBERS: &[&[&str]] = &[
    &["about"],
    &["almost"],
    &["approximately"],
    &["around"],
    &["as", "few", "as"],
    &["as", "many", "as"],
    &["as", "much", "as"],
    &["estimated", "an"],
    &["least", "at"],
    &["most", "at"],
    &["nearly"],
    &["of", "upwards"],
    &["over"],
    &["roughly"],
    &["some"],
    &["than", "fewer"],
    &["than", "less"],
    &["than", "more"],
    &["to", "up"],
    &["under"],
];
/// The same before a date or a time.
const BEFORE_DATES: &[&[&str]] = &[
    &["about"],
    &["almost"],
    &["approximately"],
    &["nearly"],
    &["than", "less"],
    &["than", "more"],
];

/// Mends spans and takes out what is no number. Linear.
pub(super) fn mend(evidence: Evidence<'_>, entities: &mut Vec<Entity>) {
    let text = |at: usize| evidence.tokens.get(at).map_or("", |t| t.span.slice(evidence.text));
    // Only between letters is a space part of what was said.
    let apart = |at: usize| {
        at.checked_sub(1).and_then(|before| {
            let (first, second) = (evidence.tokens.get(before)?, evidence.tokens.get(at)?);
            let gap = evidence.text.get(first.span.end as usize..second.span.start as usize)?;
            Some(gap == " " || gap == "\u{a0}")
        }) == Some(true)
    };
    let mut free = 0;
    entities.retain_mut(|entity| {
        let range = entity.tokens.range();
        let from = free;
        free = range.end;
        let phrases = match entity.label {
            Label::Cardinal if is_pronoun(range.clone(), text) => return false,
            Label::Cardinal | Label::Money | Label::Percent | Label::Quantity => BEFORE_NUMBERS,
            Label::Date | Label::Time if starts_with_number(text(range.start)) => BEFORE_DATES,
            _ => return true,
        };
        let words = phrases.iter().find(|phrase| {
            phrase.iter().enumerate().all(|(back, word)| {
                range.start.checked_sub(back + 1).is_some_and(|at| {
                    at >= from && apart(at + 1) && text(at).eq_ignore_ascii_case(word)
                })
            })
        });
        if let Some(words) = words
            && let Some(token) = evidence.tokens.get(range.start - words.len())
        {
            entity.span.start = token.span.start;
            entity.tokens = IdRange::new(range.start - words.len(), range.end);
        }
        true
    });
}

/// Whether the words begin with a number, not with `the last` or a weekday.
fn starts_with_number(word: &str) -> bool {
    const NUMBERS: &[&str] = &[
        "a", "an", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "twelve", "twenty", "thirty", "forty", "fifty", "half",
    ];
    word.starts_with(|c: char| c.is_ascii_digit()) || NUMBERS.contains(&word)
}

/// Whether the only word is `half`, or `one` for something said before: at the
/// end of what is said, or after `no`.
fn is_pronoun<'a>(range: std::ops::Range<usize>, text: impl Fn(usize) -> &'a str) -> bool {
    if range.len() != 1 {
        return false;
    }
    match text(range.start) {
        "half" => true,
        "one" => {
            let next = text(range.end);
            let ends = matches!(next, "." | "," | "?" | "!" | ";" | "\"" | "\u{201d}" | "");
            let before = range.start.checked_sub(1).map_or("", &text);
            ends || before == "no"
        }
        _ => false,
    }
}

/// Words right before a name, what they make of it, and of which labels.
const KINDS: &[(&[&str], Label, &[Label])] = &[
    (
        &[
            "agency",
            "airline",
            "broadcaster",
            "channel",
            "charity",
            "club",
            "company",
            "firm",
            "group",
            "magazine",
            "network",
            "newspaper",
            "retailer",
            "station",
            "website",
        ],
        Label::Org,
        &[Label::Person, Label::Product],
    ),
    (
        &["ferry", "freighter", "frigate", "ship", "submarine", "tanker", "trawler", "yacht"],
        Label::Product,
        &[Label::Person, Label::Org, Label::Gpe, Label::Loc],
    ),
    (
        &["album", "documentary", "film", "movie", "musical", "novel", "sitcom"],
        Label::WorkOfArt,
        &[Label::Person, Label::Org, Label::Gpe, Label::Product, Label::Event],
    ),
    (&["town", "village"], Label::Gpe, &[Label::Person, Label::Org, Label::Product]),
];
/// Words before `of` and a place.
const PLACES: &[&str] = &["city", "district", "municipality", "province", "town", "village"];
/// A label that is surer than that stays: `the company Baker founded`.
const SURE: f32 = 0.85;

/// Gives names the kind that the word before them names, and other occurrences
/// of the same name the same. Linear, but for sorting.
pub(super) fn name_kinds(evidence: Evidence<'_>, entities: &mut [Entity]) {
    let text = |at: usize| evidence.tokens.get(at).map_or("", |t| t.span.slice(evidence.text));
    let mut changed: Vec<(&str, Label, Label)> = Vec::new();
    for entity in entities.iter_mut().filter(|entity| entity.score < SURE) {
        let Some(before) = entity.tokens.range().start.checked_sub(1) else { continue };
        let word = text(before);
        let place =
            word == "of" && before.checked_sub(1).is_some_and(|b| PLACES.contains(&text(b)));
        let label = if place {
            matches!(entity.label, Label::Person | Label::Product).then_some(Label::Gpe)
        } else {
            let kind = KINDS.iter().find(|(words, ..)| words.contains(&word));
            kind.filter(|(_, _, from)| from.contains(&entity.label)).map(|&(_, label, _)| label)
        };
        if let Some(label) = label {
            changed.push((entity.span.slice(evidence.text), entity.label, label));
            entity.label = label;
        }
    }
    if changed.is_empty() {
        return;
    }
    changed.sort_by_key(|&(name, ..)| name);
    for entity in entities.iter_mut().filter(|entity| entity.score < SURE) {
        let name = entity.span.slice(evidence.text);
        if let Ok(at) = changed.binary_search_by_key(&name, |&(name, ..)| name)
            && let Some(&(_, from, to)) = changed.get(at)
            && entity.label == from
        {
            entity.label = to;
        }
    }
}

/// The second syllable of a given name after its hyphen (`Jong-un`), where it
/// is an English word elsewhere.
const SYLLABLES: &[&str] = &["he", "her", "him", "in", "me", "on", "so", "to", "man", "sun", "won"];

/// Lets a person's name go on in lower case after its hyphen. Linear.
pub(super) fn hyphens(evidence: Evidence<'_>, gazetteer: &Gazetteer, entities: &mut [Entity]) {
    let mut next_start = usize::MAX;
    for entity in entities.iter_mut().rev() {
        let range = entity.tokens.range();
        let following = std::mem::replace(&mut next_start, range.start);
        if entity.label != Label::Person || range.len() < 2 || following < range.end + 2 {
            continue;
        }
        let (Some(mark), Some(tail)) =
            (evidence.tokens.get(range.end), evidence.tokens.get(range.end + 1))
        else {
            continue;
        };
        let joined = mark.span.start == entity.span.end && tail.span.start == mark.span.end;
        let word = tail.span.slice(evidence.text);
        if !joined
            || !matches!(mark.span.slice(evidence.text), "-" | "\u{2010}")
            || !(2..=6).contains(&word.len())
            || !word.bytes().all(|byte| byte.is_ascii_lowercase())
        {
            continue;
        }
        let common = gazetteer.word(tail.norm).classes.has(NameClass::MostlyLower);
        if !common || SYLLABLES.contains(&word) {
            entity.span.end = tail.span.end;
            entity.tokens = IdRange::new(range.start, range.end + 2);
        }
    }
}

/// Makes two numbers of `seven per 100,000`. Linear.
pub(super) fn rates(evidence: Evidence<'_>, entities: &mut Vec<Entity>) {
    let per = |entity: &Entity| -> Option<usize> {
        let range = entity.tokens.range();
        if entity.label != Label::Cardinal || range.len() < 3 {
            return None;
        }
        let tokens = evidence.tokens.get(range.clone())?;
        let at = tokens.iter().position(|token| token.span.slice(evidence.text) == "per")?;
        (at > 0 && at + 1 < range.len()).then_some(range.start + at)
    };
    if !entities.iter().any(|entity| per(entity).is_some()) {
        return;
    }
    let part = |entity: &Entity, range: std::ops::Range<usize>| -> Option<Entity> {
        let (first, last) =
            (evidence.tokens.get(range.start)?, evidence.tokens.get(range.end - 1)?);
        let span = first.span.join(last.span);
        Some(Entity { span, tokens: IdRange::new(range.start, range.end), ..*entity })
    };
    let old = std::mem::take(entities);
    for entity in old {
        let range = entity.tokens.range();
        match per(&entity) {
            Some(at) => {
                entities.extend(part(&entity, range.start..at));
                entities.extend(part(&entity, at + 1..range.end));
            }
            None => entities.push(entity),
        }
    }
}

/// The initials before the answers and questions of an interview are the
/// person who has them: `((AB)) How so?`, `AB It went well`. Linear, but for
/// sorting.
pub(super) fn interview(evidence: Evidence<'_>, entities: &mut Vec<Entity>) {
    let text = |at: usize| evidence.tokens.get(at).map_or("", |t| t.span.slice(evidence.text));
    // Paragraphs that begin so.
    let mut turns: Vec<(&str, usize)> = Vec::new();
    for block in &evidence.article.blocks {
        let start = evidence.tokens.partition_point(|token| token.span.start < block.span.start);
        let marks = (start..start + 2).take_while(|&at| text(at) == "(").count();
        let (at, next) = (start + marks, text(start + marks + 1));
        let follows = match marks {
            0 => next == ":" || next.starts_with(char::is_uppercase),
            _ => next == ")",
        };
        let word = text(at);
        let initials =
            (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
        if initials && follows {
            turns.push((word, at));
        }
    }
    if turns.len() < 2 {
        return;
    }
    let mut people: Vec<String> = entities
        .iter()
        .filter(|entity| entity.label == Label::Person && (2..=4).contains(&entity.tokens.len()))
        .map(|entity| entity.tokens.range().filter_map(|at| text(at).chars().next()).collect())
        .collect();
    people.sort_unstable();
    turns.sort_unstable();
    // Once is no interview.
    let mut found: Vec<Entity> = turns
        .chunk_by(|first, second| first.0 == second.0)
        .filter(|same| same.len() > 1)
        .filter(|same| {
            let initials = same.first().map_or("", |turn| turn.0);
            people.binary_search_by(|name| name.as_str().cmp(initials)).is_ok()
        })
        .flatten()
        .filter_map(|&(_, at)| {
            let span = evidence.tokens.get(at)?.span;
            Some(Entity {
                span,
                tokens: IdRange::new(at, at + 1),
                label: Label::Person,
                score: 0.9,
            })
        })
        .collect();
    if found.is_empty() {
        return;
    }
    found.sort_unstable_by_key(|entity| entity.span);
    entities.retain(|entity| {
        let first = found.partition_point(|turn| turn.span.end <= entity.span.start);
        !found.get(first).is_some_and(|turn| turn.span.overlaps(entity.span))
    });
    entities.append(&mut found);
    entities.sort_unstable_by_key(|entity| entity.span);
}

/// Gives each place of the dateline an entity of its own. Linear.
pub(super) fn dateline(evidence: Evidence<'_>, entities: &mut Vec<Entity>) {
    let Some(dateline) = &evidence.article.dateline else { return };
    let tokens = |span: Span| -> Option<IdRange<TokenId>> {
        let start = evidence.tokens.partition_point(|token| token.span.start < span.start);
        let end = evidence.tokens.partition_point(|token| token.span.end <= span.end);
        let fits = start < end
            && evidence.tokens.get(start)?.span.start == span.start
            && evidence.tokens.get(end - 1)?.span.end == span.end;
        fits.then(|| IdRange::new(start, end))
    };
    let parts = dateline
        .places
        .iter()
        .map(|&place| (place, Label::Gpe))
        .chain(dateline.date.map(|date| (date, Label::Date)));
    for (span, label) in parts {
        let first = entities.partition_point(|entity| entity.span.end <= span.start);
        let last = entities.partition_point(|entity| entity.span.start < span.end);
        let over = entities.get_mut(first..last.max(first)).unwrap_or_default();
        if let [only] = over
            && only.span == span
        {
            if label == Label::Gpe && matches!(only.label, Label::Org | Label::Person | Label::Norp)
            {
                only.label = label;
            }
            continue;
        }
        // A date that the model reads in parts, or as a part, is left to it.
        if label == Label::Date && !over.is_empty() {
            continue;
        }
        let Some(range) = tokens(span) else { continue };
        let entity = Entity { span, tokens: range, label, score: 0.9 };
        entities.splice(first..last.max(first), [entity]);
    }
}
