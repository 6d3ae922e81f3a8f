//! Who gets in, and what every answer forbids.

use crate::options::Sharing;
use crate::testing::{Answer, PORT, TestDesk};
use axum::body::Body;
use axum::http::StatusCode;
use std::net::Ipv4Addr;

const FORM: &str = "application/x-www-form-urlencoded";
const OWN: &str = "http://127.0.0.1:7117";
const UNDO: &str = "do=undo&back=/";

/// The cookie that a browser gets at the door.
async fn cookie(desk: &TestDesk) -> String {
    let answer = desk.get(&format!("/enter?key={}", desk.key())).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let cookies = answer.headers.get_all("set-cookie").into_iter().map(|c| c.to_str().unwrap().to_owned());
    let first = cookies.into_iter().next().unwrap();
    assert!(first.contains("HttpOnly") && first.contains("SameSite=Strict"), "{first}");
    first.split(';').next().unwrap().to_owned()
}

/// Posts a form with some headers.
async fn post(desk: &TestDesk, headers: &[(&str, &str)]) -> Answer {
    let mut request = desk.request("POST", "/correct").header("content-type", FORM);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    desk.send(request.body(Body::from(UNDO)).unwrap()).await
}

#[tokio::test]
async fn only_its_own_names_are_known() {
    let desk = TestDesk::local("hosts", &[]);
    let check = async |host: &str, expected: StatusCode| {
        let request = axum::http::Request::get("/").header("host", host).body(Body::empty()).unwrap();
        assert_eq!(desk.send(request).await.status, expected, "{host}");
    };
    check("127.0.0.1:7117", StatusCode::OK).await;
    check("localhost:7117", StatusCode::OK).await;
    check("[::1]:7117", StatusCode::OK).await;
    check("localhost:7118", StatusCode::MISDIRECTED_REQUEST).await;
    check("localhost", StatusCode::MISDIRECTED_REQUEST).await;
    check("evil.example:7117", StatusCode::MISDIRECTED_REQUEST).await;
    check("127.0.0.1.evil.example:7117", StatusCode::MISDIRECTED_REQUEST).await;
    check("", StatusCode::MISDIRECTED_REQUEST).await;
}

#[tokio::test]
async fn a_change_needs_the_key_and_an_own_page() {
    let desk = TestDesk::local("origins", &[]);
    let cookie = cookie(&desk).await;
    let bearer = format!("Bearer {}", desk.key());
    let check = async |headers: &[(&str, &str)], expected: StatusCode| {
        assert_eq!(post(&desk, headers).await.status, expected, "{headers:?}");
    };
    // There is nothing to undo: who gets in is told so.
    let inside = StatusCode::NOT_FOUND;
    check(&[("cookie", &cookie), ("origin", OWN)], inside).await;
    check(&[("authorization", &bearer)], inside).await;
    check(&[("authorization", &bearer), ("origin", "https://evil.example")], StatusCode::FORBIDDEN).await;
    check(&[("cookie", &cookie)], StatusCode::FORBIDDEN).await;
    check(&[("cookie", &cookie), ("origin", "https://evil.example")], StatusCode::FORBIDDEN).await;
    check(&[("cookie", &cookie), ("origin", "http://127.0.0.1:7118")], StatusCode::FORBIDDEN).await;
    check(&[("cookie", &cookie), ("origin", "null")], StatusCode::FORBIDDEN).await;
    check(&[("cookie", &cookie), ("origin", OWN), ("sec-fetch-site", "same-site")], StatusCode::FORBIDDEN)
        .await;
    check(&[("origin", OWN)], StatusCode::FORBIDDEN).await;
    check(&[("authorization", "Bearer 00"), ("origin", OWN)], StatusCode::FORBIDDEN).await;
    check(&[("cookie", "whosaid-7117=00"), ("origin", OWN)], StatusCode::FORBIDDEN).await;
}

#[tokio::test]
async fn reading_is_free_here_and_nobody_else_writes() {
    let desk = TestDesk::local("reading", &[]);
    assert!(desk.page("/").await.contains("You are reading"));
    let wrong = desk.get("/enter?key=wrong").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn every_answer_says_what_the_browser_must_not_do() {
    let desk = TestDesk::local("headers", &[]);
    for path in ["/", "/nowhere", "/story/1", "/api/v1", "/api/v1/nowhere", "/static/0/desk.js", "/enter"] {
        let headers = desk.get(path).await.headers;
        let says =
            |name: &str| headers.get(name).unwrap_or_else(|| panic!("{path} {name}")).to_str().unwrap();
        let policy = says("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(says("x-content-type-options"), "nosniff");
        assert_eq!(says("x-frame-options"), "DENY");
        assert!(headers.get("access-control-allow-origin").is_none());
    }
}

#[tokio::test]
async fn a_shared_desk_asks_for_the_password() {
    let sharing = Sharing::Shared {
        address: Ipv4Addr::UNSPECIFIED,
        password: "correct horse".to_owned(),
        names: vec!["desk.example".to_owned()],
    };
    let desk = TestDesk::shared("shared", &[], sharing);
    assert_eq!(desk.key(), "", "a password is never printed");
    let get = async |path: &str, headers: &[(&str, &str)]| {
        let mut request = axum::http::Request::get(path).header("host", "desk.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        desk.send(request.body(Body::empty()).unwrap()).await
    };
    for path in ["/", "/api/v1", "/article/0", "/search?words=x", "/alerts.atom"] {
        assert_eq!(get(path, &[]).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_eq!(get("/enter", &[]).await.status, StatusCode::OK);
    let bearer = [("authorization", "Bearer correct horse")];
    assert_eq!(get("/api/v1", &bearer).await.status, StatusCode::OK);
    let request = axum::http::Request::post("/enter")
        .header("host", "desk.example")
        .header("origin", "https://desk.example")
        .header("x-forwarded-proto", "https")
        .header("content-type", FORM);
    let answer = desk.send(request.body(Body::from("key=correct+horse&name=Bo%3B")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").into_iter().collect();
    let session = cookies[0].to_str().unwrap();
    assert!(session.contains("Secure"), "{session}");
    let inside = get("/", &[("cookie", session.split(';').next().unwrap())]).await;
    assert_eq!(inside.status, StatusCode::OK);
    assert!(cookies[1].to_str().unwrap().starts_with("whosaid-name=Bo%3B;"));
}

#[tokio::test]
async fn a_body_is_bounded() {
    let desk = TestDesk::local("bounds", &[]);
    let request =
        desk.request("POST", "/api/v1/corrections").header("authorization", format!("Bearer {}", desk.key()));
    let answer = desk.send(request.body(Body::from(vec![b' '; 1 << 20])).unwrap()).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(PORT, 7117);
}
