//! Tables of invented sentences with their chains, from given pieces.

use crate::testing::annotated;
use crate::{Attribution, Cues, GivenSpans, SourceKind, attribute_given};
use std::sync::LazyLock;
use whosaid_language::Annotated;
use whosaid_text::Span;

static CUES: LazyLock<Cues> = LazyLock::new(Cues::english);

/// Takes `{s:…}`, `{c:…}` and `{x:…}` out of a text; a number after the letter tells attributions apart.
fn marked(marked: &str) -> (String, Vec<GivenSpans>) {
    let (mut text, mut open, mut given) = (String::new(), Vec::new(), Vec::<GivenSpans>::new());
    let mut rest = marked;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let close = rest[at..].starts_with('}');
        rest = &rest[at + 1..];
        if !close {
            let (name, after) = rest.split_once(':').expect("a mark has a colon");
            open.push((name.to_owned(), text.len() as u32));
            rest = after;
            continue;
        }
        let (name, start) = open.pop().expect("a mark is open");
        let idx: usize = name[1..].parse().unwrap_or(0);
        given.resize(given.len().max(idx + 1), GivenSpans::default());
        let span = Span::new(start, text.len() as u32);
        match &name[..1] {
            "s" => given[idx].source.push(span),
            "c" => given[idx].cue.push(span),
            _ => given[idx].content.push(span),
        }
    }
    text.push_str(rest);
    (text, given)
}

fn told(annotated: &Annotated, attribution: &Attribution) -> String {
    let hop = |hop: &crate::Hop| {
        let plural = matches!(hop.kind, SourceKind::Unnamed { plural: true, .. });
        let resolved = hop.resolved.as_ref().map_or(String::new(), |name| format!(" (={name})"));
        let words = annotated.article.text.slice(hop.span);
        format!("{}{}:{words}{resolved}", hop.kind.name(), if plural { "s" } else { "" })
    };
    let chain: Vec<String> = attribution.chain.iter().map(hop).collect();
    let first = if attribution.first_report { " first" } else { "" };
    format!("{} | {}{first}", chain.join(" > "), attribution.stance.name())
}

/// One line an attribution.
fn check(text: &str, expected: &[&str]) {
    let (plain, given) = marked(text);
    let annotated = annotated(&plain);
    let found = attribute_given(&CUES, &annotated, &given);
    let found: Vec<String> = found.iter().map(|attribution| told(&annotated, attribution)).collect();
    assert_eq!(found, expected, "{plain}");
}

#[test]
fn kinds_follow_the_words() {
    check("{s:Maria Lopez} {c:said} {x:it rained}.", &["person:Maria Lopez | asserts"]);
    check(
        "{s:A spokesman for the couple} {c:said} {x:it rained}.",
        &["spokesperson:A spokesman for the couple | asserts"],
    );
    check(
        "{s:Ana Ruiz, the minister's spokeswoman,} {c:said} {x:it rained}.",
        &["spokesperson:Ana Ruiz, the minister's spokeswoman (=Ana Ruiz) | asserts"],
    );
    check(
        "{s:Pike spokeswoman Ana Ruiz} {c:said} {x:it rained}. Tom Pike was away.",
        &["spokesperson:Pike spokeswoman Ana Ruiz (=Ana Ruiz) | asserts"],
    );
    check(
        "{s:Neither Tom Pike nor spokespeople for the bank} {c:said} {x:it rained}.",
        &["person:Neither Tom Pike nor spokespeople for the bank (=Tom Pike) | asserts"],
    );
    check("{s:His lawyers} {c:said} {x:it rained}.", &["spokesperson:His lawyers | asserts"]);
    check("{s:Police} {c:said} {x:it rained}.", &["organization:Police | asserts"]);
    check("{s:The water company} {c:said} {x:it rained}.", &["organization:The water company | asserts"]);
    check("{s:the BBC} {c:reported} {x:it rained}.", &["outlet:the BBC (=BBC) | asserts"]);
    check(
        "It {c:has been reported} that {x:they met} and {c1:reportedly} {x1:they talked}.",
        &["unspecified:has been reported | asserts", "unspecified:reportedly | asserts"],
    );
    check("According to {s:media reports}, {x:it rained}.", &["outlet:media reports | asserts"]);
    check("{s:The court papers} {c:say} {x:it rained}.", &["document:The court papers | asserts"]);
    check("{s:A new poll} {c:found} {x:that most had umbrellas}.", &["document:A new poll | asserts"]);
    check("{s:A palace insider} {c:said} {x:it rained}.", &["unnamed:A palace insider | asserts"]);
    check(
        "{s:Two officials briefed on the matter} {c:said} {x:it rained}.",
        &["unnameds:Two officials briefed on the matter | asserts"],
    );
    check("{s:One of the officials} {c:said} {x:it rained}.", &["unnamed:One of the officials | asserts"]);
    check("{s:Some reports} {c:say} {x:it rained}.", &["unspecified:Some reports | asserts"]);
    check("{x:It} {c:reportedly} {x:rained}.", &["unspecified:reportedly | asserts"]);
    check("{x:The bridge} {c:is said to} {x:be closed}.", &["unspecified:is said to | asserts"]);
}

