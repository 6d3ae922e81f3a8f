//! Names: exact spans of persons, organizations and places on Universal NER English EWT dev.

use whosaid::Resources;
use whosaid_eval::gold::iob::{self, IobDocument};
use whosaid_eval::{Figures, Gold, Prf};
use whosaid_language::EntityKind;
use whosaid_language::names::{LABELS, find};

/// Scores the names found.
pub fn run(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let documents = iob::uner(gold, "dev").map_err(|why| why.to_string())?;
    let mut counts = [Prf::default(); 4];
    documents.iter().for_each(|document| count(resources, document, &mut counts));
    let mut figures = Figures::default();
    for (name, counts) in ["person", "organization", "place", "all"].into_iter().zip(counts) {
        figures.set_prf(name, counts);
    }
    Ok(figures)
}

fn count(resources: &Resources, document: &IobDocument, counts: &mut [Prf; 4]) {
    let gold = iob::spans(&document.labels());
    let annotated = document.annotated(&resources.lexicon);
    let scores = resources.encoder.as_ref().map(|encoder| encoder.score(&annotated).names);
    let found: Vec<(usize, usize, usize)> = find(&resources.lexicon, &annotated, scores.as_ref())
        .into_iter()
        .map(|(tokens, kind)| (tokens.start as usize, tokens.end as usize, label_of(kind)))
        .collect();
    for (kind, label) in [(0, 1), (1, 3), (2, 5), (3, LABELS.len())] {
        let of_kind = |span: &&(usize, usize, usize)| kind == 3 || span.2 == label;
        let right = found.iter().filter(of_kind).filter(|span| gold.contains(span)).count();
        let n_found = found.iter().filter(of_kind).count();
        counts[kind].add(right, n_found, gold.iter().filter(of_kind).count());
    }
}

fn label_of(kind: EntityKind) -> usize {
    match kind {
        EntityKind::Person => 1,
        EntityKind::Organization | EntityKind::Outlet => 3,
        EntityKind::Place => 5,
    }
}
