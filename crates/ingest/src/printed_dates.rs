//! Dates inside a short text, in any of the ways that pages print them: "9 April 2031", "09.04.2031", "2031年4月9日".

use crate::dates::{self, month};
use whosaid_text::Day;

/// Which number comes first in "04/09/2031".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// As in most of the world.
    DayFirst,
    /// As in the United States.
    MonthFirst,
}

/// A day found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// The day.
    pub day: Day,
    /// Where it stands, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Number(u32, usize),
    Word(&'a str),
    Sign(char),
}

#[derive(Clone, Copy, Debug)]
struct Placed<'a> {
    token: Token<'a>,
    start: usize,
    end: usize,
}

/// All days in a text, in order. Years of two digits count only where nothing else is near ("09.04.31").
pub(crate) fn find(text: &str, order: Order) -> Vec<Printed> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match day_at(&tokens, at, order) {
            Some((day, length)) => {
                let (start, end) = (tokens[at].start, tokens[at + length - 1].end);
                found.push(Printed { day, start, end });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

fn tokens(text: &str) -> Vec<Placed<'_>> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let token = if c.is_ascii_digit() {
            while let Some((at, _)) = chars.next_if(|(_, c)| c.is_ascii_digit()) {
                end = at + 1;
            }
            let digits = &text[start..end];
            Token::Number(digits.parse().unwrap_or(u32::MAX), digits.len())
        } else if c.is_alphabetic() {
            while let Some((at, c)) = chars.next_if(|(_, c)| c.is_alphabetic() || is_mark(*c)) {
                end = at + c.len_utf8();
            }
            Token::Word(&text[start..end])
        } else {
            Token::Sign(c)
        };
        tokens.push(Placed { token, start, end });
    }
    tokens
}

/// Vowel signs of Indic scripts and combining accents belong to the word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}')
}

