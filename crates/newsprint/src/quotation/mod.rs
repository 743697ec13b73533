//! Who said what.

use serde::{Deserialize, Serialize};

use crate::text::{ActorId, IdRange, MarkId, MentionId, Span, TokenId};

mod assemble;
mod basis;
pub mod cell;
pub mod claim;
pub mod feature;
mod find;
mod interview;
pub mod learned;
mod rule;
pub mod score;
pub mod search;
mod speaker;
pub mod tags;
pub mod unit;

pub use basis::SpeakerBasis;
pub use find::{Draft, accept, anchor, drafts, find, parts, read, units, view};
pub use learned::QuotationModel;
pub use rule::{Rule, RuleId, rules};
pub(crate) use speaker::Attribution;
pub use speaker::attribute;

/// The kind of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// All of it in quote marks.
    Direct,
    /// Partly in quote marks.
    Mixed,
    /// No quote marks.
    Indirect,
    /// Marks that report nobody's words.
    Scare,
}

/// Who a source is in the article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    /// The actor, or the first of several.
    pub actor: ActorId,
    /// The others of a joint source.
    pub others: Vec<ActorId>,
    /// What that rests on.
    pub basis: SpeakerBasis,
    /// The probability that it is they, when someone is quoted there at all.
    pub score: f32,
}

/// A quotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quotation {
    /// Its kind.
    pub kind: QuoteKind,
    /// The words reported: one span or more, in order.
    pub content: Vec<Span>,
    /// The reporting verb group, `according to`, or a reporting noun.
    pub cue: Option<Span>,
    /// The noun phrase of the one who says it.
    pub source: Option<Span>,
    /// The mention that the source is.
    pub mention: Option<MentionId>,
    /// Who that is; `None` when the text does not say.
    pub speaker: Option<Speaker>,
    /// The rule or scorer that decided; see [`rules`].
    pub rule: RuleId,
    /// The probability that content, source and speaker are right.
    pub score: f32,
}

impl Quotation {
    /// From the first of its content to the last, what stands between
    /// included.
    pub fn span(&self) -> Span {
        self.content.iter().copied().reduce(Span::join).unwrap_or_default()
    }
}

/// A run of tokens that is part of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Where it stands: from its first token to its last.
    pub span: Span,
    /// Its tokens.
    pub tokens: IdRange<TokenId>,
}

/// What was said, before anyone asks who the source is: a [`Quotation`]
/// without its speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Its kind.
    pub kind: QuoteKind,
    /// The words reported, in text order; never empty.
    pub content: Vec<Passage>,
    /// The reporting verb group, `according to`, or a reporting noun.
    pub cue: Option<Passage>,
    /// The noun phrase of the one who says it.
    pub source: Option<Passage>,
    /// The pairs of quote marks that the content covers, nested ones included.
    pub marks: Vec<MarkId>,
    /// The earlier report, by position, whose speaker goes on here: set for
    /// the next paragraph of a speech that was left open, and for the answers
    /// of an interview.
    pub continues: Option<usize>,
    /// The rule or scorer that decided; see [`rules`].
    pub rule: RuleId,
    /// The probability that content, cue and source are right.
    pub score: f32,
}

/// The quotation of a report and its speaker.
pub(crate) fn quotation(
    report: &Report,
    mention: Option<(MentionId, Span)>,
    speaker: Option<Speaker>,
    calibration: &score::Calibration,
) -> Quotation {
    // The words that lead up to a quotation name its source.
    let led = speaker.as_ref().is_some_and(|speaker| speaker.basis == SpeakerBasis::LeadIn);
    let leading = mention.filter(|_| led).map(|(_, span)| span);
    let right = calibration.report(score::family(report.rule, report.kind), report.score);
    let named = match report.kind {
        QuoteKind::Scare => 1.0,
        _ => calibration.speaker(speaker.as_ref().map(|speaker| speaker.basis)),
    };
    Quotation {
        kind: report.kind,
        content: report.content.iter().map(|passage| passage.span).collect(),
        cue: report.cue.map(|passage| passage.span),
        source: report.source.map(|passage| passage.span).or(leading),
        mention: mention.map(|(id, _)| id),
        speaker,
        rule: report.rule,
        score: right * named,
    }
}

/// The reports that are not of a kind, their references to each other kept.
pub(crate) fn without(reports: Vec<Report>, kind: QuoteKind) -> Vec<Report> {
    let mut place = vec![None; reports.len()];
    let mut kept: Vec<Report> = Vec::with_capacity(reports.len());
    for (cell, report) in place.iter_mut().zip(reports) {
        if report.kind != kind {
            *cell = Some(kept.len());
            kept.push(report);
        }
    }
    for report in &mut kept {
        report.continues = report.continues.and_then(|at| place.get(at).copied().flatten());
    }
    kept
}
