//! Numbers: separators, dates, telephone numbers, endings and units.

use super::TokenKind;
use super::lexer::Lexer;
use crate::lexicon::WordClass;

impl Lexer<'_> {
    /// A token that starts with a digit. Gives its end.
    pub(super) fn number(&mut self, start: usize) -> usize {
        let mut end = self.digits(start);
        if self.byte(end) == b'-'
            && let Some(dashed) = self.dashed(start, end)
        {
            end = dashed;
        }
        let byte = self.byte(end);
        if byte.is_ascii_alphabetic() || byte == b'_' {
            return self.number_and_letters(start, end);
        }
        if let Some(end) = self.decade(end) {
            self.push_form(start, end, TokenKind::Number, 0);
            return end;
        }
        let may_be_address =
            byte == b'@' || byte == b'.' && self.byte(end + 1).is_ascii_alphabetic();
        if may_be_address && let Some(end) = self.address(start, end) {
            return end;
        }
        if byte >= 0x80
            && self.char(end).is_some_and(|c| c.is_alphabetic() && !matches!(c, 'º' | 'ª'))
        {
            return self.long_word(start, end);
        }
        self.push_form(start, end, TokenKind::Number, 0);
        end
    }

    /// The end of digits with separators between them: `1,000.5`, `6:30`,
    /// `11/28/2000`, `10.0.0.1`.
    pub(super) fn digits(&self, start: usize) -> usize {
        let mut end = self.digits_end(start);
        loop {
            let next = self.digits_end(end + 1);
            let len = next - (end + 1).min(next);
            let goes_on = match self.byte(end) {
                b'.' | b':' => len > 0,
                // `[13,14]` is two numbers, `13,014` is one, and so is the
                // Indian `13,00,014`.
                b',' => len == 3 || len == 2 && self.byte(next) == b',' && self.groups(next),
                _ => false,
            };
            if !goes_on {
                break;
            }
            end = next;
        }
        if self.byte(end) == b'/' { self.slashed(start, end).unwrap_or(end) } else { end }
    }

    /// Whether a comma at `at` begins a group of three digits.
    fn groups(&self, at: usize) -> bool {
        self.digits_end(at + 1) == at + 4
    }

    /// The end of a number with slashes, read up to its first one: a date
    /// (`11/28/2000`, `9/11`, `5/18`) or the start of a telephone number. A
    /// fraction (`1/2`) is none.
    fn slashed(&self, start: usize, first: usize) -> Option<usize> {
        let second = self.digits_end(first + 1);
        if second == first + 1 {
            return None;
        }
        if self.byte(second) == b'/' {
            let third = self.digits_end(second + 1);
            return (third > second + 1).then_some(third);
        }
        let telephone = first - start == 3
            && second - first == 4
            && self.byte(second) == b'-'
            && self.digits_end(second + 1) == second + 5;
        if telephone {
            return Some(second + 5);
        }
        let value = |from, to| self.slice(from, to).parse::<u8>().ok();
        let (month, day) = (value(start, first)?, value(first + 1, second)?);
        let zero = self.byte(start) == b'0' || self.byte(first + 1) == b'0';
        let no_fraction = day > 12 && day != 20 || day < month || zero;
        let date = (1..=12).contains(&month) && (1..=31).contains(&day) && no_fraction;
        (date || (month, day) == (9, 11)).then_some(second)
    }

    /// The end of a number with hyphens inside, read up to its first one: a
    /// telephone number or a date (`713-853-3989`, `12-20-2000`). A range or
    /// score (`5-10`) is none.
    fn dashed(&self, start: usize, end: usize) -> Option<usize> {
        let mut lengths = [0; 4];
        let mut count = 0;
        let mut from = start;
        let mut to = end;
        loop {
            if !self.bytes.get(from..to)?.iter().all(u8::is_ascii_digit) {
                return None;
            }
            *lengths.get_mut(count)? = to - from;
            count += 1;
            if self.byte(to) != b'-' || !self.byte(to + 1).is_ascii_digit() {
                break;
            }
            from = to + 1;
            to = self.digits_end(from);
        }
        let whole = matches!(
            lengths.get(..count)?,
            [1 | 3 | 5, 4] | [1..=2, 1..=2, 2 | 4] | [4, 2, 2] | [3, 3, 4] | [1, 3, 3, 4]
        );
        (whole && !self.byte(to).is_ascii_alphabetic()).then_some(to)
    }

    /// The end of `'s` after a decade (`1960's`).
    fn decade(&self, end: usize) -> Option<usize> {
        let len = self.apostrophe_at(end);
        let decade = len > 0 && self.byte_before(end) == b'0' && self.byte(end + len) == b's';
        let after = end + len + 1;
        (decade && !self.alphanumeric(after)).then_some(after)
    }

    /// Digits up to `end`, letters from there: `20th`, `1970s`, `5pm`, `4G`.
    fn number_and_letters(&mut self, start: usize, end: usize) -> usize {
        if let Some(end) = self.address(start, end) {
            return end;
        }
        let letters = self.letters_end(end);
        let next = self.char(letters).unwrap_or(' ');
        let plain = !(next.is_alphanumeric() || next == '_') || matches!(next, '²' | '³');
        if plain {
            let tail = self.bytes.get(end..letters).unwrap_or_default();
            let ordinal =
                [b"st", b"nd", b"rd", b"th"].iter().any(|s| tail.eq_ignore_ascii_case(*s));
            if ordinal || tail.eq_ignore_ascii_case(b"s") {
                self.push_form(start, letters, TokenKind::Number, 0);
                return letters;
            }
            // `5 p.m.`, `16 km`.
            let part_of_day = self.byte(letters) == b'.'
                && matches!(tail, b"a" | b"p" | b"A" | b"P")
                && self.byte(letters + 1).eq_ignore_ascii_case(&b'm');
            let generation = end == start + 1 && tail.eq_ignore_ascii_case(b"g");
            if part_of_day || !generation && self.has(end, letters, WordClass::Unit) {
                self.push_form(start, end, TokenKind::Number, 0);
                return end;
            }
        }
        self.long_word(start, end)
    }
}
