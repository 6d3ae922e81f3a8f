//! Expressions counted from an anchor: the article's own date or the last time told.

use crate::expression::{Expression, Operation};
use crate::fields::{DAYPARTS, Field, Fields, VAGUE};
use crate::rules::{Loaded, Rule};
use crate::tense::Tense;
use crate::value::Period;
use crate::{Anchor, Grain, Modifier, TimeKind, TimeMention};
use jiff::civil::Date;
use whosaid_text::Moment;

/// Resolves expressions in order of position.
pub(crate) fn resolve(
    loaded: &Loaded,
    published: Option<Moment>,
    expressions: &[Expression],
) -> Vec<TimeMention> {
    let published = published.and_then(|moment| {
        Date::new(moment.day.year(), moment.day.month() as i8, moment.day.day() as i8).ok()
    });
    let narrative = is_narrative(loaded, published, expressions);
    let mut resolver = Resolver {
        loaded,
        published,
        narrative,
        told: None,
        told_in: 0,
        told_day: None,
        day_told_in: 0,
        quarter: None,
    };
    expressions.iter().map(|expression| resolver.mention(expression)).collect()
}

/// Whether a text tells history: it names years before its own far more often than days near it.
fn is_narrative(loaded: &Loaded, published: Option<Date>, expressions: &[Expression]) -> bool {
    let Some(published) = published else { return true };
    let is_past_year = |expression: &&Expression| {
        let year = expression.fields.get(Field::Year);
        year.is_some_and(|year| year < i64::from(published.year()) || expression.fields.has(Field::Era))
    };
    let is_near = |expression: &&Expression| {
        let rule = &loaded.rules[usize::from(expression.rule)];
        let fields = &expression.fields;
        let weekday =
            rule.operation == Operation::Date && fields.has(Field::Weekday) && !fields.has(Field::Year);
        weekday || rule.operation == Operation::Shift && !fields.has(Field::Told)
    };
    let n_past = expressions.iter().filter(is_past_year).count();
    let n_near = expressions.iter().filter(is_near).count();
    n_past >= 5 && n_past > 3 * n_near
}

struct Resolver<'a> {
    loaded: &'a Loaded,
    published: Option<Date>,
    narrative: bool,
    /// The last date told, with the year known.
    told: Option<Period>,
    /// The paragraph it was told in.
    told_in: u32,
    /// The last day told.
    told_day: Option<Date>,
    /// The paragraph it was told in.
    day_told_in: u32,
    /// The last quarter told, and the paragraph it was told in.
    quarter: Option<(Period, u32)>,
}

/// For how many paragraphs a quarter is what "a year earlier" speaks of.
const QUARTER_HOLDS: u32 = 2;

/// What an expression was found to mean.
struct Meaning {
    kind: TimeKind,
    value: Option<String>,
    anchor: Option<Anchor>,
    /// For a date: the period.
    period: Option<Period>,
}

impl Meaning {
    fn plain(kind: TimeKind, value: Option<String>) -> Meaning {
        Meaning { kind, value, anchor: None, period: None }
    }

    fn date(period: Option<Period>, anchor: Option<Anchor>) -> Meaning {
        let value = period.map(Period::timex);
        Meaning { kind: TimeKind::Date, value, anchor: anchor.filter(|_| period.is_some()), period }
    }
}

