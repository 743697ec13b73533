//! IOB corpora: a token a line, columns separated by tabs or spaces.

use std::io;
use std::path::Path;

use newsprint::Span;

/// A sentence of tokens with their columns.
#[derive(Clone, Debug, Default)]
pub struct IobSentence {
    /// The forms.
    pub forms: Vec<String>,
    /// Penn tags; empty when the corpus has none.
    pub tags: Vec<String>,
    /// `O`, `B-x`, `I-x`.
    pub labels: Vec<String>,
}

/// Which columns a corpus has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// form, Penn tag, label (GMB).
    FormTagLabel,
    /// form, label (wikigold).
    FormLabel,
    /// number, form, label, ... (Universal NER).
    NumberFormLabel,
}

/// Reads an IOB file; `.xz` is decompressed. `-DOCSTART-` and comment lines
/// end a sentence like blank ones.
///
/// # Errors
/// When the file cannot be read or a row lacks a column; the message names
/// the file and the line.
pub fn read(path: &Path, columns: Columns) -> io::Result<Vec<IobSentence>> {
    let text = super::read_to_string(path)?;
    let mut sentences = Vec::new();
    let mut sentence = IobSentence::default();
    let comments = columns == Columns::NumberFormLabel;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with("-DOCSTART-") || comments && line.starts_with("# ") {
            if !sentence.forms.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
            continue;
        }
        let fields: Vec<&str> = if line.contains('\t') {
            line.split('\t').collect()
        } else {
            line.split_whitespace().collect()
        };
        let (form, tag, label) = match (columns, &fields[..]) {
            (Columns::FormTagLabel, [form, tag, label, ..]) => (form, Some(tag), label),
            (Columns::FormLabel, [form, label, ..])
            | (Columns::NumberFormLabel, [_, form, label, ..]) => (form, None, label),
            _ => {
                return Err(super::invalid(format!(
                    "{}, line {}: expected a form and a label, found {line:?}",
                    path.display(),
                    number + 1
                )));
            }
        };
        sentence.forms.push((*form).to_string());
        sentence.tags.extend(tag.map(|t| (*t).to_string()));
        sentence.labels.push((*label).to_string());
    }
    if !sentence.forms.is_empty() {
        sentences.push(sentence);
    }
    Ok(sentences)
}

/// Sentences as a text, a paragraph each, with every word's place and label.
pub fn join(part: &[IobSentence]) -> (String, Vec<(Span, String)>) {
    let mut text = String::new();
    let mut words: Vec<(Span, String)> = Vec::new();
    for sentence in part {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let mut first = true;
        let mut quote_open = false;
        let mut glue = false;
        for (at, form) in sentence.forms.iter().enumerate() {
            let form = match form.as_str() {
                "``" | "''" => "\"",
                other => other,
            };
            let closing =
                matches!(form, "," | "." | ")" | "'s" | ":" | ";" | "?" | "!" | "%" | "'" | "n't")
                    || form == "\"" && quote_open;
            if !first && !closing && !glue {
                text.push(' ');
            }
            glue = form == "(" || form == "\"" && !quote_open || form == "$";
            if form == "\"" {
                quote_open = !quote_open;
            }
            first = false;
            let start = text.len();
            text.push_str(form);
            words.push((
                Span::from_range(start..text.len()),
                sentence.labels.get(at).cloned().unwrap_or_default(),
            ));
        }
    }
    (text, words)
}
