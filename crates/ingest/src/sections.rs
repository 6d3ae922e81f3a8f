//! The role of every line: headline, standfirst, byline, body, caption, boilerplate.
//!
//! Rules over single lines come from `rules.rs`; here stands what needs the neighbors of a line: the headline, what
//! lies between it and the first prose, a description above a photo credit, a tail of related links. In doubt a
//! line is body: prose must never be lost.

use crate::inserts;
use crate::rules::{ENGLISH, Verdict};
use std::collections::BTreeSet;
use std::ops::Range;
use whosaid_text::{Section, SectionKind, SourceText};

/// How many lines that are not blank count as the head of a text.
const HEAD_LINES: usize = 12;

/// Words beyond this are not counted.
const MANY_WORDS: usize = 400;

/// One line that is not blank.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    /// Its words, trimmed.
    pub text: &'a str,
    /// What it is.
    pub kind: SectionKind,
    /// The rule that said so, if one did.
    pub rule: Option<&'static str>,
    start: usize,
    end: usize,
    n_words: usize,
    blank_before: bool,
    opens_tail: bool,
}

/// What is known about a text before its lines are looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known<'a> {
    /// Whether the first line is the title.
    pub title_is_first_line: bool,
    /// Names of the authors.
    pub authors: &'a [String],
}

/// Gives every line that is not blank its role.
pub(crate) fn lines<'a>(text: &'a str, known: Known<'_>) -> Vec<Line<'a>> {
    let mut lines = split(text);
    mark_by_rule(&mut lines);
    let n_headlines = mark_headline(&mut lines, known.title_is_first_line);
    mark_authors(&mut lines, n_headlines, known.authors);
    mark_standfirst(&mut lines, n_headlines);
    mark_described_photos(&mut lines);
    mark_tails(&mut lines);
    mark_repeats(&mut lines);
    lines
}

/// Joins lines of one role into sections. What is set into prose cuts it.
pub(crate) fn sections(text: &SourceText, lines: &[Line<'_>]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut add = |range: Range<usize>, kind: SectionKind| {
        let Some(span) = text.span(range).filter(|span| !span.is_empty()) else { return };
        match sections.last_mut() {
            Some(last) if last.kind == kind => last.span = last.span.cover(span),
            _ => sections.push(Section { span, kind }),
        }
    };
    for line in lines {
        let mut from = line.start;
        for insert in line.inserts(text) {
            add(from..insert.start, line.kind);
            add(insert.clone(), SectionKind::Boilerplate);
            from = insert.end;
        }
        add(from..line.end, line.kind);
    }
    sections
}

impl Line<'_> {
    /// What is set into prose but is none of it; bytes of the text.
    fn inserts(&self, text: &str) -> Vec<Range<usize>> {
        if !self.kind.is_read() {
            return Vec::new();
        }
        let found = text.get(self.start..self.end).map(inserts::of_line).unwrap_or_default();
        found.into_iter().map(|insert| self.start + insert.start..self.start + insert.end).collect()
    }
}

fn split(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut blank_before = true;
    for raw in text.split('\n') {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            blank_before = true;
        } else {
            lines.push(Line {
                text: trimmed,
                kind: SectionKind::Body,
                rule: None,
                start,
                end: start + raw.len(),
                n_words: trimmed.split_whitespace().take(MANY_WORDS).count(),
                blank_before,
                opens_tail: false,
            });
            blank_before = false;
        }
        start += raw.len() + 1;
    }
    lines
}

fn mark_by_rule(lines: &mut [Line<'_>]) {
    let last = lines.len().saturating_sub(1);
    for (idx, line) in lines.iter_mut().enumerate() {
        let Some(rule) = ENGLISH.of_line(line.text, line.n_words, idx < HEAD_LINES) else { continue };
        line.rule = Some(rule.name);
        match rule.verdict {
            Verdict::Kind(kind) => line.kind = kind,
            Verdict::Tail if idx > 0 && idx <= last => {
                line.kind = SectionKind::Boilerplate;
                line.opens_tail = true;
            }
            Verdict::Tail => {}
        }
    }
}

/// Marks the headline and gives the number of lines up to and with it.
fn mark_headline(lines: &mut [Line<'_>], known: bool) -> usize {
    let n_lines = lines.len();
    let Some(first) = lines.first_mut() else { return 0 };
    if known || (n_lines > 1 && first.rule.is_none() && reads_like_a_headline(first)) {
        first.kind = SectionKind::Headline;
        first.rule = None;
        first.opens_tail = false;
        return 1;
    }
    0
}

fn reads_like_a_headline(line: &Line<'_>) -> bool {
    let opens_well = line.text.chars().next().is_some_and(|c| !c.is_lowercase());
    let asks = line.text.ends_with('?') && line.n_words <= 16;
    opens_well && (2..=30).contains(&line.n_words) && (asks || !ends_a_sentence(line.text))
}

/// Whether a line ends as prose does: with a full stop or its like, perhaps inside closing quotes or brackets, or
/// with a colon, comma or semicolon that something follows.
fn ends_a_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '*']);
    let ends = |text: &str| text.ends_with(['.', '!', '?', '…', ':', ';', ',', '—']);
    ends(bare) || (bare.is_empty() && !text.is_empty())
}

