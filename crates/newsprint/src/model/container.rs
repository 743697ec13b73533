//! The container of a model: named sections of bytes in one file.
//!
//! All numbers are little endian.
//!
//! | offset | bytes | what |
//! |---|---|---|
//! | 0 | 8 | the label `NEWSPRNT` |
//! | 8 | 4 | the format version |
//! | 12 | 4 | the number of sections |
//! | 16 | 8 | the checksum of everything from byte 24 on |
//! | 24 | 32 each | the section table: name (16 bytes, padded with zeros), offset from the start of the file (8), length (8) |
//! | | | the sections, each at a multiple of 8 |
//!
//! # History of the format
//! - **1**: the first.

use crate::error::Error;

use super::bytes::{Input, corrupt};

/// What a model file starts with.
pub const LABEL: &[u8; 8] = b"NEWSPRNT";

/// The version of the format that [`pack`] writes and [`unpack`] reads.
pub const FORMAT_VERSION: u32 = 1;

const HEADER_LEN: usize = 24;
const NAME_LEN: usize = 16;

/// Writes sections into one file.
///
/// ```
/// use newsprint::model::{pack, unpack};
/// let file = pack(&[("tag", b"weights"), ("lemma", b"rules")]);
/// let sections = unpack(&file).unwrap();
/// assert_eq!(sections, [("tag", b"weights".as_slice()), ("lemma", b"rules")]);
/// ```
///
/// # Panics
/// When a name is longer than 16 bytes, empty or not ASCII.
pub fn pack(sections: &[(&str, &[u8])]) -> Vec<u8> {
    let mut table = Vec::new();
    let mut body = Vec::new();
    let start = HEADER_LEN + sections.len() * (NAME_LEN + 16);
    for (name, bytes) in sections {
        assert!(
            name.is_ascii() && (1..=NAME_LEN).contains(&name.len()),
            "the name of a section is 1 to {NAME_LEN} ASCII characters, not {name:?}"
        );
        table.extend_from_slice(name.as_bytes());
        table.resize(table.len().next_multiple_of(NAME_LEN), 0);
        table.extend_from_slice(&((start + body.len()) as u64).to_le_bytes());
        table.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        body.extend_from_slice(bytes);
        body.resize(body.len().next_multiple_of(8), 0);
    }
    table.extend_from_slice(&body);
    let count = u32::try_from(sections.len()).expect("a model has a handful of sections");
    let mut file = Vec::with_capacity(HEADER_LEN + table.len());
    file.extend_from_slice(LABEL);
    file.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
    file.extend_from_slice(&count.to_le_bytes());
    file.extend_from_slice(&checksum(&table).to_le_bytes());
    file.extend_from_slice(&table);
    file
}

