//! Quote marks and sentences, alone and with all that they need, in bytes a
//! second.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use newsprint::lexicon::Lexicon;
use newsprint::model::Model;
use newsprint::{article, mark, sentence, token};
use newsprint_benches::{Input, hostile, inputs};

fn sentences(criterion: &mut Criterion) {
    let lexicon = Lexicon::new(newsprint_en::WORD_LISTS);
    let model = Model::english();
    for (name, inputs) in [("sentences", inputs()), ("sentences/hostile", hostile())] {
        let mut group = criterion.benchmark_group(name);
        for Input { name, text } in inputs {
            let article = article::parse(&text, &lexicon);
            let tokens = token::lex(&text, &article, &lexicon);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(BenchmarkId::new("marks and sentences", &name), |bencher| {
                bencher.iter(|| {
                    let marks = mark::pair(&text, &article, &tokens);
                    sentence::split(&text, &article, &tokens, &marks.pairs, &model)
                });
            });
            group.bench_function(BenchmarkId::new("from text", &name), |bencher| {
                bencher.iter(|| {
                    let article = article::parse(&text, &lexicon);
                    let tokens = token::lex(&text, &article, &lexicon);
                    let marks = mark::pair(&text, &article, &tokens);
                    sentence::split(&text, &article, &tokens, &marks.pairs, &model)
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, sentences);
criterion_main!(benches);
