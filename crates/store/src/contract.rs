//! The contract: what any store must do, written once and run on each.
//!
//! `store_contract!(fresh)` makes a test of every case; `fresh` opens an empty store of its own for each, and gives what
//! clears it away when it is dropped, or nothing where there is no such store on this machine (and says so).

use crate::corrections::{Correction, What, active, export, import};
use crate::rows::ClaimRow;
use crate::{ArticleNo, Desk, Filter, Page, Placement, Store, StoreError, StoryNo};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use whosaid::ingest::RawDocument;
use whosaid::text::{Day, Stated};
use whosaid::{Mode, Resources};

/// Makes a test of every case.
macro_rules! store_contract {
    ($fresh:expr) => {
        $crate::contract::store_contract!(@ $fresh;
            nothing_is_there_at_first, content_is_added_once, articles_come_back_as_they_came,
            a_desk_says_what_a_single_run_says, a_story_that_changes_is_not_taken_for_what_it_was,
            articles_may_come_one_by_one, stories_are_found_by_words, both_versions_are_kept,
            noise_is_no_change, a_version_may_come_late, lists_heed_their_filters, pages_part_a_list,
            searching_takes_any_sign, claims_are_merged_and_parted, stories_are_merged_and_parted,
            names_are_merged_and_parted, articles_are_put_right, speakers_are_put_right, conflicts_are_rejected,
            undoing_leaves_no_trace, corrections_follow_a_new_version, corrections_survive_reading_again, corrections_travel,
            words_lead_to_claims, alerts_tell_what_articles_brought, an_edit_is_told, only_one_of_two_writers_places, what_is_not_there_is_named);
    };
    (@ $fresh:expr; $($case:ident),*) => {
        $(#[test]
        fn $case() {
            if let Some((store, _place)) = $fresh(stringify!($case)) {
                $crate::contract::$case(store);
            }
        })*
    };
}
pub(crate) use store_contract;

const NOW: &str = "2031-04-01T08:00:00Z";
const LATER: &str = "2031-04-02T08:00:00Z";

/// An article as a line of JSON.
fn given(outlet: &str, url: &str, published: &str, title: &str, text: &str) -> String {
    let of = |value: &str| serde_json::to_string(value).unwrap();
    format!(
        "{{\"outlet\":{},\"url\":{},\"published\":{},\"title\":{},\"text\":{}}}",
        of(outlet),
        of(url),
        of(published),
        of(title),
        of(text)
    )
}

const BRIDGE: &str = "The Hollow Lane bridge will close on Monday, engineer Mara Quill said. \
    \"We have no choice,\" Quill said. Twelve ships are waiting below the bridge, according to the harbor office. \
    A spokesman for the builder denied that the steel was weak. Repairs will cost 4 million crowns, \
    according to a report by the city.";

/// A story of three outlets, and an article of another story.
fn story() -> Vec<String> {
    vec![
        given(
            "Hollow Post",
            "https://post.example/bridge",
            "2031-03-04",
            "Hollow Lane bridge to close",
            BRIDGE,
        ),
        given(
            "Evening Star",
            "https://star.example/bridge",
            "2031-03-05",
            "Bridge at Hollow Lane closes",
            "The bridge at Hollow Lane will close on Monday, engineer Mara Quill told the Hollow Post. \
             Nine ships are waiting below the bridge, the harbor office said on Tuesday. A source said the mayor of \
             Hollow knew of the weak steel for a year. The mayor, Ilse Brand, denied that she knew of the weak steel.",
        ),
        given(
            "Northwire",
            "https://north.example/bridge",
            "2031-03-06",
            "Mayor denies she knew of weak steel in Hollow Lane bridge",
            "Mayor Ilse Brand denied on Wednesday that she knew of the weak steel in the Hollow Lane bridge. \
             Repairs of the bridge will cost 6 million crowns, the city said. Engineer Mara Quill said the bridge \
             will close on Monday.",
        ),
        given(
            "Evening Star",
            "https://star.example/bees",
            "2031-03-05",
            "Beekeepers count fewer hives",
            "Beekeepers in the northern valleys counted fewer hives this spring, the growers' union said. Honey \
             will be dear, union chair Otto Lindqvist told reporters.",
        ),
    ]
}

fn desk<S: Store>(store: S) -> Desk<S> {
    Desk::new(store, Resources::english(Mode::Fast))
}

/// Adds lines of JSON, each a document, and settles.
fn add<S: Store>(desk: &mut Desk<S>, lines: &[String], now: &str) -> crate::Added {
    let documents: Vec<RawDocument<'_>> =
        lines.iter().map(|line| RawDocument { path: "in.jsonl:1", bytes: line.as_bytes() }).collect();
    let added = desk.add(&documents, now).unwrap();
    desk.settle(now, |_| {}).unwrap();
    assert_eq!(desk.store().check().unwrap(), Vec::<String>::new());
    added
}

