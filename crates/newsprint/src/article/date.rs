//! Dates, as datelines write them.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n, take_while1};
use nom::character::complete::{char, one_of, space0, space1};
use nom::combinator::{map, not, opt, peek, value, verify};
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, Parser};

use super::DateFields;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The place of `word` among `names`: whole, or cut to three letters, or one
/// of the longer short forms `sept`, `tues`, `thur` and `thurs`.
fn index(names: &[&str], word: &str) -> Option<u8> {
    let found = names.iter().position(|name| {
        let same = |short: &str| word.eq_ignore_ascii_case(short);
        let longer =
            name.starts_with("sept") || name.starts_with("tues") || name.starts_with("thur");
        let cut = |len: usize| name.get(..len).is_some_and(same);
        same(name) || cut(3) || (longer && (cut(4) || (name.starts_with("thur") && cut(5))))
    })?;
    u8::try_from(found + 1).ok()
}

fn letters(input: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c.is_ascii_alphabetic()).parse(input)
}

fn named<'t>(
    names: &'static [&'static str],
) -> impl Parser<&'t str, Output = u8, Error = nom::error::Error<&'t str>> {
    // Names of months and days begin with a capital: `may` and `march` are words.
    let capital = |word: &&str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let word = nom::combinator::map_opt(verify(letters, capital), |word| index(names, word));
    terminated(word, opt(char('.')))
}

fn digits<'t>(
    min: usize,
    max: usize,
) -> impl Parser<&'t str, Output = u16, Error = nom::error::Error<&'t str>> {
    let run = take_while_m_n(min, max, |c: char| c.is_ascii_digit());
    let number = nom::combinator::map_opt(run, |run: &str| run.parse().ok());
    terminated(number, not(peek(one_of("0123456789"))))
}

fn year(input: &str) -> IResult<&str, u16> {
    verify(digits(4, 4), |year| (1000..3000).contains(year)).parse(input)
}

fn small(max: u16) -> impl Fn(&str) -> IResult<&str, u8> {
    move |input| {
        let number = verify(digits(1, 2), move |n: &u16| (1..=max).contains(n));
        map(number, |n| u8::try_from(n).unwrap_or_default()).parse(input)
    }
}

fn day(input: &str) -> IResult<&str, u8> {
    let ordinal = terminated(
        alt((tag("st"), tag("nd"), tag("rd"), tag("th"))),
        not(peek(one_of("abcdefghijklmnopqrstuvwxyz"))),
    );
    let number = terminated(
        verify(take_while_m_n(1, 2, |c: char| c.is_ascii_digit()), |run: &str| {
            run.parse().is_ok_and(|n: u8| (1..=31).contains(&n))
        }),
        not(alt((value((), one_of("0123456789%$")), value((), (char(':'), one_of("0123456789")))))),
    );
    map(terminated(number, opt(ordinal)), |run: &str| run.parse().unwrap_or_default()).parse(input)
}

/// White space with an optional comma.
fn comma(input: &str) -> IResult<&str, ()> {
    value((), (space0, opt(char(',')), space0)).parse(input)
}

fn followed_by_year(input: &str) -> IResult<&str, Option<u16>> {
    opt(preceded(comma, year)).parse(input)
}

/// `April 12, 2017`, `Apr. 12`, `July30,1999`.
fn month_first(input: &str) -> IResult<&str, DateFields> {
    map((named(&MONTHS), preceded(space0, day), followed_by_year), |(month, day, year)| {
        DateFields { year, month: Some(month), day: Some(day), weekday: None }
    })
    .parse(input)
}

/// `12 April 2017`, `the 12th of April`.
fn day_first(input: &str) -> IResult<&str, DateFields> {
    map(
        (
            preceded(opt((tag("the"), space1)), day),
            delimited(space1, opt((tag("of"), space1)), space0),
            named(&MONTHS),
            followed_by_year,
        ),
        |(day, _, month, year)| DateFields {
            year,
            month: Some(month),
            day: Some(day),
            weekday: None,
        },
    )
    .parse(input)
}

/// `December 1998`, `December, 1998`.
fn month_year(input: &str) -> IResult<&str, DateFields> {
    map((named(&MONTHS), comma, year), |(month, (), year)| DateFields {
        year: Some(year),
        month: Some(month),
        ..DateFields::default()
    })
    .parse(input)
}

/// `2017-04-12`, `2017/4/12`.
fn iso(input: &str) -> IResult<&str, DateFields> {
    let separator = || one_of("-/.");
    map((year, separator(), small(12), separator(), small(31)), |(year, _, month, _, day)| {
        DateFields { year: Some(year), month: Some(month), day: Some(day), weekday: None }
    })
    .parse(input)
}

