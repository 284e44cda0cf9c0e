//! A diagnosed world: `region.csv`, `profiles.csv`, `matching.csv`, and the same for people.

use crate::charts::drivers::part;
use amparo_decide::diagnosis::{Diagnosis, OfLevelSet, Place, Seen, View, Z95};
use amparo_model::scenario::DRIVERS;
use amparo_tables::numbers::number;
use amparo_tables::{Cell, Column, Format, Readers, Table, cells};

/// `region.csv`: one row per set of levels and view (estimated, true).
pub fn region(diagnosis: &Diagnosis) -> Table {
    let figures = ["levels", "view", "one_alone", "all_act", "effective_communities", "effective_girls"];
    let shares = DRIVERS.iter().flat_map(|name| [(*name).to_owned(), format!("{name}_se")]);
    let columns = figures.map(Column::program).into_iter().chain(shares.map(Column::program));
    let mut table = Table::new("region", columns);
    for set in &diagnosis.level_sets {
        for (name, view) in [("estimated", &set.estimated), ("true", &set.truth)] {
            let View { one_alone, all_act, effective_communities, effective_girls, region, .. } = view;
            let mut row =
                cells![set.levels.name(), name, *one_alone, *all_act, *effective_communities, *effective_girls];
            for driver in 0..DRIVERS.len() {
                let share = region.as_ref();
                row.extend(cells![share.map(|p| p.shares[driver]), share.map(|p| p.se[driver])]);
            }
            table.row(row);
        }
    }
    table
}

