//! What is different between two versions of an article, in substance.
//!
//! A sentence counts by its words and numbers: commas, quotation marks, capitals and blanks do not, and neither does
//! its place. A sentence that is gone and one that is new are one changed sentence where they share half their words.

use crate::rows::{DifferenceRow, SentenceRow};
use std::collections::{BTreeMap, BTreeSet};
use whosaid::attribution::Reading;
use whosaid::text::Span;

/// Shared part of the words from which a gone and a new sentence are one that changed.
const CHANGED: f32 = 0.5;
/// Pairs of gone and new sentences at most that are compared.
const MOST_PAIRS: usize = 250_000;

/// What is different, and how much is the same.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// Sentences added, removed and changed. The claims are not filled in.
    pub row: DifferenceRow,
    /// Where the older version lost or changed words.
    pub older_spans: Vec<Span>,
    /// Where the newer version gained or changed words.
    pub newer_spans: Vec<Span>,
    /// Shared part of the shorter version's sentences, 0 to 1.
    pub likeness: f32,
}

impl Difference {
    /// Whether anything differs in substance.
    pub fn is_empty(&self) -> bool {
        self.older_spans.is_empty() && self.newer_spans.is_empty()
    }
}

struct Sentence {
    span: Span,
    words: String,
}

/// Compares two versions.
pub fn difference(older: &Reading, newer: &Reading) -> Difference {
    let (before, after) = (sentences(older), sentences(newer));
    let (gone, fresh) = (beyond(&before, &after), beyond(&after, &before));
    let shorter = before.len().min(after.len());
    let longer_new = if before.len() <= after.len() { gone.len() } else { fresh.len() };
    let likeness = if shorter == 0 { 0.0 } else { 1.0 - longer_new as f32 / shorter as f32 };
    let pairs = changed(&gone, &fresh);
    let row = |reading: &Reading, sentence: &Sentence| {
        let text = &reading.annotated.article.text;
        SentenceRow {
            span: text.code_point_span(sentence.span),
            words: text.slice(sentence.span).split_whitespace().collect::<Vec<_>>().join(" "),
        }
    };
    let (paired_gone, paired_fresh): (BTreeSet<usize>, BTreeSet<usize>) = pairs.iter().copied().unzip();
    let alone = |reading: &Reading, list: &[&Sentence], paired: &BTreeSet<usize>| {
        let rest = list.iter().enumerate().filter(|(n, _)| !paired.contains(n));
        rest.map(|(_, sentence)| row(reading, sentence)).collect()
    };
    Difference {
        row: DifferenceRow {
            sentences_added: alone(newer, &fresh, &paired_fresh),
            sentences_removed: alone(older, &gone, &paired_gone),
            sentences_changed: pairs
                .iter()
                .map(|&(a, b)| [row(older, gone[a]), row(newer, fresh[b])])
                .collect(),
            claims_touched: Vec::new(),
        },
        older_spans: gone.iter().map(|sentence| sentence.span).collect(),
        newer_spans: fresh.iter().map(|sentence| sentence.span).collect(),
        likeness,
    }
}

/// Sentences with a word, boilerplate left out.
fn sentences(reading: &Reading) -> Vec<Sentence> {
    let annotated = &reading.annotated;
    let article = &annotated.article;
    let spans = annotated.sentences.iter().map(|sentence| annotated.span(sentence.tokens));
    let spans =
        spans.filter(|span| article.section_at(span.start()) != whosaid::text::SectionKind::Boilerplate);
    spans
        .map(|span| Sentence { span, words: substance(article.text.slice(span)) })
        .filter(|sentence| !sentence.words.is_empty())
        .collect()
}

/// Words and numbers of a sentence, in small letters, one blank between them.
fn substance(sentence: &str) -> String {
    let mut words = String::with_capacity(sentence.len());
    let mut chars = sentence.chars().peekable();
    let mut in_number = false;
    while let Some(c) = chars.next() {
        let digit_next = chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            c if c.is_alphanumeric() => words.extend(c.to_lowercase()),
            '%' | '$' | '£' | '€' => words.push(c),
            '.' | ':' | '-' if in_number && digit_next => words.push(c),
            ',' if in_number && digit_next => {}
            '\'' | '’' => {}
            _ if !words.ends_with(' ') => words.push(' '),
            _ => {}
        }
        in_number = c.is_ascii_digit() || (in_number && digit_next);
    }
    words.trim().to_owned()
}

