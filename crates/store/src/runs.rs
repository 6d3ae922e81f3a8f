//! [`Runs`]: stories as they were shown last, so that looking at one again costs nothing.
//!
//! A story is shown as kept only while all that it is made of stands as it did: its dossier, its articles, their layers, and
//! the log of corrections.

use crate::store::{StoryMaking, StoryNo};
use std::sync::{Arc, Mutex, PoisonError};
use whosaid::Run;

/// Articles of all kept stories together: some 150 kilobytes each.
const MOST_ARTICLES: usize = 1_000;

/// What a story was made of when it was shown. Two that are equal show the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub(crate) story: StoryNo,
    pub(crate) making: StoryMaking,
    pub(crate) n_corrections: usize,
}

impl Stamp {
    /// Whether both are of one story, at whatever time.
    pub fn is_of_same_story(&self, other: &Stamp) -> bool {
        self.story == other.story
    }
}

/// Stories as they were shown last; shared by all readers of a collection that have the same resources.
#[derive(Debug, Default)]
pub struct Runs {
    /// The one looked at last stands last.
    kept: Mutex<Vec<(Stamp, Arc<Run>)>>,
}

impl Runs {
    /// A story that is as it was.
    pub(crate) fn get(&self, stamp: &Stamp) -> Option<Arc<Run>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| known.story == stamp.story)?;
        let found = kept.remove(at);
        let run = (found.0 == *stamp).then(|| Arc::clone(&found.1));
        if run.is_some() {
            kept.push(found);
        }
        run
    }

    /// Keeps a story, and lets go of those not looked at for longest.
    pub(crate) fn keep(&self, stamp: Stamp, run: &Arc<Run>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| known.story != stamp.story);
        kept.push((stamp, Arc::clone(run)));
        let n_articles =
            |kept: &[(Stamp, Arc<Run>)]| -> usize { kept.iter().map(|(_, run)| run.readings.len()).sum() };
        while n_articles(&kept) > MOST_ARTICLES {
            kept.remove(0);
        }
    }
}
