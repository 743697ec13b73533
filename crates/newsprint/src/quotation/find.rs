//! From marks and words to reports.

use super::{Passage, QuoteKind, Report, RuleId};
use crate::entity::{Entity, Evidence};
use crate::lexicon::{Lexicon, WordClass};
use crate::model::Model;
use crate::text::{IdRange, MarkId, Span};
use crate::token::TokenKind;

/// How far from a quote mark a cue is looked for, in tokens.
const REACH: usize = 12;

/// Finds who said what: kind, content, cue and source of each report, by the
/// start of the content. Linear.
pub fn find(
    evidence: Evidence<'_>,
    _entities: &[Entity],
    lexicon: &Lexicon,
    _model: &Model,
) -> Vec<Report> {
    let mut reports = Vec::new();
    for (index, pair) in evidence.marks.iter().enumerate() {
        if pair.depth > 0 {
            continue;
        }
        let (open, close) = (pair.open.index(), pair.close.index());
        let reach = Reach { evidence, lexicon };
        let after = reach.cue((close + 1)..(close + 1 + REACH));
        let before = || reach.cue(open.saturating_sub(3)..open);
        let cue = after.or_else(before);
        let source = cue.and_then(|at| reach.name_before(at).or_else(|| reach.name_after(at)));
        let words = close.saturating_sub(open);
        if cue.is_none() && words < 8 {
            continue;
        }
        reports.push(Report {
            kind: QuoteKind::Direct,
            content: vec![Passage { span: pair.span, tokens: IdRange::new(open, close + 1) }],
            cue: cue.map(|at| reach.passage(at..at + 1)),
            source: source.map(|range| reach.passage(range)),
            marks: vec![MarkId::new(index)],
            continues: None,
            rule: RuleId(if cue.is_some() { "quoted-cue" } else { "quoted-alone" }),
            score: if cue.is_some() { 0.8 } else { 0.5 },
        });
    }
    reports
}

#[derive(Clone, Copy)]
struct Reach<'a> {
    evidence: Evidence<'a>,
    lexicon: &'a Lexicon,
}

impl Reach<'_> {
    fn word(&self, at: usize) -> &str {
        self.evidence.tokens.get(at).map_or("", |token| token.span.slice(self.evidence.text))
    }

    fn cue(&self, range: std::ops::Range<usize>) -> Option<usize> {
        let tokens = self.evidence.tokens;
        let stop = |at: &usize| {
            tokens.get(*at).is_some_and(|t| t.kind != TokenKind::Quote) && self.word(*at) != "."
        };
        range.take_while(stop).find(|at| {
            tokens
                .get(*at)
                .is_some_and(|token| self.lexicon.classes(token.norm).has(WordClass::ReportingVerb))
        })
    }

    fn is_name(&self, at: usize) -> bool {
        let word = self.word(at);
        word.starts_with(char::is_uppercase) || matches!(word, "he" | "she" | "they" | "it")
    }

    fn name_before(&self, cue: usize) -> Option<std::ops::Range<usize>> {
        let mut start = cue;
        while start > 0 && cue - start < REACH && self.is_name(start - 1) {
            start -= 1;
        }
        (start < cue).then_some(start..cue)
    }

    fn name_after(&self, cue: usize) -> Option<std::ops::Range<usize>> {
        let end = (cue + 1..cue + REACH).find(|at| !self.is_name(*at))?;
        (end > cue + 1).then_some(cue + 1..end)
    }

    fn passage(&self, range: std::ops::Range<usize>) -> Passage {
        let tokens = IdRange::new(range.start, range.end);
        let run = tokens.slice(self.evidence.tokens);
        let span = match (run.first(), run.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::default(),
        };
        Passage { span, tokens }
    }
}
