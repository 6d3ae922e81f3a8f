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
    /// Whether its second side is that of the conflict before it, as where one denial stands against many reports.
    pub again: bool,
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

/// Looks at the conflicts of one story, or those of them that are shown.
pub fn conflicts(
    lens: Lens<'_>,
    story: usize,
    dossier: &Dossier,
    shown: impl Fn(usize) -> bool,
) -> Vec<ConflictView> {
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
        again: false,
        rule: words::calm(&conflict.rule.0),
        tools: lens.setting.about_conflict(story, n),
    };
    let mut views: Vec<ConflictView> =
        dossier.conflicts.iter().enumerate().filter(|(n, _)| shown(*n)).map(view).collect();
    mark_again(&mut views);
    views
}

/// Marks each conflict that goes on with the second side of the one before it.
fn mark_again(conflicts: &mut [ConflictView]) {
    let second = |view: &ConflictView| view.sides.get(1).map(|side| side.place.href.clone());
    for n in 1..conflicts.len() {
        let (before, view) = (&conflicts[n - 1], &conflicts[n]);
        let same = (before.kind_words, &before.about) == (view.kind_words, &view.about);
        conflicts[n].again = same && second(before).is_some() && second(before) == second(view);
    }
}

fn side_view(lens: Lens<'_>, dossier: &Dossier, side: Side) -> Option<SideView> {
    let place = lens.words(side.article, side.span)?;
    let article = lens.article(side.article)?;
    let telling = dossier.claim(side.claim).and_then(|claim| {
        let mut tellings = claim.tellings.iter().filter(|telling| telling.article == side.article);
        tellings.find(|telling| telling.span.overlaps(side.span))
    });
    let origin = telling.map_or_else(String::new, |telling| voice::origin(article, &telling.chain));
    Some(SideView { place, origin, claim: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Extract;

    fn view(about: &str, sides: [&str; 2]) -> ConflictView {
        let side = |href: &str| SideView {
            place: Words {
                extract: Extract { before: String::new(), words: String::new(), after: String::new() },
                href: href.to_owned(),
                outlet: String::new(),
                when: String::new(),
            },
            origin: String::new(),
            claim: None,
        };
        ConflictView {
            kind_words: "Denied",
            about: about.to_owned(),
            sides: sides.map(side).into(),
            again: false,
            rule: String::new(),
            tools: String::new(),
        }
    }

    #[test]
    fn one_denial_of_many_reports_is_quoted_once() {
        let mut views =
            [("by X", ["a", "x"]), ("by X", ["b", "x"]), ("by X", ["c", "y"]), ("by Y", ["d", "y"])]
                .map(|(about, sides)| view(about, sides));
        mark_again(&mut views);
        assert_eq!(views.map(|view| view.again), [false, true, false, false]);
    }
}
