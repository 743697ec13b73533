//! Everything from text to attributed quotations, in bytes a second.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use newsprint::Reader;
use newsprint_benches::{Input, inputs};

fn read(criterion: &mut Criterion) {
    let reader = Reader::english();
    let mut group = criterion.benchmark_group("read");
    group.sample_size(20);
    for Input { name, text } in inputs() {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| reader.read(text.as_str()));
        });
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
