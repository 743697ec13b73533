//! Which tags each word takes.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use newsprint::tag::{Penn, Tag, TagSet, WordEntry};
use newsprint::token::NormKey;

use super::Settings;
use super::data::Sentence;
use crate::data::iob::IobSentence;

/// What is known of words.
pub(super) struct Dictionary {
    /// The entry of each word.
    pub(super) words: BTreeMap<NormKey, WordEntry>,
    /// The sets of tags that words can have; the first is empty.
    pub(super) sets: Vec<TagSet>,
}

/// Builds the dictionary from gold sentences and, for words that those lack,
/// from silver ones with Penn tags.
pub(super) fn build(gold: &[Sentence], silver: &[IobSentence], settings: &Settings) -> Dictionary {
    let mut counts: BTreeMap<NormKey, BTreeMap<usize, usize>> = BTreeMap::new();
    for sentence in gold {
        for (&norm, tag) in sentence.norms.iter().zip(&sentence.tags) {
            if let Some(tag) = tag {
                *counts.entry(norm).or_default().entry(tag.index()).or_default() += 1;
            }
        }
    }
    let mut silver_counts: BTreeMap<NormKey, BTreeMap<usize, usize>> = BTreeMap::new();
    for sentence in silver {
        for (form, tag) in sentence.forms.iter().zip(&sentence.tags) {
            if let Some(penn) = Penn::from_name(tag) {
                let counts = silver_counts.entry(NormKey::of(form)).or_default();
                // Penn tags alone are classes of their own.
                *counts.entry(Tag::COUNT + penn as usize).or_default() += 1;
            }
        }
    }
    for (norm, silver) in silver_counts {
        let gold = counts.get(&norm).map_or(0, |counts| counts.values().sum());
        if gold < settings.least_count {
            counts.insert(norm, silver);
        }
    }
    let mut classes: BTreeMap<Vec<usize>, u16> = BTreeMap::new();
    let (mut sets, mut set_numbers) =
        (vec![TagSet::default()], BTreeMap::from([(TagSet::default(), 0)]));
    let mut words = BTreeMap::new();
    for (norm, counts) in counts {
        let total: usize = counts.values().sum();
        if total < settings.least_count {
            continue;
        }
        let mut tags: Vec<(Reverse<usize>, usize)> = counts
            .iter()
            .map(|(&tag, &count)| (tag, count))
            .filter(|&(_, count)| count * 100 >= total * settings.least_percent)
            .map(|(tag, count)| (Reverse(count), tag))
            .collect();
        tags.sort_unstable();
        tags.truncate(4);
        let mut choices = TagSet::default();
        if total >= settings.closed_count {
            // One oddity in a thousand is a slip of the annotation.
            choices = tags_with(&counts, total.div_ceil(1000));
        }
        let next_set = sets.len();
        let choices = *set_numbers.entry(choices).or_insert_with(|| {
            sets.push(choices);
            u16::try_from(next_set).expect("a few hundred sets")
        });
        let next = u16::try_from(classes.len() + 1).expect("a few hundred classes");
        let class = *classes.entry(tags.into_iter().map(|(_, tag)| tag).collect()).or_insert(next);
        words.insert(norm, WordEntry { class, cluster: 0, choices });
    }
    Dictionary { words, sets }
}

/// The tags that a word had so many times; none for a word that has silver
/// tags only.
fn tags_with(counts: &BTreeMap<usize, usize>, least: usize) -> TagSet {
    let mut set = TagSet::default();
    for (&tag, &count) in counts {
        match Tag::from_index(tag) {
            None => return TagSet::default(),
            Some(tag) if count >= least => set.insert(tag),
            Some(_) => {}
        }
    }
    set
}
