//! Evaluation: every layer against gold, one row a measure.

pub mod actors;
mod calendar;
pub mod entities;
pub mod polnear;
pub mod quotations;
pub mod sentences;
pub mod speakers;
pub mod stages;
pub mod tags;
pub mod tokens;

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use newsprint::Reader;
use serde::Serialize;

use crate::data::gold;

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The layer: `tokens`, `sentences`, ...
    pub layer: &'static str,
    /// The gold file, without its ending.
    pub set: String,
    /// What is measured, with its unit where it is not a percentage.
    pub measure: String,
    /// The figure.
    pub value: f64,
    /// What it must reach.
    pub floor: Option<f64>,
    /// Counts and other detail, for `--json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<serde_json::Value>,
}

impl Row {
    /// A figure without a floor.
    pub fn new(layer: &'static str, set: &str, measure: &str, value: f64) -> Self {
        let (set, measure) = (set.to_string(), measure.to_string());
        Self { layer, set, measure, value, floor: None, detail: None }
    }

    /// Adds what it must reach.
    #[must_use]
    pub fn floor(mut self, floor: f64) -> Self {
        self.floor = Some(floor);
        self
    }

    /// Adds detail for the JSON output.
    #[must_use]
    pub fn detail(mut self, detail: impl Serialize) -> Self {
        self.detail = serde_json::to_value(detail).ok();
        self
    }
}

/// Counts behind precision, recall and F1.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Counts {
    /// Found and right.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// In the gold.
    pub gold: usize,
}

impl Counts {
    /// Counts the items that two sorted lists without repeats share.
    pub fn of<T: Ord>(found: &[T], gold: &[T]) -> Self {
        let right = found.iter().filter(|item| gold.binary_search(item).is_ok()).count();
        Self { right, found: found.len(), gold: gold.len() }
    }

    /// Adds another document's counts.
    pub fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }

    /// In percent.
    pub fn precision(self) -> f64 {
        percent(self.right, self.found)
    }

    /// In percent.
    pub fn recall(self) -> f64 {
        percent(self.right, self.gold)
    }

    /// In percent.
    pub fn f1(self) -> f64 {
        percent(2 * self.right, self.found + self.gold)
    }
}

/// `part` of `whole` in percent; 0 of nothing.
#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// What an evaluation may be asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request {
    /// List this many of the commonest errors, in context, on standard error.
    pub errors: usize,
}

/// Measures one layer on every gold file of the data folder that has it.
pub type Evaluate = fn(data: &Path, reader: &Reader, request: Request) -> io::Result<Vec<Row>>;

/// Every layer that can be measured, in the order of the data flow.
pub const LAYERS: &[(&str, Evaluate)] = &[
    ("tokens", tokens::evaluate),
    ("sentences", sentences::evaluate),
    ("tags", tags::evaluate),
    ("entities", entities::evaluate),
    ("quotations", quotations::evaluate),
    ("actors", actors::evaluate),
    ("stages", stages::evaluate),
];

/// Measures entities and quotations on one file of gold JSON lines, each on
/// the documents that are annotated for it.
///
/// A line is an object with `text`, `layers` (of `entities` and `quotes`) and
/// those two; offsets are characters.
///
/// # Errors
/// When the file cannot be read or no document has a layer to measure.
///
/// ```
/// use newsprint_train::eval::{Request, own_gold};
/// let path = std::env::temp_dir().join("newsprint-own-gold.jsonl");
/// std::fs::write(
///     &path,
///     r#"{"text": "Rain fell in Oslo.", "layers": ["entities"],
///         "entities": [{"start": 13, "end": 17, "label": "GPE"}]}"#.replace('\n', " "),
/// )
/// .unwrap();
/// let rows = own_gold(&path, &newsprint::Reader::english(), Request::default()).unwrap();
/// assert!(rows.iter().any(|row| row.measure == "F1, GPE, trimmed" && row.value == 100.0));
/// ```
pub fn own_gold(path: &Path, reader: &Reader, request: Request) -> io::Result<Vec<Row>> {
    let documents = gold::read(path)?;
    let having = |layer: &str| -> Vec<gold::GoldDocument> {
        documents.iter().filter(|document| document.has(layer)).cloned().collect()
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let set = name.split('.').next().unwrap_or_default();
    let mut rows = Vec::new();
    let with_entities = having("entities");
    if !with_entities.is_empty() {
        rows.extend(entities::measure(reader, set, &with_entities, request));
    }
    let with_quotes = having("quotes");
    if !with_quotes.is_empty() {
        let answers: Vec<_> =
            with_quotes.iter().map(|document| quotations::answers(reader, document)).collect();
        rows.extend(quotations::measure(set, &with_quotes, &answers, request.errors));
    }
    if rows.is_empty() {
        return Err(crate::data::invalid(format!(
            "{}: no document has `entities` or `quotes` among its `layers`",
            path.display()
        )));
    }
    Ok(rows)
}

/// Writes rows as a table that marks every figure below its floor.
pub fn table(rows: &[Row]) -> String {
    let width = |f: fn(&Row) -> usize| rows.iter().map(f).max().unwrap_or(0);
    let (layer, set, measure) =
        (width(|r| r.layer.len()), width(|r| r.set.len()), width(|r| r.measure.len()));
    let mut out = String::new();
    for row in rows {
        let floor = row.floor.map_or(String::new(), |floor| {
            let verdict = if row.value >= floor { "ok" } else { "BELOW" };
            format!("  floor {floor:>6.2}  {verdict}")
        });
        let _ = writeln!(
            out,
            "{:layer$}  {:set$}  {:measure$}  {:>7.2}{floor}",
            row.layer, row.set, row.measure, row.value
        );
    }
    out
}
