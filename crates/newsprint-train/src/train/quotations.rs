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
use newsprint::quotation::feature::{self, Anchor, Cover, Found, Role, Run};
use newsprint::quotation::learned::{PLACES, QuotationModel, SCALE, Trigger};
use newsprint::quotation::search::{self, Candidate, Weights};
use newsprint::quotation::unit::{Quoted, Units};
use newsprint::quotation::{self, QuoteKind};
use newsprint::token::NormKey;
use newsprint::{Document, Reader, Span};

use super::random::Random;
use crate::data::{
    self,
    gold::{self, GoldDocument},
};

/// A weight of 1 as the library's integers have it.
#[allow(clippy::cast_precision_loss, reason = "a small power of two")]
const UNIT: f32 = SCALE as f32;

/// In how many of a hundred passages the words of the cues are hidden.
const HIDDEN: usize = 20;

/// The gold files; the articles of the last have a sentence a line.
const FILES: &[(&str, bool)] = &[
    ("train/wikinews-gold-train.jsonl", false),
    ("train/senate-gold-train.jsonl", false),
    ("train/voa-gold.jsonl", true),
];

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
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
            folds: 3,
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

/// An annotated article and what the earlier layers make of it.
pub struct Article {
    /// The gold.
    pub gold: GoldDocument,
    /// The layers.
    pub document: Document,
    units: Units,
    /// For each unit, its gold reports by trigger.
    reports: BTreeMap<usize, Vec<GoldReport>>,
    /// Who claims each passage, as weights trained on other articles say.
    claims: Vec<Claim>,
}

/// A gold quotation within one unit.
#[derive(Clone, Debug)]
struct GoldReport {
    trigger: usize,
    cue: Run,
    source: Option<Run>,
    /// From the first word of its content in the unit to the last.
    content: Option<Run>,
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

/// Reads every gold file, with the layers before this one. `keep` chooses
/// articles by file and place.
///
/// # Errors
/// When a file cannot be read.
pub fn read(
    data: &Path,
    reader: &Reader,
    keep: impl Fn(usize, usize) -> bool,
) -> io::Result<Vec<Article>> {
    let triggers: Vec<Trigger> = families()
        .into_iter()
        .map(|(word, family)| Trigger { word, family, prior: 0, habit: 0 })
        .collect();
    let model = QuotationModel::new(&triggers, &[]);
    let mut articles = Vec::new();
    for (file, (name, lines)) in FILES.iter().enumerate() {
        for (place, mut gold) in gold::read(&data.join(name))?.into_iter().enumerate() {
            if !keep(file, place) {
                continue;
            }
            if *lines {
                gold = spread(&gold);
            }
            let Ok(document) = reader.read(gold.text.as_str()) else { continue };
            let mut article = Article {
                gold,
                document,
                units: Units::default(),
                reports: BTreeMap::new(),
                claims: Vec::new(),
            };
            article.prepare(&model);
            articles.push(article);
        }
    }
    Ok(articles)
}

/// Makes each line a paragraph.
fn spread(gold: &GoldDocument) -> GoldDocument {
    let text = gold.text.replace('\n', "\n\n");
    let breaks: Vec<u32> = gold
        .text
        .match_indices('\n')
        .map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX))
        .collect();
    let move_offset =
        |at: u32| at + u32::try_from(breaks.partition_point(|b| *b < at)).unwrap_or(0);
    let move_span = |span: &mut Span| {
        *span = Span::new(move_offset(span.start), move_offset(span.end));
    };
    let mut gold = gold.clone();
    gold.text = text;
    gold.entities.iter_mut().for_each(|e| move_span(&mut e.span));
    gold.sentences.iter_mut().for_each(move_span);
    for quote in &mut gold.quotes {
        let parts = [&mut quote.content, &mut quote.cue, &mut quote.source];
        parts.into_iter().flatten().for_each(move_span);
    }
    gold
}

