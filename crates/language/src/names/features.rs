//! The features that hold at one token of a stretch.

use super::surface::{Shape, Surface, Word};
use crate::TokenRange;
use whosaid_linear::{Features, mix};

/// Stands for a word past the border of the sentence.
const BORDER: u32 = 0xb0;

pub(super) fn add_features(
    surface: &Surface,
    sentence: TokenRange,
    token_idx: usize,
    features: &mut Features,
) {
    let at = |offset: isize| -> Option<usize> {
        token_idx.checked_add_signed(offset).filter(|&idx| sentence.holds(idx))
    };
    let word = |offset: isize| at(offset).map(|idx| &surface.words[idx]);
    let lower = |offset: isize| word(offset).map_or(BORDER, |word| word.lower);
    let shape = |offset: isize| word(offset).map_or(BORDER, |word| word.shape as u32);
    let facts = |offset: isize| word(offset).map_or(BORDER, facts_of);
    let here = &surface.words[token_idx];
    let loud = u32::from(surface.loud[token_idx]);
    let first = u32::from(token_idx == sentence.start as usize);

    features.add(0, loud);
    features.add(1, here.exact);
    features.add(2, here.lower);
    features.add(3, lower(-1));
    features.add(4, lower(1));
    features.add(5, lower(-2));
    features.add(6, lower(2));
    features.add2(7, lower(-1), here.lower);
    features.add2(8, here.lower, lower(1));
    features.add2(9, lower(-1), lower(1));
    features.add2(10, here.shape as u32, mix(loud, first));
    features.add3(11, shape(-1), here.shape as u32, shape(1));
    features.add3(12, shape(-2), shape(-1), here.shape as u32);
    features.add3(13, here.shape as u32, shape(1), shape(2));
    features.add(14, here.prefix);
    features.add(15, here.suffix);
    features.add(16, here.suffix2);
    features.add2(21, facts(0), here.shape as u32);
    features.add2(22, facts(-1), facts(0));
    features.add2(23, facts(0), facts(1));
    features.add3(24, facts(-1), facts(0), facts(1));
    features.add2(25, facts(0), lower(-1));
    features.add2(26, facts(0), lower(1));
    features.add(27, facts(2));
    let usage = u32::from(surface.usage_of(token_idx));
    features.add2(28, usage, here.shape as u32);
    for bit in 0..8 {
        if usage & (1 << bit) != 0 {
            features.add2(29, bit, mix(first, loud));
        }
    }
    features.add2(30, usage_at(surface, at(-1)), shape(-1));
    features.add2(31, usage_at(surface, at(1)), shape(1));
    features.add2(32, lower(-1), here.shape as u32);
    features.add2(33, lower(1), here.shape as u32);
    features.add3(34, lower(-2), lower(-1), here.shape as u32);
    features.add3(35, lower(1), lower(2), here.shape as u32);
    if here.shape == Shape::Lower || here.is_link {
        features.add3(36, here.lower, facts(-1), facts(1));
    }
}

fn facts_of(word: &Word) -> u32 {
    mix(u32::from(word.facts.0), u32::from(word.phrase))
}

fn usage_at(surface: &Surface, token_idx: Option<usize>) -> u32 {
    token_idx.map_or(BORDER, |idx| u32::from(surface.usage_of(idx)))
}
