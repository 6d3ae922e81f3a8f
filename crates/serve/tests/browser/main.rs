//! The desk in a real browser, as its reader meets it: add, read, follow a claim to its words, correct, undo, search,
//! take away; by keys alone; without script; on a phone and in the dark; by those who cannot see it. See `README.md`.

mod desk;
mod devtools;

use desk::{Desk, sample};
use devtools::Browser;

/// Checks a page for those who cannot see it or use a mouse. See <https://github.com/dequelabs/axe-core>.
const AXE: &str = include_str!("axe.min.js");

/// Adds the sample by the form, and waits until it is weighed.
fn add_sample(browser: &mut Browser, desk: &Desk) {
    browser.open(&desk.enter);
    browser.open(&desk.at("/import"));
    browser.choose("#files", &sample());
    browser.act("document.querySelector('.drop').requestSubmit()");
    browser
        .wait("document.querySelector('#job') && document.querySelector('#job').innerText.includes('Done')");
}

/// What a click on the first of something does, waiting for the page it leads to.
fn click(browser: &mut Browser, selector: &str) {
    browser.wait(&format!("document.querySelector({selector:?})"));
    browser.value("window.before = true");
    browser.act(&format!("document.querySelector({selector:?}).click()"));
    browser.wait("window.before === undefined");
}

/// Every request so far went to the desk.
fn stayed_here(browser: &Browser, desk: &Desk) {
    let away: Vec<_> = browser.requests.iter().filter(|url| !url.starts_with(&desk.base)).collect();
    let away: Vec<_> =
        away.iter().filter(|url| !url.starts_with("data:") && **url != "about:blank").collect();
    assert!(away.is_empty(), "{away:?}");
    assert!(!browser.requests.is_empty());
}

#[test]
fn a_reader_adds_reads_corrects_searches_and_takes_away() {
    let Some(mut browser) = Browser::start("reader") else { return };
    let desk = Desk::start("reader");
    add_sample(&mut browser, &desk);
    click(&mut browser, "#job a.go");
    // From the list to the story, to a claim, to its words.
    assert_eq!(browser.value("document.querySelectorAll('ol.rows > li').length"), 1);
    click(&mut browser, "ol.rows a.title");
    assert!(
        browser.value("document.querySelector('.howto').innerText").as_str().unwrap().contains("1 origin")
    );
    click(&mut browser, ".pointers a");
    let words = browser.value("document.querySelector('.tellings mark').innerText");
    let claim = browser.value("location.pathname");
    click(&mut browser, ".tellings a.words");
    browser.wait("document.querySelector(':target')");
    let target = "document.querySelector(':target')";
    let shown = browser.value(&format!("{target}.innerText.replace(/c\\d+/g, '').trim()"));
    let begin = |text: &serde_json::Value| text.as_str().unwrap().chars().take(20).collect::<String>();
    assert_eq!(begin(&shown), begin(&words));
    let seen = format!(
        "(() => {{ const b = {target}.getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight; }})()"
    );
    browser.wait(&seen);
    // Correct and undo in place.
    browser.open(&desk.at(claim.as_str().unwrap()));
    let n_tellings = "document.querySelectorAll('.tellings > li').length";
    let before = browser.value(n_tellings).as_u64().unwrap();
    browser.act("document.querySelectorAll('.tellings > li')[1].querySelector('[data-key=r]').click()");
    browser.wait(&format!("document.querySelector('.done') && {n_tellings} < {before}"));
    browser.act("document.querySelector('.done button').click()");
    browser.wait(&format!("!document.querySelector('.done') && {n_tellings} === {before}"));
    browser.open(&desk.at("/corrections"));
    assert_eq!(browser.value("document.querySelectorAll('ol.rows > li').length"), 2);
    // Search.
    browser.act("const q = document.querySelector('#q'); q.value = 'pump'; q.form.requestSubmit();");
    browser.wait("location.pathname === '/search' && document.querySelector('.extract mark')");
    // Take away.
    browser.open(&desk.at("/story/1"));
    let csv =
        browser.value("fetch(document.querySelector('.export a[href*=csv]').href).then((r) => r.text())");
    assert!(csv.as_str().unwrap().lines().count() > 20);
    stayed_here(&browser, &desk);
}

