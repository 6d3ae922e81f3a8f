//! Feeds and news sitemaps: RSS 0.9 to 2.0, Atom, JSON Feed, sitemaps with and without the news extension.
//!
//! An entry with text of its own is an article; one that only links to its page is told as such. [`read_feed`] gives the
//! entries themselves, for what polls feeds.

use crate::draft::Draft;
use crate::xml::{Element, Xml};
use crate::{GivenArticle, SetAside, byline, encoding, format, outlet, page_dates, tags};
use serde_json::Value;
use whosaid_text::{Article, HowDated, Moment};

/// A feed or a sitemap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// Its title.
    pub title: Option<String>,
    /// Its entries, in the order of the feed.
    pub entries: Vec<FeedEntry>,
    /// Addresses of further sitemaps that it lists.
    pub sitemaps: Vec<String>,
}

/// An entry of a feed; what it does not say is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeedEntry {
    /// Its id in the feed.
    pub id: Option<String>,
    /// Address of its page.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Names of the authors.
    pub byline: Vec<String>,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it was changed.
    pub modified: Option<Moment>,
    /// The outlet it comes from, where the feed names another than itself (RSS `source`), as a domain or name.
    pub outlet: Option<String>,
    /// Its text, a paragraph a line: the whole article or a summary; empty where it only links.
    pub text: String,
}

/// How many entries of a feed are read.
const MOST_ENTRIES: usize = 100_000;
/// Fewest words that make an article of an entry.
const FEWEST_WORDS: usize = 8;

/// Reads a feed or a sitemap; `None` for bytes that are neither.
pub fn read_feed(bytes: &[u8]) -> Option<Feed> {
    let decoded = encoding::decode(bytes, format::declared_encoding(bytes));
    match decoded.text.trim_start().starts_with('{') {
        true => of_json(&serde_json::from_str(&decoded.text).ok()?),
        false => of_xml(&Xml::read(&decoded.text)),
    }
}

/// The articles of a feed that is XML.
pub(crate) fn read(path: &str, text: &str) -> Vec<Result<Article, SetAside>> {
    match of_xml(&Xml::read(text)) {
        Some(feed) => articles(path, feed),
        None => vec![Err(SetAside::new(path, "is XML of a kind that is not read; save it as text or HTML"))],
    }
}

/// The articles of a feed.
pub(crate) fn articles(path: &str, feed: Feed) -> Vec<Result<Article, SetAside>> {
    if feed.entries.is_empty() {
        let n_sitemaps = feed.sitemaps.len();
        let why = match n_sitemaps {
            0 => "a feed without entries".to_owned(),
            _ => format!("a list of {n_sitemaps} sitemaps; save the pages they list"),
        };
        return vec![Err(SetAside::new(path, why))];
    }
    let title = feed.title;
    let entries = feed.entries.into_iter().enumerate();
    entries.map(|(n, entry)| article(path, &format!("{path}#{}", n + 1), entry, title.as_deref())).collect()
}

fn article(path: &str, place: &str, entry: FeedEntry, feed_title: Option<&str>) -> Result<Article, SetAside> {
    let words = entry.text.split_whitespace().take(FEWEST_WORDS).count();
    if words < FEWEST_WORDS {
        let link = entry.url.as_deref().unwrap_or("no page");
        return Err(SetAside::new(
            place,
            format!("has no text of its own; save the page it links to: {link}"),
        ));
    }
    let field = |at: Option<Moment>| at.map(|at| (at, HowDated::Feed));
    let (published, modified) = (field(entry.published), field(entry.modified));
    let given = GivenArticle {
        id: entry.id,
        outlet: entry.outlet,
        url: entry.url,
        title: entry.title,
        byline: entry.byline,
        text: entry.text,
        ..GivenArticle::default()
    };
    let site_name = feed_title.map(str::to_owned);
    let article = Draft { given, published, modified, site_name, ..Draft::default() }.finish(path);
    article.map_err(|aside| SetAside { path: place.to_owned(), ..aside })
}

