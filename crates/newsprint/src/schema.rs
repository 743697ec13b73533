//! The output schema `newsprint/1`: a document as plain serialisable data.
//!
//! The command line and the Python package both write these structs, so that
//! the two always agree. Every object with `start`, `end` and `text` obeys one
//! law: `text` is the document's text from `start` to `end`, in the unit that
//! [`Record::offsets`] names.
//!
//! ```
//! use newsprint::schema::{Layout, Offsets, Record};
//! let document = newsprint::read("Olé!\n\nThe fair opened on Monday.").unwrap();
//! let layout = Layout { offsets: Offsets::Byte, ..Layout::default() };
//! let record = Record::new(&document, Some("fair-1"), layout);
//! let json = serde_json::to_value(&record).unwrap();
//! assert_eq!(json["schema"], "newsprint/1");
//! assert_eq!(json["id"], "fair-1");
//! assert_eq!(json["blocks"][0]["end"], 5);
//! ```

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::article::{BlockKind, DiagnosticCode};
use crate::document::Document;
use crate::entity::Label;
use crate::mention::MentionForm;
use crate::quotation::{Quotation, QuoteKind};
use crate::text::{ActorId, CharCursor, Span};
use crate::token::TokenKind;

/// The name that every record carries.
pub const SCHEMA: &str = "newsprint/1";

/// The unit of the offsets of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Offsets {
    /// Unicode code points: the unit of Python strings.
    #[default]
    Char,
    /// UTF-8 bytes: the unit of Rust and Go strings.
    Byte,
    /// UTF-16 code units: the unit of JavaScript, Java and .NET strings.
    Utf16,
}

/// What a record holds, and in which unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The unit of every offset.
    pub offsets: Offsets,
    /// Whether the tokens are written, which makes the record several times
    /// as long.
    pub tokens: bool,
}

/// A whole document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record<'d> {
    /// Always [`SCHEMA`].
    pub schema: &'static str,
    /// The name that the caller gave the document.
    pub id: Option<&'d str>,
    /// The unit of every offset in the record.
    pub offsets: Offsets,
    /// The text, unaltered.
    pub text: &'d str,
    /// The blocks, in text order.
    pub blocks: Vec<BlockRecord>,
    /// The headline.
    pub headline: Option<SpanRecord<'d>>,
    /// The dateline.
    pub dateline: Option<DatelineRecord<'d>>,
    /// The bylines.
    pub bylines: Vec<BylineRecord<'d>>,
    /// The tokens, when [`Layout::tokens`] asks for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Vec<TokenRecord<'d>>>,
    /// The sentences, in text order.
    pub sentences: Vec<SentenceRecord>,
    /// The entities, in text order.
    pub entities: Vec<EntityRecord<'d>>,
    /// The actors, by first mention.
    pub actors: Vec<ActorRecord<'d>>,
    /// The quotations, by the start of their content.
    pub quotes: Vec<QuoteRecord<'d>>,
    /// What is wrong with the copy, in text order.
    pub diagnostics: Vec<DiagnosticRecord<'d>>,
}

/// A range of the text, with its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SpanRecord<'d> {
    /// Offset of the first unit.
    pub start: u32,
    /// Offset after the last unit.
    pub end: u32,
    /// The text between.
    pub text: &'d str,
}

/// A block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BlockRecord {
    /// What it is.
    pub kind: BlockKind,
    /// Offset of its first unit.
    pub start: u32,
    /// Offset after its last unit.
    pub end: u32,
}

/// A dateline, parsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DatelineRecord<'d> {
    /// Offset of its first unit.
    pub start: u32,
    /// Offset after its last unit.
    pub end: u32,
    /// Its text.
    pub text: &'d str,
    /// The places named, in order.
    pub places: Vec<&'d str>,
    /// The news agency.
    pub agency: Option<&'d str>,
    /// The date as written.
    pub date: Option<&'d str>,
}

