//! A study over draws for the terminal.

use super::findings::TRIPLE;
use super::tables::{adaptation, decision as decisions, effects};
use super::terminal::{Page, titled, warned};
use super::two_part;
use super::words;
use crate::kit::answered::{self, Names};
use crate::kit::format::{count, number};
use amparo_decide::answers::{Answers, Waterfall};
use amparo_decide::result::StudyResult;
use amparo_tables::Table;

/// Cases averted, cost per case and probability of being best at each budget; before and after adaptation at the largest.
pub fn text_over_draws(result: &StudyResult, answers: &Answers, columns: usize) -> String {
    let mut page = Page::new(columns);
    let names = Names::new(result, answers);
    page.says(&titled(result));
    page.says(&format!(
        "{}, seed {}; funded {}, followed {}",
        answered::draws_in_words(answers),
        result.seed,
        count(result.funded_years, "year"),
        count(result.following_years, "year"),
    ));
    warned(result).iter().for_each(|line| page.says(line));
    let b = &result.baseline;
    page.says("");
    page.says(&format!(
        "Baseline: {} victims, {} girls newly exploited a year, {} spells begun a year, {} brothels",
        number(b.victims, 0),
        number(b.newly_exploited_per_year, 0),
        number(b.spells_begun_per_year, 0),
        number(b.brothels, 0),
    ));
    let mut tables: Vec<(String, Table)> = Vec::new();
    for (heading, table) in decisions::of_study(result, answers).groups() {
        let what = format!("{heading}: spells averted {}, and their cost, discounted", names.horizon());
        tables.push((what, table));
    }
    let shown = |w: &&Waterfall| w.outcome == TRIPLE[0].0 && w.window == "funded" && names.at_largest(&w.policy);
    let waterfalls: Vec<&Waterfall> = answers.waterfalls.iter().filter(shown).collect();
    if let Some(draws) = waterfalls.iter().map(|w| w.draws).max() {
        let heading = format!(
            "Change in spells begun a year {}, largest budget, in the {} run both ways",
            names.funded(),
            count(draws, "draw")
        );
        tables.push((heading, adaptation::steps(&names, &waterfalls, true)));
    }
    let three = effects::three(&names, answers);
    if !three.is_empty() {
        tables.push((format!("Change {}, after adaptation, largest budget", names.funded()), three));
    }
    page.tables(&tables);
    page.says("");
    for sentence in words::finding(&names, answers) {
        page.says(&sentence);
    }
    if let Some(found) = &answers.two_part {
        page.says("");
        two_part::block(result, found, &mut page);
    }
    page.says("");
    if let Some(precision) = &result.precision {
        page.says(&format!("Precision: {precision}."));
        page.says("");
    }
    let intervals = answers.effects.iter().any(|e| answered::over_draws(&e.change).is_some())
        || answers.decisions.iter().flat_map(|d| &d.strategies).any(|s| answered::over_draws(&s.averted).is_some());
    let brackets = if intervals {
        "In brackets: 95 % over draws, that is, other values of what is assumed.  "
    } else {
        "No intervals over draws.  "
    };
    let notes = format!(
        "~ can't be told apart from no effect, or has no interval.  {brackets}noise: 95 % simulation noise, that is, other random numbers.  \
         Effects: after adaptation unless said, conditional on the assumed response of the trade.  Everyone simulated is synthetic; this is no \
         forecast and no evidence by itself."
    );
    page.says(&notes);
    page.text()
}