/// Whether the outermost element of a document is that of a feed or a sitemap.
pub(crate) fn is_feed(head: &str) -> bool {
    ["<rss", "<feed", "<rdf:rdf", "<urlset", "<sitemapindex", "<atom:feed"]
        .iter()
        .any(|open| head.contains(open))
}

fn of_xml(xml: &Xml<'_>) -> Option<Feed> {
    let root = xml.elements().find(|element| {
        ["rss", "feed", "rdf", "urlset", "sitemapindex"].iter().any(|name| element.is(name))
    })?;
    let title = root.child(&["title"]).or_else(|| root.child(&["channel"])?.child(&["title"]));
    let mut feed = Feed { title: title.and_then(Element::line), ..Feed::default() };
    for element in root.inside() {
        if feed.entries.len() >= MOST_ENTRIES {
            break;
        }
        match element.name().rsplit(':').next().unwrap_or("").to_ascii_lowercase().as_str() {
            "item" | "entry" => feed.entries.push(entry(element)),
            "url" if root.is("urlset") => feed.entries.push(listed(element)),
            "sitemap" => feed.sitemaps.extend(element.child(&["loc"]).and_then(Element::line)),
            _ => {}
        }
    }
    feed.sitemaps.sort();
    feed.sitemaps.dedup();
    Some(feed)
}

/// An `item` of RSS or an `entry` of Atom.
fn entry(item: Element<'_, '_>) -> FeedEntry {
    let line = |names: &[&str]| item.child(names).and_then(Element::line);
    let date = |names: &[&str]| {
        let found = names.iter().filter_map(|name| item.child(&[name])?.line());
        found.into_iter().find_map(|value| page_dates::read_field(&value))
    };
    let guid = line(&["guid", "id"]);
    let is_link = |text: &&String| text.starts_with("http");
    FeedEntry {
        url: link(item).or_else(|| guid.as_ref().filter(is_link).cloned()),
        title: line(&["title", "media:title"]),
        byline: authors(item),
        published: date(&["published", "pubdate", "dc:date", "issued", "dcterms:issued", "created", "date"]),
        modified: date(&["updated", "modified", "atom:updated", "dcterms:modified"]),
        outlet: source(item),
        text: text(item),
        id: guid,
    }
}

/// RSS has the address as text, Atom as an attribute of the link that is no other representation.
fn link(item: Element<'_, '_>) -> Option<String> {
    let links: Vec<_> = item.children().filter(|child| child.is("link")).collect();
    let address = |element: &Element<'_, '_>| element.attribute("href").map(|href| href.trim().to_owned());
    let is_page = |element: &&Element<'_, '_>| element.attribute("rel").is_none_or(|rel| rel == "alternate");
    let original = item.child(&["feedburner:origLink"]).and_then(Element::line);
    let written = links.iter().find_map(|element| element.line().filter(|line| line.contains("://")));
    original.or(written).or_else(|| links.iter().filter(is_page).find_map(address))
}

fn authors(item: Element<'_, '_>) -> Vec<String> {
    let mut names = Vec::new();
    for element in item.children().filter(|child| ["author", "creator", "byline"].iter().any(|n| child.is(n)))
    {
        let name = element.child(&["name"]).unwrap_or(element).line().unwrap_or_default();
        // RSS wants an address: `desk@gazette.example (Ada Fenn)`.
        let inner = name.split_once('(').and_then(|(mail, rest)| mail.contains('@').then_some(rest));
        let name = inner.map_or(name.as_str(), |rest| rest.trim_end_matches(')'));
        names.extend(byline::names(name).into_iter().filter(|name| !name.contains('@')));
    }
    names.dedup();
    names
}

