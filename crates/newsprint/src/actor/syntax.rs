//! What a mention does in its sentence, read off the words around it.

use std::ops::Range;

use crate::mention::{Context, lower};
use crate::tag::{Penn, Upos};

/// The grammatical role of a mention, as far as its neighbours tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Subject,
    Object,
    Oblique,
    Possessive,
    Other,
}

fn penn(context: &Context<'_>, at: usize) -> Option<Penn> {
    context.evidence.tags.get(at).map(|tag| tag.penn())
}

fn finite(context: &Context<'_>, at: usize) -> bool {
    matches!(penn(context, at), Some(Penn::Vbd | Penn::Vbz | Penn::Vbp | Penn::Md))
}

/// The role of the mention at `tokens`. Looks a bounded number of tokens to
/// each side.
pub(crate) fn role(context: &Context<'_>, tokens: &Range<usize>) -> Role {
    let sentence = context.sentence_tokens(context.sentence_at(tokens.start)).range();
    let word = context.text(tokens.start);
    if tokens.len() == 1 && word.len() <= 5 {
        match lower(word, &mut [0; 10]) {
            b"he" | b"she" | b"they" | b"i" | b"we" => return Role::Subject,
            b"his" | b"their" | b"its" | b"my" | b"our" => return Role::Possessive,
            b"her" if penn(context, tokens.start) == Some(Penn::PrpPossessive) => {
                return Role::Possessive;
            }
            b"him" | b"them" | b"her" | b"me" | b"us" => {
                return match before(context, tokens.start, sentence.start) {
                    Some(Upos::Adposition) => Role::Oblique,
                    _ => Role::Object,
                };
            }
            _ => {}
        }
    }
    let end = tokens.end;
    if end < sentence.end && penn(context, end) == Some(Penn::Pos) {
        return Role::Possessive;
    }
    let mut next = end;
    while next < sentence.end && context.upos(next) == Upos::Adverb {
        next += 1;
    }
    // `Hill, a doctor, said`; `Hill (47) said`.
    if matches!(context.text(next), "," | "(" | "–" | "—") {
        let limit = sentence.end.min(next + 20);
        let close = (next + 1..limit).find(|&at| matches!(context.text(at), "," | ")" | "–" | "—"));
        if let Some(close) = close {
            let aside = !(next + 1..close).any(|at| finite(context, at))
                || context.is_any(next + 1, &["who", "which", "whose"]);
            if aside && close + 1 < sentence.end && finite(context, close + 1) {
                return Role::Subject;
            }
        }
    }
    let preceding = before(context, tokens.start, sentence.start);
    if next < sentence.end && finite(context, next) && preceding != Some(Upos::Adposition) {
        return Role::Subject;
    }
    match preceding {
        Some(Upos::Adposition) => Role::Oblique,
        // A source that is turned round (`said Tillerson`) is known as such.
        Some(Upos::Verb) => Role::Object,
        _ => Role::Other,
    }
}

/// The preposition or verb that a noun phrase depends on, over its
/// determiner, titles and adjectives.
fn before(context: &Context<'_>, start: usize, sentence: usize) -> Option<Upos> {
    for at in (sentence..start).rev().take(6) {
        match context.upos(at) {
            upos @ (Upos::Adposition | Upos::Verb) => return Some(upos),
            Upos::Auxiliary => return Some(Upos::Verb),
            Upos::Determiner | Upos::Adjective | Upos::Noun | Upos::ProperNoun | Upos::Numeral => {}
            _ => return None,
        }
    }
    None
}
