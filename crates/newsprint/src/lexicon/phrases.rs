//! Lists of phrases, found at the beginning of a text without regard to case.

/// A class of phrases: one phrase list of the language package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum PhraseClass {
    /// Lines of an article file that are not part of the article.
    Boilerplate,
    /// What opens a caption or a picture credit.
    CaptionOpener,
    /// What opens a byline before the names.
    BylineOpener,
    /// What opens the part of a byline that names those who did not write.
    EditingOpener,
    /// Words of a byline that are a post, a desk or a publisher.
    BylineRole,
    /// What may stand before a date that is alone on its line.
    DateOpener,
    /// News agencies, as they stand in datelines.
    NewsAgency,
}

impl PhraseClass {
    fn from_list(name: &str) -> Option<Self> {
        Some(match name {
            "boilerplate" => Self::Boilerplate,
            "caption-openers" => Self::CaptionOpener,
            "byline-openers" => Self::BylineOpener,
            "editing-openers" => Self::EditingOpener,
            "byline-roles" => Self::BylineRole,
            "date-openers" => Self::DateOpener,
            "news-agencies" => Self::NewsAgency,
            _ => return None,
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    text: Box<str>,
    class: PhraseClass,
    /// Whether more may follow.
    open: bool,
    /// Whether the phrase may end inside a word.
    partial: bool,
}

/// What a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhraseMatch {
    /// Bytes of the text that the phrase covers.
    pub len: usize,
    /// Whether the list lets more text follow.
    pub open: bool,
}

/// Phrases of all classes, by their first letter.
///
/// A list has an entry a line: `read more` is a phrase, `read more: ...` one
/// that more text may follow, `copyright 20...` one that may end inside a
/// word. Case, the style of apostrophes and the width of gaps do not count.
#[derive(Clone, Debug)]
pub struct PhraseTable {
    /// One list for each first byte (lower case), longest phrases first.
    buckets: Vec<Vec<Phrase>>,
    /// Picture credits, as they are written.
    credits: Vec<Box<str>>,
}

impl Default for PhraseTable {
    fn default() -> Self {
        Self { buckets: vec![Vec::new(); 256], credits: Vec::new() }
    }
}

impl PhraseTable {
    /// Adds a list, if it is one of phrases.
    pub(super) fn add(&mut self, name: &str, list: &str) {
        // Comments stand at the top only: `# # #` is a phrase.
        let lines = list
            .lines()
            .map(str::trim)
            .skip_while(|l| l.starts_with('#'))
            .filter(|l| !l.is_empty());
        if name == "caption-credits" {
            self.credits.extend(lines.map(Box::from));
            return;
        }
        let Some(class) = PhraseClass::from_list(name) else { return };
        for line in lines {
            let (text, open, partial) = match line.strip_suffix("...") {
                Some(rest) if rest.ends_with(' ') => (rest.trim_end(), true, false),
                Some(rest) => (rest, true, true),
                None => (line, false, false),
            };
            let Some(&first) = text.as_bytes().first() else { continue };
            if let Some(bucket) = self.buckets.get_mut(usize::from(first)) {
                bucket.push(Phrase { text: text.into(), class, open, partial });
            }
        }
    }

    /// Makes the table ready for look-ups.
    pub(super) fn seal(&mut self) {
        for bucket in &mut self.buckets {
            bucket.sort_by(|a, b| {
                (b.text.len(), b.open, a.class).cmp(&(a.text.len(), a.open, b.class))
            });
        }
    }

    /// Whether a picture credit stands in `text`; case counts.
    pub fn has_credit(&self, text: &str) -> bool {
        self.credits.iter().any(|credit| text.contains(&**credit))
    }

    /// The phrases of `class` that `text` begins with, longest first.
    pub fn matches<'t>(
        &'t self,
        text: &'t str,
        class: PhraseClass,
    ) -> impl Iterator<Item = PhraseMatch> + 't {
        let bytes = text.as_bytes();
        let first = bytes.first().map_or(0, u8::to_ascii_lowercase);
        let second = bytes.get(1).map(u8::to_ascii_lowercase);
        let bucket = self.buckets.get(usize::from(first)).map_or(&[][..], Vec::as_slice);
        bucket
            .iter()
            .filter(move |phrase| {
                // Most phrases fail here, before any loop.
                phrase.class == class
                    && (phrase.text.as_bytes().get(1).copied() == second
                        || phrase.text.len() == 1
                        || phrase.text.as_bytes().get(1) == Some(&b' '))
            })
            .filter_map(move |phrase| {
                let len = prefix(bytes, phrase.text.as_bytes())?;
                let inside = phrase.text.ends_with(|c: char| c.is_alphanumeric())
                    && text.get(len..)?.starts_with(|c: char| c.is_alphanumeric());
                (phrase.partial || !inside).then_some(PhraseMatch { len, open: phrase.open })
            })
    }

    /// The longest phrase of `class` that `text` begins with.
    #[inline]
    pub fn longest(&self, text: &str, class: PhraseClass) -> Option<PhraseMatch> {
        self.matches(text, class).next()
    }

    /// Whether all of `text` is a phrase of `class`.
    #[inline]
    pub fn contains(&self, text: &str, class: PhraseClass) -> bool {
        self.matches(text, class).any(|found| found.len == text.len())
    }
}

/// How many bytes of `text` match `phrase`, which is in lower case.
fn prefix(text: &[u8], phrase: &[u8]) -> Option<usize> {
    let mut at = 0;
    for &wanted in phrase {
        let rest = text.get(at..)?;
        match (wanted, rest) {
            (b' ', _) => {
                let gap = gap(rest);
                if gap == 0 {
                    return None;
                }
                at += gap;
            }
            (b'\'', [0xE2, 0x80, 0x99, ..]) => at += 3,
            (_, [found, ..]) if found.to_ascii_lowercase() == wanted => at += 1,
            _ => return None,
        }
    }
    Some(at)
}

/// The length of the white space at the beginning of `text`, at most 16.
fn gap(text: &[u8]) -> usize {
    let mut at = 0;
    while at < 16 {
        match text.get(at..) {
            Some([b' ' | b'\t' | b'\n' | b'\r', ..]) => at += 1,
            Some([0xC2, 0xA0, ..]) => at += 2,
            _ => break,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> PhraseTable {
        let mut table = PhraseTable::default();
        table
            .add("boilerplate", "# Lines.\nread more\nread more: ...\ndon't miss\ncopyright 20...");
        table.seal();
        table
    }

    #[test]
    fn matches_without_case_and_style() {
        let table = table();
        let find = |text| table.longest(text, PhraseClass::Boilerplate).map(|m| (m.len, m.open));
        assert_eq!(find("READ  MORE: this"), Some((11, true)));
        assert_eq!(find("Read more"), Some((9, false)));
        assert_eq!(find("Read moreover"), None);
        assert_eq!(find("Don’t miss"), Some((12, false)));
        assert_eq!(find("Copyright 2017"), Some((12, true)));
        assert_eq!(find(""), None);
    }
}
