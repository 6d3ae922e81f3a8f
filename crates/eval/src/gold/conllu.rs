//! CoNLL-U: words with their Penn tags, a sentence at a time.

use super::Gold;
use std::cmp::Ordering;
use std::process::Command;
use whosaid_language::Tag;

/// A word of a treebank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As written.
    pub form: String,
    /// Penn tag (column XPOS).
    pub tag: Tag,
    /// Whether white space follows.
    pub space_after: bool,
}

/// A sentence of a treebank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Its name (`sent_id`).
    pub id: String,
    /// Whether a paragraph or document begins with it.
    pub begins_paragraph: bool,
    /// Its words; contractions stand as the words they are made of.
    pub words: Vec<Word>,
}

impl Sentence {
    /// The words as written.
    pub fn forms(&self) -> Vec<&str> {
        self.words.iter().map(|word| word.form.as_str()).collect()
    }
}

/// Reads a gzipped treebank file below `data/`.
///
/// # Errors
/// What the `zcat` command says.
pub fn read_packed(gold: &Gold, path: &str) -> Result<Vec<Sentence>, String> {
    let path = gold.path("data").join(path);
    let out = Command::new("zcat").arg(&path).output().map_err(|why| format!("zcat: {why}"))?;
    if !out.status.success() {
        return Err(format!("zcat could not unpack {}", path.display()));
    }
    Ok(read(&String::from_utf8_lossy(&out.stdout)))
}

/// The documents of one genre of GUM ("" for all) in the part for training.
///
/// # Errors
/// What cannot be unpacked or read.
pub fn gum_train(gold: &Gold, genre: &str) -> Result<Vec<Sentence>, String> {
    gum(gold, "train", genre)
}

/// The same in the part for development.
///
/// # Errors
/// What cannot be unpacked or read.
pub fn gum_dev(gold: &Gold, genre: &str) -> Result<Vec<Sentence>, String> {
    gum(gold, "dev", genre)
}

fn gum(gold: &Gold, part: &str, genre: &str) -> Result<Vec<Sentence>, String> {
    Ok(gum_texts(gold, part, genre)?.iter().flat_map(|text| read(text)).collect())
}

/// The files of one part and genre of GUM as they stand.
///
/// # Errors
/// What cannot be unpacked or read.
pub fn gum_texts(gold: &Gold, part: &str, genre: &str) -> Result<Vec<String>, String> {
    let archive = "gum/gum-dep-conllu-permissive-genres.tar.zst";
    let folder = gold.unpacked(archive).map_err(|why| format!("{archive}: {why}"))?.join("dep");
    let splits = gold.path("data/gum/splits.md");
    let splits = std::fs::read_to_string(&splits).map_err(|why| format!("{}: {why}", splits.display()))?;
    let heading = format!("## {part}");
    let listed = splits.lines().skip_while(|line| *line != heading).skip(1);
    let listed =
        listed.take_while(|line| !line.starts_with("## ")).filter_map(|line| line.trim().strip_prefix("* "));
    let wanted = listed.filter(|name| name.starts_with(&format!("GUM_{genre}")));
    let paths = wanted.map(|name| folder.join(format!("{name}.conllu")));
    Ok(paths.filter_map(|path| std::fs::read_to_string(path).ok()).collect())
}

/// Reads a treebank. Words without a Penn tag of the known set are taken as `XX`.
pub fn read(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    let mut contraction = Contraction::default();
    for line in text.lines() {
        if let Some(id) = line.strip_prefix("# sent_id = ") {
            sentence.id = id.to_owned();
        } else if line.starts_with("# newpar") || line.starts_with("# newdoc") {
            sentence.begins_paragraph = true;
        } else if line.is_empty() {
            sentences.push(std::mem::take(&mut sentence));
            contraction = Contraction::default();
        } else if !line.starts_with('#') {
            let columns: Vec<&str> = line.split('\t').collect();
            match columns[0].parse::<usize>() {
                Ok(number) => sentence.words.extend(word(&columns, number, &contraction)),
                Err(_) => contraction = Contraction::read(&columns).unwrap_or(contraction),
            }
        }
    }
    sentences.push(sentence);
    sentences.retain(|sentence| !sentence.words.is_empty());
    sentences
}

fn word(columns: &[&str], number: usize, contraction: &Contraction) -> Option<Word> {
    let tag = Tag::ALL.iter().copied().find(|tag| tag.name() == columns[4]).unwrap_or(Tag::XX);
    let space_after = match number.cmp(&contraction.last) {
        Ordering::Less => false,
        Ordering::Equal => contraction.space_after,
        Ordering::Greater => spaced(columns),
    };
    Some(Word { form: columns.get(1)?.to_string(), tag, space_after })
}

fn spaced(columns: &[&str]) -> bool {
    !columns.last().is_some_and(|misc| misc.contains("SpaceAfter=No"))
}

/// The words that stand for the contraction that was read last.
#[derive(Default)]
struct Contraction {
    last: usize,
    space_after: bool,
}

impl Contraction {
    /// Reads a line with a range such as "3-4".
    fn read(columns: &[&str]) -> Option<Self> {
        let last = columns[0].split_once('-')?.1.parse().ok()?;
        Some(Contraction { last, space_after: spaced(columns) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contractions_stand_as_their_words() {
        let line = |id: &str, form: &str, tag: &str, misc: &str| {
            format!("{id}\t{form}\t_\t_\t{tag}\t_\t_\t_\t_\t{misc}\n")
        };
        let text = format!(
            "# sent_id = a\n{}{}{}{}\n",
            line("1-2", "can't", "_", "SpaceAfter=No"),
            line("1", "ca", "MD", "_"),
            line("2", "n't", "RB", "SpaceAfter=No"),
            line("3", "?", ".", "_")
        );
        let sentences = read(&text);
        assert_eq!(sentences[0].forms(), ["ca", "n't", "?"]);
        assert_eq!(sentences[0].words[2].tag, Tag::Stop);
        assert_eq!([false, false, true], [0, 1, 2].map(|idx| sentences[0].words[idx].space_after));
    }
}
