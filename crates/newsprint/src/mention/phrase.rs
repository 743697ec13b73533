//! Noun phrases without a parser: the head, the name in it, its parts.

use std::ops::Range;

use super::context::Context;
use crate::article::BlockKind;
use crate::entity::Label;
use crate::lexicon::WordClass;
use crate::tag::{Penn, Upos};

/// One noun phrase, or one of several that `and` joins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// The token that heads it.
    pub(crate) head: usize,
    /// The entity that names what it stands for: `Rex Tillerson` in
    /// `US Secretary of State Rex Tillerson`.
    pub(crate) name: Option<usize>,
}

/// Longest noun phrase that is looked into, in tokens.
const LONGEST: usize = 60;

/// The phrases of a source: one, or several that are joined.
pub(crate) fn parts(context: &Context<'_>, source: Range<usize>) -> Vec<Phrase> {
    let end = source.end.min(source.start + LONGEST);
    let mut cuts = vec![source.start];
    for at in source.start + 1..end.saturating_sub(1) {
        if context.entity_at(at).is_some()
            && context.entity_at(at) == context.entity_at(at + 1)
            && context.entity_at(at) == context.entity_at(at.saturating_sub(1))
        {
            continue;
        }
        let Some(&start) = cuts.last() else { break };
        if context.is(at, "and") || context.is(at, "or") {
            if joins(context, start..at, at + 1..end) {
                cuts.push(at + 1);
            }
        } else if context.text(at) == "," && lists(context, start..at, at + 1..end) {
            cuts.push(at + 1);
        }
    }
    let mut phrases = Vec::new();
    // `New Zealand Prime Minister` before `Jacinda Ardern` is her title, and
    // `the Harbour Union`, before `National President Ann Lee`, is in hers.
    let rest = source.end
        ..(source.end..source.end + 4)
            .find(|&at| {
                context.name_at(at).is_some()
                    || !matches!(context.upos(at), Upos::Noun | Upos::ProperNoun | Upos::Adjective)
            })
            .unwrap_or(source.end);
    let person = |at: usize| matches!(context.name_at(at), Some((_, Label::Person)));
    let titled = rest.clone().last().is_some_and(|at| context.has(at, WordClass::PersonNoun))
        && !source.clone().any(person);
    let end = if titled { rest.end } else { source.end };
    let named = matches!(context.name_at(end), Some((_, Label::Person)))
        && context.sentence_at(end) == context.sentence_at(source.start)
        && end > source.start
        && context.name_at(end - 1).is_none_or(|n| Some(n) != context.name_at(end))
        && context.has(end - 1, WordClass::PersonNoun);
    let entity = context.entity_at(end).filter(|_| named).and_then(|e| context.entities.get(e));
    let source = source.start..entity.map_or(source.end, |e| e.tokens.range().end);
    for (index, &start) in cuts.iter().enumerate() {
        let stop = cuts.get(index + 1).map_or(source.end, |next| next - 1);
        let mut first = start;
        // `both officers` are one phrase.
        let joining: &[&str] = if cuts.len() > 1 {
            &["both", "and", "or", "either", ",", "but"]
        } else {
            &["and", "or", "either", ",", "but"]
        };
        while first < stop && context.is_any(first, joining) {
            first += 1;
        }
        // `the study itself`
        let mut last = stop;
        while last > first
            && (context.text(last - 1) == ","
                || last > first + 1
                    && context.is_any(
                        last - 1,
                        &["itself", "himself", "herself", "themselves", "alone", "also"],
                    ))
        {
            last -= 1;
        }
        if first < last {
            phrases.push(phrase(context, first..last));
        }
    }
    if phrases.is_empty() {
        phrases.push(phrase(context, source));
    }
    phrases
}

