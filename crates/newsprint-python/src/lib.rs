//! Python bindings of newsprint: conversions and classes, no linguistics.

mod document;
mod error;
mod items;
mod plain;
mod reader;
mod shared;
mod span;
mod stream;
mod view;

use pyo3::prelude::*;

/// The compiled part of the package newsprint.
#[pymodule(gil_used = false)]
mod _newsprint {
    #[pymodule_export]
    use crate::document::Document;
    #[pymodule_export]
    use crate::error::Error;
    #[pymodule_export]
    use crate::items::{
        Actor, Actors, Block, Blocks, Byline, Bylines, Dateline, Diagnostic, Diagnostics, Entities,
        Entity, Mention, Mentions, Quote, Quotes, Sentence, Sentences, Speaker, Token, Tokens,
    };
    #[pymodule_export]
    use crate::reader::{Reader, read, read_many};
    #[pymodule_export]
    use crate::span::Span;
    #[pymodule_export]
    use crate::stream::Stream;

    /// The version of the package.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "the name that Python gives it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
