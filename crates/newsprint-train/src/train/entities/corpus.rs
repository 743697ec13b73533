//! Annotated texts, read by the earlier stages and aligned with their gold.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use newsprint::Span;
use newsprint::article::{self, Article};
use newsprint::entity::{self, Evidence, Label, Position, State};
use newsprint::lexicon::Lexicon;
use newsprint::mark::{self, Marks};
use newsprint::model::Model;
use newsprint::sentence::{self, Sentence};
use newsprint::tag::{self, Tag};
use newsprint::token::{self, Token};

use super::crf::{ANY, Allowed};
use super::may_follow;
use crate::data::{conllu, gold, iob};

/// The layers that entities are read from.
#[derive(Clone, Debug)]
pub struct Layers {
    /// The text.
    pub text: String,
    article: Article,
    /// Its tokens.
    pub tokens: Vec<Token>,
    marks: Marks,
    sentences: Vec<Sentence>,
    tags: Vec<Tag>,
}

impl Layers {
    /// Reads a text.
    pub fn new(text: String, lexicon: &Lexicon, model: &Model) -> Self {
        let article = article::parse(&text, lexicon);
        let tokens = token::lex(&text, &article, lexicon);
        let marks = mark::pair(&text, &article, &tokens);
        let sentences = sentence::split(&text, &article, &tokens, &marks.pairs, model);
        let tags = tag::tag(&text, &tokens, &sentences, lexicon, model);
        Self { text, article, tokens, marks, sentences, tags }
    }

    /// What the entity stage reads.
    pub fn evidence(&self) -> Evidence<'_> {
        Evidence {
            text: &self.text,
            article: &self.article,
            tokens: &self.tokens,
            marks: &self.marks.pairs,
            sentences: &self.sentences,
            tags: &self.tags,
        }
    }
}

/// A text and what is known of the states of its tokens.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its layers.
    pub layers: Layers,
    /// What each token may be.
    pub allowed: Vec<Allowed>,
    /// The gold entities, where all of them are known.
    pub gold: Option<Vec<(Span, Label)>>,
    /// How much it counts.
    pub weight: f32,
}

/// Counts of gold entities whose ends are no ends of tokens.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alignment {
    /// Entities.
    pub entities: usize,
    /// Those that do not fit.
    pub misfits: usize,
}

/// The tokens that a span touches.
pub fn cover(tokens: &[Token], span: Span) -> std::ops::Range<usize> {
    let start = tokens.partition_point(|token| token.span.end <= span.start);
    let end = tokens.partition_point(|token| token.span.start < span.end);
    start..end.max(start)
}

fn one(state: State) -> Allowed {
    1 << state.0
}

/// The state of each token of an entity.
fn positions(length: usize) -> impl Iterator<Item = Position> {
    (0..length).map(move |at| match (at, length) {
        (0, 1) => Position::Unit,
        (0, _) => Position::Begin,
        (at, length) if at + 1 == length => Position::Last,
        _ => Position::Inside,
    })
}

/// Reads a gold file all of whose entities are annotated.
///
/// # Errors
/// When the file cannot be read.
pub fn gold(
    path: &Path,
    weight: f32,
    lexicon: &Lexicon,
    model: &Model,
    alignment: &mut Alignment,
) -> io::Result<Vec<Example>> {
    let mut examples = Vec::new();
    for document in gold::read(path)?.into_iter().filter(|document| document.has("entities")) {
        let layers = Layers::new(document.text, lexicon, model);
        let mut allowed = vec![one(State::OUTSIDE); layers.tokens.len()];
        let mut entities = Vec::new();
        for entity in document.entities {
            let Some(label) = Label::from_name(&entity.label) else { continue };
            entities.push((entity.span, label));
            alignment.entities += 1;
            let tokens = cover(&layers.tokens, entity.span);
            let fits = layers.tokens[tokens.clone()].first().map(|t| t.span.start)
                == Some(entity.span.start)
                && layers.tokens[tokens.clone()].last().map(|t| t.span.end)
                    == Some(entity.span.end);
            if !fits {
                alignment.misfits += 1;
            }
            for (token, position) in tokens.clone().zip(positions(tokens.len())) {
                allowed[token] = one(State::inside(label, position));
            }
        }
        // A token that two entities share would leave an entity without end.
        mend(&mut allowed);
        examples.push(Example { layers, allowed, gold: Some(entities), weight });
    }
    Ok(examples)
}

/// Makes every sequence of single states one that may be.
fn mend(allowed: &mut [Allowed]) {
    let state = |mask: Allowed| {
        mask.is_power_of_two().then(|| super::state(mask.trailing_zeros() as usize))
    };
    for at in 0..allowed.len() {
        let before = if at == 0 { Some(State::OUTSIDE) } else { state(allowed[at - 1]) };
        if let (Some(before), Some(own)) = (before, state(allowed[at]))
            && !before.precedes(own)
        {
            allowed[at] = ANY;
            if at > 0 {
                allowed[at - 1] = ANY;
            }
        }
    }
}

