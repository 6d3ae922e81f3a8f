//! Outlets that credit outlets: hops of chains that are news outlets, and names of outlets beside words that give
//! credit ("told", "according to"); resolved to their article in the collection.

use crate::Credit;
use std::collections::BTreeMap;
use whosaid_attribution::{Reading, SourceKind};
use whosaid_language::{EntityKind, Lexicon, Mention, MentionForm};
use whosaid_text::Span;

/// Words beside the name of an outlet that give it credit.
#[derive(Clone, Debug, Default)]
pub(crate) struct CreditWords {
    before: Vec<Vec<&'static str>>,
    after: Vec<Vec<&'static str>>,
    more: Vec<Vec<&'static str>>,
}

impl CreditWords {
    /// Reads lines of `before`, `after` or `more` and words; other lines are examples and comments.
    pub fn read(text: &'static str) -> Self {
        let of = |kind: &str| {
            let lines = text.lines().filter_map(|line| line.strip_prefix(kind));
            lines.map(|words| words.split_whitespace().collect()).collect()
        };
        CreditWords { before: of("before "), after: of("after "), more: of("more ") }
    }
}

/// A name of an outlet that is given credit.
struct Given {
    span: Span,
    resolved: Option<String>,
    first_report: bool,
}

/// The credits that the articles of a story give, one for an article and an outlet, by article and position.
pub(crate) fn credits(
    lexicon: &Lexicon,
    words: &CreditWords,
    readings: &[Reading],
    articles: &[usize],
    outlet_of: impl Fn(usize) -> String,
) -> Vec<Credit> {
    let mut by_outlet: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &article in articles {
        by_outlet.entry(outlet_of(article)).or_default().push(article);
    }
    let mut credits: Vec<Credit> = Vec::new();
    for &article in articles {
        let own = outlet_of(article);
        let reading = &readings[article];
        let mut of_article: BTreeMap<String, Credit> = BTreeMap::new();
        for given in hops(reading).chain(beside_words(words, reading)) {
            let Some((name, listed)) = name_of(lexicon, words, reading, &given) else { continue };
            if is_short_for(&listed, &own) || is_short_for(&own, &listed) {
                continue;
            }
            let of_outlet = by_outlet.get(&listed).map_or(&[][..], Vec::as_slice);
            let to = credited_article(readings, article, of_outlet);
            let fresh = Credit { article, outlet: name, to, span: given.span, first_report: false };
            let credit = of_article.entry(listed).or_insert(fresh);
            credit.first_report |= given.first_report;
        }
        credits.extend(without_short_names(of_article));
    }
    credits
}

/// The article that a credit can mean: the outlet's last one that came out no later. Where one of the two has no date,
/// only an outlet's single article can be meant.
fn credited_article(readings: &[Reading], crediting: usize, of_outlet: &[usize]) -> Option<usize> {
    let day = |article: usize| readings[article].annotated.article.published.value.map(|moment| moment.day);
    let others = of_outlet.iter().copied().filter(|&article| article != crediting);
    let Some(until) = day(crediting) else {
        let others: Vec<usize> = others.collect();
        return if let [only] = others[..] { Some(only) } else { None };
    };
    let dated = others.clone().filter(|&article| day(article).is_some_and(|day| day <= until));
    let undated = || others.filter(|&article| day(article).is_none());
    let last = dated.max_by(|&a, &b| day(a).cmp(&day(b)).then(b.cmp(&a)));
    last.or_else(|| if of_outlet.len() == 1 { undated().next() } else { None })
}

/// The credits of one article by position; "the Times" beside the Evening Times is the same outlet.
fn without_short_names(of_article: BTreeMap<String, Credit>) -> Vec<Credit> {
    let listed: Vec<String> = of_article.keys().cloned().collect();
    let is_short = |name: &String| listed.iter().any(|other| other != name && is_short_for(name, other));
    let mut kept: Vec<Credit> =
        of_article.into_iter().filter(|(name, _)| !is_short(name)).map(|(_, credit)| credit).collect();
    kept.sort_by_key(|credit| credit.span);
    kept
}

/// Whether one name is the other, or its first or last words.
fn is_short_for(short: &str, long: &str) -> bool {
    let bare = |name: &str| name.strip_prefix("The ").unwrap_or(name).to_owned();
    let (short, long) = (bare(short), bare(long));
    short == long || long.ends_with(&format!(" {short}")) || long.starts_with(&format!("{short} "))
}

