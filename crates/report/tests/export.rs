//! Exports, each held against the rules of its standard by a reader that others wrote.

mod invented;
mod well_formed;

use invented::{article, reading, run};
use oxjsonld::JsonLdParser;
use roxmltree::{Document, Node};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use whosaid::attribution::Form;
use whosaid::ingest::RawDocument;
use whosaid::text::Article;
use whosaid::{Mode, Options, Resources, Run};
use whosaid_report::export::atom::{Entry, Feed, feed};
use whosaid_report::export::{ExportOptions, Format, export};
use whosaid_report::json;

/// The sample story, read by the whole line.
fn sample() -> &'static Run {
    static SAMPLE: OnceLock<Run> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/kittiwake");
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let files: Vec<_> = paths.iter().map(|path| (name(path), fs::read(path).unwrap())).collect();
        let documents: Vec<_> = files.iter().map(|(path, bytes)| RawDocument { path, bytes }).collect();
        whosaid::run(&Resources::english(Mode::Fast), &Options { mode: Mode::Fast }, &documents)
    })
}

/// The invented run, with words that would break what does not escape them, a long telling, and a quotation.
fn hostile() -> Run {
    let mut run = run();
    let long = "the tram was late and the tram was old, ".repeat(20);
    let evil = format!(
        "=HYPERLINK(\"x\") ]]> <script>alert(1)</script> & \u{202e}ten\u{0}\u{b} “trams”\n\n\
         It is odd: {long}he said, and nobody knows the unquoted ending."
    );
    let mut parts = article("-1+1|<b>Out</b>\u{7}let", Some("2031-03-04"), &evil).into_parts();
    parts.url = Some("https://news.example/a?b=<c>".to_owned());
    parts.byline = vec!["=cmd()".to_owned(), "A \"B\" <C>".to_owned()];
    let evil = reading(Article::new(parts));
    let span = invented::find(&evil, &long);
    run.readings.push(evil);
    let added = run.readings.len() - 1;
    let mut telling = invented::telling(&run.readings, added, &long, None);
    telling.span = span;
    run.dossiers[0].story.articles.push(added);
    run.dossiers[0].claims[0].tellings.push(telling);
    run.dossiers[0].claims[0].gist = "@SUM(A1) </script>".to_owned();
    run.readings[0].attributions[0].form = Form::Direct;
    run.readings[2].annotated.article = run.readings[2].annotated.article.clone().corrected(|parts| {
        parts.url = Some("https://gazette.example/1".to_owned());
    });
    run
}

fn runs() -> [Run; 3] {
    [run(), hostile(), sample().clone()]
}

/// Every export of a run in a format, short and full.
fn check(format: Format, check: impl Fn(&Run, &str)) {
    for run in runs() {
        for full_text in [false, true] {
            let options = ExportOptions { full_text, figures: Vec::new() };
            let text = export(&run, format, &options);
            assert_eq!(text, export(&run, format, &options), "the same run gives the same bytes");
            check(&run, &text);
        }
    }
}

fn short(run: &Run, format: Format) -> String {
    export(run, format, &ExportOptions::default())
}

fn n_tellings(run: &Run) -> usize {
    run.dossiers.iter().flat_map(|dossier| &dossier.claims).map(|claim| claim.tellings.len()).sum()
}

#[test]
fn csv_is_read_by_others_and_holds_no_formula() {
    check(Format::Csv, |run, text| {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap().len(), 20);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), n_tellings(run));
        for cell in rows.iter().flat_map(|row| row.iter()) {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !cell.trim_start().starts_with(['=', '+', '-', '@', '|']), "{cell:?}");
        }
    });
}

