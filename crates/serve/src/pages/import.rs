//! `/import`: articles by drag and drop, and how far their reading is.

use super::{Answer, Shell, shown};
use crate::error::Problem;
use crate::guard::Viewer;
use crate::jobs::{self, Job, Stage};
use crate::server::App;
use crate::uploads::Upload;
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::response::Redirect;
use whosaid_report::words::count;

#[derive(Template)]
#[template(path = "import_page.html", whitespace = "minimize")]
struct ImportPage {
    shell: Shell,
    collection: String,
}

#[derive(Template)]
#[template(path = "job_page.html", whitespace = "minimize")]
struct JobPage {
    shell: Shell,
    words: String,
    over: bool,
    job: Job,
}

/// Shows where to drop files.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Answer {
    let collection = app.options().collection.clone();
    shown(&ImportPage { shell: Shell::new(viewer, "Add articles", "/import"), collection })
}

/// Takes files and goes where their reading can be watched.
pub async fn take(State(app): State<App>, form: Multipart) -> Result<Redirect, Problem> {
    let upload = Upload::of_form(form).await?;
    Ok(Redirect::to(&format!("/import/{}", jobs::import(&app, upload)?)))
}

/// Shows how far a job is.
pub async fn job(State(app): State<App>, viewer: Viewer, Path(no): Path<u64>) -> Answer {
    let job = app.jobs().get(no).ok_or(Problem::NoPage)?;
    let shell = Shell::new(viewer, "Add articles", "/import");
    shown(&JobPage { shell, words: in_words(&job), over: job.is_over(), job })
}

fn in_words(job: &Job) -> String {
    match job.stage {
        Stage::Waiting => "Waiting for another import to finish.".to_owned(),
        Stage::Reading => {
            let (opened, files) = (job.opened, count(job.files, "file"));
            format!("Reading: {} of {opened} of {files}.", count(job.documents, "document"))
        }
        Stage::Weighing => "Gathering the articles into stories and weighing their claims.".to_owned(),
        Stage::Done => "Done: everything is kept.".to_owned(),
        Stage::Failed => "Stopped. What was told as new is kept.".to_owned(),
    }
}
