//! What learning is worth, in English.

use super::english::English;
use super::grammar::effective;
use crate::kit::format::upper_first;
use crate::said::learning::{Finding, Perfect};
use crate::words::learning::Learning;
use amparo_decide::answers::{Decision, LearningWorth, Worth};
use amparo_tables::numbers::{soles, soles_bare};
use amparo_text::money;

/// "S/ 3.2 million (standard error 0.4 million)", and whether chance brings as much.
fn worth(w: &Worth) -> String {
    let apart = if w.told_apart() { "" } else { "; not told from what chance brings" };
    format!("{} (standard error {}{apart})", soles(w.value), soles(w.se))
}

/// What perfect information would be worth at the reference.
pub fn perfect_in_words(perfect: &Perfect) -> String {
    match perfect {
        Perfect::Few(n) => format!("{} are too few to say how much that is", effective(n)),
        Perfect::Worth(w) => format!("{} (standard error {}) at the upright line", soles(w.value), soles(w.se)),
        Perfect::Unknown => "not known here".into(),
    }
}

impl Learning for English {
    fn learning_title(&self, finding: &Finding) -> String {
        match finding {
            Finding::Few(n) => {
                format!("{} are too few to say what learning more before deciding is worth", upper_first(&effective(n)))
            }
            Finding::Most { group, worth, close, zero } => {
                let zeros = match zero {
                    0 => String::new(),
                    1 => "; one group is not told from what chance brings".into(),
                    n => format!("; {n} groups are not told from what chance brings"),
                };
                let hedge = if *close { ", though the next is within its error" } else { "" };
                format!("Most worth learning: {}, at most {}{hedge}{zeros}", group.group, soles(worth.value))
            }
            Finding::Together(w) => format!(
                "No single group's worth is told from what chance brings; learning everything would be worth at most {}",
                soles(w.value)
            ),
            Finding::Nothing => {
                "In no draw another choice is better at this price: learning more would change nothing".into()
            }
        }
    }

    fn learning_subtitle(&self, horizon: usize, decision: &Decision) -> String {
        format!(
            "Expected value of learning a group of parameters before deciding, {} over {horizon} years; {} per year, a case averted being worth {}",
            money::sign(),
            soles(decision.budget_soles_per_year),
            soles(decision.reference_willingness)
        )
    }

    fn learning_axis(&self) -> String {
        format!("expected value, {}", money::sign())
    }

    fn learning_everything(&self, x: f64) -> String {
        format!("learning everything: {}", soles(x))
    }

    fn standard_error(&self, x: f64) -> String {
        format!("± {} standard error", soles_bare(x))
    }

    fn like_chance(&self) -> &'static str {
        "not told from chance"
    }

    fn learning_limits(&self) -> &'static str {
        "An upper limit for a study: it would have to settle the group entirely and cost less than this. Values of groups do not add up. \
         Whisker: 95 % from the standard error. Grey and hollow: can't be told apart from none, since chance gives as much in more than one of \
         ten permutations of the draws; that does not show that there is nothing to learn."
    }

    fn learning_about(&self) -> &'static str {
        "Simulation noise is in what perfect information would be worth, so that it is at most so much; the regression on parameters takes it out."
    }

    fn learning_alt(&self, title: &str, groups: &[(&LearningWorth, Worth)]) -> String {
        let words: Vec<String> = groups.iter().map(|(g, w)| format!("{}: {}", g.group, worth(w))).collect();
        format!("{title}. {}.", words.join("; "))
    }

    fn perfect_information(&self) -> &'static str {
        "Everything (perfect information)"
    }
}
