//! Whom a pronoun stands for: the features of a pronoun with a candidate, and
//! their weights.

use super::chain::{Chain, Form, Item, Nature};
use super::resolve::resolve;
use super::syntax::Role;
use super::title::STRONG;
use crate::entity::{Entity, Evidence};
use crate::error::Error;
use crate::lexicon::Lexicon;
use crate::mention::{self, Context, MentionForm, PronounKind};
use crate::model::{Input, Output, corrupt};
use crate::quotation::Report;
use crate::quotation::score::Calibration;
use crate::tag::Upos;
use crate::text::Span;

/// Values that one feature template may have.
pub const SLOTS: usize = 32;
/// How many templates there are.
pub const TEMPLATES: usize = 29;
/// Weights for one kind of pronoun.
pub const WIDTH: usize = SLOTS * TEMPLATES;
/// Kinds of pronoun that are weighed apart: of a person, plural, of a thing.
pub const KINDS: usize = 3;

/// The active feature of each template, an index into a table of
/// `KINDS * WIDTH` weights.
pub type Features = [u16; TEMPLATES];

/// A pronoun and what it may stand for, as training sees it.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The pronoun.
    pub pronoun: Span,
    /// Whether it may stand for none of the candidates.
    pub open: bool,
    /// The candidates.
    pub candidates: Vec<Candidate>,
}

/// Something that a pronoun may stand for.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its names and nominals in the text.
    pub spans: Vec<Span>,
    /// How many things it is: more than one for `Tillerson and Lavrov`.
    pub members: usize,
    /// The features of the pair.
    pub features: Features,
}

/// What every pronoun of an article may stand for, in text order, earlier
/// pronouns resolved by the model.
pub fn choices(
    evidence: Evidence<'_>,
    entities: &[Entity],
    reports: &[Report],
    lexicon: &Lexicon,
    model: &ActorModel,
) -> Vec<Choice> {
    let context = Context::new(evidence, entities, reports, lexicon);
    let mentions = mention::find(&context, false);
    let mut decisions = Vec::new();
    let chains = resolve(&context, &mentions, model.weights(), Some(&mut decisions));
    decisions
        .into_iter()
        .filter_map(|decision| {
            let pronoun = mentions.get(decision.mention)?;
            let kind = PronounKind::of(pronoun.span.slice(evidence.text))?;
            let candidates = decision.candidates.into_iter().filter_map(|(id, features)| {
                let chain = chains.all.get(id)?;
                let named = |at: &usize| {
                    mentions.get(*at).filter(|m| m.form != MentionForm::Pronoun).map(|m| m.span)
                };
                Some(Candidate {
                    spans: chain.mentions.iter().filter_map(named).collect(),
                    members: chain.members.len().max(1),
                    features,
                })
            });
            Some(Choice {
                pronoun: pronoun.span,
                open: may_be_open(kind),
                candidates: candidates.collect(),
            })
        })
        .collect()
}

/// Whether a pronoun may stand for nothing that is named.
pub(crate) fn may_be_open(kind: PronounKind) -> bool {
    matches!(kind, PronounKind::Plural | PronounKind::Thing)
}

/// What is known of a candidate's place among the others.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a feature of its own")]
pub(crate) struct Place {
    /// How many compatible candidates were mentioned since.
    pub(crate) rank: usize,
    /// Whether it is the one with most mentions so far.
    pub(crate) topic: bool,
    /// Whether it is mentioned after the pronoun only.
    pub(crate) ahead: bool,
    /// Whether it is the source of the report before.
    pub(crate) spoke_last: bool,
    /// How many mentions it has in the last three sentences.
    pub(crate) lately: usize,
    /// Whether its last mention is the first subject of a sentence.
    pub(crate) leads: bool,
    /// How many compatible subjects were mentioned since.
    pub(crate) subjects_since: usize,
}

