//! The items of each layer, as Python sees them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use newsprint::Document;
use newsprint::entity::Label;
use newsprint::schema::round_score;
use newsprint::text::{ActorId, Id, IdRange, MentionId};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::shared::{Shared, brief, quoted};
use crate::span::Span;
use crate::view::{Choice, Columns, View, layer};

/// A sequence over the items of a run of ids.
fn run<I: Id>(shared: &Arc<Shared>, range: IdRange<I>) -> View {
    View::new(shared, range.range().start, range.range().end)
}

layer! {
    /// A block of the article: a headline, a paragraph, a byline and so on.
    item Block;
    /// The blocks of a document, in text order.
    view Blocks, BlockIterator;
    rows blocks of newsprint::article::Block;
    span |row| row.span;
    repr |this| format!("Block({}, {})", quoted(this.kind()), brief(this.text()));
    columns |columns| {
        "start" => columns.starts(|document, item| document.blocks()[item].span),
        "end" => columns.ends(|document, item| document.blocks()[item].span),
        "text" => columns.texts(|document, item| document.blocks()[item].span),
        "kind" => columns.names(|item| Some(columns.document().blocks()[item].kind.name())),
    }
    methods {
        /// The position in the document's blocks.
        #[getter]
        fn index(&self) -> usize {
            self.index
        }

        /// `headline`, `dateline`, `byline`, `paragraph`, `subhead`,
        /// `list_item`, `caption` or `boilerplate`.
        #[getter]
        fn kind(&self) -> &'static str {
            self.row().kind.name()
        }

        /// The sentences of the block.
        #[getter]
        fn sentences(&self) -> Sentences {
            let sentences = self.shared.document.sentences();
            let start = sentences.partition_point(|sentence| sentence.block.index() < self.index);
            let end = sentences.partition_point(|sentence| sentence.block.index() <= self.index);
            Sentences::of(View::new(&self.shared, start, end))
        }
    }
}

layer! {
    /// A sentence of a block.
    item Sentence;
    /// The sentences of a document, in text order.
    view Sentences, SentenceIterator;
    rows sentences of newsprint::sentence::Sentence;
    span |row| row.span;
    repr |this| format!("Sentence({})", brief(this.text()));
    columns |columns| {
        "start" => columns.starts(|document, item| document.sentences()[item].span),
        "end" => columns.ends(|document, item| document.sentences()[item].span),
        "text" => columns.texts(|document, item| document.sentences()[item].span),
        "block" => columns.references(|item| {
            Some(columns.document().sentences()[item].block.index())
        }),
    }
    methods {
        /// The position in the document's sentences.
        #[getter]
        fn index(&self) -> usize {
            self.index
        }

        /// The block that it stands in.
        #[getter]
        fn block(&self) -> Block {
            Block::new(&self.shared, self.row().block.index())
        }

        /// Its tokens.
        #[getter]
        fn tokens(&self) -> Tokens {
            Tokens::of(run(&self.shared, self.row().tokens))
        }

        /// Its entities.
        #[getter]
        fn entities(&self) -> Entities {
            let span = self.row().span;
            let entities = self.shared.document.entities();
            let start = entities.partition_point(|entity| entity.span.start < span.start);
            let end = entities.partition_point(|entity| entity.span.start < span.end);
            Entities::of(View::new(&self.shared, start, end))
        }
    }
}