fn hops(reading: &Reading) -> impl Iterator<Item = Given> {
    let hops = reading.attributions.iter().flat_map(|a| a.chain.iter().map(move |hop| (a, hop)));
    hops.filter(|(_, hop)| hop.kind == SourceKind::Outlet).map(|(attribution, hop)| Given {
        span: hop.span,
        resolved: hop.resolved.clone(),
        first_report: attribution.first_report,
    })
}

/// Outlets named beside words that give credit, in the sentences that are read.
fn beside_words(words: &CreditWords, reading: &Reading) -> impl Iterator<Item = Given> {
    let annotated = &reading.annotated;
    let named = annotated
        .mentions
        .iter()
        .filter(|mention| mention.kind == EntityKind::Outlet && mention.form == MentionForm::Name);
    named.filter(|mention| gives_credit(words, reading, mention)).map(|mention| Given {
        span: mention.span,
        resolved: None,
        first_report: false,
    })
}

fn gives_credit(words: &CreditWords, reading: &Reading, mention: &Mention) -> bool {
    let annotated = &reading.annotated;
    let sentences = &annotated.sentences;
    let at = sentences.partition_point(|sentence| sentence.tokens.end <= mention.tokens.start);
    let Some(sentence) = sentences.get(at) else { return false };
    let read = annotated.paragraphs.get(sentence.paragraph_idx as usize);
    if !read.is_some_and(|paragraph| paragraph.section.is_read()) {
        return false;
    }
    let word = |at: u32| annotated.word(at as usize).to_ascii_lowercase();
    let mut before: Vec<String> = (sentence.tokens.start..mention.tokens.start).map(word).collect();
    if before.last().is_some_and(|last| matches!(last.as_str(), "the" | "a" | "an")) {
        before.pop();
    }
    let after: Vec<String> =
        (mention.tokens.end..sentence.tokens.end.max(mention.tokens.end)).take(4).map(word).collect();
    let before = words.before.iter().any(|phrase| {
        before.len() >= phrase.len() && before[before.len() - phrase.len()..].iter().eq(phrase.iter())
    });
    before
        || words
            .after
            .iter()
            .any(|phrase| after.len() >= phrase.len() && after[..phrase.len()].iter().eq(phrase))
}

/// The outlet's name as the article has it, and as the list has it.
fn name_of(
    lexicon: &Lexicon,
    words: &CreditWords,
    reading: &Reading,
    given: &Given,
) -> Option<(String, String)> {
    let annotated = &reading.annotated;
    let text = annotated.article.text.slice(given.span);
    let mentions = annotated.mentions.iter().filter(|mention| given.span.contains(mention.span));
    let named = mentions.map(|mention| annotated.article.text.slice(mention.span));
    let resolved = given.resolved.as_deref();
    let found = named.chain(resolved).chain([text]).find_map(|name| Some((name, lexicon.outlet(name)?)));
    if let Some((name, outlet)) = found {
        let next = annotated.tokens_in(given.span).end as usize;
        let next = (next < annotated.tokens.len()).then(|| annotated.word(next));
        let more = next.filter(|next| words.more.iter().any(|known| known.first() == Some(next)));
        let name = more.map_or_else(|| name.to_owned(), |more| format!("{name} {more}"));
        return Some((name, outlet.name.to_owned()));
    }
    let plain = text.trim_start_matches("the ").trim_start_matches("The ");
    let named = plain.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    (named && !plain.is_empty()).then(|| (plain.to_owned(), plain.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::reading;

    #[test]
    fn the_examples_of_the_list_hold() {
        let text = include_str!("../../../data/en/claims/credits.txt");
        let (lexicon, words) = (Lexicon::english(), CreditWords::read(text));
        let credited = |sentence: &str| {
            let reading = reading(&lexicon, "a.example", "", sentence);
            beside_words(&words, &reading).count() > 0
        };
        for line in text.lines() {
            if let Some(sentence) = line.strip_prefix("yes ") {
                assert!(credited(sentence), "{sentence}");
            } else if let Some(sentence) = line.strip_prefix("no ") {
                assert!(!credited(sentence), "{sentence}");
            }
        }
    }

    #[test]
    fn a_short_name_stands_for_the_long_one() {
        assert!(is_short_for("The Times", "The Evening Times"));
        assert!(is_short_for("Seawire", "Seawire Online"));
        assert!(!is_short_for("The Times", "The Timeserver"));
    }
}
