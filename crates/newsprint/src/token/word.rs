//! Words that are more than a run of letters: clitics, hyphens, stops.

use super::lexer::Lexer;
use super::{TokenFlags, TokenKind};
use crate::lexicon::WordClass;

/// Longer than any abbreviation with a stop inside.
const LONGEST_ABBREVIATION: usize = 24;

/// The length in bytes of the apostrophe at the start of `bytes`, if one is.
fn apostrophe_len(bytes: &[u8]) -> usize {
    match bytes {
        [b'\'', ..] => 1,
        // ’ ‘ ′
        [0xe2, 0x80, 0x99 | 0x98 | 0xb2, ..] => 3,
        // ʼ ʻ ´
        [0xca, 0xbc | 0xbb, ..] | [0xc2, 0xb4, ..] => 2,
        _ => 0,
    }
}

/// Whether `letters` after an apostrophe are a clitic.
fn is_clitic(letters: &[u8]) -> bool {
    match letters {
        [a] => matches!(a.to_ascii_lowercase(), b's' | b'm' | b'd'),
        [a, b] => matches!(
            [a.to_ascii_lowercase(), b.to_ascii_lowercase()],
            [b'r' | b'v', b'e'] | [b'l', b'l']
        ),
        _ => false,
    }
}

impl Lexer<'_> {
    /// The length of the apostrophe at `at`; 0 if none is there.
    pub(super) fn apostrophe_at(&self, at: usize) -> usize {
        apostrophe_len(self.bytes.get(at..).unwrap_or_default())
    }

    /// If the apostrophe of `len` bytes at `at` begins a clitic (`'s`), its
    /// end.
    pub(super) fn clitic(&self, at: usize, len: usize) -> Option<usize> {
        let from = at + len;
        let end = self.while_bytes(from, |byte| byte.is_ascii_alphabetic());
        let ends = is_clitic(self.bytes.get(from..end)?)
            && !self.alphanumeric(end)
            && self.byte(end) != b'_';
        ends.then_some(end)
    }

    /// A word whose first letters end at `end` before something that may
    /// belong to it. Gives the end of what was pushed.
    pub(super) fn word(&mut self, start: usize, end: usize) -> usize {
        let byte = self.byte(end);
        // A stop at the end of a sentence is by far the most common case.
        if byte == b'.' && !self.alphanumeric(end + 1) && !self.masked_mailbox(end) {
            return self.word_before_stop(start, end);
        }
        if byte == b'$' && end - start <= 3 && self.all_capitals(start, end) {
            // `US$`, `A$`.
            return self.mark(start, end + 1, TokenKind::Symbol, b'$');
        }
        if byte.is_ascii_digit() && end - start <= 3 && self.has(start, end, WordClass::Currency) {
            // `USD910`, `Rs500`.
            self.push_word(start, end, 0);
            return end;
        }
        if let Some(end) = self.address(start, end) {
            return end;
        }
        self.long_word(start, end)
    }

    fn all_capitals(&self, start: usize, end: usize) -> bool {
        self.bytes.get(start..end).is_some_and(|form| form.iter().all(u8::is_ascii_uppercase))
    }

    /// Whether stops and an `@` follow at `at`: `jan...@example.org`.
    fn masked_mailbox(&self, at: usize) -> bool {
        self.byte(at + 1) == b'.' && self.byte(self.while_bytes(at, |byte| byte == b'.')) == b'@'
    }

    /// A word from `start`, of which the part up to `end` is certain.
    pub(super) fn long_word(&mut self, start: usize, mut end: usize) -> usize {
        // Where the part after the last kept hyphen starts.
        let mut part = start;
        while let Some(c) = self.char(end) {
            let next = end + c.len_utf8();
            match c {
                '0'..='9' | '_' | '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' => end = next,
                '.' => {
                    if let Some(stop) = self.inner_stop(start, end) {
                        end = stop;
                    } else {
                        return self.word_before_stop(start, end);
                    }
                }
                '-' | '‐' | '‑' => {
                    if !self.joins_prefix(part, end, next) {
                        break;
                    }
                    end = next;
                    part = next;
                }
                '&' => {
                    // `AT&T`, `R&D`: short names in capitals.
                    let after = self.letters_end(next);
                    let short = (1..=3).contains(&(after - next)) && end - start <= 4;
                    let capitals = self.byte(next).is_ascii_uppercase()
                        == self.byte(start).is_ascii_uppercase();
                    if !(short && capitals) {
                        break;
                    }
                    end = after;
                }
                '/' => {
                    let after = self.letters_end(next);
                    if !self.has(start, after, WordClass::SlashWord) {
                        break;
                    }
                    end = after;
                }
                '*' => {
                    // `f***`, `sh*t`.
                    let after = self.while_bytes(end, |byte| byte == b'*');
                    let masked = self.byte(after).is_ascii_alphabetic()
                        || after - end > 1 && end - start <= 3;
                    if !masked {
                        break;
                    }
                    end = after;
                }
                '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '′' | '`' | '´' => {
                    match self.inner_apostrophe(start, end, next) {
                        Ok(after) => end = after,
                        Err(after) => return after,
                    }
                }
                _ if joins(c) => end = next,
                _ => break,
            }
        }
        self.finish_word(start, end);
        end
    }

    fn finish_word(&mut self, start: usize, end: usize) {
        let ascii = self.slice(start, end).is_ascii();
        if ascii && let Some(len) = self.lexicon.split(self.key(start, end)) {
            self.push_split(start, start + usize::from(len), end);
            return;
        }
        self.push_word(start, end, 0);
    }

    /// An apostrophe from `at` to `next` inside the word from `start`: the
    /// end up to which the word goes on, or, when a word was pushed, how far
    /// the text is read.
    fn inner_apostrophe(&mut self, start: usize, at: usize, next: usize) -> Result<usize, usize> {
        let letters = self.letters_end(next);
        let tail = self.bytes.get(next..letters).unwrap_or_default();
        let ends = !self.alphanumeric(letters);
        let before = self.byte_before(at);
        if tail.eq_ignore_ascii_case(b"t") && before.eq_ignore_ascii_case(&b'n') && ends {
            // `do n't`; a lone `n't` stays whole.
            if at - 1 > start {
                self.push_word(start, at - 1, 0);
            }
            self.push_word(at - 1, letters, TokenFlags::CLITIC);
            return Err(letters);
        }
        if ends && is_clitic(tail) {
            let decade = before == b'0' && self.byte(start).is_ascii_digit() && tail == b"s";
            if decade {
                return Ok(letters);
            }
            self.finish_word(start, at);
            self.push_word(at, letters, TokenFlags::CLITIC);
            return Err(letters);
        }
        if self.alphanumeric(next) && self.byte(at) != b'`' {
            // `O'Connor`, `d'état`.
            return Ok(next);
        }
        // `lovin'`, `ol'`.
        let form = self.bytes.get(start..at).unwrap_or_default();
        let participle = form.len() >= 4
            && form.ends_with(b"in")
            && form.iter().all(u8::is_ascii_lowercase)
            && !self.single_open;
        let dropped = self.blank(next) && (participle || self.has(start, next, WordClass::Elision));
        if dropped {
            self.push_word(start, next, 0);
            return Err(next);
        }
        self.finish_word(start, at);
        Err(at)
    }

    /// The word from `start` to the stop at `end`, which no letter or digit
    /// follows or which ends a word before a missing space.
    fn word_before_stop(&mut self, start: usize, end: usize) -> usize {
        if self.keeps_stop(start, end) {
            self.push_word(start, end + 1, TokenFlags::STOP);
            return end + 1;
        }
        self.finish_word(start, end);
        end
    }

    /// Whether the stop at `end` belongs to the word from `start`.
    fn keeps_stop(&self, start: usize, end: usize) -> bool {
        if self.byte(end + 1) == b'.' && self.byte(end + 2) == b'.' {
            // An ellipsis.
            return false;
        }
        let form = self.bytes.get(start..end).unwrap_or_default();
        let single = match form {
            [byte] => Some(*byte),
            _ => None,
        };
        if let Some(letter) = single {
            return self.keeps_initial(letter, start, end);
        }
        // `U.S.`, `a.m.`, `Ph.D.`: a stop inside, and the last part short.
        if form.contains(&b'.') {
            let last = form.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
            if last.len() <= 2 && last.iter().all(u8::is_ascii_alphabetic) {
                return true;
            }
        }
        let classes = self.classes(start, end + 1);
        if classes.has(WordClass::Abbreviation) {
            return true;
        }
        let after = self.while_bytes(end + 1, |byte| byte == b' ');
        if classes.has(WordClass::AbbreviationBeforeNumber)
            && (self.byte(after).is_ascii_digit() || self.byte(after) == b'#')
        {
            return true;
        }
        if classes.has(WordClass::AbbreviationInside) {
            return !self.byte(after).is_ascii_uppercase() && self.byte(after) != 0;
        }
        if classes.has(WordClass::AbbreviationInContext) {
            let follows = self.byte(after).is_ascii_digit()
                || matches!(self.byte(end + 1), b',' | b'-')
                || self.byte(end + 1) == b' ' && self.names_go_on(after);
            return self.byte(start).is_ascii_uppercase() && follows;
        }
        false
    }

    /// Whether a single letter keeps the stop at `end`: `J. Smith`, `p. 5`.
    fn keeps_initial(&self, letter: u8, start: usize, end: usize) -> bool {
        let next = self.byte(end + 1);
        let after = self.while_bytes(end + 1, |byte| byte == b' ');
        let following = self.byte(after);
        if letter.is_ascii_uppercase() {
            if next == 0 || letter == b'I' && !self.after_name() {
                return false;
            }
            return following.is_ascii_digit()
                || following.is_ascii_lowercase()
                || following >= 0x80
                || self.names_go_on(after)
                || matches!(next, b',' | b'-' | b'\'' | b')');
        }
        letter.is_ascii_lowercase()
            && next == b' '
            && (following.is_ascii_digit() || self.byte_before(start) == b'(')
    }

    /// Whether the capitalised word at `at` is none that begins sentences: a
    /// name may go on with it.
    fn names_go_on(&self, at: usize) -> bool {
        let end = self.letters_end(at);
        self.byte(at).is_ascii_uppercase()
            && (self.byte(end) == b'.' || !self.has(at, end, WordClass::SentenceOpener))
    }

    /// Whether the hyphen from `end` to `next` joins the prefix from `start`
    /// to what follows.
    fn joins_prefix(&self, start: usize, end: usize, next: usize) -> bool {
        if !self.alphanumeric(next) || !self.has(start, end, WordClass::Prefix) {
            return false;
        }
        // `over-the-counter`: no prefix, but a word.
        let after = self.letters_end(next);
        if self.byte(after) == b'-' && self.has(next, after, WordClass::SentenceOpener) {
            return false;
        }
        // `e-mail`, but `E-J` and `Naqsh-e-Jahan` are names.
        end - start > 1
            || self.byte(next).is_ascii_lowercase() && self.byte(next + 1).is_ascii_alphabetic()
    }

    /// Whether the last token is a capitalised word inside a sentence.
    fn after_name(&self) -> bool {
        self.tokens.last().is_some_and(super::Token::is_capitalised)
    }

    /// How far a word goes on after the stop at `at`, which a letter or digit
    /// follows: `U.S`, `e.g`, `Ph.D`. None where the stop ends it.
    fn inner_stop(&self, start: usize, at: usize) -> Option<usize> {
        let next = self.letters_end(at + 1);
        let tail = next - (at + 1);
        let form = self.bytes.get(start..at)?;
        let part = form.rsplit(|byte| *byte == b'.').next()?;
        let letters = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_alphabetic);
        if !letters(part) || self.alphanumeric(next) {
            return None;
        }
        if part.len() == 1 && tail == 1 {
            return Some(next);
        }
        // No abbreviation is longer; the look-up must not grow with the word.
        if tail == 0 || next - start > LONGEST_ABBREVIATION {
            return None;
        }
        let known = self.has(start, next, WordClass::Abbreviation)
            || self.byte(next) == b'.' && self.has(start, next + 1, WordClass::Abbreviation);
        known.then_some(next)
    }
}

/// Whether `c` goes on with a word: a letter, a digit (but no superscript and
/// no fraction), or a mark that combines with the letter before it.
fn joins(c: char) -> bool {
    let raised = matches!(c, 'º' | 'ª' | '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{207f}');
    !raised && (c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c))
}
