//! The tagger's section of the model.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::model::{
    Input, KeyMap, NO_SCORES, Output, Scores, WeightTable, WeightTableBuilder, corrupt, feature,
};
use crate::token::NormKey;

use super::features::{
    Keys, Word, dynamic_features, near_features, own_features, sentence_case, spot,
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
        Ok(Self { words, sets, weights })
    }

    /// What the dictionary says of a word.
    #[inline]
    pub fn entry(&self, norm: NormKey) -> WordEntry {
        WordEntry::unpack(self.words.get(norm.0))
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
                let mut scores = self.own_scores(word, spot(at, case), scratch);
                let keys = &mut scratch.keys;
                keys.clear();
                near_features(words, at, case, keys);
                dynamic_features(words, at, last, last2, keys);
                self.weights.add_rows(keys.as_slice(), &mut scores);
                best(&scores, choices)
            };
            tags.push(tag);
            (last2, last) = (last, tag.0);
        }
    }

    /// The scores of a word alone.
    fn own_scores(&self, word: &Word, spot: u32, scratch: &mut Scratch) -> Scores {
        let Scratch { keys, known } = scratch;
        let mask = known.len().wrapping_sub(1);
        let place = known.get_mut(feature(spot, word.norm) as usize & mask);
        if let Some(known) = &place
            && known.spot == Some(spot)
            && known.word == *word
        {
            return known.scores;
        }
        keys.clear();
        own_features(word, spot, keys);
        let mut scores = NO_SCORES;
        self.weights.add_rows(keys.as_slice(), &mut scores);
        if let Some(place) = place {
            *place = Known { word: *word, spot: Some(spot), scores };
        }
        scores
    }
}

/// The scores of a word alone, kept for when it comes again.
#[derive(Clone, Debug)]
struct Known {
    word: Word,
    spot: Option<u32>,
    scores: Scores,
}

/// What the tagging of a document needs room for.
#[derive(Clone, Debug)]
pub(super) struct Scratch {
    keys: Keys,
    /// Each word at the place that its hash names; a later one replaces it.
    known: Vec<Known>,
}

impl Scratch {
    /// Room for a document of that many tokens.
    pub(super) fn new(tokens: usize) -> Self {
        let known = Known { word: Word::default(), spot: None, scores: NO_SCORES };
        let places = tokens.min(MOST_KNOWN).next_power_of_two();
        Self { keys: Keys::default(), known: vec![known; places] }
    }
}

/// So many words are kept at most: more would not fit into a near cache.
const MOST_KNOWN: usize = 512;

/// The tag with the highest score, the commoner of equals.
fn best(scores: &Scores, choices: TagSet) -> Tag {
    let mut best = (i32::MIN, Tag(0));
    for tag in choices.iter() {
        match scores.get(tag.index()) {
            Some(&score) if score > best.0 => best = (score, tag),
            _ => {}
        }
    }
    best.1
}

/// Stands for the tags before the first word of a sentence.
pub const START: u8 = 200;
