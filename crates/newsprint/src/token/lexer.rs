//! The main loop, and the fast path for plain words.

use super::class::{Class, class, ends_word};
use super::norm::{Hash, ascii_key, letters, load};
use super::{NormKey, Token, TokenFlags, TokenKind};
use crate::lexicon::{Lexicon, WordClass, WordClasses};
use crate::text::Span;

/// The lexer's state in one block.
pub(super) struct Lexer<'a> {
    /// The text up to the end of the block.
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) lexicon: &'a Lexicon,
    pub(super) tokens: Vec<Token>,
    /// Where the block starts.
    pub(super) start: usize,
    /// Flags of the white space before the next token.
    pub(super) pending: u16,
    /// Up to where a look-ahead for an address has failed already, so that no
    /// byte is looked at again from every position before it.
    pub(super) no_address_before: usize,
    /// Whether a single quote mark is open in this block.
    pub(super) single_open: bool,
}

pub(super) fn lex(text: &str, blocks: impl Iterator<Item = Span>, lexicon: &Lexicon) -> Vec<Token> {
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        lexicon,
        // News text has a token for every five bytes or so.
        tokens: Vec::with_capacity(text.len() / 5 + 8),
        start: 0,
        pending: 0,
        no_address_before: 0,
        single_open: false,
    };
    for block in blocks {
        let range = block.range();
        lexer.text = text.get(..range.end).unwrap_or(text);
        lexer.bytes = lexer.text.as_bytes();
        lexer.block(range.start);
        if let Some(last) = lexer.tokens.last_mut() {
            last.flags |= TokenFlags::SPACE_AFTER;
        }
    }
    lexer.tokens
}

