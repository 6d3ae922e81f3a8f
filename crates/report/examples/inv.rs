#![allow(clippy::print_stdout, missing_docs)]
#[path = "../tests/invented/mod.rs"]
mod invented;
use whosaid::claims::{ConflictKind, TimelineEntry};
use whosaid_report::html::{PageOptions, page};
fn main() {
    let mut run = invented::run();
    let d = &mut run.dossiers[0];
    let e = d.timeline[0].clone();
    for (i, w) in [
        "1985",
        "2030-11",
        "2031-02-27",
        "2031-02-28",
        "2031-03-01",
        "2031-03-01",
        "2031-03-01",
        "2031-03-01",
        "2031-03-01",
        "2031-03-01",
        "2031-03-01",
        "2031-03-01",
        "2031-03-01",
        "2031-03-01",
        "2031-03-02T08:00:00Z",
    ]
    .iter()
    .enumerate()
    {
        d.timeline.insert(
            i,
            TimelineEntry {
                when: w.to_string(),
                future: false,
                what: format!(
                    "Something {i} happened in the harbor that a reader must know about, and it goes on"
                ),
                ..e.clone()
            },
        );
    }
    let mut c = d.conflicts[0].clone();
    c.kind = ConflictKind::Number;
    c.about = "number of people hurt".into();
    d.conflicts.push(c);
    let mut cl = d.claims[0].clone();
    cl.id = whosaid::text::ClaimId(2);
    cl.status = whosaid::claims::Status::Corroborated;
    cl.origins.max = 2;
    cl.origins.why = vec![
        "Mercury credits the Herald".into(),
        "the log is a document of its own; nobody ties it to the insider".into(),
    ];
    d.claims.push(cl.clone());
    cl.id = whosaid::text::ClaimId(3);
    cl.status = whosaid::claims::Status::Contested;
    d.claims.push(cl.clone());
    cl.id = whosaid::text::ClaimId(4);
    cl.status = whosaid::claims::Status::Corrected;
    d.claims.push(cl.clone());
    cl.id = whosaid::text::ClaimId(5);
    cl.status = whosaid::claims::Status::SingleOrigin;
    d.claims.push(cl);
    std::fs::write("/tmp/page/inv.html", page(&run, &PageOptions::default())).unwrap();
}
