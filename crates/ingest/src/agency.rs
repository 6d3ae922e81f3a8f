//! What agencies send: ninjs (JSON), NewsML-G2 and NITF (XML), the fields that they fill in practice.
//!
//! Of a message with several items each that has text is an article; pictures and packages are told as such.

use crate::draft::Draft;
use crate::xml::{Element, Xml};
use crate::{GivenArticle, SetAside, byline, page_dates, tags};
use serde_json::Value;
use whosaid_text::{Article, HowDated, Moment};

/// Whether a document opens as NewsML-G2 or NITF do.
pub(crate) fn is_agency_xml(head: &str) -> bool {
    ["<newsmessage", "<newsitem", "<nitf", "<newsml"].iter().any(|open| head.contains(open))
}

/// The articles of a NewsML-G2 or NITF document.
pub(crate) fn read_xml(path: &str, text: &str) -> Vec<Result<Article, SetAside>> {
    let xml = Xml::read(text);
    let items: Vec<_> = xml.elements().filter(|element| element.is("newsItem")).collect();
    if items.is_empty() {
        let nitf = xml.elements().find(|element| element.is("nitf"));
        return vec![match nitf {
            Some(nitf) => finish(path, of_nitf(nitf)),
            None => Err(SetAside::new(path, "a message without a news item")),
        }];
    }
    let several = items.len() > 1;
    let articles = items.into_iter().enumerate().map(|(n, item)| {
        let place = if several { format!("{path}#{}", n + 1) } else { path.to_owned() };
        finish(path, of_news_item(item)).map_err(|aside| SetAside { path: place, ..aside })
    });
    articles.collect()
}

fn finish(path: &str, draft: Draft) -> Result<Article, SetAside> {
    if draft.given.text.trim().is_empty() {
        return Err(SetAside::new(path, "an item without text, such as a picture or a package"));
    }
    draft.finish(path)
}

fn date(text: Option<String>) -> Option<(Moment, HowDated)> {
    text.and_then(|text| page_dates::read_field(&text)).map(|at| (at, HowDated::Given))
}

fn of_news_item(item: Element<'_, '_>) -> Draft {
    let first = |name: &str| item.inside().find(|element| element.is(name));
    let line = |name: &str| first(name).and_then(Element::line);
    let named = |name: &str| {
        let element = first(name)?;
        let written = element.child(&["name"]).and_then(Element::line);
        written.or(element.attribute("literal").map(|name| name.into_owned())).or_else(|| element.line())
    };
    if let Some(nitf) = first("nitf") {
        let mut draft = of_nitf(nitf);
        draft.published = date(line("firstCreated")).or(date(line("versionCreated"))).or(draft.published);
        draft.given.title = draft.given.title.or(line("headline"));
        draft.given.outlet = draft.given.outlet.or(line("creditline")).or(named("provider"));
        return draft;
    }
    let inline = first("inlineXML").map(|content| tags::lines(body_of(content.source())));
    let text = inline.or_else(|| first("inlineData").map(|content| content.text())).unwrap_or_default();
    let published = date(line("firstCreated")).or(date(line("contentCreated")));
    let given = GivenArticle {
        id: item.attribute("guid").map(|id| id.into_owned()),
        outlet: line("creditline").or(named("infoSource")).or(named("provider")),
        title: line("headline"),
        byline: line("by").map(|by| byline::names(&by)).unwrap_or_default(),
        text,
        ..GivenArticle::default()
    };
    let version = date(line("versionCreated"));
    Draft {
        given,
        modified: version.filter(|_| published.is_some()),
        published: published.or(version),
        ..Draft::default()
    }
}

fn of_nitf(nitf: Element<'_, '_>) -> Draft {
    let first = |name: &str| nitf.inside().find(|element| element.is(name));
    let line = |name: &str| first(name).and_then(Element::line);
    let norm =
        |name: &str| first(name).and_then(|element| element.attribute("norm").map(|at| at.into_owned()));
    let text = first("body.content").map(|content| tags::lines(content.source())).unwrap_or_default();
    let given = GivenArticle {
        title: line("hl1").or(line("hedline")).or(line("title")),
        outlet: line("distributor").or(line("byttl")),
        byline: line("byline").map(|by| byline::names(&by)).unwrap_or_default(),
        text,
        ..GivenArticle::default()
    };
    let published = date(norm("date.release")).or(date(norm("date.issue"))).or(date(norm("story.date")));
    Draft { given, published, ..Draft::default() }
}

/// What stands in the body of a page, if it is one.
fn body_of(source: &str) -> &str {
    let lower = source.to_ascii_lowercase();
    let start = lower.find("<body").and_then(|at| Some(at + lower[at..].find('>')? + 1));
    let end = lower.rfind("</body");
    start.and_then(|start| source.get(start..end.unwrap_or(source.len()))).unwrap_or(source)
}

