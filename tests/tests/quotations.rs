//! Who said what, over articles marked by hand; the notation is at the top of
//! `cases/quotations/direct.txt`.

use std::collections::BTreeMap;

use newsprint::quotation::QuoteKind;
use newsprint::{Document, Span};
use newsprint_tests::cases::{self, Case};
use newsprint_tests::laws;

/// A quotation as a line of text.
fn line(text: &str, kind: QuoteKind, parts: [&[Span]; 3]) -> String {
    let show = |spans: &[Span]| {
        let slices: Vec<_> = spans.iter().map(|s| s.slice(text).replace('\n', "¶")).collect();
        slices.join(" | ")
    };
    let [content, cue, source] = parts;
    format!("{kind:?} [{}] cue [{}] source [{}]", show(content), show(cue), show(source))
}

/// What is found in a document, a line each, sorted.
fn found(document: &Document) -> Vec<String> {
    let mut lines: Vec<String> = document
        .quotes()
        .iter()
        .map(|quote| {
            let cue: Vec<Span> = quote.cue.into_iter().collect();
            let source: Vec<Span> = quote.source.into_iter().collect();
            line(document.text(), quote.kind, [&quote.content, &cue, &source])
        })
        .collect();
    lines.sort();
    lines
}

/// Takes the marks out of a body: the text and the lines that they mean.
fn unmark(body: &str) -> Result<(String, Vec<String>), String> {
    let mut text = String::from("News of the day\n\n");
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut parts: BTreeMap<u32, (Option<QuoteKind>, [Vec<Span>; 3])> = BTreeMap::new();
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '[' => {
                let (tag, after) = rest.split_once(' ').ok_or("expected a space after a tag")?;
                open.push((tag.to_string(), text.len()));
                rest = after;
            }
            ']' => {
                let (tags, start) = open.pop().ok_or("expected an opening bracket")?;
                let span = Span::from_range(start..text.len());
                for tag in tags.split('+') {
                    let letter = tag.chars().next().ok_or("expected a tag")?;
                    let number =
                        tag[1..].parse().map_err(|_| format!("expected a number: {tag}"))?;
                    let (kind, parts) = parts.entry(number).or_default();
                    let found = match letter {
                        'd' => Some(QuoteKind::Direct),
                        'm' => Some(QuoteKind::Mixed),
                        'i' => Some(QuoteKind::Indirect),
                        'x' => Some(QuoteKind::Scare),
                        _ => None,
                    };
                    match letter {
                        'c' => parts[1].push(span),
                        's' => parts[2].push(span),
                        _ if found.is_some() => {
                            *kind = found;
                            parts[0].push(span);
                        }
                        _ => return Err(format!("expected d, m, i, x, c or s, found {letter}")),
                    }
                }
            }
            c => text.push(c),
        }
    }
    let mut lines = Vec::new();
    for (number, (kind, [content, cue, source])) in &parts {
        let kind = kind.ok_or_else(|| format!("expected content for {number}"))?;
        lines.push(line(&text, kind, [content, cue, source]));
    }
    lines.sort();
    Ok((text, lines))
}

fn check(case: &Case) -> Result<(), String> {
    let (text, expected) = unmark(&case.body)?;
    let document = newsprint::read(text.as_str()).map_err(|error| error.to_string())?;
    laws::check(&document)?;
    cases::difference(&expected.join("\n"), &found(&document).join("\n"))
}

#[test]
fn quotations() {
    cases::run("quotations", check);
}

/// The seed document, reviewed: what must be among its quotations, as kind,
/// words of the content, cue and source.
const SEED: &[(QuoteKind, &str, &str, &str)] = &[
    (
        QuoteKind::Mixed,
        "that there was a \"low level of trust\" between the United States and Russian Federation",
        "said",
        "US Secretary of State Rex Tillerson",
    ),
    (
        QuoteKind::Direct,
        "\"The world's two foremost nuclear powers can not have this kind of relationship\"",
        "said",
        "he",
    ),
    (
        QuoteKind::Indirect,
        "he was not surprised by China's abstention",
        "said",
        "US President Donald Trump",
    ),
    (QuoteKind::Indirect, "it was an open question where relations go from here", "said", "he"),
    (
        QuoteKind::Mixed,
        "that it has \"irrefutable evidence\" of election interference",
        "claims",
        "U.S.",
    ),
    (
        QuoteKind::Indirect,
        "A misdirected airstrike has killed 18 allied fighters battling the Islamic State group in northern Syria",
        "says",
        "the USA military",
    ),
    (
        QuoteKind::Mixed,
        "they broadly agreed on - that the Korean peninsula should be denuclearized, Syria should be \"unified and stable\" after the Islamic State is defeated, and that there should be more communication between USA and Russian diplomats and militaries",
        "said",
        "Tillerson and Lavrov",
    ),
    (
        QuoteKind::Mixed,
        "the U.S. administration's belief that \"the reign of the Assad family is coming to an end\"",
        "repeated",
        "Mr Tillerson",
    ),
    (
        QuoteKind::Direct,
        "\"We saw a veto from Russian Federation today because the reality is, there's absolutely no question that Bashar al-Assad and his regime were responsible for the strikes\"",
        "",
        "",
    ),
    (
        QuoteKind::Direct,
        "\"I consider the invitation of OPCW inspectors to conduct the investigation as a very correct and responsible step of the Syrian government\"",
        "",
        "",
    ),
];

#[test]
fn seed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../seeds/000_7eb95974f3b8840f.txt");
    let text = std::fs::read_to_string(path).expect("the seed");
    let document = newsprint::read(text.as_str()).expect("a document");
    let all = found(&document);
    for (kind, content, cue, source) in SEED {
        let line = format!("{kind:?} [{content}] cue [{cue}] source [{source}]");
        let there = all.contains(&line);
        assert!(there, "expected {line}\nfound\n{}", all.join("\n"));
    }
}

/// Marks and cues without end cost time in proportion.
#[test]
fn growth() {
    for seed in ["\"A,\" he said. ", "\"", "said ", "\"a 'b ", "Mr Li said that ", "(\"Q?\") "] {
        newsprint_tests::growth::check(seed, 20_000, |text| {
            let _ = newsprint::read(text);
        })
        .unwrap();
    }
}
