//! A desk that really listens, over a collection of its own.

use std::path::{Path, PathBuf};
use whosaid::{Mode, Resources};
use whosaid_serve::{Keeper, ServeOptions, Server, Sharing};

/// A desk that listens until the test ends.
pub struct Desk {
    /// Address to open, with the key.
    pub enter: String,
    /// Address without it, and without a slash at its end.
    pub base: String,
    file: PathBuf,
}

impl Desk {
    /// Starts a desk over an empty collection.
    pub fn start(name: &str) -> Self {
        let file = std::env::temp_dir().join(format!("whosaid-desk-{name}-{}.desk", std::process::id()));
        remove(&file);
        let keeper = Keeper::open(&file.to_string_lossy(), Resources::english(Mode::Fast)).unwrap();
        let options = ServeOptions {
            port: 0,
            sharing: Sharing::Local,
            who: "Ada".to_owned(),
            now: || "2031-03-04T10:00:00Z".to_owned(),
            batch: 16,
            figures: Vec::new(),
            collection: "test.desk".to_owned(),
        };
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let mut threads = tokio::runtime::Builder::new_multi_thread();
            threads.worker_threads(2).enable_all();
            threads.build().unwrap().block_on(async {
                let server = Server::bind(keeper, options).await.unwrap();
                tell.send(server.url()).unwrap();
                server.run(std::future::pending()).await.unwrap();
            });
        });
        let enter: String = told.recv().unwrap();
        let base = enter.split("/enter").next().unwrap().to_owned();
        Desk { enter, base, file }
    }

    /// An address on this desk.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// The articles of the invented story that comes with the program.
pub fn sample() -> Vec<PathBuf> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/kittiwake").canonicalize().unwrap();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

impl Drop for Desk {
    fn drop(&mut self) {
        remove(&self.file);
    }
}

fn remove(file: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
}
