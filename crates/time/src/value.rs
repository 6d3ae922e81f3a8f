//! What a time expression means: a [`Period`] of the calendar, its TIMEX3 value, and [`DayRange`] for other rooms.
//!
//! Values follow TIMEX3 of ISO-TimeML: `2023-11-14`, `2023-W46`, `2023-W46-WE`, `2023-11`, `2023-Q4`, `2023-SU`,
//! `2023-H1`, `2023`, `202` (a decade), `20` (a century), `BC0490` before the common era. Times of day are read
//! for their day: `2023-11-14TMO`.

use crate::Grain;
use jiff::civil::Date;
use whosaid_text::Day;

/// A stretch of the calendar with its grain. Years before 1 are astronomical: 0 is 1 BC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    Day(Date),
    /// ISO week-numbering year and week.
    Week(i16, i8),
    Weekend(i16, i8),
    Month(i16, i8),
    /// 1 to 4.
    Quarter(i16, i8),
    /// 0 spring to 3 winter; a winter belongs to the year it begins in.
    Season(i16, i8),
    /// 1 or 2.
    Half(i16, i8),
    Year(i16),
    /// The year without its last digit.
    Decade(i16),
    /// The year without its last two digits.
    Century(i16),
    /// The year without its last three digits.
    Millennium(i16),
}

/// TIMEX3 letters of the seasons, spring first.
const SEASONS: [&str; 4] = ["SP", "SU", "FA", "WI"];

impl Period {
    /// The period of a grain that holds a day.
    pub(crate) fn holding(date: Date, grain: Grain) -> Period {
        let (year, month) = (date.year(), date.month());
        let week = date.iso_week_date();
        match grain {
            Grain::Second | Grain::Minute | Grain::Hour | Grain::DayPart | Grain::Day => Period::Day(date),
            Grain::Weekend => Period::Weekend(week.year(), week.week()),
            Grain::Week => Period::Week(week.year(), week.week()),
            Grain::Month => Period::Month(year, month),
            Grain::Quarter => Period::Quarter(year, (month - 1) / 3 + 1),
            Grain::Season if month < 3 => Period::Season(year.saturating_sub(1), 3),
            Grain::Season => Period::Season(year, month / 3 - 1),
            Grain::Half => Period::Half(year, (month - 1) / 6 + 1),
            Grain::Year => Period::Year(year),
            Grain::Decade => Period::Decade(year.div_euclid(10)),
            Grain::Century => Period::Century(year.div_euclid(100)),
            Grain::Millennium => Period::Millennium(year.div_euclid(1000)),
        }
    }

    pub(crate) fn grain(self) -> Grain {
        match self {
            Period::Day(_) => Grain::Day,
            Period::Week(..) => Grain::Week,
            Period::Weekend(..) => Grain::Weekend,
            Period::Month(..) => Grain::Month,
            Period::Quarter(..) => Grain::Quarter,
            Period::Season(..) => Grain::Season,
            Period::Half(..) => Grain::Half,
            Period::Year(_) => Grain::Year,
            Period::Decade(_) => Grain::Decade,
            Period::Century(_) => Grain::Century,
            Period::Millennium(_) => Grain::Millennium,
        }
    }

    /// Its first day, or `None` outside the calendar's range (years -9999 to 9999).
    pub(crate) fn first(self) -> Option<Date> {
        let day = |year: i16, month: i8| Date::new(year, month, 1).ok();
        match self {
            Period::Day(date) => Some(date),
            Period::Week(year, week) => week_day(year, week, jiff::civil::Weekday::Monday),
            Period::Weekend(year, week) => week_day(year, week, jiff::civil::Weekday::Saturday),
            Period::Month(year, month) => day(year, month),
            Period::Quarter(year, quarter) => day(year, quarter * 3 - 2),
            Period::Season(year, season) => day(year, season * 3 + 3),
            Period::Half(year, half) => day(year, half * 6 - 5),
            Period::Year(year) => day(year, 1),
            Period::Decade(decade) => day(decade.checked_mul(10)?, 1),
            Period::Century(century) => day(century.checked_mul(100)?, 1),
            Period::Millennium(millennium) => day(millennium.checked_mul(1000)?, 1),
        }
    }

