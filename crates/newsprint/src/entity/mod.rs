//! Named entities with the 18 `OntoNotes` labels.
//!
//! A linear model with the context of whole articles: each token that may
//! belong to an entity gets a score for each state ([`State`]) from the
//! features of its surroundings and of the document; the best sequence of
//! states is found twice, the second time knowing what the first reading made
//! of the same words elsewhere.

mod alone;
mod attribute;
mod consistency;
mod decode;
mod feature;
mod gazetteer;
mod mend;
mod model;
mod money;
mod number;
mod prune;
mod state;
mod vocabulary;

pub use consistency::Votes;
pub use decode::{Decoded, FINER, Lattice, Paths, SCALE, Transitions, softplus};
pub use feature::{Context, Kind};
pub use gazetteer::{Gazetteer, GazetteerBuilder, NameClass, NameClasses, PHRASE_START, Word};
pub use model::{CALIBRATION_STEP, EntityModel, EntityModelParts};
pub use prune::Pruner;
pub use state::{Position, STATES, State};

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::lexicon::Lexicon;
use crate::mark::MarkPair;
use crate::model::{Model, NO_SCORES, Scores};
use crate::sentence::Sentence;
use crate::tag::Tag;
use crate::text::{IdRange, Span, TokenId};
use crate::token::Token;
use alone::Memos;