#[test]
fn json_is_that_of_the_contract() {
    check(Format::Json, |_, text| drop(serde_json::from_str::<Value>(text).unwrap()));
    let run = run();
    let full = export(&run, Format::Json, &ExportOptions { full_text: true, ..ExportOptions::default() });
    assert_eq!(full.trim_end(), json::dossier(&run));
    let short: Value = serde_json::from_str(&short(&run, Format::Json)).unwrap();
    assert!(short["articles"].as_array().unwrap().iter().all(|article| article["text"].is_null()));
    assert_eq!(short["stories"][0]["claims"][0]["tellings"][0]["words"], "Orla Finch will leave in May");
    assert_eq!(short["stories"][0]["conflicts"][0]["a"]["words"], "Orla Finch will leave in May");
    assert_eq!(short["stories"][0]["credits"][0]["words"], "The Herald reported");
}

#[test]
fn markdown_lets_no_markup_through() {
    check(Format::Markdown, |_, text| {
        assert!(!text.contains("<script>") && !text.contains("<b>"));
        assert!(!text.chars().any(|c| c.is_control() && c != '\n') && !text.contains('\u{202e}'));
    });
    let text = short(&run(), Format::Markdown);
    for words in [
        "# Tram chief to go",
        "## Orla Finch will leave in May",
        "**Denied** · 2 outlets, 1 origin: a board member told Herald",
        "Mercury ← The Herald ← an insider (unnamed)",
        "## What does not agree",
        "## What happened when",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn pages_are_well_formed_and_load_nothing() {
    for run in runs() {
        let text = short(&run, Format::Html);
        well_formed::check(&text);
        assert!(!text.contains("<script") && text.contains("default-src 'none'"));
    }
}

#[test]
fn short_extracts_stand_for_the_texts_unless_asked() {
    let run = hostile();
    let ending = "nobody knows the unquoted ending";
    for format in Format::ALL {
        assert!(!short(&run, format).contains(ending), "{format:?}");
        let full = export(&run, format, &ExportOptions { full_text: true, ..ExportOptions::default() });
        let holds_texts =
            matches!(format, Format::Json | Format::Markdown | Format::Html | Format::JsonLd | Format::Prov);
        assert_eq!(full.contains(ending), holds_texts, "{format:?}");
    }
}

/// A triple in short: node, term, value.
type Triple = (String, String, String);

/// Reads JSON-LD with no way to fetch anything.
fn triples(text: &str) -> Vec<Triple> {
    let bare = |term: String| term.trim_start_matches('<').trim_end_matches('>').to_owned();
    let quads = JsonLdParser::new().for_slice(text.as_bytes()).map(|quad| quad.unwrap());
    quads
        .map(|quad| {
            (
                bare(quad.subject.to_string()),
                quad.predicate.as_str().to_owned(),
                bare(quad.object.to_string()),
            )
        })
        .collect()
}

const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

fn types(triples: &[Triple], vocabulary: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (node, _, class) in triples.iter().filter(|triple| triple.1 == TYPE) {
        let class = class.strip_prefix(vocabulary).unwrap_or_else(|| panic!("{class}")).to_owned();
        types.entry(node.clone()).or_default().insert(class);
    }
    types
}

/// What a term of a vocabulary may stand on and lead to: classes, or "text", "link", "date".
type Terms = &'static [(&'static str, &'static [&'static str], &'static [&'static str])];

/// The terms of schema.org that are used, with their domains and ranges as the vocabulary defines them; subclasses of
/// CreativeWork (NewsArticle, Quotation, Claim) and Thing written out.
const SCHEMA: Terms = &[
    ("identifier", &["NewsArticle"], &["text"]),
    ("headline", &["NewsArticle"], &["text"]),
    ("datePublished", &["NewsArticle"], &["date"]),
    ("dateModified", &["NewsArticle"], &["date"]),
    ("inLanguage", &["NewsArticle"], &["text"]),
    ("url", &["NewsArticle"], &["link"]),
    ("articleBody", &["NewsArticle"], &["text"]),
    ("author", &["NewsArticle", "Claim"], &["Person", "Organization", "NewsMediaOrganization"]),
    ("publisher", &["NewsArticle"], &["NewsMediaOrganization"]),
    ("creditText", &["NewsArticle", "Quotation"], &["text"]),
    ("isBasedOn", &["NewsArticle"], &["NewsArticle"]),
    ("citation", &["NewsArticle"], &["NewsArticle"]),
    ("hasPart", &["NewsArticle"], &["Quotation"]),
    ("isPartOf", &["Quotation"], &["NewsArticle"]),
    ("spokenByCharacter", &["Quotation"], &["Person", "Organization", "NewsMediaOrganization"]),
    ("text", &["Quotation", "Claim"], &["text"]),
    ("appearance", &["Claim"], &["NewsArticle", "Quotation"]),
    ("firstAppearance", &["Claim"], &["NewsArticle"]),
    ("name", &["Person", "Organization", "NewsMediaOrganization"], &["text"]),
    ("description", &["Claim", "Person", "Organization"], &["text"]),
];