layer! {
    /// A token after the conventions of Universal Dependencies for English.
    item Token;
    /// The tokens of a document, in text order.
    view Tokens, TokenIterator;
    rows tokens of newsprint::token::Token;
    span |row| row.span;
    repr |this| format!("Token({}, {})", brief(this.text()), quoted(this.tag()));
    columns |columns| {
        "start" => columns.starts(|document, item| document.tokens()[item].span),
        "end" => columns.ends(|document, item| document.tokens()[item].span),
        "text" => columns.texts(|document, item| document.tokens()[item].span),
        "kind" => columns.names(|item| Some(columns.document().tokens()[item].kind.name())),
        "tag" => columns.names(|item| Some(columns.document().tags()[item].penn().name())),
        "pos" => columns.names(|item| Some(columns.document().tags()[item].upos().name())),
        "lemma" => columns.strings(|item| columns.document().lemma(item)),
    }
    methods {
        /// The position in the document's tokens.
        #[getter]
        fn index(&self) -> usize {
            self.index
        }

        /// `word`, `number`, `punctuation`, `quote`, `symbol` or `address`.
        #[getter]
        fn kind(&self) -> &'static str {
            self.row().kind.name()
        }

        /// The Penn Treebank tag.
        #[getter]
        fn tag(&self) -> &'static str {
            self.shared.document.tags()[self.index].penn().name()
        }

        /// The universal part of speech: NOUN, VERB, PROPN and so on.
        #[getter]
        fn pos(&self) -> &'static str {
            self.shared.document.tags()[self.index].upos().name()
        }

        /// The dictionary form.
        #[getter]
        fn lemma(&self) -> std::borrow::Cow<'_, str> {
            self.shared.document.lemma(self.index)
        }

        /// The sentence that it stands in.
        #[getter]
        fn sentence(&self) -> Option<Sentence> {
            let sentences = self.shared.document.sentences();
            let at = sentences.partition_point(|sentence| {
                sentence.tokens.range().end <= self.index
            });
            let found = sentences.get(at)?.tokens.range().contains(&self.index);
            found.then(|| Sentence::new(&self.shared, at))
        }
    }
}

layer! {
    /// A named entity.
    item Entity;
    /// The entities of a document, in text order.
    view Entities, EntityIterator;
    rows entities of newsprint::entity::Entity;
    span |row| row.span;
    repr |this| format!("Entity({}, {})", brief(this.text()), quoted(this.label()));
    columns |columns| {
        "start" => columns.starts(|document, item| document.entities()[item].span),
        "end" => columns.ends(|document, item| document.entities()[item].span),
        "text" => columns.texts(|document, item| document.entities()[item].span),
        "label" => columns.names(|item| Some(columns.document().entities()[item].label.name())),
        "score" => columns.floats(|item| round_score(columns.document().entities()[item].score)),
        "actor" => columns.references(|item| columns.view.shared.entity_actor(item)),
    }
    methods {
        /// The position in the document's entities.
        #[getter]
        fn index(&self) -> usize {
            self.index
        }

        /// One of the 18 labels of `OntoNotes`: PERSON, NORP, FAC, ORG, GPE,
        /// LOC, PRODUCT, EVENT, WORK_OF_ART, LAW, LANGUAGE, DATE, TIME,
        /// PERCENT, MONEY, QUANTITY, ORDINAL, CARDINAL.
        #[getter]
        fn label(&self) -> &'static str {
            self.row().label.name()
        }

        /// The probability that span and label are right.
        #[getter]
        fn score(&self) -> f64 {
            round_score(self.row().score)
        }

        /// The actor that it names; None for a date, an amount and the like.
        #[getter]
        fn actor(&self) -> Option<Actor> {
            Some(Actor::new(&self.shared, self.shared.entity_actor(self.index)?))
        }

        /// Its tokens.
        #[getter]
        fn tokens(&self) -> Tokens {
            Tokens::of(run(&self.shared, self.row().tokens))
        }
    }
}

layer! {
    /// A mention: a name, a pronoun or a noun phrase that refers to an actor.
    item Mention;
    /// The mentions of a document, in text order.
    view Mentions, MentionIterator;
    rows mentions of newsprint::mention::Mention;
    span |row| row.span;
    repr |this| format!("Mention({}, {})", brief(this.text()), quoted(this.form()));
    columns |columns| {
        "start" => columns.starts(|document, item| document.mentions()[item].span),
        "end" => columns.ends(|document, item| document.mentions()[item].span),
        "text" => columns.texts(|document, item| document.mentions()[item].span),
        "form" => columns.names(|item| Some(columns.document().mentions()[item].form.name())),
        "actor" => columns.references(|item| columns.view.shared.mention_actor(item)),
    }
    methods {
        /// The position in the document's mentions.
        #[getter]
        fn index(&self) -> usize {
            self.index
        }

        /// `name`, `pronoun` or `nominal`.
        #[getter]
        fn form(&self) -> &'static str {
            self.row().form.name()
        }

        /// The actor that it refers to.
        #[getter]
        fn actor(&self) -> Option<Actor> {
            Some(Actor::new(&self.shared, self.shared.mention_actor(self.index)?))
        }

        /// The entity that it is, for a name.
        #[getter]
        fn entity(&self) -> Option<Entity> {
            Some(Entity::new(&self.shared, self.row().entity?.index()))
        }

        /// Its tokens.
        #[getter]
        fn tokens(&self) -> Tokens {
            Tokens::of(run(&self.shared, self.row().tokens))
        }
    }
}

