//! Corrections as people ask for them: by the names that lists give, in one form that commands, pages and programs
//! share. [`Desk::pin`] turns a wish into places in articles, [`Desk::grant`] signs it and makes it.

use crate::StoreError;
use crate::corrections::{Correction, Field, What, active};
use crate::desk::Desk;
use crate::store::{Store, StoryNo};
use serde::{Deserialize, Serialize};

/// What a reader wants to be put right. Claims and tellings are named by story and key (`12-3fa9c1d2`), conflicts by
/// story and place (`12.3`), articles by the beginning of their id, stories by number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Wish {
    /// Two claims are one.
    MergeClaims {
        /// A claim.
        claim: String,
        /// Another of the same story.
        with: String,
    },
    /// A telling does not tell the claim it stands in.
    SplitClaim {
        /// The telling.
        telling: String,
    },
    /// Two stories are one.
    MergeStories {
        /// A story.
        story: i64,
        /// Another.
        other: i64,
    },
    /// Articles do not belong to the story they are in, but together.
    SplitStory {
        /// The articles.
        articles: Vec<String>,
    },
    /// Two names of a story are one person or body.
    MergeEntities {
        /// The story.
        story: i64,
        /// A name.
        name: String,
        /// Another.
        with: String,
    },
    /// Whom one article names so is someone else than in the others.
    SplitEntity {
        /// The story.
        story: i64,
        /// The name.
        name: String,
        /// The article.
        article: String,
    },
    /// Who says what a telling tells.
    SetSpeaker {
        /// The telling.
        telling: String,
        /// Full name; nobody: the outlet's own voice.
        #[serde(default)]
        value: Option<String>,
    },
    /// When, by which outlet or from which agency an article was published.
    SetArticle {
        /// The article.
        article: String,
        /// What is set.
        field: Field,
        /// To what; nothing: not known.
        #[serde(default)]
        value: Option<String>,
    },
    /// A telling tells the claim it stands in, or does not.
    JudgeTelling {
        /// The telling.
        telling: String,
        /// Whether it does.
        right: bool,
    },
    /// Two extracts do not agree, or do.
    JudgeConflict {
        /// The conflict.
        conflict: String,
        /// Whether they disagree.
        right: bool,
    },
    /// One article holds much of another, or does not.
    JudgeCopy {
        /// The article that copies.
        article: String,
        /// The article copied.
        of: String,
        /// Whether it does.
        right: bool,
    },
    /// A correction no longer holds.
    Undo {
        /// The beginning of its id; nothing: the last one that holds.
        #[serde(default)]
        id: Option<String>,
    },
}

/// Who signs, and why.
#[derive(Clone, Copy, Debug)]
pub struct Signature<'a> {
    /// Who makes the correction.
    pub who: &'a str,
    /// Why, in that person's words.
    pub why: &'a str,
    /// When, ISO 8601.
    pub now: &'a str,
}

impl<S: Store> Desk<S> {
    /// The corrections that a wish stands for, pinned to places in articles.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`], [`StoreError::Ambiguous`], [`StoreError::BadValue`].
    pub fn pin(&self, wish: &Wish) -> Result<Vec<What>, StoreError> {
        let one = match wish {
            Wish::SplitStory { articles } => return self.split_story(articles),
            Wish::MergeClaims { claim, with } => self.merge_claims(claim, with),
            Wish::SplitClaim { telling } => self.split_claim(telling),
            Wish::MergeStories { story, other } => self.merge_stories(StoryNo(*story), StoryNo(*other)),
            Wish::MergeEntities { story, name, with } => self.merge_entities(StoryNo(*story), name, with),
            Wish::SplitEntity { story, name, article } => self.split_entity(StoryNo(*story), name, article),
            Wish::SetSpeaker { telling, value } => self.set_speaker(telling, value.as_deref()),
            Wish::SetArticle { article, field, value } => self.set_article(article, *field, value.as_deref()),
            Wish::JudgeTelling { telling, right } => self.judge_telling(telling, *right),
            Wish::JudgeConflict { conflict, right } => self.judge_conflict(conflict, *right),
            Wish::JudgeCopy { article, of, right } => self.judge_copy(article, of, *right),
            Wish::Undo { id } => self.undo(id.as_deref()),
        };
        Ok(vec![one?])
    }

    /// The undoing of a correction by the beginning of its id, or of the last one that holds.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`].
    pub fn undo(&self, id: Option<&str>) -> Result<What, StoreError> {
        let log = self.store().corrections()?;
        let found = match id {
            None => active(&log).last().map(|correction| correction.id.clone()),
            Some(id) => log.iter().find(|correction| correction.id.starts_with(id)).map(|c| c.id.clone()),
        };
        let name = || id.unwrap_or("that holds").to_owned();
        Ok(What::Undo { id: found.ok_or_else(|| StoreError::NoSuch { what: "correction", name: name() })? })
    }

    /// Settles what waits, then makes a correction and settles what it touches. Gives what was made, and whether any of
    /// it was new.
    ///
    /// # Errors
    /// As [`Desk::pin`] and [`Desk::correct`].
    pub fn grant(
        &mut self,
        signature: Signature<'_>,
        what: impl FnOnce(&Self) -> Result<Vec<What>, StoreError>,
    ) -> Result<(Vec<Correction>, bool), StoreError> {
        let Signature { who, why, now } = signature;
        self.settle(now, |_| {})?;
        let corrections: Vec<Correction> =
            what(self)?.into_iter().map(|what| Correction::new(who, now, why, what)).collect();
        let n_new = self.correct(&corrections, now)?;
        Ok((corrections, n_new > 0))
    }
}
