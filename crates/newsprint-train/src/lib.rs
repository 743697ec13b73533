//! Trainers and evaluation for [newsprint].
//!
//! [`data`] reads every corpus format that the trainers and the evaluation
//! use, [`eval`] measures each layer, [`train`] makes the model sections,
//! [`card`] describes them.

pub mod card;
pub mod data;
pub mod eval;
pub mod train;
