//! Share of words with the right Penn tag, words as the treebank has them.

use whosaid_eval::gold::conllu::{Sentence, gum_dev, read_packed};
use whosaid_eval::{Figures, Gold};
use whosaid_language::{Lexicon, Tagger};

/// UD English EWT dev (web), PUD (news, Wikipedia), GUM dev (news).
pub fn run(gold: &Gold) -> Result<Figures, String> {
    let lexicon = Lexicon::english();
    let tagger = lexicon.tagger();
    let mut figures = Figures::default();
    let ewt = read_packed(gold, "ud-english-ewt/en_ewt-ud-dev.conllu.gz")?;
    figures.set("ewt-dev/accuracy", accuracy(tagger, ewt.iter()));
    let pud = read_packed(gold, "ud-english-pud/en_pud-ud-test.conllu.gz")?;
    let is_news = |sentence: &&Sentence| sentence.id.starts_with('n');
    figures.set("pud-news/accuracy", accuracy(tagger, pud.iter().filter(is_news)));
    figures.set("gum-dev-news/accuracy", accuracy(tagger, gum_dev(gold, "news")?.iter()));
    Ok(figures)
}

fn accuracy<'a>(tagger: &Tagger, sentences: impl Iterator<Item = &'a Sentence>) -> f64 {
    let (mut n_right, mut n_words) = (0usize, 0usize);
    for sentence in sentences {
        let tags = tagger.tag_words(&sentence.forms());
        n_right += tags.iter().zip(&sentence.words).filter(|(tag, word)| **tag == word.tag).count();
        n_words += sentence.words.len();
    }
    n_right as f64 / n_words.max(1) as f64
}
