//! `survey.csv`: the answers of a survey as a table, one row per girl asked, written by the simulated survey and read from an
//! analyst's (docs/files.md).

use amparo_model::diagnose::hours::mean_hours;
use amparo_model::diagnose::survey::{Respondent, Survey, Surveyed, weigh};
use amparo_model::math::num::{ln, logistic, logit};
use amparo_model::process::decision::Circumstances;
use amparo_model::process::own_weights::Weights;
use amparo_model::process::schooling::Schooling;
use amparo_model::world::{Region, Setting, WEEKS_IN_ROSTER, WEEKS_PER_YEAR};
use amparo_tables::{Column, Table, cells};
use amparo_text::{Diagnostic, Header, Row, Rows, SourceText, nearest_name, one_of as listed};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The columns of `survey.csv`.
pub const SURVEY_COLUMNS: [&str; 11] = [
    "community",
    "department",
    "age_years",
    "girls_in_household",
    "schooling",
    "income_soles_per_person_month",
    "usual_income_soles_per_person_month",
    "local_earnings_soles_month",
    "belief_percent",
    "violence",
    "taboo",
];

const SOLES: RangeInclusive<f64> = 0.0..=1e6;
/// Below so little per month, `1.660` is rather meant as thousands, S/.
const DOUBTED: f64 = 10.0;
/// What an answer of no income at all counts as where its logarithm is needed, × P.
const LEAST_INCOME: f64 = 1e-3;
/// Nearest to certainty a belief can be: an answer of 0 or 100 % has no finite logit.
const SUREST: f64 = 1e-4;
const SCHOOLING: [(&str, Schooling); 3] =
    [("in_school", Schooling::InSchool), ("left", Schooling::Left), ("completed", Schooling::Completed)];

/// The table of a survey's answers. Every row carries the community's estimate of taboo; patience and whether she came back are
/// not in it.
pub fn survey_table(survey: &Survey, setting: &Setting) -> Table {
    let line = setting.parameters.income.poverty_line;
    let mut table = Table::new("survey", SURVEY_COLUMNS.map(Column::fact));
    for place in &survey.communities {
        let community = &setting.region.communities[place.community];
        let department = &setting.region.departments[usize::from(community.department)];
        for one in &place.respondents {
            let c = &one.circumstances;
            let schooling = SCHOOLING.iter().find(|(_, s)| *s == one.schooling).map_or("", |(name, _)| name);
            table.row(cells![
                &community.name,
                department,
                12.0 + f64::from(one.weeks_since_12) / f64::from(WEEKS_PER_YEAR),
                one.girls_in_household,
                schooling,
                c.income * line,
                amparo_model::math::num::exp(one.ln_permanent) * line,
                c.prospects * line,
                100.0 * logistic(c.belief),
                if c.violence { "yes" } else { "no" },
                place.taboo,
            ]);
        }
    }
    table
}

/// Reads an analyst's survey of some or all communities of a region. β and δ are not asked: the register's medians stand for
/// them; nobody is asked whether she came back from exploitation, and hours are the community's mean. Taboo is the mean answer.
/// Its cost is counted as that of as many interviews of the simulated survey.
///
/// # Errors
/// What is wrong with the table, a community or department that the region does not have, an answer out of range.
pub fn read_survey(source: SourceText, setting: &Setting) -> Result<Survey, Diagnostic> {
    let rows = Rows::parse(source, &Header::of(&SURVEY_COLUMNS))?;
    let region = &setting.region;
    let known = Known::of(region);
    let mut found: Vec<(Vec<Respondent>, f64)> = vec![(Vec::new(), 0.0); region.communities.len()];
    for row in rows.iter() {
        let c = known.community(&row, region)?;
        let (respondents, taboo) = &mut found[c];
        respondents.push(respondent(&row, c, setting)?);
        *taboo += row.number_in("taboo", 0.0..=1.0)?;
    }
    let interviews: usize = found.iter().map(|(respondents, _)| respondents.len()).sum();
    if interviews == 0 {
        return Err(rows.error("there is no answer in this file").expected("one row per girl asked"));
    }
    let households = found.iter().map(|(respondents, _)| respondents.len()).max().unwrap_or(0) as u32;
    let communities = found
        .into_iter()
        .enumerate()
        .filter(|(_, (respondents, _))| !respondents.is_empty())
        .map(|(community, (mut respondents, taboo))| {
            weigh(&mut respondents, f64::from(region.communities[community].girls) * region.scale);
            Surveyed { community, taboo: taboo / respondents.len() as f64, respondents }
        })
        .collect();
    let cost_soles = setting.parameters.survey.cost_hh * interviews as f64;
    let term_share = setting.region.term_share();
    Ok(Survey { households, perfect: false, communities, cost_soles, term_share })
}

