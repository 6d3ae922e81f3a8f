//! Who may read and who may write, and what every answer says to the browser.
//!
//! On one's own machine everyone on it may read; who opened the address that the server printed, or sends its key, may
//! write. A shared server asks everyone for the password. In both cases the name in the request must be one of the
//! server's own (so that no other site can point its name here), and what changes something must come from one of the
//! server's own pages, or carry the key itself.

use crate::error::Problem;
use crate::options::Sharing;
use crate::server::App;
use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// Cookie that says that this browser came in. The port is part of its name: other servers of this machine share the
/// browser's cookies.
pub const COOKIE: &str = "whosaid";
/// Cookie with the name that signs corrections.
pub const NAME_COOKIE: &str = "whosaid-name";
/// Longest name that signs a correction, in characters.
const LONGEST_NAME: usize = 80;

/// What the browser is told not to do: nothing from elsewhere, no script but the server's own files, no frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What opens the door, and for whom it must be opened.
pub struct Key {
    secret: String,
    session: String,
    sharing: Sharing,
    port: u16,
}

/// Who looks at a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// Whether they may change the collection.
    pub may_write: bool,
    /// Who signs what they change.
    pub who: String,
}

impl Key {
    /// A key for one start of a server: random for one's own machine, the password for a shared one.
    ///
    /// # Errors
    /// Where the system has no randomness to give.
    pub fn new(sharing: Sharing, port: u16) -> Result<Self, getrandom::Error> {
        let secret = match &sharing {
            Sharing::Local => random()?,
            Sharing::Shared { password, .. } => password.clone(),
        };
        Ok(Key { secret, session: random()?, sharing, port })
    }

    /// The key on this machine, to be printed; a password is never printed.
    pub fn to_print(&self) -> Option<&str> {
        (self.sharing == Sharing::Local).then_some(self.secret.as_str())
    }

    /// Whether someone knows the key.
    pub fn fits(&self, given: &str) -> bool {
        same(given, &self.secret)
    }

    /// Whether reading needs the key too.
    pub fn locks_reading(&self) -> bool {
        self.sharing != Sharing::Local
    }

    /// The cookie for a browser that came in. `secure` if it came over TLS.
    pub fn cookie(&self, secure: bool) -> String {
        let secure = if secure { "; Secure" } else { "" };
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict{secure}", self.cookie_name(), self.session)
    }

    fn cookie_name(&self) -> String {
        format!("{COOKIE}-{}", self.port)
    }

    /// Whether the request is for this server, under one of its names.
    fn knows_host(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        match &self.sharing {
            Sharing::Local => port == Some(self.port) && ["127.0.0.1", "localhost", "[::1]"].contains(&name),
            Sharing::Shared { names, .. } if names.is_empty() => true,
            Sharing::Shared { names, .. } => names.iter().any(|known| known.eq_ignore_ascii_case(name)),
        }
    }

    /// Whether the request carries the key itself, as programs send it.
    fn in_header(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        given.and_then(|given| given.strip_prefix("Bearer ")).is_some_and(|given| self.fits(given.trim()))
    }

    /// Whether the browser came in before.
    fn in_cookie(&self, headers: &HeaderMap) -> bool {
        cookie(headers, &self.cookie_name()).is_some_and(|given| same(&given, &self.session))
    }
}

/// Lets a request through, or says why not; adds to every answer what the browser must not do.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let viewer = admit(&app, request.method(), request.uri().path(), request.headers());
    let mut response = match viewer {
        Ok(viewer) => {
            let mut request = request;
            request.extensions_mut().insert(viewer.clone());
            let response = next.run(request).await;
            if is_api { crate::api::as_json(response) } else { crate::pages::problem::as_page(response) }
        }
        Err(Problem::LockedOut) if !is_api => crate::pages::enter::locked(),
        Err(problem) if is_api => problem.into_response(),
        Err(problem) => crate::pages::problem::as_page(problem.into_response()),
    };
    add_headers(&mut response);
    response
}

/// Whoever sends a request that may be answered.
fn admit(app: &App, method: &Method, path: &str, headers: &HeaderMap) -> Result<Viewer, Problem> {
    let key = app.key();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    if !key.knows_host(host) {
        return Err(Problem::WrongHost);
    }
    let (by_header, by_cookie) = (key.in_header(headers), key.in_cookie(headers));
    let knocks = path == "/enter" || path.starts_with("/static/");
    if key.locks_reading() && !by_header && !by_cookie && !knocks {
        return Err(Problem::LockedOut);
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        let own = from_own_page(headers, host);
        // A browser says where a form comes from; who carries the key needs not.
        if own == Some(false) || (own.is_none() && !by_header) {
            return Err(Problem::WrongOrigin);
        }
        if !by_header && !by_cookie && path != "/enter" {
            return Err(Problem::ReadOnly);
        }
    }
    let named = cookie(headers, NAME_COOKIE).map(|name| unescaped(&name));
    let named = named.filter(|name| !name.trim().is_empty());
    let who = named.unwrap_or_else(|| app.options().who.clone());
    Ok(Viewer { may_write: by_header || by_cookie, who: who.chars().take(LONGEST_NAME).collect() })
}

/// Whether a request comes from a page of this server; `None` if it does not say.
fn from_own_page(headers: &HeaderMap, host: &str) -> Option<bool> {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?").to_owned());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site"))
        && site != "same-origin"
    {
        return Some(false);
    }
    let origin = text(header::ORIGIN)?;
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    Some(authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host)))
}

fn add_headers(response: &mut Response<Body>) {
    let headers = response.headers_mut();
    let says = |name: &'static str, value: &'static str| {
        (HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    for (name, value) in [
        says("content-security-policy", POLICY),
        says("x-content-type-options", "nosniff"),
        says("x-frame-options", "DENY"),
        // "no-referrer" would hide from this server, too, that a form is its own.
        says("referrer-policy", "same-origin"),
        says("cross-origin-opener-policy", "same-origin"),
        says("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.insert(name, value);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// Whether a proxy says that the request came over TLS.
pub fn came_over_tls(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https")
}

/// The value of a cookie.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
}

/// What `asked::percent` wrote.
fn unescaped(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = (first == b'%').then(|| after.get(..2)).flatten();
        let code = code.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Compares in a time that does not tell how much is right.
fn same(given: &str, secret: &str) -> bool {
    let (given, secret) = (Sha256::digest(given.as_bytes()), Sha256::digest(secret.as_bytes()));
    given.iter().zip(secret.iter()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

impl<S: Send + Sync> FromRequestParts<S> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Viewer>().cloned().ok_or(Problem::Broken)
    }
}
