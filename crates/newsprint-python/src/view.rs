//! Lazy sequences over the layers of a document, and columns of them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use newsprint::Span;
use newsprint::text::CharCursor;
use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyInt, PyList, PySlice, PyString};

use crate::shared::Shared;

/// Which items of a layer a sequence shows: all, or those of a slice.
#[derive(Clone)]
pub(crate) struct View {
    pub(crate) shared: Arc<Shared>,
    start: isize,
    step: isize,
    pub(crate) length: usize,
}

/// What an index or a slice chooses.
pub(crate) enum Choice {
    One(usize),
    Several(View),
}

impl View {
    /// The items from `start` up to `end`.
    pub(crate) fn new(shared: &Arc<Shared>, start: usize, end: usize) -> Self {
        Self {
            shared: Arc::clone(shared),
            start: start.cast_signed(),
            step: 1,
            length: end.saturating_sub(start),
        }
    }

    /// The index in the layer of the `at`th item shown.
    fn index(&self, at: usize) -> usize {
        (self.start + self.step * at.cast_signed()).cast_unsigned()
    }

    pub(crate) fn indices(&self) -> impl Iterator<Item = usize> {
        (0..self.length).map(|at| self.index(at))
    }

    /// The index in the layer of the `at`th item shown, if there are as many.
    pub(crate) fn nth(&self, at: usize) -> Option<usize> {
        (at < self.length).then(|| self.index(at))
    }

    /// Where an item of the layer is shown.
    pub(crate) fn find(&self, index: usize) -> Option<usize> {
        let distance = index.cast_signed() - self.start;
        if distance % self.step != 0 {
            return None;
        }
        let at = usize::try_from(distance / self.step).ok()?;
        (at < self.length).then_some(at)
    }

    /// The same items from the last to the first.
    pub(crate) fn reversed(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            start: self.start + self.step * (self.length.cast_signed() - 1),
            step: -self.step,
            length: self.length,
        }
    }

    pub(crate) fn choose(&self, key: &Bound<'_, PyAny>) -> PyResult<Choice> {
        let length = self.length.cast_signed();
        if let Ok(slice) = key.cast::<PySlice>() {
            let slice = slice.indices(length)?;
            return Ok(Choice::Several(Self {
                shared: Arc::clone(&self.shared),
                start: self.start + self.step * slice.start,
                step: self.step * slice.step,
                length: slice.slicelength,
            }));
        }
        let Ok(key) = key.cast::<PyInt>().map_or_else(
            |_| key.call_method0("__index__").and_then(|key| key.extract::<isize>()),
            |key| key.extract::<isize>(),
        ) else {
            return Err(PyTypeError::new_err(format!(
                "expected an integer or a slice as index, found {}",
                key.get_type().name()?
            )));
        };
        let at = if key < 0 { key + length } else { key };
        if (0..length).contains(&at) {
            Ok(Choice::One(self.index(at.cast_unsigned())))
        } else {
            Err(PyIndexError::new_err(format!("expected an index below {length}, found {key}")))
        }
    }
}

/// Builds the columns of the items that a sequence shows.
pub(crate) struct Columns<'py, 'v> {
    pub(crate) py: Python<'py>,
    pub(crate) view: &'v View,
}

type Column<'py> = PyResult<Bound<'py, PyAny>>;

