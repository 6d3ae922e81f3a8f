//! Who published: the outlet's domain, out of an address.

/// The host of an address without `www.`, port and user: `https://www.example.org/a` is `example.org`.
pub(crate) fn domain(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = url.split_once("://").map_or_else(|| url.strip_prefix("//"), |(_, rest)| Some(rest))?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    is_domain(host).then(|| host.to_owned())
}

/// An outlet as it was given: a domain loses `www.`, a name stays as it is.
pub(crate) fn as_given(outlet: &str) -> Option<String> {
    let outlet = outlet.trim();
    if outlet.contains("://") {
        return domain(outlet);
    }
    let bare = outlet.strip_prefix("www.").filter(|bare| is_domain(bare)).unwrap_or(outlet);
    (!bare.is_empty()).then(|| bare.to_owned())
}

fn is_domain(host: &str) -> bool {
    host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains() {
        let check = |url: &str, expected: Option<&str>| assert_eq!(domain(url).as_deref(), expected, "{url}");
        check("https://www.Example.org/a/b?c", Some("example.org"));
        check("http://news.example.co.uk:8080", Some("news.example.co.uk"));
        check("//example.org/x", Some("example.org"));
        check("/relative/path", None);
        check("file:///home/ada/a.html", None);
        check("", None);
    }

    #[test]
    fn outlets_as_given() {
        assert_eq!(as_given("www.example.org").as_deref(), Some("example.org"));
        assert_eq!(as_given("The Harbor Gazette").as_deref(), Some("The Harbor Gazette"));
        assert_eq!(as_given(" ").as_deref(), None);
    }
}
