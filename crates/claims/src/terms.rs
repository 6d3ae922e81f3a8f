//! What a telling is about, as weighted keys: stems, numbers, names; and what stands around it.

use crate::ClaimRules;
use crate::alike::Measure;
use crate::numbers::{Quantity, quantities};
use crate::tellings::Piece;
use std::collections::{BTreeMap, HashMap};
use whosaid_attribution::Reading;
use whosaid_language::{Annotated, Tag, TokenRange};
use whosaid_linear::mix;
use whosaid_story::{Story, stem_key, word_key};
use whosaid_text::EntityId;

/// What one telling is about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    /// Index of its article.
    pub article: usize,
    /// Its content words, by key.
    pub words: Vec<Word>,
    /// What its content words come to.
    pub measure: Measure,
    /// How much the words of its sentence tell; of unit length.
    pub sentence: Vec<(u32, f32)>,
    /// Whether it stands among the first sentences of its article.
    pub lead: bool,
    /// Keys with weights, by key; of unit length.
    pub keys: Vec<(u32, f32)>,
    /// The same of the sentences around it, itself included.
    pub around: Vec<(u32, f32)>,
    /// The numbers of things in it.
    pub quantities: Vec<Quantity>,
    /// Keys of whom it names, sorted: entities of the story.
    pub names: Vec<u32>,
    /// Keys of whom its whole sentence names, whoever says it included, sorted.
    pub scene: Vec<u32>,
    /// Keys of pairs of neighboring words, sorted.
    pub bigrams: Vec<u32>,
    /// Whom it rests on, where that is someone with a name.
    pub speaker: Option<u32>,
    /// When it happened, where it tells.
    pub when: Option<String>,
    /// Whether it says that something is not so.
    pub negative: bool,
}

/// A content word of a telling: its stem.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Word {
    /// Key of the stem.
    pub key: u32,
    /// How much it says in news at large.
    pub weight: f32,
    /// The same, times the logarithm of how rare it is among the story's tellings.
    pub info: f32,
    /// Whether it is a noun here.
    pub is_noun: bool,
    /// Whether it is a verb here.
    pub is_verb: bool,
    /// Where it stands first, in tokens of its article.
    pub at: u32,
}

/// Content words from which a telling with a verb states something of its own.
const STATES: usize = 3;

impl Terms {
    /// Whether it has no verb or hardly a word beside it: "before the crash".
    pub fn states_little(&self) -> bool {
        !self.has_verb() || self.words.len() < STATES
    }

    /// Whether it has a verb that says something.
    pub fn has_verb(&self) -> bool {
        self.measure.has_verb
    }

    /// Whether a content word of this key is among its words.
    pub fn has_word(&self, key: u32) -> bool {
        self.words.binary_search_by_key(&key, |word| word.key).is_ok()
    }

    /// Whether both sentences name someone or some place that the other names too, or neither names any.
    pub fn in_one_scene(&self, other: &Terms) -> bool {
        self.scene.is_empty() && other.scene.is_empty()
            || self.scene.iter().any(|name| other.scene.binary_search(name).is_ok())
    }

    /// Its content words that another telling has too.
    pub fn shared_words(&self, other: &Terms) -> Vec<&Word> {
        self.words.iter().filter(|word| other.has_word(word.key)).collect()
    }

    /// Sums up its words once they have their weights.
    pub fn take_measure(&mut self) {
        self.measure = Measure::of(&self.words);
    }
}

/// Sentences of an article that are its lead, headline counted.
const LEAD: usize = 3;

const WORD: u32 = 1;
const NUMBER: u32 = 2;
const NAME: u32 = 3;

/// Weight of a number and of a name, before the story is counted.
const NUMBER_WEIGHT: f32 = 6.0;
const NAME_WEIGHT: f32 = 5.0;

/// Entities of a story by article and entity of the article.
pub(crate) type Names = HashMap<(usize, EntityId), u32>;

/// The story entity of each entity of each article.
pub(crate) fn names(readings: &[Reading], story: &Story) -> Names {
    let mut names = Names::new();
    for entity in &story.entities {
        for &(article, mention) in &entity.mentions {
            if let Some(mention) = readings[article].annotated.mentions.get(mention.idx()) {
                names.insert((article, mention.entity), entity.id.0);
            }
        }
    }
    names
}

