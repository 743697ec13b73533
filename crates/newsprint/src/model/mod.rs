//! Trained weights: their file format, and the table that scores with them.
//!
//! A model is a set of named sections. The English one is compiled in, a
//! section a file; another is read from one packed file. Each stage decodes
//! its own section, and falls back to what it can do without when its section
//! is missing.

mod bytes;
mod container;
mod key_map;
mod memo;
mod sums;
mod weights;

pub(crate) use bytes::corrupt;
pub use bytes::{Input, Output};
pub use container::{FORMAT_VERSION, LABEL, pack, unpack};
pub use key_map::KeyMap;
pub(crate) use memo::{Memo, Pool};
pub use sums::{MOST_LABELS, NO_SCORES, Scores};
pub use weights::{WeightTable, WeightTableBuilder, feature, joint};

use std::sync::Arc;

use crate::actor::rank::ActorModel;
use crate::entity::EntityModel;
use crate::error::Error;
use crate::quotation::QuotationModel;
use crate::sentence::SentenceModel;
use crate::tag::{LemmaModel, TagModel};

/// A trained model.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Model {
    /// The sentence splitter's decision.
    pub sentence: Option<SentenceModel>,
    /// The rules and exceptions of the lemmas; documents keep them.
    pub lemma: Option<Arc<LemmaModel>>,
    /// The tagger's dictionary and weights.
    pub tag: Option<TagModel>,
    /// Who said what.
    pub quotation: Option<QuotationModel>,
    /// The weights that resolve pronouns.
    pub actor: ActorModel,
    /// The weights of the entity stage.
    pub entities: Option<EntityModel>,
}

impl Model {
    /// The English model that is compiled in.
    ///
    /// ```
    /// let reader = newsprint::Reader::english().with_model(newsprint::model::Model::english());
    /// assert!(reader.read("Rain stops play").is_ok());
    /// ```
    pub fn english() -> Self {
        // A test loads each section; should one be refused all the same, its
        // stage falls back.
        let mut model = Self::default();
        for &(name, bytes) in newsprint_en::MODEL_SECTIONS {
            let _ = model.read_section(name, bytes);
        }
        model
    }

    /// Reads a packed model file.
    ///
    /// ```
    /// use newsprint::model::{Model, pack};
    /// let file = pack(newsprint_en::MODEL_SECTIONS);
    /// assert!(Model::from_bytes(&file).is_ok());
    /// let error = Model::from_bytes(b"no model").unwrap_err();
    /// assert_eq!(error.kind(), newsprint::ErrorKind::Model);
    /// ```
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when the file is no
    /// model, of another format version, cut off or damaged.
    pub fn from_bytes(file: &[u8]) -> Result<Self, Error> {
        Self::from_sections(&unpack(file)?)
    }

    /// Reads sections that are at hand one by one, as a trainer has them.
    ///
    /// # Errors
    /// With [`ErrorKind::Model`](crate::ErrorKind::Model) when one is damaged.
    pub fn from_sections(sections: &[(&str, &[u8])]) -> Result<Self, Error> {
        let mut model = Self::default();
        for (name, bytes) in sections {
            model.read_section(name, bytes)?;
        }
        Ok(model)
    }

    fn read_section(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        match name {
            "actor" => self.actor = ActorModel::read(bytes)?,
            "sentence" => self.sentence = Some(SentenceModel::read(bytes)?),
            "lemma" => self.lemma = Some(Arc::new(LemmaModel::read(bytes)?)),
            "tag" => self.tag = Some(TagModel::read(bytes)?),
            "quotation" => self.quotation = Some(QuotationModel::read(bytes)?),
            "entities" => self.entities = Some(EntityModel::read(bytes)?),
            // A section that this version does not know is left alone.
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Model;

    #[test]
    fn every_compiled_in_section_is_read() {
        Model::from_sections(newsprint_en::MODEL_SECTIONS).unwrap();
    }
}
