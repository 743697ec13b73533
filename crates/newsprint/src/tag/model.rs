//! The tagger's section of the model.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::model::{Input, KeyMap, Output, WeightTable, WeightTableBuilder, corrupt};
use crate::token::NormKey;

use super::Tag;
use super::features::{Keys, SentenceCase, Word, dynamic_features, sentence_case, static_features};

/// The version of the section.
///
/// History: **1**, the first: version, word map, weight table.
const VERSION: u8 = 1;

/// What the dictionary says of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordEntry {
    /// Which tags it had in training, as a number below 4,096; 0 for no
    /// knowledge.
    pub class: u16,
    /// The cluster of words used alike, below 4,096; 0 for none.
    pub cluster: u16,
    /// The tag, when it has only one.
    pub only: Option<Tag>,
}

impl WordEntry {
    const fn unpack(value: u32) -> Self {
        let [only, ..] = value.to_le_bytes();
        Self {
            class: (value >> 8 & 0xfff) as u16,
            cluster: (value >> 20) as u16,
            only: match only {
                0 => None,
                tag => Some(Tag(tag - 1)),
            },
        }
    }

    fn pack(self) -> u32 {
        assert!(self.class < 4096 && self.cluster < 4096, "expected twelve bits in {self:?}");
        let only = self.only.map_or(0, |tag| u32::from(tag.0) + 1);
        only | u32::from(self.class) << 8 | u32::from(self.cluster) << 20
    }
}

/// Weights and dictionary of the tagger.
#[derive(Clone, Debug)]
pub struct TagModel {
    words: KeyMap,
    weights: WeightTable,
}

impl TagModel {
    /// Serialises a model; the weights are multiplied by `scale` and rounded.
    ///
    /// # Panics
    /// When an entry's class or cluster has more than twelve bits.
    pub fn write(
        words: &BTreeMap<NormKey, WordEntry>,
        weights: &WeightTableBuilder,
        scale: f32,
    ) -> Vec<u8> {
        let mut output = Output::new();
        output.u8(VERSION);
        let entries = words.iter().map(|(norm, entry)| (norm.0, entry.pack()));
        KeyMap::write(&entries.filter(|entry| entry.1 != 0).collect(), &mut output);
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
        let weights = WeightTable::read(&mut input)?;
        if weights.labels() != Tag::COUNT {
            return Err(corrupt(&format!("weights of {} tags", Tag::COUNT), weights.labels()));
        }
        input.end()?;
        Ok(Self { words, weights })
    }

    /// What the dictionary says of a word.
    #[inline]
    pub fn entry(&self, norm: NormKey) -> WordEntry {
        WordEntry::unpack(self.words.get(norm.0))
    }

    /// Tags the words of one sentence, left to right.
    pub(super) fn tag(&self, words: &[Word], scratch: &mut Keys, tags: &mut Vec<Tag>) {
        let case = sentence_case(words);
        let (mut last, mut last2) = (START, START);
        for (at, word) in words.iter().enumerate() {
            let tag =
                word.only.unwrap_or_else(|| self.best(words, at, case, (last, last2), scratch));
            tags.push(tag);
            (last2, last) = (last, tag.0);
        }
    }

    fn best(
        &self,
        words: &[Word],
        at: usize,
        case: SentenceCase,
        (last, last2): (u8, u8),
        keys: &mut Keys,
    ) -> Tag {
        keys.clear();
        static_features(words, at, case, keys);
        dynamic_features(words, at, last, last2, keys);
        let mut scores = [0_i32; Tag::COUNT];
        for &key in keys.as_slice() {
            self.weights.add_row(key, &mut scores);
        }
        let mut best = (i32::MIN, 0);
        for (score, index) in scores.into_iter().zip(0_u8..) {
            if score > best.0 {
                best = (score, index);
            }
        }
        Tag(best.1)
    }
}

/// Stands for the tags before the first word of a sentence.
pub const START: u8 = 200;
