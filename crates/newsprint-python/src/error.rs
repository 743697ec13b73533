//! Errors as Python exceptions.

use std::path::Path;

use pyo3::exceptions::{PyOSError, PyUnicodeEncodeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

pyo3::create_exception!(
    newsprint,
    Error,
    PyValueError,
    "A text that cannot be read, or a model file that cannot be loaded."
);

pub(crate) fn to_python(error: &newsprint::Error) -> PyErr {
    Error::new_err(error.to_string())
}

/// The text of a `str`, which may hold surrogates that no text can have.
pub(crate) fn text<'t>(string: &'t Bound<'_, PyString>) -> PyResult<&'t str> {
    string.to_str().map_err(|error| {
        let py = string.py();
        if !error.is_instance_of::<PyUnicodeEncodeError>(py) {
            return error;
        }
        let at = error.value(py).getattr("start").and_then(|start| start.extract::<usize>());
        match at {
            Ok(at) => {
                Error::new_err(format!("expected text, found a lone surrogate at character {at}"))
            }
            Err(error) => error,
        }
    })
}

/// An error of the system, with the file's name, as Python's own `open` gives.
pub(crate) fn system(error: &std::io::Error, path: &Path) -> PyErr {
    let message = error.to_string();
    let message = message.split(" (os error").next().unwrap_or_default().to_owned();
    PyOSError::new_err((error.raw_os_error(), message, path.to_path_buf()))
}
