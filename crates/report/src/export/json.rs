//! The JSON of the contract; without full text `text` is null and each place carries its words.

use crate::json;
use whosaid::Run;

/// Writes the run.
pub fn write(run: &Run, full_text: bool) -> String {
    let mut text = if full_text { json::dossier(run) } else { json::dossier_of_extracts(run) };
    text.push('\n');
    text
}
