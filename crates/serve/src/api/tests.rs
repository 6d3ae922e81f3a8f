//! The API against its description: every address is in it, and what is answered is what it says.

use super::OPENAPI;
use crate::routes::{api, feeds};
use crate::testing::TestDesk;
use axum::body::Body;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn description() -> Value {
    serde_json::from_str(OPENAPI).unwrap()
}

#[test]
fn every_address_is_described_and_no_other() {
    let served: BTreeSet<String> =
        api().into_iter().chain(feeds()).map(|(path, _)| path.to_owned()).collect();
    let described: BTreeSet<String> = description()["paths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(served, described);
}

#[tokio::test]
async fn every_method_is_described_and_no_other() {
    let desk = TestDesk::local("methods", &[]);
    for (path, methods) in description()["paths"].as_object().unwrap() {
        let address =
            path.replace("{no}", "1").replace("{id}", "00").replace("{name}", "1-00").replace("{job}", "1");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let key = format!("Bearer {}", desk.key());
            let request = desk.request(method, &address).header("authorization", key);
            let status = desk.send(request.body(Body::empty()).unwrap()).await.status;
            let is_served = status != StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(is_served, methods.get(method.to_lowercase()).is_some(), "{method} {path}: {status}");
        }
    }
}

/// Whether a value is what a schema says: kinds, and exactly the properties that are named.
fn check(all: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return check(all, &all["components"]["schemas"][name], value, at);
    }
    if let Some(constant) = schema.get("const") {
        return assert_eq!(value, constant, "{at}");
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return,
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(kinds.contains(&kind), "{at} is {kind}, not {kinds:?}");
    if let (Some(items), Value::Array(values)) = (schema.get("items"), value) {
        values.iter().enumerate().for_each(|(n, value)| check(all, items, value, &format!("{at}[{n}]")));
    }
    if let (Some(properties), Value::Object(found)) = (schema["properties"].as_object(), value) {
        let named: BTreeSet<&String> = properties.keys().collect();
        assert_eq!(found.keys().collect::<BTreeSet<_>>(), named, "{at}");
        for (name, value) in found {
            check(all, &properties[name], value, &format!("{at}.{name}"));
        }
    }
}

#[tokio::test]
async fn answers_are_what_the_description_says() {
    let desk = TestDesk::sample("answers");
    let claim = desk.first("/api/v1/claims", "claim").await;
    let article = desk.first("/api/v1/articles", "id").await;
    let wish =
        json!({ "do": "set-article", "article": article, "field": "wire", "value": null, "why": "no" });
    assert_eq!(desk.post("/api/v1/corrections", &wish).await.status, StatusCode::OK);
    let all = description();
    for (path, methods) in all["paths"].as_object().unwrap() {
        let Some(described) = methods.get("get").filter(|_| !path.ends_with("{job}")) else { continue };
        let address = path.replace("{no}", "1").replace("{id}", &article).replace("{name}", &claim);
        if path.ends_with("/export") || path.ends_with(".atom") {
            continue;
        }
        let address = if path.ends_with("trace") { format!("{address}?words=ferry+pier") } else { address };
        let answer = desk.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
        let schema = &described["responses"]["200"]["content"]["application/json"]["schema"];
        check(&all, schema, &answer.json(), path);
    }
}

