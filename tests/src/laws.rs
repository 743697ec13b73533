//! The span laws: what holds for every document, whatever its text.

use newsprint::{Document, Span};

/// Checks every law on a document.
///
/// * every span lies in the text, on character boundaries;
/// * blocks, tokens, sentences and entities are in order without overlap;
/// * only white space lies between blocks, and between tokens in a block:
///   blocks, tokens and gaps rebuild the text;
/// * tokens lie in blocks, sentences are whole runs of tokens of one block
///   and leave none out, entities and quote marks lie where their tokens do;
/// * quotations have content, and their parts lie in the text;
/// * actors and mentions refer to each other.
///
/// # Errors
/// The first law that is broken, and where.
pub fn check(document: &Document) -> Result<(), String> {
    let text = document.text();
    inside(text, "block", document.blocks().iter().map(|b| b.span))?;
    inside(text, "token", document.tokens().iter().map(|t| t.span))?;
    inside(text, "sentence", document.sentences().iter().map(|s| s.span))?;
    inside(text, "entity", document.entities().iter().map(|e| e.span))?;
    inside(text, "mark", document.marks().iter().map(|m| m.span))?;
    inside(text, "mention", document.mentions().iter().map(|m| m.span))?;
    inside(text, "diagnostic", document.diagnostics().iter().map(|d| d.span))?;
    for quote in document.quotes() {
        if quote.content.is_empty() {
            return Err("a quotation without content".into());
        }
        let parts = quote.content.iter().chain(&quote.cue).chain(&quote.source).copied();
        inside(text, "quotation", parts)?;
        ordered("content", quote.content.iter().copied())?;
    }
    ordered("block", document.blocks().iter().map(|b| b.span))?;
    ordered("token", document.tokens().iter().map(|t| t.span))?;
    ordered("sentence", document.sentences().iter().map(|s| s.span))?;
    ordered("entity", document.entities().iter().map(|e| e.span))?;
    gaps(text, "blocks", Span::of(text), document.blocks().iter().map(|b| b.span))?;
    let mut next = 0;
    for (at, block) in document.blocks().iter().enumerate() {
        let rest = document.tokens().get(next..).unwrap_or_default();
        let count = rest.iter().take_while(|t| t.span.end <= block.span.end).count();
        gaps(text, "tokens", block.span, rest[..count].iter().map(|t| t.span))?;
        let mut token = next;
        for sentence in document.sentences().iter().filter(|s| s.block.index() == at) {
            let tokens = sentence.tokens.slice(document.tokens());
            let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
                return Err(format!("sentence {:?} has no tokens", sentence.span));
            };
            if sentence.tokens.range().start != token {
                return Err(format!("sentence {:?} does not follow on the last", sentence.span));
            }
            if first.span.join(last.span) != sentence.span {
                return Err(format!("sentence {:?} is not its tokens", sentence.span));
            }
            token = sentence.tokens.range().end;
        }
        if token != next + count {
            return Err(format!("block {:?} has tokens in no sentence", block.span));
        }
        next += count;
    }
    if next != document.tokens().len() {
        return Err("a token outside every block".into());
    }
    for entity in document.entities() {
        let tokens = entity.tokens.slice(document.tokens());
        let whole = tokens.iter().map(|t| t.span).reduce(Span::join);
        if !whole.is_some_and(|whole| whole.covers(entity.span)) || entity.span.is_empty() {
            return Err(format!("entity {:?} does not lie in its tokens", entity.span));
        }
    }
    for actor in document.actors() {
        for mention in &actor.mentions {
            if document.mentions().get(mention.index()).is_none() {
                return Err(format!("actor {} has a mention that does not exist", actor.name));
            }
        }
    }
    Ok(())
}

fn inside(text: &str, what: &str, spans: impl Iterator<Item = Span>) -> Result<(), String> {
    for span in spans {
        if text.get(span.range()).is_none() {
            return Err(format!("{what} {span:?} is not a range of the text"));
        }
    }
    Ok(())
}

fn ordered(what: &str, spans: impl Iterator<Item = Span>) -> Result<(), String> {
    let mut end = 0;
    for span in spans {
        if span.start < end || span.is_empty() {
            return Err(format!("{what} {span:?} is empty or overlaps the one before"));
        }
        end = span.end;
    }
    Ok(())
}

fn gaps(
    text: &str,
    what: &str,
    whole: Span,
    spans: impl Iterator<Item = Span>,
) -> Result<(), String> {
    let mut end = whole.start;
    for span in spans.chain([Span::empty(whole.end)]) {
        let gap = Span::new(end, span.start);
        let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
        if let Some(c) = gap.slice(text).chars().find(|&c| !blank(c)) {
            return Err(format!("between {what}, {gap:?} holds {c:?}"));
        }
        end = span.end;
    }
    Ok(())
}
