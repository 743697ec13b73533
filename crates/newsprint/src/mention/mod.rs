//! Mentions: the spans that refer to someone or something.

use serde::{Deserialize, Serialize};

use crate::entity::Label;
use crate::lexicon::WordClass;
use crate::tag::Upos;
use crate::text::{EntityId, IdRange, Span, TokenId};

pub(crate) mod context;
pub(crate) mod phrase;
mod tail;

pub(crate) use context::Context;

/// The form of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MentionForm {
    /// A name.
    Name,
    /// A pronoun.
    Pronoun,
    /// A noun phrase without a name: `the president`.
    Nominal,
}

/// A span that refers to someone or something.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// The tokens that it covers.
    pub tokens: IdRange<TokenId>,
    /// The token that heads it.
    pub head: TokenId,
    /// Its form.
    pub form: MentionForm,
    /// The entity that it is, for a name.
    pub entity: Option<EntityId>,
}

/// Whom a pronoun can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PronounKind {
    /// `he`, `him`, `his`.
    Male,
    /// `she`, `her`.
    Female,
    /// `they`, `them`.
    Plural,
    /// `it`, `its`.
    Thing,
    /// `I`, `me`, `my`.
    Speaker,
    /// `we`, `us`, `our`.
    Speakers,
}

impl PronounKind {
    /// The kind of a word; `None` for one that is no personal pronoun.
    pub(crate) fn of(word: &str) -> Option<Self> {
        // `US` is a country; every other pronoun is one in any case. This is
        // asked of every word, so most are sent away by their first letter.
        let initial = word.bytes().next().map_or(0, |byte| byte | 0x20);
        if word.len() > 10 || word == "US" || !b"hstimwuo".contains(&initial) {
            return None;
        }
        Some(match lower(word, &mut [0; 10]) {
            b"he" | b"him" | b"his" | b"himself" => Self::Male,
            b"she" | b"her" | b"hers" | b"herself" => Self::Female,
            b"they" | b"them" | b"their" | b"theirs" | b"themselves" | b"themself" => Self::Plural,
            b"it" | b"its" | b"itself" => Self::Thing,
            b"i" | b"me" | b"my" | b"mine" | b"myself" => Self::Speaker,
            b"we" | b"us" | b"our" | b"ours" | b"ourselves" => Self::Speakers,
            _ => return None,
        })
    }
}

/// A short word in lower case, nothing for a longer one.
pub(crate) fn lower<'a>(word: &str, room: &'a mut [u8; 10]) -> &'a [u8] {
    for (lower, byte) in room.iter_mut().zip(word.bytes()) {
        *lower = byte.to_ascii_lowercase();
    }
    room.get(..word.len()).unwrap_or_default()
}

/// Finds everything that may refer to someone or something: names, pronouns
/// (those of the first person inside quotations only), and noun phrases that
/// are a source or are headed by a noun for people or bodies. By start, the
/// longer first. Linear.
pub(crate) fn find(context: &Context<'_>, names_only: bool) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut taken = vec![false; context.len()];
    for (at, entity) in context.entities.iter().enumerate() {
        if context::is_name(entity.label) && !entity.tokens.is_empty() {
            found.push(Mention {
                span: entity.span,
                tokens: entity.tokens,
                head: TokenId::new(entity.tokens.range().end - 1),
                form: MentionForm::Name,
                entity: Some(EntityId::new(at)),
            });
        }
    }
    for report in context.reports {
        let Some(source) = report.source.filter(|s| !s.tokens.is_empty()) else { continue };
        for phrase in phrase::parts(context, source.tokens.range()) {
            let only = phrase.tokens.len() == 1;
            let pronoun = only && PronounKind::of(context.text(phrase.head)).is_some();
            let relative =
                only && context.is_any(
                    phrase.head,
                    &[
                        "who", "which", "that", "whom", "you", "someone", "anyone", "nobody",
                        "everyone",
                    ],
                ) || phrase.tokens.len() == 2
                    && context.is(phrase.tokens.start, "no")
                    && context.is(phrase.head, "one");
            if phrase.name.is_none() && !pronoun && !relative {
                if let Some(owner) = phrase::owner_phrase(context, &phrase)
                    && owner.name.is_none()
                    && owner.tokens.len() > 1
                {
                    push_nominal(context, &owner, &mut taken, &mut found);
                }
                push_nominal(context, &phrase, &mut taken, &mut found);
            }
        }
    }
    if !names_only {
        for at in 0..context.len() {
            if context.entity_at(at).is_none()
                && let Some(kind) = PronounKind::of(context.text(at))
            {
                let first = matches!(kind, PronounKind::Speaker | PronounKind::Speakers);
                if !first || context.quoted_in(at).is_some() {
                    found.push(Mention {
                        span: context.span(at),
                        tokens: IdRange::new(at, at + 1),
                        head: TokenId::new(at),
                        form: MentionForm::Pronoun,
                        entity: None,
                    });
                }
            }
        }
        let mut at = 0;
        while at < context.len() {
            match nominal(context, at) {
                Some(phrase) => {
                    at = phrase.head + 1;
                    push_nominal(context, &phrase, &mut taken, &mut found);
                }
                None => at += 1,
            }
        }
    }
    found.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    found.dedup_by_key(|m| m.span);
    found
}

