//! What the words around a person's name tell: roles and gender.

use std::ops::Range;

use crate::entity::Label;
use crate::lexicon::WordClass;
use crate::mention::phrase::{self, head_key};
use crate::mention::{Context, lower};
use crate::tag::Upos;

/// What was read off the words around one name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Titles {
    /// Roles as they are written.
    pub(crate) roles: Vec<Range<usize>>,
    /// The keys of the nouns that head them: `president`.
    pub(crate) keys: Vec<String>,
    /// Evidence for the referential gender: positive for a man, negative for
    /// a woman.
    pub(crate) gender: i32,
}

/// Evidence that only a pronoun or a title gives.
pub(crate) const STRONG: i32 = 8;
const NOUN: i32 = 6;
const OFFICE: i32 = 2;

/// What a title says of gender.
pub(crate) fn honorific(word: &str) -> i32 {
    match lower(word.trim_end_matches('.'), &mut [0; 10]) {
        b"mr" | b"sir" | b"lord" | b"king" | b"prince" | b"monsieur" | b"se\xc3\xb1or"
        | b"herr" => STRONG,
        b"mrs" | b"ms" | b"miss" | b"mme" | b"lady" | b"dame" | b"queen" | b"princess"
        | b"madam" | b"madame" => -STRONG,
        _ => 0,
    }
}

/// What a noun says of the gender of the person it is said of.
pub(crate) fn noun_gender(context: &Context<'_>, at: usize) -> i32 {
    let classes = context.classes(at);
    let word = context.text(at);
    if classes.has(WordClass::FemaleNoun) {
        -NOUN
    } else if classes.has(WordClass::MaleNoun) {
        // Offices were named after men; the word tells little.
        if word.len() > 3 && word.to_ascii_lowercase().ends_with("man") { OFFICE } else { NOUN }
    } else {
        0
    }
}

pub(super) fn is_title(context: &Context<'_>, at: usize) -> bool {
    if context.has(at, WordClass::PersonNoun) {
        return true;
    }
    let word = context.text(at).trim_end_matches('.').to_ascii_lowercase();
    // `Senators Cole and Reed`
    context.has(at, WordClass::PeopleNoun) && word.ends_with("ors")
        || matches!(
            word.as_str(),
            "sen"
                | "sens"
                | "rep"
                | "reps"
                | "gov"
                | "gen"
                | "col"
                | "maj"
                | "capt"
                | "lt"
                | "sgt"
                | "prof"
                | "dr"
                | "rev"
                | "pm"
                | "mp"
                | "cmdr"
                | "adm"
                | "det"
                | "supt"
        )
}

/// Reads the words before and after a person's name.
pub(crate) fn around(context: &Context<'_>, name: &Range<usize>) -> Titles {
    let mut titles = Titles::default();
    let sentence = context.sentence_tokens(context.sentence_at(name.start)).range();
    titles.gender += honorific(context.text(name.start));
    let mut at = name.start;
    if at > sentence.start {
        titles.gender += honorific(context.text(at - 1));
        if matches!(context.text(at - 1), ".") && at > sentence.start + 1 {
            titles.gender += honorific(context.text(at - 2));
        }
    }
    // Before the name: nouns, adjectives, other names, `of`.
    let mut last_title = None;
    let mut start = at;
    while at > sentence.start && start - sentence.start > 0 && name.start - at < 12 {
        at -= 1;
        let upos = context.upos(at);
        let other = matches!(
            context.name_at(at),
            Some((_, Label::Org | Label::Gpe | Label::Norp | Label::Loc | Label::Fac))
        );
        let fits = other
            || matches!(upos, Upos::Noun | Upos::ProperNoun | Upos::Adjective)
                && !matches!(context.name_at(at), Some((_, Label::Person)))
            || matches!(context.text(at), "-" | "&")
            || context.text(at) == "of"
                && last_title.is_none_or(|t| t > at)
                && at > sentence.start
                && is_title(context, at - 1)
            || context.text(at) == "and" && context.entity_at(at).is_some();
        if !fits {
            break;
        }
        if is_title(context, at) && honorific(context.text(at)) == 0 {
            last_title = Some(at);
            titles.keys.push(head_key(context.text(at).trim_end_matches('.')));
            titles.gender += noun_gender(context, at);
        }
        start = at;
    }
    if last_title.is_some() && start < name.start {
        while start < name.start && matches!(context.text(start), "-" | "&") {
            start += 1;
        }
        titles.roles.push(start..name.start);
    }
    after(context, name, &sentence, &mut titles);
    titles
}

/// Reads the nouns around the name of a body: `the rights group Acme`, `the
/// Acme news agency`, `Acme, a rights group,`.
pub(crate) fn body(context: &Context<'_>, name: &Range<usize>) -> Titles {
    let mut titles = Titles::default();
    let sentence = context.sentence_tokens(context.sentence_at(name.start)).range();
    let noun = |at: usize| {
        matches!(context.upos(at), Upos::Noun | Upos::Adjective) && context.name_at(at).is_none()
    };
    let key = |titles: &mut Titles, at: usize| {
        titles.keys.push(head_key(context.text(at).trim_end_matches('.')));
    };
    let organisation = |at: usize| context.has(at, WordClass::OrganisationNoun);
    let before = (sentence.start..name.start).rev().take(4).take_while(|&at| noun(at));
    if name.start > sentence.start && organisation(name.start - 1) {
        before.for_each(|at| key(&mut titles, at));
    }
    let after = (name.end..sentence.end).take(3).take_while(|&at| noun(at));
    if phrase::bodies(context, name.end..sentence.end) {
        after.for_each(|at| key(&mut titles, at));
    }
    if context.text(name.end) == "," && context.upos(name.end + 1) == Upos::Determiner {
        let apposed = (name.end + 2..sentence.end).take(6).take_while(|&at| noun(at));
        if apposed.clone().last().is_some_and(organisation) {
            apposed.for_each(|at| key(&mut titles, at));
        }
    }
    titles
}

/// After the name: `, the chief executive of Acme,`.
fn after(context: &Context<'_>, name: &Range<usize>, sentence: &Range<usize>, titles: &mut Titles) {
    if context.text(name.end) != "," || name.end >= sentence.end {
        return;
    }
    let start = name.end + 1;
    let limit = sentence.end.min(start + 16);
    let Some(end) = (start..limit).find(|&at| {
        matches!(context.text(at), "," | "." | ";" | "(") && context.entity_at(at).is_none()
    }) else {
        return;
    };
    // The noun that heads the apposition is the last before a preposition.
    let mut head = None;
    for at in start..end {
        match context.upos(at) {
            Upos::Adjective if is_title(context, at) => head = Some(at),
            Upos::Noun | Upos::ProperNoun => {
                if is_title(context, at) {
                    head = Some(at);
                } else if context.name_at(at).is_none() {
                    head = None;
                }
            }
            Upos::Adposition | Upos::SubordinatingConjunction => break,
            Upos::Verb | Upos::Auxiliary | Upos::Pronoun
                if context.text(at) != "his" && context.text(at) != "her" =>
            {
                return;
            }
            _ => {}
        }
    }
    if let Some(head) = head {
        titles.keys.push(head_key(context.text(head)));
        titles.gender += noun_gender(context, head);
        let first = start + usize::from(context.upos(start) == Upos::Determiner);
        if first < end {
            titles.roles.push(first..end);
        }
    }
}
