//! Dates as pages and feeds print them: ISO and its near relatives, RFC 2822, "April 9, 2031 03:00 PM".
//!
//! Only the publication date of a text is read here; dates inside the prose are the `time` room's.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use whosaid_text::{Clock, Day, Moment};

static WORDS: LazyLock<BTreeMap<&'static str, Word>> = LazyLock::new(|| {
    let mut words = read_words(include_str!("../../../data/en/publication/months.txt"));
    words.extend(read_words(include_str!("../../../data/en/publication/dates.txt")));
    words
});

/// The month that a word names, in any of the languages that are known.
pub(crate) fn month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    match WORDS.get(word.as_str()) {
        Some(Word::Month(month)) => Some(*month),
        _ => None,
    }
}

/// Whether a page of the web can be of this day.
pub(crate) fn since_the_web(day: &Day) -> bool {
    (1990..2100).contains(&day.year())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Month(u8),
    Weekday,
    /// Minutes east of UTC; `None` where the name does not tell.
    Zone(Option<i16>),
    Filler,
}

/// Longest text looked at, in bytes.
const LONGEST: usize = 160;

/// The date that a field or a line states, where the text says nothing else.
pub(crate) fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    iso(text).or_else(|| compact(text)).or_else(|| printed(text))
}

/// ISO 8601 with the liberties pages take: blank for `T`, fractions, a blank before the offset, `UTC`.
fn iso(text: &str) -> Option<Moment> {
    let first = text.as_bytes();
    if first.len() < 8 || !first[..4].iter().all(u8::is_ascii_digit) {
        return None;
    }
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let (date, rest) = text.split_at_checked(text.find(['T', 't', ' ']).unwrap_or(text.len()))?;
    let day = numeric_day(date)?;
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    if rest.is_empty() {
        return Some(Moment::of_day(day));
    }
    format!("{day}T{}", rest.replace(' ', "")).parse().ok().or_else(|| {
        let moment = printed(rest_with_day(day, rest).as_str())?;
        (moment.day == day).then_some(moment)
    })
}

fn rest_with_day(day: Day, rest: &str) -> String {
    format!("{day} {rest}")
}

/// `20310409`, `20310409T1500`, seconds or milliseconds since 1970.
fn compact(text: &str) -> Option<Moment> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 && (text.len() == 8 || matches!(text.as_bytes()[8], b'T' | b'-' | b' ' | b'_')) {
        let number: u32 = text[..8].parse().ok()?;
        let day = Day::new((number / 10_000) as i16, (number / 100 % 100) as u8, (number % 100) as u8)
            .filter(sane)?;
        let clock = text.get(9..13).and_then(|rest| {
            let number: u16 = rest.bytes().all(|b| b.is_ascii_digit()).then(|| rest.parse().ok())??;
            clock_of(number / 100, number % 100, 0)
        });
        return Some(Moment { day, clock, offset_minutes: None });
    }
    if digits == text.len() && matches!(digits, 10 | 13) {
        let number: i64 = text.parse().ok()?;
        return from_unix(if digits == 13 { number / 1000 } else { number });
    }
    None
}

/// The moment so many seconds after the start of 1970, UTC.
fn from_unix(seconds: i64) -> Option<Moment> {
    let start = Day::new(1970, 1, 1)?.ordinal();
    let ordinal = start + i32::try_from(seconds.div_euclid(86_400)).ok()?;
    let of_day = seconds.rem_euclid(86_400) as u32;
    let mut year = (f64::from(ordinal) / 365.2425) as i16 + 1;
    while Day::new(year, 1, 1)?.ordinal() > ordinal {
        year -= 1;
    }
    while Day::new(year + 1, 1, 1)?.ordinal() <= ordinal {
        year += 1;
    }
    let month = (1..=12).rev().find(|&m| Day::new(year, m, 1).is_some_and(|d| d.ordinal() <= ordinal))?;
    let day = Day::new(year, month, (ordinal - Day::new(year, month, 1)?.ordinal() + 1) as u8)?;
    Some(Moment {
        day,
        clock: clock_of((of_day / 3600) as u16, (of_day / 60 % 60) as u16, (of_day % 60) as u16),
        offset_minutes: Some(0),
    })
}

/// Whether a day can be that of a text on a page.
fn sane(day: &Day) -> bool {
    (1800..2200).contains(&day.year())
}

fn clock_of(hour: u16, minute: u16, second: u16) -> Option<Clock> {
    (hour < 24 && minute < 60 && second < 60).then_some(Clock {
        hour: hour as u8,
        minute: minute as u8,
        second: second as u8,
    })
}

/// `2031-4-9`, `2031/04/09`, `9.4.2031`, `15/11/2031`: `None` where day and month cannot be told apart.
fn numeric_day(text: &str) -> Option<Day> {
    let mut parts = text.split(['-', '/', '.']).map(|part| {
        let right = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        right.then(|| part.parse::<i16>().ok()).flatten()
    });
    let (a, b, c) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    let small = |n: i16| u8::try_from(n).ok();
    let day = if a > 31 {
        Day::new(a, small(b)?, small(c)?)
    } else if text.contains('.') || a > 12 {
        Day::new(c, small(b)?, small(a)?)
    } else if b > 12 || a == b {
        Day::new(c, small(a)?, small(b)?)
    } else {
        None
    };
    day.filter(sane)
}

