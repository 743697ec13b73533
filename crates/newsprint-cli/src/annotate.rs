//! Streams of articles in, streams of records out.
//!
//! A thread reads the input, a pool of threads analyses, and the main thread
//! writes in the order of the input. What lies between reading and writing is
//! bounded, in articles and in bytes, so that memory does not grow with the
//! length of a feed.

use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use newsprint::schema::{Layout, Record};
use newsprint::{Document, Reader};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::arguments::{AnnotateArguments, InputFormat, OutputFormat};
use crate::input::{self, Source};
use crate::line::{self, Fields};
use crate::{Failure, Outcome, complain};

/// How many articles wait for each thread at most.
const WAITING: usize = 32;

/// How many bytes of input are under way at most, one article excepted.
const BUDGET: usize = 64 << 20;

/// Annotates every input.
pub(crate) fn run(arguments: &AnnotateArguments) -> Result<Outcome, Failure> {
    let reader = arguments.reading.reader()?;
    let threads = match arguments.threads {
        Some(threads) => threads.get(),
        None => std::thread::available_parallelism().map_or(1, usize::from),
    };
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| format!("cannot start {threads} threads: {error}"))?;

    let from = arguments.from.unwrap_or_else(|| guess_format(arguments));
    let extensions: &[&str] = match from {
        InputFormat::Text => &["txt"],
        InputFormat::Jsonl => &["jsonl", "ndjson"],
    };
    let sources = input::sources(&arguments.files, extensions);
    let one_text = from == InputFormat::Text
        && arguments.files.len() == 1
        && arguments.files.iter().all(|path| !path.is_dir());
    let to =
        arguments.to.unwrap_or(if one_text { OutputFormat::Json } else { OutputFormat::Jsonl });
    let task = Task {
        reader,
        layout: Layout { offsets: arguments.offsets.into(), tokens: arguments.tokens },
        to,
        fields: Fields { text: arguments.text_field.clone(), id: arguments.id_field.clone() },
    };

    let (sender, receiver) = sync_channel(threads.saturating_mul(WAITING));
    let feeder = Feeder { task: Arc::new(task), pool, sender, budget: Arc::default() };
    // The thread is not waited for: when writing fails it may be blocked on
    // an input that never ends, and the process ends without it.
    std::thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || feeder.feed(sources, from))
        .map_err(|error| format!("cannot start a thread: {error}"))?;

    let frame = match to {
        OutputFormat::Jsonl => Frame::Lines,
        OutputFormat::Json if one_text => Frame::Single,
        OutputFormat::Json => Frame::Array,
    };
    write(&receiver, frame)
}

/// The format that the names of the inputs suggest.
fn guess_format(arguments: &AnnotateArguments) -> InputFormat {
    let extension = arguments.files.first().and_then(|path| path.extension());
    let is_lines = extension.is_some_and(|extension| {
        extension.eq_ignore_ascii_case("jsonl") || extension.eq_ignore_ascii_case("ndjson")
    });
    if is_lines { InputFormat::Jsonl } else { InputFormat::Text }
}

/// One record, or what was wrong with its input.
type Answer = Result<Vec<u8>, String>;

/// What to do with each article.
struct Task {
    reader: Reader,
    layout: Layout,
    to: OutputFormat,
    fields: Fields,
}

impl Task {
    fn text(&self, source: &Source, text: String) -> Answer {
        let document =
            self.reader.read(text).map_err(|error| format!("{}: {error}", source.name()))?;
        self.record(&document, source.id().as_deref())
    }

    fn line(&self, source: &Source, number: u64, line: &[u8]) -> Answer {
        let annotate = || {
            let article = line::parse(line, &self.fields)?;
            let document = self.reader.read(article.text).map_err(|error| error.to_string())?;
            self.record(&document, article.id.as_deref())
        };
        annotate().map_err(|reason| format!("{}, line {number}: {reason}", source.name()))
    }

    fn record(&self, document: &Document, id: Option<&str>) -> Answer {
        let record = Record::new(document, id, self.layout);
        match self.to {
            OutputFormat::Json => serde_json::to_vec_pretty(&record),
            OutputFormat::Jsonl => serde_json::to_vec(&record),
        }
        .map_err(|error| error.to_string())
    }
}

/// What the input thread hands to the writer, in order.
enum Parcel {
    /// An article under way.
    Pending(Receiver<Answer>),
    /// An input that could not be read at all.
    Unreadable(String),
}

/// Bytes of input under way.
#[derive(Default)]
struct Budget {
    used: Mutex<usize>,
    freed: Condvar,
}

