//! The part-of-speech tagger: a dictionary counted on treebanks, weights by the averaged perceptron.

use super::write;
use std::collections::{BTreeMap, HashMap};
use whosaid_eval::Gold;
use whosaid_eval::gold::conllu::{self, Sentence, Word};
use whosaid_language::{Tag, TagClass, TagContext, TagDictionary, Tagger, best_tag};
use whosaid_linear::{Features, Freeze, Trainer};

/// Words seen less often are left to the model alone.
const LEAST_SEEN: usize = 3;
/// Words seen this often have no other tags than those they were seen with.
const CLOSED_FROM: usize = 25;
/// A tag with a smaller share of a word's uses is taken as an error.
const LEAST_SHARE: f64 = 0.005;
/// Features that hold at fewer words are not learned.
const LEAST_USED: u32 = 3;
/// Times that the text is read.
const N_EPOCHS: usize = 8;
/// Averaged weights below this share of the largest are dropped.
const PRUNE_BELOW: f32 = 0.008;

/// Learns from UD English EWT and the open genres of GUM and writes `models/en/tags.model`.
pub fn run(gold: &Gold) -> Result<(), String> {
    let mut sentences = conllu::read_packed(gold, "ud-english-ewt/en_ewt-ud-train.conllu.gz")?;
    sentences.extend(conllu::gum_train(gold, "")?);
    let whole: Vec<Sentence> = sentences.iter().filter_map(hyphenated_whole).collect();
    sentences.extend(whole);
    let dictionary = dictionary(&sentences);
    let model = learn(&dictionary, &mut sentences).freeze(Freeze { prune_below: PRUNE_BELOW });
    let tagger = Tagger::new(dictionary, model).map_err(|why| why.to_string())?;
    let bytes = tagger.to_bytes();
    let (n_features, n_words) = (tagger.n_features(), tagger.dictionary().n_words());
    eprintln!("{n_features} features, {n_words} words in the dictionary, {} KB", bytes.len() / 1024);
    write("models/en/tags.model", &bytes)
}

/// The sentence with its hyphenated words as one word each, if it has any: UD parts them, the product does not.
fn hyphenated_whole(sentence: &Sentence) -> Option<Sentence> {
    let mut words: Vec<Word> = Vec::new();
    let mut joined = false;
    for (idx, word) in sentence.words.iter().enumerate() {
        let next_is_noun = sentence.words.get(idx + 1).is_some_and(|next| next.tag.name().starts_with("NN"));
        let n = words.len();
        let hyphen =
            n >= 2 && words[n - 1].tag == Tag::HYPH && !words[n - 1].space_after && !words[n - 2].space_after;
        if hyphen && words[n - 1].form == "-" {
            let first = words.remove(n - 2);
            let whole = &mut words[n - 2];
            whole.form = format!("{}-{}", first.form, word.form);
            whole.tag = whole_tag(first.tag, word.tag, next_is_noun);
            whole.space_after = word.space_after;
            joined = true;
        } else {
            words.push(word.clone());
        }
    }
    joined.then(|| Sentence { words, ..sentence.clone() })
}

/// The tag that the Penn treebank gives a hyphenated word.
fn whole_tag(first: Tag, last: Tag, before_noun: bool) -> Tag {
    match last {
        Tag::NNP | Tag::NNPS | Tag::CD | Tag::NNS => last,
        Tag::VBN | Tag::VBG | Tag::JJ | Tag::VBD => Tag::JJ,
        _ if first == Tag::NNP && last == Tag::NN => {
            if before_noun {
                Tag::JJ
            } else {
                Tag::NN
            }
        }
        _ if before_noun => Tag::JJ,
        _ => last,
    }
}