/// The region's places by their names.
struct Known<'a> {
    departments: BTreeMap<&'a str, u16>,
    communities: BTreeMap<(u16, &'a str), usize>,
}

impl<'a> Known<'a> {
    fn of(region: &'a Region) -> Known<'a> {
        Known {
            departments: region.departments.iter().zip(0..).map(|(name, i)| (name.as_str(), i)).collect(),
            communities: region
                .communities
                .iter()
                .enumerate()
                .map(|(i, c)| ((c.department, c.name.as_str()), i))
                .collect(),
        }
    }

    /// Row of the community that a row of the table names.
    fn community(&self, row: &Row<'_>, region: &Region) -> Result<usize, Diagnostic> {
        let home = row.name("department")?;
        let Some(&department) = self.departments.get(home) else {
            let departments = || region.departments.iter().map(String::as_str);
            return Err(row
                .error("department", format!("unknown department `{home}`"))
                .expected(listed(departments()))
                .nearest(nearest_name(home, departments())));
        };
        let name = row.name("community")?;
        self.communities.get(&(department, name)).copied().ok_or_else(|| {
            let of_department = region.communities.iter().filter(|c| c.department == department);
            row.error("community", format!("unknown community `{name}` in {home}"))
                .expected("a community of the scenario, under its name there")
                .nearest(nearest_name(name, of_department.map(|c| c.name.as_str())))
        })
    }
}

fn respondent(row: &Row<'_>, c: usize, setting: &Setting) -> Result<Respondent, Diagnostic> {
    let p = &setting.parameters;
    let line = p.income.poverty_line;
    let age = row.number_in("age_years", 12.0..=25.0)?;
    let weeks = ((age - 12.0) * f64::from(WEEKS_PER_YEAR) + 0.5) as u32;
    let schooling = one_of(row, "schooling", &SCHOOLING)?;
    let belief = (row.number_in("belief_percent", 0.0..=100.0)? / 100.0).clamp(SUREST, 1.0 - SUREST);
    let usual = row.soles_in("usual_income_soles_per_person_month", SOLES, DOUBTED)? / line;
    Ok(Respondent {
        weeks_since_12: weeks.min(WEEKS_IN_ROSTER - 1),
        schooling,
        ln_permanent: ln(usual.max(LEAST_INCOME)),
        girls_in_household: row.whole_in("girls_in_household", 1..=20)? as u32,
        girls_weight: 0.0,
        circumstances: Circumstances {
            weights: Weights::EQUAL,
            income: row.soles_in("income_soles_per_person_month", SOLES, DOUBTED)? / line,
            prospects: row.soles_in("local_earnings_soles_month", SOLES, DOUBTED)? / line,
            belief: logit(belief),
            violence: one_of(row, "violence", &[("yes", true), ("no", false)])?,
            returned: false,
            beta: p.decision.beta,
            delta: p.decision.delta,
            hours: mean_hours(&setting.region, c),
            gain_capped: false,
        },
    })
}

/// The meaning of a word out of a few.
fn one_of<T: Copy>(row: &Row<'_>, column: &str, words: &[(&str, T)]) -> Result<T, Diagnostic> {
    let text = row.text(column);
    let names = || words.iter().map(|(word, _)| *word);
    words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning).ok_or_else(|| {
        row.error(column, format!("`{column}` is `{text}`"))
            .expected(format!("one of: {}", names().collect::<Vec<_>>().join(", ")))
            .nearest(nearest_name(text, names()))
    })
}