    /// Its last day, or `None` outside the calendar's range.
    pub(crate) fn last(self) -> Option<Date> {
        match self {
            Period::Day(date) => Some(date),
            Period::Week(year, week) | Period::Weekend(year, week) => {
                week_day(year, week, jiff::civil::Weekday::Sunday)
            }
            _ => match self.shifted(1).and_then(Period::first) {
                Some(after) => after.yesterday().ok(),
                None => self.first().map(|_| Date::MAX),
            },
        }
    }

    /// The period of the same grain `n` later (earlier, if negative).
    pub(crate) fn shifted(self, n: i64) -> Option<Period> {
        let moved = |year: i16, n: i64| i16::try_from(i64::from(year).checked_add(n)?).ok();
        let within = |year: i16, part: i8, first: i8, parts: i64| {
            let count = i64::from(year) * parts + i64::from(part - first);
            let count = count.checked_add(n)?;
            let year = i16::try_from(count.div_euclid(parts)).ok()?;
            Some((year, count.rem_euclid(parts) as i8 + first))
        };
        let moved = match self {
            Period::Day(date) => Period::Day(add_days(date, n)?),
            Period::Week(..) => Period::holding(add_days(self.first()?, n.checked_mul(7)?)?, Grain::Week),
            Period::Weekend(..) => {
                Period::holding(add_days(self.first()?, n.checked_mul(7)?)?, Grain::Weekend)
            }
            Period::Month(year, month) => within(year, month, 1, 12).map(|(y, m)| Period::Month(y, m))?,
            Period::Quarter(year, quarter) => {
                within(year, quarter, 1, 4).map(|(y, q)| Period::Quarter(y, q))?
            }
            Period::Season(year, season) => within(year, season, 0, 4).map(|(y, s)| Period::Season(y, s))?,
            Period::Half(year, half) => within(year, half, 1, 2).map(|(y, h)| Period::Half(y, h))?,
            Period::Year(year) => Period::Year(moved(year, n)?),
            Period::Decade(decade) => Period::Decade(moved(decade, n)?),
            Period::Century(century) => Period::Century(moved(century, n)?),
            Period::Millennium(millennium) => Period::Millennium(moved(millennium, n)?),
        };
        moved.first().map(|_| moved)
    }

    /// The year its first day lies in.
    pub(crate) fn year(self) -> Option<i16> {
        match self {
            Period::Week(year, _) | Period::Weekend(year, _) => Some(year),
            _ => self.first().map(Date::year),
        }
    }

    /// The TIMEX3 value.
    pub(crate) fn timex(self) -> String {
        match self {
            Period::Day(date) => format!("{}-{:02}-{:02}", year(date.year()), date.month(), date.day()),
            Period::Week(y, week) => format!("{}-W{week:02}", year(y)),
            Period::Weekend(y, week) => format!("{}-W{week:02}-WE", year(y)),
            Period::Month(y, month) => format!("{}-{month:02}", year(y)),
            Period::Quarter(y, quarter) => format!("{}-Q{quarter}", year(y)),
            Period::Season(y, season) => format!("{}-{}", year(y), SEASONS[season.rem_euclid(4) as usize]),
            Period::Half(y, half) => format!("{}-H{half}", year(y)),
            Period::Year(y) => year(y),
            Period::Decade(decade) if decade < 0 => format!("BC{:03}", -i32::from(decade) - 1),
            Period::Decade(decade) => format!("{decade:03}"),
            Period::Century(century) if century < 0 => format!("BC{:02}", -i32::from(century) - 1),
            Period::Century(century) => format!("{century:02}"),
            Period::Millennium(millennium) if millennium < 0 => format!("BC{}", -i32::from(millennium) - 1),
            Period::Millennium(millennium) => format!("{millennium}"),
        }
    }
}