fn full<S: Store>(store: S) -> Desk<S> {
    let mut desk = desk(store);
    add(&mut desk, &story(), NOW);
    desk
}

/// The story of the bridge.
fn bridge<S: Store>(desk: &Desk<S>) -> StoryNo {
    let found = desk.store().search(&of_words("bridge"), Page::ALL).unwrap();
    StoryNo(found.rows[0].article.story.unwrap())
}

fn of_words(words: &str) -> Filter {
    Filter { words: Some(words.to_owned()), ..Filter::default() }
}

/// All that the stories say.
fn said<S: Store>(desk: &Desk<S>) -> String {
    let stories = desk.store().stories(&Filter::default(), Page::ALL).unwrap().rows;
    let dossiers = stories.iter().map(|row| format!("{:?}", desk.run(StoryNo(row.story)).unwrap().dossiers));
    let lists = (
        desk.store().claims(&Filter::default(), Page::ALL).unwrap().rows,
        desk.store().quotes(&Filter::default(), Page::ALL).unwrap().rows,
        desk.store().timeline(&Filter::default(), Page::ALL).unwrap().rows,
        desk.store().conflicts(&Filter::default(), Page::ALL).unwrap().rows,
        desk.store().articles(&Filter::default(), Page::ALL).unwrap().rows,
    );
    format!("{stories:?}\n{}\n{lists:?}", dossiers.collect::<String>())
}

fn correct<S: Store>(desk: &mut Desk<S>, whats: Vec<What>) -> Vec<Correction> {
    let signed: Vec<Correction> =
        whats.into_iter().map(|what| Correction::new("Ada", LATER, "I read both", what)).collect();
    desk.correct(&signed, LATER).unwrap();
    assert_eq!(desk.store().check().unwrap(), Vec::<String>::new());
    signed
}

/// Corrects, sees that it shows, undoes, and sees that all is as it was.
fn check_undone<S: Store>(
    mut desk: Desk<S>,
    what: impl FnOnce(&Desk<S>) -> Vec<What>,
    shows: impl FnOnce(&Desk<S>) -> bool,
) {
    let before = said(&desk);
    let whats = what(&desk);
    let made = correct(&mut desk, whats);
    assert!(shows(&desk), "{}", said(&desk));
    for correction in made.iter().rev() {
        correct(&mut desk, vec![What::Undo { id: correction.id.clone() }]);
    }
    assert_eq!(said(&desk), before);
}

