#![allow(clippy::print_stdout, missing_docs)]
use whosaid::{Options, Resources, ingest::RawDocument, run};
use whosaid_report::html::{Figure, PageOptions, page};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let mut files = Vec::new();
    for p in &args[2..] {
        if std::path::Path::new(p).is_dir() {
            let mut v: Vec<_> = std::fs::read_dir(p).unwrap().map(|e| e.unwrap().path()).collect();
            v.sort();
            files.extend(v);
        } else {
            files.push(p.into());
        }
    }
    let docs: Vec<(String, Vec<u8>)> =
        files.iter().map(|f| (f.display().to_string(), std::fs::read(f).unwrap())).collect();
    let raw: Vec<_> = docs.iter().map(|(p, b)| RawDocument { path: p, bytes: b }).collect();
    let resources = Resources::english();
    let run = run(&resources, &Options::default(), &raw);
    let t = std::time::Instant::now();
    let fig = |a: &str, b: &str, c: &str| Figure { what: a.into(), data: b.into(), value: c.into() };
    let html = page(
        &run,
        &PageOptions {
            title: None,
            figures: vec![
                fig("Speaker of a quotation, accuracy", "PolNeAR, development part", ".87"),
                fig("Source, cue, content, token F1", "PolNeAR, development part", ".73 / .63 / .86"),
            ],
        },
    );
    eprintln!("{:?} {}", t.elapsed(), html.len());
    std::fs::write(&args[1], html).unwrap();
    std::fs::write(format!("{}.json", args[1]), whosaid_report::json::dossier(&run)).unwrap();
    println!("{}", whosaid_report::markdown::summary(&run));
}
