//! Scores of attributions found against gold: tokens, spans, whole attributions, and who said a quotation.
//!
//! Spans are compared as sets of their letters and digits. The overlap of two spans is what they share by the
//! larger of them. Matching is one to one and greedy by overlap, then position.

use crate::gold::brat::{BratDocument, Pieces};
use crate::{Figures, Prf};
use std::collections::BTreeMap;
use whosaid_text::Span;

const ROLES: [&str; 3] = ["source", "cue", "content"];
/// Words before which the name in a source ends.
const HEAD_STOPS: [&str; 20] = [
    "who", "whom", "whose", "which", "that", "of", "in", "on", "at", "from", "for", "with", "to", "and",
    "or", "as", "by", "near", "during", "s",
];

/// Counts over documents.
#[derive(Clone, Default)]
pub struct AttributionScorer {
    counts: BTreeMap<String, Prf>,
    n_regions: usize,
    n_right_speaker: usize,
}

/// An attribution as the scorer sees it.
struct Prepared {
    pieces: [Vec<Span>; 3],
    letters: [Vec<u32>; 3],
    head: Option<u32>,
}

impl AttributionScorer {
    /// Scores one document.
    pub fn add(&mut self, document: &BratDocument, predicted: &[Pieces]) {
        let text = &*document.text;
        let gold: Vec<Prepared> = document.attributions.iter().map(|a| Prepared::new(text, a)).collect();
        let predicted: Vec<Prepared> = predicted
            .iter()
            .map(|a| Prepared::new(text, a))
            .filter(|a| a.letters.iter().any(|letters| !letters.is_empty()))
            .collect();
        self.tokens(text, &gold, &predicted);
        self.spans(text, &gold, &predicted);
        self.attributions(&gold, &predicted);
        self.speakers(text, &gold, &predicted);
    }

    /// Adds the counts of other documents.
    pub fn merge(&mut self, other: &AttributionScorer) {
        for (name, counts) in &other.counts {
            self.count(name.clone(), counts.right, counts.predicted, counts.gold);
        }
        self.n_regions += other.n_regions;
        self.n_right_speaker += other.n_right_speaker;
    }

    /// The figures so far.
    pub fn figures(&self) -> Figures {
        let mut figures = Figures::default();
        for (name, counts) in &self.counts {
            figures.set_prf(name, *counts);
        }
        figures.set("quotation_speaker", self.n_right_speaker as f64 / self.n_regions.max(1) as f64);
        figures
    }

    fn count(&mut self, name: String, right: usize, predicted: usize, gold: usize) {
        self.counts.entry(name).or_default().add(right, predicted, gold);
    }

    fn tokens(&mut self, text: &str, gold: &[Prepared], predicted: &[Prepared]) {
        let tokens = word_tokens(text);
        for (role, name) in ROLES.iter().enumerate() {
            let marked = |all: &[Prepared]| {
                let mut spans: Vec<Span> = all.iter().flat_map(|a| a.pieces[role].iter().copied()).collect();
                spans.sort_unstable();
                let mut marked = vec![false; tokens.len()];
                for span in spans {
                    let from = tokens.partition_point(|token| token.end() <= span.start());
                    let until = tokens.partition_point(|token| token.start() < span.end());
                    marked[from..until.max(from)].fill(true);
                }
                marked
            };
            let (gold, predicted) = (marked(gold), marked(predicted));
            let n = |marked: &[bool]| marked.iter().filter(|&&is| is).count();
            let right = gold.iter().zip(&predicted).filter(|(g, p)| **g && **p).count();
            self.count(format!("token/{name}"), right, n(&predicted), n(&gold));
        }
    }

    fn spans(&mut self, text: &str, gold: &[Prepared], predicted: &[Prepared]) {
        for (role, name) in ROLES.iter().enumerate() {
            let whole = |all: &[Prepared]| -> Vec<Vec<u32>> {
                all.iter().map(|a| a.letters[role].clone()).filter(|letters| !letters.is_empty()).collect()
            };
            let (g, p) = (whole(gold), whole(predicted));
            let near = |i: usize, j: usize| Some(overlap(&g[i], &p[j])).filter(|&share| share >= 0.5);
            let same = |i: usize, j: usize| (g[i] == p[j]).then_some(1.0);
            self.count(
                format!("span_overlap/{name}"),
                greedy(g.len(), p.len(), near).len(),
                p.len(),
                g.len(),
            );
            self.count(format!("span_exact/{name}"), greedy(g.len(), p.len(), same).len(), p.len(), g.len());
            let pieces = |all: &[Prepared]| {
                let spans = all.iter().flat_map(|a| &a.pieces[role]);
                let mut sets: Vec<Vec<u32>> = spans.map(|&span| letters(text, &[span])).collect();
                sets.retain(|set| !set.is_empty());
                sets.sort_unstable();
                sets.dedup();
                sets
            };
            let (g, p) = (pieces(gold), pieces(predicted));
            let right = g.iter().filter(|set| p.binary_search(set).is_ok()).count();
            self.count(format!("frag_exact/{name}"), right, p.len(), g.len());
        }
    }

