//! The section `quotation`: which words are cues, where cue, source and
//! content begin and end, which passages quote anyone.
//!
//! Cue, source and content are log-linear models over the candidates of the
//! library's own search, trained on the gold cues. Whether a trigger is a cue
//! is a logistic model that also sees what the others make of it; so that it
//! sees them err as they do on new text, they are trained on the other folds.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use newsprint::quotation::claim::{self, Claim};
use newsprint::quotation::feature::{self, Cover, Role, Run};
use newsprint::quotation::learned::{PLACES, QuotationModel, Trigger};
use newsprint::quotation::unit::Quoted;
use newsprint::quotation::{self, QuoteKind};
use newsprint::tag::TagModel;
use newsprint::token::NormKey;
use newsprint::{Reader, Span};
use rayon::prelude::*;

use super::random::Random;
use crate::data;

pub use corpus::{Article, OWN, read};
pub use learner::Learner;
use learner::Scratch;

mod corpus;
mod learner;

/// In how many of a hundred passages the words of the cues are hidden.
const HIDDEN: usize = 20;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Trainings on all articles, each in an order of its own, whose mean is
    /// the model.
    pub members: u64,
    /// Folds of the articles for the yes or no of triggers.
    pub folds: usize,
    /// Rounds over the gold cues.
    pub epochs: usize,
    /// Rounds over the triggers.
    pub decisions: usize,
    /// Rounds over the passages.
    pub passages: usize,
    /// Rounds over the passages that choose a cue.
    pub claims: usize,
    /// Step of the cues, sources and contents.
    pub rate: f32,
    /// Step of the yes or no.
    pub decision_rate: f32,
    /// Pull towards zero.
    pub decay: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            members: 6,
            folds: 5,
            epochs: 6,
            decisions: 8,
            passages: 10,
            claims: 8,
            rate: 0.15,
            decision_rate: 0.25,
            decay: 1e-3,
        }
    }
}

/// A passage, and the cue that the gold gives it.
struct GoldClaim {
    article: usize,
    passage: usize,
    trigger: Option<usize>,
}

/// Every passage whose cue, or lack of one, the gold tells.
fn gold_claims(articles: &[&Article]) -> Vec<GoldClaim> {
    let mut claims = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        for (number, quoted) in article.units.passages.iter().enumerate() {
            let (unit, at) = (quoted.place.0 as usize, quoted.place.1 as usize);
            let reports = article.reports.get(&unit).map_or(&[][..], Vec::as_slice);
            let apart = |run: Run| at < run.0 || run.1 <= at;
            // Of several that hold it the one with the least around it.
            let trigger = reports
                .iter()
                .filter(|r| r.content.is_some_and(|c| c.0 <= at && at < c.1) && apart(r.cue))
                .min_by_key(|r| r.content.map_or(0, |c| c.1 - c.0))
                .map(|report| report.trigger);
            claims.push(GoldClaim { article: index, passage: number, trigger });
        }
    }
    claims
}

/// Trains the choice of a cue by each passage.
fn claims(
    articles: &[&Article],
    words: &QuotationModel,
    epochs: usize,
    seed: u64,
    learner: &mut Learner,
) {
    let mut examples = gold_claims(articles);
    let mut random = Random::new(seed);
    for _ in 0..epochs {
        random.shuffle(&mut examples);
        for example in &examples {
            let article = articles[example.article];
            let quoted = &article.units.passages[example.passage];
            let (unit, at) = (quoted.place.0 as usize, quoted.place.1 as usize);
            let view = article.view(unit);
            let trigger = |word| words.trigger(word).unwrap_or_default();
            let mut options: Vec<(Option<usize>, Vec<u32>)> = vec![(None, Vec::new())];
            feature::unclaimed(&view, at, quoted, &mut options[0].1);
            // Now and then words are hidden, so that unknown ones have a
            // chance.
            let hidden = random.below(100) < HIDDEN;
            for mut claimant in claim::claimants(&view, at, trigger) {
                if hidden {
                    claimant.known = false;
                    claimant.trigger = Trigger::default();
                }
                let mut keys = Vec::new();
                feature::claim(&view, at, quoted, claimant, &mut keys);
                options.push((Some(claimant.at), keys));
            }
            if options.iter().any(|(trigger, _)| *trigger == example.trigger) {
                learner.choose_option(&options, &example.trigger);
            }
        }
    }
}

