//! An intervention of one's own, composed of mechanisms and costs.

use super::declared::CUSTOM;
use super::document::{Entry, Table};
use super::keys::Keys;
use super::mechanisms::{COST, MECHANISMS};
use super::reading::Reading;
use amparo_model::scenario::{
    Act, Adoption, Contacts, Cost, Course, Custom, HouseholdTransfer, Per, SchoolTransfer, Schooling, Support,
    Training, Warning,
};
use amparo_text::{nearest_name, one_of};

/// Keys of an intervention that only one's own has.
pub(super) const OWN: [&str; 5] = ["name", "label", "unit_of_coverage", "act", "cost"];
/// Keys of an intervention that one's own does not have: its doses say what these would scale.
const NOT_OWN: [&str; 2] = ["intensity", "parameters"];

/// Reads an intervention of one's own: its name, and what it is composed of.
pub(super) fn read_custom(of: &Reading<'_>, taken: &[&str]) -> Option<(String, Custom)> {
    for entry in NOT_OWN.iter().filter_map(|key| of.entry(key)) {
        of.problems.push(
            entry
                .key_place
                .error(format!("`{}` has no meaning in an intervention of one's own", entry.key))
                .expected("doses and costs as they are to be, in its acts and costs"),
        );
    }
    let name = read_name(of, taken);
    let label = match of.entry("label") {
        Some(_) => of.text("label").map(str::to_owned),
        None => name.clone(),
    };
    let unit = of.needed_as("unit_of_coverage", "one of: girl, community").and_then(|_| of.word("unit_of_coverage"));
    let acts = read_acts(of);
    let costs = read_costs(of, acts.as_deref());
    let (name, label, unit, acts, costs) = (name?, label?, unit?, acts?, costs?);
    Some((name, Custom { label, to_communities: unit == "community", acts, costs }))
}

/// A name that no other intervention has.
fn read_name(of: &Reading<'_>, taken: &[&str]) -> Option<String> {
    let entry = of.needed_as("name", "a name of its own, such as \"hotline\"")?;
    let name = of.keep(entry.name())?;
    if taken.iter().any(|other| other.eq_ignore_ascii_case(name)) {
        let message = format!("an intervention of one's own cannot be named `{name}`");
        return of.wrong(entry.error(message).expected(format!("another name than {}", taken.join(", "))));
    }
    Some(name.to_owned())
}

fn tables<'a>(of: &Reading<'a>, key: &'static str) -> Option<(&'a Entry, Vec<&'a Table>)> {
    let entry = of.needed_as(key, &format!("at least one, [[intervention.{key}]]"))?;
    let tables = of.keep(entry.tables())?;
    match tables.is_empty() {
        true => of.wrong(entry.error(format!("`{key}` is empty")).expected(format!("at least one {key}"))),
        false => Some((entry, tables)),
    }
}

fn read_acts(of: &Reading<'_>) -> Option<Vec<Act>> {
    let (_, tables) = tables(of, "act")?;
    let mut acts: Vec<Act> = Vec::new();
    let mut whole = true;
    for table in tables {
        match read_act(of, table) {
            Some(act) if acts.iter().any(|other| other.name() == act.name()) => {
                let message = format!("the mechanism `{}` is given twice", act.name());
                of.problems.push(table.error(message).expected("each mechanism once"));
                whole = false;
            }
            Some(act) => acts.push(act),
            None => whole = false,
        }
    }
    whole.then_some(acts)
}

