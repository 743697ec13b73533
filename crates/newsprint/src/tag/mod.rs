//! Parts of speech and lemmas.

pub mod features;
mod lemma;
mod model;
mod set;

pub use lemma::{LemmaCase, LemmaEdit, LemmaModel, MAX_ENDING, ending_rule, word_rule};
pub use model::{START, TagModel, WordEntry, choices};
pub use set::{Penn, Tag, TagSet, Upos};

use std::borrow::Cow;

use crate::lexicon::Lexicon;
use crate::model::Model;
use crate::sentence::Sentence;
use crate::token::{Token, TokenKind};

use features::Word;

/// Tags every token. Linear.
///
/// ```
/// use newsprint::tag::Penn;
/// let document = newsprint::read("Ministers meet\n\nThe minister denied it.").unwrap();
/// let tags: Vec<Penn> = document.tags().iter().map(|tag| tag.penn()).collect();
/// assert_eq!(tags[2..], [Penn::Dt, Penn::Nn, Penn::Vbd, Penn::Prp, Penn::Stop]);
/// ```
pub fn tag(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    _lexicon: &Lexicon,
    model: &Model,
) -> Vec<Tag> {
    let Some(model) = &model.tag else {
        return tokens.iter().map(|token| guess(text, token)).collect();
    };
    let mut tags = Vec::with_capacity(tokens.len());
    let (mut words, mut scratch) = (Vec::new(), model.scratch());
    for sentence in sentences {
        // Should a token belong to no sentence, it is tagged by its form.
        let outside = tokens.get(tags.len()..sentence.tokens.range().start).unwrap_or_default();
        tags.extend(outside.iter().map(|token| guess(text, token)));
        let tokens = sentence.tokens.slice(tokens);
        words.clear();
        words.extend(tokens.iter().map(|token| {
            Word::new(token.span.slice(text), token.norm).with(model.entry(token.norm))
        }));
        model.tag(&words, &mut scratch, &mut tags);
    }
    model.give_back(scratch);
    tags.extend(tokens.get(tags.len()..).unwrap_or_default().iter().map(|t| guess(text, t)));
    tags
}

/// The lemma of a token.
///
/// ```
/// let document = newsprint::read("Ministers meet\n\nThe ministers were told.").unwrap();
/// let lemmas: Vec<_> = (0..7).map(|token| document.lemma(token)).collect();
/// assert_eq!(lemmas[2..], ["the", "minister", "be", "tell", "."]);
/// ```
pub fn lemma<'a>(
    text: &'a str,
    token: &Token,
    tag: Tag,
    model: Option<&LemmaModel>,
) -> Cow<'a, str> {
    let form = token.span.slice(text);
    match model {
        Some(model) => model.lemma(form, token.norm, tag),
        None => lemma::plain(form, tag),
    }
}

/// A tag by the form alone, for want of a model.
fn guess(text: &str, token: &Token) -> Tag {
    let first = token.span.slice(text).chars().next().unwrap_or(' ');
    let (penn, upos) = match token.kind {
        TokenKind::Word if first.is_uppercase() => (Penn::Nnp, Upos::ProperNoun),
        TokenKind::Word => (Penn::Nn, Upos::Noun),
        TokenKind::Number => (Penn::Cd, Upos::Numeral),
        TokenKind::Quote => (Penn::OpenQuote, Upos::Punctuation),
        TokenKind::Address => (Penn::Add, Upos::Other),
        TokenKind::Symbol => (Penn::Sym, Upos::Symbol),
        TokenKind::Punctuation => match first {
            '.' | '!' | '?' | '…' => (Penn::Stop, Upos::Punctuation),
            ',' => (Penn::Comma, Upos::Punctuation),
            '-' => (Penn::Hyph, Upos::Punctuation),
            '(' | '[' | '{' => (Penn::Lrb, Upos::Punctuation),
            ')' | ']' | '}' => (Penn::Rrb, Upos::Punctuation),
            _ => (Penn::Colon, Upos::Punctuation),
        },
    };
    Tag::of(penn, upos).unwrap_or_default()
}
