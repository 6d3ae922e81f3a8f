//! What takes longer than an answer: imports, in steps that are each safe on the disk, with how far they are.

use crate::server::App;
use crate::uploads::Upload;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use whosaid::ingest::RawDocument;
use whosaid_store::StoreError;

/// Finished jobs that are remembered.
const MOST_JOBS: usize = 50;
/// Documents that were set aside and are told.
const MOST_TOLD: usize = 200;

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Job {
    /// Its number.
    pub job: u64,
    /// What it does now.
    pub stage: Stage,
    /// Documents it was given.
    pub documents: usize,
    /// Documents read and kept.
    pub read: usize,
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

    fn start(&self, documents: usize) -> u64 {
        let mut list = self.lock();
        list.0 += 1;
        let job = list.0;
        list.1.insert(job, Job { job, documents, ..Job::default() });
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
pub fn import(app: &App, upload: Upload) -> u64 {
    let job = app.jobs().start(upload.documents.len());
    let app = app.clone();
    tokio::task::spawn_blocking(move || {
        app.jobs().change(job, |job| job.set_aside.extend(upload.set_aside.iter().cloned()));
        let done = read(&app, job, &upload).and_then(|()| weigh(&app, job));
        finish(&app, job, done);
    });
    job
}

/// Finishes what was begun before; gives the number to ask how far it is.
pub fn settle(app: &App) -> u64 {
    let job = app.jobs().start(0);
    let app = app.clone();
    tokio::task::spawn_blocking(move || {
        let done = weigh(&app, job);
        finish(&app, job, done);
    });
    job
}

fn read(app: &App, job: u64, upload: &Upload) -> Result<(), StoreError> {
    for batch in upload.documents.chunks(app.options().batch.max(1)) {
        let documents: Vec<_> = batch.iter().map(|(path, bytes)| RawDocument { path, bytes }).collect();
        // The lock is given back after each batch, so that a correction need not wait for the whole import.
        let mut desk = app.keeper().writer();
        app.jobs().change(job, |job| job.stage = Stage::Reading);
        let added = desk.add(&documents, &app.now())?;
        drop(desk);
        app.jobs().change(job, |job| {
            job.read += documents.len();
            job.new += added.new.len();
            job.known += added.n_known;
            job.changed += added.versions.len();
            job.set_aside.extend(added.set_aside.into_iter().map(|aside| (aside.path, aside.why)));
            job.set_aside.truncate(MOST_TOLD);
        });
    }
    Ok(())
}

fn weigh(app: &App, job: u64) -> Result<(), StoreError> {
    let mut desk = app.keeper().writer();
    app.jobs().change(job, |job| job.stage = Stage::Weighing);
    let settled = desk.settle(&app.now(), |n| app.jobs().change(job, |job| job.stories = n))?;
    app.jobs().change(job, |job| job.stories = settled.n_stories);
    Ok(())
}

fn finish(app: &App, job: u64, done: Result<(), StoreError>) {
    app.jobs().change(job, |job| match done {
        Ok(()) => job.stage = Stage::Done,
        Err(why) => {
            job.stage = Stage::Failed;
            job.error = Some(format!("{why}; {}", why.hint()));
        }
    });
}
