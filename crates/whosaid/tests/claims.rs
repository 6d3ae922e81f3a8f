//! Claims of a story, from texts to what belongs together and who stands behind it, in the fast mode.

use std::sync::LazyLock;
use whosaid::attribution::Hop;
use whosaid::claims::Claim;
use whosaid::ingest::RawDocument;
use whosaid::{Mode, Options, Resources, run};

static FAST: LazyLock<Resources> = LazyLock::new(|| Resources::english(Mode::Fast));

/// The claims of articles of several outlets, a day apart.
fn claims(texts: &[&str]) -> Vec<Claim> {
    let line = |(n, text): (usize, &&str)| {
        let day = n + 2;
        format!("{{\"outlet\":\"Outlet {n}\",\"published\":\"2031-05-{day:02}\",\"text\":\"{text}\"}}")
    };
    let lines: Vec<String> = texts.iter().enumerate().map(line).collect();
    let documents: Vec<RawDocument<'_>> =
        lines.iter().map(|line| RawDocument { path: "story.jsonl:1", bytes: line.as_bytes() }).collect();
    let run = run(&FAST, &Options { mode: Mode::Fast }, &documents);
    run.dossiers.into_iter().flat_map(|dossier| dossier.claims).collect()
}

/// Who the last article's source is in the story: the kind, and the name it stands for.
#[track_caller]
fn check_source(texts: &[&str], kind: &str, stands_for: Option<&str>) {
    let claims = claims(texts);
    let tellings = claims.iter().flat_map(|claim| &claim.tellings);
    let of_last = tellings.filter(|telling| telling.article == texts.len() - 1);
    let hops: Vec<&Hop> = of_last.filter_map(|telling| telling.chain.last()).collect();
    let [hop] = hops[..] else { panic!("{hops:?}") };
    assert_eq!((hop.kind.name(), hop.resolved.as_deref()), (kind, stands_for), "{texts:?}");
}

#[test]
fn who_is_described_is_whom_the_story_knows_as_that() {
    let one = "Ann Pike, the Orlen chemist, visited the ferry Maribel at its pier in Tarsk with Tom Ellery.";
    let other = |source: &str| {
        format!(
            "Ann Pike and Tom Ellery visited the ferry Maribel in Tarsk. {source} said that its hull leaks."
        )
    };
    let check = |source: &str, kind: &str, name: Option<&str>| {
        check_source(&[one, other(source).as_str()], kind, name);
    };
    check("The Orlen chemist", "person", Some("Ann Pike"));
    check("The chemist", "person", Some("Ann Pike"));
    // An article alone, where others do not tell whom it means; and whom nobody names.
    check_source(&[other("The chemist").as_str()], "unnamed", None);
    check("The chemist's brother", "unnamed", None);
    check("A chemist", "unnamed", None);
    check("The insider", "unnamed", None);
}
