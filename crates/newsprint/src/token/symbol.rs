//! Punctuation, quote marks and everything beyond ASCII.

use unicode_segmentation::UnicodeSegmentation;

use super::lexer::{Lexer, ascii_mark_key};
use super::{NormKey, TokenFlags, TokenKind};
use crate::lexicon::WordClass;

impl Lexer<'_> {
    /// `'`, `` ` `` or a curly single mark at `at`: a clitic, an elision, a
    /// year or a quote mark.
    pub(super) fn apostrophe(&mut self, at: usize) -> usize {
        let Some(c) = self.char(at) else { return at + 1 };
        let len = c.len_utf8();
        let next = at + len;
        // LaTeX marks: `` and '' are one.
        let following = self.char(next).unwrap_or('\0');
        if c == following && c != '‚' || (c, following) == ('‘', '’') {
            return self.mark(at, next + len, TokenKind::Quote, b'"');
        }
        let before = self.char_before(at);
        let typed_for_one = matches!(c, '`' | '´') && before.is_some_and(char::is_alphanumeric);
        if (typed_for_one || self.apostrophe_at(at) > 0)
            && let Some(end) = self.word_from_apostrophe(at, next)
        {
            return end;
        }
        let glued = self.pending & TokenFlags::SPACE_BEFORE == 0;
        let word_before = glued && before.is_some_and(char::is_alphanumeric);
        let opens = !word_before && !self.blank(next);
        let mut flags = if c.is_ascii() { 0 } else { TokenFlags::WIDE };
        let possessive =
            word_before && self.blank(next) && matches!(before, Some('s' | 'S' | 'z' | 'x'));
        let norm = ascii_mark_key(if c == '`' { b'`' } else { b'\'' });
        if possessive && !self.single_open {
            self.push(at, next, TokenKind::Word, norm, 0, flags | TokenFlags::CLITIC);
            return next;
        }
        if possessive {
            flags |= TokenFlags::EITHER;
        } else {
            self.single_open = opens;
        }
        self.push(at, next, TokenKind::Quote, norm, b'\'', flags);
        next
    }

    /// `'s`, `'90s`, `'em`, `'n'` from the apostrophe at `at`.
    fn word_from_apostrophe(&mut self, at: usize, next: usize) -> Option<usize> {
        let before = self.char_before(at);
        let digits = self.digits_end(next);
        if digits == next + 2 && !before.is_some_and(char::is_alphanumeric) {
            let end = if self.byte(digits) == b's' { digits + 1 } else { digits };
            if !self.alphanumeric(end) && self.byte(end) != b'-' {
                self.push_form(at, end, TokenKind::Number, 0);
                return Some(end);
            }
        }
        let letters = self.letters_end(next);
        if letters == next || self.alphanumeric(letters) {
            return None;
        }
        if let Some(end) = self.clitic(at, next - at) {
            let closes = self.apostrophe_at(end) > 0 && before.is_none_or(char::is_whitespace);
            if !closes {
                self.push_word(at, end, TokenFlags::CLITIC);
                return Some(end);
            }
        }
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let close = letters + self.apostrophe_at(letters);
        for end in [close, letters] {
            if self.has(at, end, WordClass::Elision) {
                self.push_word(at, end, 0);
                return Some(end);
            }
        }
        None
    }

    /// A run of stops: one, an ellipsis, or the start of a decimal.
    pub(super) fn stops(&mut self, at: usize) -> usize {
        if matches!(self.byte(at + 1), b' ' | b'\n' | b'\r' | b'"' | b')' | 0) {
            return self.ascii_mark(at, TokenKind::Punctuation, b'.');
        }
        let end = self.while_bytes(at, |byte| byte == b'.');
        let glued = self.pending & TokenFlags::SPACE_BEFORE == 0;
        if end == at + 1 && !glued && self.byte(end).is_ascii_digit() {
            let end = self.digits(end);
            if !self.byte(end).is_ascii_alphabetic() {
                self.push_form(at, end, TokenKind::Number, 0);
                return end;
            }
        }
        // `.?` is a slip for one of the two; `...?` is an ellipsis and a mark.
        let end = if end == at + 1 { self.end_marks(end) } else { end };
        self.mark(at, end, TokenKind::Punctuation, b'.')
    }

    /// The end of the exclamation and question marks from `at`, which are one
    /// token together: `?!`.
    fn end_marks(&self, at: usize) -> usize {
        self.while_bytes(at, |byte| matches!(byte, b'!' | b'?'))
    }

    /// One hyphen, a dash of several, or an arrow.
    pub(super) fn hyphens(&mut self, at: usize) -> usize {
        let end = self.while_bytes(at, |byte| byte == b'-');
        if end == at + 1 && self.byte(end) != b'>' {
            return self.ascii_mark(at, TokenKind::Punctuation, b'-');
        }
        let end = if self.byte(end) == b'>' { end + 1 } else { end };
        self.mark(at, end, TokenKind::Punctuation, b'-')
    }

    /// A mark that is grouped with its like.
    pub(super) fn run(&mut self, at: usize, byte: u8) -> usize {
        let mut end = if matches!(byte, b'!' | b'?') {
            self.end_marks(at)
        } else {
            self.while_bytes(at, |other| other == byte)
        };
        if byte == b'=' && self.byte(end) == b'>' {
            end += 1;
        }
        if byte == b'_' && self.alphanumeric(end) {
            return self.long_word(at, end);
        }
        self.mark(at, end, TokenKind::Punctuation, byte)
    }

    /// A sign whose meaning depends on what follows.
    pub(super) fn sign(&mut self, at: usize, byte: u8) -> usize {
        let next = at + 1;
        let glued = self.byte_before(at).is_ascii_alphanumeric();
        match byte {
            b'@' | b'#' if !glued => {
                if let Some(end) = self.tag_end(at) {
                    self.push_form(at, end, TokenKind::Address, 0);
                    return end;
                }
                let end = self.while_bytes(at, |other| other == byte);
                self.mark(at, end, TokenKind::Symbol, byte)
            }
            b'+' if !glued && self.byte(next).is_ascii_digit() => {
                let end = self.digits(next);
                if self.byte(end).is_ascii_alphabetic() {
                    return self.mark(at, next, TokenKind::Symbol, byte);
                }
                self.push_form(at, end, TokenKind::Number, 0);
                end
            }
            b'<' | b'>' => {
                let end = self.while_bytes(at, |other| other == byte);
                self.mark(at, end, TokenKind::Punctuation, byte)
            }
            b':' | b';' => {
                let end = self.emoticon(at).unwrap_or(next);
                let kind = if end == next { TokenKind::Punctuation } else { TokenKind::Symbol };
                self.mark(at, end, kind, if end == next { byte } else { 0 })
            }
            b'$' | b'+' => {
                let end = self.while_bytes(at, |other| other == byte);
                self.mark(at, end, TokenKind::Symbol, byte)
            }
            _ => self.mark(at, next, TokenKind::Symbol, byte),
        }
    }

    /// The end of `:)`, `;-)`, `:(` between spaces.
    fn emoticon(&self, at: usize) -> Option<usize> {
        let nose = at + 1 + usize::from(self.byte(at + 1) == b'-');
        let mouth =
            matches!(self.byte(nose), b')' | b'(' | b'D' | b'P' | b'p' | b'/' | b'|' | b'\\');
        let end = nose + 1;
        if !mouth || !(self.blank(end) || matches!(self.byte(end), b'.' | b',' | b'!' | b'"')) {
            return None;
        }
        let apart = self.pending & TokenFlags::SPACE_BEFORE != 0;
        // `(as follows:)` is no smile.
        let smile = nose > at + 1 || !self.in_brackets(at);
        (apart || self.byte(nose) == b')' && smile).then_some(end)
    }

    /// Whether a bracket is open at `at`, as far as a few words back.
    fn in_brackets(&self, at: usize) -> bool {
        let from = at.saturating_sub(160).max(self.start);
        let before = self.bytes.get(from..at).unwrap_or_default();
        before.iter().rev().find(|byte| matches!(byte, b'(' | b')')) == Some(&b'(')
    }

    /// A token that starts beyond ASCII.
    pub(super) fn wide(&mut self, at: usize) -> usize {
        const EM_DASH: NormKey = NormKey::of_normal("—");
        const EN_DASH: NormKey = NormKey::of_normal("–");
        let Some(c) = self.char(at) else { return at + 1 };
        let next = at + c.len_utf8();
        match c {
            '“' | '”' => self.wide_mark(at, next, TokenKind::Quote, ascii_mark_key(b'"'), b'"'),
            '—' | '–' if self.char(next) != Some(c) => {
                let norm = if c == '—' { EM_DASH } else { EN_DASH };
                self.wide_mark(at, next, TokenKind::Punctuation, norm, b'-')
            }
            '„' | '‟' | '«' | '»' | '″' | '「' | '」' | '『' | '』' | '＂' => {
                self.mark(at, next, TokenKind::Quote, b'"')
            }
            '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | 'ʼ' | '´' => {
                self.apostrophe(at)
            }
            '—' | '–' | '―' | '‐' | '‑' | '‒' | '−' => {
                let end = self.while_char(at, c);
                self.mark(at, end, TokenKind::Punctuation, b'-')
            }
            '…' => {
                let end = self.while_char(at, c);
                let end = if self.byte(end) == b'.' { end + 1 } else { end };
                self.mark(at, end, TokenKind::Punctuation, b'.')
            }
            '\u{200b}' | '\u{feff}' => {
                self.pending |= TokenFlags::SPACE_BEFORE;
                next
            }
            _ if c.is_whitespace() => {
                self.pending |= TokenFlags::SPACE_BEFORE;
                if matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}') {
                    self.pending |= TokenFlags::LINE_BEFORE;
                }
                next
            }
            '·' | '•' | '‥' | '․' | '،' | '؛' | '؟' | '।' | '、' | '。' | '！' | '？' | '，'
            | '：' | '（' | '）' | '¿' | '¡' | '⁓' | '†' | '‡' => {
                self.mark(at, next, TokenKind::Punctuation, 0)
            }
            'º' | 'ª' => self.mark(at, next, TokenKind::Symbol, 0),
            _ if c.is_alphabetic() => self.long_word(at, next),
            _ if c.is_numeric() => {
                let end = self.char_run(next, char::is_numeric);
                self.push_form(at, end, TokenKind::Number, 0);
                end
            }
            _ => {
                let end = self.cluster_end(at, next);
                self.mark(at, end, TokenKind::Symbol, 0)
            }
        }
    }

    /// The end of the grapheme cluster at `at`: an emoji with everything that
    /// is joined to it.
    fn cluster_end(&self, at: usize, next: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.graphemes(true).next().map_or(next, |cluster| at + cluster.len())
    }

    fn while_char(&self, at: usize, c: char) -> usize {
        self.char_run(at, |other| other == c)
    }

    fn char_run(&self, at: usize, accept: impl Fn(char) -> bool) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + rest.chars().take_while(|c| accept(*c)).map(char::len_utf8).sum::<usize>()
    }
}
