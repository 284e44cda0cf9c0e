//! `[draws]` of a study: which parameter vectors, how they are sampled, and the stored table of solved ones.

use super::columns::{DRAW_COLUMNS, DRAWS, UNSOLVED_COLUMN};
use super::document::{Entry, Place, Value};
use super::files::Files;
use super::line::{Line, each};
use super::problems::Problems;
use super::reading::Reading;
use amparo_model::register::{Prior, Register};
use amparo_model::scenario::{Draw, DrawPlan, DrawRecord, DrawSample, RANGE_TARGETS, SOLVED};
use amparo_text::{Diagnostic, Header, Rows, SourceText};
use std::collections::BTreeMap;
use std::ops::ControlFlow::Continue;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// Weights of draws, on any scale: sums of their squares stay numbers.
const WEIGHTS: RangeInclusive<f64> = 1e-30..=1e30;

/// Whether a study may name a table that is still to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tables {
    Needed,
    MayBeMissing,
}

/// Columns of the parameters in a draws table: sampled ones in their order, targets with a range, solved ones.
pub fn parameter_columns(sample: &DrawSample) -> Vec<String> {
    let fixed = RANGE_TARGETS.iter().chain(&SOLVED).map(|name| (*name).to_owned());
    sample.parameters.iter().cloned().chain(fixed).collect()
}

/// Reads a draws table. The column [`UNSOLVED_COLUMN`] may be missing: what others solved, or earlier versions, has none.
///
/// # Errors
/// Those of [`Rows::parse`].
pub fn draw_rows(source: SourceText, sample: &DrawSample) -> Result<Rows, Diagnostic> {
    let parameters = parameter_columns(sample);
    Rows::parse(source, &Header { needed: &needed(&parameters), optional: &[UNSOLVED_COLUMN], in_order: false })
}

/// Columns that a draws table always has.
fn needed(parameters: &[String]) -> Vec<&str> {
    DRAW_COLUMNS.iter().copied().chain(parameters.iter().map(String::as_str)).collect()
}

/// Reads `[draws]`.
pub(super) fn read(
    of: &Reading<'_>,
    study: &Place,
    files: &mut Files,
    register: &Register,
    tables: Tables,
) -> Option<DrawPlan> {
    let sample = of.table("sample").and_then(|of| read_sample(&of, register));
    let (as_given, named) = (of.flag("as_given"), of.needed("table"));
    let (sample, named) = (sample?, named?);
    let (path, rows) = read_table(named, study, files, register, &sample, tables, of.problems)?;
    let record = of.keep(read_record(named, &path, files, tables))?;
    let available = if rows.is_empty() { sample.count } else { rows.len() };
    let most = i64::try_from(available).unwrap_or(i64::MAX);
    let used = match of.entry("used") {
        Some(_) => of.whole_in("used", 1..=most)?,
        None => most,
    };
    let repeated = of.whole_in("repeated", 0..=used)?;
    Some(DrawPlan {
        table: path,
        rejected: rows.iter().map(|row| row.unsolved).sum(),
        rows,
        used: usize::try_from(used).unwrap_or(available),
        repeated: usize::try_from(repeated).unwrap_or(0),
        sample,
        record,
        as_given: as_given.unwrap_or(false),
        named: named.error(""),
    })
}

/// The same plan with another table (of another baseline).
pub(super) fn at_another_baseline(
    of: &Reading<'_>,
    study: &Place,
    files: &mut Files,
    register: &Register,
    plan: &DrawPlan,
    tables: Tables,
) -> Option<DrawPlan> {
    let used = match of.entry("used") {
        Some(_) => {
            let most = i64::try_from(plan.used).unwrap_or(i64::MAX);
            of.whole_in("used", 1..=most).map(|used| usize::try_from(used).unwrap_or(plan.used))
        }
        None => Some(plan.used),
    };
    let (as_given, named) = (of.flag("as_given"), of.needed("table")?);
    let (path, rows) = read_table(named, study, files, register, &plan.sample, tables, of.problems)?;
    let used = used?;
    if !rows.is_empty() && rows.len() < used {
        return of.wrong(
            named
                .error(format!("the table has {} draws, and the study uses {used}", rows.len()))
                .expected(format!("a table of at least {used} draws, or a smaller `used`")),
        );
    }
    Some(DrawPlan {
        rejected: rows.iter().map(|row| row.unsolved).sum(),
        rows,
        used,
        repeated: plan.repeated.min(used),
        sample: plan.sample.clone(),
        record: of.keep(read_record(named, &path, files, tables))?,
        as_given: as_given.unwrap_or(plan.as_given),
        named: named.error(""),
        table: path,
    })
}