/// The terms of PROV-O (and the few beside it) that are used, with their domains and ranges.
const PROV: Terms = &[
    ("http://www.w3.org/ns/prov#used", &["Activity"], &["Entity"]),
    ("http://www.w3.org/ns/prov#wasAssociatedWith", &["Activity"], &["Agent"]),
    ("http://www.w3.org/ns/prov#wasAttributedTo", &["Entity"], &["Agent"]),
    ("http://www.w3.org/ns/prov#wasDerivedFrom", &["Entity"], &["Entity"]),
    ("http://www.w3.org/ns/prov#wasQuotedFrom", &["Entity"], &["Entity"]),
    ("http://www.w3.org/ns/prov#wasGeneratedBy", &["Entity"], &["Activity"]),
    ("http://www.w3.org/ns/prov#value", &["Entity"], &["text"]),
    ("http://www.w3.org/2000/01/rdf-schema#label", &["Entity", "Agent", "Activity"], &["text"]),
    ("http://www.w3.org/2000/01/rdf-schema#seeAlso", &["Entity"], &["link"]),
    ("http://purl.org/dc/terms/identifier", &["Entity", "Agent"], &["text"]),
    ("http://purl.org/dc/terms/isPartOf", &["Entity"], &["Entity"]),
    ("http://purl.org/dc/terms/issued", &["Entity"], &["date"]),
];

/// Every term is known, stands on a class of its domain and leads to its range.
fn check_terms(triples: &[Triple], vocabulary: &str, terms: Terms, base: &str) {
    let types = types(triples, vocabulary);
    let is_one = |node: &str, of: &[&str]| {
        types.get(node).is_some_and(|classes| of.iter().any(|class| classes.contains(*class)))
    };
    for (node, term, value) in triples.iter().filter(|triple| triple.1 != TYPE) {
        let name = term.strip_prefix(base).unwrap_or(term);
        let found = terms.iter().find(|known| known.0 == name);
        let (_, domain, range) = found.unwrap_or_else(|| panic!("{term} is no known term"));
        assert!(is_one(node, domain), "{term} on {node}: {:?}", types.get(node));
        let fits = match range[0] {
            "text" => value.starts_with('"'),
            "date" => {
                value.contains("^^") && value.contains("XMLSchema#date")
                    || value.contains("schema.org/DateTime")
            }
            "link" => value.starts_with("http"),
            _ => is_one(value, range),
        };
        assert!(fits, "{term} leads to {value}");
    }
}

#[test]
fn json_ld_keeps_to_schema_org_and_rates_nothing() {
    check(Format::JsonLd, |run, text| {
        let triples = triples(text);
        check_terms(&triples, "https://schema.org/", SCHEMA, "https://schema.org/");
        let types = types(&triples, "https://schema.org/");
        let count = |class: &str| types.values().filter(|classes| classes.contains(class)).count();
        assert_eq!(count("NewsArticle"), run.readings.len());
        assert_eq!(count("Claim"), run.dossiers.iter().map(|dossier| dossier.claims.len()).sum::<usize>());
        let lower = text.to_lowercase();
        assert!(!lower.contains("claimreview") && !lower.contains("rating"));
    });
    assert!(short(&hostile(), Format::JsonLd).contains("\"Quotation\""));
}

