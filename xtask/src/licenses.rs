//! `cargo xtask licenses`: every dependency's licence is one that `deny.toml` allows.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Reads `cargo metadata` and evaluates each package's SPDX expression.
pub fn check() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let allowed = allowed(&root.join("deny.toml"))?;
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--all-features",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            &host()?,
        ])
        .current_dir(&root)
        .output()
        .map_err(|why| format!("cargo metadata: {why}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|why| why.to_string())?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata: no packages")?;
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !package["license"].as_str().is_some_and(|spdx| is_allowed(spdx, &allowed)))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    if refused.is_empty() {
        println!("licenses: {} packages, all allowed", packages.len());
        return Ok(());
    }
    Err(format!("licences that deny.toml does not allow:\n{}", refused.join("\n")))
}

/// The platform this runs on: only what is linked there need be on this machine.
fn host() -> Result<String, String> {
    let output = Command::new("rustc").arg("-vV").output().map_err(|why| format!("rustc: {why}"))?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not name its host".to_owned())
}

fn allowed(path: &Path) -> Result<BTreeSet<String>, String> {
    let text = std::fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))?;
    let table: toml::Table = text.parse().map_err(|why| format!("{}: {why}", path.display()))?;
    let list = table["licenses"]["allow"].as_array().ok_or("deny.toml: no licenses.allow")?;
    Ok(list.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

/// Whether an SPDX expression can be met by allowed licences. `OR` asks for one side, `AND` for both.
fn is_allowed(spdx: &str, allowed: &BTreeSet<String>) -> bool {
    let spdx = spdx.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spdx.split_whitespace().peekable();
    either(&mut words, allowed) && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut met = both(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        met |= both(words, allowed);
    }
    met
}

fn both(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut met = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    match words.next() {
        Some("(") => {
            let met = either(words, allowed);
            words.next_if_eq(&")").is_some() && met
        }
        Some(name) => {
            let exception = words.next_if_eq(&"WITH").and_then(|_| words.next());
            let full = exception.map_or(name.to_owned(), |exception| format!("{name} WITH {exception}"));
            allowed.contains(&full) || allowed.contains(name)
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn expressions_are_evaluated() {
        let allowed = ["MIT", "Apache-2.0", "Zlib"].map(str::to_owned).into();
        for spdx in [
            "MIT",
            "MIT OR GPL-3.0",
            "MIT/Apache-2.0",
            "(MIT OR GPL-3.0) AND Zlib",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(is_allowed(spdx, &allowed), "{spdx}");
        }
        for spdx in ["GPL-3.0", "MIT AND GPL-3.0", "(GPL-3.0 OR AGPL-3.0)", "", "(MIT"] {
            assert!(!is_allowed(spdx, &allowed), "{spdx}");
        }
    }
}