impl Resolver<'_> {
    fn mention(&mut self, expression: &Expression) -> TimeMention {
        let rule = &self.loaded.rules[usize::from(expression.rule)];
        let mut meaning = self.meaning(rule, expression);
        if let Some(period) = meaning.period {
            add_time_of_day(&expression.fields, period, &mut meaning);
            if rule.operation.sets_anchor() {
                self.remember(period, expression);
            }
        }
        let modifier =
            expression.fields.get(Field::Mod).and_then(|idx| Modifier::ALL.get(idx as usize)).copied();
        TimeMention {
            span: expression.span,
            kind: rule.kind.unwrap_or(meaning.kind),
            value: meaning.value,
            modifier,
            anchor: meaning.anchor,
            rule: rule.id.clone(),
        }
    }

    fn remember(&mut self, period: Period, expression: &Expression) {
        let finer = self.told.is_some_and(|told| told.grain() < Grain::Year);
        let aside = period.grain() >= Grain::Year && finer && self.told_in == expression.paragraph_idx;
        if !aside || expression.leads {
            self.told = Some(period);
            self.told_in = expression.paragraph_idx;
        }
        if let Period::Day(date) = period {
            self.told_day = Some(date);
            self.day_told_in = expression.paragraph_idx;
        }
        if period.grain() == Grain::Quarter {
            self.quarter = Some((period, expression.paragraph_idx));
        }
    }

    fn meaning(&self, rule: &Rule, expression: &Expression) -> Meaning {
        let fields = &expression.fields;
        match rule.operation {
            Operation::Date if rule.follows.is_some() => {
                let mut fields = *fields;
                self.told
                    .and_then(Period::year)
                    .into_iter()
                    .for_each(|year| fields.fill(Field::Year, year.into()));
                self.date(&fields, expression.tense)
            }
            Operation::Date => within_unit(fields, self.date(fields, expression.tense)),
            Operation::Shift => self.shift(fields),
            Operation::Ago => self.ago(fields),
            Operation::Told => self.told(fields),
            Operation::YearPeriod => self.year_period(fields),
            Operation::YearEarlier => self.year_earlier(fields, expression.paragraph_idx),
            Operation::Holiday => self.holiday(fields, expression.tense),
            Operation::Time => self.time(fields, expression.paragraph_idx),
            Operation::Decade => self.decade(fields),
            Operation::Century => self.century(fields),
            Operation::Duration => Meaning::plain(TimeKind::Duration, duration(fields)),
            Operation::Set => Meaning::plain(TimeKind::Set, rule.value.clone().or_else(|| set(fields))),
            Operation::None => Meaning::plain(TimeKind::Date, None),
            Operation::Fixed => {
                let value = rule.value.clone();
                let period = value.as_deref().and_then(crate::value::parse_period);
                Meaning { kind: TimeKind::Date, value, anchor: None, period }
            }
        }
    }

    /// What a relative expression is counted from: the article's date, or in a narrative the last time told.
    fn anchor(&self, fields: &Fields) -> Option<(Period, Anchor)> {
        let told = self.told.map(|period| (period, Anchor::Mentioned));
        let published = self.published.map(|date| (Period::Day(date), Anchor::Published));
        if fields.get(Field::Told) == Some(1) || (self.narrative && fields.get(Field::Told) != Some(0)) {
            told.or(published)
        } else {
            published.or(told)
        }
    }

    fn date(&self, fields: &Fields, tense: Option<Tense>) -> Meaning {
        if let Some(packed) = fields.get(Field::Packed) {
            let date = Date::new((packed / 10_000) as i16, (packed / 100 % 100) as i8, (packed % 100) as i8);
            return Meaning::date(date.ok().map(Period::Day), None);
        }
        if let Some(year) = self.year(fields) {
            return Meaning::date(dated(fields, year, self.loaded), None);
        }
        let Some((anchor, how)) = self.anchor(fields) else { return Meaning::date(None, None) };
        if let (Some(weekday), false) = (fields.get(Field::Weekday), fields.has(Field::Month)) {
            return Meaning::date(self.weekday(weekday, anchor, fields, tense), Some(how));
        }
        let period = self.yearless(anchor, fields, tense);
        Meaning::date(period, Some(how))
    }

    /// The year as it is written, astronomical.
    fn year(&self, fields: &Fields) -> Option<i16> {
        if let Some(year) = fields.get(Field::Year) {
            let year = match fields.get(Field::ShortYear) {
                Some(short) => year.div_euclid(100) * 100 + short,
                None => year,
            };
            let year = if fields.has(Field::Era) { 1 - year } else { year };
            return i16::try_from(year).ok();
        }
        let short = fields.get(Field::ShortYear)?;
        let published = self.published.map_or(2000, |date| i64::from(date.year()));
        let century = published.div_euclid(100) * 100;
        let year = if century + short > published + 20 { century - 100 + short } else { century + short };
        i16::try_from(year).ok()
    }

    /// The date nearest to the anchor on the side that the tense or "last", "next" asks for.
    fn yearless(&self, anchor: Period, fields: &Fields, tense: Option<Tense>) -> Option<Period> {
        let year = anchor.year()?;
        let in_year = |n: i16| dated(fields, year.checked_add(n)?, self.loaded);
        if let Some(offset) = fields.get(Field::Offset) {
            return in_year(offset as i16);
        }
        let (same, before, after) = (in_year(0), in_year(-1), in_year(1));
        if self.narrative && !fields.has(Field::Dir) && fields.get(Field::Told) != Some(0) {
            return match (same.and_then(Period::first), anchor.first()) {
                (Some(first), Some(told)) if anchor.grain() < Grain::Year && is_long_before(first, told) => {
                    after
                }
                _ => same.or(after).or(before),
            };
        }
        let anchor_day = anchor.last()?;
        let begun =
            |period: Option<Period>| period.and_then(Period::first).is_some_and(|first| first <= anchor_day);
        let over = |period: Option<Period>| {
            period.and_then(Period::last).is_some_and(|last| last < anchor.first().unwrap_or(anchor_day))
        };
        match fields.get(Field::Dir) {
            Some(0) => return same,
            Some(dir) if dir < 0 => return if over(same) { same } else { before },
            Some(_) => return if begun(same) { after } else { same },
            None => {}
        }
        let past = if begun(same) { same } else { before };
        let future = if over(same) { after } else { same };
        let may_override = !fields.has(Field::Season);
        match tense {
            Some(Tense::Future) if !may_override || !is_far_nearer(anchor_day, past, future) => future,
            _ if fields.has(Field::Quarter) => past,
            Some(Tense::Past) if !may_override || !is_far_nearer(anchor_day, future, past) => past,
            _ => nearest(anchor_day, [same, before, after]),
        }
    }

    fn weekday(&self, weekday: i64, anchor: Period, fields: &Fields, tense: Option<Tense>) -> Option<Period> {
        let anchor = anchor.first()?;
        let today = i64::from(anchor.weekday().to_monday_one_offset());
        let back = (today - weekday).rem_euclid(7);
        let days = match fields.get(Field::Dir) {
            Some(0) => weekday - today,
            Some(dir) if dir < 0 => -(if back == 0 { 7 } else { back }),
            Some(_) => 7 - back,
            None if self.narrative => (weekday - today).rem_euclid(7),
            None if tense == Some(Tense::Future) && back > 0 => 7 - back,
            // Nearly a week ago would be told as "last Friday"; where the writer lives the next day has hardly begun.
            None if back == 6 => 1,
            None => -back,
        };
        crate::value::add_days(anchor, days).map(Period::Day)
    }

    fn shift(&self, fields: &Fields) -> Meaning {
        let anchor = self.anchor(fields).filter(|(anchor, _)| {
            let unit = fields.get(Field::Unit).and_then(Grain::numbered).unwrap_or(Grain::Day);
            anchor.grain() <= unit.max(Grain::Day) || fields.has(Field::Told)
        });
        let published = self.published.map(|date| (Period::Day(date), Anchor::Published));
        let Some((anchor, how)) = anchor.or(published) else { return Meaning::date(None, None) };
        Meaning::date(shifted(anchor, fields), Some(how))
    }

    fn ago(&self, fields: &Fields) -> Meaning {
        let Some((anchor, how)) = self.anchor(fields) else { return Meaning::date(None, None) };
        let count = fields.get(Field::Count).unwrap_or(100);
        if count == VAGUE && fields.get(Field::Told) == Some(1) {
            return Meaning::plain(TimeKind::Date, duration(fields));
        }
        if count == VAGUE {
            let reference = if fields.get(Field::Dir).unwrap_or(-1) < 0 { "PAST_REF" } else { "FUTURE_REF" };
            return Meaning::plain(TimeKind::Date, Some(reference.to_owned()));
        }
        Meaning::date(moved(anchor, fields, count), Some(how))
    }

    fn told(&self, fields: &Fields) -> Meaning {
        let unit = fields.get(Field::Unit).and_then(Grain::numbered).unwrap_or(Grain::Day);
        if let (Grain::Quarter, Some((quarter, _))) = (unit, self.quarter) {
            return Meaning::date(Some(quarter), Some(Anchor::Mentioned));
        }
        let Some((anchor, how)) = self.anchor(fields) else { return Meaning::date(None, None) };
        if unit == Grain::Quarter {
            return self.latest_quarter();
        }
        if anchor.grain() > unit {
            return Meaning::date(None, None);
        }
        Meaning::date(shifted(anchor, fields), Some(how))
    }

    /// The last quarter that has ended.
    fn latest_quarter(&self) -> Meaning {
        let latest = self.published.and_then(|date| Period::holding(date, Grain::Quarter).shifted(-1));
        Meaning::date(latest, latest.map(|_| Anchor::Published))
    }

    /// The quarter last told, in the year that is written; without one the year.
    fn year_period(&self, fields: &Fields) -> Meaning {
        let mut fields = *fields;
        if let Some((Period::Quarter(_, number), _)) = self.quarter {
            fields.fill(Field::Quarter, number.into());
        }
        self.date(&fields, None)
    }

    /// The quarter last told a year before, else the year before.
    fn year_earlier(&self, fields: &Fields, paragraph_idx: u32) -> Meaning {
        let told =
            self.quarter.filter(|(_, told_in)| paragraph_idx.saturating_sub(*told_in) <= QUARTER_HOLDS);
        match (told, fields.get(Field::Unit).and_then(Grain::numbered)) {
            (Some((quarter, _)), _) => Meaning::date(quarter.shifted(-4), Some(Anchor::Mentioned)),
            (None, Some(Grain::Quarter)) => {
                let latest =
                    self.published.and_then(|date| Period::holding(date, Grain::Quarter).shifted(-5));
                Meaning::date(latest, latest.map(|_| Anchor::Published))
            }
            _ => self.ago(fields),
        }
    }

    fn holiday(&self, fields: &Fields, tense: Option<Tense>) -> Meaning {
        self.date(fields, tense)
    }

    /// A time of day on the day told in this paragraph, else on the article's own.
    fn time(&self, fields: &Fields, paragraph_idx: u32) -> Meaning {
        let near = self.narrative || self.day_told_in == paragraph_idx;
        let told = self.told_day.filter(|_| near || self.published.is_none());
        let how = if told.is_some() { Anchor::Mentioned } else { Anchor::Published };
        let day = told.or(self.published);
        match day.and_then(|day| shifted(Period::Day(day), fields)) {
            Some(day) => Meaning::date(Some(day), Some(how)),
            None => Meaning::plain(TimeKind::Time, None),
        }
    }

    fn decade(&self, fields: &Fields) -> Meaning {
        let Some(decade) = fields.get(Field::Decade) else { return Meaning::date(None, None) };
        let published = self.published.map_or(2000, |date| i64::from(date.year()));
        let decade = match decade {
            0..=9 => {
                let century = published.div_euclid(100) * 10;
                if (century + decade) * 10 > published { century - 10 + decade } else { century + decade }
            }
            _ => decade,
        };
        let period = i16::try_from(decade).ok().map(Period::Decade);
        Meaning::date(period, None)
    }

    fn century(&self, fields: &Fields) -> Meaning {
        let number = fields.get(Field::Ordinal).filter(|n| (1..=99).contains(n));
        let period =
            number.map(|n| Period::Century(if fields.has(Field::Era) { -n as i16 } else { n as i16 - 1 }));
        Meaning::date(period, None)
    }
}

