//! Datelines: places, an agency and a date before the text.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, space0, space1};
use nom::combinator::{map, opt, peek, recognize, value, verify};
use nom::multi::separated_list1;
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

use crate::lexicon::{Lexicon, PhraseClass};

use super::DateFields;
use super::date::{date, is_time_tail, loose_date};
use super::floor;
use super::name::{is_particle, word};

/// A dateline as slices of the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Parsed<'t> {
    /// Everything up to the separator, and the separator.
    pub(super) whole: &'t str,
    pub(super) places: Vec<&'t str>,
    pub(super) agency: Option<&'t str>,
    pub(super) date: Option<&'t str>,
    pub(super) fields: DateFields,
    /// Whether the agency stands in brackets or between slashes.
    bracketed: bool,
    separator: Separator,
}

impl Parsed<'_> {
    /// Whether an agency or a date leaves no doubt.
    pub(super) fn is_certain(&self) -> bool {
        self.agency.is_some() || self.date.is_some()
    }
}

/// What divides the dateline from the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Separator {
    Dash,
    Colon,
    Stop,
    #[default]
    None,
}

#[derive(Clone, Copy, Debug)]
enum Part<'t> {
    Place(&'t str),
    Agency(&'t str, bool),
    Date(&'t str, DateFields),
}

/// `Port-au-Prince`, `HONG KONG`, `St. Petersburg`, `D.C.`, `Rio de Janeiro`.
fn place(input: &str) -> IResult<&str, &str> {
    let first = verify(word, |w: &str| w.len() > 1 && loose_date(w).is_err());
    let caps = input.chars().take_while(|c| c.is_alphabetic()).skip(1).all(char::is_uppercase);
    let next = move |input| {
        let name = verify(word, move |w: &str| {
            let same = !caps || !w.contains(char::is_lowercase);
            same && !matches!(w, "and" | "AND") && loose_date(w).is_err()
        });
        let particle = recognize((verify(word_of_letters, is_particle), space1, peek(word)));
        preceded(char(' '), alt((value((), name), value((), particle)))).parse(input)
    };
    verify(recognize((first, many0_limited(next))), |place: &str| place.len() <= 40).parse(input)
}

fn word_of_letters(input: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c.is_alphabetic()).parse(input)
}

/// Up to three times.
fn many0_limited<'t>(
    parser: impl Fn(&'t str) -> IResult<&'t str, ()> + Copy,
) -> impl Parser<&'t str, Output = (), Error = nom::error::Error<&'t str>> {
    value((), (opt(parser), opt(parser), opt(parser)))
}

fn dated(input: &str) -> IResult<&str, Part<'_>> {
    let (rest, fields) = loose_date(input)?;
    let (rest, _) = opt(preceded((opt(char(',')), space1), clock)).parse(rest)?;
    let written = input.get(..input.len() - rest.len()).unwrap_or_default();
    Ok((rest, Part::Date(written, fields)))
}

/// `10:30 GMT`, which some agencies add.
fn clock(input: &str) -> IResult<&str, &str> {
    let tail = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.');
    let zone = preceded(space1, alt((tag("GMT"), tag("UTC"), tag("EST"), tag("EDT"))));
    recognize((verify(take_while1(tail), |t: &str| t.contains(':')), opt(zone))).parse(input)
}

/// `(AP)`, `[AFP]`, `/MONTSAME/`, `(Feb. 25, 2021)`.
fn bracketed(input: &str) -> IResult<&str, Part<'_>> {
    let inner = |c: char| !matches!(c, '(' | ')' | '[' | ']' | '/' | '"' | '“' | '\n' | '\r');
    let text = || verify(take_while1(inner), |s: &str| s.len() <= 40);
    let (rest, inner) = alt((
        delimited(char('('), text(), char(')')),
        delimited(char('['), text(), char(']')),
        delimited(char('/'), text(), char('/')),
    ))
    .parse(input)?;
    match loose_date(inner) {
        Ok((tail, fields)) if is_time_tail(tail) => Ok((rest, Part::Date(inner, fields))),
        _ => Ok((rest, Part::Agency(inner, true))),
    }
}