/// A byline, its names split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BylineRecord<'d> {
    /// Offset of its first unit.
    pub start: u32,
    /// Offset after its last unit.
    pub end: u32,
    /// Its text.
    pub text: &'d str,
    /// The writers, in order.
    pub names: Vec<&'d str>,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenRecord<'d> {
    /// Offset of its first unit.
    pub start: u32,
    /// Offset after its last unit.
    pub end: u32,
    /// Its Penn Treebank tag.
    pub tag: &'static str,
    /// Its dictionary form.
    pub lemma: std::borrow::Cow<'d, str>,
}

/// A sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SentenceRecord {
    /// Offset of its first unit.
    pub start: u32,
    /// Offset after its last unit.
    pub end: u32,
    /// The index of the block that it stands in.
    pub block: u32,
}

/// An entity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EntityRecord<'d> {
    /// Offset of its first unit.
    pub start: u32,
    /// Offset after its last unit.
    pub end: u32,
    /// Its text.
    pub text: &'d str,
    /// What it is.
    pub label: Label,
    /// The probability that span and label are right, to four places.
    pub score: f64,
    /// The index of the actor that it names.
    pub actor: Option<u32>,
}

/// An actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActorRecord<'d> {
    /// Its index.
    pub id: u32,
    /// What it is.
    pub label: Option<Label>,
    /// The fullest name.
    pub name: &'d str,
    /// The ISO 3166-1 alpha-2 code, for a country.
    pub country: Option<&'d str>,
    /// Roles and titles that the article gives.
    pub roles: Vec<&'d str>,
    /// Its mentions, in text order.
    pub mentions: Vec<MentionRecord<'d>>,
}

/// A mention of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MentionRecord<'d> {
    /// Offset of its first unit.
    pub start: u32,
    /// Offset after its last unit.
    pub end: u32,
    /// Its text.
    pub text: &'d str,
    /// Its form.
    pub form: MentionForm,
}

/// A quotation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuoteRecord<'d> {
    /// Its index.
    pub id: u32,
    /// Its kind.
    pub kind: QuoteKind,
    /// Offset of the first unit of its first words.
    pub start: u32,
    /// Offset after the last unit of its last words.
    pub end: u32,
    /// The text from the first words to the last, what stands between
    /// included: `"A," he said. "B."`
    pub text: &'d str,
    /// The words reported, the spans of the content joined by a space:
    /// `"A," "B."` The same as the text when the content is one span.
    pub words: std::borrow::Cow<'d, str>,
    /// The spans of the words reported, in order.
    pub content: Vec<SpanRecord<'d>>,
    /// The reporting words.
    pub cue: Option<SpanRecord<'d>>,
    /// The noun phrase of the one who says it.
    pub source: Option<SpanRecord<'d>>,
    /// Who that is in the article.
    pub speaker: Option<SpeakerRecord<'d>>,
    /// The rule or scorer that decided.
    pub rule: &'static str,
    /// The probability that content, source and speaker are right, to four
    /// places.
    pub score: f64,
}

/// The speaker of a quotation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpeakerRecord<'d> {
    /// The index of the actor, or of the first of several.
    pub actor: u32,
    /// The indices of the other actors of a joint source.
    pub actors: Vec<u32>,
    /// The name of the actor; the names of all of a joint source.
    pub name: std::borrow::Cow<'d, str>,
    /// What that rests on: the id of a
    /// [`SpeakerBasis`](crate::quotation::SpeakerBasis).
    pub basis: &'static str,
    /// The probability that it is they when someone is quoted there at all, to
    /// four places.
    pub score: f64,
}

/// Something wrong with the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DiagnosticRecord<'d> {
    /// What kind of damage.
    pub code: DiagnosticCode,
    /// Offset of its first unit.
    pub start: u32,
    /// Offset after its last unit.
    pub end: u32,
    /// A sentence for a person.
    pub message: &'d str,
}

/// Converts the spans of one document.
#[derive(Clone, Copy)]
struct Scale<'d> {
    document: &'d Document,
    offsets: Offsets,
}