/// Counts which tags each word has.
fn dictionary(sentences: &[Sentence]) -> TagDictionary {
    let mut counts: BTreeMap<String, BTreeMap<u8, usize>> = BTreeMap::new();
    for sentence in sentences {
        for (idx, word) in sentence.words.iter().enumerate() {
            let mut spelling: String =
                word.form.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            if idx == 0 && !matches!(word.tag, Tag::NNP | Tag::NNPS) {
                spelling.make_ascii_lowercase();
            }
            *counts.entry(spelling).or_default().entry(word.tag as u8).or_default() += 1;
        }
    }
    let classes = counts.iter().filter_map(|(word, tags)| {
        let total: usize = tags.values().sum();
        let kept = tags.iter().filter(|&(_, &n)| n as f64 >= LEAST_SHARE * total as f64);
        let class = TagClass { closed: total >= CLOSED_FROM, tags: kept.map(|(&tag, _)| tag).collect() };
        (total >= LEAST_SEEN).then_some((word.as_str(), class))
    });
    TagDictionary::new(classes)
}

/// Learns from left to right, each word after the tags predicted for those before it.
fn learn(dictionary: &TagDictionary, sentences: &mut [Sentence]) -> Trainer {
    let names: Vec<&str> = Tag::ALL.iter().map(|tag| tag.name()).collect();
    let mut learner =
        Learner { dictionary, used: used(dictionary, sentences), trainer: Trainer::new(&names) };
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for epoch in 0..N_EPOCHS {
        shuffle(sentences, &mut random);
        let n_wrong: usize = sentences.iter().map(|sentence| learner.sentence(sentence)).sum();
        eprintln!("pass {}: {n_wrong} wrong", epoch + 1);
    }
    learner.trainer
}

struct Learner<'a> {
    dictionary: &'a TagDictionary,
    /// How often each feature holds.
    used: HashMap<u32, u32>,
    trainer: Trainer,
}

impl Learner<'_> {
    /// Learns one sentence. Gives the number of wrong tags.
    fn sentence(&mut self, sentence: &Sentence) -> usize {
        let context = context(self.dictionary, sentence);
        let mut before = [Tag::ALL.len() as u32; 2];
        let mut n_wrong = 0;
        for (place, word) in sentence.words.iter().enumerate() {
            let tag = match context.class(self.dictionary, place) {
                Some(TagClass { closed: true, tags }) if tags.len() == 1 => usize::from(tags[0]),
                class => self.word(&context, place, before, class, word.tag as usize),
            };
            n_wrong += usize::from(tag != word.tag as usize);
            before = [tag as u32, before[0]];
        }
        n_wrong
    }

    fn word(
        &mut self,
        context: &TagContext,
        place: usize,
        before: [u32; 2],
        class: Option<&TagClass>,
        gold: usize,
    ) -> usize {
        let mut features = Features::new();
        context.features(place, before, &mut features);
        let keys: Vec<u32> = features
            .keys()
            .iter()
            .copied()
            .filter(|key| self.used.get(key).is_some_and(|&n| n >= LEAST_USED))
            .collect();
        let mut scores = vec![0.0; Tag::ALL.len()];
        self.trainer.next_example();
        self.trainer.add_scores(&keys, &mut scores);
        let tag = best_tag(&scores, class);
        let possible = class.is_none_or(|class| !class.closed || class.tags.contains(&(gold as u8)));
        if tag != gold && possible {
            self.trainer.change(&keys, gold, 1.0);
            self.trainer.change(&keys, tag, -1.0);
        }
        tag
    }
}

fn context(dictionary: &TagDictionary, sentence: &Sentence) -> TagContext {
    let mut context = TagContext::default();
    context.begin();
    sentence.words.iter().for_each(|word| context.push(dictionary, &word.form, None));
    context.end();
    context
}

/// Counts features where all tags are right.
fn used(dictionary: &TagDictionary, sentences: &[Sentence]) -> HashMap<u32, u32> {
    let mut counts = HashMap::new();
    let mut features = Features::new();
    for sentence in sentences {
        let context = context(dictionary, sentence);
        let mut before = [Tag::ALL.len() as u32; 2];
        for (place, word) in sentence.words.iter().enumerate() {
            features.clear();
            context.features(place, before, &mut features);
            features.keys().iter().for_each(|&key| *counts.entry(key).or_default() += 1);
            before = [word.tag as u32, before[0]];
        }
    }
    counts
}

/// Fisher-Yates with a xorshift generator.
fn shuffle(sentences: &mut [Sentence], random: &mut u64) {
    for last in (1..sentences.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        sentences.swap(last, (*random % (last as u64 + 1)) as usize);
    }
}
