//! What putting a kind of intervention where most are exposed is worth, in English.

use super::english::English;
use super::grammar::over_years;
use crate::kit::format::upper_first;
use crate::words::targeting::Targeted;
use amparo_decide::mean::Mean;
use amparo_tables::numbers::{persons_change, persons_like, soles};
use amparo_text::money;

impl Targeted for English {
    fn of_kind_at(&self, kind: &str, budget: f64) -> String {
        format!("{}, {}", upper_first(kind), soles(budget))
    }

    fn targeting_worth(&self, girls: Option<&Mean>) -> String {
        let Some(mean) = girls else { return "not comparable: they do not spend the same".into() };
        let Some(bar) = mean.bar else { return format!("{}, how sure is not known", persons_change(mean.mean)) };
        // Both in the unit of the larger.
        let like = |x: f64| persons_like(x, mean.mean.abs().max(bar));
        let told = if mean.sign().is_some() { "" } else { ", not told from none" };
        format!("{}\u{a0}±\u{a0}{}{told}", like(mean.mean), like(bar).trim_start_matches('+'))
    }

    fn targeting_caption(&self, horizon: usize) -> String {
        format!(
            "What targeting is worth: girls averted more where most are exposed per {unit} than everywhere alike {}, not \
             discounted, and the money of those years; ± is the 95 % interval of the mean. Comparable if both spend the same within a tenth.",
            over_years(horizon),
            unit = money::shown().name
        )
    }

    fn targeting_heading(&self, horizon: usize) -> String {
        format!("Targeting: girls averted more where most are exposed than everywhere alike, {}", over_years(horizon))
    }
}
