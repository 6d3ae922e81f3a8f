//! schema.org as JSON-LD 1.1: NewsArticle, Quotation and Claim. Never a ClaimReview, never a rating.
//!
//! The context stands in the file, so that no program has to fetch one. A Quotation is what stands inside quotation
//! marks in an article, spoken by whom the article credits; retold words appear under their Claim. How a claim stands
//! and who stands behind it is told in words, as its description.

use super::names;
use super::pretty;
use super::sheet::quoted;
use super::who::{Everyone, Who};
use crate::voice::{self, backing};
use crate::words;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use whosaid::Run;
use whosaid::attribution::{Form, SourceKind, Stance};
use whosaid::claims::{Claim, Telling};
use whosaid::story::CopyKind;
use whosaid::text::{Article, Dating};

/// Writes the run.
pub fn write(run: &Run, full_text: bool) -> String {
    let mut graph = Graph { run, full_text, everyone: Everyone::of(run) };
    let mut nodes = Vec::new();
    let mut quotations = graph.quotations();
    for (idx, reading) in run.readings.iter().enumerate() {
        let quoted = quotations.remove(&idx).unwrap_or_default();
        nodes.push(graph.article(idx, &reading.annotated.article, quoted));
    }
    for dossier in &run.dossiers {
        nodes.extend(dossier.claims.iter().map(|claim| graph.claim(claim)));
    }
    pretty(&json!({ "@context": context(), "@graph": nodes }))
}

/// What the keys mean: schema.org's own terms, and which of them hold addresses and dates.
fn context() -> Value {
    let link = json!({ "@type": "@id" });
    let date = json!({ "@type": "DateTime" });
    json!({
        "@vocab": "https://schema.org/",
        "url": link, "isPartOf": link, "isBasedOn": link, "appearance": link, "firstAppearance": link,
        "citation": link, "datePublished": date, "dateModified": date
    })
}

struct Graph<'a> {
    run: &'a Run,
    full_text: bool,
    everyone: Everyone<'a>,
}

