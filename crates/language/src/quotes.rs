//! Quotation marks paired.
//!
//! Whether a mark opens or closes is told by the blanks and signs around it, then by its shape (curly marks), then by
//! what is open. A paragraph is the limit: a mark left without its partner is dropped, or runs to the end of the
//! paragraph where nothing speaks against it, and never reaches the next paragraph unless that one opens again.

use crate::tokens::{is_quote, is_word};
use crate::{Annotated, Paragraph, Quotation, TokenRange};

/// Fills `quotations`.
pub(crate) fn pair(annotated: &mut Annotated) {
    let mut quotations: Vec<Quotation> = Vec::new();
    let mut unclosed: Option<Unclosed> = None;
    for idx in 0..annotated.paragraphs.len() {
        let paragraph = annotated.paragraphs[idx];
        let marks = marks_of(annotated, paragraph);
        let pairs = if marks.is_empty() {
            Vec::new()
        } else {
            let opens_next =
                annotated.paragraphs.get(idx + 1).and_then(|next| opening_mark(annotated, *next));
            Stack::new(paragraph, unclosed).pair(&marks, opens_next)
        };
        unclosed = append(paragraph, &pairs, unclosed, &mut quotations);
    }
    annotated.quotations = quotations;
}

/// Marks that pair with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Guillemet,
    SingleGuillemet,
}

/// What a mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    /// Closes, or is an apostrophe (workers' rights) or inches.
    MayClose,
    Unsure,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    token_idx: u32,
    family: Family,
    /// As blanks and signs around it tell.
    side: Side,
    /// As its shape tells.
    shape: Side,
    /// For one that may close: whether a sure closing mark of its family follows before an opening one.
    closed_later: bool,
}

/// A quotation that runs to the end of its paragraph.
#[derive(Clone, Copy, Debug)]
struct Unclosed {
    quotation_idx: u32,
    family: Family,
}

/// A quotation on its way; `end` is `None` until it is closed.
#[derive(Clone, Copy, Debug)]
struct Pair {
    start: u32,
    end: Option<u32>,
    family: Family,
    dropped: bool,
    continues: bool,
}

/// Appends the quotations of one paragraph with their depth. Gives the one that is left unclosed.
fn append(
    paragraph: Paragraph,
    pairs: &[Pair],
    before: Option<Unclosed>,
    quotations: &mut Vec<Quotation>,
) -> Option<Unclosed> {
    let mut unclosed = None;
    let mut around: Vec<u32> = Vec::new();
    for pair in pairs.iter().filter(|pair| !pair.dropped) {
        let end = pair.end.unwrap_or(paragraph.tokens.end);
        while around.last().is_some_and(|&outer| outer <= pair.start) {
            around.pop();
        }
        let depth = around.len().min(usize::from(u8::MAX)) as u8;
        around.push(end);
        if pair.end.is_none() && unclosed.is_none() {
            unclosed = Some(Unclosed { quotation_idx: quotations.len() as u32, family: pair.family });
        }
        quotations.push(Quotation {
            tokens: TokenRange { start: pair.start, end },
            depth,
            closed: pair.end.is_some(),
            continues: before.filter(|_| pair.continues).map(|before| before.quotation_idx),
        });
    }
    unclosed
}

/// The quotations that are open while the marks of a paragraph are read.
struct Stack {
    paragraph: Paragraph,
    before: Option<Unclosed>,
    pairs: Vec<Pair>,
    /// Indexes of open pairs, innermost last.
    open: Vec<usize>,
    n_open: [usize; 4],
}

impl Stack {
    fn new(paragraph: Paragraph, before: Option<Unclosed>) -> Self {
        Stack { paragraph, before, pairs: Vec::new(), open: Vec::new(), n_open: [0; 4] }
    }

    fn pair(mut self, marks: &[Mark], opens_next: Option<Family>) -> Vec<Pair> {
        for &mark in marks {
            if self.opens(mark) {
                self.open(mark);
            } else if mark.side != Side::MayClose || !mark.closed_later {
                self.close(mark);
            }
        }
        self.finish(opens_next);
        self.pairs
    }

    fn opens(&self, mark: Mark) -> bool {
        let is_open = self.n_open[mark.family as usize] > 0;
        match (mark.shape, mark.side) {
            (Side::Opens, Side::Closes | Side::MayClose) => !is_open,
            (Side::Opens, _) => true,
            (Side::Closes, Side::Opens) => !is_open && mark.family != Family::Single,
            (Side::Closes, _) => false,
            (_, Side::Opens) => true,
            (_, Side::Closes | Side::MayClose) => false,
            (_, Side::Unsure) => !is_open,
        }
    }

