//! CoNLL-U with `SpaceAfter`, paragraphs, documents and GUM's `Entity=`.
//!
//! Source: <https://universaldependencies.org/format.html> and the GUM wiki
//! on its `Entity` annotation.

use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::path::Path;

use newsprint::Span;

/// A document rebuilt from its tokens: paragraphs are separated by a blank
/// line, sentences of one paragraph by a space (or nothing, after a token
/// with `SpaceAfter=No`).
#[derive(Clone, Debug, Default)]
pub struct TreebankDocument {
    /// `newdoc id`.
    pub id: String,
    /// `meta::genre`, or the first part of the id.
    pub genre: String,
    /// The rebuilt text.
    pub text: String,
    /// Paragraphs, as runs of sentences.
    pub paragraphs: Vec<Range<usize>>,
    /// Sentences, as runs of words.
    pub sentences: Vec<Range<usize>>,
    /// Syntactic words. Their spans tile the surface tokens.
    pub words: Vec<Word>,
    /// Mentions of GUM, in order of their opening bracket.
    pub mentions: Vec<GoldMention>,
}

/// One syntactic word.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// Where it stands in the rebuilt text.
    pub span: Span,
    /// Lemma.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Penn tag.
    pub xpos: String,
    /// Index of the head word in the document; `None` for a root.
    pub head: Option<usize>,
    /// Dependency relation.
    pub relation: String,
}

/// One mention of GUM's entity layer, nested ones and pronouns included.
#[derive(Clone, Debug, Default)]
pub struct GoldMention {
    /// Words of the document that it covers.
    pub words: Range<usize>,
    /// The coreference cluster, unique in the document.
    pub cluster: String,
    /// person, place, organization, object, event, time, substance, animal,
    /// plant, abstract.
    pub kind: String,
    /// `new`, `giv:act`, ...
    pub status: String,
    /// `coref`, `ana`, `appos`, `sgl`, ...
    pub link: String,
    /// The Wikipedia page, if linked.
    pub identity: Option<String>,
}

impl TreebankDocument {
    /// The text of a word.
    pub fn form(&self, word: usize) -> &str {
        self.words.get(word).map_or("", |w| w.span.slice(&self.text))
    }

    /// The span of a sentence.
    pub fn sentence_span(&self, sentence: usize) -> Span {
        let words = &self.words[self.sentences[sentence].clone()];
        match (words.first(), words.last()) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => Span::default(),
        }
    }
}

/// Reads a treebank; `.xz` is decompressed.
///
/// # Errors
/// When the file cannot be read or a row has fewer than ten columns; the
/// message names the file and the line.
pub fn read(path: &Path) -> io::Result<Vec<TreebankDocument>> {
    let text = super::read_to_string(path)?;
    let mut builder = Builder::default();
    for (number, line) in text.lines().enumerate() {
        builder.line(line).map_err(|message| {
            super::invalid(format!("{}, line {}: {message}", path.display(), number + 1))
        })?;
    }
    builder.finish_document();
    Ok(builder.documents)
}

#[derive(Default)]
struct Builder {
    documents: Vec<TreebankDocument>,
    document: TreebankDocument,
    /// First word of the sentence being read.
    sentence_start: usize,
    new_paragraph: bool,
    space_before: bool,
    /// Words left of the multiword token being read, and what follows it.
    multiword: Option<(usize, bool)>,
    open: HashMap<String, Vec<usize>>,
}

