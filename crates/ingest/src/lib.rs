//! Bytes to Article: every way an article arrives, one file each.
//!
//! Start with [`read`]. Only this room knows HTML, JSON and character encodings. It opens no file: the caller hands
//! it bytes and the path they came from.

use whosaid_text::{Article, ArticleParts, Dating, Language, Section, SectionKind, SourceText};

/// Bytes on their way in.
#[derive(Clone, Copy, Debug)]
pub struct RawDocument<'a> {
    /// Where they came from, as the user wrote it; its extension hints at the format.
    pub path: &'a str,
    /// The content.
    pub bytes: &'a [u8],
}

/// Something that could not be read: it is listed and never stops the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Which file, and which line or entry of it.
    pub path: String,
    /// What is wrong and what to do: lower case, no full stop.
    pub why: String,
}

/// One given article (contract: one line of JSONL input), fields as known.
#[derive(Clone, Debug, Default)]
pub struct GivenArticle {
    /// The giver's own id.
    pub id: Option<String>,
    /// Outlet, as a domain or name.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Headline; becomes the first line of the text where it is not there already.
    pub title: Option<String>,
    /// Authors.
    pub byline: Vec<String>,
    /// ISO 8601 date or date-time.
    pub published: Option<String>,
    /// ISO 8601 date or date-time.
    pub modified: Option<String>,
    /// The text.
    pub text: String,
}

/// Reads a document: each article in it, or why one could not be read.
pub fn read(_document: RawDocument<'_>) -> Vec<Result<Article, SetAside>> {
    Vec::new()
}

/// Makes an article of what is given.
///
/// # Errors
/// [`SetAside`] where the text is empty or too long.
pub fn article(path: &str, given: GivenArticle) -> Result<Article, SetAside> {
    let title = given.title.filter(|title| !title.trim().is_empty());
    let text = match &title {
        Some(title) => format!("{title}\n\n{}", given.text),
        None => given.text,
    };
    let text =
        SourceText::new(text).map_err(|why| SetAside { path: path.to_owned(), why: why.to_string() })?;
    let mut sections = Vec::new();
    if let Some(span) = title.as_ref().and_then(|title| text.span(0..title.len())) {
        sections.push(Section { span, kind: SectionKind::Headline });
    }
    Ok(Article::new(ArticleParts {
        given_id: given.id,
        path: Some(path.to_owned()),
        url: given.url,
        outlet: given.outlet,
        title,
        byline: given.byline,
        published: match given.published.as_deref().map(str::parse) {
            Some(Ok(moment)) => Dating::known(moment, whosaid_text::HowDated::Given),
            _ => Dating::unknown(),
        },
        modified: None,
        language: Language::English,
        wire: None,
        text,
        sections,
    }))
}
