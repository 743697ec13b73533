//! The tagger's section of the model.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::model::{
    Input, KeyMap, Memo, NO_SCORES, Output, Pool, Scores, WeightTable, WeightTableBuilder, corrupt,
    joint,
};
use crate::token::NormKey;

use super::features::{
    Near, SentenceCase, Word, after_features, before_features, last_features, near_features,
    own_features, sentence_case, spot, tag_features,
};
use super::{Tag, TagSet};

/// The version of the section.
///
/// History: **1**, the first: version, word map, tag sets, weight table.
const VERSION: u8 = 1;

/// What the dictionary says of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordEntry {
    /// Which tags it had in training, as a number below 2,048; 0 for no
    /// knowledge.
    pub class: u16,
    /// The cluster of words used alike, below 512; 0 for none.
    pub cluster: u16,
    /// The number of the set of tags that it can have, below 4,096; 0 for all.
    pub choices: u16,
}

impl WordEntry {
    const fn unpack(value: u32) -> Self {
        Self {
            class: (value & 0x7ff) as u16,
            cluster: (value >> 11 & 0x1ff) as u16,
            choices: (value >> 20) as u16,
        }
    }

    fn pack(self) -> u32 {
        assert!(
            self.class < 2048 && self.cluster < 512 && self.choices < 4096,
            "expected 11, 9 and 12 bits in {self:?}"
        );
        u32::from(self.class) | u32::from(self.cluster) << 11 | u32::from(self.choices) << 20
    }
}

/// The tags that a word can have: those of its set, and those of names when
/// it has a capital.
pub fn choices(word: &Word, sets: &[TagSet]) -> TagSet {
    match sets.get(usize::from(word.choices)) {
        Some(&set) if set.len() == 1 => set,
        Some(&set) if !set.is_empty() => {
            if word.has_capital() {
                TagSet(set.0 | NAMES.0)
            } else {
                set
            }
        }
        _ => TagSet::ALL,
    }
}

/// `NNP/PROPN`, `NNPS/PROPN` and `NNP/ADJ`.
const NAMES: TagSet = TagSet(1 << 3 | 1 << 37 | 1 << 41);

/// Weights and dictionary of the tagger.
#[derive(Clone, Debug)]
pub struct TagModel {
    words: KeyMap,
    sets: Vec<TagSet>,
    weights: WeightTable,
    scratches: Pool<Scratch>,
}

impl TagModel {
    /// Serialises a model; the weights are multiplied by `scale` and rounded.
    ///
    /// # Panics
    /// When an entry's class or cluster has more than twelve bits.
    pub fn write(
        words: &BTreeMap<NormKey, WordEntry>,
        sets: &[TagSet],
        weights: &WeightTableBuilder,
        scale: f32,
    ) -> Vec<u8> {
        let mut output = Output::new();
        output.u8(VERSION);
        let entries = words.iter().map(|(norm, entry)| (norm.0, entry.pack()));
        KeyMap::write(&entries.filter(|entry| entry.1 != 0).collect(), &mut output);
        output.varint(u32::try_from(sets.len()).expect("at most 4,096 sets"));
        for set in sets {
            output.u8(u8::try_from(set.len()).expect("at most 80 tags"));
            set.iter().for_each(|tag| output.u8(tag.0));
        }
        weights.write(scale, &mut output);
        output.into_bytes()
    }

