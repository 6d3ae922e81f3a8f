//! For tests: a server of their own, in a temporary folder, that only a socket in that folder leads to. It stops when the
//! tests end, however they end.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// How long the server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);
/// Makes a cluster in `$2` with the programs of `$1`, serves it until the other end of the standard input is closed, and
/// clears it away.
const SCRIPT: &str = r#"
mkdir -p "$2" && "$1/initdb" -D "$2/data" -U whosaid -A trust -E UTF8 --locale=C --no-sync || exit 1
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c shared_buffers=32MB &
while read -r _; do :; done
kill -INT $!; wait; rm -rf "$2"
"#;

/// A running server.
pub(super) struct Server {
    folder: PathBuf,
    _process: Child,
}

/// A database of its own for one test, dropped with it.
pub(super) struct Database {
    name: String,
    server: &'static Server,
}

/// The server of these tests, or nothing and a line on standard error.
fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(start).as_ref()
}

fn start() -> Option<Server> {
    let Some(programs) = installed() else {
        // Not by a macro: what a macro prints is hidden where a test passes.
        let _ = std::io::stderr().write_all(
            b"PostgreSQL tests skipped: install the server (Debian: apt install postgresql) or name the folder of its \
              programs in WHOSAID_POSTGRES\n",
        );
        return None;
    };
    let folder = std::env::temp_dir().join(format!("whosaid-postgres-{}", std::process::id()));
    let mut command = match other_user() {
        Some(user) => {
            let mut command = Command::new("runuser");
            command.args(["-u", user, "--", "sh"]);
            command
        }
        None => Command::new("sh"),
    };
    command.args(["-c", SCRIPT, "sh"]).arg(programs).arg(&folder).current_dir(std::env::temp_dir());
    let command = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let server = Server { folder, _process: command.spawn().unwrap() };
    let begun = Instant::now();
    while let Err(why) = postgres::Client::connect(&server.address("postgres"), postgres::NoTls) {
        assert!(begun.elapsed() < PATIENCE, "the server does not start: {why}");
        std::thread::sleep(Duration::from_millis(50));
    }
    Some(server)
}

/// The folder with the server's programs.
fn installed() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("WHOSAID_POSTGRES") {
        return Some(PathBuf::from(named));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut debian: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    debian.sort();
    let mut folders = std::env::split_paths(&path).chain(debian.into_iter().rev());
    folders.find(|folder| ["initdb", "postgres"].iter().all(|program| folder.join(program).is_file()))
}

/// The server refuses to run as root: someone else who may.
fn other_user() -> Option<&'static str> {
    let says = |args: &[&str]| {
        let output = Command::new("id").args(args).stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    (says(&["-u"])? == "0").then(|| if says(&["postgres"]).is_some() { "postgres" } else { "nobody" })
}

impl Server {
    fn address(&self, database: &str) -> String {
        let folder = Path::new(&self.folder).to_string_lossy().replace('/', "%2F");
        format!("postgres://whosaid@{folder}/{database}")
    }

    fn administer(&self, sql: &str) {
        let mut client = postgres::Client::connect(&self.address("postgres"), postgres::NoTls).unwrap();
        client.batch_execute(sql).unwrap();
    }
}

impl Database {
    /// An empty one, if there is a server on this machine.
    pub fn new() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        server.administer(&format!("CREATE DATABASE {name}"));
        Some(Database { name, server })
    }

    /// Its address.
    pub fn address(&self) -> String {
        self.server.address(&self.name)
    }

    /// Does something to it that a collection never would.
    pub fn run(&self, sql: &str) {
        let mut client = postgres::Client::connect(&self.address(), postgres::NoTls).unwrap();
        client.batch_execute(sql).unwrap();
    }

    /// Closes all connections to it; they are closed when this returns.
    pub fn hang_up(&self) {
        self.server.administer(&format!(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{}'",
            self.name
        ));
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let server = self.server;
        let _ = std::panic::catch_unwind(|| {
            server.administer(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        });
    }
}
