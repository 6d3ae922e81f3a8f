//! Names found: person, organization, place.
//!
//! A linear model labels the tokens of *stretches*: runs of capitalized words of one sentence with the small words
//! between them ("the Ministry of the Interior"). Everything outside a stretch is no name, which keeps the cost
//! low. What a word is like ([`surface`]) is worked out once an article, what holds at a place ([`features`]) for
//! stretches alone. Outlets are found by list, in `outlets.rs`; who is who is decided in `entities.rs`.
//!
//! The model follows Collins (2002); features from the whole article follow Chieu and Ng (2002), "Named Entity
//! Recognition: A Maximum Entropy Approach Using Global Information".

mod features;
mod hinted;
mod repeats;
mod surface;

use crate::gazetteer::Facts;
use crate::{Annotated, EntityKind, Lexicon, TokenRange};
use whosaid_linear::{Features, Model, TokenScores, hash, viterbi};

use features::add_features;
use surface::Surface;

/// The labels of the model, in order: outside, then begin and inside of each kind.
pub const LABELS: [&str; 7] = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"];

/// Weight of an encoder's scores beside those of the model, in 256ths of a point.
const ENCODER_SHARE: i32 = 32;

/// Most tokens of one stretch; longer runs of capitals are cut.
const LONGEST_STRETCH: usize = 400;

/// The stretches of a text and the features that hold in them: what the model learns from and reads.
pub struct NameReader<'a> {
    annotated: &'a Annotated,
    surface: Surface,
}

impl<'a> NameReader<'a> {
    /// Looks at all words of a text that has tokens, tags and sentences.
    pub fn new(lexicon: &Lexicon, annotated: &'a Annotated) -> Self {
        NameReader { annotated, surface: Surface::new(lexicon, annotated) }
    }

    /// The stretches that may hold names, by position.
    pub fn stretches(&self) -> Vec<TokenRange> {
        let sentences = self.annotated.sentences.iter();
        sentences.flat_map(|sentence| self.stretches_in(sentence.tokens)).collect()
    }

    /// Adds the features that hold at a token of a stretch.
    pub fn add_features(&self, sentence: TokenRange, token_idx: usize, features: &mut Features) {
        add_features(&self.surface, sentence, token_idx, features);
    }

    fn stretches_in(&self, sentence: TokenRange) -> Vec<TokenRange> {
        let mut stretches: Vec<TokenRange> = Vec::new();
        for token_idx in sentence.range().filter(|&token_idx| self.surface.may_be_name(token_idx)) {
            let here = TokenRange { start: token_idx as u32, end: token_idx as u32 + 1 };
            match stretches.last_mut() {
                Some(last) if last.len() < LONGEST_STRETCH && self.joined(last.end as usize, token_idx) => {
                    last.end = here.end;
                }
                _ => stretches.push(here),
            }
        }
        stretches
    }

    /// Whether only a few small words stand between two capitalized ones.
    fn joined(&self, from: usize, to: usize) -> bool {
        to - from <= 3 && (from..to).all(|between| self.surface.may_stand_inside(between))
    }
}

/// The names of a text that has tokens, tags and sentences, by position. Scores of [`LABELS`] by an encoder count
/// beside those of the model, where there are any.
pub fn find(
    lexicon: &Lexicon,
    annotated: &Annotated,
    scores: Option<&TokenScores>,
) -> Vec<(TokenRange, EntityKind)> {
    let reader = NameReader::new(lexicon, annotated);
    let stretches = reader.stretches();
    let mut found = Vec::new();
    let mut features = Features::new();
    let mut emissions = Vec::new();
    for &stretch in &stretches {
        let sentence = annotated.sentences[annotated.sentence_of(stretch.start as usize)].tokens;
        score(&reader, lexicon.names_model(), sentence, stretch, &mut features, &mut emissions);
        if let Some(scores) = scores {
            for (token_idx, sums) in stretch.range().zip(emissions.chunks_exact_mut(LABELS.len())) {
                sums.iter_mut()
                    .zip(scores.of(token_idx))
                    .for_each(|(sum, &score)| *sum += score * ENCODER_SHARE / 256);
            }
        }
        let path = viterbi(&emissions, lexicon.names_model().transitions());
        read_labels(&path, stretch.start, &mut found);
    }
    part_couples(annotated, &mut found);
    part_persons(&reader.surface, &mut found);
    hinted::add(lexicon, &reader.surface, annotated, &stretches, &mut found);
    repeats::carry(lexicon, &reader.surface, annotated, &stretches, &mut found);
    found
}

/// "Ann Pike of Torvex" read as one name is two: the person and what stands after "of".
fn part_persons(surface: &Surface, found: &mut Vec<(TokenRange, EntityKind)>) {
    let of = hash("of");
    let mut rest = Vec::new();
    for (tokens, kind) in found.iter_mut().filter(|name| name.1 == EntityKind::Person && name.0.len() > 3) {
        let is_first_name = surface.words[tokens.start as usize].facts.is_first_name();
        let at = (tokens.start + 2..tokens.end - 1).find(|&at| surface.words[at as usize].lower == of);
        if let Some(at) = at.filter(|_| is_first_name) {
            let is_place = surface.words[at as usize + 1].facts.has(Facts::PLACE);
            let kind_of_rest = if is_place { EntityKind::Place } else { EntityKind::Organization };
            rest.push((TokenRange { start: at + 1, end: tokens.end }, kind_of_rest));
            (tokens.end, *kind) = (at, EntityKind::Person);
        }
    }
    if !rest.is_empty() {
        found.append(&mut rest);
        found.sort_unstable_by_key(|name| name.0);
    }
}

fn score(
    reader: &NameReader,
    model: &Model,
    sentence: TokenRange,
    stretch: TokenRange,
    features: &mut Features,
    emissions: &mut Vec<i32>,
) {
    emissions.clear();
    emissions.resize(stretch.len() * LABELS.len(), 0);
    for (token_idx, scores) in stretch.range().zip(emissions.chunks_exact_mut(LABELS.len())) {
        features.clear();
        reader.add_features(sentence, token_idx, features);
        model.add_scores(features.keys(), scores);
    }
}

/// Parts persons that were taken for one: "Ann Pike and Tom Ellery".
fn part_couples(annotated: &Annotated, found: &mut Vec<(TokenRange, EntityKind)>) {
    let mut parted = Vec::with_capacity(found.len());
    for &(tokens, kind) in found.iter() {
        let joins = |token: &u32| {
            kind == EntityKind::Person && matches!(annotated.word(*token as usize), "and" | "&")
        };
        let tokens: Vec<u32> = (tokens.start..tokens.end).collect();
        let parts = tokens.split(joins).filter(|part| !part.is_empty());
        let range = |part: &[u32]| TokenRange { start: part[0], end: part[0] + part.len() as u32 };
        parted.extend(parts.map(|part| (range(part), kind)));
    }
    *found = parted;
}

fn read_labels(path: &[usize], start: u32, found: &mut Vec<(TokenRange, EntityKind)>) {
    for (token, &label) in (start..).zip(path) {
        let begins = label % 2 == 1;
        if begins {
            let kind = [EntityKind::Person, EntityKind::Organization, EntityKind::Place][label / 2];
            found.push((TokenRange { start: token, end: token + 1 }, kind));
        } else if let (true, Some((tokens, _))) = (label > 0, found.last_mut()) {
            tokens.end = token + 1;
        }
    }
}