impl<'py> Columns<'py, '_> {
    pub(crate) fn document(&self) -> &newsprint::Document {
        &self.view.shared.document
    }

    fn spans(&self, span_of: impl Fn(&newsprint::Document, usize) -> Span, end: bool) -> Vec<u32> {
        let document = &self.view.shared.document;
        let (index, text) = (document.char_index(), document.text());
        let mut cursor: CharCursor<'_> = index.cursor(text);
        // A cursor reads the text once for spans that rise; the others are
        // looked up one by one.
        let mut last = 0;
        self.view
            .indices()
            .map(|item| {
                let span = span_of(document, item);
                let chars = if span.start >= last {
                    last = span.end;
                    cursor.chars(span)
                } else {
                    index.chars(text, span)
                };
                if end { chars.end } else { chars.start }
            })
            .collect()
    }

    /// The first offset of each item.
    pub(crate) fn starts(
        &self,
        span_of: impl Fn(&newsprint::Document, usize) -> Span,
    ) -> Column<'py> {
        self.unsigned(self.spans(span_of, false))
    }

    /// The offset after each item.
    pub(crate) fn ends(
        &self,
        span_of: impl Fn(&newsprint::Document, usize) -> Span,
    ) -> Column<'py> {
        self.unsigned(self.spans(span_of, true))
    }

    /// The text of each item.
    pub(crate) fn texts(
        &self,
        span_of: impl Fn(&newsprint::Document, usize) -> Span,
    ) -> Column<'py> {
        let document = &self.view.shared.document;
        self.strings(|item| document.slice(span_of(document, item)).into())
    }

    /// An `array("I")`.
    pub(crate) fn unsigned(&self, values: impl IntoIterator<Item = u32>) -> Column<'py> {
        let bytes: Vec<u8> = values.into_iter().flat_map(u32::to_ne_bytes).collect();
        self.array("I", &bytes)
    }

    /// An `array("i")`, -1 for nothing.
    pub(crate) fn references(&self, index_of: impl Fn(usize) -> Option<usize>) -> Column<'py> {
        let value = |item| index_of(item).and_then(|index| i32::try_from(index).ok()).unwrap_or(-1);
        let bytes: Vec<u8> =
            self.view.indices().flat_map(|item| value(item).to_ne_bytes()).collect();
        self.array("i", &bytes)
    }

    /// An `array("d")`.
    pub(crate) fn floats(&self, value_of: impl Fn(usize) -> f64) -> Column<'py> {
        let bytes: Vec<u8> =
            self.view.indices().flat_map(|item| value_of(item).to_ne_bytes()).collect();
        self.array("d", &bytes)
    }

    fn array(&self, kind: &str, bytes: &[u8]) -> Column<'py> {
        let array = self.py.import("array")?.getattr("array")?;
        array.call1((kind, PyBytes::new(self.py, bytes)))
    }

    /// A list of strings.
    pub(crate) fn strings<'d>(&'d self, text_of: impl Fn(usize) -> Cow<'d, str>) -> Column<'py> {
        let strings: Vec<_> =
            self.view.indices().map(|item| PyString::new(self.py, &text_of(item))).collect();
        Ok(PyList::new(self.py, strings)?.into_any())
    }

    /// A list of strings, None where there is none.
    pub(crate) fn optional_strings<'d>(
        &'d self,
        text_of: impl Fn(&'d newsprint::Document, usize) -> Option<Cow<'d, str>>,
    ) -> Column<'py> {
        let strings: Vec<_> = self
            .view
            .indices()
            .map(|item| text_of(self.document(), item).map(|text| PyString::new(self.py, &text)))
            .collect();
        Ok(PyList::new(self.py, strings)?.into_any())
    }

    /// A list of strings of which there are few, each one object.
    pub(crate) fn names(&self, name_of: impl Fn(usize) -> Option<&'static str>) -> Column<'py> {
        let mut names: HashMap<&'static str, Bound<'py, PyAny>> = HashMap::new();
        let none = self.py.None().into_bound(self.py);
        let strings: Vec<_> = self
            .view
            .indices()
            .map(|item| match name_of(item) {
                None => none.clone(),
                Some(name) => names
                    .entry(name)
                    .or_insert_with(|| PyString::intern(self.py, name).into_any())
                    .clone(),
            })
            .collect();
        Ok(PyList::new(self.py, strings)?.into_any())
    }
}