/// What stands between the parts.
fn connector(input: &str) -> IResult<&str, ()> {
    let mark = |c| delimited(space0, char(c), space0);
    let word = |w| delimited(space1, tag(w), space1);
    let dash = delimited(space0, alt((tag("–"), tag("—"), tag("-"))), space0);
    alt((
        value((), (space0, peek(alt((char('('), char('[')))))),
        value((), (space0, peek(bracketed))),
        value((), (space1, peek(dated))),
        value((), (dash, peek(date))),
        value((), mark(',')),
        value((), mark('|')),
        value((), mark(';')),
        value((), mark('/')),
        value((), mark('&')),
        value((), word("and")),
        value((), word("AND")),
    ))
    .parse(input)
}

fn separator(input: &str) -> IResult<&str, Separator> {
    let long = alt((tag("--"), tag("—"), tag("―")));
    let short = || alt((tag("–"), tag("-")));
    alt((
        value(Separator::Dash, (space0, opt(char(',')), long, opt(char('-')), space0)),
        value(Separator::Dash, (space1, short(), space0)),
        value(Separator::Dash, (opt(char('.')), short(), space1)),
        value(Separator::Colon, (space0, char(':'), opt((space0, short())), space1)),
        value(Separator::Dash, (space0, char('|'), space1)),
        value(Separator::Stop, (char('.'), space1)),
        value(Separator::None, space0),
    ))
    .parse(input)
}

/// The parts and the separator at the beginning of `input`.
fn parts<'t>(input: &'t str, lexicon: &Lexicon) -> IResult<&'t str, Parsed<'t>> {
    let agency = |input: &'t str| {
        let found = lexicon.phrases().longest(input, PhraseClass::NewsAgency);
        let bounded = |rest: &str| {
            rest.is_empty() || rest.starts_with([',', ' ', '-', '–', '—', ':', '|', ';'])
        };
        match found.and_then(|found| input.split_at_checked(found.len)) {
            // An agency is written with a capital, or (`afrol News`) in part.
            Some((name, rest)) if bounded(rest) && name.contains(char::is_uppercase) => {
                Ok((rest, Part::Agency(name, false)))
            }
            _ => Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Tag))),
        }
    };
    let part = alt((dated, bracketed, agency, map(place, Part::Place)));
    let (rest, parts) = separated_list1(connector, part).parse(input)?;
    let (rest, separator) = separator(rest)?;
    let whole = input.get(..input.len() - rest.len()).unwrap_or_default();
    let mut parsed = Parsed { whole: whole.trim_end(), separator, ..Parsed::default() };
    for part in parts {
        match part {
            Part::Place(place) => parsed.places.push(place),
            Part::Agency(agency, brackets) => {
                parsed.agency = parsed.agency.or(Some(agency));
                parsed.bracketed |= brackets;
            }
            Part::Date(written, fields) if parsed.date.is_none() => {
                parsed.date = Some(written);
                parsed.fields = fields;
            }
            Part::Date(..) => {}
        }
    }
    Ok((rest, parsed))
}

