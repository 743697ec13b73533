//! Readers for the corpora: gold JSON lines, marked-up copy, CoNLL-U, IOB, raw
//! text.
//!
//! Readers take a path, plain or `.xz`, or the text of a file, and give byte
//! offsets.

pub mod conllu;
pub mod gold;
pub mod iob;
pub mod markup;
pub mod standoff;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// Reads a whole text file; one that ends in `.xz` is decompressed.
///
/// # Errors
/// When the file cannot be read or is not UTF-8; the message names it.
pub fn read_to_string(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)
        .and_then(|file| {
            let mut file = BufReader::new(file);
            if path.extension().is_some_and(|e| e == "xz") {
                lzma_rust2::XzReader::new(file, true).read_to_string(&mut text)
            } else {
                file.read_to_string(&mut text)
            }
        })
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    Ok(text)
}

/// The documents of a raw text file: blocks separated by blank lines, a
/// paragraph a line, the first line often the headline.
///
/// Each comes back in the article format, a blank line between paragraphs.
pub fn raw_documents(text: &str) -> impl Iterator<Item = String> {
    text.split("\n\n")
        .filter(|block| !block.trim().is_empty())
        .map(|block| block.trim_matches('\n').split('\n').collect::<Vec<_>>().join("\n\n"))
}

pub(crate) fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}