/// A day told for the week that holds it.
fn within_unit(fields: &Fields, meaning: Meaning) -> Meaning {
    match (fields.get(Field::Unit).and_then(Grain::numbered), meaning.period.and_then(Period::first)) {
        (Some(unit), Some(first)) => Meaning::date(Some(Period::holding(first, unit)), meaning.anchor),
        _ => meaning,
    }
}

/// The date of a year that the other fields name.
fn dated(fields: &Fields, year: i16, loaded: &Loaded) -> Option<Period> {
    let small = |field: Field| fields.get(field).and_then(|value| i8::try_from(value).ok());
    if let Some(number) = fields.get(Field::Holiday) {
        return loaded.holidays.in_year(number, year).map(Period::Day);
    }
    if let Some(month) = small(Field::Month) {
        return match small(Field::Day) {
            Some(day) => Date::new(year, month, day).ok().map(Period::Day),
            None => Some(Period::Month(year, month)),
        };
    }
    if let Some(season) = small(Field::Season) {
        return Some(Period::Season(year, season));
    }
    if let Some(quarter) = small(Field::Quarter).filter(|quarter| (1..=4).contains(quarter)) {
        return Some(Period::Quarter(year, quarter));
    }
    if let Some(half) = small(Field::Half).filter(|half| (1..=2).contains(half)) {
        return Some(Period::Half(year, half));
    }
    Some(Period::Year(year))
}

