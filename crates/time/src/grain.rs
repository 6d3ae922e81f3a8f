//! [`Grain`]: how precise a time is.

/// The length of the unit that a time is told in, from the shortest to the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grain {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A part of a day: morning, night.
    DayPart,
    /// A calendar day.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// Spring, summer, autumn or winter of the northern half of the earth.
    Season,
    /// Six months from January or July.
    Half,
    /// A calendar year.
    Year,
    /// Ten years from one that ends in 0.
    Decade,
    /// A hundred years from one that ends in 00.
    Century,
    /// A thousand years from one that ends in 000.
    Millennium,
}

impl Grain {
    /// All grains by the name that rules use.
    pub(crate) const NAMES: &[(&str, Grain)] = &[
        ("second", Grain::Second),
        ("minute", Grain::Minute),
        ("hour", Grain::Hour),
        ("daypart", Grain::DayPart),
        ("day", Grain::Day),
        ("weekend", Grain::Weekend),
        ("week", Grain::Week),
        ("month", Grain::Month),
        ("quarter", Grain::Quarter),
        ("season", Grain::Season),
        ("half", Grain::Half),
        ("year", Grain::Year),
        ("decade", Grain::Decade),
        ("century", Grain::Century),
        ("millennium", Grain::Millennium),
    ];

    /// Finds a grain by the name that rules use.
    pub(crate) fn named(name: &str) -> Option<Grain> {
        Grain::NAMES.iter().find(|(known, _)| *known == name).map(|(_, grain)| *grain)
    }

    /// The grain with the number that `grain as i64` gives.
    pub(crate) fn numbered(number: i64) -> Option<Grain> {
        let idx = usize::try_from(number).ok()?;
        Grain::NAMES.get(idx).map(|(_, grain)| *grain)
    }

    /// The letters of a TIMEX3 duration in this unit, before and after the count: `P2W`, `PT5H`.
    pub(crate) fn duration_letters(self) -> (&'static str, &'static str) {
        match self {
            Grain::Second => ("PT", "S"),
            Grain::Minute => ("PT", "M"),
            Grain::Hour => ("PT", "H"),
            Grain::DayPart | Grain::Day => ("P", "D"),
            Grain::Weekend => ("P", "WE"),
            Grain::Week => ("P", "W"),
            Grain::Month => ("P", "M"),
            Grain::Quarter => ("P", "Q"),
            Grain::Season | Grain::Half => ("P", "M"),
            Grain::Year => ("P", "Y"),
            Grain::Decade => ("P", "DE"),
            Grain::Century => ("P", "CE"),
            Grain::Millennium => ("P", "ML"),
        }
    }
}