#[tokio::test]
async fn articles_come_in_and_the_job_tells() {
    let desk = TestDesk::local("jobs", &[]);
    let key = format!("Bearer {}", desk.key());
    let lines = "{\"outlet\": \"Herald\", \"text\": \"The dam held, the mayor said.\"}\n\n{\"outlet\": \n";
    let request =
        desk.request("POST", "/api/v1/articles?name=../a.jsonl").header("authorization", key.clone());
    let answer = desk.send(request.body(Body::from(lines)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    let all = description();
    check(&all, &json!({ "$ref": "#/components/schemas/Job" }), &answer.json(), "job");
    let job = over(&desk, &answer.json()).await;
    assert_eq!((&job["stage"], &job["documents"], &job["new"]), (&json!("done"), &json!(2), &json!(1)));
    assert_eq!(job["set_aside"][0][0], "a.jsonl:3");
    let form = "--x\r\ncontent-disposition: form-data; name=\"files\"; filename=\"../../b.txt\"\r\n\r\n\
        The dam broke, the miller said.\r\n--x--\r\n";
    let request = desk.request("POST", "/import").header("authorization", key);
    let request = request.header("content-type", "multipart/form-data; boundary=x");
    let answer = desk.send(request.body(Body::from(form)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = answer.headers["location"].to_str().unwrap().to_owned();
    over(&desk, &json!({ "job": page.rsplit('/').next().unwrap().parse::<u64>().unwrap() })).await;
    assert!(desk.page(&page).await.contains("Done"));
    let paths = desk.get("/api/v1/articles").await.body;
    assert!(paths.contains("\"b.txt\"") && !paths.contains(".."), "{paths}");
}

/// Asks until a job is over.
async fn over(desk: &TestDesk, job: &Value) -> Value {
    for _ in 0..600 {
        let now = desk.get(&format!("/api/v1/jobs/{}", job["job"])).await.json();
        if ["done", "failed"].contains(&now["stage"].as_str().unwrap()) {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the job never ended");
}

#[tokio::test]
async fn everything_that_the_page_corrects_the_api_corrects() {
    let desk = TestDesk::sample("wishes");
    let claims = desk.get("/api/v1/stories/1/claims").await.json()["rows"].clone();
    let several = claims.as_array().unwrap().iter().find(|c| c["tellings"].as_array().unwrap().len() > 2);
    let telling = format!("1-{}", several.unwrap()["tellings"][1]["telling"].as_str().unwrap());
    let conflict = desk.first("/api/v1/conflicts", "conflict").await;
    let article = desk.first("/api/v1/articles?story=1", "id").await;
    let (a, b) = (&claims[0]["claim"], &claims[1]["claim"]);
    for wish in [
        json!({ "do": "judge-telling", "telling": telling, "right": true, "why": "I was there" }),
        json!({ "do": "set-speaker", "telling": telling, "value": "Mara Quill" }),
        json!({ "do": "set-speaker", "telling": telling }),
        json!({ "do": "judge-conflict", "conflict": conflict, "right": true }),
        json!({ "do": "merge-claims", "claim": a, "with": b }),
        json!({ "do": "undo" }),
        json!({ "do": "split-claim", "telling": telling }),
        json!({ "do": "set-article", "article": article, "field": "published", "value": "2031-03-04" }),
        json!({ "do": "split-story", "articles": [article] }),
        json!({ "do": "merge-stories", "story": 1, "other": 2 }),
    ] {
        let answer = desk.post("/api/v1/corrections", &wish).await;
        assert_eq!(answer.status, StatusCode::OK, "{wish}: {}", answer.body);
        let made = answer.json()["corrections"].clone();
        assert!(made.as_array().unwrap().iter().all(|one| one["who"] == "Ada"), "{made}");
    }
    let check = async |wish: Value, status: StatusCode| {
        assert_eq!(desk.post("/api/v1/corrections", &wish).await.status, status, "{wish}");
    };
    check(json!({ "do": "burn" }), StatusCode::BAD_REQUEST).await;
    check(json!([]), StatusCode::BAD_REQUEST).await;
    check(json!({ "do": "split-claim", "telling": "1-nothing" }), StatusCode::NOT_FOUND).await;
    let file = desk.get("/api/v1/corrections/export").await;
    let back = desk.post("/api/v1/corrections/import", &file.json()).await;
    assert_eq!((back.status, back.json()["new"].clone()), (StatusCode::OK, json!(0)));
}

#[tokio::test]
async fn what_is_taken_away_is_a_file() {
    let desk = TestDesk::sample("exports");
    let claim = desk.first("/api/v1/claims", "claim").await;
    let described = description();
    let export = &described["paths"]["/api/v1/stories/{no}/export"]["get"]["parameters"][1]["schema"]["enum"];
    for format in export.as_array().unwrap().iter().map(|format| format.as_str().unwrap()) {
        for what in ["stories/1".to_owned(), format!("claims/{claim}")] {
            let answer = desk.get(&format!("/api/v1/{what}/export?as={format}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{what} {format}: {}", answer.body);
            let disposition = answer.headers["content-disposition"].to_str().unwrap();
            assert!(disposition.starts_with("attachment; filename="), "{disposition}");
            assert!(!answer.body.is_empty());
        }
    }
    assert_eq!(desk.get("/api/v1/stories/1/export?as=exe").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(desk.get("/api/v1/claims/1-00/export?as=csv").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn alerts_are_seen_once() {
    let desk = TestDesk::sample("alerts");
    let told = |outlet: &str, words: &str| {
        let text = format!(
            "Ferry hits pier at Port Ellery. The Kittiwake struck the main pier at Port Ellery on \
            Thursday evening. {words}"
        );
        json!({ "outlet": outlet, "published": "2026-03-14", "title": "Ferry hits pier", "text": text })
            .to_string()
    };
    let denial = "Corvane Ferries denied that the ship was cleared to sail on Wednesday night.";
    let request = desk.request("POST", "/api/v1/articles?name=new.json");
    let request = request.header("authorization", format!("Bearer {}", desk.key()));
    let job = desk.send(request.body(Body::from(told("The Late Post", denial))).unwrap()).await.json();
    over(&desk, &job).await;
    let unseen = async || desk.get("/api/v1/alerts?unseen=true").await.json()["total"].as_u64().unwrap();
    let before = unseen().await;
    assert_eq!(desk.page("/alerts").await.contains("Nothing new"), before == 0);
    let feed = desk.get("/alerts.atom").await;
    assert!(feed.headers["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
    assert_eq!(feed.body.matches("<entry>").count() as u64, before);
    let own = "<link rel=\"self\" href=\"http://127.0.0.1:7117/alerts.atom\"/>";
    assert!(feed.body.contains(own), "{}", feed.body);
    assert_eq!(feed.body.contains("href=\"http://127.0.0.1:7117/claim/1-"), before > 0, "{}", feed.body);
    let none = desk.page("/alerts.atom?outlet=nobody&unseen=yes").await;
    assert!(!none.contains("<entry>") && none.contains("/alerts.atom?outlet=nobody\""), "{none}");
    assert_eq!(desk.get("/alerts.atom?story=x").await.status, StatusCode::BAD_REQUEST);
    let newest = desk.first("/api/v1/alerts", "alert").await.parse::<i64>().unwrap_or(0);
    let answer = desk.post("/api/v1/alerts/seen", &json!({ "upto": newest })).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(unseen().await, 0);
    let again = desk.page("/alerts.atom").await;
    assert_eq!(again, feed.body, "a feed marks nothing and does not heed what was seen");
}