/// What a coarse label may be.
fn any_of(labels: &[Label], position: Position) -> Allowed {
    labels.iter().map(|&label| one(State::inside(label, position))).sum()
}

/// Reads wikigold: people, organisations and places are known, other names
/// are known to be names, lower-case words to be none; numbers are not
/// annotated.
///
/// # Errors
/// When the file cannot be read.
pub fn wikigold(
    path: &Path,
    weight: f32,
    lexicon: &Lexicon,
    model: &Model,
) -> io::Result<Vec<Example>> {
    let sentences = iob::read(path, iob::Columns::FormLabel)?;
    let mut examples = Vec::new();
    // Texts of about the length of an article.
    for part in sentences.chunks(12) {
        let (text, words) = iob::join(part);
        let layers = Layers::new(text, lexicon, model);
        let mut allowed: Vec<Allowed> = layers
            .tokens
            .iter()
            .map(|token| {
                let text = token.span.slice(&layers.text);
                let capital = text.chars().next().is_some_and(char::is_uppercase);
                let known =
                    words.iter().any(|(span, label)| span.overlaps(token.span) && label == "O");
                if capital && known { one(State::OUTSIDE) } else { ANY }
            })
            .collect();
        // Names of nations, months and the like are capitalised, too, and
        // outside of what is annotated, or in its rest class.
        for mask in &mut allowed {
            if *mask == one(State::OUTSIDE) {
                *mask = ANY
                    & !(any_of(
                        &[Label::Person, Label::Org, Label::Gpe, Label::Loc, Label::Fac],
                        Position::Unit,
                    ) | any_of(
                        &[Label::Person, Label::Org, Label::Gpe, Label::Loc, Label::Fac],
                        Position::Begin,
                    ) | any_of(
                        &[Label::Person, Label::Org, Label::Gpe, Label::Loc, Label::Fac],
                        Position::Last,
                    ) | any_of(
                        &[Label::Person, Label::Org, Label::Gpe, Label::Loc, Label::Fac],
                        Position::Inside,
                    ));
            }
        }
        let mut at = 0;
        while at < words.len() {
            let label = words[at].1.clone();
            let mut end = at + 1;
            while end < words.len()
                && words[end].1 == label
                && !layers.text[words[end - 1].0.end as usize..words[end].0.start as usize]
                    .contains('\n')
            {
                end += 1;
            }
            let labels: &[Label] = match label.as_str() {
                "I-PER" => &[Label::Person],
                "I-ORG" => &[Label::Org],
                "I-LOC" => &[Label::Gpe, Label::Loc, Label::Fac],
                _ => &[],
            };
            if !labels.is_empty() {
                let span = words[at].0.join(words[end - 1].0);
                let tokens = cover(&layers.tokens, span);
                let length = tokens.len();
                for (token, position) in tokens.zip(positions(length)) {
                    allowed[token] = any_of(labels, position);
                }
            }
            at = end;
        }
        examples.push(Example { layers, allowed, gold: None, weight });
    }
    Ok(examples)
}

/// Reads GUM: mentions headed by a proper noun are names, of a coarse type;
/// lower-case words that are no number are none.
///
/// # Errors
/// When the file cannot be read.
pub fn gum(path: &Path, weight: f32, lexicon: &Lexicon, model: &Model) -> io::Result<Vec<Example>> {
    let mut examples = Vec::new();
    for document in conllu::read(path)? {
        let mut known: Vec<Option<Allowed>> = vec![None; document.words.len()];
        for mention in &document.mentions {
            let inside = |word: usize| mention.words.contains(&word);
            let Some(head) = mention
                .words
                .clone()
                .find(|&word| document.words[word].head.is_none_or(|head| !inside(head)))
            else {
                continue;
            };
            if document.words[head].upos != "PROPN" {
                continue;
            }
            let labels: &[Label] = match mention.kind.as_str() {
                "person" => &[Label::Person],
                "organization" => &[Label::Org],
                "place" => &[Label::Gpe, Label::Loc, Label::Fac],
                "event" => &[Label::Event],
                _ => continue,
            };
            // The proper nouns around the head.
            let proper = |word: usize| inside(word) && document.words[word].upos == "PROPN";
            let (mut start, mut end) = (head, head + 1);
            while start > 0 && proper(start - 1) {
                start -= 1;
            }
            while proper(end) {
                end += 1;
            }
            // Titles belong to the mention, not to the name.
            if mention.kind == "person" {
                while start + 1 < end && TITLES.contains(&document.form(start)) {
                    start += 1;
                }
            }
            if known[start..end].iter().any(Option::is_some) {
                continue;
            }
            for (word, position) in (start..end).zip(positions(end - start)) {
                known[word] = Some(any_of(labels, position));
            }
        }
        let layers = Layers::new(document.text.clone(), lexicon, model);
        let mut allowed = vec![ANY; layers.tokens.len()];
        for (word, known) in document.words.iter().zip(&known) {
            let tokens = cover(&layers.tokens, word.span);
            let exact = tokens.len() == 1 && layers.tokens[tokens.start].span == word.span;
            if !exact {
                continue;
            }
            if let Some(mask) = known {
                allowed[tokens.start] = *mask;
            }
        }
        // A name cut by a difference of tokens says nothing.
        for at in 0..allowed.len() {
            let next = allowed.get(at + 1).copied().unwrap_or(ANY);
            if !may_follow(allowed[at], next) {
                allowed[at] = ANY;
                if at + 1 < allowed.len() {
                    allowed[at + 1] = ANY;
                }
            }
        }
        examples.push(Example { layers, allowed, gold: None, weight });
    }
    Ok(examples)
}

