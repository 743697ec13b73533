//! The annotated articles, and what the earlier layers make of them.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use newsprint::quotation;
use newsprint::quotation::claim::Claim;
use newsprint::quotation::feature::{self, Found, Run};
use newsprint::quotation::learned::{QuotationModel, Trigger};
use newsprint::quotation::unit::Units;
use newsprint::tag::TagModel;
use newsprint::{Document, Reader, Span};

use super::families;
use crate::data::gold::{self, GoldDocument};
use crate::data::iob::{self, Columns};
use crate::data::{self, markup, standoff};

/// The gold files; the articles of the last have a sentence a line.
const FILES: &[(&str, bool)] = &[
    ("train/wikinews-gold-train.jsonl", false),
    ("train/senate-gold-train.jsonl", false),
    ("train/voa-gold.jsonl", true),
];

const NEWSWIRE: &str = "newswire";
const PRESS: &str = "press";
/// What has more marks of one sort than any news: paragraphs of press releases
/// with quoted words in mid-sentence, and copy full of mixed quotations.
const UNUSUAL: [&str; 3] = [PRESS, "copy-dense", "copy-constructions"];

/// Our own annotation: of sentences of newswire, by their numbers in the
/// Groningen Meaning Bank, copy of our own, and of paragraphs of press
/// releases, by their places in the collection.
pub const OWN: &[(&str, &str)] = &[
    (NEWSWIRE, include_str!("../../../gold/newswire.txt")),
    ("copy-politics", include_str!("../../../gold/copy-politics.txt")),
    ("copy-dense", include_str!("../../../gold/copy-dense.txt")),
    ("copy-news", include_str!("../../../gold/copy-news.txt")),
    ("copy-reports", include_str!("../../../gold/copy-reports.txt")),
    ("copy-constructions", include_str!("../../../gold/copy-constructions.txt")),
    (PRESS, include_str!("../../../gold/press.txt")),
];

/// An annotated article and what the earlier layers make of it.
pub struct Article {
    /// The gold.
    pub gold: GoldDocument,
    /// The layers.
    pub document: Document,
    pub(super) units: Units,
    /// For each unit, its gold reports by trigger.
    pub(super) reports: BTreeMap<usize, Vec<GoldReport>>,
    /// Who claims each passage, as weights trained on other articles say.
    pub(super) claims: Vec<Claim>,
}

/// A gold quotation within one unit.
#[derive(Clone, Debug)]
pub(super) struct GoldReport {
    pub(super) trigger: usize,
    pub(super) cue: Run,
    pub(super) source: Option<Run>,
    /// From the first word of its content in the unit to the last.
    pub(super) content: Option<Run>,
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
    for (file, documents) in gold(data)?.into_iter().enumerate() {
        for (place, gold) in documents.into_iter().enumerate() {
            if !keep(file, place) {
                continue;
            }
            let Ok(document) = reader.read(gold.text.as_str()) else { continue };
            let mut article = Article {
                gold,
                document,
                units: Units::default(),
                reports: BTreeMap::new(),
                claims: Vec::new(),
            };
            article.prepare(&model, reader.model().tag.as_ref());
            articles.push(article);
        }
    }
    Ok(articles)
}

/// The gold by file: those of the data folder, then our own.
fn gold(folder: &Path) -> io::Result<Vec<Vec<GoldDocument>>> {
    let mut files = Vec::new();
    for (name, lines) in FILES {
        let mut documents = gold::read(&folder.join(name))?;
        if *lines {
            for document in &mut documents {
                *document = spread(document);
            }
        }
        files.push(documents);
    }
    let sentences = iob::read(&folder.join("train/gmb.iob2.xz"), Columns::FormTagLabel)?;
    let releases = data::read_to_string(&folder.join("train/senate-press-releases.txt.xz"))?;
    for (name, file) in OWN {
        files.push(match *name {
            NEWSWIRE => standoff::read(name, file, &sentences)?,
            PRESS => standoff::paragraphs(name, file, &releases)?,
            _ => markup::read(name, file)?,
        });
    }
    Ok(files)
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
    /// Whether it has about as many marks of each sort as news has.
    pub(super) fn usual(&self) -> bool {
        !UNUSUAL.iter().any(|name| self.gold.id.starts_with(name))
    }

    /// Builds the units, and finds the gold in them.
    pub(super) fn prepare(&mut self, model: &QuotationModel, tagger: Option<&TagModel>) {
        self.units =
            quotation::units(self.document.evidence(), self.document.entities(), model, tagger);
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

    pub(super) fn view(&self, unit: usize) -> feature::View<'_> {
        quotation::view(
            self.document.evidence(),
            &self.units,
            &self.claims,
            &self.units.units[unit],
        )
    }

    /// The gold report before a trigger in its unit, as the search would
    /// have found it.
    pub(super) fn previous(&self, unit: usize, trigger: usize) -> Option<Found> {
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