impl Graph<'_> {
    fn article(&mut self, idx: usize, article: &Article, quotations: Vec<Value>) -> Value {
        let mut node = Map::new();
        node.insert("@type".to_owned(), "NewsArticle".into());
        node.insert("@id".to_owned(), names::article(article).into());
        node.insert("identifier".to_owned(), json!([article.id().to_string(), names::text(article)]));
        node.insert("headline".to_owned(), words::title(article).into());
        node.insert("datePublished".to_owned(), date(Some(&article.published)));
        node.insert("dateModified".to_owned(), date(article.modified.as_ref()));
        node.insert("inLanguage".to_owned(), article.language.code().into());
        node.insert("url".to_owned(), names::address(article).into());
        let authors =
            article.byline.iter().map(|name| json!({ "@type": "Person", "name": words::calm(name) }));
        node.insert("author".to_owned(), authors.collect());
        if article.outlet.is_some() {
            let outlet = self.everyone.outlet(article);
            node.insert("publisher".to_owned(), self.who(outlet));
        }
        node.insert("creditText".to_owned(), article.wire.as_deref().map(words::calm).into());
        node.insert("isBasedOn".to_owned(), self.copied(idx));
        node.insert("citation".to_owned(), self.credited(idx));
        node.insert("hasPart".to_owned(), quotations.into());
        if self.full_text {
            node.insert("articleBody".to_owned(), article.text.as_str().into());
        }
        stated(node)
    }

    /// Articles that this one copies.
    fn copied(&self, idx: usize) -> Value {
        let copies = self.run.dossiers.iter().flat_map(|dossier| &dossier.story.copies);
        let of = copies.filter(|copied| copied.article == idx && copied.kind != CopyKind::Excerpt);
        of.filter_map(|copied| self.article_name(copied.of)).collect()
    }

    /// Articles that this one gives credit to.
    fn credited(&self, idx: usize) -> Value {
        let credits = self.run.dossiers.iter().flat_map(|dossier| &dossier.credits);
        let to = credits.filter(|credit| credit.article == idx).filter_map(|credit| credit.to);
        let mut names: Vec<String> = to.filter_map(|to| self.article_name(to)).collect();
        names.sort();
        names.dedup();
        names.into()
    }

    fn article_name(&self, idx: usize) -> Option<String> {
        self.run.readings.get(idx).map(|reading| names::article(&reading.annotated.article))
    }

    /// What tellings quote, by the index of their article.
    fn quotations(&mut self) -> BTreeMap<usize, Vec<Value>> {
        let mut of: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
        for claim in self.run.dossiers.iter().flat_map(|dossier| &dossier.claims) {
            for telling in claim.tellings.iter().filter(|telling| is_quoted(self.run, telling)) {
                let Some(node) = self.quotation(telling) else { continue };
                of.entry(telling.article).or_default().push(node);
            }
        }
        of
    }

    fn quotation(&mut self, telling: &Telling) -> Option<Value> {
        let article = &self.run.readings.get(telling.article)?.annotated.article;
        let speaker = telling.chain.last().and_then(|hop| self.everyone.hop(telling.article, hop));
        let mut node = Map::new();
        node.insert("@type".to_owned(), "Quotation".into());
        node.insert("@id".to_owned(), names::place(article, telling.span).into());
        node.insert("text".to_owned(), quoted(article, telling.span, self.full_text).into());
        node.insert("isPartOf".to_owned(), names::article(article).into());
        node.insert("spokenByCharacter".to_owned(), speaker.map(|speaker| self.who(speaker)).into());
        let chain = voice::chain(article, &telling.chain);
        node.insert("creditText".to_owned(), chain.join(" ← ").into());
        Some(stated(node))
    }

    fn claim(&mut self, claim: &Claim) -> Value {
        let backing = backing(self.run, claim);
        let status =
            format!("{}: {}", voice::status_words(claim.status), voice::status_meaning(claim.status));
        let behind = match backing.origins.is_empty() {
            true => backing.counts,
            false => format!("{}: {}", backing.counts, backing.origins),
        };
        let mut node = Map::new();
        node.insert("@type".to_owned(), "Claim".into());
        node.insert("@id".to_owned(), names::claim(self.run, claim).into());
        let gist = words::calm(&claim.gist);
        let gist = if self.full_text { gist } else { words::clip(&gist, super::sheet::LONGEST) };
        node.insert("text".to_owned(), gist.into());
        node.insert("description".to_owned(), format!("{status}. {behind}.").into());
        node.insert("author".to_owned(), self.authors(claim));
        let appearances = claim.tellings.iter().filter_map(|telling| {
            let article = &self.run.readings.get(telling.article)?.annotated.article;
            Some(match is_quoted(self.run, telling) {
                true => names::place(article, telling.span),
                false => names::article(article),
            })
        });
        let mut appearances: Vec<String> = appearances.collect();
        appearances.sort();
        appearances.dedup();
        node.insert("appearance".to_owned(), appearances.into());
        let first = claim.earliest.and_then(|article| self.article_name(article));
        node.insert("firstAppearance".to_owned(), first.into());
        stated(node)
    }

    /// Whom the tellings that say so go back to, each once.
    fn authors(&mut self, claim: &Claim) -> Value {
        let says_so = |telling: &&Telling| matches!(telling.stance, Stance::Asserts | Stance::Confirms);
        let mut numbers = Vec::new();
        for telling in claim.tellings.iter().filter(says_so) {
            let origin = telling.chain.last().and_then(|hop| self.everyone.hop(telling.article, hop));
            numbers.extend(origin.filter(|number| !numbers.contains(number)));
        }
        numbers.into_iter().map(|number| self.who(number)).collect()
    }

    /// Someone as a node. Someone unnamed has no name, only words that describe them.
    fn who(&self, number: usize) -> Value {
        let Some(Who { name, kind, urn, .. }) = self.everyone.list().get(number) else { return Value::Null };
        let class = match kind {
            SourceKind::Outlet => "NewsMediaOrganization",
            SourceKind::Organization | SourceKind::Document => "Organization",
            SourceKind::Unnamed { plural: true, .. } => "Organization",
            _ => "Person",
        };
        match (urn, kind) {
            (Some(urn), SourceKind::Document) => {
                json!({ "@type": class, "@id": urn, "description": format!("whoever wrote: {name}") })
            }
            (Some(urn), _) => json!({ "@type": class, "@id": urn, "name": name }),
            (None, _) => json!({ "@type": class, "description": format!("{name} (unnamed)") }),
        }
    }
}

/// Whether the article gives a telling inside quotation marks, at least in part.
fn is_quoted(run: &Run, telling: &Telling) -> bool {
    let found = telling.attribution.and_then(|id| {
        run.readings.get(telling.article)?.attributions.get(id.idx()).map(|attribution| attribution.form)
    });
    matches!(found, Some(Form::Direct | Form::Mixed))
}

fn date(dating: Option<&Dating>) -> Value {
    dating.and_then(|dating| dating.value).map(|moment| moment.to_string()).into()
}

/// The keys that say something: in JSON-LD what is not known is left out.
fn stated(mut node: Map<String, Value>) -> Value {
    node.retain(|_, value| match value {
        Value::Null => false,
        Value::Array(list) => !list.is_empty(),
        _ => true,
    });
    node.into()
}
