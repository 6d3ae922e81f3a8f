//! The examples of the rule files are tests.

use crate::{TimeMention, TimeRules, read_times};
use whosaid_language::{Lexicon, annotate};
use whosaid_text::{Article, ArticleParts, Dating, HowDated, SourceText};

/// Reads the times of a text published on a date (or on no known one).
pub(crate) fn times_of(
    rules: &TimeRules,
    lexicon: &Lexicon,
    text: &str,
    published: &str,
) -> Vec<TimeMention> {
    let published = match published.parse() {
        Ok(moment) => Dating::known(moment, HowDated::Given),
        Err(_) => Dating::unknown(),
    };
    let article =
        Article::new(ArticleParts { published, ..ArticleParts::of_text(SourceText::new(text).unwrap()) });
    read_times(rules, &annotate(lexicon, article))
}

#[test]
fn the_examples_of_every_rule_hold() {
    let (rules, lexicon) = (TimeRules::english(), Lexicon::english());
    let mut wrong = Vec::new();
    for rule in &rules.loaded().rules {
        for example in &rule.examples {
            let text = example.text.replace(['[', ']'], "");
            let times = times_of(&rules, &lexicon, &text, &example.published);
            let shown: Vec<_> = times
                .iter()
                .map(|t| format!("{} = {} {:?} by {}", &text[t.span.range()], t.kind.name(), t.value, t.rule))
                .collect();
            let holds = match &example.expected {
                Some(expected) if expected == "none" => times.is_empty(),
                None => times.iter().all(|time| time.rule != rule.id),
                Some(expected) => example.text.split('[').skip(1).any(|part| {
                    let words = part.split(']').next().unwrap_or("");
                    times.iter().any(|time| {
                        let value = format!("{} {}", time.kind.name(), time.value.as_deref().unwrap_or("-"));
                        time.rule == rule.id && &text[time.span.range()] == words && &value == expected
                    })
                }),
            };
            if !holds {
                wrong.push(format!(
                    "{}: {} -> {:?}\n    {}",
                    rule.id,
                    example.text,
                    example.expected,
                    shown.join("; ")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples do not hold:\n{}", wrong.len(), wrong.join("\n"));
}
