//! Results as text: a table for the terminal, and CSV with every digit.

use super::findings::{self, TRIPLE, Verdict, verdict};
use crate::kit::format::{count, number, short, signed_percent, soles, soles_bare};
use crate::kit::{answered, frame};
use amparo_decide::answers::Answers;
use amparo_decide::result::{Effect, OUTCOMES, PolicyResult, StudyResult};
use amparo_text::{Column, Table, broken, csv_field, width};

/// Widest line of [`text_table`], in columns.
const COLUMNS: usize = 100;

/// The study for a terminal: plain, aligned, at most 100 columns. Over draws where there are answers, otherwise at one
/// parameter vector.
pub fn text_table(result: &StudyResult, answers: Option<&Answers>) -> String {
    text_table_within(result, answers, COLUMNS)
}

/// The same in at most so many columns, and never more than 100.
pub fn text_table_within(result: &StudyResult, answers: Option<&Answers>, columns: usize) -> String {
    let columns = columns.min(COLUMNS);
    match answered::of_draws(answers) {
        Some(over_draws) => crate::answer_text::text_over_draws(result, over_draws, columns),
        None => at_one_vector(result, answers, columns),
    }
}

/// The title, and what was set on the command line behind it.
pub(crate) fn titled(result: &StudyResult) -> String {
    result.set.after(if result.title.is_empty() { &result.study } else { &result.title })
}

/// What is worth knowing before the results are read, as paragraphs with an empty one before them.
pub(crate) fn warned(result: &StudyResult) -> Vec<String> {
    let warnings = result.warnings.iter().map(|warning| format!("Warning: {warning}."));
    let gap = (!result.warnings.is_empty()).then(String::new);
    gap.into_iter().chain(warnings).collect()
}

/// `answers`: what held runs tell of the trade's adapting, where there are any.
fn at_one_vector(result: &StudyResult, answers: Option<&Answers>, columns: usize) -> String {
    let mut page = Page::new(columns);
    page.says(&titled(result));
    page.says(&format!(
        "{}, seed {}; funded {} at {} a year, followed {}",
        count(result.replicates, "replicate"),
        result.seed,
        count(result.funded_years, "year"),
        soles(result.budget_soles_per_year),
        count(result.following_years, "year"),
    ));
    if result.rejected > 0 {
        page.says(&format!("{} left out: the burn-in never settled", count(result.rejected, "replicate")));
    }
    warned(result).iter().for_each(|line| page.says(line));
    page.says("");
    let b = &result.baseline;
    let spells = findings::baseline_mean(result, TRIPLE[0].0);
    page.says(&format!(
        "Baseline: {} victims, {} girls newly exploited a year{}, {} brothels",
        number(b.victims, 0),
        number(b.newly_exploited_per_year, 0),
        spells.map_or(String::new(), |s| format!(", {} spells begun a year", number(s, 0))),
        number(b.brothels, 0),
    ));
    let mut tables: Vec<(String, Vec<Vec<String>>)> = Vec::new();
    for (heading, effects) in [("funded", false), ("following", true)] {
        let noise = if result.replicates > 1 { "± 95 % simulation noise" } else { "one replicate: no interval" };
        let of = |p: &PolicyResult| {
            if effects { p.effects_following.clone() } else { p.effects.clone() }
        };
        if result.policies.iter().all(|p| of(p).is_empty()) {
            continue;
        }
        let mut rows =
            vec![vec!["".to_owned(), "spells begun/year".into(), "newly exploited/year".into(), "victims".into()]];
        for policy in findings::by_spells_averted(result) {
            let all = of(policy);
            let find = |outcome: &str| all.iter().find(|e| e.outcome == outcome);
            let cells: Option<Vec<&Effect>> = TRIPLE.iter().map(|(o, _)| find(o)).collect();
            let mut row = vec![findings::name(policy).to_owned()];
            row.extend(cells.map_or_else(|| vec!["not shown".to_owned(); 3], |c| c.into_iter().map(cell).collect()));
            rows.push(row);
        }
        let years = if effects { result.following_years } else { result.funded_years };
        tables.push((format!("Change against the baseline over {}, {noise}", frame::years(years, heading)), rows));
    }
    if !result.policies.is_empty() {
        let alike = result.all_funded_alike();
        let heads: &[&str] = if alike {
            &["", "spent/year", "unspent/year", "S/ per spell averted (95 %)"]
        } else {
            &["", "funded/year", "following/year", "unspent/year", "S/ per spell averted (95 %)"]
        };
        let mut rows = vec![heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>()];
        for policy in findings::by_spells_averted(result) {
            let mut row = vec![findings::name(policy).to_owned(), soles(policy.spend_soles_per_year)];
            if !alike {
                row.push(soles(policy.following_spend_soles_per_year));
            }
            row.extend([soles(policy.unspent_soles_per_year), cost(policy)]);
            rows.push(row);
        }
        let over = if alike {
            format!("{}, not discounted", frame::years(result.funded_years, "funded"))
        } else {
            "funded and following years, not discounted; unspent in years of money; cases of funded years".into()
        };
        tables.push((format!("Money over {over}"), rows));
    }
    let rows = answers.map_or_else(Vec::new, |a| crate::answer_text::adaptation_at_one_vector(result, a));
    if rows.len() > 1 {
        tables.push((
            format!(
                "Change in spells begun a year over {}, before and after adaptation",
                frame::years(result.funded_years, "funded")
            ),
            rows,
        ));
    }
    page.tables(&tables);
    page.says("");
    if let Some(precision) = &result.precision {
        page.says(&format!("Precision: {precision}."));
        page.says("");
    }
    page.says(
        "~ can't be told apart from no effect. Intervals: simulation noise at one parameter vector, not uncertainty about the parameters. \
         Effects: after adaptation, conditional on the assumed response of the trade. Everyone simulated is synthetic; this is no forecast \
         and no evidence by itself.",
    );
    page.text()
}

