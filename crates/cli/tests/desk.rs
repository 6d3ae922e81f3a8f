//! The desk's commands as their user meets them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of its own for one test, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("whosaid-desk-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// Runs a command on this folder's collection.
    fn whosaid(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command
            .args(args)
            .args(["--fast", "--desk", "desk.whosaid"])
            .current_dir(&self.0)
            .stdin(Stdio::null());
        command.output().unwrap()
    }

    /// What a command that must succeed prints.
    fn out(&self, args: &[&str]) -> String {
        let output = self.whosaid(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    fn sample(name: &str) -> Self {
        let folder = Folder::new(name);
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/kittiwake");
        let told = folder.out(&["add", &sample.to_string_lossy()]);
        assert_eq!(told.lines().count(), 16);
        folder
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The first cell of the first row of a CSV list.
fn first_cell(csv: &str) -> String {
    csv.lines().nth(1).and_then(|row| row.split(',').next()).unwrap_or("").to_owned()
}

#[test]
fn every_list_comes_in_three_shapes() {
    let desk = Folder::sample("shapes");
    let lists: [&[&str]; 9] = [
        &["list"],
        &["stories"],
        &["claims"],
        &["trace", "the ferry hit the pier"],
        &["quotes", "--by", "calloway"],
        &["sources"],
        &["timeline"],
        &["search", "kittiwake"],
        &["conflicts"],
    ];
    for list in lists {
        let shape = |format: &'static str| desk.out(&[list, &["--format", format]].concat());
        assert!(shape("table").lines().count() > 1, "{list:?}");
        assert!(shape("csv").lines().next().is_some_and(|line| line.contains(',')), "{list:?}");
        assert!(shape("json").starts_with("{\"total\":"), "{list:?}");
        assert_eq!(shape("json"), shape("json"), "{list:?}");
    }
    assert!(desk.out(&["story", "1", "--format", "html"]).contains("Kittiwake"));
    assert!(desk.out(&["story", "1", "--format", "json"]).contains("whosaid.dossier/1"));
    assert!(desk.out(&["claims", "--story", "1", "--all", "--limit", "0"]).lines().count() > 20);
}

#[test]
fn stories_claims_and_words_are_exported() {
    let desk = Folder::sample("exports");
    for (format, holds) in [
        ("csv", "kind of origin"),
        ("json", "\"text\":null"),
        ("markdown", "# "),
        ("html", "<!doctype html>"),
        ("json-ld", "NewsArticle"),
        ("web-annotation", "TextPositionSelector"),
        ("prov", "prov:Entity"),
        ("graphml", "<graphml"),
    ] {
        let short = desk.out(&["export", "1", "--as", format]);
        assert!(short.contains(holds), "{format}");
        let full = desk.out(&["export", "1", "--as", format, "--full-text"]);
        assert!(full.len() >= short.len() || format == "json-ld", "{format}");
    }
    let rows = |what: &str| desk.out(&["export", what, "--as", "csv"]).lines().count();
    let claim = first_cell(&desk.out(&["claims", "--format", "csv"]));
    assert!(rows("1") > rows("the ferry hit the pier") && rows("the ferry hit the pier") > 1);
    assert!(rows(&claim) > 1 && rows(&claim) < rows("1"));
    assert_eq!(desk.whosaid(&["export", "zebra"]).status.code(), Some(1));
    assert_eq!(desk.whosaid(&["export", "99"]).status.code(), Some(2));
}

#[test]
fn nothing_found_and_nothing_there_are_told_apart() {
    let desk = Folder::new("nothing");
    let missing = desk.whosaid(&["list"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(
        err(&missing).contains("no collection") && err(&missing).contains("whosaid add"),
        "{}",
        err(&missing)
    );
    assert!(!desk.0.join("desk.whosaid").exists());
    let desk = Folder::sample("found");
    let nothing = desk.whosaid(&["search", "zebra"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert_eq!(desk.whosaid(&["story", "99"]).status.code(), Some(2));
    let odd = desk.whosaid(&["list", "--from", "yesterday"]);
    assert!(err(&odd).contains("YYYY-MM-DD"), "{}", err(&odd));
}

#[test]
fn a_correction_is_made_undone_and_carried_to_another_desk() {
    let desk = Folder::sample("corrections");
    let before = desk.out(&["list", "--format", "json"]);
    let id = first_cell(&desk.out(&["list", "--format", "csv"]));
    desk.out(&["set", "outlet", &id, "The Moon", "--who", "Ada", "--why", "the masthead says so"]);
    assert!(desk.out(&["list", "--outlet", "moon"]).contains(&id));
    let log = desk.out(&["corrections", "list"]);
    assert!(log.contains("Ada") && log.contains("the masthead says so"), "{log}");
    desk.out(&["corrections", "export", "-o", "log.json"]);
    desk.out(&["undo", "--who", "Ada"]);
    assert_eq!(desk.out(&["list", "--format", "json"]), before);

    let other = Folder::sample("carried");
    fs::copy(desk.0.join("log.json"), other.0.join("log.json")).unwrap();
    other.out(&["corrections", "import", "log.json"]);
    assert!(other.out(&["list", "--outlet", "moon"]).contains(&id));
    fs::write(other.0.join("odd.json"), "{\"schema\":\"other\"}").unwrap();
    assert_eq!(other.whosaid(&["corrections", "import", "odd.json"]).status.code(), Some(2));
}

#[test]
fn a_changed_article_is_told_with_the_claims_it_touches() {
    let desk = Folder::new("changed");
    let text = "The ferry hit the pier on Monday, the harbor master said. Twelve people were hurt. \
        The ferry was built in 2004 in Marrow.";
    let line = |text: &str| {
        format!(
            "{{\"outlet\":\"Post\",\"url\":\"https://post.example/1\",\"title\":\"Ferry\",\"text\":\"{text}\"}}"
        )
    };
    fs::write(desk.0.join("a.jsonl"), line(text)).unwrap();
    fs::write(desk.0.join("b.jsonl"), line(&text.replace("Twelve people", "Nineteen people"))).unwrap();
    desk.out(&["add", "a.jsonl"]);
    let told = desk.whosaid(&["add", "b.jsonl"]);
    assert!(err(&told).contains("~ Twelve people were hurt."), "{}", err(&told));
    assert!(err(&told).contains("touches claim"), "{}", err(&told));
    assert!(desk.out(&["changes", "--format", "csv"]).contains("Nineteen people"));
    assert!(desk.out(&["add", "b.jsonl"]).is_empty());
}

#[test]
fn alerts_are_told_once_and_handed_to_a_command() {
    let desk = Folder::new("alerts");
    let line = |outlet: &str, n: usize, day: u32, text: &str| {
        format!(
            "{{\"outlet\":\"{outlet}\",\"url\":\"https://{n}.example/1\",\"published\":\"2031-03-{day:02}\",\
             \"title\":\"Hollow Lane bridge to close\",\"text\":\"{text}\"}}\n"
        )
    };
    let first = "The Hollow Lane bridge will close on Monday, engineer Mara Quill said. Twelve ships are waiting \
        below the Hollow Lane bridge, according to the harbor office.";
    fs::write(desk.0.join("a.jsonl"), line("Post", 1, 4, first) + &line("Star", 2, 5, first)).unwrap();
    desk.out(&["add", "a.jsonl"]);
    assert_eq!(desk.whosaid(&["alerts"]).status.code(), Some(1));
    let denial = "Mayor Ilse Brand denied on Thursday that the Hollow Lane bridge will close on Monday.";
    let edited = first.replace("Twelve", "Nineteen");
    fs::write(desk.0.join("b.jsonl"), line("Mail", 3, 6, denial) + &line("Post", 1, 4, &edited)).unwrap();
    desk.out(&["add", "b.jsonl"]);

    let feed = desk.out(&["alerts", "--as", "atom"]);
    assert!(feed.contains("<entry>") && feed.contains("term=\"edit\""), "{feed}");
    assert!(desk.out(&["changes", "--as", "atom"]).contains("Nineteen ships"));
    let kept = desk.out(&["alerts", "--keep", "--format", "json"]);
    assert!(desk.out(&["alerts", "--kind", "edit", "--format", "csv"]).lines().count() > 1);
    assert_eq!(desk.whosaid(&["alerts", "--run", "exit 3"]).status.code(), Some(2));
    desk.out(&["alerts", "--run", "cat > told.json"]);
    assert_eq!(fs::read_to_string(desk.0.join("told.json")).unwrap(), kept);
    assert_eq!(desk.whosaid(&["alerts"]).status.code(), Some(1));
    assert_eq!(desk.out(&["alerts", "--all", "--format", "json"]), kept);
}
