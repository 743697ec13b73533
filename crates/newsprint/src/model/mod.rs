//! Trained weights: their file format and scoring.

/// A trained model.
#[derive(Clone, Debug, Default)]
pub struct Model {}

impl Model {
    /// The English model that is compiled in.
    pub fn english() -> Self {
        Self::default()
    }
}
