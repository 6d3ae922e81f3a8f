//! Collections that no newsroom has, and every program meets: right answers, in the same bytes on any number of threads.

use std::collections::BTreeSet;
use std::sync::LazyLock;
use whosaid::ingest::RawDocument;
use whosaid::{Mode, Options, Resources, Run, run};

static FAST: LazyLock<Resources> = LazyLock::new(|| Resources::english(Mode::Fast));

const STORY: &str = "The bridge at Hollow Lane will close on Monday, engineer Mara Quill told the Hollow Post. \
    Repairs will cost 4 million crowns, the council said. Two people were hurt when a railing gave way. \
    A spokesman for the builder denied that the steel was weak. \
    Correction: an earlier version of this article said that 32 people were hurt. It was two.";

/// An article as a line of JSON.
fn article(outlet: usize, published: &str, text: &str) -> String {
    let text = text.replace('"', "'");
    format!("{{\"outlet\":\"Post {outlet}\",\"published\":\"{published}\",\"text\":\"{text}\"}}")
}

fn run_of(articles: &[String]) -> Run {
    let document = |line: &'_ String| -> RawDocument<'static> {
        RawDocument { path: "odd.jsonl:1", bytes: line.clone().leak().as_bytes() }
    };
    let documents: Vec<RawDocument<'_>> = articles.iter().map(document).collect();
    run(&FAST, &Options { mode: Mode::Fast }, &documents)
}

/// The articles that tell a claim, for every claim.
fn tellers(run: &Run) -> Vec<BTreeSet<usize>> {
    let claims = run.dossiers.iter().flat_map(|dossier| &dossier.claims);
    claims.map(|claim| claim.tellings.iter().map(|telling| telling.article).collect()).collect()
}

/// A made-up word for each number.
fn word(number: usize) -> String {
    const PARTS: [&str; 16] =
        ["ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "za"];
    (0..4).map(|place| PARTS[(number * 7919 + 13) >> (4 * place) & 15]).collect()
}

#[test]
fn an_article_alone_is_a_story() {
    let run = run_of(&[article(1, "2031-05-02", STORY)]);
    assert_eq!(run.dossiers.len(), 1);
    assert!(run.dossiers[0].conflicts.is_empty() && !run.dossiers[0].claims.is_empty());
    assert!(run.dossiers[0].claims.iter().all(|claim| claim.origins.max <= 1));
}

#[test]
fn an_article_given_twice_is_kept_once() {
    let one = article(1, "2031-05-02", STORY);
    let run = run_of(&[one.clone(), one]);
    assert_eq!((run.readings.len(), run.set_aside.len(), run.dossiers.len()), (1, 1, 1));
}

#[test]
fn copies_are_one_origin() {
    let copies: Vec<String> =
        (0..150).map(|n| article(n, "2031-05-02", &format!("POST {n} {STORY}"))).collect();
    let run = run_of(&copies);
    assert_eq!((run.readings.len(), run.dossiers.len()), (150, 1));
    assert_eq!(run.dossiers[0].story.copies.len(), 149);
    assert!(run.dossiers[0].claims.iter().all(|claim| claim.origins.min <= 1));
}

#[test]
fn strangers_share_no_claim() {
    let text = |n: usize| -> String {
        let word = |place: usize| word(n * 40 + place);
        let sentence =
            |at: usize| format!("{} {} the {} of {}. ", word(at), word(at + 1), word(at + 2), word(at + 3));
        (0..9).map(|n| sentence(4 * n)).collect()
    };
    let strangers: Vec<String> = (0..200).map(|n| article(n, "2031-05-02", &text(n))).collect();
    let run = run_of(&strangers);
    assert_eq!(run.readings.len(), 200);
    assert!(tellers(&run).iter().all(|tellers| tellers.len() == 1));
    assert!(run.dossiers.iter().all(|dossier| dossier.conflicts.is_empty()));
}

#[test]
fn without_possible_dates_nobody_is_first() {
    for published in ["", "yesterday", "2031-13-45", "2031-02-30", "0000-00-00", "-5", "99999-01-01"] {
        let articles: Vec<String> =
            (0..4).map(|n| article(n, published, &format!("{STORY} {}.", word(n)))).collect();
        let run = run_of(&articles);
        assert_eq!((run.readings.len(), run.dossiers.len()), (4, 1), "{published}");
        assert!(run.dossiers[0].claims.iter().all(|claim| claim.earliest.is_none()), "{published}");
    }
}

#[test]
fn one_line_is_enough() {
    let line = |n: usize| format!("The bridge at Hollow Lane will close on Monday, {} Quill said.", word(n));
    let lines: Vec<String> = (0..60).map(|n| article(n, "2031-05-02", &line(n))).collect();
    let run = run_of(&lines);
    assert_eq!((run.readings.len(), run.dossiers.len()), (60, 1));
    assert!(run.dossiers[0].conflicts.is_empty());
    assert!(run_of(&[article(1, "", "Yes.")]).dossiers.len() <= 1);
}

#[test]
fn what_is_set_into_a_line_is_not_read() {
    let text = "Engineers [Photo: Jo Quill] said that the bridge will close (RELATED: Pike says no) on Monday. \
        Mayor Ann Pike Ann Marie PikeCouncil: no money left Harbor reopens, Quill says MORE (I) said that the \
        council will pay for it.";
    let run = run_of(&[article(1, "2031-05-02", text)]);
    let reading = &run.readings[0];
    let words = |spans: &[whosaid::text::Span]| -> Vec<String> {
        spans.iter().map(|&span| reading.annotated.article.text.slice(span).to_owned()).collect()
    };
    let sources: Vec<Vec<String>> = reading.attributions.iter().map(|one| words(&one.source)).collect();
    assert_eq!(sources, [vec!["Engineers"], vec!["Mayor Ann Pike", "(I)"]]);
    assert_eq!(words(&reading.attributions[0].content), ["that the bridge will close", "on Monday"]);
}

#[test]
fn threads_and_order_change_nothing() {
    let mut articles: Vec<String> = (0..24)
        .map(|n| {
            article(n, &format!("2031-05-{:02}", 1 + n % 9), &format!("{} {STORY} {}.", word(n / 3), word(n)))
        })
        .collect();
    let mut told = BTreeSet::new();
    for n_threads in [1, 2, 5] {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        let run = threads.install(|| run_of(&articles));
        told.insert(format!("{:?} {:?}", run.readings, run.dossiers));
        articles.rotate_left(7);
    }
    assert_eq!(told.len(), 1);
}