layer! {
    /// An actor: someone or something that the article mentions.
    item Actor;
    /// The actors of a document, by first mention.
    view Actors, ActorIterator;
    rows actors of newsprint::actor::Actor;
    repr |this| format!(
        "Actor({}, {})",
        brief(this.name()),
        this.label().map_or_else(|| "None".to_owned(), quoted),
    );
    columns |columns| {
        "name" => columns.strings(|item| columns.document().actors()[item].name.as_str().into()),
        "label" => columns.names(|item| columns.document().actors()[item].label.map(Label::name)),
        "mentions" => columns.unsigned(columns.view.indices().map(|item| {
            u32::try_from(columns.document().actors()[item].mentions.len()).unwrap_or(u32::MAX)
        })),
    }
    methods {
        /// The position in the document's actors.
        #[getter]
        fn id(&self) -> usize {
            self.index
        }

        /// The fullest name.
        #[getter]
        fn name(&self) -> &str {
            &self.row().name
        }

        /// The entity label; None when nothing tells.
        #[getter]
        fn label(&self) -> Option<&'static str> {
            self.row().label.map(Label::name)
        }

        /// The ISO 3166-1 alpha-2 code, for a country.
        #[getter]
        fn country(&self) -> Option<&str> {
            self.row().country_code()
        }

        /// Roles and titles that the article gives.
        #[getter]
        fn roles<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            PyTuple::new(py, &self.row().roles)
        }

        /// The mentions, in text order.
        #[getter]
        fn mentions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            let count = self.shared.document.mentions().len();
            let known = self.row().mentions.iter().copied().map(MentionId::index);
            let mentions: Vec<_> = known
                .filter(|&index| index < count)
                .map(|index| Bound::new(py, Mention::new(&self.shared, index)))
                .collect::<PyResult<_>>()?;
            PyTuple::new(py, mentions)
        }

        /// The quotations that it speaks, alone or with others.
        #[getter]
        fn quotes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            quotes_by(py, &self.shared, self.index)
        }

        fn __str__(&self) -> &str {
            self.name()
        }
    }
}

impl Actor {
    /// Its index, when it is one of the document.
    pub(crate) fn id_in(&self, shared: &Arc<Shared>) -> Option<usize> {
        Arc::ptr_eq(&self.shared, shared).then_some(self.index)
    }
}

/// The quotations of an actor.
pub(crate) fn quotes_by<'py>(
    py: Python<'py>,
    shared: &Arc<Shared>,
    actor: usize,
) -> PyResult<Bound<'py, PyTuple>> {
    let quotes: Vec<_> = shared
        .actor_quotes(actor)
        .iter()
        .map(|&index| Bound::new(py, Quote::new(shared, index)))
        .collect::<PyResult<_>>()?;
    PyTuple::new(py, quotes)
}

