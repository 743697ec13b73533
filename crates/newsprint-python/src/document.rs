//! The document.

use std::sync::Arc;

use newsprint::schema::{Layout, Offsets, Record};
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyString, PyTuple};

use crate::error::Error;
use crate::items::{
    Actor, Actors, Blocks, Bylines, Dateline, Diagnostics, Entities, Mentions, Quotes, Sentences,
    Tokens, quotes_by,
};
use crate::plain::plain;
use crate::shared::{Shared, brief};
use crate::span::Span;
use crate::view::View;

/// A text and everything that was read in it, immutable.
///
/// Offsets count code points, as Python does: `document.text[item.start:item.end]
/// == item.text` for every item.
#[pyclass(frozen, module = "newsprint", weakref)]
pub(crate) struct Document {
    shared: Arc<Shared>,
}

impl Document {
    pub(crate) fn new(document: newsprint::Document) -> Self {
        Self { shared: Shared::new(document) }
    }

    fn view(&self, length: usize) -> View {
        View::new(&self.shared, 0, length)
    }

    fn inner(&self) -> &newsprint::Document {
        &self.shared.document
    }
}

fn layout(offsets: &str, tokens: bool) -> PyResult<Layout> {
    let offsets = match offsets {
        "char" => Offsets::Char,
        "byte" => Offsets::Byte,
        "utf16" => Offsets::Utf16,
        other => {
            return Err(PyValueError::new_err(format!(
                "expected offsets of char, byte or utf16, found {other}"
            )));
        }
    };
    Ok(Layout { offsets, tokens })
}

#[pymethods]
impl Document {
    /// The text, unaltered.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        self.shared.text(py)
    }

    /// The headline, if there is one.
    #[getter]
    fn headline(&self) -> Option<Span> {
        Some(Span::new(&self.shared, self.inner().headline()?))
    }

    /// The dateline, if there is one.
    #[getter]
    fn dateline(&self) -> Option<Dateline> {
        Dateline::of(&self.shared)
    }

    /// The bylines.
    #[getter]
    fn bylines(&self) -> Bylines {
        Bylines::of(self.view(self.inner().bylines().len()))
    }

    /// The blocks, in text order.
    #[getter]
    fn blocks(&self) -> Blocks {
        Blocks::of(self.view(self.inner().blocks().len()))
    }

    /// The sentences, in text order.
    #[getter]
    fn sentences(&self) -> Sentences {
        Sentences::of(self.view(self.inner().sentences().len()))
    }

    /// The tokens, in text order.
    #[getter]
    fn tokens(&self) -> Tokens {
        Tokens::of(self.view(self.inner().tokens().len()))
    }

    /// The entities, in text order.
    #[getter]
    fn entities(&self) -> Entities {
        Entities::of(self.view(self.inner().entities().len()))
    }

    /// The mentions, in text order.
    #[getter]
    fn mentions(&self) -> Mentions {
        Mentions::of(self.view(self.inner().mentions().len()))
    }

    /// The actors, by first mention.
    #[getter]
    fn actors(&self) -> Actors {
        Actors::of(self.view(self.inner().actors().len()))
    }

    /// The quotations, by the start of their content.
    #[getter]
    fn quotes(&self) -> Quotes {
        Quotes::of(self.view(self.inner().quotes().len()))
    }

    /// What is wrong with the copy, in text order.
    #[getter]
    fn diagnostics(&self) -> Diagnostics {
        Diagnostics::of(self.view(self.inner().diagnostics().len()))
    }

    /// The quotations that an actor speaks, alone or with others.
    ///
    /// The actor is one of `document.actors`, its id, or its name.
    #[pyo3(signature = (actor, /))]
    fn quotes_by<'py>(&self, actor: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
        let py = actor.py();
        let actors = self.inner().actors();
        let index = if let Ok(actor) = actor.cast::<Actor>() {
            actor.get().id_in(&self.shared).ok_or_else(|| {
                PyValueError::new_err("expected an actor of this document, found one of another")
            })?
        } else if let Ok(id) = actor.cast::<PyInt>() {
            let id = id.extract::<usize>().ok().filter(|&id| id < actors.len());
            id.ok_or_else(|| {
                PyKeyError::new_err(format!("expected an actor's id below {}", actors.len()))
            })?
        } else if let Ok(name) = actor.cast::<PyString>() {
            let name = crate::error::text(name)?;
            actors.iter().position(|actor| actor.name == name).ok_or_else(|| {
                PyKeyError::new_err(format!("expected the name of an actor, found {name}"))
            })?
        } else {
            return Err(PyTypeError::new_err(format!(
                "expected an Actor, an id or a name, found {}",
                actor.get_type().name()?
            )));
        };
        quotes_by(py, &self.shared, index)
    }

    /// The document as dicts and lists of schema newsprint/1.
    ///
    /// `offsets` is the unit of all offsets: char (code points), byte (UTF-8)
    /// or utf16; `tokens` includes the tokens; `id` is carried on.
    #[pyo3(signature = (*, offsets = "char", tokens = false, id = None))]
    fn to_dict<'py>(
        &self,
        py: Python<'py>,
        offsets: &str,
        tokens: bool,
        id: Option<&str>,
    ) -> PyResult<Bound<'py, PyAny>> {
        plain(py, &Record::new(self.inner(), id, layout(offsets, tokens)?))
    }

    /// The document as JSON of schema newsprint/1, on one line or indented.
    #[pyo3(signature = (*, offsets = "char", tokens = false, id = None, indent = None))]
    fn to_json(
        &self,
        py: Python<'_>,
        offsets: &str,
        tokens: bool,
        id: Option<&str>,
        indent: Option<usize>,
    ) -> PyResult<String> {
        let layout = layout(offsets, tokens)?;
        py.detach(|| {
            let record = Record::new(self.inner(), id, layout);
            let Some(indent) = indent else {
                return serde_json::to_string(&record).map_err(|error| error.to_string());
            };
            let indent = " ".repeat(indent.min(16));
            let formatter = serde_json::ser::PrettyFormatter::with_indent(indent.as_bytes());
            let mut out = Vec::new();
            let mut serializer = serde_json::Serializer::with_formatter(&mut out, formatter);
            serde::Serialize::serialize(&record, &mut serializer)
                .map_err(|error| error.to_string())?;
            String::from_utf8(out).map_err(|error| error.to_string())
        })
        .map_err(Error::new_err)
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (memo, /))]
    fn __deepcopy__(slf: Py<Self>, memo: &Bound<'_, PyAny>) -> Py<Self> {
        let _ = memo;
        slf
    }

    fn __repr__(&self) -> String {
        let document = self.inner();
        let title =
            document.headline().map_or_else(|| document.text(), |span| document.slice(span));
        let count = |count: usize, noun: &str| {
            format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
        };
        format!(
            "<newsprint.Document {}: {}, {}, {}>",
            brief(title),
            count(document.sentences().len(), "sentence"),
            count(document.quotes().len(), "quote"),
            count(document.actors().len(), "actor"),
        )
    }
}
