//! Conflicts: two extracts side by side.

use super::lens::{Lens, Words};
use crate::{voice, words};
use whosaid::claims::{Conflict, Dossier, Side};

/// Two extracts that do not agree.
pub struct ConflictView {
    /// Kind in words.
    pub kind_words: &'static str,
    /// What it is about.
    pub about: String,
    /// The two sides.
    pub sides: Vec<SideView>,
    /// The rule that found it.
    pub rule: String,
    /// What can be done about it, as HTML.
    pub tools: String,
}

/// One side.
pub struct SideView {
    /// The words.
    pub place: Words,
    /// Who says it, in words.
    pub origin: String,
    /// Link to the claim and its number, where it has a card.
    pub claim: Option<(String, String)>,
}

/// Looks at the conflicts of one story.
pub fn conflicts(lens: Lens<'_>, story: usize, dossier: &Dossier) -> Vec<ConflictView> {
    let view = |(n, conflict): (usize, &Conflict)| ConflictView {
        kind_words: voice::conflict_words(conflict.kind),
        about: words::clip(&words::calm(words::head(&conflict.about, 2_000)), 200),
        sides: [conflict.a, conflict.b]
            .into_iter()
            .filter_map(|side| {
                let claim = lens.claim_link(story, side.claim);
                Some(SideView { claim, ..side_view(lens, dossier, side)? })
            })
            .collect(),
        rule: words::calm(&conflict.rule.0),
        tools: lens.setting.about_conflict(story, n),
    };
    dossier.conflicts.iter().enumerate().map(view).collect()
}

fn side_view(lens: Lens<'_>, dossier: &Dossier, side: Side) -> Option<SideView> {
    let place = lens.words(side.article, side.span)?;
    let article = lens.article(side.article)?;
    let claim = dossier.claims.iter().find(|claim| claim.id == side.claim);
    let telling = claim.and_then(|claim| {
        let mut tellings = claim.tellings.iter().filter(|telling| telling.article == side.article);
        tellings.find(|telling| telling.span.overlaps(side.span))
    });
    let origin = telling.map_or_else(String::new, |telling| voice::origin(article, &telling.chain));
    Some(SideView { place, origin, claim: None })
}
