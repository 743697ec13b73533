//! Mentions, actors and speakers, over articles with their entities and
//! reports marked by hand.
//!
//! A body is an article, a line `---` and what must hold. In the article
//! `{P Ann Lee}` is an entity (P person, O organisation, G place, N
//! nationality, L location, D date, W law), `[q1 ...]` the content of report 1, `[s1 ...]`
//! its source, `[c1 ...]` its cue. A content that opens with a quote mark is
//! direct, one with a mark inside mixed, any other indirect; `[i1 ...]` is the
//! answer of an interview, direct without marks.
//!
//! * `actor NAME: a | b` - an actor of that name has these mentions, in order;
//! * `speaker 1: NAME` - report 1 is that actor's; `-` when nobody's;
//! * `country NAME: RU`, `role NAME: mayor of Leeds`;
//! * `none: words` - no mention of an actor reads so;
//! * `several: words` - the diagnostic on several names says so.

use std::fmt::Write;

use newsprint::actor::Cast;
use newsprint::entity::{Entity, Label};
use newsprint::quotation::{self, Passage, QuoteKind, Report};
use newsprint::text::{IdRange, MarkId, TokenId};
use newsprint::{Document, Reader, Span};
use newsprint_tests::cases::{self, Case};

/// An article without its marks.
#[derive(Default)]
struct Marked {
    text: String,
    entities: Vec<(Span, Label)>,
    /// Number, part (`q`, `i`, `s`, `c`) and place.
    parts: Vec<(usize, char, Span)>,
}

fn label(letter: &str) -> Result<Label, String> {
    Ok(match letter {
        "P" => Label::Person,
        "O" => Label::Org,
        "G" => Label::Gpe,
        "N" => Label::Norp,
        "L" => Label::Loc,
        "D" => Label::Date,
        "W" => Label::Law,
        _ => return Err(format!("expected a letter for a label, found {letter}")),
    })
}

