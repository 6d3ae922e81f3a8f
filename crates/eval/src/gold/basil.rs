//! BASIL: one happening as three outlets tell it, a file an article; the triple is its label.

use crate::gold::dossiers::StoryArticle;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Fields {
    source: String,
    title: String,
    url: Option<String>,
    date: Option<String>,
    uuid: String,
    triplet_uuid: String,
    body_paragraphs: Vec<Vec<String>>,
}

/// Reads the articles below a folder of years, by path.
///
/// # Errors
/// A file that cannot be read, with its name.
pub fn articles(folder: &Path) -> Result<Vec<StoryArticle>, String> {
    let years = entries(folder)?;
    let files: Vec<PathBuf> = years
        .iter()
        .map(|year| entries(year))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect();
    files.iter().map(|path| article(path)).collect()
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}

fn article(path: &Path) -> Result<StoryArticle, String> {
    let text = fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))?;
    let fields: Fields = serde_json::from_str(&text).map_err(|why| format!("{}: {why}", path.display()))?;
    let paragraphs = fields.body_paragraphs.iter().map(|sentences| sentences.join(" "));
    Ok(StoryArticle {
        id: fields.uuid,
        outlet: Some(fields.source),
        title: fields.title,
        published: fields.date,
        url: fields.url,
        byline: Vec::new(),
        text: paragraphs.collect::<Vec<_>>().join("\n"),
        event: Some(fields.triplet_uuid),
    })
}
