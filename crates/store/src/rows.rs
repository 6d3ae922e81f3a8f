//! What lists are made of. Offsets are code points, times ISO 8601, ids as people write them; what is not known is
//! `None`. The fields carry the names of the JSON contract, and are written as they stand.

use crate::store::{ArticleNo, StoryNo};
use serde::{Deserialize, Serialize};

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticleRow {
    /// Its id.
    pub id: String,
    /// Outlet, as corrected.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// When it was published, as corrected.
    pub published: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Where it was read from.
    pub path: Option<String>,
    /// ISO 639 code.
    pub language: Option<String>,
    /// Agency credited.
    pub wire: Option<String>,
    /// The story it is in.
    pub story: Option<i64>,
    /// When it was added.
    pub added: String,
    /// Id of the version that took its place.
    pub newer: Option<String>,
}

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryRow {
    /// Its number.
    pub story: i64,
    /// Headline that says best what it is about.
    pub title: String,
    /// Day of its first article.
    pub first: Option<String>,
    /// Day of its last article.
    pub last: Option<String>,
    /// Articles.
    pub articles: u32,
    /// Outlets.
    pub outlets: u32,
    /// Claims that more than one outlet tells or somebody disputes.
    pub claims: u32,
    /// Claims told by one outlet only.
    pub folded: u32,
    /// Conflicts.
    pub conflicts: u32,
    /// Whether articles or corrections came that it does not reckon with yet.
    pub stale: bool,
}

/// A claim in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimRow {
    /// How to name it: story and key.
    pub claim: String,
    /// Its story.
    pub story: i64,
    /// The words of its clearest telling.
    pub gist: String,
    /// How it stands.
    pub status: String,
    /// Independent origins at least.
    pub origins_min: u32,
    /// Independent origins at most.
    pub origins_max: u32,
    /// Outlets that tell it.
    pub outlets: u32,
    /// Tellings.
    pub tellings: u32,
    /// Id of the article that told it first in this collection.
    pub earliest: Option<String>,
    /// Outlet of that article.
    pub earliest_outlet: Option<String>,
    /// When that article was published.
    pub earliest_published: Option<String>,
}

/// Something said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuoteRow {
    /// Who said it, by the fullest name.
    pub speaker: String,
    /// Kind of source.
    pub kind: String,
    /// The chain in words, origin first.
    pub chain: String,
    /// Direct, indirect or mixed.
    pub form: String,
    /// Stance.
    pub stance: String,
    /// What was said, in the article's words.
    pub words: String,
    /// Id of the article.
    pub article: String,
    /// From the first to the last character of what was said.
    pub span: [u32; 2],
    /// Outlet.
    pub outlet: Option<String>,
    /// When the article was published.
    pub published: Option<String>,
    /// The story.
    pub story: Option<i64>,
}

/// Someone who is quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpeakerRow {
    /// Fullest name.
    pub speaker: String,
    /// How often quoted.
    pub quotes: u32,
    /// In how many articles.
    pub articles: u32,
    /// By how many outlets.
    pub outlets: u32,
    /// Day of the first article.
    pub first: Option<String>,
    /// Day of the last article.
    pub last: Option<String>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimelineRow {
    /// TIMEX3 value.
    pub when: String,
    /// What happened, in the article's words.
    pub what: String,
    /// Whether the article tells it as still to come.
    pub future: bool,
    /// The claim it belongs to.
    pub claim: Option<String>,
    /// Id of the article.
    pub article: String,
    /// The words it rests on.
    pub span: [u32; 2],
    /// Outlet.
    pub outlet: Option<String>,
    /// When the article was published.
    pub published: Option<String>,
    /// The story.
    pub story: i64,
}

/// Two extracts that do not agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConflictRow {
    /// How to name it: story and number.
    pub conflict: String,
    /// The story.
    pub story: i64,
    /// In what they disagree.
    pub kind: String,
    /// What it is about.
    pub about: String,
    /// One side.
    pub a: SideRow,
    /// The other side.
    pub b: SideRow,
    /// The rule that found it.
    pub rule: String,
}

/// One side of a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideRow {
    /// The claim.
    pub claim: String,
    /// The words.
    pub words: String,
    /// Id of the article.
    pub article: String,
    /// Where the words stand.
    pub span: [u32; 2],
    /// Outlet.
    pub outlet: Option<String>,
    /// When the article was published.
    pub published: Option<String>,
}

/// An article that was searched for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SearchRow {
    /// The article.
    #[serde(flatten)]
    pub article: ArticleRow,
    /// Words around the match, with `[` and `]` around what matched.
    pub extract: String,
}

/// Something a reader should be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlertRow {
    /// Its number, in the order of noticing.
    pub alert: i64,
    /// `status` (a claim's status changed), `denial`, `correction` (one came), `edit` (an outlet changed what it rests
    /// on).
    pub kind: String,
    /// When it was noticed.
    pub noticed: String,
    /// The story, as it was numbered then.
    pub story: i64,
    /// How the claim was named then.
    pub claim: String,
    /// Its gist.
    pub gist: String,
    /// How it stood before.
    pub before: Option<String>,
    /// How it stands.
    pub status: String,
    /// Id of the article that brought it.
    pub article: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// When the article was published.
    pub published: Option<String>,
    /// Address of the article.
    pub url: Option<String>,
    /// The words that brought it.
    pub words: Option<String>,
}

