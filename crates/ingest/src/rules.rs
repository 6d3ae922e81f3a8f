//! Line rules: what kind of line a line is, read from `data/en/boilerplate/lines.rules`.
//!
//! A rule is a few lines of text: what to match, what it makes of it, why, and examples that are tests. This file
//! reads the format and matches one line; `sections.rs` decides over the whole text.

use regex::bytes::{RegexSet, RegexSetBuilder};
use std::sync::LazyLock;
use whosaid_text::SectionKind;

/// Lines longer than this many bytes are prose (or noise) and are not matched.
const LONGEST_LINE_BYTES: usize = 1200;

/// The rules for English pages.
pub(crate) static ENGLISH: LazyLock<LineRules> =
    LazyLock::new(|| LineRules::parse(include_str!("../../../data/en/boilerplate/lines.rules")));

/// What a rule makes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// A section of this kind.
    Kind(SectionKind),
    /// Boilerplate that heads a list of links.
    Tail,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LineRule {
    /// Its name in the data.
    pub name: &'static str,
    /// What it makes of a line.
    pub verdict: Verdict,
    /// Whether it holds only among the first lines.
    pub head_only: bool,
    /// The longest line it applies to, in words.
    pub max_words: usize,
    exact_case: bool,
    patterns: Vec<&'static str>,
    yes: Vec<&'static str>,
    no: Vec<&'static str>,
}

/// All rules, in file order: an earlier one goes first.
pub(crate) struct LineRules {
    rules: Vec<LineRule>,
    /// All patterns.
    all: Patterns,
    /// Patterns of the rules that also hold for long lines.
    long: Patterns,
}

/// Patterns that are matched in one pass.
struct Patterns {
    set: RegexSet,
    /// The rule of each pattern.
    owner: Vec<usize>,
}

/// Lines of more words than this are matched against few rules only.
const LONG_LINE_WORDS: usize = 60;

impl LineRules {
    /// Reads the rule format. A line that is none of the format's is skipped; the tests refuse such data.
    pub fn parse(data: &'static str) -> Self {
        let mut rules: Vec<LineRule> = Vec::new();
        for line in data.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                rules.push(LineRule::named(name));
            } else if let (Some((field, value)), Some(rule)) = (line.split_once(' '), rules.last_mut()) {
                rule.set_field(field, value.trim());
            }
        }
        let all = Patterns::of(&rules, |_| true);
        let long = Patterns::of(&rules, |rule| rule.max_words > LONG_LINE_WORDS);
        LineRules { rules, all, long }
    }

    /// The first rule that holds for a trimmed line of so many words.
    pub fn of_line(&self, line: &str, n_words: usize, in_head: bool) -> Option<&LineRule> {
        if line.len() > LONGEST_LINE_BYTES {
            return None;
        }
        let patterns = if n_words > LONG_LINE_WORDS { &self.long } else { &self.all };
        patterns
            .set
            .matches(&fold(line))
            .iter()
            .filter_map(|pattern_idx| self.rules.get(*patterns.owner.get(pattern_idx)?))
            .find(|rule| n_words <= rule.max_words && (in_head || !rule.head_only))
    }
}

impl Patterns {
    fn of(rules: &[LineRule], wanted: impl Fn(&LineRule) -> bool) -> Self {
        let mut patterns = Vec::new();
        let mut owner = Vec::new();
        for (rule_idx, rule) in rules.iter().enumerate().filter(|(_, rule)| wanted(rule)) {
            let flags = if rule.exact_case { "(?-u)" } else { "(?i-u)" };
            patterns.extend(rule.patterns.iter().map(|pattern| format!("{flags}{pattern}")));
            owner.extend(rule.patterns.iter().map(|_| rule_idx));
        }
        let built = RegexSetBuilder::new(patterns).dfa_size_limit(8 << 20).build();
        Patterns { set: built.unwrap_or_else(|_| RegexSet::empty()), owner }
    }
}

/// A line in ASCII with one blank between words, so that the patterns are over bytes and fast.
fn fold(line: &str) -> Vec<u8> {
    let mut folded = Vec::with_capacity(line.len());
    for c in line.chars() {
        match c {
            c if c.is_whitespace() => {
                if folded.last() != Some(&b' ') {
                    folded.push(b' ');
                }
            }
            c if c.is_ascii() => folded.push(c as u8),
            '‘' | '’' | 'ʼ' => folded.push(b'\''),
            '“' | '”' | '„' => folded.push(b'"'),
            '–' | '—' | '−' | '‐' | '‑' => folded.push(b'-'),
            '…' => folded.extend(b"..."),
            '©' => folded.extend(b"(c)"),
            '»' | '›' | '→' | '▸' | '►' => folded.push(b'>'),
            '|' | '│' | '¦' => folded.push(b'|'),
            c if c.is_uppercase() => folded.push(b'X'),
            c if c.is_alphanumeric() => folded.push(b'x'),
            _ => folded.push(b'~'),
        }
    }
    folded
}

impl LineRule {
    fn named(name: &'static str) -> Self {
        LineRule {
            name,
            verdict: Verdict::Kind(SectionKind::Boilerplate),
            head_only: false,
            max_words: 60,
            exact_case: false,
            patterns: Vec::new(),
            yes: Vec::new(),
            no: Vec::new(),
        }
    }

    fn set_field(&mut self, field: &str, value: &'static str) {
        match field {
            "kind" => {
                self.verdict = match value {
                    "caption" => Verdict::Kind(SectionKind::Caption),
                    "byline" => Verdict::Kind(SectionKind::Byline),
                    "tail" => Verdict::Tail,
                    _ => Verdict::Kind(SectionKind::Boilerplate),
                }
            }
            "where" => self.head_only = value == "head",
            "words" => self.max_words = value.parse().unwrap_or(60),
            "case" => self.exact_case = value == "exact",
            "match" => self.patterns.push(value),
            "yes" => self.yes.push(value),
            "no" => self.no.push(value),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule_of(line: &str) -> Option<&'static str> {
        ENGLISH.of_line(line, line.split_whitespace().count(), true).map(|rule| rule.name)
    }

    #[test]
    fn every_pattern_compiles() {
        assert!(!ENGLISH.rules.is_empty());
        for patterns in [&ENGLISH.all, &ENGLISH.long] {
            assert_eq!(patterns.set.len(), patterns.owner.len(), "a pattern does not compile");
        }
    }

    #[test]
    fn every_rule_has_examples_and_they_hold() {
        let mut wrong = Vec::new();
        for rule in &ENGLISH.rules {
            assert!(!rule.yes.is_empty() && !rule.no.is_empty(), "{} lacks examples", rule.name);
            for line in rule.yes.iter().filter(|line| rule_of(line).is_none()) {
                wrong.push(format!("{} should match: {line}", rule.name));
            }
            for line in &rule.no {
                if let Some(name) = rule_of(line) {
                    wrong.push(format!("{name} should not match: {line}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_very_long_line_is_not_matched() {
        assert_eq!(rule_of(&"Copyright 2031 ".repeat(1000)), None);
    }
}