/// Whether `and` stands between two things, not inside one.
fn joins(context: &Context<'_>, left: Range<usize>, right: Range<usize>) -> bool {
    let person = |range: &Range<usize>| {
        range.clone().any(|at| matches!(context.name_at(at), Some((_, Label::Person))))
    };
    let (left_person, right_person) = (person(&left), person(&right));
    let preposition = left.clone().find(|&at| {
        context.upos(at) == Upos::Adposition && at > left.start && context.entity_at(at).is_none()
    });
    if let Some(at) = preposition {
        // `authorities in Britain and France` are one source;
        // `Aid workers in Darfur and one official` are two.
        let after = right.start;
        let place =
            matches!(
                context.name_at(after),
                Some((_, Label::Gpe | Label::Loc | Label::Norp | Label::Fac))
            ) || matches!(context.name_at((after + 1).min(right.end)), Some((_, Label::Gpe)))
                && context.upos(after) == Upos::Determiner;
        let named_before = (left.start..at).any(|t| context.name_at(t).is_some());
        return !place
            && (right_person && (left_person || named_before) || starts_phrase(context, after));
    }
    if right_person && !left_person {
        // `President and CEO Andy Vesey` is one; `police and Mayor Ann Lee`
        // are two.
        let comma = usize::from(left.len() > 1 && context.text(left.end - 1) == ",");
        let last = left.end.saturating_sub(1 + comma);
        let title = context.has(last, WordClass::PersonNoun)
            && !matches!(context.upos(left.start), Upos::Determiner)
            || context.upos(last) == Upos::Adjective;
        let apart = starts_phrase(context, right.start)
            || context.has(last, WordClass::PeopleNoun)
            || matches!(context.name_at(last), Some((_, Label::Org | Label::Gpe)));
        return apart || determined(context, left.start) && !title;
    }
    true
}

fn determined(context: &Context<'_>, at: usize) -> bool {
    context.upos(at) == Upos::Determiner || context.is_any(at, &["his", "her", "their", "its"])
}

fn starts_phrase(context: &Context<'_>, at: usize) -> bool {
    matches!(context.upos(at), Upos::Determiner | Upos::Numeral)
        || context.has(at, WordClass::PeopleNoun)
}

/// Whether a comma separates the things of a list: `Snowe, Collins and Allen`;
/// in headlines without a conjunction (`SEN. SNOWE, REP. ALLEN URGE ...`).
fn lists(context: &Context<'_>, left: Range<usize>, right: Range<usize>) -> bool {
    let label = |at: usize| {
        context
            .name_at(at)
            .map(|name| name.1)
            .filter(|label| matches!(label, Label::Person | Label::Org | Label::Gpe))
    };
    // `Jane Doe (D-ND), ...`
    let mut end = left.end;
    if end > left.start && context.text(end - 1) == ")" {
        let open = (left.start..end).rev().take(8).find(|&at| context.text(at) == "(");
        end = open.unwrap_or(end);
    }
    let Some(before) = end.checked_sub(1).filter(|&at| at >= left.start).and_then(label) else {
        return false;
    };
    // `people in Ireland, Germany and Belgium`
    let inside = before != Label::Person
        && (left.start + 1..end)
            .any(|at| context.upos(at) == Upos::Adposition && context.entity_at(at).is_none());
    if inside {
        return false;
    }
    let title = |&at: &usize| {
        context.has(at, WordClass::PersonNoun)
            || context.text(at) == "."
            || context.is_any(at, TITLES)
            || context.upos(at) == Upos::ProperNoun && context.name_at(at).is_none()
    };
    let titles = right.clone().take(4).take_while(title).count();
    let after = label(right.start)
        .or_else(|| label(right.start + titles).filter(|label| *label == Label::Person));
    let conjunction = right.clone().any(|at| context.is(at, "and"))
        || before == Label::Person && context.block_kind(right.start) == BlockKind::Headline;
    conjunction && after == Some(before)
}

/// Titles that no list of nouns has.
const TITLES: &[&str] = &["sen", "sens", "rep", "reps", "gov", "gens", "drs", "messrs"];

