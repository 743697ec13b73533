//! What the tagger is trained on.

use std::io;
use std::path::Path;

use newsprint::tag::{Penn, Tag, Upos};
use newsprint::token::NormKey;

use crate::data::conllu;

/// A sentence with gold tags.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// The forms.
    pub forms: Vec<String>,
    /// Their norm keys.
    pub norms: Vec<NormKey>,
    /// Their lemmas.
    pub lemmas: Vec<String>,
    /// Their tags; `None` for a pair that the tag set lacks.
    pub tags: Vec<Option<Tag>>,
}

impl Sentence {
    fn push(&mut self, form: String, lemma: String, tag: Option<Tag>) {
        self.norms.push(NormKey::of(&form));
        self.forms.push(form);
        self.lemmas.push(lemma);
        self.tags.push(tag);
    }

    /// The sentence in capitals, as headlines of some agencies are.
    #[must_use]
    pub fn in_capitals(&self) -> Self {
        self.map_forms(|form, _| form.to_uppercase())
    }

    /// The sentence with capitals on all words but the short function words,
    /// as American headlines are.
    #[must_use]
    pub fn in_title_case(&self) -> Self {
        self.map_forms(|form, tag| {
            let small = tag.is_some_and(|tag| {
                matches!(
                    tag.upos(),
                    Upos::Adposition
                        | Upos::Determiner
                        | Upos::CoordinatingConjunction
                        | Upos::Particle
                )
            });
            let mut characters = form.chars();
            match characters.next() {
                Some(first) if !(small && form.len() <= 4) => {
                    first.to_uppercase().chain(characters).collect()
                }
                _ => form.to_string(),
            }
        })
    }

    fn map_forms(&self, change: impl Fn(&str, Option<Tag>) -> String) -> Self {
        let mut sentence = Self::default();
        for ((form, lemma), &tag) in self.forms.iter().zip(&self.lemmas).zip(&self.tags) {
            sentence.push(change(form, tag), lemma.clone(), tag);
        }
        sentence
    }
}

/// The tag of the names that a treebank gives it.
pub fn tag_of(xpos: &str, upos: &str) -> Option<Tag> {
    Penn::from_name(xpos).zip(Upos::from_name(upos)).and_then(|(penn, upos)| Tag::of(penn, upos))
}

/// Reads the sentences of a treebank.
///
/// # Errors
/// When the file cannot be read.
pub fn read(path: &Path) -> io::Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    for document in conllu::read(path)? {
        for range in &document.sentences {
            let mut sentence = Sentence::default();
            for at in range.clone() {
                let word = &document.words[at];
                sentence.push(
                    document.form(at).to_string(),
                    word.lemma.clone(),
                    tag_of(&word.xpos, &word.upos),
                );
            }
            sentences.push(sentence);
        }
    }
    Ok(sentences)
}
