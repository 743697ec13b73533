//! Tokens: case files, the seed, and the laws over arbitrary text.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use newsprint::Span;
use newsprint::article::{self, Article, Block, BlockKind};
use newsprint::lexicon::Lexicon;
use newsprint::token::{self, NormKey, Token};
use newsprint_tests::{cases, growth, laws};
use proptest::prelude::*;

/// Between the tokens of a case.
const SEPARATOR: &str = " | ";

fn lexicon() -> Lexicon {
    Lexicon::new(newsprint_en::WORD_LISTS)
}

/// All of `text` as one block.
fn one_block(text: &str) -> Article {
    let span = Span::of(text).trim(text);
    Article { blocks: vec![Block { span, kind: BlockKind::Paragraph }], ..Article::default() }
}

fn join(text: &str, tokens: &[Token]) -> String {
    tokens.iter().map(|token| token.span.slice(text)).collect::<Vec<_>>().join(SEPARATOR)
}

#[test]
fn case_files() {
    let lexicon = lexicon();
    cases::run("tokens", |case| {
        if case.file.ends_with("seed.txt") {
            return Ok(());
        }
        let (text, expected) = case.body.split_once('\n').ok_or("expected two lines")?;
        let tokens = token::lex(text, &one_block(text), &lexicon);
        check(text, &tokens)?;
        laws::check(&newsprint::read(text).map_err(|error| error.to_string())?)?;
        cases::difference(expected, &join(text, &tokens))
    });
}

/// The seed's tokens, a block a line, against the reviewed list.
#[test]
fn the_seed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("../seeds/000_7eb95974f3b8840f.txt")).unwrap();
    let article = article::parse(&text, lexicon_once());
    let tokens = token::lex(&text, &article, lexicon_once());
    check(&text, &tokens).unwrap();
    let mut found = String::new();
    for block in &article.blocks {
        let inside: Vec<Token> =
            tokens.iter().filter(|token| block.span.covers(token.span)).copied().collect();
        let _ = writeln!(found, "{}", join(&text, &inside));
    }
    let expected = cases::load("tokens")
        .into_iter()
        .find(|case| case.file.ends_with("seed.txt"))
        .expect("the seed's tokens");
    if let Err(problem) = cases::difference(&expected.body, found.trim_end()) {
        panic!("\n{problem}");
    }
}

/// The laws of tokens: in order, not empty, on character boundaries, their
/// keys those of their forms, and only white space between them.
fn check(text: &str, tokens: &[Token]) -> Result<(), String> {
    let blank =
        |gap: &str| gap.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
    let mut at = 0;
    for token in tokens {
        let span = token.span;
        let form = text.get(span.range()).ok_or(format!("{span:?} is no range of the text"))?;
        let gap = text.get(at as usize..span.start as usize);
        if form.is_empty() || !gap.is_some_and(blank) {
            return Err(format!("text is lost before {form:?} at {span:?}"));
        }
        let spaced = gap.is_some_and(|gap| !gap.is_empty());
        if spaced != token.space_before() && !token.is_first_in_block() {
            return Err(format!("{form:?} at {span:?} has a wrong flag for the space before it"));
        }
        if token.norm != NormKey::of(form) {
            return Err(format!("{form:?} has another word's key"));
        }
        if token.is_wide() == form.is_ascii() {
            return Err(format!("{form:?} has a wrong flag for characters beyond ASCII"));
        }
        at = span.end;
    }
    match text.get(at as usize..) {
        Some(rest) if blank(rest) => Ok(()),
        rest => Err(format!("text is lost at the end: {rest:?}")),
    }
}

/// Characters that the lexer has rules for, among arbitrary ones.
fn characters() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,4}",
        "[a-z]{1,9}",
        "[A-Z][a-z.]{0,4}",
        "[0-9,./:-]{1,8}",
        "['’`\"“”.,!?-]{1,3}",
        "[\\s\u{200b}\u{feff}]{1,2}",
        "[@#$%&*_+=<>/:;]{1,2}",
        prop::sample::select(vec![
            "n't",
            "'s",
            "’ll",
            "cannot",
            "U.S.",
            "www.",
            ".com",
            "http://",
            "'90s",
            "e-",
            "non-",
            "👩‍👩‍👧",
            "e\u{301}",
            "\u{ad}",
            "Mr.",
            "etc.",
            "US$",
            "½",
            "²",
            "º",
            "\0",
        ])
        .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn laws_hold_for_any_text(text in characters()) {
        let tokens = token::lex(&text, &one_block(&text), lexicon_once());
        prop_assert_eq!(check(&text, &tokens), Ok(()));
    }
}

fn lexicon_once() -> &'static Lexicon {
    static LEXICON: std::sync::LazyLock<Lexicon> = std::sync::LazyLock::new(lexicon);
    &LEXICON
}

#[test]
fn time_grows_in_proportion() {
    let more = [
        "aa.", "a.a", "a@", "e-", "a'", "'n", "a&", "1-", "1/", "1,", ".a", "a/", "A.B", "~",
        "x.y@",
    ];
    for seed in growth::HOSTILE.iter().chain(&more) {
        let outcome = growth::check(seed, 50_000, |text| {
            let _ = token::lex(text, &one_block(text), lexicon_once());
        });
        assert_eq!(outcome, Ok(()));
    }
}
