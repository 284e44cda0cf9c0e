//! Hours of travel: `travel.csv` route by route, or the columns of hours to and beyond a gateway.
//!
//! There are three blocks of routes: from origins (communities where these are given, else departments) to towns, between towns,
//! and from origins to destinations. Each is stated as a whole or not at all; what is not stated of the first two follows from the
//! columns, and then has them.

use super::columns::TRAVEL;
use super::line::{Line, each, rows};
use super::problems::Problems;
use super::regions::{Listed, Rival};
use amparo_model::scenario::{CommunityRow, Department, Destination, Town, Travel};
use amparo_text::{Diagnostic, SourceText, nearest_name};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow::Continue;

/// Places of one kind that an error lists.
const LISTED: usize = 3;

/// The region's places, one for one with the rows of their tables.
pub(super) struct Places<'a> {
    pub departments: &'a Listed<Department>,
    pub towns: &'a Listed<Town>,
    pub communities: Option<&'a Listed<CommunityRow>>,
    pub destinations: Option<&'a Listed<Rival>>,
}

/// A stated route, and whether it stands for the place itself (and not for a whole department).
#[derive(Clone, Copy)]
struct Stated {
    hours: f64,
    own: bool,
}

/// Hours of one block of routes, row-major.
struct Block {
    hours: Vec<Option<Stated>>,
    width: usize,
}

impl Block {
    fn new(height: usize, width: usize) -> Block {
        Block { hours: vec![None; height * width], width }
    }

    /// Nothing stated.
    fn none(width: usize) -> Block {
        Block { hours: Vec::new(), width }
    }

    fn row(&self, row: usize) -> &[Option<Stated>] {
        self.hours.get(row * self.width..(row + 1) * self.width).unwrap_or(&[])
    }

    fn at(&self, row: usize, column: usize) -> Option<Stated> {
        self.hours.get(row * self.width + column).copied().flatten()
    }

    /// States a route; the hours that were stated of it before, where these are others.
    fn state(&mut self, row: usize, column: usize, new: Stated) -> Option<f64> {
        let at = &mut self.hours[row * self.width + column];
        match at {
            Some(old) if old.own == new.own => return Some(old.hours).filter(|hours| *hours != new.hours),
            // What is said of a community comes before what is said of its department.
            Some(old) if old.own => {}
            _ => *at = Some(new),
        }
        None
    }

    fn stated(&self) -> bool {
        self.hours.iter().any(Option::is_some)
    }

    /// All hours; one that is missing counts as 0, and has been told.
    fn whole(&self) -> Vec<Vec<f64>> {
        if self.width == 0 {
            return Vec::new();
        }
        let rows = self.hours.chunks(self.width);
        rows.map(|row| row.iter().map(|one| one.map_or(0.0, |one| one.hours)).collect()).collect()
    }
}

/// What a name means.
#[derive(Clone, Default)]
struct Meaning {
    /// Origins, and whether each is meant by itself.
    origins: Vec<(usize, bool)>,
    town: Option<usize>,
    destination: Option<usize>,
    department: bool,
    /// How communities of this name that are several have to be written.
    written: Vec<String>,
}

impl Meaning {
    /// Whether this is a department without origins, and the other a place that origins travel to.
    fn empties(&self, other: &Meaning) -> bool {
        self.department && self.origins.is_empty() && (other.town.is_some() || other.destination.is_some())
    }
}

/// Every place by its name.
struct Names(BTreeMap<String, Meaning>);

