//! The one public error.

use std::fmt;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is longer than [`crate::text::MAX_TEXT_LEN`] bytes.
    TooLong,
    /// The bytes are not UTF-8.
    NotUtf8,
    /// The model file is damaged, of a newer format, or no model at all.
    Model,
}

/// Why a text was not accepted or a model not loaded.
///
/// Reading an accepted text never fails.
///
/// ```
/// let error = newsprint::read_bytes(b"caf\xe9").unwrap_err();
/// assert_eq!(error.kind(), newsprint::ErrorKind::NotUtf8);
/// assert_eq!(
///     error.to_string(),
///     "expected UTF-8 text, found an invalid sequence at byte 3"
/// );
/// ```
#[derive(Debug, Clone)]
pub struct Error(Box<Cause>);

#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum Cause {
    #[error("expected a text of at most {max} bytes, found one of {found}")]
    TooLong { max: usize, found: usize },
    #[error("expected UTF-8 text, found an invalid sequence at byte {at}")]
    NotUtf8 { at: usize },
    #[error("{0}")]
    Model(String),
}

impl Error {
    /// What went wrong, for programs that decide by it.
    pub fn kind(&self) -> ErrorKind {
        match *self.0 {
            Cause::TooLong { .. } => ErrorKind::TooLong,
            Cause::NotUtf8 { .. } => ErrorKind::NotUtf8,
            Cause::Model(_) => ErrorKind::Model,
        }
    }
}

impl From<Cause> for Error {
    fn from(cause: Cause) -> Self {
        Self(Box::new(cause))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {}