fn push_nominal(
    context: &Context<'_>,
    phrase: &phrase::Phrase,
    taken: &mut [bool],
    found: &mut Vec<Mention>,
) {
    let tokens = IdRange::new(phrase.tokens.start, phrase.tokens.end);
    if let Some(cell) = taken.get_mut(phrase.head)
        && !*cell
    {
        *cell = true;
        found.push(Mention {
            span: context.span_of(tokens),
            tokens,
            head: TokenId::new(phrase.head),
            form: MentionForm::Nominal,
            entity: None,
        });
    }
}

/// Longest run of words before the head of a nominal.
const MODIFIERS: usize = 7;

/// The noun phrase that starts at a token, if it is headed by a noun for
/// people or bodies: `the president`, `a 42-year-old`, `Trump's lawyer`,
/// `officials`.
fn nominal(context: &Context<'_>, start: usize) -> Option<phrase::Phrase> {
    // Most words are sent away by their tags.
    let opens = matches!(
        context.upos(start),
        Upos::Determiner
            | Upos::Pronoun
            | Upos::Adjective
            | Upos::Noun
            | Upos::ProperNoun
            | Upos::Numeral
    );
    if !opens {
        return None;
    }
    let determined = context.upos(start) == Upos::Determiner
        || context.upos(start) == Upos::Pronoun
            && matches!(
                PronounKind::of(context.text(start)),
                Some(
                    PronounKind::Male
                        | PronounKind::Female
                        | PronounKind::Plural
                        | PronounKind::Thing
                )
            )
            && !context.is_any(start, &["he", "she", "it", "they", "him", "them"]);
    let bare = !determined;
    if bare && !starts_bare(context, start) {
        return None;
    }
    let sentence = context.sentence_tokens(context.sentence_at(start)).range();
    let mut head = None;
    let mut at = if determined { start + 1 } else { start };
    let end = sentence.end.min(start + MODIFIERS);
    while at < end {
        let upos = context.upos(at);
        let hyphen = || matches!(context.text(at), "-" | "'s" | "’s" | "'" | "’");
        match upos {
            Upos::Noun | Upos::ProperNoun => {
                let person = matches!(context.name_at(at), Some((_, Label::Person)));
                head = if person { None } else { Some(at) };
            }
            // `the 42-year-old`
            _ if context.text(at) == "old"
                && context.text(at - 1) == "-"
                && at >= start + 4
                && context.is(at - 2, "year") =>
            {
                head = Some(at);
            }
            Upos::Adjective | Upos::Numeral => {}
            Upos::Verb if context.text(at).ends_with("ed") && head.is_none() => {}
            _ if hyphen() => {}
            _ => break,
        }
        at += 1;
    }
    let head = head.filter(|&h| h + 1 == at)?;
    let classes = context.classes(head);
    let person = classes.has(WordClass::PersonNoun)
        || classes.has(WordClass::PeopleNoun)
        || context.text(head) == "old";
    let body = classes.has(WordClass::OrganisationNoun) && determined;
    let document = classes.has(WordClass::DocumentNoun) && context.upos(start) == Upos::Determiner;
    if context.name_at(head).is_some() || !(person || body || document) {
        return None;
    }
    // `the city of White Plains` is a name.
    if context.is_any(head, phrase::PLACES)
        && context.is(head + 1, "of")
        && context.name_at(head + 2).is_some()
    {
        return None;
    }
    if bare && !classes.has(WordClass::PeopleNoun) && !possessed(context, start, head) {
        return None;
    }
    let stop = tail::tail(context, head, sentence.end, document && !person && !body);
    Some(phrase::Phrase { tokens: start..stop, head, name: None })
}

fn starts_bare(context: &Context<'_>, start: usize) -> bool {
    let opens = matches!(
        context.upos(start),
        Upos::Adjective | Upos::Noun | Upos::ProperNoun | Upos::Numeral
    );
    if !opens {
        return false;
    }
    let before = start.checked_sub(1);
    let inside = before.is_some_and(|b| {
        matches!(
            context.upos(b),
            Upos::Determiner | Upos::Adjective | Upos::Noun | Upos::ProperNoun | Upos::Numeral
        ) || matches!(context.text(b), "-" | "'s" | "’s")
            || PronounKind::of(context.text(b)).is_some()
    });
    !inside
}

fn possessed(context: &Context<'_>, start: usize, head: usize) -> bool {
    (start..head).any(|at| matches!(context.text(at), "'s" | "’s" | "'" | "’"))
}
