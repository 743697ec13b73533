//! What the annotation rules settle whatever the model has learnt of it:
//! approximators belong to the number after them, `one` as a pronoun and
//! `half` alone are none.

use super::{Entity, Evidence, Label};

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
const BEFORE_DATES: &[&[&str]] =
    &[&["about"], &["almost"], &["approximately"], &["nearly"], &["than", "less"], &["than", "more"]];

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
            entity.tokens = crate::text::IdRange::new(range.start - words.len(), range.end);
        }
        true
    });
}

/// Whether the words begin with a number, not with `the last` or a weekday.
fn starts_with_number(word: &str) -> bool {
    const NUMBERS: &[&str] = &[
        "a", "an", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve",
        "twenty", "thirty", "forty", "fifty", "half",
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
