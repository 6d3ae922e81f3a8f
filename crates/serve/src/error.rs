//! [`Problem`]: why a request was not answered as asked, as a status, and in words on a page or in JSON.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use thiserror::Error;
use whosaid_store::StoreError;

/// Why a request was not answered as asked.
#[derive(Debug, Error)]
pub enum Problem {
    /// The collection says no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such page.
    #[error("there is no page at this address")]
    NoPage,
    /// The address asks for something that cannot be.
    #[error("'{value}' is no {what}")]
    BadValue {
        /// What was expected.
        what: &'static str,
        /// What came.
        value: String,
    },
    /// The body is not what the address takes.
    #[error("the request cannot be understood: {why}")]
    BadBody {
        /// What is wrong.
        why: String,
    },
    /// Too much at once.
    #[error("too much at once: {limit} at most")]
    TooLarge {
        /// The limit in words.
        limit: String,
    },
    /// The request came under a strange name.
    #[error("this server is not known under that name")]
    WrongHost,
    /// Another site sent it.
    #[error("requests from other sites are refused")]
    WrongOrigin,
    /// Nobody said who they are.
    #[error("the password is needed")]
    LockedOut,
    /// Reading only.
    #[error("this browser may read, not change: open the address that `whosaid serve` printed")]
    ReadOnly,
    /// Something broke on the way.
    #[error("the server could not finish this")]
    Broken,
}

impl Problem {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Problem::Store(StoreError::NoSuch { .. }) | Problem::NoPage => StatusCode::NOT_FOUND,
            Problem::Store(StoreError::Ambiguous { .. }) => StatusCode::CONFLICT,
            Problem::Store(
                StoreError::BadValue { .. }
                | StoreError::NotCorrections { .. }
                | StoreError::UnknownCorrections { .. },
            )
            | Problem::BadValue { .. }
            | Problem::BadBody { .. } => StatusCode::BAD_REQUEST,
            Problem::Store(StoreError::Busy { .. }) => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Store(StoreError::Full { .. }) => StatusCode::INSUFFICIENT_STORAGE,
            Problem::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::WrongHost => StatusCode::MISDIRECTED_REQUEST,
            Problem::WrongOrigin | Problem::ReadOnly => StatusCode::FORBIDDEN,
            Problem::LockedOut => StatusCode::UNAUTHORIZED,
            Problem::Store(_) | Problem::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What the reader can do about it; empty where there is nothing to say.
    pub fn hint(&self) -> &'static str {
        match self {
            Problem::Store(StoreError::NoSuch { .. }) => {
                "Numbers and names change when stories grow; look in the lists."
            }
            Problem::Store(StoreError::Ambiguous { .. }) => "Write more of it.",
            Problem::Store(StoreError::Busy { .. }) => "Another program is writing; try again in a moment.",
            Problem::Store(StoreError::Full { .. }) => "Make room on the disk and do it again.",
            _ => "",
        }
    }
}

/// A problem in JSON.
#[derive(Serialize)]
struct ProblemRecord {
    error: String,
}

/// As programs get it. Pages are made of it where the viewer is known.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(ProblemRecord { error: self.to_string() })).into_response();
        response.extensions_mut().insert(ProblemShown { error: self.to_string(), hint: self.hint() });
        response
    }
}

/// A problem on its way to a page.
#[derive(Clone)]
pub struct ProblemShown {
    /// What failed.
    pub error: String,
    /// What can be done.
    pub hint: &'static str,
}
