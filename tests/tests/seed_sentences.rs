//! The seed document's sentences, reviewed by a person.

use newsprint_tests::cases;

#[test]
fn the_seed() {
    let text = include_str!("../../seeds/000_7eb95974f3b8840f.txt");
    let document = newsprint::read(text).expect("a text of acceptable length");
    let mut found = String::new();
    let mut block = None;
    for sentence in document.sentences() {
        if block.is_some_and(|block| block != sentence.block) {
            found.push('\n');
        }
        block = Some(sentence.block);
        found.push_str(document.slice(sentence.span));
        found.push('\n');
    }
    if let Err(problem) = cases::difference(include_str!("../cases/seed-sentences.txt"), &found) {
        panic!("\n{problem}");
    }
}
