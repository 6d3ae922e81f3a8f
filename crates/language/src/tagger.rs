//! [`Tagger`]: part-of-speech tags by an averaged perceptron that goes from left to right, helped by a dictionary.
//!
//! The dictionary knows which tags a word was seen with; a word that was only ever seen with one is not weighed at
//! all. After Collins (2002) and the greedy taggers that followed it; the trainer is in `xtask`.

use crate::Tag;
use whosaid_linear::{Features, Model, ModelError};

const MAGIC: &[u8; 4] = b"WSTG";
const VERSION: u8 = 1;
/// Stands for a word before the first or after the last of a sentence.
const OUTSIDE: WordForm = WordForm { word: 1, head: 0, tail: 0, shape: 0, class: 0 };
/// Places kept free before and after a sentence, so that every word has two neighbours on each side.
const MARGIN: usize = 2;

/// A dictionary and the weights that choose between its tags.
#[derive(Clone, Debug)]
pub struct Tagger {
    dictionary: TagDictionary,
    model: Model,
}

/// Which tags words were seen with. Words are kept as hashes.
#[derive(Clone, Debug, Default)]
pub struct TagDictionary {
    classes: Vec<TagClass>,
    words: Vec<(u32, u16)>,
    /// First entry of `words` for each value of the highest byte of the hash.
    buckets: Vec<u32>,
}

/// The tags of words that behave alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TagClass {
    /// Whether words of this class have no other tags than these.
    pub closed: bool,
    /// Numbers of the tags, ascending.
    pub tags: Vec<u8>,
}

/// What the tagger looks at in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct WordForm {
    word: u32,
    head: u32,
    tail: u32,
    shape: u32,
    /// One more than the index of the word's class; 0 for a word that the dictionary does not know.
    class: u16,
}

/// The words of one sentence as the tagger sees them. Reusable.
#[derive(Clone, Debug, Default)]
pub struct TagContext {
    forms: Vec<WordForm>,
    spelling: String,
    quotes_open: bool,
}

impl Tagger {
    /// Joins a dictionary and a model.
    ///
    /// # Errors
    /// [`ModelError::OtherLabels`] where the model's labels are not the tags, in order.
    pub fn new(dictionary: TagDictionary, model: Model) -> Result<Self, ModelError> {
        let names: Vec<&str> = Tag::ALL.iter().map(|tag| tag.name()).collect();
        Ok(Tagger { dictionary, model: model.expect_labels(&names)? })
    }

    /// Number of features that have a weight.
    pub fn n_features(&self) -> usize {
        self.model.n_features()
    }

    /// The dictionary.
    pub fn dictionary(&self) -> &TagDictionary {
        &self.dictionary
    }

    /// Tags the words of one sentence.
    pub fn tag_words(&self, words: &[&str]) -> Vec<Tag> {
        let mut context = TagContext::default();
        context.begin();
        words.iter().for_each(|word| context.push(&self.dictionary, word, None));
        context.end();
        let mut tags = Vec::with_capacity(words.len());
        self.tag_sentence(&context, &mut Scratch::default(), &mut tags);
        tags
    }

    /// Tags a sentence, appending to `tags`.
    pub(crate) fn tag_sentence(&self, context: &TagContext, scratch: &mut Scratch, tags: &mut Vec<Tag>) {
        let mut before = [Tag::ALL.len() as u32; 2];
        for place in 0..context.len() {
            let class = context.class(&self.dictionary, place);
            let tag = match class {
                Some(TagClass { closed: true, tags }) if tags.len() == 1 => usize::from(tags[0]),
                _ => self.choose(context, place, before, class, scratch),
            };
            tags.push(Tag::ALL.get(tag).copied().unwrap_or(Tag::NN));
            before = [tag as u32, before[0]];
        }
    }

    fn choose(
        &self,
        context: &TagContext,
        place: usize,
        before: [u32; 2],
        class: Option<&TagClass>,
        scratch: &mut Scratch,
    ) -> usize {
        scratch.features.clear();
        context.features(place, before, &mut scratch.features);
        scratch.scores.clear();
        scratch.scores.resize(Tag::ALL.len(), 0);
        self.model.add_scores(scratch.features.keys(), &mut scratch.scores);
        best_tag(&scratch.scores, class)
    }

