//! [`Run`]: what comes out of one whole run, and the [`Manifest`] that lets another machine repeat it.

use whosaid_attribution::Reading;
use whosaid_claims::Dossier;
use whosaid_ingest::SetAside;
use whosaid_text::ArticleId;

/// The product of one whole run over a set of documents.
#[derive(Clone, Debug)]
pub struct Run {
    /// One reading an article, by published time, then id; undated articles last. Stories, dossiers and all that is
    /// in them name articles by their index here.
    pub readings: Vec<Reading>,
    /// One dossier a story.
    pub dossiers: Vec<Dossier>,
    /// What could not be read, by path.
    pub set_aside: Vec<SetAside>,
    /// What the run was made with.
    pub manifest: Manifest,
}

/// What a run was made with: the same manifest gives the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Version of the program.
    pub version: String,
    /// `sha256:` and the hash of all rules and lexicons.
    pub rules: String,
    /// `sha256:` and the hash of all models.
    pub models: String,
    /// Options that change results, as (name, value), by name.
    pub options: Vec<(String, String)>,
    /// Each article read, with the SHA-256 of its text, by id.
    pub inputs: Vec<(ArticleId, String)>,
}
