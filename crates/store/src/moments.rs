//! Moments as numbers, for ordering.

use whosaid::text::Moment;

/// Seconds since the start of year 1, UTC; a missing clock counts as the start of the day, a missing offset as UTC.
pub(crate) fn instant(moment: Moment) -> i64 {
    let of_day = moment.clock.map_or(0, |clock| {
        i64::from(clock.hour) * 3600 + i64::from(clock.minute) * 60 + i64::from(clock.second)
    });
    i64::from(moment.day.ordinal()) * 86_400 + of_day - i64::from(moment.offset_minutes.unwrap_or(0)) * 60
}
