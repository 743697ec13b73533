//! What the document itself says of its words: how else they are written,
//! which longer names contain them, what stands around them elsewhere.

use super::attribute::{Attribute, FIRST, Form, SHOUTED, TITLED};
use crate::model::joint;

/// A run of capitalised words: perhaps a name, or a part of one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Run {
    /// Index of its first token.
    pub start: u32,
    /// Index after its last token.
    pub end: u32,
    /// Whether only words such as `of` stand between it and the run before.
    pub bridged: bool,
}

impl Run {
    pub(crate) const fn len(self) -> u32 {
        self.end - self.start
    }
}

/// How many other occurrences of a word are looked at.
pub(crate) const OTHERS: usize = 4;

/// What the document says of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DocumentWord {
    norm: u32,
    /// How often it stands in lower case.
    pub lower: u16,
    /// How often it is capitalised where that says something.
    pub upper: u16,
    /// How often it is capitalised where that says nothing.
    pub unsure: u16,
    /// The runs of its first occurrences, plus one each.
    pub runs: [u32; OTHERS],
    /// The longest run with it, plus one.
    pub longest: u32,
}

/// The words of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    words: Vec<DocumentWord>,
    pub runs: Vec<Run>,
    /// Initials of runs, sorted, with the run's index.
    acronyms: Vec<(u32, u32)>,
}

/// The norm keys of the words that join the parts of a name.
#[derive(Clone, Debug)]
pub(crate) struct Bridges(pub [u32; 6], pub u32);

impl Default for Bridges {
    fn default() -> Self {
        let key = |word| crate::token::NormKey::of(word).0;
        Self([key("of"), key("for"), key("and"), key("the"), key("on"), key("de")], key("&"))
    }
}

impl Bridges {
    fn has(&self, attribute: &Attribute) -> bool {
        attribute.form == Form::Lower && self.0.contains(&attribute.norm)
            || attribute.norm == self.1
    }
}

impl Vocabulary {
    /// Reads a document, and notes each token's run and word in `attributes`.
    pub(crate) fn new(attributes: &mut [Attribute], initials: &[u8]) -> Self {
        let mut vocabulary = Self::default();
        vocabulary.find_runs(attributes);
        vocabulary.count(attributes);
        vocabulary.find_acronyms(initials);
        vocabulary
    }