/// A layer of a document: the class of its items, and the sequence of them.
///
/// The methods of an item stand in the macro's call, because a class has one
/// block of methods. An item with a `span` has `start`, `end` and `text`.
macro_rules! layer {
    (
        $(#[$item_doc:meta])*
        item $item:ident;
        $(#[$view_doc:meta])*
        view $view:ident, $iterator:ident;
        rows $rows:ident of $row:ty;
        $(span |$placed:ident| $span:expr;)?
        repr |$this:ident| $repr:expr;
        columns |$columns:ident| { $($name:literal => $column:expr),* $(,)? }
        methods { $($methods:tt)* }
    ) => {
        $(#[$item_doc])*
        #[pyclass(frozen, module = "newsprint")]
        pub(crate) struct $item {
            shared: Arc<Shared>,
            index: usize,
        }

        impl $item {
            /// The `index` is one of the layer.
            pub(crate) fn new(shared: &Arc<Shared>, index: usize) -> Self {
                Self { shared: Arc::clone(shared), index }
            }

            fn row(&self) -> &$row {
                &self.shared.document.$rows()[self.index]
            }
        }

        #[pymethods]
        impl $item {
            $(
                /// The position of its first code point in the text.
                #[getter]
                fn start(&self) -> u32 {
                    let $placed = self.row();
                    self.shared.chars($span).start
                }

                /// The position after its last code point.
                #[getter]
                fn end(&self) -> u32 {
                    let $placed = self.row();
                    self.shared.chars($span).end
                }

                /// Its text: `document.text[start:end]`.
                #[getter]
                fn text(&self) -> &str {
                    let $placed = self.row();
                    self.shared.document.slice($span)
                }

                fn __str__(&self) -> &str {
                    self.text()
                }
            )?

            $($methods)*

            fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
                other.cast::<Self>().is_ok_and(|other| {
                    let other = other.get();
                    self.index == other.index && Arc::ptr_eq(&self.shared, &other.shared)
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
                // The bits below are zero in every address.
                (Arc::as_ptr(&self.shared).addr() as u64 >> 4).wrapping_add(self.index as u64)
            }

            fn __repr__(&self) -> String {
                let $this = self;
                $repr
            }
        }

        $(#[$view_doc])*
        #[pyclass(frozen, module = "newsprint")]
        pub(crate) struct $view {
            view: View,
        }

        impl $view {
            pub(crate) fn of(view: View) -> Self {
                Self { view }
            }

            fn item(&self, index: usize) -> $item {
                $item::new(&self.view.shared, index)
            }
        }

        #[pymethods]
        impl $view {
            fn __len__(&self) -> usize {
                self.view.length
            }

            fn __getitem__<'py>(&self, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
                let py = key.py();
                Ok(match self.view.choose(key)? {
                    Choice::One(index) => Bound::new(py, self.item(index))?.into_any(),
                    Choice::Several(view) => Bound::new(py, Self { view })?.into_any(),
                })
            }

            fn __iter__(&self) -> $iterator {
                $iterator { view: self.view.clone(), next: AtomicUsize::new(0) }
            }

            fn __reversed__(&self) -> $iterator {
                $iterator { view: self.view.reversed(), next: AtomicUsize::new(0) }
            }

            fn __contains__(&self, value: &Bound<'_, PyAny>) -> bool {
                self.find(value).is_some()
            }

            /// How often an item occurs: once or never.
            #[pyo3(signature = (value, /))]
            fn count(&self, value: &Bound<'_, PyAny>) -> usize {
                usize::from(self.find(value).is_some())
            }

            /// The position of an item.
            #[pyo3(signature = (value, /))]
            fn index(&self, value: &Bound<'_, PyAny>) -> PyResult<usize> {
                self.find(value)
                    .ok_or_else(|| PyValueError::new_err("expected an item of the sequence"))
            }

            /// Everything at once, a column for each attribute: `array.array`
            /// for offsets, numbers and references (-1 for none), a list for
            /// names and texts.
            ///
            /// Without arguments all columns, otherwise the ones named.
            #[pyo3(signature = (*names))]
            fn columns<'py>(
                &self,
                py: Python<'py>,
                names: Vec<String>,
            ) -> PyResult<Bound<'py, PyDict>> {
                const NAMES: &[&str] = &[$($name),*];
                let $columns = Columns { py, view: &self.view };
                let dict = PyDict::new(py);
                let chosen: Vec<&str> = if names.is_empty() {
                    NAMES.to_vec()
                } else {
                    names.iter().map(String::as_str).collect()
                };
                for name in chosen {
                    let column = match name {
                        $($name => $column?,)*
                        _ => return Err(PyValueError::new_err(format!(
                            "expected columns among {}, found {name}",
                            NAMES.join(", ")
                        ))),
                    };
                    dict.set_item(name, column)?;
                }
                Ok(dict)
            }

            fn __repr__(&self) -> String {
                const SHOWN: usize = 3;
                let mut items: Vec<String> = self
                    .view
                    .indices()
                    .take(SHOWN)
                    .map(|index| self.item(index).__repr__())
                    .collect();
                if self.view.length > SHOWN {
                    items.push(format!("… {} more", self.view.length - SHOWN));
                }
                format!("{}([{}])", stringify!($view), items.join(", "))
            }
        }

        impl $view {
            fn find(&self, value: &Bound<'_, PyAny>) -> Option<usize> {
                let item = value.cast::<$item>().ok()?.get();
                if !Arc::ptr_eq(&item.shared, &self.view.shared) {
                    return None;
                }
                self.view.find(item.index)
            }
        }

        #[pyclass(frozen, module = "newsprint")]
        pub(crate) struct $iterator {
            view: View,
            next: AtomicUsize,
        }

        #[pymethods]
        impl $iterator {
            fn __iter__(slf: Py<Self>) -> Py<Self> {
                slf
            }

            fn __next__(&self) -> Option<$item> {
                let at = self.next.fetch_add(1, Ordering::Relaxed);
                let index = self.view.nth(at)?;
                Some($item::new(&self.view.shared, index))
            }

            fn __length_hint__(&self) -> usize {
                self.view.length.saturating_sub(self.next.load(Ordering::Relaxed))
            }
        }
    };
}

pub(crate) use layer;
