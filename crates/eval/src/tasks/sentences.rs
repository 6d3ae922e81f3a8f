//! Borders of sentences and tokens in whole paragraphs, compared with treebanks.

use whosaid_eval::gold::conllu::{self, Sentence};
use whosaid_eval::gold::plain_article;
use whosaid_eval::{Figures, Gold, Prf};
use whosaid_language::{Annotated, Lexicon, annotate};
use whosaid_text::SourceText;

/// UD English EWT dev (web) and GUM (news, the parts for training and development).
pub fn run(gold: &Gold) -> Result<Figures, String> {
    let lexicon = Lexicon::english();
    let mut figures = Figures::default();
    let ewt = conllu::read_packed(gold, "ud-english-ewt/en_ewt-ud-dev.conllu.gz")?;
    let mut news = conllu::gum_train(gold, "news")?;
    news.extend(conllu::gum_dev(gold, "news")?);
    for (name, sentences) in [("ewt-dev", ewt), ("gum-news", news)] {
        let (mut borders, mut tokens) = (Prf::default(), Prf::default());
        for paragraph in sentences.chunk_by(|_, next| !next.begins_paragraph) {
            compare(&lexicon, paragraph, &mut borders, &mut tokens);
        }
        figures.set_prf(&format!("{name}/sentences"), borders);
        figures.set_prf(&format!("{name}/tokens"), tokens);
    }
    Ok(figures)
}

/// Counts sentences and tokens that begin and end where gold has them.
fn compare(lexicon: &Lexicon, paragraph: &[Sentence], borders: &mut Prf, tokens: &mut Prf) {
    let (mut text, mut gold_sentences, mut gold_tokens) = (String::new(), Vec::new(), Vec::new());
    for sentence in paragraph {
        let start = text.len();
        for word in &sentence.words {
            let from = text.len();
            text.push_str(&word.form);
            gold_tokens.push((from, text.len()));
            text.push_str(if word.space_after { " " } else { "" });
        }
        gold_sentences.push((start, text.trim_end().len()));
    }
    let Ok(source) = SourceText::new(text.as_str()) else { return };
    let annotated = annotate(lexicon, plain_article(&source));
    let spans = sentence_spans(&annotated);
    let right = gold_sentences.iter().filter(|span| spans.contains(span)).count();
    borders.add(right, spans.len(), gold_sentences.len());
    let spans: Vec<(usize, usize)> =
        annotated.tokens.iter().map(|token| (token.span.range().start, token.span.range().end)).collect();
    let right = gold_tokens.iter().filter(|span| spans.binary_search(span).is_ok()).count();
    tokens.add(right, spans.len(), gold_tokens.len());
}

fn sentence_spans(annotated: &Annotated) -> Vec<(usize, usize)> {
    let span = |sentence: &whosaid_language::Sentence| annotated.span(sentence.tokens).range();
    annotated.sentences.iter().map(span).map(|range| (range.start, range.end)).collect()
}
