//! Bylines: who wrote it.

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, tag_no_case};
use nom::character::complete::{char, space0, space1};
use nom::combinator::{opt, value};
use nom::sequence::delimited;

use crate::lexicon::{Lexicon, PhraseClass};

use super::date::loose_date;
use super::name::{is_joiner, name, without_stop};

/// The names of those who wrote, in order; a byline may name nobody
/// (`By staff writers`).
pub(super) type Names<'t> = Vec<&'t str>;

/// No byline is longer.
const LONGEST: usize = 320;

/// A byline that says so: `By Jane Doe and John Roe, Reuters`,
/// `(Reporting by Jane Doe; Editing by John Roe)`.
pub(super) fn opened<'t>(unit: &'t str, lexicon: &Lexicon) -> Option<Names<'t>> {
    if unit.len() > LONGEST {
        return None;
    }
    let dashes = ['(', '[', '-', '–', '—', '*', '_', '|', ' ', '\u{a0}', '•', '~'];
    let inner = unit.trim_start_matches(dashes).trim_end_matches([')', ']', ' ', '*', '_']);
    let mut names = Names::new();
    let mut clauses = 0;
    let mut rest = inner;
    while !rest.is_empty() {
        let Some(found) = lexicon.phrases().longest(rest, PhraseClass::BylineOpener) else {
            // What follows a clause may be anything short: a desk, a date.
            return (clauses > 0 && is_tail(rest)).then_some(names);
        };
        let (opener, after) = rest.split_at_checked(found.len)?;
        let writes = !lexicon.phrases().contains(opener, PhraseClass::EditingOpener);
        let after = after.trim_start_matches([':', ' ', '\u{a0}', '\t', '\n', '\r']);
        let lone = opener.eq_ignore_ascii_case("from") || opener.eq_ignore_ascii_case("by our");
        let (mut after, clause) = credited(after, lexicon)?;
        if clauses == 0 && clause.is_empty() {
            if !names_nobody(after, lexicon) {
                return None;
            }
            after = "";
        }
        if lone && !clause.iter().all(|name| name.contains([' ', '\u{a0}'])) {
            return None;
        }
        if writes {
            names.extend(clause);
        }
        clauses += 1;
        // To the next clause: `; Editing by`, `. Additional reporting by`.
        let tail = after.trim_start();
        let next = tail.char_indices().find(|&(at, c)| {
            let after = tail.get(at + c.len_utf8()..).unwrap_or_default().trim_start();
            matches!(c, ';' | '.' | '|' | ',' | ')' | '(' | '\n' | '/' | '-')
                && lexicon.phrases().longest(after, PhraseClass::BylineOpener).is_some()
        });
        match next {
            Some((at, c)) if at <= 80 && is_tail(tail.get(..at)?) => {
                rest = tail.get(at + c.len_utf8()..)?.trim_start();
            }
            _ => return is_tail(tail).then_some(names),
        }
    }
    (clauses > 0).then_some(names)
}

/// The names at the beginning of `input`, and the rest.
fn credited<'t>(input: &'t str, lexicon: &Lexicon) -> Option<(&'t str, Names<'t>)> {
    let mut names = Names::new();
    let mut rest = input;
    let mut placed = false;
    loop {
        let title = rest.strip_prefix("Dr. ").or_else(|| rest.strip_prefix("Dr ")).unwrap_or(rest);
        let Ok((_, found)) = name(title) else { break };
        let found = without_stop(found);
        // The stop that ends a sentence is not part of the name.
        let after = input.get(offset(input, found) + found.len()..)?;
        let role = is_role(found, lexicon);
        if role && !names.is_empty() || loose_date(found).is_ok_and(|(rest, _)| rest.is_empty()) {
            break;
        }
        // A list of single words is a title, not a list of people.
        let single = !found.contains([' ', '\u{a0}']);
        if single && !names.is_empty() && !role {
            break;
        }
        if !(role && is_post(found, lexicon)) {
            names.push(found);
        }
        rest = after;
        // `Jane Doe in Moscow, John Roe in Paris and ...`
        if let Ok((after, _)) = in_place(rest) {
            placed = true;
            rest = after;
        }
        let Ok((after, ())) = joiner(rest) else { break };
        let Ok((_, next)) = name(after) else { break };
        if role || is_role(without_stop(next), lexicon) {
            break;
        }
        if !next.contains([' ', '\u{a0}']) && !placed {
            break;
        }
        rest = after;
    }
    // One word alone is nobody's full name, unless it is all there is.
    if let [only] = names.as_slice() {
        let single = !only.contains([' ', '\u{a0}']);
        let alone =
            rest.trim_start().is_empty() || rest.trim_start().starts_with(['.', ';', '|', '/']);
        if single && !alone && !is_role(only, lexicon) {
            return None;
        }
    }
    Some((rest, names))
}