layer! {
    /// A quotation: what was said, and by whom.
    ///
    /// `text` goes from the first words reported to the last, what stands
    /// between included (`"A," he said. "B."`); `words` are the reported words
    /// alone (`"A," "B."`), and `content` their spans.
    item Quote;
    /// The quotations of a document, in text order.
    view Quotes, QuoteIterator;
    rows quotes of newsprint::quotation::Quotation;
    span |row| row.span();
    repr |this| {
        let speaker = this.shared.document.speaker_name(this.row());
        format!(
            "Quote({}, speaker={}, {})",
            quoted(this.kind()),
            speaker.map_or_else(|| "None".to_owned(), |name| brief(&name)),
            brief(&this.words()),
        )
    };
    columns |columns| {
        "start" => columns.starts(|document, item| document.quotes()[item].span()),
        "end" => columns.ends(|document, item| document.quotes()[item].span()),
        "text" => columns.texts(|document, item| document.quotes()[item].span()),
        "words" => columns.strings(|item| {
            columns.document().words(&columns.document().quotes()[item])
        }),
        "kind" => columns.names(|item| Some(columns.document().quotes()[item].kind.name())),
        "cue" => columns.optional_strings(|document, item| {
            Some(document.slice(document.quotes()[item].cue?).into())
        }),
        "source" => columns.optional_strings(|document, item| {
            Some(document.slice(document.quotes()[item].source?).into())
        }),
        "speaker" => columns.optional_strings(|document, item| {
            document.speaker_name(&document.quotes()[item])
        }),
        "basis" => columns.names(|item| {
            Some(columns.document().quotes()[item].speaker.as_ref()?.basis.id())
        }),
        "actor" => columns.references(|item| {
            Some(columns.document().quotes()[item].speaker.as_ref()?.actor.index())
        }),
        "rule" => columns.names(|item| Some(columns.document().quotes()[item].rule.0)),
        "score" => columns.floats(|item| round_score(columns.document().quotes()[item].score)),
    }
    methods {
        /// The position in the document's quotes.
        #[getter]
        fn id(&self) -> usize {
            self.index
        }

        /// `direct` (all of it in quote marks), `mixed` (partly), `indirect`
        /// (no marks) or `scare` (marks that report nobody's words).
        #[getter]
        fn kind(&self) -> &'static str {
            self.row().kind.name()
        }

        /// The words reported, the spans of the content joined by a space.
        #[getter]
        fn words(&self) -> std::borrow::Cow<'_, str> {
            self.shared.document.words(self.row())
        }

        /// The spans of the words reported, in order.
        #[getter]
        fn content<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            spans(py, &self.shared, &self.row().content)
        }

        /// The reporting verb group, `according to`, or a reporting noun.
        #[getter]
        fn cue(&self) -> Option<Span> {
            Some(Span::new(&self.shared, self.row().cue?))
        }

        /// The noun phrase of the one who says it.
        #[getter]
        fn source(&self) -> Option<Span> {
            Some(Span::new(&self.shared, self.row().source?))
        }

        /// Who that is in the article; None when the text does not say.
        #[getter]
        fn speaker(&self) -> Option<Speaker> {
            self.row().speaker.as_ref()?;
            Some(Speaker { shared: Arc::clone(&self.shared), quote: self.index })
        }

        /// What the speaker rests on, `named-source` for example; the same as
        /// `speaker.basis`.
        #[getter]
        fn basis(&self) -> Option<&'static str> {
            Some(self.row().speaker.as_ref()?.basis.id())
        }

        /// The actor who speaks, or the first of several; the same as
        /// `speaker.actor`.
        #[getter]
        fn actor(&self) -> Option<Actor> {
            let actor = self.row().speaker.as_ref()?.actor;
            Some(Actor::new(&self.shared, actor.index()))
        }

        /// The rule or scorer that decided.
        #[getter]
        fn rule(&self) -> &'static str {
            self.row().rule.0
        }

        /// The probability that content, source and speaker are right.
        #[getter]
        fn score(&self) -> f64 {
            round_score(self.row().score)
        }
    }
}

