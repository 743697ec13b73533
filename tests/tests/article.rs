//! The article grammar: cases, laws, growth.
//!
//! A case is a text, a line `----`, and what the grammar makes of it: a block
//! a line (`⏎` for a line break inside), then what was read in it. In the
//! text `\r`, `\t`, `\f` and `\u{...}` stand for characters, `\` at the end
//! for no line end. A long block is cut in the middle (`[...]`).

use newsprint::article::{self, Article, BlockKind, DateFields};
use newsprint::{Reader, Span};
use newsprint_tests::{cases, growth, laws};
use proptest::prelude::*;
use std::fmt::Write as _;

#[test]
fn article_cases() {
    cases::run("article", |case| {
        let (source, expected) = case.body.split_once("\n----").ok_or("expected a line ----")?;
        let text = unescape(source)?;
        let document = newsprint::read(text.as_str()).map_err(|error| error.to_string())?;
        laws::check(&document)?;
        cases::difference(expected.trim(), render(&text, document.article()).trim_end())
    });
}

fn unescape(source: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        rest = after;
        if let Some(code) = rest.strip_prefix("u{") {
            let (digits, after) = code.split_once('}').ok_or("expected } after \\u{")?;
            let point = u32::from_str_radix(digits, 16).map_err(|error| error.to_string())?;
            text.push(char::from_u32(point).ok_or("expected a code point")?);
            rest = after;
        } else if rest.is_empty() {
            return Ok(text);
        } else {
            let (letter, after) = rest.split_at(1);
            text.push(match letter {
                "r" => '\r',
                "t" => '\t',
                "f" => '\u{c}',
                "\\" => '\\',
                other => return Err(format!("unknown escape \\{other}")),
            });
            rest = after;
        }
    }
    text.push_str(rest);
    text.push('\n');
    Ok(text)
}

fn render(text: &str, found: &Article) -> String {
    let mut out = String::new();
    for block in &found.blocks {
        let _ = writeln!(out, "{}: {}", kind(block.kind), cut(block.span.slice(text)));
    }
    if let Some(id) = found.headline {
        assert_eq!(found.blocks[id.index()].kind, BlockKind::Headline);
    }
    if let Some(dateline) = &found.dateline {
        let slice = |span: Span| span.slice(text);
        let places: Vec<_> = dateline.places.iter().map(|&place| slice(place)).collect();
        let _ = writeln!(
            out,
            "> places [{}] agency [{}] date [{}] = {}",
            places.join("; "),
            dateline.agency.map_or("", slice),
            dateline.date.map_or("", slice),
            fields(dateline.fields)
        );
    }
    for byline in &found.bylines {
        let names: Vec<_> = byline.names.iter().map(|name| name.slice(text)).collect();
        let _ = writeln!(out, "> names [{}]", names.join("; "));
    }
    for diagnostic in &found.diagnostics {
        let code = serde_json::to_value(diagnostic.code).expect("a code");
        let code = code.as_str().unwrap_or_default().to_owned();
        let _ = writeln!(out, "> {code} at [{}]", cut(diagnostic.span.slice(text)));
    }
    out
}

fn kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Headline => "headline",
        BlockKind::Dateline => "dateline",
        BlockKind::Byline => "byline",
        BlockKind::Paragraph => "paragraph",
        BlockKind::Subhead => "subhead",
        BlockKind::ListItem => "item",
        BlockKind::Caption => "caption",
        BlockKind::Boilerplate => "boilerplate",
        _ => "unknown",
    }
}

fn cut(text: &str) -> String {
    let visible: String = text
        .replace("\r\n", "⏎")
        .chars()
        .map(|c| match c {
            '\n' | '\r' => "⏎".into(),
            '\t' => "\\t".into(),
            c if c.is_control() || matches!(c, '\u{200b}' | '\u{feff}') => {
                format!("\\u{{{:x}}}", u32::from(c))
            }
            c => c.to_string(),
        })
        .collect();
    let letters: Vec<char> = visible.chars().collect();
    if letters.len() <= 80 {
        return visible;
    }
    let part = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
    format!("{} [...] {}", part(0, 45), part(letters.len() - 25, letters.len()))
}

fn fields(date: DateFields) -> String {
    let number = |field: Option<u8>| field.map_or("?".into(), |n| format!("{n:02}"));
    let year = date.year.map_or("?".into(), |year| format!("{year:04}"));
    let weekday = date.weekday.map_or(String::new(), |day| format!(" day {day}"));
    format!("{year}-{}-{}{weekday}", number(date.month), number(date.day))
}

