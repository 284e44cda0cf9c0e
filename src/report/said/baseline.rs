//! Where girls come from, where victims are held, and which driver weighs most, in the baseline.

use amparo_decide::result::{DriverProfile, Flows, SUPPRESS_BELOW};

/// A home of the newly exploited.
pub struct Origin<'a> {
    /// The department; `None`: outside the simulated ones.
    pub name: Option<&'a str>,
    /// Newly exploited per year; `None` where suppressed.
    pub girls: Option<f64>,
    /// Share of all.
    pub share: Option<f64>,
    /// Share in the data.
    pub target: Option<f64>,
}

/// Homes, the largest share first.
pub fn origins(flows: &Flows) -> Vec<Origin<'_>> {
    let totals: Vec<f64> = flows.flows.iter().map(|row| row.iter().sum()).collect();
    let all: f64 = totals.iter().sum();
    let mut rows: Vec<Origin> = flows
        .origins
        .iter()
        .zip(&totals)
        .enumerate()
        .map(|(i, (name, girls))| {
            let shown = (*girls >= SUPPRESS_BELOW).then_some(*girls);
            Origin {
                name: (name != "outside").then_some(name),
                girls: shown,
                share: shown.filter(|_| all > 0.0).map(|g| g / all),
                target: flows.origin_target.get(i).copied().flatten(),
            }
        })
        .collect();
    rows.sort_by(|a, b| b.share.unwrap_or(-1.0).total_cmp(&a.share.unwrap_or(-1.0)));
    rows
}

/// Towns with their victims, most first; `None` where suppressed.
pub fn towns(flows: &Flows) -> Vec<(&str, Option<f64>)> {
    let shown = |v: f64| (v >= SUPPRESS_BELOW).then_some(v);
    let mut rows: Vec<_> =
        flows.towns.iter().zip(&flows.victims_by_town).map(|(town, v)| (town.as_str(), shown(*v))).collect();
    rows.sort_by(|a, b| b.1.unwrap_or(-1.0).total_cmp(&a.1.unwrap_or(-1.0)));
    rows
}

/// Where girls come from.
pub enum ComeFrom<'a> {
    /// Nothing is known.
    Unknown,
    /// Too few to be shown.
    TooFew,
    /// So large a share comes from these departments.
    Departments(f64, Vec<&'a str>),
}

/// Where girls come from: the departments that make up half of them, three at most.
pub fn from<'a>(origins: &[Origin<'a>]) -> ComeFrom<'a> {
    let mut sum = 0.0;
    let mut names = Vec::new();
    // Other departments are no place to name.
    for (name, row) in origins.iter().filter_map(|row| row.name.map(|name| (name, row))) {
        if sum > 0.5 || names.len() == 3 {
            break;
        }
        let Some(share) = row.share else { break };
        sum += share;
        names.push(name);
    }
    match names.is_empty() {
        true if origins.is_empty() => ComeFrom::Unknown,
        true => ComeFrom::TooFew,
        false => ComeFrom::Departments(sum, names),
    }
}

/// The town that holds most victims, and its share of all.
pub fn largest_town<'a>(towns: &[(&'a str, Option<f64>)]) -> Option<(&'a str, f64)> {
    let all: f64 = towns.iter().filter_map(|t| t.1).sum();
    let (town, victims) = towns.first()?;
    Some((town, (*victims)? / all.max(1.0)))
}

/// Which driver weighs most.
pub struct Weighs<'a> {
    /// Index of the driver that weighs most in most departments.
    pub driver: usize,
    /// Departments in which it does.
    pub departments: usize,
    /// Departments shown.
    pub all: usize,
    /// The only one.
    pub only: Option<&'a str>,
    /// Whether the first and the second are close somewhere, given the sampling of girls.
    pub close: bool,
}

/// Which driver weighs most; `None` where no department can be shown.
pub fn weighs<'a>(shown: &[&'a DriverProfile]) -> Option<Weighs<'a>> {
    let first = shown.first()?;
    let largest = |p: &DriverProfile| (0..6).max_by(|a, b| p.shares[*a].total_cmp(&p.shares[*b])).unwrap_or(0);
    let mut counts = [0; 6];
    shown.iter().for_each(|profile| counts[largest(profile)] += 1);
    let driver = (0..6).max_by_key(|k| counts[*k]).unwrap_or(0);
    let close = shown.iter().any(|p| {
        let first = largest(p);
        (0..6).any(|k| k != first && p.shares[first] - p.shares[k] < 2.0 * p.se[first].hypot(p.se[k]))
    });
    let only = (shown.len() == 1).then_some(first.place.as_str());
    Some(Weighs { driver, departments: counts[driver], all: shown.len(), only, close })
}