/// What the words of a printed date have said so far.
#[derive(Default)]
struct Printed {
    year: Option<i16>,
    month: Option<u8>,
    day: Option<u8>,
    whole: Option<Day>,
    hour_minute: Option<(u16, u16, u16)>,
    afternoon: Option<bool>,
    offset: Option<i16>,
}

/// "Published on April 9, 2031 03:00 PM", "Wed, 09 Apr 2031 15:00:00 GMT", "3:00 p.m. ET, April 9, 2031".
fn printed(text: &str) -> Option<Moment> {
    let mut date = Printed::default();
    for token in
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '|' | '•' | '·' | '–' | '—'))
    {
        let token = token.trim_matches(['.', ':', ';', '/']).trim_end_matches('-');
        if !token.is_empty() && !date.take(token) {
            return None;
        }
    }
    date.moment()
}

impl Printed {
    /// Takes one word in; `false` for a word that belongs to no date.
    fn take(&mut self, token: &str) -> bool {
        let low = token.to_lowercase();
        match WORDS.get(low.as_str()) {
            Some(Word::Month(month)) => return self.month.replace(*month).is_none(),
            Some(Word::Zone(offset)) => {
                self.offset = self.offset.or(*offset);
                return true;
            }
            Some(_) => return true,
            None => {}
        }
        match low.as_str() {
            "am" | "a.m" => self.afternoon = Some(false),
            "pm" | "p.m" => self.afternoon = Some(true),
            _ => return self.take_number(&low),
        }
        true
    }

    fn take_number(&mut self, low: &str) -> bool {
        if let Some(offset) = offset(low) {
            return self.offset.replace(offset).is_none();
        }
        let bare =
            low.trim_end_matches("am").trim_end_matches("a.m").trim_end_matches("pm").trim_end_matches("p.m");
        if bare.len() < low.len() {
            self.afternoon = Some(low[bare.len()..].starts_with('p'));
        }
        if bare.contains(':') || bare.len() < low.len() {
            return self.take_clock(bare.trim_end_matches('z'));
        }
        if let Some(day) = numeric_day(bare) {
            return self.whole.replace(day).is_none();
        }
        let digits =
            bare.trim_end_matches("st").trim_end_matches("nd").trim_end_matches("rd").trim_end_matches("th");
        let Ok(number) = digits.parse::<i16>() else { return false };
        match (digits.len(), number) {
            (1 | 2, 1..=31) if self.day.is_none() => self.day = Some(number as u8),
            (4, 1800..2200) if self.year.is_none() => self.year = Some(number),
            _ => return false,
        }
        true
    }

    fn take_clock(&mut self, text: &str) -> bool {
        let mut parts = text.split([':', '.']).map(|part| part.parse::<u16>().ok());
        let Some(Some(hour)) = parts.next() else { return false };
        let minute = parts.next().flatten().unwrap_or(0);
        let second = parts.next().flatten().unwrap_or(0);
        self.hour_minute.replace((hour, minute, second)).is_none()
    }

    fn moment(self) -> Option<Moment> {
        let day = match self.whole {
            Some(day) => day,
            None => Day::new(self.year?, self.month?, self.day?).filter(sane)?,
        };
        let clock = self.hour_minute.and_then(|(hour, minute, second)| {
            let hour = match self.afternoon {
                Some(true) if hour < 12 => hour + 12,
                Some(false) if hour == 12 => 0,
                _ => hour,
            };
            clock_of(hour, minute, second)
        });
        Some(Moment { day, clock, offset_minutes: clock.and(self.offset) })
    }
}

