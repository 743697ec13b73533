//! From reports to speakers.

use crate::actor::chain::{Form, Nature};
use crate::actor::{self, Cast, Chains, Table};
use crate::article::BlockKind;
use crate::entity::{self, Entity, Label};
use crate::lexicon::{Lexicon, WordClass};
use crate::mention::{self, Context, PronounKind};
use crate::model::Model;
use crate::quotation::{QuoteKind, Report, SpeakerBasis};
use crate::text::Span;
use crate::token::TokenKind;

/// Who speaks in a report.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attribution {
    /// The chains that speak, the first of them first; none when the text
    /// does not say.
    pub(crate) chains: Vec<usize>,
    /// The mention that is the source.
    pub(crate) mention: Option<usize>,
    /// What it rests on; `None` when nothing tells.
    pub(crate) basis: Option<SpeakerBasis>,
}

impl Attribution {
    const UNKNOWN: Self = Self { chains: Vec::new(), mention: None, basis: None };
}

/// Who takes part in an article and who says each of its reports: mentions,
/// actors, and a quotation for each report. Any of the layers may be gold.
/// Without `pronouns`, only names and sources are mentions. Linear.
pub fn attribute(
    evidence: entity::Evidence<'_>,
    entities: &[Entity],
    reports: &[Report],
    lexicon: &Lexicon,
    model: &Model,
    pronouns: bool,
) -> Cast {
    let context = Context::new(evidence, entities, reports, lexicon);
    let mentions = mention::find(&context, !pronouns);
    let chains = actor::resolve(&context, &mentions, model.actor.weights(), None);
    let attributions = speakers(&context, &chains);
    actor::cast(&context, &mentions, chains, &attributions, model.actor.calibration())
}

/// Finds the speaker of each report. Linear.
fn speakers(context: &Context<'_>, chains: &Chains) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::with_capacity(context.reports.len());
    let mut order = Order { labels: labels(context, chains), ..Order::default() };
    for (at, report) in context.reports.iter().enumerate() {
        let attribution = if report.kind == QuoteKind::Scare {
            Attribution::UNKNOWN
        } else if report.source.is_some() {
            from_source(context, chains, at, report, &found)
        } else {
            from_discourse(context, chains, report, &found, &order)
        };
        order.saw(context, at, report, &attribution);
        found.push(attribution);
    }
    owned(context, chains, &mut found);
    found
}

/// Gives what nobody is named for to the owner of the text, when it is said in
/// the first person.
fn owned(context: &Context<'_>, chains: &Chains, found: &mut [Attribution]) {
    let Some(owner) = owner(context, chains, found) else { return };
    for (report, attribution) in context.reports.iter().zip(found) {
        let Some(first) = report.content.first() else { continue };
        if !attribution.chains.is_empty() || report.kind == QuoteKind::Scare {
            continue;
        }
        let start = first.tokens.range().start;
        let first_person = |at: usize| {
            let kind = PronounKind::of(context.text(at));
            matches!(kind, Some(PronounKind::Speaker | PronounKind::Speakers))
        };
        let own = if let Some(source) = report.source {
            // `I urge the committee to act`, in a letter that is printed.
            let at = source.tokens.range().start;
            first_person(at) && context.quoted_in(at).is_none()
        } else {
            let block = context.block_at(start);
            let opens = start.checked_sub(1).is_none_or(|at| context.block_at(at) != block);
            report.kind == QuoteKind::Direct
                && report.cue.is_none()
                && opens
                && first.tokens.len() > 10
                && first.tokens.range().take(200).any(first_person)
        };
        if own {
            attribution.chains.clone_from(&owner);
            attribution.basis = Some(SpeakerBasis::DocumentOwner);
        }
    }
}

/// Whose text an article is: someone with a title whose name opens the
/// headline, and who says most of what is quoted.
fn owner(context: &Context<'_>, chains: &Chains, found: &[Attribution]) -> Option<Vec<usize>> {
    let first = chains.items.first()?;
    let Form::Name(cluster) = first.form else { return None };
    let opens = context.sentence_tokens(first.sentence).range().start;
    let titled = first.tokens.start > opens && first.tokens.start <= opens + 4;
    let person = chains.all.get(cluster).is_some_and(|c| c.nature == Nature::Person);
    if context.block_kind(first.head) != BlockKind::Headline || !titled || !person {
        return None;
    }
    // `SENS. HILL, GREEN URGE ...`
    let mut owner = vec![cluster];
    for (report, attribution) in context.reports.iter().zip(found).take(2) {
        let headline = report.source.is_some_and(|source| {
            context.block_kind(source.tokens.range().start) == BlockKind::Headline
        });
        if headline && attribution.chains.contains(&cluster) {
            owner.clone_from(&attribution.chains);
        }
    }
    let quoted = context.reports.iter().zip(found).filter(|(report, attribution)| {
        report.kind == QuoteKind::Direct && !attribution.chains.is_empty()
    });
    let (mut all, mut own) = (0, 0);
    for (_, attribution) in quoted {
        all += 1;
        own += usize::from(attribution.chains.iter().any(|chain| owner.contains(chain)));
    }
    (own * 2 >= all).then_some(owner)
}

