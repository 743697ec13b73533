//! Tokens to entities, in tokens a second.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use newsprint::entity;
use newsprint::lexicon::Lexicon;
use newsprint::model::Model;
use newsprint_benches::{Input, hostile, inputs};

fn find(criterion: &mut Criterion, name: &str, inputs: Vec<Input>) {
    let reader = newsprint::Reader::english();
    let model = Model::english();
    let lexicon = Lexicon::new(newsprint_en::WORD_LISTS);
    let mut group = criterion.benchmark_group(name);
    for Input { name, text } in inputs {
        let Ok(document) = reader.read(text.as_str()) else { continue };
        let evidence = document.evidence();
        group.throughput(Throughput::Elements(document.tokens().len() as u64));
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| entity::find(evidence, &lexicon, &model));
        });
    }
    group.finish();
}

fn entities(criterion: &mut Criterion) {
    find(criterion, "entities", inputs());
    find(criterion, "entities/hostile", hostile());
}

fn load(criterion: &mut Criterion) {
    criterion.bench_function("load/model", |bencher| bencher.iter(Model::english));
}

criterion_group!(benches, entities, load);
criterion_main!(benches);
