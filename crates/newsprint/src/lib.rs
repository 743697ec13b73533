//! newsprint reads English news articles: structure, tokens, sentences,
//! entities, actors and, above all, who said what.

pub mod actor;
pub mod article;
mod document;
pub mod entity;
mod error;
pub mod lexicon;
pub mod mark;
pub mod mention;
pub mod model;
mod queries;
pub mod quotation;
mod reader;
pub mod schema;
pub mod sentence;
pub mod tag;
pub mod text;
pub mod token;

pub use document::Document;
pub use error::{Error, ErrorKind};
pub use reader::{Options, Reader, read, read_bytes};
pub use text::{CharSpan, Span, Utf16Span};