#[test]
fn an_unnamed_source_has_no_name_in_linked_data() {
    for format in [Format::JsonLd, Format::Prov] {
        for (node, term, value) in triples(&short(&hostile(), format)) {
            let is_unnamed = value.contains("a board member") || value.contains("an insider");
            assert!(!is_unnamed || !term.ends_with("/name"), "{node} {term} {value}");
        }
    }
    let nodes = triples(&short(&run(), Format::Prov));
    let unnamed: Vec<_> = nodes.iter().filter(|triple| triple.2.contains("(unnamed)")).collect();
    assert_eq!(unnamed.len(), 2);
    assert!(unnamed.iter().all(|triple| triple.0.starts_with("_:")), "{unnamed:?}");
}

#[test]
fn prov_keeps_to_its_ontology_and_chains_lead_to_origins() {
    check(Format::Prov, |_, text| {
        let nodes = triples(text);
        let of_prov = "http://www.w3.org/ns/prov#";
        check_terms(&nodes, of_prov, PROV, "");
        // An agent is no entity and no activity, and nothing derives from itself.
        for classes in types(&nodes, of_prov).values() {
            let n = ["Agent", "Entity", "Activity"].iter().filter(|class| classes.contains(**class)).count();
            assert_eq!(n, 1, "{classes:?}");
        }
        let derived = nodes.iter().filter(|triple| triple.1.ends_with("From"));
        let mut from: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        derived.for_each(|(node, _, of)| from.entry(node).or_default().push(of));
        for &start in from.keys() {
            let (mut seen, mut waiting) = (BTreeSet::new(), from[start].clone());
            while let Some(next) = waiting.pop() {
                assert_ne!(next, start, "derived from itself");
                if seen.insert(next) {
                    waiting.extend(from.get(next).into_iter().flatten());
                }
            }
        }
    });
    // Mercury's telling, from the Herald, from an insider.
    let nodes = triples(&short(&run(), Format::Prov));
    let label = |words: &str| nodes.iter().find(|triple| triple.2.contains(words)).unwrap().0.clone();
    let follow =
        |node: &str| nodes.iter().find(|t| t.0 == node && t.1.ends_with("wasDerivedFrom")).unwrap().2.clone();
    let telling = label("\"Ms Finch is to leave in May\"");
    assert_eq!(follow(&telling), label("as told by The Herald"));
    assert_eq!(follow(&follow(&telling)), label("as told by an insider"));
}

/// The rules of the Web Annotation Data Model that are MUSTs, and that selectors select.
#[test]
fn annotations_follow_the_model_and_select_their_words() {
    check(Format::WebAnnotation, |run, text| {
        let texts: BTreeMap<&str, &str> = (run.readings.iter().map(|reading| &reading.annotated.article))
            .map(|article| (article.text_sha256(), article.text.as_str()))
            .collect();
        let collection: Value = serde_json::from_str(text).unwrap();
        assert_eq!(collection["@context"], "http://www.w3.org/ns/anno.jsonld");
        assert_eq!(collection["type"], "AnnotationCollection");
        let page = &collection["first"];
        assert_eq!((&page["type"], &page["partOf"]), (&"AnnotationPage".into(), &collection["id"]));
        let items = page["items"].as_array().unwrap();
        assert_eq!(collection["total"], items.len());
        assert_eq!(items.len(), n_tellings(run));
        let mut ids = BTreeSet::new();
        for item in items {
            assert_eq!(item["type"], "Annotation");
            assert!(ids.insert(item["id"].as_str().unwrap()), "{} twice", item["id"]);
            assert_eq!(item["motivation"], "describing");
            for body in item["body"].as_array().unwrap() {
                let is_text = body["type"] == "TextualBody" && body["value"].is_string();
                assert!(is_text || body["type"] == "SpecificResource" && body["source"].is_string());
                let purposes = ["describing", "classifying", "commenting", "linking"];
                assert!(purposes.contains(&body["purpose"].as_str().unwrap()));
            }
            let target = &item["target"];
            let source = target["source"].as_str().unwrap();
            assert!(source.starts_with("http") || source.starts_with("urn:uuid:"), "{source}");
            assert_eq!(target["state"]["type"], "TimeState");
            let hash = target["state"]["cached"].as_str().unwrap().strip_prefix("nih:sha-256;").unwrap();
            let [position, quote] = &target["selector"].as_array().unwrap()[..] else { panic!("{target}") };
            assert_eq!(position["type"], "TextPositionSelector");
            let (start, end) = (position["start"].as_u64().unwrap(), position["end"].as_u64().unwrap());
            let words = texts[hash].chars().skip(start as usize).take((end - start) as usize);
            assert_eq!(selected(texts[hash], quote), words.collect::<String>());
        }
    });
    let long = short(&hostile(), Format::WebAnnotation);
    assert!(long.contains("RangeSelector"));
}