/// A ninjs item (versions 1 to 3); `None` for other JSON.
pub(crate) fn of_ninjs(value: &Value) -> Option<Draft> {
    let field = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let is_ninjs = value.get("uri").is_some()
        && [
            "versioncreated",
            "versionCreated",
            "pubstatus",
            "pubStatus",
            "body_xhtml",
            "body_html",
            "body_text",
            "bodies",
        ]
        .iter()
        .any(|name| value.get(name).is_some());
    if !is_ninjs {
        return None;
    }
    let listed = |list: &str, name: &str| {
        let items = value.get(list).and_then(Value::as_array)?;
        items.iter().find_map(|item| item.get(name).and_then(Value::as_str)).map(str::to_owned)
    };
    let html = field("body_xhtml").or(field("body_html")).map(|html| tags::lines(&html));
    let listed_body = || {
        let bodies = value.get("bodies")?.as_array()?;
        let body = bodies.iter().find_map(|body| body.get("value").and_then(Value::as_str))?;
        Some(if body.contains('<') { tags::lines(body) } else { body.to_owned() })
    };
    let text = html.or(field("body_text")).or_else(listed_body);
    let source = field("source").or(listed("infosources", "name")).or(listed("infosource", "name"));
    let first_version = field("firstcreated").or(field("firstCreated"));
    let version = field("versioncreated").or(field("versionCreated"));
    let given = GivenArticle {
        id: field("uri"),
        outlet: source.or(field("copyrightholder")).or(field("copyrightHolder")),
        url: field("url"),
        title: field("headline").or(listed("headlines", "value")).or(field("title")),
        byline: field("byline")
            .or(listed("bylines", "name"))
            .map(|by| byline::names(&by))
            .unwrap_or_default(),
        text: text.unwrap_or_default(),
        ..GivenArticle::default()
    };
    let published = date(first_version);
    let version = date(version);
    Some(Draft {
        given,
        modified: version.filter(|_| published.is_some()),
        published: published.or(version),
        language: field("language"),
        ..Draft::default()
    })
}

/// The article of a ninjs item.
pub(crate) fn read_ninjs(path: &str, draft: Draft) -> Result<Article, SetAside> {
    finish(path, draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The old pier of Port Ellis fell into the sea on Monday night, the mayor said.";

    #[track_caller]
    fn check(article: &Result<Article, SetAside>) {
        let article = article.as_ref().unwrap();
        assert_eq!(article.title.as_deref(), Some("Pier falls"));
        assert_eq!(article.byline, ["Ada Fenn"]);
        assert_eq!(article.outlet.as_deref(), Some("Harbor Press"));
        assert_eq!(article.published.value.unwrap().to_string(), "2031-04-09T15:00:00Z");
        assert!(article.text.contains(TEXT), "{}", &*article.text);
    }

    #[test]
    fn newsml_g2_is_read() {
        let item = format!("<newsItem guid='urn:1'><itemMeta><provider literal='X'/><versionCreated>2031-04-10T15:00:00Z</versionCreated><firstCreated>2031-04-09T15:00:00Z</firstCreated></itemMeta>
            <contentMeta><headline>Pier falls</headline><by>By Ada Fenn</by><creditline>Harbor Press</creditline></contentMeta>
            <contentSet><inlineXML contenttype='application/xhtml+xml'><html><head><title>x</title></head><body><p>{TEXT}</p></body></html></inlineXML></contentSet></newsItem>");
        let articles = read_xml(
            "a.xml",
            &format!("<newsMessage><itemSet>{item}<newsItem guid='2'/></itemSet></newsMessage>"),
        );
        check(&articles[0]);
        assert!(articles[1].as_ref().unwrap_err().why.contains("without text"));
        assert_eq!(articles[1].as_ref().unwrap_err().path, "a.xml#2");
    }

    #[test]
    fn nitf_is_read() {
        let nitf = format!(
            "<nitf><head><docdata><date.issue norm='20310409T150000Z'/></docdata></head><body><body.head><hedline><hl1>Pier falls</hl1></hedline><byline>By Ada Fenn</byline><distributor>Harbor Press</distributor></body.head><body.content><p>{TEXT}</p></body.content></body></nitf>"
        );
        let articles = read_xml("a.xml", &nitf.replace("20310409T150000Z", "2031-04-09T15:00:00Z"));
        check(&articles[0]);
    }

    #[test]
    fn ninjs_is_read() {
        let item = format!(
            r#"{{"uri": "urn:1", "versioncreated": "2031-04-10T15:00:00Z", "firstcreated": "2031-04-09T15:00:00Z", "headline": "Pier falls",
            "byline": "By Ada Fenn", "source": "Harbor Press", "body_xhtml": "<p>{TEXT}</p>"}}"#
        );
        let draft = of_ninjs(&serde_json::from_str(&item).unwrap()).unwrap();
        check(&read_ninjs("a.json", draft));
        assert!(of_ninjs(&serde_json::json!({"text": "x"})).is_none());
        let picture =
            of_ninjs(&serde_json::json!({"uri": "x", "pubstatus": "usable", "type": "picture"})).unwrap();
        assert!(read_ninjs("a.json", picture).unwrap_err().why.contains("without text"));
    }
}