/// The names and initials of the article's people.
fn labels(context: &Context<'_>, chains: &Chains) -> Table<String, usize> {
    let mut found = Table::default();
    for item in &chains.items {
        let Form::Name(cluster) = item.form else { continue };
        if chains.all.get(cluster).is_none_or(|c| c.nature != Nature::Person) {
            continue;
        }
        let name = actor::words(
            Span::new(context.span(item.tokens.start).start, context.span(item.head).end)
                .slice(context.evidence.text),
        );
        if name.len() > 1 {
            let initials: String = name.iter().filter_map(|w| w.chars().next()).collect();
            found.entry(initials).or_insert(cluster);
        }
        found.entry(name.join(" ")).or_insert(cluster);
    }
    found
}

/// The chains that a mention stands for: a joint one's members.
fn expand(chains: &Chains, chain: usize) -> Vec<usize> {
    match chains.all.get(chain) {
        Some(joint) if !joint.members.is_empty() => joint.members.clone(),
        _ => vec![chain],
    }
}

fn chain_of(chains: &Chains, mention: usize) -> Option<usize> {
    match chains.items.get(mention)?.form {
        Form::Name(cluster) => Some(cluster),
        _ => chains.of_mention.get(mention).copied().flatten(),
    }
}

fn from_source(
    context: &Context<'_>,
    chains: &Chains,
    at: usize,
    report: &Report,
    found: &[Attribution],
) -> Attribution {
    let Some(source) = report.source else { return Attribution::UNKNOWN };
    let mentions = chains.sources.get(at).map(Vec::as_slice).unwrap_or_default();
    // `A month later Snow said`: a time says nothing; whoever follows does.
    let timely = |&mention: &usize| {
        chains.items.get(mention).is_some_and(|item| {
            let entity = context.entity_at(item.head).and_then(|e| context.entities.get(e));
            entity.is_some_and(|e| {
                matches!(e.label, Label::Date | Label::Time | Label::Money | Label::Quantity)
            })
        })
    };
    if let ([only], Some(cue)) = (mentions, report.cue)
        && timely(only)
    {
        let reach = source.tokens.range().start..cue.tokens.range().end;
        return match subject(chains, &reach, false) {
            Some((mention, chain)) => Attribution {
                chains: expand(chains, chain),
                mention: Some(mention),
                basis: Some(SpeakerBasis::NounSource),
            },
            None => Attribution::UNKNOWN,
        };
    }
    let mut speakers = Vec::new();
    let mut basis = None;
    for &mention in mentions {
        if let Some(chain) = chain_of(chains, mention) {
            for chain in expand(chains, chain) {
                if !speakers.contains(&chain) {
                    speakers.push(chain);
                }
            }
            if basis.is_none() {
                basis = Some(match chains.items.get(mention).map(|item| &item.form) {
                    Some(Form::Name(_)) => SpeakerBasis::NamedSource,
                    Some(Form::Pronoun(_)) => SpeakerBasis::PronounSource,
                    _ => SpeakerBasis::NounSource,
                });
            }
        }
    }
    if !speakers.is_empty() {
        return Attribution { chains: speakers, mention: mentions.first().copied(), basis };
    }
    let start = source.tokens.range().start;
    // `"... I said ..."`: the one who speaks around it.
    let word = context.text(start);
    if matches!(PronounKind::of(word), Some(PronounKind::Speaker | PronounKind::Speakers))
        && let Some(outer) = context.quoted_in(start).filter(|&outer| outer < at)
        && let Some(outer) = found.get(outer)
        && !outer.chains.is_empty()
    {
        return Attribution {
            chains: outer.chains.clone(),
            mention: mentions.first().copied(),
            basis: Some(SpeakerBasis::PronounSource),
        };
    }
    // `Lavrov, who said`.
    if context.is_any(start, &["who", "which", "that", "whom"]) {
        let mention = antecedent_of_relative(context, chains, start);
        if let Some(chain) = mention.and_then(|m| chain_of(chains, m)) {
            return Attribution {
                chains: expand(chains, chain),
                mention,
                basis: Some(SpeakerBasis::RelativeSource),
            };
        }
    }
    Attribution::UNKNOWN
}