/// Trains cue, source and content on the gold cues of some articles.
fn spans(articles: &[&Article], epochs: usize, seed: u64, learner: &mut Learner) {
    let mut examples: Vec<(usize, usize, usize)> = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        for (unit, reports) in &article.reports {
            examples.extend((0..reports.len()).map(|report| (index, *unit, report)));
        }
    }
    let mut scratch = Scratch::default();
    let mut random = Random::new(seed);
    let mut average = vec![0.0_f32; PLACES];
    for epoch in 0..epochs {
        random.shuffle(&mut examples);
        for &(index, unit, report) in &examples {
            let article = articles[index];
            let report = &article.reports[&unit][report];
            let view = article.view(unit);
            let previous = article.previous(unit, report.trigger);
            let family = view.items[report.trigger].family;
            let mut anchor = quotation::anchor(&view, report.trigger, family, previous.as_ref());
            learner.choose(&view, Role::Cue, &anchor, Some(report.cue), &mut scratch);
            anchor.cue = report.cue;
            let overlaps = |run: Run| run.0 < report.cue.1 && report.cue.0 < run.1;
            if report.source.is_none_or(|source| !overlaps(source)) {
                learner.choose(&view, Role::Source, &anchor, report.source, &mut scratch);
            }
            anchor.source = report.source;
            if report.content.is_some() {
                learner.choose(&view, Role::Content, &anchor, report.content, &mut scratch);
            }
        }
        // The mean of the second half of the rounds errs less than the last.
        if epoch * 2 >= epochs {
            average.iter_mut().zip(&learner.weights).for_each(|(sum, weight)| *sum += weight);
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "a handful of rounds")]
    let rounds = (epochs - epochs.div_ceil(2)).max(1) as f32;
    for (weight, sum) in learner.weights.iter_mut().zip(&average) {
        *weight = sum / rounds;
    }
}

/// Trains the yes or no of every trigger; `weights` find cue, source and
/// content.
fn triggers(
    articles: &[&Article],
    priors: &QuotationModel,
    weights: &Learner,
    examples: &mut Vec<(Vec<u32>, bool)>,
    gates: &mut Vec<(Vec<u32>, bool)>,
) {
    let mut scratch = Vec::new();
    for article in articles {
        for number in 0..article.units.units.len() {
            let view = article.view(number);
            for (at, item) in view.items.iter().enumerate().filter(|(_, item)| item.family > 0) {
                // A word that the other folds do not have is as good as new.
                let trigger = priors.trigger(item.word).unwrap_or_default();
                let gold = article
                    .reports
                    .get(&number)
                    .is_some_and(|reports| reports.iter().any(|report| report.trigger == at));
                let part = article.reports.get(&number).is_some_and(|reports| {
                    reports.iter().any(|report| report.cue.0 <= at && at < report.cue.1)
                });
                if part && !gold {
                    continue;
                }
                let mut keys = Vec::new();
                let anchor = quotation::anchor(&view, at, item.family, None);
                feature::gate(&view, at, trigger.prior, trigger.habit, anchor.claim, &mut keys);
                gates.push((keys, gold));
                let previous = article.previous(number, at);
                let found = quotation::read(
                    &view,
                    at,
                    trigger,
                    previous.as_ref(),
                    None,
                    weights,
                    &mut scratch,
                );
                if let Some(found) = found {
                    let mut keys = Vec::new();
                    feature::accept(&view, &found, &mut keys);
                    examples.push((keys, gold));
                }
            }
        }
    }
}

/// Every passage whose answer the gold tells.
fn passages(articles: &[&Article], examples: &mut Vec<(Vec<u32>, bool)>) {
    // How often marks quote nobody is to be learned from what is like news.
    for article in articles.iter().filter(|article| article.usual()) {
        for quoted in &article.units.passages {
            let tokens = article.document.tokens();
            let (Some(first), Some(last)) =
                (tokens.get(quoted.start as usize), tokens.get(quoted.end as usize - 1))
            else {
                continue;
            };
            let span = Span::new(first.span.start, last.span.end);
            let same = |other: &Span| {
                let shared = f64::from(other.intersect(span).len());
                shared > 0.8 * f64::from(span.len()) && shared > 0.8 * f64::from(other.len())
            };
            let is = |choose: fn(QuoteKind) -> bool, test: &dyn Fn(&Span) -> bool| {
                article.gold.quotes.iter().any(|q| choose(q.kind) && q.content.iter().any(test))
            };
            let scare = is(|kind| kind == QuoteKind::Scare, &same);
            let direct = is(|kind| kind == QuoteKind::Direct, &same);
            let part = is(
                |kind| matches!(kind, QuoteKind::Mixed | QuoteKind::Indirect),
                &|other: &Span| other.covers(span),
            );
            let mixed = is(|kind| kind == QuoteKind::Mixed, &|other: &Span| other.covers(span));
            let nested = quoted.parent > 0;
            let (cover, gold) = if part {
                (Cover::Part, !scare && mixed)
            } else if nested && (scare || direct) {
                (Cover::Nested, !scare)
            } else if !nested && (scare || direct || mixed) {
                (Cover::None, !scare)
            } else {
                continue;
            };
            let view = article.view(quoted.place.0 as usize);
            let mut keys = Vec::new();
            let at = quoted.place.1 as usize;
            let before = article.gold.quotes.iter().any(|q| {
                q.kind == QuoteKind::Direct
                    && q.content.iter().any(|c| c.end < span.start && span.start - c.end < 120)
            });
            feature::passage(&view, at, quoted, cover, before, &mut keys);
            examples.push((keys, gold));
        }
    }
}