/// The terms of all tellings of a story.
pub(crate) fn terms(rules: &ClaimRules, readings: &[Reading], names: &Names, pieces: &[Piece]) -> Vec<Terms> {
    let mut all: Vec<Terms> =
        pieces.iter().map(|piece| raw_terms(rules, &readings[piece.article], names, piece)).collect();
    let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
    for terms in &all {
        for &(key, _) in &terms.keys {
            *counts.entry(key).or_default() += 1.0;
        }
    }
    let n = all.len().max(1) as f32;
    let in_story = |key: u32| (1.0 + n / counts.get(&key).copied().unwrap_or(1.0)).ln().powi(2);
    for terms in &mut all {
        weigh(&mut terms.keys, in_story);
    }
    weigh_words(&mut all);
    let sentences = sentences(&all, pieces);
    for (terms, piece) in all.iter_mut().zip(pieces) {
        terms.sentence = sentences[&(piece.article, piece.sentence_idx)].clone();
    }
    let around: Vec<Vec<(u32, f32)>> = (0..all.len()).map(|at| around(&all, pieces, at)).collect();
    for (terms, around) in all.iter_mut().zip(around) {
        terms.around = around;
    }
    all
}

fn weigh(keys: &mut [(u32, f32)], weight: impl Fn(u32) -> f32) {
    keys.iter_mut().for_each(|(key, value)| *value *= weight(*key));
    let length = keys.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        keys.iter_mut().for_each(|(_, value)| *value /= length);
    }
}

/// Tellings that a story is thought to have at least when its words are counted: in a short one no word is rare.
const LEAST_TELLINGS: usize = 40;

/// Whether a piece has a content word beside names and the words that say who says it.
pub(crate) fn states_something(rules: &ClaimRules, reading: &Reading, piece: &Piece) -> bool {
    let annotated = &reading.annotated;
    let named = mentions(reading, piece.tokens, |_, _| true);
    let holds = |ranges: &[TokenRange], at: usize| ranges.iter().any(|range| range.holds(at));
    let mut left = piece.tokens.range().filter(|&at| !holds(&piece.frame, at) && !holds(&named, at));
    left.any(|at| {
        let word = annotated.word(at);
        word.starts_with(char::is_alphanumeric) && !rules.words.is_function_word(word)
    })
}

/// Gives each word what it tells in this story.
fn weigh_words(all: &mut [Terms]) {
    let mut counts: HashMap<u32, f32> = HashMap::new();
    for word in all.iter().flat_map(|terms| &terms.words) {
        *counts.entry(word.key).or_default() += 1.0;
    }
    let n = all.len().max(LEAST_TELLINGS) as f32;
    for word in all.iter_mut().flat_map(|terms| &mut terms.words) {
        word.info = word.weight * (n / counts[&word.key]).ln();
    }
    all.iter_mut().for_each(Terms::take_measure);
}

/// What the words of each sentence tell, by article and sentence.
fn sentences(all: &[Terms], pieces: &[Piece]) -> HashMap<(usize, usize), Vec<(u32, f32)>> {
    let mut sentences: HashMap<(usize, usize), Vec<(u32, f32)>> = HashMap::new();
    for (terms, piece) in all.iter().zip(pieces) {
        let words = terms.words.iter().map(|word| (word.key, word.info));
        sentences.entry((piece.article, piece.sentence_idx)).or_default().extend(words);
    }
    for keys in sentences.values_mut() {
        keys.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        keys.dedup_by_key(|key| key.0);
        weigh(keys, |_| 1.0);
    }
    sentences
}

/// The terms of a telling and of its neighbors, the nearer the heavier.
fn around(all: &[Terms], pieces: &[Piece], at: usize) -> Vec<(u32, f32)> {
    let piece = &pieces[at];
    let from = at.saturating_sub(4);
    let mut keys: Vec<(u32, f32)> = Vec::new();
    for other in from..(at + 5).min(all.len()) {
        let gap = pieces[other].sentence_idx.abs_diff(piece.sentence_idx);
        if pieces[other].article == piece.article && gap <= 1 {
            let share = if gap == 0 { 1.0 } else { 0.5 };
            keys.extend(all[other].keys.iter().map(|&(key, weight)| (key, weight * share)));
        }
    }
    keys.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    keys.dedup_by_key(|key| key.0);
    weigh(&mut keys, |_| 1.0);
    keys
}

