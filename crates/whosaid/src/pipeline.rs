//! The whole run: `RawDocument -> Article -> Annotated -> Reading -> Story -> Dossier`.

use crate::run::{Manifest, Run};
use crate::{Options, Resources};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use whosaid_attribution::{Reading, RoleScores, attribute};
use whosaid_claims::{Dossier, weigh};
use whosaid_ingest::{RawDocument, SetAside, read};
use whosaid_language::{Annotated, TokenRange, annotate_names, annotate_words};
use whosaid_story::{Story, gather, gather_as_one};
use whosaid_text::Article;
use whosaid_time::read_times;

/// Reads every document alone, gathers the readings into stories and weighs each story.
pub fn run(resources: &Resources, options: &Options, documents: &[RawDocument<'_>]) -> Run {
    let read = read_documents(resources, documents);
    let (readings, set_aside) = collect(read);
    finish(resources, options, readings, set_aside)
}

/// From finished readings (in any order) to the product of a run.
pub fn finish(
    resources: &Resources,
    options: &Options,
    mut readings: Vec<Reading>,
    mut set_aside: Vec<SetAside>,
) -> Run {
    set_aside.extend(keep_one_of_each(&mut readings));
    set_aside.sort_by(|a, b| (&a.path, &a.why).cmp(&(&b.path, &b.why)));
    let dossiers = dossiers(resources, &readings);
    let manifest = Manifest::of(resources, options, &readings);
    Run { readings, dossiers, set_aside, manifest }
}

/// From finished readings of one story (in any order) to the product of a run: one dossier, whatever they tell.
pub fn finish_as_one(resources: &Resources, options: &Options, mut readings: Vec<Reading>) -> Run {
    let set_aside = keep_one_of_each(&mut readings);
    let story = gather_as_one(&resources.stories, &readings);
    let dossiers = vec![weigh(&resources.lexicon, &resources.claims, &readings, story)];
    let manifest = Manifest::of(resources, options, &readings);
    Run { readings, dossiers, set_aside, manifest }
}

/// Reads documents on all threads; results in the order of the documents.
pub fn read_documents(
    resources: &Resources,
    documents: &[RawDocument<'_>],
) -> Vec<Result<Reading, SetAside>> {
    documents.par_iter().flat_map_iter(|document| read_document(resources, *document)).collect()
}

/// Reads one document. A fault of the program sets it aside and stops no other.
pub fn read_document(resources: &Resources, document: RawDocument<'_>) -> Vec<Result<Reading, SetAside>> {
    let read = || {
        let articles = read(document).into_iter();
        articles.map(|article| article.map(|article| read_article(resources, article))).collect()
    };
    let why = "a fault in the program; please report it with the document";
    let aside = |_| vec![Err(SetAside { path: document.path.to_owned(), why: why.to_owned() })];
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(aside)
}

/// Reads one article alone.
pub fn read_article(resources: &Resources, article: Article) -> Reading {
    let annotated = annotate_words(&resources.lexicon, article);
    let Some(encoder) = &resources.encoder else {
        let annotated = annotate_names(&resources.lexicon, annotated, None);
        let times = read_times(&resources.times, &annotated);
        return attribute(&resources.cues, annotated, times, None);
    };
    let scores = encoder.score(&annotated);
    let annotated = annotate_names(&resources.lexicon, annotated, Some(&scores.names));
    let times = read_times(&resources.times, &annotated);
    let inner = |annotated: &Annotated, contents: &[TokenRange]| encoder.score_runs(annotated, contents);
    let scores = RoleScores { outer: &scores.roles, inner: &inner, kinds: &scores.kinds };
    attribute(&resources.cues, annotated, times, Some(scores))
}

/// Gathers readings into stories and weighs each.
pub fn dossiers(resources: &Resources, readings: &[Reading]) -> Vec<Dossier> {
    let stories = gather(&resources.lexicon, &resources.stories, readings);
    weigh_stories(resources, readings, stories)
}

/// Weighs stories on all threads; dossiers in the order of the stories.
pub fn weigh_stories(resources: &Resources, readings: &[Reading], stories: Vec<Story>) -> Vec<Dossier> {
    let weigh_one = |story| weigh(&resources.lexicon, &resources.claims, readings, story);
    stories.into_par_iter().map(weigh_one).collect()
}

fn collect(results: Vec<Result<Reading, SetAside>>) -> (Vec<Reading>, Vec<SetAside>) {
    let mut set_aside = Vec::new();
    let readings = results.into_iter().filter_map(|result| result.map_err(|why| set_aside.push(why)).ok());
    (readings.collect(), set_aside)
}

/// Sorts by published time, then id, then path, undated last; of equal articles the first stays.
fn keep_one_of_each(readings: &mut Vec<Reading>) -> Vec<SetAside> {
    readings.sort_by_cached_key(|reading| {
        let article = &reading.annotated.article;
        let when = article.published.value;
        (when.is_none(), when, article.id(), article.path.clone(), article.given_id.clone())
    });
    let mut seen = BTreeSet::new();
    let mut repeated = Vec::new();
    readings.retain(|reading| {
        let article = &reading.annotated.article;
        let fresh = seen.insert(article.id());
        if !fresh {
            let path = article.path.clone().unwrap_or_default();
            let why = format!("the same content as article {}, which is kept; nothing to do", article.id());
            repeated.push(SetAside { path, why });
        }
        fresh
    });
    repeated
}

impl Manifest {
    fn of(resources: &Resources, options: &Options, readings: &[Reading]) -> Self {
        let articles = readings.iter().map(|reading| &reading.annotated.article);
        let mut inputs: Vec<_> =
            articles.map(|article| (article.id(), article.text_sha256().to_owned())).collect();
        inputs.sort_unstable();
        Manifest {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rules: resources.rules_hash().to_owned(),
            models: resources.models_hash().to_owned(),
            options: options.for_manifest(),
            inputs,
        }
    }
}