/// A line of running text: long enough, and closed by a full stop.
fn is_prose(line: &Line<'_>) -> bool {
    let bare = line.text.trim_end_matches(['"', '”', '’', '\'']);
    line.kind == SectionKind::Body && line.n_words >= 8 && bare.ends_with(['.', '!', '…'])
}

/// Lines at the head that are nothing but an author's name, and what joins two names.
fn mark_authors(lines: &mut [Line<'_>], from: usize, authors: &[String]) {
    let to = lines.len().min(HEAD_LINES);
    for idx in from..to {
        let line = &lines[idx];
        if line.kind != SectionKind::Body || line.n_words > 8 {
            continue;
        }
        let named = authors.iter().any(|author| !author.is_empty() && author.eq_ignore_ascii_case(line.text));
        let after_byline = idx > 0 && lines[idx - 1].kind == SectionKind::Byline;
        let before_byline = lines.get(idx + 1).is_some_and(|next| next.kind == SectionKind::Byline);
        let joins =
            after_byline && matches!(line.text, "and" | "And" | "&" | "|" | "," | "·" | "•" | "By" | "by");
        let name_between = after_byline && before_byline && line.n_words <= 5 && is_capitalized(line.text);
        let dated = crate::dates::parse(line.text).is_some();
        if named || joins || name_between || dated {
            lines[idx].kind = SectionKind::Byline;
        }
    }
}

fn is_capitalized(text: &str) -> bool {
    text.split_whitespace().all(|word| word.chars().next().is_some_and(|c| c.is_uppercase()))
}

/// The summary under the headline: what stands between it and the byline, or lines there that do not end as prose.
fn mark_standfirst(lines: &mut [Line<'_>], from: usize) {
    if from == 0 {
        return;
    }
    let head = lines.len().min(HEAD_LINES);
    let byline = (from..head).find(|&idx| lines[idx].kind == SectionKind::Byline);
    let to = match byline {
        Some(idx) if idx - from <= 3 => idx,
        _ => (from..head)
            .find(|&idx| lines[idx].n_words < 6 || ends_a_sentence(lines[idx].text))
            .unwrap_or(from),
    };
    let leaves_prose = lines[to..].iter().any(is_prose);
    for line in lines[from..to].iter_mut().filter(|line| leaves_prose && line.n_words <= 60) {
        if line.kind == SectionKind::Body {
            line.kind = SectionKind::Standfirst;
        }
    }
}

/// A description that stands directly above a photo credit, in a block of its own, belongs to the caption.
fn mark_described_photos(lines: &mut [Line<'_>]) {
    for idx in 1..lines.len() {
        let credit = lines[idx].kind == SectionKind::Caption && !lines[idx].blank_before;
        let above = &lines[idx - 1];
        let opens_block = above.blank_before || (idx > 1 && lines[idx - 2].kind != SectionKind::Body);
        let ends_block = lines.get(idx + 1).is_none_or(|next| next.blank_before);
        if credit && ends_block && opens_block && above.kind == SectionKind::Body && above.n_words <= 90 {
            lines[idx - 1].kind = SectionKind::Caption;
        }
    }
}

/// What follows a heading such as "Related Articles", up to where prose goes on.
fn mark_tails(lines: &mut [Line<'_>]) {
    let mut idx = 0;
    while idx < lines.len() {
        if !lines[idx].opens_tail {
            idx += 1;
            continue;
        }
        let end = (idx + 1..lines.len()).find(|&at| prose_goes_on(lines, at)).unwrap_or(lines.len());
        for line in &mut lines[idx + 1..end] {
            line.kind = SectionKind::Boilerplate;
        }
        idx = end;
    }
}

/// Prose goes on after a list of links where two lines of it follow each other, or a last one stands alone.
fn prose_goes_on(lines: &[Line<'_>], at: usize) -> bool {
    is_prose(&lines[at])
        && match lines.get(at + 1) {
            Some(next) => is_prose(next),
            None => lines[at].blank_before,
        }
}

/// A short line that comes again in a tail of links is the label of a picture there and here.
fn mark_repeats(lines: &mut [Line<'_>]) {
    if !lines.iter().any(|line| line.opens_tail) {
        return;
    }
    let short = |line: &Line<'_>| (2..=12).contains(&line.n_words) && !ends_a_sentence(line.text);
    let in_tail: BTreeSet<&str> = lines
        .iter()
        .filter(|line| line.kind == SectionKind::Boilerplate && line.rule.is_none() && short(line))
        .map(|line| line.text)
        .collect();
    for line in lines {
        if line.kind == SectionKind::Body && short(line) && in_tail.contains(line.text) {
            line.kind = SectionKind::Caption;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The roles of the lines as letters: Headline, Standfirst, bYline, body (.), Caption, boilerplate (x).
    fn check(text: &str, expected: &str) {
        let letters: String = lines(text, Known::default()).iter().map(letter).collect();
        assert_eq!(letters, expected, "{text}");
    }

    fn letter(line: &Line<'_>) -> char {
        match line.kind {
            SectionKind::Headline => 'H',
            SectionKind::Standfirst => 'S',
            SectionKind::Byline => 'Y',
            SectionKind::Body => '.',
            SectionKind::Caption => 'C',
            SectionKind::Boilerplate => 'x',
        }
    }

    const PROSE: &str = "The old pier of Port Ellis fell into the sea on Monday night, the mayor said.";

    #[test]
    fn a_short_first_line_without_a_stop_is_the_headline() {
        check(&format!("Pier falls into the sea\n\n{PROSE}"), "H.");
        check(&format!("Who let the pier fall?\n\n{PROSE}"), "H.");
        check(&format!("Mayor: 'We lost the pier'\n\n{PROSE}"), "H.");
        check(&format!("The pier fell.\n\n{PROSE}"), "..");
        check(&format!("the pier fell\n\n{PROSE}"), "..");
        check("Pier falls into the sea", ".");
        check(PROSE, ".");
    }

    #[test]
    fn the_summary_stands_between_headline_and_byline() {
        check(&format!("Pier falls\n\nNobody was hurt, the mayor says\n\nBy Ada Fenn\n\n{PROSE}"), "HSY.");
        check(&format!("Pier falls\n\nNobody was hurt in the fall, the mayor says\n\n{PROSE}"), "HS.");
        check(&format!("Pier falls\n\n{PROSE}\n\nA short heading\n\n{PROSE}"), "H...");
        check("Pier falls\n\nNobody was hurt in the fall, the mayor says", "H.");
    }

    #[test]
    fn bylines_may_run_over_lines() {
        let head = "Pier falls\n\nBy Ada Fenn\nand\nTom Berg\nPublished on April 9, 2031 03:00 PM";
        check(&format!("{head}\n{PROSE}"), "HYYYY.");
        check(&format!("Pier falls\n\nApril 9, 2031\n\n{PROSE}"), "HY.");
    }

    #[test]
    fn a_description_above_a_photo_credit_is_a_caption() {
        check(
            &format!("{PROSE}\n\nThe mayor visits the pier on May 2\nAda Fenn/WireImage\n\n{PROSE}"),
            ".CC.",
        );
        check(&format!("{PROSE}\n{PROSE}\nAda Fenn/WireImage\n{PROSE}"), "..C.");
    }

    #[test]
    fn a_tail_of_links_is_boilerplate_and_prose_after_it_is_not() {
        let tail = "Related Articles\nThe mayor in 2029.\nMayor opens pier\nA boat\nWhy boats sink";
        check(&format!("{PROSE}\n\n{tail}"), ".xxxxx");
        check(&format!("{PROSE}\n\nRelated\nMayor opens pier\n\n{PROSE}\n\n{PROSE}"), ".xx..");
        check(&format!("{PROSE}\n\nA boat\n\n{PROSE}\n\n{tail}"), ".C.xxxxx");
    }

    #[test]
    fn odd_texts_have_lines_too() {
        check("", "");
        check("\n \n\t\n", "");
        check("Related Articles", ".");
        check("—\n\"\n)", "...");
    }

    #[test]
    fn sections_cover_every_line_in_order() {
        let text = SourceText::new(format!("Pier falls\n\n{PROSE}\n\n{PROSE}\n\nRead more\n")).unwrap();
        let lines = lines(&text, Known::default());
        let found: Vec<_> =
            sections(&text, &lines).iter().map(|s| (s.kind.name(), text.slice(s.span).len())).collect();
        assert_eq!(found, [("headline", 10), ("body", 2 * PROSE.len() + 2), ("boilerplate", 9)]);
    }
}