fn logistic(learner: &mut Learner, examples: &[(Vec<u32>, bool)], epochs: usize, seed: u64) {
    let mut examples: Vec<&(Vec<u32>, bool)> = examples.iter().collect();
    let mut random = Random::new(seed);
    for _ in 0..epochs {
        random.shuffle(&mut examples);
        for (keys, gold) in &examples {
            learner.decide(keys, *gold);
        }
    }
}

/// What the section's words are: every word of a family, with its number.
fn families() -> Vec<(u32, u16)> {
    let list = newsprint_en::WORD_LISTS.iter().find(|(name, _)| *name == "reporting-words");
    let lines = list.map_or("", |(_, text)| *text).lines().filter(|l| !l.starts_with('#'));
    let mut families = vec![(NormKey::of(":").0, 1)];
    for (number, line) in lines.enumerate() {
        let number = u16::try_from(number + 2).unwrap_or(u16::MAX);
        families.extend(line.split_whitespace().map(|word| (NormKey::of(word).0, number)));
    }
    families
}

/// What stands next to each word in unannotated copy; see
/// [`Trigger::habit`].
///
/// # Errors
/// When the press releases cannot be read.
pub fn habits(data: &Path) -> io::Result<BTreeMap<u32, u8>> {
    let text = data::read_to_string(&data.join("train/senate-press-releases.txt.xz"))?;
    let mut counts: BTreeMap<u32, [u32; 3]> =
        families().into_iter().map(|(word, _)| (word, [0; 3])).collect();
    let marked = |word: &str| word.ends_with(['"', '”']) || word.starts_with(['"', '“']);
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
            let Some(count) = counts.get_mut(&NormKey::of(plain).0) else { continue };
            let near = |from: usize, to: usize, test: &dyn Fn(&str) -> bool| {
                words.get(from..to.min(words.len())).unwrap_or_default().iter().any(|w| test(w))
            };
            count[0] += 1;
            count[1] += u32::from(near(at + 1, at + 4, &|w| w == "that"));
            let ends = |w: &str| w.ends_with(",\"") || w.ends_with(",”");
            let opens = |w: &str| w.starts_with(['"', '“']) && marked(w);
            count[2] += u32::from(
                near(at.saturating_sub(4), at, &ends)
                    || word.ends_with([',', ':']) && near(at + 1, at + 2, &opens),
            );
        }
    }
    let step = |part: u32, whole: u32| {
        [2, 10, 30].iter().filter(|percent| part * 100 >= whole.max(1) * **percent).count()
    };
    Ok(counts
        .into_iter()
        .filter(|(_, count)| count[0] >= 5)
        .map(|(word, [all, that, quote])| {
            (word, u8::try_from(step(that, all) + 4 * step(quote, all)).unwrap_or(0))
        })
        .collect())
}