impl<'d> Scale<'d> {
    /// For single spans in any order: at most 64 bytes are read for each.
    fn ends(self, span: Span) -> (u32, u32) {
        let (index, text) = (self.document.char_index(), self.document.text());
        match self.offsets {
            Offsets::Byte => (span.start, span.end),
            Offsets::Char => {
                let span = index.chars(text, span);
                (span.start, span.end)
            }
            Offsets::Utf16 => {
                let span = index.utf16(text, span);
                (span.start, span.end)
            }
        }
    }

    /// For a layer in text order: each byte is read once.
    fn rising(self) -> impl FnMut(Span) -> (u32, u32) + use<'d> {
        let mut cursor: CharCursor<'d> = self.document.char_index().cursor(self.document.text());
        let offsets = self.offsets;
        move |span| match offsets {
            Offsets::Byte => (span.start, span.end),
            Offsets::Char => {
                let span = cursor.chars(span);
                (span.start, span.end)
            }
            Offsets::Utf16 => {
                let span = cursor.utf16(span);
                (span.start, span.end)
            }
        }
    }

    fn span(self, span: Span) -> SpanRecord<'d> {
        let (start, end) = self.ends(span);
        SpanRecord { start, end, text: self.document.slice(span) }
    }

    fn block(self, block: crate::text::BlockId) -> Option<SpanRecord<'d>> {
        self.document.blocks().get(block.index()).map(|block| self.span(block.span))
    }
}

/// A probability as it is written: four places are more than it is worth,
/// and its nearest `f64` prints short everywhere.
///
/// ```
/// assert_eq!(newsprint::schema::round_score(0.1_f32 + 0.2), 0.3);
/// ```
pub fn round_score(score: f32) -> f64 {
    (f64::from(score) * 10_000.0).round() / 10_000.0
}

impl<'d> Record<'d> {
    /// Builds the record of a document. Linear.
    pub fn new(document: &'d Document, id: Option<&'d str>, layout: Layout) -> Self {
        let scale = Scale { document, offsets: layout.offsets };
        let mut blocks = scale.rising();
        let mut sentences = scale.rising();
        Self {
            schema: SCHEMA,
            id,
            offsets: layout.offsets,
            text: document.text(),
            blocks: document
                .blocks()
                .iter()
                .map(|block| {
                    let (start, end) = blocks(block.span);
                    BlockRecord { kind: block.kind, start, end }
                })
                .collect(),
            headline: document.headline().map(|span| scale.span(span)),
            dateline: dateline(scale),
            bylines: document
                .bylines()
                .iter()
                .filter_map(|byline| {
                    let names = byline.names.iter().map(|&name| document.slice(name)).collect();
                    let SpanRecord { start, end, text } = scale.block(byline.block)?;
                    Some(BylineRecord { start, end, text, names })
                })
                .collect(),
            tokens: layout.tokens.then(|| tokens(scale)),
            sentences: document
                .sentences()
                .iter()
                .map(|sentence| {
                    let (start, end) = sentences(sentence.span);
                    SentenceRecord { start, end, block: sentence.block.0 }
                })
                .collect(),
            entities: entities(scale),
            actors: document
                .actors()
                .iter()
                .zip(0..)
                .map(|(item, id)| actor(scale, item, id))
                .collect(),
            quotes: document
                .quotes()
                .iter()
                .zip(0..)
                .map(|(item, id)| quote(scale, item, id))
                .collect(),
            diagnostics: document
                .diagnostics()
                .iter()
                .map(|diagnostic| {
                    let (start, end) = scale.ends(diagnostic.span);
                    DiagnosticRecord {
                        code: diagnostic.code,
                        start,
                        end,
                        message: &diagnostic.message,
                    }
                })
                .collect(),
        }
    }
}

