//! `whosaid watch` against a server on this machine: from a feed to a collection.
#![cfg(feature = "watch")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Command, Output};

const PAGE: &str = "<html><head><title>Bridge closes</title></head><body><article><h1>Bridge closes</h1>\
    <p>The Hollow Lane bridge will close on Monday, engineer Mara Quill said.</p>\
    <p>Twelve ships are waiting below the bridge, according to the harbor office, which asked for patience.</p>\
    <p>Repairs will cost 4 million crowns, a report by the city says.</p></article></body></html>";

/// Answers until the test ends.
fn serve() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            while reader.read_line(&mut request).is_ok_and(|n| n > 2) {}
            let feed = format!(
                "<rss version='2.0'><channel><title>All</title><item><title>Bridge</title>\
                 <link>http://127.0.0.1:{port}/bridge</link></item></channel></rss>"
            );
            let (status, kind, body) = match request.split(' ').nth(1) {
                Some("/feed") => ("200 OK", "application/rss+xml", feed.as_str()),
                Some("/bridge") => ("200 OK", "text/html; charset=utf-8", PAGE),
                _ => ("404 Not Found", "text/plain", "no"),
            };
            let length = body.len();
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
        }
    });
    port
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

#[test]
fn a_feed_becomes_a_collection() {
    let folder = std::env::temp_dir().join(format!("whosaid-watch-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let feed = format!("http://127.0.0.1:{}/feed", serve());
    fs::write(folder.join("feeds.opml"), format!("<opml><body><outline xmlUrl='{feed}'/></body></opml>"))
        .unwrap();
    let whosaid = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.args(args).arg("--fast").current_dir(&folder).output().unwrap()
    };
    let watch = ["watch", "feeds.opml", "--contact", "me@example.org"];
    assert_eq!(code(&whosaid(&watch[..2])), 2, "without a contact");
    let output = whosaid(&watch);
    assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
    let listed = whosaid(&["list", "--format", "json"]);
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(
        listed.contains("\"total\":1") && listed.contains("/bridge") && listed.contains("Bridge closes"),
        "{listed}"
    );
    let kept: Vec<String> = fs::read_dir(folder.join("watched"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(kept.iter().any(|name| name.ends_with(".warc") && !name.ends_with(".new.warc")), "{kept:?}");
    // Its time has not come, so nothing is asked.
    let again = whosaid(&watch);
    assert_eq!(code(&again), 1);
    assert!(String::from_utf8_lossy(&again.stderr).contains("its time comes"));
    fs::remove_dir_all(folder).unwrap();
}
