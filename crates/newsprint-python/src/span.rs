//! A range of a document's text.

use std::sync::Arc;

use newsprint::Span as Bytes;
use pyo3::prelude::*;

use crate::shared::{Shared, brief};

/// A range of the text: part of an item, such as the cue of a quotation.
#[pyclass(frozen, module = "newsprint")]
pub(crate) struct Span {
    shared: Arc<Shared>,
    bytes: Bytes,
}

impl Span {
    pub(crate) fn new(shared: &Arc<Shared>, bytes: Bytes) -> Self {
        Self { shared: Arc::clone(shared), bytes }
    }
}

#[pymethods]
impl Span {
    /// The position of its first code point in the text.
    #[getter]
    fn start(&self) -> u32 {
        self.shared.chars(self.bytes).start
    }

    /// The position after its last code point.
    #[getter]
    fn end(&self) -> u32 {
        self.shared.chars(self.bytes).end
    }

    /// Its text: `document.text[start:end]`.
    #[getter]
    fn text(&self) -> &str {
        self.shared.document.slice(self.bytes)
    }

    fn __str__(&self) -> &str {
        self.text()
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| {
            let other = other.get();
            self.bytes == other.bytes && Arc::ptr_eq(&self.shared, &other.shared)
        })
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (memo, /))]
    fn __deepcopy__(slf: Py<Self>, memo: &Bound<'_, PyAny>) -> Py<Self> {
        let _ = memo;
        slf
    }

    fn __hash__(&self) -> u64 {
        let place = u64::from(self.bytes.start) << 32 | u64::from(self.bytes.end);
        (Arc::as_ptr(&self.shared).addr() as u64 >> 4).wrapping_add(place)
    }

    fn __repr__(&self) -> String {
        format!("Span({}, {}, {})", self.start(), self.end(), brief(self.text()))
    }
}
