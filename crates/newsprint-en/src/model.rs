//! The sections of the trained model.

/// A section of the model: its name and its bytes.
pub type ModelSection = (&'static str, &'static [u8]);

/// Every section of the English model, by name.
///
/// Trained by `newsprint-train`; the library decodes them.
///
/// ```
/// let names: Vec<&str> = newsprint_en::MODEL_SECTIONS.iter().map(|(name, _)| *name).collect();
/// assert!(names.is_sorted());
/// ```
pub const MODEL_SECTIONS: &[ModelSection] = &[
    ("actor", include_bytes!("../model/actor.bin")),
    ("entities", include_bytes!("../model/entities.bin")),
    ("lemma", include_bytes!("../model/lemma.bin")),
    ("quotation", include_bytes!("../model/quotation.bin")),
    ("sentence", include_bytes!("../model/sentence.bin")),
    ("tag", include_bytes!("../model/tag.bin")),
];
