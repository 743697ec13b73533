//! A document and what the handles to it share.

use std::sync::{Arc, OnceLock};

use newsprint::text::{ActorId, CharSpan, LineIndex, Position};
use newsprint::{Document, Span};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;

/// A document with the tables that are made when first asked for.
pub(crate) struct Shared {
    pub(crate) document: Document,
    text: PyOnceLock<Py<PyString>>,
    lines: OnceLock<LineIndex>,
    entity_actors: OnceLock<Vec<Option<ActorId>>>,
    mention_actors: OnceLock<Vec<Option<ActorId>>>,
    actor_quotes: OnceLock<Vec<Vec<usize>>>,
}

impl Shared {
    pub(crate) fn new(document: Document) -> Arc<Self> {
        Arc::new(Self {
            document,
            text: PyOnceLock::new(),
            lines: OnceLock::new(),
            entity_actors: OnceLock::new(),
            mention_actors: OnceLock::new(),
            actor_quotes: OnceLock::new(),
        })
    }

    /// The whole text; one object however often it is asked for.
    pub(crate) fn text<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        self.text
            .get_or_init(py, || PyString::new(py, self.document.text()).unbind())
            .bind(py)
            .clone()
    }

    /// Offsets as Python counts them.
    pub(crate) fn chars(&self, span: Span) -> CharSpan {
        self.document.char_index().chars(self.document.text(), span)
    }

    pub(crate) fn position(&self, offset: u32) -> Position {
        let text = self.document.text();
        let lines = self.lines.get_or_init(|| LineIndex::new(text));
        lines.position(self.document.char_index(), text, offset)
    }

    pub(crate) fn entity_actor(&self, entity: usize) -> Option<usize> {
        let actors = self.entity_actors.get_or_init(|| self.document.entity_actors());
        actors.get(entity).copied().flatten().map(ActorId::index)
    }

    pub(crate) fn mention_actor(&self, mention: usize) -> Option<usize> {
        let actors = self.mention_actors.get_or_init(|| {
            let mut actors = vec![None; self.document.mentions().len()];
            for (index, actor) in self.document.actors().iter().enumerate() {
                for mention in &actor.mentions {
                    if let Some(slot) = actors.get_mut(mention.index()) {
                        *slot = Some(ActorId::new(index));
                    }
                }
            }
            actors
        });
        actors.get(mention).copied().flatten().map(ActorId::index)
    }

    /// The quotations that an actor speaks, alone or with others.
    pub(crate) fn actor_quotes(&self, actor: usize) -> &[usize] {
        let quotes = self.actor_quotes.get_or_init(|| {
            let mut quotes: Vec<Vec<usize>> = vec![Vec::new(); self.document.actors().len()];
            for (index, quote) in self.document.quotes().iter().enumerate() {
                let Some(speaker) = &quote.speaker else { continue };
                for actor in std::iter::once(&speaker.actor).chain(&speaker.others) {
                    match quotes.get_mut(actor.index()) {
                        Some(own) if own.last() != Some(&index) => own.push(index),
                        _ => {}
                    }
                }
            }
            quotes
        });
        quotes.get(actor).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A string as `repr` shows it, cut when it is long.
pub(crate) fn brief(text: &str) -> String {
    const MOST: usize = 60;
    let mut line = String::new();
    for (count, word) in text.split_whitespace().enumerate() {
        if count > 0 {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > 4 * MOST {
            break;
        }
    }
    if line.chars().count() > MOST {
        line = line.chars().take(MOST - 1).collect();
        line.push('…');
    }
    quoted(&line)
}

/// A string as Python writes it.
pub(crate) fn quoted(text: &str) -> String {
    let mark = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(mark);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            c if c == mark => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out.push(mark);
    out
}