/// The sentences of `list` that `other` does not have, counted as often as they stand.
fn beyond<'a>(list: &'a [Sentence], other: &[Sentence]) -> Vec<&'a Sentence> {
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    other.iter().for_each(|sentence| *held.entry(&sentence.words).or_default() += 1);
    let mut is_held = |sentence: &&Sentence| match held.get_mut(sentence.words.as_str()) {
        Some(n) if *n > 0 => {
            *n -= 1;
            true
        }
        _ => false,
    };
    list.iter().filter(|sentence| !is_held(sentence)).collect()
}

/// Pairs of a gone and a new sentence that are one, the most alike first, in order of the new ones.
fn changed(gone: &[&Sentence], fresh: &[&Sentence]) -> Vec<(usize, usize)> {
    if gone.len() * fresh.len() > MOST_PAIRS {
        return Vec::new();
    }
    let words = |list: &[&Sentence]| -> Vec<BTreeSet<String>> {
        list.iter().map(|s| s.words.split(' ').map(str::to_owned).collect()).collect()
    };
    let (before, after) = (words(gone), words(fresh));
    let mut alike: Vec<(f32, usize, usize)> = Vec::new();
    for (a, old) in before.iter().enumerate() {
        for (b, new) in after.iter().enumerate() {
            let shared = old.intersection(new).count() as f32;
            let likeness = 2.0 * shared / (old.len() + new.len()) as f32;
            if likeness >= CHANGED {
                alike.push((likeness, a, b));
            }
        }
    }
    alike.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let (mut used_a, mut used_b) = (BTreeSet::new(), BTreeSet::new());
    alike.retain(|&(_, a, b)| {
        let free = !used_a.contains(&a) && !used_b.contains(&b);
        if free {
            used_a.insert(a);
            used_b.insert(b);
        }
        free
    });
    let mut pairs: Vec<(usize, usize)> = alike.into_iter().map(|(_, a, b)| (a, b)).collect();
    pairs.sort_by_key(|&(a, b)| (b, a));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use whosaid::text::{Article, ArticleParts, SourceText};

    fn reading(text: &str) -> Reading {
        let article = Article::new(ArticleParts::of_text(SourceText::new(text).unwrap()));
        whosaid::read_article(&whosaid::Resources::english(whosaid::Mode::Fast), article)
    }

    /// Removed, added, and changed sentences between two texts.
    fn check(older: &str, newer: &str, removed: &[&str], added: &[&str], changed: &[[&str; 2]]) {
        let row = difference(&reading(older), &reading(newer)).row;
        let words = |list: &[SentenceRow]| list.iter().map(|s| s.words.clone()).collect::<Vec<_>>();
        assert_eq!(words(&row.sentences_removed), removed);
        assert_eq!(words(&row.sentences_added), added);
        let pairs: Vec<[&str; 2]> =
            row.sentences_changed.iter().map(|[a, b]| [a.words.as_str(), b.words.as_str()]).collect();
        assert_eq!(pairs, changed);
    }

    #[test]
    fn noise_is_no_difference() {
        let older = "The bridge, she said, will close. \"It is old,\" he said. It cost 1,000 crowns.";
        check(
            older,
            "“It is old”, he said. The Bridge she said will close. It cost 1000 crowns.",
            &[],
            &[],
            &[],
        );
    }

    #[test]
    fn numbers_and_words_are_a_difference() {
        check(
            "Twelve ships left the port on Monday. Nobody was hurt. It cost 3.5 million.",
            "Nine ships left the port on Monday. It cost 35 million. The mayor resigned yesterday.",
            &["Nobody was hurt."],
            &["The mayor resigned yesterday."],
            &[
                ["Twelve ships left the port on Monday.", "Nine ships left the port on Monday."],
                ["It cost 3.5 million.", "It cost 35 million."],
            ],
        );
    }
}