fn raw_terms(rules: &ClaimRules, reading: &Reading, story_names: &Names, piece: &Piece) -> Terms {
    let annotated = &reading.annotated;
    let quantities = quantities(&rules.numbers, reading, piece.tokens);
    let framed = |at: usize| piece.frame.iter().any(|frame| frame.holds(at));
    let mut keys: Vec<(u32, f32)> = Vec::new();
    let mut names = Vec::new();
    let named = mentions(reading, piece.tokens, |tokens, entity| {
        let known = story_names.get(&(piece.article, entity)).filter(|_| !framed(tokens.start as usize));
        if let Some(&name) = known {
            names.push(name);
        }
        known.is_some()
    });
    let mut words = Vec::new();
    let mut content: Vec<Word> = Vec::new();
    let mut negative = false;
    for at in piece.tokens.range().filter(|&at| !framed(at)) {
        let word = annotated.word(at);
        if !word.starts_with(char::is_alphanumeric) {
            continue;
        }
        negative |= rules.is_negation(word);
        words.push(word_key(word));
        if !rules.words.is_function_word(word) {
            content.push(content_word(rules, annotated, at));
        }
        let counted = quantities.iter().any(|quantity| quantity.tokens.holds(at));
        if counted || named.iter().any(|range| range.holds(at)) || rules.words.is_function_word(word) {
            continue;
        }
        let stem = stem_key(word);
        keys.push((mix(WORD, stem), rules.words.weight(stem)));
    }
    keys.extend(quantities.iter().map(|q| (mix(NUMBER, (q.value as f32).to_bits()), NUMBER_WEIGHT)));
    content.sort_by_key(|word| word.key);
    content.dedup_by_key(|word| word.key);
    names.sort_unstable();
    names.dedup();
    keys.extend(names.iter().map(|&name| (mix(NAME, name), NAME_WEIGHT)));
    keys.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    keys.dedup_by_key(|key| key.0);
    let mut bigrams: Vec<u32> = words.windows(2).map(|pair| mix(pair[0], pair[1])).collect();
    bigrams.sort_unstable();
    bigrams.dedup();
    let speaker = piece.chain.last().and_then(|hop| hop.entity);
    let speaker = speaker.and_then(|entity| story_names.get(&(piece.article, entity)).copied());
    let sentence =
        annotated.sentences.get(piece.sentence_idx).map_or(piece.tokens, |sentence| sentence.tokens);
    let mut scene: Vec<u32> = speaker.into_iter().collect();
    mentions(reading, sentence, |_, entity| {
        scene.extend(story_names.get(&(piece.article, entity)));
        false
    });
    scene.sort_unstable();
    scene.dedup();
    Terms {
        article: piece.article,
        words: content,
        measure: Measure::default(),
        sentence: Vec::new(),
        lead: piece.sentence_idx < LEAD,
        keys,
        around: Vec::new(),
        quantities,
        names,
        scene,
        bigrams,
        speaker,
        when: piece.when.clone(),
        negative,
    }
}

fn content_word(rules: &ClaimRules, annotated: &Annotated, at: usize) -> Word {
    let key = stem_key(annotated.word(at));
    let tag = annotated.tags.get(at).copied().unwrap_or(Tag::NN);
    Word {
        key,
        weight: rules.words.weight(key),
        info: 0.0,
        is_noun: matches!(tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS),
        is_verb: tag.is_verb(),
        at: at as u32,
    }
}

/// Tokens of the mentions inside a range for which `keep` holds.
fn mentions(
    reading: &Reading,
    tokens: TokenRange,
    mut keep: impl FnMut(TokenRange, EntityId) -> bool,
) -> Vec<TokenRange> {
    let mentions = &reading.annotated.mentions;
    let from = mentions.partition_point(|mention| mention.tokens.start < tokens.start);
    let inside = mentions[from..].iter().take_while(|mention| mention.tokens.start < tokens.end);
    inside.filter(|mention| keep(mention.tokens, mention.entity)).map(|mention| mention.tokens).collect()
}