/// What a figure of the summary is called, and its number as people read it.
type Figure = (&'static str, fn(&View) -> String);

/// How alone drivers act, for people: one row per figure, estimated beside true for each of these sets of levels.
pub fn summary(sets: &[OfLevelSet]) -> Table {
    let numbers = sets
        .iter()
        .flat_map(|set| ["estimated", "true"].map(|view| Column::people(set.levels.name()).unit(view).brief(view)));
    let caption = "How far causes differ. Girls are weighted by P; shares depend on the levels counted as protected: the region's safer \
                   quartiles (upper quarter) or its medians (middle).";
    let columns = [Column::people("Region")].into_iter().chain(numbers);
    let mut table = Table::new("summary", columns).captioned(caption);
    let figures: [Figure; 4] = [
        ("One driver alone is decisive, share of girls", |v| part(v.one_alone)),
        ("All six drivers act, share of girls", |v| part(v.all_act)),
        ("Effective number of drivers of a community", |v| number(v.effective_communities, 1)),
        ("Effective number of drivers of a girl", |v| number(v.effective_girls, 1)),
    ];
    for (name, of) in figures {
        let numbers = sets.iter().flat_map(|set| [of(&set.estimated), of(&set.truth)]);
        table.row([name.to_owned()].into_iter().chain(numbers).map(Cell::from));
    }
    table
}

/// The columns of a community's profile, and how people read those that they see.
fn profile_columns() -> Vec<Column> {
    let mut columns = vec![
        Column::fact("community").labelled("Community"),
        Column::fact("department").labelled("Department"),
        Column::fact("girls").labelled("Girls").format(Format::Decimals(0)),
        Column::fact("exposure_share").labelled("Exposure").format(Format::Percent),
        Column::program("interviews"),
        Column::program("levels"),
        Column::people("Largest driver, estimated").brief("largest driver, estimated"),
        Column::program("dominant_estimated"),
        Column::program("clear_estimated"),
        Column::people("Largest driver, true").brief("true"),
        Column::program("dominant_true"),
        Column::fact("effective_drivers_estimated")
            .labelled("Effective drivers")
            .brief("effective")
            .format(Format::Decimals(1)),
        Column::program("effective_drivers_true"),
    ];
    for name in DRIVERS {
        columns.extend(["estimated", "se", "true"].map(|view| Column::program(format!("{name}_{view}"))));
    }
    columns
}

/// One community against one set of levels; nothing but names and levels of one with fewer than five girls.
fn profile(diagnosis: &Diagnosis, c: usize, set: &OfLevelSet) -> Vec<Cell> {
    let place = &diagnosis.communities[c];
    let shown = place.shown();
    let of = |view: &View| view.communities[c].clone().filter(|_| shown);
    let (estimated, truth) = (of(&set.estimated), of(&set.truth));
    let (estimated, truth) = (estimated.as_ref(), truth.as_ref());
    let mut row = cells![
        &place.name,
        &place.department,
        shown.then_some(place.girls),
        shown.then_some(place.exposure),
        shown.then_some(place.interviews),
        set.levels.name(),
        estimated.map(|seen| dominant(seen, true)),
        estimated.map(|seen| seen.dominant),
        estimated.map(|seen| if seen.clear { "yes" } else { "no" }),
        truth.map(|seen| dominant(seen, false)),
        truth.map(|seen| seen.dominant),
        estimated.map(|seen| seen.profile.effective_drivers),
        truth.map(|seen| seen.profile.effective_drivers),
    ];
    for driver in 0..DRIVERS.len() {
        let share = |seen: Option<&Seen>| seen.map(|s| s.profile.shares[driver]);
        row.extend(cells![share(estimated), estimated.map(|s| s.profile.se[driver]), share(truth)]);
    }
    row
}

/// `profiles.csv`: one row per community and set of levels.
pub fn profiles(diagnosis: &Diagnosis) -> Table {
    let mut table = Table::new("profiles", profile_columns());
    for c in 0..diagnosis.communities.len() {
        for set in &diagnosis.level_sets {
            table.row(profile(diagnosis, c, set));
        }
    }
    table
}

/// These communities against the first set of levels.
pub fn communities(diagnosis: &Diagnosis, shown: &[usize]) -> Table {
    let mut table = Table::new("profiles", profile_columns());
    if let Some(set) = diagnosis.level_sets.first() {
        shown.iter().for_each(|c| table.row(profile(diagnosis, *c, set)));
    }
    table
}

/// "taboo 34 ± 9 %".
fn dominant(seen: &Seen, interval: bool) -> String {
    let profile = &seen.profile;
    let at = profile.shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let se = profile.shares.iter().zip(profile.se).find(|(share, _)| **share == at).map_or(f64::NAN, |(_, se)| se);
    let half = if interval && se.is_finite() {
        format!("\u{a0}±\u{a0}{}", number(100.0 * Z95 * se, 0))
    } else {
        String::new()
    };
    format!("{} {}{half}\u{a0}%", seen.dominant, number(100.0 * at, 0))
}

/// `matching.csv`: what each rule would give each community (empty: nothing).
pub fn matching(diagnosis: &Diagnosis) -> Table {
    let mut table = Table::new("matching", ["community", "department", "rule", "interventions"].map(Column::program));
    for (c, place) in diagnosis.communities.iter().enumerate().filter(|(_, place)| place.shown()) {
        for rule in &diagnosis.matching {
            table.row(cells![&place.name, &place.department, rule.rule.name(), &rule.interventions[c]]);
        }
    }
    table
}

/// What each rule would give in all.
pub fn rules(diagnosis: &Diagnosis) -> Table {
    let whole = |label: &'static str| Column::people(label).format(Format::Decimals(0));
    let columns = [
        Column::people("rule"),
        whole("communities"),
        whole("S/ planned"),
        whole("forecast averted"),
        Column::people(""),
    ];
    let mut table = Table::new("rules", columns);
    for rule in &diagnosis.matching {
        let communities = rule.interventions.iter().filter(|one| !one.is_empty()).count();
        table.row(cells![
            rule.rule.name(),
            communities,
            rule.planned_soles_per_year,
            rule.forecast_averted,
            &rule.words,
        ]);
    }
    table
}

/// What each rule would give to these communities, as `brief` writes interventions.
pub fn given(diagnosis: &Diagnosis, shown: &[usize], brief: impl Fn(&str) -> String) -> Table {
    let rules = diagnosis.matching.iter().map(|rule| Column::people(rule.rule.name()).only(Readers::TERMINALS));
    let mut table = Table::new("given", [Column::people("community")].into_iter().chain(rules));
    let place = |c: usize| -> &Place { &diagnosis.communities[c] };
    for c in shown {
        let given = diagnosis.matching.iter().map(|rule| match rule.interventions[*c].as_str() {
            "" => Cell::UNKNOWN,
            given => brief(given).into(),
        });
        table.row([Cell::from(&place(*c).name)].into_iter().chain(given));
    }
    table
}
