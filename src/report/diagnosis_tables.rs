//! A diagnosis as CSV: the region's summary and every community's profiles.

use super::tables::cell_or_empty;
use amparo_decide::diagnosis::{Diagnosis, Seen, View};
use amparo_model::scenario::DRIVERS;
use amparo_text::csv_field;
use std::fmt::Write;

/// `region.csv`: one row a set of levels and view (estimated, true).
pub fn csv_region(diagnosis: &Diagnosis) -> String {
    let mut text = String::from("levels,view,one_alone,all_act,effective_communities,effective_girls");
    for name in DRIVERS {
        let _ = write!(text, ",{name},{name}_se");
    }
    text.push('\n');
    for set in &diagnosis.level_sets {
        for (name, view) in [("estimated", &set.estimated), ("true", &set.truth)] {
            let View { one_alone, all_act, effective_communities, effective_girls, region, .. } = view;
            let _ =
                write!(text, "{},{name},{one_alone},{all_act},{effective_communities},{effective_girls}", set.levels);
            for driver in 0..DRIVERS.len() {
                let share = region.as_ref().map(|p| (p.shares[driver], p.se[driver]));
                let _ = write!(text, ",{},{}", cell(share.map(|s| s.0)), cell(share.map(|s| s.1)));
            }
            text.push('\n');
        }
    }
    text
}

/// `profiles.csv`: one row a community and set of levels; nothing of communities with fewer than 5 girls but their names.
pub fn csv_profiles(diagnosis: &Diagnosis) -> String {
    let mut text = String::from(
        "community,department,girls,exposure_share,interviews,levels,dominant_estimated,clear_estimated,dominant_true,\
         effective_drivers_estimated,effective_drivers_true",
    );
    for name in DRIVERS {
        let _ = write!(text, ",{name}_estimated,{name}_se,{name}_true");
    }
    text.push('\n');
    for (c, place) in diagnosis.communities.iter().enumerate() {
        for set in &diagnosis.level_sets {
            let names = format!("{},{}", csv_field(&place.name), csv_field(&place.department));
            if !place.shown() {
                let _ = writeln!(text, "{names},,,,{}{}", set.levels, ",".repeat(5 + 3 * DRIVERS.len()));
                continue;
            }
            let (estimated, truth) = (set.estimated.communities[c].as_ref(), set.truth.communities[c].as_ref());
            let _ = write!(
                text,
                "{names},{},{},{},{},{},{},{},{},{}",
                place.girls,
                place.exposure,
                place.interviews,
                set.levels,
                estimated.map_or("", |s| s.dominant),
                estimated.map_or("", |s| if s.clear { "yes" } else { "no" }),
                truth.map_or("", |s| s.dominant),
                cell(estimated.map(|s| s.profile.effective_drivers)),
                cell(truth.map(|s| s.profile.effective_drivers)),
            );
            for driver in 0..DRIVERS.len() {
                let share = |seen: Option<&Seen>| cell(seen.map(|s| s.profile.shares[driver]));
                let se = cell(estimated.map(|s| s.profile.se[driver]));
                let _ = write!(text, ",{},{se},{}", share(estimated), share(truth));
            }
            text.push('\n');
        }
    }
    text
}

/// A number, or nothing where there is none.
fn cell(value: Option<f64>) -> String {
    cell_or_empty(value.filter(|v| v.is_finite()))
}