fn week_day(year: i16, week: i8, weekday: jiff::civil::Weekday) -> Option<Date> {
    jiff::civil::ISOWeekDate::new(year, week, weekday).ok().map(Date::from)
}

pub(crate) fn add_days(date: Date, n: i64) -> Option<Date> {
    let days = i32::try_from(n).ok().filter(|days| days.abs() < 8_000_000)?;
    date.checked_add(jiff::Span::new().days(days)).ok()
}

fn year(year: i16) -> String {
    if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - i32::from(year)) }
}

/// The days that a time covers, with the grain it was told in. For comparison of times in other rooms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRange {
    /// First day of the time.
    pub first_day: Day,
    /// Last day of the time, not before the first.
    pub last_day: Day,
    /// How precisely it was told.
    pub grain: Grain,
}

impl DayRange {
    /// Reads a TIMEX3 date or time value. `None` for durations, sets, references such as `PRESENT_REF`, unknown
    /// parts (`XXXX`), days that do not exist and years outside 1 to 9999. `2023-XX-XX` is read as its year.
    pub fn of_value(value: &str) -> Option<DayRange> {
        let (date, time) = match value.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (value, None),
        };
        let period = parse_period(date)?;
        let grain = match time {
            _ if period.grain() != Grain::Day => period.grain(),
            None => Grain::Day,
            Some(time) if time.starts_with(|c: char| c.is_ascii_digit()) => match time.len() {
                0..=2 => Grain::Hour,
                3..=5 => Grain::Minute,
                _ => Grain::Second,
            },
            Some(_) => Grain::DayPart,
        };
        Some(DayRange { first_day: text_day(period.first()?)?, last_day: text_day(period.last()?)?, grain })
    }

    /// The range of one day.
    pub fn of_day(day: Day) -> DayRange {
        DayRange { first_day: day, last_day: day, grain: Grain::Day }
    }

    /// Whether the two share a day.
    pub fn overlaps(&self, other: &DayRange) -> bool {
        self.first_day <= other.last_day && other.first_day <= self.last_day
    }

    /// Whether `other` lies wholly inside: "May" holds "May 5".
    pub fn holds(&self, other: &DayRange) -> bool {
        self.first_day <= other.first_day && other.last_day <= self.last_day
    }

    /// Whether every day of this one comes before `other`.
    pub fn is_before(&self, other: &DayRange) -> bool {
        self.last_day < other.first_day
    }

    /// Number of days from the first to the last, at least 1.
    pub fn n_days(&self) -> i32 {
        self.last_day.ordinal() - self.first_day.ordinal() + 1
    }
}

fn text_day(date: Date) -> Option<Day> {
    Day::new(date.year(), date.month() as u8, date.day() as u8)
}