fn dateline(scale: Scale<'_>) -> Option<DatelineRecord<'_>> {
    let document = scale.document;
    let dateline = document.dateline()?;
    let SpanRecord { start, end, text } = scale.block(dateline.block)?;
    Some(DatelineRecord {
        start,
        end,
        text,
        places: dateline.places.iter().map(|&place| document.slice(place)).collect(),
        agency: dateline.agency.map(|agency| document.slice(agency)),
        date: dateline.date.map(|date| document.slice(date)),
    })
}

fn tokens(scale: Scale<'_>) -> Vec<TokenRecord<'_>> {
    let document = scale.document;
    let mut ends = scale.rising();
    document
        .tokens()
        .iter()
        .zip(document.tags())
        .enumerate()
        .map(|(index, (token, tag))| {
            let (start, end) = ends(token.span);
            TokenRecord { start, end, tag: tag.penn().name(), lemma: document.lemma(index) }
        })
        .collect()
}

fn entities(scale: Scale<'_>) -> Vec<EntityRecord<'_>> {
    let document = scale.document;
    let actors = document.entity_actors();
    let mut ends = scale.rising();
    document
        .entities()
        .iter()
        .zip(actors)
        .map(|(entity, actor)| {
            let (start, end) = ends(entity.span);
            EntityRecord {
                start,
                end,
                text: document.slice(entity.span),
                label: entity.label,
                score: round_score(entity.score),
                actor: actor.map(|actor| actor.0),
            }
        })
        .collect()
}

fn actor<'d>(scale: Scale<'d>, actor: &'d Actor, id: u32) -> ActorRecord<'d> {
    let mentions = scale.document.mentions();
    ActorRecord {
        id,
        label: actor.label,
        name: &actor.name,
        country: actor.country_code(),
        roles: actor.roles.iter().map(String::as_str).collect(),
        mentions: actor
            .mentions
            .iter()
            .filter_map(|mention| mentions.get(mention.index()))
            .map(|mention| {
                let SpanRecord { start, end, text } = scale.span(mention.span);
                MentionRecord { start, end, text, form: mention.form }
            })
            .collect(),
    }
}

fn quote<'d>(scale: Scale<'d>, quote: &'d Quotation, id: u32) -> QuoteRecord<'d> {
    let document = scale.document;
    let SpanRecord { start, end, text } = scale.span(quote.span());
    QuoteRecord {
        id,
        kind: quote.kind,
        start,
        end,
        text,
        words: document.words(quote),
        content: quote.content.iter().map(|&span| scale.span(span)).collect(),
        cue: quote.cue.map(|span| scale.span(span)),
        source: quote.source.map(|span| scale.span(span)),
        speaker: quote.speaker.as_ref().map(|speaker| SpeakerRecord {
            actor: speaker.actor.0,
            actors: speaker.others.iter().map(|&ActorId(other)| other).collect(),
            name: document.speaker_name(quote).unwrap_or_default(),
            basis: speaker.basis.id(),
            score: round_score(speaker.score),
        }),
        rule: quote.rule.0,
        score: round_score(quote.score),
    }
}

macro_rules! names {
    ($($kind:ident { $($variant:ident = $name:literal),* $(,)? })*) => {$(
        impl $kind {
            /// Its name in the output.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    )*

        #[cfg(test)]
        #[test]
        fn names_are_those_of_serde() {
            $($(
                assert_eq!(
                    serde_json::to_value($kind::$variant).ok(),
                    Some(serde_json::Value::from($name))
                );
            )*)*
        }
    };
}

names! {
    BlockKind {
        Headline = "headline",
        Dateline = "dateline",
        Byline = "byline",
        Paragraph = "paragraph",
        Subhead = "subhead",
        ListItem = "list_item",
        Caption = "caption",
        Boilerplate = "boilerplate",
    }
    DiagnosticCode {
        LostBeginning = "lost_beginning",
        UnbalancedQuote = "unbalanced_quote",
        Mojibake = "mojibake",
        BadCharacter = "bad_character",
        NoStop = "no_stop",
        SeveralNames = "several_names",
    }
    MentionForm { Name = "name", Pronoun = "pronoun", Nominal = "nominal" }
    QuoteKind {
        Direct = "direct",
        Mixed = "mixed",
        Indirect = "indirect",
        Scare = "scare",
    }
    TokenKind {
        Word = "word",
        Number = "number",
        Punctuation = "punctuation",
        Quote = "quote",
        Symbol = "symbol",
        Address = "address",
    }
}
