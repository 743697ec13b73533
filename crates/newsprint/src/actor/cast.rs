//! Chains to actors: names, roles, and what is kept of the mentions.

use std::borrow::Cow;

use super::Actor;
use super::chain::{Chain, Form, Nature};
use super::name::{self, PersonName};
use super::resolve::Chains;
use crate::article::{Diagnostic, DiagnosticCode};
use crate::entity::Label;
use crate::mention::{Context, Mention, MentionForm, PronounKind};
use crate::quotation::score::Calibration;
use crate::quotation::{Attribution, Quotation, Speaker, quotation};
use crate::text::{ActorId, MentionId, QuoteId, Span};

/// Who takes part in an article, and who says what.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// The mentions of the actors, in text order, the longer first.
    pub mentions: Vec<Mention>,
    /// The actors, by first mention.
    pub actors: Vec<Actor>,
    /// The quotations, one for each report, in their order.
    pub quotations: Vec<Quotation>,
    /// What goes under several names.
    pub diagnostics: Vec<Diagnostic>,
}

impl Cast {
    /// The name of the speaker of a quotation: that of the actor, or the
    /// names of a joint source.
    pub fn speaker_name(&self, quote: &Quotation) -> Option<Cow<'_, str>> {
        super::speaker_name(&self.actors, quote)
    }
}

/// Longest description that serves as a name, in bytes.
const LONGEST_NAME: u32 = 300;
/// Roles that are kept of one actor.
const ROLES: usize = 8;

/// Puts the final layers together. Linear.
pub(crate) fn cast(
    context: &Context<'_>,
    mentions: &[Mention],
    mut chains: Chains,
    attributions: &[Attribution],
    calibration: &Calibration,
) -> Cast {
    for attribution in attributions {
        for &chain in &attribution.chains {
            if let Some(chain) = chains.all.get_mut(chain) {
                chain.speaks = true;
            }
        }
    }
    first_person(&mut chains, attributions);
    let kept: Vec<bool> = chains
        .all
        .iter()
        .map(|chain| (chain.named || chain.speaks) && chain.members.is_empty())
        .collect();
    let mut cast = Cast {
        mentions: Vec::with_capacity(mentions.len()),
        quotations: Vec::with_capacity(context.reports.len()),
        ..Cast::default()
    };
    let mut actor_of: Vec<Option<ActorId>> = vec![None; chains.all.len()];
    let mut mention_of: Vec<Option<MentionId>> = vec![None; mentions.len()];
    for (at, mention) in mentions.iter().enumerate() {
        let Some(chain) = chains.of_mention.get(at).copied().flatten() else { continue };
        if !kept.get(chain).copied().unwrap_or(false) {
            continue;
        }
        let next = ActorId::new(cast.actors.len());
        let Some(id) = actor_of.get_mut(chain) else { continue };
        let id = *id.get_or_insert(next);
        if id == next
            && let Some(chain) = chains.all.get(chain)
        {
            cast.actors.push(actor(context, mentions, &chains, chain));
        }
        let place = MentionId::new(cast.mentions.len());
        if let Some(cell) = mention_of.get_mut(at) {
            *cell = Some(place);
        }
        cast.mentions.push(*mention);
        if let Some(actor) = cast.actors.get_mut(id.index()) {
            actor.mentions.push(place);
        }
    }
    for (at, (report, attribution)) in context.reports.iter().zip(attributions).enumerate() {
        let mut speakers =
            attribution.chains.iter().filter_map(|&c| actor_of.get(c).copied().flatten());
        let speaker = speakers.next().zip(attribution.basis).map(|(actor, basis)| Speaker {
            actor,
            others: speakers.filter(|&other| other != actor).collect(),
            basis,
            score: calibration.named(basis, report.kind),
        });
        for id in speaker.iter().flat_map(|s| std::iter::once(&s.actor).chain(&s.others)) {
            if let Some(actor) = cast.actors.get_mut(id.index()) {
                actor.quotes.push(QuoteId::new(at));
            }
        }
        let mention = attribution
            .mention
            .and_then(|m| Some((mention_of.get(m).copied().flatten()?, mentions.get(m)?.span)));
        cast.quotations.push(quotation(report, mention, speaker, calibration));
    }
    cast.diagnostics = several_names(context, &cast);
    cast
}

/// `I` inside a quotation is its speaker, `we` that of a body.
fn first_person(chains: &mut Chains, attributions: &[Attribution]) {
    for (at, item) in chains.items.iter().enumerate() {
        let Form::Pronoun(kind @ (PronounKind::Speaker | PronounKind::Speakers)) = item.form else {
            continue;
        };
        let speaker = item.quoted.and_then(|report| attributions.get(report));
        let Some(&[speaker]) = speaker.map(|a| a.chains.as_slice()) else { continue };
        let fits = chains.all.get(speaker).is_some_and(|chain| match kind {
            PronounKind::Speaker => chain.nature == Nature::Person,
            _ => matches!(chain.nature, Nature::Body | Nature::People | Nature::Place),
        });
        if fits && let Some(cell) = chains.of_mention.get_mut(at) {
            *cell = Some(speaker);
        }
    }
}

