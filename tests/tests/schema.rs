//! Schema newsprint/1: its keys, and the law of its offsets in every unit,
//! over the seed and over arbitrary text.

use newsprint::schema::{Layout, Offsets, Record};
use proptest::prelude::*;
use serde_json::Value;

const SEED: &str = include_str!("../../seeds/000_7eb95974f3b8840f.txt");

fn record(text: &str, offsets: Offsets) -> Value {
    let document = newsprint::read(text).unwrap();
    let layout = Layout { offsets, tokens: true };
    serde_json::to_value(Record::new(&document, Some("id"), layout)).unwrap()
}

/// The text between two offsets of a unit; None when they split a character.
fn slice(text: &str, offsets: Offsets, start: usize, end: usize) -> Option<String> {
    match offsets {
        Offsets::Byte => text.get(start..end).map(str::to_owned),
        Offsets::Char => Some(text.chars().skip(start).take(end.checked_sub(start)?).collect()),
        Offsets::Utf16 => {
            let units: Vec<u16> = text.encode_utf16().collect();
            String::from_utf16(units.get(start..end)?).ok()
        }
    }
}

/// Checks every object that has both a place and a text, and every place.
fn check(value: &Value, text: &str, offsets: Offsets) {
    match value {
        Value::Object(object) => {
            if let (Some(start), Some(end)) = (object.get("start"), object.get("end")) {
                let at = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
                let found = slice(text, offsets, at(start), at(end)).expect("a valid range");
                if let Some(own) = object.get("text") {
                    assert_eq!(own, &found);
                }
            }
            object.values().for_each(|value| check(value, text, offsets));
        }
        Value::Array(array) => array.iter().for_each(|value| check(value, text, offsets)),
        _ => {}
    }
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn seed_has_every_key_of_the_contract() {
    let record = record(SEED, Offsets::Char);
    assert_eq!(
        keys(&record),
        [
            "actors",
            "blocks",
            "bylines",
            "dateline",
            "diagnostics",
            "entities",
            "headline",
            "id",
            "offsets",
            "quotes",
            "schema",
            "sentences",
            "text",
            "tokens"
        ]
    );
    assert_eq!(keys(&record["headline"]), ["end", "start", "text"]);
    assert_eq!(keys(&record["blocks"][0]), ["end", "kind", "start"]);
    assert_eq!(keys(&record["sentences"][0]), ["block", "end", "start"]);
    assert_eq!(keys(&record["tokens"][0]), ["end", "lemma", "start", "tag"]);
    assert_eq!(keys(&record["bylines"][0]), ["end", "names", "start", "text"]);
    assert_eq!(keys(&record["diagnostics"][0]), ["code", "end", "message", "start"]);
    for (layer, expected) in [
        ("entities", &["actor", "end", "label", "score", "start", "text"][..]),
        ("actors", &["country", "id", "label", "mentions", "name", "roles"]),
        (
            "quotes",
            &[
                "content", "cue", "end", "id", "kind", "rule", "score", "source", "speaker",
                "start", "text", "words",
            ],
        ),
    ] {
        for item in record[layer].as_array().unwrap() {
            assert_eq!(keys(item), expected);
        }
    }
}

#[test]
fn references_are_indices() {
    let record = record(SEED, Offsets::Char);
    let count = |layer: &str| record[layer].as_array().unwrap().len();
    let items = |layer: &str| record[layer].as_array().unwrap().iter().enumerate();
    for layer in ["actors", "quotes"] {
        for (index, item) in items(layer) {
            assert_eq!(item["id"], index);
        }
    }
    let in_actors =
        |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap() < count("actors");
    for (_, entity) in items("entities") {
        assert!(entity["actor"].is_null() || in_actors(&entity["actor"]));
    }
    for (_, quote) in items("quotes") {
        assert!((0.0..=1.0).contains(&quote["score"].as_f64().unwrap()));
        if let Some(speaker) = quote["speaker"].as_object() {
            assert!(in_actors(&speaker["actor"]));
            assert!(speaker["actors"].as_array().unwrap().iter().all(in_actors));
            assert_ne!(speaker["name"], "");
        }
    }
}

#[test]
fn seed_obeys_the_law_of_offsets() {
    for offsets in [Offsets::Char, Offsets::Byte, Offsets::Utf16] {
        check(&record(SEED, offsets), SEED, offsets);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_obeys_the_law_of_offsets(
        text in "([A-Za-zéß“”‘’\"', .\n😀\u{301}]|said |Ann |in the U.S. |\n\n|[\\PC]){0,120}"
    ) {
        for offsets in [Offsets::Char, Offsets::Byte, Offsets::Utf16] {
            check(&record(&text, offsets), &text, offsets);
        }
    }
}
