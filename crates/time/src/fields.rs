//! [`Fields`]: what the words of an expression fill in, before anything is counted from a date.

/// One piece of an expression. `Nothing` is filled by words that only have to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Field {
    /// Four digits; with [`Field::Era`] the count of years before the common era.
    Year,
    /// 1 to 12.
    Month,
    /// Day of the month.
    Day,
    /// 1 Monday to 7 Sunday.
    Weekday,
    /// 0 spring to 3 winter.
    Season,
    /// 1 to 4.
    Quarter,
    /// 1 or 2.
    Half,
    /// A count in hundredths, or -1 for one that is not told ("several").
    Count,
    /// A [`crate::Grain`] as a number.
    Unit,
    /// Position in [`DAYPARTS`].
    Daypart,
    /// Time of day in seconds.
    Clock,
    /// Minutes east of UTC.
    Zone,
    /// Position in the list of named days.
    Holiday,
    /// -1 last, 0 this, 1 next.
    Dir,
    /// Position in [`crate::Modifier`]'s list.
    Mod,
    /// A year without its last digit, or a digit alone ("the nineties").
    Decade,
    /// 20 for the twentieth.
    Ordinal,
    /// How many units to move.
    Offset,
    /// Year, month and day in one number.
    Packed,
    /// The last two digits of a year whose century is told elsewhere.
    ShortYear,
    /// Anything that is not wanted.
    Nothing,
    /// -1 before the common era.
    Era,
    /// 1: counted from the last time told, not from the article's date.
    Told,
}

const N_FIELDS: usize = 23;

/// Names of the fields in rules.
pub(crate) const FIELD_NAMES: [(&str, Field); N_FIELDS] = [
    ("year", Field::Year),
    ("month", Field::Month),
    ("day", Field::Day),
    ("weekday", Field::Weekday),
    ("season", Field::Season),
    ("quarter", Field::Quarter),
    ("half", Field::Half),
    ("count", Field::Count),
    ("unit", Field::Unit),
    ("daypart", Field::Daypart),
    ("clock", Field::Clock),
    ("zone", Field::Zone),
    ("holiday", Field::Holiday),
    ("dir", Field::Dir),
    ("mod", Field::Mod),
    ("decade", Field::Decade),
    ("ordinal", Field::Ordinal),
    ("offset", Field::Offset),
    ("packed", Field::Packed),
    ("shortyear", Field::ShortYear),
    ("nothing", Field::Nothing),
    ("era", Field::Era),
    ("told", Field::Told),
];

/// TIMEX3 letters of the parts of a day.
pub(crate) const DAYPARTS: [&str; 6] = ["MO", "MI", "AF", "EV", "NI", "DT"];

/// A count that is not told.
pub(crate) const VAGUE: i64 = -1;

/// Values by field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields([Option<i64>; N_FIELDS]);

impl Fields {
    pub(crate) fn get(&self, field: Field) -> Option<i64> {
        self.0[field as usize]
    }

    pub(crate) fn has(&self, field: Field) -> bool {
        self.get(field).is_some()
    }

    /// Fills a field that is still empty: the first words win.
    pub(crate) fn fill(&mut self, field: Field, value: i64) {
        let slot = &mut self.0[field as usize];
        *slot = slot.or(Some(value));
    }

    /// Fills every field that is still empty from another.
    pub(crate) fn fill_from(&mut self, other: &Fields) {
        self.0.iter_mut().zip(&other.0).for_each(|(slot, value)| *slot = slot.or(*value));
    }
}