/// `+0530`, `-05:00`, `+00`.
fn offset(text: &str) -> Option<i16> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i16, i16) =
        (digits[..2].parse().ok()?, digits.get(2..4).map_or(Ok(0), str::parse).ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// The day in an address: `/2031/04/09/`, `2031-04-09`, `/20310409`.
pub(crate) fn of_url(url: &str) -> Option<Day> {
    let path = url.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let bytes = path.as_bytes();
    let starts =
        || (1..bytes.len()).filter(|&at| !bytes[at - 1].is_ascii_digit() && bytes[at].is_ascii_digit());
    starts()
        .find_map(|at| day_at(&bytes[at..]))
        .or_else(|| starts().find_map(|at| day_first_at(&bytes[at..])))
}

/// A day at the start of the bytes, written day first with a year of four digits: `29-10-2031`, `22.04.2031`.
fn day_first_at(bytes: &[u8]) -> Option<Day> {
    let text = std::str::from_utf8(bytes.get(..10)?).ok()?;
    let separator = text.as_bytes()[2];
    let ends = !bytes.get(10).is_some_and(u8::is_ascii_digit);
    let right = ends && matches!(separator, b'-' | b'.' | b'_') && text.as_bytes()[5] == separator;
    let number = |part: Option<&str>| part?.parse::<u16>().ok();
    let (day, month, year) = (number(text.get(..2))?, number(text.get(3..5))?, number(text.get(6..))?);
    let day = Day::new(year as i16, month as u8, day as u8).filter(|_| right)?;
    (1980..2100).contains(&day.year()).then_some(day)
}

/// A day at the start of the bytes, written year first.
fn day_at(bytes: &[u8]) -> Option<Day> {
    let run = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let number = |part: &[u8]| std::str::from_utf8(part).ok()?.parse::<u16>().ok();
    let day = if run == 8 {
        Day::new(number(&bytes[..4])? as i16, number(&bytes[4..6])? as u8, number(&bytes[6..8])? as u8)
    } else if run == 4 && matches!(bytes.get(4), Some(b'/' | b'-' | b'_')) {
        let separator = bytes[4];
        let rest = &bytes[5..];
        let (month, length) = month_at(rest)?;
        if rest.get(length) != Some(&separator) {
            return None;
        }
        let rest = &rest[length + 1..];
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        if !(1..=2).contains(&digits) {
            return None;
        }
        Day::new(number(&bytes[..4])? as i16, month, number(&rest[..digits])? as u8)
    } else {
        None
    };
    day.filter(|day| (1980..2100).contains(&day.year()))
}

/// A month at the start of the bytes (number or English short name) and its length.
fn month_at(bytes: &[u8]) -> Option<(u8, usize)> {
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if (1..=2).contains(&digits) {
        return Some((std::str::from_utf8(&bytes[..digits]).ok()?.parse().ok()?, digits));
    }
    let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let name = std::str::from_utf8(&bytes[..letters]).ok()?.to_ascii_lowercase();
    match WORDS.get(name.as_str()) {
        Some(Word::Month(month)) => Some((*month, letters)),
        _ => None,
    }
}

fn read_words(data: &'static str) -> BTreeMap<&'static str, Word> {
    let mut words = BTreeMap::new();
    for line in data.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split_whitespace();
        let word = match parts.next() {
            Some("month") => parts.next().and_then(|n| n.parse().ok()).map(Word::Month),
            Some("zone") => parts.next().map(|n| Word::Zone(n.parse().ok())),
            Some("weekday") => Some(Word::Weekday),
            Some("filler") => Some(Word::Filler),
            _ => None,
        };
        words.extend(parts.filter_map(|part| Some((part, word?))));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_pages_print_them() {
        for (text, value) in [
            ("2031-04-09", "2031-04-09"),
            ("2031-04-09T15:00:00.000Z", "2031-04-09T15:00:00Z"),
            ("2031-04-09 15:00:00 +0100", "2031-04-09T15:00:00+01:00"),
            ("2031-04-09 15:00:00 UTC", "2031-04-09T15:00:00Z"),
            ("2031-4-9", "2031-04-09"),
            ("2031/04/09", "2031-04-09"),
            ("2031-04-09 3:00 PM", "2031-04-09T15:00:00"),
            ("20310409", "2031-04-09"),
            ("20310409T1500", "2031-04-09T15:00:00"),
            ("1933513200", "2031-04-09T15:00:00Z"),
            ("1933513200000", "2031-04-09T15:00:00Z"),
            ("Wed, 09 Apr 2031 15:00:00 GMT", "2031-04-09T15:00:00Z"),
            ("Wed, 09 Apr 2031 15:00:00 -0500", "2031-04-09T15:00:00-05:00"),
            ("Published on April 9, 2031 03:00 PM", "2031-04-09T15:00:00"),
            ("April 9th, 2031", "2031-04-09"),
            ("9 April 2031", "2031-04-09"),
            ("Updated 3:15 p.m. EDT, Wed April 9, 2031", "2031-04-09T15:15:00-04:00"),
            ("Sept. 9, 2031 at 12:05 am", "2031-09-09T00:05:00"),
            ("9.4.2031", "2031-04-09"),
            ("15/11/2031", "2031-11-15"),
            ("11/15/2031", "2031-11-15"),
        ] {
            assert_eq!(parse(text).map(|moment| moment.to_string()).as_deref(), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_not_one_date() {
        for text in [
            "",
            "April",
            "April 2031",
            "04/05/2031",
            "She left on April 9, 2031",
            "2031-02-30",
            "99999999",
            "é2031",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_in_addresses() {
        let check = |url: &str, day: Option<&str>| {
            assert_eq!(of_url(url).map(|day| day.to_string()).as_deref(), day, "{url}");
        };
        check("https://example.org/2031/04/09/pier", Some("2031-04-09"));
        check("https://example.org/news/2031-4-9-pier.html", Some("2031-04-09"));
        check("https://example.org/2031/apr/09/pier", Some("2031-04-09"));
        check("https://example.org/a/20310409/x", Some("2031-04-09"));
        check("https://example.org/news/22-04-2031", Some("2031-04-22"));
        check("https://example.org/pier_22.04.2031_falls", Some("2031-04-22"));
        check("https://example.org/2031/04/pier", None);
        check("https://20310409.example.org/pier", None);
        check("https://example.org/12345678901", None);
    }
}
