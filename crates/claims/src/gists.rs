//! The words that stand for a claim: its clearest telling, a whole statement first, in other words than the claims
//! before it.
//!
//! A sentence often holds several claims. Were each shown by the whole of it, a reader would meet the same words again
//! and again and not see what is told beside them.

use crate::alike::product;
use crate::statement::statement;
use crate::tellings::Piece;
use crate::terms::Terms;
use crate::words::ClaimWords;
use std::collections::{BTreeMap, BTreeSet};
use whosaid_attribution::{Reading, Stance};
use whosaid_story::stem_key;
use whosaid_text::Span;

/// Tellings of a claim that are looked at, and those that each of them is compared with.
const MOST_TELLINGS: usize = 200;
const MOST_COMPARED: usize = 60;
/// Share of the shorter gist's word pairs from which two read the same.
const SAME: f32 = 0.8;
/// Word pairs that both must have for that; shorter ones are the same where all are.
const LEAST_PAIRS: usize = 4;

/// The gists of a story's claims, as they are given.
#[derive(Debug, Default)]
pub(crate) struct Gists {
    /// For each pair of words that follow each other, the gists that hold it.
    holders: BTreeMap<(u32, u32), Vec<u32>>,
    /// How many pairs each gist holds.
    sizes: Vec<usize>,
}

impl Gists {
    /// The clearest telling of a claim, as its article and words: a whole statement first, most like the others,
    /// plainly asserted, and none that reads like a gist before it.
    pub fn give(
        &mut self,
        words: &ClaimWords,
        readings: &[Reading],
        pieces: &[Piece],
        terms: &[Terms],
        group: &[usize],
    ) -> (usize, Span) {
        let text = |article: usize, span: Span| readings[article].annotated.article.text.slice(span);
        let mut best = (f32::MIN, 0, Span::new(0, 0));
        let all_say_no = group.iter().all(|&at| terms[at].negative);
        for &at in group.iter().take(MOST_TELLINGS) {
            let piece = &pieces[at];
            let others = group.iter().take(MOST_COMPARED);
            let like: f32 = others.map(|&other| product(&terms[at].keys, &terms[other].keys)).sum();
            let plain = if terms[at].negative && !all_say_no { 0.6 } else { 1.0 };
            let voice = if piece.stance == Stance::Asserts { plain } else { 0.7 * plain };
            let is_new = |span: Span| !self.hold(text(piece.article, span));
            let statement = statement(words, &readings[piece.article], piece, is_new);
            let score = (0.2 + like) * voice * statement.clarity;
            if score > best.0 {
                best = (score, piece.article, statement.span);
            }
        }
        self.add(text(best.1, best.2));
        (best.1, best.2)
    }

    /// Whether a text reads like one of the gists: one of the two holds nearly all of the other.
    fn hold(&self, text: &str) -> bool {
        let pairs = word_pairs(text);
        let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
        for pair in &pairs {
            for &gist in self.holders.get(pair).map_or(&[][..], Vec::as_slice) {
                *shared.entry(gist).or_default() += 1;
            }
        }
        shared.into_iter().any(|(gist, n)| {
            let (shorter, longer) =
                (pairs.len().min(self.sizes[gist as usize]), pairs.len().max(self.sizes[gist as usize]));
            if shorter < LEAST_PAIRS { n == longer } else { n as f32 >= SAME * shorter as f32 }
        })
    }

    fn add(&mut self, text: &str) {
        let pairs = word_pairs(text);
        let gist = self.sizes.len() as u32;
        self.sizes.push(pairs.len());
        pairs.into_iter().for_each(|pair| self.holders.entry(pair).or_default().push(gist));
    }
}

/// The pairs of words that follow each other, by their stems.
fn word_pairs(text: &str) -> BTreeSet<(u32, u32)> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stems: Vec<u32> = words.map(stem_key).collect();
    stems.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_nearly_all_of_a_gist_reads_like_it() {
        let mut gists = Gists::default();
        gists.add("The council closed the school on Monday");
        let check = |text: &str, expected: bool| assert_eq!(gists.hold(text), expected, "{text}");
        check("The council closed the school on Monday, after the roof had leaked for a week.", true);
        check("the council closed the school", true);
        check("after the roof of the school had leaked for a week", false);
        check("the school", false);
        check("The council opened a library on Monday", false);
    }
}
