//! The article grammar: blocks, headline, datelines, bylines, diagnostics.

mod build;
mod byline;
mod date;
mod dateline;
mod diagnose;
mod headline;
mod label;
mod lines;
mod name;
mod shape;
mod wrap;

use serde::{Deserialize, Serialize};

use crate::lexicon::Lexicon;
use crate::text::{BlockId, Span};

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BlockKind {
    /// The title line.
    Headline,
    /// Place, agency and date before the first paragraph, or a date alone.
    Dateline,
    /// Who wrote it.
    Byline,
    /// A paragraph of running text.
    Paragraph,
    /// A heading inside the article.
    Subhead,
    /// One item of a list.
    ListItem,
    /// A caption or credit of a picture.
    Caption,
    /// Text that is not part of the article: links, notices, advertisements.
    Boilerplate,
}

/// A block: a headline, a paragraph, a byline and so on.
///
/// Blocks are in text order and do not overlap; only white space lies
/// between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where it stands, without white space around it.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// A dateline, parsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The block that it fills.
    pub block: BlockId,
    /// The places named, in order.
    pub places: Vec<Span>,
    /// The news agency.
    pub agency: Option<Span>,
    /// The date as written.
    pub date: Option<Span>,
    /// The date's fields.
    pub fields: DateFields,
}

/// The fields of a date, as far as the text gives them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateFields {
    /// The year, four digits.
    pub year: Option<u16>,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// 1 (Monday) to 7 (Sunday).
    pub weekday: Option<u8>,
}

/// A byline, its names split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Byline {
    /// The block that it fills.
    pub block: BlockId,
    /// The writers' names, in order.
    pub names: Vec<Span>,
}

/// What is wrong with the copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What kind of damage.
    pub code: DiagnosticCode,
    /// Where.
    pub span: Span,
    /// A sentence for a person.
    pub message: String,
}

/// The kinds of damage that are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DiagnosticCode {
    /// A paragraph whose beginning is missing.
    LostBeginning,
    /// A quote mark without its partner.
    UnbalancedQuote,
    /// UTF-8 that was read as Latin-1 or Windows-1252.
    Mojibake,
    /// U+FFFD, a control character or another that does not belong in text.
    BadCharacter,
    /// A very long paragraph without a full stop.
    NoStop,
    /// One thing under several names.
    SeveralNames,
}

/// What the grammar found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Every block, in text order.
    pub blocks: Vec<Block>,
    /// The block that is the headline.
    pub headline: Option<BlockId>,
    /// The dateline, if any.
    pub dateline: Option<Dateline>,
    /// The bylines.
    pub bylines: Vec<Byline>,
    /// Damage that the grammar saw.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the structure of `text`. Linear; accepts any text.
///
/// ```
/// use newsprint::article::{self, BlockKind};
/// let reader = newsprint::Reader::english();
/// let text = "Talks resume in Geneva\n\nBy Jane Doe\n\nGENEVA (AP) — Talks resumed.\n";
/// let article = article::parse(text, reader.lexicon());
/// let blocks: Vec<_> =
///     article.blocks.iter().map(|block| (block.kind, block.span.slice(text))).collect();
/// assert_eq!(
///     blocks,
///     [
///         (BlockKind::Headline, "Talks resume in Geneva"),
///         (BlockKind::Byline, "By Jane Doe"),
///         (BlockKind::Dateline, "GENEVA (AP) —"),
///         (BlockKind::Paragraph, "Talks resumed."),
///     ],
/// );
/// assert_eq!(article.bylines[0].names[0].slice(text), "Jane Doe");
/// ```
pub fn parse(text: &str, lexicon: &Lexicon) -> Article {
    let units = wrap::join(text, &lines::scan(text));
    let labels = label::label(text, units, lexicon);
    let mut article = build::build(text, labels);
    article.diagnostics = diagnose::diagnose(text, &article.blocks);
    article
}

/// The largest character boundary of `text` up to `at`.
fn floor(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}