    fn find_runs(&mut self, attributes: &mut [Attribute]) {
        let bridges = Bridges::default();
        let mut start = None;
        let mut at = 0;
        while at <= attributes.len() {
            let within = attributes.get(at).is_some_and(|attribute| {
                let begins = start.is_none_or(|start: usize| {
                    attributes.get(start).is_some_and(|first| first.sentence == attribute.sentence)
                });
                let next = attributes.get(at + 1);
                let hyphen = start.is_some()
                    && attribute.form == Form::Mark
                    && attribute.flags & super::attribute::JOINED != 0
                    && next.is_some_and(|next| {
                        next.form.is_capital() && next.flags & super::attribute::JOINED != 0
                    });
                begins && (attribute.form.is_capital() || hyphen)
            });
            match (within, start) {
                (true, None) => start = Some(at),
                (false, Some(first)) => {
                    let linked = self.runs.last().is_some_and(|last| {
                        let gap = attributes.get(last.end as usize..first).unwrap_or_default();
                        (1..=2).contains(&gap.len())
                            && gap.iter().all(|a| bridges.has(a))
                            && attributes.get(last.start as usize).map(|a| a.sentence)
                                == attributes.get(first).map(|a| a.sentence)
                    });
                    self.runs.push(Run {
                        start: u32::try_from(first).unwrap_or(u32::MAX),
                        end: u32::try_from(at).unwrap_or(u32::MAX),
                        bridged: linked,
                    });
                    let run = u32::try_from(self.runs.len()).unwrap_or(u32::MAX);
                    for attribute in attributes.get_mut(first..at).unwrap_or_default() {
                        attribute.run = run;
                    }
                    start = None;
                    // The token that ended the run may begin the next one.
                    if attributes.get(at).is_some_and(|a| a.form.is_capital()) {
                        continue;
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn count(&mut self, attributes: &mut [Attribute]) {
        let bits = (attributes.len() * 2).max(16).next_power_of_two().ilog2().min(31);
        let mut slots = vec![0_u32; 1 << bits];
        let shift = 32 - bits;
        for attribute in attributes {
            // The multiplication spreads keys that differ in low bits only.
            let mut place = (attribute.norm.wrapping_mul(0x9e37_79b1) >> shift) as usize;
            let index = loop {
                let Some(slot) = slots.get_mut(place) else {
                    place = 0;
                    continue;
                };
                if *slot == 0 {
                    self.words.push(DocumentWord { norm: attribute.norm, ..Default::default() });
                    *slot = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
                    break *slot - 1;
                }
                let word = *slot - 1;
                if self.words.get(word as usize).is_some_and(|w| w.norm == attribute.norm) {
                    break word;
                }
                place += 1;
            };
            attribute.word = index;
            let Some(word) = self.words.get_mut(index as usize) else { continue };
            if attribute.form == Form::Lower {
                word.lower = word.lower.saturating_add(1);
            } else if attribute.run > 0 {
                if attribute.flags & (FIRST | SHOUTED | TITLED) == 0 {
                    word.upper = word.upper.saturating_add(1);
                } else {
                    word.unsure = word.unsure.saturating_add(1);
                }
                if let Some(free) = word.runs.iter_mut().find(|run| **run == 0) {
                    *free = attribute.run;
                }
                let length = |run: u32| {
                    let index = (run as usize).wrapping_sub(1);
                    self.runs.get(index).copied().map_or(0, Run::len)
                };
                // A headline in capitals is one long run that says nothing.
                if attribute.flags & (SHOUTED | TITLED) == 0
                    && (word.longest == 0 || length(attribute.run) > length(word.longest))
                {
                    word.longest = attribute.run;
                }
            }
        }
    }

    /// `initials` has the first letter of each token, 0 for none.
    fn find_acronyms(&mut self, initials: &[u8]) {
        // A chain is a run and those that words such as `of` join to it.
        for first in 0..self.runs.len() {
            let mut key = SPELL_START;
            let mut count = 0;
            for (further, run) in self.runs.iter().skip(first).take(LONGEST_CHAIN).enumerate() {
                if further > 0 && !run.bridged {
                    break;
                }
                let range = run.start as usize..run.end as usize;
                let letters = initials.get(range).unwrap_or_default();
                if letters.len() > 8 {
                    break;
                }
                key = spell(key, letters);
                count += letters.len();
                if (2..=8).contains(&count) {
                    let last = u32::try_from(first + further).unwrap_or(u32::MAX);
                    self.acronyms.push((key, last));
                }
            }
        }
        self.acronyms.sort_unstable();
    }

    /// The last run of the first name that the letters abbreviate.
    pub(crate) fn spelled_out(&self, letters: &[u8]) -> Option<Run> {
        let key = spell(SPELL_START, letters);
        let at = self.acronyms.partition_point(|&(other, _)| other < key);
        let &(found, run) = self.acronyms.get(at)?;
        if found == key { self.runs.get(run as usize).copied() } else { None }
    }

    /// The word of a token.
    #[inline]
    pub(crate) fn word(&self, attribute: &Attribute) -> DocumentWord {
        self.words.get(attribute.word as usize).copied().unwrap_or_default()
    }

    /// How many different words there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// A run by its number plus one.
    #[inline]
    pub(crate) fn run(&self, run: u32) -> Option<Run> {
        self.runs.get((run as usize).checked_sub(1)?).copied()
    }
}

/// How many runs a chain has at most.
const LONGEST_CHAIN: usize = 4;
const SPELL_START: u32 = 5;

fn spell(key: u32, letters: &[u8]) -> u32 {
    letters
        .iter()
        .filter(|letter| letter.is_ascii_alphabetic())
        .fold(key, |key, letter| joint(4, key, u32::from(letter.to_ascii_uppercase())))
}
