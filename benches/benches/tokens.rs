//! Tokens, in bytes a second.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use newsprint::lexicon::Lexicon;
use newsprint::token::NormKey;
use newsprint::{article, token};
use newsprint_benches::{Input, hostile, inputs};

fn lex(criterion: &mut Criterion, name: &str, inputs: Vec<Input>) {
    let lexicon = Lexicon::new(newsprint_en::WORD_LISTS);
    let mut group = criterion.benchmark_group(name);
    for Input { name, text } in inputs {
        let article = article::parse(&text, &lexicon);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| token::lex(&text, &article, &lexicon));
        });
    }
    group.finish();
}

fn tokens(criterion: &mut Criterion) {
    lex(criterion, "tokens", inputs());
    lex(criterion, "tokens/hostile", hostile());
}

fn norm_keys(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("norm");
    for word in ["the", "government", "Société", "“"] {
        group.throughput(Throughput::Bytes(word.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(word), |bencher| {
            bencher.iter(|| NormKey::of(std::hint::black_box(word)));
        });
    }
    group.finish();
}

criterion_group!(benches, tokens, norm_keys);
criterion_main!(benches);
