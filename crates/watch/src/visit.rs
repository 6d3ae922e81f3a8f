//! One request, within bounds of time, size and distance.

use crate::problem::Problem;
use std::io::Read;
use std::time::{Duration, Instant};
use ureq::http::Response;
use ureq::{Agent, Body, Error};
use url::{Host, Url};

/// How far a visit may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Time for one page, from first to last byte.
    pub time: Duration,
    /// Bytes of a page, unpacked.
    pub most_bytes: u64,
    /// Redirects followed.
    pub most_redirects: u32,
    /// Time between two requests to one host.
    pub gap: Duration,
    /// Pages fetched in one poll.
    pub most_pages: usize,
    /// Time between two polls of one feed.
    pub poll: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds {
            time: Duration::from_secs(30),
            most_bytes: 16 << 20,
            most_redirects: 5,
            gap: Duration::from_secs(3),
            most_pages: 500,
            poll: Duration::from_secs(15 * 60),
        }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// A header by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Makes requests.
pub(crate) struct Visitor {
    agent: Agent,
    bounds: Bounds,
}

/// Media types that may hold a page.
const PAGES: [&str; 4] = ["text/html", "application/xhtml+xml", "text/plain", ""];

impl Visitor {
    pub fn new(name: &str, bounds: Bounds) -> Self {
        let config = Agent::config_builder()
            .user_agent(name)
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(bounds.time))
            .max_idle_connections(8)
            .build();
        Visitor { agent: config.into(), bounds }
    }

    /// Asks for one address, following nothing. `fits` judges the media type before the body is read.
    pub fn ask(
        &self,
        address: &Url,
        conditions: &[(&str, &str)],
        fits: fn(&str) -> bool,
    ) -> Result<Answer, Problem> {
        let begun = Instant::now();
        let mut request = self.agent.get(address.as_str());
        for (name, value) in conditions {
            request = request.header(*name, *value);
        }
        let mut response = request.call().map_err(|why| self.problem(address, why))?;
        let status = response.status().as_u16();
        let headers = headers(&response);
        let mut answer = Answer { status, headers, bytes: Vec::new() };
        if status == 200 {
            let found = media_type(answer.header("content-type").unwrap_or(""));
            if !fits(&found) {
                return Err(Problem::WrongType { address: address.to_string(), found });
            }
            answer.bytes = self.body(address, &mut response)?;
        }
        match begun.elapsed() > self.bounds.time {
            true => Err(self.too_slow(address)),
            false => Ok(answer),
        }
    }

    fn body(&self, address: &Url, response: &mut Response<Body>) -> Result<Vec<u8>, Problem> {
        // The limit of the agent counts packed bytes; what is unpacked is counted here.
        let most_bytes = self.bounds.most_bytes;
        let reader = response.body_mut().with_config().limit(most_bytes).reader();
        let mut bytes = Vec::new();
        match reader.take(most_bytes + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > most_bytes => {
                Err(Problem::TooLarge { address: address.to_string(), most_bytes })
            }
            Ok(_) => Ok(bytes),
            // The agent wraps its own errors as those of reading.
            Err(why) => Err(self.problem(address, Error::from(why))),
        }
    }

    fn too_slow(&self, address: &Url) -> Problem {
        Problem::TooSlow { address: address.to_string(), seconds: self.bounds.time.as_secs() }
    }

    fn problem(&self, address: &Url, why: Error) -> Problem {
        let (address_text, most_bytes) = (address.to_string(), self.bounds.most_bytes);
        match why {
            Error::Timeout(_) => self.too_slow(address),
            Error::Io(why) if why.kind() == std::io::ErrorKind::TimedOut => self.too_slow(address),
            Error::BodyExceedsLimit(_) => Problem::TooLarge { address: address_text, most_bytes },
            Error::Io(why) if why.to_string().contains("limit") => {
                Problem::TooLarge { address: address_text, most_bytes }
            }
            why => Problem::Unreachable { address: address_text, why: why.to_string() },
        }
    }
}

fn headers(response: &Response<Body>) -> Vec<(String, String)> {
    let header = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    response.headers().iter().map(header).collect()
}

/// The media type of a header, without parameters, in small letters.
pub(crate) fn media_type(header: &str) -> String {
    header.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

/// Whether a media type may be that of a page.
pub(crate) fn is_page(media_type: &str) -> bool {
    PAGES.contains(&media_type)
}

/// Whether a media type may be that of a feed: servers call feeds by many names.
pub(crate) fn is_feed(media_type: &str) -> bool {
    ["", "text/plain", "text/html", "application/octet-stream"].contains(&media_type)
        || media_type.ends_with("xml")
        || media_type.ends_with("json")
}

/// Any media type.
pub(crate) fn is_any(_: &str) -> bool {
    true
}

/// Parses an address of the web.
pub(crate) fn address(written: &str) -> Result<Url, Problem> {
    let parsed = Url::parse(written.trim()).ok();
    let on_the_web = parsed.filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    on_the_web.ok_or_else(|| Problem::NoAddress { address: written.to_owned() })
}

/// Host and port.
pub(crate) fn host(address: &Url) -> String {
    let host = address.host_str().unwrap_or("");
    format!("{host}:{}", address.port_or_known_default().unwrap_or(0))
}

/// Whether an address names the visitor's own machine or network by its number or name.
pub(crate) fn is_private(address: &Url) -> bool {
    match address.host() {
        Some(Host::Ipv4(ip)) => {
            ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_broadcast()
        }
        Some(Host::Ipv6(ip)) => {
            let first = ip.segments()[0];
            ip.is_loopback()
                || ip.is_unspecified()
                || first & 0xfe00 == 0xfc00
                || first & 0xffc0 == 0xfe80
                || ip.to_ipv4_mapped().is_some()
        }
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost"
                || name.ends_with(".localhost")
                || name.ends_with(".local")
                || name.ends_with(".internal")
        }
        None => true,
    }
}