    fn attributions(&mut self, gold: &[Prepared], predicted: &[Prepared]) {
        let both = |g: &Prepared, p: &Prepared, role: usize, exact: bool| {
            let (g, p) = (&g.letters[role], &p.letters[role]);
            (g.is_empty() && p.is_empty()) || if exact { g == p } else { overlap(g, p) >= 0.5 }
        };
        type Test<'a> = (&'a str, &'a dyn Fn(&Prepared, &Prepared) -> bool);
        let tests: [Test<'_>; 5] = [
            ("content+source/overlap", &|g, p| both(g, p, 2, false) && both(g, p, 0, false)),
            ("content+source/exact", &|g, p| both(g, p, 2, true) && both(g, p, 0, true)),
            ("content~+source_head", &|g, p| both(g, p, 2, false) && g.head == p.head),
            ("all_roles/overlap", &|g, p| (0..3).all(|role| both(g, p, role, false))),
            ("all_roles/exact", &|g, p| (0..3).all(|role| both(g, p, role, true))),
        ];
        for (name, test) in tests {
            let pairs = greedy(gold.len(), predicted.len(), |i, j| {
                let (g, p) = (&gold[i], &predicted[j]);
                let likeness = (0..3).map(|role| overlap(&g.letters[role], &p.letters[role])).sum();
                test(g, p).then_some(likeness)
            });
            self.count(format!("attr/{name}"), pairs.len(), predicted.len(), gold.len());
        }
    }

    /// Quotations of at least three words of which at least half is one gold content with a source: does the
    /// prediction that holds at least half of it name the same head?
    fn speakers(&mut self, text: &str, gold: &[Prepared], predicted: &[Prepared]) {
        for region in quoted_regions(text) {
            if n_words(&text[region.range()]) < 3 {
                continue;
            }
            let letters = letters(text, &[region]);
            let owner = |all: &[Prepared]| {
                let mut best: Option<(usize, usize)> = None;
                for (idx, a) in all.iter().enumerate() {
                    let held = n_shared(&letters, &a.letters[2]);
                    if best.is_none_or(|(most, _)| held > most) {
                        best = Some((held, idx));
                    }
                }
                best.filter(|(held, _)| !letters.is_empty() && held * 2 >= letters.len()).map(|(_, idx)| idx)
            };
            let Some(head) = owner(gold).and_then(|idx| gold[idx].head) else { continue };
            self.n_regions += 1;
            let right = owner(predicted).is_some_and(|idx| predicted[idx].head == Some(head));
            self.n_right_speaker += usize::from(right);
        }
    }
}

impl Prepared {
    fn new(text: &str, a: &Pieces) -> Self {
        let pieces = [a.source.clone(), a.cue.clone(), a.content.clone()];
        let letters = [letters(text, &pieces[0]), letters(text, &pieces[1]), letters(text, &pieces[2])];
        Prepared { head: head(text, &pieces[0]), pieces, letters }
    }
}

/// Offsets of the letters and digits in the spans; of all that is not blank where there is none.
fn letters(text: &str, spans: &[Span]) -> Vec<u32> {
    let offsets = |keep: fn(char) -> bool| -> Vec<u32> {
        let chars = spans.iter().flat_map(|span| {
            text[span.range()].char_indices().map(move |(at, c)| (span.start() + at as u32, c))
        });
        chars.filter(|&(_, c)| keep(c)).map(|(at, _)| at).collect()
    };
    let found = offsets(char::is_alphanumeric);
    if found.is_empty() { offsets(|c| !c.is_whitespace()) } else { found }
}

fn n_shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, n) = (i + 1, j + 1, n + 1),
        }
    }
    n
}

fn overlap(a: &[u32], b: &[u32]) -> f64 {
    if a.is_empty() || b.is_empty() { 0.0 } else { n_shared(a, b) as f64 / a.len().max(b.len()) as f64 }
}

