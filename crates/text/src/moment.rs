//! Points in time as articles state them: a [`Day`], perhaps with a [`Clock`] and an offset from UTC.
//!
//! Only reading, writing and ordering of ISO 8601 live here. Arithmetic on calendars is the `time` room's.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A day of the (proleptic Gregorian) calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day {
    year: i16,
    month: u8,
    day: u8,
}

/// A time of day, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clock {
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 59.
    pub second: u8,
}

/// A day, perhaps with a time of day, perhaps with the offset of its zone.
///
/// Ordered by the instant it names: a missing offset counts as UTC, a missing clock as the start of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// The day, in the zone given by `offset_minutes`.
    pub day: Day,
    /// Time of day, if stated.
    pub clock: Option<Clock>,
    /// Minutes east of UTC, if stated.
    pub offset_minutes: Option<i16>,
}

/// A text that is not an ISO 8601 date or date-time, or names a day that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MomentError {
    /// The text that was refused.
    pub text: String,
}

impl fmt::Display for MomentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' is not an ISO 8601 date or date-time", self.text)
    }
}

impl std::error::Error for MomentError {}

impl Day {
    /// Makes a day of the years 1 to 9999, or `None` if there is no such day.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        ((1..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Day { year, month, day })
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1 January of year 1, for ordering and differences.
    pub fn ordinal(self) -> i32 {
        let (year, month) = (i32::from(self.year), i32::from(self.month));
        let years = year - 1;
        let before_month = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][(month - 1) as usize];
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        years * 365 + years / 4 - years / 100
            + years / 400
            + before_month
            + i32::from(leap && month > 2)
            + i32::from(self.day)
            - 1
    }
}

impl Moment {
    /// A day without a time.
    pub fn of_day(day: Day) -> Self {
        Moment { day, clock: None, offset_minutes: None }
    }

    /// Seconds since the start of year 1, UTC, under the assumptions of the type's order.
    fn instant(self) -> i64 {
        let clock = self.clock.unwrap_or(Clock { hour: 0, minute: 0, second: 0 });
        let of_day = i64::from(clock.hour) * 3600 + i64::from(clock.minute) * 60 + i64::from(clock.second);
        i64::from(self.day.ordinal()) * 86_400 + of_day - i64::from(self.offset_minutes.unwrap_or(0)) * 60
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant()
            .cmp(&other.instant())
            .then(self.clock.cmp(&other.clock))
            .then(self.offset_minutes.cmp(&other.offset_minutes))
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        if let Some(clock) = self.clock {
            write!(f, "T{:02}:{:02}:{:02}", clock.hour, clock.minute, clock.second)?;
        }
        match (self.clock, self.offset_minutes) {
            (Some(_), Some(0)) => f.write_str("Z"),
            (Some(_), Some(m)) => {
                let sign = if m < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", m.unsigned_abs() / 60, m.unsigned_abs() % 60)
            }
            _ => Ok(()),
        }
    }
}

impl FromStr for Day {
    type Err = MomentError;
    fn from_str(text: &str) -> Result<Self, MomentError> {
        parse_day(text).ok_or_else(|| MomentError { text: text.to_owned() })
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    /// Reads `YYYY-MM-DD`, then perhaps `T` or a blank, `HH:MM[:SS[.fff]]`, then perhaps `Z` or `±HH[:]MM`.
    fn from_str(text: &str) -> Result<Self, MomentError> {
        parse_moment(text.trim()).ok_or_else(|| MomentError { text: text.to_owned() })
    }
}

fn digits(text: &str, n: usize) -> Option<u16> {
    let head = text.get(..n)?;
    head.bytes().all(|b| b.is_ascii_digit()).then(|| head.parse().ok())?
}

fn parse_day(text: &str) -> Option<Day> {
    if text.len() != 10 || text.as_bytes()[4] != b'-' || text.as_bytes()[7] != b'-' {
        return None;
    }
    Day::new(digits(text, 4)? as i16, digits(text.get(5..)?, 2)? as u8, digits(text.get(8..)?, 2)? as u8)
}

fn parse_moment(text: &str) -> Option<Moment> {
    let day = parse_day(text.get(..10)?)?;
    let rest = text[10..].trim_start_matches(['T', 't', ' ']);
    if rest.is_empty() {
        return Some(Moment::of_day(day));
    }
    let (hour, minute) = (digits(rest, 2)?, digits(rest.get(3..)?, 2)?);
    let mut rest = rest.get(5..)?;
    let mut second = 0;
    if let Some(after) = rest.strip_prefix(':') {
        second = digits(after, 2)?.min(59);
        rest = &after[2..];
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
            rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    if hour > 23 || minute > 59 {
        return None;
    }
    let clock = Clock { hour: hour as u8, minute: minute as u8, second: second as u8 };
    Some(Moment { day, clock: Some(clock), offset_minutes: parse_offset(rest.trim())? })
}

/// The offset behind a clock: `Some(None)` for none, `None` for something else than an offset.
fn parse_offset(text: &str) -> Option<Option<i16>> {
    let sign = match text.chars().next() {
        None => return Some(None),
        Some('Z' | 'z') if text.len() == 1 => return Some(Some(0)),
        Some('+') => 1,
        Some('-') => -1,
        Some(_) if matches!(text, "UTC" | "GMT") => return Some(Some(0)),
        Some(_) => return None,
    };
    let hours = digits(&text[1..], 2)? as i16;
    let rest = text[3..].trim_start_matches(':');
    let minutes = if rest.is_empty() { 0 } else { digits(rest, 2)? as i16 };
    (hours <= 18 && minutes < 60).then_some(Some(sign * (hours * 60 + minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_dates_and_times_are_read_and_written() {
        for (text, written) in [
            ("2023-11-15", "2023-11-15"),
            ("2023-11-15T08:30", "2023-11-15T08:30:00"),
            ("2023-11-15 08:30:59.123Z", "2023-11-15T08:30:59Z"),
            ("2023-11-15T08:30:00+0530", "2023-11-15T08:30:00+05:30"),
            ("2023-11-15T08:30:00-05:00", "2023-11-15T08:30:00-05:00"),
        ] {
            assert_eq!(text.parse::<Moment>().unwrap().to_string(), written);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "2023", "2023-02-30", "2023-13-01", "15 November 2023", "2023-11-15T25:00", "２０２３-11-15"]
        {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }

    #[test]
    fn moments_are_ordered_by_instant() {
        let at = |text: &str| text.parse::<Moment>().unwrap();
        assert!(at("2023-11-15T23:00:00-05:00") > at("2023-11-16T01:00:00Z"));
        assert!(at("2023-11-15") < at("2023-11-15T00:00:01"));
        assert_eq!(Day::new(2001, 1, 1).unwrap().ordinal() - Day::new(2000, 2, 28).unwrap().ordinal(), 308);
    }
}
