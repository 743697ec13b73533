//! Trainers and evaluation for newsprint.