/// How often each word is a cue; words that hardly ever are one are left out.
fn priors(articles: &[&Article], habits: &BTreeMap<u32, u8>) -> Vec<Trigger> {
    let mut counts: BTreeMap<u32, (u16, usize, usize)> = BTreeMap::new();
    for (word, family) in families() {
        counts.insert(word, (family, 0, 0));
    }
    for article in articles {
        for item in article.units.items.iter().filter(|item| item.passage == 0) {
            if let Some(count) = counts.get_mut(&item.word) {
                count.2 += 1;
            }
        }
        for (unit, reports) in &article.reports {
            let items = article.units.items(&article.units.units[*unit]);
            for report in reports {
                if let Some(count) = counts.get_mut(&items[report.trigger].word) {
                    count.1 += 1;
                }
            }
        }
    }
    counts
        .into_iter()
        .filter(|(_, (_, cues, all))| if *cues == 0 { *all < 12 } else { cues * 100 >= all * 2 })
        .map(|(word, (family, cues, all))| {
            #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
            let rate = (cues as f64 + 0.3) / (all as f64 + 1.0);
            let steps = [0.05, 0.1, 0.2, 0.4, 0.65, 0.9];
            let step = 1 + steps.iter().filter(|step| rate >= **step).count();
            let prior = if all == 0 { 0 } else { u8::try_from(step).unwrap_or(7) };
            let habit = habits.get(&word).copied().unwrap_or(0);
            Trigger { word, family, prior, habit }
        })
        .collect()
}

/// Trains the section.
pub fn train(
    articles: &mut [Article],
    habits: &BTreeMap<u32, u8>,
    settings: &Settings,
    tagger: Option<&TagModel>,
) -> QuotationModel {
    let words = priors(&articles.iter().collect::<Vec<_>>(), habits);
    let priors = QuotationModel::new(&words, &[]);
    for article in articles.iter_mut() {
        article.prepare(&priors, tagger);
    }
    let folds = settings.folds;
    let mut found: Vec<Vec<Claim>> = vec![Vec::new(); articles.len()];
    for fold in 0..folds {
        let part: Vec<&Article> = articles
            .iter()
            .enumerate()
            .filter(|(i, _)| i % folds != fold)
            .map(|(_, article)| article)
            .collect();
        let mut learner = Learner::new(settings);
        let words = QuotationModel::new(&self::priors(&part, habits), &[]);
        claims(&part, &words, settings.claims, 3, &mut learner);
        let trigger = |word| words.trigger(word).unwrap_or_default();
        for (index, article) in articles.iter().enumerate().filter(|(i, _)| i % folds == fold) {
            let choose = |quoted: &Quoted| {
                let view = article.view(quoted.place.0 as usize);
                claim::choose(&view, quoted.place.1 as usize, quoted, trigger, &learner)
            };
            found[index] = article.units.passages.iter().map(choose).collect();
        }
    }
    for (article, claims) in articles.iter_mut().zip(found) {
        article.claims = claims;
    }
    let articles: Vec<&Article> = articles.iter().collect();
    let mut examples = Vec::new();
    let mut gates = Vec::new();
    for fold in 0..folds {
        let part = |inside: bool| -> Vec<&Article> {
            let chosen = articles.iter().enumerate().filter(|(i, _)| (i % folds == fold) == inside);
            chosen.map(|(_, article)| *article).collect()
        };
        let mut learner = Learner::new(settings);
        spans(&part(false), settings.epochs, 1, &mut learner);
        let words = self::priors(&part(false), habits);
        let others = QuotationModel::new(&words, &[]);
        triggers(&part(true), &others, &learner, &mut examples, &mut gates);
    }
    let mut quoting = Vec::new();
    passages(&articles, &mut quoting);
    // Each order of the examples errs in its own way; their mean errs less.
    let member = |member: u64| {
        let seed = |step: u64| 10 * member + step;
        let mut learner = Learner::new(settings);
        spans(&articles, settings.epochs, seed(1), &mut learner);
        learner.rate = settings.decision_rate;
        claims(&articles, &priors, settings.claims, seed(3), &mut learner);
        logistic(&mut learner, &examples, settings.decisions, seed(2));
        logistic(&mut learner, &gates, settings.decisions, seed(2));
        logistic(&mut learner, &quoting, settings.passages, seed(2));
        learner.weights
    };
    let members: Vec<Vec<f32>> = (0..settings.members).into_par_iter().map(member).collect();
    #[allow(clippy::cast_precision_loss, reason = "a handful of members")]
    let share = 1.0 / settings.members as f32;
    let mut weights = vec![0.0_f32; PLACES];
    for member in members {
        weights.iter_mut().zip(member).for_each(|(mean, weight)| *mean += weight * share);
    }
    QuotationModel::new(&words, &weights)
}

/// Trains the section on all of the gold.
///
/// # Errors
/// When a gold file cannot be read.
pub fn section(data: &Path, earlier: &Reader) -> io::Result<Vec<u8>> {
    let mut articles = read(data, earlier, |_, _| true)?;
    let tagger = earlier.model().tag.as_ref();
    Ok(train(&mut articles, &habits(data)?, &Settings::default(), tagger).write())
}
