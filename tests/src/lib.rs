//! Conformance tests of newsprint: case files that a person can read and
//! judge, the span laws, and the growth law.

pub mod cases;
pub mod growth;
pub mod laws;
pub mod layers;
