//! The article grammar, in bytes a second.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use newsprint::article;
use newsprint::lexicon::Lexicon;
use newsprint_benches::{hostile, inputs};

fn parse(criterion: &mut Criterion) {
    let lexicon = Lexicon::new(newsprint_en::WORD_LISTS);
    for (name, inputs) in [("article", inputs()), ("article/hostile", hostile())] {
        let mut group = criterion.benchmark_group(name);
        for input in inputs {
            group.throughput(Throughput::Bytes(input.text.len() as u64));
            group.bench_function(BenchmarkId::from_parameter(input.name), |bencher| {
                bencher.iter(|| article::parse(&input.text, &lexicon));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, parse);
criterion_main!(benches);