#[test]
fn offices_are_persons_and_members_and_peoples_are_unnamed() {
    check(
        "{s:The mayor of Springfield} {c:said} {x:it rained}.",
        &["person:The mayor of Springfield | asserts"],
    );
    check("{s:The foreign minister} {c:said} {x:it rained}.", &["person:The foreign minister | asserts"]);
    check("{s:A former governor} {c:said} {x:it rained}.", &["unnamed:A former governor | asserts"]);
    check(
        "{s:Some members of the council} {c:said} {x:it rained}.",
        &["unnameds:Some members of the council | asserts"],
    );
    check("{s:Other Republicans} {c:said} {x:it rained}.", &["unnameds:Other Republicans | asserts"]);
    check(
        "{s:Legal and religious groups} {c:said} {x:it rained}.",
        &["organization:Legal and religious groups | asserts"],
    );
    check(
        "{s:More than 95% of the residents} {c:said} {x:it rained}.",
        &["unnameds:More than 95% of the residents | asserts"],
    );
    check(
        "{s:The Harbor Protection Act} {c:says} {x:it rained}.",
        &["document:The Harbor Protection Act | asserts"],
    );
    check(
        "{c:According to} {s:local news sources}, {x:it rained}.",
        &["outlet:local news sources | asserts"],
    );
}

#[test]
fn who_is_named_again_by_a_description_is_a_person() {
    check(
        "Ann Pike left. {s:The singer} {c:said} {x:it rained}.",
        &["person:The singer (=Ann Pike) | asserts"],
    );
    check("{s:The singer} {c:said} {x:it rained}.", &["unnamed:The singer | asserts"]);
    check("{s:A student named Wong} {c:said} {x:it rained}.", &["person:A student named Wong | asserts"]);
    check("Ann Pike left. {s:A singer} {c:said} {x:it rained}.", &["unnamed:A singer | asserts"]);
    check("Ann Pike left. {s:The witness} {c:said} {x:it rained}.", &["unnamed:The witness | asserts"]);
}

#[test]
fn names_are_told_from_what_they_stand_with() {
    check(
        "{s:Norway's prime minister} {c:said} {x:it rained}.",
        &["person:Norway's prime minister | asserts"],
    );
    check(
        "{s:researchers mostly from Harbor University (Harbor U) in Oslo} {c:said} {x:it rained}.",
        &["unnameds:researchers mostly from Harbor University (Harbor U) in Oslo | asserts"],
    );
    check(
        "{s:A member of the council, Maria Lopez,} {c:said} {x:it rained}.",
        &["person:A member of the council, Maria Lopez (=Maria Lopez) | asserts"],
    );
    check(
        "{s:The Reuters news agency} {c:said} {x:it rained}.",
        &["outlet:The Reuters news agency (=Reuters) | asserts"],
    );
    check(
        "{s:A Reuters reporter} {c:saw} {x:the rain}.",
        &["outlet:A Reuters reporter (=Reuters) | asserts"],
    );
    check(
        "{s:A network of hospitals} {c:said} {x:it rained}.",
        &["organization:A network of hospitals | asserts"],
    );
    check(
        "{s:the government's Twitter account} {c:said} {x:it rained}.",
        &["organization:the government's Twitter account | asserts"],
    );
    check(
        "{s:The ministry further} {c:said} {x:it rained}.",
        &["organization:The ministry further | asserts"],
    );
    check(
        "{s0:Maria Lopez} {c0:met} {x0:John Brown}. Maria Lopez and her husband, the Lopezes, left. {s1:The Lopezes} \
         {c1:said} {x1:it rained}.",
        &["person:Maria Lopez | asserts", "person:The Lopezes (=Lopezes) | asserts"],
    );
}

