//! A kind of intervention: everything about it that is not its mechanism.

use super::mechanism::Mechanism;
use crate::register::{Entry, Grade, Prior};
use crate::scenario::Intervention;

/// A kind of intervention, as its own file declares it: what it is called, how its mechanism is made, and what the rest of
/// the program has to know of it.
///
/// ```
/// use amparo_model::policy::Kind;
/// # use amparo_model::policy::{Grain, Mechanism, Place, Timing};
/// # use amparo_model::world::Levers;
/// # struct Visits;
/// # impl Mechanism for Visits {
/// #     fn grain(&self) -> Grain { Grain::Girl }
/// #     fn cost(&self, place: &Place) -> f64 { 80.0 * place.girls }
/// #     fn write(&self, t: &Timing, coverage: f64, levers: &mut Levers) { levers.violence_fall += 0.1 * coverage * t.strength }
/// # }
/// static VISITS: Kind = Kind {
///     label: "home visit",
///     version: "1",
///     ..Kind::new("home-visits", "visits", "visits to households lower violence while they last", |_| Box::new(Visits))
/// };
/// assert!(VISITS.parameters.is_empty());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its name in files: letters, digits and hyphens.
    pub name: &'static str,
    /// Group of its parameters, `group.name`: of the register, or of [`Kind::parameters`].
    pub group: &'static str,
    /// Its effect, in one line.
    pub does: &'static str,
    /// Makes its mechanism from data.
    pub build: fn(&Intervention) -> Box<dyn Mechanism>,
    /// Its name in sentences: a singular noun phrase without an article, such as `information campaign`.
    pub label: &'static str,
    /// Its name in narrow columns; `None`: its name.
    pub letter: Option<char>,
    /// Other words by which people know it, lower case: a file that uses one is told the name.
    pub also_called: &'static [&'static str],
    /// Version of its mechanism. Stored results of another version are never used again. Empty for the kinds that are built
    /// in, which the model's own hash covers; never empty for others.
    pub version: &'static str,
    /// Its own parameters, where no register file holds them. They are set like any other: in the intervention's `parameters`, in a
    /// scenario's, with `--set`, or by draws.
    pub parameters: &'static [OwnParameter],
    /// Parameters of its group that describe girls, whoever runs a programme: no intervention may set them.
    pub of_girls: &'static [&'static str],
    /// Parameters of its group that say which ages it is for: an intervention that says `whom` they are sets them no more.
    pub ages: &'static [&'static str],
    /// Whether rules choose from it where a scenario has no interventions of its own (`amparo diagnose`).
    pub in_menu: bool,
    /// Drivers it is the obvious answer to, where a map from dominant drivers is needed and none is given.
    pub answers: &'static [&'static str],
    /// Whether a search over rules tries other intensities of it (where intensity scales effect and cost unlike).
    pub intensity_searched: bool,
    /// Studies that can tell more about it.
    pub learnt: Learnt,
}

/// Studies that can tell more about an intervention, by names of parameters.
#[derive(Clone, Copy, Debug)]
pub struct Learnt {
    /// Studies that one could commission: what each would teach, in words, and the parameters it would teach together.
    pub studies: &'static [(&'static str, &'static [&'static str])],
    /// Parameters outside its own group that its effect rests on.
    pub bearing: &'static [&'static str],
    /// Costs it pays: dearer never makes it preferred to what does not pay them.
    pub costs: &'static [&'static str],
    /// How strongly it acts: stronger never makes it worse than nothing.
    pub strengths: &'static [&'static str],
    /// The assumption its effect depends on most, as one would tell a minister, and the parameters behind it; empty words: none.
    pub rests_on: (&'static str, &'static [&'static str]),
}

impl Learnt {
    /// Nothing.
    pub const NOTHING: Learnt = Learnt { studies: &[], bearing: &[], costs: &[], strengths: &[], rests_on: ("", &[]) };
}

/// A parameter that a kind of intervention brings along, with all that a row of the register says.
#[derive(Clone, Copy, Debug)]
pub struct OwnParameter {
    /// `group.name`, the group being [`Kind::group`].
    pub name: &'static str,
    /// Its meaning, and what changes when it changes.
    pub meaning: &'static str,
    /// Unit, as text.
    pub unit: &'static str,
    /// Value unless a file, `--set`, or a draw says otherwise.
    pub default: f64,
    /// Smallest value accepted.
    pub low: f64,
    /// Largest value accepted.
    pub high: f64,
    /// How draws sample it between its bounds; [`Prior::Fixed`]: never.
    pub prior: Prior,
    /// What sentences call it where studies draw it, with the unit they show in brackets behind it; may be empty.
    pub phrase: &'static str,
    /// How well the default is supported.
    pub grade: Grade,
    /// Where it comes from; empty when there is no source.
    pub source: &'static str,
}

impl Kind {
    /// A kind with what every kind has, and nothing else said of it.
    pub const fn new(
        name: &'static str,
        group: &'static str,
        does: &'static str,
        build: fn(&Intervention) -> Box<dyn Mechanism>,
    ) -> Kind {
        Kind {
            name,
            group,
            does,
            build,
            label: name,
            letter: None,
            also_called: &[],
            version: "",
            parameters: &[],
            of_girls: &[],
            ages: &[],
            in_menu: false,
            answers: &[],
            intensity_searched: false,
            learnt: Learnt::NOTHING,
        }
    }

    /// Its own parameters as entries of a register; none where every register holds them.
    pub fn entries(&self) -> Vec<Entry> {
        let entry = |p: &OwnParameter| Entry {
            name: p.name.into(),
            symbol: String::new(),
            default: p.default,
            low: p.low,
            high: p.high,
            prior: p.prior,
            unit: p.unit.into(),
            grade: p.grade,
            source: p.source.into(),
            meaning: p.meaning.into(),
            phrase: p.phrase.into(),
            note: String::new(),
        };
        self.parameters.iter().map(entry).collect()
    }

    /// The value of one of its own parameters in an intervention: what the intervention says, else the draw or the scenario, else the
    /// default; 0 where there is no such parameter.
    pub fn value(&self, one: &Intervention, name: &str) -> f64 {
        let default = || self.parameters.iter().find(|p| p.name == name).map_or(0.0, |p| p.default);
        one.parameters.own.get(name).copied().unwrap_or_else(default)
    }

    /// Its label behind the indefinite article: `an information campaign`.
    pub fn with_article(&self) -> String {
        let article = if self.label.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {}", self.label)
    }
}