fn offset(text: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(text.as_ptr().addr())
}

fn in_place(input: &str) -> nom::IResult<&str, &str> {
    let (rest, _) = delimited(space1, tag_no_case("in"), space1).parse(input)?;
    name(rest)
}

/// What stands between two names.
fn joiner(input: &str) -> nom::IResult<&str, ()> {
    let word = |w| value((), delimited(space1, tag_no_case(w), space1));
    let comma_and = value((), (space0, char(','), space1, opt((tag_no_case("and"), space1))));
    alt((
        word("and"),
        word("with"),
        comma_and,
        value((), delimited(space0, alt((tag("&"), tag("/"), tag("|"))), space0)),
    ))
    .parse(input)
}

/// Whether `name` is a post, a desk or a publisher rather than a person.
fn is_role(name: &str, lexicon: &Lexicon) -> bool {
    let words = || name.split([' ', '\u{a0}', '-']).filter(|w| !w.is_empty());
    let role = |word: &str| lexicon.phrases().contains(word, PhraseClass::BylineRole);
    lexicon.phrases().contains(name, PhraseClass::NewsAgency)
        || words().next_back().is_some_and(role)
        || words().next().is_some_and(|first| first.eq_ignore_ascii_case("the") || role(first))
}

/// Whether `name` is a post (`Staff Writer`), which credits nobody.
fn is_post(name: &str, lexicon: &Lexicon) -> bool {
    let words = || name.split([' ', '\u{a0}']).filter(|w| !w.is_empty());
    let last = words().next_back().unwrap_or_default().to_ascii_lowercase();
    !lexicon.phrases().contains(name, PhraseClass::NewsAgency)
        && matches!(
            last.as_str(),
            "writer"
                | "writers"
                | "reporter"
                | "reporters"
                | "correspondent"
                | "correspondents"
                | "editor"
                | "editors"
                | "staff"
                | "desk"
                | "columnist"
                | "contributor"
                | "team"
                | "agencies"
                | "bureau"
                | "journalist"
                | "producer"
                | "newsroom"
        )
}

/// Whether a byline without names says who: `our correspondent`, `staff writers`.
fn names_nobody(rest: &str, lexicon: &Lexicon) -> bool {
    let bare = rest.trim_start().trim_end_matches(['.', ' ']);
    bare.is_empty() && rest.is_empty()
        || bare
            .split_whitespace()
            .next_back()
            .is_some_and(|last| bare.len() <= 50 && is_post(last, lexicon) && !bare.contains(", "))
}

/// Whether `tail` may follow the names: an affiliation, a place, a date.
fn is_tail(tail: &str) -> bool {
    let tail = tail.trim_matches([' ', '\u{a0}', '.', ')', '(', ';', '\n', '\r']);
    if tail.is_empty() {
        return true;
    }
    if tail.len() > 100 {
        return false;
    }
    let first = tail.split([' ', '\u{a0}']).next().unwrap_or_default();
    let joined = is_joiner(first) || tail.starts_with(char::is_uppercase);
    let marked = tail.starts_with([',', '|', '-', '–', '—', '/', '·', '•', '@', '<', ':', '[']);
    // A clause of running text has small words; an affiliation has few.
    let small = tail
        .split_whitespace()
        .filter(|w| w.starts_with(char::is_lowercase) && !is_joiner(w) && !w.contains('@'))
        .count();
    let words = tail.split_whitespace().count();
    (joined || marked) && small <= 2 + words / 4
}

