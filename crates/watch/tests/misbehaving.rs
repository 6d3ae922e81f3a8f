//! A poll against a server on this machine that misbehaves: everything is bounded and named, and nothing else suffers.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::cell::Cell;
use std::convert::Infallible;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use whosaid_watch::{Bounds, Clock, Memory, Page, Polled, Problem, Told, Watch};

/// A clock on which waiting takes no time.
struct Hands(Cell<i64>);

impl Clock for Hands {
    fn now_ms(&self) -> i64 {
        self.0.get()
    }

    fn wait(&self, time: Duration) {
        self.0.set(self.0.get() + time.as_millis() as i64);
    }
}

/// A server that answers by path; it notes every request.
struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let noted = Arc::clone(&noted);
                std::thread::spawn(move || answer(stream, port, &noted));
            }
        });
        Server { port, requests }
    }

    fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn requests(&self, path: &str) -> Vec<String> {
        let all = self.requests.lock().unwrap();
        all.iter().filter(|request| request.starts_with(&format!("GET {path} "))).cloned().collect()
    }
}

fn answer(mut stream: TcpStream, port: u16, noted: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut request = String::new();
    while reader.read_line(&mut request).is_ok_and(|n| n > 2) {}
    let path = request.split(' ').nth(1).unwrap_or("/").to_owned();
    noted.lock().unwrap().push(request.clone());
    let _ = reply(&mut stream, &path, &request, port);
}