    /// The tagger as a file: the dictionary, then the model.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend_from_slice(MAGIC);
        out.push(VERSION);
        out.extend_from_slice(&(self.dictionary.classes.len() as u16).to_le_bytes());
        for class in &self.dictionary.classes {
            out.extend_from_slice(&[u8::from(class.closed), class.tags.len() as u8]);
            out.extend_from_slice(&class.tags);
        }
        out.extend_from_slice(&(self.dictionary.words.len() as u32).to_le_bytes());
        for (word, class) in &self.dictionary.words {
            out.extend_from_slice(&word.to_le_bytes());
            out.extend_from_slice(&class.to_le_bytes());
        }
        out.extend_from_slice(&self.model.to_bytes());
        out
    }

    /// Reads a file made by [`Tagger::to_bytes`]. Never panics, whatever the bytes.
    ///
    /// # Errors
    /// [`ModelError`] says what is wrong with the file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Reader { bytes, at: 0 };
        if reader.take(4).ok() != Some(MAGIC) {
            return Err(ModelError::NotAModel);
        }
        let [version] = reader.array()?;
        if version != VERSION {
            return Err(ModelError::OtherVersion { found: version });
        }
        let dictionary = reader.dictionary()?;
        Tagger::new(dictionary, Model::from_bytes(&bytes[reader.at..])?)
    }
}

/// The tag with the greatest score among those the word can have; the first of equals. Trainer and tagger share it.
pub fn best_tag<Score: PartialOrd + Copy>(scores: &[Score], class: Option<&TagClass>) -> usize {
    let better = |best: usize, tag: usize| if scores[tag] > scores[best] { tag } else { best };
    match class {
        Some(TagClass { closed: true, tags }) => tags.iter().map(|&tag| usize::from(tag)).reduce(better),
        _ => (0..scores.len()).reduce(better),
    }
    .unwrap_or(0)
}

/// Room that is used again from word to word.
#[derive(Default)]
pub(crate) struct Scratch {
    features: Features,
    scores: Vec<i32>,
}

impl TagDictionary {
    /// Makes a dictionary from words and their classes. A word given twice keeps its first class.
    pub fn new<'a>(words: impl Iterator<Item = (&'a str, TagClass)>) -> Self {
        let words: Vec<(u32, TagClass)> =
            words.map(|(word, class)| (spelling_key(word.as_bytes()), class)).collect();
        let mut classes: Vec<TagClass> = words.iter().map(|(_, class)| class.clone()).collect();
        classes.sort();
        classes.dedup();
        let number = |class: &TagClass| classes.binary_search(class).unwrap_or(0) as u16;
        let mut words: Vec<(u32, u16)> = words.iter().map(|(key, class)| (*key, number(class))).collect();
        words.sort_by_key(|entry| entry.0);
        words.dedup_by_key(|entry| entry.0);
        TagDictionary::sorted(classes, words)
    }

    fn sorted(classes: Vec<TagClass>, words: Vec<(u32, u16)>) -> Self {
        let start = |high: u32| words.partition_point(|&(key, _)| key >> 24 < high) as u32;
        let buckets = (0..=256).map(start).collect();
        TagDictionary { classes, words, buckets }
    }

    /// Number of words.
    pub fn n_words(&self) -> usize {
        self.words.len()
    }

    fn find(&self, key: u32) -> Option<u16> {
        let high = (key >> 24) as usize;
        let (from, to) = (*self.buckets.get(high)?, *self.buckets.get(high + 1)?);
        let bucket = &self.words[from as usize..to as usize];
        let found = bucket.binary_search_by_key(&key, |entry| entry.0).ok()?;
        Some(bucket[found].1 + 1)
    }
}

impl TagContext {
    /// Begins a sentence.
    pub fn begin(&mut self) {
        self.forms.clear();
        self.forms.resize(MARGIN, OUTSIDE);
        self.quotes_open = false;
    }

    /// Adds a word. `opens` says whether a straight quotation mark opens; unknown, they take turns.
    pub fn push(&mut self, dictionary: &TagDictionary, word: &str, opens: Option<bool>) {
        let first = self.forms.len() == MARGIN
            || self.forms.len() == MARGIN + 1 && self.forms[MARGIN].shape & PLAIN == 0;
        let word = if word == "\"" {
            let opens = opens.unwrap_or(!self.quotes_open);
            self.quotes_open = opens;
            if opens { "``" } else { "''" }
        } else {
            word
        };
        let form = if word.is_ascii() {
            WordForm::of(dictionary, word.as_bytes(), first)
        } else {
            self.spelling.clear();
            spell_plainly(word, &mut self.spelling);
            WordForm::of(dictionary, self.spelling.as_bytes(), first)
        };
        self.forms.push(form);
    }