macro_rules! labels {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// An `OntoNotes` entity type.
        ///
        /// Source: `OntoNotes` Release 5.0, named entity guidelines.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Label {
            $($(#[$doc])* #[serde(rename = $name)] $variant),*
        }

        impl Label {
            /// Every label, in the order of the guidelines.
            pub const ALL: [Self; 18] = [$(Self::$variant),*];

            /// The name that `OntoNotes` gives it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The label of that name.
            ///
            /// ```
            /// use newsprint::entity::Label;
            /// assert_eq!(Label::from_name("GPE"), Some(Label::Gpe));
            /// assert_eq!(Label::from_name("gpe"), None);
            /// ```
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

labels! {
    /// People, fictional too.
    Person = "PERSON",
    /// Nationalities, religious and political groups.
    Norp = "NORP",
    /// Buildings, airports, highways, bridges.
    Fac = "FAC",
    /// Companies, agencies, institutions.
    Org = "ORG",
    /// Countries, cities, states.
    Gpe = "GPE",
    /// Mountains, waters, regions.
    Loc = "LOC",
    /// Vehicles, weapons, foods.
    Product = "PRODUCT",
    /// Named storms, battles, wars, sports events.
    Event = "EVENT",
    /// Titles of books, songs, films.
    WorkOfArt = "WORK_OF_ART",
    /// Named documents made into laws.
    Law = "LAW",
    /// Any named language.
    Language = "LANGUAGE",
    /// Absolute or relative dates and periods of a day or more.
    Date = "DATE",
    /// Times shorter than a day.
    Time = "TIME",
    /// Percentages.
    Percent = "PERCENT",
    /// Amounts of money, with the unit.
    Money = "MONEY",
    /// Measurements, with the unit.
    Quantity = "QUANTITY",
    /// First, second.
    Ordinal = "ORDINAL",
    /// Other numerals.
    Cardinal = "CARDINAL",
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A named span with a label. Entities are in text order and do not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Where it stands. Usually whole tokens.
    pub span: Span,
    /// The tokens that it covers.
    pub tokens: IdRange<TokenId>,
    /// What it is.
    pub label: Label,
    /// The probability that span and label are right.
    pub score: f32,
}

/// What the entity stage reads.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The text.
    pub text: &'a str,
    /// Its structure.
    pub article: &'a Article,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Its quote marks.
    pub marks: &'a [MarkPair],
    /// Its sentences.
    pub sentences: &'a [Sentence],
    /// The tag of each token.
    pub tags: &'a [Tag],
}

/// Finds the named entities. Linear.
///
/// The model reads them; an amount of money whose writing leaves no doubt is
/// one even if the model does not know its currency; a name of two words or more that is as a whole a
/// country's (`Russian Federation`, `Republic of Korea`) is then a country,
/// whatever its words look like, and the places of the dateline are places.
pub fn find(evidence: Evidence<'_>, lexicon: &Lexicon, model: &Model) -> Vec<Entity> {
    let Some(model) = &model.entities else { return Vec::new() };
    let mut entities = read(evidence, model);
    money::add(evidence, &mut entities);
    mend::mend(evidence, &mut entities);
    mend::hyphens(evidence, &model.gazetteer, &mut entities);
    mend::name_kinds(evidence, &mut entities);
    mend::dateline(evidence, &mut entities);
    mend::rates(evidence, &mut entities);
    mend::interview(evidence, &mut entities);
    for entity in &mut entities {
        if entity.label == Label::Org
            && entity.tokens.len() > 1
            && entity.span.len() <= LONGEST_COUNTRY
        {
            let name = entity.span.slice(evidence.text).to_lowercase();
            let name = name.strip_prefix("the ").unwrap_or(&name);
            if name.contains(' ') && lexicon.names().country(name).is_some() {
                entity.label = Label::Gpe;
            }
        }
    }
    entities
}

/// No name of a country is longer, in bytes.
const LONGEST_COUNTRY: u32 = 64;

/// Finds the named entities with a model of this stage. Linear.
pub fn read(evidence: Evidence<'_>, model: &EntityModel) -> Vec<Entity> {
    let mut entities = Vec::new();
    decode(evidence, model, |found| {
        let tokens = evidence.tokens.get(found.start..found.end).unwrap_or_default();
        if let (Some(label), Some(first), Some(last)) =
            (found.state.label(), tokens.first(), tokens.last())
        {
            entities.push(Entity {
                span: first.span.join(last.span),
                tokens: IdRange::new(found.start, found.end),
                label,
                score: model.probability(found.log_probability),
            });
        }
    });
    entities
}

/// Finds the named entities, as tokens of the document with the model's own
/// probability. Linear.
pub fn decode(evidence: Evidence<'_>, model: &EntityModel, mut found: impl FnMut(Decoded)) {
    let context = Context::new(evidence, &model.gazetteer);
    let segments = context.segments();
    let mut votes = Votes::new(&context, evidence.tokens.len());
    let mut scratch = model.scratches.take(Scratch::new);
    let Scratch { keys, memos, paths } = &mut scratch;
    let open = segments.iter().map(ExactSizeIterator::len).sum();
    let mut lattice = Lattice::with_capacity(open);
    let mut pruner = Pruner::new(&model.transitions);
    let mut first: Vec<Decoded> = Vec::new();
    let mut counts = Vec::with_capacity(segments.len());
    for segment in &segments {
        let from = lattice.len();
        for token in segment.clone() {
            let scores = context.sum(token, &model.weights, memos, keys);
            pruner.push(&scaled(scores), &mut lattice);
        }
        pruner.end(&mut lattice);
        let read = first.len();
        let range = from..lattice.len();
        lattice.decode(range, &model.transitions, paths, |entity| first.push(entity));
        votes.count(&context, segment.clone(), first.get(read..).unwrap_or_default());
        counts.push(first.len() - read);
    }
    let (mut from, mut read) = (0, 0);
    let mut second = Vec::new();
    for (segment, count) in segments.into_iter().zip(counts) {
        let mut changed = false;
        for token in segment.clone() {
            // What is added to the only candidate changes nothing.
            if !lattice.is_open(from + token - segment.start) {
                continue;
            }
            keys.clear();
            votes.features(&context, token, |key| keys.push(key));
            if !keys.is_empty() {
                changed = true;
                let mut more = NO_SCORES;
                model.consistency.add_rows(keys, &mut more);
                lattice.adjust(from + token - segment.start, |state| {
                    more.get(usize::from(state.0)).map_or(0, |&more| i32::from(more / FINER))
                });
            }
        }
        let range = from..from + segment.len();
        let mut entities = first.get(read..read + count).unwrap_or_default();
        if changed {
            second.clear();
            lattice.decode(range.clone(), &model.transitions, paths, |entity| {
                second.push(entity);
            });
            entities = &second;
        }
        (from, read) = (range.end, read + count);
        for &entity in entities {
            let (start, end) = (segment.start + entity.start, segment.start + entity.end);
            found(Decoded { start, end, ..entity });
        }
    }
    model.scratches.give(scratch);
}

/// The score of each state of a token.
pub fn scores(context: &Context<'_>, token: usize, model: &EntityModel) -> Scores {
    let (mut keys, mut scores) = (Vec::new(), NO_SCORES);
    context.features(token, |_, key| keys.push(key));
    model.weights.add_rows(&keys, &mut scores);
    scaled(scores)
}

/// The scores in the scale of decoding.
fn scaled(mut scores: Scores) -> Scores {
    for score in &mut scores {
        *score /= FINER;
    }
    scores
}

/// What the reading of a document needs room for, and sums of what words show
/// by themselves.
#[derive(Clone, Debug)]
struct Scratch {
    keys: Vec<u32>,
    memos: Memos,
    paths: Paths,
}

impl Scratch {
    fn new() -> Self {
        Self { keys: Vec::new(), memos: Memos::new(), paths: Paths::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Context, Evidence, Scratch, scaled, scores};
    use crate::{Reader, model::Model};

    fn with_context<T>(text: &str, read: impl FnOnce(Evidence<'_>, &Context<'_>) -> T) -> T {
        let document = Reader::english().read(text).unwrap();
        let evidence = document.evidence();
        let model = Model::english().entities.unwrap();
        read(evidence, &Context::new(evidence, &model.gazetteer))
    }

    const TEXT: &str = "Ann Lee of Lagos joins WHO\n\nThe World Health Organization (WHO) \
        said on Monday that Ann Lee, 41, a doctor from Lagos, would lead the Red Cross (IFRC) \
        in the Niger Delta. \u{201c}Lee knows Lagos,\u{201d} said Dr. Park Jong-un of the WHO.";

    #[test]
    fn what_is_kept_and_what_is_not_add_up() {
        with_context(TEXT, |evidence, context| {
            let model = Model::english().entities.unwrap();
            let Scratch { mut keys, mut memos, .. } = Scratch::new();
            // The second time, sums are there.
            for _ in 0..2 {
                for token in 0..evidence.tokens.len() {
                    let sum = context.sum(token, &model.weights, &mut memos, &mut keys);
                    assert_eq!(scaled(sum), scores(context, token, &model), "token {token}");
                }
            }
        });
    }

    #[test]
    fn small_words_stay_open_only_within_names() {
        let text = "The head of the Bank of England went to the end of the road last week.";
        with_context(text, |evidence, context| {
            let open: Vec<Vec<&str>> = context
                .segments()
                .into_iter()
                .map(|tokens| evidence.tokens[tokens].iter().map(|t| t.span.slice(text)).collect())
                .collect();
            let expected = [vec!["the", "Bank", "of", "England"], vec!["last", "week"]];
            for names in &expected {
                assert!(open.contains(names), "{open:?}");
            }
            assert!(!open.contains(&vec!["the"]), "{open:?}");
        });
    }
}
