//! What a page says about itself: schema.org data first, then meta elements, then `time` elements and headings.

use crate::page_dates::PageDate;
use crate::tags::{Tag, inner_text, tags, unescape};
use crate::{byline, page_dates};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use whosaid_text::{DateOf, HowDated, Moment, Stated, StatedCorrection, StatedDate};

/// The facts of a page; what it does not say is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Metadata {
    /// Headline without the site's name.
    pub title: Option<String>,
    /// Names of the authors.
    pub byline: Vec<String>,
    /// When it was published and how that is known.
    pub published: Option<(Moment, HowDated)>,
    /// When it was changed and how that is known.
    pub modified: Option<(Moment, HowDated)>,
    /// Canonical address.
    pub url: Option<String>,
    /// Name of the site.
    pub site_name: Option<String>,
    /// Language code of the page.
    pub language: Option<String>,
    /// All dates and corrections that the page states.
    pub stated: Stated,
}

/// A printed date of this rank is believed before a vague field.
const NEAR_THE_HEADLINE: i32 = 85;

/// Names of meta elements, the most telling first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "article:published",
    "article_date_original",
    "originalpublicationdate",
    "publication_date",
    "publish-date",
    "publish_date",
    "published_date",
    "date_published",
    "pubdate",
    "publishdate",
    "bt:pubdate",
    "displaydate",
    "og:pubdate",
    "citation_publication_date",
    "citation_date",
    "prism.publicationdate",
    "rnews:datepublished",
    "published_time",
    "published_at",
    "publish_time",
    "publishtime",
    "published",
    "og:publish_date",
    "article:post_date",
    "article_publish_date",
    "citation_online_date",
    "bepress_citation_date",
    "eprints.date",
    "release_date",
    "news_date",
];
/// Names that some sites use for the day of a change.
const PUBLISHED_OR_CHANGED: &[&str] = &[
    "dcterms.created",
    "dc.date.created",
    "article.created",
    "dc.date",
    "dc:date",
    "dc_date",
    "dcterms.date",
    "date",
    "datecreated",
    "created",
    "gentime",
    "ptime",
    "pdate",
    "timestamp",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "article.updated",
    "dcterms.modified",
    "dc.date.modified",
    "article:modified",
    "last-modified",
    "lastmod",
    "modified",
    "revision_date",
];
const AUTHOR: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "byline",
];
const TITLE: &[&str] = &["og:title", "twitter:title", "parsely-title", "dc.title", "headline", "title"];
const SITE_NAME: &[&str] =
    &["og:site_name", "application-name", "publisher", "dc.publisher", "apple-mobile-web-app-title"];

/// Reads what a page says about itself.
pub(crate) fn of_page(html: &str) -> Metadata {
    let found = Found::collect(html);
    let linked = LinkedData::of(&found.json_ld);
    let url = linked.url.clone().or(found.canonical.clone()).or(found.meta(&["og:url", "twitter:url"]));
    let site_name = found.meta(SITE_NAME).or(linked.site_name.clone());
    let title = linked.title.clone().or(found.meta(TITLE)).or(found.single_h1()).or(found.title.clone());
    let domain = url.as_deref().and_then(crate::outlet::domain);
    let headline = found.meta(&["og:title"]).or(found.title.clone());
    let order = page_dates::order(found.language.as_deref(), url.as_deref());
    let printed = page_dates::of_page(html, headline.as_deref(), order);
    Metadata {
        title: title.map(|title| without_site(&title, site_name.as_deref(), domain.as_deref())),
        byline: found.byline(&linked),
        published: found.published(&linked, html, url.as_deref(), &printed),
        modified: linked
            .modified
            .map(|at| (at, HowDated::JsonLd))
            .or_else(|| Some((found.meta_date(MODIFIED)?, HowDated::Meta))),
        url: url.filter(|url| url.contains("://")),
        site_name,
        language: found.language.clone(),
        stated: Stated { dates: found.dates(&linked, &printed), corrections: linked.corrections },
    }
}