impl Budget {
    /// Waits until `bytes` fit, or until nothing else is under way.
    fn take(self: &Arc<Self>, bytes: usize) -> Share {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut used = self
            .freed
            .wait_while(used, |used| *used > 0 && used.saturating_add(bytes) > BUDGET)
            .unwrap_or_else(PoisonError::into_inner);
        *used = used.saturating_add(bytes);
        Share { bytes, budget: Arc::clone(self) }
    }
}

/// A part of the budget, given back when it is dropped.
struct Share {
    bytes: usize,
    budget: Arc<Budget>,
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut used = self.budget.used.lock().unwrap_or_else(PoisonError::into_inner);
        *used = used.saturating_sub(self.bytes);
        self.budget.freed.notify_one();
    }
}

/// The writer has gone: nobody wants more.
struct Closed;

/// The input thread.
struct Feeder {
    task: Arc<Task>,
    pool: ThreadPool,
    sender: SyncSender<Parcel>,
    budget: Arc<Budget>,
}

impl Feeder {
    fn feed(self, sources: Vec<Result<Source, String>>, from: InputFormat) {
        for source in sources {
            let fed = match (source, from) {
                (Err(message), _) => self.fail(message),
                (Ok(source), InputFormat::Text) => self.feed_text(source),
                (Ok(source), InputFormat::Jsonl) => self.feed_lines(&source),
            };
            if fed.is_err() {
                return;
            }
        }
    }

    fn fail(&self, message: String) -> Result<(), Closed> {
        self.sender.send(Parcel::Unreadable(message)).map_err(|_| Closed)
    }

    /// Has an article of `bytes` bytes analysed by the pool.
    fn submit(
        &self,
        bytes: usize,
        work: impl FnOnce(&Task) -> Answer + Send + 'static,
    ) -> Result<(), Closed> {
        let share = self.budget.take(bytes);
        let (answer, pending) = sync_channel(1);
        self.sender.send(Parcel::Pending(pending)).map_err(|_| Closed)?;
        let task = Arc::clone(&self.task);
        self.pool.spawn(move || {
            // Nobody waits for the answer after a broken pipe.
            let _ = answer.send(work(&task));
            drop(share);
        });
        Ok(())
    }

    fn feed_text(&self, source: Source) -> Result<(), Closed> {
        match source.text() {
            Ok(text) => self.submit(text.len(), move |task| task.text(&source, text)),
            Err(message) => self.fail(message),
        }
    }

    fn feed_lines(&self, source: &Source) -> Result<(), Closed> {
        let mut input = match source.open() {
            Ok(input) => BufReader::with_capacity(1 << 18, input),
            Err(message) => return self.fail(message),
        };
        for number in 1.. {
            let mut line = Vec::new();
            match input.read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => return self.fail(source.complaint(&error)),
            }
            if number == 1 && line.starts_with(b"\xef\xbb\xbf") {
                line.drain(..3);
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            let source = source.clone();
            self.submit(line.len(), move |task| task.line(&source, number, &line))?;
        }
        Ok(())
    }
}

/// How records stand in the output.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    Lines,
    Single,
    Array,
}

/// Writes the answers in order, and each as soon as there is no other to
/// write: whoever feeds one article at a time sees its record at once.
fn write(receiver: &Receiver<Parcel>, frame: Frame) -> Result<Outcome, Failure> {
    let mut out = BufWriter::with_capacity(1 << 18, io::stdout().lock());
    let (mut written, mut failed) = (0_u64, 0_u64);
    loop {
        let parcel = match receiver.try_recv() {
            Ok(parcel) => parcel,
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                out.flush()?;
                match receiver.recv() {
                    Ok(parcel) => parcel,
                    Err(_) => break,
                }
            }
        };
        let answer = match parcel {
            Parcel::Pending(pending) => {
                pending.recv().unwrap_or_else(|_| Err("an article was lost; please report".into()))
            }
            Parcel::Unreadable(message) => Err(message),
        };
        match answer {
            Ok(record) => {
                if frame == Frame::Array {
                    out.write_all(if written == 0 { b"[\n" } else { b",\n" })?;
                }
                out.write_all(&record)?;
                if frame != Frame::Array {
                    out.write_all(b"\n")?;
                }
                written += 1;
            }
            Err(message) => {
                complain(&message);
                failed += 1;
            }
        }
    }
    if frame == Frame::Array {
        out.write_all(if written == 0 { b"[]\n" } else { b"\n]\n" })?;
    }
    out.flush()?;
    if failed == 0 {
        return Ok(Outcome::Complete);
    }
    if frame != Frame::Single {
        complain(&format!("{failed} of {} articles could not be read", written + failed));
    }
    Ok(Outcome::Partial)
}