/// The declaration of the mechanism that a table names.
fn declared(of: &Reading<'_>, table: &Table) -> Option<&'static Keys> {
    let names = || one_of(MECHANISMS.iter().map(|keys| keys.name));
    let Some(entry) = table.get("mechanism") else {
        return of.wrong(table.error("missing key `mechanism`").expected(format!("`mechanism` = {}", names())));
    };
    let text = of.keep(entry.text())?;
    MECHANISMS.iter().find(|keys| keys.name == text).copied().or_else(|| {
        let nearest = nearest_name(text, MECHANISMS.iter().map(|keys| keys.name));
        of.wrong(entry.error(format!("unknown mechanism `{text}`")).expected(names()).nearest(nearest))
    })
}

fn read_act(of: &Reading<'_>, table: &Table) -> Option<Act> {
    let keys = declared(of, table)?;
    let act = Reading::new(table, keys, of.problems);
    let number = |key: &str| act.number(key);
    Some(match keys.name {
        "contacts" => {
            let (per_year, gain) = (number("per_year"), number("gain"));
            Act::Contacts(Contacts { per_year: per_year?, gain: gain?, scale: 1.0 })
        }
        "taboo" => Act::Taboo(read_course(&act)?),
        "violence" => Act::Violence(read_course(&act)?),
        "earnings" => Act::Earnings(read_course(&act)?),
        "adoption" => {
            let (innovation, imitation) = (number("innovation_per_week"), number("imitation_per_week"));
            let (market, drop, warning) = (number("market"), number("drop_per_year"), number("warning"));
            let (shift, report, ratio) = (number("shift"), number("report"), number("complaint_ratio"));
            Act::Adoption(Adoption {
                innovation_per_week: innovation?,
                imitation_per_week: imitation?,
                market: market?,
                drop_per_year: drop?,
                warning: warning?,
                shift: shift?,
                report: report?,
                complaint_ratio: ratio?,
                scale: 1.0,
            })
        }
        "warning" => {
            let (asks, shift, report) = (read_course(&act), number("shift"), number("report"));
            let phone = match act.entry("phone") {
                Some(_) => act.flag("phone"),
                None => Some(true),
            };
            Act::Warning(Warning { asks: asks?, shift: shift?, report: report?, phone: phone? })
        }
        "training" => {
            let (money, effort, spread) = (number("soles_per_month"), number("effort"), number("spread"));
            let (min_age, max_age, weeks) = (number("min_age"), number("max_age"), number("course_weeks"));
            let (dropout, error, cutoff) =
                (number("dropout_per_year"), number("targeting_error"), number("poor_cutoff"));
            let (offers, over) = (number("offers_per_year"), number("oversubscription"));
            let (min_age, max_age) = (min_age?, max_age?);
            if max_age < min_age {
                let place = act.entry("max_age").or_else(|| act.entry("min_age"));
                let message = format!("the oldest age, {max_age}, is below the youngest, {min_age}");
                let error = place.map_or_else(|| table.error(message.clone()), |entry| entry.error(message.clone()));
                return act.wrong(error.expected("min_age at most max_age"));
            }
            Act::Training(Training {
                soles_per_month: money?,
                effort: effort?,
                spread: spread?,
                min_age,
                max_age,
                course_weeks: weeks?,
                dropout_per_year: dropout?,
                targeting_error: error?,
                poor_cutoff: cutoff?,
                offers_per_year: offers?,
                oversubscription: over?,
                scale: 1.0,
            })
        }
        "school-transfer" => {
            let (money, error, take_up) = (number("soles_per_month"), number("targeting_error"), number("take_up"));
            Act::SchoolTransfer(SchoolTransfer {
                soles_per_month: money?,
                targeting_error: error?,
                take_up: take_up?,
                scale: 1.0,
            })
        }
        "schooling" => Act::Schooling(Schooling { fall: number("fall")?, scale: 1.0 }),
        "household-transfer" => {
            let (money, error, take_up) = (number("soles_per_month"), number("targeting_error"), number("take_up"));
            Act::HouseholdTransfer(HouseholdTransfer {
                soles_per_month: money?,
                targeting_error: error?,
                take_up: take_up?,
            })
        }
        "support" => {
            let (effect, speed) = (number("effect"), number("speed"));
            Act::Support(Support { effect: effect?, speed: speed?, scale: 1.0 })
        }
        _ => return None,
    })
}

/// How an effect runs through time. One that never does anything is refused.
fn read_course(of: &Reading<'_>) -> Option<Course> {
    let (dose, growth) = (of.number("dose"), of.number("growth_per_year"));
    let (delay, cap) = (of.number("delay_weeks"), of.number("cap"));
    let fading = match of.entry("fading_half_life_weeks") {
        Some(_) => of.number("fading_half_life_weeks"),
        None => Some(f64::INFINITY),
    };
    let (dose, growth_per_year) = (dose?, growth?);
    if of.entry("dose").is_none() && of.entry("growth_per_year").is_none() {
        return of.wrong(
            of.table.error("it is not said how much this mechanism does").expected("dose, growth_per_year, or both"),
        );
    }
    Some(Course { dose, growth_per_year, delay_weeks: delay?, cap: cap?, fading_half_life_weeks: fading?, scale: 1.0 })
}

/// Costs, what households get included; `acts`: what they may be counted by.
fn read_costs(of: &Reading<'_>, acts: Option<&[Act]>) -> Option<Vec<Cost>> {
    let (_, tables) = tables(of, "cost")?;
    let mut costs: Vec<Cost> = Vec::new();
    let mut whole = true;
    for table in tables {
        match read_cost(&Reading::new(table, &COST, of.problems), &costs, acts) {
            Some(cost) => costs.push(cost),
            None => whole = false,
        }
    }
    whole.then_some(())?;
    // What households get is paid in full.
    for act in acts? {
        let (per, month) = match act {
            Act::Training(one) => (Per::Place, one.soles_per_month),
            Act::SchoolTransfer(one) => (Per::Pupil, one.soles_per_month),
            Act::HouseholdTransfer(one) => (Per::Recipient, one.soles_per_month),
            _ => continue,
        };
        match costs.iter_mut().find(|cost| cost.per == per) {
            Some(cost) => cost.transfer = 12.0 * month,
            None => costs.push(Cost { transfer: 12.0 * month, ..Cost::new(per, 0.0) }),
        }
    }
    Some(costs)
}

fn read_cost(of: &Reading<'_>, so_far: &[Cost], acts: Option<&[Act]>) -> Option<Cost> {
    let (word, soles, overhead) = (of.word("per"), of.number("soles"), of.number("overhead"));
    let per = Per::ALL.into_iter().find(|per| Some(per.name()) == word)?;
    let entry = of.entry("per")?;
    if so_far.iter().any(|other| other.per == per) {
        return of.wrong(entry.error(format!("two costs are counted by `{}`", per.name())).expected("one, their sum"));
    }
    if let (Some(needs), Some(acts)) = (per.needs(), acts)
        && !acts.iter().any(|act| act.name() == needs)
    {
        let message = format!("a cost is counted by `{}`, but the intervention has no `{needs}`", per.name());
        return of
            .wrong(entry.error(message).expected(format!("an act with mechanism = \"{needs}\", or another cost")));
    }
    Some(Cost { overhead: overhead?, ..Cost::new(per, soles?) })
}

/// Refuses what only one's own may say, in another kind.
pub(super) fn refuse_own_keys(of: &Reading<'_>) {
    for entry in OWN.iter().filter_map(|key| of.entry(key)) {
        of.problems.push(
            entry
                .key_place
                .error(format!("`{}` is for interventions of one's own", entry.key))
                .expected(format!("kind = \"{CUSTOM}\" beside it, or no such key")),
        );
    }
}
