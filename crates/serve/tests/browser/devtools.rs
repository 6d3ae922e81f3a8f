//! Chromium and its pages, by the DevTools protocol over a WebSocket.
//! See <https://chromedevtools.github.io/devtools-protocol/>.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::Write;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tungstenite::{Message, WebSocket};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(180);
/// Names under which the browser may be installed.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// A browser with one page.
pub struct Browser {
    process: Child,
    folder: PathBuf,
    socket: WebSocket<TcpStream>,
    session: String,
    last_id: u64,
    /// The page that was loaded last, as the browser names it.
    page: Value,
    events: VecDeque<Value>,
    /// Addresses of all requests so far.
    pub requests: Vec<String>,
}

/// Where the browser is, or nothing and a line on standard error.
fn installed() -> Option<PathBuf> {
    let named = std::env::var_os("WHOSAID_CHROMIUM").map(PathBuf::from);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
    let found =
        folders.iter().flat_map(|folder| NAMES.map(|name| folder.join(name))).find(|path| path.is_file());
    let found = named.or(found);
    if found.is_none() {
        // Not by a macro: what a macro prints is hidden where a test passes.
        let _ = std::io::stderr().write_all(
            b"browser tests skipped: install Chromium (Debian: apt install chromium) or name one in WHOSAID_CHROMIUM\n",
        );
    }
    found
}

