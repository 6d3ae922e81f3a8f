//! [`TimeRules`]: words and rules read from `data/en/times`.
//!
//! Word files (`*.words`) hold lines `class value: words | words`; a capital letter asks for one in the text, a final
//! full stop marks an abbreviation. Rule files (`*.rules`) hold blocks:
//!
//! ```text
//! rule name
//! pattern last <month>            (see `pattern.rs`; several lines are several patterns)
//! result date dir=-1              (an operation of `expression.rs` and fields that are always filled)
//! after in|since                  (only right after one of these; `not-after`, `before`, `not-before` likewise)
//! capital                         (only when the first word has a capital letter)
//! lower                           (only when it has none)
//! follows day                     (only right behind an expression with a day; takes what is missing from it)
//! reason Why this is a time, in one sentence.
//! match 2023-11-15 | He left [last May]. | DATE 2023-05
//! no He may last.
//! ```
//!
//! Examples are tests: what stands in brackets must be found by that rule with that type and value; in a `no` line
//! the rule must find nothing. The value `none` is for rules that say what is no time.

use crate::atoms::{Vocabulary, WordId};
use crate::classes::Classes;
use crate::expression::Operation;
use crate::fields::{DAYPARTS, FIELD_NAMES, Field, Fields};
use crate::holidays::Holidays;
use crate::pattern::{PatternReader, PatternTree};
use crate::tense::TenseWords;
use crate::{Grain, Modifier, TimeKind};
use std::sync::Arc;
use whosaid_text::RuleId;

/// The files that are built in, in the order in which equal matches are preferred.
const ENGLISH: &[(&str, &str)] = &[
    ("calendar.words", include_str!("../../../data/en/times/calendar.words")),
    ("phrases.words", include_str!("../../../data/en/times/phrases.words")),
    ("tense.words", include_str!("../../../data/en/times/tense.words")),
    ("holidays.words", include_str!("../../../data/en/times/holidays.words")),
    ("dates.rules", include_str!("../../../data/en/times/dates.rules")),
    ("relative.rules", include_str!("../../../data/en/times/relative.rules")),
    ("periods.rules", include_str!("../../../data/en/times/periods.rules")),
    ("clock.rules", include_str!("../../../data/en/times/clock.rules")),
    ("durations.rules", include_str!("../../../data/en/times/durations.rules")),
    ("sets.rules", include_str!("../../../data/en/times/sets.rules")),
    ("references.rules", include_str!("../../../data/en/times/references.rules")),
];

/// The rules for time expressions, read from `data/en/times`.
#[derive(Clone, Debug, Default)]
pub struct TimeRules {
    loaded: Arc<Loaded>,
}

/// A line of a rule or word file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesError {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it: lower case, no full stop.
    pub why: String,
}

impl std::fmt::Display for RulesError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.why)
    }
}

impl std::error::Error for RulesError {}

/// Everything the rules say.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) classes: Classes,
    pub(crate) tree: PatternTree,
    pub(crate) rules: Vec<Rule>,
    pub(crate) tenses: TenseWords,
    pub(crate) holidays: Holidays,
}

/// One rule without its pattern.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: RuleId,
    pub(crate) operation: Operation,
    /// The type, where the operation leaves it open.
    pub(crate) kind: Option<TimeKind>,
    /// A value that is always the same.
    pub(crate) value: Option<String>,
    /// Fields that are filled whatever the words are.
    pub(crate) fixed: Fields,
    pub(crate) capital: bool,
    pub(crate) lower: bool,
    /// Only right behind an expression that has this field; what is missing here is taken from there.
    pub(crate) follows: Option<Field>,
    pub(crate) after: Vec<Neighbor>,
    pub(crate) not_after: Vec<Neighbor>,
    pub(crate) before: Vec<Neighbor>,
    pub(crate) not_before: Vec<Neighbor>,
    #[cfg_attr(not(test), allow(dead_code))]
    pub(crate) examples: Vec<Example>,
}

/// What may stand beside a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Neighbor {
    /// A word (`in`).
    Word(WordId),
    /// A mark (`$`).
    Mark(char),
    /// A number (`#`).
    Number,
    /// A word with a capital letter (`^`).
    Capital,
    /// A word without one (`_`).
    Lower,
    /// The start or end of the sentence (`@`).
    Border,
    /// A word or number without a blank between (`~`).
    Glued,
}

/// An example of a rule file.
#[derive(Clone, Debug)]
#[cfg_attr(not(test), allow(dead_code))]
pub(crate) struct Example {
    /// Document date, or empty.
    pub(crate) published: String,
    /// The text, with the expected words in brackets for a match.
    pub(crate) text: String,
    /// Type and value; `None` where the rule must find nothing.
    pub(crate) expected: Option<String>,
}

