//! One world from Rust: five years without and with an information campaign.
//!
//! ```sh
//! cargo run -p amparo-model --example one_world
//! ```

use amparo_files::load_scenario;
use amparo_model::engine::SettledWorld;
use amparo_model::observe::Record;
use amparo_model::policy::VOCABULARY;
use amparo_model::scenario::Intervention;
use std::path::{Path, PathBuf};

/// Runs it.
///
/// # Errors
/// What is wrong with the files.
pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = scenarios().join("toy/baseline.toml");
    let scenario = load_scenario(&file, &VOCABULARY, &[])?;
    let mut world = SettledWorld::new(&scenario, 1)?;
    let newly = |record: &Record| record.weeks.iter().map(|week| week.newly_exploited).sum::<f64>();
    let without = newly(world.run(&[], 5));
    let with = newly(world.run(&[Intervention::covering("information", 0.8, &scenario)], 5));
    println!("newly exploited in five years: {without:.0} without a campaign, {with:.0} with one");
    Ok(())
}

/// Where the scenarios are, seen from the crate or from the repository.
fn scenarios() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    [own.join("scenarios"), own.join("../../scenarios")].into_iter().find(|path| path.exists()).unwrap_or_default()
}