/// Whether a chain can be what a pronoun stands for at all.
pub(crate) fn compatible(kind: PronounKind, chain: &Chain) -> bool {
    match kind {
        PronounKind::Male => {
            chain.nature == Nature::Person && chain.members.is_empty() && chain.gender() > -5
        }
        PronounKind::Female => {
            chain.nature == Nature::Person && chain.members.is_empty() && chain.gender() < 5
        }
        // One person whose gender is known is `he` or `she`.
        PronounKind::Plural => match chain.nature {
            Nature::Person => chain.members.len() > 1 || chain.gender() == 0,
            Nature::Thing => !chain.members.is_empty(),
            _ => true,
        },
        PronounKind::Thing => {
            matches!(chain.nature, Nature::Body | Nature::Place | Nature::Thing)
                && chain.members.is_empty()
        }
        PronounKind::Speaker | PronounKind::Speakers => false,
    }
}

fn bucket(value: usize, edges: &[usize]) -> usize {
    edges.iter().take_while(|&&edge| value > edge).count()
}

fn role_index(role: Role) -> usize {
    match role {
        Role::Subject => 0,
        Role::Object => 1,
        Role::Oblique => 2,
        Role::Possessive => 3,
        Role::Other => 4,
    }
}

/// The features of a pronoun with a candidate whose nearest mention is
/// `last`.
#[allow(clippy::too_many_lines, reason = "one statement a template, in their order")]
pub(crate) fn features(
    context: &Context<'_>,
    pronoun: &Item,
    kind: PronounKind,
    chain: &Chain,
    last: &Item,
    place: Place,
) -> Features {
    let distance = pronoun.sentence.abs_diff(last.sentence);
    let near = bucket(distance, &[0, 1, 2]);
    let role = role_index(last.role);
    let mine = role_index(pronoun.role);
    let form = match &last.form {
        Form::Name(_) => 0,
        Form::Pronoun(_) => 1,
        Form::Nominal(_) => 2,
    };
    let agreement = match kind {
        PronounKind::Male | PronounKind::Female => {
            let sign = if kind == PronounKind::Male { 1 } else { -1 };
            match sign * chain.gender() {
                g if g >= STRONG - 2 => 0,
                g if g >= 3 => 1,
                g if g >= 1 => 2,
                0 => 3,
                _ => 4,
            }
        }
        _ => match chain.nature {
            Nature::Person => 5,
            Nature::People => 6,
            Nature::Body => 7,
            Nature::Place => 8,
            Nature::Thing => 9,
        },
    };
    let same_quote = match (pronoun.quoted, last.quoted) {
        (None, None) => 0,
        (None, Some(_)) => 1,
        (Some(_), None) => 2,
        (Some(a), Some(b)) => 3 + usize::from(a != b),
    };
    let first_of_sentence = |item: &Item| {
        let start = context.sentence_tokens(context.sentence_at(item.tokens.start)).range().start;
        bucket(item.tokens.start.saturating_sub(start), &[1, 4])
    };
    let (low, high) = if last.tokens.end <= pronoun.tokens.start {
        (last.tokens.end, pronoun.tokens.start)
    } else {
        (pronoun.tokens.end, last.tokens.start)
    };
    let between = || low..high.min(low + 24);
    let verbs = if distance == 0 { between().filter(|&at| context.is_verb(at)).count() } else { 9 };
    let commas = if distance == 0 {
        between()
            .filter(|&at| matches!(context.text(at), "," | ";" | "that" | "and" | "but"))
            .count()
    } else {
        9
    };
    let word = context.text(pronoun.head);
    let reflexive_word = word.ends_with("self") || word.ends_with("selves");
    // `Smith told him`: a subject and an object of one verb are two people.
    let co_argument = usize::from(
        distance == 0
            && last.role == Role::Subject
            && matches!(pronoun.role, Role::Object)
            && commas == 0
            && !reflexive_word,
    );
    let reflexive = usize::from(reflexive_word);
    let speaks = usize::from(pronoun.source_of.is_some());
    let same_block = usize::from(pronoun.block == last.block);
    let starts = first_of_sentence(pronoun);
    let last_starts = first_of_sentence(last);
    let tokens_apart = bucket(high.saturating_sub(low), &[0, 1, 3, 6, 10, 16, 25, 40, 70, 120]);
    let values: Features = [
        bucket(distance, &[0, 1, 2, 3, 5, 8, 12]),
        bucket(place.rank, &[0, 1, 2, 3, 5]) + 6 * usize::from(distance == 0),
        role + 5 * near,
        mine + 5 * role,
        form + 3 * near,
        agreement,
        bucket(chain.mentions.len(), &[1, 2, 3, 5, 8, 13]),
        same_quote,
        same_block + 2 * near + 8 * usize::from(starts == 0),
        usize::from(place.topic) + 2 * usize::from(chain.mentions.len() > 2),
        usize::from(place.spoke_last) + 2 * speaks + 4 * usize::from(chain.speaks),
        co_argument + 2 * reflexive,
        bucket(verbs, &[0, 1, 2, 3, 8]) + 6 * usize::from(mine == 0) + 12 * usize::from(mine == 3),
        // `In his interview, Putin`: ahead, out of the phrase that opens the
        // sentence.
        usize::from(place.ahead) * (1 + usize::from(opens(context, pronoun, last))) + 3 * starts,
        last_starts + 3 * near + 12 * usize::from(starts == 0),
        usize::from(chain.named) + 2 * form,
        tokens_apart,
        bucket(chain.subjects, &[0, 1, 2, 4]) + 5 * usize::from(mine == 0),
        bucket(commas, &[0, 1, 2, 8]) + 5 * usize::from(role == 0),
        mine + 5 * bucket(place.rank, &[0, 1, 2]),
        usize::from(chain.outside == 0)
            + 2 * usize::from(pronoun.quoted.is_some())
            + 4 * chain.last_subject.map_or(4, |s| pronoun.sentence.saturating_sub(s).min(3)),
        agreement.min(5) + 6 * bucket(place.rank, &[0, 1, 2]),
        usize::from(last.source_of.is_some()) + 2 * speaks + 4 * near,
        usize::from(chain.members.len() > 1) + 2 * near + 8 * usize::from(mine == 0),
        usize::from(place.leads)
            + 2 * near
            + 8 * usize::from(mine == 0)
            + 16 * usize::from(starts == 0),
        place.lately.min(4) + 5 * usize::from(place.rank == 0) + 10 * usize::from(place.topic),
        place.subjects_since.min(3) + 4 * usize::from(role == 0) + 8 * usize::from(mine == 0),
        // Whoever spoke last goes on, most of all in the same paragraph.
        usize::from(place.spoke_last)
            + 2 * usize::from(last.source_of.is_some())
            + 4 * same_block
            + 8 * speaks
            + 16 * usize::from(starts == 0),
        usize::from(place.topic)
            + 2 * near
            + 8 * usize::from(last.block + 1 == pronoun.block)
            + 16 * usize::from(starts == 0),
    ]
    .map(|value| u16::try_from(value.min(SLOTS - 1)).unwrap_or(0));
    let offset = WIDTH * weighed_as(kind);
    let mut found = [0; TEMPLATES];
    for ((slot, value), template) in found.iter_mut().zip(values).zip(0..) {
        *slot = u16::try_from(offset + SLOTS * template).unwrap_or(0) + value;
    }
    found
}

