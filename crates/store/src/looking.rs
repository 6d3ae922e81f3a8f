//! One article as the desk shows it: as corrected, with the story it is in around it.

use crate::StoreError;
use crate::desk::Desk;
use crate::store::{Store, StoryNo};
use std::sync::Arc;
use whosaid::Run;

/// An article with what surrounds it.
#[derive(Clone, Debug)]
pub struct ShownArticle {
    /// Its story; where it is in none, a run of this article alone.
    pub run: Arc<Run>,
    /// Its place in the run.
    pub place: usize,
    /// The story it is in.
    pub story: Option<StoryNo>,
    /// When it was added.
    pub added: String,
    /// Id of the version that stands in its place today, if it is not itself.
    pub newer: Option<String>,
}

impl<S: Store> Desk<S> {
    /// The article whose id begins so.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`], [`StoreError::Ambiguous`].
    pub fn article(&self, id: &str) -> Result<ShownArticle, StoreError> {
        let no_such = || StoreError::NoSuch { what: "article", name: id.to_owned() };
        let kept = self.store().readings(&[self.store().named(id)?])?.pop().ok_or_else(no_such)?;
        let (whole, added, story) = (kept.stored.article.id(), kept.stored.added.clone(), kept.stored.story);
        let newer = self.store().newest(&whole.to_string())?.filter(|newest| *newest != whole);
        let in_story = match story {
            Some(story) if newer.is_none() => self.run(story).ok(),
            _ => None,
        };
        let here = |run: &Run| run.readings.iter().position(|r| r.annotated.article.id() == whole);
        let found = in_story.and_then(|run| here(&run).map(|place| (run, place)));
        let (run, place) = match found {
            Some(found) => found,
            None => (Arc::new(self.run_of_one(kept)?), 0),
        };
        Ok(ShownArticle { run, place, story, added, newer: newer.map(|id| id.to_string()) })
    }
}