    /// Reads a section that [`write`](Self::write) wrote.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when it is damaged
    /// or of another version.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut input = Input::new(bytes);
        let version = input.u8()?;
        if version != VERSION {
            return Err(corrupt(
                &format!("tag section of version {VERSION}"),
                format_args!("version {version}"),
            ));
        }
        let words = KeyMap::read(&mut input)?;
        let count = input.count()?;
        let mut sets = Vec::with_capacity(count);
        for _ in 0..count {
            let mut set = TagSet::default();
            for _ in 0..input.u8()? {
                let tag = input.u8()?;
                let known = Tag::from_index(usize::from(tag));
                set.insert(known.ok_or_else(|| corrupt("a tag below 80", tag))?);
            }
            sets.push(set);
        }
        let weights = WeightTable::read(&mut input)?;
        if weights.labels() != Tag::COUNT {
            return Err(corrupt(&format!("weights of {} tags", Tag::COUNT), weights.labels()));
        }
        input.end()?;
        Ok(Self { words, sets, weights, scratches: Pool::default() })
    }

    /// What the dictionary says of a word.
    #[inline]
    pub fn entry(&self, norm: NormKey) -> WordEntry {
        WordEntry::unpack(self.words.get(norm.0))
    }

    /// Room to work in, borrowed for one document.
    pub(super) fn scratch(&self) -> Scratch {
        self.scratches.take(Scratch::new)
    }

    /// Takes it back for the next document.
    pub(super) fn give_back(&self, scratch: Scratch) {
        self.scratches.give(scratch);
    }

    /// Tags the words of one sentence, left to right.
    pub(super) fn tag(&self, words: &[Word], scratch: &mut Scratch, tags: &mut Vec<Tag>) {
        let case = sentence_case(words);
        let (mut last, mut last2) = (START, START);
        for (at, word) in words.iter().enumerate() {
            let choices = choices(word, &self.sets);
            let tag = if choices.len() == 1 {
                choices.iter().next().unwrap_or_default()
            } else {
                self.choose(words, at, case, (last, last2), choices, scratch)
            };
            tags.push(tag);
            (last2, last) = (last, tag.0);
        }
    }

    /// The tag among several that the features speak for.
    fn choose(
        &self,
        words: &[Word],
        at: usize,
        case: SentenceCase,
        (last, last2): (u8, u8),
        choices: TagSet,
        scratch: &mut Scratch,
    ) -> Tag {
        let near = Near::new(words, at);
        let Near { here, before, after, .. } = near;
        let Scratch { keys, own, befores, afters, lasts } = scratch;
        let (table, mut scores) = (&self.weights, NO_SCORES);
        let spot = spot(at, case);
        own.add((*here, spot), joint(spot, here.norm, here.form()), table, &mut scores, |keys| {
            own_features(here, spot, keys);
        });
        befores.add(before.ending(), before.norm, table, &mut scores, |keys| {
            before_features(before, keys);
        });
        afters.add(after.ending(), after.norm, table, &mut scores, |keys| {
            after_features(after, keys);
        });
        lasts.add(
            (*here, last),
            joint(last.into(), here.norm, here.form()),
            table,
            &mut scores,
            |keys| {
                last_features(here, last, keys);
            },
        );
        let (tag, lead) = best(&scores, choices);
        if lead > SURE {
            return tag;
        }
        keys.clear();
        near_features(&near, at, case, keys);
        tag_features(&near, last, last2, keys);
        table.add_rows(keys, &mut scores);
        best(&scores, choices).0
    }
}

/// What the tagging of a document needs room for, and sums of what words show
/// by themselves.
#[derive(Clone, Debug)]
pub(super) struct Scratch {
    keys: Vec<u32>,
    /// Of words where they stand.
    own: Memo<(Word, u32)>,
    /// Of the words before and after, by norm key and ending.
    befores: Memo<(u32, u32)>,
    afters: Memo<(u32, u32)>,
    /// Of words after a tag.
    lasts: Memo<(Word, u8)>,
}

impl Scratch {
    fn new() -> Self {
        Self {
            keys: Vec::new(),
            own: Memo::new(KNOWN),
            befores: Memo::new(KNOWN),
            afters: Memo::new(KNOWN),
            lasts: Memo::new(KNOWN),
        }
    }
}

/// How many words of each kind are kept; a power of two. Room for the words of
/// many articles: to work a sum out takes as long as a dozen kept ones.
const KNOWN: usize = 4096;

/// A tag that leads by more than that by what each word shows alone and the tag
/// before is not asked what the words show together: in one of a thousand words
/// that would have the say.
const SURE: i32 = 1000;

/// The tag with the highest score, the commoner of equals, and by how much it
/// leads.
fn best(scores: &Scores, choices: TagSet) -> (Tag, i32) {
    if choices == TagSet::ALL {
        return best_of_all(scores);
    }
    let (mut best, mut next) = ((i32::MIN, Tag(0)), i32::MIN);
    for tag in choices.iter() {
        let Some(&score) = scores.get(tag.index()) else { continue };
        let score = i32::from(score);
        if score > best.0 {
            next = best.0;
            best = (score, tag);
        } else {
            next = next.max(score);
        }
    }
    (best.1, best.0.saturating_sub(next))
}

fn best_of_all(scores: &Scores) -> (Tag, i32) {
    let highest = |scores: &Scores| scores.iter().fold(i16::MIN, |best, &score| best.max(score));
    let best = highest(scores);
    let at = scores.iter().position(|&score| score == best).unwrap_or(0);
    let mut others = *scores;
    if let Some(place) = others.get_mut(at) {
        *place = i16::MIN;
    }
    let lead = i32::from(best) - i32::from(highest(&others));
    (Tag::from_index(at).unwrap_or_default(), lead)
}

/// Stands for the tags before the first word of a sentence.
pub const START: u8 = 200;
