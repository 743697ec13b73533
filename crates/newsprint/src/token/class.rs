//! What each byte can begin.

/// The class of a byte at the start of a token.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Class {
    /// Ends nothing and begins nothing.
    Space,
    Letter,
    Digit,
    /// `'` and `` ` ``.
    Apostrophe,
    /// `"`.
    Quote,
    Stop,
    Hyphen,
    /// Marks that are grouped with their like: `!!!`, `***`, `===`.
    Run,
    /// Marks that always stand alone: `,`, `(`.
    Alone,
    /// `$`, `#`, `@`, `&`, `+`, `<`, `:`: what follows decides.
    Sign,
    /// A control character, kept as a token so that nothing is lost.
    Control,
    /// First byte of a character beyond ASCII.
    Wide,
}

pub(super) const CLASSES: [Class; 256] = {
    let mut table = [Class::Control; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::cast_possible_truncation, reason = "below 256")]
        let b = byte as u8;
        table[byte] = match b {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => Class::Space,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'\'' | b'`' => Class::Apostrophe,
            b'"' => Class::Quote,
            b'.' => Class::Stop,
            b'-' => Class::Hyphen,
            b'!' | b'?' | b'*' | b'=' | b'_' | b'~' | b'|' | b'^' | b'\\' => Class::Run,
            b',' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'%' | b'/' => Class::Alone,
            b'$' | b'#' | b'@' | b'&' | b'+' | b'<' | b'>' | b':' | b';' => Class::Sign,
            0x80.. => Class::Wide,
            _ => Class::Control,
        };
        byte += 1;
    }
    table
};

/// The bytes that end a run of ASCII letters for certain: nothing that follows
/// them can belong to the same token.
pub(super) const ENDS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let ends = b" \t\n\r\x0b\x0c,;!?\")]}([{%|\0";
    let mut at = 0;
    while at < ends.len() {
        table[ends[at] as usize] = true;
        at += 1;
    }
    table
};

#[inline]
pub(super) fn class(byte: u8) -> Class {
    CLASSES[usize::from(byte)]
}

#[inline]
pub(super) fn ends_word(byte: u8) -> bool {
    ENDS_WORD[usize::from(byte)]
}