/// The period that lies nearest to a day.
fn nearest(day: Date, periods: [Option<Period>; 3]) -> Option<Period> {
    periods.into_iter().flatten().min_by_key(|period| distance(day, *period).unwrap_or(i64::MAX))
}

/// Days between a day and a period; 0 inside it.
fn distance(day: Date, period: Period) -> Option<i64> {
    let (first, last) = (period.first()?, period.last()?);
    let days = |date: Date| i64::from((date - day).get_days()).abs();
    Some(if first <= day && day <= last { 0 } else { days(first).min(days(last)) })
}

/// Whether one period lies so much nearer than the other that the tense must have been misread.
fn is_far_nearer(day: Date, one: Option<Period>, other: Option<Period>) -> bool {
    let days = |period: Option<Period>| period.and_then(|period| distance(day, period));
    matches!((days(one), days(other)), (Some(one), Some(other)) if one.saturating_mul(4) < other)
}

/// Whether a date lies so far before the last one told that a story has gone on to the next year.
fn is_long_before(date: Date, told: Date) -> bool {
    (told - date).get_days() > 200
}

/// The anchor's period of the unit, moved by `offset` or else `dir`.
fn shifted(anchor: Period, fields: &Fields) -> Option<Period> {
    let unit = fields.get(Field::Unit).and_then(Grain::numbered).unwrap_or(Grain::Day);
    let n = fields.get(Field::Offset).or(fields.get(Field::Dir)).unwrap_or(0);
    Period::holding(anchor.first()?, unit).shifted(n)
}

