//! Outlets that credit outlets: hops of chains that are news outlets, resolved to their article in the collection.

use crate::Credit;
use std::collections::BTreeMap;
use whosaid_attribution::{Attribution, Hop, Reading, SourceKind};
use whosaid_language::Lexicon;

/// The credits that the articles of a story give, one for an article and an outlet, by article and position.
pub(crate) fn credits(
    lexicon: &Lexicon,
    readings: &[Reading],
    articles: &[usize],
    outlet_of: impl Fn(usize) -> String,
) -> Vec<Credit> {
    let mut by_outlet: BTreeMap<String, usize> = BTreeMap::new();
    for &article in articles {
        by_outlet.entry(outlet_of(article)).or_insert(article);
    }
    let mut credits: Vec<Credit> = Vec::new();
    for &article in articles {
        let own = outlet_of(article);
        let mut of_article: BTreeMap<String, Credit> = BTreeMap::new();
        for (attribution, hop) in outlet_hops(&readings[article]) {
            let Some((name, listed)) = name_of(lexicon, &readings[article], hop) else { continue };
            if listed == own {
                continue;
            }
            let to = by_outlet.get(&listed).copied();
            let fresh = Credit { article, outlet: name, to, span: hop.span, first_report: false };
            let credit = of_article.entry(listed).or_insert(fresh);
            credit.first_report |= attribution.first_report;
        }
        let mut of_article: Vec<Credit> = of_article.into_values().collect();
        of_article.sort_by_key(|credit| credit.span);
        credits.extend(of_article);
    }
    credits
}

fn outlet_hops(reading: &Reading) -> impl Iterator<Item = (&Attribution, &Hop)> {
    let hops = reading.attributions.iter().flat_map(|a| a.chain.iter().map(move |hop| (a, hop)));
    hops.filter(|(_, hop)| hop.kind == SourceKind::Outlet)
}

/// The outlet's name as the article has it, and as the list has it.
fn name_of(lexicon: &Lexicon, reading: &Reading, hop: &Hop) -> Option<(String, String)> {
    let annotated = &reading.annotated;
    let words = annotated.article.text.slice(hop.span);
    let mentions = annotated.mentions.iter().filter(|mention| hop.span.contains(mention.span));
    let named = mentions.map(|mention| annotated.article.text.slice(mention.span));
    let resolved = hop.resolved.as_deref();
    let found = named.chain(resolved).chain([words]).find_map(|name| Some((name, lexicon.outlet(name)?)));
    if let Some((name, outlet)) = found {
        return Some((name.to_owned(), outlet.name.to_owned()));
    }
    let plain = words.trim_start_matches("the ").trim_start_matches("The ");
    let named = plain.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    (named && !plain.is_empty()).then(|| (plain.to_owned(), plain.to_owned()))
}