/// The file beside a table that says what its draws were solved for.
pub fn record_file(table: &Path) -> PathBuf {
    table.with_extension("solved.toml")
}

/// The file beside a table that compares its parameters with their priors.
pub fn posterior_file(table: &Path) -> PathBuf {
    beside(table, "posterior")
}

/// The file beside a table that compares its targets with what its worlds show.
pub fn predictive_file(table: &Path) -> PathBuf {
    beside(table, "predictive")
}

fn beside(table: &Path, what: &str) -> PathBuf {
    let mut name = table.file_stem().unwrap_or_default().to_os_string();
    name.push(format!("_{what}.csv"));
    table.with_file_name(name)
}

/// Reads what a table was solved for, if it is there and the table is to be used.
fn read_record(
    named: &Entry,
    table: &Path,
    files: &mut Files,
    tables: Tables,
) -> Result<Option<DrawRecord>, Diagnostic> {
    let file = record_file(table);
    if tables == Tables::MayBeMissing || !files.has(&file) {
        return Ok(None);
    }
    let source = files.read(&file).map_err(|error| match error.spot {
        Some(_) => error,
        None => named.node.place.locate(error),
    })?;
    Ok(Some(DrawRecord { file, text: source.text.to_string() }))
}

fn read_sample(of: &Reading<'_>, register: &Register) -> Option<DrawSample> {
    let (seed, count, first) = (of.whole("seed"), of.whole("count"), of.whole("first"));
    let list = of.needed("parameters")?;
    let mut parameters: Vec<String> = Vec::new();
    for item in of.keep(list.items("names of parameters in quotes"))? {
        let Value::Text(name) = &item.value else {
            of.problems.push(item.place.error("this is not the name of a parameter").expected("a name in quotes"));
            continue;
        };
        let Some(found) = register.get(name) else {
            of.problems.push(
                item.place
                    .error(format!("unknown parameter `{name}`"))
                    .expected("a parameter of the register, such as decision.mu")
                    .nearest(register.nearest(name)),
            );
            if of.problems.full() {
                break;
            }
            continue;
        };
        let why_not = if parameters.contains(name) {
            Some(format!("`{name}` is listed twice"))
        } else if found.prior == Prior::Fixed {
            Some(format!("`{name}` is never drawn: its prior is fixed"))
        } else if SOLVED.contains(&name.as_str()) {
            Some(format!("`{name}` is solved for each draw's targets, not drawn"))
        } else if RANGE_TARGETS.contains(&name.as_str()) || found.group() == "targets" {
            Some(format!("`{name}` belongs to the targets, which are always drawn"))
        } else {
            None
        };
        match why_not {
            Some(why_not) => of
                .problems
                .push(item.place.error(why_not).expected("parameters with a uniform or loguniform prior, each once")),
            None => parameters.push(name.clone()),
        }
    }
    Some(DrawSample {
        seed: seed?.unsigned_abs(),
        count: usize::try_from(count?).unwrap_or(1),
        first: usize::try_from(first?).unwrap_or(1),
        parameters,
    })
}

