//! Who told whom, as GraphML 1.0: a node for everyone, an edge from who told to who was told.
//!
//! An edge `told` sums the tellings that came that way; `credited` runs from the outlet that is given credit to the one
//! that gives it, `copied` from the outlet whose text it was to the one that has it too.

use super::who::Everyone;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use whosaid::Run;
use whosaid::attribution::Stance;
use whosaid::claims::{Claim, Telling};
use whosaid::story::CopyKind;
use whosaid::text::Article;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="name" for="node" attr.name="name" attr.type="string"/>
  <key id="kind" for="node" attr.name="kind" attr.type="string"/>
  <key id="articles" for="node" attr.name="articles" attr.type="int"/>
  <key id="only-in" for="node" attr.name="only in article" attr.type="string"/>
  <key id="how" for="edge" attr.name="how" attr.type="string"/>
  <key id="tellings" for="edge" attr.name="tellings" attr.type="int"/>
  <key id="claims" for="edge" attr.name="claims" attr.type="int"/>
  <key id="denials" for="edge" attr.name="denials" attr.type="int"/>
  <key id="first" for="edge" attr.name="first" attr.type="string"/>
  <graph id="who-told-whom" edgedefault="directed">
"#;

/// How something passed from one to another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    Told,
    Credited,
    Copied,
}

#[derive(Default)]
struct Edge {
    n_tellings: u32,
    n_denials: u32,
    claims: BTreeSet<(usize, u32)>,
    first: Option<String>,
}

struct Graph<'a> {
    run: &'a Run,
    everyone: Everyone<'a>,
    edges: BTreeMap<(usize, usize, How), Edge>,
    n_articles: BTreeMap<usize, u32>,
}

/// Writes the run.
pub fn write(run: &Run) -> String {
    let (everyone, edges) = (Everyone::of(run), BTreeMap::new());
    let mut graph = Graph { run, everyone, edges, n_articles: BTreeMap::new() };
    for reading in &run.readings {
        let outlet = graph.everyone.outlet(&reading.annotated.article);
        *graph.n_articles.entry(outlet).or_default() += 1;
    }
    for (n, dossier) in run.dossiers.iter().enumerate() {
        for claim in &dossier.claims {
            claim.tellings.iter().for_each(|telling| graph.telling(n, claim, telling));
        }
        for credit in &dossier.credits {
            graph.passed(&credit.outlet, credit.article, How::Credited);
        }
        for copied in dossier.story.copies.iter().filter(|copied| copied.kind != CopyKind::Excerpt) {
            let of = graph.article(copied.of).map(crate::words::outlet);
            of.into_iter().for_each(|of| graph.passed(&of, copied.article, How::Copied));
        }
    }
    graph.written()
}

impl<'a> Graph<'a> {
    fn article(&self, idx: usize) -> Option<&'a Article> {
        self.run.readings.get(idx).map(|reading| &reading.annotated.article)
    }

    /// Every hop told the one before it, and the first told the outlet.
    fn telling(&mut self, story: usize, claim: &Claim, telling: &Telling) {
        let Some(article) = self.article(telling.article) else { return };
        let mut to = self.everyone.outlet(article);
        for hop in &telling.chain {
            let Some(from) = self.everyone.hop(telling.article, hop) else { continue };
            if from != to {
                let edge = self.edges.entry((from, to, How::Told)).or_default();
                edge.n_tellings += 1;
                edge.n_denials += u32::from(telling.stance == Stance::Denies);
                edge.claims.insert((story, claim.id.0));
                edge.seen(article);
            }
            to = from;
        }
    }

    /// From an outlet to that of an article.
    fn passed(&mut self, from: &str, article: usize, how: How) {
        let Some(article) = self.article(article) else { return };
        let (from, to) = (self.everyone.outlet_named(from), self.everyone.outlet(article));
        if from != to {
            let edge = self.edges.entry((from, to, how)).or_default();
            edge.n_tellings += 1;
            edge.seen(article);
        }
    }

    fn written(&self) -> String {
        let mut out = HEAD.to_owned();
        for (number, who) in self.everyone.list().iter().enumerate() {
            let kind = who.kind.name();
            let _ = writeln!(out, "    <node id=\"n{number}\">");
            data(&mut out, "name", &who.name);
            data(&mut out, "kind", kind);
            data(&mut out, "articles", &self.n_articles.get(&number).unwrap_or(&0).to_string());
            let only_in = who.only_in.and_then(|article| self.article(article));
            only_in.iter().for_each(|article| data(&mut out, "only-in", &article.id().to_string()));
            out.push_str("    </node>\n");
        }
        for (n, ((from, to, how), edge)) in self.edges.iter().enumerate() {
            let how = match how {
                How::Told => "told",
                How::Credited => "credited",
                How::Copied => "copied",
            };
            let _ = writeln!(out, "    <edge id=\"e{n}\" source=\"n{from}\" target=\"n{to}\">");
            data(&mut out, "how", how);
            data(&mut out, "tellings", &edge.n_tellings.to_string());
            data(&mut out, "claims", &edge.claims.len().to_string());
            data(&mut out, "denials", &edge.n_denials.to_string());
            edge.first.iter().for_each(|first| data(&mut out, "first", first));
            out.push_str("    </edge>\n");
        }
        out.push_str("  </graph>\n</graphml>\n");
        out
    }
}

impl Edge {
    /// Keeps the earliest time.
    fn seen(&mut self, article: &Article) {
        let Some(moment) = article.published.value else { return };
        let earlier =
            self.first.as_deref().and_then(|first| first.parse().ok()).is_none_or(|first| moment < first);
        if earlier {
            self.first = Some(moment.to_string());
        }
    }
}

fn data(out: &mut String, key: &str, value: &str) {
    let _ = writeln!(out, "      <data key=\"{key}\">{}</data>", escape(value));
}

/// Text as XML 1.0: marks escaped, characters that XML cannot hold left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\r' => out.push_str("&#13;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
    out
}
