//! For tests: a desk over invented articles in a file of its own, asked without a socket.

use crate::guard::Key;
use crate::keeper::Keeper;
use crate::options::{ServeOptions, Sharing};
use crate::routes::router;
use crate::server::App;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tower::ServiceExt;
use whosaid::ingest::RawDocument;
use whosaid::{Mode, Resources};

/// The port that tests ask for.
pub const PORT: u16 = 7117;
/// The time that never passes.
pub const NOW: &str = "2031-03-04T10:00:00Z";
/// Words that no page may hold as they stand here.
pub const HOSTILE: &str = "<script>alert(1)</script>";

static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::english(Mode::Fast));

/// A desk that is asked without a socket.
pub struct TestDesk {
    router: Router,
    key: String,
    file: PathBuf,
}

/// An answer that was read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|why| panic!("{why}: {}", self.body))
    }
}

impl TestDesk {
    /// A local desk over documents.
    pub fn local(name: &str, documents: &[(&str, &str)]) -> Self {
        Self::shared(name, documents, Sharing::Local)
    }

    /// A desk over documents.
    pub fn shared(name: &str, documents: &[(&str, &str)], sharing: Sharing) -> Self {
        let file = std::env::temp_dir().join(format!("whosaid-serve-{name}-{}.desk", std::process::id()));
        remove(&file);
        let keeper = Keeper::open(&file.to_string_lossy(), RESOURCES.clone()).unwrap();
        let raw: Vec<_> =
            documents.iter().map(|(path, text)| RawDocument { path, bytes: text.as_bytes() }).collect();
        keeper.writer().add(&raw, NOW).unwrap();
        keeper.writer().settle(NOW, |_| {}).unwrap();
        let options = ServeOptions {
            port: PORT,
            sharing: sharing.clone(),
            who: "Ada".to_owned(),
            now: || NOW.to_owned(),
            batch: 16,
            figures: Vec::new(),
            collection: "test.desk".to_owned(),
        };
        let key = Key::new(sharing, PORT).unwrap();
        let secret = key.to_print().unwrap_or("").to_owned();
        TestDesk { router: router(App::new(keeper, key, options)), key: secret, file }
    }

    /// A desk over the invented story that comes with the program.
    pub fn sample(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/kittiwake");
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        paths.sort();
        let text = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        };
        let documents: Vec<_> = paths.iter().map(text).collect();
        let documents: Vec<_> = documents.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Self::local(name, &documents)
    }

    /// The key of this start.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// A request of a program on this machine.
    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder().method(method).uri(path).header("host", format!("127.0.0.1:{PORT}"))
    }

    /// What stands at an address.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    /// A page that must be there.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    /// Sends JSON with the key.
    pub async fn post(&self, path: &str, json: &Value) -> Answer {
        let request = self.request("POST", path).header("authorization", format!("Bearer {}", self.key));
        self.send(request.body(Body::from(json.to_string())).unwrap()).await
    }

    /// A first value that a list has under a name.
    pub async fn first(&self, list: &str, name: &str) -> String {
        let rows = self.get(list).await.json()["rows"].clone();
        match &rows[0][name] {
            Value::String(value) => value.clone(),
            other => other.to_string(),
        }
    }
}

impl Drop for TestDesk {
    fn drop(&mut self) {
        remove(&self.file);
    }
}

fn remove(file: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
}

/// Articles with everything in them that a page must not do.
pub fn hostile() -> Vec<(&'static str, String)> {
    let about = |outlet: &str, words: &str| {
        serde_json::json!({
            "outlet": format!("{outlet} {HOSTILE}"), "title": format!("Bridge closed \u{202e}{HOSTILE}"),
            "published": "2031-03-02", "url": "javascript:alert(1)",
            "text": format!("The bridge over the Orne was closed on Sunday after {HOSTILE} cracks were found, \
                Mayor Tilda Brandt said.\n\n{words} \"We {HOSTILE} had no choice\u{202e},\" Brandt told reporters.\n")
        })
        .to_string()
    };
    vec![
        ("../../etc/<b>a.json", about("Herald", "Twelve cracks were counted by engineers.")),
        ("b.json", about("Post", "Thirty cracks were counted by engineers.")),
        ("c.txt", format!("{}\n", "word ".repeat(60_000))),
        ("d.txt", "x".repeat(1_000_000)),
    ]
}