    fn open(&mut self, mark: Mark) {
        let first = mark.token_idx == self.paragraph.tokens.start;
        let continues = first && self.before.is_some_and(|before| before.family == mark.family);
        self.open.push(self.pairs.len());
        self.n_open[mark.family as usize] += 1;
        let pair = Pair { start: mark.token_idx, end: None, family: mark.family, dropped: false, continues };
        self.pairs.push(pair);
    }

    /// Closes the innermost quotation of the mark's family; what is open inside it was no quotation.
    fn close(&mut self, mark: Mark) {
        if self.n_open[mark.family as usize] == 0 {
            return self.close_from_before(mark);
        }
        let inner = self.open.last().map(|&idx| self.pairs[idx].family);
        if mark.family == Family::Single && inner != Some(Family::Single) {
            return;
        }
        while let Some(idx) = self.open.pop() {
            let pair = &mut self.pairs[idx];
            self.n_open[pair.family as usize] -= 1;
            if pair.family == mark.family {
                pair.end = Some(mark.token_idx + 1);
                return;
            }
            pair.dropped = true;
        }
    }

    /// A closing mark of a quotation that the paragraph before left open and this one did not open again.
    fn close_from_before(&mut self, mark: Mark) {
        let before = self.before.filter(|before| before.family == mark.family && self.pairs.is_empty());
        if before.is_some() && mark.side != Side::MayClose {
            self.pairs.push(Pair {
                start: self.paragraph.tokens.start,
                end: Some(mark.token_idx + 1),
                family: mark.family,
                dropped: false,
                continues: true,
            });
        }
    }

    /// Keeps or drops what is still open at the end of the paragraph.
    fn finish(&mut self, opens_next: Option<Family>) {
        let last_kept = |pairs: &[Pair]| {
            let kept = |pair: &&Pair| !pair.dropped && pair.family != Family::Single && pair.end.is_some();
            pairs.iter().rev().find(kept).map(|pair| pair.start)
        };
        let mut last_start = last_kept(&self.pairs);
        while let Some(idx) = self.open.pop() {
            let pair = &mut self.pairs[idx];
            let first = pair.start == self.paragraph.tokens.start;
            let goes_on = first && opens_next == Some(pair.family);
            let alone = pair.family != Family::Single && last_start.is_none_or(|start| start < pair.start);
            pair.dropped = !goes_on && !alone;
            if !pair.dropped {
                last_start = last_start.max(Some(pair.start));
            }
        }
    }
}

/// The family of the mark that a paragraph begins with, if it is one that can open.
fn opening_mark(annotated: &Annotated, paragraph: Paragraph) -> Option<Family> {
    let (family, shape) = mark_of(annotated.word(paragraph.tokens.start as usize))?;
    (shape != Side::Closes).then_some(family)
}

/// The marks of a paragraph by position.
fn marks_of(annotated: &Annotated, paragraph: Paragraph) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut at = paragraph.tokens.start as usize;
    let end = paragraph.tokens.end as usize;
    while at < end {
        if mark_of(annotated.word(at)).is_none() {
            at += 1;
            continue;
        }
        let run_end = (at + 1..end)
            .find(|&idx| gap_before(annotated, idx) || mark_of(annotated.word(idx)).is_none())
            .unwrap_or(end);
        let side = Surroundings::of(annotated, paragraph, at, run_end).side();
        for idx in at..run_end {
            let Some((family, shape)) = mark_of(annotated.word(idx)) else { continue };
            let side = if side == Side::Closes { closing(annotated, paragraph, idx, family) } else { side };
            marks.push(Mark { token_idx: idx as u32, family, side, shape, closed_later: false });
        }
        at = run_end;
    }
    look_ahead(&mut marks);
    marks
}

/// Tells every mark whether a sure closing mark of its family follows before an opening one.
fn look_ahead(marks: &mut [Mark]) {
    let mut closes_next = [false; 4];
    for mark in marks.iter_mut().rev() {
        mark.closed_later = closes_next[mark.family as usize];
        match (mark.side, mark.shape) {
            (Side::MayClose, _) => {}
            (Side::Closes, _) | (Side::Unsure, Side::Closes) => closes_next[mark.family as usize] = true,
            _ => closes_next[mark.family as usize] = false,
        }
    }
}

