//! What a reader must know first: told by many, disputed, denied, corrected, resting on one unnamed source.

use crate::alike::{PairModel, figures, product};
use crate::independence::Witnesses;
use crate::tellings::Piece;
use crate::terms::Terms;
use crate::{Origins, Reason, Status};
use std::collections::BTreeSet;
use whosaid_attribution::SourceKind;
use whosaid_text::RuleId;

/// Strength under which a claim that nobody disputes is folded away.
const LEAST_SHOWN: f32 = 0.4;
/// Least share of an outlet that counts for the rank, however unsure the claim.
const LEAST_STRENGTH: f32 = 0.3;
/// Tellings of a claim that are paired with each other for its strength.
const MOST_PAIRED: usize = 40;
/// Tellings of a claim that each of them is compared with.
const MOST_COMPARED: usize = 120;

/// The rank of one claim, greater first, with what it is made of.
pub(crate) fn rank(
    witnesses: &Witnesses,
    pieces: &[Piece],
    group: &[usize],
    status: Status,
    origins: &Origins,
    strength: f32,
) -> (f32, Vec<Reason>) {
    let n = n_outlets(witnesses, pieces, group);
    let mut why = Vec::new();
    let mut add = |name: &'static str, weight: f32, words: String| {
        why.push(Reason { rule: RuleId::new(name), weight, words });
    };
    let told_by = if n > 1 { n as f32 * strength.clamp(LEAST_STRENGTH, 1.0) } else { LEAST_STRENGTH };
    add("claims/told-by", told_by, format!("told by {n} {}", if n == 1 { "outlet" } else { "outlets" }));
    if n > 1 {
        add("claims/alike", strength, "how surely two of its tellings tell the same".to_owned());
    }
    match status {
        Status::Contested => add("claims/contested", 4.0, "sources disagree".to_owned()),
        Status::Denied => add("claims/denied", 3.0, "denied".to_owned()),
        Status::Corrected => add("claims/corrected", 4.0, "corrected".to_owned()),
        _ => {}
    }
    let unnamed = group
        .iter()
        .any(|&at| pieces[at].chain.last().is_some_and(|hop| matches!(hop.kind, SourceKind::Unnamed { .. })));
    if unnamed && n > 1 && origins.max == 1 {
        add("claims/one-unnamed-source", 2.0, "rests on one unnamed source".to_owned());
    }
    if group.iter().any(|&at| pieces[at].headline) {
        add("claims/headline", 0.5, "told in a headline".to_owned());
    }
    let tellings = (group.len() as f32).ln();
    add("claims/tellings", tellings, format!("{} tellings", group.len()));
    (why.iter().map(|reason| reason.weight).sum(), why)
}

/// Whether a page folds a claim away: one outlet tells it, or no two surely tell the same, and nobody disputes it.
pub(crate) fn is_folded(
    witnesses: &Witnesses,
    pieces: &[Piece],
    group: &[usize],
    status: Status,
    strength: f32,
) -> bool {
    let weak = n_outlets(witnesses, pieces, group) < 2 || strength < LEAST_SHOWN;
    weak && !matches!(status, Status::Contested | Status::Denied | Status::Corrected)
}

/// How many outlets tell a claim; an article whose outlet is not known is one of its own.
fn n_outlets(witnesses: &Witnesses, pieces: &[Piece], group: &[usize]) -> usize {
    group.iter().map(|&at| witnesses.teller(pieces[at].article)).collect::<BTreeSet<_>>().len()
}

/// How surely the two tellings of different articles that are most alike tell the same; 1 within one article.
pub(crate) fn strength(pairs: &PairModel, terms: &[Terms], group: &[usize]) -> f32 {
    let members = &group[..group.len().min(MOST_PAIRED)];
    let across = members.iter().enumerate().flat_map(|(n, &a)| members[n + 1..].iter().map(move |&b| (a, b)));
    let across = across.filter(|&(a, b)| terms[a].article != terms[b].article);
    let sure = across.map(|(a, b)| pairs.probability(&figures(&terms[a], &terms[b])));
    sure.reduce(f32::max).unwrap_or(1.0)
}

/// How sure each telling of a claim tells it: its mean likeness to the others, as a share of the surest one's.
pub(crate) fn sureness(terms: &[Terms], group: &[usize]) -> Vec<f32> {
    let others = &group[..group.len().min(MOST_COMPARED)];
    let mean = |at: usize| {
        let rest = others.iter().filter(|&&other| other != at);
        let (sum, n) = rest
            .fold((0.0, 0), |(sum, n), &other| (sum + product(&terms[at].keys, &terms[other].keys), n + 1));
        sum / n.max(1) as f32
    };
    let means: Vec<f32> = group.iter().map(|&at| mean(at)).collect();
    let most = means.iter().copied().fold(0.0, f32::max);
    means.into_iter().map(|mean| if most > 0.0 { mean / most } else { 1.0 }).collect()
}