impl TimeRules {
    /// The English rules that are built into the program.
    pub fn english() -> Self {
        match TimeRules::read(ENGLISH) {
            Ok(rules) => rules,
            Err(why) => {
                debug_assert!(false, "{why}");
                TimeRules::default()
            }
        }
    }

    /// Reads files given as name and content. A later block sees the words and named patterns of all earlier files.
    ///
    /// # Errors
    /// [`RulesError`] for the first line that cannot be read.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, RulesError> {
        let mut vocabulary = Vocabulary::default();
        let classes = Classes::new(&mut vocabulary);
        let loaded = Loaded { classes, vocabulary, ..Loaded::default() };
        let mut loader = Loader { loaded, reader: PatternReader::default(), rule: None };
        for (file, content) in files {
            let failed = |line: usize, why: String| RulesError { file: (*file).to_owned(), line, why };
            for (line_idx, line) in content.lines().enumerate() {
                loader.line(line).map_err(|why| failed(line_idx + 1, why))?;
            }
            loader.end_rule().map_err(|why| failed(content.lines().count(), why))?;
        }
        let mut loaded = loader.loaded;
        loaded.tree.finish(&loaded.vocabulary, &loaded.classes);
        Ok(TimeRules { loaded: Arc::new(loaded) })
    }

    pub(crate) fn loaded(&self) -> &Loaded {
        &self.loaded
    }
}

struct Loader {
    loaded: Loaded,
    reader: PatternReader,
    rule: Option<(Rule, Vec<String>, bool)>,
}

impl Loader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let line = line.trim();
        if line.is_empty() {
            return self.end_rule();
        }
        if line.starts_with('#') {
            return Ok(());
        }
        let (head, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        match head {
            "rule" => {
                self.end_rule()?;
                self.rule = Some((Rule::named(rest), Vec::new(), false));
                Ok(())
            }
            "let" => {
                let (name, pattern) = rest.split_once('=').ok_or("'let' needs '='")?;
                let Loaded { vocabulary, classes, .. } = &mut self.loaded;
                self.reader.name(vocabulary, classes, name.trim(), pattern)
            }
            _ if self.rule.is_some() => self.rule_line(head, rest),
            _ => self.words(line),
        }
    }

    fn rule_line(&mut self, head: &str, rest: &str) -> Result<(), String> {
        let vocabulary = &mut self.loaded.vocabulary;
        let Some((rule, patterns, reasoned)) = &mut self.rule else { return Ok(()) };
        match head {
            "pattern" => patterns.push(rest.to_owned()),
            "result" => rule.result(rest)?,
            "reason" => *reasoned = !rest.is_empty(),
            "capital" => rule.capital = true,
            "lower" => rule.lower = true,
            "follows" => {
                let field = FIELD_NAMES.iter().find(|(known, _)| *known == rest);
                rule.follows = Some(field.ok_or_else(|| format!("no field '{rest}'"))?.1);
            }
            "after" => rule.after.extend(neighbors(vocabulary, rest)),
            "not-after" => rule.not_after.extend(neighbors(vocabulary, rest)),
            "before" => rule.before.extend(neighbors(vocabulary, rest)),
            "not-before" => rule.not_before.extend(neighbors(vocabulary, rest)),
            "match" => {
                let mut parts = rest.split('|').map(str::trim);
                let (Some(published), Some(text), Some(expected)) =
                    (parts.next(), parts.next(), parts.next())
                else {
                    return Err("'match' needs a date, a text and a value".to_owned());
                };
                let (published, text) = (published.to_owned(), text.to_owned());
                rule.examples.push(Example { published, text, expected: Some(expected.to_owned()) });
            }
            "no" => {
                rule.examples.push(Example {
                    published: String::new(),
                    text: rest.to_owned(),
                    expected: None,
                });
            }
            _ => return Err(format!("'{head}' is not known here")),
        }
        Ok(())
    }

    fn end_rule(&mut self) -> Result<(), String> {
        let Some((rule, patterns, reasoned)) = self.rule.take() else { return Ok(()) };
        if patterns.is_empty() || !reasoned || rule.examples.iter().all(|example| example.expected.is_none())
        {
            return Err(format!("rule {} needs a pattern, a reason and an example", rule.id));
        }
        let idx = self.loaded.rules.len() as u16;
        let Loaded { vocabulary, classes, tree, .. } = &mut self.loaded;
        for pattern in &patterns {
            tree.add(vocabulary, classes, &self.reader, pattern, idx)?;
        }
        self.loaded.rules.push(rule);
        Ok(())
    }

    /// A line of a word file: `class value: words | words`.
    fn words(&mut self, line: &str) -> Result<(), String> {
        let (head, words) = line.split_once(':').ok_or("neither a rule nor a line of words")?;
        let mut head = head.split_whitespace();
        let (Some(class), value) = (head.next(), head.next().unwrap_or("0")) else {
            return Err("a line of words needs a class".to_owned());
        };
        let Loaded { vocabulary, classes, tenses, holidays, .. } = &mut self.loaded;
        let words = words.split('|').map(str::trim).filter(|word| !word.is_empty());
        if class == "tense" {
            words.for_each(|word| tenses.add(vocabulary, value, word));
            return Ok(());
        }
        let (field, value) = match class {
            "holiday" => (Field::Holiday, holidays.add(value)?),
            _ => class_value(class, value)?,
        };
        let class = classes.add(class, field);
        words.for_each(|words| classes.add_entry(vocabulary, class, words, value));
        Ok(())
    }
}

