//! From drafts in units to the reports of the article: passages that nobody
//! is named for, contents that belong together, kinds, rules.

use super::feature::{self, Cover, Run, View};
use super::find::{self, Draft};
use super::interview::{self, Answer};
use super::learned::{QuotationModel, probability};
use super::search;
use super::unit::{Item, Quoted, Units};
use super::{Passage, QuoteKind, Report, RuleId, rule, tags};
use crate::entity::Evidence;
use crate::text::{IdRange, MarkId, Span};

/// Makes the reports, by the start of their content.
pub(super) fn reports(
    evidence: Evidence<'_>,
    units: &Units,
    drafts: &[Draft],
    model: &QuotationModel,
) -> Vec<Report> {
    let mut assembly = Assembly {
        evidence,
        units,
        model,
        covers: vec![Covered::No; units.passages.len()],
        reports: Vec::new(),
    };
    for draft in drafts {
        assembly.draft(draft);
    }
    for index in 0..units.passages.len() {
        assembly.passage(index);
    }
    for answer in interview::answers(evidence) {
        assembly.answer(answer);
    }
    assembly.finish()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Covered {
    No,
    /// It is a content, or all of a part of one.
    Whole(usize),
    /// It stands in a content with words around it.
    Part(usize),
}

struct Assembly<'a> {
    evidence: Evidence<'a>,
    units: &'a Units,
    model: &'a QuotationModel,
    covers: Vec<Covered>,
    reports: Vec<Report>,
}

