//! [`Store`]: what a place that keeps a collection must be able to do, in plain types.
//!
//! Every writing call is one transaction: all of it is kept, or nothing. Nothing here reads a clock: times come in as
//! ISO 8601 in UTC. What the words of an implementation mean is written down in the contract suite (`contract.rs`).

use crate::StoreError;
use crate::corrections::Correction;
use crate::rows::{
    AlertRow, ArticleRow, ChangeRow, ClaimRow, ConflictRow, QuoteRow, SearchRow, SpeakerRow, StoryRow,
    StoryRows, TimelineRow,
};
use whosaid::text::{Article, ArticleId, Day};

/// Number of an article in one collection; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleNo(pub i64);

/// Number of a story in one collection; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StoryNo(pub i64);

impl std::fmt::Display for StoryNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// An article on its way in.
#[derive(Clone, Debug)]
pub struct NewArticle<'a> {
    /// The article as it came.
    pub article: &'a Article,
    /// What versions of one article share.
    pub address: Option<&'a str>,
    /// Its layers, and what made them.
    pub reading: Layers,
    /// The version it stands beside, if there is one.
    pub version: Option<Version>,
}

/// Layers of a reading as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layers {
    /// Names the rules and models.
    pub made_with: String,
    /// The layers.
    pub layers: Vec<u8>,
    /// What the article looks like to the stories around it; `None` for an article that is not gathered.
    pub outline: Option<Vec<u8>>,
}

/// How a new article stands to a version that is known already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The other version.
    pub other: ArticleNo,
    /// Whether the new article takes the other's place; otherwise it is the older one.
    pub takes_place: bool,
    /// From the older to the newer.
    pub change: ChangeRow,
}

/// What became of an article that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is new.
    New(ArticleNo),
    /// The same content is there already.
    Known(ArticleNo),
}

/// An article as it is kept.
#[derive(Clone, Debug)]
pub struct StoredArticle {
    /// Its number.
    pub no: ArticleNo,
    /// The article as it came.
    pub article: Article,
    /// When it was added.
    pub added: String,
    /// The version that took its place.
    pub newer: Option<ArticleNo>,
    /// The story it is in.
    pub story: Option<StoryNo>,
}

/// An article with its layers.
#[derive(Clone, Debug)]
pub struct StoredReading {
    /// The article.
    pub stored: StoredArticle,
    /// Names what made the layers.
    pub made_with: String,
    /// The layers.
    pub layers: Vec<u8>,
}

/// What a story is made of. As long as all of this stands, and no correction is made, its dossier and its readings stand:
/// the same program says the same of the same articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryMaking {
    /// Names what made the dossier.
    pub made_with: String,
    /// When it was weighed.
    pub weighed: String,
    /// Bytes of its dossier.
    pub n_bytes: i64,
    /// Its articles, by number, with the name of what made the layers of each.
    pub members: Vec<(ArticleNo, String)>,
}

/// One article as gathering sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Gatherable {
    /// Its number.
    pub no: ArticleNo,
    /// Its id.
    pub id: ArticleId,
    /// The group that the program put it in; `None` before it was gathered.
    pub group: Option<i64>,
    /// The story it is shown in.
    pub story: Option<StoryNo>,
}

/// All current, readable articles, and the state of the collection that they were read in.
#[derive(Clone, Debug, PartialEq)]
pub struct Gathering {
    /// Counts changes of groups and stories.
    pub generation: i64,
    /// The number that the next new story gets.
    pub next_story: StoryNo,
    /// The articles, by number.
    pub articles: Vec<Gatherable>,
}

/// A change of groups and stories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// The generation it was worked out from.
    pub generation: i64,
    /// Articles with their new group.
    pub groups: Vec<(ArticleNo, i64)>,
    /// Articles with their new story.
    pub stories: Vec<(ArticleNo, StoryNo)>,
    /// Stories that must be weighed again; a new one is made by standing here.
    pub stale: Vec<StoryNo>,
    /// Stories that are no more, with the story that has most of their articles.
    pub gone: Vec<(StoryNo, Option<StoryNo>)>,
}

