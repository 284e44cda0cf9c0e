//! What learning is worth, in English.

use super::english::English;
use super::grammar::effective;
use crate::kit::format::upper_first;
use crate::said::learning::{Finding, Perfect};
use crate::words::learning::Learning;
use amparo_decide::answers::{Decision, LearningWorth, Worth};
use amparo_tables::numbers::{soles, soles_bare};

/// "S/ 3.2 million (standard error 0.4 million)", or that it can't be told apart from 0.
fn worth(w: &Worth) -> String {
    if w.value > 0.0 {
        format!("{} (standard error {})", soles(w.value), soles(w.se))
    } else {
        format!(
            "nothing that can be told apart from 0 (estimate {}, standard error {})",
            soles(w.estimate),
            soles(w.se)
        )
    }
}

/// What perfect information would be worth at the reference: its estimate, and what the rule of zero makes of it.
pub fn perfect_in_words(perfect: &Perfect) -> String {
    match perfect {
        Perfect::Few(n) => format!("{} are too few to say how much that is", effective(n)),
        Perfect::Worth(w) => format!("{} (standard error {}) at the upright line", soles(w.estimate), soles(w.se)),
        Perfect::Zero(w) => format!(
            "{} (standard error {}) at the upright line, which can't be told apart from 0 and counts as 0",
            soles(w.estimate),
            soles(w.se)
        ),
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
                    1 => "; one group can't be told apart from 0".into(),
                    n => format!("; {n} groups can't be told apart from 0"),
                };
                let hedge = if *close { ", though the next is within its error" } else { "" };
                format!("Most worth learning: {}, at most {}{hedge}{zeros}", group.group, soles(worth.value))
            }
            Finding::Together(w) => format!(
                "No single group is worth learning that can be told apart from 0; learning everything would be worth {}",
                soles(w.value)
            ),
            Finding::Nothing => {
                "Learning more before deciding is worth nothing that can be told apart from 0 at this price".into()
            }
        }
    }

    fn learning_subtitle(&self, horizon: usize, decision: &Decision) -> String {
        format!(
            "Expected value of learning a group of parameters before deciding, S/ over {horizon} years; {} per year, a case averted being worth {}",
            soles(decision.budget_soles_per_year),
            soles(decision.reference_willingness)
        )
    }

    fn learning_axis(&self) -> &'static str {
        "expected value, S/"
    }

    fn learning_everything(&self, x: f64) -> String {
        format!("learning everything: {}", soles(x))
    }

    fn standard_error(&self, x: f64) -> String {
        format!("± {} standard error", soles_bare(x))
    }

    fn counts_as_zero(&self) -> &'static str {
        "can't be told apart from 0"
    }

    fn estimate_of_zero(&self, w: &Worth) -> String {
        format!("estimate {} ± {}: can't be told apart from 0", soles(w.estimate), soles_bare(w.se))
    }

    fn learning_limits(&self) -> &'static str {
        "An upper limit for a study: it would have to settle the group entirely and cost less than this. Values of groups do not add up. \
         Whisker: 95 % from the standard error of the estimate; 0 is shown where it covers 0. Hollow: can't be told apart from none. Groups worth 0 at this price may matter at \
         another."
    }

    fn learning_about(&self) -> &'static str {
        "The value is about uncertainty over draws; simulation noise is taken out first, since more replicates remove it and no study is needed."
    }

    fn learning_alt(&self, title: &str, groups: &[(&LearningWorth, Worth)]) -> String {
        let words: Vec<String> = groups.iter().map(|(g, w)| format!("{}: {}", g.group, worth(w))).collect();
        format!("{title}. {}.", words.join("; "))
    }

    fn perfect_information(&self) -> &'static str {
        "Everything (perfect information)"
    }
}
