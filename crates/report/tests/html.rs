//! The page: well-formed, self-contained, safe with hostile text, the same every time.

mod invented;

use invented::{article, reading};
use std::collections::{BTreeMap, BTreeSet};
use whosaid::Run;
use whosaid::attribution::{SourceKind, Stance};
use whosaid::claims::Status;
use whosaid::text::Article;
use whosaid_report::html::{Figure, PageOptions, page};

const VOID: [&str; 5] = ["meta", "link", "br", "input", "hr"];

/// A start or end tag: its name and attributes.
#[derive(Debug)]
enum Tag {
    Start(String, BTreeMap<String, String>),
    End(String),
}

/// The tags of a page; scripts and styles are skipped over. A strict reader: it panics at what is no HTML.
fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "a loose > in: {}", &rest[..at]);
        rest = &rest[at + 1..];
        let (tag, after) = one_tag(rest);
        rest = after;
        if let Tag::Start(name, _) = &tag
            && (name == "script" || name == "style")
        {
            rest = &rest[rest.find(&format!("</{name}>")).unwrap()..];
        }
        if !matches!(&tag, Tag::Start(name, _) if name == "!doctype") {
            tags.push(tag);
        }
    }
    tags
}

fn one_tag(text: &str) -> (Tag, &str) {
    if let Some(rest) = text.strip_prefix('/') {
        let end = rest.find('>').unwrap();
        return (Tag::End(rest[..end].to_owned()), &rest[end + 1..]);
    }
    let name_end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap();
    let (name, mut rest) = text.split_at(name_end);
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            attributes.insert("/".to_owned(), String::new());
            return (Tag::Start(name.to_owned(), attributes), after);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (Tag::Start(name.to_owned(), attributes), after);
        }
        let key_end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '>').unwrap();
        let (key, after) = rest.split_at(key_end);
        assert!(!key.is_empty() && !key.contains(['<', '"', '\'']), "attribute name {key:?} in <{name}");
        let (value, after) = match after.strip_prefix('=') {
            None => ("", after),
            Some(after) => match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap(),
                None => after.split_at(after.find([' ', '>']).unwrap()),
            },
        };
        assert!(attributes.insert(key.to_owned(), value.to_owned()).is_none(), "{key} twice in <{name}");
        rest = after;
    }
}

/// Checks that tags balance, ids are unique, links on the page lead somewhere and nothing is loaded.
fn check(html: &str) {
    let mut open = Vec::new();
    let (mut ids, mut links) = (BTreeSet::new(), BTreeSet::new());
    for tag in tags(html) {
        match tag {
            Tag::End(name) => assert_eq!(open.pop().as_ref(), Some(&name), "</{name}> closes nothing"),
            Tag::Start(name, attributes) => {
                if let Some(id) = attributes.get("id") {
                    assert!(ids.insert(id.clone()), "id {id} twice");
                }
                for key in ["href", "aria-labelledby", "aria-describedby"] {
                    let Some(value) = attributes.get(key) else { continue };
                    match value.strip_prefix('#') {
                        Some(id) => drop(links.insert(id.to_owned())),
                        None if key != "href" => drop(links.insert(value.clone())),
                        None => check_address(&name, value),
                    }
                }
                for key in attributes.keys() {
                    assert!(key != "src" && key != "style" && key != "srcset", "{key} in <{name}");
                    assert!(!key.starts_with("on"), "{key} in <{name}");
                }
                if !VOID.contains(&name.as_str()) && !attributes.contains_key("/") {
                    open.push(name);
                }
            }
        }
    }
    assert_eq!(open, Vec::<String>::new(), "left open");
    let lost: Vec<_> = links.difference(&ids).collect();
    assert!(lost.is_empty(), "links that lead nowhere: {lost:?}");
    assert!(!html.contains("@import") && !html.contains("url(http"));
}

/// An address that leaves the page may be followed, never loaded.
fn check_address(element: &str, address: &str) {
    match element {
        "link" => assert_eq!(address, "data:,"),
        "a" => assert!(address.starts_with("https://") || address.starts_with("http://"), "{address}"),
        other => panic!("<{other} href={address}>"),
    }
}

fn options() -> PageOptions {
    let figure =
        |what: &str| Figure { what: what.to_owned(), data: "a <set>".to_owned(), value: ".5".to_owned() };
    PageOptions { title: None, figures: vec![figure("speakers of quotations")] }
}

fn run_of(articles: Vec<Article>) -> Run {
    let mut run = invented::run();
    run.readings = articles.into_iter().map(reading).collect();
    run.dossiers.clear();
    run
}

#[test]
fn a_page_is_well_formed_and_self_contained() {
    check(&page(&invented::run(), &options()));
}

