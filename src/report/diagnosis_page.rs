//! The page of a diagnosis: what differs between communities, where, and how sure the survey makes one.

use super::html::{WHO, figure, page};
use super::html_tables::table;
use crate::charts::driver_space::{driver_space, source};
use crate::kit::format::{count, escape, number, percent, soles};
use amparo_decide::diagnosis::{Diagnosis, Seen, View, Z95};
use std::fmt::Write;

/// Communities in the table: the most exposed.
const MOST: usize = 100;

/// The page as one self-contained HTML file.
pub fn diagnosis_page(diagnosis: &Diagnosis) -> String {
    let title = escape(&diagnosis.set.after(&format!("Why girls are drawn in: {}", diagnosis.title)));
    let chart = driver_space(diagnosis);
    let survey = &diagnosis.survey;
    let mut body = format!(
        "<header><p class=\"kicker\">amparo · {}</p>\n<h1>{title}</h1></header>\n",
        escape(&diagnosis.scenario)
    );
    let asked = match &survey.file {
        None => format!(
            "{} households a community, surveyed in the model in {} for {}",
            survey.households,
            count(survey.communities, "place"),
            soles(survey.cost_soles)
        ),
        Some(file) => format!(
            "{} answers from {} in {} of {} communities",
            number(survey.interviews as f64, 0),
            escape(file),
            survey.communities,
            diagnosis.communities.len()
        ),
    };
    let truth = match survey.file {
        None => "what holds in the simulated world: the difference is the survey's error",
        Some(_) => "a simulated world with these communities' figures, not the place",
    };
    let _ = writeln!(
        body,
        "<section class=\"first\"><h2>The finding</h2>\n<ul class=\"finding\"><li>{}.</li></ul>\n<p>{asked}. “Estimated” is what the \
         survey says, “true” is {truth}.</p>",
        escape(&chart.title),
    );
    body.push_str(&region(diagnosis));
    body.push_str("</section>\n<section><h2>Communities</h2>\n");
    body.push_str(&figure(std::slice::from_ref(&chart), "driver_space"));
    body.push_str(&communities(diagnosis));
    body.push_str("</section>\n");
    body.push_str(WHO);
    page(&title, &body, &source(diagnosis))
}

/// What a line of the summary is called, and its number as readers see it.
pub type Line = (&'static str, fn(&View) -> String);

/// How alone drivers act, one line a figure.
pub const SUMMARY: [Line; 4] = [
    ("One driver alone is decisive, share of girls", |v| crate::charts::drivers::part(v.one_alone)),
    ("All six drivers act, share of girls", |v| crate::charts::drivers::part(v.all_act)),
    ("Effective number of drivers of a community", |v| number(v.effective_communities, 1)),
    ("Effective number of drivers of a girl", |v| number(v.effective_girls, 1)),
];

/// The summary as a table: both sets of levels, estimated beside true.
fn region(diagnosis: &Diagnosis) -> String {
    let mut headers = vec!["Region".to_owned()];
    for set in &diagnosis.level_sets {
        headers.push(format!("{}<br><small>estimated</small>", set.levels));
        headers.push(format!("{}<br><small>true</small>", set.levels));
    }
    let mut rows = String::new();
    for (name, of) in SUMMARY {
        let _ = write!(rows, "<tr><th scope=\"row\">{name}</th>");
        for set in &diagnosis.level_sets {
            let _ = write!(rows, "<td>{}</td><td>{}</td>", of(&set.estimated), of(&set.truth));
        }
        rows.push_str("</tr>\n");
    }
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    table(
        "shares",
        "How far causes differ. Girls are weighted by P; shares depend on the levels counted as protected: the region's safer quartiles \
         (upper quarter) or its medians (middle).",
        &headers,
        &rows,
    )
}

/// The most exposed communities.
fn communities(diagnosis: &Diagnosis) -> String {
    let set = &diagnosis.level_sets[0];
    let order = diagnosis.by_exposure();
    let shown = order.len().min(MOST);
    let mut rows = String::new();
    for c in &order[..shown] {
        let place = &diagnosis.communities[*c];
        let (estimated, truth) = (set.estimated.communities[*c].as_ref(), set.truth.communities[*c].as_ref());
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(&place.name),
            escape(&place.department),
            number(place.girls, 0),
            percent(place.exposure),
            estimated.map_or("–".into(), |seen| dominant(seen, true)),
            truth.map_or("–".into(), |seen| dominant(seen, false)),
            estimated.map_or("–".into(), |seen| number(seen.profile.effective_drivers, 1)),
        );
    }
    table(
        "shares",
        &format!(
            "The {} with the largest estimated exposure; all are in profiles.csv. Largest driver against the levels “{}”, its share ± 95 % from \
             who was asked.",
            count(shown, "community"),
            set.levels
        ),
        &[
            "Community",
            "Department",
            "Girls",
            "Exposure",
            "Largest driver, estimated",
            "Largest driver, true",
            "Effective drivers",
        ],
        &rows,
    )
}

/// "taboo 34 ± 9 %".
pub fn dominant(seen: &Seen, interval: bool) -> String {
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