/// The mention before `who`: a person a little further back (`Hay, of the
/// institute, who`) before anything else that ends there.
fn antecedent_of_relative(context: &Context<'_>, chains: &Chains, start: usize) -> Option<usize> {
    let sentence = context.sentence_tokens(context.sentence_at(start)).range().start;
    let after = chains.items.partition_point(|item| item.tokens.start < start);
    let near = || {
        (0..after).rev().take(6).filter(|&at| {
            chains
                .items
                .get(at)
                .is_some_and(|i| i.tokens.start >= sentence && i.tokens.end + 12 >= start)
        })
    };
    let person = near().find(|&at| {
        chain_of(chains, at)
            .and_then(|chain| chains.all.get(chain))
            .is_some_and(|chain| matches!(chain.nature, Nature::Person | Nature::People))
    });
    person.filter(|_| context.is_any(start, &["who", "whom"])).or_else(|| near().next())
}

/// What the reports so far leave behind.
#[derive(Debug, Default)]
struct Order {
    /// The last report with a speaker, outside others' quoted words.
    last: Option<usize>,
    /// The last of quoted words.
    last_quoted: Option<usize>,
    /// The people by name and by initials, for the labels of an interview.
    labels: Table<String, usize>,
}

impl Order {
    fn saw(
        &mut self,
        context: &Context<'_>,
        at: usize,
        report: &Report,
        attribution: &Attribution,
    ) {
        let Some(first) = report.content.first() else { return };
        let nested = context.quoted_in(first.tokens.range().start).is_some_and(|outer| outer != at);
        if nested || attribution.chains.is_empty() {
            return;
        }
        self.last = Some(at);
        if matches!(report.kind, QuoteKind::Direct | QuoteKind::Mixed) {
            self.last_quoted = Some(at);
        }
    }
}

fn from_discourse(
    context: &Context<'_>,
    chains: &Chains,
    report: &Report,
    found: &[Attribution],
    order: &Order,
) -> Attribution {
    let carried = |from: usize, basis: SpeakerBasis| {
        found.get(from).filter(|a| !a.chains.is_empty()).map(|a| Attribution {
            chains: a.chains.clone(),
            mention: None,
            basis: Some(basis),
        })
    };
    let Some(first) = report.content.first() else { return Attribution::UNKNOWN };
    let start = first.tokens.range().start;
    if let Some(attribution) = lead_in(context, chains, report, start) {
        return attribution;
    }
    if let Some(earlier) = report.continues
        && let Some(attribution) = carried(earlier, SpeakerBasis::Continued)
    {
        return attribution;
    }
    if let Some(attribution) = interview(context, chains, report, start, found, &order.labels) {
        return attribution;
    }
    // Words quoted inside a quotation are someone else's.
    let inside = context.reports.iter().take(found.len()).rev().take(4).any(|outer| {
        outer.content.iter().any(|p| p.span.covers(first.span) && p.span != first.span)
    });
    if inside || report.kind == QuoteKind::Indirect || report.cue.is_some() {
        return Attribution::UNKNOWN;
    }
    let (block, sentence) = (context.block_at(start), context.sentence_at(start));
    let end_of = |at: usize| {
        let report = context.reports.get(at)?;
        let parts = report.content.iter().chain(&report.cue).chain(&report.source);
        parts.map(|p| p.tokens.range().end).max()
    };
    // `She chooses "to play the roles that others leave".`
    let marked = context.evidence.tokens.get(start).is_some_and(|t| t.kind == TokenKind::Quote);
    if report.kind == QuoteKind::Mixed
        && !marked
        && let Some((mention, chain)) = subject(chains, &first.tokens.range(), true)
    {
        return Attribution {
            chains: expand(chains, chain),
            mention: Some(mention),
            basis: Some(SpeakerBasis::SameSentence),
        };
    }
    // `"A," he said. "B."`
    if let Some(last) = order.last
        && let Some(end) = end_of(last)
        && context.block_at(end.saturating_sub(1)) == block
        && sentence.saturating_sub(context.sentence_at(end.saturating_sub(1))) <= 1
        && let Some(attribution) = carried(last, SpeakerBasis::SameParagraph)
    {
        return attribution;
    }
    // `Smith was defiant. "We will not go."`
    if let Some(before) = sentence.checked_sub(1)
        && let tokens = context.sentence_tokens(before).range()
        && context.block_at(tokens.start) == block
        && let Some((mention, chain)) = subject(chains, &tokens, true)
    {
        return Attribution {
            chains: expand(chains, chain),
            mention: Some(mention),
            basis: Some(SpeakerBasis::SentenceBefore),
        };
    }
    // `A late goal left Smith angry. "We should have won."`
    if report.kind == QuoteKind::Direct
        && marked
        && let Some(before) = sentence.checked_sub(1)
        && let tokens = context.sentence_tokens(before).range()
        && context.block_at(tokens.start) == block
        && let Some((mention, chain)) = only_person(chains, &tokens)
    {
        return Attribution {
            chains: vec![chain],
            mention: Some(mention),
            basis: Some(SpeakerBasis::SentenceBefore),
        };
    }
    // A paragraph that is all quoted, after one that ends with a speaker.
    let Some(last) = order.last_quoted else { return Attribution::UNKNOWN };
    let Some(end) = end_of(last) else { return Attribution::UNKNOWN };
    let previous = previous_paragraph(context, block);
    let ends_there = Some(context.block_at(end.saturating_sub(1))) == previous
        && previous.is_some_and(|b| {
            let block = context.evidence.article.blocks.get(b).map(|b| b.span.end);
            let at = context.span(end.saturating_sub(1)).end;
            block.is_some_and(|block| block.saturating_sub(at) <= 3)
        });
    if ends_there && let Some(attribution) = carried(last, SpeakerBasis::ParagraphBefore) {
        return attribution;
    }
    Attribution::UNKNOWN
}