#[test]
fn an_outlet_that_reports_what_another_says_is_the_hop_before() {
    check(
        "{s:The council} {c:said} {x:it rained}, Reuters reported.",
        &["outlet:Reuters > organization:The council | asserts"],
    );
    check(
        "Reuters reported Friday that {s:the council} {c:said} {x:it rained}.",
        &["outlet:Reuters > organization:the council | asserts"],
    );
    check(
        "{s:Residents} {c:said} {x:it rained}, but Reuters reported snow.",
        &["unnameds:Residents | asserts"],
    );
    check(
        "In a Reuters report, {s:Maria Lopez} {c:said} {x:it rained}.",
        &["outlet:Reuters > person:Maria Lopez | asserts"],
    );
    check(
        "{s0:A source} {c0:said} {x0:it rained}. {s1:The insider} {c1:told} Reuters {x1:that it was cold}.",
        &["outlet:Reuters > unnamed:A source | asserts", "outlet:Reuters > unnamed:The insider | asserts"],
    );
}

#[test]
fn whose_words_a_statement_is_stands_after_it() {
    check(
        "{c:According to a post by} {s:Maria Lopez}, {x:it rained}.",
        &["document:a post > person:Maria Lopez | asserts"],
    );
    check(
        "{s:Maria Lopez's last statement} {c:said} {x:it rained}.",
        &["document:Maria Lopez's last statement > person:Maria Lopez | asserts"],
    );
    check(
        "{s:The government statement} {c:said} {x:it rained}.",
        &["document:The government statement > organization:The government | asserts"],
    );
    check(
        "{s:The council's schedule} {c:said} {x:it rained}.",
        &["document:The council's schedule | asserts"],
    );
}

#[test]
fn a_source_is_more_than_the_words_it_was_cut_out_with() {
    check(
        "{s0:Maria Lopez} {c0:said} {x0:it rained}, {s1:and she} {c1:added} {x1:that it was cold}.",
        &["person:Maria Lopez | asserts", "person:she (=Maria Lopez) | asserts"],
    );
    check(
        "It rained on Maria Lopez, 45, {s:who} {c:said} {x:it was cold}.",
        &["person:who (=Maria Lopez) | asserts"],
    );
    check(
        "It rained on Maria Lopez of the Harbor Board, {s:who} {c:said} {x:it was cold}.",
        &["person:who (=Maria Lopez) | asserts"],
    );
}

#[test]
fn names_inside_other_phrases_are_no_sources() {
    check(
        "{s:An aide to President Anna Berg} {c:said} {x:it rained}.",
        &["unnamed:An aide to President Anna Berg | asserts"],
    );
    check("{s:Anna Berg's sister} {c:said} {x:it rained}.", &["unnamed:Anna Berg's sister | asserts"]);
    check(
        "{s:The mayor of Springfield, Anna Berg,} {c:said} {x:it rained}.",
        &["person:The mayor of Springfield, Anna Berg (=Anna Berg) | asserts"],
    );
}

