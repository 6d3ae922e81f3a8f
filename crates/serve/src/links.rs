//! Addresses of the desk's pages, and how the parts of a story link to them.

use crate::asked::percent;
use whosaid::Run;
use whosaid::claims::Claim;
use whosaid::text::{ClaimId, Span};
use whosaid_report::html::setting::Setting;
use whosaid_store::StoryNo;
use whosaid_store::keys::telling_key;

/// Address of a story.
pub fn story(story: i64) -> String {
    format!("/story/{story}")
}

/// Address of a claim by its name.
pub fn claim(name: &str) -> String {
    format!("/claim/{}", percent(name))
}

/// Address of an article.
pub fn article(id: &str) -> String {
    format!("/article/{id}")
}

/// Address of words in an article, by their code points.
pub fn words(id: &str, [start, end]: [u32; 2]) -> String {
    format!("/article/{id}?at={start}-{end}#{}", words_id([start, end]))
}

/// Id of words on an article's page.
pub fn words_id([start, end]: [u32; 2]) -> String {
    format!("w{start}-{end}")
}

/// Address of everything that someone said.
pub fn source(name: &str) -> String {
    format!("/source?speaker={}", percent(name))
}

/// A story of a run as the desk shows it: a page for each article, claim and source.
pub struct DeskSetting<'a> {
    /// The run.
    pub run: &'a Run,
    /// The number of its story.
    pub story: Option<StoryNo>,
    /// Words of one article that get an id.
    pub places: Vec<Span>,
    /// What can be done about a conflict, by its name.
    pub conflict_tools: Option<&'a dyn Fn(&str) -> String>,
    /// What can be done about a telling, by its name.
    pub telling_tools: Option<&'a dyn Fn(&str) -> String>,
}

impl<'a> DeskSetting<'a> {
    /// A setting to read in.
    pub fn new(run: &'a Run, story: Option<StoryNo>) -> Self {
        DeskSetting { run, story, places: Vec::new(), conflict_tools: None, telling_tools: None }
    }

    /// The name of a claim: story and key of its first telling.
    pub fn claim_name(&self, claim: &Claim) -> Option<String> {
        let telling = claim.tellings.first()?;
        self.telling_name(telling.article, telling.span)
    }

    /// The name of a telling: story and key.
    pub fn telling_name(&self, article: usize, span: Span) -> Option<String> {
        let article = &self.run.readings.get(article)?.annotated.article;
        let key = telling_key(&article.id().to_string(), article.text.code_point_span(span));
        Some(format!("{}-{key}", self.story?))
    }
}

impl Setting for DeskSetting<'_> {
    fn article(&self, idx: usize) -> String {
        let reading = self.run.readings.get(idx);
        reading.map_or_else(String::new, |reading| article(&reading.annotated.article.id().to_string()))
    }

    fn words(&self, idx: usize, span: Span) -> String {
        let Some(reading) = self.run.readings.get(idx) else { return String::new() };
        let shown = &reading.annotated.article;
        words(&shown.id().to_string(), shown.text.code_point_span(span))
    }

    fn places(&self, idx: usize) -> Vec<(Span, String)> {
        let Some(reading) = self.run.readings.get(idx) else { return Vec::new() };
        let text = &reading.annotated.article.text;
        self.places.iter().map(|&span| (span, words_id(text.code_point_span(span)))).collect()
    }

    fn claim(&self, story: usize, claim: ClaimId) -> Option<String> {
        let claim = self.run.dossiers.get(story)?.claim(claim)?;
        Some(self::claim(&self.claim_name(claim)?))
    }

    fn claim_page(&self, story: usize, claim: ClaimId) -> Option<String> {
        self.claim(story, claim)
    }

    fn source(&self, name: &str) -> Option<String> {
        Some(source(name))
    }

    fn about_conflict(&self, _story: usize, conflict: usize) -> String {
        match (self.conflict_tools, self.story) {
            (Some(tools), Some(story)) => tools(&format!("{story}.{}", conflict + 1)),
            _ => String::new(),
        }
    }

    fn about_telling(&self, article: usize, span: Span) -> String {
        match (self.telling_tools, self.telling_name(article, span)) {
            (Some(tools), Some(name)) => tools(&name),
            _ => String::new(),
        }
    }
}
