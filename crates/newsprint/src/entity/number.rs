//! A small grammar of numbers, dates, times, money, shares and measures.
//!
//! What it says is evidence, not verdict: the weights of the model decide.

use super::Evidence;
use super::attribute::{Attribute, Form};
use super::gazetteer::{NameClass, NameClasses};

/// What the grammar says that a run of tokens is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Expression {
    Number = 1,
    Ordinal,
    Money,
    Percent,
    Quantity,
    Date,
    Time,
    Age,
}

/// Words of numbers that stand between others: `three and a half`.
const NUMBER: NameClasses = NameClasses(0).with(NameClass::NumberWord);

/// Notes in each attribute what the grammar says of it: the expression, and
/// where in it the token stands. Linear.
pub(crate) fn mark(evidence: Evidence<'_>, attributes: &mut [Attribute]) {
    let tokens: Vec<Token<'_>> = attributes
        .iter()
        .zip(evidence.tokens)
        .map(|(attribute, token)| Token {
            text: token.span.slice(evidence.text),
            classes: attribute.classes,
            form: attribute.form,
            sentence: attribute.sentence,
        })
        .collect();
    let mut at = 0;
    while at < tokens.len() {
        let found = tokens.get(at..).and_then(expression);
        let Some((length, kind)) = found else {
            at += 1;
            continue;
        };
        for (index, attribute) in
            attributes.get_mut(at..at + length).unwrap_or_default().iter_mut().enumerate()
        {
            let place = match (index, length) {
                (0, 1) => 3,
                (0, _) => 0,
                (index, length) if index + 1 == length => 2,
                _ => 1,
            };
            attribute.number = (kind as u8) << 2 | place;
        }
        at += length;
    }
}

struct Token<'a> {
    text: &'a str,
    classes: NameClasses,
    form: Form,
    sentence: u32,
}

impl Token<'_> {
    fn is(&self, class: NameClass) -> bool {
        self.classes.has(class)
    }

    fn is_digits(&self) -> bool {
        self.form == Form::Digit
    }

    /// Digits with separators, nothing else.
    fn is_figure(&self) -> bool {
        self.form == Form::Digit
            && self.text.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
    }

    fn value(&self) -> Option<u32> {
        if self.text.len() > 4 { None } else { self.text.parse().ok() }
    }

    fn is_year(&self) -> bool {
        self.text.len() == 4 && self.value().is_some_and(|value| (1000..2100).contains(&value))
    }

    fn is_month(&self) -> bool {
        self.is(NameClass::Month) && self.form.is_capital()
    }
}

