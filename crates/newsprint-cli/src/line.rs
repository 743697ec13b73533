//! One line of a feed: a JSON object with the text and perhaps an id.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

/// The names of the fields that are read; all others are passed over.
pub(crate) struct Fields {
    pub(crate) text: String,
    pub(crate) id: String,
}

/// An article of a feed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Article {
    pub(crate) text: String,
    pub(crate) id: Option<String>,
}

/// Reads a line, or says what is wrong with it.
pub(crate) fn parse(line: &[u8], fields: &Fields) -> Result<Article, String> {
    if let Err(error) = std::str::from_utf8(line) {
        let at = error.valid_up_to() + 1;
        return Err(format!("expected UTF-8, found an invalid sequence at column {at}"));
    }
    let mut json = serde_json::Deserializer::from_slice(line);
    let article = Object(fields).deserialize(&mut json).and_then(|article| {
        json.end()?;
        Ok(article)
    });
    article.map_err(|error| describe(&error))
}

/// The message without serde's `at line 1`: the line is known, and is not 1.
fn describe(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or_default();
    match error.classify() {
        serde_json::error::Category::Data => what.to_owned(),
        _ => format!("not valid JSON: {what} at column {}", error.column()),
    }
}

struct Object<'f>(&'f Fields);

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = Article;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Article, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = Article;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a JSON object with a field \"{}\"", self.0.text)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Article, A::Error> {
        let (mut text, mut id) = (None, None);
        while let Some(name) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if name == self.0.text {
                text = Some(map.next_value_seed(Scalar { field: &self.0.text, numbers: false })?);
            } else if name == self.0.id {
                id = Some(map.next_value_seed(Scalar { field: &self.0.id, numbers: true })?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        match text {
            Some(Some(text)) => Ok(Article { text, id: id.flatten() }),
            Some(None) => Err(A::Error::custom(format_args!(
                "expected a string in field \"{}\", found null",
                self.0.text
            ))),
            None => Err(A::Error::custom(format_args!(
                "expected a field \"{}\", found none",
                self.0.text
            ))),
        }
    }
}

/// A string or null; a number too where an id may be one.
struct Scalar<'f> {
    field: &'f str,
    numbers: bool,
}

impl<'de> DeserializeSeed<'de> for Scalar<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Scalar<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_number = if self.numbers { " or a number" } else { "" };
        write!(f, "a string{or_number} in field \"{}\"", self.field)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Some(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        Ok(Some(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        if self.numbers {
            return Ok(Some(value.to_string()));
        }
        Err(E::invalid_type(serde::de::Unexpected::Unsigned(value), &self))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        if self.numbers {
            return Ok(Some(value.to_string()));
        }
        Err(E::invalid_type(serde::de::Unexpected::Signed(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        if self.numbers {
            return Ok(Some(value.to_string()));
        }
        Err(E::invalid_type(serde::de::Unexpected::Float(value), &self))
    }
}
