//! Chains, kinds and stances, on single sentences and on Wikinews articles; whole, and with given pieces.
//!
//! An attribution found matches a gold one when their contents share at least half of the shorter; greatest
//! overlap first, each once. Accuracies are over the matched ones. `WHOSAID_SHOW=1` lists what differs.

use whosaid::attribution::{self, Attribution, GivenSpans};
use whosaid::{Resources, language, read_article};
use whosaid_eval::bootstrap;
use whosaid_eval::gold::chains::{self, ChainDocument, GoldAttribution, Part};
use whosaid_eval::gold::plain_article;
use whosaid_eval::{Figures, Gold, Prf};
use whosaid_text::{Article, SourceText, Span};

/// Share of the shorter content from which two attributions are one.
const SAME_CONTENT: f64 = 0.5;

/// Single sentences.
pub fn sentences(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    Ok(measure(resources, &chains::sentences(gold).map_err(|why| why.to_string())?))
}

/// How far the figures of single sentences would move with others.
pub fn sentences_intervals(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    Ok(intervals(resources, &chains::sentences(gold).map_err(|why| why.to_string())?))
}

/// Wikinews articles of the development part.
pub fn wikinews(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    Ok(measure(resources, &chains::wikinews(gold, Part::Dev).map_err(|why| why.to_string())?))
}

/// How far the figures of Wikinews articles would move with others.
pub fn wikinews_intervals(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    Ok(intervals(resources, &chains::wikinews(gold, Part::Dev).map_err(|why| why.to_string())?))
}

/// Wikinews articles of the training part: what rules may be tuned on.
pub fn wikinews_train(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    Ok(measure(resources, &chains::wikinews(gold, Part::Train).map_err(|why| why.to_string())?))
}

fn measure(resources: &Resources, documents: &[ChainDocument]) -> Figures {
    let counts = counts(resources, documents);
    merged(&counts, &(0..counts.len()).collect::<Vec<_>>())
}

fn intervals(resources: &Resources, documents: &[ChainDocument]) -> Figures {
    let counts = counts(resources, documents);
    bootstrap::intervals(counts.len(), |drawn| merged(&counts, drawn))
}

/// Of each document what is right when it is read whole, and when pieces are given.
fn counts(resources: &Resources, documents: &[ChainDocument]) -> Vec<[Counts; 2]> {
    let count = |document: &ChainDocument| {
        let (mut whole, mut given) = (Counts::default(), Counts::default());
        let reading = read_article(resources, article(document));
        whole.add(document, &reading.attributions, "whole");
        let annotated = language::annotate(&resources.lexicon, article(document));
        let pieces: Vec<GivenSpans> = document.attributions.iter().map(pieces).collect();
        given.add(document, &attribution::attribute_given(&resources.cues, &annotated, &pieces), "given");
        [whole, given]
    };
    documents.iter().map(count).collect()
}

fn merged(counts: &[[Counts; 2]], chosen: &[usize]) -> Figures {
    let (mut whole, mut given) = (Counts::default(), Counts::default());
    for &idx in chosen {
        whole.merge(&counts[idx][0]);
        given.merge(&counts[idx][1]);
    }
    let mut figures = whole.figures("");
    figures.0.extend(given.figures("given/").0);
    figures
}

fn article(document: &ChainDocument) -> Article {
    let mut parts = plain_article(&document.text).into_parts();
    parts.outlet.clone_from(&document.outlet);
    Article::new(parts)
}

fn pieces(gold: &GoldAttribution) -> GivenSpans {
    GivenSpans { source: gold.source.clone(), cue: gold.cue.clone(), content: gold.content.clone() }
}

#[derive(Default)]
struct Counts {
    found: Prf,
    first: Prf,
    origin_kind: usize,
    origin_text: usize,
    chain: usize,
    stance: usize,
    form: usize,
}

impl Counts {
    fn add(&mut self, document: &ChainDocument, found: &[Attribution], label: &str) {
        let gold = &document.attributions;
        let text = &document.text;
        let pairs = matches(gold, found);
        self.found.add(pairs.len(), found.len(), gold.len());
        let first = |n: usize| found[n].first_report;
        let n_first = pairs.iter().filter(|&&(g, f)| gold[g].first_report && first(f)).count();
        let gold_first = gold.iter().filter(|gold| gold.first_report).count();
        self.first.add(n_first, (0..found.len()).filter(|&f| first(f)).count(), gold_first);
        show_unmatched(document, found, &pairs, label);
        for (g, f) in pairs {
            let (gold, found) = (&gold[g], &found[f]);
            let wanted: Vec<&str> = gold.chain.iter().map(|hop| hop.kind.as_str()).collect();
            let kinds: Vec<&str> = found.chain.iter().map(|hop| hop.kind.name()).collect();
            self.chain += usize::from(wanted == kinds);
            self.origin_kind += usize::from(wanted.last() == kinds.last());
            self.origin_text += usize::from(same_words(gold, found, text));
            self.stance += usize::from(gold.stance == found.stance.name());
            self.form += usize::from(gold.form == found.form.name());
            if wanted != kinds || gold.stance != found.stance.name() {
                show_difference(document, gold, found, label);
            }
        }
    }

