//! `whosaid archive` as a user meets it: whole tables or none, the same bytes again, and a manifest that tells all.
#![cfg(feature = "archive")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("whosaid-archive-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn archive(input: &Path, output: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
    command.args(["archive", "--fast", "--quiet"]).arg(input).arg("-o").arg(output).output().unwrap()
}

fn crawl(n_pages: usize) -> String {
    let page = |n: usize| {
        let page = format!(
            "<html><head><title>Pier {n} falls</title></head><body><p>The old pier of Port Ellis fell into the sea on Monday night, Mayor Ada Fenn said.</p><p>It was number {n}, a source told the Harbor Gazette.</p></body></html>"
        );
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://gazette.example/2031/04/09/{n}\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
            answer.len()
        )
    };
    (0..n_pages).map(page).collect()
}

#[test]
fn a_crawl_becomes_one_file_and_the_same_bytes_again() {
    let folder = folder("one");
    let (input, output) = (folder.join("a.warc"), folder.join("a.parquet"));
    let damaged = format!("{}oops\r\n{}", crawl(2), crawl(3).replace("/09/", "/10/"));
    fs::write(&input, damaged).unwrap();
    assert!(archive(&input, &output).status.success());
    let bytes = fs::read(&output).unwrap();
    let manifest = folder.join("a.parquet.manifest.json");
    let told: serde_json::Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    assert_eq!(told["rows"]["articles"], 5);
    assert_eq!(told["n_set_aside"], 1);
    assert!(told["set_aside"][0]["place"].as_str().unwrap().contains("a.warc@"), "{told}");
    let written = fs::metadata(&output).unwrap().modified().unwrap();
    assert!(archive(&input, &output).status.success());
    assert_eq!(fs::metadata(&output).unwrap().modified().unwrap(), written, "done already");
    fs::remove_file(&manifest).unwrap();
    fs::write(folder.join("a.parquet.partial"), "left by a job that died").unwrap();
    assert!(archive(&input, &output).status.success());
    assert_eq!(fs::read(&output).unwrap(), bytes);
    assert!(manifest.exists() && !folder.join("a.parquet.partial").exists());
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn two_jobs_of_one_unit_do_not_write_into_each_other() {
    let folder = folder("two");
    let (input, output) = (folder.join("a.warc"), folder.join("out"));
    fs::write(&input, crawl(400)).unwrap();
    let start = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.args(["archive", "--fast", "--quiet"]).arg(&input).arg("-o").arg(&output).spawn().unwrap()
    };
    let jobs: Vec<_> = (0..3).map(|_| start()).collect();
    jobs.into_iter().for_each(|mut job| assert!(job.wait().unwrap().success()));
    let bytes = fs::read(output.join("a.warc/articles.parquet")).unwrap();
    assert!(archive(&input, &folder.join("alone")).status.success());
    assert_eq!(fs::read(folder.join("alone/a.warc/articles.parquet")).unwrap(), bytes);
    assert_eq!(fs::read_dir(&output).unwrap().count(), 1, "nothing is left beside it");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_folder_of_crawls_becomes_a_folder_of_tables() {
    let folder = folder("many");
    let (input, output) = (folder.join("in"), folder.join("out"));
    fs::create_dir_all(input.join("b")).unwrap();
    fs::write(input.join("a.warc"), crawl(2)).unwrap();
    fs::write(input.join("b/c.warc"), crawl(3)).unwrap();
    assert!(archive(&input, &output).status.success());
    for place in ["a.warc", "b_c.warc"] {
        for name in [
            "articles.parquet",
            "mentions.parquet",
            "times.parquet",
            "attributions.parquet",
            "tellings.parquet",
            "manifest.json",
        ] {
            assert!(output.join(place).join(name).exists(), "{place}/{name}");
        }
    }
    assert!(!archive(&input, &folder.join("one.parquet")).status.success(), "two inputs, one file");
    assert!(!archive(&folder.join("nothing"), &output).status.success());
    fs::remove_dir_all(folder).unwrap();
}
