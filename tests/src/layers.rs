//! The first layers of a text whose paragraphs are given, so that a case of
//! one stage does not hang on the article grammar.

use newsprint::Span;
use newsprint::article::{Article, Block, BlockKind};
use newsprint::lexicon::Lexicon;
use newsprint::mark::{self, Marks};
use newsprint::model::Model;
use newsprint::sentence::{self, Sentence};
use newsprint::token::{self, Token};

/// A text read up to its sentences.
#[derive(Clone, Debug)]
pub struct Layers {
    /// The text.
    pub text: String,
    /// A paragraph for each run of lines between blank lines.
    pub article: Article,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Its quote marks.
    pub marks: Marks,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
}

impl Layers {
    /// Reads a text whose paragraphs are separated by blank lines.
    pub fn read(text: &str) -> Self {
        use std::sync::LazyLock;
        static LEXICON: LazyLock<Lexicon> =
            LazyLock::new(|| Lexicon::new(newsprint_en::WORD_LISTS));
        static MODEL: LazyLock<Model> = LazyLock::new(Model::english);
        let mut blocks = Vec::new();
        let mut at = 0;
        for paragraph in text.split("\n\n") {
            let span = Span::from_range(at..at + paragraph.len()).trim(text);
            at += paragraph.len() + 2;
            if !span.is_empty() {
                blocks.push(Block { span, kind: BlockKind::Paragraph });
            }
        }
        let article = Article { blocks, ..Article::default() };
        let tokens = token::lex(text, &article, &LEXICON);
        let marks = mark::pair(text, &article, &tokens);
        let sentences = sentence::split(text, &article, &tokens, &marks.pairs, &MODEL);
        Self { text: text.to_string(), article, tokens, marks, sentences }
    }
}