fn number<T: std::str::FromStr>(text: &str, n_digits: usize) -> Option<T> {
    (text.len() == n_digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Reads the date part of a value, without any time of day.
pub(crate) fn parse_period(date: &str) -> Option<Period> {
    let mut parts = date.split('-');
    let head = parts.next()?;
    let year: Option<i16> = number(head, 4);
    let Some(year) = year else {
        let digits = head.trim_end_matches('X');
        return match (digits.len(), parts.next()) {
            (3, None) => number(digits, 3).map(Period::Decade),
            (2, None) => number(digits, 2).map(Period::Century),
            _ => None,
        };
    };
    let (second, third) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let period = match (second, third) {
        (None | Some("XX" | "QX" | "WXX"), _) => Period::Year(year),
        (Some(part), None | Some("XX")) => parse_part(year, part)?,
        (Some(week), Some("WE")) => Period::Weekend(year, number(week.strip_prefix('W')?, 2)?),
        (Some(week), Some(weekday)) if week.starts_with('W') => {
            let monday = Period::Week(year, number(&week[1..], 2)?).first()?;
            let n: i64 = number(weekday, 1).filter(|n| (1..=7).contains(n))?;
            Period::Day(add_days(monday, n - 1)?)
        }
        (Some(month), Some(day)) => Period::Day(Date::new(year, number(month, 2)?, number(day, 2)?).ok()?),
    };
    period.first().map(|_| period)
}

fn parse_part(year: i16, part: &str) -> Option<Period> {
    if let Some(season) = SEASONS.iter().position(|known| *known == part) {
        return Some(Period::Season(year, season as i8));
    }
    match part.as_bytes().first()? {
        b'W' => number(part.strip_prefix('W')?, 2).map(|week| Period::Week(year, week)),
        b'Q' => number(part.strip_prefix('Q')?, 1)
            .filter(|q| (1..=4).contains(q))
            .map(|q| Period::Quarter(year, q)),
        b'H' => {
            number(part.strip_prefix('H')?, 1).filter(|h| (1..=2).contains(h)).map(|h| Period::Half(year, h))
        }
        _ => number(part, 2).map(|month| Period::Month(year, month)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: Option<(&str, &str, Grain)>) {
        let range = DayRange::of_value(value);
        let shown = range.map(|r| (r.first_day.to_string(), r.last_day.to_string(), r.grain));
        let expected = expected.map(|(first, last, grain)| (first.to_owned(), last.to_owned(), grain));
        assert_eq!(shown, expected, "{value}");
    }

    #[test]
    fn values_become_ranges_of_days() {
        check("2023-11-14", Some(("2023-11-14", "2023-11-14", Grain::Day)));
        check("2023-11-14TMO", Some(("2023-11-14", "2023-11-14", Grain::DayPart)));
        check("2023-11-14T15:30", Some(("2023-11-14", "2023-11-14", Grain::Minute)));
        check("2024-02", Some(("2024-02-01", "2024-02-29", Grain::Month)));
        check("2023-W15", Some(("2023-04-10", "2023-04-16", Grain::Week)));
        check("2023-W15-WE", Some(("2023-04-15", "2023-04-16", Grain::Weekend)));
        check("2023-W15-5", Some(("2023-04-14", "2023-04-14", Grain::Day)));
        check("2023-Q1", Some(("2023-01-01", "2023-03-31", Grain::Quarter)));
        check("2023-SU", Some(("2023-06-01", "2023-08-31", Grain::Season)));
        check("2023-WI", Some(("2023-12-01", "2024-02-29", Grain::Season)));
        check("2023-H2", Some(("2023-07-01", "2023-12-31", Grain::Half)));
        check("2023", Some(("2023-01-01", "2023-12-31", Grain::Year)));
        check("199", Some(("1990-01-01", "1999-12-31", Grain::Decade)));
        check("199X", Some(("1990-01-01", "1999-12-31", Grain::Decade)));
        check("19", Some(("1900-01-01", "1999-12-31", Grain::Century)));
        check("9999", Some(("9999-01-01", "9999-12-31", Grain::Year)));
        for none in
            ["", "P2D", "PRESENT_REF", "XXXX-05", "2023-13", "2023-02-30", "BC0490", "2023-W54", "2023-Q5"]
        {
            check(none, None);
        }
    }

    #[test]
    fn ranges_compare() {
        let of = |value| DayRange::of_value(value).unwrap();
        assert!(of("2023-11").holds(&of("2023-11-14")) && !of("2023-11-14").holds(&of("2023-11")));
        assert!(of("2023-W46").overlaps(&of("2023-11")) && of("2022").is_before(&of("2023-01-01")));
        assert_eq!(of("2024").n_days(), 366);
    }

    #[test]
    fn periods_move() {
        let month = Period::Month(2023, 11);
        assert_eq!(month.shifted(3).map(Period::timex).as_deref(), Some("2024-02"));
        assert_eq!(Period::Year(1).shifted(-500).map(Period::timex).as_deref(), Some("BC0500"));
        assert_eq!(Period::Week(2020, 53).shifted(1).map(Period::timex).as_deref(), Some("2021-W01"));
        assert_eq!(Period::Year(9999).shifted(1), None);
        assert_eq!(Period::Year(2000).shifted(i64::MIN), None);
    }
}