/// The family and shape of a quotation mark.
fn mark_of(word: &str) -> Option<(Family, Side)> {
    if !word.starts_with(is_quote) {
        return None;
    }
    Some(match word {
        "\"" | "''" | "＂" => (Family::Double, Side::Unsure),
        "“" | "„" | "‟" | "``" => (Family::Double, Side::Opens),
        "”" => (Family::Double, Side::Closes),
        "'" => (Family::Single, Side::Unsure),
        "‘" | "‚" | "‛" | "`" => (Family::Single, Side::Opens),
        "’" => (Family::Single, Side::Closes),
        "«" => (Family::Guillemet, Side::Opens),
        "»" => (Family::Guillemet, Side::Closes),
        "‹" => (Family::SingleGuillemet, Side::Opens),
        "›" => (Family::SingleGuillemet, Side::Closes),
        _ => return None,
    })
}

fn gap_before(annotated: &Annotated, token_idx: usize) -> bool {
    let tokens = &annotated.tokens;
    token_idx == 0 || tokens[token_idx - 1].span.end() < tokens[token_idx].span.start()
}

/// What stands around a run of marks.
struct Surroundings {
    /// The sign before it, if no blank is between.
    before: Option<char>,
    /// The first signs after it, if no blank is between.
    after: Option<char>,
    /// Whether three dots follow at once.
    ellipsis_after: bool,
}

impl Surroundings {
    fn of(annotated: &Annotated, paragraph: Paragraph, start: usize, end: usize) -> Self {
        let glued_left = start > paragraph.tokens.start as usize && !gap_before(annotated, start);
        let glued_right = end < paragraph.tokens.end as usize && !gap_before(annotated, end);
        let before = if glued_left { annotated.word(start - 1).chars().next_back() } else { None };
        let after = if glued_right { annotated.word(end) } else { "" };
        let ellipsis_after = after == "…" || after.starts_with("..");
        Surroundings { before, after: after.chars().next(), ellipsis_after }
    }

    fn side(&self) -> Side {
        let begins = self.before.is_none_or(|c| "([{<—–-―/=*".contains(c));
        let ends = self.after.is_none_or(|c| ",.;:!?)]}>—–-―/%'’*".contains(c)) && !self.ellipsis_after;
        match (begins, ends) {
            (true, false) => Side::Opens,
            (false, true) => Side::Closes,
            (false, false) if self.ellipsis_after => Side::Closes,
            _ => Side::Unsure,
        }
    }
}