/// The anchor moved by a count of units, told in that unit.
fn moved(anchor: Period, fields: &Fields, hundredths: i64) -> Option<Period> {
    let unit = fields.get(Field::Unit).and_then(Grain::numbered)?;
    let (unit, years) = match unit {
        Grain::Decade => (Grain::Year, 10),
        Grain::Century => (Grain::Year, 100),
        Grain::Millennium => (Grain::Year, 1000),
        unit => (unit, 1),
    };
    let whole = (hundredths / 100).checked_mul(years)? * fields.get(Field::Dir).unwrap_or(-1);
    if anchor.grain() > unit.max(Grain::Day) {
        return None;
    }
    let start = anchor.first()?;
    match unit {
        Grain::Week => crate::value::add_days(start, whole.checked_mul(7)?).map(Period::Day),
        _ => Period::holding(start, unit).shifted(whole),
    }
}

/// Adds a part of the day or a clock to a day's value.
fn add_time_of_day(fields: &Fields, period: Period, meaning: &mut Meaning) {
    let (Some(value), Grain::Day) = (&mut meaning.value, period.grain()) else { return };
    if let Some(clock) = fields.get(Field::Clock).or_else(|| hour_of_daypart(fields)) {
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        value.push_str(&format!("T{hour:02}:{minute:02}"));
        if second > 0 {
            value.push_str(&format!(":{second:02}"));
        }
        meaning.kind = TimeKind::Time;
    } else if let Some(part) =
        fields.get(Field::Daypart).and_then(|idx| DAYPARTS.get(usize::try_from(idx).ok()?))
    {
        value.push('T');
        value.push_str(part);
        meaning.kind = TimeKind::Time;
    }
}

