//! The clock: the only place where the time of day enters.

/// Now, in UTC, to the second: `2031-03-04T09:26:53Z`.
pub fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}
