//! What stands in cells, as PostgreSQL takes and gives it. Its text holds any sign but U+0000, which is written as two signs
//! that no text needs.

use super::Postgres;
use crate::StoreError;
use crate::sql::value::{Row, Value};
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use std::borrow::Cow;
use std::error::Error;

/// Stands before what is written otherwise. No character, by the standard.
const MARK: char = '\u{FFFE}';

/// A value on its way in.
#[derive(Debug)]
pub(super) struct Cell<'a>(pub &'a Value<'a>);

impl ToSql for Cell<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Integer(number) => number.to_sql(kind, out),
            Value::Truth(truth) => truth.to_sql(kind, out),
            Value::Text(text) => written(text).as_ref().to_sql(kind, out),
            Value::Bytes(bytes) => bytes.as_ref().to_sql(kind, out),
        }
    }

    fn accepts(_kind: &Type) -> bool {
        // Every parameter stands for a column, and the types of both are the layout's.
        true
    }

    to_sql_checked!();
}

/// Text without U+0000.
fn written(text: &str) -> Cow<'_, str> {
    match text.contains(['\0', MARK]) {
        false => Cow::Borrowed(text),
        true => Cow::Owned(text.replace(MARK, "\u{FFFE}1").replace('\0', "\u{FFFE}0")),
    }
}

/// Text as it was.
fn read(text: &str) -> Cow<'_, str> {
    match text.contains(MARK) {
        false => Cow::Borrowed(text),
        true => Cow::Owned(text.replace("\u{FFFE}0", "\0").replace("\u{FFFE}1", "\u{FFFE}")),
    }
}

/// A row of an answer.
pub(super) struct PostgresRow<'a> {
    pub row: &'a postgres::Row,
    pub db: &'a Postgres,
}

impl PostgresRow<'_> {
    fn cell<'r, T: postgres::types::FromSql<'r>>(&'r self, column: usize) -> Result<Option<T>, StoreError> {
        self.row.try_get(column).map_err(|source| self.db.error(source))
    }
}

impl Row for PostgresRow<'_> {
    fn named(&self, column: &str) -> Result<Value<'_>, StoreError> {
        let place = self.row.columns().iter().position(|known| known.name() == column);
        self.nth(place.ok_or_else(|| self.odd(column))?)
    }

    fn nth(&self, column: usize) -> Result<Value<'_>, StoreError> {
        let odd = || self.odd(&(column + 1).to_string());
        let kind = self.row.columns().get(column).ok_or_else(odd)?.type_();
        let value = match *kind {
            Type::INT8 => self.cell(column)?.map(Value::Integer),
            Type::BOOL => self.cell(column)?.map(Value::Truth),
            Type::TEXT => self.cell(column)?.map(|text| Value::Text(read(text))),
            Type::BYTEA => self.cell(column)?.map(|bytes: &[u8]| Value::Bytes(Cow::Borrowed(bytes))),
            _ => return Err(odd()),
        };
        Ok(value.unwrap_or(Value::Null))
    }

    fn odd(&self, column: &str) -> StoreError {
        let why = format!("column {column} holds what nobody wrote there").into();
        StoreError::Database { path: self.db.name.clone(), source: why }
    }
}

#[cfg(test)]
mod tests {
    use super::{read, written};

    #[test]
    fn any_text_comes_back() {
        for text in ["", "plain", "a\0b", "\u{FFFE}", "\u{FFFE}0\0\u{FFFE}\u{FFFE}1", "Ä 𝄞"] {
            let kept = written(text);
            assert!(!kept.contains('\0'));
            assert_eq!(read(&kept), text, "{text:?}");
        }
    }
}
