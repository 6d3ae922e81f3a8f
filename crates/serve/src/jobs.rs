//! What takes longer than an answer: imports, in steps that are each safe on the disk, with how far they are.

use crate::error::Problem;
use crate::server::App;
use crate::uploads::Upload;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use whosaid::ingest::{Document, RawDocument, SetAside};
use whosaid_store::{Added, StoreError};

/// Finished jobs that are remembered.
const MOST_JOBS: usize = 50;
/// Imports that wait or are at work at most.
const MOST_AT_WORK: usize = 8;
/// Bytes read between two steps.
const MOST_BYTES_AT_ONCE: usize = 32 << 20;
/// Documents that were set aside and are told.
const MOST_TOLD: usize = 200;

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Job {
    /// Its number.
    pub job: u64,
    /// What it does now.
    pub stage: Stage,
    /// Files it was given.
    pub files: usize,
    /// Files that it opened so far.
    pub opened: usize,
    /// Documents of these that were read.
    pub documents: usize,
    /// Articles that are new.
    pub new: usize,
    /// Articles that were there already.
    pub known: usize,
    /// Articles that changed at their address.
    pub changed: usize,
    /// What could not be read: the file and why.
    pub set_aside: Vec<(String, String)>,
    /// Stories weighed.
    pub stories: usize,
    /// Why it failed.
    pub error: Option<String>,
}

/// What a job does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Waits for another to finish.
    #[default]
    Waiting,
    /// Reads articles.
    Reading,
    /// Gathers articles into stories and weighs these.
    Weighing,
    /// Did all.
    Done,
    /// Gave up; what was told before is kept.
    Failed,
}

impl Job {
    fn count(&mut self, batch: &Batch, added: Added) {
        self.opened = batch.n_opened;
        self.documents += batch.documents.len();
        self.new += added.new.len();
        self.known += added.n_known;
        self.changed += added.versions.len();
        let set_aside = batch.set_aside.iter().cloned().chain(added.set_aside);
        self.set_aside.extend(set_aside.map(|aside| (aside.path, aside.why)));
        self.set_aside.truncate(MOST_TOLD);
    }

    /// Whether nothing more will happen.
    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Done | Stage::Failed)
    }
}

/// All jobs of this start.
#[derive(Default)]
pub struct Jobs {
    list: Mutex<(u64, BTreeMap<u64, Job>)>,
}

impl Jobs {
    /// A job by its number.
    pub fn get(&self, job: u64) -> Option<Job> {
        self.lock().1.get(&job).cloned()
    }

    /// The job that is at work or waits, if there is one.
    pub fn at_work(&self) -> Option<Job> {
        self.lock().1.values().find(|job| !job.is_over()).cloned()
    }

    fn n_at_work(&self) -> usize {
        self.lock().1.values().filter(|job| !job.is_over()).count()
    }

    fn start(&self, files: usize) -> u64 {
        let mut list = self.lock();
        list.0 += 1;
        let job = list.0;
        list.1.insert(job, Job { job, files, ..Job::default() });
        while list.1.len() > MOST_JOBS {
            let Some(oldest) = list.1.values().find(|job| job.is_over()).map(|job| job.job) else { break };
            list.1.remove(&oldest);
        }
        job
    }

    fn change(&self, job: u64, change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.lock().1.get_mut(&job) {
            change(job);
        }
    }

    fn lock(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Job>)> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Imports documents; gives the number to ask how far it is.
///
/// # Errors
/// [`Problem::TooLarge`] where too many imports wait already.
pub fn import(app: &App, upload: Upload) -> Result<u64, Problem> {
    if app.jobs().n_at_work() >= MOST_AT_WORK {
        return Err(Problem::TooLarge { limit: format!("{MOST_AT_WORK} imports that wait") });
    }
    let job = app.jobs().start(upload.n_files());
    run(app, job, move |app| read(app, job, upload).and_then(|()| weigh(app, job)));
    Ok(job)
}

/// Finishes what was begun before; gives the number to ask how far it is.
pub fn settle(app: &App) -> u64 {
    let job = app.jobs().start(0);
    run(app, job, move |app| weigh(app, job));
    job
}

/// Does a job off the threads that answer requests, and tells how it ended.
fn run(app: &App, job: u64, work: impl FnOnce(&App) -> Result<(), StoreError> + Send + 'static) {
    let (app, worker) = (app.clone(), app.clone());
    let task = tokio::task::spawn_blocking(move || work(&worker));
    tokio::spawn(async move {
        let failed = match task.await {
            Ok(done) => done.err().map(|why| format!("{why}; {}", why.hint())),
            Err(_) => Some("the program could not go on with it; what was told as new is kept".to_owned()),
        };
        app.jobs().change(job, |job| {
            job.stage = if failed.is_some() { Stage::Failed } else { Stage::Done };
            job.error = failed;
        });
    });
}

fn read(app: &App, job: u64, upload: Upload) -> Result<(), StoreError> {
    let most = app.options().batch.max(1);
    let mut documents = upload.documents().peekable();
    while documents.peek().is_some() {
        let batch = Batch::next(&mut documents, most);
        let raw: Vec<_> =
            batch.documents.iter().map(|d| RawDocument { path: &d.path, bytes: &d.bytes }).collect();
        // The lock is given back after each batch, so that a correction need not wait for the whole import.
        let mut desk = app.keeper().writer();
        app.jobs().change(job, |job| job.stage = Stage::Reading);
        let added = desk.add(&raw, &app.now())?;
        drop(desk);
        app.jobs().change(job, |job| job.count(&batch, added));
    }
    Ok(())
}

/// Documents that are read in one step.
#[derive(Default)]
struct Batch {
    n_opened: usize,
    documents: Vec<Document>,
    set_aside: Vec<SetAside>,
}

impl Batch {
    fn next(
        from: &mut impl Iterator<Item = (usize, Result<Document, SetAside>)>,
        most_documents: usize,
    ) -> Self {
        let (mut batch, mut n_bytes) = (Batch::default(), 0);
        for (n_opened, document) in from {
            batch.n_opened = n_opened;
            match document {
                Err(aside) => batch.set_aside.push(aside),
                Ok(document) => {
                    n_bytes += document.bytes.len();
                    batch.documents.push(document);
                }
            }
            if batch.documents.len() >= most_documents || n_bytes >= MOST_BYTES_AT_ONCE {
                break;
            }
        }
        batch
    }
}

fn weigh(app: &App, job: u64) -> Result<(), StoreError> {
    let mut desk = app.keeper().writer();
    app.jobs().change(job, |job| job.stage = Stage::Weighing);
    let settled = desk.settle(&app.now(), |n| app.jobs().change(job, |job| job.stories = n))?;
    app.jobs().change(job, |job| job.stories = settled.n_stories);
    Ok(())
}