/// `<source url="https://gazette.example/rss">Harbor Gazette</source>`: the outlet that an aggregator took it from.
fn source(item: Element<'_, '_>) -> Option<String> {
    let source = item.child(&["source"])?;
    let home = source.child(&["link"]).and_then(|link| link.attribute("href").map(|href| href.into_owned()));
    let url = source.attribute("url").map(|url| url.into_owned()).or(home);
    let name = source.child(&["title"]).map_or_else(|| source.line(), Element::line);
    url.and_then(|url| outlet::domain(&url)).or(name)
}

/// The longest of its texts: the content, else the summary.
fn text(item: Element<'_, '_>) -> String {
    let names =
        ["content:encoded", "content", "body", "fullitem", "description", "summary", "media:description"];
    let texts = names.iter().filter_map(|name| item.children().find(|child| child.is(name)));
    let texts = texts.map(|element| {
        let xhtml = element.attribute("type").is_some_and(|kind| kind.contains("xhtml"));
        let html = if xhtml { element.source().to_owned() } else { element.text() };
        tags::lines(&html)
    });
    texts
        .into_iter()
        .reduce(|best, text| if text.len() > best.len() { text } else { best })
        .unwrap_or_default()
}

/// A `url` of a sitemap.
fn listed(url: Element<'_, '_>) -> FeedEntry {
    let news = url.child(&["news:news", "news"]);
    let of_news = |name: &str| news.and_then(|news| news.child(&[name])).and_then(Element::line);
    let outlet = news.and_then(|news| news.child(&["publication"])?.child(&["name"])?.line());
    let changed = url.child(&["lastmod"]).and_then(Element::line);
    FeedEntry {
        url: url.child(&["loc"]).and_then(Element::line),
        title: of_news("title"),
        published: of_news("publication_date").and_then(|value| page_dates::read_field(&value)),
        modified: changed.and_then(|value| page_dates::read_field(&value)),
        outlet,
        ..FeedEntry::default()
    }
}

