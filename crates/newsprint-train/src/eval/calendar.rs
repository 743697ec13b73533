//! Dates of the calendar within wider dates, for sets that annotate no others.

use newsprint::Span;

/// The dates of the calendar within a date: each a run of names of days and
/// months, years and days of months, with what joins them (`5th of May`,
/// `May 5, 2014`), that has a name or a year.
pub(super) fn calendar_parts(text: &str, span: Span) -> Vec<Span> {
    const NAMES: &[&str] = &[
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
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "christmas",
        "easter",
        "ramadan",
        "eid",
        "diwali",
        "halloween",
        "thanksgiving",
    ];
    let slice = span.slice(text);
    let lower = slice.to_lowercase();
    if lower.len() != slice.len() {
        return vec![span];
    }
    let day = |word: &str| {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
        let digits = digits.unwrap_or(word);
        let mut numbers = digits.split(['-', '\u{2013}']);
        numbers.all(|n| (1..=2).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let year = |word: &str| {
        let digits = word.strip_suffix('s').unwrap_or(word);
        let mut years = digits.split(['-', '\u{2013}', '/']);
        let all = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        years.next().is_some_and(|first| first.len() == 4 && all(first)) && years.all(all)
    };
    let mut parts: Vec<Span> = Vec::new();
    // The part so far: its beginning, its end, and whether it is one.
    let mut open: Option<(usize, usize, bool)> = None;
    let mut close = |open: &mut Option<(usize, usize, bool)>| {
        if let Some((from, to, true)) = open.take() {
            let offset = |at: usize| span.start + u32::try_from(at).unwrap_or(0);
            parts.push(Span::new(offset(from), offset(to)));
        }
    };
    let mut at = 0;
    for piece in lower.split_inclusive(char::is_whitespace) {
        let (mut from, mut to) = (at, at + piece.trim_end().len());
        at += piece.len();
        let comma = lower.get(from..to).unwrap_or_default().ends_with(',');
        to -= usize::from(comma);
        // `mid-June`.
        for before in ["mid-", "late-", "early-", "("] {
            if lower.get(from..to).is_some_and(|word| word.starts_with(before)) {
                from += before.len();
            }
        }
        let word = lower.get(from..to).unwrap_or_default();
        let bare = word.trim_end_matches(['.', ')', '\'', '\u{2019}']);
        if NAMES.contains(&bare) || year(bare) || day(bare) {
            let named = NAMES.contains(&bare) || year(bare);
            let (start, known) = open.map_or((from, false), |(start, _, known)| (start, known));
            open = Some((start, from + bare.len(), known || named));
        } else if matches!(word, "of" | "the") {
            // Joins what stands on both sides.
        } else {
            close(&mut open);
        }
    }
    close(&mut open);
    parts
}

#[cfg(test)]
mod tests {
    use newsprint::Span;

    use super::calendar_parts;

    #[test]
    fn parts_of_the_calendar() {
        for (date, expected) in [
            ("from 2004 to 2007", &["2004", "2007"][..]),
            ("early May 2014", &["May 2014"]),
            ("the 5th of May", &["5th of May"]),
            ("Tuesday, May 5, 2014", &["Tuesday, May 5, 2014"]),
            ("between Monday and Thursday of next week", &["Monday", "Thursday"]),
            ("mid-June", &["June"]),
            ("the last three weeks", &[]),
        ] {
            let parts: Vec<&str> = calendar_parts(date, Span::of(date))
                .into_iter()
                .map(|part| part.slice(date))
                .collect();
            assert_eq!(parts, expected, "{date}");
        }
    }
}