impl Names {
    fn of(places: &Places<'_>) -> Names {
        let mut all: BTreeMap<String, Meaning> = BTreeMap::new();
        let departments = &places.departments.items;
        for (i, department) in departments.iter().enumerate() {
            let meaning = all.entry(department.name.clone()).or_default();
            meaning.department = true;
            if places.communities.is_none() {
                meaning.origins.push((i, true));
            }
        }
        for (i, community) in places.communities.iter().flat_map(|all| all.items.iter().enumerate()) {
            let home = &departments[community.department].name;
            if let Some(meaning) = all.get_mut(home) {
                meaning.origins.push((i, false));
            }
            let written = format!("{home}/{}", community.name);
            all.entry(written.clone()).or_default().origins.push((i, true));
            // A community of a department's name is written with its department: the name alone means them all.
            let bare = all.entry(community.name.clone()).or_default();
            if !bare.department {
                bare.origins.push((i, true));
                bare.written.push(written);
            }
        }
        for (i, town) in places.towns.items.iter().enumerate() {
            all.entry(town.name.clone()).or_default().town = Some(i);
        }
        for (i, one) in places.destinations.iter().flat_map(|all| all.items.iter().enumerate()) {
            all.entry(one.name.clone()).or_default().destination = Some(i);
        }
        Names(all)
    }

    /// What the name in a column means, in so far as it means something.
    fn meaning(&self, line: &Line<'_>, column: &str) -> Option<&Meaning> {
        let name = line.name(column)?;
        let Some(meaning) = self.0.get(name) else {
            let problem = line.row.error(column, format!("unknown place `{name}`"));
            return line.wrong(
                problem
                    .expected("a department, a community, a town, or a destination")
                    .nearest(nearest_name(name, self.0.keys().map(String::as_str))),
            );
        };
        if meaning.written.len() > 1 {
            let problem =
                line.row.error(column, format!("`{name}` is the name of {} communities", meaning.written.len()));
            return line.wrong(problem.expected(format!("the department before it: {}", listed(&meaning.written))));
        }
        Some(meaning)
    }
}

/// The three blocks.
struct Routes {
    to_towns: Block,
    between_towns: Block,
    to_destinations: Block,
}

impl Routes {
    /// Nothing stated; with room for all routes if `some` are.
    fn new(places: &Places<'_>, some: bool) -> Routes {
        let origins = places.origins();
        let (towns, destinations) = (places.towns.items.len(), places.destinations.map_or(0, |all| all.items.len()));
        let block = |height, width| if some { Block::new(height, width) } else { Block::none(width) };
        Routes {
            to_towns: block(origins, towns),
            between_towns: block(towns, towns),
            to_destinations: block(origins, destinations),
        }
    }

    /// States a route wherever it leads from or to the places of its names: whether anywhere, and what was said otherwise before.
    fn state(&mut self, from: &Meaning, to: &Meaning, hours: f64) -> (bool, Option<f64>) {
        let (mut anywhere, mut otherwise) = (false, None);
        let mut state = |block: &mut Block, row: usize, column: usize, own: bool| {
            anywhere = true;
            let before = block.state(row, column, Stated { hours, own });
            otherwise = otherwise.or(before);
        };
        for (one, other) in [(from, to), (to, from)] {
            for (origin, own) in &one.origins {
                if let Some(town) = other.town {
                    state(&mut self.to_towns, *origin, town, *own);
                }
                if let Some(destination) = other.destination {
                    state(&mut self.to_destinations, *origin, destination, *own);
                }
            }
            if let (Some(a), Some(b)) = (one.town, other.town) {
                state(&mut self.between_towns, a, b, true);
            }
        }
        (anywhere, otherwise)
    }

