//! Trainers: each makes one section of the model.

pub mod actors;
pub mod clusters;
pub mod entities;
pub mod lemmas;
pub mod quotations;
pub mod random;
pub mod sentences;
pub mod tags;

use std::io;
use std::path::Path;

/// Trains one section from the data folder and gives its bytes.
pub type Train = fn(data: &Path) -> io::Result<Vec<u8>>;

/// Every section that can be trained, in the order of the data flow; each is
/// written to a file of its name.
pub const SECTIONS: &[(&str, Train)] = &[
    ("sentence", |data| Ok(sentences::train(data, sentences::Options::default())?.write())),
    ("lemma", lemmas::train),
    ("tag", |data| tags::train(data, &tags::Settings::default())),
    ("entities", entities::train),
    ("quotation", quotations::section),
    ("actor", |data| Ok(actors::train(data)?.write())),
];