impl Browser {
    /// Starts the browser, if one is installed.
    pub fn start(name: &str) -> Option<Self> {
        let program = installed()?;
        let folder = std::env::temp_dir().join(format!("whosaid-browser-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let process = Command::new(program)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-dev-shm-usage",
            ])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--remote-debugging-port=0", "--remote-allow-origins=*", "about:blank"])
            .arg(format!("--user-data-dir={}", folder.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (port, path) = address(&folder);
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (socket, _) = tungstenite::client(format!("ws://127.0.0.1:{port}{path}"), stream).unwrap();
        let (page, events, requests) = (Value::Null, VecDeque::new(), Vec::new());
        let mut browser =
            Browser { process, folder, socket, session: String::new(), last_id: 0, page, events, requests };
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        browser.session =
            browser.call("Target.attachToTarget", attach)["sessionId"].as_str().unwrap().to_owned();
        for domain in ["Page", "Network", "Runtime", "DOM"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser.call("Page.setLifecycleEventsEnabled", json!({ "enabled": true }));
        Some(browser)
    }

    /// Opens an address and waits until it is loaded.
    pub fn open(&mut self, url: &str) {
        let answer = self.call("Page.navigate", json!({ "url": url }));
        assert!(answer.get("errorText").is_none(), "{url}: {}", answer["errorText"]);
        let loader = answer["loaderId"].clone();
        self.loaded(|page| *page == loader);
    }

    /// Waits until a page is loaded that follows the one opened last.
    pub fn wait_for_load(&mut self) {
        let last = self.page.clone();
        self.loaded(|page| *page != last);
    }

    /// Waits until a page is loaded. Pages are told apart by name, since the news of one may come when the next is on
    /// its way.
    fn loaded(&mut self, is_it: impl Fn(&Value) -> bool) {
        let start = Instant::now();
        loop {
            while let Some(event) = self.events.pop_front() {
                let page = &event["params"]["loaderId"];
                if event["method"] == "Page.lifecycleEvent"
                    && event["params"]["name"] == "load"
                    && is_it(page)
                {
                    self.page = page.clone();
                    return;
                }
            }
            assert!(start.elapsed() < PATIENCE, "the page never loaded");
            self.read();
        }
    }

    /// Does something on the page that may lead to another page: this one still answers before it goes.
    pub fn act(&mut self, statement: &str) {
        self.value(&format!("setTimeout(() => {{ {statement} }}); 0"));
    }

    /// The value of an expression on the page, once it is there.
    pub fn value(&mut self, expression: &str) -> Value {
        let ask = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", ask);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Waits until an expression on the page is true.
    pub fn wait(&mut self, expression: &str) {
        let start = Instant::now();
        // Between two pages there is nothing to ask, or no one who answers.
        let asked = format!("document.readyState === 'complete' && Boolean({expression})");
        loop {
            let ask = json!({ "expression": asked, "returnByValue": true });
            if self.ask("Runtime.evaluate", ask).is_ok_and(|answer| answer["result"]["value"] == true) {
                return;
            }
            if start.elapsed() > PATIENCE {
                let page = self.value("location.href + ' ' + document.body.innerText.slice(0, 2000)");
                panic!("never so: {expression}; {page}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Presses a key.
    pub fn press(&mut self, key: &str) {
        let code = match key {
            "Enter" => 13,
            "Tab" => 9,
            "Escape" => 27,
            key => u32::from(key.chars().next().unwrap().to_ascii_uppercase()),
        };
        let text = match key {
            "Enter" => "\r",
            "Tab" | "Escape" => "",
            key => key,
        };
        let mut event = json!({ "type": "keyDown", "key": key, "windowsVirtualKeyCode": code, "text": text });
        self.call("Input.dispatchKeyEvent", event.clone());
        event["type"] = json!("keyUp");
        self.call("Input.dispatchKeyEvent", event);
    }

    /// Types a word.
    pub fn type_in(&mut self, words: &str) {
        self.call("Input.insertText", json!({ "text": words }));
    }

    /// Looks from a screen of this width, in a scheme of colours.
    pub fn look(&mut self, width: u32, scheme: &str) {
        let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", metrics);
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Chooses files in a field.
    pub fn choose(&mut self, field: &str, files: &[PathBuf]) {
        let node = self.node(field);
        self.call("DOM.setFileInputFiles", json!({ "nodeId": node, "files": files }));
    }

    /// Clicks on something with the mouse, by its place on the screen.
    pub fn click(&mut self, selector: &str) {
        let node = self.node(selector);
        self.call("DOM.scrollIntoViewIfNeeded", json!({ "nodeId": node }));
        let corners = self.call("DOM.getBoxModel", json!({ "nodeId": node }))["model"]["border"].clone();
        let middle = |n: usize| (corners[n].as_f64().unwrap() + corners[n + 4].as_f64().unwrap()) / 2.0;
        let (x, y) = (middle(0), middle(1));
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Address of the page, as the browser shows it.
    pub fn address(&mut self) -> String {
        let history = self.call("Page.getNavigationHistory", json!({}));
        let at = history["currentIndex"].as_u64().unwrap() as usize;
        history["entries"][at]["url"].as_str().unwrap().to_owned()
    }

    fn node(&mut self, selector: &str) -> Value {
        let root = self.call("DOM.getDocument", json!({}))["root"]["nodeId"].clone();
        let ask = json!({ "nodeId": root, "selector": selector });
        self.call("DOM.querySelector", ask)["nodeId"].clone()
    }

    /// Runs scripts or none.
    pub fn script(&mut self, runs: bool) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": !runs }));
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.ask(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// What the browser answers, or why it does not.
    fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.last_id += 1;
        let id = self.last_id;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.socket.send(Message::text(message.to_string())).unwrap();
        loop {
            if let Some(answer) = self.read().filter(|answer| answer["id"] == id) {
                return match answer.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(answer["result"].clone()),
                };
            }
        }
    }

    /// Reads one message; events are kept.
    fn read(&mut self) -> Option<Value> {
        let message = self.socket.read().unwrap();
        let message: Value = serde_json::from_str(message.to_text().ok()?).ok()?;
        if message.get("id").is_some() {
            return Some(message);
        }
        if message["method"] == "Network.requestWillBeSent" {
            self.requests.extend(message["params"]["request"]["url"].as_str().map(str::to_owned));
        }
        self.events.push_back(message);
        None
    }
}

/// Port and path that the browser listens on, once it says so.
fn address(folder: &Path) -> (u16, String) {
    let start = Instant::now();
    loop {
        let text = std::fs::read_to_string(folder.join("DevToolsActivePort")).unwrap_or_default();
        let mut lines = text.lines();
        if let (Some(Ok(port)), Some(path)) = (lines.next().map(str::parse), lines.next()) {
            return (port, path.to_owned());
        }
        assert!(start.elapsed() < PATIENCE, "the browser never listened");
        std::thread::sleep(Duration::from_millis(50));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
