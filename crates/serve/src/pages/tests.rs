//! The pages as a browser gets them: what they lead to, and what they must never let through.

use crate::testing::{HOSTILE, TestDesk, hostile};
use axum::body::Body;
use axum::http::StatusCode;
use serde_json::json;

/// Addresses on this desk that a page links to.
fn links(page: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in page.split("href=").skip(1) {
        let href = match part.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => part.split([' ', '>']).next(),
        };
        let href = href.unwrap_or("").replace("&amp;", "&");
        let address = href.split('#').next().unwrap_or("").to_owned();
        if address.starts_with('/') && !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

#[tokio::test]
async fn every_link_leads_somewhere() {
    let desk = TestDesk::sample("links");
    let mut waiting = vec!["/".to_owned()];
    let mut seen: Vec<String> = Vec::new();
    while let Some(path) = waiting.pop() {
        // Links to words differ in their place only: a few of each page are enough.
        if seen.contains(&path) || (path.contains("?at=") && seen.len() > 150) {
            continue;
        }
        let answer = desk.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        if answer.headers["content-type"].to_str().unwrap().starts_with("text/html") {
            waiting.extend(links(&answer.body));
        }
        seen.push(path);
    }
    for beginning in ["/story/1/graph", "/claim/1-", "/source?speaker=", "/article/", "/static/", "/help"] {
        assert!(seen.iter().any(|path| path.starts_with(beginning)), "{beginning}");
    }
}

#[tokio::test]
async fn a_claim_leads_to_its_words() {
    let desk = TestDesk::sample("words");
    let claim = desk.first("/api/v1/claims", "claim").await;
    let traced = desk.get(&format!("/api/v1/claims/{claim}")).await.json();
    let page = desk.page(&format!("/claim/{claim}")).await;
    for telling in traced["tellings"].as_array().unwrap() {
        let (start, end) = (&telling["span"][0], &telling["span"][1]);
        let id = format!("w{start}-{end}");
        let href = format!("/article/{}?at={start}-{end}", telling["article"].as_str().unwrap());
        assert!(page.contains(&format!("{href}#{id}")), "{href}");
        assert!(desk.page(&href).await.contains(&format!("id={id}")), "{href}");
    }
    assert!(page.contains("means:"));
}

#[tokio::test]
async fn words_that_any_list_links_to_are_marked() {
    let desk = TestDesk::sample("places");
    for list in ["/api/v1/quotes", "/api/v1/timeline"] {
        let rows = desk.get(list).await.json()["rows"].clone();
        for row in rows.as_array().unwrap().iter().take(10) {
            let (start, end) = (&row["span"][0], &row["span"][1]);
            let href = format!("/article/{}?at={start}-{end}", row["article"].as_str().unwrap());
            assert!(desk.page(&href).await.contains(&format!("id=w{start}-{end}")), "{href}");
        }
    }
}

#[tokio::test]
async fn nothing_hostile_comes_through() {
    let documents = hostile();
    let documents: Vec<_> = documents.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let desk = TestDesk::local("hostile", &documents);
    let mut pages = vec!["/".to_owned(), "/claims".into(), "/conflicts".into(), "/sources".into()];
    pages.extend(["/timeline".to_owned(), "/search".into(), "/search?words=cracks".into()]);
    pages.push("/source?kind=person".to_owned());
    pages.push("/search?words=%3Cscript%3Ealert(1)%3C/script%3E".to_owned());
    pages.push("/source?speaker=%3Cscript%3Ealert(1)%3C/script%3E".to_owned());
    for list in ["stories", "articles", "claims"] {
        for row in desk.get(&format!("/api/v1/{list}")).await.json()["rows"].as_array().unwrap() {
            match list {
                "stories" => pages.push(format!("/story/{}", row["story"])),
                "articles" => pages.push(format!("/article/{}", row["id"].as_str().unwrap())),
                _ => pages.push(format!("/claim/{}", row["claim"].as_str().unwrap())),
            }
        }
    }
    for path in pages {
        let page = desk.page(&path).await;
        assert!(!page.contains(HOSTILE), "{path}");
        assert!(!page.contains('\u{202e}'), "{path}");
        assert!(!page.contains("href=\"javascript:"), "{path}");
        assert!(!page.contains("<b>a.json"), "{path}");
        assert!(page.len() < 2_500_000, "{path}: {}", page.len());
    }
    let script = desk.get(&format!("/claim/{}", "1-%3Cscript%3E")).await;
    assert_eq!(script.status, StatusCode::NOT_FOUND);
    assert!(!script.body.contains("<script>"));
}

#[tokio::test]
async fn a_correction_is_made_in_place_and_undone() {
    let desk = TestDesk::sample("correct");
    let rows = desk.get("/api/v1/stories/1/claims").await.json()["rows"].clone();
    let several = rows.as_array().unwrap().iter().find(|row| row["tellings"].as_array().unwrap().len() > 2);
    let telling = several.unwrap()["tellings"][1]["telling"].as_str().unwrap().to_owned();
    let n_before = several.unwrap()["tellings"].as_array().unwrap().len();
    let name = several.unwrap()["claim"].as_str().unwrap().to_owned();
    let request = desk
        .request("POST", "/correct")
        .header("authorization", format!("Bearer {}", desk.key()))
        .header("content-type", "application/x-www-form-urlencoded");
    let form = format!("do=judge-telling&telling=1-{telling}&right=false&back=/claim/{name}");
    let answer = desk.send(request.body(Body::from(form)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let back = answer.headers["location"].to_str().unwrap().to_owned();
    let (address, done) = back.split_once("?done=").unwrap();
    assert_eq!(address, format!("/claim/{name}"));
    let n_tellings = async || {
        let claim = desk.get(&format!("/api/v1/claims/{name}")).await.json();
        claim["tellings"].as_array().unwrap().len()
    };
    assert!(n_tellings().await < n_before);
    assert!(desk.page(&back).await.contains(done));
    assert!(desk.page("/corrections").await.contains("Rejected a telling of a claim"));
    let undone = desk.post("/api/v1/corrections", &json!({ "do": "undo", "id": done })).await;
    assert_eq!(undone.status, StatusCode::OK, "{}", undone.body);
    assert_eq!(n_tellings().await, n_before);
}

#[tokio::test]
async fn what_is_not_there_is_said_kindly() {
    let desk = TestDesk::sample("missing");
    let check = async |path: &str, status: StatusCode, words: &str| {
        let answer = desk.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.body.contains(words), "{path}: {}", answer.body);
        assert!(answer.headers["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
    };
    check("/story/99", StatusCode::NOT_FOUND, "there is no story 99").await;
    check("/claim/1-zz", StatusCode::NOT_FOUND, "there is no claim 1-zz").await;
    check("/article/zz", StatusCode::NOT_FOUND, "there is no article zz").await;
    check("/search?from=yesterday", StatusCode::BAD_REQUEST, "YYYY-MM-DD").await;
    check("/nowhere", StatusCode::NOT_FOUND, "no page").await;
    check("/import/7", StatusCode::NOT_FOUND, "no page").await;
}