/// `12/4/2017`, `12.4.17`, `12-28`: which is the month is known only when one
/// of the numbers is above twelve.
fn numeric(input: &str) -> IResult<&str, DateFields> {
    let year = map(alt((map(year, Some), map(digits(2, 2), |_| None))), |year| year);
    map(
        (digits(1, 2), one_of("/.-"), digits(1, 2), opt(preceded(one_of("/.-"), year))),
        |(first, _, second, year)| {
            let small = |n: u16, max: u16| u8::try_from(n).ok().filter(|_| (1..=max).contains(&n));
            let (month, day) = match (first, second) {
                (13.., ..=12) => (small(second, 12), small(first, 31)),
                (..=12, 13..) => (small(first, 12), small(second, 31)),
                _ => (None, None),
            };
            DateFields { year: year.flatten(), month, day, weekday: None }
        },
    )
    .parse(input)
}

/// A date with a month, and a day or a year; perhaps with the day of the week.
pub(super) fn date(input: &str) -> IResult<&str, DateFields> {
    let weekday = || terminated(named(&WEEKDAYS), comma);
    map((opt(weekday()), alt((month_first, day_first, month_year, iso))), |(weekday, fields)| {
        DateFields { weekday, ..fields }
    })
    .parse(input)
}

/// As [`date`], or numbers alone (`10-28`), or a day of the week alone.
pub(super) fn loose_date(input: &str) -> IResult<&str, DateFields> {
    let weekday = map(named(&WEEKDAYS), |weekday| DateFields {
        weekday: Some(weekday),
        ..DateFields::default()
    });
    alt((date, terminated(numeric, not(peek(one_of("0123456789")))), weekday)).parse(input)
}

/// Whether nothing but a time, a zone and the like stands in `rest`, which
/// follows a date.
pub(super) fn is_time_tail(rest: &str) -> bool {
    let mut zone = false;
    let cut = |c: char| c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '/' | '·' | '•');
    rest.len() <= 80
        && rest.split(cut).filter(|word| !word.is_empty()).all(|word| {
            let lower = word.trim_end_matches('.').to_ascii_lowercase();
            let timed = word.starts_with(|c: char| c.is_ascii_digit())
                && word.chars().all(|c| c.is_ascii_digit() || ":.apmAPMhT+Z-".contains(c));
            let capital = word.len() <= 5
                && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'+' || b.is_ascii_digit());
            zone |= capital;
            timed
                || capital
                || matches!(
                    lower.as_str(),
                    "am" | "pm"
                        | "a.m"
                        | "p.m"
                        | "at"
                        | "on"
                        | "local"
                        | "time"
                        | "-"
                        | "–"
                        | "—"
                        | "updated"
                        | "updated:"
                        | "hrs"
                        | "hours"
                        | "noon"
                        | "midnight"
                        | "ist"
                        | "eastern"
                        | "central"
                        | "pacific"
                        | "et"
                )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&str, [u16; 4])> {
        let (rest, fields) = loose_date(text).ok()?;
        let small = |field: Option<u8>| u16::from(field.unwrap_or_default());
        let year = fields.year.unwrap_or_default();
        Some((rest, [year, small(fields.month), small(fields.day), small(fields.weekday)]))
    }

    #[test]
    fn forms() {
        for (text, fields) in [
            ("April 12", [0, 4, 12, 0]),
            ("Apr. 12, 2017", [2017, 4, 12, 0]),
            ("Sept. 3", [0, 9, 3, 0]),
            ("July30,1999", [1999, 7, 30, 0]),
            ("Jul 26 2022", [2022, 7, 26, 0]),
            ("27 January", [0, 1, 27, 0]),
            ("5th of May 2020", [2020, 5, 5, 0]),
            ("Saturday, January 5, 2019", [2019, 1, 5, 6]),
            ("Thurs 9 June", [0, 6, 9, 4]),
            ("1996-08-30", [1996, 8, 30, 0]),
            ("December 1998", [1998, 12, 0, 0]),
            ("June 2022", [2022, 6, 0, 0]),
            ("28/12/2016", [2016, 12, 28, 0]),
            ("4/5/2016", [2016, 0, 0, 0]),
            ("10-28", [0, 10, 28, 0]),
            ("Tuesday", [0, 0, 0, 2]),
        ] {
            assert_eq!(read(text), Some(("", fields)), "{text}");
        }
        assert_eq!(read("April 1987 was"), Some((" was", [1987, 4, 0, 0])));
        for text in ["may 5", "Mayor 5", "32 May", "Marching 3", "1234567"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn times() {
        assert!(is_time_tail(", 10:30 am GMT"));
        assert!(is_time_tail(" at 5.30 p.m. local time"));
        assert!(!is_time_tail(" was a cold day"));
    }
}
