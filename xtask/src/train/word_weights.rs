//! How rare each stem is in news: counted over the articles of several open corpora, a figure a stem.

use super::write;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use whosaid_eval::Gold;
use whosaid_story::stem_key;

/// Stems in fewer articles than this keep no row.
const LEAST: u32 = 4;
/// Rows at most.
const MOST_ROWS: usize = 20_000;

/// Counts, weighs and writes `models/en/words.weights`.
pub fn run(gold: &Gold) -> Result<(), String> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let mut n_texts = 0u32;
    for text in texts(gold)? {
        n_texts += 1;
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1);
        for key in words.map(stem_key).collect::<BTreeSet<u32>>() {
            *counts.entry(key).or_default() += 1;
        }
    }
    let mut rows: Vec<(u32, u32)> = counts.into_iter().filter(|(_, n)| *n >= LEAST).collect();
    rows.sort_by_key(|&(key, n)| (std::cmp::Reverse(n), key));
    rows.truncate(MOST_ROWS);
    rows.sort_unstable();
    let mut bytes = Vec::new();
    for (key, n) in rows {
        let weight = (f64::from(n_texts + 1) / (f64::from(n) + 0.5)).ln().max(0.0);
        bytes.extend_from_slice(&key.to_le_bytes());
        bytes.push((weight * 16.0).round() as u8);
    }
    eprintln!("{n_texts} texts, {} stems", bytes.len() / 5);
    write("models/en/words.weights", &bytes)
}

fn texts(gold: &Gold) -> Result<Vec<String>, String> {
    let mut texts = stream(gold)?;
    let polnear = unpacked(gold, "polnear/polnear-text-attributions.tar.zst")?.join("train/text");
    let mut paths: Vec<_> = std::fs::read_dir(&polnear)
        .map_err(|why| format!("{}: {why}", polnear.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    texts.extend(paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()));
    let neus = unpacked(gold, "allsides-roundups/allsides-neus.tar.zst")?.join("neus/train.source");
    let neus = std::fs::read_to_string(&neus).map_err(|why| format!("{}: {why}", neus.display()))?;
    texts.extend(neus.lines().flat_map(|line| line.split("[SEP]")).map(str::to_owned));
    Ok(texts)
}

fn stream(gold: &Gold) -> Result<Vec<String>, String> {
    let path = gold.path("data/multi-outlet-stream/articles-2020-03-04.jsonl.gz");
    let out = Command::new("zcat").arg(&path).output().map_err(|why| format!("zcat: {why}"))?;
    let lines = String::from_utf8_lossy(&out.stdout).into_owned();
    let field = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(value.get("text")?.as_str()?.to_owned())
    };
    Ok(lines.lines().filter_map(field).collect())
}

fn unpacked(gold: &Gold, archive: &str) -> Result<std::path::PathBuf, String> {
    gold.unpacked(archive).map_err(|why| format!("{archive}: {why}"))
}
