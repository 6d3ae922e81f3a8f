//! The whole line on the sample story: what must show on its page whatever the rules and models of the day.

mod well_formed;

use std::fs;
use std::path::Path;
use whosaid::ingest::RawDocument;
use whosaid::{Mode, Options, Resources, Run};
use whosaid_report::html::{PageOptions, page};
use whosaid_report::{json, markdown};

fn sample() -> Run {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/kittiwake");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let files: Vec<_> = paths.iter().map(|path| (name(path), fs::read(path).unwrap())).collect();
    let documents: Vec<_> = files.iter().map(|(path, bytes)| RawDocument { path, bytes }).collect();
    whosaid::run(&Resources::english(Mode::Fast), &Options { mode: Mode::Fast }, &documents)
}

#[test]
fn the_sample_makes_a_page_and_its_twins() {
    let run = sample();
    let html = page(&run, &PageOptions::default());
    well_formed::check(&html);
    assert!(html.len() < 600_000, "{}", html.len());
    for words in ["Northwire", "The Harbor Ledger", "written in French", "from the page&#39;s JSON-LD"] {
        assert!(html.contains(words), "{words}");
    }
    assert!(run.set_aside.is_empty(), "{:?}", run.set_aside);
    assert_eq!(run.readings.len(), 16);
    assert!(markdown::summary(&run).starts_with("16 articles"));
    let dossier: serde_json::Value = serde_json::from_str(&json::dossier(&run)).unwrap();
    assert_eq!(dossier["articles"].as_array().unwrap().len(), 16);
}

#[test]
fn every_sample_says_that_it_is_invented() {
    for reading in sample().readings {
        let text = &reading.annotated.article.text;
        assert!(
            text.contains("invented for whosaid") || text.contains("inventé pour whosaid"),
            "{}",
            text.as_str()
        );
    }
}