/// "Four in the morning" as seconds from midnight.
fn hour_of_daypart(fields: &Fields) -> Option<i64> {
    let hour =
        fields.get(Field::Count).filter(|count| (100..=1200).contains(count) && count % 100 == 0)? / 100;
    let letters = *DAYPARTS.get(usize::try_from(fields.get(Field::Daypart)?).ok()?)?;
    let later = matches!(letters, "AF" | "EV") || letters == "NI" && hour > 5;
    Some((hour % 12 + if later { 12 } else { 0 }) * 3600)
}

/// `P2D`, `PT5H`, `P2.5Y`, `PXM`.
fn duration(fields: &Fields) -> Option<String> {
    let unit = fields.get(Field::Unit).and_then(Grain::numbered)?;
    let (head, letters) = unit.duration_letters();
    let hundredths = fields.get(Field::Count).unwrap_or(100);
    let smaller = match unit {
        Grain::Hour => Some((60, "M")),
        Grain::Minute => Some((60, "S")),
        Grain::Year if hundredths % 100 == 50 => Some((12, "M")),
        _ => None,
    };
    if let (Some((parts, smaller)), true) = (smaller, hundredths > 0 && hundredths % 100 > 0) {
        let whole = hundredths / 100;
        let first = if whole > 0 { format!("{whole}{letters}") } else { String::new() };
        return Some(format!("{head}{first}{}{smaller}", hundredths % 100 * parts / 100));
    }
    Some(format!("{head}{}{letters}", count(hundredths)))
}

fn count(hundredths: i64) -> String {
    match (hundredths, hundredths % 100) {
        (VAGUE, _) => "X".to_owned(),
        (_, 0) => format!("{}", hundredths / 100),
        (_, part) if part % 10 == 0 => format!("{}.{}", hundredths / 100, part / 10),
        (_, part) => format!("{}.{part:02}", hundredths / 100),
    }
}

/// `XXXX-WXX-1`, `XXXX-07`, `XXXX-SU`, `P1D`.
fn set(fields: &Fields) -> Option<String> {
    let day = if let Some(weekday) = fields.get(Field::Weekday) {
        format!("XXXX-WXX-{weekday}")
    } else if let (Some(month), Some(day)) = (fields.get(Field::Month), fields.get(Field::Day)) {
        format!("XXXX-{month:02}-{day:02}")
    } else if let Some(month) = fields.get(Field::Month) {
        format!("XXXX-{month:02}")
    } else if let Some(season) = fields.get(Field::Season) {
        format!("XXXX-{}", ["SP", "SU", "FA", "WI"].get(usize::try_from(season).ok()?)?)
    } else if fields.has(Field::Daypart) {
        "XXXX-XX-XX".to_owned()
    } else {
        return duration(fields);
    };
    let part = fields.get(Field::Daypart).and_then(|idx| DAYPARTS.get(usize::try_from(idx).ok()?));
    Some(part.map_or(day.clone(), |part| format!("{day}T{part}")))
}