const TITLES: &[&str] = &[
    "Mr.",
    "Mrs.",
    "Ms.",
    "Dr.",
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "President",
    "Senator",
    "Professor",
    "Prof.",
    "Sir",
    "Judge",
    "General",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Captain",
    "Pope",
];

/// Reads sentences with silver labels, and what a first model makes of them:
/// where both agree, the model's label holds; where they do not, it is one of
/// the two. Sentences of the texts that are known already are left out.
///
/// # Errors
/// When the file cannot be read.
pub fn silver(
    path: &Path,
    weight: f32,
    lexicon: &Lexicon,
    first: &Model,
    known: &[Example],
) -> io::Result<Vec<Example>> {
    let lines = known.iter().flat_map(|example| example.layers.text.lines());
    let seen: HashSet<String> = lines.map(letters).collect();
    let mut sentences = iob::read(path, iob::Columns::FormTagLabel)?;
    sentences.retain(|sentence| !seen.contains(&letters(&sentence.forms.join(" "))));
    let mut examples = Vec::new();
    for part in sentences.chunks(30) {
        let (text, words) = iob::join(part);
        let layers = Layers::new(text, lexicon, first);
        let mut ours = vec![one(State::OUTSIDE); layers.tokens.len()];
        for entity in entity::find(layers.evidence(), lexicon, first) {
            let tokens = cover(&layers.tokens, entity.span);
            for (token, position) in tokens.clone().zip(positions(tokens.len())) {
                ours[token] = one(State::inside(entity.label, position));
            }
        }
        let theirs = silver_states(&layers, &words);
        let mut allowed: Vec<Allowed> = ours
            .iter()
            .zip(theirs)
            // Numbers are not among the silver labels.
            .map(
                |(&ours, theirs)| {
                    if ours & (theirs | of_numbers()) == 0 { ours | theirs } else { ours }
                },
            )
            .collect();
        for at in 1..allowed.len() {
            if !may_follow(allowed[at - 1], allowed[at]) {
                allowed[at - 1] = ANY;
                allowed[at] = ANY;
            }
        }
        examples.push(Example { layers, allowed, gold: None, weight });
    }
    Ok(examples)
}

/// What the Groningen Meaning Bank's labels let each token be.
fn silver_states(layers: &Layers, words: &[(Span, String)]) -> Vec<Allowed> {
    let mut states = vec![one(State::OUTSIDE); layers.tokens.len()];
    let mut at = 0;
    while at < words.len() {
        let Some(kind) = words[at].1.strip_prefix("B-") else {
            at += 1;
            continue;
        };
        let mut end = at + 1;
        while end < words.len() && words[end].1.strip_prefix("I-") == Some(kind) {
            end += 1;
        }
        let mut start = at;
        // Titles belong to their names.
        while kind == "per"
            && start + 1 < end
            && TITLES.contains(&words[start].0.slice(&layers.text))
        {
            start += 1;
        }
        let labels: &[Label] = match kind {
            "per" => &[Label::Person],
            "org" => &[Label::Org],
            "geo" => &[Label::Gpe, Label::Loc, Label::Fac],
            "gpe" => &[Label::Norp, Label::Gpe],
            "tim" => &[Label::Date, Label::Time],
            "eve" => &[Label::Event],
            _ => &[],
        };
        let tokens = cover(&layers.tokens, words[start].0.join(words[end - 1].0));
        for (token, position) in tokens.clone().zip(positions(tokens.len())) {
            states[token] = if labels.is_empty() { ANY } else { any_of(labels, position) };
        }
        at = end;
    }
    states
}

/// The states of the kinds of numbers that are no dates.
fn of_numbers() -> Allowed {
    [Position::Unit, Position::Begin, Position::Inside, Position::Last]
        .into_iter()
        .map(|position| {
            any_of(
                &[Label::Cardinal, Label::Money, Label::Percent, Label::Ordinal, Label::Quantity],
                position,
            )
        })
        .sum()
}

/// The letters and digits of a text.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
