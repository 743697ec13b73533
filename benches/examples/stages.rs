//! Times every stage of the reader, the best of several runs, and prints
//! megabytes a second; for a profiler, too.
//!
//! Without files it reads a megabyte of each style of the benchmarks; a file
//! is text, its documents parted by form feeds. On Linux the times are those
//! that the processor worked, so that a busy machine tells much the same.
//!
//! ```sh
//! cargo run --release -p newsprint-benches --example stages -- [runs] [bytes] [files]
//! ```

use std::time::{Duration, Instant};

use newsprint::entity::Evidence;
use newsprint::lexicon::Lexicon;
use newsprint::model::Model;
use newsprint::{Reader, article, entity, mark, quotation, sentence, tag, token};
use newsprint_benches::{STYLES, corpus};

fn main() {
    let (numbers, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.parse::<usize>().is_ok());
    let mut numbers = numbers.iter().filter_map(|number| number.parse().ok());
    let runs: usize = numbers.next().unwrap_or(5);
    let bytes: usize = numbers.next().unwrap_or(1 << 20);
    let (_, time) = best(runs, || Model::from_sections(newsprint_en::MODEL_SECTIONS).unwrap());
    println!("model in {time:.1?}");
    if files.is_empty() {
        for (style_name, style) in STYLES {
            stages(style_name, runs, &[&corpus(bytes, *style)]);
        }
    }
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a readable file of UTF-8");
        let name = std::path::Path::new(&file).file_stem().unwrap_or_default();
        stages(&name.to_string_lossy(), runs, &text.split('\u{c}').collect::<Vec<_>>());
    }
}

/// Times each stage over all texts.
#[allow(clippy::cast_precision_loss, reason = "a few megabytes")]
fn stages(name: &str, runs: usize, texts: &[&str]) {
    let lexicon = Lexicon::new(newsprint_en::WORD_LISTS);
    let model = Model::english();
    let reader = Reader::english();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let mut token_count = 0;
    let mut report = |stage: &str, time: Duration, tokens: usize| {
        token_count = token_count.max(tokens);
        let (megabytes, seconds) = (bytes as f64 / 1e6, time.as_secs_f64());
        let tokens = token_count as f64 / 1e3 / seconds;
        println!("{name:8} {stage:10} {:8.1} MB/s {tokens:8.0} k tokens/s", megabytes / seconds);
    };
    let (articles, time) = best(runs, || map(texts, |_, text| article::parse(text, &lexicon)));
    report("article", time, 0);
    let (tokens, time) =
        best(runs, || map(texts, |at, text| token::lex(text, &articles[at], &lexicon)));
    report("tokens", time, tokens.iter().map(Vec::len).sum());
    let (marks, time) =
        best(runs, || map(texts, |at, text| mark::pair(text, &articles[at], &tokens[at])));
    report("marks", time, 0);
    let (sentences, time) = best(runs, || {
        map(texts, |at, text| {
            sentence::split(text, &articles[at], &tokens[at], &marks[at].pairs, &model)
        })
    });
    report("sentences", time, 0);
    let (tags, time) = best(runs, || {
        map(texts, |at, text| tag::tag(text, &tokens[at], &sentences[at], &lexicon, &model))
    });
    report("tags", time, 0);
    let evidence = |at: usize| Evidence {
        text: texts[at],
        article: &articles[at],
        tokens: &tokens[at],
        marks: &marks[at].pairs,
        sentences: &sentences[at],
        tags: &tags[at],
    };
    let (entities, time) =
        best(runs, || map(texts, |at, _| entity::find(evidence(at), &lexicon, &model)));
    report("entities", time, 0);
    let (reports, time) = best(runs, || {
        map(texts, |at, _| quotation::find(evidence(at), &entities[at], &lexicon, &model))
    });
    report("quotations", time, 0);
    let (_, time) = best(runs, || {
        map(texts, |at, _| {
            let (entities, reports) = (&entities[at], &reports[at]);
            quotation::attribute(evidence(at), entities, reports, &lexicon, &model, true)
        })
    });
    report("actors", time, 0);
    let (_, time) = best(runs, || map(texts, |_, &text| reader.read(text)));
    report("all", time, 0);
}

fn map<T>(texts: &[&str], mut read: impl FnMut(usize, &&str) -> T) -> Vec<T> {
    texts.iter().enumerate().map(|(at, text)| read(at, text)).collect()
}

/// The result of `run` and its shortest time.
fn best<T>(runs: usize, mut run: impl FnMut() -> T) -> (T, Duration) {
    let mut time = |shortest: Duration| {
        let start = Clock::start();
        let result = run();
        (result, start.elapsed().min(shortest))
    };
    let (mut result, mut shortest) = time(Duration::MAX);
    for _ in 1..runs {
        (result, shortest) = time(shortest);
    }
    (result, shortest)
}

/// Measures the time that the processor works for this process where the
/// system tells it, or else the time that passes.
struct Clock {
    worked: Option<Duration>,
    start: Instant,
}

impl Clock {
    fn start() -> Self {
        Self { worked: worked(), start: Instant::now() }
    }

    fn elapsed(&self) -> Duration {
        match (worked(), self.worked) {
            (Some(now), Some(before)) => now.saturating_sub(before),
            _ => self.start.elapsed(),
        }
    }
}

fn worked() -> Option<Duration> {
    // The count is brought up to date when another thread may run.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
