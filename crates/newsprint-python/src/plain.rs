//! Serialisable data as plain Python objects: dicts, lists, strings, numbers.
//!
//! Only the shapes that schema newsprint/1 has are supported. The names of
//! fields and variants become one Python string each, however often they
//! occur.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use serde::ser::{self, Impossible, Serialize, SerializeSeq, SerializeStruct};

/// Makes Python objects of one record.
pub(crate) struct Plain<'py> {
    py: Python<'py>,
    /// By address: the names are static, so that no two share one.
    names: RefCell<HashMap<(*const u8, usize), Bound<'py, PyString>>>,
}

/// Why an object could not be made.
#[derive(Debug)]
pub(crate) struct Failed(PyErr);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failed {}

impl ser::Error for Failed {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(pyo3::exceptions::PyRuntimeError::new_err(message.to_string()))
    }
}

impl From<PyErr> for Failed {
    fn from(error: PyErr) -> Self {
        Self(error)
    }
}

/// The Python object of `value`.
pub(crate) fn plain<'py>(py: Python<'py>, value: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    let plain = Plain { py, names: RefCell::default() };
    value.serialize(&plain).map_err(|Failed(error)| error)
}

impl<'py> Plain<'py> {
    fn name(&self, name: &'static str) -> Bound<'py, PyString> {
        let mut names = self.names.borrow_mut();
        names
            .entry((name.as_ptr(), name.len()))
            .or_insert_with(|| PyString::intern(self.py, name))
            .clone()
    }
}

macro_rules! unsupported {
    ($($method:ident($type:ty)),*) => {$(
        fn $method(self, _: $type) -> Result<Self::Ok, Failed> {
            Err(ser::Error::custom(concat!(stringify!($method), " has no Python form")))
        }
    )*};
}

impl<'py, 's> ser::Serializer for &'s Plain<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failed;
    type SerializeSeq = Items<'py, 's>;
    type SerializeTuple = Impossible<Self::Ok, Failed>;
    type SerializeTupleStruct = Impossible<Self::Ok, Failed>;
    type SerializeTupleVariant = Impossible<Self::Ok, Failed>;
    type SerializeMap = Impossible<Self::Ok, Failed>;
    type SerializeStruct = Fields<'py, 's>;
    type SerializeStructVariant = Impossible<Self::Ok, Failed>;

    unsupported!(
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_f32(f32),
        serialize_char(char),
        serialize_bytes(&[u8])
    );

    fn serialize_bool(self, value: bool) -> Result<Self::Ok, Failed> {
        Ok(value.into_pyobject(self.py).map_err(PyErr::from)?.to_owned().into_any())
    }

    fn serialize_i64(self, value: i64) -> Result<Self::Ok, Failed> {
        Ok(value.into_pyobject(self.py).map_err(PyErr::from)?.into_any())
    }

    fn serialize_u8(self, value: u8) -> Result<Self::Ok, Failed> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<Self::Ok, Failed> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<Self::Ok, Failed> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<Self::Ok, Failed> {
        Ok(value.into_pyobject(self.py).map_err(PyErr::from)?.into_any())
    }

    fn serialize_f64(self, value: f64) -> Result<Self::Ok, Failed> {
        Ok(value.into_pyobject(self.py).map_err(PyErr::from)?.into_any())
    }

    fn serialize_str(self, value: &str) -> Result<Self::Ok, Failed> {
        Ok(PyString::new(self.py, value).into_any())
    }

    fn serialize_none(self) -> Result<Self::Ok, Failed> {
        Ok(self.py.None().into_bound(self.py))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Self::Ok, Failed> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Self::Ok, Failed> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Self::Ok, Failed> {
        self.serialize_none()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Self::Ok, Failed> {
        Ok(self.name(variant).into_any())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Self::Ok, Failed> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Self::Ok, Failed> {
        Err(ser::Error::custom("a variant with data has no Python form"))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self::SerializeSeq, Failed> {
        Ok(Items { plain: self, items: Vec::with_capacity(length.unwrap_or(0)) })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Failed> {
        Err(ser::Error::custom("a tuple has no Python form"))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Failed> {
        Err(ser::Error::custom("a tuple struct has no Python form"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Failed> {
        Err(ser::Error::custom("a variant with data has no Python form"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Failed> {
        Err(ser::Error::custom("a map has no Python form"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Failed> {
        Ok(Fields { plain: self, dict: PyDict::new(self.py) })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Failed> {
        Err(ser::Error::custom("a variant with data has no Python form"))
    }
}

/// A list under construction.
pub(crate) struct Items<'py, 's> {
    plain: &'s Plain<'py>,
    items: Vec<Bound<'py, PyAny>>,
}

impl<'py> SerializeSeq for Items<'py, '_> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failed;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        self.items.push(value.serialize(self.plain)?);
        Ok(())
    }

    fn end(self) -> Result<Self::Ok, Failed> {
        Ok(PyList::new(self.plain.py, self.items)?.into_any())
    }
}

/// A dict under construction.
pub(crate) struct Fields<'py, 's> {
    plain: &'s Plain<'py>,
    dict: Bound<'py, PyDict>,
}

impl<'py> SerializeStruct for Fields<'py, '_> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failed;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Failed> {
        let value = value.serialize(self.plain)?;
        self.dict.set_item(self.plain.name(name), value)?;
        Ok(())
    }

    fn end(self) -> Result<Self::Ok, Failed> {
        Ok(self.dict.into_any())
    }
}
