//! Readings to Stories: near copies and wire copies, clusters of articles, entities across articles.
//!
//! Start with [`gather`]. Articles are named by their index into the slice of readings that a call is given.

mod words;

pub use words::{WordWeights, stem_key, word_key};

use whosaid_attribution::Reading;
use whosaid_language::{EntityKind, Lexicon};
use whosaid_text::{EntityId, MentionId, StoryId};

/// What this room knows of English.
#[derive(Clone, Debug, Default)]
pub struct StoryRules {
    /// How much words say.
    pub words: WordWeights,
}

impl StoryRules {
    /// The English that is built into the program.
    pub fn english() -> Self {
        StoryRules {
            words: WordWeights::new(
                include_str!("../../../data/en/story/function_words.txt"),
                include_bytes!("../../../models/en/words.weights"),
            ),
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
}

/// One text that holds much of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Copied {
    /// Index of the article that copies.
    pub article: usize,
    /// Index of the article copied: the earlier one, or the agency's.
    pub of: usize,
    /// Share of the shorter text's words that the two have in common, 0 to 1.
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
pub fn gather(_lexicon: &Lexicon, _rules: &StoryRules, _readings: &[Reading]) -> Vec<Story> {
    Vec::new()
}
