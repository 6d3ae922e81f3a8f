//! whosaid: from raw documents to dossiers. The library that the command, the desk and the archive share.
//!
//! Start with [`dossiers`] in `pipeline.rs`: the whole run on one screen.

mod pipeline;
mod resources;

pub use pipeline::{dossiers, read_article};
pub use resources::Resources;

pub use whosaid_attribution as attribution;
pub use whosaid_claims as claims;
pub use whosaid_ingest as ingest;
pub use whosaid_language as language;
pub use whosaid_story as story;
pub use whosaid_text as text;
pub use whosaid_time as time;
