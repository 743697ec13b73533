//! Labelled units made into an [`Article`].

use crate::text::{BlockId, Span};

use super::dateline::Parsed;
use super::floor;
use super::label::Labels;
use super::{Article, Block, BlockKind, Byline, Dateline};

/// Makes the blocks; a dateline before a paragraph and a sign at the end of
/// the last one become blocks of their own.
pub(super) fn build(text: &str, labels: Labels<'_>) -> Article {
    let Labels { units, kinds, headline, datelines, bylines } = labels;
    let part = |slice: &str| {
        let at = slice.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        Span::from_range(at..at + slice.len())
    };
    let mut article = Article { blocks: Vec::with_capacity(units.len() + 2), ..Article::default() };
    let mut datelines = datelines.into_iter().peekable();
    let mut bylines = bylines.into_iter().peekable();
    let mut parsed: Vec<(BlockId, Parsed<'_>)> = Vec::new();
    let last = kinds.iter().rposition(|kind| {
        !matches!(kind, BlockKind::Boilerplate | BlockKind::Caption | BlockKind::Byline)
    });
    for (index, (unit, &kind)) in units.iter().zip(&kinds).enumerate() {
        let id = BlockId::new(article.blocks.len());
        let mut span = unit.span;
        if headline == Some(index) {
            article.headline = Some(id);
        }
        if let Some((_, names)) = bylines.next_if(|&(at, _)| at == index) {
            let names = names.into_iter().map(part).collect();
            article.bylines.push(Byline { block: id, names });
        }
        if let Some((_, dateline)) = datelines.next_if(|&(at, _)| at == index) {
            if kind != BlockKind::Dateline {
                let whole = part(dateline.whole);
                article.blocks.push(Block { span: whole, kind: BlockKind::Dateline });
                span = Span::new(whole.end, span.end).trim(text);
            }
            parsed.push((id, dateline));
        }
        let end_mark = (Some(index) == last && kind == BlockKind::Paragraph)
            .then(|| end_mark(text, span))
            .flatten();
        match end_mark {
            Some((body, mark)) => {
                article.blocks.push(Block { span: body, kind });
                article.blocks.push(Block { span: mark, kind: BlockKind::Boilerplate });
            }
            None => article.blocks.push(Block { span, kind }),
        }
    }
    article.dateline = merge(parsed, part);
    article
}

/// The dateline of the article: the first that names a place or an agency,
/// its date, if it has none, from a date that stands alone.
fn merge(mut parsed: Vec<(BlockId, Parsed<'_>)>, part: impl Fn(&str) -> Span) -> Option<Dateline> {
    let placed = parsed.iter().position(|(_, p)| !p.places.is_empty() || p.agency.is_some());
    let dated = parsed.iter().find(|(_, p)| p.date.is_some()).map(|(_, p)| (p.date, p.fields));
    let index = placed.unwrap_or(0);
    if index >= parsed.len() {
        return None;
    }
    let (block, found) = parsed.swap_remove(index);
    let (date, fields) = match (found.date, dated) {
        (None, Some(other)) => other,
        (date, _) => (date, found.fields),
    };
    Some(Dateline {
        block,
        places: found.places.iter().map(|place| part(place)).collect(),
        agency: found.agency.map(&part),
        date: date.map(&part),
        fields,
    })
}

/// Splits `... the board. ###` or `... he said. -30-` at its end mark.
fn end_mark(text: &str, span: Span) -> Option<(Span, Span)> {
    let slice = span.slice(text);
    let from = floor(slice, slice.len().saturating_sub(24));
    let tail = slice.get(from..)?;
    let at = [" ###", " # # #", " -30-", " - 30 -", " (END)", " -ENDS-"]
        .iter()
        .filter_map(|mark| tail.find(mark))
        .min()?;
    let cut = span.start as usize + from + at;
    let body = Span::from_range(span.start as usize..cut).trim(text);
    let mark = Span::from_range(cut..span.end as usize).trim(text);
    (!body.is_empty() && !mark.is_empty()).then_some((body, mark))
}