/// Elements of interest, as they stand in the page.
#[derive(Debug, Default)]
struct Found<'a> {
    json_ld: Vec<&'a str>,
    metas: BTreeMap<String, String>,
    title: Option<String>,
    h1: Vec<String>,
    canonical: Option<String>,
    language: Option<String>,
}

/// How many headings and scripts of a page are looked at.
const MOST_OF_A_KIND: usize = 50;

impl<'a> Found<'a> {
    fn collect(html: &'a str) -> Self {
        let mut found = Found::default();
        for tag in tags(html).filter(|tag| !tag.closing) {
            match tag.name.to_ascii_lowercase().as_str() {
                "meta" => found.take_meta(&tag),
                "script"
                    if tag
                        .attribute("type")
                        .is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) =>
                {
                    found.json_ld.push(content(html, &tag, "script"));
                }
                "title" if found.title.is_none() => {
                    found.title =
                        Some(inner_text(content(html, &tag, "title"))).filter(|title| !title.is_empty());
                }
                "h1" if found.h1.len() < MOST_OF_A_KIND => {
                    found.h1.push(inner_text(content(html, &tag, "h1")))
                }
                "html" => found.language = tag.attribute("lang").map(|lang| lang.into_owned()),
                "link" if tag.attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                    found.canonical =
                        found.canonical.take().or(tag.attribute("href").map(|href| href.into_owned()));
                }
                _ => {}
            }
        }
        found
    }

    fn take_meta(&mut self, tag: &Tag<'_>) {
        let Some(content) = tag.attribute("content") else { return };
        let content = content.trim();
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = tag.attribute(key).filter(|_| !content.is_empty()) {
                self.metas.entry(name.trim().to_ascii_lowercase()).or_insert_with(|| content.to_owned());
            }
        }
    }

    fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.metas.get(*name)).cloned()
    }

    fn meta_date(&self, names: &[&str]) -> Option<Moment> {
        names.iter().filter_map(|name| self.metas.get(*name)).find_map(|value| page_dates::read_field(value))
    }

    fn single_h1(&self) -> Option<String> {
        let mut h1 = self.h1.iter().filter(|h1| h1.split_whitespace().count() >= 3);
        h1.next().filter(|_| h1.next().is_none()).cloned()
    }

    /// schema.org, then meta, then the address, then what stands nearest to the headline, then scripts; a bare day
    /// takes the clock of another that has one for that day.
    fn published(
        &self,
        linked: &LinkedData,
        html: &str,
        url: Option<&str>,
        printed: &[PageDate],
    ) -> Option<(Moment, HowDated)> {
        let linked = linked.published.map(|at| (at, HowDated::JsonLd));
        let meta = self.meta_date(PUBLISHED).map(|at| (at, HowDated::Meta));
        let address = url.and_then(crate::dates::of_url).map(|day| (Moment::of_day(day), HowDated::Url));
        let best = page_dates::published(printed);
        let best = best.filter(|best| address.is_none_or(|(at, _)| at.day == best.at.day));
        let weak = self.meta_date(PUBLISHED_OR_CHANGED).map(|at| (at, HowDated::Meta));
        let near = best.filter(|best| best.rank >= NEAR_THE_HEADLINE).map(|best| (best.at, best.how));
        let best_of_all = best.map(|date| (date.at, date.how));
        let stated = [linked, meta, address, near, weak, best_of_all].into_iter().flatten().next();
        let (at, how) = match stated {
            Some(stated) => stated,
            None => (page_dates::in_scripts(html)?, HowDated::Meta),
        };
        if at.clock.is_some() {
            // What is printed for readers is of the outlet's own zone.
            return Some((near.map_or(at, |(near, _)| page_dates::in_zone_of(at, near.day)), how));
        }
        let printed = printed.iter().filter(|date| !date.of_change).map(|date| (date.at, date.how));
        let mut all = [linked, meta, weak].into_iter().flatten().chain(printed);
        all.find(|other| other.0.clock.is_some() && other.0.day == at.day).or(Some((at, how)))
    }

    /// Every date of the page: schema.org, meta elements in order of their worth, then what stands in it by its rank.
    fn dates(&self, linked: &LinkedData, printed: &[PageDate]) -> Vec<StatedDate> {
        let mut dates = linked.dates.clone();
        for (names, of) in [
            (PUBLISHED, DateOf::Published),
            (PUBLISHED_OR_CHANGED, DateOf::Published),
            (MODIFIED, DateOf::Modified),
        ] {
            for name in names {
                let value = self.metas.get(*name).and_then(|value| page_dates::read_field(value));
                let how = HowDated::Meta;
                dates.extend(value.map(|value| StatedDate { of, value, how, field: (*name).to_owned() }));
            }
        }
        for date in page_dates::worth_keeping(printed) {
            let of = if date.of_change { DateOf::Modified } else { DateOf::Published };
            let field = if date.how == HowDated::Text { "text" } else { "time" }.to_owned();
            let same = |known: &StatedDate| known.of == of && known.value == date.at && known.field == field;
            if !dates.iter().any(same) {
                dates.push(StatedDate { of, value: date.at, how: date.how, field });
            }
        }
        dates
    }

    fn byline(&self, linked: &LinkedData) -> Vec<String> {
        if !linked.byline.is_empty() {
            return linked.byline.clone();
        }
        let named = AUTHOR.iter().filter_map(|name| self.metas.get(*name)).map(|value| byline::names(value));
        named.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
    }
}

