//! What follows the head of a noun phrase and belongs to it.

use super::context::Context;
use crate::entity::Label;
use crate::tag::{Penn, Upos};

/// Longest run of words after a preposition that belongs to the noun before.
const TAIL: usize = 9;

/// Where a noun phrase ends that is headed by `head`: `the minister of
/// defence`, `researchers at the University of Utah`; for a text also who made
/// it and where (`a study published in Nature by a team of chemists`).
pub(crate) fn tail(context: &Context<'_>, head: usize, sentence: usize, document: bool) -> usize {
    let mut stop = head + 1;
    for round in 0..3 {
        let mut at = stop;
        let made = document
            && round < 2
            && matches!(penn(context, at), Some(Penn::Vbn | Penn::Vbd))
            && context.is_any(at, MAKING)
            && context.upos(at + 1) == Upos::Adposition;
        at += usize::from(made);
        let of = context.is(at, "of");
        let by = document && context.is_any(at, &["by", "from", "in"]);
        if !(of || by || context.is_any(at, &["from", "at", "in"])) {
            break;
        }
        let end = noun_run(context, at + 1, sentence.min(at + TAIL));
        let first = context.name_at(at + 1).or_else(|| context.name_at(at + 2));
        let named = match first {
            Some((_, Label::Gpe | Label::Loc | Label::Norp)) => true,
            Some(_) => !context.is(at, "in") || document,
            None => document && !context.is(at, "in"),
        };
        if end == at + 1
            || !(of && round == 0 || named)
            || context.entity_at(end - 1).is_some_and(|e| {
                context
                    .entities
                    .get(e)
                    .is_some_and(|e| matches!(e.label, Label::Date | Label::Time))
            })
        {
            break;
        }
        stop = end;
    }
    stop
}

/// Participles of what is done to a text.
const MAKING: &[&str] =
    &["published", "released", "issued", "conducted", "written", "led", "filed", "produced"];

/// Where a run of nouns, names and what goes before them ends; `and` between
/// two names is part of it.
fn noun_run(context: &Context<'_>, start: usize, end: usize) -> usize {
    let part = |at: usize| {
        context.entity_at(at).is_some()
            || matches!(
                context.upos(at),
                Upos::Determiner | Upos::Adjective | Upos::Noun | Upos::ProperNoun
            )
    };
    let mut at = start;
    while at < end {
        let joint = context.is(at, "and")
            && at > start
            && at + 1 < end
            && context.name_at(at - 1).is_some()
            && (context.name_at(at + 1).is_some()
                || context.is_any(at + 1, &["the", "other"]) && at + 2 < end && part(at + 2));
        if !(part(at) || joint) {
            break;
        }
        at += 1;
    }
    // No determiner or adjective without its noun.
    while at > start
        && context.entity_at(at - 1).is_none()
        && matches!(context.upos(at - 1), Upos::Determiner | Upos::Adjective)
    {
        at -= 1;
    }
    at
}

fn penn(context: &Context<'_>, at: usize) -> Option<Penn> {
    context.evidence.tags.get(at).map(|tag| tag.penn())
}
