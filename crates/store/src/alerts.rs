//! What a reader should be told after a story was weighed again: where it stands otherwise than before.
//!
//! A claim of before is the claim of now that shares most tellings with it. Only what articles brought is told: where a
//! reader's own correction or a newer program changed a status, nobody needs to be woken.

use crate::rows::AlertRecord;
use crate::store::ArticleNo;
use crate::weighing::Weighed;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use whosaid::attribution::Stance;
use whosaid::claims::{Claim, Dossier, Status, Telling};
use whosaid::text::Span;

/// A dossier as it was before, with the articles that it names by their place.
pub(crate) struct Before {
    /// The articles in the order of the dossier.
    pub numbers: Vec<ArticleNo>,
    /// The dossier.
    pub dossier: Dossier,
}

/// A telling's place in the collection.
type Place = (ArticleNo, Span);

/// What is new enough to tell, by the rank of the claims.
pub(crate) fn alerts(before: &Before, now: &Weighed) -> Vec<AlertRecord> {
    let known: BTreeSet<ArticleNo> = before.numbers.iter().copied().collect();
    let fresh: BTreeSet<ArticleNo> = now.numbers.iter().copied().filter(|no| !known.contains(no)).collect();
    if fresh.is_empty() {
        return Vec::new();
    }
    let pairs = same_claims(before, now);
    let of_pair = |&(then, today): &(usize, usize)| {
        alert(before.dossier.claims.get(then)?, now, now.dossier.claims.get(today)?, &fresh)
    };
    pairs.iter().filter_map(of_pair).collect()
}

/// Pairs of a claim then and the same claim today, by today's rank.
fn same_claims(before: &Before, now: &Weighed) -> Vec<(usize, usize)> {
    let mut held: BTreeMap<Place, usize> = BTreeMap::new();
    for (n, claim) in before.dossier.claims.iter().enumerate() {
        held.extend(claim.tellings.iter().filter_map(|t| Some((place(&before.numbers, t)?, n))));
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (n, claim) in now.dossier.claims.iter().enumerate() {
        let then = claim.tellings.iter().filter_map(|t| held.get(&place(&now.numbers, t)?));
        then.for_each(|&then| *shared.entry((then, n)).or_default() += 1);
    }
    let mut best: Vec<(Reverse<usize>, usize, usize)> =
        shared.into_iter().map(|((then, today), n)| (Reverse(n), then, today)).collect();
    best.sort_unstable();
    let (mut taken_then, mut taken_today) = (BTreeSet::new(), BTreeSet::new());
    best.retain(|&(_, then, today)| {
        let free = !taken_then.contains(&then) && !taken_today.contains(&today);
        free && taken_then.insert(then) && taken_today.insert(today)
    });
    let mut pairs: Vec<(usize, usize)> = best.into_iter().map(|(_, then, today)| (then, today)).collect();
    pairs.sort_unstable_by_key(|&(then, today)| (today, then));
    pairs
}

fn place(numbers: &[ArticleNo], telling: &Telling) -> Option<Place> {
    Some((*numbers.get(telling.article)?, telling.span))
}

/// What to tell of one claim: a correction before a denial before a mere change of status.
fn alert(then: &Claim, now: &Weighed, today: &Claim, fresh: &BTreeSet<ArticleNo>) -> Option<AlertRecord> {
    let is_fresh =
        |telling: &&Telling| place(&now.numbers, telling).is_some_and(|(no, _)| fresh.contains(&no));
    let tells = |claim: &Claim, stance: Stance| {
        let tellings = claim.tellings.iter().filter(|telling| telling.stance == stance);
        tellings.map(|telling| telling.article).collect::<BTreeSet<usize>>().len()
    };
    // An article that is replaced by a newer version denies no more than before.
    let came = |stance: Stance| {
        let more = tells(today, stance) > tells(then, stance);
        today.tellings.iter().filter(is_fresh).find(|telling| more && telling.stance == stance)
    };
    let is_corrected = today.status == Status::Corrected && then.status != Status::Corrected;
    let first = || today.tellings.iter().find(is_fresh);
    let (kind, telling) = if let Some(telling) = came(Stance::Corrects) {
        ("correction", Some(telling))
    } else if is_corrected {
        ("correction", first())
    } else if let Some(telling) = came(Stance::Denies) {
        ("denial", Some(telling))
    } else if then.status != today.status && !today.folded {
        ("status", first())
    } else {
        return None;
    };
    let place = telling.and_then(|telling| {
        let (no, span) = place(&now.numbers, telling)?;
        let article = &now.readings.get(telling.article)?.annotated.article;
        Some((no, Some(article.text.code_point_span(span))))
    });
    Some(AlertRecord {
        kind,
        key: now.claim_key(today),
        gist: crate::weighing::one_line(&today.gist),
        before: Some(then.status.name()),
        status: today.status.name().to_owned(),
        place,
    })
}
