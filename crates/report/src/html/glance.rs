//! The run at a glance: how much there is, and what to look at first.

use super::claims::{cards, gist};
use super::lens::Lens;
use crate::voice;
use crate::words;
use std::collections::BTreeSet;
use whosaid::claims::{Claim, Conflict, ConflictKind, Dossier, Status};
use whosaid::text::Day;

/// Claims named in each list.
const MOST: usize = 6;
/// Conflicts named.
const MOST_DISAGREEMENTS: usize = 5;

/// The run at a glance.
pub struct GlanceView {
    /// (figure, what it counts).
    pub figures: Vec<(String, String)>,
    /// Contested, denied and corrected claims.
    pub disputed: Vec<PointerView>,
    /// Disputed claims not named here.
    pub n_disputed_left_out: usize,
    /// What does not agree without anybody denying it.
    pub disagreements: Vec<DisagreementView>,
    /// Undisputed claims that most outlets tell.
    pub most_told: Vec<PointerView>,
}

/// A conflict named in a line.
pub struct DisagreementView {
    /// Link to the words of its first side.
    pub href: String,
    /// "Numbers differ".
    pub kind_words: &'static str,
    /// "dead: two or six".
    pub about: String,
}

/// A claim named in a line.
pub struct PointerView {
    /// Link to its card.
    pub href: String,
    /// Its words.
    pub gist: String,
    /// Status for styles.
    pub status: &'static str,
    /// Status in words.
    pub status_words: &'static str,
    /// "5 outlets, 1 origin".
    pub counts: String,
    /// "a source told The Sun".
    pub origins: String,
}

impl GlanceView {
    /// Looks at a whole run.
    pub fn of(lens: Lens<'_>, with_section: &BTreeSet<usize>) -> Self {
        let (mut disputed, mut most_told, mut disagreements) = (Vec::new(), Vec::new(), Vec::new());
        for (story, dossier) in lens.run.dossiers.iter().enumerate() {
            if !with_section.contains(&story) {
                continue;
            }
            disagreements
                .extend(dossier.conflicts.iter().filter_map(|conflict| disagreement(lens, conflict)));
            let cards = cards(dossier);
            for claim in dossier.claims.iter().filter(|claim| cards.contains(&claim.id)) {
                match claim.status {
                    Status::Contested | Status::Denied | Status::Corrected => disputed.push((story, claim)),
                    _ => most_told.push((story, claim)),
                }
            }
        }
        most_told.sort_by_key(|(_, claim)| std::cmp::Reverse(voice::backing(lens.run, claim).outlets.len()));
        disagreements.dedup_by(|next, before| next.about == before.about);
        disagreements.truncate(MOST_DISAGREEMENTS);
        let pointer = |&(story, claim): &(usize, &Claim)| pointer(lens, story, claim);
        GlanceView {
            figures: figures(lens),
            n_disputed_left_out: disputed.len().saturating_sub(MOST),
            disputed: disputed.iter().take(MOST).map(pointer).collect(),
            disagreements,
            most_told: most_told.iter().take(4).map(pointer).collect(),
        }
    }
}

/// A conflict, if it is not one that a claim's status tells.
fn disagreement(lens: Lens<'_>, conflict: &Conflict) -> Option<DisagreementView> {
    let is_told_by_status = conflict.kind == ConflictKind::Denial;
    let place = lens.words(conflict.a.article, conflict.a.span).filter(|_| !is_told_by_status)?;
    Some(DisagreementView {
        href: place.href,
        kind_words: voice::conflict_words(conflict.kind),
        about: words::clip(&words::calm(words::head(&conflict.about, 2_000)), 120),
    })
}

fn pointer(lens: Lens<'_>, story: usize, claim: &Claim) -> PointerView {
    let backing = voice::backing(lens.run, claim);
    PointerView {
        href: lens.setting.claim(story, claim.id).unwrap_or_default(),
        gist: words::clip(&gist(claim), 150),
        status: claim.status.name(),
        status_words: voice::status_words(claim.status),
        counts: backing.counts,
        origins: backing.origins,
    }
}

fn figures(lens: Lens<'_>) -> Vec<(String, String)> {
    let run = lens.run;
    let outlets: BTreeSet<_> = (0..run.readings.len()).map(|idx| lens.outlet(idx)).collect();
    let n_claims: usize = run.dossiers.iter().map(|dossier| dossier.claims.len()).sum();
    let n_attributions: usize = run.readings.iter().map(|reading| reading.attributions.len()).sum();
    let n_conflicts: usize = run.dossiers.iter().map(|dossier| dossier.conflicts.len()).sum();
    let figure = |n: usize, noun: &str| {
        let counted = words::count(n, noun);
        let (n, noun) = counted.split_once(' ').unwrap_or((&counted, ""));
        (n.to_owned(), noun.to_owned())
    };
    let mut figures = vec![
        figure(run.readings.len(), "article"),
        figure(outlets.len(), "outlet"),
        figure(n_attributions, "attribution"),
        figure(n_claims, "claim"),
        figure(n_conflicts, "conflict"),
    ];
    if let Some(days) = days(lens, 0..run.readings.len()) {
        figures.push((days, "published".to_owned()));
    }
    figures
}

/// "14 articles in 9 outlets, 1 to 6 Mar 2031".
pub fn story_counts(lens: Lens<'_>, dossier: &Dossier) -> String {
    let articles = &dossier.story.articles;
    let outlets: BTreeSet<_> = articles.iter().map(|&idx| lens.outlet(idx)).collect();
    let counts =
        format!("{} in {}", words::count(articles.len(), "article"), words::count(outlets.len(), "outlet"));
    days(lens, articles.iter().copied()).map_or_else(|| counts.clone(), |days| format!("{counts}, {days}"))
}

/// The first and the last day of some articles, in words.
fn days(lens: Lens<'_>, articles: impl Iterator<Item = usize>) -> Option<String> {
    let days: BTreeSet<Day> =
        articles.filter_map(|idx| lens.article(idx)?.published.value).map(|moment| moment.day).collect();
    let (first, last) = (days.first()?, days.last()?);
    let (from, to) = (words::day(*first), words::day(*last));
    if from == to {
        return Some(from);
    }
    let same_month = first.year() == last.year() && first.month() == last.month();
    Some(if same_month { format!("{} to {to}", first.day()) } else { format!("{from} to {to}") })
}