fn actor(context: &Context<'_>, mentions: &[Mention], chains: &Chains, chain: &Chain) -> Actor {
    let text = context.evidence.text;
    let spans = |form: MentionForm| {
        chain
            .mentions
            .iter()
            .filter_map(|&at| mentions.get(at))
            .filter(move |mention| mention.form == form)
            .map(|mention| mention.span)
    };
    let _ = chains;
    let name = if let Some(run) = &chain.described {
        let span = context.span_of(crate::text::IdRange::new(run.start, run.end));
        span.slice(text).to_owned()
    } else if chain.named {
        fullest_name(text, chain.label, spans(MentionForm::Name))
    } else {
        spans(MentionForm::Nominal)
            .filter(|span| span.len() <= LONGEST_NAME)
            .max_by_key(|span| (span.len(), std::cmp::Reverse(span.start)))
            .or_else(|| spans(MentionForm::Nominal).next())
            .map(|span| span.slice(text).to_owned())
            .unwrap_or_default()
    };
    // As they are written, and in lower case.
    let mut roles: Vec<(&str, String)> = Vec::new();
    for run in &chain.roles {
        let span = context.span_of(crate::text::IdRange::new(run.start, run.end));
        let role = span.slice(text);
        let lower = role.to_lowercase();
        let within = |other: &str, role: &str| {
            other.strip_suffix(role).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
        };
        // `President` says nothing beside `Syrian President`.
        if !roles.iter().any(|(_, other)| within(other, &lower)) {
            roles.retain(|(_, other)| !within(&lower, other));
            if roles.len() < ROLES {
                roles.push((role, lower));
            }
        }
    }
    Actor {
        name,
        label: chain.label,
        country: chain.country,
        roles: roles.into_iter().map(|(role, _)| role.to_owned()).collect(),
        mentions: Vec::with_capacity(chain.mentions.len()),
        quotes: Vec::new(),
    }
}

/// The fullest of the names of one actor: most parts, then letters, then the
/// first.
fn fullest_name(text: &str, label: Option<Label>, spans: impl Iterator<Item = Span>) -> String {
    let mut seen: Vec<(&str, usize)> = Vec::new();
    for span in spans {
        // `Transport for London (TfL)`
        let span = if label == Some(Label::Person) { with_hyphen(text, span) } else { span };
        let name = span.slice(text);
        let bracket = if name.ends_with(')') { name.rsplit_once(" (") } else { None };
        let name = bracket.map_or(name, |(before, _)| before);
        if let Some((_, count)) = seen.iter_mut().find(|(other, _)| *other == name) {
            *count += 1;
        } else if seen.len() < 32 {
            seen.push((name, 1));
        }
    }
    if let [(only, _)] = seen.as_slice() {
        return (*only).to_owned();
    }
    let rank = |&(name, count): &(&str, usize)| {
        let parts = if label == Some(Label::Person) {
            let person = PersonName::parse(name);
            person.parts.len() + usize::from(person.generation.is_some())
        } else {
            name::words(name).iter().filter(|w| *w != "the").count()
        };
        let shouted = name.len() > 6 && !name.chars().any(char::is_lowercase);
        (parts, count, name.len(), !shouted)
    };
    // Of equals, the first.
    seen.iter()
        .rev()
        .max_by_key(|entry| rank(entry))
        .map(|(name, _)| (*name).to_owned())
        .unwrap_or_default()
}

/// A full name with what a hyphen joins to it: `Kim Jong-un`, cut at the
/// hyphen, but not `John Roe-era`.
fn with_hyphen(text: &str, span: Span) -> Span {
    let rest = text.get(span.end as usize..).unwrap_or_default();
    let Some(after) = rest.strip_prefix('-').filter(|_| span.slice(text).contains(' ')) else {
        return span;
    };
    let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if word.len() < 2 || word.len() > 9 || JOINED_WORDS.contains(&word) {
        return span;
    }
    let length = u32::try_from(word.len() + 1).unwrap_or(0);
    Span::new(span.start, span.end + length)
}

/// What a hyphen joins to a name that is no part of it.
const JOINED_WORDS: &[&str] = &[
    "aligned",
    "backed",
    "based",
    "chaired",
    "era",
    "friendly",
    "inspired",
    "led",
    "like",
    "linked",
    "owned",
    "picked",
    "related",
    "sponsored",
    "style",
    "type",
    "written",
    "directed",
    "run",
    "appointed",
    "endorsed",
    "esque",
];

/// `Russia`, `Russian Federation`: one country under names that are no short
/// forms of each other.
fn several_names(context: &Context<'_>, cast: &Cast) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let text = context.evidence.text;
    for actor in cast.actors.iter().filter(|actor| actor.country.is_some()) {
        let mut forms: Vec<(String, Span)> = Vec::new();
        let mut last_text = "";
        for mention in actor.mentions.iter().filter_map(|m| cast.mentions.get(m.index())) {
            if mention.form != MentionForm::Name || forms.len() > 8 {
                continue;
            }
            let written = mention.span.slice(text);
            if std::mem::replace(&mut last_text, written) == written {
                continue;
            }
            let mut words = name::words(written);
            words.retain(|word| word != "the");
            let key = words.join(" ");
            if !forms.iter().any(|(other, _)| *other == key) {
                forms.push((key, mention.span));
            }
        }
        let long = forms.iter().filter(|(key, _)| key.len() > 3).count();
        if (forms.len() > 2 || long > 1)
            && let Some((_, last)) = forms.last()
        {
            let names: Vec<_> = forms.iter().map(|(_, span)| span.slice(text)).collect();
            found.push(Diagnostic {
                code: DiagnosticCode::SeveralNames,
                span: *last,
                message: format!("one country goes under several names: {}", names.join(", ")),
            });
        }
    }
    found
}