/// Which rows of a list: those after `offset`, at most `limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Rows passed over.
    pub offset: u32,
    /// Rows given.
    pub limit: u32,
}

impl Page {
    /// All rows.
    pub const ALL: Page = Page { offset: 0, limit: u32::MAX };
}

/// One page of a list, and how long the whole list is.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing<T> {
    /// Rows of the whole list.
    pub total: u64,
    /// Rows of this page.
    pub rows: Vec<T>,
}

/// What a list is narrowed to. Each list says which of these it heeds; `None` narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that must occur; in quotation marks for a phrase.
    pub words: Option<String>,
    /// Whether any one of the words is enough.
    pub any_word: bool,
    /// Part of the outlet's name, in any case.
    pub outlet: Option<String>,
    /// Not published, or not happened, before this day.
    pub from: Option<Day>,
    /// Not published, or not happened, after this day.
    pub to: Option<Day>,
    /// Part of the name of someone who is quoted.
    pub source: Option<String>,
    /// Whole name of someone who is quoted.
    pub speaker: Option<String>,
    /// Id of an article.
    pub article: Option<String>,
    /// Kind of source, of conflict.
    pub kind: Option<String>,
    /// Status of a claim.
    pub status: Option<String>,
    /// In this story only.
    pub story: Option<StoryNo>,
    /// Older versions too.
    pub versions: bool,
    /// Only what was not seen yet.
    pub unseen: bool,
}

/// How much a collection holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles, older versions not counted.
    pub articles: u64,
    /// Older versions.
    pub older_versions: u64,
    /// Stories.
    pub stories: u64,
    /// Articles that wait to be gathered.
    pub waiting: u64,
    /// Stories that wait to be weighed.
    pub stale: u64,
}

