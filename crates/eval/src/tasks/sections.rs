//! Sections and wire credits: prose must stay prose, and a text that an agency made must be credited to it.

use std::collections::BTreeMap;
use whosaid::ingest::{GivenArticle, article};
use whosaid::text::{Article, Span};
use whosaid_eval::gold::brat::{self, Annotators, BratDocument};
use whosaid_eval::gold::dossiers;
use whosaid_eval::{Figures, Gold, Prf};

/// Share of gold attributions and tellings that lie in sections something is read from.
pub fn kept(gold: &Gold) -> Result<Figures, String> {
    let mut figures = Figures::default();
    for (name, documents) in corpora(gold)? {
        let (mut kept, mut all) = (0, 0);
        for document in &documents {
            let given = GivenArticle { text: document.text.to_string(), ..GivenArticle::default() };
            let Ok(article) = article("gold", given) else { continue };
            for pieces in &document.attributions {
                let Some(span) = pieces.content.first().or(pieces.cue.first()) else { continue };
                all += 1;
                kept += i32::from(is_read(&article, *span));
            }
        }
        figures.set(&format!("kept/{name}"), f64::from(kept) / f64::from(all.max(1)));
    }
    let (mut kept, mut all) = (0, 0);
    for story in dossiers::stories(gold)? {
        let articles =
            story.articles.iter().filter_map(|given| Some((&given.id, article("gold", given.given()).ok()?)));
        let articles: BTreeMap<_, _> = articles.collect();
        for telling in story.gold.claims.iter().flat_map(|claim| &claim.tellings) {
            let Some(article) = articles.get(&telling.article) else { continue };
            let Some(at) = article.text.rfind(telling.quote.as_str()) else { continue };
            let Some(span) = article.text.span(at..at + telling.quote.len()) else { continue };
            all += 1;
            kept += i32::from(is_read(article, span));
        }
    }
    figures.set("kept/story-tellings", f64::from(kept) / f64::from(all.max(1)));
    Ok(figures)
}

fn is_read(article: &Article, span: Span) -> bool {
    article.section_at(span.start()).is_read()
}

fn corpora(gold: &Gold) -> Result<Vec<(&'static str, Vec<BratDocument>)>, String> {
    let folder = gold.unpacked("polnear/polnear-text-attributions.tar.zst").map_err(|why| why.to_string())?;
    let read = |folder| brat::read(folder, Annotators::First).map_err(|why: std::io::Error| why.to_string());
    Ok(vec![
        ("polnear-train", read(&folder.join("train"))?),
        ("polnear-dev", read(&folder.join("dev"))?),
        ("wikinews", read(&gold.path("gold/wikinews"))?),
    ])
}

/// The agency of a text: PolNeAR's `wire` column on its open parts, with the authors given and without, and the six
/// gold stories.
pub fn wire(gold: &Gold) -> Result<Figures, String> {
    let mut figures = Figures::default();
    let table =
        std::fs::read_to_string(gold.path("data/polnear/metadata.tsv")).map_err(|why| why.to_string())?;
    let rows = rows(&table);
    let documents: Vec<BratDocument> =
        corpora(gold)?.into_iter().take(2).flat_map(|(_, documents)| documents).collect();
    for (name, with_author) in [("polnear/text", false), ("polnear/text+author", true)] {
        let mut counts = Prf::default();
        for document in &documents {
            let Some(row) = rows.get(document.name.as_str()) else { continue };
            let byline = (with_author && !matches!(row["author"], "None" | "NA" | ""))
                .then(|| row["author"].to_owned());
            let given = GivenArticle {
                text: document.text.to_string(),
                byline: byline.into_iter().collect(),
                ..GivenArticle::default()
            };
            let found = article("gold", given).ok().and_then(|article| article.wire.clone());
            let wanted = Some(row["wire"]).filter(|wire| !matches!(*wire, "None" | "NA" | "")).map(full_name);
            count(&mut counts, found.as_deref(), wanted.as_deref());
        }
        figures.set_prf(name, counts);
    }
    let mut counts = Prf::default();
    for story in dossiers::stories(gold)? {
        for given in &story.articles {
            let found = article("gold", given.given()).ok().and_then(|article| article.wire.clone());
            let wanted = story.gold.articles.iter().find(|article| article.id == given.id);
            let wanted = wanted.and_then(|article| article.wire.as_deref()).map(full_name);
            count(&mut counts, found.as_deref(), wanted.as_deref());
        }
    }
    figures.set_prf("stories", counts);
    Ok(figures)
}

fn count(counts: &mut Prf, found: Option<&str>, wanted: Option<&str>) {
    let right = found.is_some() && found == wanted;
    counts.add(usize::from(right), usize::from(found.is_some()), usize::from(wanted.is_some()));
}

/// The corpora write short and long names; the product writes full ones.
fn full_name(wire: &str) -> String {
    match wire.trim_start_matches("The ").to_lowercase().as_str() {
        "ap" => "Associated Press".to_owned(),
        "afp" => "Agence France-Presse".to_owned(),
        "upi" => "United Press International".to_owned(),
        "reuters" => "Reuters".to_owned(),
        _ => wire.trim_start_matches("The ").to_owned(),
    }
}

/// The rows of a table with a head line, by their `filename`.
fn rows(table: &str) -> BTreeMap<&str, BTreeMap<&str, &str>> {
    let mut lines = table.lines();
    let names: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    lines
        .map(|line| names.iter().copied().zip(line.split('\t')).collect::<BTreeMap<_, _>>())
        .filter(|row| ["filename", "author", "wire"].iter().all(|name| row.contains_key(name)))
        .map(|row| (row["filename"], row))
        .collect()
}
