//! Small pieces of English that all formats share: calm text, dates, counts, extracts.
//!
//! Article text is hostile: [`calm`] takes away what could reorder or break the line it is printed on. Escaping for a
//! format is the format's own.

use whosaid::text::{Article, Dating, Day, HowDated, Moment, SectionKind, Span};

/// Shown in place of a character that could reorder or break the text around it.
const REPLACED: char = '\u{fffd}';

/// The text on one line: blanks joined, control and bidirectional formatting characters made visible.
pub fn calm(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match calm_char(c) {
            ' ' if out.ends_with(' ') => {}
            c => out.push(c),
        }
    }
    out
}

/// A blank for any blank, [`REPLACED`] for characters that control the text around them.
pub fn calm_char(c: char) -> char {
    match c {
        c if c.is_whitespace() => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}' => REPLACED,
        c if c.is_control() => REPLACED,
        c => c,
    }
}

/// A run of words with an ellipsis in front where it begins inside its sentence: "…the ship was cleared to sail".
pub fn opened(words: String) -> String {
    let inside = words.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    if inside { format!("…{words}") } else { words }
}

/// At most `n_chars` characters, cut at a word where one is near, with an ellipsis.
pub fn clip(text: &str, n_chars: usize) -> String {
    let Some((at, _)) = text.char_indices().nth(n_chars) else { return text.to_owned() };
    let head = &text[..at];
    let head = head.rsplit_once(' ').map_or(head, |(words, last)| if last.len() < 30 { words } else { head });
    format!("{}…", head.trim_end_matches([' ', ',', ';', ':', '—', '-']))
}

/// "1 outlet", "3 outlets".
pub fn count(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", thousands(n))
}

/// "12,345".
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 origin", "2 origins", "1 to 2 origins".
pub fn origins(min: u32, max: u32) -> String {
    match (min, max) {
        (1, 1) => "1 origin".to_owned(),
        (min, max) if min == max => format!("{min} origins"),
        (min, max) => format!("{min} to {max} origins"),
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];

fn month(month: u8) -> &'static str {
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("")
}

/// "1 Mar 2031".
pub fn day(day: Day) -> String {
    format!("{} {} {}", day.day(), month(day.month()), day.year())
}

/// "1 Mar 2031, 08:00 UTC".
pub fn moment(moment: Moment) -> String {
    let mut out = day(moment.day);
    if let Some(clock) = moment.clock {
        out += &format!(", {:02}:{:02}", clock.hour, clock.minute);
        match moment.offset_minutes {
            Some(0) => out += " UTC",
            Some(m) => {
                let sign = if m < 0 { '−' } else { '+' };
                out += &format!(" UTC{sign}{}", m.unsigned_abs() / 60);
                if m % 60 != 0 {
                    out += &format!(":{:02}", m.unsigned_abs() % 60);
                }
            }
            None => {}
        }
    }
    out
}

/// A TIMEX3 value of a day, month or year in words; any other value as it stands.
pub fn timex(value: &str) -> String {
    if let Ok(known) = value.parse::<Moment>() {
        return moment(known);
    }
    let parts = value.split_once('-').and_then(|(year, of)| Some((year, of.parse::<u8>().ok()?)));
    match parts {
        Some((year, of)) if year.len() == 4 && (1..=12).contains(&of) => format!("{} {year}", month(of)),
        _ => calm(value),
    }
}

/// In which field a date was found, in words.
pub fn how_dated(how: HowDated) -> &'static str {
    match how {
        HowDated::Given => "given with the article",
        HowDated::Header => "from the date line of the file",
        HowDated::JsonLd => "from the page's JSON-LD",
        HowDated::Meta => "from the page's meta data",
        HowDated::Feed => "from the feed",
        HowDated::Url => "from the address",
        HowDated::Text => "from the text",
        HowDated::Inferred => "worked out from what it mentions",
        HowDated::Unknown => "not known",
    }
}

/// The day an article was published, or "undated".
pub fn published_day(dating: &Dating) -> String {
    dating.value.map_or_else(|| "undated".to_owned(), |moment| day(moment.day))
}

/// The name to show for an article's outlet: where it is not known, the name of the file, so that two articles of
/// unknown outlets do not pass for one outlet.
pub fn outlet(article: &Article) -> String {
    let known = article.outlet.as_deref().map(calm).filter(|name| !name.is_empty());
    known.unwrap_or_else(|| {
        let file = article.path.as_deref().and_then(|path| path.rsplit(['/', '\\']).next());
        let file = file.map(calm).filter(|name| !name.is_empty());
        file.map_or_else(|| format!("article {}", article.id()), |name| clip(&name, 60))
    })
}

