//! [`Runs`]: stories as they were shown last, so that looking at one again costs nothing.
//!
//! A story is shown as kept only while all that it is made of stands as it did: its dossier, its articles, and the log
//! of corrections.

use crate::store::{ArticleNo, StoryNo};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use whosaid::Run;

/// Articles of all kept stories together: some 150 kilobytes each.
const MOST_ARTICLES: usize = 1_000;

/// What a story was made of when it was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    made_with: String,
    dossier: u64,
    members: Vec<ArticleNo>,
    n_corrections: usize,
}

impl Stamp {
    /// Of a dossier with its articles, at so many corrections.
    pub fn of(made_with: &str, dossier: &[u8], members: Vec<ArticleNo>, n_corrections: usize) -> Self {
        let mut hasher = DefaultHasher::new();
        dossier.hash(&mut hasher);
        Stamp { made_with: made_with.to_owned(), dossier: hasher.finish(), members, n_corrections }
    }
}

/// Stories as they were shown last; shared by all readers of a collection that have the same resources.
#[derive(Debug, Default)]
pub struct Runs {
    /// The one looked at last stands last.
    kept: Mutex<Vec<(StoryNo, Stamp, Arc<Run>)>>,
}

impl Runs {
    /// A story that is as it was.
    pub(crate) fn get(&self, story: StoryNo, stamp: &Stamp) -> Option<Arc<Run>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(no, _, _)| *no == story)?;
        let found = kept.remove(at);
        let run = (found.1 == *stamp).then(|| Arc::clone(&found.2));
        if run.is_some() {
            kept.push(found);
        }
        run
    }

    /// Keeps a story, and lets go of those not looked at for longest.
    pub(crate) fn keep(&self, story: StoryNo, stamp: Stamp, run: &Arc<Run>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(no, _, _)| *no != story);
        kept.push((story, stamp, Arc::clone(run)));
        let n_articles = |kept: &[(StoryNo, Stamp, Arc<Run>)]| -> usize {
            kept.iter().map(|(_, _, run)| run.readings.len()).sum()
        };
        while n_articles(&kept) > MOST_ARTICLES {
            kept.remove(0);
        }
    }
}
