//! `[[event]]`, `[[crackdown]]` and `school_terms` of a scenario: what happens at given dates, and in which weeks of the year.

use super::document::{Entry, Node, Value};
use super::reading::Reading;
use amparo_model::scenario::{Event, EventKind, Town};
use amparo_text::{Diagnostic, nearest_name, one_of};

/// Keys that only some kinds of events have.
const OF_KINDS: [(&str, &[&str]); 4] = [
    ("crackdown", &["town"]),
    ("gold", &["index"]),
    ("movement", &["approaches", "travel"]),
    ("reporting", &["factor"]),
];

/// Weeks of a year.
const WEEKS: i64 = 52;

/// Reads both lists; without the towns only what does not name one is looked at.
pub(super) fn read(of: &Reading<'_>, towns: Option<&[Town]>) -> Option<Vec<Event>> {
    let crackdowns = of.tables("crackdown")?.into_iter().map(|one| (one, true));
    let events = of.tables("event")?.into_iter().map(|one| (one, false));
    let all: Vec<(Reading<'_>, bool)> = crackdowns.chain(events).collect();
    let mut read: Vec<Event> = Vec::new();
    let mut whole = true;
    for (one, is_crackdown) in &all {
        match event(one, *is_crackdown, towns) {
            Some(event) => {
                if let Some(problem) = overlap(one, &event, &read, towns.unwrap_or_default()) {
                    of.problems.push(problem);
                }
                read.push(event);
            }
            None => whole = false,
        }
    }
    whole.then_some(read)
}

fn event(of: &Reading<'_>, is_crackdown: bool, towns: Option<&[Town]>) -> Option<Event> {
    let kind = if is_crackdown { Some("crackdown") } else { of.word("kind") };
    let weeks = weeks(of, kind.unwrap_or("event"), is_crackdown);
    let kind = kind?;
    let own = OF_KINDS.iter().find(|(name, _)| *name == kind).map_or(&[] as &[&str], |(_, own)| own);
    for (other, keys) in OF_KINDS {
        for entry in keys.iter().filter(|key| !own.contains(key)).filter_map(|key| of.entry(key)) {
            let problem = entry.key_place.error(format!("an event of kind `{kind}` has no `{}`", entry.key));
            of.problems.push(
                problem.expected(format!("it in one of kind `{other}` only; here {}", one_of(own.iter().copied()))),
            );
        }
    }
    let kind = match kind {
        "crackdown" => EventKind::Crackdown { town: town(of, towns)? },
        "gold" => EventKind::Gold { index: needed(of, "index")? },
        "reporting" => EventKind::Reporting { factor: needed(of, "factor")? },
        _ => movement(of)?,
    };
    let (start_week, end_week, ramp_weeks) = weeks?;
    Some(Event { start_week, end_week, ramp_weeks, kind })
}

fn weeks(of: &Reading<'_>, kind: &str, is_crackdown: bool) -> Option<(u32, u32, u32)> {
    let (start, end) = (of.week("start_week"), of.week("end_week"));
    let ramp = if is_crackdown { Some(0) } else { of.week("ramp_weeks") };
    let (start, end, ramp) = (start?, end?, ramp?);
    if end <= start {
        return of.wrong(
            of.entry("end_week")?
                .error(format!("the {kind} ends in week {end}, before or when it starts"))
                .expected(format!("an end_week above {start}")),
        );
    }
    if ramp > end - start {
        return of.wrong(
            of.entry("ramp_weeks")?
                .error(format!("a ramp of {ramp} weeks is longer than the {kind}"))
                .expected(format!("at most {} weeks", end - start)),
        );
    }
    Some((start, end, ramp))
}

/// A number that this kind of event must have.
fn needed(of: &Reading<'_>, key: &str) -> Option<f64> {
    of.needed_as(key, "a number")?;
    of.number(key)
}

fn town(of: &Reading<'_>, towns: Option<&[Town]>) -> Option<usize> {
    let entry = of.needed_as("town", "the name of a town")?;
    let name = of.text("town")?;
    let names = || towns.unwrap_or_default().iter().map(|town| town.name.as_str());
    // Without the towns, that is a problem of their table.
    towns?;
    names().position(|town| town == name).or_else(|| {
        of.wrong(
            entry
                .error(format!("unknown town `{name}`"))
                .expected(one_of(names()))
                .nearest(nearest_name(name, names())),
        )
    })
}

fn movement(of: &Reading<'_>) -> Option<EventKind> {
    let factor = |key: &str| if of.entry(key).is_some() { of.number(key) } else { Some(1.0) };
    if ["approaches", "travel"].iter().all(|key| of.entry(key).is_none()) {
        return of.wrong(
            of.table
                .error("nothing changes in how people move")
                .expected("`approaches`, `travel`, or both, as factors"),
        );
    }
    let (approaches, travel) = (factor("approaches"), factor("travel"));
    Some(EventKind::Movement { approaches: approaches?, travel: travel? })
}

/// Two events of one kind that happen to one town, or to all, at one time would contradict each other.
fn overlap(of: &Reading<'_>, event: &Event, earlier: &[Event], towns: &[Town]) -> Option<Diagnostic> {
    let same = |other: &&Event| other.kind.name() == event.kind.name() && other.kind.town() == event.kind.town();
    let at_once = |other: &&Event| other.start_week < event.end_week && event.start_week < other.end_week;
    let other = earlier.iter().filter(same).find(at_once)?;
    let place =
        event.kind.town().and_then(|town| towns.get(town)).map_or(String::new(), |town| format!(" on {}", town.name));
    let message = format!(
        "this {}{place} overlaps with another, in weeks {} to {}",
        event.kind.name(),
        other.start_week,
        other.end_week
    );
    let problem = match of.entry("start_week") {
        Some(entry) => entry.error(message),
        None => of.table.error(message),
    };
    Some(problem.expected("one after the other"))
}

/// Reads `school_terms`; empty where the scenario has none.
pub(super) fn terms(of: &Reading<'_>) -> Option<Vec<(u32, u32)>> {
    match of.entry("school_terms") {
        Some(entry) => of.keep(read_terms(entry)),
        None => Some(Vec::new()),
    }
}

fn read_terms(entry: &Entry) -> Result<Vec<(u32, u32)>, Diagnostic> {
    const EXPECTED: &str = "terms as first week and week after the last, such as [[10, 30], [32, 50]]";
    let mut terms: Vec<(u32, u32)> = Vec::new();
    for item in entry.items(EXPECTED)? {
        let weeks = match &item.value {
            Value::List(weeks) => weeks.as_slice(),
            _ => &[],
        };
        let [first, last] = weeks else {
            return Err(item.place.error("this is not a term").expected(EXPECTED));
        };
        let (start, end) = (week(first, WEEKS - 1)?, week(last, WEEKS)?);
        if end <= start {
            return Err(last
                .place
                .error(format!("the term ends with week {end}, before or when it starts"))
                .expected(format!("a week from {} to {WEEKS}", start + 1)));
        }
        if let Some((_, before)) = terms.last().filter(|(_, before)| start < *before) {
            return Err(first
                .place
                .error(format!("the term starts in week {start}, before the one before it ends"))
                .expected(format!("terms in ascending order, this one from week {before} on")));
        }
        terms.push((start, end));
    }
    if terms.is_empty() {
        return Err(entry
            .error("there is no term")
            .expected(format!("{EXPECTED}; without the key there is school all year")));
    }
    Ok(terms)
}

fn week(node: &Node, most: i64) -> Result<u32, Diagnostic> {
    let expected = format!("a week of the year, a whole number from 0 to {most}");
    match node.value {
        Value::Whole(week) if (0..=most).contains(&week) => Ok(u32::try_from(week).unwrap_or(0)),
        Value::Whole(week) => Err(node.place.error(format!("week {week} is beyond the year")).expected(expected)),
        _ => Err(node.place.error("this is not a week").expected(expected)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::declared::SCENARIO;
    use super::super::document::parse;
    use super::super::problems::Problems;
    use super::*;
    use amparo_text::SourceText;
    use std::path::Path;

    type Read = (Option<Vec<Event>>, Option<Vec<(u32, u32)>>);

    /// Events and terms of a scenario that says nothing else.
    fn of(text: &str) -> Read {
        let table = parse(&SourceText::new(Path::new("a.toml"), text)).expect("TOML");
        let problems = Problems::default();
        let reading = Reading::checked(&table, &SCENARIO, &problems);
        let towns = ["Upper Camp", "Lower Camp"];
        let towns = towns.map(|name| Town { name: name.into(), miners: 1.0, hours_beyond_gateway: Some(0.0) });
        let found = (read(&reading, Some(&towns)), terms(&reading));
        assert!(problems.unless_any(Some(())).is_ok(), "{text}");
        found
    }

    #[test]
    fn every_kind_of_event_is_read_with_what_it_has() {
        let weeks = "start_week = 4\nend_week = 30\n";
        for (text, kind) in [
            ("kind = \"crackdown\"\ntown = \"Lower Camp\"\n", EventKind::Crackdown { town: 1 }),
            ("kind = \"gold\"\nindex = 1.5\n", EventKind::Gold { index: 1.5 }),
            ("kind = \"movement\"\ntravel = 2\n", EventKind::Movement { approaches: 1.0, travel: 2.0 }),
            ("kind = \"movement\"\napproaches = 0\n", EventKind::Movement { approaches: 0.0, travel: 1.0 }),
            ("kind = \"reporting\"\nfactor = 0.5\n", EventKind::Reporting { factor: 0.5 }),
        ] {
            let (events, _) = of(&format!("[[event]]\n{text}{weeks}ramp_weeks = 26\n"));
            assert_eq!(events, Some(vec![Event { start_week: 4, end_week: 30, ramp_weeks: 26, kind }]), "{text}");
        }
    }

    #[test]
    fn terms_are_read_in_their_order_and_none_means_all_year() {
        assert_eq!(of("school_terms = [[10, 30], [30, 52]]").1, Some(vec![(10, 30), (30, 52)]));
        assert_eq!(of("").1, Some(Vec::new()));
    }
}
