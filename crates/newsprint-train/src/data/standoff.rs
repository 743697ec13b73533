//! Quotations of sentences or paragraphs of a corpus, without the text.
//!
//! A line a sentence: its number in the corpus, then its quotations, separated
//! by `;`. A quotation is its kind, content, cue and source; each of these a
//! range of words `3-7`, several joined with `+`, or `-` for none:
//!
//! ```text
//! 56 mixed 4-17 3-4 0-3; scare 20-24 - -
//! ```
//!
//! A paragraph is `document:line`, and its ranges are of bytes. A number alone
//! is a sentence without quotations. Lines that start with `#` are comments.

use std::io;

use newsprint::Span;
use newsprint::quotation::QuoteKind;

use super::gold::{GoldDocument, GoldQuote};
use super::invalid;
use super::iob::{self, IobSentence};

/// So many sentences make a text.
const SENTENCES: usize = 30;

/// The lines of a file that are not comments, with their numbers.
fn lines(file: &str) -> Vec<(usize, &str)> {
    file.lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

fn problem(name: &str, line: usize, what: &str) -> io::Error {
    invalid(format!("{name}, line {}: {what}", line + 1))
}

/// Puts annotation and corpus together, thirty sentences to a text, each a
/// paragraph of its own.
///
/// # Errors
/// When a line is not as it should be, or names words that the corpus does
/// not have; the message tells the line.
pub fn read(name: &str, file: &str, corpus: &[IobSentence]) -> io::Result<Vec<GoldDocument>> {
    lines(file).chunks(SENTENCES).map(|part| document(name, part, corpus)).collect()
}

fn document(
    name: &str,
    lines: &[(usize, &str)],
    corpus: &[IobSentence],
) -> io::Result<GoldDocument> {
    let mut sentences = Vec::new();
    let mut parsed: Vec<(usize, usize, &str)> = Vec::new();
    for &(line, text) in lines {
        let (number, quotes) = text.split_once(' ').unwrap_or((text, ""));
        let sentence = number.parse().ok().and_then(|number: usize| corpus.get(number));
        let sentence = sentence.ok_or_else(|| problem(name, line, "no such sentence"))?;
        parsed.push((line, sentence.forms.len(), quotes));
        sentences.push(sentence.clone());
    }
    let (text, words) = iob::join(&sentences);
    let mut first = 0;
    let mut quotes = Vec::new();
    for (line, length, list) in parsed {
        let words = &words[first..first + length];
        first += length;
        for quote in list.split(';').map(str::trim).filter(|quote| !quote.is_empty()) {
            let quote = quotation(quote, |start, end| {
                let words = words.get(start..end)?;
                Some(words.first()?.0.join(words.last()?.0))
            });
            quotes.push(quote.ok_or_else(|| problem(name, line, QUOTATION))?);
        }
    }
    let id = format!("{name}-{}", lines.first().map_or(0, |line| line.0 + 1));
    Ok(GoldDocument::of_quotes(id, text, quotes))
}

const QUOTATION: &str = "no kind, content, cue and source";

/// Puts annotation and paragraphs together, thirty of them to a text. In the
/// corpus, documents are separated by an empty line, and a paragraph is a line.
///
/// # Errors
/// When a line is not as it should be, or names a paragraph that the corpus
/// does not have; the message tells the line.
///
/// ```
/// use newsprint_train::data::standoff;
/// let corpus = "Vote\nLee said no.\n\nTalks\nHe left.";
/// let texts = standoff::paragraphs("t", "0:1 indirect 9-11 4-8 0-3\n1:1\n", corpus).unwrap();
/// assert_eq!(texts[0].text, "Lee said no.\n\nHe left.");
/// assert_eq!(texts[0].quotes[0].content[0].slice(&texts[0].text), "no");
/// ```
pub fn paragraphs(name: &str, file: &str, corpus: &str) -> io::Result<Vec<GoldDocument>> {
    let documents: Vec<&str> = corpus.split("\n\n").collect();
    let paragraph = |place: &str| -> Option<&str> {
        let (document, line) = place.split_once(':')?;
        documents.get(document.parse::<usize>().ok()?)?.split('\n').nth(line.parse().ok()?)
    };
    let text_of = |part: &[(usize, &str)]| -> io::Result<GoldDocument> {
        let mut text = String::new();
        let mut quotes = Vec::new();
        for &(line, row) in part {
            let (place, list) = row.split_once(' ').unwrap_or((row, ""));
            let words = paragraph(place).ok_or_else(|| problem(name, line, "no such paragraph"))?;
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let offset = text.len();
            text.push_str(words);
            for quote in list.split(';').map(str::trim).filter(|quote| !quote.is_empty()) {
                let quote = quotation(quote, |start, end| {
                    words.get(start..end)?;
                    Some(Span::from_range(offset + start..offset + end))
                });
                quotes.push(quote.ok_or_else(|| problem(name, line, QUOTATION))?);
            }
        }
        let id = format!("{name}-{}", part.first().map_or(0, |line| line.0 + 1));
        Ok(GoldDocument::of_quotes(id, text, quotes))
    };
    lines(file).chunks(SENTENCES).map(text_of).collect()
}

/// Reads a quotation; `span` gives the span of a range.
fn quotation(quote: &str, span: impl Fn(usize, usize) -> Option<Span>) -> Option<GoldQuote> {
    let mut fields = quote.split(' ');
    let kind = match fields.next()? {
        "direct" => QuoteKind::Direct,
        "mixed" => QuoteKind::Mixed,
        "indirect" => QuoteKind::Indirect,
        "scare" => QuoteKind::Scare,
        _ => return None,
    };
    let mut spans = || -> Option<Vec<Span>> {
        let field = fields.next()?;
        if field == "-" {
            return Some(Vec::new());
        }
        field
            .split('+')
            .map(|range| {
                let (start, end) = range.split_once('-')?;
                span(start.parse().ok()?, end.parse().ok()?)
            })
            .collect()
    };
    let (content, cue, source) = (spans()?, spans()?, spans()?);
    (!content.is_empty()).then_some(GoldQuote { kind, content, cue, source, speaker: None })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::data::iob::IobSentence;

    #[test]
    fn words_become_spans() {
        let forms = "She called it \" a farce . \"".split(' ').map(str::to_string);
        let corpus = [IobSentence { forms: forms.collect(), ..IobSentence::default() }];
        let documents = read("t", "# ours\n0 mixed 2-8 1-2 0-1\n", &corpus).unwrap();
        let (text, quote) = (&documents[0].text, &documents[0].quotes[0]);
        assert_eq!(text, "She called it \"a farce.\"");
        assert_eq!(quote.content[0].slice(text), "it \"a farce.\"");
        assert_eq!(quote.cue[0].slice(text), "called");
        for line in ["1", "0 mixed", "0 mixed 2-9 - -", "0 said 1-2 - -", "x"] {
            assert!(read("t", line, &corpus).is_err(), "{line}");
        }
    }
}
