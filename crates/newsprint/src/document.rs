//! A document: a text and everything that was read in it.

use std::borrow::Cow;
use std::sync::Arc;

use crate::actor::{Actor, Cast};
use crate::article;
use crate::article::{Article, Block, Byline, Dateline, Diagnostic};
use crate::entity::{self, Entity, Evidence};
use crate::lexicon::Lexicon;
use crate::mark::{self, MarkPair};
use crate::mention::Mention;
use crate::model::Model;
use crate::quotation::{self, Quotation, QuoteKind};
use crate::reader::Options;
use crate::sentence::{self, Sentence};
use crate::tag::{self, LemmaModel, Tag};
use crate::text::{CharIndex, Span};
use crate::token::{self, Token};

/// A text and all its layers, immutable and cheap to clone.
#[derive(Clone, Debug)]
pub struct Document {
    layers: Arc<Layers>,
}

#[derive(Debug)]
struct Layers {
    text: Arc<str>,
    index: CharIndex,
    article: Article,
    tokens: Vec<Token>,
    marks: Vec<MarkPair>,
    sentences: Vec<Sentence>,
    tags: Vec<Tag>,
    lemmas: Option<Arc<LemmaModel>>,
    entities: Vec<Entity>,
    mentions: Vec<Mention>,
    actors: Vec<Actor>,
    quotations: Vec<Quotation>,
    diagnostics: Vec<Diagnostic>,
}

impl Document {
    pub(crate) fn analyse(
        text: Arc<str>,
        lexicon: &Lexicon,
        model: &Model,
        options: Options,
    ) -> Self {
        let index = CharIndex::new(&text);
        let article = article::parse(&text, lexicon);
        let tokens = token::lex(&text, &article, lexicon);
        let marks = mark::pair(&text, &article, &tokens);
        let sentences = sentence::split(&text, &article, &tokens, &marks.pairs, model);
        let tags = tag::tag(&text, &tokens, &sentences, lexicon, model);
        let evidence = Evidence {
            text: &text,
            article: &article,
            tokens: &tokens,
            marks: &marks.pairs,
            sentences: &sentences,
            tags: &tags,
        };
        let mut entities = entity::find(evidence, lexicon, model);
        entities.retain(|entity| entity.score >= options.min_score);
        let mut reports = quotation::find(evidence, &entities, lexicon, model);
        if !options.indirect {
            reports = quotation::without(reports, QuoteKind::Indirect);
        }
        let cast =
            quotation::attribute(evidence, &entities, &reports, lexicon, model, options.mentions);
        let Cast { mentions, actors, quotations, diagnostics: names } = cast;
        let mut diagnostics = article.diagnostics.clone();
        diagnostics.extend(mark::diagnose(&tokens, &marks));
        diagnostics.extend(names);
        diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        Self {
            layers: Arc::new(Layers {
                index,
                article,
                tokens,
                marks: marks.pairs,
                sentences,
                tags,
                lemmas: model.lemma.clone(),
                entities,
                mentions,
                actors,
                quotations,
                diagnostics,
                text,
            }),
        }
    }

    /// The layers that the stages from the entities on read, so that one of
    /// them can be run by itself.
    ///
    /// ```
    /// let reader = newsprint::Reader::english();
    /// let document = reader.read("Rain fell in Oslo.").unwrap();
    /// let found = newsprint::entity::find(document.evidence(), reader.lexicon(), reader.model());
    /// assert_eq!(found, document.entities());
    /// ```
    pub fn evidence(&self) -> Evidence<'_> {
        Evidence {
            text: self.text(),
            article: self.article(),
            tokens: self.tokens(),
            marks: self.marks(),
            sentences: self.sentences(),
            tags: self.tags(),
        }
    }

    /// The text, unaltered.
    pub fn text(&self) -> &str {
        &self.layers.text
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(self.text())
    }

    /// Converts offsets to code points and UTF-16 units.
    pub fn char_index(&self) -> &CharIndex {
        &self.layers.index
    }

    /// The structure of the article.
    pub fn article(&self) -> &Article {
        &self.layers.article
    }

    /// Every block, in text order.
    pub fn blocks(&self) -> &[Block] {
        &self.layers.article.blocks
    }

    /// The headline, if there is one.
    pub fn headline(&self) -> Option<Span> {
        let id = self.layers.article.headline?;
        self.blocks().get(id.index()).map(|block| block.span)
    }

    /// The dateline, if there is one.
    pub fn dateline(&self) -> Option<&Dateline> {
        self.layers.article.dateline.as_ref()
    }

    /// The bylines.
    pub fn bylines(&self) -> &[Byline] {
        &self.layers.article.bylines
    }

    /// Every token, in text order.
    pub fn tokens(&self) -> &[Token] {
        &self.layers.tokens
    }

    /// Every pair of quote marks, by opening mark.
    pub fn marks(&self) -> &[MarkPair] {
        &self.layers.marks
    }

    /// Every sentence, in text order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.layers.sentences
    }

    /// The tag of each token.
    pub fn tags(&self) -> &[Tag] {
        &self.layers.tags
    }

    /// The lemma of a token, made when it is asked for; empty when there is
    /// no such token.
    pub fn lemma(&self, token: usize) -> Cow<'_, str> {
        let layers = &self.layers;
        match (layers.tokens.get(token), layers.tags.get(token)) {
            (Some(token), Some(&tag)) => {
                tag::lemma(&layers.text, token, tag, layers.lemmas.as_deref())
            }
            _ => Cow::Borrowed(""),
        }
    }

    /// Every entity, in text order.
    pub fn entities(&self) -> &[Entity] {
        &self.layers.entities
    }

    /// Every mention, in text order.
    pub fn mentions(&self) -> &[Mention] {
        &self.layers.mentions
    }

    /// Every actor, by first mention.
    pub fn actors(&self) -> &[Actor] {
        &self.layers.actors
    }

    /// Every quotation, by the start of its content.
    pub fn quotes(&self) -> &[Quotation] {
        &self.layers.quotations
    }

    /// What is wrong with the copy, in text order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.layers.diagnostics
    }
}