/// Whether a pronoun stands in a phrase or clause that opens the sentence,
/// before the comma that its subject follows.
fn opens(context: &Context<'_>, pronoun: &Item, next: &Item) -> bool {
    let sentence = context.sentence_tokens(pronoun.sentence).range();
    let opening =
        matches!(context.upos(sentence.start), Upos::Adposition | Upos::SubordinatingConjunction);
    let gap = pronoun.tokens.end..next.tokens.start;
    let commas = gap.clone().filter(|&at| context.text(at) == ",").count();
    opening && next.role == Role::Subject && commas == 1 && gap.len() <= 24
}

/// `Smith told him`, `Smith sold two of them`: the subject and an object of
/// one verb are two.
pub(crate) fn co_argument(context: &Context<'_>, pronoun: &Item, last: &Item) -> bool {
    let gap = last.tokens.end..pronoun.tokens.start;
    let object = match pronoun.role {
        Role::Object => true,
        Role::Oblique => context.is_any(
            pronoun.tokens.start.saturating_sub(1),
            &["to", "of", "for", "by", "about", "against"],
        ),
        _ => false,
    };
    last.sentence == pronoun.sentence
        && last.role == Role::Subject
        && object
        && gap.len() <= 8
        && gap.clone().filter(|&at| context.upos(at) == Upos::Verb).count() == 1
        && gap.clone().all(|at| {
            !matches!(
                context.upos(at),
                Upos::Punctuation
                    | Upos::SubordinatingConjunction
                    | Upos::CoordinatingConjunction
                    | Upos::Pronoun
            )
        })
        && !context.text(pronoun.head).ends_with("self")
        && !context.text(pronoun.head).ends_with("selves")
}

