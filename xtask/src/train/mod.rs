//! One file a model; the list is here. Each trainer reads gold, writes `models/en/NAME.model`, prints its figures.

use whosaid_eval::Gold;

type Trainer = fn(&Gold) -> Result<(), String>;

/// All trainers by the name of their model.
const ALL: &[(&str, Trainer)] = &[];

/// The names of all trainers, for messages.
pub fn names() -> String {
    ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

/// Trains one model.
pub fn run(model: &str) -> Result<(), String> {
    let (_, trainer) = ALL
        .iter()
        .find(|(name, _)| *name == model)
        .ok_or_else(|| format!("no model '{model}'; there are: {}", names()))?;
    let gold = Gold::find().ok_or("no gold beside the project (set WHOSAID_GOLD to its folder)")?;
    trainer(&gold)
}
