//! The command as its user meets it: the main job, exit codes, bad input, the same bytes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const STORY: &str = "The bridge at Hollow Lane will close on Monday, the council said. \
    \"We have no choice,\" engineer Mara Quill told the Hollow Post. \
    A spokesman for the builder denied that the steel was weak. \
    Repairs will cost 4 million crowns, according to a report published last Friday.\n";

/// A folder of its own for one test, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("whosaid-command-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path.to_string_lossy().into_owned()
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs the command in the fast mode, which is enough for all that does not concern the models.
fn whosaid(args: &[&str]) -> Output {
    accurately(&[args, &["--fast"]].concat())
}

fn accurately(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_whosaid")).args(args).stdin(Stdio::null()).output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Reads one odd file beside a good one: the good one is read all the same, the odd one is named.
fn check_beside_a_good_one(name: &str, odd_name: &str, odd: impl AsRef<[u8]>, expected_why: &str) {
    let folder = Folder::new(name);
    let good = folder.write("good.txt", STORY);
    let odd = folder.write(odd_name, odd);
    let page = folder.path("page.html");
    let output = whosaid(&["report", &good, &odd, "-o", &page]);
    let told = err(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains(odd_name) && told.contains(expected_why), "{told}");
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains("Hollow Lane"));
    assert!(page.contains(odd_name), "the page lists what was set aside");
}

/// Reads one odd file beside a good one: both are read, without a panic.
fn check_is_read(name: &str, odd_name: &str, odd: impl AsRef<[u8]>) {
    let folder = Folder::new(name);
    let good = folder.write("good.txt", STORY);
    let odd = folder.write(odd_name, odd);
    let output = whosaid(&["annotate", &good, &odd]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 2, "{}", err(&output));
}

#[test]
fn an_empty_file_is_set_aside() {
    check_beside_a_good_one("empty", "empty.txt", "", "empty");
}

#[test]
fn blanks_alone_are_set_aside() {
    check_beside_a_good_one("blank", "blank.txt", " \n\t\n", "empty");
}

