//! A strict reader of HTML that refuses what a lenient one would mend.

use std::collections::{BTreeMap, BTreeSet};

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
pub fn check(html: &str) {
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
