//! Words, numbers and marks.

use crate::{Annotated, Paragraph, Token, TokenRange};
use whosaid_text::Span;

/// Fills `tokens` and `paragraphs`. Token borders follow the Penn treebank where attribution needs them:
/// possessives and contractions are split off, full stops stay on abbreviations.
pub(crate) fn tokenize(annotated: &mut Annotated) {
    let text = annotated.article.text.clone();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let first = annotated.tokens.len() as u32;
        tokenize_line(line, line_start, &mut annotated.tokens);
        let end = annotated.tokens.len() as u32;
        if end > first {
            let section = annotated.article.section_at(annotated.tokens[first as usize].span.start());
            annotated.paragraphs.push(Paragraph { tokens: TokenRange { start: first, end }, section });
        }
        line_start += line.len() as u32;
    }
}

fn tokenize_line(line: &str, offset: u32, tokens: &mut Vec<Token>) {
    let mut chars = line.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || c.is_control() {
            continue;
        }
        let mut end = start + c.len_utf8();
        if c.is_alphanumeric() {
            while let Some(&(at, next)) = chars.peek() {
                let inner = matches!(next, '-' | '.' | ',')
                    && line[at + next.len_utf8()..].chars().next().is_some_and(|after| {
                        if next == '-' { after.is_alphanumeric() } else { after.is_ascii_digit() }
                    });
                if !next.is_alphanumeric() && !inner {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        tokens.push(Token { span: Span::new(offset + start as u32, offset + end as u32) });
    }
}
