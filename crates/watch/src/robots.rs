//! robots.txt, as RFC 9309 has it: groups by product token, the longest rule wins, `*` and `$` in paths.

/// Bytes read of a file, as the standard demands at least.
const MOST_BYTES: usize = 500 * 1024;
/// Seconds between two requests that a site may ask for, at most.
const LONGEST_DELAY: u64 = 60;

/// What a site allows one program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    /// Path patterns with whether they allow.
    rules: Vec<(String, bool)>,
    /// Seconds between two requests.
    delay: Option<u64>,
    closed: bool,
}

impl Robots {
    /// A site without a file: everything is allowed.
    pub fn open() -> Self {
        Robots::default()
    }

    /// A site whose file cannot be had because its server fails: nothing is allowed.
    pub fn closed() -> Self {
        Robots { closed: true, ..Robots::default() }
    }

    /// Reads a file for the program of a product token: its groups, or else those for all.
    pub fn read(file: &[u8], product: &str) -> Self {
        let file = String::from_utf8_lossy(&file[..file.len().min(MOST_BYTES)]);
        let (mut own, mut of_all) = (Robots::default(), Robots::default());
        let (mut is_own, mut is_of_all, mut naming, mut found_own) = (false, false, false, false);
        for line in file.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or("");
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !naming {
                    (is_own, is_of_all, naming) = (false, false, true);
                }
                is_own |= is_product(value, product);
                is_of_all |= value == "*";
                found_own |= is_own;
                continue;
            }
            let is_rule = matches!(key.as_str(), "allow" | "disallow");
            let delay = if key == "crawl-delay" { value.parse::<f64>().ok() } else { None };
            naming &= !is_rule && key != "crawl-delay";
            for (group, wanted) in [(&mut own, is_own), (&mut of_all, is_of_all)] {
                if wanted && is_rule && !value.is_empty() {
                    group.rules.push((value.to_owned(), key == "allow"));
                }
                if wanted && let Some(delay) = delay.filter(|delay| delay.is_finite() && *delay >= 0.0) {
                    group.delay = Some((delay.ceil() as u64).min(LONGEST_DELAY));
                }
            }
        }
        if found_own { own } else { of_all }
    }

    /// Whether a path, with its query, may be asked for.
    pub fn allows(&self, path: &str) -> bool {
        if self.closed {
            return false;
        }
        let matching = self.rules.iter().filter(|(pattern, _)| matches(pattern.as_bytes(), path.as_bytes()));
        let best = matching.max_by_key(|(pattern, allows)| (pattern.len(), *allows));
        best.is_none_or(|(_, allows)| *allows)
    }

    /// Seconds between two requests that the site asks for.
    pub fn delay(&self) -> Option<u64> {
        self.delay
    }
}

/// Whether a line names a product: by its token, in any case, whatever stands behind it.
fn is_product(value: &str, product: &str) -> bool {
    let token =
        value.split(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_')).next().unwrap_or("");
    !token.is_empty() && token.eq_ignore_ascii_case(product)
}

/// Whether a pattern stands at the beginning of a path. Without backtracking into earlier stars, so in linear time
/// for each star.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, is_whole) = match pattern.strip_suffix(b"$") {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split(|&byte| byte == b'*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let parts: Vec<&[u8]> = parts.collect();
    for (n, part) in parts.iter().enumerate() {
        if is_whole && n + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match part.is_empty() {
            true => {}
            false => match rest.windows(part.len()).position(|window| window == *part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            },
        }
    }
    !is_whole || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::Robots;

    fn check(file: &str, path: &str, allowed: bool) {
        assert_eq!(Robots::read(file.as_bytes(), "whosaid").allows(path), allowed, "{path} of {file:?}");
    }

    #[test]
    fn the_longest_rule_wins() {
        let file = "User-agent: *\nDisallow: /news\nAllow: /news/open\nDisallow: /*.pdf$\nDisallow: /q?*x=";
        check(file, "/", true);
        check(file, "/news", false);
        check(file, "/newspaper", false);
        check(file, "/news/open/1", true);
        check(file, "/a/b.pdf", false);
        check(file, "/a/b.pdf?x", true);
        check(file, "/q?a=1&x=2", false);
        check("User-agent: *\nDisallow: /a\nAllow: /a", "/a", true);
        check("User-agent: *\nDisallow:", "/", true);
        check("", "/", true);
    }

    #[test]
    fn a_group_of_ones_own_counts_alone() {
        let file =
            "User-agent: *\nDisallow: /\n\nUser-agent: Other\nUser-agent: WhoSaid/1.0\nDisallow: /private";
        check(file, "/", true);
        check(file, "/private/x", false);
        check("User-agent: other\nDisallow: /", "/", true);
        check("User-agent: whosaidbot\nDisallow: /", "/", true);
        check("user-agent: whosaid\nfoo: bar\nallow: /x\ndisallow: / # all", "/y", false);
    }

    #[test]
    fn odd_files_do_no_harm() {
        for file in [&b"\xff\xfe\x00"[..], b"Disallow: /", b":::\n\r\nUser-agent", &[b'*'; 600_000]] {
            assert!(Robots::read(file, "whosaid").allows("/x"));
        }
        let stars = format!("User-agent: *\nDisallow: /{}b", "*a".repeat(2_000));
        assert!(Robots::read(stars.as_bytes(), "whosaid").allows(&format!("/{}", "a".repeat(4_000))));
    }

    #[test]
    fn delays_are_bounded() {
        let delay = |value: &str| {
            Robots::read(format!("User-agent: *\nCrawl-delay: {value}").as_bytes(), "whosaid").delay()
        };
        assert_eq!(delay("2.5"), Some(3));
        assert_eq!(delay("86400"), Some(60));
        assert_eq!(delay("-1"), None);
        assert_eq!(delay("NaN"), None);
        assert!(!Robots::closed().allows("/"));
    }
}
