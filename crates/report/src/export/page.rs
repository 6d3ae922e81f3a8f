//! A page of extracts, fit to be passed on: no article is on it as a whole, and each extract links to its outlet.
//!
//! Plain HTML without script; nothing is loaded, and article text is escaped in all places.

use super::sheet::{ClaimLine, Source, Story, stories};
use crate::html::marked;
use crate::voice;
use std::fmt::Write;
use whosaid::Run;

const STYLE: &str = "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;\
color:#1b1b1b;background:#fff}h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.2rem;margin-top:2.5rem}\
h3{font-size:1rem;margin:1.6rem 0 .2rem}p{margin:.2rem 0}li{margin:.3rem 0}.m{color:#555}a{color:#0b5394}\
@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#161616}.m{color:#aaa}a{color:#8ab4f8}}";

/// Writes the page.
pub fn write(run: &Run) -> String {
    let stories = stories(run, false);
    let title = stories.first().map_or("No story", |story| story.title.as_str());
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n",
        escape(title)
    );
    stories.iter().for_each(|told| story(&mut out, told));
    let _ = writeln!(
        out,
        "</main>\n<footer>\n<p class=\"m\">Written by whosaid {}. It says who said, repeated, denied and changed; \
         never what is true. Extracts only: the texts belong to their outlets.</p>\n</footer>\n</body>\n</html>",
        escape(&run.manifest.version)
    );
    out
}

fn story(out: &mut String, story: &Story<'_>) {
    let _ = writeln!(out, "<h1>{}</h1>\n<h2>Claims</h2>", escape(&story.title));
    story.claims.iter().for_each(|line| claim(out, line));
    if !story.conflicts.is_empty() {
        let _ = writeln!(out, "<h2>What does not agree</h2>");
        for line in &story.conflicts {
            let _ = writeln!(out, "<h3>{}: {}</h3>\n<ul>", line.kind, escape(&line.about));
            for [outlet, day, words] in &line.sides {
                let (outlet, day, words) = (escape(outlet), escape(day), escape(words));
                let _ = writeln!(out, "<li>{outlet}, <span class=\"m\">{day}</span>: “{words}”</li>");
            }
            let _ = writeln!(out, "</ul>");
        }
    }
    if !story.timeline.is_empty() {
        let _ = writeln!(out, "<h2>What happened when</h2>\n<ul>");
        for [when, what, outlet, day] in &story.timeline {
            let (when, what) = (escape(when), escape(what));
            let source = format!("{}, {}", escape(outlet), escape(day));
            let _ = writeln!(out, "<li>{when}: {what} <span class=\"m\">({source})</span></li>");
        }
        let _ = writeln!(out, "</ul>");
    }
    let _ = writeln!(out, "<h2>Articles</h2>\n<ul>");
    for source in &story.articles {
        let (when, title) = (escape(&source.when), escape(&source.title));
        let id = source.article.id();
        let _ = writeln!(out, "<li>{when}, {}: {title} <span class=\"m\">{id}</span></li>", link(source));
    }
    let _ = writeln!(out, "</ul>");
}

fn claim(out: &mut String, line: &ClaimLine<'_>) {
    let status = voice::status_words(line.claim.status);
    let _ = writeln!(out, "<h3>{}</h3>", escape(&line.gist));
    let origins =
        if line.origins.is_empty() { String::new() } else { format!(": {}", escape(&line.origins)) };
    let _ = writeln!(out, "<p><strong>{status}</strong> · {}{origins}</p>\n<ul>", escape(&line.counts));
    for told in &line.tellings {
        let stance = voice::stance_words(told.telling.stance);
        let (when, chain, words) =
            (escape(&told.source.when), escape(&told.chain.join(" ← ")), escape(&told.words));
        let link = link(&told.source);
        let _ =
            writeln!(out, "<li>“{words}” <span class=\"m\">{link}, {when}; {stance}; {chain}</span></li>");
    }
    let _ = writeln!(out, "</ul>");
}

fn link(source: &Source<'_>) -> String {
    let name = escape(&source.outlet);
    match &source.url {
        Some(url) => format!("<a href=\"{}\" rel=\"noreferrer\">{name}</a>", escape(url)),
        None => name,
    }
}

/// Text as HTML.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    marked::escape(&mut out, text);
    out
}
