//! [`Article`]: one published text and what is known about its publication.

use crate::{ArticleId, Day, Moment, SourceText, Span};
use sha2::{Digest, Sha256};

/// One published text. Made by [`Article::new`], which names it by its content.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    id: ArticleId,
    text_sha256: String,
    parts: ArticleParts,
    stated: Stated,
}

/// What a document states about its publication, all of it, for those who want to judge for themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Every date that could be read, the best of each kind first.
    pub dates: Vec<StatedDate>,
    /// Corrections in its schema.org data.
    pub corrections: Vec<StatedCorrection>,
}

/// A date that a document states about itself, whether or not it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedDate {
    /// What it is of.
    pub of: DateOf,
    /// The date or date-time.
    pub value: Moment,
    /// The kind of its field.
    pub how: HowDated,
    /// The field by its own name: `datePublished`, `article:published_time`, `last-modified`, `text`.
    pub field: String,
}

/// What a stated date is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateOf {
    /// The publication.
    Published,
    /// The last change.
    Modified,
    /// The crawler's visit: it was published no later.
    Fetched,
}

impl DateOf {
    /// All of them, in order.
    pub const ALL: [DateOf; 3] = [DateOf::Published, DateOf::Modified, DateOf::Fetched];

    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            DateOf::Published => "published",
            DateOf::Modified => "modified",
            DateOf::Fetched => "fetched",
        }
    }
}

/// A correction that a page's schema.org data states (`correction`, `CorrectionComment`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedCorrection {
    /// Its words, or its address.
    pub text: String,
    /// When it was made, if stated.
    pub published: Option<Moment>,
}

/// Everything an article is made of; a field that is not known is `None` or empty, never guessed.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleParts {
    /// The giver's own id, from JSON input.
    pub given_id: Option<String>,
    /// Where it was read from, as the user wrote it.
    pub path: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Outlet as known: a domain or a name.
    pub outlet: Option<String>,
    /// Headline without the site's name.
    pub title: Option<String>,
    /// Names of the authors.
    pub byline: Vec<String>,
    /// When it was published.
    pub published: Dating,
    /// When it was last changed, if stated.
    pub modified: Option<Dating>,
    /// Language of the text.
    pub language: Language,
    /// News agency credited for the text as a whole, by its full name ("Associated Press").
    pub wire: Option<String>,
    /// The clean text; every span of every later layer points into it.
    pub text: SourceText,
    /// Sections by position, not overlapping, on whole lines but for boilerplate set into a line.
    pub sections: Vec<Section>,
}

impl ArticleParts {
    /// An English article of which only the text is known, all of it body.
    pub fn of_text(text: SourceText) -> Self {
        ArticleParts {
            given_id: None,
            path: None,
            url: None,
            outlet: None,
            title: None,
            byline: Vec::new(),
            published: Dating::unknown(),
            modified: None,
            language: Language::English,
            wire: None,
            text,
            sections: Vec::new(),
        }
    }
}

/// A date of an article and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dating {
    /// The date or date-time, if known.
    pub value: Option<Moment>,
    /// The field it comes from.
    pub how: HowDated,
    /// Earliest day it can be, if only a window is known.
    pub not_before: Option<Day>,
    /// Latest day it can be, if only a window is known.
    pub not_after: Option<Day>,
}

impl Dating {
    /// An article without a date.
    pub fn unknown() -> Self {
        Dating { value: None, how: HowDated::Unknown, not_before: None, not_after: None }
    }

    /// A date from a field.
    pub fn known(value: Moment, how: HowDated) -> Self {
        Dating { value: Some(value), how, not_before: None, not_after: None }
    }
}

/// The field a date was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HowDated {
    /// Given with the article (JSON input).
    Given,
    /// A line or prefix at the head of a plain text.
    Header,
    /// schema.org data in the page.
    JsonLd,
    /// A meta element or `time` element of the page.
    Meta,
    /// An entry of a feed.
    Feed,
    /// The address.
    Url,
    /// The visible text.
    Text,
    /// Worked out from what the article mentions.
    Inferred,
    /// Not known.
    Unknown,
}

impl HowDated {
    /// All of them, in order.
    pub const ALL: [HowDated; 9] = [
        HowDated::Given,
        HowDated::Header,
        HowDated::JsonLd,
        HowDated::Meta,
        HowDated::Feed,
        HowDated::Url,
        HowDated::Text,
        HowDated::Inferred,
        HowDated::Unknown,
    ];

    /// The word in JSON and on screens.
    pub fn name(self) -> &'static str {
        match self {
            HowDated::Given => "given",
            HowDated::Header => "header",
            HowDated::JsonLd => "json-ld",
            HowDated::Meta => "meta",
            HowDated::Feed => "feed",
            HowDated::Url => "url",
            HowDated::Text => "text",
            HowDated::Inferred => "inferred",
            HowDated::Unknown => "unknown",
        }
    }
}

/// Language of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Language {
    /// English: the text is read.
    English,
    /// Another language, by its ISO 639 code: the text is kept and listed, not read.
    Other(String),
    /// Too little text to tell: read as English.
    Unknown,
}

