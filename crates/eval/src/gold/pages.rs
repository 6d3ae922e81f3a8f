//! Saved web pages with what they hold: article bodies, publication dates, wire credits.

use crate::Gold;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

/// A page and one fact about it.
#[derive(Clone, Debug)]
pub struct GoldPage {
    /// Address.
    pub url: String,
    /// The page as saved.
    pub bytes: Vec<u8>,
    /// The article's body, or the day of publication (`YYYY-MM-DD`).
    pub fact: String,
}

/// The article extraction benchmark: pages with the body of their article.
///
/// # Errors
/// A file that cannot be read, with its name.
pub fn bodies(gold: &Gold) -> Result<Vec<GoldPage>, String> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Truth {
        article_body: Option<String>,
        url: String,
    }
    let archive = "article-extraction-benchmark/html-and-ground-truth.tar.zst";
    let folder = gold.unpacked(archive).map_err(|why| why.to_string())?;
    let truth = fs::read(folder.join("ground-truth.json")).map_err(|why| why.to_string())?;
    let truth: BTreeMap<String, Truth> = serde_json::from_slice(&truth).map_err(|why| why.to_string())?;
    let mut pages = Vec::new();
    for (id, truth) in truth {
        let path = folder.join("html").join(format!("{id}.html.gz"));
        let unzipped = Command::new("gzip").arg("-dc").arg(&path).output().map_err(|why| why.to_string())?;
        if !unzipped.status.success() {
            return Err(format!("gzip could not read {}", path.display()));
        }
        pages.push(GoldPage {
            url: truth.url,
            bytes: unzipped.stdout,
            fact: truth.article_body.unwrap_or_default(),
        });
    }
    Ok(pages)
}

/// The pages of htmldate's evaluation, those that have a date and a file.
///
/// # Errors
/// A file that cannot be read, with its name.
pub fn dated(gold: &Gold) -> Result<Vec<GoldPage>, String> {
    let folder = gold.unpacked("htmldate-eval/htmldate-eval.tar.zst").map_err(|why| why.to_string())?;
    let truth = fs::read_to_string(folder.join("eval_default.json")).map_err(|why| why.to_string())?;
    // The list writes NaN for pages without a date, which is no JSON.
    let truth = truth.replace(": NaN", ": null");
    let truth: BTreeMap<String, BTreeMap<String, Option<String>>> =
        serde_json::from_str(&truth).map_err(|why| why.to_string())?;
    let mut pages = Vec::new();
    for (url, fields) in truth {
        let field = |name: &str| fields.get(name).cloned().flatten();
        let (Some(file), Some(date)) = (field("file"), field("date")) else { continue };
        let Ok(bytes) = fs::read(folder.join("eval").join(file)) else { continue };
        pages.push(GoldPage { url, bytes, fact: date });
    }
    Ok(pages)
}
