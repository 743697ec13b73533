//! What is wrong with the copy.

use memchr::{memchr_iter, memchr3};

use crate::text::Span;

use super::floor;
use super::shape::Ending;
use super::{Block, BlockKind, Diagnostic, DiagnosticCode};

/// A paragraph of this many bytes has a stop somewhere.
const LONG: usize = 1000;

/// Looks for damage in every block; at most one diagnostic of a kind for each.
pub(super) fn diagnose(text: &str, blocks: &[Block]) -> Vec<Diagnostic> {
    let lower = lower_is_usual(text, blocks);
    let mut work = Work { text, found: Vec::new(), lower };
    let ascii = text.is_ascii();
    let controls = has_controls(text.as_bytes());
    for (index, block) in blocks.iter().enumerate() {
        if !ascii {
            work.mojibake(block.span);
        }
        if !ascii || controls {
            work.bad_characters(block.span);
        }
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let before = index.checked_sub(1).and_then(|at| blocks.get(at));
        work.lost_beginning(block.span, before);
        work.no_stop(block.span);
    }
    // The checks go block by block; within one, by place.
    work.found.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
    work.found
}

/// Whether paragraphs of this text often begin with small letters.
fn lower_is_usual(text: &str, blocks: &[Block]) -> bool {
    let paragraphs = || blocks.iter().filter(|b| b.kind == BlockKind::Paragraph).take(200);
    let lower = paragraphs().filter(|b| b.span.slice(text).starts_with(char::is_lowercase)).count();
    lower >= 2 && lower * 10 > paragraphs().count() * 3
}

/// Whether a control character of ASCII, line ends and tabs aside, stands in
/// the text.
fn has_controls(bytes: &[u8]) -> bool {
    let control =
        |&b: &u8| (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)) || b == 0x7f;
    bytes.chunks(4096).any(|chunk| chunk.iter().fold(false, |seen, b| seen | control(b)))
}

struct Work<'t> {
    text: &'t str,
    found: Vec<Diagnostic>,
    /// Whether paragraphs often begin with small letters.
    lower: bool,
}

