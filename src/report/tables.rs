//! Results as text: a table for the terminal, and CSV with every digit.

use crate::kit::answered::{self, Verdict};
use amparo_decide::answers::Answers;
use amparo_decide::result::{Effect, FUNDED, StudyResult};
use amparo_model::observe::Outcome;
use amparo_text::{Column, Table, broken, csv_field, width};

/// Widest line of [`text_table`], in columns.
const COLUMNS: usize = 100;

/// The study for a terminal: plain, aligned, at most 100 columns.
pub fn text_table(result: &StudyResult, answers: &Answers) -> String {
    text_table_within(result, answers, COLUMNS)
}

/// The same in at most this number of columns, and never more than 100.
pub fn text_table_within(result: &StudyResult, answers: &Answers, columns: usize) -> String {
    super::answer_text::text(result, answers, columns.min(COLUMNS))
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

/// One row per arm: levels over the funded years and spending. An empty cell is "not known".
pub fn csv_summary(result: &StudyResult) -> String {
    let mut header = vec!["arm".to_owned(), "title".into()];
    header.extend(result.outcomes.iter().map(|outcome| outcome.name.to_owned()));
    let worlds = if result.draws > 1 { "worlds" } else { "replicates" };
    header.extend(["spend_soles_per_year", "unspent_soles_per_year", worlds, "adaptation"].map(String::from));
    let tail = [result.replicates.to_string(), result.adaptation.clone()];
    let levels = |change: &dyn Fn(&Outcome) -> Option<f64>| -> Vec<String> {
        let level = |outcome: &&Outcome| Some(result.baseline.of(outcome)? + change(outcome)?);
        result.outcomes.iter().map(|outcome| cell_or_empty(level(outcome))).collect()
    };
    let mut rows = vec![header];
    let mut baseline = vec!["baseline".to_owned(), "Baseline".into()];
    baseline.extend(levels(&|_| Some(0.0)));
    baseline.extend(vec![String::new(); 2]);
    baseline.extend(tail.clone());
    rows.push(baseline);
    for policy in &result.policies {
        let mut row = vec![policy.name.clone(), policy.title.clone()];
        row.extend(levels(&|outcome| result.effect(&policy.name, outcome, FUNDED).map(|e| e.change.mean)));
        row.extend([policy.spend_soles_per_year.to_string(), policy.unspent_soles_per_year.to_string()]);
        row.extend(tail.clone());
        rows.push(row);
    }
    csv_text(rows)
}

/// One row per policy, window and outcome. `noise_low` and `noise_high` are simulation noise, `draws_low` and `draws_high` what the
/// draws do; the verdict is that of the report. An empty cell is "not known": with one replicate there is no noise, with few draws
/// no interval over them.
pub fn csv_effects(result: &StudyResult) -> String {
    let mut header = ["policy", "title", "window", "outcome", "unit", "baseline"].map(String::from).to_vec();
    header.extend(Effect::CHANGE.map(String::from));
    header.extend(["relative", "verdict", "adaptation"].map(String::from));
    let mut rows = vec![header];
    for e in &result.effects {
        let title = result.policies.iter().find(|p| p.name == e.policy).map_or("", |p| p.title.as_str());
        let verdict = match answered::verdict(&e.change) {
            Verdict::Fewer => "fewer",
            Verdict::More => "more",
            Verdict::Unclear => "not distinguishable from no effect",
            Verdict::NoInterval if e.change.at_one_vector() => "one replicate",
            Verdict::NoInterval => answered::no_interval(e.change.draws),
        };
        let mut row = [&e.policy, title, e.window, e.outcome.name, e.outcome.unit].map(str::to_owned).to_vec();
        row.push(e.baseline.to_string());
        row.extend(e.change.values().map(cell_or_empty));
        row.extend([cell_or_empty(e.relative()), verdict.into(), result.adaptation.clone()]);
        rows.push(row);
    }
    csv_text(rows)
}
