//! [`OwnOutlet`]: which words name the article's own outlet, so that it is no hop of its own chains.

use whosaid_text::Article;

/// The names of an article's own outlet (and of the agency that wrote it), ready to compare.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnOutlet(Vec<OutletName>);

#[derive(Clone, Debug)]
struct OutletName {
    /// Words in lower case, without "the", domains split off their ending.
    words: Vec<String>,
    joined: String,
    initials: String,
}

impl OwnOutlet {
    pub fn of(article: &Article) -> Self {
        let names = [&article.outlet, &article.wire];
        OwnOutlet(
            names
                .into_iter()
                .flatten()
                .map(|name| OutletName::new(name))
                .filter(|n| !n.joined.is_empty())
                .collect(),
        )
    }

    /// Whether a name in the text is a name of the own outlet: the same words, some of them, or its initials.
    pub fn is_named_by(&self, text: &str) -> bool {
        let name = OutletName::new(text);
        !name.joined.is_empty() && self.0.iter().any(|own| own.is_same(&name))
    }
}

impl OutletName {
    fn new(name: &str) -> Self {
        let name = name.to_lowercase();
        let bare =
            name.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
        let domain = bare.contains('.') && !bare.contains(' ');
        let host = if domain { bare.split('.').next().unwrap_or(bare) } else { bare };
        let words: Vec<String> =
            host.split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty() && !matches!(*word, "the" | "online" | "web" | "s"))
                .map(|word| {
                    if domain {
                        word.strip_prefix("the").filter(|w| w.len() > 2).unwrap_or(word)
                    } else {
                        word
                    }
                })
                .map(str::to_owned)
                .collect();
        let joined = words.concat();
        let initials = words.iter().filter_map(|word| word.chars().next()).collect();
        OutletName { words, joined, initials }
    }

    fn is_same(&self, other: &OutletName) -> bool {
        let part =
            |short: &OutletName, long: &OutletName| short.words.iter().all(|word| long.words.contains(word));
        let short_for =
            |short: &OutletName, long: &OutletName| long.words.len() > 1 && short.joined == long.initials;
        self.joined == other.joined
            || part(other, self)
            || part(self, other)
            || short_for(self, other)
            || short_for(other, self)
            || (other.joined.len() > 2 && self.words.len() == 1 && self.joined.starts_with(&other.joined))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(own: &str, named: &str, same: bool) {
        let outlet = OwnOutlet(vec![OutletName::new(own)]);
        assert_eq!(outlet.is_named_by(named), same, "{own} / {named}");
    }

    #[test]
    fn the_own_outlet_is_known_by_its_names() {
        check("gazette.example", "GAZETTE", true);
        check("thegazette.co.example", "The Gazette", true);
        check("Springfield Gazette", "the Gazette", true);
        check("Springfield News Service", "SNS", true);
        check("SNS", "Springfield News Service", true);
        check("Springfield Online News", "Springfield News", true);
        check("Springfield Gazette", "The Herald", false);
        check("gazette.example", "the Sunday Herald", false);
    }
}
