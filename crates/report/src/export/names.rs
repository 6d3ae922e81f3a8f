//! Names that hold outside one file: the same thing has the same name in every export, on any machine.
//!
//! Things are named by version 8 UUIDs (RFC 9562) made of hashes, texts by the hash itself as `nih:` (RFC 6920), whose
//! hexadecimal digits are the `text_sha256` of the JSON. No name needs a network or a domain.

use sha2::{Digest, Sha256};
use whosaid::Run;
use whosaid::claims::Claim;
use whosaid::text::{Article, Span};

/// A `urn:uuid:` for a thing of a kind, the same for the same words.
pub fn urn(kind: &str, words: &[&str]) -> String {
    let mut hash = Sha256::new();
    hash.update(b"whosaid\x1f");
    hash.update(kind.as_bytes());
    for word in words {
        hash.update(b"\x1f");
        hash.update(word.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// An article's name.
pub fn article(article: &Article) -> String {
    urn("article", &[&article.id().to_string()])
}

/// The name of the text that places are counted in.
pub fn text(article: &Article) -> String {
    format!("nih:sha-256;{}", article.text_sha256())
}

/// The name of a place of an article.
pub fn place(article: &Article, span: Span) -> String {
    let [start, end] = article.text.code_point_span(span);
    urn("telling", &[&article.id().to_string(), &format!("{start}-{end}")])
}

/// The name of a claim: that of its first telling, as a claim.
pub fn claim(run: &Run, claim: &Claim) -> String {
    let first = claim.tellings.first().and_then(|telling| {
        let article = &run.readings.get(telling.article)?.annotated.article;
        let [start, end] = article.text.code_point_span(telling.span);
        Some(urn("claim", &[&article.id().to_string(), &format!("{start}-{end}")]))
    });
    first.unwrap_or_else(|| urn("claim", &[&claim.gist]))
}

/// The article's address where it is one that a browser can open, as an IRI without blanks or quotation marks.
pub fn address(article: &Article) -> Option<String> {
    let url = article.url.as_deref()?.trim();
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_whole = url.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>\"{}|\\^`[]".contains(c));
    let host = url.split("://").nth(1)?;
    (is_web && is_whole && !host.is_empty() && !host.starts_with('/') && percent_signs_fit(url))
        .then(|| url.to_owned())
}

/// Whether two hexadecimal digits follow every percent sign.
fn percent_signs_fit(url: &str) -> bool {
    let two_digits = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    url.split('%').skip(1).all(two_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_uuids_of_version_eight() {
        let name = urn("article", &["00ff"]);
        let digits = name.strip_prefix("urn:uuid:").unwrap();
        assert_eq!(digits.len(), 36);
        assert_eq!(&digits[14..15], "8");
        assert!("89ab".contains(&digits[19..20]));
        assert_eq!(name, urn("article", &["00ff"]));
        assert_ne!(name, urn("claim", &["00ff"]));
        assert_ne!(urn("a", &["b", "c"]), urn("a", &["bc"]));
    }

    #[test]
    fn only_whole_web_addresses_are_given_on() {
        use whosaid::text::{ArticleParts, SourceText};
        let check = |url: &str, kept: bool| {
            let text = SourceText::new("x").unwrap();
            let parts = ArticleParts { url: Some(url.to_owned()), ..ArticleParts::of_text(text) };
            assert_eq!(address(&Article::new(parts)).is_some(), kept, "{url}");
        };
        check("https://news.example/a?b=%20c#d", true);
        check("http://news.example/ä", true);
        check("javascript:alert(1)", false);
        check("https://news.example/a b", false);
        check("https://news.example/%zz", false);
        check("https://", false);
        check("file:///etc/passwd", false);
    }
}