/// A dateline before the text of a paragraph: `MOSCOW (AP) — `.
///
/// The grammar reads a prefix; whether it is a dateline is decided by what
/// was read: an agency, a date and capitals each make it likelier, and a bare
/// place in mixed case is taken only where nothing speaks against it.
pub(super) fn prefix<'t>(input: &'t str, lexicon: &Lexicon) -> Option<Parsed<'t>> {
    let bracket = input.starts_with(['(', '[']);
    if bracket {
        // `(WASHINGTON) – `, `[WASHINGTON, D.C.] – `.
        if let Some(parsed) = bracketed_places(input, lexicon) {
            return Some(parsed);
        }
    }
    let window = input.get(..floor(input, 160))?;
    let (rest, parsed) = parts(window, lexicon).ok()?;
    let body = rest.trim_start();
    if body.is_empty() {
        return None;
    }
    let known = parsed.agency.is_some_and(|agency| is_agency(agency, lexicon));
    let capital_start = body
        .starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "\"'“‘«([$£€¥".contains(c))
        || body.chars().nth(1).is_some_and(char::is_uppercase);
    let marked = parsed.separator != Separator::None;
    let agency = parsed.agency.is_some() && (known || parsed.bracketed);
    let Some(first) = parsed.places.first().copied() else {
        // `(CNN) — `, `(CNN)The`, `afrol News, 27 January - `.
        let stands = known && (marked || parsed.bracketed) && parsed.separator != Separator::Stop;
        return (stands && capital_start).then_some(parsed);
    };
    if parsed.places.len() > 4 || is_label(first) {
        return None;
    }
    let caps = !first.contains(char::is_lowercase);
    let dated = parsed.date.is_some();
    let accepted = if agency && marked {
        // Who stands in brackets may be a person's party: `Smith (R-Ohio) - `.
        known || caps || dated || !parsed.agency.is_some_and(|a| a.contains('-'))
    } else if agency && parsed.bracketed {
        known && capital_start && (caps || dated)
    } else if dated && marked {
        parsed.separator != Separator::Stop
    } else if dated {
        false
    } else {
        let words: usize = parsed.places.iter().map(|p| p.split(' ').count()).sum();
        match parsed.separator {
            Separator::Dash if caps => capital_start && words <= 6,
            Separator::Colon if caps => capital_start && words <= 4 && parsed.places.len() <= 2,
            Separator::Dash => capital_start && words <= 4 && !is_parenthesis(body),
            Separator::Colon => capital_start && words <= 2 && !body.starts_with(['"', '“']),
            _ => false,
        }
    };
    accepted.then_some(parsed)
}

/// `(WASHINGTON) – `, `[Washington, DC] `.
fn bracketed_places<'t>(input: &'t str, lexicon: &Lexicon) -> Option<Parsed<'t>> {
    let close = if input.starts_with('(') { ')' } else { ']' };
    let end = input.get(..floor(input, 60))?.find(close)?;
    let inner = input.get(1..end)?;
    let (rest, mut parsed) = parts(inner, lexicon).ok()?;
    if !rest.is_empty() || parsed.places.is_empty() {
        return None;
    }
    let (body, separator) = separator(input.get(end + 1..)?).ok()?;
    let caps = parsed.places.first().is_some_and(|p| !p.contains(char::is_lowercase));
    let sure = separator != Separator::None && (caps || separator == Separator::Dash);
    if !sure || body.is_empty() || is_agency(inner, lexicon) {
        return None;
    }
    parsed.whole = input.get(..input.len() - body.len())?.trim_end();
    parsed.separator = separator;
    Some(parsed)
}

/// Whether `name` is a known agency.
fn is_agency(name: &str, lexicon: &Lexicon) -> bool {
    lexicon.phrases().contains(name, PhraseClass::NewsAgency)
}

/// Whether the dash before `body` opens a parenthesis that a second dash
/// closes: `Mehmet Oz — Ivy League surgeon — has been called`.
fn is_parenthesis(body: &str) -> bool {
    let body = body.get(..floor(body, 160)).unwrap_or_default();
    [" — ", " – ", " - ", " -- ", "—"].iter().any(|dash| {
        body.match_indices(dash).next().is_some_and(|(at, dash)| {
            let before = body.get(..at).unwrap_or_default();
            let after = body.get(at + dash.len()..).unwrap_or_default();
            !before.contains(". ") && after.starts_with(char::is_lowercase)
        })
    })
}

