//! [`Keeper`]: lends one collection to many readers and one writer, off the threads that answer requests.

use crate::error::Problem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;
use whosaid::{Mode, Resources};
use whosaid_store::{AnyStore, Create, Desk, Runs, StoreError};

/// Readers at work at the same time; more wait for their turn.
const MOST_READERS: usize = 8;

/// A desk over a collection, wherever it is kept.
pub type AnyDesk = Desk<AnyStore>;

/// Lends one collection.
#[derive(Clone)]
pub struct Keeper {
    shelf: Arc<Shelf>,
}

struct Shelf {
    /// File or address.
    name: String,
    to_show: Arc<Resources>,
    /// What readers were shown last.
    runs: Arc<Runs>,
    turns: Semaphore,
    readers: Mutex<Vec<AnyDesk>>,
    writer: Mutex<AnyDesk>,
}

impl Keeper {
    /// Opens a collection by its file or address, which is made where there is none. `resources` read what is imported.
    ///
    /// # Errors
    /// [`StoreError`] where it is foreign, newer or damaged.
    pub fn open(name: &str, resources: Resources) -> Result<Self, StoreError> {
        let resources = Arc::new(resources);
        let writer = Desk::new(whosaid_store::open(name, Create::IfMissing)?, Arc::clone(&resources));
        // Showing needs no encoder: what it read is kept.
        let to_show = match resources.mode() {
            Mode::Fast => resources,
            Mode::Accurate => {
                let mut without = (*resources).clone();
                without.encoder = None;
                Arc::new(without)
            }
        };
        let shelf = Shelf {
            name: name.to_owned(),
            to_show,
            runs: Arc::default(),
            turns: Semaphore::new(MOST_READERS),
            readers: Mutex::new(Vec::new()),
            writer: Mutex::new(writer),
        };
        Ok(Keeper { shelf: Arc::new(shelf) })
    }

    /// Asks the collection something.
    pub async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&AnyDesk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Problem> {
        let shelf = Arc::clone(&self.shelf);
        let turn = shelf.turns.acquire().await.map_err(|_| Problem::Broken)?;
        let lent = Arc::clone(&self.shelf);
        let answer = tokio::task::spawn_blocking(move || lent.read(ask)).await;
        drop(turn);
        Ok(answer.map_err(|_| Problem::Broken)??)
    }

    /// Changes the collection; one writer at a time, the others wait.
    pub async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut AnyDesk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Problem> {
        let keeper = self.clone();
        let answer = tokio::task::spawn_blocking(move || change(&mut keeper.writer())).await;
        Ok(answer.map_err(|_| Problem::Broken)??)
    }

    /// The writer, once nobody else writes. Blocks: not for a thread that answers requests.
    pub fn writer(&self) -> MutexGuard<'_, AnyDesk> {
        unpoisoned(&self.shelf.writer)
    }
}

impl Shelf {
    fn read<T>(&self, ask: impl FnOnce(&AnyDesk) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let free = unpoisoned(&self.readers).pop();
        let desk = match free {
            Some(desk) => desk,
            None => Desk::new(whosaid_store::open_to_read(&self.name)?, Arc::clone(&self.to_show))
                .sharing(Arc::clone(&self.runs)),
        };
        let answer = ask(&desk);
        unpoisoned(&self.readers).push(desk);
        answer
    }
}

/// What a lock holds. A panic elsewhere leaves nothing half done here: the store's steps are whole or not at all.
fn unpoisoned<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
