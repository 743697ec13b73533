//! Learns the rules and exceptions of the lemmas.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use newsprint::tag::{LemmaEdit, LemmaModel, MAX_ENDING, Tag, ending_rule, word_rule};
use newsprint::token::NormKey;

use super::tags::data;

/// Learns the section from the treebanks.
///
/// # Errors
/// When a treebank cannot be read.
pub fn train(data: &Path) -> io::Result<Vec<u8>> {
    let folder = data.join("train");
    let mut counts: BTreeMap<(String, usize), BTreeMap<LemmaEdit, usize>> = BTreeMap::new();
    for name in ["gum-train.conllu.xz", "ewt-train.conllu.xz"] {
        for sentence in data::read(&folder.join(name))? {
            for ((form, lemma), tag) in
                sentence.forms.into_iter().zip(&sentence.lemmas).zip(&sentence.tags)
            {
                // `_` stands for no lemma.
                if let (Some(tag), Some(edit)) = (tag, LemmaEdit::between(&form, lemma))
                    && (lemma != "_" || form == "_")
                {
                    let edits = counts.entry((form, tag.index())).or_default();
                    *edits.entry(edit).or_default() += 1;
                }
            }
        }
    }
    Ok(LemmaModel::write(&rules(&counts)))
}

type Words = BTreeMap<(String, usize), BTreeMap<LemmaEdit, usize>>;

fn rules(words: &Words) -> BTreeMap<u32, LemmaEdit> {
    let mut rules: BTreeMap<u32, LemmaEdit> = BTreeMap::new();
    // Short endings first: a longer one is kept where it knows better.
    for characters in 0..=MAX_ENDING {
        let mut votes: BTreeMap<u32, BTreeMap<&LemmaEdit, (usize, BTreeSet<NormKey>)>> =
            BTreeMap::new();
        let mut shorter: BTreeMap<u32, Option<LemmaEdit>> = BTreeMap::new();
        for ((form, tag), edits) in words {
            let Some(tag) = Tag::from_index(*tag) else { continue };
            let Some(key) = ending_rule(form, tag, characters) else { continue };
            for edit in edits.keys() {
                let vote = votes.entry(key).or_default().entry(edit).or_default();
                // A word counts once: a rule is for words not seen.
                vote.0 += 1;
                vote.1.insert(NormKey::of(form));
            }
            shorter.entry(key).or_insert_with(|| by_ending(&rules, form, tag, characters).cloned());
        }
        for (key, votes) in votes {
            let total: usize = votes.values().map(|vote| vote.0).sum();
            let best = votes.iter().max_by_key(|(_, vote)| vote.0);
            if let Some((&edit, (count, words))) = best
                && shorter[&key].as_ref() != Some(edit)
                && (characters == 0 || words.len() >= 2 && count * 2 > total)
            {
                rules.insert(key, edit.clone());
            }
        }
    }
    // Then the words that the rules get wrong, each with the edit that is
    // right most often over all its forms (`i` and `I`).
    let mut forms: BTreeMap<u32, Vec<(&str, &LemmaEdit, usize)>> = BTreeMap::new();
    let mut wrong: BTreeSet<u32> = BTreeSet::new();
    for ((form, tag), edits) in words {
        let Some(tag) = Tag::from_index(*tag) else { continue };
        let key = word_rule(NormKey::of(form), tag);
        let found = by_ending(&rules, form, tag, MAX_ENDING + 1).map(|edit| edit.apply(form));
        for (edit, &count) in edits {
            forms.entry(key).or_default().push((form, edit, count));
            if found.as_ref() != Some(&edit.apply(form)) {
                wrong.insert(key);
            }
        }
    }
    for key in wrong {
        let forms = &forms[&key];
        let right = |edit: &LemmaEdit| -> usize {
            let right = forms.iter().filter(|(form, gold, _)| edit.apply(form) == gold.apply(form));
            right.map(|&(_, _, count)| count).sum()
        };
        if let Some(&(_, edit, _)) = forms.iter().max_by_key(|(_, edit, _)| right(edit)) {
            rules.insert(key, edit.clone());
        }
    }
    rules
}

/// The edit of the longest ending shorter than `limit` that has a rule.
fn by_ending<'a>(
    rules: &'a BTreeMap<u32, LemmaEdit>,
    form: &str,
    tag: Tag,
    limit: usize,
) -> Option<&'a LemmaEdit> {
    (0..limit).rev().find_map(|n| rules.get(&ending_rule(form, tag, n)?))
}