impl Article {
    /// Builds the units, and finds the gold in them.
    fn prepare(&mut self, model: &QuotationModel) {
        self.units = quotation::units(self.document.evidence(), self.document.entities(), model);
        self.reports = BTreeMap::new();
        // Where each token is an item of its own.
        let mut places = vec![None; self.document.tokens().len()];
        for (number, unit) in self.units.units.iter().enumerate() {
            for (at, item) in self.units.items(unit).iter().enumerate() {
                if item.passage == 0 {
                    places[item.start as usize] = Some((number, at));
                }
            }
        }
        let tokens = self.document.tokens();
        let run_of = |span: Span| {
            let first = tokens.partition_point(|t| t.span.end <= span.start);
            let last = tokens.partition_point(|t| t.span.start < span.end);
            (first, last)
        };
        for quote in &self.gold.quotes {
            let Some(cue) = quote.cue.first() else { continue };
            let cue = run_of(*cue);
            let words: Vec<(usize, usize)> =
                (cue.0..cue.1).filter_map(|t| places.get(t).copied().flatten()).collect();
            let Some(&(unit, first)) = words.first() else { continue };
            let last = words.iter().rev().find(|w| w.0 == unit).map_or(first, |w| w.1);
            let items = self.units.items(&self.units.units[unit]);
            let triggers: Vec<usize> = (first..=last).filter(|at| items[*at].family > 0).collect();
            let verb = |at: &&usize| quotation::tags::is_verb(items[**at].tag);
            let trigger = triggers.iter().rev().find(verb).or(triggers.last()).copied();
            // A verb that is in no list.
            let unlisted = || (first..=last).rev().find(|at| verb(&at));
            let Some(trigger) = trigger.or_else(unlisted) else { continue };
            let hull = |spans: &[Span]| -> Option<Run> {
                let mut hull: Option<Run> = None;
                for span in spans {
                    let (a, b) = run_of(*span);
                    for (at, item) in items.iter().enumerate() {
                        if (item.start as usize) < b && item.end as usize > a {
                            let run = hull.get_or_insert((at, at + 1));
                            run.0 = run.0.min(at);
                            run.1 = run.1.max(at + 1);
                        }
                    }
                }
                hull
            };
            let report = GoldReport {
                trigger,
                cue: (first, last + 1),
                source: hull(quote.source.get(..1).unwrap_or_default()),
                content: hull(&quote.content),
            };
            self.reports.entry(unit).or_default().push(report);
        }
        for reports in self.reports.values_mut() {
            reports.sort_by_key(|report| report.trigger);
            reports.dedup_by_key(|report| report.trigger);
        }
    }

    fn view(&self, unit: usize) -> feature::View<'_> {
        quotation::view(
            self.document.evidence(),
            &self.units,
            &self.claims,
            &self.units.units[unit],
        )
    }

    /// The gold report before a trigger in its unit, as the search would
    /// have found it.
    fn previous(&self, unit: usize, trigger: usize) -> Option<Found> {
        let reports = self.reports.get(&unit)?;
        let items = self.units.items(&self.units.units[unit]);
        let report = reports.iter().rev().find(|r| r.trigger < trigger && r.content.is_some())?;
        let view = self.view(unit);
        let mut anchor =
            quotation::anchor(&view, report.trigger, items[report.trigger].family, None);
        anchor.cue = report.cue;
        anchor.source = report.source;
        let content = report.content?;
        Some(Found { anchor, content, prior: 0, habit: 0, source_lead: 0, content_lead: 0 })
    }
}

/// Weights that learn: `AdaGrad` on hashed features.
pub struct Learner {
    weights: Vec<f32>,
    squares: Vec<f32>,
    rate: f32,
    decay: f32,
}

impl Weights for Learner {
    #[allow(clippy::cast_possible_truncation, reason = "weights are a few units")]
    fn weight(&self, key: u32) -> i32 {
        (self.weights[key as usize & (PLACES - 1)] * UNIT).round() as i32
    }
}

impl Learner {
    fn new(settings: &Settings) -> Self {
        Self {
            weights: vec![0.0; PLACES],
            squares: vec![1e-2; PLACES],
            rate: settings.rate,
            decay: settings.decay,
        }
    }

    fn step(&mut self, keys: &[u32], gradient: f32) {
        for key in keys {
            let at = *key as usize & (PLACES - 1);
            let g = gradient + self.decay * self.weights[at];
            self.squares[at] += g * g;
            self.weights[at] -= self.rate * g / self.squares[at].sqrt();
        }
    }

