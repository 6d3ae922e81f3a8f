//! [`Profile`]: what one article looks like from afar: its words in order, and weighted words, names and numbers.

use crate::{WordWeights, stem_key, word_key};
use whosaid_attribution::Reading;
use whosaid_language::Annotated;
use whosaid_linear::mix;
use whosaid_text::{Moment, SectionKind};

/// Terms kept of one article: its heaviest.
const MOST_TERMS: usize = 120;
/// Words of an article that are looked at.
const MOST_WORDS: usize = 20_000;

/// Power of a word's weight: how much rare words count beyond their weight.
const RARE_WORDS: f32 = 1.5;

/// Kinds of evidence, each a part of unit length, weighed against each other.
#[derive(Clone, Copy)]
enum Field {
    Title,
    Body,
    Names,
    Numbers,
}

impl Field {
    const ALL: [(Field, f32); 4] =
        [(Field::Title, 0.3), (Field::Body, 0.35), (Field::Names, 0.28), (Field::Numbers, 0.07)];
}

/// One article from afar.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    /// Keys of its words in order, as written, marks left out.
    pub words: Vec<u32>,
    /// Keys of terms with their weights, by key; of length 1.
    pub terms: Vec<(u32, f32)>,
    /// Keys of the stems of its headline.
    pub title: Vec<u32>,
    /// Key of its outlet.
    pub outlet: Option<u32>,
    /// When it was published.
    pub published: Option<Moment>,
}

/// The key under which a stem of the body stands among the terms.
pub(crate) fn body_term(stem: u32) -> u32 {
    mix(Field::Body as u32, stem)
}

impl Profile {
    /// Looks at one article.
    pub fn of(weights: &WordWeights, reading: &Reading) -> Self {
        let annotated = &reading.annotated;
        let article = &annotated.article;
        let title: Vec<&str> =
            article.title.iter().flat_map(|title| title.split(|c: char| !c.is_alphanumeric())).collect();
        let words = read_words(annotated);
        let mut terms = Vec::new();
        let content = |word: &&str| word.len() > 1 && !weights.is_function_word(word);
        let title_stems: Vec<u32> = title.iter().copied().filter(content).map(stem_key).collect();
        let body: Vec<u32> = words
            .iter()
            .map(|word| word.0)
            .filter(content)
            .map(stem_key)
            .chain(title_stems.iter().copied())
            .collect();
        let names: Vec<u32> = words
            .iter()
            .filter(|(word, first)| !first && word.starts_with(char::is_uppercase) && content(word))
            .map(|(word, _)| word_key(word))
            .collect();
        let numbers: Vec<u32> = words
            .iter()
            .filter(|(word, _)| word.len() > 1 && word.starts_with(|c: char| c.is_ascii_digit()))
            .map(|(word, _)| word_key(word))
            .collect();
        for (field, share) in Field::ALL {
            let (keys, weigh): (&[u32], bool) = match field {
                Field::Title => (&title_stems, true),
                Field::Body => (&body, true),
                Field::Names => (&names, false),
                Field::Numbers => (&numbers, false),
            };
            add_field(&mut terms, field, share, keys, |key| {
                if weigh { weights.weight(key).powf(RARE_WORDS) } else { 1.0 }
            });
        }
        Profile {
            words: unquoted_words(annotated),
            terms: heaviest(terms),
            title: title_stems,
            outlet: article.outlet.as_deref().map(word_key),
            published: article.published.value,
        }
    }
}

/// Keys of the words that are read and stand outside quotation marks: quoting one source is not copying.
fn unquoted_words(annotated: &Annotated) -> Vec<u32> {
    let mut quotations = annotated.quotations.iter().filter(|quotation| quotation.depth == 0).peekable();
    let mut words = Vec::new();
    for paragraph in annotated.paragraphs.iter().filter(|p| p.section.is_read()) {
        for at in paragraph.tokens.range() {
            while quotations.next_if(|quotation| quotation.tokens.end as usize <= at).is_some() {}
            let quoted = quotations.peek().is_some_and(|quotation| quotation.tokens.holds(at));
            let word = annotated.word(at);
            if !quoted && word.starts_with(char::is_alphanumeric) && words.len() < MOST_WORDS {
                words.push(word_key(word));
            }
        }
    }
    words
}

/// The words that are read, and whether each begins a sentence.
fn read_words(annotated: &Annotated) -> Vec<(&str, bool)> {
    let mut words = Vec::new();
    for sentence in &annotated.sentences {
        let section = annotated.paragraphs.get(sentence.paragraph_idx as usize).map(|p| p.section);
        if !section.is_some_and(|section| section.is_read() && section != SectionKind::Headline) {
            continue;
        }
        let mut first = true;
        for token_idx in sentence.tokens.range() {
            let word = annotated.word(token_idx);
            if word.starts_with(char::is_alphanumeric) {
                words.push((word, first));
                first = false;
            }
        }
        if words.len() > MOST_WORDS {
            break;
        }
    }
    words
}

fn add_field(
    terms: &mut Vec<(u32, f32)>,
    field: Field,
    share: f32,
    keys: &[u32],
    weigh: impl Fn(u32) -> f32,
) {
    let mut keys = keys.to_vec();
    keys.sort_unstable();
    let counted: Vec<(u32, f32)> = keys
        .chunk_by(|a, b| a == b)
        .map(|same| (mix(field as u32, same[0]), (1.0 + (same.len() as f32).ln()) * weigh(same[0])))
        .collect();
    let length = counted.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if length > 0.0 {
        let scale = share.sqrt() / length;
        terms.extend(counted.into_iter().map(|(key, weight)| (key, weight * scale)));
    }
}

fn heaviest(mut terms: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    terms.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    terms.truncate(MOST_TERMS);
    // A list of its own size: the long one gives its room to the next article.
    let mut terms = terms.to_vec();
    terms.sort_unstable_by_key(|term| term.0);
    let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if length > 0.0 {
        terms.iter_mut().for_each(|(_, weight)| *weight /= length);
    }
    terms
}