/// The words that a quote or range selector selects; it must do so at one place only for its prefix and suffix.
fn selected(text: &str, selector: &Value) -> String {
    let part = |selector: &Value, key: &str| selector[key].as_str().unwrap_or("").to_owned();
    let places = |selector: &Value| -> Vec<usize> {
        assert_eq!(selector["type"], "TextQuoteSelector");
        let before = part(selector, "prefix");
        let whole = before.clone() + &part(selector, "exact") + &part(selector, "suffix");
        text.match_indices(&whole).map(|(at, _)| at + before.len()).collect()
    };
    if selector["type"] == "RangeSelector" {
        let (starts, ends) = (places(&selector["startSelector"]), places(&selector["endSelector"]));
        return text[starts[0]..ends[0]].to_owned();
    }
    assert!(!places(selector).is_empty(), "{selector}");
    part(selector, "exact")
}

fn children<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(move |child| child.has_tag_name(name) || child.tag_name().name() == name)
}

fn text_of(node: Node<'_, '_>) -> String {
    node.text().unwrap_or("").to_owned()
}

#[test]
fn graphml_is_a_graph() {
    check(Format::Graphml, |_, text| {
        let document = Document::parse(text).unwrap();
        let root = document.root_element();
        assert_eq!(root.tag_name().namespace(), Some("http://graphml.graphdrawing.org/xmlns"));
        let mut keys = BTreeMap::new();
        for key in children(root, "key") {
            let kind = key.attribute("attr.type").unwrap();
            assert!(["boolean", "int", "long", "float", "double", "string"].contains(&kind));
            assert!(key.attribute("attr.name").is_some());
            let known = (key.attribute("for").unwrap().to_owned(), kind.to_owned());
            assert!(keys.insert(key.attribute("id").unwrap().to_owned(), known).is_none());
        }
        let graph = children(root, "graph").next().unwrap();
        assert_eq!(graph.attribute("edgedefault"), Some("directed"));
        let mut ids = BTreeSet::new();
        for kind in ["node", "edge"] {
            for part in children(graph, kind) {
                let id = part.attribute("id").unwrap();
                assert!(ids.insert(id.to_owned()), "{id} twice");
                if kind == "edge" {
                    for end in ["source", "target"] {
                        assert!(ids.contains(part.attribute(end).unwrap()));
                    }
                    assert_ne!(part.attribute("source"), part.attribute("target"));
                }
                for data in children(part, "data") {
                    let (of, is) = &keys[data.attribute("key").unwrap()];
                    assert_eq!(of, kind);
                    assert!(is != "int" || text_of(data).parse::<i64>().is_ok());
                }
            }
        }
    });
}

