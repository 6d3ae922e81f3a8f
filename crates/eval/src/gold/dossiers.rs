//! The six hand-made dossiers: a story's articles and what two careful readers would write about it.

use crate::Gold;
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// A gold dossier with the articles it is about.
#[derive(Clone, Debug)]
pub struct GoldStory {
    /// What the readers wrote.
    pub gold: GoldDossier,
    /// The articles, by file name.
    pub articles: Vec<StoryArticle>,
}

/// One article of a gold story, its fields as the corpus gives them.
#[derive(Clone, Debug)]
pub struct StoryArticle {
    /// File name without its ending.
    pub id: String,
    /// Domain.
    pub outlet: Option<String>,
    /// Headline.
    pub title: String,
    /// Date and time.
    pub published: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Authors.
    pub byline: Vec<String>,
    /// Text without the headline.
    pub text: String,
    /// Labelled event, in corpora of events.
    pub event: Option<String>,
}

/// What the readers wrote.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct GoldDossier {
    pub story: String,
    pub articles: Vec<GoldArticle>,
    pub claims: Vec<GoldClaim>,
    pub conflicts: Vec<GoldConflict>,
    #[serde(default)]
    pub also_conflicts: Vec<GoldConflict>,
    pub timeline: Vec<GoldEvent>,
    pub same_entity: Vec<Vec<String>>,
}

/// What holds of one article.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct GoldArticle {
    pub id: String,
    pub wire: Option<String>,
    pub near_copy_of: Option<String>,
    #[serde(default)]
    pub credits: Vec<String>,
}

/// A claim and its tellings.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct GoldClaim {
    pub id: String,
    pub tellings: Vec<GoldTelling>,
    pub origins: GoldOrigins,
    pub earliest: Option<String>,
    pub status: String,
}

/// A telling: a literal quote of an article.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct GoldTelling {
    pub article: String,
    pub quote: String,
    #[serde(default)]
    pub chain: Vec<GoldHop>,
    pub stance: Option<String>,
    pub when: Option<String>,
}

/// A hop of a chain.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct GoldHop {
    pub kind: String,
}

/// A range of independent origins.
#[derive(Clone, Copy, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct GoldOrigins {
    pub min: u32,
    pub max: u32,
}

/// A disagreement.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct GoldConflict {
    pub a: GoldQuote,
    pub b: GoldQuote,
}

/// A literal quote of an article.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct GoldQuote {
    pub article: String,
    pub quote: String,
}

/// An entry of the timeline.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct GoldEvent {
    pub when: String,
    pub article: String,
    pub quote: String,
}

#[derive(Deserialize)]
struct NewsPlease {
    source_domain: Option<String>,
    title: Option<String>,
    date_publish: Option<String>,
    url: Option<String>,
    authors: Option<Vec<String>>,
    text: Option<String>,
    #[serde(rename = "newsCluster")]
    cluster: Option<Cluster>,
}

#[derive(Deserialize)]
struct Cluster {
    #[serde(rename = "EventId")]
    event: Option<serde_json::Value>,
}

/// Reads every gold dossier, by name of its file.
///
/// # Errors
/// A file that cannot be read, with its name.
pub fn stories(gold: &Gold) -> Result<Vec<GoldStory>, String> {
    let folder = gold.path("gold");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .map_err(|why| format!("{}: {why}", folder.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with("dossier-") && name.ends_with(".json"))
        .collect();
    names.sort();
    names.iter().map(|name| story(gold, name)).collect()
}

fn story(gold: &Gold, name: &str) -> Result<GoldStory, String> {
    let text = read(&gold.path("gold").join(name))?;
    let dossier: GoldDossier = serde_json::from_str(&text).map_err(|why| format!("{name}: {why}"))?;
    let articles = articles(&gold.path("gold/stories").join(&dossier.story))?;
    Ok(GoldStory { gold: dossier, articles })
}

/// Reads a folder of articles as news-please writes them, by file name.
///
/// # Errors
/// A file that cannot be read, with its name.
pub fn articles(folder: &Path) -> Result<Vec<StoryArticle>, String> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .map_err(|why| format!("{}: {why}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    paths.sort();
    paths.iter().map(|path| article(path)).collect()
}

fn article(path: &Path) -> Result<StoryArticle, String> {
    let fields: NewsPlease =
        serde_json::from_str(&read(path)?).map_err(|why| format!("{}: {why}", path.display()))?;
    let event = fields.cluster.and_then(|cluster| cluster.event).map(|event| match event {
        serde_json::Value::String(name) => name,
        other => other.to_string(),
    });
    Ok(StoryArticle {
        id: path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned(),
        outlet: fields.source_domain,
        title: fields.title.unwrap_or_default(),
        published: fields.date_publish,
        url: fields.url,
        byline: fields.authors.unwrap_or_default(),
        text: fields.text.unwrap_or_default(),
        event,
    })
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

impl StoryArticle {
    /// The article as given to the product.
    pub fn given(&self) -> whosaid_ingest::GivenArticle {
        whosaid_ingest::GivenArticle {
            id: Some(self.id.clone()),
            outlet: self.outlet.clone(),
            url: self.url.clone(),
            title: Some(self.title.clone()),
            byline: self.byline.clone(),
            published: self.published.clone(),
            text: self.text.clone(),
            ..Default::default()
        }
    }
}
