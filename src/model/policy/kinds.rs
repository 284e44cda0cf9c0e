//! Every kind of intervention: those built in, and those that a program adds.

use super::aftercare;
use super::app;
use super::cct;
use super::cct_school;
use super::cdd;
use super::composition::Composition;
use super::information;
use super::kind::Kind;
use super::mechanism::{Grain, Mechanism, Place, Unit};
use super::school_programme;
use crate::register::{Entry, Parameters, Prior};
use crate::scenario::{Act, Extent, Intervention, Objection, Policy};
use crate::world::Reach;
use std::fmt;
use std::sync::{PoisonError, RwLock};

/// The kinds that are built in, in the order in which they are listed everywhere.
pub const KINDS: [&Kind; 7] = [
    &information::KIND,
    &app::KIND,
    &cdd::KIND,
    &cct::KIND,
    &aftercare::KIND,
    &cct_school::KIND,
    &school_programme::KIND,
];

/// Name under which money spent on surveys is reported; other money goes under its intervention's kind.
pub const SURVEY: &str = "survey";

/// Kinds that this program has added. A mechanism is code, and code is the same all over a program; so is this list. It only
/// ever grows, so that what a file was read with stays what it is run with.
static ADDED: RwLock<Vec<&'static Kind>> = RwLock::new(Vec::new());

/// Adds a kind of intervention to those that files may name, for as long as the program runs. Call it before files are read.
///
/// # Errors
/// A name that is none or is taken, no version, or a parameter that is not within its bounds or in a group of the kind's own.
pub fn add(kind: &'static Kind) -> Result<(), Refused> {
    let mut added = ADDED.write().unwrap_or_else(PoisonError::into_inner);
    let refuse = |why: String| Err(Refused(format!("the intervention `{}` {why}", kind.name)));
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !is_name(kind.name) {
        return refuse("has no name of letters, digits and hyphens".into());
    }
    if kind.version.is_empty() {
        return refuse(
            "has no version, without which stored results of an older one would be taken for its own".into(),
        );
    }
    if kind.name == SURVEY {
        return refuse("has the name under which the cost of surveys is told".into());
    }
    let mut known = KINDS.into_iter().chain(added.iter().copied());
    if let Some(other) = known.find(|known| known.name == kind.name || known.group == kind.group) {
        return refuse(format!("has the name or the parameter group of `{}`", other.name));
    }
    let of_register = Parameters::names().iter().any(|name| name.split('.').next() == Some(kind.group));
    for parameter in kind.parameters {
        if of_register
            || parameter.name.split_once('.').is_none_or(|(group, rest)| group != kind.group || rest.is_empty())
        {
            return refuse(format!("brings a parameter `{}` that is not in a group of its own", parameter.name));
        }
        let bounds = parameter.low..=parameter.high;
        if !bounds.contains(&parameter.default) || !parameter.low.is_finite() || !parameter.high.is_finite() {
            return refuse(format!("brings a parameter `{}` whose default is out of its bounds", parameter.name));
        }
        if parameter.prior == Prior::Loguniform && parameter.low <= 0.0 {
            return refuse(format!("brings a parameter `{}` under a loguniform prior from 0 or below", parameter.name));
        }
    }
    added.push(kind);
    Ok(())
}

/// Why a kind of intervention was not added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// Every kind there is: those built in first, then those added, in the order in which they were.
pub fn kinds() -> Vec<&'static Kind> {
    let added = ADDED.read().unwrap_or_else(PoisonError::into_inner);
    KINDS.into_iter().chain(added.iter().copied()).collect()
}

/// The kind of this name.
pub fn named(name: &str) -> Option<&'static Kind> {
    kinds().into_iter().find(|kind| kind.name == name)
}

/// The kinds of intervention that files may name.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary {
    kinds: fn() -> Vec<&'static Kind>,
}

/// Every kind there is.
pub const VOCABULARY: Vocabulary = Vocabulary { kinds };

impl Vocabulary {
    /// The kinds, in their order.
    pub fn kinds(&self) -> Vec<&'static Kind> {
        (self.kinds)()
    }

    /// The parameters that kinds bring along, as entries of a register.
    pub fn entries(&self) -> Vec<Entry> {
        self.kinds().iter().flat_map(|kind| kind.entries()).collect()
    }

    /// The kind whose parameters are in this group of the register.
    pub fn of_group(&self, group: &str) -> Option<&'static Kind> {
        self.kinds().into_iter().find(|kind| kind.group == group)
    }

    /// Checks an intervention that a file describes by its own rules; `matched`: it is matched to communities.
    ///
    /// # Errors
    /// The key that is wrong, and why.
    pub fn check(&self, one: &Intervention, matched: bool) -> Result<(), Objection> {
        check_one(one, matched)
    }

    /// Checks interventions of one policy beside each other.
    ///
    /// # Errors
    /// The row of the one that is wrong, the key, and why.
    pub fn check_together(&self, all: &[Intervention]) -> Result<(), (usize, Objection)> {
        check_together(all)
    }
}

/// The mechanism an intervention names.
pub(crate) fn mechanism(intervention: &Intervention) -> Option<Box<dyn Mechanism>> {
    match &intervention.custom {
        Some(custom) => Some(Box::new(Composition::custom(intervention, custom))),
        None => named(&intervention.kind).map(|kind| (kind.build)(intervention)),
    }
}