/// The longest expression that begins with the first of the tokens.
fn expression(tokens: &[Token<'_>]) -> Option<(usize, Expression)> {
    let first = tokens.first()?;
    // Most tokens are decided here.
    let may = first.is_digits()
        || first.form == Form::Mark && first.is(NameClass::Currency)
        || first.is(NameClass::Currency) && first.form != Form::Lower
        || first.is(NameClass::NumberWord)
        || first.is(NameClass::OrdinalWord)
        || first.is_month()
        || first.is(NameClass::Weekday) && first.form.is_capital()
        || first.is(NameClass::DateWord)
        || first.is(NameClass::TimeWord) && first.form == Form::Lower;
    if !may {
        return None;
    }
    // An expression does not leave its sentence.
    let limit = tokens.iter().take(12).take_while(|t| t.sentence == first.sentence).count();
    let tokens = tokens.get(..limit)?;
    let at = |index: usize| tokens.get(index);
    if first.is(NameClass::Currency) && !first.is_digits() {
        let length = number(tokens.get(1..)?);
        return (length > 0).then_some((1 + length, Expression::Money));
    }
    if first.is_month() {
        let mut length = 1;
        if at(1).is_some_and(|t| t.is_digits() && day(t)) {
            length = 2;
            if at(2).is_some_and(|t| t.text == ",") && at(3).is_some_and(Token::is_year) {
                length = 4;
            } else if at(2).is_some_and(Token::is_year) {
                length = 3;
            }
        } else if at(1).is_some_and(Token::is_year) {
            length = 2;
        } else if at(1).is_some_and(|t| t.text == ",") && at(2).is_some_and(Token::is_year) {
            length = 3;
        }
        // `May` and `March` alone may be verbs.
        let verb = matches!(first.text, "May" | "March" | "MAY" | "MARCH");
        return (length > 1 || !verb).then_some((length, Expression::Date));
    }
    if first.is(NameClass::Weekday) && first.form.is_capital() {
        if at(1).is_some_and(|t| t.text == ",")
            && let Some((length, Expression::Date)) = tokens.get(2..).and_then(expression_of_month)
        {
            return Some((2 + length, Expression::Date));
        }
        if at(1).is_some_and(|t| t.is(NameClass::TimeWord)) {
            return Some((2, Expression::Time));
        }
        return Some((1, Expression::Date));
    }
    let length = number(tokens);
    if length == 0 {
        if first.is(NameClass::OrdinalWord) {
            return Some((1, Expression::Ordinal));
        }
        if first.is(NameClass::DateWord) {
            return Some((1, Expression::Date));
        }
        if first.is_digits() {
            return Some(digits(first, at(1)));
        }
        return first.is(NameClass::TimeWord).then_some((1, Expression::Time));
    }
    Some(measured(tokens, first, length))
}

/// What a number of that many tokens is, by what follows it.
fn measured(tokens: &[Token<'_>], first: &Token<'_>, length: usize) -> (usize, Expression) {
    let at = |index: usize| tokens.get(index);
    let next = at(length);
    let after = at(length + 1);
    match next {
        Some(t) if t.text == "%" || matches!(t.text, "percent" | "pct" | "per-cent") => {
            (length + 1, Expression::Percent)
        }
        Some(t)
            if t.text == "per" && after.is_some_and(|t| t.text == "cent")
                || t.text == "percentage" && after.is_some_and(|t| t.text.starts_with("point")) =>
        {
            (length + 2, Expression::Percent)
        }
        Some(t) if t.is_month() => {
            let year = after.is_some_and(Token::is_year);
            (length + 1 + usize::from(year), Expression::Date)
        }
        Some(t) if t.text == "-" || t.text == "\u{2010}" => match after {
            Some(unit) if unit.is(NameClass::DateUnit) => {
                let old = at(length + 2).is_some_and(|t| t.text == "-")
                    && at(length + 3).is_some_and(|t| t.text == "old");
                if old { (length + 4, Expression::Age) } else { (length + 2, Expression::Date) }
            }
            Some(unit) if unit.is(NameClass::TimeUnit) => (length + 2, Expression::Time),
            Some(unit) if unit.is(NameClass::Unit) => (length + 2, Expression::Quantity),
            _ => (length, Expression::Number),
        },
        Some(t) if t.is(NameClass::TimeWord) && length == 1 => (2, Expression::Time),
        Some(t) if t.is(NameClass::DateUnit) => {
            let ago = after.is_some_and(|t| matches!(t.text, "ago" | "old" | "earlier" | "later"));
            (length + 1 + usize::from(ago), Expression::Date)
        }
        Some(t) if t.is(NameClass::TimeUnit) => {
            let ago = after.is_some_and(|t| matches!(t.text, "ago" | "earlier" | "later"));
            (length + 1 + usize::from(ago), Expression::Time)
        }
        Some(t)
            if t.is(NameClass::Unit) && t.text.len() > 1
                || next.is_some_and(|t| t.text == "m" && first.text.contains('.')) =>
        {
            let square = matches!(t.text, "square" | "cubic" | "nautical")
                && after.is_some_and(|t| t.is(NameClass::Unit));
            (length + 1 + usize::from(square), Expression::Quantity)
        }
        Some(t) if t.is(NameClass::Currency) && t.text.len() > 1 => (length + 1, Expression::Money),
        Some(t)
            if t.form.is_capital()
                && after.is_some_and(|t| t.is(NameClass::Currency) && t.text.len() > 3) =>
        {
            (length + 2, Expression::Money)
        }
        _ if first.is_year() && length == 1 => (1, Expression::Date),
        _ => (length, Expression::Number),
    }
}

fn expression_of_month(tokens: &[Token<'_>]) -> Option<(usize, Expression)> {
    tokens.first()?;
    expression(tokens)
}

/// A token of digits that is no plain figure.
fn digits(first: &Token<'_>, next: Option<&Token<'_>>) -> (usize, Expression) {
    let text = first.text;
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|end| text.ends_with(end));
    if ordinal && text.starts_with(|c: char| c.is_ascii_digit()) {
        if next.is_some_and(|t| t.text.starts_with("centur")) {
            return (2, Expression::Date);
        }
        return (1, Expression::Ordinal);
    }
    if text.ends_with("0s") {
        return (1, Expression::Date);
    }
    if text.contains(':') {
        let part = next.is_some_and(|t| t.is(NameClass::TimeWord));
        return (1 + usize::from(part), Expression::Time);
    }
    let dated = text.bytes().filter(|&b| b == b'-' || b == b'/').count() == 2;
    if dated {
        return (1, Expression::Date);
    }
    (1, Expression::Number)
}

fn day(token: &Token<'_>) -> bool {
    let digits = token.text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    digits.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day))
}

/// How many tokens a number has that begins here.
fn number(tokens: &[Token<'_>]) -> usize {
    let mut length = 0;
    loop {
        let Some(token) = tokens.get(length) else { return length };
        let figure = token.is_figure();
        let word = token.classes.any(NUMBER) && !token.is(NameClass::OrdinalWord);
        // Two figures do not follow each other in one number.
        if figure && length > 0 && tokens.get(length - 1).is_some_and(Token::is_figure) {
            return length;
        }
        if figure || word {
            length += 1;
            continue;
        }
        if length == 0 {
            return 0;
        }
        // `twenty-one`, `three and a half`.
        let joins = token.text == "-" || token.text == "and";
        let previous = tokens.get(length - 1).is_some_and(|t| t.classes.any(NUMBER));
        let next = tokens.get(length + 1).is_some_and(|t| t.classes.any(NUMBER));
        if joins && previous && next {
            length += 2;
        } else {
            return length;
        }
    }
}
