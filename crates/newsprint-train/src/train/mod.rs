//! Trainers: each makes one section of the model.