#[test]
fn an_outlet_that_was_told_is_the_hop_before() {
    check("{s:A source} {c:told} The Sun {x:it rained}.", &["outlet:The Sun > unnamed:A source | asserts"]);
    check(
        "{s:Maria Lopez} {c:told} the BBC {x:it rained}.",
        &["outlet:the BBC > person:Maria Lopez | asserts"],
    );
    check("{s:Maria Lopez} {c:told} reporters {x:it rained}.", &["person:Maria Lopez | asserts"]);
    check("{s:A source} {c:tells} the Springfield Gazette {x:it rained}.", &["unnamed:A source | asserts"]);
    check(
        "{x:It rained}, {c:according to} {s:two officials who spoke to Reuters}.",
        &["outlet:Reuters > unnameds:two officials who spoke to Reuters | asserts"],
    );
    check(
        "{c:Wrote} {s:Maria Lopez, the builder}, in an email to the BBC: {x:It rained}.",
        &["outlet:the BBC > person:Maria Lopez, the builder (=Maria Lopez) | asserts"],
    );
    check(
        "{s:Maria Lopez}, in remarks to The Springfield Echo, {c:said} {x:it rained}.",
        &["outlet:The Springfield Echo > person:Maria Lopez | asserts"],
    );
    check(
        "In an interview with CNN, {s:Maria Lopez} {c:said} {x:it rained}.",
        &["outlet:CNN > person:Maria Lopez | asserts"],
    );
    check(
        "{s0:A source} {c0:told} The Sun {x0:it rained}. {s1:The source} {c1:added} {x1:that it was cold}.",
        &["outlet:The Sun > unnamed:A source | asserts", "outlet:The Sun > unnamed:The source | asserts"],
    );
}

#[test]
fn the_cited_are_the_hop_after() {
    check(
        "{s:Reuters} {c:said}, citing officials, that {x:the vote was off}.",
        &["outlet:Reuters > unnameds:officials | asserts"],
    );
    check(
        "{x:The vote was off}, {c:according to} {s:Reuters}, which cited two people familiar with the plan.",
        &["outlet:Reuters > unnameds:two people familiar with the plan | asserts"],
    );
    check(
        "{s:Maria Lopez} {c:said} {x:the road was wet}, citing the rain.",
        &["person:Maria Lopez | asserts"],
    );
}

#[test]
fn a_saying_inside_a_saying_has_both() {
    check(
        "{s0:CNN} {c0:reported} {x0:that {s1:the water company} {c1:denied} {x1:the leak}}.",
        &["outlet:CNN | asserts", "outlet:CNN > organization:the water company | denies"],
    );
}

#[test]
fn stances_follow_cue_and_content() {
    check("{s:Police} {c:confirmed} {x:the arrest}.", &["organization:Police | confirms"]);
    check("{s:Police} {c:declined to comment} {x:on the arrest}.", &["organization:Police | no-comment"]);
    check("{s:Police} {c:said} {x:the report was not true}.", &["organization:Police | denies"]);
    check("{s:Police} {c:could not verify} {x:the video}.", &["organization:Police | questions"]);
    check("{s:Police} {c:corrected} {x:the number}.", &["organization:Police | corrects"]);
    check("{x:This story} {c:has been corrected to show} {x:the vote was on Tuesday}.", &[" | corrects"]);
}

#[test]
fn first_reports_credit_an_outlet() {
    check("{s:CNN} {c:was first to report} {x:the talks}.", &["outlet:CNN | asserts first"]);
    check("{x:The talks} were {c:first reported by} {s:Reuters}.", &["outlet:Reuters | asserts first"]);
}

#[test]
fn pronouns_and_short_names_stand_for_the_full_name() {
    check(
        "{s0:Maria Lopez} {c0:said} {x0:it rained}. {s1:She} {c1:added} {x1:that it was cold}.",
        &["person:Maria Lopez | asserts", "person:She (=Maria Lopez) | asserts"],
    );
    check(
        "{s0:Maria Lopez} {c0:said} {x0:it rained}. {s1:Lopez} {c1:added} {x1:that it was cold}.",
        &["person:Maria Lopez | asserts", "person:Lopez (=Maria Lopez) | asserts"],
    );
}

#[test]
fn who_is_cited_and_who_wants_no_name_are_no_claims() {
    check(
        "{s:The Harbor Gazette} {c:reported}, {c1:citing} {s1:{x:two officials}}, that {x1:the pier is closed}.",
        &["outlet:The Harbor Gazette (=Harbor Gazette) > unnameds:two officials | asserts"],
    );
    check(
        "{s1:{x:Two officials}} {c1:said} {x1:the pier is closed}, {s:the Gazette} {c:reported}.",
        &["unnameds:Two officials | asserts"],
    );
    check("{s:An aide who} {c:asked} {x:not to be named} came by.", &[]);
    check("{s:An aide} {c:asked} {x:to be the mayor's guest}.", &["unnamed:An aide | asserts"]);
}

