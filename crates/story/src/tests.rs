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

/// Whether some entity of the story goes by all these names.
fn are_one(given: &[Given], names: &[&str]) -> bool {
    let lower = |name: &str| name.to_lowercase();
    let stories = gathered(given);
    stories.iter().flat_map(|story| &story.entities).any(|entity| {
        let known: Vec<String> = entity.names.iter().map(|name| lower(name)).collect();
        names.iter().all(|name| known.contains(&lower(name)))
    })
}

fn check_one(text: &str, names: &[&str]) {
    let given = [("a.example", "2031-05-02", "", text)];
    assert!(are_one(&given, names), "{names:?} in {:?}", gathered(&given)[0].entities);
}

fn check_apart(text: &str, names: &[&str]) {
    let given = [("a.example", "2031-05-02", "", text)];
    assert!(!are_one(&given, names), "{names:?} in {:?}", gathered(&given)[0].entities);
}

#[test]
fn roles_beside_a_name_are_its_names() {
    check_one("Police chief Anna Quill spoke.", &["Anna Quill", "Police chief Anna Quill", "police chief"]);
    check_one(
        "Anna Quill, the head doctor in the hospital, left.",
        &["Anna Quill", "the head doctor in the hospital"],
    );
    check_one("The chief executive, Anna Quill, left.", &["Anna Quill", "the chief executive"]);
    check_one("Her singer husband, John Brown, left.", &["John Brown", "her singer husband"]);
    check_one("Orlen Airlines (OA) was late.", &["Orlen Airlines (OA)", "Orlen Airlines", "OA"]);
    check_apart("This week Anna Quill left.", &["Anna Quill", "this week"]);
    check_apart("In the city, Anna Quill left.", &["Anna Quill", "the city"]);
}

#[test]
fn descriptions_go_to_the_only_one_they_fit() {
    check_one(
        "Credit company Nordbank Inc. lost data. The credit firm said sorry.",
        &["Nordbank Inc.", "The credit firm"],
    );
    check_one("Comedian Anna Quill met John Brown. The comedian smiled.", &["Anna Quill", "The comedian"]);
    check_one("Anna Quill left. The 46-year-old said so.", &["Anna Quill", "The 46-year-old"]);
    check_apart("Actor Paul Reed met actor John Brown. They saw the actor.", &["Paul Reed", "the actor"]);
    check_apart("Actor Paul Reed met actor John Brown. They saw the actor.", &["John Brown", "the actor"]);
}

#[test]
fn what_one_article_tells_of_a_name_helps_in_another() {
    let given = [
        (
            "a.example",
            "2031-05-02",
            "",
            "Ferry Maribel aground off Tarsk\n\nComedian Anna Quill was aboard the ferry \
            Maribel, which ran aground off Tarsk. Tugs from Orlen pulled at the hull of the ferry.",
        ),
        (
            "b.example",
            "2031-05-02",
            "",
            "Ferry Maribel aground off Tarsk\n\nAnna Quill and John Brown were aboard the \
            ferry Maribel, which ran aground off Tarsk. The comedian said she slept. Tugs from Orlen pulled at the hull.",
        ),
    ];
    assert!(are_one(&given, &["Comedian Anna Quill", "The comedian"]), "{:?}", gathered(&given));
}

#[test]
fn unnamed_sources_are_never_joined() {
    for teller in
        ["A source", "An official", "A spokesman", "The source", "The spokesman", "Witnesses", "The official"]
    {
        let told = format!(
            "Ferry Maribel aground off Tarsk\n\nThe ferry Maribel ran aground off Tarsk. {teller} said so. \
            Anna Quill of Orlen was aboard the ferry Maribel. {teller} said that the hull of the ferry was safe."
        );
        let given =
            [("a.example", "2031-05-02", "", told.as_str()), ("b.example", "2031-05-03", "", told.as_str())];
        for story in gathered(&given) {
            let named = |name: &String| name.to_lowercase() == teller.to_lowercase();
            assert!(!story.entities.iter().any(|entity| entity.names.iter().any(named)), "{teller}");
        }
    }
}

#[test]
fn an_unnamed_spokesman_is_not_the_named_one_of_another_article() {
    let named = "Ferry Maribel aground off Tarsk\n\nThe ferry Maribel ran aground off Tarsk. Spokesman Paul Reed, of \
        Orlen, said that the hull of the ferry was safe.";
    let unnamed = "Ferry Maribel aground off Tarsk\n\nThe ferry Maribel ran aground off Tarsk. Paul Reed was aboard. The \
        spokesman of Orlen said that the hull of the ferry was safe.";
    let given = [("a.example", "2031-05-02", "", named), ("b.example", "2031-05-03", "", unnamed)];
    assert!(are_one(&given, &["Paul Reed"]));
    assert!(!are_one(&given, &["The spokesman"]) && !are_one(&given, &["The spokesman of Orlen"]));
}

#[test]
fn names_in_other_spellings_are_one() {
    check_one(
        "Police met Noor Hamid Karimi. A doctor, Noor Hamid Kareemi, left.",
        &["Noor Hamid Karimi", "Noor Hamid Kareemi"],
    );
    check_apart("Anna Quill met Anna Reed.", &["Anna Quill", "Anna Reed"]);
    check_one("Anna Quill left. It was told by @annaquill to all.", &["Anna Quill", "@annaquill"]);
}
