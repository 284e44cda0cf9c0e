//! `survey.csv`: the answers of a survey as a table, one row per girl asked, written by the simulated survey and read from an
//! analyst's (docs/files.md).

use super::columns::SURVEY;
use super::line::{Line, each, rows};
use super::problems::Problems;
use amparo_model::diagnose::hours::mean_hours;
use amparo_model::diagnose::survey::{Respondent, Survey, Surveyed, weigh};
use amparo_model::math::num::{ln, logistic, logit};
use amparo_model::process::decision::Circumstances;
use amparo_model::process::own_weights::Weights;
use amparo_model::process::schooling::Schooling;
use amparo_model::world::{Region, Setting, WEEKS_IN_ROSTER, WEEKS_PER_YEAR};
use amparo_tables::{Column, Table, cells};
use amparo_text::{Diagnostic, SourceText, nearest_name, one_of as listed};
use std::collections::BTreeMap;
use std::ops::ControlFlow::Continue;

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
    let mut table = Table::new("survey", SURVEY.names().map(Column::fact));
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
    let problems = Problems::default();
    let survey = read(source, setting, &problems);
    problems.unless_any(survey)
}

fn read(source: SourceText, setting: &Setting, problems: &Problems) -> Option<Survey> {
    let rows = rows(source, &SURVEY, problems)?;
    let region = &setting.region;
    let known = Known::of(region);
    let answers = each(&rows, &SURVEY, problems, |line, _| {
        let community = known.community(line, region);
        let answer = community.and_then(|c| respondent(line, c, setting));
        // What is wrong with answers is told of those from nowhere too.
        if community.is_none() {
            let _ = respondent(line, 0, setting);
        }
        let taboo = line.number("taboo");
        Continue((|| Some((community?, answer?, taboo?)))())
    })?;
    if answers.is_empty() {
        problems.push(rows.error("there is no answer in this file").expected("one row per girl asked"));
        return None;
    }
    let interviews = answers.len();
    let mut found: Vec<(Vec<Respondent>, f64)> = vec![(Vec::new(), 0.0); region.communities.len()];
    for (community, answer, taboo) in answers {
        let (respondents, sum) = &mut found[community];
        respondents.push(answer);
        *sum += taboo;
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
    Some(Survey { households, perfect: false, communities, cost_soles, term_share })
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
    fn community(&self, line: &Line<'_>, region: &Region) -> Option<usize> {
        let (home, name) = (line.name("department"), line.name("community"));
        let (home, name) = (home?, name?);
        let Some(&department) = self.departments.get(home) else {
            let departments = || region.departments.iter().map(String::as_str);
            return line.wrong(
                line.row
                    .error("department", format!("unknown department `{home}`"))
                    .expected(listed(departments()))
                    .nearest(nearest_name(home, departments())),
            );
        };
        self.communities.get(&(department, name)).copied().or_else(|| {
            let of_department = region.communities.iter().filter(|c| c.department == department);
            line.wrong(
                line.row
                    .error("community", format!("unknown community `{name}` in {home}"))
                    .expected("a community of the scenario, under its name there")
                    .nearest(nearest_name(name, of_department.map(|c| c.name.as_str()))),
            )
        })
    }
}

fn respondent(of: &Line<'_>, c: usize, setting: &Setting) -> Option<Respondent> {
    let p = &setting.parameters;
    let line = p.income.poverty_line;
    let [age, belief, income, usual, prospects] = [
        "age_years",
        "belief_percent",
        "income_soles_per_person_month",
        "usual_income_soles_per_person_month",
        "local_earnings_soles_month",
    ]
    .map(|column| of.number(column));
    let girls = of.whole("girls_in_household");
    let schooling = of.word("schooling").and_then(|word| SCHOOLING.iter().find(|(name, _)| *name == word));
    let violence = of.word("violence").map(|word| word == "yes");
    let weeks = ((age? - 12.0) * f64::from(WEEKS_PER_YEAR) + 0.5) as u32;
    let belief = (belief? / 100.0).clamp(SUREST, 1.0 - SUREST);
    Some(Respondent {
        weeks_since_12: weeks.min(WEEKS_IN_ROSTER - 1),
        schooling: schooling?.1,
        ln_permanent: ln((usual? / line).max(LEAST_INCOME)),
        girls_in_household: girls? as u32,
        girls_weight: 0.0,
        circumstances: Circumstances {
            weights: Weights::EQUAL,
            income: income? / line,
            prospects: prospects? / line,
            belief: logit(belief),
            violence: violence?,
            returned: false,
            beta: p.decision.beta,
            delta: p.decision.delta,
            hours: mean_hours(&setting.region, c),
            gain_capped: false,
        },
    })
}