/// Checks that blocks are in order, not empty, and that only white space
/// lies between them; and that all other spans lie in the text.
fn lossless(text: &str) {
    let found = article::parse(text, Reader::english().lexicon());
    let mut end = 0;
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    for block in &found.blocks {
        assert!(!block.span.is_empty() && block.span.start >= end, "{block:?} in {text:?}");
        assert_eq!(block.span.trim(text), block.span, "{text:?}");
        let gap = text.get(end as usize..block.span.start as usize).expect("a range");
        assert!(gap.chars().all(blank), "{gap:?} in {text:?}");
        end = block.span.end;
    }
    assert!(text.get(end as usize..).expect("a range").chars().all(blank), "{text:?}");
    let dateline = found.dateline.iter().flat_map(|dateline| {
        dateline.places.iter().chain(&dateline.agency).chain(&dateline.date).copied()
    });
    let names = found.bylines.iter().flat_map(|byline| byline.names.iter().copied());
    let damage = found.diagnostics.iter().map(|diagnostic| diagnostic.span);
    for span in dateline.chain(names).chain(damage) {
        assert!(!span.is_empty() && text.get(span.range()).is_some(), "{span:?} in {text:?}");
    }
}

/// Pieces that the grammar has rules for.
fn copy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n"),
        Just("\n\n"),
        Just("\r\n"),
        Just("\u{c}"),
        Just("\u{2028}"),
        Just("  "),
        Just("\t"),
        Just("\u{a0}"),
        Just("\u{feff}"),
        Just("\u{200b}"),
        Just("By Jane Doe"),
        Just(" and "),
        Just(", "),
        Just("MOSCOW (AP) — "),
        Just("PARIS, May 5"),
        Just("(Reuters) - "),
        Just("Storm nears coast"),
        Just("• "),
        Just("- "),
        Just("1. "),
        Just("(ii) "),
        Just("###"),
        Just("Read more: "),
        Just("© 2017"),
        Just("(Photo: "),
        Just("Reporting by "),
        Just("; "),
        Just("Saturday, January 5, 2019"),
        Just("He said it was over."),
        Just("\""),
        Just("“"),
        Just("”"),
        Just("â€™"),
        Just("\u{fffd}"),
        Just("\u{1}"),
        Just("-Russian relations"),
        Just("\\pard"),
        Just("<b>"),
        Just("é"),
        Just("Ž"),
        Just("(TEHRAN) – "),
        Just("/MONTSAME/. "),
        Just("the storm"),
        Just("10:30 GMT"),
        Just("KABUL\n2001-10-07"),
        Just("__"),
        Just(":"),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_lossless(text in "\\PC{0,200}") {
        lossless(&text);
    }

    #[test]
    fn any_characters_are_lossless(chars in prop::collection::vec(any::<char>(), 0..200)) {
        lossless(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn any_copy_is_lossless(text in copy()) {
        lossless(&text);
    }
}

#[test]
fn the_seed() {
    let text = include_str!("../../seeds/000_7eb95974f3b8840f.txt");
    lossless(text);
    let found = article::parse(text, Reader::english().lexicon());
    let kinds: Vec<_> = found.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds.len(), 20);
    assert_eq!(kinds[0], BlockKind::Headline);
    assert_eq!(kinds[1..19], [BlockKind::Paragraph; 18]);
    assert_eq!(kinds[19], BlockKind::Byline);
    assert_eq!(found.blocks[19].span.slice(text), "• Jack Mann");
    assert_eq!(found.bylines[0].names[0].slice(text), "Jack Mann");
    let [damage] = found.diagnostics.as_slice() else { panic!("{:?}", found.diagnostics) };
    assert_eq!(damage.span.slice(text), "-Russian");
}

/// Texts that repeat what this layer has rules for.
const HOSTILE: &[&str] = &[
    "By A and ",
    "By Jane Doe\n",
    "X (AP) - ",
    "PARIS, ",
    "PARIS\n",
    "May 5\n",
    "• a\n",
    "1. a\n",
    "a\n",
    "A\n\n",
    "\r\n",
    "\r",
    "\u{c}",
    "\u{2028}",
    "\" \n",
    "“a\n",
    "a\u{200b}\n",
    "###\n",
    "Read more: a\n",
    "(Photo: a)\n",
    "the storm neared the coast and\n",
    ")\"",
    "â€™",
    "\u{fffd}",
    "aaaa aaaa ",
    "A:\n",
    "- a\n\n",
    "Jane Doe\n",
    "; Editing by A",
    "É",
    "Mr. ",
    "\\pard ",
    "<a>\n",
];

#[test]
fn time_grows_in_proportion() {
    let reader = Reader::english();
    let seeds = HOSTILE.iter().chain(growth::HOSTILE);
    let problems: Vec<_> = seeds
        .filter_map(|seed| {
            growth::check(seed, 5_000, |text| {
                let _ = article::parse(text, reader.lexicon());
            })
            .err()
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