fn unmark(marked: &str) -> Result<Marked, String> {
    let mut found = Marked::default();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        match c {
            '{' | '[' => {
                let (tag, after) =
                    rest[1..].split_once(' ').ok_or("expected a space after a tag")?;
                open.push((tag.to_string(), found.text.len()));
                rest = after;
            }
            '}' | ']' => {
                let (tag, start) = open.pop().ok_or("expected an opening bracket")?;
                let span = Span::from_range(start..found.text.len());
                if c == '}' {
                    found.entities.push((span, label(&tag)?));
                } else {
                    let part = tag.chars().next().unwrap_or(' ');
                    let number =
                        tag[1..].parse().map_err(|_| format!("expected q1, found {tag}"))?;
                    found.parts.push((number, part, span));
                }
                rest = &rest[1..];
            }
            _ => {
                found.text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    found.entities.sort_by_key(|(span, _)| *span);
    Ok(found)
}

fn tokens(document: &Document, span: Span) -> IdRange<TokenId> {
    let tokens = document.tokens();
    let start = tokens.partition_point(|token| token.span.end <= span.start);
    let end = tokens.partition_point(|token| token.span.start < span.end);
    IdRange::new(start, end)
}

/// The reports in text order, and the number of each.
fn reports(document: &Document, marked: &Marked) -> (Vec<Report>, Vec<usize>) {
    let passage = |span: Span| Passage { span, tokens: tokens(document, span) };
    let mut numbers: Vec<(Span, usize)> = Vec::new();
    for &(number, part, span) in &marked.parts {
        if matches!(part, 'q' | 'i') && !numbers.iter().any(|(_, n)| *n == number) {
            numbers.push((span, number));
        }
    }
    numbers.sort();
    let reports = numbers.iter().map(|&(_, number)| {
        let of = |wanted: &[char]| -> Vec<Span> {
            let own =
                marked.parts.iter().filter(|(n, part, _)| *n == number && wanted.contains(part));
            own.map(|(.., span)| *span).collect()
        };
        let content = of(&['q', 'i']);
        let first = content[0].slice(&marked.text);
        let marks = document.marks().iter().enumerate();
        let marks: Vec<MarkId> = marks
            .filter(|(_, pair)| content.iter().any(|span| span.covers(pair.span)))
            .map(|(at, _)| MarkId::new(at))
            .collect();
        let kind = if first.starts_with(['"', '“', '\'', '‘']) || !of(&['i']).is_empty() {
            QuoteKind::Direct
        } else if marks.is_empty() {
            QuoteKind::Indirect
        } else {
            QuoteKind::Mixed
        };
        Report {
            kind,
            content: content.into_iter().map(passage).collect(),
            cue: of(&['c']).first().copied().map(passage),
            source: of(&['s']).first().copied().map(passage),
            marks,
            continues: None,
            rule: quotation::rules()[0].id,
            score: 1.0,
        }
    });
    (reports.collect(), numbers.iter().map(|(_, number)| *number).collect())
}

fn read(example: &Case) -> Result<(Document, Cast, Vec<usize>), String> {
    let (article, _) = example.body.split_once("\n---\n").ok_or("expected a line ---")?;
    let marked = unmark(article)?;
    let reader = Reader::english();
    let document = reader.read(marked.text.as_str()).map_err(|e| e.to_string())?;
    let entities: Vec<Entity> = marked
        .entities
        .iter()
        .map(|&(span, label)| Entity { span, tokens: tokens(&document, span), label, score: 1.0 })
        .collect();
    let (reports, numbers) = reports(&document, &marked);
    let evidence = document.evidence();
    let cast =
        quotation::attribute(evidence, &entities, &reports, reader.lexicon(), reader.model(), true);
    Ok((document, cast, numbers))
}

fn check(example: &Case) -> Result<(), String> {
    let (document, cast, numbers) = read(example)?;
    let (_, expected) = example.body.split_once("\n---\n").ok_or("expected a line ---")?;
    let mentions = |at: usize| -> Vec<&str> {
        let own = cast.actors[at].mentions.iter();
        own.map(|id| document.slice(cast.mentions[id.index()].span)).collect()
    };
    let mut wrong = String::new();
    for line in expected.lines().filter(|line| !line.is_empty()) {
        let (head, value) = line.split_once(": ").ok_or(format!("expected a colon in {line}"))?;
        let (what, name) = head.split_once(' ').unwrap_or((head, ""));
        let actors = || (0..cast.actors.len()).filter(|&at| cast.actors[at].name == name);
        let all = || cast.actors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ");
        let (holds, found) = match what {
            "actor" => {
                let found: Vec<String> = actors().map(|at| mentions(at).join(" | ")).collect();
                (found.iter().any(|f| f == value), format!("{found:?} among {}", all()))
            }
            "country" => {
                let found: Vec<_> =
                    actors().filter_map(|at| cast.actors[at].country_code()).collect();
                (found == [value] || found.is_empty() && value == "-", format!("{found:?}"))
            }
            "role" => {
                let found: Vec<_> = actors().flat_map(|at| cast.actors[at].roles.clone()).collect();
                (found.iter().any(|role| role == value), format!("{found:?}"))
            }
            "speaker" => {
                let quotation = numbers
                    .iter()
                    .position(|n| n.to_string() == name)
                    .and_then(|at| cast.quotations.get(at))
                    .ok_or(format!("expected a report {name}"))?;
                let found = cast.speaker_name(quotation).unwrap_or("-".into()).into_owned();
                (found == value, format!("{found} among {}", all()))
            }
            "none" => {
                let found: Vec<_> = cast.mentions.iter().map(|m| document.slice(m.span)).collect();
                (!found.contains(&value), format!("{found:?}"))
            }
            "several" => {
                let found: Vec<_> = cast.diagnostics.iter().map(|d| d.message.as_str()).collect();
                let holds = found.iter().any(|m| m.contains(value));
                (holds || found.is_empty() && value == "-", format!("{found:?}"))
            }
            _ => return Err(format!("expected a kind of line, found {what}")),
        };
        if !holds {
            writeln!(wrong, "  expected: {line}\n  found:    {found}").expect("a string takes all");
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

#[test]
fn actors() {
    cases::run("actors", check);
}

/// An article of `count` people, all different but for the family names.
fn crowd(count: usize) -> (String, Vec<(Span, Label)>) {
    let mut text = String::from("A crowd gathers\n\n");
    let mut names = Vec::new();
    for at in 0..count {
        let start = text.len();
        let syllable = |n: usize| {
            ["ba", "do", "ki", "lu", "me", "ni", "po", "ra", "su", "ve"].get(n % 10).copied()
        };
        let spell = |n: usize| {
            let parts = [n, n / 10, n / 100, n / 1000, n * 7 + 3];
            parts.iter().filter_map(|&n| syllable(n)).collect::<String>()
        };
        write!(text, "X{} Family{}", spell(at), at % 97).expect("a string takes all");
        names.push((Span::from_range(start..text.len()), Label::Person));
        text += " met ";
        let start = text.len();
        write!(text, "Family{}", at % 97).expect("a string takes all");
        names.push((Span::from_range(start..text.len()), Label::Person));
        text += " and the president of a bank. He left, and she told him that they won. ";
        if at % 5 == 0 {
            text += "\n\n";
        }
    }
    (text, names)
}

#[test]
fn a_crowd_takes_time_in_proportion() {
    let reader = Reader::english();
    let time = |count: usize| {
        let (text, names) = crowd(count);
        let document = reader.read(text).unwrap();
        let entities: Vec<Entity> = names
            .iter()
            .map(|&(span, label)| Entity {
                span,
                tokens: tokens(&document, span),
                label,
                score: 1.0,
            })
            .collect();
        let evidence = document.evidence();
        (0..3)
            .map(|_| {
                let start = std::time::Instant::now();
                let cast = quotation::attribute(
                    evidence,
                    &entities,
                    &[],
                    reader.lexicon(),
                    reader.model(),
                    true,
                );
                assert!(cast.actors.len() >= count);
                start.elapsed()
            })
            .min()
            .unwrap_or_default()
    };
    let (small, large) = (time(1_000), time(4_000));
    assert!(
        large <= small * 10 + std::time::Duration::from_millis(20),
        "{small:?} for a thousand people, {large:?} for four thousand"
    );
}