/// Finds the sections of a file, without copying them.
///
/// # Errors
/// With [`ErrorKind::Model`](crate::ErrorKind::Model) when the file is no
/// model, of another format version, cut off or damaged.
pub fn unpack(file: &[u8]) -> Result<Vec<(&str, &[u8])>, Error> {
    let mut input = Input::new(file);
    match input.bytes(LABEL.len()) {
        Ok(label) if label == LABEL => {}
        _ => return Err(corrupt("a newsprint model", "a file without its label")),
    }
    let cut = |_| corrupt("a header of 24 bytes in the model file", "its end");
    let version = input.u32().map_err(cut)?;
    if version != FORMAT_VERSION {
        return Err(corrupt(
            &format!("a model file of format version {FORMAT_VERSION}"),
            format_args!("version {version}"),
        ));
    }
    let count = input.u32().map_err(cut)? as usize;
    let expected = u64_from(input.bytes(8).map_err(cut)?);
    let found = checksum(input.bytes(input.remaining())?);
    if expected != found {
        return Err(corrupt(
            &format!("a model file with checksum {expected:016x}"),
            format_args!("{found:016x}"),
        ));
    }
    let mut table = Input::new(file.get(HEADER_LEN..).unwrap_or_default());
    // The checksum does not cover the count: the first body starts where a
    // table of that many rows ends, and no rows leave no bodies.
    let bodies = HEADER_LEN.saturating_add(count.saturating_mul(NAME_LEN + 16));
    let mut first = file.len();
    let mut sections = Vec::new();
    for _ in 0..count {
        let name = table.bytes(NAME_LEN)?;
        let end = name.iter().position(|&byte| byte == 0).unwrap_or(NAME_LEN);
        let name = name
            .get(..end)
            .and_then(|name| std::str::from_utf8(name).ok())
            .ok_or_else(|| corrupt("an ASCII name of a model section", "other bytes"))?;
        let (start, len) = (u64_from(table.bytes(8)?), u64_from(table.bytes(8)?));
        let bytes = usize::try_from(start)
            .ok()
            .zip(start.checked_add(len).and_then(|end| usize::try_from(end).ok()))
            .and_then(|(start, end)| file.get(start..end))
            .ok_or_else(|| {
                corrupt(
                    &format!("section {name} inside a model file of {} bytes", file.len()),
                    format_args!("{len} bytes at {start}"),
                )
            })?;
        if sections.is_empty() {
            first = usize::try_from(start).unwrap_or(usize::MAX);
        }
        sections.push((name, bytes));
    }
    if first != bodies {
        return Err(corrupt(
            &format!("the first section behind a table of {count} rows, at {bodies}"),
            format_args!("it at {first}"),
        ));
    }
    Ok(sections)
}

fn u64_from(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte))
}

/// A checksum that finds damage, not malice; eight bytes at a time.
fn checksum(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let step = |sum: u64, word: u64| ((sum ^ word).wrapping_mul(FACTOR)).rotate_left(29);
    let (words, rest) = bytes.as_chunks::<8>();
    let sum =
        words.iter().fold(bytes.len() as u64, |sum, word| step(sum, u64::from_le_bytes(*word)));
    let sum = step(sum, u64_from(rest));
    sum ^ sum >> 32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{pack, unpack};
    use crate::ErrorKind;
    use crate::model::Model;

    #[test]
    fn damage_is_named() {
        let file = pack(&[("tag", b"0123456789")]);
        let message = |bytes: &[u8]| {
            let error = unpack(bytes).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Model);
            error.to_string()
        };
        assert_eq!(message(b""), "expected a newsprint model, found a file without its label");
        assert_eq!(
            message(&file[..20]),
            "expected a header of 24 bytes in the model file, found its end"
        );
        let mut newer = file.clone();
        newer[8] = 9;
        assert_eq!(message(&newer), "expected a model file of format version 1, found version 9");
        let mut damaged = file.clone();
        *damaged.last_mut().unwrap() ^= 1;
        assert!(message(&damaged).starts_with("expected a model file with checksum "));
        assert!(message(&file[..file.len() - 1]).contains("checksum"));
    }

    #[test]
    fn a_section_outside_the_file_is_refused() {
        let mut file = pack(&[("tag", b"0123456789")]);
        file[24 + 16 + 8] = 200;
        let sum = super::checksum(&file[24..]);
        file[16..24].copy_from_slice(&sum.to_le_bytes());
        assert_eq!(
            unpack(&file).unwrap_err().to_string(),
            "expected section tag inside a model file of 72 bytes, found 200 bytes at 56"
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = Model::from_bytes(&bytes);
        }

        #[test]
        fn a_changed_byte_is_noticed(at in 0..72_usize, by in 1..=255_u8) {
            let mut file = pack(&[("tag", b"0123456789")]);
            file[at] ^= by;
            prop_assert!(unpack(&file).is_err());
        }

        #[test]
        fn sections_survive(bodies: Vec<Vec<u8>>) {
            let names: Vec<String> = (0..bodies.len()).map(|i| format!("s{i}")).collect();
            let sections: Vec<(&str, &[u8])> =
                names.iter().zip(&bodies).map(|(n, b)| (n.as_str(), b.as_slice())).collect();
            let file = pack(&sections);
            prop_assert_eq!(unpack(&file).unwrap(), sections);
        }
    }
}