fn weighed_as(kind: PronounKind) -> usize {
    match kind {
        PronounKind::Plural => 1,
        PronounKind::Thing => 2,
        _ => 0,
    }
}

/// The sum of the weights of features.
pub(crate) fn score(weights: &[i16], features: &Features) -> i32 {
    features.iter().map(|&at| weights.get(usize::from(at)).copied().map_or(0, i32::from)).sum()
}

/// The weights that rank candidates, and what scores mean.
///
/// Without a trained section they are set by hand: near before far, subjects
/// before others, nobody of the other gender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorModel {
    weights: Vec<i16>,
    calibration: Calibration,
}

impl Default for ActorModel {
    fn default() -> Self {
        let mut weights = vec![0; KINDS * WIDTH];
        let by_hand: &[(usize, &[i16])] = &[
            (0, &[40, 30, 5, -10, -30, -50, -70, -90]),
            (1, &[20, 10, 4, 0, 0, 0, 25, 12, 4]),
            (2, &[20, 5, 0, 5, 5, 20, 4, 0, 3, 4]),
            (5, &[30, 15, 8, 0, -90, -10, 15, 10, 5, -10]),
            (7, &[5, -25, 0, 10, -10]),
            (9, &[0, 10, 0, 12]),
            (10, &[0, 5, 0, 25, 0, 5, 0, 25]),
            (11, &[0, -60, 30, 30]),
            (13, &[0, -60, 60, 0, -60, 40, 0, -60, 0]),
            (20, &[10, 0, 10, 0, 15, 5, 10, 0, 5, 0, 5, 0, 0, 0, 0, 0, -8, -8, -4, -4]),
            (15, &[-10, 5, -10, 5, -10, 5]),
        ];
        for kind in 0..KINDS {
            for (template, row) in by_hand {
                let start = kind * WIDTH + template * SLOTS;
                for (cell, value) in weights.iter_mut().skip(start).zip(*row) {
                    *cell = *value;
                }
            }
        }
        Self { weights, calibration: Calibration::default() }
    }
}

impl ActorModel {
    /// A model of `KINDS * WIDTH` weights; missing ones are zero.
    pub fn new(mut weights: Vec<i16>) -> Self {
        weights.resize(KINDS * WIDTH, 0);
        Self { weights, calibration: Calibration::default() }
    }

    /// The same with another table of what scores mean.
    #[must_use]
    pub fn with_calibration(mut self, calibration: Calibration) -> Self {
        self.calibration = calibration;
        self
    }

    /// What scores mean.
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// The weight of each feature.
    pub fn weights(&self) -> &[i16] {
        &self.weights
    }

    /// Reads the model's section.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when it is damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut input = Input::new(bytes);
        let count = input.varint()?;
        if usize::try_from(count) != Ok(KINDS * WIDTH) {
            return Err(corrupt("as many weights as there are features of pronouns", count));
        }
        let mut weights = Vec::with_capacity(KINDS * WIDTH);
        for _ in 0..count {
            let value = input.signed()?;
            weights.push(i16::try_from(value).map_err(|_| corrupt("a weight of 16 bits", value))?);
        }
        let calibration = Calibration::read(&mut input)?;
        input.end()?;
        Ok(Self { weights, calibration })
    }

    /// Writes the model's section.
    pub fn write(&self) -> Vec<u8> {
        let mut output = Output::new();
        output.varint(u32::try_from(self.weights.len()).unwrap_or(0));
        for &weight in &self.weights {
            output.signed(i32::from(weight));
        }
        self.calibration.write(&mut output);
        output.into_bytes()
    }
}