    /// Ends the sentence.
    pub fn end(&mut self) {
        self.forms.extend([OUTSIDE; MARGIN]);
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.forms.len().saturating_sub(2 * MARGIN)
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The class of a word, if the dictionary knows it.
    pub fn class<'a>(&self, dictionary: &'a TagDictionary, place: usize) -> Option<&'a TagClass> {
        let class = self.forms[place + MARGIN].class.checked_sub(1)?;
        dictionary.classes.get(usize::from(class))
    }

    /// Adds the features of a word; `before` holds the numbers of the tag before it and of the one before that.
    pub fn features(&self, place: usize, before: [u32; 2], features: &mut Features) {
        let [w2, w1, w, n1, n2] = std::array::from_fn(|k| &self.forms[place + k]);
        let class = u32::from(w.class);
        let [t1, t2] = before;
        features.add(0, w.word);
        features.add(1, w.tail);
        features.add(2, w.tail & 0xff_ffff);
        features.add(3, w.tail & 0xffff);
        features.add(4, w.head & 0xff_ffff);
        features.add(5, w.shape);
        features.add(6, class);
        features.add(7, w1.word);
        features.add(8, n1.word);
        features.add(9, w2.word);
        features.add(10, n2.word);
        features.add(11, t1);
        features.add2(12, t1, t2);
        features.add2(13, t1, w.word);
        features.add2(14, t1, class);
        features.add2(15, t1, u32::from(n1.class));
        features.add2(16, class, u32::from(n1.class));
        features.add2(17, u32::from(n1.class), u32::from(n2.class));
        features.add2(18, w1.word, w.word);
        features.add2(19, w.word, n1.word);
        features.add2(20, w.tail & 0xff_ffff, n1.tail & 0xff_ffff);
        features.add2(21, t1, w.tail & 0xff_ffff);
        features.add2(22, w.shape, w1.shape);
        features.add2(23, w.shape, n1.shape);
        features.add2(24, t2, class);
        features.add(25, w1.tail & 0xff_ffff);
        features.add(26, n1.tail & 0xff_ffff);
        features.add2(27, t1, w.shape);
    }
}

const CAPITAL: u32 = 1;
const ALL_CAPITALS: u32 = 2;
const DIGIT: u32 = 4;
const HYPHEN: u32 = 8;
const STOP: u32 = 16;
const FIRST: u32 = 32;
/// Has a letter or digit.
const PLAIN: u32 = 64;

impl WordForm {
    fn of(dictionary: &TagDictionary, spelling: &[u8], first: bool) -> Self {
        let key = spelling_key(spelling);
        let word = small_key(spelling);
        let class = match dictionary.find(key) {
            Some(class) if !first || word == key => class,
            found => dictionary.find(word).or(found).unwrap_or(0),
        };
        let edge = |byte: u8| u32::from(fold(byte));
        let head = spelling.iter().take(3).fold(0, |head, &byte| head << 8 | edge(byte));
        let tail =
            spelling[spelling.len().saturating_sub(4)..].iter().fold(0, |tail, &byte| tail << 8 | edge(byte));
        WordForm { word, head, tail, shape: shape(spelling, first), class }
    }
}

fn shape(spelling: &[u8], first: bool) -> u32 {
    let mut shape = if first { FIRST } else { 0 };
    let (mut upper, mut lower) = (false, false);
    for &byte in spelling {
        match byte {
            b'A'..=b'Z' => upper = true,
            b'a'..=b'z' | 0x80.. => lower = true,
            b'0'..=b'9' => shape |= DIGIT | PLAIN,
            b'-' => shape |= HYPHEN,
            b'.' => shape |= STOP,
            _ => {}
        }
    }
    if upper || lower {
        shape |= PLAIN;
    }
    if upper && !lower && spelling.len() > 1 {
        shape |= ALL_CAPITALS;
    }
    if spelling.first().is_some_and(u8::is_ascii_uppercase) {
        shape |= CAPITAL;
    }
    shape | (spelling.len().min(4) as u32) << 8
}

/// Small letters for capitals, 0 for digits.
fn fold(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => b'0',
        _ => byte.to_ascii_lowercase(),
    }
}

/// Hash of a spelling with all digits alike.
fn spelling_key(spelling: &[u8]) -> u32 {
    fnv(spelling.iter().map(|&byte| if byte.is_ascii_digit() { b'0' } else { byte }))
}

/// The same in small letters.
fn small_key(spelling: &[u8]) -> u32 {
    fnv(spelling.iter().map(|&byte| fold(byte)))
}