impl Language {
    /// ISO 639 code, or `None` where it is not known.
    pub fn code(&self) -> Option<&str> {
        match self {
            Language::English => Some("en"),
            Language::Other(code) => Some(code),
            Language::Unknown => None,
        }
    }

    /// Whether the later stages read such a text.
    pub fn is_read(&self) -> bool {
        !matches!(self, Language::Other(_))
    }
}

/// A stretch of whole lines with one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// Where it lies.
    pub span: Span,
    /// Its role.
    pub kind: SectionKind,
}

/// The role of a stretch of text. Nothing is ever read from [`SectionKind::Boilerplate`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SectionKind {
    /// The title.
    Headline,
    /// The summary under the title.
    Standfirst,
    /// Who wrote it and when.
    Byline,
    /// The prose.
    Body,
    /// Words under a picture.
    Caption,
    /// Related links, sign-up lines, copyright notes and their like.
    Boilerplate,
}

impl SectionKind {
    /// All of them, in order.
    pub const ALL: [SectionKind; 6] = [
        SectionKind::Headline,
        SectionKind::Standfirst,
        SectionKind::Byline,
        SectionKind::Body,
        SectionKind::Caption,
        SectionKind::Boilerplate,
    ];

    /// The word in JSON and on screens.
    pub fn name(self) -> &'static str {
        match self {
            SectionKind::Headline => "headline",
            SectionKind::Standfirst => "standfirst",
            SectionKind::Byline => "byline",
            SectionKind::Body => "body",
            SectionKind::Caption => "caption",
            SectionKind::Boilerplate => "boilerplate",
        }
    }

    /// Whether attributions, times and claims are read from it.
    pub fn is_read(self) -> bool {
        matches!(self, SectionKind::Headline | SectionKind::Standfirst | SectionKind::Body)
    }
}

impl Article {
    /// Names the article by its content: text, outlet, address, title and date. Path and given id do not count,
    /// so two copies of one file are one article, and one wire text in two outlets is two.
    pub fn new(parts: ArticleParts) -> Self {
        let mut hash = Sha256::new();
        let published = parts.published.value.map(|moment| moment.to_string());
        for field in [&parts.outlet, &parts.url, &parts.title, &published] {
            hash.update(field.as_deref().unwrap_or("\u{0}").as_bytes());
            hash.update([0x1f]);
        }
        hash.update(parts.text.as_bytes());
        let mut id = [0; 8];
        id.copy_from_slice(&hash.finalize()[..8]);
        let text_sha256 = Sha256::digest(parts.text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        Article { id: ArticleId(id), text_sha256, parts, stated: Stated::default() }
    }

    /// The same article with all that its document states. Neither id nor conclusions hang on it.
    pub fn stating(mut self, stated: Stated) -> Self {
        self.stated = stated;
        self
    }

    /// All that its document states, where that was kept.
    pub fn stated(&self) -> &Stated {
        &self.stated
    }

    /// Changes what is known of its publication. Text and id stay those of the article as it was given.
    pub fn corrected(mut self, change: impl FnOnce(&mut ArticleParts)) -> Self {
        let text = self.parts.text.clone();
        change(&mut self.parts);
        self.parts.text = text;
        self
    }

    /// The content's hash, shortened.
    pub fn id(&self) -> ArticleId {
        self.id
    }

    /// SHA-256 of the text, in hexadecimal.
    pub fn text_sha256(&self) -> &str {
        &self.text_sha256
    }

    /// The role of the section a byte lies in; text outside any section counts as body.
    pub fn section_at(&self, byte: u32) -> SectionKind {
        let after = self.sections.partition_point(|section| section.span.start() <= byte);
        match after.checked_sub(1).map(|idx| self.sections[idx]) {
            Some(section) if byte < section.span.end() => section.kind,
            _ => SectionKind::Body,
        }
    }

    /// The parts again, to make a changed article from.
    pub fn into_parts(self) -> ArticleParts {
        self.parts
    }
}

impl std::ops::Deref for Article {
    type Target = ArticleParts;
    fn deref(&self) -> &ArticleParts {
        &self.parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(outlet: &str, path: &str) -> Article {
        let text = SourceText::new("Head\n\nBody text.").unwrap();
        let sections = vec![
            Section { span: Span::new(0, 4), kind: SectionKind::Headline },
            Section { span: Span::new(6, 16), kind: SectionKind::Body },
        ];
        Article::new(ArticleParts {
            path: Some(path.to_owned()),
            outlet: Some(outlet.to_owned()),
            sections,
            ..ArticleParts::of_text(text)
        })
    }

    #[test]
    fn the_id_follows_content_and_outlet_not_the_path() {
        assert_eq!(article("A", "x").id(), article("A", "y").id());
        assert_ne!(article("A", "x").id(), article("B", "x").id());
    }

    #[test]
    fn every_byte_has_a_section() {
        let article = article("A", "x");
        assert_eq!(article.section_at(2), SectionKind::Headline);
        assert_eq!(article.section_at(5), SectionKind::Body);
        assert_eq!(article.section_at(99), SectionKind::Body);
    }
}