#[test]
fn binary_noise_is_set_aside() {
    let noise: Vec<u8> = (0..20_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    check_beside_a_good_one("noise", "noise.txt", noise, "text");
}

#[test]
fn broken_json_is_set_aside_with_its_line() {
    check_beside_a_good_one("json", "broken.json", "{\"text\": \"abc\",\n \"title\": }", "line 2");
    let lines = format!("{}\n{{\"text\": 5}}\n", serde_line(STORY));
    check_beside_a_good_one("jsonl", "lines.jsonl", lines, "lines.jsonl:2");
}

#[test]
fn a_missing_file_is_named() {
    let folder = Folder::new("missing");
    let good = folder.write("good.txt", STORY);
    let output = whosaid(&["annotate", &good, &folder.path("nowhere.txt")]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        err(&output).contains("nowhere.txt") && err(&output).contains("check the path"),
        "{}",
        err(&output)
    );
}

#[test]
fn a_truncated_page_is_read_as_far_as_it_goes() {
    let html = format!(
        "<html><head><title>Bridge</title></head><body><article><h1>Bridge</h1><p>{STORY}</p><p>{STORY}</p><div><p>And th"
    );
    check_is_read("truncated", "cut.html", html);
}

#[test]
fn invalid_utf8_and_control_characters_are_read() {
    check_is_read(
        "utf8",
        "bad.txt",
        [STORY.as_bytes(), b"caf\xe9 \xff\xfe done. ", STORY.as_bytes()].concat(),
    );
    check_is_read("control", "control.txt", format!("{STORY}\u{1}\u{2}\u{7}\u{0}{STORY}"));
}

#[test]
fn a_million_character_line_and_unclosed_quotes_are_read() {
    check_is_read("line", "line.txt", STORY.replace('\n', " ").repeat(4_000));
    check_is_read("quotes", "quotes.txt", format!("“He said \"it is ‘so {STORY}\n“And {STORY}").repeat(200));
}

#[test]
fn a_fifty_megabyte_text_does_not_stop_the_others() {
    let folder = Folder::new("large");
    let good = folder.write("good.txt", STORY);
    let large = folder.write("large.txt", STORY.repeat(50 * (1 << 20) / STORY.len() + 1));
    let output = whosaid(&["annotate", &large, &good]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("good.txt"));
    assert!(err(&output).contains("large.txt: the text is longer than"), "{}", err(&output));
}

#[test]
fn another_language_is_kept_and_not_read() {
    let french = "Le pont de la rue Creuse sera fermé lundi, a déclaré le conseil municipal. \
        « Nous n'avons pas le choix », a dit l'ingénieure Mara Quill au journal de la ville. ";
    let folder = Folder::new("french");
    let path = folder.write("pont.txt", french.repeat(3));
    let output = whosaid(&["annotate", &path]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let line = out(&output);
    assert!(line.contains("\"language\":\"fr\"") && line.contains("\"attributions\":[]"), "{line}");
    let page = folder.path("page.html");
    let good = folder.write("good.txt", STORY);
    assert_eq!(whosaid(&["report", &good, &path, "-o", &page]).status.code(), Some(0));
    assert!(fs::read_to_string(page).unwrap().contains("pont.txt"));
}

#[test]
fn two_copies_of_one_file_are_one_article() {
    let folder = Folder::new("copies");
    let (a, b) = (folder.write("a.txt", STORY), folder.write("b.txt", STORY));
    let output = whosaid(&["dossier", "--format", "json", &a, &b]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("b.txt: the same content"), "{}", err(&output));
    assert_eq!(out(&output).matches("\"given_id\"").count(), 1);
}

#[test]
fn no_article_at_all_is_told_and_nothing_is_written() {
    let folder = Folder::new("none");
    let page = folder.path("page.html");
    let output = whosaid(&["report", &folder.path(""), "-o", &page]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("no article found"), "{}", err(&output));
    assert!(!Path::new(&page).exists());
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 0, "no scratch file stays");
}

#[test]
fn a_place_that_cannot_be_written_is_named_before_the_work() {
    let folder = Folder::new("unwritable");
    let good = folder.write("good.txt", STORY);
    let output = whosaid(&["report", &good, "-o", &folder.path("no/such/folder/page.html")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("cannot write") && err(&output).contains("-o"), "{}", err(&output));
}

#[test]
fn the_same_bytes_with_any_number_of_threads_and_any_order() {
    let folder = Folder::new("bytes");
    let files: Vec<String> = (0..12)
        .map(|n| {
            let text = STORY.replace("4 million", &format!("{} million", 4 + n % 3));
            folder.write(&format!("{n:02}.txt"), format!("date 2031-05-{:02}\n{text}", 1 + n))
        })
        .collect();
    let run = |threads: &str, files: &[String]| {
        let mut args = vec!["dossier", "--format", "json", "-j", threads];
        args.extend(files.iter().map(String::as_str));
        let output = whosaid(&args);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        out(&output)
    };
    let once = run("1", &files);
    assert_eq!(once, run("4", &files));
    let reversed: Vec<String> = files.iter().rev().cloned().collect();
    assert_eq!(once, run("2", &reversed));
}

#[test]
fn standard_input_is_read_as_lines_or_as_one_text() {
    use std::io::Write;
    for (given, n_articles) in
        [(STORY.to_owned(), 1), (format!("{}\n{}\n", serde_line("One text here."), serde_line(STORY)), 2)]
    {
        let mut child = Command::new(env!("CARGO_BIN_EXE_whosaid"))
            .args(["annotate", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(given.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(out(&output).lines().count(), n_articles);
    }
}

#[test]
fn explain_names_rules_and_words() {
    let folder = Folder::new("explain");
    let path = folder.write("good.txt", STORY);
    let output = whosaid(&["explain", &format!("{path}:10")]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("Hollow") && out(&output).contains("[language/tags]"), "{}", out(&output));
    let past = whosaid(&["explain", &format!("{path}:99999")]);
    assert_eq!(past.status.code(), Some(2));
    assert!(err(&past).contains("past its end"));
}

/// A line of JSONL input around a text without quotation marks that need more than escaping.
fn serde_line(text: &str) -> String {
    format!("{{\"text\": \"{}\"}}", text.replace('"', "\\\"").replace('\n', "\\n"))
}

#[test]
fn the_accurate_mode_is_the_default_and_named_in_the_manifest() {
    let folder = Folder::new("accurate");
    let story = folder.write("story.txt", STORY);
    let dossier = out(&accurately(&["dossier", &story, "--format", "json"]));
    assert!(dossier.contains("\"accurate\"") && dossier.contains("Mara Quill"), "{dossier}");
    let fast = out(&whosaid(&["dossier", &story, "--format", "json"]));
    assert!(fast.contains("\"fast\""), "{fast}");
}

#[test]
fn models_of_ones_own_are_read_or_refused() {
    let folder = Folder::new("models");
    let story = folder.write("story.txt", STORY);
    let built_in = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/en");
    let output = accurately(&["annotate", &story, "--models", built_in]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let empty = folder.path("");
    let refuse = |name: &str, bytes: &[u8], expected: &str| {
        folder.write(name, bytes);
        let output = accurately(&["annotate", &story, "--models", &empty]);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains(expected), "{}", err(&output));
        fs::remove_file(folder.path(name)).unwrap();
    };
    refuse("other.model", b"", "no model in");
    fs::create_dir(folder.path("tags.model")).unwrap();
    refuse("names.model", b"", "tags.model: ");
    fs::remove_dir(folder.path("tags.model")).unwrap();
    refuse("names.model", b"not a model", "not a whosaid model file");
    refuse("tags.model", b"WSTG\x01", "tags.model");
    refuse("attribution-first.model", b"WSLM", "one of them is not there");
    refuse("encoder.onnx", b"PK", "encoder.pieces: not in the folder");
    folder.write("encoder.pieces", "[UNK]\n[CLS]\n[SEP]\n");
    refuse("encoder.onnx", b"PK", "model of the encoder");
}