/// "~−238 ±55 (−8.2 %)".
fn cell(e: &Effect) -> String {
    let unsure = if matches!(verdict(e), Verdict::Unclear | Verdict::NoInterval) { "~" } else { "" };
    let half = e.low.zip(e.high).map(|(low, high)| (high - low) / 2.0);
    let noise = half.map_or(String::new(), |h| format!(" ±{}", compact(h)));
    // No decimals that the noise drowns.
    let change = match half {
        Some(h) if h >= 9.95 && e.difference.abs() < 9.95 => number(e.difference, 0),
        _ => compact(e.difference),
    };
    let relative = e.relative.map_or(String::new(), |r| format!(" ({})", signed_percent(r)));
    let plus = if e.difference > 0.0 && change.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "+" } else { "" };
    format!("{unsure}{plus}{change}{noise}{relative}")
}

/// Three digits with k and M from a hundred thousand on, so that columns stay narrow.
fn compact(x: f64) -> String {
    match x.abs() {
        v if v >= 999_500.0 => format!("{}M", short(x / 1e6)),
        v if v >= 99_999.5 => format!("{}k", number(x / 1e3, 0)),
        v if v >= 9.95 => number(x, 0),
        _ => short(x),
    }
}

fn cost(policy: &PolicyResult) -> String {
    let Some(c) = &policy.cost_per_case_averted else {
        return "nothing averted".into();
    };
    let bare = soles_bare;
    match (c.value, c.low, c.high) {
        (Some(v), Some(low), Some(high)) => {
            format!("{} ({} to {})", bare(v), bare(low), bare(high))
        }
        (Some(v), Some(low), None) => format!("{} (≥ {}, no upper end)", bare(v), bare(low)),
        (Some(v), ..) => format!("{} (no interval)", bare(v)),
        (None, Some(low), _) => format!("nothing averted (≥ {})", bare(low)),
        (None, None, _) => "nothing averted".into(),
    }
}

