//! Entities to reports: who said what, without the speakers, in bytes a second.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use newsprint::lexicon::Lexicon;
use newsprint::model::Model;
use newsprint::quotation;
use newsprint_benches::{Input, hostile, inputs};

fn find(criterion: &mut Criterion, name: &str, inputs: Vec<Input>) {
    let reader = newsprint::Reader::english();
    let model = Model::english();
    let lexicon = Lexicon::new(newsprint_en::WORD_LISTS);
    let mut group = criterion.benchmark_group(name);
    for Input { name, text } in inputs {
        let Ok(document) = reader.read(text.as_str()) else { continue };
        let evidence = document.evidence();
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| quotation::find(evidence, document.entities(), &lexicon, &model));
        });
    }
    group.finish();
}

fn quotations(criterion: &mut Criterion) {
    find(criterion, "quotations", inputs());
    find(criterion, "quotations/hostile", hostile());
}

criterion_group!(benches, quotations);
criterion_main!(benches);
