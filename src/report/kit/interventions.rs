//! What interventions are called: their own files say it, those added by a program too.

use amparo_model::policy;

/// The label of a kind of intervention; its name where no kind of this program has it.
pub fn label(kind: &str) -> &str {
    policy::named(kind).map_or(kind, |kind| kind.label)
}