fn reply(stream: &mut TcpStream, path: &str, request: &str, port: u16) -> std::io::Result<()> {
    let mut send = |status: &str, headers: &str, body: &[u8]| {
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)
    };
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    match path {
        "/robots.txt" => {
            let file = "User-agent: whosaid\nDisallow: /closed\nCrawl-delay: 7\n";
            send("200 OK", "Content-Type: text/plain\r\n", file.as_bytes())
        }
        "/feed" if request.to_lowercase().contains("if-none-match: \"v1\"") => {
            send("304 Not Modified", "", b"")
        }
        "/feed" => {
            let paths = [
                "ok", "closed", "slow", "endless", "circle", "chain/0", "picture", "bomb", "gone", "garbage",
                "moved", "cut", "y-busy", "z-late",
            ];
            let items = paths.map(|path| {
                format!(
                    "<item><title>{path}</title><link>http://127.0.0.1:{port}/{path}</link>\
                     <source url='http://x.example'>The Post</source></item>"
                )
            });
            let feed = format!("<rss version='2.0'><channel>{}</channel></rss>", items.join(""));
            let headers = "Content-Type: application/rss+xml\r\nETag: \"v1\"\r\n";
            send("200 OK", headers, feed.as_bytes())
        }
        "/busy-feed" => send("429 Too Many Requests", "Retry-After: 7200\r\n", b""),
        "/html-feed" => send("200 OK", html, b"<html><body>no feed</body></html>"),
        "/ok" | "/z-late" => send("200 OK", html, b"<p>The ferry hit the pier.</p>"),
        "/moved" => send("301 Moved Permanently", "Location: /ok?moved\r\n", b""),
        "/ok?moved" => send("200 OK", html, b"<p>Moved.</p>"),
        "/circle" => send("302 Found", "Location: /circle2\r\n", b""),
        "/circle2" => send("302 Found", "Location: /circle\r\n", b""),
        "/picture" => send("200 OK", "Content-Type: image/png\r\n", b"\x89PNG"),
        "/y-busy" => send("503 Service Unavailable", "Retry-After: 120\r\n", b""),
        "/garbage" => stream.write_all(b"\x00\x01\x02 this is no HTTP\r\n\r\n"),
        "/cut" => stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n<p>cut"),
        "/bomb" => {
            let mut packed = GzEncoder::new(Vec::new(), Compression::best());
            for _ in 0..1_000 {
                packed.write_all(&[b'a'; 50_000])?;
            }
            send("200 OK", &format!("{html}Content-Encoding: gzip\r\n"), &packed.finish()?)
        }
        "/endless" => {
            stream.write_all(format!("HTTP/1.1 200 OK\r\n{html}\r\n").as_bytes())?;
            loop {
                stream.write_all(&[b'a'; 8_192])?;
            }
        }
        "/slow" => {
            stream
                .write_all(format!("HTTP/1.1 200 OK\r\n{html}Content-Length: 100000\r\n\r\n").as_bytes())?;
            loop {
                stream.write_all(b"a")?;
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        path => match path.strip_prefix("/chain/").and_then(|n| n.parse::<u32>().ok()) {
            Some(n) => send("302 Found", &format!("Location: /chain/{}\r\n", n + 1), b""),
            None => send("410 Gone", html, b"gone"),
        },
    }
}

fn bounds() -> Bounds {
    Bounds { time: Duration::from_millis(1_500), most_bytes: 200_000, ..Bounds::default() }
}

/// Polls; gives pages, what was told, and the sums.
fn poll(clock: &Hands, memory: &mut Memory, feeds: &[String]) -> (Vec<Page>, Vec<Told>, Polled) {
    let mut watch = Watch::new("me@example.org", bounds(), clock);
    let (mut pages, mut told) = (Vec::new(), Vec::new());
    let take = |page| {
        pages.push(page);
        Ok::<(), Infallible>(())
    };
    let Ok(polled) = watch.poll(feeds, memory, take, |what| told.push(what));
    (pages, told, polled)
}

#[test]
fn every_misbehavior_is_bounded_and_named() {
    let server = Server::start();
    let clock = Hands(Cell::new(1_900_000_000_000));
    let mut memory = Memory::default();
    let feeds = [server.at("/feed"), server.at("/html-feed"), "mailto:me".to_owned()];
    let (pages, told, polled) = poll(&clock, &mut memory, &feeds);

    let mut found: Vec<&str> = pages.iter().map(|page| page.entry.title.as_deref().unwrap()).collect();
    found.sort_unstable();
    assert_eq!(found, ["moved", "ok"], "the busy host is left alone after /y-busy");
    let moved = pages.iter().find(|page| page.address.ends_with("/ok?moved")).unwrap();
    assert_eq!(moved.entry.source.as_deref(), Some("x.example"));
    assert_eq!((moved.sha256.len(), moved.fetched.len()), (64, 20));
    assert_eq!(polled.n_pages, 2);

    let problem = |path: &str| {
        let is_about = |problem: &&Problem| problem.to_string().contains(&server.at(path));
        told.iter()
            .filter_map(|told| if let Told::Problem(problem) = told { Some(problem) } else { None })
            .find(is_about)
            .unwrap_or_else(|| panic!("nothing told of {path}: {told:?}"))
    };
    assert!(matches!(problem("/closed"), Problem::Closed { .. }));
    assert!(matches!(problem("/slow"), Problem::TooSlow { .. }), "{}", problem("/slow"));
    assert!(matches!(problem("/endless"), Problem::TooLarge { .. }), "{}", problem("/endless"));
    assert!(matches!(problem("/circle"), Problem::Circle { .. }));
    assert!(matches!(problem("/chain/0"), Problem::TooFar { .. }));
    assert!(matches!(problem("/picture"), Problem::WrongType { .. }));
    assert!(matches!(problem("/bomb"), Problem::TooLarge { .. }), "{}", problem("/bomb"));
    assert!(matches!(problem("/gone"), Problem::Status { status: 410, .. }));
    assert!(matches!(problem("/garbage"), Problem::Unreachable { .. }), "{}", problem("/garbage"));
    assert!(matches!(problem("/cut"), Problem::Unreachable { .. }), "{}", problem("/cut"));
    assert!(matches!(problem("/html-feed"), Problem::NoFeed { .. }));
    let told_of = |wanted: fn(&Problem) -> bool| {
        told.iter().filter(|told| matches!(told, Told::Problem(problem) if wanted(problem))).count()
    };
    assert_eq!(told_of(|problem| matches!(problem, Problem::NoAddress { .. })), 1);
    assert_eq!(
        told_of(|problem| matches!(problem, Problem::ComeBack { seconds: 120, .. })),
        1,
        "/y-busy, and /z-late is not tried"
    );

    assert_eq!(server.requests("/robots.txt").len(), 1);
    assert!(server.requests("/closed").is_empty() && server.requests("/z-late").is_empty());
    let visitor = server.requests("/ok")[0].to_lowercase();
    assert!(visitor.contains("user-agent: whosaid/") && visitor.contains("(+me@example.org)"), "{visitor}");
    // Seven seconds between two requests, as robots.txt asks.
    let n_requests = server.requests.lock().unwrap().len() as i64;
    assert!(clock.now_ms() - 1_900_000_000_000 >= (n_requests - 3) * 7_000);
}

#[test]
fn what_has_not_changed_is_not_fetched_again() {
    let (server, busy) = (Server::start(), Server::start());
    let clock = Hands(Cell::new(1_900_000_000_000));
    let mut memory = Memory::default();
    let feeds = [server.at("/feed"), busy.at("/busy-feed")];
    poll(&clock, &mut memory, &feeds);
    memory = Memory::read(&memory.write());

    let (pages, told, polled) = poll(&clock, &mut memory, &feeds);
    assert!(pages.is_empty() && polled.n_feeds == 0);
    let expected =
        |told: &Told| matches!(told, Told::NotYet { .. } | Told::Problem(Problem::ComeBack { .. }));
    assert!(told.iter().all(expected), "{told:?}");

    clock.wait(Duration::from_secs(20 * 60));
    let (pages, told, _) = poll(&clock, &mut memory, &feeds);
    assert!(pages.is_empty());
    assert!(told.contains(&Told::Unchanged { feed: server.at("/feed") }), "{told:?}");
    assert!(told.iter().any(|told| matches!(told, Told::NotYet { seconds: 3_600.., .. })), "the busy feed");
    assert_eq!(server.requests("/feed").len(), 2);
    assert_eq!(server.requests("/ok").len(), 1);
    assert_eq!(busy.requests("/busy-feed").len(), 1);
    // What failed and may pass, and what the busy host put off, is tried again though the feed names it no more.
    assert_eq!(server.requests("/slow").len(), 2);
    assert_eq!(server.requests("/gone").len(), 1);
    assert_eq!(server.requests("/y-busy").len(), 2);
}

#[test]
fn a_page_that_is_not_kept_is_fetched_again() {
    let server = Server::start();
    let clock = Hands(Cell::new(1_900_000_000_000));
    let mut memory = Memory::default();
    let feeds = [server.at("/feed")];
    let mut watch = Watch::new("me@example.org", bounds(), &clock);
    let full = |_| Err("the disk is full");
    assert_eq!(watch.poll(&feeds, &mut memory, full, |_| {}), Err("the disk is full"));
    let mut pages = Vec::new();
    let take = |page: Page| {
        pages.push(page.entry.title.unwrap_or_default());
        Ok::<(), Infallible>(())
    };
    clock.wait(Duration::from_secs(20 * 60));
    let Ok(_) = watch.poll(&feeds, &mut memory, take, |_| {});
    assert!(pages.contains(&"ok".to_owned()) && pages.contains(&"moved".to_owned()), "{pages:?}");
}