/// A place that keeps a collection.
pub trait Store {
    /// Keeps articles that are not there yet, at the time `added`.
    fn add_articles(&mut self, articles: &[NewArticle<'_>], added: &str) -> Result<Vec<Kept>, StoreError>;

    /// Puts other layers in place of those kept, and marks the stories of these articles as stale.
    fn put_readings(&mut self, readings: &[(ArticleNo, Layers)]) -> Result<(), StoreError>;

    /// Changes groups and stories. `false`, and nothing is changed, if the generation has moved on.
    fn place(&mut self, placement: &Placement) -> Result<bool, StoreError>;

    /// Puts what stories say in place of what they said. A story that is no more, or whose articles have changed
    /// meanwhile, is passed over.
    fn put_stories(&mut self, stories: &[StoryRows], weighed: &str) -> Result<(), StoreError>;

    /// Appends corrections that are not there yet and marks the stories of `touched` articles as stale. Gives how
    /// many were new.
    fn correct(&mut self, corrections: &[Correction], touched: &[ArticleId]) -> Result<usize, StoreError>;

    /// Marks alerts up to a number as seen; those seen before stay so.
    fn see_alerts(&mut self, upto: i64) -> Result<(), StoreError>;

    /// How much there is.
    fn counts(&self) -> Result<Counts, StoreError>;

    /// The numbers of articles, where they are known.
    fn known(&self, ids: &[ArticleId]) -> Result<Vec<Option<ArticleNo>>, StoreError>;

    /// The article whose id begins so.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`], [`StoreError::Ambiguous`].
    fn named(&self, id: &str) -> Result<ArticleNo, StoreError>;

    /// The id of the version that stands in an article's place today; its own where there is none newer.
    fn newest(&self, id: &str) -> Result<Option<ArticleId>, StoreError>;

    /// The versions kept under an address, by number.
    fn at_address(&self, address: &str) -> Result<Vec<ArticleNo>, StoreError>;

    /// Articles with their layers, in the order asked for; unknown numbers are left out.
    fn readings(&self, articles: &[ArticleNo]) -> Result<Vec<StoredReading>, StoreError>;

    /// All that gathering needs.
    fn gathering(&self) -> Result<Gathering, StoreError>;

    /// What articles look like to the stories around them, in the order of [`Store::gathering`].
    fn outlines(&self) -> Result<Vec<Vec<u8>>, StoreError>;

    /// Stories that wait to be weighed, by number, at most so many.
    fn stale(&self, limit: u32) -> Result<Vec<StoryNo>, StoreError>;

    /// Current articles whose layers were made with something else, by number, at most so many.
    fn made_otherwise(&self, made_with: &str, limit: u32) -> Result<Vec<ArticleNo>, StoreError>;

    /// The articles of a story, by number.
    fn members(&self, story: StoryNo) -> Result<Vec<ArticleNo>, StoreError>;

    /// A story; one that was joined to another gives that other.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`].
    fn story(&self, story: StoryNo) -> Result<StoryRow, StoreError>;

    /// What made a story's dossier, and the dossier; `None` before it was weighed.
    fn dossier(&self, story: StoryNo) -> Result<Option<(String, Vec<u8>)>, StoreError>;

    /// What a story is made of today; `None` before it was weighed. Cheaper than its dossier.
    fn making(&self, story: StoryNo) -> Result<Option<StoryMaking>, StoreError>;

    /// The articles of a story's dossier, in its order; `None` before it was weighed, and where an older program did.
    fn dossier_members(&self, story: StoryNo) -> Result<Option<Vec<ArticleNo>>, StoreError>;

    /// Articles, newest first. Heeds outlet, from, to, story, versions.
    fn articles(&self, filter: &Filter, page: Page) -> Result<Listing<ArticleRow>, StoreError>;

    /// Stories, those with the newest article first. Heeds words (of the title), outlet, from, to.
    fn stories(&self, filter: &Filter, page: Page) -> Result<Listing<StoryRow>, StoreError>;

    /// Claims that more than one outlet tells or somebody disputes, newest story first, then by rank. Heeds words (of
    /// the gist), status, story, outlet, from, to (of the story's last article).
    fn claims(&self, filter: &Filter, page: Page) -> Result<Listing<ClaimRow>, StoreError>;

    /// What was said by whom, newest article first. Heeds source, speaker, kind, story, outlet, from, to.
    fn quotes(&self, filter: &Filter, page: Page) -> Result<Listing<QuoteRow>, StoreError>;

    /// Everyone quoted, the most quoted first. Heeds source, speaker, kind.
    fn speakers(&self, filter: &Filter, page: Page) -> Result<Listing<SpeakerRow>, StoreError>;

    /// What happened, by time. Heeds story, from, to.
    fn timeline(&self, filter: &Filter, page: Page) -> Result<Listing<TimelineRow>, StoreError>;

    /// What does not agree, newest story first. Heeds story, kind.
    fn conflicts(&self, filter: &Filter, page: Page) -> Result<Listing<ConflictRow>, StoreError>;

    /// Articles that hold all words, the best match first; without words the newest. Heeds all but speaker and article.
    fn search(&self, filter: &Filter, page: Page) -> Result<Listing<SearchRow>, StoreError>;

    /// The stories of the articles that hold the words best, at most so many articles, the best match first; a story stands
    /// as often as it has such an article. None without words. Heeds what [`Store::search`] heeds.
    fn stories_with(&self, filter: &Filter, limit: u32) -> Result<Vec<StoryNo>, StoreError>;

    /// Versions that took the place of others, newest first. Heeds outlet, story, article (either version).
    fn changes(&self, filter: &Filter, page: Page) -> Result<Listing<ChangeRow>, StoreError>;

    /// What readers should be told, newest first. Heeds outlet, story, kind, unseen.
    fn alerts(&self, filter: &Filter, page: Page) -> Result<Listing<AlertRow>, StoreError>;

    /// All corrections, in the order they were made.
    fn corrections(&self) -> Result<Vec<Correction>, StoreError>;

    /// Whether all that is kept is whole: no article without its words, no list without its story.
    fn check(&self) -> Result<Vec<String>, StoreError>;
}

/// Hands every call on to the store inside a box.
macro_rules! hand_on {
    (
        { $(fn $name:ident(&self $(, $arg:ident: $kind:ty)*) -> $out:ty;)* }
        mut { $(fn $name_mut:ident(&mut self $(, $arg_mut:ident: $kind_mut:ty)*) -> $out_mut:ty;)* }
    ) => {
        impl<S: Store + ?Sized> Store for Box<S> {
            $(fn $name(&self $(, $arg: $kind)*) -> Result<$out, StoreError> { (**self).$name($($arg),*) })*
            $(fn $name_mut(&mut self $(, $arg_mut: $kind_mut)*) -> Result<$out_mut, StoreError> {
                (**self).$name_mut($($arg_mut),*)
            })*
        }
    };
}

hand_on! {
    {
        fn counts(&self) -> Counts;
        fn known(&self, ids: &[ArticleId]) -> Vec<Option<ArticleNo>>;
        fn named(&self, id: &str) -> ArticleNo;
        fn newest(&self, id: &str) -> Option<ArticleId>;
        fn at_address(&self, address: &str) -> Vec<ArticleNo>;
        fn readings(&self, articles: &[ArticleNo]) -> Vec<StoredReading>;
        fn gathering(&self) -> Gathering;
        fn outlines(&self) -> Vec<Vec<u8>>;
        fn stale(&self, limit: u32) -> Vec<StoryNo>;
        fn made_otherwise(&self, made_with: &str, limit: u32) -> Vec<ArticleNo>;
        fn members(&self, story: StoryNo) -> Vec<ArticleNo>;
        fn story(&self, story: StoryNo) -> StoryRow;
        fn dossier(&self, story: StoryNo) -> Option<(String, Vec<u8>)>;
        fn making(&self, story: StoryNo) -> Option<StoryMaking>;
        fn dossier_members(&self, story: StoryNo) -> Option<Vec<ArticleNo>>;
        fn articles(&self, filter: &Filter, page: Page) -> Listing<ArticleRow>;
        fn stories(&self, filter: &Filter, page: Page) -> Listing<StoryRow>;
        fn claims(&self, filter: &Filter, page: Page) -> Listing<ClaimRow>;
        fn quotes(&self, filter: &Filter, page: Page) -> Listing<QuoteRow>;
        fn speakers(&self, filter: &Filter, page: Page) -> Listing<SpeakerRow>;
        fn timeline(&self, filter: &Filter, page: Page) -> Listing<TimelineRow>;
        fn conflicts(&self, filter: &Filter, page: Page) -> Listing<ConflictRow>;
        fn search(&self, filter: &Filter, page: Page) -> Listing<SearchRow>;
        fn stories_with(&self, filter: &Filter, limit: u32) -> Vec<StoryNo>;
        fn changes(&self, filter: &Filter, page: Page) -> Listing<ChangeRow>;
        fn alerts(&self, filter: &Filter, page: Page) -> Listing<AlertRow>;
        fn corrections(&self) -> Vec<Correction>;
        fn check(&self) -> Vec<String>;
    }
    mut {
        fn add_articles(&mut self, articles: &[NewArticle<'_>], added: &str) -> Vec<Kept>;
        fn put_readings(&mut self, readings: &[(ArticleNo, Layers)]) -> ();
        fn place(&mut self, placement: &Placement) -> bool;
        fn put_stories(&mut self, stories: &[StoryRows], weighed: &str) -> ();
        fn correct(&mut self, corrections: &[Correction], touched: &[ArticleId]) -> usize;
        fn see_alerts(&mut self, upto: i64) -> ();
    }
}