/// Words that label a paragraph and are no place.
fn is_label(first: &str) -> bool {
    let word = first.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    matches!(
        word.as_str(),
        "question"
            | "answer"
            | "q"
            | "a"
            | "note"
            | "update"
            | "updated"
            | "breaking"
            | "exclusive"
            | "opinion"
            | "analysis"
            | "review"
            | "interview"
            | "fact"
            | "facts"
            | "myth"
            | "today"
            | "yesterday"
            | "tomorrow"
            | "meanwhile"
            | "but"
            | "and"
            | "however"
            | "still"
            | "yes"
            | "no"
            | "the"
            | "this"
            | "that"
            | "these"
            | "those"
            | "an"
            | "in"
            | "on"
            | "at"
            | "it"
            | "he"
            | "she"
            | "we"
            | "they"
            | "you"
            | "i"
            | "if"
            | "when"
            | "what"
            | "why"
            | "how"
            | "who"
            | "where"
            | "so"
            | "then"
            | "now"
            | "first"
            | "second"
            | "third"
            | "one"
            | "two"
            | "contact"
            | "contacts"
            | "press"
            | "statement"
            | "summary"
            | "background"
            | "reporter"
            | "moderator"
            | "host"
            | "sen"
            | "sen."
            | "sens."
            | "rep."
            | "mr"
            | "mr."
            | "mrs."
            | "ms."
            | "dr."
            | "gov."
            | "president"
            | "senator"
            | "chairman"
            | "editor"
            | "warning"
            | "correction"
            | "poll"
            | "video"
            | "photo"
            | "dear"
            | "former"
            | "new"
            | "all"
            | "some"
            | "many"
            | "most"
    ) && !matches!(first, "The Hague" | "THE HAGUE")
        && !(word == "new" && first.contains(' '))
}

/// A line that is a dateline and nothing else: `LONDON 1996-08-30`,
/// `Saturday, January 5, 2019`, `Published: 5 May 2017, 10:30 GMT`.
pub(super) fn line<'t>(input: &'t str, lexicon: &Lexicon) -> Option<Parsed<'t>> {
    if input.len() > 120 {
        return None;
    }
    let opener = lexicon
        .phrases()
        .longest(input, PhraseClass::DateOpener)
        .and_then(|found| input.get(found.len..));
    let body = opener.unwrap_or(input).trim_start_matches([' ', ':', '\u{a0}', '(', '|']);
    let parsed = |written: &'t str, fields: DateFields| Parsed {
        whole: input,
        date: Some(written),
        fields,
        ..Parsed::default()
    };
    if let Ok((rest, fields)) = date(body) {
        let written = body.get(..body.len() - rest.len())?;
        return is_time_tail(rest).then(|| parsed(written, fields));
    }
    if opener.is_some() {
        let (rest, fields) = loose_date(body).ok()?;
        let numbers = fields.weekday.is_none() && body.len() - rest.len() >= 6;
        let written = body.get(..body.len() - rest.len())?;
        return (numbers && is_time_tail(rest)).then(|| parsed(written, fields));
    }
    // A time, then the date: `10:30 GMT, 5 May 2017`.
    if let Ok((rest, _)) = clock(body) {
        let rest = rest.trim_start_matches([' ', ',', '|']);
        if let Ok((tail, fields)) = date(rest) {
            let written = rest.get(..rest.len() - tail.len())?;
            return is_time_tail(tail).then(|| parsed(written, fields));
        }
    }
    let (rest, found) = parts(body, lexicon).ok()?;
    let whole = rest.is_empty() || matches!(rest, "." | "," | "-" | "–" | "—" | ":");
    let first = found.places.first()?;
    let known = found.agency.is_some_and(|agency| is_agency(agency, lexicon));
    let sure = found.date.is_some_and(|date| date.len() >= 5) || known && found.bracketed;
    // `World Markets Summary - Aug 30` is a title.
    let caps = !first.contains(char::is_lowercase);
    let plain = caps || known || first.split(' ').count() <= 2;
    (whole && sure && plain && !is_label(first)).then_some(Parsed { whole: input, ..found })
}

/// A line of places in capitals, which a date on the next line completes.
pub(super) fn is_place_line(input: &str) -> bool {
    input.len() <= 60
        && !input.get(..2).is_none_or(|two| two.contains(char::is_lowercase))
        && separated_list1((char(','), space0), place).parse(input).is_ok_and(|(rest, places)| {
            rest.is_empty() && !places.first().is_some_and(|p| p.contains(char::is_lowercase))
        })
}

/// A dateline over two lines, the date on the second.
pub(super) fn over_lines<'t>(input: &'t str, lexicon: &Lexicon) -> Option<Parsed<'t>> {
    let (first, second) = input.split_once(['\n', '\r', '\u{c}'])?;
    let (_, places) = parts(first.trim(), lexicon).ok()?;
    let dated = line(second.trim(), lexicon)?;
    Some(Parsed { whole: input, date: dated.date, fields: dated.fields, ..places })
}
