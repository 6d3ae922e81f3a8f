//! Expressions, document dates and the values they must get; texts that hold no time; and what holds for any text.

use std::sync::LazyLock;
use whosaid_language::{Lexicon, annotate};
use whosaid_text::{Article, ArticleParts, Dating, HowDated, Section, SectionKind, SourceText, Span};
use whosaid_time::{Anchor, Grain, TimeMention, TimeRules, read_times};

fn article(text: &str, published: &str, sections: Vec<Section>) -> Article {
    let published = match published.parse() {
        Ok(moment) => Dating::known(moment, HowDated::Given),
        Err(_) => Dating::unknown(),
    };
    Article::new(ArticleParts {
        published,
        sections,
        ..ArticleParts::of_text(SourceText::new(text).unwrap())
    })
}

static ENGLISH: LazyLock<(TimeRules, Lexicon)> = LazyLock::new(|| (TimeRules::english(), Lexicon::english()));

fn times_of(article: Article) -> Vec<TimeMention> {
    let (rules, lexicon) = &*ENGLISH;
    read_times(rules, &annotate(lexicon, article))
}

fn times(text: &str, published: &str) -> Vec<TimeMention> {
    times_of(article(text, published, Vec::new()))
}

/// Each line: date | text with the expected words in brackets | value.
fn check(lines: &str) {
    let mut wrong = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [published, marked, value] = parts[..] else { panic!("{line}") };
        let text = marked.replace(['[', ']'], "");
        let words = marked.split(['[', ']']).nth(1).unwrap_or("");
        let times = times(&text, published);
        let found = times
            .iter()
            .any(|time| &text[time.span.range()] == words && time.value.as_deref().unwrap_or("-") == value);
        if !found {
            let shown: Vec<_> =
                times.iter().map(|t| format!("{}={:?}", &text[t.span.range()], t.value)).collect();
            wrong.push(format!("{line}\n    found {}", shown.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Each line holds no time at all.
fn check_none(lines: &str) {
    let mut wrong = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let found = times(line, "2023-11-15");
        wrong.extend(found.iter().map(|t| format!("{line}: {} by {}", &line[t.span.range()], t.rule)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn dates_by_their_parts() {
    check(
        "2023-11-15 | She was born on [March 3, 1985] in Leeds. | 1985-03-03
         2023-11-15 | She was born on [3 March 1985] in Leeds. | 1985-03-03
         2023-11-15 | She was born on [3rd March 1985] in Leeds. | 1985-03-03
         2023-11-15 | She was born on [the 3rd of March 1985]. | 1985-03-03
         2023-11-15 | She was born on [March 3rd, 1985]. | 1985-03-03
         2023-11-15 | It came on [Wed., Sept. 6, 2017]. | 2017-09-06
         2023-11-15 | It came on [Wednesday, 6 September 2017]. | 2017-09-06
         2023-11-15 | It came on [Wednesday 6 September]. | 2023-09-06
         2023-11-15 | Logged [2019-02-28] in full. | 2019-02-28
         2023-11-15 | Logged [2019/02/28] in full. | 2019-02-28
         2023-11-15 | Logged [02/28/2019] in full. | 2019-02-28
         2023-11-15 | Logged [28/02/2019] in full. | 2019-02-28
         2023-11-15 | Logged [28.02.2019] in full. | 2019-02-28
         2023-11-15 | Logged [2/3/99] in full. | 1999-02-03
         2023-11-15 | It fell in [February 2019] again. | 2019-02
         2023-11-15 | It fell in [Feb. 2019] again. | 2019-02
         2023-11-15 | It fell in [mid-February 2019] again. | 2019-02
         2023-11-15 | It fell at [the end of February 2019]. | 2019-02
         2023-11-15 | It fell in [early February] again. | 2023-02
         2023-11-15 | He moved there in [1961]. | 1961
         2023-11-15 | He moved there in [late 1961]. | 1961
         2023-11-15 | He moved there in [nineteen sixty-one]. | 1961
         2023-11-15 | It opened in [two thousand and five]. | 2005
         2023-11-15 | He left in ['98] for good. | 1998
         2023-11-15 | It fell in [480 BC] to them. | BC0480
         2023-11-15 | It fell in [spring 480 BC] to them. | BC0480-SP
         2023-11-15 | It opened in [the summer of 2012]. | 2012-SU
         2023-11-15 | It opened in [fall 2012] at last. | 2012-FA
         9999-06-15 | It opens in [9999-12-31] or so. | 9999-12-31",
    );
}

#[test]
fn dates_without_a_year_take_the_nearest() {
    check(
        "2023-11-15 | He was seen on [Nov. 14] there. | 2023-11-14
         2024-01-03 | He was seen on [December 30] there. | 2023-12-30
         2024-01-03 | He was seen in [December] there. | 2023-12
         2023-12-28 | They will vote on [January 9] there. | 2024-01-09
         2023-12-28 | They will vote in [January] there. | 2024-01
         2023-11-15 | It was to be paid on [Dec. 1] to all. | 2023-12-01
         2023-11-15 | It is due [Nov. 30] by noon. | 2023-11-30
         2023-11-15 | Prices fell in [October] by a tenth. | 2023-10
         2023-03-15 | Prices fell in [October] by a tenth. | 2022-10
         2023-11-15 | Prices fell [last October] by a tenth. | 2023-10
         2023-03-15 | They vote [next October] on it. | 2023-10
         2023-03-15 | They vote [this October] on it. | 2023-10
         2023-11-15 | They met in [June last year] there. | 2022-06
         2023-11-15 | They meet in [June next year] there. | 2024-06
         2023-11-15 | It has been shut since [May]. | 2023-05
         2023-11-15 | It shut in [March] for good. | 2023-03
         2023-11-15 | They met on May 5-[7] there. | 2023-05-07
         2023-11-15 | They met on [5]-7 May 2021 there. | 2021-05-05
         2023-11-15 | They met on 5-[7 May 2021] there. | 2021-05-07
         2023-11-15 | They met from [May] to July 2021 there. | 2021-05
         2023-11-15 | They met from May to [July 2021] there. | 2021-07
         2023-11-15 | They fought between [2001] and 2004 there. | 2001
         2023-11-15 | They fought between 2001 and [2004] there. | 2004
         2023-11-15 | They fought in 2001-[04] there. | 2004",
    );
}

#[test]
fn weekdays_follow_the_tense() {
    check(
        "2023-11-15 | He said on [Friday] that he knew. | 2023-11-10
         2023-11-15 | He said on [Thursday] that he knew. | 2023-11-16
         2023-11-15 | He said [Wednesday] that he knew. | 2023-11-15
         2023-11-15 | He said [Tuesday] that he knew. | 2023-11-14
         2023-11-15 | They will meet [Thursday] in Oslo. | 2023-11-16
         2023-11-15 | They are due to meet [Monday] in Oslo. | 2023-11-20
         2023-11-15 | The talks, scheduled for [Friday], may fail. | 2023-11-17
         2023-11-15 | A vote will be held [Sunday] there. | 2023-11-19
         2023-11-15 | On [Tuesday], the court ruled for him. | 2023-11-14
         2023-11-15 | On [Tuesday], the court will rule. | 2023-11-21
         2023-11-15 | He left [last Friday] for Oslo. | 2023-11-10
         2023-11-15 | He leaves [next Friday] for Oslo. | 2023-11-17
         2023-11-15 | He leaves [this Friday] for Oslo. | 2023-11-17
         2023-11-15 | It is open [this coming Sunday] too. | 2023-11-19
         2023-11-15 | He called on [Monday morning] from Oslo. | 2023-11-13TMO
         2023-11-15 | He called [Monday night] from Oslo. | 2023-11-13TNI
         2023-11-15 | He was told at [noon Monday] there. | 2023-11-13T12:00
         2023-11-15 | He was told at [9 a.m. EST Monday]. | 2023-11-13T09:00
         2023-11-15 | He was told at [9:15 am on Monday]. | 2023-11-13T09:15
         2024-03-01 | He said on [Thursday] that he knew. | 2024-02-29",
    );
}

#[test]
fn times_near_the_articles_own_date() {
    check(
        "2023-11-15 | He resigned [today] in Oslo. | 2023-11-15
         2023-11-15 | He resigned [yesterday] in Oslo. | 2023-11-14
         2023-11-15 | He resigned [the day before yesterday]. | 2023-11-14
         2023-11-15 | He resigns [tomorrow] in Oslo. | 2023-11-16
         2023-11-15 | He resigns [the day after tomorrow]. | 2023-11-17
         2024-01-01 | He resigned [yesterday] in Oslo. | 2023-12-31
         2024-02-28 | He resigns [tomorrow] in Oslo. | 2024-02-29
         2023-11-15 | He sings [tonight] in Oslo. | 2023-11-15TNI
         2023-11-15 | He sang [last night] in Oslo. | 2023-11-14TNI
         2023-11-15 | He sang [this morning] in Oslo. | 2023-11-15TMO
         2023-11-15 | He sang [yesterday afternoon] in Oslo. | 2023-11-14TAF
         2023-11-15 | He sings [tomorrow evening] in Oslo. | 2023-11-16TEV
         2023-11-15 | It fell [last week] again. | 2023-W45
         2023-11-15 | It fell [this week] again. | 2023-W46
         2023-11-15 | It falls [next week] again. | 2023-W47
         2024-01-03 | It fell [last week] again. | 2023-W52
         2023-11-15 | It fell [last month] again. | 2023-10
         2024-01-03 | It fell [last month] again. | 2023-12
         2023-11-15 | It fell [earlier this month] again. | 2023-11
         2023-12-15 | It falls [next month] again. | 2024-01
         2023-11-15 | It fell [last year] again. | 2022
         2023-11-15 | It falls [next year] again. | 2024
         2023-11-15 | It falls [early next year] again. | 2024
         2023-11-15 | It ends by [the end of the year] there. | 2023
         2023-11-15 | It ends by [year-end] there. | 2023
         2023-11-15 | It rained over [the weekend] there. | 2023-W45-WE
         2023-11-15 | It rained [last weekend] there. | 2023-W45-WE
         2023-11-15 | It opened [last summer] there. | 2023-SU
         2023-11-15 | It opens [next spring] there. | 2024-SP
         2023-11-15 | He left [three days ago] for Oslo. | 2023-11-12
         2023-11-15 | He left [two weeks ago] for Oslo. | 2023-11-01
         2023-11-15 | He left [six months ago] for Oslo. | 2023-05
         2023-11-15 | He left [a year ago] for Oslo. | 2022
         2023-11-15 | He left [about five years ago] for Oslo. | 2018
         2023-11-15 | He left [two decades ago] for Oslo. | 2003
         2023-11-15 | He left [several years ago] for Oslo. | PAST_REF
         2023-11-15 | He goes [two weeks from now] to Oslo. | 2023-11-29
         2023-11-15 | He goes in [two weeks'] time to Oslo. | 2023-11-29
         2023-11-15 | He [now] lives in Oslo. | PRESENT_REF
         2023-11-15 | He [currently] lives in Oslo. | PRESENT_REF
         2023-11-15 | He [recently] left Oslo. | PAST_REF
         2023-11-15 | He plans for [the future] there. | FUTURE_REF",
    );
}

#[test]
fn times_counted_from_the_last_one_told() {
    check(
        "2023-11-15 | It began on May 5, 2021. [Three days later], he left. | 2021-05-08
         2023-11-15 | It began on May 5, 2021. [Two weeks later], he left. | 2021-05-19
         2023-11-15 | It began in May 2021. [Two months later], he left. | 2021-07
         2023-11-15 | It began in 2021. [Two years earlier], he left. | 2019
         2023-11-15 | It began on May 5, 2021. [The next day], he left. | 2021-05-06
         2023-11-15 | It began on May 5, 2021. [The following day], he left. | 2021-05-06
         2023-11-15 | It began on May 5, 2021. [The following month], he left. | 2021-06
         2023-11-15 | It began on May 5, 2021. [The previous day], he left. | 2021-05-04
         2023-11-15 | It began on May 5, 2021. He left [the same day]. | 2021-05-05
         2023-11-15 | It began on May 5, 2021. He left [that year]. | 2021
         2023-11-15 | It began on May 5, 2021. He left [later that month]. | 2021-05
         2023-11-15 | It began on May 5, 2021. [That night], he left. | 2021-05-05TNI
         2023-11-15 | It began on May 5, 2021. [The next morning], he left. | 2021-05-06TMO
         2023-11-15 | It began in 2021. He came [a year earlier], in spring. | 2020
         2023-11-15 | It began in 2021. In [August of that year], he left. | 2021-08
         2023-11-15 | He met her Tuesday at noon and left at [3:30 p.m.] alone. | 2023-11-14T15:30
          | It began on May 5, 2021. [Three days later], he left. | 2021-05-08
          | It began on May 5, 2021. He left [the same day]. | 2021-05-05",
    );
}

#[test]
fn quarters_halves_decades_centuries() {
    check(
        "2023-11-15 | Net rose in [the third quarter] there. | 2023-Q3
         2023-11-15 | The [second-quarter] loss grew. | 2023-Q2
         2023-11-15 | Net rose in [the first quarter of 2022]. | 2022-Q1
         2023-11-15 | Net rose in [last year's third quarter]. | 2022-Q3
         2023-11-15 | Net rose in [the first half of 2022]. | 2022-H1
         2023-11-15 | Net rose in [fiscal 2022] there. | 2022
         2023-11-15 | Net rose in [the latest quarter] there. | 2023-Q3
         2023-11-15 | In the third quarter net rose. It was $3 million [a year earlier]. | 2022-Q3
         2023-11-15 | It was a song of [the 1990s] there. | 199
         2023-11-15 | It was a song of [the late 1990s] there. | 199
         2023-11-15 | It was a song of [the '90s] there. | 199
         2023-11-15 | It was a song of [the sixties] there. | 196
         2023-11-15 | It was built in [the 18th century]. | 17
         2023-11-15 | It was built in [the twenty-first century]. | 20",
    );
}

#[test]
fn lengths_of_time() {
    check(
        "2023-11-15 | He waited for [two years] there. | P2Y
         2023-11-15 | He waited for [a week] there. | P1W
         2023-11-15 | He waited for [an hour] there. | PT1H
         2023-11-15 | He waited for [90 minutes] there. | PT90M
         2023-11-15 | He waited for [two and a half hours] there. | PT2H30M
         2023-11-15 | He waited for [2 1/2 years] there. | P2Y6M
         2023-11-15 | He waited for [half an hour] there. | PT30M
         2023-11-15 | He waited for [twenty-one days] there. | P21D
         2023-11-15 | He waited for [1,200 days] there. | P1200D
         2023-11-15 | He waited for [a couple of weeks] there. | P2W
         2023-11-15 | He waited for [several months] there. | PXM
         2023-11-15 | He waited for [more than four hours] there. | PT4H
         2023-11-15 | He waited for [nearly a decade] there. | P1DE
         2023-11-15 | The [six-month] trial ended. | P6M
         2023-11-15 | The [three-day] talks ended. | P3D
         2023-11-15 | It grew over [the past two months] there. | P2M
         2023-11-15 | It grew over [the last five years] there. | P5Y
         2023-11-15 | It grew in [the first nine months] there. | P9M
         2023-11-15 | It takes [two to six days] there. | P6D",
    );
}

#[test]
fn what_recurs() {
    check(
        "2023-11-15 | He swims [every day] there. | P1D
         2023-11-15 | He swims [every Monday] there. | XXXX-WXX-1
         2023-11-15 | He swims on [Sundays] there. | XXXX-WXX-7
         2023-11-15 | He swims [every summer] there. | XXXX-SU
         2023-11-15 | He swims [each July] there. | XXXX-07
         2023-11-15 | He swims [daily] there. | P1D
         2023-11-15 | He swims [twice a month] there. | P1M
         2023-11-15 | It is held [annually] there. | P1Y
         2023-11-15 | They make ten [per month] there. | P1M",
    );
}

#[test]
fn named_days() {
    check(
        "2023-11-15 | He will sing on [Christmas Day] there. | 2023-12-25
         2023-01-05 | He sang on [Christmas Eve] there. | 2022-12-24
         2023-01-05 | He sang on [Boxing Day] there. | 2022-12-26
         2023-01-05 | He sang on [New Year's Eve] there. | 2022-12-31
         2023-01-05 | He sang on [New Year’s Day] there. | 2023-01-01
         2023-11-27 | He sang on [Thanksgiving] there. | 2023-11-23
         2023-04-15 | He sang on [Good Friday] there. | 2023-04-07
         2024-04-15 | He sang on [Easter Sunday] there. | 2024-03-31
         2023-11-15 | He sang on [Easter Monday 2019] there. | 2019-04-22
         2023-11-15 | He sang on [Halloween] there. | 2023-10-31
         2023-11-15 | He sang on [Memorial Day] there. | 2023-05-29
         2023-11-15 | He sang on [Remembrance Sunday] there. | 2023-11-12
         2023-11-15 | It was the worst since [9/11] there. | 2001-09-11",
    );
}

#[test]
fn times_of_day() {
    check(
        "2023-11-15 | They met at [3 p.m.] in Oslo. | 2023-11-15T15:00
         2023-11-15 | They met at [3pm] in Oslo. | 2023-11-15T15:00
         2023-11-15 | They met at [12:05 a.m.] in Oslo. | 2023-11-15T00:05
         2023-11-15 | They met at [noon] in Oslo. | 2023-11-15T12:00
         2023-11-15 | They met at [15:30 GMT] in Oslo. | 2023-11-15T15:30
         2023-11-15 | They met at [4:15 p.m. ET] in Oslo. | 2023-11-15T16:15
         2023-11-15 | They met at [4 in the morning] in Oslo. | 2023-11-15T04:00
         2023-11-15 | They met at [9 a.m. yesterday] in Oslo. | 2023-11-14T09:00
         2023-11-15 | They meet at [9 a.m. tomorrow] in Oslo. | 2023-11-16T09:00
         2023-11-15 | It fell on [the morning of 31 January 1965]. | 1965-01-31TMO",
    );
}

#[test]
fn histories_count_from_the_last_time_told() {
    let history = "The war began in September 1939. In 1940, France fell. In May 1941, Crete fell. On December 7, 1941, \
         a harbor was bombed. In January, three cities fell. On 15 February, a fourth one fell. By 1943, all was lost. \
         In June 1944, they landed. In 1945, it ended.";
    let found = times(history, "2009-12-19");
    let values: Vec<_> = found.iter().filter_map(|time| time.value.as_deref()).collect();
    let expected =
        ["1939-09", "1940", "1941-05", "1941-12-07", "1942-01", "1942-02-15", "1943", "1944-06", "1945"];
    assert_eq!(values, expected);
}

#[test]
fn what_is_no_time() {
    check_none(
        "She is 38 and he is 41.
         The boy, aged four, is fine.
         The 38-year-old singer is fine.
         He is 75 years old.
         The king's 75th birthday party was small.
         You may go, and they may stay.
         They march on. The march was long.
         It was her second try and a second chance.
         Hope does spring eternal; they fall and fall.
         The fall of Rome was slow.
         He sat in the sun with a cup of tea.
         The store is open 24/7 to all.
         It cost $1999 and weighed 2000 pounds.
         Some 1500 people came.
         Flight 1999 was late by a mile.
         Theresa May won the vote, and May said so.
         That second goal won it; this second album did not.
         The fall killed him.
         The Mail on Sunday was first to tell.
         The Sunday Times told it too.
         They won by 3-2 and lost by 58-59.
         The ratio is 3.5 to 1 and the odds 4/7.
         He wrote 31/31/2020 on the wall.
         About 30 percent of them were there.
         The Daily Mirror told it.
         Call 555-1234 or go to room 1984.",
    );
}

#[test]
fn without_a_date_a_relative_time_has_no_value() {
    for (text, value) in [
        ("He left last Friday for good.", None),
        ("He left two weeks ago for good.", None),
        ("He left in 1998 for good.", Some("1998")),
        ("He left for two years.", Some("P2Y")),
    ] {
        let found = times(text, "");
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].value.as_deref(), value, "{text}");
    }
}

#[test]
fn anchors_tell_what_a_value_was_counted_from() {
    let found =
        times("It began on May 5, 2021. Three days later he left. He said so on Monday.", "2023-11-15");
    let anchors: Vec<_> = found.iter().map(|time| time.anchor).collect();
    assert_eq!(anchors, [None, Some(Anchor::Mentioned), Some(Anchor::Published)]);
}

#[test]
fn mentions_cover_days() {
    let found = times("In April 2021 he left for two years.", "2023-11-15");
    let days: Vec<_> = found.iter().map(TimeMention::days).collect();
    let april = days[0].unwrap();
    assert_eq!((april.first_day.to_string().as_str(), april.grain), ("2021-04-01", Grain::Month));
    assert_eq!((april.last_day.to_string().as_str(), days[1]), ("2021-04-30", None));
}

#[test]
fn boilerplate_and_captions_are_not_read() {
    let text = "He left on Monday.\nPosted on Tuesday.\nHe came on Friday.";
    let sections = vec![
        Section { span: Span::new(0, 18), kind: SectionKind::Headline },
        Section { span: Span::new(19, 37), kind: SectionKind::Boilerplate },
        Section { span: Span::new(38, 56), kind: SectionKind::Caption },
    ];
    let found = times_of(article(text, "2023-11-15", sections));
    assert_eq!(found.iter().map(|time| &text[time.span.range()]).collect::<Vec<_>>(), ["Monday"]);
}

/// Texts made of pieces that time expressions are made of, in an order that a fixed generator shuffles.
fn shuffled(seed: u64, n_words: usize) -> String {
    const PIECES: &[&str] = &[
        "last",
        "next",
        "the",
        "31",
        "31/31/2020",
        "February 30",
        "Monday",
        "May",
        "2023",
        "ten billion",
        "years",
        "ago",
        "later",
        "BC",
        "-",
        "'",
        "90s",
        "a",
        "quarter",
        "third",
        "of",
        "year",
        "earlier",
        "12:61",
        "p.m.",
        "é",
        "—",
        ",",
        ".",
        "9999",
        "99999999999999999999",
        "century",
        "every",
        "Easter",
        "9998",
        "0",
        "that",
        "same",
        "day",
        "night",
        "week",
        "\u{0}",
        "’s",
        "in",
        "to",
        "and",
        "half",
        "fiscal",
        "first",
        "1",
        "/",
        "2",
        "million",
        "before",
        "\n",
        "𝄞",
    ];
    let mut state = seed;
    let mut text = String::new();
    for _ in 0..n_words {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(PIECES[(state >> 33) as usize % PIECES.len()]);
        text.push_str(if state >> 62 == 0 { "" } else { " " });
    }
    text
}

#[test]
fn any_text_gives_sorted_times_that_do_not_overlap_and_the_same_twice() {
    let (rules, lexicon) = &*ENGLISH;
    for seed in 0..300 {
        let text = shuffled(seed, 120);
        for published in ["", "2023-11-15", "0001-01-01", "9999-12-31"] {
            let annotated = annotate(lexicon, article(&text, published, Vec::new()));
            let found = read_times(rules, &annotated);
            assert_eq!(found, read_times(rules, &annotated));
            for pair in found.windows(2) {
                assert!(pair[0].span.end() <= pair[1].span.start(), "{text}");
            }
            for time in &found {
                assert!(text.get(time.span.range()).is_some_and(|words| !words.trim().is_empty()));
                time.days();
            }
        }
    }
}

#[test]
fn impossible_dates_and_huge_counts_are_safe() {
    for text in [
        "On February 30 he left.",
        "On 31/31/2020 he left.",
        "He left ten billion years ago.",
        "He left 99999999999999999999 days ago.",
        "It was built in the 99th century BC.",
        "In 9999 BC it fell; 9,999,999,999 years later it rose.",
        "He left a million weeks ago.",
    ] {
        times(text, "2023-11-15");
    }
}

#[test]
fn a_line_of_a_million_characters_is_read_in_one_go() {
    for piece in ["one ", "1,000,", "two thousand million ", "Monday, May 5, ", "1990-", "aaaaaaaaaaaaaaa "] {
        let text = piece.repeat(1_000_000 / piece.len());
        times(&text, "2023-11-15");
    }
}
