//! Laws that hold for whole documents, over any text.

use newsprint::article::DiagnosticCode;
use newsprint_tests::{growth, laws};
use proptest::prelude::*;

fn check(text: &str) {
    let document = newsprint::read(text).expect("a text of acceptable length");
    assert_eq!(document.text(), text);
    if let Err(problem) = laws::check(&document) {
        panic!("{problem}\nin {text:?}");
    }
}

#[test]
fn small_texts() {
    for text in [
        "",
        " ",
        "\n",
        "\u{feff}",
        "a",
        "\"",
        "\u{feff}A\r\n\r\nB.\r\n",
        "\u{200b}\u{200b}",
        "\u{0}",
    ] {
        check(text);
    }
}

#[test]
fn the_seed() {
    check(include_str!("../../seeds/000_7eb95974f3b8840f.txt"));
}

/// What diagnostics of quote marks an article gets, as the marks that they
/// stand at, and the byte.
fn unbalanced(text: &str) -> Vec<(u32, String)> {
    newsprint::read(text)
        .unwrap()
        .diagnostics()
        .iter()
        .filter(|diagnostic| diagnostic.code == DiagnosticCode::UnbalancedQuote)
        .map(|diagnostic| (diagnostic.span.start, diagnostic.span.slice(text).to_owned()))
        .collect()
}

#[test]
fn a_mark_without_its_partner_is_reported_once() {
    let mark = |at: u32, mark: &str| vec![(at, mark.to_owned())];
    let text = "Talks go on\n\nThe minister said: \"We will meet again. He left at noon.\n\n\
                Nobody else spoke.";
    assert_eq!(unbalanced(text), mark(32, "\""));
    let text = "Talks go on\n\nWe will meet again,” the minister said.";
    assert_eq!(unbalanced(text), mark(32, "”"));
    let text = "Talks go on\n\n“We will meet again.\n\n“We have much to talk about.\n\n\
                He left at noon.";
    assert_eq!(unbalanced(text), mark(37, "“"));
}

#[test]
fn marks_that_need_no_partner_are_not_reported() {
    for text in [
        "Talks go on\n\n\"We will meet again,\" the minister said. \"We have much to talk \
         about.\n\n\"We will not give up.\"",
        "The minister was asked about the talks.\n\"We will meet again.\nWe have much to talk \
         about,\" he said.",
        "Talks go on\n\nThe ministers' table is 60\" wide, and the '90s chairs aren't \
         comfortable.",
    ] {
        assert_eq!(unbalanced(text), [], "{text}");
    }
}

#[test]
fn hostile_repeats_keep_the_laws() {
    for seed in growth::HOSTILE {
        for count in [1, 2, 3, 10, 101] {
            check(&seed.repeat(count));
        }
    }
}

#[test]
fn time_grows_in_proportion() {
    let problems: Vec<_> = growth::HOSTILE
        .iter()
        .filter_map(|seed| {
            growth::check(seed, 5_000, |text| {
                let _ = newsprint::read(text);
            })
            .err()
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Pieces that news copy is made of, so that random texts reach deep rules.
fn copy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z]{1,8}",
        "\\PC{0,3}",
        prop::sample::select(growth::HOSTILE).prop_map(String::from),
        prop::sample::select(vec![
            " ",
            " ",
            " ",
            "\n\n",
            "\r\n",
            "he said",
            "said Mr. Smith",
            "U.S.",
            "London",
            ", ",
            ". ",
            "according to the ministry",
            "that",
            "\"",
            "“",
            "”",
            "'",
            "$5 million",
            "10%",
            "Monday",
            "- ",
            "\u{a0}",
            "By Jane Doe",
            "LONDON (Reuters) - ",
            "©",
            "Q: ",
            "A: ",
            "...",
            "1.",
        ])
        .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text(text in "\\PC*") {
        check(&text);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn anything_like_copy(text in copy()) {
        check(&text);
    }
}
