//! A diagnosed world: `region.csv`, `profiles.csv`, `matching.csv`, and the same for people.

use super::heads::{fact, people};
use crate::words::diagnosis::OfDiagnosis;
use crate::words::language::Language;
use crate::words::tables::{Head, RowName};
use crate::words::voice::Words;
use amparo_decide::diagnosis::{Diagnosis, OfLevelSet, Place, PlaceSeen, RegionSeen, Z95};
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
            let RegionSeen { one_alone, all_act, effective_communities, effective_girls, region, .. } = view;
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

/// How alone drivers act, for people: one row per figure, estimated beside true for each of these sets of levels.
pub fn summary(sets: &[OfLevelSet], language: Language) -> Table {
    let words = language.words();
    let views = [Head::Estimated, Head::True].map(|head| words.head(head).full);
    let numbers = sets.iter().flat_map(|set| {
        views.each_ref().map(|view| Column::people(set.levels.name()).unit(view.clone()).brief(view.clone()))
    });
    let columns = [people(words, Head::Region)].into_iter().chain(numbers);
    let mut table = Table::new("summary", columns).captioned(words.diagnosis(OfDiagnosis::SummaryCaption));
    let part = |of: fn(&RegionSeen) -> f64| move |view: &RegionSeen| words.part(of(view));
    let mut row = |name: RowName, of: &dyn Fn(&RegionSeen) -> String| {
        let numbers = sets.iter().flat_map(|set| [of(&set.estimated), of(&set.truth)]);
        let name = words.row_name(name).to_owned();
        table.row([name].into_iter().chain(numbers).map(Cell::from));
    };
    row(RowName::OneAlone, &part(|v| v.one_alone));
    row(RowName::AllAct, &part(|v| v.all_act));
    row(RowName::EffectiveOfCommunity, &|v| number(v.effective_communities, 1));
    row(RowName::EffectiveOfGirl, &|v| number(v.effective_girls, 1));
    table
}

/// The columns of a community's profile, and how people read those that they see.
fn profile_columns(words: &dyn Words) -> Vec<Column> {
    let mut columns = vec![
        fact(words, "community", Head::Community),
        fact(words, "department", Head::Department),
        fact(words, "girls", Head::Girls).format(Format::Decimals(0)),
        fact(words, "exposure_share", Head::Exposure).format(Format::Percent),
        Column::program("interviews"),
        Column::program("levels"),
        people(words, Head::LargestEstimated),
        Column::program("dominant_estimated"),
        Column::program("clear_estimated"),
        people(words, Head::LargestTrue),
        Column::program("dominant_true"),
        fact(words, "effective_drivers_estimated", Head::EffectiveDrivers).format(Format::Decimals(1)),
        Column::program("effective_drivers_true"),
    ];
    for name in DRIVERS {
        columns.extend(["estimated", "se", "true"].map(|view| Column::program(format!("{name}_{view}"))));
    }
    columns
}

/// One community against one set of levels; nothing but names and levels of one with fewer than five girls.
fn profile(words: &dyn Words, diagnosis: &Diagnosis, c: usize, set: &OfLevelSet) -> Vec<Cell> {
    let place = &diagnosis.communities[c];
    let shown = place.shown();
    let of = |view: &RegionSeen| view.communities[c].clone().filter(|_| shown);
    let (estimated, truth) = (of(&set.estimated), of(&set.truth));
    let (estimated, truth) = (estimated.as_ref(), truth.as_ref());
    let mut row = cells![
        &place.name,
        &place.department,
        shown.then_some(place.girls),
        shown.then_some(place.exposure),
        shown.then_some(place.interviews),
        set.levels.name(),
        estimated.map(|seen| dominant(words, seen, true)),
        estimated.map(|seen| seen.dominant),
        estimated.map(|seen| if seen.clear { "yes" } else { "no" }),
        truth.map(|seen| dominant(words, seen, false)),
        truth.map(|seen| seen.dominant),
        estimated.map(|seen| seen.profile.effective_drivers),
        truth.map(|seen| seen.profile.effective_drivers),
    ];
    for driver in 0..DRIVERS.len() {
        let share = |seen: Option<&PlaceSeen>| seen.map(|s| s.profile.shares[driver]);
        row.extend(cells![share(estimated), estimated.map(|s| s.profile.se[driver]), share(truth)]);
    }
    row
}

/// `profiles.csv`: one row per community and set of levels.
pub fn profiles(diagnosis: &Diagnosis, language: Language) -> Table {
    let words = language.words();
    let mut table = Table::new("profiles", profile_columns(words));
    for c in 0..diagnosis.communities.len() {
        for set in &diagnosis.level_sets {
            table.row(profile(words, diagnosis, c, set));
        }
    }
    table
}

/// These communities against the first set of levels.
pub fn communities(diagnosis: &Diagnosis, shown: &[usize], language: Language) -> Table {
    let words = language.words();
    let mut table = Table::new("profiles", profile_columns(words));
    if let Some(set) = diagnosis.level_sets.first() {
        shown.iter().for_each(|c| table.row(profile(words, diagnosis, *c, set)));
    }
    table
}

/// The largest driver with its share and, where `interval` holds, half of its interval.
fn dominant(words: &dyn Words, seen: &PlaceSeen, interval: bool) -> String {
    let profile = &seen.profile;
    let at = profile.shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let se = profile.shares.iter().zip(profile.se).find(|(share, _)| **share == at).map_or(f64::NAN, |(_, se)| se);
    let half = Some(100.0 * Z95 * se).filter(|half| interval && half.is_finite());
    words.dominant(seen.dominant, 100.0 * at, half)
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
pub fn rules(diagnosis: &Diagnosis, language: Language) -> Table {
    let words = language.words();
    let whole = |head: Head| people(words, head).format(Format::Decimals(0));
    let columns = [
        people(words, Head::Rule),
        whole(Head::Communities),
        whole(Head::Planned),
        whole(Head::Forecast),
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
pub fn given(diagnosis: &Diagnosis, shown: &[usize], brief: impl Fn(&str) -> String, language: Language) -> Table {
    let community = people(language.words(), Head::Community);
    let rules = diagnosis.matching.iter().map(|rule| Column::people(rule.rule.name()).only(Readers::TERMINALS));
    let mut table = Table::new("given", [community].into_iter().chain(rules));
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
