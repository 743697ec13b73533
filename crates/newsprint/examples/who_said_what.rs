//! Prints who said what in the articles named on the command line.
//!
//! `cargo run --release -p newsprint --example who_said_what -- FILE...`

use std::error::Error;
use std::fs;

fn main() -> Result<(), Box<dyn Error>> {
    let reader = newsprint::Reader::english();
    for path in std::env::args().skip(1) {
        let document = reader.read_bytes(&fs::read(&path)?)?;
        for quote in document.quotes() {
            let speaker = document.speaker_name(quote);
            let speaker = speaker.as_deref().unwrap_or("(nobody named)");
            let words = document.words(quote);
            println!("{speaker}\t{:?}\t{:.2}\t{}\t{words}", quote.kind, quote.score, quote.rule.0);
        }
    }
    Ok(())
}
