//! Times every stage of the reader over a megabyte of each style, the best of
//! several runs, and prints megabytes a second; for a profiler, too.
//!
//! ```sh
//! cargo run --release -p newsprint-benches --example stages -- [runs] [bytes]
//! ```

use std::time::{Duration, Instant};

use newsprint::entity::Evidence;
use newsprint::lexicon::Lexicon;
use newsprint::model::Model;
use newsprint::{Reader, article, entity, mark, quotation, sentence, tag, token};
use newsprint_benches::{STYLES, corpus};

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let runs: usize = arguments.next().unwrap_or(5);
    let bytes: usize = arguments.next().unwrap_or(1 << 20);
    let lexicon = Lexicon::new(newsprint_en::WORD_LISTS);
    let model = Model::english();
    for (style_name, style) in STYLES {
        let text = corpus(bytes, *style);
        let report = |stage: &str, time: Duration| {
            #[allow(clippy::cast_precision_loss, reason = "a few megabytes")]
            let speed = text.len() as f64 / 1e6 / time.as_secs_f64();
            println!("{style_name:6} {stage:10} {speed:8.1} MB/s");
        };
        let (article, time) = best(runs, || article::parse(&text, &lexicon));
        report("article", time);
        let (tokens, time) = best(runs, || token::lex(&text, &article, &lexicon));
        report("tokens", time);
        let (marks, time) = best(runs, || mark::pair(&text, &article, &tokens));
        report("marks", time);
        let (sentences, time) =
            best(runs, || sentence::split(&text, &article, &tokens, &marks.pairs, &model));
        report("sentences", time);
        let (tags, time) = best(runs, || tag::tag(&text, &tokens, &sentences, &lexicon, &model));
        report("tags", time);
        let evidence = Evidence {
            text: &text,
            article: &article,
            tokens: &tokens,
            marks: &marks.pairs,
            sentences: &sentences,
            tags: &tags,
        };
        let (entities, time) = best(runs, || entity::find(evidence, &lexicon, &model));
        report("entities", time);
        let (_, time) = best(runs, || quotation::find(evidence, &entities, &lexicon, &model));
        report("quotations", time);
        let reader = Reader::english();
        let (_, time) = best(runs, || reader.read(text.as_str()));
        report("all", time);
    }
}

/// The result of `run` and its shortest time.
fn best<T>(runs: usize, mut run: impl FnMut() -> T) -> (T, Duration) {
    let mut time = |shortest: Duration| {
        let start = Instant::now();
        let result = run();
        (result, start.elapsed().min(shortest))
    };
    let (mut result, mut shortest) = time(Duration::MAX);
    for _ in 1..runs {
        (result, shortest) = time(shortest);
    }
    (result, shortest)
}
