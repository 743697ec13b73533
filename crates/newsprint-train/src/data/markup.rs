//! Articles with their quotations marked up inline, as people write them.
//!
//! `{kN words}` marks a span: `k` is `s` for a source, `c` for a cue, and for
//! a content its kind, `d` direct, `m` mixed, `i` indirect, `x` scare; `N`
//! numbers the quotations of an article. Spans may nest. Articles are
//! separated by a line `===`; lines that start with `#` before the first one
//! are comments.

use std::collections::BTreeMap;
use std::io;

use newsprint::Span;
use newsprint::quotation::QuoteKind;

use super::gold::{GoldDocument, GoldQuote};
use super::invalid;

/// Reads marked-up articles.
///
/// # Errors
/// When a brace has no partner, a span no known kind, or a quotation not
/// exactly one kind; the message tells the article and the place.
///
/// ```
/// use newsprint_train::data::markup;
/// let article = "Vote\n\n{s1 Reyes} {c1 called} {m1 it \"a gift\"}.\n";
/// let documents = markup::read("copy", article).unwrap();
/// assert_eq!(documents[0].text, "Vote\n\nReyes called it \"a gift\".\n");
/// let quote = &documents[0].quotes[0];
/// assert_eq!(quote.content[0].slice(&documents[0].text), "it \"a gift\"");
/// ```
pub fn read(name: &str, file: &str) -> io::Result<Vec<GoldDocument>> {
    let body = file.trim_start_matches('\u{feff}');
    let start = body.split_inclusive('\n').take_while(|line| line.starts_with('#'));
    let body = &body[start.map(str::len).sum()..];
    format!("\n{body}")
        .split("\n===\n")
        .filter(|article| !article.trim().is_empty())
        .enumerate()
        .map(|(number, article)| {
            let id = format!("{name}-{}", number + 1);
            document(&id, article.trim_matches('\n'))
                .map_err(|problem| invalid(format!("{id}: {problem}")))
        })
        .collect()
}

fn document(id: &str, article: &str) -> Result<GoldDocument, String> {
    let mut text = String::with_capacity(article.len());
    let mut open: Vec<(char, u32, usize)> = Vec::new();
    let mut quotes: BTreeMap<u32, GoldQuote> = BTreeMap::new();
    let mut kinds: BTreeMap<u32, QuoteKind> = BTreeMap::new();
    let mut rest = article;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let here = || rest[at..].chars().take(30).collect::<String>();
        if rest[at..].starts_with('{') {
            let (opener, after) =
                rest[at + 1..].split_once(' ').ok_or_else(|| format!("no span at {:?}", here()))?;
            let kind = opener.chars().next().filter(|kind| "scdmix".contains(*kind));
            let number = opener.get(1..).and_then(|number| number.parse().ok());
            let (Some(kind), Some(number)) = (kind, number) else {
                return Err(format!("no kind and number at {:?}", here()));
            };
            open.push((kind, number, text.len()));
            rest = after;
        } else {
            let (kind, number, start) =
                open.pop().ok_or_else(|| format!("nothing to close at {:?}", here()))?;
            let span = Span::from_range(start..text.len());
            let quote = quotes.entry(number).or_insert_with(|| GoldQuote {
                kind: QuoteKind::Direct,
                content: Vec::new(),
                cue: Vec::new(),
                source: Vec::new(),
                speaker: None,
            });
            let content = match kind {
                's' | 'c' => None,
                'd' => Some(QuoteKind::Direct),
                'm' => Some(QuoteKind::Mixed),
                'i' => Some(QuoteKind::Indirect),
                _ => Some(QuoteKind::Scare),
            };
            match content {
                Some(content) => {
                    if *kinds.entry(number).or_insert(content) != content {
                        return Err(format!("two kinds of quotation {number}"));
                    }
                    quote.kind = content;
                    quote.content.push(span);
                }
                None if kind == 's' => quote.source.push(span),
                None => quote.cue.push(span),
            }
            rest = &rest[at + 1..];
        }
    }
    if let Some((kind, number, _)) = open.last() {
        return Err(format!("{kind}{number} is not closed"));
    }
    text.push_str(rest);
    text.push('\n');
    if let Some(number) = quotes.keys().find(|number| !kinds.contains_key(number)) {
        return Err(format!("quotation {number} has no content"));
    }
    let mut quotes: Vec<GoldQuote> = quotes.into_values().collect();
    for quote in &mut quotes {
        for part in [&mut quote.content, &mut quote.cue, &mut quote.source] {
            part.sort_unstable();
        }
    }
    quotes.sort_by_key(|quote| quote.content.first().copied());
    Ok(GoldDocument::of_quotes(id.to_string(), text, quotes))
}

#[cfg(test)]
mod tests {
    use newsprint::quotation::QuoteKind;

    use super::read;

    #[test]
    fn articles_are_told_apart_and_quotations_put_together() {
        let file = "# ours\n===\nOne\n\n{d1 \"A,\"} {s1 he} {c1 said}. {d1 \"B.\"}\n===\nTwo\n\n\
                    {s2 She} {c2 said} {m2 the {x1 \"Blue Law\"} was \"dead\"}.\n";
        let documents = read("t", file).unwrap();
        assert_eq!(documents.len(), 2);
        let texts = |n: usize| -> Vec<(QuoteKind, Vec<&str>)> {
            let text = &documents[n].text;
            let parts = |q: &crate::data::gold::GoldQuote| {
                q.content.iter().map(|c| c.slice(text)).collect()
            };
            documents[n].quotes.iter().map(|q| (q.kind, parts(q))).collect()
        };
        assert_eq!(texts(0), [(QuoteKind::Direct, vec!["\"A,\"", "\"B.\""])]);
        assert_eq!(
            texts(1),
            [
                (QuoteKind::Mixed, vec!["the \"Blue Law\" was \"dead\""]),
                (QuoteKind::Scare, vec!["\"Blue Law\""])
            ]
        );
    }

    #[test]
    fn mistakes_are_told() {
        for file in ["{m1 a", "a}", "{q1 a}", "{m1 a} {d1 b}", "{s1 a}"] {
            assert!(read("t", file).is_err(), "{file}");
        }
    }
}