#[test]
fn he_who_spoke_last_goes_on() {
    check(
        "{s:Tom Ellery} {c:noted} that {x:John Brown sold his house and his boat}. {s1:He} {c1:also said} {x1:it rained}.",
        &["person:Tom Ellery | asserts", "person:He (=Tom Ellery) | asserts"],
    );
    check(
        "{s:Tom Ellery} {c:said} {x:it rained}. John Brown came in. {s1:He} {c1:said} {x1:it snowed}.",
        &["person:Tom Ellery | asserts", "person:He (=John Brown) | asserts"],
    );
    check(
        "{s:Ana Ruiz and Tom Pike} {c:said} {x:the Harbor Board met}. {s1:They} {c1:said} {x1:it rained}.",
        &["person:Ana Ruiz and Tom Pike (=Ana Ruiz) | asserts", "person:They (=Ana Ruiz) | asserts"],
    );
}

#[test]
fn what_decided_is_kept_and_the_chain_reads_as_words() {
    let (text, given) = marked("{s:A source} {c:told} The Sun {x:it rained}.");
    let annotated = annotated(&text);
    let found = attribute_given(&CUES, &annotated, &given);
    assert_eq!(found[0].chain_in_words(&annotated.article.text), "A source, told by The Sun");
    assert_eq!(found[0].origin().map(|hop| hop.kind.name()), Some("unnamed"));
    let rules: Vec<String> = found[0].why.iter().map(|evidence| evidence.rule.to_string()).collect();
    assert_eq!(rules, ["kind/people", "chain/told-outlet"]);
}

#[test]
fn nothing_breaks_on_odd_pieces() {
    for text in [
        "{c:said}{x:.}",
        "{x:“}",
        "{s:,} {c:said} {x:)}",
        "{s:who}{c:citing}{x:citing citing}",
        "{s:of}{c:by}{x:x}",
    ] {
        let (plain, given) = marked(text);
        attribute_given(&CUES, &annotated(&plain), &given);
    }
    check("", &[]);
}

#[test]
fn short_names_and_descriptions_stand_for_an_outlet_named_before() {
    check(
        "{x0:It rained}, {c0:according to} {s0:The New York Times}. {s1:The Times}, citing a guard, {c1:reported} \
         {x1:that it was cold}.",
        &[
            "outlet:The New York Times | asserts",
            "outlet:The Times (=The New York Times) > unnamed:a guard | asserts",
        ],
    );
    check(
        "{x0:It rained}, {c0:according to} {s0:The New York Times}. {s1:The guard} {c1:told} the newspaper {x1:that \
         it was cold}.",
        &[
            "outlet:The New York Times | asserts",
            "outlet:the newspaper (=The New York Times) > unnamed:The guard | asserts",
        ],
    );
    check(
        "{s:A source} {c:told} the newspaper {x:it rained}.",
        &["outlet:the newspaper > unnamed:A source | asserts"],
    );
    check(
        "{s:A Reuters source} {c:said} {x:it rained}.",
        &["outlet:Reuters > unnamed:A Reuters source | asserts"],
    );
}

#[test]
fn the_own_outlet_and_its_writer_are_no_sources_unless_they_refer_to_a_report() {
    check("{s:The Gazette} {c:could not confirm} {x:the report}.", &[" | questions"]);
    check("{s:The Gazette} {c:reported} {x:the talks}.", &["outlet:The Gazette (=Gazette) | asserts"]);
    check("{s:I} {c:would assume} {x:it rained}.", &[" | asserts"]);
}

#[test]
fn close_friends_are_people_and_friends_are_not_whose_friends_they_are() {
    check("{s:a close friend} {c:says} {x:it rained}.", &["unnamed:a close friend | asserts"]);
    check(
        "{s:two people close to him} {c:say} {x:it rained}.",
        &["unnameds:two people close to him | asserts"],
    );
    check(
        "{s:One of Maria Lopez's close friends} {c:said} {x:it rained}.",
        &["unnamed:One of Maria Lopez's close friends | asserts"],
    );
}