impl Lexer<'_> {
    /// Reads the block from `at` to the end of `self.text`.
    fn block(&mut self, mut at: usize) {
        self.start = at;
        self.pending = TokenFlags::FIRST_IN_BLOCK | TokenFlags::SPACE_BEFORE;
        self.single_open = false;
        while let Some(&byte) = self.bytes.get(at) {
            at = match class(byte) {
                Class::Space => {
                    self.pending |= TokenFlags::SPACE_BEFORE;
                    if byte == b'\n' {
                        self.pending |= TokenFlags::LINE_BEFORE;
                    }
                    at + 1
                }
                Class::Letter => self.letters(at),
                Class::Digit => self.number(at),
                Class::Apostrophe => self.apostrophe(at),
                Class::Quote => self.ascii_mark(at, TokenKind::Quote, byte),
                Class::Stop => self.stops(at),
                Class::Hyphen => self.hyphens(at),
                Class::Run => self.run(at, byte),
                Class::Alone => self.ascii_mark(at, TokenKind::Punctuation, byte),
                Class::Sign => self.sign(at, byte),
                Class::Control => self.mark(at, at + 1, TokenKind::Symbol, 0),
                Class::Wide => self.wide(at),
            };
        }
    }

    /// A run of ASCII letters: a plain word when what follows ends it for
    /// certain, which is the common case by far.
    fn letters(&mut self, start: usize) -> usize {
        let mut hash = Hash::START;
        let mut at = start;
        let mut capitals = 0;
        let mut first = 0;
        // The last chunk in lower case, and how many of its bits are letters.
        let (tail, bits) = loop {
            let chunk = load(self.bytes, at);
            let (found, upper) = letters(chunk);
            let stop = !found & 0x8080_8080_8080_8080;
            if at == start {
                first = upper & 0x80;
            }
            let lower = chunk | 0x2020_2020_2020_2020;
            if stop == 0 {
                hash = hash.fold(lower);
                capitals += upper.count_ones();
                at += 8;
                continue;
            }
            let bits = stop.trailing_zeros() & !7;
            let keep = (1_u64 << bits) - 1;
            capitals += (upper & keep).count_ones();
            at += (bits / 8) as usize;
            break (lower & keep, bits);
        };
        let next = self.byte(at);
        let norm = if bits == 0 { hash } else { hash.fold(tail) }.finish(at - start);
        let len = u32::try_from(at - start).unwrap_or(u32::MAX);
        let shape = word_shape(len, capitals, first != 0);
        match next {
            _ if ends_word(next) => {}
            b'.' if len > 1 && ends_word(self.byte(at + 1)) => {
                // Only an abbreviation keeps the stop.
                let with_stop = hash.fold(tail | u64::from(b'.') << bits).finish(at + 1 - start);
                if self.lexicon.classes(with_stop).0 & WITH_STOP != 0 {
                    return self.word(start, at);
                }
            }
            b'\'' if self.is_possessive(at + 1) => {
                self.push(start, at, TokenKind::Word, norm, shape, 0);
                self.push_possessive(at, at + 2, 0);
                return at + 2;
            }
            0xe2 if self.bytes.get(at + 1..at + 3) == Some(&[0x80, 0x99])
                && self.is_possessive(at + 3) =>
            {
                self.push(start, at, TokenKind::Word, norm, shape, 0);
                self.push_possessive(at, at + 4, TokenFlags::WIDE);
                return at + 4;
            }
            _ => return self.word(start, at),
        }
        if let Some(len) = self.lexicon.split(norm) {
            self.push_split(start, start + usize::from(len), at);
        } else {
            self.push(start, at, TokenKind::Word, norm, shape, 0);
        }
        at
    }

    /// Whether the letter after an apostrophe, at `at`, is an `s` on its own.
    #[inline]
    fn is_possessive(&self, at: usize) -> bool {
        self.byte(at) == b's' && ends_word(self.byte(at + 1))
    }

    fn push_possessive(&mut self, start: usize, end: usize, wide: u16) {
        const NORM: NormKey = NormKey::ascii("'s");
        let flags = TokenFlags::CLITIC | TokenFlags::APOSTROPHE | wide;
        self.push(start, end, TokenKind::Word, NORM, 1, flags);
    }

    /// Pushes the two parts of a contraction.
    #[cold]
    pub(super) fn push_split(&mut self, start: usize, middle: usize, end: usize) {
        let middle = middle.min(end);
        self.push_word(start, middle, 0);
        if middle < end {
            self.push_word(middle, end, TokenFlags::CLITIC);
        }
    }

    /// The byte at `at`; 0 past the end of the block.
    #[inline]
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// The byte before `at`; 0 at the start of the block.
    #[inline]
    pub(super) fn byte_before(&self, at: usize) -> u8 {
        if at > self.start { self.byte(at - 1) } else { 0 }
    }

    /// The character at `at`.
    #[inline]
    pub(super) fn char(&self, at: usize) -> Option<char> {
        match self.byte(at) {
            0 => None,
            byte @ 1..0x80 => Some(char::from(byte)),
            _ => self.text.get(at..)?.chars().next(),
        }
    }

    /// The character before `at` in the block.
    pub(super) fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(self.start..at)?.chars().next_back()
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub(super) fn key(&self, start: usize, end: usize) -> NormKey {
        NormKey::of(self.slice(start, end))
    }

    pub(super) fn classes(&self, start: usize, end: usize) -> WordClasses {
        self.lexicon.classes(self.key(start, end))
    }

    pub(super) fn has(&self, start: usize, end: usize, class: WordClass) -> bool {
        self.classes(start, end).has(class)
    }

    /// Whether white space or the end of the block is at `at`.
    pub(super) fn blank(&self, at: usize) -> bool {
        self.char(at).is_none_or(char::is_whitespace)
    }

    /// Whether a letter or digit is at `at`.
    pub(super) fn alphanumeric(&self, at: usize) -> bool {
        self.char(at).is_some_and(char::is_alphanumeric)
    }

    /// The end of the ASCII letters from `at`.
    pub(super) fn letters_end(&self, at: usize) -> usize {
        self.while_bytes(at, |byte| byte.is_ascii_alphabetic())
    }

    /// The end of the ASCII digits from `at`.
    pub(super) fn digits_end(&self, at: usize) -> usize {
        self.while_bytes(at, |byte| byte.is_ascii_digit())
    }

    /// The end of the bytes from `at` that `accept` takes.
    pub(super) fn while_bytes(&self, at: usize, accept: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| accept(**byte)).count()
    }

    /// Pushes a token.
    #[inline]
    pub(super) fn push(
        &mut self,
        start: usize,
        end: usize,
        kind: TokenKind,
        norm: NormKey,
        shape: u8,
        flags: u16,
    ) {
        if self.pending & TokenFlags::SPACE_BEFORE != 0
            && let Some(last) = self.tokens.last_mut()
        {
            last.flags |= TokenFlags::SPACE_AFTER;
        }
        let span = Span::from_range(start..end);
        let flags = flags | self.pending;
        self.tokens.push(Token { span, norm, kind, shape, flags });
        self.pending = 0;
    }

    /// Pushes a word, number or address; reads its shape and flags from it.
    pub(super) fn push_form(&mut self, start: usize, end: usize, kind: TokenKind, flags: u16) {
        let form = self.slice(start, end);
        let (norm, shape, found) = if form.is_ascii() {
            let (shape, found) = ascii_form(form.as_bytes());
            (ascii_key(form.as_bytes()), shape, found)
        } else {
            let (shape, found) = wide_form(form);
            (NormKey::of(form), shape, found)
        };
        self.push(start, end, kind, norm, shape, flags | found);
    }

    pub(super) fn push_word(&mut self, start: usize, end: usize, flags: u16) {
        self.push_form(start, end, TokenKind::Word, flags);
    }

    /// Pushes a mark of one ASCII character; gives its end.
    #[inline]
    pub(super) fn ascii_mark(&mut self, at: usize, kind: TokenKind, mark: u8) -> usize {
        self.push(at, at + 1, kind, ascii_mark_key(mark), mark, 0);
        at + 1
    }

    /// Pushes a mark beyond ASCII whose key is known; gives its end.
    #[inline]
    pub(super) fn wide_mark(
        &mut self,
        start: usize,
        end: usize,
        kind: TokenKind,
        norm: NormKey,
        mark: u8,
    ) -> usize {
        self.push(start, end, kind, norm, mark, TokenFlags::WIDE);
        end
    }

    /// Pushes punctuation or a symbol that folds to `mark`; gives its end.
    pub(super) fn mark(&mut self, start: usize, end: usize, kind: TokenKind, mark: u8) -> usize {
        let norm = self.key(start, end);
        let wide = if self.byte(start) < 0x80 { 0 } else { TokenFlags::WIDE };
        self.push(start, end, kind, norm, mark, wide);
        end
    }
}