/// What stands between an element's tags, as far as its first closing tag.
fn content<'a>(html: &'a str, tag: &Tag<'_>, name: &str) -> &'a str {
    let rest = &html[tag.end..];
    let mut from = 0;
    while let Some(at) = rest[from..].find("</").map(|at| from + at) {
        if rest
            .as_bytes()
            .get(at + 2..at + 2 + name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
        {
            return &rest[..at];
        }
        from = at + 2;
        // Only scripts hold closing tags of others at length; a heading that never closes must not cost the page.
        if from > 4096 && name != "script" {
            break;
        }
    }
    if name == "script" { rest } else { "" }
}

/// What the page's schema.org data says of the article.
#[derive(Clone, Debug, Default)]
struct LinkedData {
    title: Option<String>,
    byline: Vec<String>,
    published: Option<Moment>,
    modified: Option<Moment>,
    url: Option<String>,
    site_name: Option<String>,
    dates: Vec<StatedDate>,
    corrections: Vec<StatedCorrection>,
}

/// How many objects of a page's schema.org data are looked at.
const MOST_OBJECTS: usize = 2000;

impl LinkedData {
    fn of(scripts: &[&str]) -> Self {
        let values: Vec<Value> =
            scripts.iter().take(MOST_OF_A_KIND).filter_map(|script| parse(script)).collect();
        let mut objects = Vec::new();
        for value in &values {
            gather(value, &mut objects);
        }
        let by_id: BTreeMap<&str, &Map<String, Value>> = objects
            .iter()
            .filter(|object| object.len() > 1)
            .filter_map(|object| Some((object.get("@id")?.as_str()?, *object)))
            .collect();
        let article = objects
            .iter()
            .filter(|object| is_article(object))
            .max_by_key(|object| {
                (object.contains_key("datePublished"), object.contains_key("headline")) as (bool, bool)
            })
            .copied();
        // Of equal ones the first counts: `max_by_key` gives the last.
        let article = objects
            .iter()
            .filter(|object| is_article(object))
            .find(|object| {
                let rank =
                    |o: &Map<String, Value>| (o.contains_key("datePublished"), o.contains_key("headline"));
                article.is_some_and(|best| rank(object) == rank(best))
            })
            .copied();
        let page = objects.iter().find(|object| has_type(object, &["webpage", "itempage"])).copied();
        let dated = |object: &&&Map<String, Value>| {
            object.contains_key("datePublished")
                && !has_type(object, &["comment", "review", "videoobject", "imageobject", "product"])
        };
        let page = page.filter(|page| page.contains_key("datePublished"));
        let Some(object) = article.or(page).or_else(|| objects.iter().find(dated).copied()) else {
            return LinkedData::default();
        };
        LinkedData {
            title: text(object.get("headline"))
                .or_else(|| article.and_then(|object| text(object.get("name")))),
            byline: authors(object.get("author"), &by_id),
            published: date(object, &["datePublished", "dateCreated", "uploadDate"]),
            modified: date(object, &["dateModified"]),
            url: text(object.get("url"))
                .or_else(|| text(object.get("mainEntityOfPage")))
                .or_else(|| text(object.get("mainEntityOfPage")?.get("@id")))
                .filter(|url| url.contains("://")),
            site_name: name_of(object.get("publisher"), &by_id),
            dates: linked_dates(object),
            corrections: corrections(object.get("correction")),
        }
    }
}

/// The dates of an object, each with its name.
fn linked_dates(object: &Map<String, Value>) -> Vec<StatedDate> {
    const NAMES: [(&str, DateOf); 4] = [
        ("datePublished", DateOf::Published),
        ("dateCreated", DateOf::Published),
        ("uploadDate", DateOf::Published),
        ("dateModified", DateOf::Modified),
    ];
    let date = |(name, of): (&str, DateOf)| {
        let value = date(object, &[name])?;
        Some(StatedDate { of, value, how: HowDated::JsonLd, field: name.to_owned() })
    };
    NAMES.into_iter().filter_map(date).collect()
}

/// `"correction": "..."`, one `CorrectionComment` or several.
fn corrections(value: Option<&Value>) -> Vec<StatedCorrection> {
    let one = |value: &Value| {
        let words = match value {
            Value::Object(object) => {
                ["text", "description", "name", "url"].iter().find_map(|n| text(object.get(*n)))
            }
            other => text(Some(other)),
        };
        let published = value.as_object().and_then(|object| date(object, &["datePublished", "dateCreated"]));
        Some(StatedCorrection { text: words.filter(|words| !words.is_empty())?, published })
    };
    match value {
        Some(Value::Array(items)) => items.iter().take(MOST_OF_A_KIND).filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Reads a script; raw line breaks inside strings and comment marks around it are forgiven.
fn parse(script: &str) -> Option<Value> {
    let script = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    let script =
        script.trim().trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>").trim();
    let script = script.trim_end_matches(';');
    serde_json::from_str(script)
        .or_else(|_| serde_json::from_str(&script.replace(|c: char| c.is_control(), " ")))
        .ok()
}

/// All objects in a value, outer ones first.
fn gather<'a>(value: &'a Value, objects: &mut Vec<&'a Map<String, Value>>) {
    if objects.len() >= MOST_OBJECTS {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, objects)),
        Value::Object(object) => {
            objects.push(object);
            object
                .values()
                .filter(|value| value.is_object() || value.is_array())
                .for_each(|v| gather(v, objects));
        }
        _ => {}
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    has_type(
        object,
        &["article", "newsarticle", "blogposting", "liveblogposting", "report", "review", "videoobject"],
    ) || types(object).any(|kind| kind.to_ascii_lowercase().ends_with("newsarticle"))
}

fn has_type(object: &Map<String, Value>, wanted: &[&str]) -> bool {
    types(object).any(|kind| {
        let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind).to_ascii_lowercase();
        wanted.contains(&kind.as_str())
    })
}

fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let (one, many) = match object.get("@type") {
        Some(Value::String(kind)) => (Some(kind.as_str()), [].as_slice()),
        Some(Value::Array(kinds)) => (None, kinds.as_slice()),
        _ => (None, [].as_slice()),
    };
    one.into_iter().chain(many.iter().filter_map(Value::as_str))
}

fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => inner_text(text),
        Value::Array(items) => return items.iter().find_map(|item| text(Some(item))),
        Value::Object(object) => return text(object.get("@value").or_else(|| object.get("name"))),
        _ => return None,
    };
    (!text.is_empty()).then(|| unescape(&text).into_owned())
}

fn date(object: &Map<String, Value>, names: &[&str]) -> Option<Moment> {
    names.iter().find_map(|name| page_dates::read_field(&text(object.get(*name))?))
}

fn authors(value: Option<&Value>, by_id: &BTreeMap<&str, &Map<String, Value>>) -> Vec<String> {
    let names: Vec<String> = match value {
        Some(Value::Array(items)) => items.iter().filter_map(|item| name_of(Some(item), by_id)).collect(),
        other => name_of(other, by_id).into_iter().collect(),
    };
    let mut authors: Vec<String> = Vec::new();
    for name in names.iter().flat_map(|name| byline::names(name)) {
        if !authors.contains(&name) {
            authors.push(name);
        }
    }
    authors
}

