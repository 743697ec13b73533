//! Norm keys: 32-bit hashes of normalised forms.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The key of a normalised form: equal for words that differ only in case,
/// compatibility variants (NFKC) and the style of their quote marks.
///
/// It is a 32-bit hash, so two different words share a key with a chance of
/// one in four thousand million; word lists and models store keys, never
/// forms. The hash is part of the model format and never changes within one:
/// the normalised form's UTF-8 bytes are taken eight at a time (little endian,
/// the last group padded with zeros), each folded into the state by a 64-bit
/// multiplication, at the end the length in the same way.
///
/// ```
/// use newsprint::token::NormKey;
/// assert_eq!(NormKey::of("Don’t"), NormKey::of("don't"));
/// assert_eq!(NormKey::of("ﬁnance"), NormKey::of("FINANCE"));
/// const SAID: NormKey = NormKey::ascii("said");
/// assert_eq!(NormKey::of("SAID"), SAID);
/// assert_ne!(NormKey::of("says"), SAID);
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct NormKey(pub u32);

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const FACTOR: u64 = 0xd6e8_feb8_6659_fd93;
/// 0x01 in each byte; times a byte gives that byte in each.
const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;

/// The state of a key under way.
#[derive(Clone, Copy)]
pub(super) struct Hash(u64);

impl Hash {
    pub(super) const START: Self = Self(SEED);

    /// Folds eight bytes of the normalised form in.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "both halves of the product are used")]
    pub(super) const fn fold(self, chunk: u64) -> Self {
        let product = (self.0 ^ chunk) as u128 * FACTOR as u128;
        Self(product as u64 ^ (product >> 64) as u64)
    }

    /// The key of the `len` bytes folded in.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "the upper half is the key")]
    pub(super) const fn finish(self, len: usize) -> NormKey {
        NormKey((self.fold(len as u64).0 >> 32) as u32)
    }
}

/// Lower-cases the ASCII capitals among eight bytes.
#[inline]
pub(super) const fn lower(chunk: u64) -> u64 {
    let low_bits = chunk & !TOPS;
    let from_a = low_bits + ONES * (0x80 - b'A' as u64);
    let past_z = low_bits + ONES * (0x80 - (b'Z' as u64 + 1));
    let capitals = (from_a & !past_z & !chunk) & TOPS;
    chunk | (capitals >> 2)
}

/// Which of eight bytes are ASCII letters, and which of them capitals: the top
/// bit of each byte says so.
#[inline]
pub(super) const fn letters(chunk: u64) -> (u64, u64) {
    let folded = (chunk | (ONES * 0x20)) & !TOPS;
    let from_a = folded + ONES * (0x80 - b'a' as u64);
    let past_z = folded + ONES * (0x80 - (b'z' as u64 + 1));
    let letters = from_a & !past_z & !chunk & TOPS;
    (letters, letters & !(chunk << 2))
}

/// Eight bytes from `at`, zeros past the end.
#[inline]
pub(super) fn load(bytes: &[u8], at: usize) -> u64 {
    if let Some(Ok(chunk)) = bytes.get(at..at + 8).map(<[u8; 8]>::try_from) {
        u64::from_le_bytes(chunk)
    } else {
        load_tail(bytes.get(at..).unwrap_or_default())
    }
}

#[cold]
fn load_tail(tail: &[u8]) -> u64 {
    tail.iter().take(8).rev().fold(0, |chunk, &byte| chunk << 8 | u64::from(byte))
}

/// The key of an ASCII form in any case.
#[inline]
pub(super) fn ascii_key(bytes: &[u8]) -> NormKey {
    let mut hash = Hash::START;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        hash = hash.fold(lower(load(chunk, 0)));
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let chunk = rest.iter().rev().fold(0, |chunk, &byte| chunk << 8 | u64::from(byte));
        hash = hash.fold(lower(chunk));
    }
    hash.finish(bytes.len())
}

/// Takes bytes one by one; folds them in by eights.
struct ByteHash {
    hash: Hash,
    chunk: u64,
    len: usize,
}

impl ByteHash {
    const fn new() -> Self {
        Self { hash: Hash::START, chunk: 0, len: 0 }
    }

    const fn push(mut self, byte: u8) -> Self {
        self.chunk |= (byte as u64) << (8 * (self.len % 8));
        self.len += 1;
        if self.len.is_multiple_of(8) {
            self.hash = self.hash.fold(self.chunk);
            self.chunk = 0;
        }
        self
    }

    const fn finish(self) -> NormKey {
        let hash = if self.len.is_multiple_of(8) { self.hash } else { self.hash.fold(self.chunk) };
        hash.finish(self.len)
    }
}

impl NormKey {
    /// The key of `word`.
    pub fn of(word: &str) -> Self {
        if word.is_ascii() { ascii_key(word.as_bytes()) } else { Self::of_unicode(word) }
    }

