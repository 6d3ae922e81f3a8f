//! Bytes to Article: every way an article arrives, one file each.
//!
//! Start with [`read`]. Only this room knows HTML, JSON and character encodings. It opens no file: the caller hands
//! it bytes and the path they came from. Each format's reader fills a draft; `draft.rs` makes the article of it, so
//! that sections, dates, wire credits and languages are told in one way whatever the format.

mod agency;
mod byline;
mod container;
mod crawl;
mod dates;
mod draft;
mod encoding;
mod feed;
mod format;
mod html;
mod http;
mod inserts;
mod json;
mod language;
mod mail;
mod markdown;
mod metadata;
mod outlet;
mod page_dates;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;
mod printed_dates;
mod rules;
mod sections;
mod small_page;
mod tags;
mod wire;
mod xml;

pub use container::{Document, Entries, Entry, open, open_stream};
pub use draft::MAX_TEXT_BYTES;
pub use feed::{Feed, FeedEntry, read_feed};
pub use html::{Extracted, Extractor, MAX_PAGE_BYTES, Trafilatura};
pub use json::read_line;

use crawl::{CrawlRecord, Surroundings};
use draft::Draft;
use format::Format;
use whosaid_text::{Article, Diagnostic};

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

impl SetAside {
    fn new(path: &str, why: impl Into<String>) -> Self {
        SetAside { path: path.to_owned(), why: why.into() }
    }
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

/// All that a document gave.
#[derive(Clone, Debug, Default)]
pub struct ReadDocument {
    /// Each article in it, or why one could not be read.
    pub articles: Vec<Result<Article, SetAside>>,
    /// What was odd and was mended, such as bytes that are not valid in their encoding.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a document: each article in it, or why one could not be read.
pub fn read(document: RawDocument<'_>) -> Vec<Result<Article, SetAside>> {
    read_with_remarks(document).articles
}

/// Reads a document and says what was odd about it. One that holds several, such as a `.zip`, gives the articles of all.
pub fn read_with_remarks(document: RawDocument<'_>) -> ReadDocument {
    let RawDocument { path, bytes } = document;
    if container::holds_several(bytes) {
        return read_held(path, bytes);
    }
    match CrawlRecord::of(bytes).map(|record| record.page(path)) {
        Some(Ok((page, around))) => read_one(path, &page, &around),
        Some(Err(aside)) => ReadDocument { articles: vec![Err(aside)], ..ReadDocument::default() },
        None => read_one(path, bytes, &Surroundings::default()),
    }
}

/// Reads all that a file of several documents holds; `open` gives them one by one.
fn read_held(path: &str, bytes: &[u8]) -> ReadDocument {
    let mut read = ReadDocument::default();
    for entry in open(path, std::io::Cursor::new(bytes.to_vec())) {
        match entry {
            Entry::Document(held) if container::holds_several(&held.bytes) => {
                read.articles.push(Err(SetAside::new(&held.path, "a file in a file; unpack it")));
            }
            Entry::Document(held) => {
                let held = read_with_remarks(RawDocument { path: &held.path, bytes: &held.bytes });
                read.articles.extend(held.articles);
                read.diagnostics.extend(held.diagnostics);
            }
            Entry::SetAside(aside) => read.articles.push(Err(aside)),
            Entry::PassedOver(_) => {}
        }
    }
    if read.articles.is_empty() {
        read.articles.push(Err(SetAside::new(path, "there is no document in it")));
    }
    read
}

/// Reads a document that is one page, text or list.
fn read_one(path: &str, bytes: &[u8], around: &Surroundings) -> ReadDocument {
    let aside = |why: String| ReadDocument {
        articles: vec![Err(SetAside::new(path, why))],
        ..ReadDocument::default()
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return aside("the file is empty".to_owned());
    }
    if bytes.len() > MAX_DOCUMENT_BYTES {
        let limit = MAX_DOCUMENT_BYTES >> 20;
        return aside(format!("the file is larger than {limit} MB; split it"));
    }
    #[cfg(feature = "pdf")]
    if pdf::is_pdf(bytes) {
        let finish = |draft: Draft| draft.within(around).finish(path);
        return ReadDocument {
            articles: vec![pdf::read(path, bytes).and_then(finish)],
            ..ReadDocument::default()
        };
    }
    if let Some(kind) = encoding::binary_kind(bytes) {
        return aside(format!("looks like a {kind} file; save it as text, HTML or JSON"));
    }
    let declared = around.charset.as_deref().or(format::declared_encoding(bytes));
    let decoded = encoding::decode(bytes, declared);
    let text = decoded.text.as_str();
    let finish = |draft: Draft| draft.within(around).finish(path);
    let articles = match Format::of(path, text) {
        Format::Json => json::read(path, text),
        Format::JsonLines => json::read_lines(path, text),
        Format::Html => vec![html::read(path, text, &Trafilatura).and_then(finish)],
        Format::Markdown => vec![finish(markdown::read(text))],
        Format::Plain => vec![finish(plain::read(text))],
        Format::Feed => feed::read(path, text),
        Format::Agency => agency::read_xml(path, text),
        Format::Mail => mail::read(path, bytes),
    };
    let diagnostics = decoded.remarks.into_iter().map(|message| Diagnostic { span: None, message }).collect();
    ReadDocument { articles, diagnostics }
}

/// Whether a file is part of a page that a browser saved beside it: `pier_files/a.js` of `pier.html`.
pub fn belongs_to_page(path: &str, exists: impl Fn(&str) -> bool) -> bool {
    let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    folders
        .filter_map(|folder| folder.strip_suffix("_files").or(folder.strip_suffix(".files")))
        .any(|page| [".html", ".htm", ".xhtml"].iter().any(|extension| exists(&format!("{page}{extension}"))))
}

/// Whether a file holds no text by its name: pictures, scripts, styles, fonts, sound and film.
pub fn is_other_content(path: &str) -> bool {
    const OTHER: [&str; 24] = [
        "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "avif", "css", "js", "mjs", "map", "woff",
        "woff2", "ttf", "otf", "eot", "mp3", "mp4", "webm", "wav", "ogg", "mov", "cdx",
    ];
    let extension =
        path.rsplit(['/', '\\']).next().and_then(|name| name.rsplit_once('.')).map(|(_, ext)| ext);
    extension.is_some_and(|found| OTHER.iter().any(|other| found.eq_ignore_ascii_case(other)))
}

/// Files larger than this many bytes are set aside unread.
pub const MAX_DOCUMENT_BYTES: usize = 512 << 20;

/// Makes an article of what is given.
///
/// # Errors
/// [`SetAside`] where the text is empty or too long.
pub fn article(path: &str, given: GivenArticle) -> Result<Article, SetAside> {
    Draft { given, ..Draft::default() }.finish(path)
}