/// The field a class of words fills, and the value as a number.
fn class_value(class: &str, value: &str) -> Result<(Field, i64), String> {
    let name = class.split('-').next().unwrap_or(class);
    let field =
        FIELD_NAMES.iter().find(|(known, _)| *known == name).map_or(Field::Nothing, |(_, field)| *field);
    Ok((field, field_value(field, value)?))
}

fn field_value(field: Field, value: &str) -> Result<i64, String> {
    let position = |at: Option<usize>| at.map(|at| at as i64);
    let found = match field {
        Field::Unit => Grain::named(value).map(|grain| grain as i64),
        Field::Daypart => position(DAYPARTS.iter().position(|known| *known == value)),
        Field::Mod => position(Modifier::ALL.iter().position(|known| known.name() == value)),
        _ => value.parse().ok(),
    };
    found.ok_or_else(|| format!("'{value}' is not a value of this kind"))
}

fn neighbors(vocabulary: &mut Vocabulary, text: &str) -> Vec<Neighbor> {
    let neighbor = |word: &str| match word {
        "#" => Neighbor::Number,
        "^" => Neighbor::Capital,
        "_" => Neighbor::Lower,
        "@" => Neighbor::Border,
        "~" => Neighbor::Glued,
        _ => match word.chars().next() {
            Some(mark) if !mark.is_alphabetic() => Neighbor::Mark(mark),
            _ => Neighbor::Word(vocabulary.add(word)),
        },
    };
    text.split_whitespace().flat_map(|part| part.split('|')).filter(|w| !w.is_empty()).map(neighbor).collect()
}

impl Rule {
    fn named(name: &str) -> Rule {
        Rule {
            id: RuleId(format!("time/{name}").into()),
            operation: Operation::Date,
            kind: None,
            value: None,
            fixed: Fields::default(),
            capital: false,
            lower: false,
            follows: None,
            after: Vec::new(),
            not_after: Vec::new(),
            before: Vec::new(),
            not_before: Vec::new(),
            examples: Vec::new(),
        }
    }

    /// Reads `operation field=value ...`.
    fn result(&mut self, text: &str) -> Result<(), String> {
        let mut parts = text.split_whitespace();
        let name = parts.next().unwrap_or("");
        self.operation = Operation::named(name).ok_or_else(|| format!("'{name}' is no operation"))?;
        for part in parts {
            let (key, value) = part.split_once('=').ok_or_else(|| format!("'{part}' needs '='"))?;
            match key {
                "kind" => {
                    let kinds = [TimeKind::Date, TimeKind::Time, TimeKind::Duration, TimeKind::Set];
                    self.kind = kinds.into_iter().find(|kind| kind.name() == value);
                }
                "value" => self.value = Some(value.to_owned()),
                _ => {
                    let field = FIELD_NAMES.iter().find(|(known, _)| *known == key);
                    let (_, field) = field.ok_or_else(|| format!("no field '{key}'"))?;
                    self.fixed.fill(*field, field_value(*field, value)?);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_named() {
        let error = |text| TimeRules::read(&[("x.rules", text)]).err().map(|error| error.to_string());
        assert_eq!(
            error("rule a\npattern <none>\nresult date\nreason R.\nmatch | a | DATE 1\n").as_deref(),
            Some("x.rules:5: no class <none>")
        );
        assert_eq!(error("rule a\nresult dance\n").as_deref(), Some("x.rules:2: 'dance' is no operation"));
        assert_eq!(error("what is this").as_deref(), Some("x.rules:1: neither a rule nor a line of words"));
        assert!(
            error("rule a\npattern x\nresult date\n")
                .unwrap()
                .contains("needs a pattern, a reason and an example")
        );
    }

    #[test]
    fn the_english_rules_can_be_read() {
        TimeRules::read(ENGLISH).unwrap();
    }
}
