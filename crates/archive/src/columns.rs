//! [`Columns`]: named columns of equal length, to be a table or the fields of a list.

use crate::ArchiveError;
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Float64Array, Int32Array, ListArray, RecordBatch,
    StringArray, StructArray, TimestampMicrosecondArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{Field, Fields, Schema};
use std::sync::Arc;
use whosaid::text::{Day, Moment};

/// Columns in the order they were added.
#[derive(Default)]
pub(crate) struct Columns {
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Columns {
    pub fn push(&mut self, name: &str, array: ArrayRef, nullable: bool) {
        self.fields.push(Field::new(name, array.data_type().clone(), nullable));
        self.arrays.push(array);
    }

    pub fn texts<'a>(&mut self, name: &str, values: impl Iterator<Item = &'a str>) {
        self.push(name, Arc::new(values.map(Some).collect::<StringArray>()), false);
    }

    pub fn known_texts<T: AsRef<str>>(&mut self, name: &str, values: impl Iterator<Item = Option<T>>) {
        self.push(name, Arc::new(values.collect::<StringArray>()), true);
    }

    pub fn numbers(&mut self, name: &str, values: impl Iterator<Item = u32>) {
        let values = values.map(|value| i32::try_from(value).unwrap_or(i32::MAX));
        self.push(name, Arc::new(Int32Array::from_iter_values(values)), false);
    }

    pub fn shares(&mut self, name: &str, values: impl Iterator<Item = f32>) {
        let rounded = values.map(|value| (f64::from(value) * 10_000.0).round() / 10_000.0);
        self.push(name, Arc::new(Float64Array::from_iter_values(rounded)), false);
    }

    pub fn flags(&mut self, name: &str, values: impl Iterator<Item = bool>) {
        self.push(name, Arc::new(values.map(Some).collect::<BooleanArray>()), false);
    }

    pub fn known_flags(&mut self, name: &str, values: impl Iterator<Item = Option<bool>>) {
        self.push(name, Arc::new(values.collect::<BooleanArray>()), true);
    }

    pub fn days(&mut self, name: &str, values: impl Iterator<Item = Option<Day>>) {
        let days = values.map(|day| day.and_then(since_1970));
        self.push(name, Arc::new(days.collect::<Date32Array>()), true);
    }

    /// Instants; a moment without a time of day has none.
    pub fn instants(&mut self, name: &str, values: impl Iterator<Item = Option<Moment>>) {
        let instants = values.map(|moment| moment.and_then(microseconds));
        let instants = instants.collect::<TimestampMicrosecondArray>().with_timezone("UTC");
        self.push(name, Arc::new(instants), true);
    }

    pub fn bytes(&mut self, name: &str, values: impl Iterator<Item = Vec<u8>>) {
        self.push(name, Arc::new(BinaryArray::from_iter_values(values)), false);
    }

    /// A list a row: these columns hold the items of all rows, `lengths` how many each row has.
    pub fn lists(
        &mut self,
        name: &str,
        items: Columns,
        lengths: impl Iterator<Item = usize>,
    ) -> Result<(), ArchiveError> {
        let items: ArrayRef = Arc::new(items.into_struct()?);
        self.push_list(name, items, lengths)
    }

    pub fn text_lists<'a>(
        &mut self,
        name: &str,
        items: impl Iterator<Item = &'a str>,
        lengths: impl Iterator<Item = usize>,
    ) -> Result<(), ArchiveError> {
        self.push_list(name, Arc::new(items.map(Some).collect::<StringArray>()), lengths)
    }

    fn push_list(
        &mut self,
        name: &str,
        items: ArrayRef,
        lengths: impl Iterator<Item = usize>,
    ) -> Result<(), ArchiveError> {
        let field = Arc::new(Field::new("item", items.data_type().clone(), false));
        let list = ListArray::try_new(field, OffsetBuffer::from_lengths(lengths), items, None)?;
        self.push(name, Arc::new(list), false);
        Ok(())
    }

    fn into_struct(self) -> Result<StructArray, ArchiveError> {
        Ok(StructArray::try_new(Fields::from(self.fields), self.arrays, None)?)
    }

    pub fn into_batch(self) -> Result<RecordBatch, ArchiveError> {
        Ok(RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.arrays)?)
    }
}

fn since_1970(day: Day) -> Option<i32> {
    Some(day.ordinal() - Day::new(1970, 1, 1)?.ordinal())
}

fn microseconds(moment: Moment) -> Option<i64> {
    let clock = moment.clock?;
    let of_day = i64::from(clock.hour) * 3600 + i64::from(clock.minute) * 60 + i64::from(clock.second);
    let offset = i64::from(moment.offset_minutes.unwrap_or(0)) * 60;
    Some((i64::from(since_1970(moment.day)?) * 86_400 + of_day - offset) * 1_000_000)
}
