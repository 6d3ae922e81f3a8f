//! CommonMark: every claim with its tellings, conflicts, the timeline, and the articles they rest on.

use super::sheet::{ClaimLine, Source, Story, stories};
use crate::markdown::escape;
use crate::voice;
use std::fmt::Write;
use whosaid::Run;

/// Writes the run.
pub fn write(run: &Run, full_text: bool) -> String {
    let mut out = String::new();
    for story in stories(run, full_text) {
        let _ = writeln!(out, "# {}\n", escape(&story.title));
        story.claims.iter().for_each(|line| claim(&mut out, line));
        conflicts(&mut out, &story);
        timeline(&mut out, &story);
        articles(&mut out, &story, full_text);
    }
    let _ = writeln!(
        out,
        "---\n\nWritten by whosaid {}. It says who said, repeated, denied and changed; never what is true.",
        escape(&run.manifest.version)
    );
    out
}

fn claim(out: &mut String, line: &ClaimLine<'_>) {
    let claim = line.claim;
    let _ = writeln!(out, "## {}\n", escape(&line.gist));
    let origins =
        if line.origins.is_empty() { String::new() } else { format!(": {}", escape(&line.origins)) };
    let _ = writeln!(out, "**{}** · {}{origins}\n", voice::status_words(claim.status), line.counts);
    for told in &line.tellings {
        let link = link(&told.source);
        let stance = voice::stance_words(told.telling.stance);
        let chain = escape(&told.chain.join(" ← "));
        let _ =
            writeln!(out, "- {}, {link} ({stance}; {chain}): “{}”", told.source.when, escape(&told.words));
    }
    out.push('\n');
}

fn conflicts(out: &mut String, story: &Story<'_>) {
    if story.conflicts.is_empty() {
        return;
    }
    let _ = writeln!(out, "## What does not agree\n");
    for line in &story.conflicts {
        let _ = writeln!(out, "- **{}**: {}", line.kind, escape(&line.about));
        for [outlet, day, words] in &line.sides {
            let _ = writeln!(out, "  - {}, {}: “{}”", escape(outlet), escape(day), escape(words));
        }
    }
    out.push('\n');
}

fn timeline(out: &mut String, story: &Story<'_>) {
    if story.timeline.is_empty() {
        return;
    }
    let _ = writeln!(out, "## What happened when\n");
    for [when, what, outlet, day] in &story.timeline {
        let (when, what) = (escape(when), escape(what));
        let _ = writeln!(out, "- {when}: {what} ({}, {})", escape(outlet), escape(day));
    }
    out.push('\n');
}

fn articles(out: &mut String, story: &Story<'_>, full_text: bool) {
    let _ = writeln!(out, "## Articles\n");
    for source in &story.articles {
        let id = source.article.id();
        let _ = writeln!(out, "- {}, {}: {} ({id})", source.when, link(source), escape(&source.title));
    }
    out.push('\n');
    if full_text {
        for source in &story.articles {
            let _ = writeln!(out, "### {}: {}\n", escape(&source.outlet), escape(&source.title));
            source.article.text.lines().for_each(|line| {
                let _ = writeln!(out, "{}\n", paragraph(line));
            });
        }
    }
}

/// A line of an article as a paragraph: no sign at its start makes a list, a heading or code of it.
fn paragraph(line: &str) -> String {
    let words = escape(&crate::words::calm(line));
    let digits = words.chars().take_while(char::is_ascii_digit).count();
    match words.chars().next() {
        Some('-' | '+' | '=' | '~' | '&') => format!("\\{words}"),
        _ if digits > 0 && words[digits..].starts_with(['.', ')']) => {
            format!("{}\\{}", &words[..digits], &words[digits..])
        }
        _ => words,
    }
}

fn link(source: &Source<'_>) -> String {
    let name = escape(&source.outlet);
    match &source.url {
        Some(url) => format!("[{name}](<{}>)", url.replace('\\', "%5C")),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::paragraph;

    #[test]
    fn a_line_stays_a_paragraph() {
        for (line, written) in [
            ("- no list", "\\- no list"),
            ("1. no list", "1\\. no list"),
            ("# no heading", "\\# no heading"),
            ("    no code", "no code"),
            ("2031 was dry", "2031 was dry"),
        ] {
            assert_eq!(paragraph(line), written);
        }
    }
}
