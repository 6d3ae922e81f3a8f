//! What a reader decided about tellings, applied to the groups that the program made.

use crate::tellings::Piece;
use whosaid_text::Span;

/// A place in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the article.
    pub article: usize,
    /// The words.
    pub span: Span,
}

/// A decision about the tellings at two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// They tell one claim: the claims they belong to become one.
    Together(Place, Place),
    /// The first does not tell the claim of the second: it leaves that claim and stands alone.
    Apart(Place, Place),
}

/// Groups with the ties applied, one after the other. A tie to a place that nothing is told at changes nothing.
pub(crate) fn applied(ties: &[Tie], pieces: &[Piece], mut groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let at = |place: Place| telling_at(pieces, place);
    for tie in ties {
        match *tie {
            Tie::Together(a, b) => {
                if let (Some(a), Some(b)) = (at(a), at(b)) {
                    together(&mut groups, a, b);
                }
            }
            Tie::Apart(a, b) => {
                if let (Some(a), Some(b)) = (at(a), at(b)) {
                    apart(&mut groups, a, b);
                }
            }
        }
    }
    if !ties.is_empty() {
        groups.retain(|group| !group.is_empty());
        groups.sort();
    }
    groups
}

/// The piece that shares most with a place; the earliest wins a tie.
fn telling_at(pieces: &[Piece], place: Place) -> Option<usize> {
    let here = pieces.iter().enumerate().filter(|(_, piece)| piece.article == place.article);
    let shared = here.map(|(idx, piece)| (piece.span.shared(place.span), idx)).filter(|found| found.0 > 0);
    shared.min_by_key(|&(shared, idx)| (std::cmp::Reverse(shared), idx)).map(|found| found.1)
}

fn group_of(groups: &[Vec<usize>], telling: usize) -> Option<usize> {
    groups.iter().position(|group| group.contains(&telling))
}

fn together(groups: &mut [Vec<usize>], a: usize, b: usize) {
    let (Some(into), Some(from)) = (group_of(groups, a), group_of(groups, b)) else { return };
    if into != from {
        let members = std::mem::take(&mut groups[from]);
        groups[into].extend(members);
        groups[into].sort_unstable();
    }
}

fn apart(groups: &mut Vec<Vec<usize>>, a: usize, b: usize) {
    let Some(group) = group_of(groups, a) else { return };
    if a != b && groups[group].contains(&b) {
        groups[group].retain(|&member| member != a);
        groups.push(vec![a]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_ties_win() {
        let mut groups = vec![vec![0, 1], vec![2], vec![3]];
        together(&mut groups, 0, 2);
        assert_eq!(groups, [vec![0, 1, 2], vec![], vec![3]]);
        apart(&mut groups, 0, 1);
        assert_eq!(groups, [vec![1, 2], vec![], vec![3], vec![0]]);
        apart(&mut groups, 3, 1);
        assert_eq!(groups, [vec![1, 2], vec![], vec![3], vec![0]]);
    }
}
