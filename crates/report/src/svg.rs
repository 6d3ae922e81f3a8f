//! Drawings, made here and not in the browser: when what happened, and who repeats whom.
//!
//! Both are in text-sized units, styled by the page's stylesheet, and each has a table that says the same.

use crate::html::marked::escape;
use std::fmt::Write;

/// One day, month or year of the timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// The time in two short lines, such as "14 Nov" and "2023".
    pub label: [String; 2],
    /// What happened then.
    pub events: Vec<Dot>,
    /// What was published then.
    pub articles: Vec<Dot>,
}

/// Something to click on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dot {
    /// A short text inside.
    pub label: String,
    /// What it is, in words.
    pub title: String,
    /// Where it leads, on this page.
    pub href: String,
    /// Whether it was still to come when told.
    pub future: bool,
}

const COLUMN: usize = 66;
const STEP: usize = 28;
const MOST: usize = 8;

/// Draws columns of happenings above an axis of times, and articles below it. Times are in order, not to scale.
pub fn timeline(columns: &[Column], describedby: &str) -> String {
    let stack = |n: usize| n.min(MOST) + usize::from(n > MOST);
    let above = columns.iter().map(|column| stack(column.events.len())).max().unwrap_or(0).max(1);
    let below = columns.iter().map(|column| stack(column.articles.len())).max().unwrap_or(0).max(1);
    let axis = above * STEP + 16;
    let height = axis + 44 + below * 22 + 8;
    let width = (columns.len() * COLUMN).max(COLUMN) + 8;
    let mut out = open(width, height, "Timeline", describedby);
    let _ = write!(out, "<line class=axis x1=4 x2={} y1={axis} y2={axis} />", width - 4);
    for (idx, column) in columns.iter().enumerate() {
        let x = idx * COLUMN + COLUMN / 2 + 4;
        let _ = write!(out, "<line class=axis x1={x} x2={x} y1={} y2={} />", axis - 4, axis + 4);
        text(&mut out, x, axis + 19, "tick", &column.label[0]);
        text(&mut out, x, axis + 34, "tick year", &column.label[1]);
        for (n, dot) in column.events.iter().take(MOST).enumerate() {
            event(&mut out, x, axis - 20 - n * STEP, dot);
        }
        // A full stack leaves room for this line: see `above` and `below`.
        more(&mut out, x, axis.saturating_sub(12 + MOST * STEP), column.events.len());
        for (n, dot) in column.articles.iter().take(MOST).enumerate() {
            sheet(&mut out, x, axis + 44 + n * 22, dot);
        }
        more(&mut out, x, axis + 58 + MOST * 22, column.articles.len());
    }
    out.push_str("</svg>");
    out
}

fn open(width: usize, height: usize, label: &str, describedby: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width={width} height={height} viewBox=\"0 0 {width} {height}\" \
         role=group aria-label=\"{label}\" aria-describedby={describedby}>"
    )
}

fn text(out: &mut String, x: usize, y: usize, class: &str, words: &str) {
    let _ = write!(out, "<text class=\"{class}\" x={x} y={y} text-anchor=middle>");
    escape(out, words);
    out.push_str("</text>");
}

fn more(out: &mut String, x: usize, y: usize, n: usize) {
    if n > MOST {
        text(out, x, y, "tick", &format!("+{}", n - MOST));
    }
}

fn link(out: &mut String, dot: &Dot, shape: &str) {
    let _ = write!(out, "<a href=\"{}\"><title>", dot.href);
    escape(out, &dot.title);
    let _ = write!(out, "</title>{shape}</a>");
}

fn event(out: &mut String, x: usize, y: usize, dot: &Dot) {
    let class = if dot.future { "dot future" } else { "dot" };
    let mut shape = format!("<circle class=\"{class}\" cx={x} cy={y} r=12 />");
    text(&mut shape, x, y + 4, class, &dot.label);
    link(out, dot, &shape);
}

fn sheet(out: &mut String, x: usize, y: usize, dot: &Dot) {
    let mut shape = format!("<rect class=sheet x={} y={y} width=58 height=18 rx=2 />", x - 29);
    text(&mut shape, x, y + 13, "sheet", &dot.label);
    link(out, dot, &shape);
}

/// An outlet in the drawing of who repeats whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Whether the collection holds an article of it.
    pub inside: bool,
}

/// Outlet `from` repeats outlet `to`; indexes into the nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Who repeats.
    pub from: usize,
    /// Who is repeated.
    pub to: usize,
    /// Whether text is copied; otherwise credit is given in words.
    pub copies: bool,
    /// How often.
    pub n: usize,
}

const ROW: usize = 34;
const NAMES: usize = 230;

/// Draws outlets one below the other, with an arc from each to the outlets it repeats.
pub fn flow(nodes: &[Node], edges: &[Edge], describedby: &str) -> String {
    let reach =
        |edge: &Edge| 26 + (edge.from.abs_diff(edge.to) * 20).min(260) + if edge.copies { 12 } else { 0 };
    let width = NAMES + edges.iter().map(reach).max().unwrap_or(0) + 40;
    let mut out = open(width, nodes.len() * ROW + 12, "Who repeats whom", describedby);
    for edge in edges {
        let class = if edge.copies { "arc copy" } else { "arc" };
        let (x, bulge) = (NAMES + 8, NAMES + 8 + reach(edge) * 4 / 3);
        let (from, to) = (middle(edge.from), middle(edge.to) + if edge.from > edge.to { 4 } else { 0 });
        let _ = write!(
            out,
            "<path class=\"{class}\" marker-end=\"url(#arrow)\" stroke-width={} d=\"M{x} {from}C{bulge} {from} \
             {bulge} {to} {x} {to}\"><title>",
            1 + edge.n.min(4)
        );
        let verb = if edge.copies { "shares text with" } else { "credits" };
        escape(&mut out, &format!("{} {verb} {}", name(nodes, edge.from), name(nodes, edge.to)));
        out.push_str("</title></path>");
    }
    for (idx, node) in nodes.iter().enumerate() {
        let class = if node.inside { "outlet" } else { "outlet outside" };
        let _ = write!(out, "<circle class=\"{class}\" cx={} cy={} r=4 />", NAMES, middle(idx));
        let _ =
            write!(out, "<text class=\"{class}\" x={} y={} text-anchor=end>", NAMES - 12, middle(idx) + 5);
        escape(&mut out, &crate::words::clip(&node.name, 28));
        out.push_str("</text>");
    }
    out.push_str("</svg>");
    out
}

fn middle(row: usize) -> usize {
    row * ROW + ROW / 2 + 6
}

fn name(nodes: &[Node], idx: usize) -> &str {
    nodes.get(idx).map_or("", |node| &node.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacks_of_any_height_are_drawn() {
        let dot = |n: usize| Dot {
            label: n.to_string(),
            title: "<&>".to_owned(),
            href: "#x".to_owned(),
            future: n.is_multiple_of(2),
        };
        for (n_events, n_articles) in [(0, 0), (0, 1), (1, 0), (3, 40), (MOST, MOST), (40, 3)] {
            let column = Column {
                label: ["1 Mar".to_owned(), "2031".to_owned()],
                events: (0..n_events).map(dot).collect(),
                articles: (0..n_articles).map(dot).collect(),
            };
            let svg = timeline(&[column.clone(), Column::default(), column], "x");
            assert!(svg.ends_with("</svg>") && !svg.contains("<&>"));
            assert_eq!(svg.matches("+32").count(), if n_events.max(n_articles) == 40 { 2 } else { 0 });
        }
    }
}