    fn merge(&mut self, other: &Counts) {
        for (mine, its) in [(&mut self.found, &other.found), (&mut self.first, &other.first)] {
            mine.add(its.right, its.predicted, its.gold);
        }
        self.origin_kind += other.origin_kind;
        self.origin_text += other.origin_text;
        self.chain += other.chain;
        self.stance += other.stance;
        self.form += other.form;
    }

    fn figures(&self, prefix: &str) -> Figures {
        let mut figures = Figures::default();
        figures.set_prf(&format!("{prefix}attribution"), self.found);
        figures.set_prf(&format!("{prefix}first_report"), self.first);
        let matched = self.found.right;
        let all = self.found.predicted + self.found.gold;
        for (name, right) in [
            ("origin_kind", self.origin_kind),
            ("origin_text", self.origin_text),
            ("chain", self.chain),
            ("stance", self.stance),
            ("form", self.form),
        ] {
            figures.set(&format!("{prefix}{name}/of_matched"), right as f64 / matched.max(1) as f64);
            figures.set(&format!("{prefix}{name}/f1"), 2.0 * right as f64 / all.max(1) as f64);
        }
        figures
    }
}

/// Pairs of gold and found attributions with the same content, one to one.
fn matches(gold: &[GoldAttribution], found: &[Attribution]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (g, gold) in gold.iter().enumerate() {
        for (f, found) in found.iter().enumerate() {
            let share = overlap(&gold.content, &found.content);
            if share >= SAME_CONTENT {
                pairs.push((share, g, f));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2))));
    let mut matched: Vec<(usize, usize)> = Vec::new();
    for (_, g, f) in pairs {
        if matched.iter().all(|&(other_g, other_f)| other_g != g && other_f != f) {
            matched.push((g, f));
        }
    }
    matched
}

/// Share of the shorter that two lists of spans have in common.
fn overlap(a: &[Span], b: &[Span]) -> f64 {
    let shared: u32 = a.iter().flat_map(|x| b.iter().map(move |y| x.shared(*y))).sum();
    let len = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<u32>();
    match len(a).min(len(b)) {
        0 => 0.0,
        shorter => f64::from(shared) / f64::from(shorter),
    }
}

/// Whether half of the words of the shorter last hop are words of the longer.
fn same_words(gold: &GoldAttribution, found: &Attribution, text: &SourceText) -> bool {
    let (Some(gold), Some(found)) = (gold.chain.last(), found.chain.last()) else {
        return gold.chain.is_empty() && found.chain.is_empty();
    };
    let words = |text: &str| text.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (gold, found) = (words(&gold.text), words(text.slice(found.span)));
    let (short, long) = if gold.len() <= found.len() { (gold, found) } else { (found, gold) };
    let n_shared = short.iter().filter(|word| long.contains(word)).count();
    n_shared as f64 >= (short.len() as f64 / 2.0).max(1.0)
}

fn is_shown() -> bool {
    std::env::var_os("WHOSAID_SHOW").is_some()
}

fn words(text: &SourceText, spans: &[Span]) -> String {
    spans.iter().map(|&span| text.slice(span)).collect::<Vec<_>>().join(" … ")
}

fn found_chain(text: &SourceText, found: &Attribution) -> String {
    let hops = found.chain.iter().map(|hop| {
        let resolved = hop.resolved.as_ref().map_or(String::new(), |name| format!(" (={name})"));
        format!("{}:{}{resolved}", hop.kind.name(), text.slice(hop.span))
    });
    hops.collect::<Vec<_>>().join(" > ")
}

fn show_difference(document: &ChainDocument, gold: &GoldAttribution, found: &Attribution, label: &str) {
    if !is_shown() {
        return;
    }
    let text = &document.text;
    let hops = gold.chain.iter().map(|hop| format!("{}:{}", hop.kind, hop.text));
    let why = found.why.iter().map(|evidence| evidence.rule.to_string()).collect::<Vec<_>>().join(" ");
    eprintln!(
        "{label} {}\n   gold  {} | {}\n   found {} | {}\n   s: {} | c: {} | x: {:.90} | {why}",
        document.id,
        hops.collect::<Vec<_>>().join(" > "),
        gold.stance,
        found_chain(text, found),
        found.stance.name(),
        words(text, &found.source),
        words(text, &found.cue),
        words(text, &found.content),
    );
}

fn show_unmatched(document: &ChainDocument, found: &[Attribution], pairs: &[(usize, usize)], label: &str) {
    if !is_shown() || label == "given" {
        return;
    }
    let text = &document.text;
    for (g, gold) in document.attributions.iter().enumerate() {
        if pairs.iter().all(|&(other, _)| other != g) {
            eprintln!(
                "missed {} s: {} | c: {} | x: {:.90}",
                document.id,
                words(text, &gold.source),
                words(text, &gold.cue),
                words(text, &gold.content)
            );
        }
    }
    for (f, found) in found.iter().enumerate() {
        if pairs.iter().all(|&(_, other)| other != f) {
            eprintln!(
                "extra {} {} s: {} | c: {} | x: {:.90}",
                document.id,
                found_chain(text, found),
                words(text, &found.source),
                words(text, &found.cue),
                words(text, &found.content)
            );
        }
    }
}