/// Checks the pieces and the origin that a repair leaves of the attributions found in a text.
fn repaired(text: &str, expected: &[&str]) {
    let (plain, given) = marked(text);
    let annotated = annotated(&plain);
    let tokens = |spans: &[Span]| spans.iter().map(|&span| annotated.tokens_in(span)).collect();
    let linked = given.iter().map(|given| crate::linker::Linked {
        source: tokens(&given.source),
        cue: tokens(&given.cue),
        content: tokens(&given.content),
        confidence: 1.0,
    });
    let found = crate::chain::resolve(&CUES, &annotated, None, linked.collect());
    let found: Vec<String> = found.iter().map(|attribution| told(&annotated, attribution)).collect();
    assert_eq!(found, expected, "{plain}");
}

#[test]
fn a_post_shown_whole_is_said_by_its_author() {
    let content = |text: &str, expected: &[&str]| {
        let annotated = annotated(text);
        let found = crate::chain::resolve(&CUES, &annotated, None, Vec::new());
        let found: Vec<String> = found
            .iter()
            .map(|one| {
                format!("{} | {}", told(&annotated, one), annotated.article.text.slice(one.content[0]))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    };
    content(
        "It rained.\n\nWe leave at dawn. All of us. — Maria Lopez (@mlopez) May 4, 2019\n\nIt was cold.",
        &["person:Maria Lopez | asserts | We leave at dawn. All of us"],
    );
    content(
        "We leave at dawn.\n\n— Maria Lopez (@mlopez) May 4, 2019",
        &["person:Maria Lopez | asserts | We leave at dawn"],
    );
    content("Write to the editor (@gazette) or call — it is free (@gazette) now.", &[]);
}

#[test]
fn what_is_thought_or_told_by_hearsay_is_said_by_nobody_in_particular() {
    repaired("{s:It}{c:'s thought} {x:that it rained}.", &["unspecified:'s thought | asserts"]);
    repaired("{s:It} {c:was suggested} {x:that it rained}.", &["unspecified:was suggested | asserts"]);
    repaired("{s:It} {c:has said} {x:that it rained}.", &["organization:It | asserts"]);
    repaired("{s:His Majesty} {c:is understood} {x:to have left}.", &["unspecified:is understood | asserts"]);
    repaired("{s:The mayor} {c:reportedly called} {x:his rival}.", &["unspecified:reportedly | asserts"]);
    repaired("{s:Maria Lopez} {c:reportedly said} {x:that it rained}.", &["person:Maria Lopez | asserts"]);
}

#[test]
fn whom_who_stands_for() {
    let unnamed = "unnamed:who (=the only witness) | asserts";
    check("Pike was the only witness in that room {s:who} {c:admitted} {x:it was loud}.", &[unnamed]);
    check(
        "Several voters in Springfield and other coastal towns, {s:who} {c:said} {x:they were tired}, left.",
        &["unnameds:who (=Several voters) | asserts"],
    );
    check(
        "Mayor Ann Pike (D-Harbor), {s:who} {c:said} {x:she was tired}, left.",
        &["person:who (=Mayor Ann Pike) | asserts"],
    );
    check(
        "The court ruled in Pike v. Quill (2031), {s:which} {c:held} {x:that harbors are public}.",
        &["person:which (=Quill) | asserts"],
    );
}

#[test]
fn who_speaks_and_for_whom() {
    check(
        "Senator Ann Pike left. {s0:A spokesperson for Pike} {c0:said} {x0:she was tired}. {s1:Pike} {c1:denied} {x1:it}.",
        &["spokesperson:A spokesperson for Pike | asserts", "person:Pike (=Senator Ann Pike) | denies"],
    );
    check(
        "{s:Anonymous Sources Who Claim To Know Pike} {c:Say} {x:It Was Loud}",
        &["unnameds:Anonymous Sources Who Claim To Know Pike | asserts"],
    );
    check("{s:You} {c:think} {x:it was loud}.", &["unspecified:You | asserts"]);
    check(
        "{s:University of Springfield professor Joan Pike} {c:said} {x:it was loud}.",
        &["person:University of Springfield professor Joan Pike (=Joan Pike) | asserts"],
    );
}
