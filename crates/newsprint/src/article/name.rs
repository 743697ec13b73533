//! Names of people, as bylines write them.

use nom::branch::alt;
use nom::bytes::complete::{take_while, take_while1};
use nom::character::complete::{char, satisfy, space0};
use nom::combinator::{opt, peek, recognize, value, verify};
use nom::multi::many0_count;
use nom::sequence::preceded;
use nom::{IResult, Parser};

/// Small words inside names and places.
pub(super) fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "del"
            | "della"
            | "di"
            | "da"
            | "dos"
            | "du"
            | "des"
            | "der"
            | "den"
            | "van"
            | "von"
            | "ter"
            | "ten"
            | "la"
            | "le"
            | "el"
            | "al"
            | "bin"
            | "bint"
            | "ibn"
            | "es"
            | "y"
            | "e"
            | "zu"
            | "af"
            | "av"
            | "au"
    )
}

fn letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')
}

/// A word that begins with a capital: `Doe`, `O’Neill`, `Al-Assad`, `J.`,
/// `D.C.`, `al-Assad`.
pub(super) fn word(input: &str) -> IResult<&str, &str> {
    let head = recognize((
        opt(alt((
            nom::bytes::complete::tag("al-"),
            nom::bytes::complete::tag("el-"),
            nom::bytes::complete::tag("d'"),
            nom::bytes::complete::tag("d’"),
        ))),
        satisfy(char::is_uppercase),
    ));
    let inner = alt((
        take_while1(letter),
        // Inside a word only.
        recognize((char('\''), peek(satisfy(letter)))),
        recognize((char('’'), peek(satisfy(letter)))),
        recognize((char('-'), peek(satisfy(letter)))),
        recognize((char('.'), peek(satisfy(char::is_uppercase)))),
    ));
    recognize((head, many0_count(inner), opt(abbreviation_stop))).parse(input)
}

/// The stop of an initial or a short form: it stands before a space, a comma
/// or another part of the name, not at the end of a sentence.
fn abbreviation_stop(input: &str) -> IResult<&str, char> {
    char('.').parse(input)
}

/// Two to five words; one when nothing else is there.
pub(super) fn name(input: &str) -> IResult<&str, &str> {
    let particle = verify(take_while1(char::is_alphabetic), is_particle);
    let next = preceded(
        space_once,
        alt((
            value((), verify(word, |w: &str| !is_joiner(w))),
            value(
                (),
                (
                    particle,
                    peek((
                        space_once,
                        alt((
                            value((), word),
                            value((), verify(take_while1(char::is_alphabetic), is_particle)),
                        )),
                    )),
                ),
            ),
            value((), recognize((char('"'), take_while1(letter), char('"')))),
            value((), recognize((char('“'), take_while1(letter), char('”')))),
        )),
    );
    let suffix = preceded(
        (char(','), space0),
        verify(recognize((take_while1(char::is_alphabetic), opt(char('.')))), |w: &str| {
            matches!(w, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV" | "M.D.")
        }),
    );
    recognize((
        verify(word, |w: &str| !is_joiner(w)),
        verify(many0_count(next), |&more| more <= 5),
        opt(suffix),
    ))
    .parse(input)
}

fn space_once(input: &str) -> IResult<&str, &str> {
    verify(take_while(|c| matches!(c, ' ' | '\u{a0}' | '\t')), |gap: &str| {
        (1..=3).contains(&gap.chars().count())
    })
    .parse(input)
}

/// Words between names, also in capitals.
pub(super) fn is_joiner(word: &str) -> bool {
    ["and", "with", "in", "for", "at", "of", "on", "from", "by"]
        .iter()
        .any(|joiner| word.eq_ignore_ascii_case(joiner))
}

/// Drops the stop that ends a sentence rather than an initial.
pub(super) fn without_stop(name: &str) -> &str {
    let Some(stem) = name.strip_suffix('.') else { return name };
    let last = stem.rsplit([' ', '\u{a0}']).next().unwrap_or_default();
    let short = last.chars().count() <= 2 || last.contains('.');
    if short { name } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for text in [
            "Jane Doe",
            "J. R. R. Doe",
            "Jean-Luc O’Neill",
            "Ludwig van der Meer",
            "Bashar al-Doe",
            "JANE DOE",
            "John Doe, Jr.",
            "Łukasz Żak",
            "Robert \"Bobby\" Doe",
            "N'Golo Doe",
        ] {
            assert_eq!(name(text), Ok(("", text)), "{text}");
        }
        assert_eq!(name("Jane Doe and John"), Ok((" and John", "Jane Doe")));
        assert_eq!(name("JANE DOE AND JOHN"), Ok((" AND JOHN", "JANE DOE")));
        assert!(name("the storm").is_err());
        assert_eq!(without_stop("Jane Doe."), "Jane Doe");
        assert_eq!(without_stop("Jane D."), "Jane D.");
    }
}
