//! Invented mini-stories through [`gather`].

use super::*;
use whosaid_language::annotate;
use whosaid_text::{Article, ArticleParts, Dating, HowDated, Language, SourceText};

/// An article of (outlet, day or "", agency or "", text); the first line is the headline.
type Given<'a> = (&'a str, &'a str, &'a str, &'a str);

fn reading(&(outlet, day, wire, text): &Given) -> Reading {
    let text_of = SourceText::new(text).unwrap();
    let article = Article::new(ArticleParts {
        given_id: None,
        path: None,
        url: None,
        outlet: Some(outlet.to_owned()),
        title: text.lines().next().map(str::to_owned),
        byline: Vec::new(),
        published: day
            .parse()
            .map_or_else(|_| Dating::unknown(), |moment| Dating::known(moment, HowDated::Given)),
        modified: None,
        language: Language::English,
        wire: (!wire.is_empty()).then(|| wire.to_owned()),
        text: text_of,
        sections: Vec::new(),
    });
    let annotated = annotate(&Lexicon::english(), article);
    Reading { annotated, times: Vec::new(), attributions: Vec::new() }
}

fn gathered(given: &[Given]) -> Vec<Story> {
    let readings: Vec<Reading> = given.iter().map(reading).collect();
    gather(&Lexicon::english(), &StoryRules::english(), &readings)
}

fn check_stories(given: &[Given], expected: &[&[usize]]) {
    let found: Vec<Vec<usize>> = gathered(given).into_iter().map(|story| story.articles).collect();
    assert_eq!(found, expected.iter().map(|list| list.to_vec()).collect::<Vec<_>>());
}

fn check_copies(given: &[Given], expected: &[(usize, usize, CopyKind)]) {
    let stories = gathered(given);
    let copies = stories.iter().flat_map(|story| &story.copies);
    let found: Vec<_> = copies.map(|copied| (copied.article, copied.of, copied.kind)).collect();
    assert_eq!(found, expected);
}

const FERRY: &str = "Ferry Maribel runs aground off Tarsk\n\nThe ferry Maribel ran aground on a reef near Tarsk on \
    Monday evening with 212 people aboard, the coastguard said. Nobody was hurt. Two tugs from Orlen pulled at the \
    hull until midnight, and the passengers were taken to the harbor hall in Tarsk in small boats.";
const FERRY_AGAIN: &str = "Reef accident: Tarsk ferry passengers safe\n\nMore than two hundred passengers of the \
    Maribel spent the night in a harbor hall after their ferry hit a reef close to Tarsk, and tugs came from Orlen.";
const BAKER: &str = "Baker of Villmond wins the golden whisk\n\nA baker from Villmond has won the golden whisk for a \
    rye loaf with plums. Judge Anselm Corby called the crust a small wonder of patience.";

#[test]
fn happenings_stay_apart_and_go_by_time() {
    check_stories(
        &[
            ("b.example", "2031-05-04", "", BAKER),
            ("a.example", "2031-05-02", "", FERRY),
            ("c.example", "2031-05-03", "", FERRY_AGAIN),
        ],
        &[&[1, 2], &[0]],
    );
    check_stories(&[("a.example", "", "", FERRY), ("b.example", "", "", "")], &[&[0], &[1]]);
    check_stories(&[], &[]);
}

#[test]
fn the_same_text_is_a_copy_of_the_earlier() {
    let edited = FERRY.replace("Nobody was hurt. ", "There were no injuries. ");
    check_copies(
        &[("a.example", "2031-05-03", "", &edited), ("b.example", "2031-05-02", "", FERRY)],
        &[(0, 1, CopyKind::NearCopy)],
    );
    check_copies(
        &[("a.example", "2031-05-02", "Wireon", FERRY), ("b.example", "2031-05-03", "Wireon", &edited)],
        &[(1, 0, CopyKind::WireCopy)],
    );
    check_copies(
        &[("a.example", "2031-05-02", "", FERRY), ("b.example", "2031-05-03", "", FERRY_AGAIN)],
        &[],
    );
}

#[test]
fn a_footer_of_one_site_is_no_copy() {
    let footer = "\n\nSign up here for the morning letter of the Tarsk Tribune and read all that you need to know \
        about boats and bread and weather before the first ferry leaves the harbor in the gray light of day.";
    let texts: Vec<String> =
        [FERRY_AGAIN, BAKER, "Short note\n\nThe tide table for June is out, ask at the pier."]
            .iter()
            .map(|text| format!("{text}{footer}"))
            .collect();
    let given: Vec<Given> = texts.iter().map(|text| ("a.example", "2031-05-02", "", text.as_str())).collect();
    check_copies(&given, &[]);
}

#[test]
fn the_order_of_input_does_not_matter() {
    let given = [
        ("a.example", "2031-05-02", "", FERRY),
        ("c.example", "2031-05-03", "", FERRY_AGAIN),
        ("b.example", "", "", BAKER),
    ];
    let mut turned = given;
    turned.reverse();
    let titles = |given: &[Given]| gathered(given).into_iter().map(|story| story.title).collect::<Vec<_>>();
    assert_eq!(titles(&given), titles(&turned));
}

#[test]
fn a_thousand_copies_are_one_story() {
    let given: Vec<Given> = (0..1000).map(|_| ("a.example", "2031-05-02", "", FERRY)).collect();
    let stories = gathered(&given);
    assert_eq!((stories.len(), stories[0].copies.len()), (1, 999));
}
