//! Numbers: separators, dates, telephone numbers, endings and units.

use super::lexer::Lexer;
use super::{TokenFlags, TokenKind};
use crate::lexicon::WordClass;

impl Lexer<'_> {
    /// A token that starts with a digit. Gives its end.
    pub(super) fn number(&mut self, start: usize) -> usize {
        let mut end = self.digits(start);
        if self.byte(end) == b'-' {
            if let Some(dashed) = self.dashed(start, end) {
                end = dashed;
            }
        }
        let byte = self.byte(end);
        if byte.is_ascii_alphabetic() || byte == b'_' {
            return self.number_and_letters(start, end);
        }
        if let Some(end) = self.decade(end) {
            self.push_form(start, end, TokenKind::Number, 0);
            return end;
        }
        if byte == b'@' || byte == b'.' && self.byte(end + 1).is_ascii_alphabetic() {
            if let Some(end) = self.address(start, end) {
                return end;
            }
        }
        if byte >= 0x80 && self.char(end).is_some_and(char::is_alphabetic) {
            return self.long_word(start, end);
        }
        self.push_form(start, end, TokenKind::Number, 0);
        end
    }

    /// The end of digits with separators between them: `1,000.5`, `6:30`,
    /// `11/28/2000`, `10.0.0.1`.
    pub(super) fn digits(&self, start: usize) -> usize {
        let mut end = self.digits_end(start);
        while matches!(self.byte(end), b',' | b'.' | b':' | b'/')
            && self.byte(end + 1).is_ascii_digit()
        {
            end = self.digits_end(end + 1);
        }
        end
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
        let whole = matches!(lengths.get(..count)?, [3, 4] | [5, 4] | [_, _, _] | [1, 3, 3, 4]);
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
        let plain = !self.alphanumeric(letters) && self.byte(letters) != b'_';
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
            if part_of_day || self.has(end, letters, WordClass::Unit) {
                self.push_form(start, end, TokenKind::Number, 0);
                return end;
            }
        }
        self.long_word_with_digits(start, end)
    }

    fn long_word_with_digits(&mut self, start: usize, end: usize) -> usize {
        let _ = TokenFlags::DIGIT;
        self.long_word(start, end)
    }
}
