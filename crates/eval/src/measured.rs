//! `gold/measured.tsv`: the figures that the page and the README show, each from a task that anyone can run.

use crate::tasks;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use whosaid_eval::{Figures, Gold};

/// Runs the tasks of every line and writes their values into the last column.
pub fn update(gold: &Gold) -> Result<(), String> {
    let path = path();
    let text = std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    let mut measured: BTreeMap<String, Figures> = BTreeMap::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [what, data, task, figure, _] = columns[..] else {
            lines.push(line.to_owned());
            continue;
        };
        if !measured.contains_key(task) {
            measured.insert(task.to_owned(), tasks::run(gold, task)?);
        }
        let value = measured[task].0.get(figure).ok_or_else(|| format!("task {task} gives no '{figure}'"))?;
        println!("{value:.3}  {what} ({data})");
        lines.push(format!("{what}\t{data}\t{task}\t{figure}\t{value:.3}"));
    }
    std::fs::write(&path, lines.join("\n") + "\n").map_err(|why| format!("{}: {why}", path.display()))
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gold/measured.tsv")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_readme_shows_the_measured_figures() {
        let root = super::path().join("../..");
        let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
        let measured = std::fs::read_to_string(super::path()).unwrap();
        for line in measured.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let row = format!("| {} | {} | {} |", columns[0], columns[1], columns[4]);
            assert!(readme.contains(&row), "README.md lacks the row {row}");
        }
    }
}
