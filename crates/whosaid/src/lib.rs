//! whosaid: from raw documents to dossiers. The library that the command, the desk and the archive share.
//!
//! Start with [`run`] in `pipeline.rs`: the whole run on one screen. This room opens no file and prints nothing; it
//! knows the order of the stages and on how many threads they run.

mod explain;
mod models;
mod options;
mod pipeline;
mod resources;
mod run;

pub use explain::{Finding, explain_claims, explain_reading};
pub use models::{ModelFileError, ModelFiles};
pub use options::{Mode, Options};
pub use pipeline::{
    dossiers, finish, finish_as_one, read_article, read_document, read_documents, run, weigh_stories,
};
pub use resources::Resources;
pub use run::{Manifest, Run};

pub use whosaid_attribution as attribution;
pub use whosaid_claims as claims;
pub use whosaid_ingest as ingest;
pub use whosaid_language as language;
pub use whosaid_story as story;
pub use whosaid_text as text;
pub use whosaid_time as time;