impl<'a> Assembly<'a> {
    fn view(&self, unit: usize) -> Option<View<'a>> {
        let unit = self.units.units.get(unit)?;
        Some(find::view(self.evidence, self.units, &[], unit))
    }

    fn tokens(&self, items: &[Item], run: Run) -> Option<Passage> {
        let run = items.get(run.0..run.1)?;
        self.run(run.first()?.start, run.last()?.end)
    }

    fn run(&self, start: u32, end: u32) -> Option<Passage> {
        let tokens = IdRange::new(start as usize, end as usize);
        let slice = tokens.slice(self.evidence.tokens);
        let span = Span::new(slice.first()?.span.start, slice.last()?.span.end);
        Some(Passage { span, tokens })
    }

    /// A report with a cue.
    fn draft(&mut self, draft: &Draft) {
        let Some(view) = self.view(draft.unit) else { return };
        let parts = find::parts(&view, &draft.found);
        let items = |part: &Run| view.items.get(part.0..part.1).unwrap_or_default();
        let all = || parts.iter().flat_map(items);
        let direct = all().all(|item| item.passage > 0 || item.mark > 0)
            && all().any(|item| item.passage > 0);
        let report = self.reports.len();
        let mut marked = false;
        for (part, item) in parts.iter().flat_map(|p| (p.0..p.1).zip(items(p))) {
            let Some(passage) = (item.passage as usize).checked_sub(1) else { continue };
            let Some(quoted) = self.units.passages.get(passage) else { continue };
            // A term in marks makes a content mixed as well.
            marked = true;
            let names = || self.passage_score(&view, part, quoted, Cover::Part, true) < 0;
            let cover =
                if !direct && names() { Covered::Part(report) } else { Covered::Whole(report) };
            if let Some(slot) = self.covers.get_mut(passage) {
                *slot = cover;
            }
        }
        let kind = match (direct, marked) {
            (true, _) => QuoteKind::Direct,
            (false, true) => QuoteKind::Mixed,
            (false, false) => QuoteKind::Indirect,
        };
        let content: Vec<Passage> =
            parts.iter().filter_map(|&part| self.tokens(view.items, part)).collect();
        if content.is_empty() {
            return;
        }
        self.reports.push(Report {
            kind,
            content,
            cue: self.tokens(view.items, draft.found.anchor.cue),
            source: draft.found.anchor.source.and_then(|run| self.tokens(view.items, run)),
            marks: Vec::new(),
            continues: None,
            rule: rule::of(&view, &draft.found, kind),
            score: draft.probability,
        });
    }

    /// Positive for a passage that quotes someone, in the model's integers.
    fn passage_score(
        &self,
        view: &View<'_>,
        at: usize,
        quoted: &Quoted,
        cover: Cover,
        previous: bool,
    ) -> i32 {
        let mut sum = search::Sum::new(self.model);
        feature::passage(view, at, quoted, cover, previous, &mut sum);
        sum.total
    }

    /// A passage that no cue claims.
    fn passage(&mut self, index: usize) {
        let Some(quoted) = self.units.passages.get(index) else { return };
        let cover = self.covers.get(index).copied().unwrap_or(Covered::No);
        if matches!(cover, Covered::Whole(_)) {
            return;
        }
        let (unit, at) = (quoted.place.0 as usize, quoted.place.1 as usize);
        let Some(view) = self.view(unit) else { return };
        let covered = match cover {
            Covered::Part(_) => Cover::Part,
            _ if quoted.parent > 0 => Cover::Nested,
            _ => Cover::None,
        };
        let before = self.before(&view, unit, at);
        let score = self.passage_score(&view, at, quoted, covered, before.is_some());
        let Some(passage) = self.run(quoted.start, quoted.end) else { return };
        let quoting = score >= 0 && covered != Cover::Part;
        if quoting && let Some(earlier) = before {
            if let Some(report) = self.reports.get_mut(earlier) {
                report.content.push(passage);
                if let Some(slot) = self.covers.get_mut(index) {
                    *slot = Covered::Whole(earlier);
                }
            }
            return;
        }
        let signed = signature(&view, at).filter(|_| quoting);
        let labelled = label(&view, at).filter(|_| quoting);
        let source = signed.or(labelled).and_then(|run| self.tokens(view.items, run));
        let colon = labelled.filter(|_| signed.is_none()).map(|run| (run.1, run.1 + 1));
        let cue = colon.and_then(|run| self.tokens(view.items, run));
        let (kind, rule) = match (quoting, source, cue) {
            (true, None, _) => (QuoteKind::Direct, rule::UNATTRIBUTED),
            (true, Some(_), None) => (QuoteKind::Direct, rule::DASH),
            (true, Some(_), Some(_)) => (QuoteKind::Direct, rule::COLON),
            (false, ..) => (QuoteKind::Scare, rule::SCARE),
        };
        if let Some(slot) = self.covers.get_mut(index)
            && quoting
        {
            *slot = Covered::Whole(self.reports.len());
        }
        self.reports.push(Report {
            kind,
            content: vec![passage],
            cue,
            source,
            marks: Vec::new(),
            continues: None,
            rule: RuleId(rule),
            score: probability(score.abs()),
        });
    }

    /// An answer of an interview.
    fn answer(&mut self, answer: Answer) {
        let tokens = self.evidence.tokens;
        let run = |span: Span| {
            let first = tokens.partition_point(|token| token.span.start < span.start);
            let last = tokens.partition_point(|token| token.span.end <= span.end);
            IdRange::new(first, last)
        };
        let content = Passage { span: answer.span, tokens: run(answer.span) };
        let source = answer.label.map(|label| Passage { span: label, tokens: run(label) });
        if content.tokens.is_empty() {
            return;
        }
        // The colon of its label is no cue.
        self.reports.retain(|report| {
            let cue = report.cue.map_or("", |cue| cue.span.slice(self.evidence.text));
            cue != ":"
                || !report.content.iter().all(|c| content.span.covers(c.span))
                || source.is_none_or(|source| report.source != Some(source))
        });
        // An answer all in quote marks is one already.
        let same = |report: &Report| {
            report.content.len() == 1 && report.content.iter().any(|c| c.span == content.span)
        };
        if self.reports.iter().rev().take(64).any(same) {
            return;
        }
        self.reports.push(Report {
            kind: QuoteKind::Direct,
            content: vec![content],
            cue: None,
            source: source.filter(|source| !source.tokens.is_empty()),
            marks: Vec::new(),
            continues: None,
            rule: RuleId(rule::INTERVIEW),
            score: 0.9,
        });
    }

    /// The report that a passage goes on with: `"A," he said. "B."`, where B
    /// is all of its unit.
    fn before(&self, view: &View<'_>, unit: usize, at: usize) -> Option<usize> {
        // A few signs at most stand beside it.
        let alone = view.items.len() <= 8
            && view.items.iter().enumerate().all(|(i, item)| i == at || item.mark > 0);
        let this = self.units.units.get(unit)?;
        let last = self.units.units.get(unit.checked_sub(1)?)?;
        if !alone || last.passage != this.passage || last.block != this.block {
            return None;
        }
        let start = self.units.items(last).first()?.start;
        let end = self.units.items(last).last()?.end;
        // Not a report inside that passage: the one that holds all of it.
        let inside = |report: &Report| {
            let last = report.content.last()?;
            let here = last.tokens.end > start && last.tokens.end <= end;
            (here && report.kind == QuoteKind::Direct).then_some(last.tokens.len())
        };
        let mut found: Option<(usize, usize)> = None;
        for (index, report) in self.reports.iter().enumerate().rev().take(64) {
            if let Some(length) = inside(report)
                && found.is_none_or(|(longest, _)| length > longest)
            {
                found = Some((length, index));
            }
        }
        found.map(|(_, index)| index)
    }

    /// Quoted words without a cue go on with the report before them in their
    /// paragraph.
    fn link(&mut self) {
        let blocks = &self.evidence.article.blocks;
        let block = |span: Span| blocks.partition_point(|block| block.span.end <= span.start);
        let mut last: Option<(usize, usize)> = None;
        for index in 0..self.reports.len() {
            let Some(report) = self.reports.get_mut(index) else { break };
            let Some(content) = report.content.first().map(|content| content.span) else {
                continue;
            };
            if report.kind == QuoteKind::Scare {
                continue;
            }
            let here = block(content);
            if report.rule.0 == rule::UNATTRIBUTED {
                report.continues = last.filter(|(_, at)| *at == here).map(|(index, _)| index);
            }
            if report.rule.0 != rule::INTERVIEW {
                last = Some((index, here));
            }
        }
    }

    fn finish(mut self) -> Vec<Report> {
        for report in &mut self.reports {
            report.content.sort_by_key(|passage| passage.span);
        }
        self.reports.sort_by_key(|report| {
            let start =
                report.content.first().map(|c| (c.span.start, std::cmp::Reverse(c.span.end)));
            (start, report.cue.map(|cue| cue.span.start))
        });
        self.link();
        let pairs = self.evidence.marks;
        for report in &mut self.reports {
            let mut marks = Vec::new();
            for content in &report.content {
                let first = pairs.partition_point(|pair| pair.open.0 < content.tokens.start);
                let inside = pairs.iter().enumerate().skip(first);
                marks.extend(
                    inside
                        .take_while(|(_, pair)| pair.open.0 < content.tokens.end)
                        .filter(|(_, pair)| pair.close.0 < content.tokens.end)
                        .map(|(index, _)| MarkId::new(index)),
                );
            }
            report.marks = marks;
        }
        self.reports
    }
}

