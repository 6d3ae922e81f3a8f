//! Readings to Stories: near copies and wire copies, clusters of articles, entities across articles.
//!
//! Start with [`gather`]. Articles are named by their index into the slice of readings that a call is given.

mod blocks;
mod clusters;
mod entities;
mod name_words;
mod near_copies;
mod nominals;
mod nouns;
mod phrases;
mod profile;
mod words;

pub use blocks::{Link, Sketch, blocks, forest, gather_block, gather_in_blocks, links};
pub use clusters::growth::{Outline, gather_as_one, grow};
pub use words::{WordWeights, stem_key, word_key};

use name_words::NameWords;
use nouns::Nouns;
use profile::{Profile, body_term};
use std::collections::BTreeMap;
use whosaid_attribution::Reading;
use whosaid_language::{EntityKind, Lexicon};
use whosaid_text::{EntityId, MentionId, Span, StoryId};

/// What this room knows of English.
#[derive(Clone, Debug, Default)]
pub struct StoryRules {
    /// How much words say.
    pub words: WordWeights,
    nouns: Nouns,
    names: NameWords,
}

impl StoryRules {
    /// The English that is built into the program.
    pub fn english() -> Self {
        StoryRules {
            words: WordWeights::new(
                include_str!("../../../data/en/story/function_words.txt"),
                include_bytes!("../../../models/en/words.weights"),
            ),
            nouns: Nouns::english(),
            names: NameWords::english(),
        }
    }
}

/// Articles about one happening.
#[derive(Clone, Debug)]
pub struct Story {
    /// Its number.
    pub id: StoryId,
    /// The headline that says best what the articles share.
    pub title: String,
    /// Indexes of its articles, by time, then id.
    pub articles: Vec<usize>,
    /// One someone across articles. Unnamed sources are never among them.
    pub entities: Vec<StoryEntity>,
    /// Texts too alike to count as two witnesses.
    pub copies: Vec<Copied>,
}

/// Someone or something across the articles of a story.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryEntity {
    /// Its number within the story.
    pub id: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name.
    pub name: String,
    /// All names, roles and descriptions used, by first use.
    pub names: Vec<String>,
    /// Mentions as (article index, mention), by position.
    pub mentions: Vec<(usize, MentionId)>,
    /// Descriptions that mean it ("the Orlen frontman"), as (article index, words), by position.
    pub described: Vec<(usize, Span)>,
}

/// One text that holds much of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Copied {
    /// Index of the article that copies.
    pub article: usize,
    /// Index of the article copied: the earlier one, or the agency's.
    pub of: usize,
    /// Share of the copying text's words that stand in the other, 0 to 1.
    pub share: f32,
    /// In which way.
    pub kind: CopyKind,
}

/// In which way one text holds another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CopyKind {
    /// Most of the text is the same.
    NearCopy,
    /// Most of the text is the same and both come from one agency.
    WireCopy,
    /// A passage is the same.
    Excerpt,
}

impl CopyKind {
    /// The word in JSON and on screens.
    pub fn name(self) -> &'static str {
        match self {
            CopyKind::NearCopy => "near-copy",
            CopyKind::WireCopy => "wire-copy",
            CopyKind::Excerpt => "excerpt",
        }
    }
}

/// Gathers readings into stories, by time of their earliest article. Every readable article is in one story.
pub fn gather(_lexicon: &Lexicon, rules: &StoryRules, readings: &[Reading]) -> Vec<Story> {
    let order = by_time(readings);
    let profiles: Vec<Profile> = readings.iter().map(|reading| Profile::of(&rules.words, reading)).collect();
    let copies = near_copies::find(readings, &profiles, &order);
    let lists = clusters::cluster(&profiles, &order);
    let mut story_of = vec![usize::MAX; readings.len()];
    for (n, list) in lists.iter().enumerate() {
        list.iter().for_each(|&article| story_of[article] = n);
    }
    let mut of_story: Vec<Vec<Copied>> = vec![Vec::new(); lists.len()];
    for copied in copies.into_iter().filter(|copied| story_of[copied.article] == story_of[copied.of]) {
        of_story[story_of[copied.article]].push(copied);
    }
    let stories = lists.into_iter().zip(of_story).enumerate();
    stories.map(|(n, (list, copies))| story(rules, readings, &profiles, n, list, copies)).collect()
}

fn story(
    rules: &StoryRules,
    readings: &[Reading],
    profiles: &[Profile],
    n: usize,
    articles: Vec<usize>,
    copies: Vec<Copied>,
) -> Story {
    Story {
        id: StoryId(n as u32),
        title: title(rules, readings, profiles, &articles),
        entities: entities::join(rules, readings, &articles),
        copies,
        articles,
    }
}

/// Indexes of the readable articles by time, then id; undated ones last.
fn by_time(readings: &[Reading]) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..readings.len()).filter(|&idx| readings[idx].annotated.article.language.is_read()).collect();
    order.sort_by_key(|&idx| {
        let article = &readings[idx].annotated.article;
        (article.published.value.is_none(), article.published.value, article.id(), idx)
    });
    order
}

/// The headline whose words weigh most over all articles, for its length; the earliest wins a tie.
fn title(rules: &StoryRules, readings: &[Reading], profiles: &[Profile], articles: &[usize]) -> String {
    let mut sums: BTreeMap<u32, f32> = BTreeMap::new();
    for &article in articles {
        for &(key, weight) in &profiles[article].terms {
            *sums.entry(key).or_default() += weight;
        }
    }
    let central = |article: usize| {
        let title = &profiles[article].title;
        let sum: f32 = title.iter().filter_map(|&stem| sums.get(&body_term(stem))).sum();
        let length: f32 = title.iter().map(|&stem| rules.words.weight(stem)).sum();
        if length > 0.0 { sum / length.sqrt() } else { 0.0 }
    };
    let mut best: Option<(f32, &str)> = None;
    for &article in articles {
        let Some(title) = readings[article].annotated.article.title.as_deref() else { continue };
        let score = central(article);
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, title));
        }
    }
    let first_words = || {
        let text =
            articles.first().map(|&first| readings[first].annotated.article.text.as_str()).unwrap_or("");
        text.split_whitespace().take(12).collect::<Vec<_>>().join(" ")
    };
    best.map_or_else(first_words, |(_, title)| title.to_owned())
}

#[cfg(test)]
mod tests;