impl Work<'_> {
    fn report(&mut self, code: DiagnosticCode, span: Span, message: &str) {
        self.found.push(Diagnostic { code, span, message: message.to_owned() });
    }

    /// A paragraph that begins in the middle of a sentence.
    fn lost_beginning(&mut self, span: Span, before: Option<&Block>) {
        let slice = span.slice(self.text);
        let mut chars = slice.chars();
        let (Some(first), second) = (chars.next(), chars.next()) else { return };
        let lost = match first {
            // `-Russian relations with ...`; a signature (`—Jane Doe`) is short.
            '-' | '–' => {
                second.is_some_and(char::is_alphabetic)
                    && (slice.len() > 60 || Ending::of(slice).closes())
            }
            '—' => second.is_some_and(char::is_lowercase),
            ',' | ';' | ':' | ')' | ']' | '}' | '%' => {
                second.is_none_or(|c| c.is_whitespace() || c.is_alphanumeric())
            }
            '.' => {
                second.is_some_and(char::is_whitespace)
                    && !slice.trim_start_matches(['.', ' ', '\u{a0}']).is_empty()
                    && !slice.starts_with(". .")
            }
            '\'' | '’' => {
                let rest = slice.get(first.len_utf8()..).unwrap_or_default();
                rest.starts_with("s ") || rest.starts_with("re ") || rest.starts_with("ll ")
            }
            _ if first.is_lowercase() => self.begins_small(slice, before),
            _ => false,
        };
        if lost {
            let word = slice.split(char::is_whitespace).next().unwrap_or_default();
            let end = span.start as usize + word.len();
            let span = Span::from_range(span.start as usize..end);
            self.report(
                DiagnosticCode::LostBeginning,
                span,
                "the beginning of this paragraph seems to be missing",
            );
        }
    }

    /// Whether a paragraph that begins with a small letter has lost something.
    fn begins_small(&self, slice: &str, before: Option<&Block>) -> bool {
        if self.lower {
            return false;
        }
        let mut words = slice.split_whitespace();
        let first = words.next().unwrap_or_default();
        let next = words.next().unwrap_or_default();
        // `iPhone`, `de Blasio`, `al-Qaeda`, `afrol News`, `www.`, `1st`
        let name = first
            .chars()
            .skip(1)
            .any(|c| c.is_uppercase() || c.is_numeric() || "./@:-_".contains(c))
            || next.starts_with(char::is_uppercase);
        let runs_on = before.is_some_and(|block| {
            matches!(block.kind, BlockKind::ListItem)
                || block.kind == BlockKind::Dateline
                || self.meets(block, slice)
        });
        !name && !runs_on
    }

    /// Whether a paragraph goes on from the line before: that ended with a
    /// colon or an ellipsis, or in the middle of a sentence without a blank
    /// line in between.
    fn meets(&self, before: &Block, slice: &str) -> bool {
        let last = before.span.slice(self.text);
        let start = slice.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let gap = self.text.get(before.span.end as usize..start).unwrap_or_default();
        match Ending::of(last) {
            Ending::Colon => true,
            Ending::Stop => last.ends_with("...") || last.ends_with('…'),
            Ending::Open | Ending::Comma => memchr_iter(b'\n', gap.as_bytes()).count() <= 1,
            Ending::Mark => false,
        }
    }

    /// A very long paragraph without a full stop.
    fn no_stop(&mut self, span: Span) {
        let slice = span.slice(self.text);
        if slice.len() < LONG || memchr3(b'.', b'!', b'?', slice.as_bytes()).is_some() {
            return;
        }
        if !slice.contains(['…', '。', '؟', '।']) {
            let end = floor(slice, LONG);
            let span = Span::from_range(span.start as usize..span.start as usize + end);
            self.report(DiagnosticCode::NoStop, span, "a very long paragraph without a full stop");
        }
    }

    /// UTF-8 read as Latin-1 or Windows-1252: `â€™` for `’`, `Ã©` for `é`.
    fn mojibake(&mut self, span: Span) {
        let slice = span.slice(self.text);
        // All leading characters of such sequences are U+00C0 to U+00FF.
        let mut first: Option<(usize, usize)> = None;
        let mut count = 0_usize;
        for at in memchr_iter(0xC3, slice.as_bytes()) {
            if let Some(len) = slice.get(at..).and_then(misread) {
                count += 1;
                first = first.or(Some((at, at + len)));
            }
        }
        // U+00C2 is `Â`, whose first byte is the same; nothing else to look for.
        if let Some((start, end)) = first {
            let base = span.start as usize;
            let message =
                format!("UTF-8 that was read as Latin-1 or Windows-1252 ({count} in this block)");
            self.report(
                DiagnosticCode::Mojibake,
                Span::from_range(base + start..base + end),
                &message,
            );
        }
    }

    /// U+FFFD, control characters, non-characters, a byte order mark inside
    /// the text.
    fn bad_characters(&mut self, span: Span) {
        let slice = span.slice(self.text);
        let bytes = slice.as_bytes();
        // Read character by character only where a byte may begin one.
        let suspect = bytes
            .iter()
            .fold(false, |seen, &b| seen | matches!(b, 0..0x20 | 0x7f | 0xC2 | 0xEF | 0xF0..));
        if !suspect {
            return;
        }
        let bad = |c: char| match c {
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => false,
            '\u{fffd}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{fdd0}'..='\u{fdef}' => true,
            c if c.is_control() => true,
            c => u32::from(c) > 0xffff && u32::from(c) & 0xfffe == 0xfffe,
        };
        let mut found = slice.char_indices().filter(|&(_, c)| bad(c));
        if let Some((at, c)) = found.next() {
            let count = found.count() + 1;
            let start = span.start as usize + at;
            let what = match c {
                '\u{fffd}' => "a replacement character",
                '\u{feff}' => "a byte order mark inside the text",
                c if c.is_control() => "a control character",
                _ => "a code point that is no character",
            };
            let message = format!("{what}, U+{:04X} ({count} bad in this block)", u32::from(c));
            let span = Span::from_range(start..start + c.len_utf8());
            self.report(DiagnosticCode::BadCharacter, span, &message);
        }
    }
}

/// The bytes of a sequence at the beginning of `rest` that is UTF-8 misread
/// as Latin-1 or Windows-1252.
fn misread(rest: &str) -> Option<usize> {
    let mut chars = rest.chars();
    let lead = chars.next()?;
    let needed = match lead {
        'Â' | 'Ã' => 1,
        'â' | 'ï' | 'ã' | 'å' | 'ç' => 2,
        'ð' => 3,
        _ => return None,
    };
    let mut len = lead.len_utf8();
    for position in 0..needed {
        let c = chars.next()?;
        let byte = misread_byte(c)?;
        if !(0x80..=0xBF).contains(&byte) {
            return None;
        }
        // `Ã` before a closing quote mark or a dash may be a letter.
        if lead == 'Ã' && matches!(c, '”' | '’' | '–' | '—' | '“' | '‘' | '»' | '…')
        {
            return None;
        }
        let _ = position;
        len += c.len_utf8();
    }
    Some(len)
}

/// The byte that Windows-1252 or Latin-1 shows as `c`.
fn misread_byte(c: char) -> Option<u8> {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    if let Some(position) = HIGH.chars().position(|high| high == c) {
        return u8::try_from(0x80 + position).ok();
    }
    u8::try_from(u32::from(c)).ok().filter(|&byte| byte >= 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misread_sequences() {
        for (text, found) in [("â€™s", "â€™"), ("Ã©t", "Ã©"), ("Â£5", "Â£"), ("ï»¿A", "ï»¿")]
        {
            assert_eq!(misread(text).and_then(|len| text.get(..len)), Some(found), "{text}");
        }
        for text in ["âge", "Ângela", "São", "Ã”", "ça", "îles", "ãé"] {
            assert_eq!(misread(text), None, "{text}");
        }
    }
}