/// `Lee spoke on the radio: "We leave."`, in one sentence or two paragraphs;
/// `Lee issued the following statement.` before a paragraph of quoted words.
fn lead_in(
    context: &Context<'_>,
    chains: &Chains,
    report: &Report,
    start: usize,
) -> Option<Attribution> {
    let marked = context.evidence.tokens.get(start).is_some_and(|t| t.kind == TokenKind::Quote);
    if report.kind != QuoteKind::Direct || !marked || report.cue.is_some() {
        return None;
    }
    // `'We leave': Mayor Ann Lee`
    let end = report.content.last().map_or(start, |passage| passage.tokens.range().end);
    if context.text(end) == ":" && context.block_at(end) == context.block_at(start) {
        let from = chains.items.partition_point(|item| item.tokens.start <= end);
        let near = chains.items.iter().enumerate().skip(from).take(3).take_while(|(_, item)| {
            item.tokens.start < end + 8 && context.block_at(item.head) == context.block_at(end)
        });
        let person = near
            .filter_map(|(at, _)| Some((at, chain_of(chains, at)?)))
            .find(|(_, chain)| chains.all.get(*chain).is_some_and(|c| c.nature == Nature::Person));
        if let Some((mention, chain)) = person {
            return Some(Attribution {
                chains: expand(chains, chain),
                mention: Some(mention),
                basis: Some(SpeakerBasis::LeadIn),
            });
        }
    }
    let before = start.checked_sub(1)?;
    let sentence = context.sentence_tokens(context.sentence_at(before)).range();
    let same = context.block_at(before) == context.block_at(start);
    let leads = if same {
        context.text(before) == ":"
            || context.text(before) == ","
                && context.sentence_at(before) == context.sentence_at(start)
    } else {
        Some(context.block_at(before)) == previous_paragraph(context, context.block_at(start))
            && (context.text(before) == ":"
                || sentence.clone().rev().take(60).any(|at| {
                    context.is(at, "following")
                        || context.is(at, "statement")
                            && context.is_any(at - 1, &["this", "following"])
                }))
    };
    if !leads || context.quoted_in(before).is_some() {
        return None;
    }
    let reach = sentence.start..before + 1;
    let from = chains.items.partition_point(|item| item.tokens.start < reach.start);
    let (mention, _) = chains
        .items
        .iter()
        .enumerate()
        .skip(from)
        .take(24)
        .take_while(|(_, item)| item.tokens.start < reach.end)
        .find(|(_, item)| item.role == actor::Role::Subject && item.quoted.is_none())?;
    let chain = chain_of(chains, mention)?;
    Some(Attribution {
        chains: expand(chains, chain),
        mention: Some(mention),
        basis: Some(SpeakerBasis::LeadIn),
    })
}

