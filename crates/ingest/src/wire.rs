//! The news agency that a text as a whole is credited to.
//!
//! Looked for where such credits stand: the dateline ("PORT ELLIS (Reuters) -"), the byline, and the last lines
//! (copyright, "Reporting by ...; Editing by ...", "with files from"). An agency named in the prose is a source, not
//! a credit. Names are data: `data/en/wires/agencies.txt`.

use crate::sections::Line;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use whosaid_text::SectionKind;

/// Every form of an agency's name, lower case, to its full name.
static AGENCIES: LazyLock<BTreeMap<String, &'static str>> =
    LazyLock::new(|| read_agencies(include_str!("../../../data/en/wires/agencies.txt")));

/// Lines of prose at the head in which a dateline may stand.
const DATELINE_LINES: usize = 4;
/// Lines at the end in which a credit may stand.
const CREDIT_LINES: usize = 8;
/// Bytes at the start of a line in which a dateline ends.
const DATELINE_BYTES: usize = 140;

fn read_agencies(data: &'static str) -> BTreeMap<String, &'static str> {
    let mut agencies = BTreeMap::new();
    for line in data.lines().filter(|line| !line.starts_with('#')) {
        let full = line.split('|').next().unwrap_or("").trim();
        for form in line.split('|').map(str::trim).filter(|form| !form.is_empty()) {
            agencies.insert(form.to_lowercase(), full);
        }
    }
    agencies
}

/// The full name of an agency, by any of its forms.
pub(crate) fn agency(name: &str) -> Option<&'static str> {
    AGENCIES.get(name.trim().to_lowercase().as_str()).copied()
}

/// The agency credited for a text, by its full name.
pub(crate) fn credited(lines: &[Line<'_>], byline: &[String]) -> Option<String> {
    let body = lines.iter().filter(|line| matches!(line.kind, SectionKind::Body | SectionKind::Standfirst));
    let dateline = body.take(DATELINE_LINES).find_map(|line| of_dateline(line.text));
    dateline
        .or_else(|| byline.iter().find_map(|name| of_byline(name)))
        .or_else(|| head_lines(lines).find_map(of_byline))
        .map(str::to_owned)
        .or_else(|| lines.iter().rev().take(CREDIT_LINES).find_map(|line| of_credit(line.text)))
}

fn head_lines<'a>(lines: &'a [Line<'_>]) -> impl Iterator<Item = &'a str> {
    lines.iter().take(10).filter(|line| line.kind == SectionKind::Byline).map(|line| line.text)
}

/// "PORT ELLIS, May 2 (Reuters) - ...", "(AP) ...", "PORT ELLIS, May 2. /TASS/. ...".
fn of_dateline(line: &str) -> Option<&'static str> {
    let head = head_of(line, DATELINE_BYTES);
    let (open, close) = match head.find('(') {
        Some(at) => (at, ')'),
        None => (head.find('/')?, '/'),
    };
    let inside = &head[open + 1..];
    let end = inside.find(close)?;
    let full = agency_in_brackets(&inside[..end])?;
    let before = head[..open].trim();
    let after = inside[end + 1..].trim_start();
    let dash = after.starts_with(['-', '–', '—', '−', '_', ':', '.']);
    let places = is_dateline_place(before);
    let shouted = before.chars().any(char::is_alphabetic)
        && before.split([',', ' ']).next().is_some_and(|word| word.chars().all(|c| !c.is_lowercase()));
    (places && (dash || before.is_empty() || shouted)).then_some(full)
}

/// "AP", "Reuters", "Reuters/Ada Fenn", "AP Photo" is none.
fn agency_in_brackets(inside: &str) -> Option<&'static str> {
    agency(inside).or_else(|| agency(inside.split_once('/')?.0))
}

/// Places, a date, and nothing that a sentence would have.
fn is_dateline_place(before: &str) -> bool {
    let words: Vec<&str> = before.split_whitespace().collect();
    words.len() <= 10
        && words.iter().all(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            bare.is_empty()
                || matches!(bare, "de" | "of" | "the" | "and" | "al" | "la" | "del" | "ABOARD" | "ON")
                || bare.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())
        })
}