#[test]
fn keys_alone_are_enough() {
    let Some(mut browser) = Browser::start("keys") else { return };
    let desk = Desk::start("keys");
    add_sample(&mut browser, &desk);
    browser.open(&desk.at("/claims"));
    browser.press("j");
    browser.press("j");
    browser.press("k");
    browser.press("Enter");
    browser.wait("location.pathname.startsWith('/claim/')");
    browser.wait("document.querySelectorAll('.tellings [data-row]').length > 2");
    let focused = "[...document.querySelectorAll('.tellings > li')].indexOf(document.activeElement)";
    browser.press("j");
    browser.press("j");
    assert_eq!(browser.value(focused), 1);
    browser.press("c");
    browser.wait("document.querySelector('.done') && document.querySelector('.confirmed')");
    browser.wait(&format!("{focused} === 1"));
    browser.press("u");
    browser.wait("!document.querySelector('.done') && !document.querySelector('.confirmed')");
    browser.press("w");
    browser.wait("document.activeElement.matches('input[name=value]')");
    browser.type_in("Mara Quill");
    browser.press("Enter");
    browser.wait(
        "document.querySelector('.done') && document.querySelector('main').innerText.includes('Mara Quill')",
    );
    browser.press("u");
    browser.wait("!document.querySelector('.done')");
    browser.press("m");
    browser.wait("document.activeElement.name === 'merge'");
    browser.press("Escape");
    browser.press("/");
    browser.wait("document.activeElement.id === 'q'");
    browser.press("Escape");
    browser.press("?");
    browser.wait("location.pathname === '/help'");
    // Switched off, they do nothing; the tabulator always leads on.
    browser.value("document.querySelector('#keys-on').click()");
    browser.press("/");
    assert_ne!(browser.value("document.activeElement.id"), "q");
    browser.open(&desk.at("/"));
    browser.press("Tab");
    assert_eq!(browser.value("document.activeElement.className"), "skip");
    stayed_here(&browser, &desk);
}

#[test]
fn files_are_dropped_and_script_is_not_needed() {
    let Some(mut browser) = Browser::start("drop") else { return };
    let desk = Desk::start("drop");
    browser.open(&desk.enter);
    let drop = "const given = new DataTransfer();
        given.items.add(new File(['{\"outlet\": \"Herald\", \"text\": \"The dam held, the mayor said.\"}'], 'a.json'));
        document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: given, cancelable: true }));";
    browser.act(drop);
    browser
        .wait("document.querySelector('#job') && document.querySelector('#job').innerText.includes('Done')");
    browser.script(false);
    browser.open(&desk.at("/import"));
    browser.choose("#files", &sample());
    browser.click(".drop button");
    browser.wait_for_load();
    assert!(browser.address().starts_with(&desk.at("/import/")), "{}", browser.address());
    browser.script(true);
    browser.wait("document.querySelector('#job').innerText.includes('Done')");
    browser.open(&desk.at("/claims"));
    let claim = browser.value("document.querySelector('ol.rows a.title').href");
    browser.script(false);
    browser.open(claim.as_str().unwrap());
    browser.click(".tellings [data-key=c]");
    browser.wait_for_load();
    assert!(browser.address().contains("?done="), "{}", browser.address());
    stayed_here(&browser, &desk);
}

#[test]
fn every_page_is_for_everyone_on_every_screen() {
    let Some(mut browser) = Browser::start("pages") else { return };
    let desk = Desk::start("pages");
    browser.open(&desk.enter);
    check_page(&mut browser, &desk, "/");
    add_sample(&mut browser, &desk);
    let link = |browser: &mut Browser, from: &str, selector: &str| {
        browser.open(&desk.at(from));
        let href = browser.value(&format!("document.querySelector({selector:?}).getAttribute('href')"));
        href.as_str().unwrap().to_owned()
    };
    let claim = link(&mut browser, "/claims", "ol.rows a.title");
    let article = link(&mut browser, &claim, ".tellings a.words");
    let source = link(&mut browser, "/sources", "ol.rows a.title");
    let fixed =
        ["/", "/story/1", "/story/1/graph", "/claims", "/conflicts", "/sources", "/timeline", "/changes"];
    let others =
        ["/alerts", "/corrections", "/import", "/import/1", "/help", "/search?words=pump", "/story/99"];
    for path in fixed.into_iter().chain(others).chain([&*claim, &*article, &*source]) {
        check_page(&mut browser, &desk, path);
    }
    stayed_here(&browser, &desk);
}

/// Looks at a page on a desk in the light, and on a phone in the dark.
fn check_page(browser: &mut Browser, desk: &Desk, path: &str) {
    for (width, scheme) in [(1200, "light"), (390, "dark")] {
        browser.look(width, scheme);
        // With its fragment, the same page would not be loaded a second time.
        browser.open(&desk.at(path.split('#').next().unwrap_or(path)));
        let wide =
            browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert_eq!(wide, 0, "{path} is wider than {width}");
        browser.value(&format!("{AXE};0"));
        let found = browser.value(
            "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations
                .filter((v) => ['serious', 'critical'].includes(v.impact))
                .map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + n.failureSummary).join('; ')))",
        );
        assert_eq!(found, serde_json::json!([]), "{path} at {width}, {scheme}");
    }
}
