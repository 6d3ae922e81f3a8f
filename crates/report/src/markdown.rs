//! A run as Markdown, short enough for a terminal: what is disputed, what is told most, who denies.
//!
//! Start with [`summary`]. Article text is escaped, so that it cannot pass for markup, and stripped of control
//! characters, so that it cannot drive the terminal.

use crate::voice::{self, backing};
use crate::words;
use std::fmt::Write;
use whosaid::Run;
use whosaid::attribution::Stance;
use whosaid::claims::{Claim, Conflict, Dossier, Side, Status};
use whosaid::text::Article;

/// Claims listed of one story.
const MOST_CLAIMS: usize = 20;

/// Conflicts listed of one story.
const MOST_CONFLICTS: usize = 10;

/// Writes what a reader must know first.
pub fn summary(run: &Run) -> String {
    let mut out = String::new();
    let n_stories = run.dossiers.iter().filter(|dossier| dossier.story.articles.len() > 1).count();
    let stories = if n_stories == 1 { "1 story".to_owned() } else { format!("{n_stories} stories") };
    let _ = writeln!(out, "{}, {stories}", words::count(run.readings.len(), "article"));
    for dossier in &run.dossiers {
        if dossier.story.articles.len() > 1 || run.dossiers.len() == 1 {
            story(&mut out, run, dossier);
        }
    }
    let n_single = run.dossiers.len() - n_stories;
    if n_single > 0 && run.dossiers.len() > 1 {
        let _ = writeln!(out, "\n{} with nothing to compare.", words::count(n_single, "article"));
    }
    not_read(&mut out, run);
    out
}

fn story(out: &mut String, run: &Run, dossier: &Dossier) {
    let title = words::clip(&words::calm(words::head(&dossier.story.title, 2_000)), 200);
    let _ = writeln!(out, "\n# {}\n", escape(&title));
    let (cards, folded): (Vec<_>, Vec<_>) = dossier.claims.iter().partition(|claim| !claim.folded);
    if cards.is_empty() {
        let _ = writeln!(out, "No claim is told by more than one outlet or disputed.");
    }
    let disputed =
        |claim: &&&Claim| matches!(claim.status, Status::Contested | Status::Denied | Status::Corrected);
    let first = cards.iter().filter(disputed);
    let then = cards.iter().filter(|claim| !disputed(claim));
    for told in first.chain(then).take(MOST_CLAIMS) {
        claim(out, run, told);
    }
    let n_more = folded.len() + cards.len().saturating_sub(MOST_CLAIMS);
    if n_more > 0 {
        let _ = writeln!(out, "\n{} more on the page and in the JSON.", words::count(n_more, "claim"));
    }
    if !dossier.conflicts.is_empty() {
        let _ = writeln!(out, "\n## Conflicts\n");
        dossier.conflicts.iter().take(MOST_CONFLICTS).for_each(|found| conflict(out, run, found));
    }
}

fn claim(out: &mut String, run: &Run, claim: &Claim) {
    let backing = backing(run, claim);
    let gist = words::opened(words::clip(&words::calm(words::head(&claim.gist, 2_000)), 240));
    let _ = writeln!(out, "- **{}** {}", voice::status_words(claim.status), escape(&gist));
    let origins = match backing.origins.is_empty() {
        true => String::new(),
        false => format!(": {}", escape(&backing.origins)),
    };
    let _ = writeln!(out, "  {}{origins}", backing.counts);
    for telling in claim.tellings.iter().filter(|telling| telling.stance == Stance::Denies) {
        if let Some(article) = article(run, telling.article) {
            let who = telling.chain.last().map(|hop| voice::hop_name(article, hop));
            let who = who.unwrap_or_else(|| words::outlet(article));
            let _ = writeln!(out, "  denied by {} ({})", escape(&who), escape(&words::outlet(article)));
        }
    }
}

fn conflict(out: &mut String, run: &Run, conflict: &Conflict) {
    let about = words::clip(&words::calm(words::head(&conflict.about, 2_000)), 160);
    let _ = writeln!(out, "- **{}** {}", voice::conflict_words(conflict.kind), escape(&about));
    for Side { article: idx, span, .. } in [conflict.a, conflict.b] {
        if let Some(article) = article(run, idx) {
            let said = words::extract(article, span).words;
            let outlet = escape(&words::outlet(article));
            let day = words::published_day(&article.published);
            let _ = writeln!(out, "  - {outlet}, {day}: “{}”", escape(&words::clip(&said, 200)));
        }
    }
}

fn not_read(out: &mut String, run: &Run) {
    let foreign = run.readings.iter().filter(|reading| !reading.annotated.article.language.is_read()).count();
    if foreign > 0 {
        let _ = writeln!(out, "\n{} not read: not in English.", words::count(foreign, "article"));
    }
    if !run.set_aside.is_empty() {
        let _ = writeln!(out, "\n## Set aside\n");
        for aside in &run.set_aside {
            let (path, why) = (words::calm(&aside.path), words::calm(&aside.why));
            let _ = writeln!(out, "- {}: {}", escape(&path), escape(&why));
        }
    }
}

fn article(run: &Run, idx: usize) -> Option<&Article> {
    run.readings.get(idx).map(|reading| &reading.annotated.article)
}

/// Puts a backslash before what Markdown or HTML would take for markup.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn markup_in_article_text_stays_text() {
        assert_eq!(escape("[a](b) *c* <d>"), "\\[a\\](b) \\*c\\* \\<d\\>");
    }
}
