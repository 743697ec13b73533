//! IOB corpora: a token a line, columns separated by tabs or spaces.

use std::io;
use std::path::Path;

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