/// Pairs taken by likeness, greatest first, then by position; each side once.
fn greedy(
    n_gold: usize,
    n_predicted: usize,
    likeness: impl Fn(usize, usize) -> Option<f64>,
) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for i in 0..n_gold {
        for j in 0..n_predicted {
            if let Some(score) = likeness(i, j).filter(|&score| score > 0.0) {
                candidates.push((score, i, j));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut gold_used, mut predicted_used) = (vec![false; n_gold], vec![false; n_predicted]);
    let mut pairs = Vec::new();
    for (_, i, j) in candidates {
        if !gold_used[i] && !predicted_used[j] {
            (gold_used[i], predicted_used[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn n_words(text: &str) -> usize {
    text.split(|c| !is_word(c)).filter(|word| !word.is_empty()).count()
}

/// Runs of word characters, and other visible characters one by one.
fn word_tokens(text: &str) -> Vec<Span> {
    let mut tokens: Vec<Span> = Vec::new();
    let mut in_word = false;
    for (at, c) in text.char_indices() {
        let here = Span::new(at as u32, (at + c.len_utf8()) as u32);
        match tokens.last_mut() {
            Some(last) if in_word && is_word(c) => *last = last.cover(here),
            _ if !c.is_whitespace() => tokens.push(here),
            _ => {}
        }
        in_word = is_word(c);
    }
    tokens
}

/// Start of the last word before the first stopper; stoppers count only after a first word.
fn head(text: &str, spans: &[Span]) -> Option<u32> {
    let mut last = None;
    for span in spans {
        for token in word_tokens(&text[span.range()]) {
            let word = &text[span.range()][token.range()];
            if word.chars().next().is_some_and(char::is_alphanumeric) {
                let lower = word.to_lowercase();
                let stops = HEAD_STOPS.contains(&lower.as_str());
                if stops && last.is_some() {
                    return last;
                }
                last = Some(span.start() + token.start());
            } else if last.is_some() && matches!(word, "," | "(" | ")" | ":" | ";" | "–" | "—") {
                return last;
            }
        }
    }
    last
}

/// What stands inside double quotation marks, line by line.
fn quoted_regions(text: &str) -> Vec<Span> {
    let mut regions = Vec::new();
    let mut open: Option<usize> = None;
    let mut close = |open: &mut Option<usize>, at: usize| {
        if let Some(start) = open.take().filter(|&start| start < at) {
            regions.push(Span::new(start as u32, at as u32));
        }
    };
    for (at, c) in text.char_indices() {
        match c {
            '“' if open.is_none() => open = Some(at + c.len_utf8()),
            '"' if open.is_none() => open = Some(at + 1),
            '”' | '"' | '\n' => close(&mut open, at),
            _ => {}
        }
    }
    close(&mut open, text.len());
    regions
}

#[cfg(test)]
mod tests {
    use super::*;
    use whosaid_text::SourceText;

    const TEXT: &str = "The mayor of Harlow, Ann Pike, said: “We will rebuild the pier.” Ed doubts it.";

    fn at(words: &str) -> Vec<Span> {
        let start = TEXT.find(words).unwrap();
        vec![Span::new(start as u32, (start + words.len()) as u32)]
    }

    fn document() -> BratDocument {
        let first = Pieces {
            source: at("The mayor of Harlow, Ann Pike"),
            cue: at("said:"),
            content: at("We will rebuild the pier"),
        };
        let second = Pieces { source: at("Ed"), cue: at("doubts"), content: at("it.") };
        let text = SourceText::new(TEXT).unwrap();
        BratDocument { name: "a".to_owned(), text, attributions: vec![first, second] }
    }

    #[test]
    fn gold_against_itself_is_perfect_and_nothing_scores_nothing() {
        let document = document();
        let mut scorer = AttributionScorer::default();
        scorer.add(&document, &document.attributions);
        assert!(scorer.figures().0.values().all(|&figure| figure == 1.0), "{}", scorer.figures());
        let mut scorer = AttributionScorer::default();
        scorer.add(&document, &[]);
        assert!(scorer.figures().0.values().all(|&figure| figure == 0.0), "{}", scorer.figures());
    }

    #[test]
    fn a_shorter_content_overlaps_without_being_exact() {
        let document = document();
        let mut predicted = document.attributions.clone();
        predicted[0].content = at("rebuild the pier");
        predicted[0].source = at("The mayor of");
        let mut scorer = AttributionScorer::default();
        scorer.add(&document, &predicted);
        let figures = scorer.figures().0;
        assert_eq!(figures["span_overlap/content/f1"], 1.0);
        assert_eq!(figures["span_exact/content/f1"], 0.5);
        assert_eq!(figures["attr/content+source/overlap/f1"], 0.5);
        assert_eq!(figures["quotation_speaker"], 1.0);
    }

    #[test]
    fn the_head_of_a_source_stands_before_the_first_stopper() {
        assert_eq!(head(TEXT, &at("The mayor of Harlow, Ann Pike")), Some(4));
        assert_eq!(head(TEXT, &at("Ann Pike")), Some(25));
        assert_eq!(head(TEXT, &[]), None);
    }
}
