//! The reader: a lexicon, a model and options, shared by all documents.

use std::sync::{Arc, LazyLock};

use crate::document::Document;
use crate::error::{Cause, Error};
use crate::lexicon::Lexicon;
use crate::model::Model;
use crate::text::MAX_TEXT_LEN;

/// What to leave out, and how sure to be.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// Whether to look for quotations without quote marks.
    pub indirect: bool,
    /// Whether to look for pronouns and nominals. Names, and those who say
    /// something, are always found.
    pub mentions: bool,
    /// Entities less probable than this are left out, 0 to 1.
    pub min_score: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { indirect: true, mentions: true, min_score: 0.0 }
    }
}

/// Reads articles. Cheap to clone; shared between threads.
///
/// ```
/// let reader = newsprint::Reader::english();
/// let document = reader.read("Storm nears coast\n\nA storm neared the coast.").unwrap();
/// assert_eq!(document.sentences().len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct Reader {
    lexicon: Arc<Lexicon>,
    model: Arc<Model>,
    options: Options,
}

impl Reader {
    /// The reader with the English model that is compiled in.
    ///
    /// The model is decoded once for a process and shared.
    pub fn english() -> Self {
        static ENGLISH: LazyLock<Reader> = LazyLock::new(|| Reader {
            lexicon: Arc::new(Lexicon::new(newsprint_en::WORD_LISTS)),
            model: Arc::new(Model::english()),
            options: Options::default(),
        });
        ENGLISH.clone()
    }

    /// The same reader with another model.
    #[must_use]
    pub fn with_model(mut self, model: Model) -> Self {
        self.model = Arc::new(model);
        self
    }

    /// The same reader with other options.
    #[must_use]
    pub fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// The options in force.
    pub fn options(&self) -> Options {
        self.options
    }

    /// The lexicon in use.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The model in use.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Reads an article.
    ///
    /// # Errors
    /// Only when the text is longer than [`MAX_TEXT_LEN`] bytes.
    pub fn read(&self, text: impl Into<Arc<str>>) -> Result<Document, Error> {
        let text = text.into();
        if text.len() > MAX_TEXT_LEN {
            return Err(Cause::TooLong { max: MAX_TEXT_LEN, found: text.len() }.into());
        }
        Ok(Document::analyse(text, &self.lexicon, &self.model, self.options))
    }

    /// Reads an article from bytes.
    ///
    /// # Errors
    /// When the bytes are not UTF-8 or more than [`MAX_TEXT_LEN`].
    pub fn read_bytes(&self, bytes: &[u8]) -> Result<Document, Error> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.read(text),
            Err(error) => Err(Cause::NotUtf8 { at: error.valid_up_to() }.into()),
        }
    }
}

/// Reads an article with the English model and default options.
///
/// # Errors
/// Only when the text is longer than [`MAX_TEXT_LEN`] bytes.
///
/// ```
/// let document = newsprint::read("Talks resume\n\nTalks resumed on Monday.").unwrap();
/// assert_eq!(document.blocks().len(), 2);
/// ```
pub fn read(text: impl Into<Arc<str>>) -> Result<Document, Error> {
    Reader::english().read(text)
}

/// Reads an article from bytes with the English model and default options.
///
/// # Errors
/// When the bytes are not UTF-8 or more than [`MAX_TEXT_LEN`].
pub fn read_bytes(bytes: &[u8]) -> Result<Document, Error> {
    Reader::english().read_bytes(bytes)
}