    /// Reads the table; `None` where something is wrong with it.
    fn read(&mut self, source: SourceText, places: &Places<'_>, problems: &Problems) -> Option<()> {
        let rows = rows(source, &TRAVEL, problems)?;
        let names = Names::of(places);
        let mut known = BTreeSet::new();
        each(&rows, &TRAVEL, problems, |line, _: &[()]| {
            let (from, to) = (names.meaning(line, "from"), names.meaning(line, "to"));
            let hours = line.number("hours");
            let (Some(from), Some(to), Some(hours)) = (from, to, hours) else { return Continue(None) };
            let (a, b) = (line.row.text("from"), line.row.text("to"));
            if !known.insert((a, b)) {
                let problem = line.row.error_row(format!("the route from `{a}` to `{b}` appears twice"));
                return Continue(line.wrong(problem.expected("each route once")));
            }
            if a == b && hours != 0.0 && !from.department {
                let problem = line.row.error("hours", format!("`{a}` is {hours} hours from itself"));
                return Continue(line.wrong(problem.expected("0, or no such row")));
            }
            match self.state(from, to, hours) {
                (_, Some(before)) => {
                    let problem = line.row.error(
                        "hours",
                        format!("`{a}` and `{b}` are {hours} hours apart here and {before} in another row"),
                    );
                    Continue(line.wrong(problem.expected("the same hours both ways")))
                }
                // Nobody lives in a department of which no community is given.
                (false, None) if from.empties(to) || to.empties(from) => Continue(Some(())),
                (false, None) => {
                    let origins = places.origin().0;
                    let problem = line.row.error_row(format!("no one travels from `{a}` to `{b}`"));
                    Continue(
                        line.wrong(problem.expected(format!(
                            "a route from a {origins} to a town or a destination, or between towns"
                        ))),
                    )
                }
                (true, None) => Continue(Some(())),
            }
        })
        .map(drop)
    }
}

impl Places<'_> {
    fn origins(&self) -> usize {
        self.communities.map_or(self.departments.items.len(), |all| all.items.len())
    }

    /// What an origin is called, and whether its table says hours to the gateway.
    fn origin(&self) -> (&'static str, bool) {
        match self.communities {
            Some(all) => ("community", all.rows.has(TO_GATEWAY)),
            None => ("department", self.departments.rows.has(TO_GATEWAY)),
        }
    }

    fn origin_error(&self, origin: Option<usize>, message: String) -> Diagnostic {
        let (departments, communities) = (self.departments, self.communities);
        match (communities, origin) {
            (Some(all), Some(origin)) => all.error(origin, message),
            (Some(all), None) => all.rows.error_in(TO_GATEWAY, message),
            (None, Some(origin)) => departments.error(origin, message),
            (None, None) => departments.rows.error_in(TO_GATEWAY, message),
        }
    }

    /// An origin as a table of routes writes it.
    fn origin_name(&self, origin: usize) -> String {
        match self.communities {
            Some(all) => all.items[origin].name.clone(),
            None => self.departments.items[origin].name.clone(),
        }
    }

    fn town_names(&self) -> Vec<String> {
        self.towns.items.iter().map(|town| town.name.clone()).collect()
    }
}

const TO_GATEWAY: &str = "hours_to_gateway";
const BEYOND_GATEWAY: &str = "hours_beyond_gateway";

/// The hours of a region, and the destinations with theirs; what is missing or said twice is told.
pub(super) fn read(
    source: Option<SourceText>,
    places: &Places<'_>,
    problems: &Problems,
) -> Option<(Option<Travel>, Vec<Destination>)> {
    let mut routes = Routes::new(places, source.is_some());
    if let Some(source) = source {
        routes.read(source, places, problems)?;
    }
    let (stated, between) = (routes.to_towns.stated(), has_pairs(&routes.between_towns));
    to_towns(stated.then_some(&routes.to_towns), places, problems);
    between_towns(stated, between.then_some(&routes.between_towns), places, problems);
    let destinations = destinations(&routes.to_destinations, places, problems);
    let travel = Travel {
        to_towns: stated.then(|| routes.to_towns.whole()),
        between_towns: between.then(|| routes.between_towns.whole()),
    };
    Some(((stated || between).then_some(travel), destinations))
}

/// Whether a route between two towns is stated: from a town to itself is none.
fn has_pairs(between: &Block) -> bool {
    let towns = between.width;
    (0..towns).any(|a| (0..towns).any(|b| a != b && between.at(a, b).is_some()))
}

