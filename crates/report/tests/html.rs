//! The page: well-formed, self-contained, safe with hostile text, the same every time.

mod invented;
mod well_formed;

use invented::{article, reading};
use well_formed::check;
use whosaid::Run;
use whosaid::attribution::{SourceKind, Stance};
use whosaid::claims::Status;
use whosaid::text::Article;
use whosaid_report::html::{Figure, PageOptions, page};

fn options() -> PageOptions {
    let figure =
        |what: &str| Figure { what: what.to_owned(), data: "a <set>".to_owned(), value: ".5".to_owned() };
    PageOptions { title: None, figures: vec![figure("speakers of quotations")] }
}

fn run_of(articles: Vec<Article>) -> Run {
    let mut run = invented::run();
    run.readings = articles.into_iter().map(reading).collect();
    run.dossiers.clear();
    run
}

#[test]
fn a_page_is_well_formed_and_self_contained() {
    check(&page(&invented::run(), &options()));
}

#[test]
fn the_reader_sees_counts_origins_and_words() {
    let html = page(&invented::run(), &options());
    for words in [
        "2 outlets, 1 origin",
        "a board member told Herald",
        "Denied",
        "Tom Bell",
        "1 Mar 2031, 08:00 UTC",
        "from the date line of the file",
        "<mark>Orla Finch will leave in May</mark>",
        "undated, not before 2 Mar 2031",
        "written in French",
        "broken JSON at line 3",
        "datetime=2031-05",
        "never says true or false",
    ] {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn boilerplate_is_greyed_and_escaped() {
    let html = page(&invented::run(), &options());
    assert!(html.contains(
        "<p class=bp><small>not read</small> Read more: ten trams &lt;b&gt;you&lt;/b&gt; must see"
    ));
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    assert_eq!(page(&invented::run(), &options()), page(&invented::run(), &options()));
}

#[test]
fn no_part_is_empty_without_a_word_why() {
    let mut bare = invented::run();
    for dossier in &mut bare.dossiers {
        dossier.claims.clear();
        dossier.conflicts.clear();
        dossier.timeline.clear();
        dossier.credits.clear();
        dossier.story.copies.clear();
    }
    bare.readings.iter_mut().for_each(|reading| reading.attributions.clear());
    bare.set_aside.clear();
    let html = page(&bare, &PageOptions::default());
    check(&html);
    assert!(html.matches("class=\"empty\"").count() >= 7);
    let nothing = Run { readings: Vec::new(), dossiers: Vec::new(), ..bare };
    let html = page(&nothing, &PageOptions::default());
    check(&html);
    assert!(html.contains("There is no article that could be read"));
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)>\n\n\
                   He said \u{202e}evil\u{202c} \u{0}& ]]> --> </textarea></details> {{ 7*7 }}";
    let mut run = invented::run();
    let mut article = article(hostile.lines().next().unwrap(), Some("2031-03-04"), hostile).into_parts();
    article.path = Some(hostile.to_owned());
    article.byline = vec![hostile.to_owned()];
    article.url = Some("javascript:alert(1)".to_owned());
    article.wire = Some(hostile.to_owned());
    let mut told = reading(Article::new(article));
    let kind = SourceKind::Unnamed { plural: false, described: false };
    let words = "evil";
    let id = invented::attribute(&mut told, ["He", "said", words], Stance::Denies, &[(kind, "He", None)]);
    run.readings.push(told);
    let idx = run.readings.len() - 1;
    let telling = invented::telling(&run.readings, idx, words, Some(id));
    let mut claim = invented::claim(2, hostile, Status::Contested, vec![telling]);
    claim.folded = false;
    claim.origins.why = vec![hostile.to_owned()];
    let dossier = &mut run.dossiers[0];
    dossier.claims.push(claim);
    dossier.story.articles.push(idx);
    dossier.story.title = hostile.to_owned();
    dossier.credits[0].outlet = hostile.to_owned();
    dossier.credits[0].to = None;
    dossier.conflicts[0].about = hostile.to_owned();
    dossier.timeline[0].what = hostile.to_owned();
    dossier.timeline[0].when = hostile.to_owned();
    run.set_aside[0].path = hostile.to_owned();
    let html = page(&run, &options());
    check(&html);
    assert!(!html.contains("<script>alert") && !html.contains("<img") && !html.contains("javascript:"));
    assert!(!html.contains('\u{202e}') && !html.contains('\u{0}'));
}

#[test]
fn marks_that_cross_are_well_formed() {
    let mut run = invented::run();
    let kind = SourceKind::Person;
    let told = &mut run.readings[0];
    for content in [
        "will leave in May, a board",
        "Finch will leave",
        "leave in May, a board member said. It’s",
        "said. It’s “over”.\nRead more",
    ] {
        invented::attribute(
            told,
            ["board member", "member said", content],
            Stance::Asserts,
            &[(kind, "board", None)],
        );
    }
    check(&page(&run, &options()));
}

#[test]
fn huge_words_and_huge_texts_are_bounded() {
    let long = format!("Headline\n\n{} {}", "x".repeat(1_000_000), "é ".repeat(200_000));
    let html = page(&run_of(vec![article("Herald", None, &long)]), &options());
    check(&html);
    assert!(html.len() < 400_000, "{}", html.len());
    assert!(html.contains("more characters that this page does not show"));
}

#[test]
fn stories_stand_apart_and_single_articles_are_folded() {
    let mut run = invented::run();
    let mut second = run.dossiers[0].clone();
    second.story.id = whosaid::text::StoryId(1);
    second.story.articles = vec![4];
    second.claims.clear();
    second.conflicts.clear();
    second.timeline.clear();
    second.credits.clear();
    second.story.copies.clear();
    run.dossiers.push(second);
    run.dossiers[0].story.articles.truncate(4);
    let html = page(&run, &options());
    check(&html);
    assert!(html.contains("2 stories in 5 articles") && html.contains("Articles that stand alone"));
}

#[test]
fn of_many_stories_the_smaller_ones_are_only_named() {
    let mut run = invented::run();
    let one = run.dossiers[0].clone();
    for n in 1..40 {
        let mut next = one.clone();
        next.story.id = whosaid::text::StoryId(n);
        let more = run.readings.len();
        run.readings.extend(["A", "B"].map(|outlet| {
            reading(article(&format!("{outlet} {n}"), Some("2031-03-05"), &format!("Headline {n}\n\nWords.")))
        }));
        next.story.articles = vec![more, more + 1];
        (next.claims, next.conflicts, next.timeline) = (Vec::new(), Vec::new(), Vec::new());
        (next.credits, next.story.copies, next.windows) = (Vec::new(), Vec::new(), Vec::new());
        run.dossiers.push(next);
    }
    let html = page(&run, &options());
    check(&html);
    assert!(html.contains("10 more stories have no section on this page"));
}

#[test]
fn a_thousand_articles_still_make_a_page() {
    let mut run = invented::run();
    let text = |n: usize| format!("Headline {n}\n\n{}", "Words of the day. ".repeat(60));
    let more = (0..1_000).map(|n| reading(article(&format!("Outlet {n}"), Some("2031-03-05"), &text(n))));
    run.readings.extend(more);
    run.dossiers[0].story.articles.extend(5..1_005);
    let html = page(&run, &options());
    check(&html);
    assert!(html.len() < 4_000_000, "{}", html.len());
}