/// Takes one noun phrase apart.
pub(crate) fn phrase(context: &Context<'_>, tokens: Range<usize>) -> Phrase {
    let name = named(context, &tokens);
    let head = match name.and_then(|at| context.entities.get(at)) {
        Some(entity) => entity.tokens.range().end.saturating_sub(1),
        None => head(context, &tokens),
    };
    Phrase { tokens, head, name }
}

/// The head of a phrase without a name: the last noun before what follows it
/// (`of the ministry`, `, who ...`, `presiding over ...`).
fn head(context: &Context<'_>, tokens: &Range<usize>) -> usize {
    let mut head = None;
    for at in tokens.start..tokens.end.min(tokens.start + LONGEST) {
        match context.upos(at) {
            Upos::Noun | Upos::ProperNoun | Upos::Pronoun | Upos::Numeral => head = Some(at),
            Upos::Adposition | Upos::SubordinatingConjunction | Upos::Verb | Upos::Auxiliary
                if head.is_some() =>
            {
                break;
            }
            // `a March 14, 2019 statement`
            Upos::Punctuation if context.entity_at(at).is_some() => {}
            Upos::Punctuation if head.is_some() && !is_hyphen(context, at) => break,
            _ => {}
        }
    }
    head.unwrap_or_else(|| tokens.end.saturating_sub(1).max(tokens.start))
}

fn is_hyphen(context: &Context<'_>, at: usize) -> bool {
    matches!(context.text(at), "-" | "'" | "’" | "\"" | "“" | "”" | ".")
}

/// The entity that a phrase is the name of, if it is one.
fn named(context: &Context<'_>, tokens: &Range<usize>) -> Option<usize> {
    let mut best: Option<(u32, usize)> = None;
    let mut at = tokens.start;
    while at < tokens.end {
        let Some((entity, label)) = context.name_at(at) else {
            at += 1;
            continue;
        };
        let run = context.entities.get(entity)?.tokens.range();
        let (first, end) = (run.start.max(tokens.start), run.end.min(tokens.end));
        // `the husband of Jane Doe, Ambassador John Roe`: of two that fit, the
        // one that ends the phrase.
        let apposed = |other: usize| {
            label == Label::Person
                && end >= tokens.end
                && context.entities.get(other).is_some_and(|e| {
                    let head = e.tokens.range();
                    head.start > tokens.start && context.text(head.end) == ","
                })
        };
        if let Some(rank) = rank(context, tokens, &(first..end), label)
            && best.is_none_or(|(other, name)| rank > other || rank == other && apposed(name))
        {
            best = Some((rank, entity));
        }
        at = end.max(at + 1);
    }
    best.map(|(_, entity)| entity)
}

/// The token that names whose text a phrase stands for: `PolitiFact` in
/// `an investigation by PolitiFact`, `its` in `its press release`.
pub(crate) fn owner(context: &Context<'_>, phrase: &Phrase) -> Option<usize> {
    owner_phrase(context, phrase).map(|owner| owner.head)
}

