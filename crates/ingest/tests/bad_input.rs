//! Input that is odd, broken or hostile: a clear message or a mended article, never a panic, never slow.

use whosaid_ingest::{RawDocument, read, read_with_remarks};
use whosaid_text::Language;

const PROSE: &str =
    "The old pier of Port Ellis fell into the sea on Monday night, and nobody was hurt, the mayor said.";

/// Checks that a document gives one article whose text contains some words.
#[track_caller]
fn check_read(path: &str, bytes: &[u8], words: &str) {
    let articles = read(RawDocument { path, bytes });
    assert_eq!(articles.len(), 1);
    let article = articles[0].as_ref().unwrap_or_else(|aside| panic!("{}: {}", aside.path, aside.why));
    assert!(article.text.contains(words), "{}", &article.text[..article.text.len().min(200)]);
}

/// Checks that a document is set aside under its name with a reason that contains some words.
#[track_caller]
fn check_aside(path: &str, bytes: &[u8], why: &str) {
    let articles = read(RawDocument { path, bytes });
    assert_eq!(articles.len(), 1);
    let aside = articles[0].as_ref().map(|article| article.text.len()).unwrap_err();
    assert!(aside.path.starts_with(path) && aside.why.contains(why), "{}: {}", aside.path, aside.why);
}

#[test]
fn empty_files_are_set_aside() {
    check_aside("a.txt", b"", "empty");
    check_aside("a.html", b" \n\t\r\n", "empty");
    check_aside("a.json", b"{\"text\": \"\"}", "no text");
    check_aside("a.txt", b"date 2031-04-09\n", "no text");
    check_aside("a.txt", b"\xef\xbb\xbf\n", "no text");
}