impl Builder {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            if let Some(id) = comment.strip_prefix("newdoc id = ") {
                self.finish_document();
                self.document.id = id.to_string();
                self.document.genre = id
                    .strip_prefix("GUM_")
                    .unwrap_or(id)
                    .split(['_', '-'])
                    .next()
                    .unwrap_or("")
                    .to_string();
                self.new_paragraph = true;
            } else if comment.starts_with("newpar") && !comment.starts_with("newpar_block") {
                self.new_paragraph = true;
            } else if let Some(genre) = comment.strip_prefix("meta::genre = ") {
                self.document.genre = genre.to_string();
            }
            return Ok(());
        }
        if line.trim().is_empty() {
            self.finish_sentence();
            return Ok(());
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, _, head, relation, _, misc] = columns[..] else {
            return Err(format!("expected 10 columns, found {}", columns.len()));
        };
        if id.contains('.') {
            return Ok(());
        }
        let no_space = misc.split('|').any(|m| m == "SpaceAfter=No");
        if let Some((first, last)) = id.split_once('-') {
            let first: usize = first.parse().map_err(|_| format!("expected an id, found {id}"))?;
            let last: usize = last.parse().map_err(|_| format!("expected an id, found {id}"))?;
            self.multiword = Some((last + 1 - first, no_space));
            return Ok(());
        }
        if self.document.words.len() == self.sentence_start {
            self.begin_sentence();
        }
        if self.space_before {
            self.document.text.push(' ');
        }
        let start = self.document.text.len();
        self.document.text.push_str(form);
        let index = self.document.words.len();
        let offset = self.sentence_start;
        self.document.words.push(Word {
            span: Span::from_range(start..self.document.text.len()),
            lemma: lemma.to_string(),
            upos: upos.to_string(),
            xpos: xpos.to_string(),
            head: head.parse::<usize>().ok().and_then(|h| h.checked_sub(1)).map(|h| h + offset),
            relation: relation.to_string(),
        });
        self.space_before = match self.multiword.take() {
            Some((1, no_space)) => !no_space,
            Some((left, no_space)) => {
                self.multiword = Some((left - 1, no_space));
                false
            }
            None => !no_space,
        };
        if let Some(entity) = misc.split('|').find_map(|m| m.strip_prefix("Entity=")) {
            self.entity(entity, index);
        }
        Ok(())
    }

    fn begin_sentence(&mut self) {
        if self.new_paragraph || self.document.sentences.is_empty() {
            if !self.document.text.is_empty() {
                self.document.text.push_str("\n\n");
            }
            let at = self.document.sentences.len();
            self.document.paragraphs.push(at..at);
            self.space_before = false;
            self.new_paragraph = false;
        }
    }

    fn finish_sentence(&mut self) {
        let end = self.document.words.len();
        if end > self.sentence_start {
            self.document.sentences.push(self.sentence_start..end);
            if let Some(paragraph) = self.document.paragraphs.last_mut() {
                paragraph.end += 1;
            }
        }
        self.sentence_start = end;
    }

    fn finish_document(&mut self) {
        self.finish_sentence();
        let document = std::mem::take(&mut self.document);
        if !document.words.is_empty() {
            self.documents.push(document);
        }
        self.sentence_start = 0;
        self.space_before = false;
        self.new_paragraph = false;
        self.open.clear();
    }

    /// Reads `(1-person-new-cf1-1-coref-Name(2-place-...)`, `3)`, ... whose
    /// fields are id, type, infstat, salience, centering, minspan, link,
    /// identity; a discontinuous mention's parts (`1[1/2]`) count as one id.
    fn entity(&mut self, value: &str, index: usize) {
        let mut rest = value;
        while !rest.is_empty() {
            if let Some(body) = rest.strip_prefix('(') {
                let end = body.find(['(', ')']).unwrap_or(body.len());
                // A Wikipedia name may itself hold brackets: `Foo_(bar)`.
                let mut fields = body[..end].splitn(8, '-');
                let cluster = fields.next().unwrap_or_default().to_string();
                let kind = fields.next().unwrap_or_default().to_string();
                let status = fields.next().unwrap_or_default().to_string();
                let link = fields.nth(3).unwrap_or_default().to_string();
                let identity = fields.next().map(str::to_string);
                self.open.entry(cluster.clone()).or_default().push(self.document.mentions.len());
                self.document.mentions.push(GoldMention {
                    words: index..index + 1,
                    cluster,
                    kind,
                    status,
                    link,
                    identity,
                });
                rest = &body[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    if let Some(last) = self.document.mentions.last()
                        && let Some(stack) = self.open.get_mut(&last.cluster)
                    {
                        stack.pop();
                    }
                    rest = after;
                }
            } else {
                let end = rest.find(')').map_or(rest.len(), |at| at + 1);
                let cluster = rest[..end].trim_end_matches(')');
                if let Some(mention) = self.open.get_mut(cluster).and_then(Vec::pop)
                    && let Some(mention) = self.document.mentions.get_mut(mention)
                {
                    mention.words.end = index + 1;
                }
                rest = &rest[end..];
            }
        }
    }
}