/// The same, all of its phrase.
pub(crate) fn owner_phrase(context: &Context<'_>, phrase: &Phrase) -> Option<Phrase> {
    let at = |head: usize| Phrase { tokens: head..head + 1, head, name: context.entity_at(head) };
    if phrase.name.is_some()
        || !context.has(phrase.head, WordClass::DocumentNoun)
        || context.is_any(phrase.head, LAWS)
    {
        return None;
    }
    let acts = |at: usize| matches!(context.name_at(at), Some((_, Label::Org | Label::Person)));
    let first = phrase.tokens.start;
    let before = (first..phrase.head).rev().take(10).find(|&at| context.name_at(at).is_some());
    // `Acme's notice printed by the Herald` is Acme's.
    let owned = (first..phrase.head)
        .rev()
        .take(10)
        .find(|&at| acts(at) && matches!(context.text(at + 1), "'s" | "’s" | "'" | "’"));
    let pronoun = context.is_any(first, &["its", "his", "her", "their"]).then_some(first);
    // `the party's website`
    let possessive = || {
        let mark = (first + 1..phrase.head)
            .rev()
            .take(10)
            .find(|&t| matches!(context.text(t), "'s" | "’s" | "'" | "’"))?;
        let head = mark - 1;
        let acts = [WordClass::OrganisationNoun, WordClass::PersonNoun, WordClass::PeopleNoun]
            .iter()
            .any(|class| context.has(head, *class))
            || context.is(head, "family");
        (acts && context.entity_at(head).is_none()).then_some(Phrase {
            tokens: first..mark,
            head,
            name: None,
        })
    };
    let direct = owned.map(at).or_else(possessive);
    direct.or_else(|| maker(context, phrase)).or(pronoun.map(at)).or_else(|| {
        // `FAA records`: right before the head; but `a Twitter account` is
        // not Twitter's.
        let bracket = context.text(phrase.head - usize::from(phrase.head > first)) == ")";
        let foreign = bracket && context.is_any(first, &["a", "an"])
            || context.is_any(phrase.head, NOT_OWNED);
        before
            .filter(|&at| {
                !foreign
                    && acts(at)
                    && phrase.head - at <= 3
                    && (at + 1..phrase.head).all(|t| {
                        matches!(context.upos(t), Upos::Noun | Upos::Adjective)
                            || context.text(t) == ")"
                    })
            })
            .map(at)
    })
}

/// Texts that are not those of the body that is named right before them.
const NOT_OWNED: &[&str] = &["account", "post", "posts", "tweet", "page", "book", "tape"];

/// Texts that speak for themselves, whoever wrote them.
const LAWS: &[&str] = &[
    "bill",
    "bills",
    "law",
    "laws",
    "legislation",
    "measure",
    "resolution",
    "amendment",
    "act",
    "treaty",
    "constitution",
];

/// Whoever `by` or `from` names after a noun for a text.
fn maker(context: &Context<'_>, phrase: &Phrase) -> Option<Phrase> {
    // `a survey published by Acme News`, `a paper of last May by Quillware`.
    let mut at = phrase.head + 1;
    while at < phrase.tokens.end.min(phrase.head + 8)
        && !context.is_any(at, &["by", "from"])
        && (context.entity_at(at).is_some()
            || context.upos(at) == Upos::Verb
            || context.is(at, "on"))
    {
        at += 1;
    }
    // `the opinion of the Court`
    let of = at == phrase.head + 1
        && context.is(at, "of")
        && context.is_any(phrase.head, &["opinion", "statement", "findings", "ruling", "report"]);
    if !(of || context.is_any(at, &["by", "from"])) {
        return None;
    }
    let direct = at <= phrase.head + 2;
    at += 1;
    // `by the Argentinian government`
    let rest = at..phrase.tokens.end;
    // What several made is no one's.
    let several =
        (rest.start..rest.end).any(|t| context.is(t, "and") && context.entity_at(t).is_none());
    let inner = (!rest.is_empty() && !several).then(|| self::phrase(context, rest));
    inner.filter(|inner| {
        inner.name.is_some_and(|e| {
            context.entities.get(e).is_some_and(|e| {
                matches!(e.label, Label::Org | Label::Person | Label::WorkOfArt | Label::Product)
            })
        }) || direct
            && ([WordClass::OrganisationNoun, WordClass::PeopleNoun]
                .iter()
                .any(|class| context.has(inner.head, *class))
                || context.has(inner.head, WordClass::PersonNoun)
                    && context.is(inner.tokens.start, "the"))
            || context.is(inner.head, "family")
    })
}