/// A name that stands alone: `Jane Doe`, `Jane Doe and John Roe, AFP`.
///
/// `sure` tells whether a post or publisher follows the names.
pub(super) fn bare<'t>(unit: &'t str, lexicon: &Lexicon) -> Option<(Names<'t>, bool)> {
    if unit.len() > 120 {
        return None;
    }
    let (rest, names) = credited(unit, lexicon)?;
    let people = |name: &&str| {
        let words = name.split([' ', '\u{a0}']).count();
        (2..=4).contains(&words) && !is_role(name, lexicon)
    };
    if names.is_empty() || !names.iter().all(people) {
        // `Associated Press`, `Reuters` and the like credit themselves.
        let agency = lexicon.phrases().contains(unit, PhraseClass::NewsAgency)
            && unit.contains(char::is_uppercase);
        return agency.then(|| (vec![unit], true));
    }
    let tail = rest.trim_start();
    if tail.is_empty() {
        return Some((names, false));
    }
    let after = tail.trim_start_matches([',', '|', '-', '–', '—', '/', '·', '•', '(', ' ']);
    let affiliation = after.trim_end_matches([')', '.', ' ']);
    let role = after.len() < tail.len()
        && affiliation.len() <= 60
        && is_role(affiliation, lexicon)
        && affiliation.split_whitespace().count() <= 6;
    role.then_some((names, true))
}

/// Whether each of the names begins with a given name, as far as the lexicon
/// knows which sex bears it.
pub(super) fn is_known_person(names: &[&str], lexicon: &Lexicon) -> bool {
    let known = |name: &&str| {
        let mut words = name.split_whitespace();
        let given = words.next().and_then(|word| lexicon.names().is_female(word)).is_some();
        given && words.next().is_some()
    };
    !names.is_empty() && names.iter().all(known)
}

/// What stands before the names of a byline that is marked by a sign alone:
/// `• Jack Mann`, `— Jane Doe`.
pub(super) fn signed<'t>(unit: &'t str, lexicon: &Lexicon) -> Option<Names<'t>> {
    let inner = unit.trim_start_matches(['•', '·', '—', '–', '-', '~', '*', '▪', '●', '―']);
    if inner.len() == unit.len() {
        return None;
    }
    let inner = inner.trim_start().trim_end_matches(['*', ' ']);
    bare(inner, lexicon).map(|(names, _)| names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        Lexicon::new(newsprint_en::WORD_LISTS)
    }

    #[test]
    fn openers() {
        let lexicon = lexicon();
        for (unit, names) in [
            ("By Jane Doe", &["Jane Doe"][..]),
            ("By Jane Doe, John Roe and Ann Poe", &["Jane Doe", "John Roe", "Ann Poe"]),
            ("BY JANE DOE, Reuters", &["JANE DOE"]),
            ("BY JANE DOE AND JOHN ROE", &["JANE DOE", "JOHN ROE"]),
            ("By JANE DOE, Associated Press Writer", &["JANE DOE"]),
            ("By Jane Doe in Moscow", &["Jane Doe"]),
            ("By Jane Doe | Staff Writer | 5 May 2017", &["Jane Doe"]),
            ("By Associated Press", &["Associated Press"]),
            ("By Reuters Staff", &[]),
            ("By staff writers", &[]),
            (
                "(Reporting by Jane Doe in Paris and John Roe in Rome; Editing by Ann Poe)",
                &["Jane Doe", "John Roe"],
            ),
            (
                "Reporting by Jane Doe; Writing by John Roe; Editing by Ann Poe.",
                &["Jane Doe", "John Roe"],
            ),
            ("—Additional reporting by Jane Doe.", &["Jane Doe"]),
            ("Written by: Jane Doe", &["Jane Doe"]),
            ("By Jane Doe for The Daily News", &["Jane Doe"]),
            ("By Jane Doe, May 5, 2017 10:30 am", &["Jane Doe"]),
        ] {
            assert_eq!(opened(unit, &lexicon).as_deref(), Some(names), "{unit}");
        }
        for unit in [
            "By Friday the storm had passed.",
            "By the time the police came, the thieves had left.",
            "By 2025, increases for cars would:",
            "By Land and Sea",
            "By walking the shore at low tide every morning, he learned where they nest.",
            "From Paris to Berlin",
        ] {
            assert_eq!(opened(unit, &lexicon), None, "{unit}");
        }
    }

    #[test]
    fn signs() {
        let lexicon = lexicon();
        assert_eq!(signed("• Jack Mann", &lexicon), Some(vec!["Jack Mann"]));
        assert_eq!(signed("— Jane Doe, Reuters", &lexicon), Some(vec!["Jane Doe"]));
        assert_eq!(signed("Jane Doe", &lexicon), None);
        assert_eq!(signed("• Rescue work goes on", &lexicon), None);
        assert_eq!(bare("Jane Doe", &lexicon), Some((vec!["Jane Doe"], false)));
        assert_eq!(bare("Jane Doe, Staff Writer", &lexicon), Some((vec!["Jane Doe"], true)));
        assert_eq!(bare("Structural adjustment", &lexicon), None);
    }
}
