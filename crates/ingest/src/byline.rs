//! Names of authors, out of a byline as it is printed or a field as it is given.

/// Longest name of an author, in words.
const MOST_WORDS: usize = 6;

/// The names in "By Ada Fenn and Tom Berg, Port Ellis", "ADA FENN FOR HARBOR ONLINE", "Ada Fenn | Harbor Weekly".
pub(crate) fn names(text: &str) -> Vec<String> {
    let text = without_lead(text.trim());
    let mut names = Vec::new();
    for part in text.split([',', ';', '|', '/', '•', '·', '\n']) {
        for name in
            part.split(" and ").flat_map(|part| part.split(" & ")).flat_map(|part| part.split(" AND "))
        {
            let name = without_lead(name.trim());
            if is_name(name) && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

fn without_lead(text: &str) -> &str {
    let lead = ["By:", "Author:", "Posted by ", "Written by ", "Reported by ", "By ", "BY ", "by "];
    lead.iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text).trim()
}

fn is_name(name: &str) -> bool {
    let n_words = name.split_whitespace().count();
    let opens_well = name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    let address = name.contains("://") || name.contains('@') || name.contains(".com");
    (1..=MOST_WORDS).contains(&n_words)
        && opens_well
        && !matches!(name, "By" | "BY" | "Author")
        && !address
        && !name.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(names(text), expected, "{text}");
    }

    #[test]
    fn names_are_read() {
        check("By Ada Fenn", &["Ada Fenn"]);
        check("By Ada Fenn and Tom van der Berg", &["Ada Fenn", "Tom van der Berg"]);
        check("Ada Fenn, Tom Berg & Li Mo", &["Ada Fenn", "Tom Berg", "Li Mo"]);
        check("BY ADA FENN", &["ADA FENN"]);
        check("Ada Fenn; Ada Fenn", &["Ada Fenn"]);
    }

    #[test]
    fn what_is_no_name_is_left_out() {
        check("", &[]);
        check("https://example.org/ada", &[]);
        check("April 9, 2031", &[]);
        check("and", &[]);
        check("By", &[]);
    }
}
