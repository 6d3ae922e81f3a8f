//! [`Seen`]: what was made of stories when they were looked at last, so that looking at one again costs nothing.
//!
//! It is shown as kept only while all that the story is made of stands as it did ([`Stamp`]): its dossier, its articles,
//! their layers, and the log of corrections.

use crate::store::{StoryMaking, StoryNo};
use std::sync::{Arc, Mutex, PoisonError};
use whosaid::Run;

/// Articles of all kept runs together: some 150 kilobytes each.
const MOST_ARTICLES: usize = 1_000;

/// What a story was made of when it was shown. Two that are equal show the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub(crate) story: StoryNo,
    pub(crate) making: StoryMaking,
    pub(crate) n_corrections: usize,
}

/// What was made of stories, one of each; shared by all readers of a collection that have the same resources.
#[derive(Debug)]
pub struct Seen<T> {
    most: usize,
    /// The one looked at last stands last.
    kept: Mutex<Vec<One<T>>>,
}

#[derive(Debug)]
struct One<T> {
    stamp: Stamp,
    size: usize,
    made: Arc<T>,
}

/// Stories as products of a run, sized by their articles.
pub type Runs = Seen<Run>;

impl Default for Runs {
    fn default() -> Self {
        Seen::new(MOST_ARTICLES)
    }
}

impl<T> Seen<T> {
    /// Keeps nothing yet, and at most things of so much size together.
    pub fn new(most: usize) -> Self {
        Seen { most, kept: Mutex::default() }
    }

    /// What was made of a story that is as it was.
    pub fn get(&self, stamp: &Stamp) -> Option<Arc<T>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|one| one.stamp == *stamp)?;
        let one = kept.remove(at);
        let made = Arc::clone(&one.made);
        kept.push(one);
        Some(made)
    }

    /// Keeps what was made of a story in place of what was made of it before, and lets go of what was not looked at for
    /// longest.
    pub fn keep(&self, stamp: Stamp, size: usize, made: &Arc<T>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.stamp.story != stamp.story);
        kept.push(One { stamp, size, made: Arc::clone(made) });
        let mut total: usize = kept.iter().map(|one| one.size).sum();
        while total > self.most {
            total -= kept.remove(0).size;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(story: i64, n_corrections: usize) -> Stamp {
        let (made_with, weighed) = (String::new(), String::new());
        let making = StoryMaking { made_with, weighed, n_bytes: 0, members: Vec::new() };
        Stamp { story: StoryNo(story), making, n_corrections }
    }

    #[test]
    fn a_story_is_shown_as_kept_while_it_is_as_it_was() {
        let seen = Seen::new(10);
        let get = |story, n_corrections| seen.get(&stamp(story, n_corrections)).map(|made| *made);
        seen.keep(stamp(1, 0), 4, &Arc::new("one"));
        seen.keep(stamp(2, 0), 4, &Arc::new("two"));
        assert_eq!((get(1, 0), get(1, 1), get(3, 0)), (Some("one"), None, None));
        seen.keep(stamp(1, 1), 4, &Arc::new("one corrected"));
        assert_eq!((get(1, 0), get(1, 1)), (None, Some("one corrected")));
        // The second was not looked at for longest.
        seen.keep(stamp(3, 0), 4, &Arc::new("three"));
        assert_eq!((get(1, 1), get(2, 0), get(3, 0)), (Some("one corrected"), None, Some("three")));
        seen.keep(stamp(4, 0), 11, &Arc::new("too large"));
        assert_eq!((get(1, 1), get(4, 0)), (None, None));
    }
}
