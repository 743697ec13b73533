//! The reader.

use std::path::PathBuf;

use newsprint::Options;
use newsprint::model::Model;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::document::Document;
use crate::error;
use crate::stream::Stream;

/// Reads articles with a model and options; threads may share one.
///
/// `model` is the path of a model file, None for the one built in; entities
/// less probable than `min_score` are left out; `indirect` asks for quotations
/// without quote marks, `mentions` for pronouns and noun phrases without a
/// name (those that say something are always found).
#[pyclass(frozen, module = "newsprint")]
pub(crate) struct Reader {
    reader: newsprint::Reader,
    model: Option<PathBuf>,
}

#[pymethods]
impl Reader {
    #[new]
    #[pyo3(signature = (*, model = None, min_score = 0.0, indirect = true, mentions = true))]
    fn new(
        py: Python<'_>,
        model: Option<PathBuf>,
        min_score: f32,
        indirect: bool,
        mentions: bool,
    ) -> PyResult<Self> {
        if !(0.0..=1.0).contains(&min_score) {
            return Err(error::Error::new_err(format!(
                "expected min_score from 0 to 1, found {min_score}"
            )));
        }
        let mut options = Options::default();
        options.min_score = min_score;
        options.indirect = indirect;
        options.mentions = mentions;
        let reader = py.detach(|| -> PyResult<_> {
            let Some(path) = &model else { return Ok(newsprint::Reader::english()) };
            let bytes = std::fs::read(path).map_err(|error| error::system(&error, path))?;
            let model = Model::from_bytes(&bytes)
                .map_err(|error| error::Error::new_err(format!("{}: {error}", path.display())))?;
            Ok(newsprint::Reader::english().with_model(model))
        })?;
        Ok(Self { reader: reader.with_options(options), model })
    }

    /// Reads an article. Other threads run meanwhile.
    #[pyo3(signature = (text, /))]
    fn read(&self, text: &Bound<'_, PyString>) -> PyResult<Document> {
        read_with(&self.reader, text)
    }

    /// Reads articles on several threads, and yields the documents in order.
    ///
    /// `texts` may be any iterable, an endless one too: it is read a little
    /// ahead of what is asked for. `threads` is one for each core if left out.
    #[pyo3(signature = (texts, /, *, threads = None))]
    fn read_many(&self, texts: &Bound<'_, PyAny>, threads: Option<usize>) -> PyResult<Stream> {
        Stream::new(&self.reader, texts, threads)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let options = self.reader.options();
        let model = self.model.as_ref().into_pyobject(py)?.repr()?;
        let truth = |value: bool| if value { "True" } else { "False" };
        Ok(format!(
            "Reader(model={model}, min_score={}, indirect={}, mentions={})",
            options.min_score,
            truth(options.indirect),
            truth(options.mentions),
        ))
    }
}

fn read_with(reader: &newsprint::Reader, text: &Bound<'_, PyString>) -> PyResult<Document> {
    let py = text.py();
    let text = error::text(text)?;
    let document = py.detach(|| reader.read(text)).map_err(|error| error::to_python(&error))?;
    Ok(Document::new(document))
}

/// Reads an article.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn read(text: &Bound<'_, PyString>) -> PyResult<Document> {
    read_with(&newsprint::Reader::english(), text)
}

/// Reads articles on several threads, and yields the documents in order.
///
/// `texts` may be any iterable, an endless one too: it is read a little ahead
/// of what is asked for. `threads` is one for each core if left out.
#[pyfunction]
#[pyo3(signature = (texts, /, *, threads = None))]
pub(crate) fn read_many(texts: &Bound<'_, PyAny>, threads: Option<usize>) -> PyResult<Stream> {
    Stream::new(&newsprint::Reader::english(), texts, threads)
}
