//! Time expressions, found in running text and resolved to TIMEX3 values (ISO-TimeML).
//!
//! Start with [`read_times`]: the text is cut into `atoms`, the rules' `pattern`s find an `expression` as it is written,
//! and `resolve` counts it from the article's own date or from the last time told. [`DayRange`] compares values for
//! other rooms. The rules are data (`data/en/times`, read by `rules`). Only this room knows calendars (jiff). It knows
//! nothing of attributions or stories.

mod atoms;
mod classes;
#[cfg(test)]
mod examples;
mod expression;
mod fields;
mod grain;
mod holidays;
mod pattern;
mod resolve;
mod rules;
mod tense;
mod value;

pub use grain::Grain;
pub use rules::{RulesError, TimeRules};
pub use value::DayRange;

use whosaid_language::Annotated;
use whosaid_text::{RuleId, Span};

/// A time expression with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeMention {
    /// The words.
    pub span: Span,
    /// What kind of time they name.
    pub kind: TimeKind,
    /// TIMEX3 value such as `2023-11-14`, `2023-W15`, `P2D`, `PRESENT_REF`; `None` where it cannot be told.
    pub value: Option<String>,
    /// TIMEX3 modifier.
    pub modifier: Option<Modifier>,
    /// What the value was counted from, if from anything.
    pub anchor: Option<Anchor>,
    /// The rule that found it.
    pub rule: RuleId,
}

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeKind {
    /// A day or something longer.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}

impl TimeKind {
    /// The word of TIMEX3.
    pub fn name(self) -> &'static str {
        match self {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        }
    }
}

/// TIMEX3 `mod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Modifier {
    Start,
    Mid,
    End,
    Approx,
    Before,
    After,
    OnOrBefore,
    OnOrAfter,
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
}

impl Modifier {
    /// All modifiers.
    pub const ALL: &[Modifier] = &[
        Modifier::Start,
        Modifier::Mid,
        Modifier::End,
        Modifier::Approx,
        Modifier::Before,
        Modifier::After,
        Modifier::OnOrBefore,
        Modifier::OnOrAfter,
        Modifier::LessThan,
        Modifier::MoreThan,
        Modifier::EqualOrLess,
        Modifier::EqualOrMore,
    ];

    /// The word of TIMEX3.
    pub fn name(self) -> &'static str {
        match self {
            Modifier::Start => "START",
            Modifier::Mid => "MID",
            Modifier::End => "END",
            Modifier::Approx => "APPROX",
            Modifier::Before => "BEFORE",
            Modifier::After => "AFTER",
            Modifier::OnOrBefore => "ON_OR_BEFORE",
            Modifier::OnOrAfter => "ON_OR_AFTER",
            Modifier::LessThan => "LESS_THAN",
            Modifier::MoreThan => "MORE_THAN",
            Modifier::EqualOrLess => "EQUAL_OR_LESS",
            Modifier::EqualOrMore => "EQUAL_OR_MORE",
        }
    }
}

/// What a relative expression was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// The article's own date.
    Published,
    /// A time named earlier in the text.
    Mentioned,
}

impl Anchor {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Anchor::Published => "published",
            Anchor::Mentioned => "mentioned",
        }
    }
}

/// Finds the time expressions of an article and resolves them against its date. Sorted by position, none overlap.
/// Only headline, standfirst and body are read.
pub fn read_times(rules: &TimeRules, annotated: &Annotated) -> Vec<TimeMention> {
    let loaded = rules.loaded();
    let expressions = expression::find(loaded, annotated);
    resolve::resolve(loaded, annotated.article.published.value, &expressions)
}

impl TimeMention {
    /// The days that a date or time covers. `None` for durations, sets and values that cannot be told.
    pub fn days(&self) -> Option<DayRange> {
        match self.kind {
            TimeKind::Date | TimeKind::Time => DayRange::of_value(self.value.as_deref()?),
            TimeKind::Duration | TimeKind::Set => None,
        }
    }
}
