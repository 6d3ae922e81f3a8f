//! Named days: fixed ones, weekdays of a month, and those counted from Easter.

use crate::value::add_days;
use jiff::civil::{Date, Weekday};

/// Named days by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Holidays {
    days: Vec<Holiday>,
}

/// How a named day is found in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holiday {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, weekday (1 Monday), and which one; -1 for the last.
    Nth(i8, i8, i8),
    /// Days after Easter Sunday.
    Easter(i64),
    /// Days after the nth weekday of a month: month, weekday, which one, days.
    After(i8, i8, i8, i64),
}

impl Holidays {
    /// Adds a day: `12-25`, `11/4/4` (fourth Thursday of November; -1 for the last), `11/1/1+1`, `easter-2`.
    pub(crate) fn add(&mut self, text: &str) -> Result<i64, String> {
        let holiday = parse(text).ok_or_else(|| format!("'{text}' names no day of the year"))?;
        self.days.push(holiday);
        Ok(self.days.len() as i64 - 1)
    }

    /// The day in a year.
    pub(crate) fn in_year(&self, number: i64, year: i16) -> Option<Date> {
        match *self.days.get(usize::try_from(number).ok()?)? {
            Holiday::Fixed(month, day) => Date::new(year, month, day).ok(),
            Holiday::Nth(month, weekday, nth) => nth_weekday(year, month, weekday, nth),
            Holiday::Easter(days) => add_days(easter(year)?, days),
            Holiday::After(month, weekday, nth, days) => {
                add_days(nth_weekday(year, month, weekday, nth)?, days)
            }
        }
    }
}

fn nth_weekday(year: i16, month: i8, weekday: i8, nth: i8) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
}

fn parse(text: &str) -> Option<Holiday> {
    if let Some(days) = text.strip_prefix("easter") {
        return if days.is_empty() {
            Some(Holiday::Easter(0))
        } else {
            days.parse().ok().map(Holiday::Easter)
        };
    }
    if let Some((month, day)) = text.split_once('-').filter(|_| !text.contains('/')) {
        return Some(Holiday::Fixed(month.parse().ok()?, day.parse().ok()?));
    }
    let (text, days) = text.split_once('+').map_or((text, None), |(text, days)| (text, Some(days)));
    let mut parts = text.split('/').map(|part| part.parse::<i8>().ok());
    let (month, weekday, nth) = (parts.next()??, parts.next()??, parts.next()??);
    match days {
        Some(days) => Some(Holiday::After(month, weekday, nth, days.parse().ok()?)),
        None => Some(Holiday::Nth(month, weekday, nth)),
    }
}

/// Easter Sunday of the Gregorian calendar (the computation of Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19).rem_euclid(32);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(spec: &str, year: i16, expected: &str) {
        let mut holidays = Holidays::default();
        let number = holidays.add(spec).unwrap();
        assert_eq!(holidays.in_year(number, year).unwrap().to_string(), expected, "{spec} {year}");
    }

    #[test]
    fn named_days_are_found_in_a_year() {
        check("12-25", 2023, "2023-12-25");
        check("11/4/4", 2023, "2023-11-23");
        check("5/1/-1", 2024, "2024-05-27");
        check("easter", 2024, "2024-03-31");
        check("easter", 2000, "2000-04-23");
        check("easter-2", 2023, "2023-04-07");
        check("easter+49", 2023, "2023-05-28");
        check("11/1/1+1", 2016, "2016-11-08");
    }

    #[test]
    fn easter_always_falls_in_its_weeks() {
        for year in 1600..=9999 {
            let date = easter(year).unwrap();
            assert!((3..=4).contains(&date.month()) && date.weekday() == Weekday::Sunday, "{date}");
        }
    }
}