/// The classes of which the full stop makes a difference.
const WITH_STOP: u64 = 1 << WordClass::Abbreviation as u8
    | 1 << WordClass::AbbreviationBeforeNumber as u8
    | 1 << WordClass::AbbreviationInContext as u8
    | 1 << WordClass::AbbreviationInside as u8;

/// The keys of all single ASCII characters.
const ASCII_KEYS: [NormKey; 128] = {
    let mut keys = [NormKey(0); 128];
    let mut byte = 0_u8;
    while byte < 128 {
        keys[byte as usize] = NormKey::of_byte(byte);
        byte += 1;
    }
    keys
};

#[inline]
pub(super) fn ascii_mark_key(byte: u8) -> NormKey {
    ASCII_KEYS[usize::from(byte & 0x7f)]
}

/// The code of a word's shape; see [`super::Shape`].
fn word_shape(letters: u32, capitals: u32, first: bool) -> u8 {
    match (capitals, first) {
        (0, _) => u8::from(letters > 0),
        (1, true) => 2,
        _ if capitals == letters => 3,
        (_, false) => 4,
        // `O'Brien` has two capitals, and so has `McDonald`.
        (_, true) => 5,
    }
}

fn ascii_form(form: &[u8]) -> (u8, u16) {
    let mut flags = 0;
    let (mut letters, mut capitals) = (0, 0);
    for &byte in form {
        match byte {
            b'a'..=b'z' => letters += 1,
            b'A'..=b'Z' => {
                letters += 1;
                capitals += 1;
            }
            b'0'..=b'9' => flags |= TokenFlags::DIGIT,
            b'-' => flags |= TokenFlags::HYPHEN,
            b'\'' | b'`' => flags |= TokenFlags::APOSTROPHE,
            _ => {}
        }
    }
    let first = form.iter().find(|byte| byte.is_ascii_alphabetic());
    (word_shape(letters, capitals, first.is_some_and(u8::is_ascii_uppercase)), flags)
}

fn wide_form(form: &str) -> (u8, u16) {
    let mut flags = TokenFlags::WIDE;
    let (mut letters, mut capitals) = (0, 0);
    let mut first = None;
    for c in form.chars() {
        if c.is_uppercase() {
            letters += 1;
            capitals += 1;
            first.get_or_insert(true);
        } else if c.is_lowercase() {
            letters += 1;
            first.get_or_insert(false);
        } else if c.is_numeric() {
            flags |= TokenFlags::DIGIT;
        } else if matches!(c, '-' | '‐' | '‑') {
            flags |= TokenFlags::HYPHEN;
        } else if matches!(c, '\'' | '’' | '‘' | 'ʼ') {
            flags |= TokenFlags::APOSTROPHE;
        }
    }
    (word_shape(letters, capitals, first.unwrap_or(false)), flags)
}
