//! [`Kept`]: stories as they were written out last, so that looking at a large one again costs nothing.
//!
//! What is kept is shown only while all that the story is made of stands as it did ([`Stamp`]).

use std::sync::{Arc, Mutex, PoisonError};
use whosaid_store::{Stamp, StoreError};

/// Bytes of all that is kept.
const MOST_BYTES: usize = 32 << 20;

/// What was written out of stories; shared by all readers.
#[derive(Debug)]
pub struct Kept<T> {
    /// The one looked at last stands last.
    all: Mutex<Vec<One<T>>>,
}

#[derive(Debug)]
struct One<T> {
    stamp: Stamp,
    /// Who changes things sees more.
    may_write: bool,
    n_bytes: usize,
    written: Arc<T>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Kept { all: Mutex::default() }
    }
}

impl<T> Kept<T> {
    /// What was written out of a story, or what `write` writes now with the bytes that it takes up.
    ///
    /// # Errors
    /// Those of `write`; then nothing is kept.
    pub fn get(
        &self,
        stamp: Stamp,
        may_write: bool,
        write: impl FnOnce() -> Result<(T, usize), StoreError>,
    ) -> Result<Arc<T>, StoreError> {
        if let Some(written) = self.found(&stamp, may_write) {
            return Ok(written);
        }
        // Written without the lock: two readers may write the same, and none waits for another story.
        let (written, n_bytes) = write()?;
        let written = Arc::new(written);
        self.keep(One { stamp, may_write, n_bytes, written: Arc::clone(&written) });
        Ok(written)
    }

    fn found(&self, stamp: &Stamp, may_write: bool) -> Option<Arc<T>> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let at = all.iter().position(|one| one.may_write == may_write && one.stamp == *stamp)?;
        let one = all.remove(at);
        let written = Arc::clone(&one.written);
        all.push(one);
        Some(written)
    }

    fn keep(&self, one: One<T>) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|known| known.may_write != one.may_write || !known.stamp.is_of_same_story(&one.stamp));
        all.push(one);
        let mut n_bytes: usize = all.iter().map(|one| one.n_bytes).sum();
        while n_bytes > MOST_BYTES {
            n_bytes -= all.remove(0).n_bytes;
        }
    }
}