    /// One step of a choice among candidates; gives the loss.
    fn choose(
        &mut self,
        view: &feature::View<'_>,
        role: Role,
        anchor: &Anchor,
        gold: Option<Run>,
        scratch: &mut Scratch,
    ) {
        search::candidates(view, role, anchor, self, gold, None, &mut scratch.candidates);
        if !scratch.candidates.iter().any(|c| c.run == gold) {
            return;
        }
        let top = scratch.candidates.iter().map(|c| c.score).max().unwrap_or(0);
        #[allow(clippy::cast_precision_loss, reason = "scores are far below 2^24")]
        let exp = |c: &Candidate| ((c.score - top) as f32 / UNIT).exp();
        let total: f32 = scratch.candidates.iter().map(exp).sum();
        for index in 0..scratch.candidates.len() {
            let candidate = scratch.candidates[index];
            let gradient = exp(&candidate) / total - f32::from(candidate.run == gold);
            if gradient.abs() > 1e-3 {
                scratch.keys.clear();
                feature::candidate(view, role, anchor, candidate.run, &mut scratch.keys);
                self.step(&scratch.keys, gradient);
            }
        }
    }

    /// One step of a choice among options with their features.
    fn choose_option<T: PartialEq>(&mut self, options: &[(T, Vec<u32>)], gold: &T) {
        let weight = |key: &u32| self.weights[*key as usize & (PLACES - 1)];
        let scores: Vec<f32> =
            options.iter().map(|(_, keys)| keys.iter().map(weight).sum()).collect();
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let total: f32 = scores.iter().map(|score| (score - top).exp()).sum();
        for ((option, keys), score) in options.iter().zip(scores) {
            let gradient = (score - top).exp() / total - f32::from(option == gold);
            if gradient.abs() > 1e-3 {
                self.step(keys, gradient);
            }
        }
    }

    /// One step of a yes or no.
    fn decide(&mut self, keys: &[u32], gold: bool) {
        let weight = |key: &u32| self.weights[*key as usize & (PLACES - 1)];
        let score: f32 = keys.iter().map(weight).sum();
        let probability = 1.0 / (1.0 + (-score).exp());
        let gradient = probability - f32::from(gold);
        if gradient.abs() > 1e-3 {
            self.step(keys, gradient);
        }
    }
}

#[derive(Default)]
struct Scratch {
    candidates: Vec<Candidate>,
    keys: Vec<u32>,
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
fn claims(articles: &[&Article], words: &QuotationModel, epochs: usize, learner: &mut Learner) {
    let mut examples = gold_claims(articles);
    let mut random = Random::new(3);
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
fn spans(articles: &[&Article], epochs: usize, learner: &mut Learner) {
    let mut examples: Vec<(usize, usize, usize)> = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        for (unit, reports) in &article.reports {
            examples.extend((0..reports.len()).map(|report| (index, *unit, report)));
        }
    }
    let mut scratch = Scratch::default();
    let mut random = Random::new(1);
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
    for article in articles {
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

fn logistic(learner: &mut Learner, examples: &mut [(Vec<u32>, bool)], epochs: usize) {
    let mut random = Random::new(2);
    for _ in 0..epochs {
        random.shuffle(examples);
        for (keys, gold) in examples.iter() {
            learner.decide(keys, *gold);
        }
    }
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
) -> QuotationModel {
    let words = priors(&articles.iter().collect::<Vec<_>>(), habits);
    let priors = QuotationModel::new(&words, &[]);
    for article in articles.iter_mut() {
        article.prepare(&priors);
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
        claims(&part, &words, settings.claims, &mut learner);
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
        spans(&part(false), settings.epochs, &mut learner);
        let words = self::priors(&part(false), habits);
        let others = QuotationModel::new(&words, &[]);
        triggers(&part(true), &others, &learner, &mut examples, &mut gates);
    }
    let mut learner = Learner::new(settings);
    spans(&articles, settings.epochs, &mut learner);
    if folds == 0 {
        triggers(&articles, &priors, &learner, &mut examples, &mut gates);
    }
    learner.rate = settings.decision_rate;
    claims(&articles, &priors, settings.claims, &mut learner);
    logistic(&mut learner, &mut examples, settings.decisions);
    logistic(&mut learner, &mut gates, settings.decisions);
    let mut examples = Vec::new();
    passages(&articles, &mut examples);
    logistic(&mut learner, &mut examples, settings.passages);
    QuotationModel::new(&words, &learner.weights)
}

/// Trains the section on all of the gold.
///
/// # Errors
/// When a gold file cannot be read.
pub fn section(data: &Path, earlier: &Reader) -> io::Result<Vec<u8>> {
    let mut articles = read(data, earlier, |_, _| true)?;
    Ok(train(&mut articles, &habits(data)?, &Settings::default()).write())
}