fn fnv(bytes: impl Iterator<Item = u8>) -> u32 {
    let state =
        bytes.fold(0x811c_9dc5_u32, |state, byte| (state ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (state ^ state >> 15).wrapping_mul(0x846c_a68b)
}

/// Spells a word as treebanks do: plain quotation marks, apostrophes and dashes, nothing invisible.
fn spell_plainly(word: &str, out: &mut String) {
    for c in word.chars() {
        match c {
            '“' | '„' | '«' => out.push_str("``"),
            '”' | '»' => out.push_str("''"),
            '’' | '‘' | 'ʼ' | '′' | '´' | '‚' | '‛' => out.push('\''),
            '–' | '—' | '―' => out.push_str("--"),
            '‐' | '‑' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' => {}
            _ => out.push(c),
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn damaged(&self) -> ModelError {
        ModelError::Damaged { at: self.at }
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8], ModelError> {
        let taken = self.bytes.get(self.at..).and_then(|rest| rest.get(..n)).ok_or(self.damaged())?;
        self.at += n;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        self.take(N)?.try_into().map_err(|_| self.damaged())
    }

    fn dictionary(&mut self) -> Result<TagDictionary, ModelError> {
        let n_classes = u16::from_le_bytes(self.array()?);
        let mut classes = Vec::new();
        for _ in 0..n_classes {
            let [closed, n_tags] = self.array()?;
            let tags = self.take(usize::from(n_tags))?.to_vec();
            if tags.is_empty() || tags.iter().any(|&tag| usize::from(tag) >= Tag::ALL.len()) {
                return Err(self.damaged());
            }
            classes.push(TagClass { closed: closed != 0, tags });
        }
        let n_words = u32::from_le_bytes(self.array()?) as usize;
        let entries = self.take(n_words.checked_mul(6).ok_or(self.damaged())?)?;
        let mut words = Vec::with_capacity(n_words);
        for entry in entries.chunks_exact(6) {
            let key = u32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]]);
            let class = u16::from_le_bytes([entry[4], entry[5]]);
            if class >= n_classes {
                return Err(self.damaged());
            }
            words.push((key, class));
        }
        if !words.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(self.damaged());
        }
        Ok(TagDictionary::sorted(classes, words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use whosaid_linear::{Freeze, Trainer};

    fn small_tagger() -> Tagger {
        let class =
            |closed, tags: &[Tag]| TagClass { closed, tags: tags.iter().map(|&tag| tag as u8).collect() };
        let words = [("the", class(true, &[Tag::DT])), ("run", class(false, &[Tag::NN, Tag::VB]))];
        let dictionary = TagDictionary::new(words.iter().map(|(word, class)| (*word, class.clone())));
        let names: Vec<&str> = Tag::ALL.iter().map(|tag| tag.name()).collect();
        let mut trainer = Trainer::new(&names);
        let mut context = TagContext::default();
        context.begin();
        ["the", "run"].iter().for_each(|word| context.push(&dictionary, word, None));
        context.end();
        let mut features = Features::new();
        context.features(1, [Tag::DT as u32, 51], &mut features);
        for _ in 0..5 {
            trainer.learn_one(features.keys(), Tag::NN as usize);
        }
        Tagger::new(dictionary, trainer.freeze(Freeze { prune_below: 0.1 })).unwrap()
    }

    #[test]
    fn a_tagger_survives_its_file() {
        let tagger = small_tagger();
        let read = Tagger::from_bytes(&tagger.to_bytes()).unwrap();
        assert_eq!(read.to_bytes(), tagger.to_bytes());
        assert_eq!(read.tag_words(&["the", "run"]), [Tag::DT, Tag::NN]);
        assert_eq!(read.tag_words(&[]), []);
    }

    #[test]
    fn damaged_and_foreign_files_are_refused() {
        let bytes = small_tagger().to_bytes();
        assert_eq!(Tagger::from_bytes(b"WSLM....").unwrap_err(), ModelError::NotAModel);
        for cut in 4..bytes.len() {
            assert!(Tagger::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        for at in 0..bytes.len().min(200) {
            let mut changed = bytes.clone();
            changed[at] ^= 0xff;
            if let Ok(tagger) = Tagger::from_bytes(&changed) {
                tagger.tag_words(&["the", "run", "", "“", "é"]);
            }
        }
    }

    #[test]
    fn spellings_are_plain() {
        let mut out = String::new();
        spell_plainly("min\u{ad}ister’s—“so…”", &mut out);
        assert_eq!(out, "minister's--``so...''");
    }
}