    /// The key of an ASCII word, as a constant.
    ///
    /// # Panics
    /// When `word` is not ASCII: at compile time, when used in a constant.
    pub const fn ascii(word: &str) -> Self {
        let bytes = word.as_bytes();
        let mut hash = ByteHash::new();
        let mut at = 0;
        while at < bytes.len() {
            assert!(bytes[at].is_ascii(), "expected an ASCII word");
            hash = hash.push(bytes[at].to_ascii_lowercase());
            at += 1;
        }
        hash.finish()
    }

    /// The key of one ASCII character.
    pub(super) const fn of_byte(byte: u8) -> Self {
        ByteHash::new().push(byte.to_ascii_lowercase()).finish()
    }

    /// The key of a form that is its own normalised form, as a constant.
    pub(super) const fn of_normal(form: &str) -> Self {
        let bytes = form.as_bytes();
        let mut hash = ByteHash::new();
        let mut at = 0;
        while at < bytes.len() {
            hash = hash.push(bytes[at]);
            at += 1;
        }
        hash.finish()
    }

    /// Streams the normalised form into the hash without storing it.
    fn of_unicode(word: &str) -> Self {
        let mut hash = ByteHash::new();
        let mut buffer = [0; 4];
        if word.chars().all(is_composed_latin) {
            for c in word.chars().flat_map(char::to_lowercase).filter_map(fold_mark) {
                for &byte in c.encode_utf8(&mut buffer).as_bytes() {
                    hash = hash.push(byte);
                }
            }
            return hash.finish();
        }
        let marked = word.chars().filter_map(fold_mark);
        let normalised = marked.nfkc().flat_map(char::to_lowercase).nfkc().filter_map(fold_mark);
        for c in normalised {
            for &byte in c.encode_utf8(&mut buffer).as_bytes() {
                hash = hash.push(byte);
            }
        }
        hash.finish()
    }
}

/// Characters that NFKC leaves alone wherever they stand among each other:
/// ASCII, the composed Latin letters but for digraphs and the long s, and the
/// common quote marks.
fn is_composed_latin(c: char) -> bool {
    match c {
        '\0'..='\x7f' | '‘' | '’' | '“' | '”' => true,
        'À'..='ɏ' => !matches!(c, 'Ĳ' | 'ĳ' | 'Ŀ' | 'ŀ' | 'ŉ' | 'ſ' | 'Ǆ'..='ǌ' | 'Ǳ'..='ǳ'),
        _ => false,
    }
}

/// Folds quote marks to ASCII; drops what only says where a line may break.
fn fold_mark(c: char) -> Option<char> {
    Some(match c {
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => return None,
        '‘' | '’' | '‚' | '‛' | 'ʼ' | 'ʻ' | '′' | '‹' | '›' | '´' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '「' | '」' | '『' | '』' => '"',
        '‐' | '‑' => '-',
        _ => c,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_gives_the_same_key() {
        for word in
            ["", "a", "The", "Minister", "governments", "internationalisation", "U.S.", "'s"]
        {
            assert_eq!(NormKey::of(word), NormKey::of_unicode(word), "{word}");
            assert_eq!(NormKey::of(word), NormKey::ascii(word), "{word}");
        }
    }

    #[test]
    fn case_is_folded_in_every_byte() {
        for byte in 0..=255_u8 {
            let chunk = u64::from_le_bytes([byte; 8]);
            assert_eq!(lower(chunk), u64::from_le_bytes([byte.to_ascii_lowercase(); 8]));
            let (all, capitals) = letters(chunk);
            assert_eq!(all, if byte.is_ascii_alphabetic() { TOPS } else { 0 }, "{byte}");
            assert_eq!(capitals, if byte.is_ascii_uppercase() { TOPS } else { 0 }, "{byte}");
        }
    }

    #[test]
    fn composed_latin_is_its_own_form() {
        for c in ('\0'..='ɏ').chain("‘’“”".chars()).filter(|c| is_composed_latin(*c)) {
            let form: String = [c].into_iter().nfkc().collect();
            assert_eq!(form, c.to_string());
            let lower: String = c.to_lowercase().nfkc().collect();
            assert_eq!(lower, c.to_lowercase().to_string());
        }
    }

    #[test]
    fn variants_share_a_key() {
        assert_eq!(NormKey::of("“"), NormKey::of("\""));
        assert_eq!(NormKey::of("École"), NormKey::of("e\u{301}cole"));
        assert_eq!(NormKey::of("①"), NormKey::of("1"));
        assert_eq!(NormKey::of("co\u{ad}operate"), NormKey::of("cooperate"));
    }

    #[test]
    fn the_hash_is_fixed() {
        // Models store keys: a change here needs a new model format version.
        assert_eq!(NormKey::of("said"), NormKey(2_296_152_992));
        assert_eq!(NormKey::of("spokeswoman"), NormKey(4_245_949_865));
    }
}
