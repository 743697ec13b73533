//! What the stages after entities ask about a token, precomputed.

use crate::article::BlockKind;
use crate::entity::{Entity, Evidence, Label};
use crate::lexicon::{Lexicon, WordClass, WordClasses};
use crate::quotation::{QuoteKind, Report};
use crate::tag::Upos;
use crate::text::{Id, IdRange, Span, TokenId};

/// No item.
const NONE: u32 = u32::MAX;

/// The layers below, with the tables that turn a token into its sentence,
/// entity, quotation and so on. Linear to build, constant to ask.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) evidence: Evidence<'a>,
    pub(crate) entities: &'a [Entity],
    pub(crate) reports: &'a [Report],
    pub(crate) lexicon: &'a Lexicon,
    entity_of: Vec<u32>,
    sentence_of: Vec<u32>,
    /// The innermost report whose quoted content a token stands in.
    report_of: Vec<u32>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        evidence: Evidence<'a>,
        entities: &'a [Entity],
        reports: &'a [Report],
        lexicon: &'a Lexicon,
    ) -> Self {
        let count = evidence.tokens.len();
        let mut context = Self {
            evidence,
            entities,
            reports,
            lexicon,
            entity_of: vec![NONE; count],
            sentence_of: vec![NONE; count],
            report_of: vec![NONE; count],
        };
        for (at, entity) in entities.iter().enumerate() {
            fill(&mut context.entity_of, entity.tokens, at);
        }
        for (at, sentence) in evidence.sentences.iter().enumerate() {
            fill(&mut context.sentence_of, sentence.tokens, at);
        }
        // Quoted words belong to the report with marks, inner ones last; the
        // total length of the marks of one depth is that of the text.
        let spoken = |report: &&Report| report.kind != QuoteKind::Scare;
        for (at, report) in reports.iter().enumerate().filter(|(_, r)| spoken(r)) {
            for mark in &report.marks {
                if let Some(pair) = evidence.marks.get(mark.index())
                    && pair.depth < 3
                {
                    let run = IdRange::<TokenId>::new(pair.open.index(), pair.close.index() + 1);
                    fill(&mut context.report_of, run, at);
                }
            }
        }
        context
    }

    pub(crate) fn len(&self) -> usize {
        self.evidence.tokens.len()
    }

    pub(crate) fn text(&self, token: usize) -> &'a str {
        self.span(token).slice(self.evidence.text)
    }

    pub(crate) fn span(&self, token: usize) -> Span {
        self.evidence.tokens.get(token).map_or(Span::default(), |t| t.span)
    }

    pub(crate) fn span_of(&self, tokens: IdRange<TokenId>) -> Span {
        match tokens.slice(self.evidence.tokens) {
            [] => Span::default(),
            [first, .., last] => first.span.join(last.span),
            [only] => only.span,
        }
    }

    pub(crate) fn upos(&self, token: usize) -> Upos {
        self.evidence.tags.get(token).map_or(Upos::Other, |tag| tag.upos())
    }

    pub(crate) fn classes(&self, token: usize) -> WordClasses {
        self.evidence.tokens.get(token).map_or(WordClasses(0), |t| self.lexicon.classes(t.norm))
    }

    pub(crate) fn has(&self, token: usize, class: WordClass) -> bool {
        self.classes(token).has(class)
    }

    /// Whether the token is `word`, written in any case.
    pub(crate) fn is(&self, token: usize, word: &str) -> bool {
        self.text(token).eq_ignore_ascii_case(word)
    }

    pub(crate) fn is_any(&self, token: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(token, word))
    }

    pub(crate) fn entity_at(&self, token: usize) -> Option<usize> {
        self.entity_of.get(token).copied().filter(|&at| at != NONE).map(|at| at as usize)
    }

    /// The label of the name at a token; numbers and dates are none.
    pub(crate) fn name_at(&self, token: usize) -> Option<(usize, Label)> {
        let at = self.entity_at(token)?;
        let label = self.entities.get(at)?.label;
        is_name(label).then_some((at, label))
    }

    pub(crate) fn sentence_at(&self, token: usize) -> usize {
        self.sentence_of.get(token).map_or(0, |&at| if at == NONE { 0 } else { at as usize })
    }

    pub(crate) fn sentence_tokens(&self, sentence: usize) -> IdRange<TokenId> {
        self.evidence.sentences.get(sentence).map(|s| s.tokens).unwrap_or_default()
    }

    pub(crate) fn block_at(&self, token: usize) -> usize {
        self.evidence.sentences.get(self.sentence_at(token)).map_or(0, |s| s.block.index())
    }

    pub(crate) fn block_kind(&self, token: usize) -> BlockKind {
        self.evidence
            .article
            .blocks
            .get(self.block_at(token))
            .map_or(BlockKind::Paragraph, |b| b.kind)
    }

    /// The report whose quoted words a token is among.
    pub(crate) fn quoted_in(&self, token: usize) -> Option<usize> {
        self.report_of.get(token).copied().filter(|&at| at != NONE).map(|at| at as usize)
    }

    /// Whether a token is a finite verb or an auxiliary.
    pub(crate) fn is_verb(&self, token: usize) -> bool {
        matches!(self.upos(token), Upos::Verb | Upos::Auxiliary)
    }
}

/// Whether a label is of something with a name, not of a number or a date.
pub(crate) fn is_name(label: Label) -> bool {
    !matches!(
        label,
        Label::Date
            | Label::Time
            | Label::Percent
            | Label::Money
            | Label::Quantity
            | Label::Ordinal
            | Label::Cardinal
    )
}

fn fill<I: Id>(table: &mut [u32], run: IdRange<I>, value: usize) {
    let value = u32::try_from(value).unwrap_or(NONE);
    for cell in table.get_mut(run.range()).unwrap_or_default() {
        *cell = value;
    }
}
