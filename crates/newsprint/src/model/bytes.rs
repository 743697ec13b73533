//! Reading and writing the bytes of a model, little endian.

use crate::error::{Cause, Error};

/// A model error that says what was expected and what was found.
pub(crate) fn corrupt(expected: &str, found: impl std::fmt::Display) -> Error {
    Cause::Model(format!("expected {expected}, found {found}")).into()
}

/// Writes the body of a section.
///
/// ```
/// use newsprint::model::{Input, Output};
/// let mut output = Output::new();
/// output.varint(300);
/// output.string("norm");
/// let bytes = output.into_bytes();
///
/// let mut input = Input::new(&bytes);
/// assert_eq!(input.varint().unwrap(), 300);
/// assert_eq!(input.string().unwrap(), "norm");
/// assert!(input.varint().is_err());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Output {
    bytes: Vec<u8>,
}

impl Output {
    /// An empty body.
    pub const fn new() -> Self {
        Self { bytes: Vec::new() }
    }

    /// Appends one byte.
    pub fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// Appends four bytes.
    pub fn u32(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// Appends a number, seven bits a byte, the lowest first.
    pub fn varint(&mut self, mut value: u32) {
        while value >= 0x80 {
            self.bytes.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.bytes.push(value.to_le_bytes()[0]);
    }

    /// Appends a signed number; small magnitudes are short.
    pub fn signed(&mut self, value: i32) {
        self.varint((value.cast_unsigned() << 1) ^ (value >> 31).cast_unsigned());
    }

    /// Appends bytes and their number.
    ///
    /// # Panics
    /// When there are more than `u32::MAX` bytes.
    pub fn block(&mut self, bytes: &[u8]) {
        self.varint(u32::try_from(bytes.len()).expect("a block of a model is below 4 GB"));
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends a string and its length in bytes.
    ///
    /// # Panics
    /// When it is longer than `u32::MAX` bytes.
    pub fn string(&mut self, text: &str) {
        self.block(text.as_bytes());
    }

    /// The bytes written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads the body of a section; every length is checked.
///
/// See [`Output`] for an example. Each method fails with
/// [`ErrorKind::Model`](crate::ErrorKind::Model) when the bytes end early or
/// do not hold what is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    bytes: &'a [u8],
}

#[allow(clippy::missing_errors_doc)] // The type's documentation says it once.
impl<'a> Input<'a> {
    /// A cursor at the start of `bytes`.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// How many bytes are left.
    pub const fn remaining(&self) -> usize {
        self.bytes.len()
    }

    /// The next `count` bytes.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let (head, tail) = self.bytes.split_at_checked(count).ok_or_else(|| {
            corrupt(&format!("{count} more bytes of a model section"), self.bytes.len())
        })?;
        self.bytes = tail;
        Ok(head)
    }

    /// The next byte.
    #[inline]
    pub fn u8(&mut self) -> Result<u8, Error> {
        let (&byte, tail) = self
            .bytes
            .split_first()
            .ok_or_else(|| corrupt("another byte of a model section", "its end"))?;
        self.bytes = tail;
        Ok(byte)
    }

    /// The next four bytes.
    pub fn u32(&mut self) -> Result<u32, Error> {
        let bytes = self.bytes(4)?;
        Ok(bytes.iter().rev().fold(0, |value, &byte| value << 8 | u32::from(byte)))
    }

    /// A number of [`Output::varint`].
    #[inline]
    pub fn varint(&mut self) -> Result<u32, Error> {
        // Nearly all numbers of a model are of one or two bytes.
        match self.bytes {
            [first, tail @ ..] if *first < 0x80 => {
                self.bytes = tail;
                Ok(u32::from(*first))
            }
            [first, second, tail @ ..] if *second < 0x80 => {
                self.bytes = tail;
                Ok(u32::from(first & 0x7f) | u32::from(*second) << 7)
            }
            _ => self.long_varint(),
        }
    }

    fn long_varint(&mut self) -> Result<u32, Error> {
        let mut value = u32::from(self.u8()? & 0x7f);
        for shift in [7, 14, 21, 28] {
            let byte = self.u8()?;
            let low = u32::from(byte & 0x7f);
            if shift == 28 && byte > 0x0f {
                break;
            }
            value |= low << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(corrupt("a number of at most 32 bits in a model section", "a longer one"))
    }

    /// A number of [`Output::varint`] that counts things of at least one byte
    /// each in what is left, so that room can be set aside for them.
    pub fn count(&mut self) -> Result<usize, Error> {
        let count = self.varint()? as usize;
        if count > self.bytes.len() {
            return Err(corrupt(
                "a count that the rest of the model section can hold",
                format_args!("{count} for {} bytes", self.bytes.len()),
            ));
        }
        Ok(count)
    }

    /// A number of [`Output::signed`].
    #[inline]
    pub fn signed(&mut self) -> Result<i32, Error> {
        let value = self.varint()?;
        Ok((value >> 1).cast_signed() ^ -((value & 1).cast_signed()))
    }

    /// Bytes of [`Output::block`].
    pub fn block(&mut self) -> Result<&'a [u8], Error> {
        let count = self.varint()? as usize;
        self.bytes(count)
    }

    /// A string of [`Output::string`].
    pub fn string(&mut self) -> Result<&'a str, Error> {
        std::str::from_utf8(self.block()?)
            .map_err(|error| corrupt("UTF-8 in a model section", error))
    }

    /// Nothing more may follow.
    pub fn end(&self) -> Result<(), Error> {
        match self.bytes.len() {
            0 => Ok(()),
            more => Err(corrupt("the end of a model section", format_args!("{more} more bytes"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Input, Output};

    proptest! {
        #[test]
        fn numbers_and_strings_survive(value: u32, signed: i32, text: String) {
            let mut output = Output::new();
            output.varint(value);
            output.signed(signed);
            output.u32(value);
            output.string(&text);
            let bytes = output.into_bytes();
            let mut input = Input::new(&bytes);
            prop_assert_eq!(input.varint().unwrap(), value);
            prop_assert_eq!(input.signed().unwrap(), signed);
            prop_assert_eq!(input.u32().unwrap(), value);
            prop_assert_eq!(input.string().unwrap(), text);
            prop_assert!(input.end().is_ok());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let mut input = Input::new(&bytes);
            while input.remaining() > 0 {
                if input.varint().and_then(|_| input.string()).is_err() {
                    break;
                }
            }
        }
    }
}
