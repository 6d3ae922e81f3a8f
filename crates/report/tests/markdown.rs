//! The summary for the terminal.

mod invented;

use whosaid_report::markdown::summary;

#[test]
fn the_summary_says_what_is_disputed_and_by_whom() {
    let expected = "5 articles, 1 story

# Tram chief to go

- **Denied** Orla Finch will leave in May
  2 outlets, 1 origin: a board member told Herald
  denied by Tom Bell (Gazette)

1 claim more on the page and in the JSON.

## Conflicts

- **Denied** Ms Finch leaving
  - Herald, 1 Mar 2031: “Orla Finch will leave in May”
  - Gazette, 3 Mar 2031: “Ms Finch would leave”

1 article not read: not in English.

## Set aside

- in/x.jsonl:3: broken JSON at line 3; mend the line
";
    assert_eq!(summary(&invented::run()), expected);
}

#[test]
fn the_terminal_is_not_driven_by_article_text() {
    let mut run = invented::run();
    run.dossiers[0].claims[0].gist = "a\u{1b}[31m b\u{202e}".to_owned();
    run.set_aside[0].path = "x\u{7}".to_owned();
    let text = summary(&run);
    assert!(!text.chars().any(|c| c.is_control() && c != '\n') && !text.contains('\u{202e}'));
}
