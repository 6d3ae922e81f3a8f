//! Saved web pages: the article's text by an [`Extractor`], what the page says about itself by `metadata.rs`.

use crate::draft::Draft;
use crate::small_page::small_page;
use crate::{GivenArticle, SetAside, metadata, tags};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Pages larger than this many bytes are set aside.
pub const MAX_PAGE_BYTES: usize = 32 << 20;

/// Fewest words that make an article of a page.
const FEWEST_WORDS: usize = 8;

/// Finds the text of the article in a page. Its own trait, so that another library can take the place of this one.
pub trait Extractor {
    /// The article of a page whose depth is bounded and that holds no scripts, or `None` where there is none.
    fn extract(&self, html: &str) -> Option<Extracted>;
}

/// What an extractor found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extracted {
    /// The article's text, a paragraph a line.
    pub text: String,
    /// Its title, where the page's own data has none.
    pub title: Option<String>,
    /// Its authors as printed, where the page's own data has none.
    pub author: Option<String>,
}

/// The `trafilatura` crate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Trafilatura;

/// A first extraction that holds less than this share of the page's paragraphs is not trusted...
const LEAST_SHARE: f64 = 0.6;
/// ...nor one of a page whose paragraphs hold fewer bytes than this.
const FEWEST_IN_PARAGRAPHS: usize = 400;

impl Extractor for Trafilatura {
    fn extract(&self, html: &str) -> Option<Extracted> {
        let in_paragraphs = tags::bytes_in_paragraphs(html);
        let first = extracted(html, false);
        let found = first.as_ref().map_or(0, |found| found.text.len()) as f64;
        if in_paragraphs >= FEWEST_IN_PARAGRAPHS && found >= LEAST_SHARE * in_paragraphs as f64 {
            return first;
        }
        extracted(html, true).or(first)
    }
}

/// The crate's extraction; the second opinions of other libraries are half as quick again.
fn extracted(html: &str, second_opinions: bool) -> Option<Extracted> {
    let mut options =
        trafilatura::Options::default().with_fallback(second_opinions).with_exclude_comments(true);
    options.html_date_mode = trafilatura::HtmlDateMode::Disabled;
    let result = trafilatura::extract(html, &options).ok()?;
    let some = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    Some(Extracted {
        text: some(tags::lines(&result.content_html))?,
        title: some(result.metadata.title),
        author: some(result.metadata.author),
    })
}

/// Reads a page.
pub(crate) fn read(path: &str, html: &str, extractor: &impl Extractor) -> Result<Draft, SetAside> {
    if html.len() > MAX_PAGE_BYTES {
        let limit = MAX_PAGE_BYTES >> 20;
        return Err(SetAside::new(path, format!("the page is larger than {limit} MB; save its text alone")));
    }
    let page = metadata::of_page(html);
    let small = small_page(html);
    // A page that the extractor cannot bear must not stop the others.
    let extracted = catch_unwind(AssertUnwindSafe(|| extractor.extract(&small)))
        .map_err(|_| SetAside::new(path, "the page could not be taken apart; save its text alone"))?;
    let Some(found) = extracted.filter(|found| is_article(&found.text)) else {
        return Err(SetAside::new(path, "no article was found in the page; save its text alone"));
    };
    let title = page.title.or(found.title);
    let text = without_repeated_title(&found.text, title.as_deref());
    let given = GivenArticle {
        url: page.url,
        byline: match found.author {
            Some(author) if page.byline.is_empty() => crate::byline::names(&author),
            _ => page.byline,
        },
        text: text.to_owned(),
        title,
        ..GivenArticle::default()
    };
    Ok(Draft {
        given,
        published: page.published,
        modified: page.modified,
        site_name: page.site_name,
        language: page.language,
        stated: page.stated,
        ..Draft::default()
    })
}

/// The text without a first line that is the title in other quotation marks or capitals.
fn without_repeated_title<'a>(text: &'a str, title: Option<&str>) -> &'a str {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let repeats = title.is_some_and(|title| first.len() < 400 && letters(first) == letters(title));
    if repeats && !rest.trim().is_empty() { rest.trim_start() } else { text }
}

fn is_article(text: &str) -> bool {
    // Scripts without blanks between words: three letters count for a word.
    let letters = || text.chars().filter(|c| *c > '\u{2e80}').take(FEWEST_WORDS * 3).count();
    text.split_whitespace().take(FEWEST_WORDS).count() == FEWEST_WORDS || letters() == FEWEST_WORDS * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str =
        "The old pier of Port Ellis fell into the sea on Monday night, and nobody was hurt, the mayor said.";

    fn page(body: &str) -> String {
        format!(
            "<html><head><title>Pier falls</title></head><body><nav>Home World</nav><article>{body}</article></body></html>"
        )
    }

    fn text(html: &str) -> Result<String, String> {
        read("a.html", html, &Trafilatura).map(|draft| draft.given.text).map_err(|aside| aside.why)
    }

    #[test]
    fn the_article_is_taken_out_of_the_page() {
        let text =
            text(&page(&format!("<h1>Pier falls</h1><p>{PROSE}</p><p>{PROSE} It was old.</p>"))).unwrap();
        assert!(text.contains("Port Ellis") && !text.contains("Home World"), "{text}");
    }

    #[test]
    fn a_truncated_page_is_read_as_far_as_it_goes() {
        let whole = page(&format!("<h1>Pier falls</h1><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>"));
        let cut = &whole[..whole.len() - 60];
        assert!(text(cut).unwrap().contains("Port Ellis"));
    }

    #[test]
    fn a_page_without_an_article_is_set_aside() {
        assert!(text("<html><body></body></html>").unwrap_err().starts_with("no article"));
        assert!(text("<html><body><p>Log in</p></body></html>").unwrap_err().starts_with("no article"));
    }

    #[test]
    fn a_million_nested_elements_do_no_harm() {
        let body = format!("{}<p>{PROSE}</p>", "<div>".repeat(1_000_000));
        let _ = text(&page(&body));
        let _ = text(&"<b><i>".repeat(500_000));
    }

    #[test]
    fn an_extractor_that_panics_sets_the_page_aside() {
        struct Panics;
        impl Extractor for Panics {
            fn extract(&self, _: &str) -> Option<Extracted> {
                panic!("as a library might")
            }
        }
        assert!(read("a.html", &page(PROSE), &Panics).unwrap_err().why.starts_with("the page could not"));
    }
}
