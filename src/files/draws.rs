//! `[draws]` of a study: which parameter vectors, how they are sampled, and the stored table of solved ones.

use super::columns::{DRAW_COLUMNS, UNSOLVED_COLUMN};
use super::declared::MOST_POINTS;
use super::document::{Entry, Place, Value};
use super::files::Files;
use super::reading::Reading;
use amparo_model::register::{Prior, Register};
use amparo_model::scenario::{Draw, DrawPlan, DrawRecord, DrawSample, RANGE_TARGETS, SOLVED};
use amparo_text::{Diagnostic, Header, Rows, SourceText};
use std::collections::BTreeMap;
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
    let header = source.text.trim_start_matches('\u{feff}').trim_start().lines().next().unwrap_or_default();
    let counted = header.split(',').any(|name| name.trim().trim_matches('"') == UNSOLVED_COLUMN);
    let fixed = DRAW_COLUMNS.iter().copied().chain(counted.then_some(UNSOLVED_COLUMN));
    let columns: Vec<&str> = fixed.chain(parameters.iter().map(String::as_str)).collect();
    Rows::parse(source, &Header::of(&columns))
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
    let (path, rows) = of.keep(read_table(named, study, files, register, &sample, tables))?;
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
    let (path, rows) = of.keep(read_table(named, study, files, register, &plan.sample, tables))?;
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
    if tables == Tables::MayBeMissing || !file.exists() {
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
) -> Result<(PathBuf, Vec<Draw>), Diagnostic> {
    let path = entry.node.place.beside(entry.text()?);
    let make = format!("a table of draws; make it with `amparo calibrate {} --write`", study.file().display());
    if !files.has(&path) {
        return match tables {
            Tables::MayBeMissing => Ok((path, Vec::new())),
            Tables::Needed => {
                Err(entry.error(format!("there is no table of draws `{}`", path.display())).expected(make))
            }
        };
    }
    // A table that is to be made anew need not be right.
    if tables == Tables::MayBeMissing {
        return Ok((path, Vec::new()));
    }
    let source = files.read_named(entry)?;
    if !source.text.ends_with('\n') {
        let end = source.text.len();
        return Err(source
            .error(end.saturating_sub(1)..end, "the last line has no end: the table may have been cut short")
            .expected(make));
    }
    let parameters = parameter_columns(sample);
    let rows = draw_rows(source, sample).map_err(|mut error| {
        error.expected = Some(match error.expected {
            Some(expected) => format!("{expected}: {make}"),
            None => make.clone(),
        });
        error
    })?;
    let mut draws: Vec<Draw> = Vec::new();
    for row in rows.iter() {
        let number = row.whole_in("number", 0..=MOST_POINTS - 1)?;
        if draws.last().is_some_and(|last| number <= last.number) {
            return Err(row
                .error("number", format!("draw {number} comes after draw {}", draws.len()))
                .expected("numbers in ascending order"));
        }
        // The points between a draw and the one before it, of which a table with a column of them says how many had no solution.
        let between = number - draws.last().map_or(0, |last| last.number + 1);
        let unsolved = if row.has(UNSOLVED_COLUMN) { row.whole_in(UNSOLVED_COLUMN, 0..=between)? } else { between };
        let weight = row.number("weight")?;
        if !WEIGHTS.contains(&weight) {
            return Err(row.error("weight", format!("`weight` is {weight:?}")).expected(format!(
                "a number above 0, from {:e} to {:e}",
                WEIGHTS.start(),
                WEIGHTS.end()
            )));
        }
        let mut values = BTreeMap::new();
        for name in &parameters {
            let value = row.number(name)?;
            if let Err(error) = register.check(name, value) {
                return Err(Diagnostic { expected: error.expected, ..row.error(name, error.message) });
            }
            values.insert(name.clone(), value);
        }
        draws.push(Draw { number, unsolved, weight, values });
    }
    if draws.is_empty() {
        return Err(rows.error("the table has no draw").expected(make));
    }
    Ok((path, draws))
}