pub(crate) fn nothing_is_there_at_first<S: Store>(store: S) {
    assert_eq!(store.counts().unwrap(), Default::default());
    assert_eq!(store.articles(&Filter::default(), Page::ALL).unwrap().total, 0);
    assert_eq!(store.search(&of_words("x"), Page::ALL).unwrap().total, 0);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

pub(crate) fn content_is_added_once<S: Store>(store: S) {
    let mut desk = desk(store);
    let lines = story();
    let twice: Vec<String> = lines.iter().chain(&lines).cloned().collect();
    let added = add(&mut desk, &twice, NOW);
    assert_eq!((added.new.len(), added.n_known), (4, 4));
    let before = said(&desk);
    let added = add(&mut desk, &lines, LATER);
    assert_eq!((added.new.len(), added.n_known, added.versions.len()), (0, 4, 0));
    assert_eq!(said(&desk), before);
}

pub(crate) fn articles_come_back_as_they_came<S: Store>(store: S) {
    let mut desk = desk(store);
    let odd = "{\"id\":\"s1\",\"byline\":[\"A. “Q” B\",\"C\"],\"modified\":\"2031-03-04T09:30:00+02:00\",\
        \"text\":\"Kopf – “Ä”\\u0000\\n\\nThe mayor said: “Nö.” 𝄞 (AP) He left.\"}";
    let documents = [RawDocument { path: "in.jsonl:7", bytes: odd.as_bytes() }];
    let mut expected = whosaid::read_documents(desk.resources(), &documents).remove(0).unwrap();
    // All dates that a document states are kept in archives; a desk keeps the one that was taken.
    let article = expected.annotated.article.clone();
    expected.annotated.article = article.stating(Stated::default());
    desk.add(&documents, NOW).unwrap();
    let no = desk.store().named(&expected.annotated.article.id().to_string()).unwrap();
    let kept = desk.store().readings(&[no]).unwrap().remove(0);
    assert_eq!(kept.stored.article, expected.annotated.article);
    let reading = crate::codec::read_layers(kept.stored.article, &kept.layers).unwrap();
    assert_eq!(format!("{reading:?}"), format!("{expected:?}"));
}

pub(crate) fn a_desk_says_what_a_single_run_says<S: Store>(store: S) {
    let desk = full(store);
    let lines = story();
    let documents: Vec<RawDocument<'_>> =
        lines.iter().map(|line| RawDocument { path: "in.jsonl:1", bytes: line.as_bytes() }).collect();
    let run = whosaid::run(desk.resources(), &Default::default(), &documents);
    let kept = desk.run(bridge(&desk)).unwrap();
    let claims = |dossier: &whosaid::claims::Dossier| {
        let of = |c: &whosaid::claims::Claim| (c.gist.clone(), c.status, c.origins.clone(), c.tellings.len());
        dossier.claims.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(claims(&kept.dossiers[0]), claims(&run.dossiers[0]));
    assert_eq!(kept.dossiers[0].story.title, run.dossiers[0].story.title);
    assert_eq!(kept.manifest.rules, run.manifest.rules);
}

pub(crate) fn a_story_that_changes_is_not_taken_for_what_it_was<S: Store>(store: S) {
    let mut desk = full(store);
    let no = bridge(&desk);
    let before = desk.store().making(no).unwrap().unwrap();
    let members: Vec<ArticleNo> = before.members.iter().map(|(member, _)| *member).collect();
    assert_eq!(members, desk.store().members(no).unwrap());
    assert_eq!(before.n_bytes as usize, desk.store().dossier(no).unwrap().unwrap().1.len());
    assert_eq!(desk.store().making(no).unwrap().as_ref(), Some(&before));
    let newer = BRIDGE.replace("Twelve ships are waiting", "Fourteen ships are waiting");
    let address = "https://post.example/bridge";
    let line = given("Hollow Post", address, "2031-03-04", "Hollow Lane bridge to close", &newer);
    add(&mut desk, &[line], LATER);
    assert_ne!(desk.store().making(bridge(&desk)).unwrap(), Some(before));
    assert_eq!(desk.store().making(StoryNo(9_999)).unwrap(), None);
}

pub(crate) fn stories_are_found_by_words<S: Store>(store: S) {
    let desk = full(store);
    let found = |words: &str, limit: u32| desk.store().stories_with(&of_words(words), limit).unwrap();
    let searched = desk.store().search(&of_words("bridge"), Page::ALL).unwrap();
    let stories: Vec<StoryNo> =
        searched.rows.iter().filter_map(|row| row.article.story).map(StoryNo).collect();
    assert!(stories.len() > 1, "{stories:?}");
    assert_eq!(found("bridge", 100), stories);
    assert_eq!(found("bridge", 1), stories[..1]);
    assert_eq!((found("", 100), found("zeppelin", 100)), (Vec::new(), Vec::new()));
}

pub(crate) fn articles_may_come_one_by_one<S: Store>(store: S) {
    let mut desk = desk(store);
    story().iter().for_each(|line| drop(add(&mut desk, std::slice::from_ref(line), NOW)));
    let row = desk.store().story(bridge(&desk)).unwrap();
    assert_eq!((row.articles, row.outlets, row.stale), (3, 3, false));
    assert_eq!(desk.store().counts().unwrap().stories, 2);
}

pub(crate) fn both_versions_are_kept<S: Store>(store: S) {
    let mut desk = full(store);
    let newer = BRIDGE
        .replace("Twelve ships are waiting", "Fourteen ships are waiting")
        .replace("A spokesman for the builder denied that the steel was weak. ", "");
    let line = given(
        "Hollow Post",
        "https://post.example/bridge",
        "2031-03-04",
        "Hollow Lane bridge to close",
        &newer,
    );
    let added = add(&mut desk, &[line], LATER);
    let [change] = &added.versions[..] else { panic!("{:?}", added.versions) };
    let difference = &change.difference;
    let [[before, after]] = &difference.sentences_changed[..] else { panic!("{difference:?}") };
    assert!(before.words.starts_with("Twelve") && after.words.starts_with("Fourteen"), "{difference:?}");
    assert_eq!(difference.sentences_removed.len(), 1);
    assert!(difference.claims_touched.iter().any(|c| c.gist.contains("ships")), "{difference:?}");
    let counts = desk.store().counts().unwrap();
    assert_eq!((counts.articles, counts.older_versions, counts.stories), (4, 1, 2));
    assert_eq!(desk.store().changes(&Filter::default(), Page::ALL).unwrap().rows, added.versions);
    let older = desk.store().search(&of_words("twelve"), Page::ALL).unwrap();
    assert_eq!(older.total, 0);
    let all = Filter { versions: true, ..of_words("twelve") };
    assert_eq!(
        desk.store().search(&all, Page::ALL).unwrap().rows[0].article.newer.as_ref(),
        Some(&change.newer)
    );
    assert_eq!(desk.store().story(bridge(&desk)).unwrap().articles, 3);
}

pub(crate) fn noise_is_no_change<S: Store>(store: S) {
    let mut desk = full(store);
    let newer = BRIDGE.replace("Monday, engineer", "Monday engineer");
    let line = given(
        "Hollow Post",
        "https://post.example/bridge#top",
        "2031-03-04",
        "Hollow Lane bridge to close",
        &newer,
    );
    let added = add(&mut desk, &[line], LATER);
    let difference = &added.versions[0].difference;
    assert!(
        difference.sentences_added.is_empty() && difference.sentences_changed.is_empty(),
        "{difference:?}"
    );
    assert!(difference.claims_touched.is_empty());
}

pub(crate) fn a_version_may_come_late<S: Store>(store: S) {
    let mut desk = full(store);
    let earlier = BRIDGE.replace("Twelve", "Eleven");
    let line = given(
        "Hollow Post",
        "https://post.example/bridge",
        "2031-03-03",
        "Hollow Lane bridge to close",
        &earlier,
    );
    let added = add(&mut desk, &[line], LATER);
    assert_eq!(added.versions[0].older, added.new[0].to_string());
    assert_eq!(desk.store().search(&of_words("eleven"), Page::ALL).unwrap().total, 0);
    assert_eq!(desk.store().search(&of_words("twelve"), Page::ALL).unwrap().total, 1);
}

pub(crate) fn lists_heed_their_filters<S: Store>(store: S) {
    let desk = full(store);
    let store = desk.store();
    let day = |text: &str| Some(text.parse::<Day>().unwrap());
    let star = Filter { outlet: Some("evening".to_owned()), ..Filter::default() };
    assert_eq!(store.articles(&star, Page::ALL).unwrap().total, 2);
    let fifth = Filter { from: day("2031-03-05"), to: day("2031-03-05"), ..Filter::default() };
    assert_eq!(store.articles(&fifth, Page::ALL).unwrap().total, 2);
    assert_eq!(store.search(&fifth, Page::ALL).unwrap().total, 2);
    let quill = Filter { source: Some("quill".to_owned()), ..Filter::default() };
    let quotes = store.quotes(&quill, Page::ALL).unwrap().rows;
    assert!(quotes.len() >= 2 && quotes.iter().all(|quote| quote.speaker.contains("Quill")), "{quotes:?}");
    assert!(quotes.iter().any(|quote| quote.words.contains("no choice")), "{quotes:?}");
    let quoting: BTreeSet<&str> = quotes.iter().map(|quote| quote.article.as_str()).collect();
    assert_eq!(store.search(&quill, Page::ALL).unwrap().total, quoting.len() as u64);
    let unnamed = Filter { kind: Some("unnamed".to_owned()), ..Filter::default() };
    assert!(store.search(&unnamed, Page::ALL).unwrap().total >= 1);
    assert!(
        store
            .speakers(&Filter::default(), Page::ALL)
            .unwrap()
            .rows
            .iter()
            .all(|s| !s.speaker.contains("source"))
    );
    let speakers = store.speakers(&quill, Page::ALL).unwrap().rows;
    assert_eq!((speakers.len(), speakers[0].quotes), (1, quotes.len() as u32), "{speakers:?}");
    let this = Filter { story: Some(bridge(&desk)), ..Filter::default() };
    assert_eq!(store.articles(&this, Page::ALL).unwrap().total, 3);
    let claims = store.claims(&this, Page::ALL).unwrap().rows;
    assert!(claims.iter().any(|claim| claim.outlets > 1 && claim.earliest.is_some()), "{claims:?}");
    let status = Filter { status: Some(claims[0].status.clone()), ..Filter::default() };
    assert!(store.search(&status, Page::ALL).unwrap().total > 0);
    assert!(store.timeline(&this, Page::ALL).unwrap().total > 0);
    assert_eq!(store.stories(&of_words("beekeepers"), Page::ALL).unwrap().total, 1);
    let odd = Filter { outlet: Some("%".to_owned()), ..Filter::default() };
    assert_eq!(store.articles(&odd, Page::ALL).unwrap().total, 0);
}

pub(crate) fn pages_part_a_list<S: Store>(store: S) {
    let desk = full(store);
    let all = desk.store().articles(&Filter::default(), Page::ALL).unwrap().rows;
    let page = |offset| desk.store().articles(&Filter::default(), Page { offset, limit: 3 }).unwrap();
    let (first, second) = (page(0), page(3));
    assert_eq!((first.total, second.total), (4, 4));
    assert_eq!([first.rows, second.rows].concat(), all);
}

pub(crate) fn searching_takes_any_sign<S: Store>(store: S) {
    let desk = full(store);
    let n = |words: &str| desk.store().search(&of_words(words), Page::ALL).unwrap().total;
    assert_eq!(n("bridge closes"), 3);
    assert_eq!(n("\"Hollow Lane bridge\""), 2);
    assert_eq!(n("bridge hives"), 0);
    for odd in ["\"", "a AND", "NEAR(", "title:", "*", "'; DROP TABLE article; --", "", "\u{0}", "𝄞"] {
        n(odd);
    }
    let found = desk.store().search(&of_words("hives"), Page::ALL).unwrap();
    assert!(found.rows[0].extract.contains("[hives]"), "{:?}", found.rows[0]);
}

fn claims<S: Store>(desk: &Desk<S>) -> Vec<ClaimRow> {
    let of_bridge = Filter { story: Some(bridge(desk)), ..Filter::default() };
    desk.store().claims(&of_bridge, Page::ALL).unwrap().rows
}

pub(crate) fn claims_are_merged_and_parted<S: Store>(store: S) {
    let desk = full(store);
    let all = desk.all_claims(bridge(&desk)).unwrap();
    let shared = all.iter().find(|claim| claim.tellings.len() > 1).unwrap();
    let other = all.iter().find(|claim| claim.claim != shared.claim).unwrap();
    let n = shared.tellings.len() + other.tellings.len();
    let leaving = format!("{}-{}", shared.story, shared.tellings[1].telling);
    let (a, b) = (shared.claim.clone(), other.claim.clone());
    let merge = |desk: &Desk<S>| vec![desk.merge_claims(&a, &b).unwrap()];
    let one = |desk: &Desk<S>| desk.trace(&b, &Filter::default(), 1).unwrap()[0].tellings.len() == n;
    let split = |desk: &Desk<S>| {
        vec![desk.split_claim(&leaving).unwrap(), desk.judge_telling(&leaving, false).unwrap()]
    };
    let alone = |desk: &Desk<S>| desk.trace(&leaving, &Filter::default(), 1).unwrap()[0].tellings.len() == 1;
    let mut desk = desk;
    let made = merge(&desk);
    let before = said(&desk);
    let made = correct(&mut desk, made);
    assert!(one(&desk));
    correct(&mut desk, vec![What::Undo { id: made[0].id.clone() }]);
    assert_eq!(said(&desk), before);
    check_undone(desk, split, alone);
}

pub(crate) fn stories_are_merged_and_parted<S: Store>(store: S) {
    let mut desk = full(store);
    let bridge_no = bridge(&desk);
    let bees = desk.store().search(&of_words("hives"), Page::ALL).unwrap().rows[0].article.story.unwrap();
    let before = said(&desk);
    let merge = desk.merge_stories(bridge_no, StoryNo(bees)).unwrap();
    let made = correct(&mut desk, vec![merge]);
    assert_eq!(desk.store().story(StoryNo(bees)).unwrap().story, bridge_no.0, "the old number leads there");
    assert_eq!(desk.store().story(bridge_no).unwrap().articles, 4);
    correct(&mut desk, vec![What::Undo { id: made[0].id.clone() }]);
    assert_eq!(desk.store().counts().unwrap().stories, 2);
    assert_eq!(desk.store().story(bridge_no).unwrap().articles, 3);
    assert_ne!(said(&desk), before, "a story that comes back gets a new number");

    let north = desk.store().search(&of_words("wednesday"), Page::ALL).unwrap().rows[0].article.id.clone();
    let split = desk.split_story(std::slice::from_ref(&north)).unwrap();
    let made = correct(&mut desk, split);
    assert_eq!(desk.store().counts().unwrap().stories, 3);
    correct(&mut desk, vec![What::Undo { id: made[0].id.clone() }]);
    assert_eq!(desk.store().story(bridge_no).unwrap().articles, 3);
}

pub(crate) fn names_are_merged_and_parted<S: Store>(store: S) {
    let desk = full(store);
    let story = bridge(&desk);
    let n_names = |desk: &Desk<S>| desk.run(story).unwrap().dossiers[0].story.entities.len();
    let n = n_names(&desk);
    let merge = |desk: &Desk<S>| vec![desk.merge_entities(story, "Mara Quill", "Ilse Brand").unwrap()];
    check_undone(desk, merge, |desk| n_names(desk) < n);
}

pub(crate) fn articles_are_put_right<S: Store>(store: S) {
    use crate::corrections::Field;
    let desk = full(store);
    let post =
        desk.store().search(&of_words("\"twelve ships\""), Page::ALL).unwrap().rows[0].article.id.clone();
    let set = |desk: &Desk<S>| {
        vec![
            desk.set_article(&post, Field::Published, Some("2031-03-09")).unwrap(),
            desk.set_article(&post[..8], Field::Outlet, Some("Hollow Mail")).unwrap(),
            desk.set_article(&post, Field::Wire, Some("Northwire")).unwrap(),
        ]
    };
    let shows = |desk: &Desk<S>| {
        let mail = Filter { outlet: Some("hollow mail".to_owned()), ..Filter::default() };
        let rows = desk.store().articles(&mail, Page::ALL).unwrap().rows;
        let run = desk.run(bridge(desk)).unwrap();
        let read = run.readings.iter().map(|r| &r.annotated.article).find(|a| a.id().to_string() == post);
        rows.len() == 1
            && rows[0].published.as_deref() == Some("2031-03-09")
            && read.is_some_and(|article| article.wire.as_deref() == Some("Northwire"))
    };
    assert!(matches!(
        desk.set_article(&post, Field::Published, Some("soon")),
        Err(StoreError::BadValue { .. })
    ));
    check_undone(desk, set, shows);
}

pub(crate) fn speakers_are_put_right<S: Store>(store: S) {
    let desk = full(store);
    let claim = desk.trace("repairs cost 4 million crowns", &Filter::default(), 1).unwrap().remove(0);
    let telling = format!("{}-{}", claim.story, claim.tellings[0].telling);
    let set = |desk: &Desk<S>| vec![desk.set_speaker(&telling, Some("Tove Marsh")).unwrap()];
    check_undone(desk, set, |desk| {
        let marsh = Filter { source: Some("Tove Marsh".to_owned()), ..Filter::default() };
        desk.store().quotes(&marsh, Page::ALL).unwrap().total == 1
    });
}

pub(crate) fn conflicts_are_rejected<S: Store>(store: S) {
    let desk = full(store);
    let conflicts = |desk: &Desk<S>| desk.store().conflicts(&Filter::default(), Page::ALL).unwrap();
    let all = conflicts(&desk);
    let Some(first) = all.rows.first() else { return };
    let name = first.conflict.clone();
    let reject = |desk: &Desk<S>| vec![desk.judge_conflict(&name, false).unwrap()];
    check_undone(desk, reject, |desk| conflicts(desk).total < all.total);
}

pub(crate) fn undoing_leaves_no_trace<S: Store>(store: S) {
    let mut desk = full(store);
    let claim = claims(&desk).remove(0);
    let made = desk.set_speaker(&claim.claim, Some("Nobody Known")).unwrap();
    let made = correct(&mut desk, vec![made]).remove(0);
    let undone = correct(&mut desk, vec![What::Undo { id: made.id }]).remove(0);
    let log = desk.store().corrections().unwrap();
    assert_eq!((log.len(), active(&log).len()), (2, 0));
    correct(&mut desk, vec![What::Undo { id: undone.id }]);
    assert_eq!(active(&desk.store().corrections().unwrap()).len(), 1);
    assert!(matches!(
        desk.correct(&[Correction::new("Ada", LATER, "", What::Undo { id: "0".into() })], LATER),
        Err(StoreError::NoSuch { .. })
    ));
}

pub(crate) fn corrections_follow_a_new_version<S: Store>(store: S) {
    let mut desk = full(store);
    let claim = desk.trace("repairs cost 4 million crowns", &Filter::default(), 1).unwrap().remove(0);
    let telling = format!("{}-{}", claim.story, claim.tellings[0].telling);
    let what = desk.set_speaker(&telling, Some("Tove Marsh")).unwrap();
    correct(&mut desk, vec![what]);
    let newer = format!("An earlier line stood here before it was changed. {BRIDGE}");
    let title = "Hollow Lane bridge to close";
    let line = given("Hollow Post", "https://post.example/bridge", "2031-03-04", title, &newer);
    assert_eq!(add(&mut desk, &[line], LATER).versions.len(), 1);
    let marsh = Filter { source: Some("Tove Marsh".to_owned()), ..Filter::default() };
    let quotes = desk.store().quotes(&marsh, Page::ALL).unwrap().rows;
    assert!(quotes.len() == 1 && quotes[0].words.contains("million"), "{quotes:?}");
}

pub(crate) fn corrections_survive_reading_again<S: Store>(mut store: S) {
    // Layers of another making, as an older program would have left them.
    let mut desk = full(store);
    let claim = claims(&desk).remove(0).claim;
    let what = desk.set_speaker(&claim, Some("Tove Marsh")).unwrap();
    correct(&mut desk, vec![what]);
    let before = said(&desk);
    store = desk.into_store();
    let gathering = store.gathering().unwrap();
    let layers =
        |no| (no, crate::Layers { made_with: "0".into(), layers: vec![1, 2], outline: Some(vec![3]) });
    store
        .put_readings(&gathering.articles.iter().map(|article| layers(article.no)).collect::<Vec<_>>())
        .unwrap();
    let mut desk = self::desk(store);
    let title = desk.run(bridge(&desk)).unwrap().dossiers[0].story.title.clone();
    assert!(before.contains(&title), "what was weighed can still be shown");
    let settled = desk.read_again(LATER, |_| {}).unwrap();
    assert_eq!(settled.n_read_again, 4);
    assert_eq!(said(&desk), before);
    assert_eq!(desk.read_again(LATER, |_| {}).unwrap().n_read_again, 0);
    let mut lines = story();
    lines.truncate(1);
    lines[0] = lines[0].replace("2031-03-04", "2031-03-07").replace("post.example", "copy.example");
    add(&mut desk, &lines, LATER);
    let marsh = Filter { source: Some("Tove Marsh".to_owned()), ..Filter::default() };
    assert!(desk.store().quotes(&marsh, Page::ALL).unwrap().total >= 1, "they hold when the story grows");
}

pub(crate) fn corrections_travel<S: Store>(store: S) {
    let mut desk = full(store);
    let plain = said(&desk);
    let claim = claims(&desk).remove(0).claim;
    let what = desk.set_speaker(&claim, Some("Tove Marsh")).unwrap();
    let made = correct(&mut desk, vec![what]).remove(0);
    let corrected = said(&desk);
    let file = export(&desk.store().corrections().unwrap());
    correct(&mut desk, vec![What::Undo { id: made.id }]);
    assert_eq!(said(&desk), plain);
    let brought = import(&file).unwrap();
    assert_eq!(desk.correct(&brought, LATER).unwrap(), 0, "they are there already");
    assert_ne!(corrected, plain);
}

pub(crate) fn words_lead_to_claims<S: Store>(store: S) {
    let desk = full(store);
    let found = desk.trace("the bridge will be closed on Monday", &Filter::default(), 3).unwrap();
    let first = &found[0];
    assert!(
        first.tellings.len() > 1 && first.tellings.iter().any(|t| t.words.contains("Monday")),
        "{found:?}"
    );
    assert!(first.tellings.iter().any(|telling| !telling.chain.is_empty()), "{first:?}");
    let again = desk.trace(&first.claim, &Filter::default(), 3).unwrap();
    assert_eq!(again[0].tellings, first.tellings);
    let by_other = format!("{}-{}", first.story, first.tellings[1].telling);
    assert_eq!(desk.trace(&by_other, &Filter::default(), 3).unwrap()[0].claim, first.claim);
    assert!(desk.trace("zebra xylophone", &Filter::default(), 3).unwrap().is_empty());
    assert!(desk.trace("", &Filter::default(), 3).unwrap().is_empty());
}

fn alerts<S: Store>(desk: &Desk<S>, unseen: bool) -> Vec<crate::rows::AlertRow> {
    let filter = Filter { unseen, ..Filter::default() };
    desk.store().alerts(&filter, Page::ALL).unwrap().rows
}

pub(crate) fn alerts_tell_what_articles_brought<S: Store>(store: S) {
    let mut desk = full(store);
    assert_eq!(alerts(&desk, false), Vec::new(), "a story's first weighing is no news");
    let denial = given(
        "Marrow Mail",
        "https://mail.example/bridge",
        "2031-03-07",
        "City office denies that Hollow Lane bridge will close on Monday",
        "The bridge at Hollow Lane will not close on Monday, the office of the city said on Thursday. Mayor Ilse Brand \
         denied that the Hollow Lane bridge will close on Monday, as engineer Mara Quill had said.",
    );
    add(&mut desk, &[denial], LATER);
    let told = alerts(&desk, true);
    assert!(!told.is_empty());
    for alert in &told {
        assert!(["status", "denial", "correction"].contains(&alert.kind.as_str()), "{alert:?}");
        assert_eq!(
            (alert.noticed.as_str(), alert.outlet.as_deref()),
            (LATER, Some("Marrow Mail")),
            "{alert:?}"
        );
        assert!(alert.before.is_some() && alert.words.is_some() && alert.article.is_some());
        desk.trace(&alert.claim, &Filter::default(), 1).unwrap();
    }
    assert!(told.iter().any(|alert| alert.kind == "denial"), "{told:?}");
    let of = |filter: Filter| desk.store().alerts(&filter, Page::ALL).unwrap().total;
    let n = told.len() as u64;
    assert_eq!(of(Filter { story: Some(bridge(&desk)), ..Filter::default() }), n);
    assert_eq!(of(Filter { outlet: Some("star".into()), ..Filter::default() }), 0);
    assert!(of(Filter { kind: Some("denial".into()), ..Filter::default() }) >= 1);
    desk.see_alerts(told[0].alert).unwrap();
    assert_eq!(alerts(&desk, true), Vec::new());
    assert_eq!(alerts(&desk, false), told);
    desk.see_alerts(0).unwrap();
    assert_eq!(alerts(&desk, true), Vec::new(), "what was seen stays seen");
    let id = told[0].article.clone().unwrap();
    let what = desk.set_article(&id, crate::corrections::Field::Outlet, Some("The Moon")).unwrap();
    correct(&mut desk, vec![what]);
    assert_eq!(alerts(&desk, true), Vec::new(), "a reader's own correction is no news");
}

pub(crate) fn an_edit_is_told<S: Store>(store: S) {
    let mut desk = full(store);
    let url = "https://post.example/bridge";
    let text = BRIDGE.replace("Twelve ships", "Nineteen ships");
    let edited = given("Hollow Post", url, "2031-03-04", "Hollow Lane bridge to close", &text);
    let added = add(&mut desk, &[edited], LATER);
    let touched = &added.versions[0].difference.claims_touched;
    let edits = alerts(&desk, true).into_iter().filter(|alert| alert.kind == "edit");
    let edits: Vec<_> = edits.collect();
    assert!(!touched.is_empty());
    assert_eq!(edits.len(), touched.len());
    assert!(edits.iter().all(|alert| alert.words.as_ref().is_some_and(|words| words.contains("Nineteen"))));
    assert!(touched.iter().all(|claim| edits.iter().any(|alert| alert.claim == claim.claim)));
}

pub(crate) fn only_one_of_two_writers_places<S: Store>(store: S) {
    let mut store = full(store).into_store();
    let generation = store.gathering().unwrap().generation;
    let placement = Placement { generation, stale: vec![StoryNo(1)], ..Placement::default() };
    assert!(store.place(&placement).unwrap());
    assert!(!store.place(&placement).unwrap());
}

pub(crate) fn what_is_not_there_is_named<S: Store>(store: S) {
    let desk = full(store);
    let no_such = |result: Result<What, StoreError>| {
        assert!(matches!(result, Err(StoreError::NoSuch { .. })), "{result:?}")
    };
    no_such(desk.merge_claims("1-ffffffff", "1-00000000"));
    no_such(desk.split_claim("none"));
    no_such(desk.judge_conflict("1.99", false));
    no_such(desk.merge_entities(bridge(&desk), "Mara Quill", "Nobody"));
    no_such(desk.set_article("ffffffffffffffff", crate::corrections::Field::Wire, None));
    no_such(desk.set_article("'; --", crate::corrections::Field::Wire, None));
    assert!(matches!(desk.run(StoryNo(99)), Err(StoreError::NoSuch { .. })));
    assert!(matches!(desk.store().named(""), Err(StoreError::NoSuch { .. })));
}

/// A layout that a released program wrote must stay as it is: a change is a new one at the end of the list.
pub(crate) fn check_layouts(migrations: &[&str], hashes: &[&str]) {
    let hash = |migration: &&str| -> String {
        Sha256::digest(migration)[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    };
    assert_eq!(migrations.iter().map(hash).collect::<Vec<_>>(), hashes);
}

/// Adds a text and settles; gives the store back, and whether that went well.
pub(crate) fn add_text<S: Store>(store: S, text: &str) -> (S, Result<(), StoreError>) {
    let mut desk = desk(store);
    let document = RawDocument { path: "-", bytes: text.as_bytes() };
    let done = desk.add(&[document], NOW).map(drop);
    let done = done.and_then(|()| desk.settle(NOW, |_| {}).map(drop));
    (desk.into_store(), done)
}

/// Two writers add at once, some articles the same, and a reader reads meanwhile.
pub(crate) fn two_add_at_once<S: Store + Send + 'static>(open: impl Fn() -> S) {
    let one = |store: S, first: usize| {
        std::thread::spawn(move || {
            (first..first + 4).fold(store, |store, n| {
                let text = format!("The mayor said on Monday that street {n} will close. Nobody was asked.");
                let (store, done) = add_text(store, &text);
                done.unwrap();
                store
            });
        })
    };
    let threads = [one(open(), 0), one(open(), 2)];
    let store = open();
    while threads.iter().any(|thread| !thread.is_finished()) {
        assert!(store.counts().unwrap().articles <= 6);
        store.stories(&Filter::default(), Page::ALL).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let counts = store.counts().unwrap();
    assert_eq!((counts.articles, counts.waiting, counts.stale), (6, 0, 0));
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}