/// The rows of a table; none if it may be and is still to be made.
fn read_table(
    entry: &Entry,
    study: &Place,
    files: &mut Files,
    register: &Register,
    sample: &DrawSample,
    tables: Tables,
    problems: &Problems,
) -> Option<(PathBuf, Vec<Draw>)> {
    let path = entry.node.place.beside(problems.keep(entry.text())?);
    let make = format!("a table of draws; make it with `amparo calibrate {} --write`", study.file().display());
    // A table that is to be made anew need not be right.
    if tables == Tables::MayBeMissing {
        return Some((path, Vec::new()));
    }
    if !files.has(&path) {
        problems.push(entry.error(format!("there is no table of draws `{}`", path.display())).expected(make));
        return None;
    }
    let source = problems.keep(files.read_named(entry))?;
    if !source.text.ends_with('\n') {
        let end = source.text.len();
        let problem = source
            .error(end.saturating_sub(1)..end, "the last line has no end: the table may have been cut short")
            .expected(make);
        problems.push(problem);
        return None;
    }
    let parameters = parameter_columns(sample);
    let header = Header { needed: &needed(&parameters), optional: &[UNSOLVED_COLUMN], in_order: false };
    let (rows, unfit) = match Rows::read(source, &header) {
        Ok(read) => read,
        Err(wrong) => {
            // Another list of parameters is another table.
            let (more, mut all) = wrong.into_all();
            for problem in &mut all {
                problem.expected = Some(match problem.expected.take() {
                    Some(expected) => format!("{expected}: {make}"),
                    None => make.clone(),
                });
            }
            Diagnostic::of_all(all, more).into_iter().for_each(|problem| problems.push(problem));
            return None;
        }
    };
    unfit.into_iter().for_each(|problem| problems.push(problem));
    let with_unsolved = rows.has(UNSOLVED_COLUMN);
    let mut last: Option<usize> = None;
    let anew =
        format!("if the register changed, draws made anew: `amparo calibrate {} --write`", study.file().display());
    let draws = each(&rows, &DRAWS, problems, |line, _| {
        let number = line.whole("number").and_then(|number| in_order(line, number, last));
        // The points between a draw and the one before it, of which a table with a column of them says how many had no solution.
        let between = number.map(|number| number - last.map_or(0, |last| last + 1));
        let unsolved = match (with_unsolved, between) {
            (true, Some(between)) => line.keep(line.row.whole_in(UNSOLVED_COLUMN, 0..=between)),
            (_, between) => between,
        };
        last = number.or(last);
        let weight = weight(line);
        let values: Vec<Option<(String, f64)>> =
            parameters.iter().map(|name| value(line, register, name, &anew)).collect();
        let values: Option<BTreeMap<String, f64>> = values.into_iter().collect();
        Continue((|| Some(Draw { number: number?, unsolved: unsolved?, weight: weight?, values: values? }))())
    })?;
    if draws.is_empty() {
        problems.push(rows.error("the table has no draw").expected(make));
        return None;
    }
    Some((path, draws))
}

/// The number of a draw, if it comes after the one before it.
fn in_order(line: &Line<'_>, number: usize, last: Option<usize>) -> Option<usize> {
    match last.filter(|last| number <= *last) {
        Some(last) => line.wrong(
            line.row
                .error("number", format!("draw {number} comes after draw {last}"))
                .expected("numbers in ascending order"),
        ),
        None => Some(number),
    }
}

fn weight(line: &Line<'_>) -> Option<f64> {
    let weight = line.keep(line.row.number("weight"))?;
    if WEIGHTS.contains(&weight) {
        return Some(weight);
    }
    line.wrong(line.row.error("weight", format!("`weight` is {weight:?}")).expected(format!(
        "a number above 0, from {:e} to {:e}",
        WEIGHTS.start(),
        WEIGHTS.end()
    )))
}

/// A parameter of a draw with its value, within the register's bounds; `anew` is what else would help.
fn value(line: &Line<'_>, register: &Register, name: &str, anew: &str) -> Option<(String, f64)> {
    let value = line.keep(line.row.number(name))?;
    match register.check(name, value) {
        Ok(_) => Some((name.to_owned(), value)),
        Err(error) => {
            let expected = error.expected.map(|expected| format!("{expected}; or, {anew}"));
            line.wrong(Diagnostic { expected, ..line.row.error(name, error.message) })
        }
    }
}