#[test]
fn the_reader_sees_counts_origins_and_words() {
    let html = page(&invented::run(), &options());
    for words in [
        "2 outlets, 1 origin",
        "a board member told Herald",
        "Denied",
        "Tom Bell",
        "1 Mar 2031, 08:00 UTC",
        "from the date line of the file",
        "<mark>Orla Finch will leave in May</mark>",
        "undated, not before 2 Mar 2031",
        "written in French",
        "broken JSON at line 3",
        "datetime=2031-05",
        "never says true or false",
    ] {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn boilerplate_is_greyed_and_escaped() {
    let html = page(&invented::run(), &options());
    assert!(html.contains(
        "<p class=bp><small>not read</small> Read more: ten trams &lt;b&gt;you&lt;/b&gt; must see"
    ));
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    assert_eq!(page(&invented::run(), &options()), page(&invented::run(), &options()));
}

#[test]
fn no_part_is_empty_without_a_word_why() {
    let mut bare = invented::run();
    for dossier in &mut bare.dossiers {
        dossier.claims.clear();
        dossier.conflicts.clear();
        dossier.timeline.clear();
        dossier.credits.clear();
        dossier.story.copies.clear();
    }
    bare.readings.iter_mut().for_each(|reading| reading.attributions.clear());
    bare.set_aside.clear();
    let html = page(&bare, &PageOptions::default());
    check(&html);
    assert!(html.matches("class=\"empty\"").count() >= 7);
    let nothing = Run { readings: Vec::new(), dossiers: Vec::new(), ..bare };
    let html = page(&nothing, &PageOptions::default());
    check(&html);
    assert!(html.contains("There is no article that could be read"));
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)>\n\n\
                   He said \u{202e}evil\u{202c} \u{0}& ]]> --> </textarea></details> {{ 7*7 }}";
    let mut run = invented::run();
    let mut article = article(hostile.lines().next().unwrap(), Some("2031-03-04"), hostile).into_parts();
    article.path = Some(hostile.to_owned());
    article.byline = vec![hostile.to_owned()];
    article.url = Some("javascript:alert(1)".to_owned());
    article.wire = Some(hostile.to_owned());
    let mut told = reading(Article::new(article));
    let kind = SourceKind::Unnamed { plural: false, described: false };
    let words = "evil";
    let id = invented::attribute(&mut told, ["He", "said", words], Stance::Denies, &[(kind, "He", None)]);
    run.readings.push(told);
    let idx = run.readings.len() - 1;
    let telling = invented::telling(&run.readings, idx, words, Some(id));
    let mut claim = invented::claim(2, hostile, Status::Contested, vec![telling]);
    claim.folded = false;
    claim.origins.why = vec![hostile.to_owned()];
    let dossier = &mut run.dossiers[0];
    dossier.claims.push(claim);
    dossier.story.articles.push(idx);
    dossier.story.title = hostile.to_owned();
    dossier.credits[0].outlet = hostile.to_owned();
    dossier.credits[0].to = None;
    dossier.conflicts[0].about = hostile.to_owned();
    dossier.timeline[0].what = hostile.to_owned();
    dossier.timeline[0].when = hostile.to_owned();
    run.set_aside[0].path = hostile.to_owned();
    let html = page(&run, &options());
    check(&html);
    assert!(!html.contains("<script>alert") && !html.contains("<img") && !html.contains("javascript:"));
    assert!(!html.contains('\u{202e}') && !html.contains('\u{0}'));
}

#[test]
fn marks_that_cross_are_well_formed() {
    let mut run = invented::run();
    let kind = SourceKind::Person;
    let told = &mut run.readings[0];
    for content in [
        "will leave in May, a board",
        "Finch will leave",
        "leave in May, a board member said. It’s",
        "said. It’s “over”.\nRead more",
    ] {
        invented::attribute(
            told,
            ["board member", "member said", content],
            Stance::Asserts,
            &[(kind, "board", None)],
        );
    }
    check(&page(&run, &options()));
}

#[test]
fn huge_words_and_huge_texts_are_bounded() {
    let long = format!("Headline\n\n{} {}", "x".repeat(1_000_000), "é ".repeat(200_000));
    let html = page(&run_of(vec![article("Herald", None, &long)]), &options());
    check(&html);
    assert!(html.len() < 400_000, "{}", html.len());
    assert!(html.contains("more characters that this page does not show"));
}

#[test]
fn stories_stand_apart_and_single_articles_are_folded() {
    let mut run = invented::run();
    let mut second = run.dossiers[0].clone();
    second.story.id = whosaid::text::StoryId(1);
    second.story.articles = vec![4];
    second.claims.clear();
    second.conflicts.clear();
    second.timeline.clear();
    second.credits.clear();
    second.story.copies.clear();
    run.dossiers.push(second);
    run.dossiers[0].story.articles.truncate(4);
    let html = page(&run, &options());
    check(&html);
    assert!(html.contains("2 stories in 5 articles") && html.contains("Articles that stand alone"));
}

#[test]
fn a_thousand_articles_still_make_a_page() {
    let mut run = invented::run();
    let text = |n: usize| format!("Headline {n}\n\n{}", "Words of the day. ".repeat(60));
    let more = (0..1_000).map(|n| reading(article(&format!("Outlet {n}"), Some("2031-03-05"), &text(n))));
    run.readings.extend(more);
    run.dossiers[0].story.articles.extend(5..1_005);
    let html = page(&run, &options());
    check(&html);
    assert!(html.len() < 4_000_000, "{}", html.len());
}