/// The headline of an article, or its first words.
pub fn title(article: &Article) -> String {
    let headline = || {
        let section = article.sections.iter().find(|section| section.kind == SectionKind::Headline)?;
        Some(article.text.slice(section.span))
    };
    let first_line = || article.text.lines().find(|line| !line.trim().is_empty());
    let title = article.title.as_deref().or_else(headline).or_else(first_line).unwrap_or("");
    match clip(&calm(head(title, 2_000)), 160) {
        title if title.is_empty() => "untitled".to_owned(),
        title => title,
    }
}

/// Words of an article in a little of what stands around them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extract {
    /// Words before, with an ellipsis where they are cut.
    pub before: String,
    /// The words meant.
    pub words: String,
    /// Words after, with an ellipsis where they are cut.
    pub after: String,
}

/// Bytes of context on either side of an extract.
const CONTEXT: usize = 60;

/// Longest extract, in characters.
const LONGEST: usize = 260;

/// Cuts an extract from an article; the context stays on the line of the words.
pub fn extract(article: &Article, span: Span) -> Extract {
    let text = article.text.as_str();
    let (Some(before), Some(after)) = (text.get(..span.range().start), text.get(span.range().end..)) else {
        return Extract::default();
    };
    let words = calm(head(article.text.slice(span), 8 * LONGEST));
    Extract { before: context_before(before), words: clip(&words, LONGEST), after: context_after(after) }
}

fn context_before(before: &str) -> String {
    let line = before.rsplit('\n').next().unwrap_or("");
    let near = tail(line, CONTEXT);
    let spaced = |words: &str| {
        let calm = calm(words);
        if words.ends_with(char::is_whitespace) && !calm.is_empty() { calm + " " } else { calm }
    };
    match near.len() == line.len() {
        true => spaced(near),
        false => format!("…{}", spaced(near.split_once(' ').map_or(near, |(_, words)| words))),
    }
}

fn context_after(after: &str) -> String {
    let line = after.split('\n').next().unwrap_or("");
    let near = head(line, CONTEXT);
    let spaced = |words: &str| {
        let calm = calm(words);
        if words.starts_with(char::is_whitespace) && !calm.is_empty() { format!(" {calm}") } else { calm }
    };
    match near.len() == line.len() {
        true => spaced(near),
        false => format!("{}…", spaced(near.rsplit_once(' ').map_or(near, |(words, _)| words))),
    }
}

/// At most `n_bytes` from the front, on a character boundary.
pub fn head(text: &str, n_bytes: usize) -> &str {
    let mut end = n_bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn tail(text: &str, n_bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(n_bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// The English name of a language, or its code.
pub fn language(code: &str) -> &str {
    const NAMES: [(&str, &str); 24] = [
        ("ar", "Arabic"),
        ("bg", "Bulgarian"),
        ("cs", "Czech"),
        ("da", "Danish"),
        ("de", "German"),
        ("el", "Greek"),
        ("es", "Spanish"),
        ("fa", "Persian"),
        ("fi", "Finnish"),
        ("fr", "French"),
        ("he", "Hebrew"),
        ("hi", "Hindi"),
        ("hu", "Hungarian"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("ko", "Korean"),
        ("nl", "Dutch"),
        ("pl", "Polish"),
        ("pt", "Portuguese"),
        ("ru", "Russian"),
        ("sv", "Swedish"),
        ("tr", "Turkish"),
        ("uk", "Ukrainian"),
        ("zh", "Chinese"),
    ];
    NAMES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_inside_a_sentence_shows_it() {
        for (given, shown) in
            [("the ship left", "…the ship left"), ("The ship left", "The ship left"), ("12 left", "12 left")]
        {
            assert_eq!(opened(given.to_owned()), shown);
        }
    }

    #[test]
    fn text_that_reorders_or_breaks_lines_is_made_visible() {
        assert_eq!(calm(" a\n\tb \u{202e}c\u{0}"), "a b \u{fffd}c\u{fffd}");
    }

    #[test]
    fn dates_are_written_in_words() {
        for (value, words) in [
            ("2031-03-01", "1 Mar 2031"),
            ("2031-03-01T08:05:00Z", "1 Mar 2031, 08:05 UTC"),
            ("2031-03-01T08:05:00-05:30", "1 Mar 2031, 08:05 UTC−5:30"),
            ("2031-05", "May 2031"),
            ("2031", "2031"),
            ("2031-W05", "2031-W05"),
        ] {
            assert_eq!(timex(value), words);
        }
    }

    #[test]
    fn long_words_are_cut_on_character_boundaries() {
        assert_eq!(clip("one two three", 9), "one two…");
        assert_eq!(clip(&"é".repeat(40), 3), "ééé…");
        assert_eq!(head("éé", 3), "é");
        assert_eq!(tail("éé", 3), "é");
    }

    #[test]
    fn counts_read_as_english() {
        assert_eq!(count(1, "outlet"), "1 outlet");
        assert_eq!(count(12_345, "article"), "12,345 articles");
        assert_eq!(origins(1, 1), "1 origin");
        assert_eq!(origins(0, 1), "0 to 1 origins");
    }
}
