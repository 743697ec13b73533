//! Addresses: web, e-mail, file names, handles, hashtags.

use super::TokenKind;
use super::lexer::Lexer;
use crate::lexicon::WordClass;

/// No domain or local part is longer; look-ahead stops there.
const LONGEST: usize = 320;

/// A byte of a name with stops: a domain, a file name, a mailbox.
fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

/// A byte of a path, query or fragment.
fn in_path(byte: u8) -> bool {
    byte >= 0x80 || byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'|' | b'`')
}

impl Lexer<'_> {
    /// If an address starts at `start`, of which the part up to `end` was
    /// read, pushes it and gives its end.
    pub(super) fn address(&mut self, start: usize, end: usize) -> Option<usize> {
        if !matches!(self.byte(end), b'.' | b':' | b'@' | b'-' | b'_' | b'+' | b'%' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z')
        {
            return None;
        }
        let end = self.address_end(start, end)?;
        self.push_form(start, end, TokenKind::Address, 0);
        Some(end)
    }

    fn address_end(&mut self, start: usize, end: usize) -> Option<usize> {
        if self.byte(end) == b':' {
            return self.scheme(start, end);
        }
        if start < self.no_address_before {
            return None;
        }
        let limit = start + LONGEST;
        let mut to = end;
        let (mut stops, mut signs) = (0, 0);
        while to < limit {
            match self.byte(to) {
                b'.' if to > start => stops += 1,
                b'+' | b'%' => signs += 1,
                byte if in_name(byte) => {}
                _ => break,
            }
            to += 1;
        }
        if self.byte(to) == b'@' && in_name(self.byte(to + 1)) && self.byte(to + 1) != b'.' {
            let domain = self.while_bytes(to + 1, in_name);
            return Some(self.trim_name(domain));
        }
        if stops == 0 || signs > 0 || to >= limit {
            self.no_address_before = to;
            return None;
        }
        let name = self.trim_name(to);
        let found = self.is_site(start, name);
        if !found {
            self.no_address_before = to;
            return None;
        }
        if self.byte(name) == b':' && self.byte(name + 1).is_ascii_digit() {
            let port = self.digits_end(name + 1);
            return Some(self.path(port));
        }
        Some(if self.byte(name) == b'/' { self.path(name) } else { name })
    }

    /// Takes trailing stops and hyphens off a name that ends at `end`.
    fn trim_name(&self, mut end: usize) -> usize {
        while matches!(self.byte_before(end), b'.' | b'-' | b'_') {
            end -= 1;
        }
        end
    }

    /// Whether the name from `start` to `end` is a domain or a file name, by
    /// its last part.
    fn is_site(&self, start: usize, end: usize) -> bool {
        let Some(name) = self.bytes.get(start..end) else { return false };
        if name.len() > 4 && name.get(..4).is_some_and(|www| www.eq_ignore_ascii_case(b"www.")) {
            return true;
        }
        let Some(stop) = name.iter().rposition(|byte| *byte == b'.') else { return false };
        let Some(last) = name.get(stop + 1..) else { return false };
        let lower = last.iter().all(|byte| !byte.is_ascii_uppercase());
        let upper = name.iter().all(|byte| !byte.is_ascii_lowercase());
        if stop == 0 || last.is_empty() {
            return false;
        }
        // `alt.animals.cat`: three parts of small letters.
        let parts = || name.split(|byte| *byte == b'.');
        if parts().count() >= 3
            && parts().all(|part| !part.is_empty() && part.iter().all(u8::is_ascii_lowercase))
            && parts().take(2).all(|part| part.len() > 1)
        {
            return true;
        }
        let classes = self.classes(start + stop + 1, end);
        if classes.has(WordClass::FileExtension) {
            return true;
        }
        (lower || upper) && classes.has(WordClass::TopLevelDomain)
    }

    /// An address with a scheme, the colon of which is at `colon`.
    fn scheme(&self, start: usize, colon: usize) -> Option<usize> {
        let scheme = self.bytes.get(start..colon)?;
        let slashes = self.byte(colon + 1) == b'/' && self.byte(colon + 2) == b'/';
        let known = slashes && scheme.len() >= 3
            || scheme.eq_ignore_ascii_case(b"mailto") && in_name(self.byte(colon + 1));
        known.then(|| self.path(colon + 1))
    }

    /// The end of the path from `at`, without closing punctuation.
    fn path(&self, at: usize) -> usize {
        let mut end = self.while_bytes(at, in_path);
        let mut open = 0_i32;
        for byte in self.bytes.get(at..end).unwrap_or_default() {
            open += i32::from(*byte == b'(') - i32::from(*byte == b')');
        }
        while end > at {
            match self.byte(end - 1) {
                b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b']' | b'}' | b'*' => end -= 1,
                b')' if open < 0 => {
                    open += 1;
                    end -= 1;
                }
                0x80.. => {
                    let Some(c) = self.char_before(end) else { break };
                    if c.is_alphanumeric() {
                        break;
                    }
                    end -= c.len_utf8();
                }
                _ => break,
            }
        }
        end
    }

    /// The end of a handle or hashtag whose sign is at `at`.
    pub(super) fn tag_end(&self, at: usize) -> Option<usize> {
        let first = self.char(at + 1)?;
        if !(first.is_alphabetic() || first == '_' || first.is_numeric()) {
            return None;
        }
        let rest = self.text.get(at + 1..)?;
        let mut letters = false;
        let mut end = at + 1;
        for c in rest.chars() {
            if !(c.is_alphanumeric() || c == '_') {
                break;
            }
            letters |= c.is_alphabetic() || c == '_';
            end += c.len_utf8();
        }
        letters.then_some(end)
    }
}
