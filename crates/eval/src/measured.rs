//! `gold/measured.tsv`: the figures that the page and the README show, each from a task that anyone can run.

use crate::tasks;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use whosaid_eval::{Figures, Gold};

const README_START: &str = "<!-- measured -->\n";
const README_END: &str = "<!-- end of measured -->\n";

/// Runs the tasks of every line in both modes, writes their values into the last two columns and the table into the
/// README.
pub fn update(gold: &Gold) -> Result<(), String> {
    let mut measured: BTreeMap<String, Figures> = BTreeMap::new();
    let mut value_of = |task: String, figure: &str| -> Result<f64, String> {
        if !measured.contains_key(&task) {
            measured.insert(task.clone(), tasks::run(gold, &task)?);
        }
        measured[&task].0.get(figure).copied().ok_or_else(|| format!("task {task} gives no '{figure}'"))
    };
    let mut lines = Vec::new();
    for line in read("gold/measured.tsv")?.lines() {
        if line.starts_with('#') {
            lines.push(line.to_owned());
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [what, data, task, figure, ..] = columns[..] else {
            return Err(format!("gold/measured.tsv: fewer than four columns: {line}"));
        };
        let fast = value_of(task.to_owned(), figure)?;
        let accurate = match tasks::accurate(task) {
            Some(task) => value_of(task, figure)?,
            None => fast,
        };
        println!("{accurate:.3} {fast:.3}  {what} ({data})");
        lines.push(format!("{what}\t{data}\t{task}\t{figure}\t{accurate:.3}\t{fast:.3}"));
    }
    let table = lines.join("\n") + "\n";
    let readme = with_table(&read("README.md")?, &table).ok_or("README.md lacks the marks of the table")?;
    write("gold/measured.tsv", &table)?;
    write("README.md", &readme)
}

/// The README with the table of figures between its marks.
fn with_table(readme: &str, measured: &str) -> Option<String> {
    let start = readme.find(README_START)? + README_START.len();
    let end = start + readme[start..].find(README_END)?;
    let mut table = String::from("\n| what | on | accurate | fast |\n|---|---|---|---|\n");
    for line in measured.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        if let [what, data, _, _, accurate, fast] = columns[..] {
            table.push_str(&format!("| {what} | {data} | {accurate} | {fast} |\n"));
        }
    }
    table.push('\n');
    Some([&readme[..start], &table, &readme[end..]].concat())
}

fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(relative)
}

fn read(relative: &str) -> Result<String, String> {
    std::fs::read_to_string(path(relative)).map_err(|why| format!("{relative}: {why}"))
}

fn write(relative: &str, text: &str) -> Result<(), String> {
    std::fs::write(path(relative), text).map_err(|why| format!("{relative}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::{read, with_table};

    #[test]
    fn the_readme_shows_the_measured_figures() {
        let readme = read("README.md").unwrap();
        assert_eq!(with_table(&readme, &read("gold/measured.tsv").unwrap()).unwrap(), readme);
    }
}