/// "Reuters", "The Associated Press", "Reuters in Port Ellis", "Ada Fenn, Associated Press", "By AFP".
fn of_byline(name: &str) -> Option<&'static str> {
    let name = head_of(name, 200).trim();
    let bare = name.strip_prefix("By ").or_else(|| name.strip_prefix("BY ")).unwrap_or(name).trim();
    if let Some(full) = agency(bare) {
        return Some(full);
    }
    let lower = bare.to_lowercase();
    let first = lower.split_once(" in ").map_or(lower.as_str(), |(first, _)| first);
    let parts = [first].into_iter().chain(lower.split([',', ';', '|', '/', '(', ')']));
    parts.map(|part| part.trim().trim_start_matches("the ")).find_map(agency).or_else(|| {
        // A long form may follow the name without a comma; a short one is too easily something else.
        ["the associated press", "associated press", "reuters", "agence france-presse", "press association"]
            .into_iter()
            .find(|form| lower.ends_with(&format!(" {form}")))
            .and_then(agency)
    })
}

/// Credits in the last lines.
fn of_credit(line: &str) -> Option<String> {
    if line.len() > 600 {
        return of_dash_at_end(tail_of(line, 400))
            .or_else(|| of_editors(tail_of(line, 400)))
            .map(str::to_owned);
    }
    let lower = line.to_lowercase();
    of_copyright(&lower)
        .or_else(|| of_editors(line))
        .or_else(|| of_writers(&lower))
        .or_else(|| {
            after_any(
                &lower,
                &["with files from", "with reporting from", "material from", "by our partners at"],
            )
        })
        .or_else(|| of_dash_at_end(line))
        .map(str::to_owned)
        .or_else(|| first_appeared(line))
}

/// "© 2031 AFP", "Copyright 2031 The Associated Press. All rights reserved.", "© 2031 Thomson Reuters".
fn of_copyright(lower: &str) -> Option<&'static str> {
    let at = ["©", "(c) ", "copyright "].iter().filter_map(|mark| lower.find(mark)).min()?;
    let words =
        lower[at..].trim_start_matches(|c: char| !c.is_alphanumeric()).trim_start_matches("copyright");
    let words = words.trim_start_matches(|c: char| !c.is_alphabetic() || c == '©').trim_start_matches("by ");
    leading_agency(words)
}

/// An agency's name at the start of some words.
fn leading_agency(lower: &str) -> Option<&'static str> {
    let lower = lower.trim_start().trim_start_matches("the ");
    let ends = lower.match_indices(|c: char| !c.is_alphanumeric() && c != '-').map(|(at, _)| at).take(4);
    ends.chain([lower.len()]).filter_map(|end| agency(lower.get(..end)?)).last()
}

fn after_any(lower: &str, marks: &[&str]) -> Option<&'static str> {
    marks.iter().find_map(|mark| leading_agency(&lower[lower.find(mark)? + mark.len()..]))
}

/// "(Reporting by Ada Fenn; Editing by Tom Berg)": the form of Reuters.
fn of_editors(line: &str) -> Option<&'static str> {
    let editing = line.find("diting by ")?;
    let reporting = line.find("eporting by ").or_else(|| line.find("riting by "))?;
    (reporting < editing && line[..editing].contains(';')).then_some("Reuters")
}

/// "Associated Press writers Ada Fenn and Tom Berg contributed to this report.": the form of that agency. "The
/// Associated Press contributed to this report" credits it with a part only.
fn of_writers(lower: &str) -> Option<&'static str> {
    let at = lower.find("contributed to this")?;
    let writers = [
        "associated press writer",
        "ap writer",
        "ap reporter",
        "associated press journalist",
        "associated press reporter",
    ];
    writers.iter().any(|form| lower[..at].contains(form)).then_some("Associated Press")
}

/// A last line that ends "- AFP", "(AP)", "— Reuters", or is nothing but the name.
fn of_dash_at_end(line: &str) -> Option<&'static str> {
    let line = line.trim_end_matches(['.', ' ']);
    if let Some(full) = agency(line.trim_matches(['(', ')', '[', ']', '-', '–', '—', ' '])) {
        return Some(full);
    }
    let at = line.rfind([' ', '-', '–', '—', '(', '/'])?;
    let last = line[at..].trim_matches(|c: char| !c.is_alphanumeric());
    let before = line[..at].trim_end();
    let marked = before.ends_with(['-', '–', '—']) || (line[at..].starts_with('(') || before.ends_with('('));
    let ends_prose = before.trim_end_matches(['-', '–', '—', ' ', '(']).ends_with(['.', '”', '"']);
    (marked && ends_prose && last.chars().any(char::is_uppercase)).then(|| agency(last)).flatten()
}

