//! Gold JSON lines: entities, quotations and sentences on raw text.

use std::io;
use std::path::Path;

use newsprint::Span;
use newsprint::quotation::QuoteKind;
use newsprint::text::{CharIndex, CharSpan};
use serde::Deserialize;

/// An annotated document. Spans count bytes of `text`.
#[derive(Clone, Debug)]
pub struct GoldDocument {
    /// Its name in the corpus.
    pub id: String,
    /// The raw text.
    pub text: String,
    /// What it is annotated for, exhaustively: `entities`, `quotes`,
    /// `sentences`.
    pub layers: Vec<String>,
    /// The name of the label set, when it is not that of OntoNotes.
    pub labels: Option<String>,
    /// Entities in text order.
    pub entities: Vec<GoldEntity>,
    /// Quotations.
    pub quotes: Vec<GoldQuote>,
    /// Sentences in text order.
    pub sentences: Vec<Span>,
}

/// An annotated entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldEntity {
    /// Where it stands.
    pub span: Span,
    /// Its label in the corpus's own label set.
    pub label: String,
}

/// An annotated quotation.
#[derive(Clone, Debug)]
pub struct GoldQuote {
    /// Its kind.
    pub kind: QuoteKind,
    /// The reported words.
    pub content: Vec<Span>,
    /// The cue.
    pub cue: Vec<Span>,
    /// The source mention.
    pub source: Vec<Span>,
    /// The fullest name of the speaker in the article.
    pub speaker: Option<String>,
}

impl GoldDocument {
    /// A text annotated for quotations alone.
    pub fn of_quotes(id: String, text: String, quotes: Vec<GoldQuote>) -> Self {
        Self {
            id,
            text,
            layers: vec!["quotes".to_string()],
            labels: None,
            entities: Vec::new(),
            quotes,
            sentences: Vec::new(),
        }
    }

    /// Whether a layer is annotated.
    pub fn has(&self, layer: &str) -> bool {
        self.layers.iter().any(|name| name == layer)
    }
}

#[derive(Deserialize)]
struct RawDocument {
    #[serde(default)]
    id: String,
    text: String,
    #[serde(default)]
    layers: Vec<String>,
    labels: Option<String>,
    #[serde(default)]
    entities: Vec<RawEntity>,
    #[serde(default)]
    quotes: Vec<RawQuote>,
    #[serde(default)]
    sentences: Vec<(u32, u32)>,
}

#[derive(Deserialize)]
struct RawEntity {
    start: u32,
    end: u32,
    label: String,
}

#[derive(Deserialize)]
struct RawQuote {
    #[serde(rename = "type")]
    kind: QuoteKind,
    #[serde(default)]
    content: Vec<(u32, u32)>,
    #[serde(default)]
    cue: Vec<(u32, u32)>,
    #[serde(default)]
    source: Vec<(u32, u32)>,
    speaker: Option<String>,
}

/// Reads a gold file; `.xz` is decompressed.
///
/// # Errors
/// When the file cannot be read or a line is not a gold document; the
/// message names the file and the line.
pub fn read(path: &Path) -> io::Result<Vec<GoldDocument>> {
    let lines = super::read_to_string(path)?;
    lines
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            let raw: RawDocument = serde_json::from_str(line).map_err(|error| {
                super::invalid(format!("{}, line {}: {error}", path.display(), number + 1))
            })?;
            Ok(convert(raw))
        })
        .collect()
}

fn convert(raw: RawDocument) -> GoldDocument {
    let index = CharIndex::new(&raw.text);
    let text = raw.text;
    let bytes = |(start, end): (u32, u32)| index.bytes(&text, CharSpan::new(start, end));
    let spans = |list: Vec<(u32, u32)>| list.into_iter().map(bytes).collect::<Vec<_>>();
    let mut entities: Vec<_> = raw
        .entities
        .into_iter()
        .map(|e| GoldEntity { span: bytes((e.start, e.end)), label: e.label })
        .collect();
    entities.sort_by_key(|e| e.span);
    let quotes = raw
        .quotes
        .into_iter()
        .map(|q| GoldQuote {
            kind: q.kind,
            content: spans(q.content),
            cue: spans(q.cue),
            source: spans(q.source),
            speaker: q.speaker.filter(|name| name != "-"),
        })
        .collect();
    let sentences = spans(raw.sentences);
    GoldDocument {
        id: raw.id,
        layers: raw.layers,
        labels: raw.labels,
        entities,
        quotes,
        sentences,
        text,
    }
}