/// Whether a mark that looks like a closing one may be an apostrophe or inches.
fn closing(annotated: &Annotated, paragraph: Paragraph, idx: usize, family: Family) -> Side {
    if idx == paragraph.tokens.start as usize {
        return Side::Closes;
    }
    let before = annotated.word(idx - 1);
    let doubtful = match family {
        Family::Single => before.ends_with(['s', 'S', 'z', 'x']) || before.ends_with("in") || before == "o",
        Family::Double => before.ends_with(|c: char| c.is_ascii_digit()),
        _ => false,
    };
    let word_after = idx + 1 < paragraph.tokens.end as usize
        && gap_before(annotated, idx + 1)
        && annotated.word(idx + 1).starts_with(is_word);
    if doubtful && word_after { Side::MayClose } else { Side::Closes }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    /// Checks the quotations of a text: every one as its words, before them its depth where it lies in another,
    /// after them `~` where it is not closed, before them `+` where it goes on from the paragraph before.
    fn check(text: &str, expected: &[&str]) {
        let annotated = testing::read(text);
        let shown = annotated.quotations.iter().map(|quotation| {
            let depth = if quotation.depth > 0 { quotation.depth.to_string() } else { String::new() };
            let (on, open) = (
                if quotation.continues.is_some() { "+" } else { "" },
                if quotation.closed { "" } else { "~" },
            );
            format!("{depth}{on}{}{open}", annotated.words(quotation.tokens))
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "in {text:?}");
    }

    #[test]
    fn straight_and_curly() {
        check("\"Yes,\" she said. \"No.\"", &["\"Yes,\"", "\"No.\""]);
        check("“Yes,” she said. “No.”", &["“Yes,”", "“No.”"]);
        check("'Yes,' she said. 'No.'", &["'Yes,'", "'No.'"]);
        check("‘Yes,’ she said. ‘No.’", &["‘Yes,’", "‘No.’"]);
        check("``Yes,'' she said.", &["``Yes,''"]);
        check("He called it (\"a joke\") and \"sad\".", &["\"a joke\"", "\"sad\""]);
        check("a \"so-called\"-plan, the \"end\"; \"ha!\"—", &["\"so-called\"", "\"end\"", "\"ha!\""]);
        check("“Mixed marks,\" he said, \"are common.”", &["“Mixed marks,\"", "\"are common.”"]);
        check("\" Yes , \" she said . \" No . \"", &["\" Yes , \"", "\" No . \""]);
        check("well—\"no\"—he said", &["\"no\""]);
        check("\"...and then—\" he broke off. \"But...\"", &["\"...and then—\"", "\"But...\""]);
    }

    #[test]
    fn one_inside_the_other() {
        check("“He said, ‘Go,’ and left.”", &["“He said, ‘Go,’ and left.”", "1‘Go,’"]);
        check("\"He said, 'Go.'\"", &["\"He said, 'Go.'\"", "1'Go.'"]);
        check("“ ‘Go,’ he said. ”", &["“ ‘Go,’ he said. ”", "1‘Go,’"]);
        check("'He said \"no\" to me,' she wrote.", &["'He said \"no\" to me,'", "1\"no\""]);
        check("\"'Go' is 'Stop'\"", &["\"'Go' is 'Stop'\"", "1'Go'", "1'Stop'"]);
        check("“a ‘b “c” d’ e”", &["“a ‘b “c” d’ e”", "1‘b “c” d’", "2“c”"]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("The workers' rights and the boys' school", &[]);
        check("'Tis the '90s, 'tis not 'em", &[]);
        check("“The workers’ rights,” she said.", &["“The workers’ rights,”"]);
        check("'The workers' rights matter,' she said.", &["'The workers' rights matter,'"]);
        check("'The dogs' he said, pointing at 'cats'.", &["'The dogs'", "'cats'"]);
        check("‘The workers’ rights matter,’ she said.", &["‘The workers’ rights matter,’"]);
        check("He loves ’Merica and rockin’ out.", &[]);
        check("It's Anna's, isn't it? 'Yes.'", &["'Yes.'"]);
        check("'It's Anna's,' he said.", &["'It's Anna's,'"]);
        check("\"It's the boys' ball,\" he said.", &["\"It's the boys' ball,\""]);
        check("The Ladies' \"night\" and the men's 'day'", &["\"night\"", "'day'"]);
    }

    #[test]
    fn inches_are_no_marks() {
        check("He is 6'2\" tall.", &[]);
        check("\"He is 6'2\" tall,\" she said.", &["\"He is 6'2\" tall,\""]);
        check("\"It was 2010\" is what he said.", &["\"It was 2010\""]);
    }

    #[test]
    fn an_unpaired_mark_stays_harmless() {
        check("“We lost, he said. He left.\nShe said “no”.", &["“We lost, he said. He left.~", "“no”"]);
        check("\"We lost, he said. \"But we played.\" He left.", &["\"But we played.\""]);
        check("We lost,\" he said. \"But we played.\"", &["\"But we played.\""]);
        check("He said \"we lost and left.\n\"No,\" she said.", &["\"we lost and left.~", "+\"No,\""]);
        check("“He said ‘no and left,” she wrote. ‘Yes.’", &["“He said ‘no and left,”", "‘Yes.’"]);
        check("'Merica is big. 'Yes,' he said.", &["'Yes,'"]);
        check("\"", &["\"~"]);
        check("”\n’", &[]);
    }

    #[test]
    fn opened_again_in_every_paragraph() {
        check("“One.\n“Two.\n“Three,” he said.", &["“One.~", "+“Two.~", "+“Three,”"]);
        check("\"One.\n\n\"Two,\" he said.", &["\"One.~", "+\"Two,\""]);
        check("He said: \"One.\n\"Two.\"", &["\"One.~", "+\"Two.\""]);
        check("‘One.\n‘Two,’ he said.", &["‘One.~", "+‘Two,’"]);
        check("\"One \"x\" y.\n\"Two,\" he said.", &["\"One \"x\" y.~", "1\"x\"", "+\"Two,\""]);
        check("“One.\nTwo,” he said. “Three.”", &["“One.~", "+Two,”", "“Three.”"]);
        check("“One.”\n“Two.”", &["“One.”", "“Two.”"]);
    }

    #[test]
    fn marks_of_other_countries() {
        check("« Oui », dit-il. «Non.»", &["« Oui »", "«Non.»"]);
        check("»Ja«, sagte er. »Nein.«", &["»Ja«", "»Nein.«"]);
        check("„Ja“, sagte er. „Nein.”", &["„Ja“", "„Nein.”"]);
        check("‚Ja‘ und ‹oui›", &["‚Ja‘", "‹oui›"]);
        check("”Ja,” sa han.", &["”Ja,”"]);
    }
}