/// The name of a person or body, which may stand elsewhere in the data under its id.
fn name_of(value: Option<&Value>, by_id: &BTreeMap<&str, &Map<String, Value>>) -> Option<String> {
    let name = match value? {
        Value::Object(object) => match text(object.get("name")) {
            Some(name) => name,
            None => text(by_id.get(object.get("@id")?.as_str()?)?.get("name"))?,
        },
        other => text(Some(other))?,
    };
    (!name.contains("://")).then_some(name)
}

/// A title without the name of the site before or after it.
fn without_site(title: &str, site_name: Option<&str>, domain: Option<&str>) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    for separator in [" | ", " – ", " — ", " - ", " :: ", " » ", " • ", " · "] {
        if let Some((head, last)) = title.rsplit_once(separator)
            && names_site(last, site_name, domain)
        {
            return without_site(head, site_name, domain);
        }
        if let Some((first, tail)) = title.split_once(separator)
            && names_site(first, site_name, domain)
        {
            return without_site(tail, site_name, domain);
        }
    }
    title
}

fn names_site(part: &str, site_name: Option<&str>, domain: Option<&str>) -> bool {
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let part = bare(part);
    let part = part.strip_prefix("the").unwrap_or(&part);
    let site = site_name.map(bare).unwrap_or_default();
    let site = site.strip_prefix("the").unwrap_or(&site);
    let domain = domain.map(bare).unwrap_or_default();
    part.len() >= 2 && (part == site || (part.len() >= 3 && domain.starts_with(part)) || domain == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<html lang="en-GB"><head><title>Pier falls | Harbor Gazette</title>
        <meta property="og:title" content="Pier falls | Harbor Gazette"><meta property="og:site_name" content="Harbor Gazette">
        <link rel="canonical" href="https://www.example.org/2031/04/pier">
        <meta property="article:modified_time" content="2031-04-10T08:00:00Z">
        <meta name="author" content="Ada Fenn and Tom Berg">"#;

    fn published(head: &str) -> Option<String> {
        of_page(head).published.map(|(at, how)| format!("{at} {}", how.name()))
    }

    #[test]
    fn a_page_says_what_it_is() {
        let page = of_page(PAGE);
        assert_eq!(page.title.as_deref(), Some("Pier falls"));
        assert_eq!(page.byline, ["Ada Fenn", "Tom Berg"]);
        assert_eq!(page.url.as_deref(), Some("https://www.example.org/2031/04/pier"));
        assert_eq!(page.site_name.as_deref(), Some("Harbor Gazette"));
        assert_eq!(page.language.as_deref(), Some("en-GB"));
        assert_eq!(page.modified.unwrap().0.to_string(), "2031-04-10T08:00:00Z");
    }

    #[test]
    fn schema_org_data_goes_before_meta_before_time_elements() {
        let time = r#"<time class="published" datetime="2031-04-07T07:00Z">7 April</time>"#;
        let meta = r#"<meta property="article:published_time" content="2031-04-08T08:00:00Z">"#;
        let linked = r#"<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"],
            "datePublished": "2031-04-09T09:00:00Z", "author": {"@id": "a"}}, {"@id": "a", "name": "Ada Fenn"}]}</script>"#;
        assert_eq!(published(time).as_deref(), Some("2031-04-07T07:00:00Z meta"));
        assert_eq!(published(&format!("{time}{meta}")).as_deref(), Some("2031-04-08T08:00:00Z meta"));
        assert_eq!(
            published(&format!("{time}{meta}{linked}")).as_deref(),
            Some("2031-04-09T09:00:00Z json-ld")
        );
        assert_eq!(of_page(linked).byline, ["Ada Fenn"]);
    }

    #[test]
    fn a_bare_day_takes_a_clock_of_that_day() {
        let linked = r#"<script type='application/ld+json'>{"@type": "Article", "datePublished": "2031-04-09"}</script>"#;
        let meta = r#"<meta name="pubdate" content="2031-04-09 15:00">"#;
        assert_eq!(published(linked).as_deref(), Some("2031-04-09 json-ld"));
        assert_eq!(published(&format!("{linked}{meta}")).as_deref(), Some("2031-04-09T15:00:00 meta"));
    }

    #[test]
    fn an_update_is_no_publication() {
        let changed = r#"<time class="updated" datetime="2031-04-10">10 April</time>"#;
        assert_eq!(published(changed), None);
        assert_eq!(
            published("<p class=post-date>April 9, 2031 03:00 PM</p>").as_deref(),
            Some("2031-04-09T15:00:00 text")
        );
        assert_eq!(published("<p class=updated-date>April 9, 2031</p>"), None);
        let both = format!("{changed}<span class=date><time>April 9, 2031</time></span>");
        assert_eq!(published(&both).as_deref(), Some("2031-04-09 text"));
    }

    #[test]
    fn broken_data_is_forgiven() {
        let raw_break = "<script type='application/ld+json'>{\"@type\": \"Article\", \"headline\": \"Pier\n falls\"};</script>";
        assert_eq!(of_page(raw_break).title.as_deref(), Some("Pier falls"));
        for page in [
            "",
            "<",
            "<script type=application/ld+json>{\"@type\"",
            "<meta content>",
            "<h1>",
            "<time",
            "<title>",
        ] {
            let _ = of_page(page);
        }
    }

    #[test]
    fn the_name_of_the_site_goes() {
        let check = |title: &str, site: Option<&str>, domain: Option<&str>, expected: &str| {
            assert_eq!(without_site(title, site, domain), expected, "{title}");
        };
        check("Pier falls - The Harbor Gazette", Some("Harbor Gazette"), None, "Pier falls");
        check("Gazette | Pier falls | News | Gazette", None, Some("gazette.example"), "Pier falls | News");
        check("Pier falls - again", Some("Harbor Gazette"), Some("harbor.example"), "Pier falls - again");
        check("Harbor Gazette", Some("Harbor Gazette"), None, "Harbor Gazette");
    }

    #[test]
    fn every_date_and_correction_is_kept() {
        let page = of_page(
            "<html><head><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Pier falls\",\"datePublished\":\"2031-04-09T10:00:00Z\",\"dateModified\":\"2031-04-11\",\"correction\":[\"An earlier version named the wrong pier.\",{\"@type\":\"CorrectionComment\",\"text\":\"It was old.\",\"datePublished\":\"2031-04-12\"},7]}</script><meta name='pubdate' content='2031-04-10'><meta property='article:modified_time' content='2031-04-11T09:00:00Z'></head><body><h1>Pier falls</h1><p class=date>9 April 2031</p></body></html>",
        );
        let told: Vec<String> = page
            .stated
            .dates
            .iter()
            .map(|d| format!("{} {} {} {}", d.of.name(), d.value, d.how.name(), d.field))
            .collect();
        assert_eq!(
            told,
            [
                "published 2031-04-09T10:00:00Z json-ld datePublished",
                "modified 2031-04-11 json-ld dateModified",
                "published 2031-04-10 meta pubdate",
                "modified 2031-04-11T09:00:00Z meta article:modified_time",
                "published 2031-04-09 text text",
            ]
        );
        let corrections: Vec<(&str, Option<String>)> = page
            .stated
            .corrections
            .iter()
            .map(|c| (c.text.as_str(), c.published.map(|at| at.to_string())))
            .collect();
        let expected = [
            ("An earlier version named the wrong pier.", None),
            ("It was old.", Some("2031-04-12".to_owned())),
        ];
        assert_eq!(corrections, expected);
    }
}
