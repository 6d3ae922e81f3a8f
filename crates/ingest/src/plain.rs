//! Plain text, as people save or scrape it: perhaps ` date 2031-04-09 ` in front, then headline, byline, prose.

use crate::GivenArticle;
use crate::draft::Draft;
use whosaid_text::{Day, HowDated, Moment};

/// Reads a plain text; everything but the date in front is left to the lines.
pub(crate) fn read(text: &str) -> Draft {
    let (published, text) = match header(text) {
        Some((moment, rest)) => (Some((moment, HowDated::Header)), rest),
        None => (None, text),
    };
    let given = GivenArticle { text: text.to_owned(), ..GivenArticle::default() };
    Draft { given, published, ..Draft::default() }
}

/// A date in front of the text ("date 2031-04-09 ", "Date: 2031-04-09T15:00", alone on its line or not), and the
/// text after it.
fn header(text: &str) -> Option<(Moment, &str)> {
    let rest = text.trim_start();
    let rest = rest
        .strip_prefix("date")
        .or_else(|| rest.strip_prefix("Date"))
        .or_else(|| rest.strip_prefix("DATE"))?;
    let rest = rest.trim_start_matches(':');
    let value = rest.trim_start_matches([' ', '\t']);
    if value.len() == rest.len() {
        return None;
    }
    let length = value.find(char::is_whitespace).unwrap_or(value.len());
    let (first, after) = value.split_at(length);
    let moment: Moment = first.parse().ok()?;
    // A clock may stand apart from the day: "2031-04-09 15:00".
    let line = after.lines().next().unwrap_or("");
    if moment.clock.is_none() && line.len() <= 24 {
        let both = format!("{first} {}", line.trim());
        if let Some(moment) = (!line.trim().is_empty()).then(|| both.parse::<Moment>().ok()).flatten() {
            return Some((moment, after[line.len()..].trim_start()));
        }
    }
    debug_assert!(first.get(..10).is_some_and(|day| day.parse::<Day>().is_ok()));
    Some((moment, after.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, date: Option<&str>, rest: &str) {
        let draft = read(text);
        let found = draft.published.map(|(moment, _)| moment.to_string());
        assert_eq!((found.as_deref(), draft.given.text.as_str()), (date, rest), "{text}");
    }

    #[test]
    fn a_date_in_front_is_taken_off() {
        check(" date 2031-04-09 The pier fell.", Some("2031-04-09"), "The pier fell.");
        check("date 2031-04-09\nThe pier fell.", Some("2031-04-09"), "The pier fell.");
        check("Date: 2031-04-09\n\nThe pier fell.", Some("2031-04-09"), "The pier fell.");
        check("date 2031-04-09T15:00Z The pier", Some("2031-04-09T15:00:00Z"), "The pier");
        check("date 2031-04-09 15:00\nThe pier", Some("2031-04-09T15:00:00"), "The pier");
        check("date 2031-04-09", Some("2031-04-09"), "");
    }

    #[test]
    fn other_texts_stay_whole() {
        for text in [
            "",
            "date",
            "date night at the pier",
            "date 2031-02-30 The pier",
            "The date 2031-04-09 stands",
            "dateé",
        ] {
            check(text, None, text);
        }
    }
}