/// "This article originally appeared on Harbor Weekly." credits another outlet for the whole.
fn first_appeared(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    if lower.len() != line.len() || line.len() > 160 {
        return None;
    }
    let opens = ["this article", "this story", "this report", "this post", "originally "];
    if !opens.iter().any(|open| lower.starts_with(open)) {
        return None;
    }
    let marks =
        ["appeared on ", "appeared in ", "published on ", "published in ", "published by ", "appeared at "];
    let at = marks.iter().find_map(|mark| lower.find(mark).map(|at| at + mark.len()))?;
    let name = line.get(at..)?.split(['.', ',', ';', '(']).next()?.trim();
    let named = name.chars().next().is_some_and(char::is_uppercase) || name.starts_with("the ");
    (named && name.split_whitespace().count() <= 5 && !name.contains(|c: char| c.is_ascii_digit()))
        .then(|| agency(name).map_or_else(|| name.to_owned(), str::to_owned))
}

fn head_of(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn tail_of(text: &str, bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sections::{Known, lines};

    fn check(text: &str, byline: &[&str], expected: Option<&str>) {
        let byline: Vec<String> = byline.iter().map(|&name| name.to_owned()).collect();
        let lines = lines(text, Known::default());
        assert_eq!(credited(&lines, &byline).as_deref(), expected, "{text}");
    }

    #[test]
    fn datelines() {
        for (text, agency) in [
            ("PORT ELLIS (Reuters) - The pier fell on Monday.", "Reuters"),
            ("PORT ELLIS, N.E. (AP) — The pier fell on Monday.", "Associated Press"),
            ("Port Ellis, April 9 (UPI) -- The pier fell on Monday.", "United Press International"),
            ("(AFP) The pier fell on Monday.", "Agence France-Presse"),
            ("April 9 (Reuters) - The pier fell on Monday.", "Reuters"),
            ("PORT ELLIS, April 9. /TASS/. The pier fell.", "TASS"),
            ("Pier falls\n\nPORT ELLIS, April 9 (Xinhua) -- The pier fell on Monday.", "Xinhua"),
        ] {
            check(text, &[], Some(agency));
        }
    }

    #[test]
    fn bylines() {
        let prose = "The pier fell on Monday, the mayor said.";
        for (name, agency) in [
            ("Associated Press", "Associated Press"),
            ("The Associated Press", "Associated Press"),
            ("Reuters Staff", "Reuters"),
            ("Reuters in Port Ellis", "Reuters"),
            ("Ada Fenn, Associated Press", "Associated Press"),
            ("AFP", "Agence France-Presse"),
        ] {
            check(prose, &[name], Some(agency));
        }
        check(&format!("Pier falls\n\nBy The Associated Press\n\n{prose}"), &[], Some("Associated Press"));
        check(prose, &["Ada Fenn"], None);
        check(prose, &["Adam Apter"], None);
    }

    #[test]
    fn credits_at_the_end() {
        let prose = "The pier fell on Monday, the mayor said.";
        for (line, agency) in [
            ("© 2031 AFP", Some("Agence France-Presse")),
            ("Copyright 2031 The Associated Press. All rights reserved.", Some("Associated Press")),
            ("(Reporting by Ada Fenn; Editing by Tom Berg)", Some("Reuters")),
            (
                "(Reporting by Ada Fenn in Port Ellis; Writing by Li Mo; Editing by Tom Berg.)",
                Some("Reuters"),
            ),
            ("With files from The Canadian Press", Some("Canadian Press")),
            ("The pier will be rebuilt. - AFP", Some("Agence France-Presse")),
            ("The pier will be rebuilt. (AP)", Some("Associated Press")),
            ("This article originally appeared on Harbor Weekly.", Some("Harbor Weekly")),
            (
                "Associated Press writer Ada Fenn in Port Ellis contributed to this report.",
                Some("Associated Press"),
            ),
            ("The Associated Press contributed to this report.", None),
            ("© 2031 Harbor Gazette", None),
            ("Additional reporting by agencies", None),
            ("She told Reuters.", None),
            ("This story was first published on April 9, 2031.", None),
        ] {
            check(&format!("{prose}\n\n{line}"), &[], agency);
        }
    }

    #[test]
    fn an_agency_in_the_prose_is_no_credit() {
        for text in [
            "The mayor told Reuters that the pier fell.",
            "The mayor (AP reported) left.",
            "The Associated Press first reported the fall.",
            "Officials of the Assembly of People (AP) met on Monday.",
            "The pier was seen by the AP/Harbor team.",
        ] {
            check(text, &[], None);
        }
    }
}
