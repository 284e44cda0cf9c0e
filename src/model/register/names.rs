//! The names of the typed register and the values behind them, found by walking its fields.

use super::parameters::Parameters;
use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::sync::OnceLock;

/// Every parameter's name, `group.name`, in the order of [`Parameters`].
pub(super) fn names() -> &'static [String] {
    static NAMES: OnceLock<Vec<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut found = Vec::new();
        fill(|name| {
            found.push(name.to_owned());
            Some(0.0)
        });
        found
    })
}

/// Builds a [`Parameters`] by asking for the value of each name; `None` if any is unknown.
pub(super) fn fill(mut value: impl FnMut(&str) -> Option<f64>) -> Option<Parameters> {
    Parameters::deserialize(Field { name: String::new(), value: &mut value }).ok()
}

type Lookup<'a> = &'a mut dyn FnMut(&str) -> Option<f64>;

/// A field of the tree: a struct offers its own fields, a leaf asks for its value.
struct Field<'a> {
    name: String,
    value: Lookup<'a>,
}

impl<'de> Deserializer<'de> for Field<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match (self.value)(&self.name) {
            Some(value) => visitor.visit_f64(value),
            None => Err(Error::custom(&self.name)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(Fields { group: self.name, value: self.value, left: fields.iter(), field: "" })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Fields<'a> {
    group: String,
    value: Lookup<'a>,
    left: std::slice::Iter<'static, &'static str>,
    field: &'static str,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(field) = self.left.next() else {
            return Ok(None);
        };
        self.field = field;
        seed.deserialize(StrDeserializer::new(field)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let name = if self.group.is_empty() { self.field.to_owned() } else { format!("{}.{}", self.group, self.field) };
        seed.deserialize(Field { name, value: &mut *self.value })
    }
}