/// The one whose name stands before an answer, or before the last one.
fn interview(
    context: &Context<'_>,
    chains: &Chains,
    report: &Report,
    start: usize,
    found: &[Attribution],
    labels: &Table<String, usize>,
) -> Option<Attribution> {
    let marked = context.evidence.tokens.get(start).is_some_and(|t| t.kind == TokenKind::Quote);
    if report.kind != QuoteKind::Direct || marked {
        return None;
    }
    let block = context.block_at(start);
    let first = (0..12)
        .map_while(|back| start.checked_sub(back))
        .take_while(|&at| context.block_at(at) == block)
        .last()?;
    if first == start {
        // `MS We began in May`: a label that is only known by who it names.
        let named = (1..4).rev().find_map(|count| {
            let label = Span::new(context.span(start).start, context.span(start + count - 1).end);
            let text = label.slice(context.evidence.text);
            let short = count == 1 && text.chars().any(char::is_lowercase);
            let words = actor::words(text).join(" ");
            labels.get(&words).copied().filter(|_| !short)
        });
        if let Some(chain) = named {
            return Some(Attribution {
                chains: vec![chain],
                mention: None,
                basis: Some(SpeakerBasis::InterviewLabel),
            });
        }
        // The answer goes on in another paragraph.
        let last =
            found.iter().rev().take(6).find(|a| a.basis == Some(SpeakerBasis::InterviewLabel))?;
        return Some(Attribution { mention: None, ..last.clone() });
    }
    let from = chains.items.partition_point(|item| item.tokens.start < first);
    let label = Span::new(context.span(first).start, context.span(start - 1).end);
    let Some((mention, item)) =
        chains.items.iter().enumerate().skip(from).take(1).find(|(_, i)| i.tokens.start < start)
    else {
        let words = crate::actor::words(label.slice(context.evidence.text)).join(" ");
        return Some(Attribution {
            chains: vec![*labels.get(&words)?],
            mention: None,
            basis: Some(SpeakerBasis::InterviewLabel),
        });
    };
    let labelled = (first..start).all(|at| {
        item.tokens.contains(&at)
            || !context.text(at).chars().any(char::is_alphanumeric)
            || context.entity_at(at).is_some()
            || context.has(at, WordClass::PersonNoun)
            || context.text(at).ends_with('.')
    });
    let chain = chain_of(chains, mention).filter(|_| labelled)?;
    Some(Attribution {
        chains: expand(chains, chain),
        mention: Some(mention),
        basis: Some(SpeakerBasis::InterviewLabel),
    })
}

fn previous_paragraph(context: &Context<'_>, block: usize) -> Option<usize> {
    let blocks = &context.evidence.article.blocks;
    (0..block).rev().take(3).find(|&at| {
        blocks.get(at).is_some_and(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem))
    })
}

/// The one person that a sentence mentions.
fn only_person(chains: &Chains, tokens: &std::ops::Range<usize>) -> Option<(usize, usize)> {
    let from = chains.items.partition_point(|item| item.tokens.start < tokens.start);
    let mut found: Option<(usize, usize)> = None;
    for (at, item) in chains.items.iter().enumerate().skip(from).take(24) {
        if item.tokens.start >= tokens.end {
            break;
        }
        let Some(chain) = chain_of(chains, at).filter(|_| item.quoted.is_none()) else { continue };
        if chains.all.get(chain).is_none_or(|c| c.nature != Nature::Person) {
            continue;
        }
        match found {
            Some((_, other)) if other != chain => return None,
            Some(_) => {}
            None => found = Some((at, chain)),
        }
    }
    found
}

/// The first subject of a sentence, when it is a person or need not be one.
fn subject(
    chains: &Chains,
    tokens: &std::ops::Range<usize>,
    people: bool,
) -> Option<(usize, usize)> {
    let from = chains.items.partition_point(|item| item.tokens.start < tokens.start);
    for (at, item) in chains.items.iter().enumerate().skip(from).take(24) {
        if item.tokens.start >= tokens.end {
            break;
        }
        if item.role == crate::actor::Role::Subject
            && item.quoted.is_none()
            && let Some(chain) = chain_of(chains, at)
            && (people || matches!(item.form, Form::Name(_) | Form::Pronoun(_)))
        {
            let person = chains.all.get(chain).is_some_and(|c| c.nature == Nature::Person);
            return (person || !people).then_some((at, chain));
        }
    }
    None
}
