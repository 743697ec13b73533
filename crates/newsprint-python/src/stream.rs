//! Many articles on several threads, in order.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, TryLockError};
use std::time::Duration;

use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyString};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::document::Document;
use crate::error;

/// How many articles wait for each thread at most.
const WAITING: usize = 16;

/// How many bytes of text are under way at most, one article excepted.
const BUDGET: usize = 32 << 20;

/// How often a wait looks for Ctrl-C.
const PATIENCE: Duration = Duration::from_millis(100);

/// The documents of `read_many`, in the order of the texts.
///
/// Memory stays bounded: only so many texts are taken from the iterable ahead
/// of the document that is asked for.
#[pyclass(frozen, module = "newsprint")]
pub(crate) struct Stream {
    state: Mutex<State>,
    reader: newsprint::Reader,
    /// Set when nobody wants the articles that still wait.
    cancelled: Arc<AtomicBool>,
}

struct State {
    /// None once it has ended.
    texts: Option<Py<PyIterator>>,
    pool: ThreadPool,
    pending: VecDeque<Pending>,
    taken: usize,
    bytes: usize,
    most: usize,
}

type Answer = Result<newsprint::Document, newsprint::Error>;

/// A text that was taken from the iterable.
enum Pending {
    Reading { bytes: usize, answer: Receiver<Answer> },
    Refused(PyErr),
}

impl Stream {
    pub(crate) fn new(
        reader: &newsprint::Reader,
        texts: &Bound<'_, PyAny>,
        threads: Option<usize>,
    ) -> PyResult<Self> {
        // One long text would be read letter by letter.
        if texts.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("expected an iterable of texts, found one str"));
        }
        if threads == Some(0) {
            return Err(PyValueError::new_err("expected at least one thread, found 0"));
        }
        let threads =
            threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|number| format!("newsprint-{number}"))
            .build()
            .map_err(|error| {
                PyRuntimeError::new_err(format!("cannot start {threads} threads: {error}"))
            })?;
        Ok(Self {
            state: Mutex::new(State {
                texts: Some(texts.try_iter()?.unbind()),
                pool,
                pending: VecDeque::new(),
                taken: 0,
                bytes: 0,
                most: threads.saturating_mul(WAITING),
            }),
            reader: reader.clone(),
            cancelled: Arc::default(),
        })
    }

    /// Takes texts from the iterable until enough are under way.
    fn fill(&self, py: Python<'_>, state: &mut State) {
        while state.pending.len() < state.most && (state.bytes < BUDGET || state.pending.is_empty())
        {
            let Some(texts) = &state.texts else { return };
            let mut texts = texts.bind(py).clone();
            let pending = match texts.next() {
                None => {
                    state.texts = None;
                    return;
                }
                Some(Err(error)) => {
                    // What an iterable does after it raised is not defined.
                    state.texts = None;
                    Pending::Refused(error)
                }
                Some(Ok(text)) => {
                    state.taken += 1;
                    match owned(&text, state.taken - 1) {
                        Ok(text) => {
                            state.bytes += text.len();
                            self.submit(&state.pool, text)
                        }
                        Err(error) => Pending::Refused(error),
                    }
                }
            };
            state.pending.push_back(pending);
        }
    }

    fn submit(&self, pool: &ThreadPool, text: Arc<str>) -> Pending {
        let bytes = text.len();
        let (sender, answer) = sync_channel(1);
        let reader = self.reader.clone();
        let cancelled = Arc::clone(&self.cancelled);
        pool.spawn(move || {
            if !cancelled.load(Ordering::Relaxed) {
                // Nobody waits when the stream was dropped meanwhile.
                let _ = sender.send(reader.read(text));
            }
        });
        Pending::Reading { bytes, answer }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// The text of an element of the iterable, for another thread.
fn owned(element: &Bound<'_, PyAny>, number: usize) -> PyResult<Arc<str>> {
    let Ok(text) = element.cast::<PyString>() else {
        return Err(PyTypeError::new_err(format!(
            "expected str, found {} (element {number})",
            element.get_type().name()?
        )));
    };
    match error::text(text) {
        Ok(text) => Ok(text.into()),
        Err(error) => {
            Err(error::Error::new_err(format!("{} (element {number})", error.value(text.py()))))
        }
    }
}

#[pymethods]
impl Stream {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Document>> {
        // Taking a text runs the caller's code, which may come back here.
        let mut state = match self.state.try_lock() {
            Ok(state) => state,
            Err(TryLockError::Poisoned(state)) => state.into_inner(),
            Err(TryLockError::WouldBlock) => {
                return Err(PyValueError::new_err("the stream is already being read"));
            }
        };
        self.fill(py, &mut state);
        match state.pending.front() {
            None => return Ok(None),
            Some(Pending::Refused(_)) => {
                let Some(Pending::Refused(error)) = state.pending.pop_front() else {
                    return Ok(None);
                };
                return Err(error);
            }
            Some(Pending::Reading { .. }) => {}
        }
        let Some(Pending::Reading { bytes, mut answer }) = state.pending.pop_front() else {
            return Ok(None);
        };
        let document = loop {
            let (again, result) = wait(py, answer);
            answer = again;
            match result {
                Ok(document) => break document,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(PyRuntimeError::new_err("an article was lost; please report"));
                }
                Err(RecvTimeoutError::Timeout) => {
                    if let Err(interrupt) = py.check_signals() {
                        state.pending.push_front(Pending::Reading { bytes, answer });
                        return Err(interrupt);
                    }
                }
            }
        };
        state.bytes -= bytes;
        let document = document.map_err(|error| error::to_python(&error))?;
        Ok(Some(Document::new(document)))
    }
}

/// Waits for an answer with the interpreter free.
fn wait(
    py: Python<'_>,
    answer: Receiver<Answer>,
) -> (Receiver<Answer>, Result<Answer, RecvTimeoutError>) {
    if let Ok(ready) = answer.try_recv() {
        return (answer, Ok(ready));
    }
    py.detach(|| {
        let result = answer.recv_timeout(PATIENCE);
        (answer, result)
    })
}
