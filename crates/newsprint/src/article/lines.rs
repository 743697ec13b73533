//! Lines that are not blank.

use memchr::{memchr3_iter, memmem};

use crate::text::Span;

/// A line with something on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Without white space at both ends.
    pub(super) span: Span,
    /// Columns of white space before it; a tab counts as eight.
    pub(super) indent: u16,
    /// Blank lines before it; a form feed counts as one.
    pub(super) gap: u8,
}

/// Collects the lines, which end with LF, CRLF, CR, a form feed or one of the
/// Unicode separators.
pub(super) fn scan(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let separators = memmem::find(bytes, "\u{2028}".as_bytes()).is_some()
        || memmem::find(bytes, "\u{2029}".as_bytes()).is_some();
    let mut scan = Scan { text, separators, lines: Vec::new(), gap: 0 };
    let mut start = 0;
    for at in memchr3_iter(b'\n', b'\r', 0x0c, bytes) {
        match bytes.get(at) {
            // The second half of CRLF.
            Some(b'\n') if at == start && at > 0 && bytes.get(at - 1) == Some(&b'\r') => {
                start = at + 1;
                continue;
            }
            // CR CR LF, which broken converters write, is one line end.
            Some(b'\r') if bytes.get(at + 1..at + 3) == Some(b"\r\n") => continue,
            _ => {}
        }
        scan.line(start, at);
        if bytes.get(at) == Some(&0x0c) {
            scan.gap = scan.gap.saturating_add(1);
        }
        start = at + 1;
    }
    if start < bytes.len() {
        scan.line(start, bytes.len());
    }
    scan.lines
}

struct Scan<'t> {
    text: &'t str,
    separators: bool,
    lines: Vec<Line>,
    gap: u8,
}

impl Scan<'_> {
    fn line(&mut self, start: usize, end: usize) {
        if !self.separators {
            return self.piece(start, end);
        }
        let slice = self.text.get(start..end).unwrap_or_default();
        let mut from = 0;
        for (at, separator) in slice.match_indices(['\u{2028}', '\u{2029}']) {
            self.piece(start + from, start + at);
            from = at + separator.len();
        }
        self.piece(start + from, end);
    }

    #[inline]
    fn piece(&mut self, start: usize, end: usize) {
        if start == end {
            self.gap = self.gap.saturating_add(1);
            return;
        }
        let bytes = self.text.as_bytes().get(start..end).unwrap_or_default();
        let raw = Span::from_range(start..end);
        let solid = |byte: Option<&u8>| byte.is_some_and(|b| (0x21..0x7f).contains(b));
        let span =
            if solid(bytes.first()) && solid(bytes.last()) { raw } else { raw.trim(self.text) };
        if span.is_empty() {
            self.gap = self.gap.saturating_add(1);
            return;
        }
        let indent = if span.start == raw.start {
            0
        } else {
            let margin = Span::new(raw.start, span.start).slice(self.text);
            margin.chars().take(200).map(|c| if c == '\t' { 8 } else { 1 }).sum()
        };
        self.lines.push(Line { span, indent, gap: self.gap });
        self.gap = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(&str, u16, u8)> {
        scan(text).iter().map(|l| (l.span.slice(text), l.indent, l.gap)).collect()
    }

    #[test]
    fn every_line_end() {
        assert_eq!(read("a\nb\r\nc\rd\u{2028}e"), ["a", "b", "c", "d", "e"].map(|l| (l, 0, 0)));
        assert_eq!(read("a\r\r\nb"), [("a", 0, 0), ("b", 0, 0)]);
        assert_eq!(read("a\r\n\r\nb\x0cc"), [("a", 0, 0), ("b", 0, 1), ("c", 0, 1)]);
    }

    #[test]
    fn margins_and_gaps() {
        assert_eq!(read("\u{feff}\u{a0}\n \t a \n\u{200b}\n\nb"), [("a", 10, 1), ("b", 0, 2)],);
        assert!(read(" \r\n\u{feff}\n\x0c").is_empty());
        assert!(read("").is_empty());
    }
}