/// Unit of an intervention's coverage, and whether it is given to persons wherever they are from; `None` of an
/// unknown kind.
pub fn given_to(intervention: &Intervention) -> Option<(Grain, bool)> {
    mechanism(intervention).map(|one| (one.grain(), one.follows_persons()))
}

/// What sentences call an intervention: a singular noun phrase without an article.
pub fn label(intervention: &Intervention) -> &str {
    match &intervention.custom {
        Some(custom) => &custom.label,
        None => named(&intervention.kind).map_or(&intervention.kind, |kind| kind.label),
    }
}

/// In which way an intervention reaches girls, and what its money buys; `None` of an unknown kind.
pub fn reaches_by(intervention: &Intervention) -> Option<(Reach, Unit)> {
    mechanism(intervention).map(|one| (one.reach(), one.unit()))
}

/// The largest intensity at which the model can follow an intervention under its parameters; infinite where there is no limit.
pub fn most_intensity(intervention: &Intervention) -> f64 {
    mechanism(intervention).map_or(f64::INFINITY, |one| one.most_intensity())
}

/// Weeks from an intervention's start until it has any effect.
pub fn delay_weeks(intervention: &Intervention) -> f64 {
    let start = intervention.start_week;
    mechanism(intervention).map_or(0.0, |one| one.delay_weeks() + f64::from(one.begins(start) - start))
}

/// Checks an intervention by its mechanism's rules. One that is given to persons wherever they are cannot be matched to communities.
fn check_one(one: &Intervention, matched: bool) -> Result<(), Objection> {
    let Some(made) = mechanism(one) else {
        let why = format!("`{}` is no intervention that this program knows", one.kind);
        return Err(Objection { key: "kind", why });
    };
    made.possible()?;
    if matches!(one.extent, Extent::Girls(_)) && made.gives_to(&Place::default()).is_none() {
        let why = format!(
            "`{}` is given to whole communities, so it cannot be given to a number of girls: say its coverage or its budget",
            one.kind
        );
        return Err(Objection { key: "girls", why });
    }
    if matched && made.follows_persons() {
        let why =
            format!("`{}` is given to persons wherever they are, so it cannot be matched to communities", one.kind);
        return Err(Objection { key: "kind", why });
    }
    if matched && !made.can_be_forecast() {
        let why = format!(
            "what `{}` does to a surveyed girl cannot be forecast, so it cannot be matched to communities",
            one.kind
        );
        return Err(Objection { key: "kind", why });
    }
    Ok(())
}

/// Checks interventions of one policy beside each other: terms that a region has only once, and contacts that all campaigns make
/// together.
fn check_together(all: &[Intervention]) -> Result<(), (usize, Objection)> {
    let made: Vec<Option<Box<dyn Mechanism>>> = all.iter().map(mechanism).collect();
    let acts = |row: usize| made[row].as_ref().map_or(&[] as &[Act], |one| one.acts());
    let overlap =
        |a: &Intervention, b: &Intervention| a.start_week < b.end_week && b.start_week < a.end_week && a.kind != b.kind;
    for (row, later) in all.iter().enumerate() {
        let beside = (0..row).filter(|other| overlap(&all[*other], later));
        let mut contacts: f64 = acts(row).iter().map(Act::contacts_per_year).sum();
        for other in beside {
            let apart = later.within.is_apart(&all[other].within);
            let once = |act: &&Act| if apart { act.only_once_in_a_region() } else { act.only_once() };
            if let Some(act) =
                acts(row).iter().filter(once).find(|act| acts(other).iter().any(|b| b.name() == act.name()))
            {
                let (a, b, what) = (&all[other].kind, &later.kind, act.name());
                let why = format!(
                    "`{a}` and `{b}` both have the mechanism `{what}` at the same time, whose terms there can be only once"
                );
                return Err((row, Objection { key: "act", why }));
            }
            if apart {
                continue;
            }
            contacts += acts(other).iter().map(Act::contacts_per_year).sum::<f64>();
        }
        let most = later.parameters.knowledge.max_contacts;
        if acts(row).iter().any(|act| act.contacts_per_year() > 0.0) && contacts > most {
            let why = format!(
                "with `{}` the campaigns make {contacts} contacts per girl and year together, more than knowledge.max_contacts = {most}",
                later.kind
            );
            return Err((row, Objection { key: "act", why }));
        }
    }
    Ok(())
}

/// Checks a policy whose interventions no file describes, or whose parameters a draw has set.
///
/// # Errors
/// The first intervention that its own rules object to.
pub fn check(policy: &Policy) -> Result<(), Unfit> {
    for one in &policy.interventions {
        check_one(one, policy.matching.is_some())
            .map_err(|objection| Unfit { policy: policy.name.clone(), objection })?;
    }
    if policy.matching.is_none() {
        check_together(&policy.interventions)
            .map_err(|(_, objection)| Unfit { policy: policy.name.clone(), objection })?;
    }
    Ok(())
}

/// A policy with an intervention that cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// Name of the policy.
    pub policy: String,
    /// What is wrong with the intervention.
    pub objection: Objection,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in policy `{}` {}", self.policy, self.objection)
    }
}

impl std::error::Error for Unfit {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.objection)
    }
}
