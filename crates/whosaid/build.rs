//! Hashes the files of `data/en` and `models/en`, so that a run's manifest can name what the program was built with.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("../..");
    for (variable, folder) in [("WHOSAID_RULES_HASH", "data/en"), ("WHOSAID_MODELS_HASH", "models/en")] {
        let folder = root.join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        println!("cargo::rustc-env={variable}={}", hash_folder(&folder)?);
    }
    Ok(())
}

/// `sha256:` and the hash over names, lengths and bytes of all files below a folder, by path.
fn hash_folder(folder: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    for file in files_below(folder)? {
        let name = file.strip_prefix(folder).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        let bytes = fs::read(&file)?;
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name.as_bytes());
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(&bytes);
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("sha256:{hex}"))
}

/// All files below a folder, by path.
fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