/// Routes to towns are stated from every origin, or follow from columns.
fn to_towns(block: Option<&Block>, places: &Places<'_>, problems: &Problems) {
    let (origin, has_column) = places.origin();
    match block {
        Some(block) => {
            let names = places.town_names();
            for row in 0..places.origins() {
                let missing = missing(block.row(row), &names);
                if let [first, ..] = missing.as_slice() {
                    let name = places.origin_name(row);
                    let message = format!("there is no route from `{name}` to {}", listed(&missing));
                    let rows = format!("a row for each in the table that `travel` names: {name},{first},HOURS");
                    problems.push(places.origin_error(Some(row), message).expected(rows));
                }
                if problems.full() {
                    return;
                }
            }
            if has_column {
                let message = format!("`{TO_GATEWAY}` is given, and routes from each {origin} to towns are stated too");
                problems.push(places.origin_error(None, message).expected(format!(
                    "either this column and `{BEYOND_GATEWAY}` of the towns, or routes in the table that `travel` names"
                )));
            }
        }
        None if !has_column => {
            let message = format!("missing column `{TO_GATEWAY}`");
            problems.push(places.origin_error(None, message).expected(format!(
                "the column, or routes from each {origin} to each town in a table that `travel` names"
            )));
        }
        None => {}
    }
}

/// Routes between towns are stated of every pair, or follow from a column.
fn between_towns(to_towns: bool, block: Option<&Block>, places: &Places<'_>, problems: &Problems) {
    let towns = places.towns;
    let has_column = towns.rows.has(BEYOND_GATEWAY);
    if let Some(block) = block {
        let names = places.town_names();
        for (row, name) in names.iter().enumerate() {
            // Of each pair once.
            let rest = row + 1..names.len();
            let missing = missing(&block.row(row)[rest.clone()], &names[rest]);
            if let [first, ..] = missing.as_slice() {
                let message = format!("there is no route from `{name}` to {}", listed(&missing));
                let rows = format!("a row for each in the table that `travel` names: {name},{first},HOURS");
                problems.push(towns.error(row, message).expected(rows));
            }
            if problems.full() {
                return;
            }
        }
    }
    let all_stated = to_towns && (block.is_some() || towns.items.len() == 1);
    if has_column && all_stated {
        let message = format!("`{BEYOND_GATEWAY}` is given, and all routes to and between towns are stated too");
        problems.push(towns.rows.error_in(BEYOND_GATEWAY, message).expected("one of the two"));
    } else if !has_column && !all_stated {
        let routes = if to_towns { "between all towns" } else { "to each town and between all towns" };
        let message = format!("missing column `{BEYOND_GATEWAY}`");
        problems.push(
            towns
                .rows
                .error_in(BEYOND_GATEWAY, message)
                .expected(format!("the column, or routes {routes} in a table that `travel` names")),
        );
    }
}

/// Every destination is reached from every origin.
fn destinations(block: &Block, places: &Places<'_>, problems: &Problems) -> Vec<Destination> {
    let Some(rivals) = places.destinations else { return Vec::new() };
    let origins: Vec<String> = (0..places.origins()).map(|origin| places.origin_name(origin)).collect();
    let one = |(i, rival): (usize, &Rival)| {
        let stated: Vec<Option<Stated>> = (0..origins.len()).map(|origin| block.at(origin, i)).collect();
        let missing = missing(&stated, &origins);
        if let [first, ..] = missing.as_slice()
            && !problems.full()
        {
            let message = format!("there is no route to `{}` from {}", rival.name, listed(&missing));
            let rows = format!("a row for each in the table that `travel` names: {first},{},HOURS", rival.name);
            problems.push(rivals.error(i, message).expected(rows));
        }
        let hours = stated.iter().map(|one| one.map_or(0.0, |one| one.hours)).collect();
        Destination { name: rival.name.clone(), mass: rival.mass, hours }
    };
    rivals.items.iter().enumerate().map(one).collect()
}

/// The places whose routes are not stated.
fn missing(stated: &[Option<Stated>], names: &[String]) -> Vec<String> {
    stated.iter().zip(names).filter(|(one, _)| one.is_none()).map(|(_, name)| name.clone()).collect()
}

/// Names as an error lists them, the first of them where they are many.
fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(LISTED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
