//! Floors: figures below which a change is refused.

use crate::tasks;
use std::path::Path;
use whosaid_eval::Gold;

/// Runs every task that has floors and compares. A floor on a figure that no task gives is an error too.
pub fn check(gold: &Gold) -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gold/floors.toml");
    let text = std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    let floors: toml::Table = text.parse().map_err(|why| format!("{}: {why}", path.display()))?;
    let mut failed = 0;
    for (task, wanted) in &floors {
        let figures = tasks::run(gold, task)?;
        let wanted = wanted.as_table().ok_or_else(|| format!("floors.toml: [{task}] is not a table"))?;
        for (name, floor) in wanted {
            let floor =
                floor.as_float().ok_or_else(|| format!("floors.toml: {task}.{name} is not a number"))?;
            let value = figures.0.get(name);
            let holds = value.is_some_and(|value| *value >= floor);
            failed += usize::from(!holds);
            let shown = value.map_or("missing".to_owned(), |value| format!("{value:.4}"));
            println!("{} {task} {name}: {shown} (floor {floor})", if holds { "ok  " } else { "FAIL" });
        }
    }
    if failed == 0 { Ok(()) } else { Err(format!("{failed} figures are under their floor")) }
}