layer! {
    /// Something wrong with the copy.
    item Diagnostic;
    /// The diagnostics of a document, in text order.
    view Diagnostics, DiagnosticIterator;
    rows diagnostics of newsprint::article::Diagnostic;
    span |row| row.span;
    repr |this| {
        let at = this.shared.position(this.row().span.start);
        format!(
            "Diagnostic({}, line {}, column {}, {})",
            quoted(this.code()),
            at.line,
            at.column,
            quoted(this.message()),
        )
    };
    columns |columns| {
        "start" => columns.starts(|document, item| document.diagnostics()[item].span),
        "end" => columns.ends(|document, item| document.diagnostics()[item].span),
        "code" => columns.names(|item| Some(columns.document().diagnostics()[item].code.name())),
        "message" => columns.strings(|item| {
            columns.document().diagnostics()[item].message.as_str().into()
        }),
    }
    methods {
        /// `lost_beginning`, `unbalanced_quote`, `mojibake`, `bad_character`,
        /// `no_stop` or `several_names`.
        #[getter]
        fn code(&self) -> &'static str {
            self.row().code.name()
        }

        /// A sentence for a person.
        #[getter]
        fn message(&self) -> &str {
            &self.row().message
        }

        /// The line, from 1.
        #[getter]
        fn line(&self) -> u32 {
            self.shared.position(self.row().span.start).line
        }

        /// The column in code points, from 1.
        #[getter]
        fn column(&self) -> u32 {
            self.shared.position(self.row().span.start).column
        }
    }
}

/// A tuple of spans.
fn spans<'py>(
    py: Python<'py>,
    shared: &Arc<Shared>,
    spans: &[newsprint::Span],
) -> PyResult<Bound<'py, PyTuple>> {
    let spans: Vec<_> = spans
        .iter()
        .map(|&span| Bound::new(py, Span::new(shared, span)))
        .collect::<PyResult<_>>()?;
    PyTuple::new(py, spans)
}

/// The speaker of a quotation.
#[pyclass(frozen, module = "newsprint")]
pub(crate) struct Speaker {
    shared: Arc<Shared>,
    /// A quotation that has a speaker.
    quote: usize,
}

impl Speaker {
    fn row(&self) -> Option<&newsprint::quotation::Speaker> {
        self.shared.document.quotes().get(self.quote)?.speaker.as_ref()
    }

    fn actors(&self) -> impl Iterator<Item = usize> {
        let others = self.row().map(|row| row.others.as_slice()).unwrap_or_default();
        let first = self.row().map(|row| row.actor);
        first.into_iter().chain(others.iter().copied()).map(ActorId::index)
    }
}

#[pymethods]
impl Speaker {
    /// The name of the actor; the names of all of a joint source.
    #[getter]
    fn name(&self) -> std::borrow::Cow<'_, str> {
        let document: &Document = &self.shared.document;
        let quote = document.quotes().get(self.quote);
        quote.and_then(|quote| document.speaker_name(quote)).unwrap_or_default()
    }

    /// The actor, or the first of several.
    #[getter]
    fn actor(&self) -> Option<Actor> {
        Some(Actor::new(&self.shared, self.actors().next()?))
    }

    /// What that rests on, `named-source` for example.
    #[getter]
    fn basis(&self) -> &'static str {
        self.row().map_or("", |row| row.basis.id())
    }

    /// The probability that it is they when someone is quoted there at all.
    #[getter]
    fn score(&self) -> f64 {
        self.row().map_or(0.0, |row| round_score(row.score))
    }

    /// The other actors of a joint source.
    #[getter]
    fn others<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let others: Vec<_> = self
            .actors()
            .skip(1)
            .map(|actor| Bound::new(py, Actor::new(&self.shared, actor)))
            .collect::<PyResult<_>>()?;
        PyTuple::new(py, others)
    }

    fn __str__(&self) -> std::borrow::Cow<'_, str> {
        self.name()
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| {
            let other = other.get();
            Arc::ptr_eq(&self.shared, &other.shared) && self.row() == other.row()
        })
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (memo, /))]
    fn __deepcopy__(slf: Py<Self>, memo: &Bound<'_, PyAny>) -> Py<Self> {
        let _ = memo;
        slf
    }

    fn __hash__(&self) -> u64 {
        let place = Arc::as_ptr(&self.shared).addr() as u64 >> 4;
        self.actors().fold(place, |hash, actor| hash.wrapping_mul(31).wrapping_add(actor as u64))
    }

    fn __repr__(&self) -> String {
        format!("Speaker({})", brief(&self.name()))
    }
}

/// The dateline, parsed.
#[pyclass(frozen, module = "newsprint")]
pub(crate) struct Dateline {
    shared: Arc<Shared>,
}

