//! Files that the pages need: styles and scripts, built into the program, named by what they hold so that a browser
//! may keep them.

use crate::error::Problem;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use whosaid_report::html::parts;

/// A file by the name that pages know it by.
struct StaticFile {
    name: &'static str,
    kind: &'static str,
    content: &'static str,
}

const FILES: [StaticFile; 5] = [
    StaticFile { name: "parts.css", kind: "text/css; charset=utf-8", content: parts::STYLE },
    StaticFile {
        name: "desk.css",
        kind: "text/css; charset=utf-8",
        content: include_str!("../static/desk.css"),
    },
    StaticFile { name: "parts.js", kind: "text/javascript; charset=utf-8", content: parts::SCRIPT },
    StaticFile {
        name: "desk.js",
        kind: "text/javascript; charset=utf-8",
        content: include_str!("../static/desk.js"),
    },
    StaticFile {
        name: "htmx.js",
        kind: "text/javascript; charset=utf-8",
        content: include_str!("../static/htmx.min.js"),
    },
];

/// For each file the hash that is part of its address.
static HASHES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let hash = |file: &StaticFile| {
        Sha256::digest(file.content.as_bytes())[..6].iter().map(|byte| format!("{byte:02x}")).collect()
    };
    FILES.iter().map(hash).collect()
});

/// Address of a file.
pub fn address(name: &str) -> String {
    let at = FILES.iter().position(|file| file.name == name);
    match at.and_then(|at| HASHES.get(at)) {
        Some(hash) => format!("/static/{hash}/{name}"),
        None => String::new(),
    }
}

/// `GET /static/{hash}/{name}`: one file.
pub async fn file(Path((_, name)): Path<(String, String)>) -> Result<Response, Problem> {
    let file = FILES.iter().find(|file| file.name == name).ok_or(Problem::NoPage)?;
    let kept = "public, max-age=31536000, immutable";
    let headers = [(header::CONTENT_TYPE, file.kind), (header::CACHE_CONTROL, kept)];
    Ok((headers, file.content).into_response())
}
