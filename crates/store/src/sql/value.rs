//! What stands in a cell, on its way in and out.

use crate::StoreError;
use crate::store::{ArticleNo, StoryNo};
use std::borrow::Cow;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A number.
    Integer(i64),
    /// Yes or no; a database without these gives a number.
    Truth(bool),
    /// Text, with any sign in it.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
}

/// A row of an answer.
pub trait Row {
    /// What stands in the first column of that name.
    fn named(&self, column: &str) -> Result<Value<'_>, StoreError>;

    /// What stands in a column by its place, from zero.
    fn nth(&self, column: usize) -> Result<Value<'_>, StoreError>;

    /// A column holds what nobody wrote there.
    fn odd(&self, column: &str) -> StoreError;
}

impl dyn Row + '_ {
    /// What stands in a column, as what it is.
    pub fn get<T: Held>(&self, column: &str) -> Result<T, StoreError> {
        T::of(self.named(column)?).ok_or_else(|| self.odd(column))
    }

    /// What stands in the first column, as what it is.
    pub fn first<T: Held>(&self) -> Result<T, StoreError> {
        T::of(self.nth(0)?).ok_or_else(|| self.odd("1"))
    }
}

/// What a cell can be read as.
pub trait Held: Sized {
    /// Reads it; `None` where the cell holds something else.
    fn of(value: Value<'_>) -> Option<Self>;
}

impl Held for i64 {
    fn of(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Integer(number) => Some(number),
            _ => None,
        }
    }
}

impl Held for u32 {
    fn of(value: Value<'_>) -> Option<Self> {
        i64::of(value)?.try_into().ok()
    }
}

impl Held for bool {
    fn of(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Truth(truth) => Some(truth),
            Value::Integer(number) => Some(number != 0),
            _ => None,
        }
    }
}

impl Held for String {
    fn of(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }
}

impl Held for Vec<u8> {
    fn of(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes.into_owned()),
            _ => None,
        }
    }
}

impl Held for ArticleNo {
    fn of(value: Value<'_>) -> Option<Self> {
        i64::of(value).map(ArticleNo)
    }
}

impl Held for StoryNo {
    fn of(value: Value<'_>) -> Option<Self> {
        i64::of(value).map(StoryNo)
    }
}

impl<T: Held> Held for Option<T> {
    fn of(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::of(value).map(Some),
        }
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Integer(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Value::Integer(number.into())
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Value::Truth(truth)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Value::Bytes(Cow::Borrowed(bytes))
    }
}

impl From<ArticleNo> for Value<'_> {
    fn from(no: ArticleNo) -> Self {
        Value::Integer(no.0)
    }
}

impl From<StoryNo> for Value<'_> {
    fn from(no: StoryNo) -> Self {
        Value::Integer(no.0)
    }
}

impl<'a, T> From<Option<T>> for Value<'a>
where
    Value<'a>: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Value::from)
    }
}

impl<'a> From<&'a Option<String>> for Value<'a> {
    fn from(text: &'a Option<String>) -> Self {
        text.as_ref().map_or(Value::Null, Value::from)
    }
}

impl<'a> From<&'a Option<Vec<u8>>> for Value<'a> {
    fn from(bytes: &'a Option<Vec<u8>>) -> Self {
        bytes.as_ref().map_or(Value::Null, Value::from)
    }
}

/// Values of a statement, in the order of their numbers.
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        &[$($crate::sql::value::Value::from($value)),*]
    };
}
pub(crate) use values;