#[test]
fn the_graph_says_who_told_whom() {
    let text = short(&run(), Format::Graphml);
    let document = Document::parse(&text).unwrap();
    let graph = children(document.root_element(), "graph").next().unwrap();
    let data = |node: Node<'_, '_>, key: &str| {
        node.children().find(|child| child.attribute("key") == Some(key)).map(text_of).unwrap_or_default()
    };
    let names: BTreeMap<_, _> = graph
        .children()
        .filter(|n| n.tag_name().name() == "node")
        .map(|n| (n.attribute("id").unwrap(), data(n, "name")))
        .collect();
    let mut edges: Vec<String> = Vec::new();
    for edge in graph.children().filter(|n| n.tag_name().name() == "edge") {
        let name = |end: &str| names[edge.attribute(end).unwrap()].clone();
        edges.push(format!("{} {} {}", name("source"), data(edge, "how"), name("target")));
    }
    edges.sort();
    let expected = [
        "Herald credited Mercury",
        "Herald told Mercury",
        "Tom Bell told Gazette",
        "a board member told Herald",
        "an insider told Herald",
    ];
    for edge in expected {
        assert!(edges.contains(&edge.to_owned()), "{edge} in {edges:?}");
    }
}

#[test]
fn a_feed_follows_atom() {
    let entry = |about: &str, updated: &str| Entry {
        about: about.to_owned(),
        title: "A <b> & \u{0}".to_owned(),
        updated: updated.to_owned(),
        words: "gone: x\nnew: ]]>".to_owned(),
        link: Some("https://desk.example/claim/1-00".to_owned()),
        related: Some("https://news.example/?a&b".to_owned()),
        category: Some("edit".to_owned()),
    };
    let entries = vec![entry("2", "2031-03-02T10:00:00Z"), entry("1", "2031-03-01")];
    let own = Some("https://desk.example/changes.atom".to_owned());
    let told =
        Feed { title: "Changes".to_owned(), about: "desk".to_owned(), own, entries, ..Feed::default() };
    for told in [told, Feed { title: "Nothing".to_owned(), ..Feed::default() }] {
        let text = feed(&told);
        let document = Document::parse(&text).unwrap();
        let root = document.root_element();
        assert!(root.has_tag_name(("http://www.w3.org/2005/Atom", "feed")));
        let one = |node: Node<'_, '_>, name: &str| {
            let found: Vec<String> =
                node.children().filter(|child| child.tag_name().name() == name).map(text_of).collect();
            assert_eq!(found.len(), 1, "{name}");
            found[0].clone()
        };
        let is_time = |value: &str| {
            let moment: whosaid::text::Moment = value.parse().unwrap();
            moment.clock.is_some() && moment.offset_minutes.is_some()
        };
        let mut ids = BTreeSet::from([one(root, "id")]);
        assert!(!one(root, "title").is_empty() && is_time(&one(root, "updated")));
        assert!(root.children().any(|child| child.tag_name().name() == "author"));
        for entry in root.children().filter(|child| child.tag_name().name() == "entry") {
            let id = one(entry, "id");
            assert!(id.starts_with("urn:uuid:") && ids.insert(id));
            assert!(is_time(&one(entry, "updated")) && !one(entry, "title").is_empty());
            assert_eq!(one(entry, "content"), "gone: x\nnew: ]]>");
        }
        if !told.entries.is_empty() {
            let links = |node: Node<'_, '_>| -> Vec<(String, String)> {
                let links = node.children().filter(|child| child.tag_name().name() == "link");
                let said = |link: Node<'_, '_>, name: &str| link.attribute(name).unwrap().to_owned();
                links.map(|link| (said(link, "rel"), said(link, "href"))).collect()
            };
            assert_eq!(links(root), [("self".to_owned(), told.own.clone().unwrap())]);
            let first = root.children().find(|child| child.tag_name().name() == "entry").unwrap();
            assert_eq!(links(first)[1], ("related".to_owned(), "https://news.example/?a&b".to_owned()));
            assert_eq!(one(root, "updated"), "2031-03-02T10:00:00Z");
        }
    }
}

#[test]
fn every_format_is_named() {
    for format in Format::ALL {
        assert_eq!(Format::named(format.name()), Some(format));
        assert!(format.media_type().contains('/') && !format.extension().is_empty());
    }
    assert_eq!(Format::named("docx"), None);
}