#[test]
fn binary_noise_is_set_aside_by_its_kind() {
    check_aside("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG image file");
    check_aside("a.html", b"PK\x03\x04 docx", "a .zip that cannot be read");
    check_aside("a.pdf", b"%PDF-1.7\n1 0 obj", "PDF");
    let noise: Vec<u8> = (0..20_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    check_aside("a.txt", &noise, "binary file");
}

#[test]
fn a_truncated_page_is_read_as_far_as_it_goes() {
    let page = format!(
        "<!doctype html><html><head><title>Pier falls</title></head><body><article><p>{PROSE}</p><p>{PROSE}</p><p>It was o"
    );
    check_read("a.html", page.as_bytes(), "Port Ellis");
    check_read("a", page.as_bytes(), "Port Ellis");
    check_aside("a.html", b"<!doctype html><html><head><title>Pier fa", "no article");
}

#[test]
fn broken_json_names_line_and_column() {
    check_aside("a.json", b"{\"text\": \"a\",\n}", "line 2 column 1");
    check_aside("a.json", b"[1, 2]".as_slice().get(..2).unwrap_or(b""), "line 1");
    let lines = format!("{{\"text\": \"{PROSE}\"}}\n{{oops}}\n{{\"text\": \"{PROSE}\"}}\n");
    let articles = read(RawDocument { path: "a.jsonl", bytes: lines.as_bytes() });
    assert_eq!(articles.iter().filter(|article| article.is_ok()).count(), 2);
    assert_eq!(articles[1].as_ref().unwrap_err().path, "a.jsonl:2");
}

#[test]
fn a_very_long_text_is_set_aside_and_long_lines_are_read() {
    let text = format!("{PROSE}\n\n").repeat(50 * (1 << 20) / PROSE.len());
    check_aside("a.txt", text.as_bytes(), "longer than 16 MB; split it");
    check_read("a.txt", format!("{PROSE} ").repeat(10_000).as_bytes(), "Port Ellis");
    check_read("a.txt", "(".repeat(1_000_000).as_bytes(), "((");
    check_read("a.md", "*[".repeat(500_000).as_bytes(), "[[");
}

#[test]
fn nested_elements_by_the_million_are_read() {
    let page = format!(
        "<html><body>{}<p>{PROSE}</p>{}</body></html>",
        "<div>".repeat(300_000),
        "</div>".repeat(300_000)
    );
    check_read("a.html", page.as_bytes(), "Port Ellis");
}

#[test]
fn bytes_that_are_no_utf_8_are_replaced_with_a_remark() {
    let bytes = [PROSE.as_bytes(), " Café: \u{e9}\u{e8}\u{ea}".as_bytes(), b" \xff\xfe fell"].concat();
    let document = read_with_remarks(RawDocument { path: "a.txt", bytes: &bytes });
    assert!(document.articles[0].as_ref().unwrap().text.contains("Caf\u{e9}"));
    assert!(document.diagnostics[0].message.contains("not valid UTF-8"), "{:?}", document.diagnostics);
}

#[test]
fn control_characters_become_blanks() {
    check_read("a.txt", format!("{PROSE} a\u{0}b\u{7}c\r\nd").as_bytes(), "a b c\nd");
    check_read("a.json", format!("{{\"text\": \"{PROSE} a\\u0000b\\r\\nc\"}}").as_bytes(), "a b\nc");
}

#[test]
fn another_language_is_kept_and_named() {
    let german = "Die alte Mole des Hafens ist in der Nacht zum Montag ins Meer gestürzt, sagte der Bürgermeister der Stadt.";
    let articles = read(RawDocument { path: "a.txt", bytes: german.as_bytes() });
    let article = articles[0].as_ref().unwrap();
    assert_eq!(article.language, Language::Other("de".to_owned()));
    assert_eq!(&*article.text, german);
}

#[test]
fn two_copies_are_one_article() {
    let one = read(RawDocument { path: "a.txt", bytes: PROSE.as_bytes() });
    let two = read(RawDocument { path: "b/copy.txt", bytes: PROSE.as_bytes() });
    assert_eq!(one[0].as_ref().unwrap().id(), two[0].as_ref().unwrap().id());
}

#[test]
fn feeds_without_text_are_named() {
    check_aside("a.xml", b"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel></channel></rss>", "feed");
    check_aside(
        "a.xml",
        b"<rss><channel><item><link>https://a.example/1</link></item></channel></rss>",
        "https://a.example/1",
    );
    check_aside(
        "s.xml",
        b"<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>",
        "1 sitemaps",
    );
    check_aside("a.xml", b"<newsItem></newsItem>", "without text");
}

/// A record of a crawl that holds a page.
fn page_record(head: &str, page: &str) -> Vec<u8> {
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n{page}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://gazette.example/pier\r\nWARC-Date: 2031-04-09T15:00:00Z\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    )
    .into_bytes()
}

#[test]
fn pages_of_a_crawl_know_their_address_and_the_day_they_were_fetched() {
    let record =
        page_record("", &format!("<html><body><p>{PROSE}</p><p>{PROSE} It was old.</p></body></html>"));
    check_read("a.warc@0", &record, "Port Ellis");
    let article = read(RawDocument { path: "a.warc@0", bytes: &record }).remove(0).unwrap();
    assert_eq!(article.path.as_deref(), Some("a.warc@0"));
    assert_eq!(article.url.as_deref(), Some("https://gazette.example/pier"));
    assert_eq!(article.outlet.as_deref(), Some("gazette.example"));
    assert_eq!(article.published.not_after.map(|day| day.to_string()).as_deref(), Some("2031-04-09"));
    let two = read(RawDocument { path: "a.warc", bytes: &[record.clone(), record].concat() });
    assert_eq!(two.len(), 2);
    assert_eq!(two[0].as_ref().unwrap().path.as_deref(), Some("a.warc@0"));
    check_aside("a.warc", b"WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 0\r\n\r\n", "holds no page");
}

#[test]
fn unclosed_quotes_and_odd_lines_are_kept() {
    let text = format!("\u{201c}{PROSE}\n\n\"\n\n\u{2019}\u{2019}\u{2019}\n\n{PROSE}");
    check_read("a.txt", text.as_bytes(), PROSE);
}

#[test]
fn reading_twice_gives_the_same() {
    let bytes = format!("Pier falls\n\nBy Ada Fenn\n\n{PROSE}\n\nRead more\n");
    let once = read(RawDocument { path: "a.txt", bytes: bytes.as_bytes() });
    assert_eq!(once, read(RawDocument { path: "a.txt", bytes: bytes.as_bytes() }));
}