/// A day that begins at a token, and how many tokens it takes.
fn day_at(tokens: &[Placed<'_>], at: usize, order: Order) -> Option<(Day, usize)> {
    let rest = &tokens[at..];
    match rest.first()?.token {
        Token::Number(..) => {
            let glued = at > 0 && tokens[at - 1].end == rest[0].start;
            let part_of_more =
                glued && !matches!(tokens[at - 1].token, Token::Sign('(' | '|' | ':' | '[' | '·' | '•'));
            if part_of_more && !matches!(tokens[at - 1].token, Token::Word(_)) {
                return None;
            }
            numeric(rest, order)
                .or_else(|| east_asian(rest))
                .or_else(|| day_month(rest))
                .or_else(|| year_month(rest))
        }
        Token::Word(word) => month(word).and_then(|month| month_day(rest, month)),
        Token::Sign(_) => None,
    }
}

/// `30.01.2022`, `2022-01-30`, `1/30/2022`, `2023.11. 02.`
fn numeric(rest: &[Placed<'_>], order: Order) -> Option<(Day, usize)> {
    let [a, sign, b, second, c, ..] = rest else { return None };
    let (Token::Number(x, x_digits), Token::Number(y, y_digits), Token::Number(z, z_digits)) =
        (a.token, b.token, c.token)
    else {
        return None;
    };
    let Token::Sign(mark @ ('.' | '-' | '/' | '–')) = sign.token else { return None };
    let joined =
        a.end == sign.start && b.end == second.start && b.start <= sign.end + 1 && c.start <= second.end + 1;
    if second.token != Token::Sign(mark) || !joined || y_digits > 2 {
        return None;
    }
    // A number that goes on ("1.2.2022.5", an address of a machine) is no day.
    let goes_on = rest.get(5).is_some_and(|next| {
        next.start == c.end
            && matches!(next.token, Token::Sign('.' | '-' | '/'))
            && rest
                .get(6)
                .is_some_and(|after| after.start == next.end && matches!(after.token, Token::Number(..)))
    });
    let goes_on = goes_on && x_digits != 4;
    let day = match (x_digits, z_digits) {
        (4, 1 | 2) => of(x, y, z),
        (1 | 2, 4) => day_and_month(x, y, mark, order).and_then(|(day, month)| of(z, month, day)),
        (2, 2) if mark != '-' && !goes_on => {
            day_and_month(x, y, mark, order).and_then(|(day, month)| of(2000 + z, month, day))
        }
        _ => None,
    };
    day.filter(|_| !goes_on).map(|day| (day, 5))
}

fn day_and_month(first: u32, second: u32, mark: char, order: Order) -> Option<(u32, u32)> {
    let day_first = mark == '.' || first > 12 || (second <= 12 && order == Order::DayFirst);
    if day_first { Some((first, second)) } else { Some((second, first)) }
}

/// `2031年4月9日`, `2031년 4월 9일`.
fn east_asian(rest: &[Placed<'_>]) -> Option<(Day, usize)> {
    let [a, year, b, month, c, ..] = rest else { return None };
    let (Token::Number(y, 4), Token::Number(m, _), Token::Number(d, _)) = (a.token, b.token, c.token) else {
        return None;
    };
    let is =
        |token: Token<'_>, signs: [char; 2]| matches!(token, Token::Word(word) if word.starts_with(signs));
    (is(year.token, ['年', '년']) && is(month.token, ['月', '월'])).then(|| Some((of(y, m, d)?, 5)))?
}

/// `9 April 2031`, `9. April 2031`, `9th of April, 2031`, `9 de abril de 2031`.
fn day_month(rest: &[Placed<'_>]) -> Option<(Day, usize)> {
    let Token::Number(day, 1 | 2) = rest.first()?.token else { return None };
    let mut at = 1;
    let is_filler = |placed: Option<&Placed<'_>>| match placed.map(|placed| placed.token) {
        Some(Token::Sign('.' | ',' | '-' | '/' | 'º' | '°' | 'ª' | '\'')) => true,
        Some(Token::Word(word)) => {
            const WORDS: [&str; 13] =
                ["st", "nd", "rd", "th", "er", "º", "ª", "of", "de", "del", "di", "d", "ع"];
            WORDS.iter().any(|filler| word.eq_ignore_ascii_case(filler))
        }
        _ => false,
    };
    while at < 4 && is_filler(rest.get(at)) {
        at += 1;
    }
    let Token::Word(word) = rest.get(at)?.token else { return None };
    let month = month(word)?;
    at += 1;
    let from = at;
    while at < from + 2 && is_filler(rest.get(at)) {
        at += 1;
    }
    let Token::Number(year, 4) = rest.get(at)?.token else { return None };
    Some((of(year, u32::from(month), day)?, at + 1))
}

/// `April 9, 2031`, `April 9th 2031`.
fn month_day(rest: &[Placed<'_>], month: u8) -> Option<(Day, usize)> {
    let mut at = 1;
    if matches!(rest.get(at)?.token, Token::Sign('.')) {
        at += 1;
    }
    let Token::Number(day, 1 | 2) = rest.get(at)?.token else { return None };
    at += 1;
    if let Token::Word(word) = rest.get(at)?.token
        && ["st", "nd", "rd", "th"].iter().any(|ending| word.eq_ignore_ascii_case(ending))
    {
        at += 1;
    }
    while matches!(rest.get(at)?.token, Token::Sign(',' | '.')) {
        at += 1;
    }
    let Token::Number(year, 4) = rest.get(at)?.token else { return None };
    Some((of(year, u32::from(month), day)?, at + 1))
}

/// `2031 April 9`, `2031. április 9.`
fn year_month(rest: &[Placed<'_>]) -> Option<(Day, usize)> {
    let Token::Number(year, 4) = rest.first()?.token else { return None };
    let at = if matches!(rest.get(1)?.token, Token::Sign('.' | ',' | '-')) { 2 } else { 1 };
    let Token::Word(word) = rest.get(at)?.token else { return None };
    let month = month(word)?;
    let at = if matches!(rest.get(at + 1)?.token, Token::Sign('.' | '-')) { at + 2 } else { at + 1 };
    let Token::Number(day, 1 | 2) = rest.get(at)?.token else { return None };
    Some((of(year, u32::from(month), day)?, at + 1))
}

/// The day, if there is one and a page may be of it.
fn of(year: u32, month: u32, day: u32) -> Option<Day> {
    let (year, month, day) = (i16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    Day::new(year, month, day).filter(dates::since_the_web)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> =
            find(text, Order::DayFirst).iter().map(|printed| printed.day.to_string()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn days_are_found_in_many_ways_of_writing() {
        for text in [
            "9 April 2031",
            "Posted on 09. April 2031 | News",
            "Wednesday 9th of April, 2031 at 15:00",
            "9 de abril de 2031",
            "le 9 avril 2031 à 12h",
            "April 9, 2031",
            "Apr. 9th 2031",
            "09.04.2031",
            "(09.04.2031)",
            "9.4.2031, 15:00 Uhr",
            "09/04/2031",
            "09-04-2031",
            "2031-04-09",
            "2031-04-09T15:00:00Z",
            "2031.04. 09. 15:00",
            "2031/4/9",
            "2031年4月9日",
            "2031년 4월 9일",
            "2031. április 9.",
            "9 апреля 2031",
            "Von Ada Fenn|09.04.31",
        ] {
            check(text, &["2031-04-09"]);
        }
        assert_eq!(find("04/09/2031", Order::MonthFirst), find("09/04/2031", Order::DayFirst));
        assert_eq!(find("15/09/2031", Order::MonthFirst), find("15/09/2031", Order::DayFirst));
        check("From 9 April 2031 to 11 April 2031", &["2031-04-09", "2031-04-11"]);
    }

    #[test]
    fn what_is_no_day() {
        for text in [
            "",
            "April 2031",
            "version 1.2.2031.5",
            "31.02.2031",
            "192.168.20.31",
            "April 1931 9",
            "99.99.2031",
            "9 2031",
            "2031",
        ] {
            check(text, &[]);
        }
    }
}