/// Lines of a page for a terminal of so many columns.
pub(crate) struct Page {
    columns: usize,
    text: String,
}

impl Page {
    pub(crate) fn new(columns: usize) -> Page {
        Page { columns, text: String::new() }
    }

    /// A paragraph, in as many lines as it takes; an empty one is an empty line.
    pub(crate) fn says(&mut self, paragraph: &str) {
        // Plain spaces: a terminal breaks no lines, and readers search.
        let paragraph = paragraph.replace('\u{a0}', " ");
        if width(&paragraph) <= self.columns {
            self.line(&paragraph);
            return;
        }
        for part in broken(&paragraph, self.columns) {
            self.line(&part);
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Tables under their headings; names are as wide in each, so that a policy is named the same way.
    pub(crate) fn tables(&mut self, tables: &[(String, Vec<Vec<String>>)]) {
        let plain = |cell: &String| cell.replace('\u{a0}', " ");
        let rows: Vec<Vec<Vec<String>>> =
            tables.iter().map(|(_, rows)| rows.iter().map(|row| row.iter().map(plain).collect()).collect()).collect();
        for ((heading, _), lines) in tables.iter().zip(laid_out(rows, self.columns)) {
            self.says("");
            self.says(heading);
            lines.iter().for_each(|line| self.line(line));
        }
    }

    pub(crate) fn text(self) -> String {
        self.text
    }
}

/// Tables in lines of at most `columns`, the first column of each as wide as the longest name of all where every table leaves it that much.
fn laid_out(tables: Vec<Vec<Vec<String>>>, columns: usize) -> Vec<Vec<String>> {
    let longest = tables.iter().flatten().filter_map(|row| row.first()).map(|name| width(name)).max().unwrap_or(0);
    let mut tables: Vec<Table> = tables
        .into_iter()
        .map(|rows| {
            let columns = vec![Column::default(); rows.first().map_or(0, Vec::len)];
            Table { indent: 2, gap: 2, columns, rows, names: None }
        })
        .collect();
    // A table that has no room for names at all is laid out by itself.
    let room = tables.iter().filter_map(|table| columns.checked_sub(table.without_names())).min().unwrap_or(columns);
    let names = longest.min(room);
    tables.iter_mut().for_each(|table| {
        table.names = Some(names);
        if let Some(first) = table.columns.first_mut() {
            first.least = names;
        }
    });
    tables.iter().map(|table| table.lines(columns)).collect()
}

/// Rows of cells as CSV, each as [`csv_field`] writes it.
pub(crate) fn csv_text(rows: Vec<Vec<String>>) -> String {
    let line = |row: Vec<String>| row.iter().map(|cell| csv_field(cell)).collect::<Vec<_>>().join(",") + "\n";
    rows.into_iter().map(line).collect()
}

pub(crate) fn cell_or_empty(x: Option<f64>) -> String {
    x.map_or(String::new(), |v| v.to_string())
}

/// One row an arm: levels over the funded years, spending, cost per spell averted. An empty cell is "not known".
pub fn csv_summary(result: &StudyResult) -> String {
    let over_draws = is_over_draws(result);
    // The one interval of this table is that of the cost.
    let intervals = if over_draws { INTERVAL_OVER_DRAWS } else { result.intervals.as_str() };
    let mut header = vec!["arm".to_owned(), "title".into()];
    header.extend(OUTCOMES.iter().map(|(name, _)| (*name).to_owned()));
    header.extend(
        [
            "spend_soles_per_year",
            "unspent_soles_per_year",
            "funded_years_soles_per_spell_averted",
            "funded_years_soles_per_spell_averted_low",
            "funded_years_soles_per_spell_averted_high",
            if over_draws { "worlds" } else { "replicates" },
            "intervals",
            "adaptation",
        ]
        .map(String::from),
    );
    let tail = |row: &mut Vec<String>| {
        row.extend([result.replicates.to_string(), intervals.to_owned(), result.adaptation.clone()]);
    };
    let mut baseline = vec!["baseline".to_owned(), "Baseline".into()];
    baseline.extend(OUTCOMES.iter().map(|(o, _)| cell_or_empty(findings::baseline_mean(result, o))));
    baseline.extend(vec![String::new(); 5]);
    tail(&mut baseline);
    let mut rows = vec![header, baseline];
    for policy in &result.policies {
        let mut row = vec![policy.name.clone(), policy.title.clone()];
        for (outcome, _) in OUTCOMES {
            let base = findings::baseline_mean(result, outcome);
            let change = findings::effect(policy, outcome).map(|e| e.difference);
            row.push(cell_or_empty(base.zip(change).map(|(b, c)| b + c)));
        }
        let cost = policy.cost_per_case_averted.as_ref();
        row.extend([
            policy.spend_soles_per_year.to_string(),
            policy.unspent_soles_per_year.to_string(),
            cell_or_empty(cost.and_then(|c| c.value)),
            cell_or_empty(cost.and_then(|c| c.low)),
            cell_or_empty(cost.and_then(|c| c.high)),
        ]);
        tail(&mut row);
        rows.push(row);
    }
    csv_text(rows)
}

/// Whether effects have intervals over draws.
fn is_over_draws(result: &StudyResult) -> bool {
    result.policies.iter().flat_map(|p| &p.effects).any(|e| e.over_draws.is_some())
}

/// What an interval over draws is.
const INTERVAL_OVER_DRAWS: &str = "95 % of draws (uncertainty about what is assumed), simulation noise taken out";

/// One row a policy, window and outcome. `low` and `high` are simulation noise; in a study of draws `draws_low`, `draws_high` and
/// `below_zero` say what the draws do, and the verdict is that of the report. An empty cell is "not known": with one replicate
/// there is no noise, with few draws no interval over them.
pub fn csv_effects(result: &StudyResult) -> String {
    let header = [
        "policy",
        "title",
        "window",
        "outcome",
        "unit",
        "difference",
        "mc_se",
        "low",
        "high",
        "draws_low",
        "draws_high",
        "below_zero",
        "relative",
        "verdict",
        "intervals",
        "adaptation",
    ];
    let mut rows = vec![header.map(String::from).to_vec()];
    for policy in &result.policies {
        for (window, effects) in [("funded", &policy.effects), ("following", &policy.effects_following)] {
            for e in effects {
                let draws = e.over_draws;
                let verdict = match (draws.as_ref().map_or_else(|| verdict(e), answered::verdict), draws) {
                    (Verdict::Fewer, _) => "fewer",
                    (Verdict::More, _) => "more",
                    (Verdict::Unclear, _) => "not distinguishable from no effect",
                    (Verdict::NoInterval, None) => "one replicate",
                    (Verdict::NoInterval, Some(_)) => answered::no_interval(result.draws),
                };
                let intervals = match draws {
                    Some(_) => {
                        format!("low, high: 95 % simulation noise; draws_low, draws_high: {INTERVAL_OVER_DRAWS}")
                    }
                    None => result.intervals.clone(),
                };
                rows.push(vec![
                    policy.name.clone(),
                    policy.title.clone(),
                    window.into(),
                    e.outcome.clone(),
                    e.unit.clone(),
                    e.difference.to_string(),
                    cell_or_empty(e.mc_se),
                    cell_or_empty(e.low),
                    cell_or_empty(e.high),
                    cell_or_empty(draws.and_then(|d| d.low)),
                    cell_or_empty(draws.and_then(|d| d.high)),
                    cell_or_empty(draws.and_then(|d| d.below_zero)),
                    cell_or_empty(e.relative),
                    verdict.into(),
                    intervals,
                    result.adaptation.clone(),
                ]);
            }
        }
    }
    csv_text(rows)
}
