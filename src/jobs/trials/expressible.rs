//! Which published effects the model has something of its own to set beside, and how each is replayed.

use amparo_decide::trials::Missing;
use amparo_model::scenario::trials::{EffectKind, Means, Scale, Trial};

/// Contacts assumed where none were seen: one.
const CONTACTS: f64 = 1.0;
/// Weeks of follow-up assumed where none were seen: a year.
const WEEKS: f64 = 52.0;

/// What is read off the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readout {
    /// Girls drawn in from the message on, against those who would have been.
    Behaviour,
    /// Chance of accepting an offer at the end of the follow-up.
    Intention,
}

/// How one trial is replayed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Design {
    /// Contacts per person treated.
    pub contacts: f64,
    /// Whether that was seen.
    pub contacts_seen: bool,
    /// Weeks followed up, at least one.
    pub weeks: u32,
    /// Whether that was seen.
    pub weeks_seen: bool,
    /// What is read off.
    pub readout: Readout,
}

impl Design {
    /// Whether the same is done and read off, whatever of it was seen.
    pub fn is_like(&self, other: &Design) -> bool {
        (self.contacts, self.weeks, self.readout) == (other.contacts, other.weeks, other.readout)
    }
}

/// How a published effect is replayed.
///
/// # Errors
/// Why it can't be.
pub fn design(trial: &Trial) -> Result<Design, Missing> {
    let readout = match trial.kind {
        EffectKind::Cost | EffectKind::Reference | EffectKind::Context => return Err(Missing::NoEffect),
        _ if !trial.controlled => return Err(Missing::NoComparison),
        _ if trial.value.is_none() => return Err(Missing::NoResult),
        EffectKind::SexualRisk | EffectKind::Marriage | EffectKind::ChildLabour => return Err(Missing::NoOutcome),
        EffectKind::Schooling => return Err(Missing::PutIn),
        _ if trial.means != Means::Messages => return Err(Missing::NoMeans),
        EffectKind::Behaviour | EffectKind::Trafficking | EffectKind::Prospects => Readout::Behaviour,
        EffectKind::Intention => Readout::Intention,
        // Scores of knowledge are no log-odds.
        EffectKind::Belief | EffectKind::Knowledge => return Err(Missing::NoLevel),
    };
    if trial.kind == EffectKind::Prospects {
        return Err(Missing::NoOutcome);
    }
    if trial.scale != Scale::Relative {
        return Err(Missing::NoLevel);
    }
    Ok(replayed_as(trial, readout))
}

/// Contacts and weeks of a trial, with those assumed where none were seen.
pub fn replayed_as(trial: &Trial, readout: Readout) -> Design {
    let weeks = trial.follow_up_weeks.as_ref().map_or(WEEKS, |w| w.value);
    Design {
        contacts: trial.contacts.as_ref().map_or(CONTACTS, |c| c.value),
        contacts_seen: trial.contacts.is_some(),
        weeks: (weeks.round() as u32).max(1),
        weeks_seen: trial.follow_up_weeks.is_some(),
        readout,
    }
}
