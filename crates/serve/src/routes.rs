//! Every address of the desk, in one list.

use crate::error::Problem;
use crate::guard::guard;
use crate::server::App;
use crate::uploads::MOST_BYTES;
use crate::{api, pages, statics};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};

/// Bytes of a request at most, where no files are sent.
const MOST_FORM_BYTES: usize = 256 << 10;

/// An address and what answers there.
pub type Route = (&'static str, MethodRouter<App>);

/// Pages for readers.
fn pages() -> Vec<Route> {
    vec![
        ("/", get(pages::stories::show)),
        ("/story/{no}", get(pages::story::show)),
        ("/story/{no}/graph", get(pages::story::graph)),
        ("/claims", get(pages::claims::show)),
        ("/claim/{name}", get(pages::claim::show)),
        ("/conflicts", get(pages::conflicts::show)),
        ("/sources", get(pages::sources::list)),
        ("/source", get(pages::sources::one)),
        ("/timeline", get(pages::timeline::show)),
        ("/search", get(pages::articles::search)),
        ("/article/{id}", get(pages::article::show)),
        ("/changes", get(pages::changes::show)),
        ("/alerts", get(pages::alerts::show).post(pages::alerts::seen)),
        ("/correct", post(pages::correct::correct)),
        ("/corrections", get(pages::corrections::show)),
        ("/corrections/import", files(post(pages::corrections::import))),
        ("/import", files(get(pages::import::show).post(pages::import::take))),
        ("/import/{job}", get(pages::import::job)),
        ("/help", get(pages::help::show)),
        ("/enter", get(pages::enter::knock).post(pages::enter::come_in)),
        ("/static/{hash}/{name}", get(statics::file)),
    ]
}

/// Feeds for programs that poll; `api/openapi.json` describes them too.
pub fn feeds() -> Vec<Route> {
    vec![("/alerts.atom", get(crate::feeds::alerts_atom)), ("/changes.atom", get(crate::feeds::changes_atom))]
}

/// JSON for programs; `api/openapi.json` describes each.
pub fn api() -> Vec<Route> {
    vec![
        ("/api/v1", get(api::about)),
        ("/api/v1/openapi.json", get(api::openapi)),
        ("/api/v1/articles", files(get(api::lists::articles).post(api::changing::add))),
        ("/api/v1/articles/{id}", get(api::single::article)),
        ("/api/v1/stories", get(api::lists::stories)),
        ("/api/v1/stories/{no}", get(api::single::story)),
        ("/api/v1/stories/{no}/claims", get(api::single::story_claims)),
        ("/api/v1/stories/{no}/export", get(api::exports::story)),
        ("/api/v1/claims", get(api::lists::claims)),
        ("/api/v1/claims/{name}", get(api::single::claim)),
        ("/api/v1/claims/{name}/export", get(api::exports::claim)),
        ("/api/v1/trace", get(api::single::trace)),
        ("/api/v1/quotes", get(api::lists::quotes)),
        ("/api/v1/sources", get(api::lists::sources)),
        ("/api/v1/timeline", get(api::lists::timeline)),
        ("/api/v1/conflicts", get(api::lists::conflicts)),
        ("/api/v1/search", get(api::lists::search)),
        ("/api/v1/changes", get(api::lists::changes)),
        ("/api/v1/alerts", get(api::lists::alerts)),
        ("/api/v1/alerts/seen", post(api::changing::seen)),
        ("/api/v1/corrections", get(api::lists::corrections).post(api::changing::correct)),
        ("/api/v1/corrections/export", get(api::changing::export)),
        ("/api/v1/corrections/import", files(post(api::changing::import))),
        ("/api/v1/jobs/{job}", get(api::changing::job)),
    ]
}

/// Takes more than a form.
fn files(methods: MethodRouter<App>) -> MethodRouter<App> {
    methods.layer(DefaultBodyLimit::max(MOST_BYTES))
}

/// The whole desk behind its guard.
pub fn router(app: App) -> Router {
    let all = pages().into_iter().chain(feeds()).chain(api());
    all.fold(Router::new(), |router, (path, methods)| router.route(path, methods))
        .fallback(|| async { Problem::NoPage })
        .layer(DefaultBodyLimit::max(MOST_FORM_BYTES))
        .layer(from_fn_with_state(app.clone(), guard))
        .with_state(app)
}
