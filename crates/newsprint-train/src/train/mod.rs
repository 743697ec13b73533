//! Trainers: each makes one section of the model.

pub mod actors;
pub mod clusters;
pub mod entities;
pub mod lemmas;
pub mod quotations;
pub mod random;
pub mod scores;
pub mod sentences;
pub mod tags;

use std::io;
use std::path::Path;

use newsprint::Reader;
use newsprint::model::Model;

/// Trains one section from the data folder, on what a reader with the earlier
/// sections makes of its texts, and gives its bytes.
pub type Train = fn(data: &Path, earlier: &Reader) -> io::Result<Vec<u8>>;

/// The sections of a model in the making.
///
/// ```
/// use newsprint_train::train::{SECTIONS, Sections};
/// let sections = Sections::compiled_in();
/// let earlier = sections.before(SECTIONS[2].0).unwrap();
/// assert!(earlier.model().sentence.is_some() && earlier.model().tag.is_none());
/// ```
#[derive(Clone, Debug)]
pub struct Sections(Vec<(&'static str, Vec<u8>)>);

impl Sections {
    /// Those of the English model.
    pub fn compiled_in() -> Self {
        let of = |name| newsprint_en::MODEL_SECTIONS.iter().find(|(other, _)| *other == name);
        let bytes = |name| of(name).map_or_else(Vec::new, |(_, bytes)| bytes.to_vec());
        Self(SECTIONS.iter().map(|&(name, _)| (name, bytes(name))).collect())
    }

    /// Puts a newly trained section in the place of the older one.
    pub fn replace(&mut self, name: &str, bytes: Vec<u8>) {
        if let Some(section) = self.0.iter_mut().find(|(other, _)| *other == name) {
            section.1 = bytes;
        }
    }

    /// Every section, in the order of the data flow.
    pub fn all(&self) -> Vec<(&'static str, &[u8])> {
        self.0.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect()
    }

    /// A reader that has all of them.
    ///
    /// # Errors
    /// When a section cannot be read.
    pub fn reader(&self) -> io::Result<Reader> {
        let model = Model::from_sections(&self.all()).map_err(io::Error::other)?;
        Ok(Reader::english().with_model(model))
    }

    /// A reader that has the sections before a named one in the data flow, and
    /// nothing of that one or the later ones.
    ///
    /// # Errors
    /// When a section cannot be read.
    pub fn before(&self, name: &str) -> io::Result<Reader> {
        let earlier: Vec<(&str, &[u8])> = self
            .0
            .iter()
            .take_while(|(other, _)| *other != name)
            .map(|(name, bytes)| (*name, bytes.as_slice()))
            .collect();
        let model = Model::from_sections(&earlier).map_err(io::Error::other)?;
        Ok(Reader::english().with_model(model))
    }
}

/// Every section that can be trained, in the order of the data flow; each is
/// written to a file of its name.
pub const SECTIONS: &[(&str, Train)] = &[
    ("sentence", |data, _| Ok(sentences::train(data, sentences::Options::default())?.write())),
    ("lemma", |data, _| lemmas::train(data)),
    ("tag", |data, _| tags::train(data, &tags::Settings::default())),
    ("entities", entities::train),
    ("quotation", quotations::section),
    ("actor", |data, earlier| {
        let ranker = actors::train(data, earlier)?;
        let calibration = scores::calibrate(data, earlier, &ranker)?;
        Ok(ranker.with_calibration(calibration).write())
    }),
];