/// How well a name fits as the head of the phrase; `None` when it cannot.
fn rank(
    context: &Context<'_>,
    phrase: &Range<usize>,
    name: &Range<usize>,
    label: Label,
) -> Option<u32> {
    let after = name.end;
    let at_end = after >= phrase.end;
    let before = name.start.checked_sub(1).filter(|&at| at >= phrase.start);
    // `Acme Bank (AB) spokesman Jane Doe`
    let bracket = (after..phrase.end.min(after + 6)).find(|&at| context.text(at) == ")");
    let goes_on = label != Label::Person
        && bracket.is_some_and(|at| {
            context.text(after) == "("
                && at + 1 < phrase.end
                && matches!(context.upos(at + 1), Upos::Noun | Upos::ProperNoun | Upos::Adjective)
        });
    if goes_on {
        return None;
    }
    // `Trump's lawyer`, `Trump supporters`.
    let closed = at_end
        || matches!(context.text(after), "," | "(" | "–" | "—" | "[")
        || context.upos(after) == Upos::Adposition
        // A name that was cut at its hyphen.
        || label == Label::Person && context.text(after) == "-" && after + 2 >= phrase.end
        || postnominal(context, after..phrase.end)
        || label == Label::Org
            && bodies(context, after..phrase.end)
            && (phrase.start..name.start).all(|at| modifies(context, at))
        || context.is_any(after, &["who", "which", "and", "himself", "herself", "itself", "that"]);
    if !closed {
        return None;
    }
    let Some(before) = before else {
        return Some(if label == Label::Person { 5 } else { 4 });
    };
    // `the city of White Plains`
    if label == Label::Gpe
        && at_end
        && context.is(before, "of")
        && before > phrase.start
        && context.is_any(before - 1, PLACES)
    {
        return Some(3);
    }
    // `a handful of issues Tillerson` is two phrases: nobody is `issues`.
    let plural = context.evidence.tags.get(before).is_some_and(|t| t.penn() == Penn::Nns);
    if label == Label::Person
        && plural
        && at_end
        && ![WordClass::PersonNoun, WordClass::PeopleNoun].iter().any(|c| context.has(before, *c))
    {
        return Some(4);
    }
    // `a rebel group named the Front`, `a Turkish agency (NTV)`.
    if label == Label::Org {
        let article = usize::from(context.is(before, "the"));
        let word = before.saturating_sub(article);
        let bracketed = context.text(before) == "("
            && context.text(after) == ")"
            && context.entity_at(before - 1).is_none()
            && after + 1 >= phrase.end;
        if word > phrase.start && at_end && context.is_any(word, &["named", "called"]) || bracketed
        {
            return Some(4);
        }
    }
    let in_prepositional = prepositional(context, phrase.start, before);
    if label == Label::Person {
        return match context.text(before) {
            // An apposition: `the judge in the case, Bernard Schwartz`.
            "," => Some(3),
            _ if in_prepositional => None,
            _ => Some(4),
        };
    }
    if in_prepositional {
        return None;
    }
    // `One of these bodies, the Northern Fisheries Union`; `the news agency
    // ISNA`; `Chile's Institute of Glaciology`.
    let opened = context.text(before) == ","
        || context.text(before - usize::from(context.is(before, "the") && before > phrase.start))
            == ",";
    // `officials of the ruling party, Acme` are not Acme.
    let people = opened && {
        let head = head(context, phrase);
        [WordClass::PersonNoun, WordClass::PeopleNoun].iter().any(|c| context.has(head, *c))
            && head + 1 < before
    };
    if people {
        return None;
    }
    let owned = matches!(context.text(before), "'s" | "’s" | "'" | "’");
    let noun = matches!(context.upos(before), Upos::Noun | Upos::ProperNoun | Upos::Adjective)
        && context.entity_at(before).is_none();
    let determiner = context.upos(before) == Upos::Determiner && before == phrase.start;
    match label {
        Label::Norp if !context.is(before, "the") => None,
        Label::Norp | Label::Gpe | Label::Loc if !determiner => None,
        _ if opened && at_end => Some(1),
        _ if determiner || owned || noun => Some(2),
        _ => None,
    }
}

/// Nouns that go before the name of a place.
pub(crate) const PLACES: &[&str] =
    &["city", "town", "state", "province", "village", "county", "island", "district"];

/// Letters after a name: `Kama Melly QC`.
fn postnominal(context: &Context<'_>, rest: Range<usize>) -> bool {
    rest.len() <= 3
        && rest.clone().all(|at| {
            let word = context.text(at);
            matches!(word, "," | ".") || word.len() <= 4 && !word.chars().any(char::is_lowercase)
        })
}