/// From one version of an article to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangeRow {
    /// Id of the older version.
    pub older: String,
    /// Id of the newer version.
    pub newer: String,
    /// Headline of the newer version.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// When the newer version was added.
    pub added: String,
    /// What is different in substance.
    #[serde(flatten)]
    pub difference: DifferenceRow,
}

/// What is different between two versions, in substance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceRow {
    /// Sentences that only the newer version has.
    pub sentences_added: Vec<SentenceRow>,
    /// Sentences that only the older version has.
    pub sentences_removed: Vec<SentenceRow>,
    /// Sentences that say something else now: before, after.
    pub sentences_changed: Vec<[SentenceRow; 2]>,
    /// Claims of the older version that stood in what was removed or changed.
    pub claims_touched: Vec<TouchedRow>,
}

impl DifferenceRow {
    /// The difference in lines of text: `-` removed, `+` added, `~` changed with the words after it on the next line, and
    /// the claims that it touches.
    pub fn lines(&self) -> Vec<String> {
        let removed = self.sentences_removed.iter().map(|sentence| format!("- {}", sentence.words));
        let added = self.sentences_added.iter().map(|sentence| format!("+ {}", sentence.words));
        let changed = self.sentences_changed.iter();
        let changed = changed.flat_map(|[a, b]| [format!("~ {}", a.words), format!("  {}", b.words)]);
        let touched = self.claims_touched.iter();
        let touched =
            touched.map(|claim| format!("touches claim {} ({}): {}", claim.claim, claim.status, claim.gist));
        removed.chain(added).chain(changed).chain(touched).collect()
    }
}

/// A sentence of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentenceRow {
    /// Its place.
    pub span: [u32; 2],
    /// Its words.
    pub words: String,
}

/// A claim that rests on words that were changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TouchedRow {
    /// How it was named.
    pub claim: String,
    /// Its gist.
    pub gist: String,
    /// How it stood.
    pub status: String,
}

/// All that lists need of one weighed story.
#[derive(Clone, Debug)]
pub struct StoryRows {
    /// The story.
    pub no: StoryNo,
    /// The articles it was weighed from, by number.
    pub members: Vec<MemberRow>,
    /// Its line in the list; the number and `stale` in it are not heeded.
    pub row: StoryRow,
    /// What made the dossier.
    pub made_with: String,
    /// The dossier.
    pub dossier: Vec<u8>,
    /// The articles in the order of the dossier.
    pub order: Vec<ArticleNo>,
    /// What a reader should be told.
    pub alerts: Vec<AlertRecord>,
    /// Claims that are not folded.
    pub claims: Vec<ClaimRecord>,
    /// What was said.
    pub quotes: Vec<QuoteRecord>,
    /// What happened.
    pub timeline: Vec<TimelineRecord>,
    /// What does not agree.
    pub conflicts: Vec<ConflictRecord>,
}

/// An article of a weighed story, as it is shown after corrections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// The article.
    pub no: ArticleNo,
    /// Outlet.
    pub outlet: Option<String>,
    /// When published.
    pub published: Option<String>,
}

/// Something a reader should be told, on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertRecord {
    /// What happened.
    pub kind: &'static str,
    /// Key of the claim.
    pub key: String,
    /// Its gist.
    pub gist: String,
    /// How it stood before.
    pub before: Option<&'static str>,
    /// How it stands.
    pub status: String,
    /// The article that brought it, and the words.
    pub place: Option<(ArticleNo, Option<[u32; 2]>)>,
}

/// A claim on its way in.
#[derive(Clone, Debug)]
pub struct ClaimRecord {
    /// Its key.
    pub key: String,
    /// The words of its clearest telling.
    pub gist: String,
    /// How it stands.
    pub status: &'static str,
    /// Independent origins, at least and at most.
    pub origins: (u32, u32),
    /// Outlets that tell it.
    pub n_outlets: u32,
    /// Tellings.
    pub n_tellings: u32,
    /// The article that told it first.
    pub earliest: Option<ArticleNo>,
    /// The articles that tell it, each once, by number.
    pub articles: Vec<ArticleNo>,
}

/// Something said, on its way in.
#[derive(Clone, Debug)]
pub struct QuoteRecord {
    /// The article.
    pub article: ArticleNo,
    /// Number of the attribution in the article.
    pub number: u32,
    /// Who said it.
    pub speaker: String,
    /// Kind of source.
    pub kind: &'static str,
    /// The chain in words, origin first.
    pub chain: String,
    /// Direct, indirect or mixed.
    pub form: &'static str,
    /// Stance.
    pub stance: &'static str,
    /// From the first to the last character of what was said.
    pub span: [u32; 2],
}

/// Something that happened, on its way in.
#[derive(Clone, Debug)]
pub struct TimelineRecord {
    /// TIMEX3 value.
    pub when: String,
    /// What happened.
    pub what: String,
    /// Whether still to come.
    pub future: bool,
    /// Key of the claim.
    pub claim: Option<String>,
    /// The article.
    pub article: ArticleNo,
    /// The words it rests on.
    pub span: [u32; 2],
}

/// A conflict on its way in.
#[derive(Clone, Debug)]
pub struct ConflictRecord {
    /// In what they disagree.
    pub kind: &'static str,
    /// What it is about.
    pub about: String,
    /// Key of the claim, article and words of one side.
    pub a: (String, ArticleNo, [u32; 2]),
    /// Those of the other side.
    pub b: (String, ArticleNo, [u32; 2]),
    /// The rule that found it.
    pub rule: String,
}