impl Dateline {
    /// The dateline of a document that has one.
    pub(crate) fn of(shared: &Arc<Shared>) -> Option<Self> {
        shared.document.dateline().map(|_| Self { shared: Arc::clone(shared) })
    }

    fn row(&self) -> Option<&newsprint::article::Dateline> {
        self.shared.document.dateline()
    }

    fn span(&self) -> newsprint::Span {
        let blocks = self.shared.document.blocks();
        let block = self.row().and_then(|row| blocks.get(row.block.index()));
        block.map(|block| block.span).unwrap_or_default()
    }

    fn part(&self, span: Option<newsprint::Span>) -> Option<Span> {
        Some(Span::new(&self.shared, span?))
    }
}

#[pymethods]
impl Dateline {
    /// The position of its first code point in the text.
    #[getter]
    fn start(&self) -> u32 {
        self.shared.chars(self.span()).start
    }

    /// The position after its last code point.
    #[getter]
    fn end(&self) -> u32 {
        self.shared.chars(self.span()).end
    }

    /// Its text: `document.text[start:end]`.
    #[getter]
    fn text(&self) -> &str {
        self.shared.document.slice(self.span())
    }

    /// The places named, in order.
    #[getter]
    fn places<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let places = self.row().map(|row| row.places.as_slice()).unwrap_or_default();
        spans(py, &self.shared, places)
    }

    /// The news agency.
    #[getter]
    fn agency(&self) -> Option<Span> {
        self.part(self.row()?.agency)
    }

    /// The date as written.
    #[getter]
    fn date(&self) -> Option<Span> {
        self.part(self.row()?.date)
    }

    /// The year, as far as the date gives it.
    #[getter]
    fn year(&self) -> Option<u16> {
        self.row()?.fields.year
    }

    /// The month, 1 to 12.
    #[getter]
    fn month(&self) -> Option<u8> {
        self.row()?.fields.month
    }

    /// The day of the month, 1 to 31.
    #[getter]
    fn day(&self) -> Option<u8> {
        self.row()?.fields.day
    }

    /// The day of the week, 1 (Monday) to 7 (Sunday).
    #[getter]
    fn weekday(&self) -> Option<u8> {
        self.row()?.fields.weekday
    }

    fn __str__(&self) -> &str {
        self.text()
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| Arc::ptr_eq(&self.shared, &other.get().shared))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (memo, /))]
    fn __deepcopy__(slf: Py<Self>, memo: &Bound<'_, PyAny>) -> Py<Self> {
        let _ = memo;
        slf
    }

    fn __hash__(&self) -> u64 {
        Arc::as_ptr(&self.shared).addr() as u64 >> 4
    }

    fn __repr__(&self) -> String {
        format!("Dateline({})", brief(self.text()))
    }
}

layer! {
    /// A byline: who wrote the article.
    item Byline;
    /// The bylines of a document, in text order.
    view Bylines, BylineIterator;
    rows bylines of newsprint::article::Byline;
    repr |this| format!("Byline({})", brief(this.text()));
    columns |columns| {
        "text" => columns.texts(byline_span),
    }
    methods {
        /// The position of its first code point in the text.
        #[getter]
        fn start(&self) -> u32 {
            self.shared.chars(byline_span(&self.shared.document, self.index)).start
        }

        /// The position after its last code point.
        #[getter]
        fn end(&self) -> u32 {
            self.shared.chars(byline_span(&self.shared.document, self.index)).end
        }

        /// Its text: `document.text[start:end]`.
        #[getter]
        fn text(&self) -> &str {
            self.shared.document.slice(byline_span(&self.shared.document, self.index))
        }

        /// The writers' names, in order.
        #[getter]
        fn names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            spans(py, &self.shared, &self.row().names)
        }

        fn __str__(&self) -> &str {
            self.text()
        }
    }
}

/// Where a byline stands: its block.
fn byline_span(document: &Document, byline: usize) -> newsprint::Span {
    let block = document.bylines().get(byline).map(|byline| byline.block.index());
    block.and_then(|block| document.blocks().get(block)).map(|block| block.span).unwrap_or_default()
}