/// Common nouns after a name, and what may follow them: `Reuters news agency`,
/// `the Acme militant group that holds the town`.
pub(crate) fn bodies(context: &Context<'_>, rest: Range<usize>) -> bool {
    let nouns = rest
        .clone()
        .take(3)
        .take_while(|&at| {
            matches!(context.upos(at), Upos::Noun | Upos::Adjective)
                && context.name_at(at).is_none()
        })
        .count();
    let head = rest.start + nouns;
    let Some(head) = (nouns > 0).then(|| head - 1) else { return false };
    let open = rest.start + nouns >= rest.end
        || !matches!(context.upos(rest.start + nouns), Upos::Noun | Upos::ProperNoun);
    let news =
        nouns > 1 && context.is(head - 1, "news") && context.is_any(head, &["agency", "service"]);
    open && (news
        || context.is_any(
            head,
            &[
                "newspaper",
                "magazine",
                "network",
                "channel",
                "group",
                "party",
                "movement",
                "television",
                "radio",
            ],
        ))
}

/// Whether a word can stand before the name of a body that it tells more of:
/// `Norway's largest Fjordnytt news agency`.
fn modifies(context: &Context<'_>, at: usize) -> bool {
    matches!(context.upos(at), Upos::Determiner | Upos::Adjective | Upos::Particle)
        || matches!(context.text(at), "-" | "'s" | "’s" | "'" | "’")
        || matches!(context.name_at(at), Some((_, Label::Gpe | Label::Norp | Label::Loc)))
        || matches!(context.upos(at), Upos::Verb | Upos::Noun) && context.text(at).ends_with("ing")
}

/// Whether the token before a name leads it into a prepositional phrase:
/// `lawyers for`, `a spokesman for President`.
fn prepositional(context: &Context<'_>, start: usize, before: usize) -> bool {
    let mut at = before;
    for _ in 0..6 {
        match context.upos(at) {
            // `House of Commons Speaker Jane Doe`.
            Upos::Adposition if context.entity_at(at).is_some() => {}
            // `Institute for Marine Research biologist Jane Doe`.
            Upos::Adposition
                if at > start
                    && context.upos(at - 1) == Upos::ProperNoun
                    && !context.has(at - 1, WordClass::PersonNoun)
                    && context.has(before, WordClass::PersonNoun)
                    && context.text(before).starts_with(char::is_lowercase)
                    && at + 1 < before => {}
            Upos::Adposition => {
                // `Secretary of State Rex Tillerson`: a role goes on after `of`.
                let role = context.is(at, "of")
                    && at > start
                    && at < before
                    && context.has(at - 1, WordClass::PersonNoun);
                // `US Special Envoy for Libya John Roe`.
                let place = context.is_any(at, &["for", "to"])
                    && at > start
                    && at < before
                    && context.has(at - 1, WordClass::PersonNoun)
                    && (at + 1..=before).all(|t| {
                        matches!(
                            context.name_at(t),
                            Some((_, Label::Gpe | Label::Org | Label::Loc))
                        )
                    });
                return !(role || place);
            }
            Upos::Punctuation if !is_hyphen(context, at) => return false,
            Upos::Verb | Upos::Auxiliary => return false,
            _ => {}
        }
        if at <= start {
            return false;
        }
        at -= 1;
    }
    false
}

/// The key under which phrases with one head are compared: lower case,
/// singular.
pub(crate) fn head_key(word: &str) -> String {
    let mut key = word.to_lowercase();
    let length = key.len();
    if key.ends_with("men") {
        key.truncate(length - "men".len());
        key.push_str("man");
    } else if length > 5 && key.ends_with("ies") {
        key.truncate(length - "ies".len());
        key.push('y');
    } else if length > 3
        && key.strip_suffix('s').is_some_and(|stem| !stem.ends_with(['s', 'u', 'i']))
    {
        key.pop();
    }
    key
}
