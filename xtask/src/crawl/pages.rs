//! Articles as pages of news sites, and pages as records of a crawl (ISO 28500), a gzip member each.

use super::Article;
use flate2::{Compression, GzBuilder};
use std::fmt::Write as _;
use std::io::{self, Write};
use whosaid_linear::{hash, mix};

/// When a page without a date was fetched.
const FETCHED: &str = "2031-01-01";

/// Writes the page of an article.
pub fn write_record(file: &mut impl Write, n: usize, article: &Article) -> io::Result<()> {
    let page = page(article);
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{page}",
        page.len()
    );
    let day = article.published.as_deref().and_then(|published| published.get(..10)).unwrap_or(FETCHED);
    let (a, b) = (n as u32, hash(&answer));
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{:08x}-0000-8000-8000-{a:08x}{:04x}>\r\n\
         WARC-Date: {day}T23:00:00Z\r\nWARC-Target-URI: {}\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n{answer}\r\n\r\n",
        b,
        mix(a, b) & 0xffff,
        address(n, article),
        answer.len(),
    );
    let mut member = GzBuilder::new().write(&mut *file, Compression::default());
    member.write_all(record.as_bytes())?;
    member.finish().map(drop)
}

/// Its own address, or one at its outlet.
fn address(n: usize, article: &Article) -> String {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("%20");
    if let Some(url) = &article.url {
        return one_line(url);
    }
    let outlet = article.outlet.as_deref().unwrap_or("news");
    let letters: String = outlet.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("https://www.{}.example/article/{n}", letters.to_lowercase())
}

fn page(article: &Article) -> String {
    let title = article.title.as_deref().map(escaped);
    let mut page = String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    if let Some(title) = &title {
        let _ = writeln!(page, "<title>{title}</title>\n<meta property=\"og:title\" content=\"{title}\">");
    }
    let meta = [("og:site_name", &article.outlet), ("article:published_time", &article.published)];
    for (name, value) in meta {
        if let Some(value) = value {
            let _ = writeln!(page, "<meta property=\"{name}\" content=\"{}\">", escaped(value));
        }
    }
    page.push_str(
        "</head>\n<body>\n<nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/world\">World</a></li><li><a \
         href=\"/sport\">Sport</a></li></ul></nav>\n<article>\n",
    );
    if let Some(title) = &title {
        let _ = writeln!(page, "<h1>{title}</h1>");
    }
    let paragraphs = article.text.split('\n').map(str::trim).filter(|paragraph| !paragraph.is_empty());
    for paragraph in paragraphs {
        let _ = writeln!(page, "<p>{}</p>", escaped(paragraph));
    }
    page.push_str(
        "</article>\n<footer><a href=\"/about\">About us</a> <a href=\"/privacy\">Privacy</a></footer>\n</body>\n\
         </html>\n",
    );
    page
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
