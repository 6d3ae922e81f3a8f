//! What is set into prose but is none of it: links to other articles and credits of pictures, in brackets or run
//! together with the name that they hang on.
//!
//! Openings of brackets come from `data/en/boilerplate/inserts.txt`. Whole lines are judged in `rules`.

use std::ops::Range;
use std::sync::LazyLock;

/// Longest insert, in bytes.
const LONGEST: usize = 700;
/// Words between a name and the same name glued to the first link.
const MOST_NAMES: usize = 5;

static OPENINGS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let data = include_str!("../../../data/en/boilerplate/inserts.txt");
    data.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// The inserts of a line of prose, by position; bytes of the line.
pub(crate) fn of_line(line: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    let is_start = |c: char| matches!(c, '(' | '[' | 'M');
    while let Some(at) = line[from..].find(is_start).map(|found| from + found) {
        let insert = if line[at..].starts_with('M') { links_before(line, at) } else { bracketed(line, at) };
        let after_others =
            found.last().is_none_or(|last| insert.as_ref().is_some_and(|it| it.start >= last.end));
        from = insert.as_ref().map_or(at + 1, |insert| insert.end);
        found.extend(insert.filter(|_| after_others));
    }
    found
}

/// "(RELATED: Harbor reopens)", "[Photo by Ann Pike]".
fn bracketed(line: &str, at: usize) -> Option<Range<usize>> {
    let close = if line[at..].starts_with('(') { ')' } else { ']' };
    let inside = &line[at + 1..];
    let opens = |opening: &str| {
        inside.get(..opening.len()).is_some_and(|head| head.eq_ignore_ascii_case(opening))
            && !inside[opening.len()..]
                .starts_with(|c: char| c.is_alphanumeric() && opening.ends_with(char::is_alphanumeric))
    };
    OPENINGS.iter().find(|opening| opens(opening))?;
    let end = inside.char_indices().take_while(|(idx, _)| *idx < LONGEST).find(|(_, c)| *c == close)?.0;
    Some(at..at + 1 + end + 1)
}

/// Links that hang on a name and end in a capital "MORE": "Ann Pike Ann PikeHarbor reopens Mayor resigns MORE said".
fn links_before(line: &str, at: usize) -> Option<Range<usize>> {
    let end = at + "MORE".len();
    let before = line.get(..at)?.strip_suffix(' ')?;
    if !line[at..].starts_with("MORE") || line[end..].starts_with(char::is_alphanumeric) {
        return None;
    }
    let mut floor = at.saturating_sub(LONGEST);
    while !line.is_char_boundary(floor) {
        floor += 1;
    }
    let words: Vec<(usize, &str)> = words(&line[floor..before.len()]).collect();
    (1..words.len()).rev().find_map(|idx| {
        let earlier = &words[idx.saturating_sub(MOST_NAMES)..idx];
        let glued = words[idx].1;
        let name = earlier.iter().rev().find(|(_, name)| is_glued_to(glued, name))?;
        let start = floor + name.0 + name.1.len() + 1;
        (start < at).then_some(start..end)
    })
}

/// Whether a word is a name and the first word of a headline: "PikeHarbor".
fn is_glued_to(word: &str, name: &str) -> bool {
    let headline = word.strip_prefix(name).unwrap_or("");
    name.len() > 2
        && name.starts_with(char::is_uppercase)
        && headline.starts_with(|c: char| c.is_uppercase() || c == '\'' || c == '‘')
}

/// Words between spaces, with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(' ').map(move |word| {
        let start = at;
        at += word.len() + 1;
        (start, word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &[&str]) {
        let found: Vec<&str> = of_line(line).into_iter().map(|range| &line[range]).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn links_and_credits_in_brackets() {
        check(
            "Pike resigned. (RELATED: Harbor Reopens After Storm) She left.",
            &["(RELATED: Harbor Reopens After Storm)"],
        );
        check("Pike at the harbor. [Photo: Jo Quill/Gazette]", &["[Photo: Jo Quill/Gazette]"]);
        check("Pike at the harbor. (Jo Quill/Getty Images)", &[]);
        check("Pike at the harbor. (AP Photo/Jo Quill)", &["(AP Photo/Jo Quill)"]);
        check("It is legal (related cases are not). Ann Pike (photographed here) left.", &[]);
        check("(RELATED: never closed", &[]);
        check("(Photos are banned.)", &[]);
    }

    #[test]
    fn links_that_hang_on_a_name() {
        check(
            "Mayor Ann Pike Ann Marie PikeHarbor reopens Council: no money left MORE (I) said no.",
            &["Ann Marie PikeHarbor reopens Council: no money left MORE"],
        );
        check(
            "Jo McQuill Joseph McQuillThe Gazette's Morning Report MORE’s office",
            &["Joseph McQuillThe Gazette's Morning Report MORE"],
        );
        check("Ann Pike wants MORE. Ann Pike does not.", &[]);
        check("READ MORE", &[]);
    }

    #[test]
    fn any_text_is_read() {
        for line in ["", "M", "(", "é(É", "éM MORE", "A AÉ MORE", "[photo: é"] {
            of_line(line);
        }
    }
}