/// A JSON Feed (jsonfeed.org, versions 1 and 1.1); `None` for other JSON.
pub(crate) fn of_json(value: &Value) -> Option<Feed> {
    let version = value.get("version")?.as_str()?;
    let items = value.get("items")?.as_array().filter(|_| version.contains("jsonfeed.org"))?;
    let entry = |item: &Value| {
        let field = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
        let date = |name: &str| field(name).and_then(|value| page_dates::read_field(&value));
        let html = field("content_html").map(|html| tags::lines(&html));
        let listed = item.get("authors").and_then(Value::as_array).cloned().unwrap_or_default();
        let authors = listed.iter().chain(item.get("author"));
        FeedEntry {
            id: field("id"),
            url: field("external_url").or(field("url")),
            title: field("title"),
            byline: authors.filter_map(|author| author.get("name")?.as_str().map(str::to_owned)).collect(),
            published: date("date_published"),
            modified: date("date_modified"),
            outlet: None,
            text: html.or(field("content_text")).or(field("summary")).unwrap_or_default(),
        }
    };
    let title = value.get("title").and_then(Value::as_str).map(str::to_owned);
    Some(Feed { title, entries: items.iter().take(MOST_ENTRIES).map(entry).collect(), sitemaps: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The old pier of Port Ellis fell into the sea on Monday night, the mayor said.";

    fn check(feed: &str, expected: &[&str]) {
        let feed = read_feed(feed.as_bytes()).unwrap();
        let told = feed.entries.iter().map(|entry| {
            let date = |at: Option<Moment>| at.map_or("-".to_owned(), |at| at.to_string());
            let or = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
            let (published, modified) = (date(entry.published), date(entry.modified));
            let by = entry.byline.join("+");
            format!(
                "{} | {} | {published} | {modified} | {by} | {} | {}",
                or(&entry.title),
                or(&entry.url),
                or(&entry.outlet),
                entry.text
            )
        });
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn rss_is_read() {
        check(
            &format!("<?xml version='1.0'?><rss version='2.0'><channel><title>Gazette</title><item><title>Pier &amp; sea</title>
                <link>https://a.example/1</link><guid>x</guid><pubDate>Wed, 09 Apr 2031 15:00:00 GMT</pubDate>
                <dc:creator>Ada Fenn</dc:creator><source url='https://herald.example/rss'>Herald</source>
                <description>Short.</description><content:encoded><![CDATA[<p>{TEXT}</p><p>Two.</p>]]></content:encoded></item>
                <item><title>Two</title><guid>https://a.example/2</guid><author>d@a.example (Tom Berg)</author></item></channel></rss>"),
            &[
                &format!("Pier & sea | https://a.example/1 | 2031-04-09T15:00:00Z | - | Ada Fenn | herald.example | {TEXT}\n\nTwo."),
                "Two | https://a.example/2 | - | - | Tom Berg | - | ",
            ],
        );
        check(
            "<rdf:RDF><channel><title>G</title></channel><item><title>Pier</title><link>http://a.example/1</link><dc:date>2031-04-09</dc:date></item></rdf:RDF>",
            &["Pier | http://a.example/1 | 2031-04-09 | - |  | - | "],
        );
    }

    #[test]
    fn atom_is_read() {
        check(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>G</title><entry><title type='html'>Pier &lt;b&gt;falls&lt;/b&gt;</title>
             <link rel='self' href='https://a.example/x.xml'/><link href='https://a.example/1'/><id>urn:1</id>
             <published>2031-04-09T15:00:00Z</published><updated>2031-04-10T15:00:00Z</updated><author><name>Ada Fenn</name></author>
             <content type='xhtml'><div><p>One.</p><p>Two.</p></div></content></entry></feed>",
            &["Pier falls | https://a.example/1 | 2031-04-09T15:00:00Z | 2031-04-10T15:00:00Z | Ada Fenn | - | One.\n\nTwo."],
        );
    }

    #[test]
    fn json_feeds_and_sitemaps_are_read() {
        check(
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "G", "items": [{"id": "1", "url": "https://a.example/1", "title": "Pier",
               "content_html": "<p>One.</p>", "date_published": "2031-04-09T15:00:00Z", "authors": [{"name": "Ada Fenn"}]}]}"#,
            &["Pier | https://a.example/1 | 2031-04-09T15:00:00Z | - | Ada Fenn | - | One."],
        );
        check(
            "<urlset><url><loc>https://a.example/1</loc><lastmod>2031-04-10</lastmod><news:news><news:publication><news:name>Gazette</news:name></news:publication>
             <news:publication_date>2031-04-09T15:00:00Z</news:publication_date><news:title>Pier</news:title></news:news></url></urlset>",
            &["Pier | https://a.example/1 | 2031-04-09T15:00:00Z | 2031-04-10 |  | Gazette | "],
        );
        let index = "<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>";
        assert_eq!(read_feed(index.as_bytes()).unwrap().sitemaps, ["https://a.example/s.xml"]);
    }

    #[test]
    fn entries_with_text_are_articles() {
        let feed = format!(
            "<rss><channel><item><title>Pier falls</title><link>https://a.example/1</link><description>{TEXT}</description></item><item><title>Two</title></item></channel></rss>"
        );
        let articles = read("a.xml", &feed);
        let first = articles[0].as_ref().unwrap();
        assert_eq!(first.outlet.as_deref(), Some("a.example"));
        assert!(first.text.starts_with("Pier falls\n\nThe old pier"));
        assert_eq!(articles[1].as_ref().unwrap_err().path, "a.xml#2");
        assert!(read("a.xml", "<rss></rss>")[0].as_ref().unwrap_err().why.contains("without entries"));
        assert!(read("a.xml", "<svg></svg>")[0].as_ref().unwrap_err().why.contains("not read"));
    }

    #[test]
    fn bombs_do_nothing() {
        let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><rss><channel><item><title>&b;</title></item></channel></rss>";
        check(bomb, &["&b; | - | - | - |  | - | "]);
        assert_eq!(read_feed(b"no feed"), None);
        assert_eq!(read_feed(b"{\"a\": 1}"), None);
    }
}