/// The name that signs a passage: `"We agree." - Commissioner Femi Okafor`.
fn signature(view: &View<'_>, passage: usize) -> Option<Run> {
    let items = view.items.get(passage + 1..)?;
    let (_, name) = items.split_first().filter(|(dash, _)| dash.mark == b'-')?;
    let name = name.get(..name.len().min(24))?;
    let end = name.iter().position(|item| item.mark > 0).unwrap_or(name.len());
    let words = name.get(..end)?;
    let named = names(words);
    let short = words.len() <= 10 && !words.iter().any(|item| tags::is_finite(item.tag));
    // Behind the name: nothing, or a comma and what it is.
    let closed =
        name.get(end).is_none_or(|item| matches!(item.mark, b',' | b'.')) && name.len() <= 20;
    (named && short && closed).then_some((passage + 2, passage + 2 + end))
}

/// The name in front of a passage and its colon: `Okafor: "We agree."`
fn label(view: &View<'_>, passage: usize) -> Option<Run> {
    let colon = passage.checked_sub(1).filter(|colon| *colon <= 8)?;
    let words = view.items.get(..colon)?;
    let named = names(words);
    let short = words.len() <= 8 && !words.iter().any(|item| tags::is_verb(item.tag));
    (view.items.get(colon)?.mark == b':' && named && short).then_some((0, colon))
}

/// Whether words may be a name, perhaps with a title.
fn names(words: &[Item]) -> bool {
    let capital = |item: &Item| item.has(Item::CAPITAL);
    words.first().is_some_and(capital)
        && (words.iter().any(|item| item.label > 0)
            || words.len() <= 4 && words.iter().all(capital))
}
