//! The cells of a finished or unfinished study as one table: one row per cell and year. CSV always; Parquet behind the feature
//! `parquet`, whose crates take long to build.

use amparo_model::engine::Interrupt;
use amparo_model::observe::Week;
use amparo_study::cell::Cell;
use amparo_study::error::StudyError;
use amparo_study::files::yearly_value;
use amparo_study::manifest;
use amparo_study::store::Store;
use amparo_study::target::Target;
use amparo_study::write::Unfinished;
use amparo_tables::{Column, Table, cells};
use amparo_text::Diagnostic;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::sync::atomic::Ordering;

/// Columns before those of [`Week::COLUMNS`]: which cell, and which year since the burn-in (the first is 1).
pub const EXPORT_COLUMNS: [&str; 5] = ["draw", "replicate", "policy", "live", "year"];

/// Writes every cell of a directory of results to `file`, by its ending `.csv` or `.parquet`: stocks as means of the year,
/// flows as sums, persons and soles as in series. `live` says which of the trade's responses were live: `all` is after
/// adaptation, `none` before. Says how many cells there were. Cells are read one by one, so that memory does not grow.
///
/// # Errors
/// No cells, a damaged one, an ending that cannot be written, a file that is not to be replaced, an interrupt, or a failed
/// write; then nothing is left behind.
pub fn export(results: &Path, file: &Path, force: bool, interrupt: &Interrupt) -> Result<usize, StudyError> {
    let store = Store::look(results);
    let spare = manifest::spare(results);
    let names: Vec<String> =
        store.cell_files().into_iter().filter(|name| !spare.contains(&format!("cells/{name}"))).collect();
    let input = |message: String, named: &Path, expected: &str| {
        StudyError::from(Diagnostic::new(message).in_file(named.display().to_string()).expected(expected))
    };
    if names.is_empty() {
        let message = format!("{} holds no cells", results.display());
        return Err(input(message, results, "the directory of a study's results"));
    }
    let ending = file.extension().and_then(|e| e.to_str()).unwrap_or("");
    let format: &dyn Format = match ending {
        "csv" => &Csv,
        #[cfg(feature = "parquet")]
        "parquet" => &parquet_file::Parquet,
        #[cfg(not(feature = "parquet"))]
        "parquet" => {
            return Err(input(
                "this program was built without Parquet".into(),
                file,
                "a file that ends in .csv, or a program built with `cargo build --release --features parquet`",
            ));
        }
        _ => {
            return Err(input(
                format!("{} has no ending that can be written", file.display()),
                file,
                "a file that ends in .csv or .parquet",
            ));
        }
    };
    let target = Target::new("export", file, [], Some(force), |file| format.wrote(file))?;
    let cells = Cells { store: &store, names: &names, interrupt };
    target.write_with(|out| format.write(&cells, out))?;
    Ok(names.len())
}

/// The cells to be written, read one by one.
struct Cells<'a> {
    store: &'a Store,
    names: &'a [String],
    interrupt: &'a Interrupt,
}

impl Cells<'_> {
    fn read(&self, name: &str) -> Result<Cell, StudyError> {
        if self.interrupt.load(Ordering::Relaxed) {
            return Err(StudyError::Interrupted);
        }
        self.store.read_cell(name).map_err(|damage| StudyError::Failed(damage.to_string()))
    }
}

/// A way to write cells down.
trait Format {
    fn write(&self, cells: &Cells, out: &mut Unfinished) -> Result<(), StudyError>;
    /// Whether a file is one that this wrote.
    fn wrote(&self, file: &Path) -> bool;
}

fn failed(error: impl std::fmt::Display) -> StudyError {
    StudyError::Failed(format!("cannot write the table: {error}"))
}

/// Numbers of one year of a cell, in the order of [`Week::COLUMNS`].
fn numbers(sums: &[f64]) -> impl Iterator<Item = f64> + '_ {
    Week::COLUMNS.iter().zip(sums).map(|(name, sum)| yearly_value(name, *sum))
}

struct Csv;

impl Csv {
    /// The table without rows: columns of the cell, then those of a week.
    fn empty() -> Table {
        Table::new("cells", EXPORT_COLUMNS.into_iter().chain(Week::COLUMNS.iter().copied()).map(Column::fact))
    }
}

impl Format for Csv {
    fn write(&self, cells: &Cells, out: &mut Unfinished) -> Result<(), StudyError> {
        let mut out = BufWriter::new(out);
        let mut table = Csv::empty();
        out.write_all(table.csv_heading().as_bytes()).map_err(failed)?;
        for name in cells.names {
            let Cell { id, years, .. } = cells.read(name)?;
            table.rows.clear();
            for (year, sums) in years.iter().enumerate() {
                let lead = cells![id.draw, id.replicate, &id.arm, id.run.name(), year + 1];
                table.row(lead.into_iter().chain(numbers(sums).map(amparo_tables::Cell::from)));
            }
            out.write_all(table.csv_rows().as_bytes()).map_err(failed)?;
        }
        out.flush().map_err(failed)
    }

    fn wrote(&self, file: &Path) -> bool {
        let heading = Csv::empty().csv_heading();
        let mut start = vec![0; heading.len()];
        File::open(file).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == heading.as_bytes()
    }
}

#[cfg(feature = "parquet")]
mod parquet_file {
    use super::{Cell, Cells, EXPORT_COLUMNS, Format, StudyError, Unfinished, Week, failed, numbers};
    use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::types::Type;
    use std::fs::File;
    use std::path::Path;
    use std::sync::Arc;

    /// Cells in a row group.
    const GROUP: usize = 256;

    /// Name of the table in the file.
    const TABLE: &str = "cells";

    pub struct Parquet;

    impl Format for Parquet {
        fn write(&self, cells: &Cells, out: &mut Unfinished) -> Result<(), StudyError> {
            written(cells, out).map_err(|error| match error.downcast::<StudyError>() {
                Ok(own) => *own,
                Err(other) => failed(other),
            })
        }

        fn wrote(&self, file: &Path) -> bool {
            let read = File::open(file).ok().and_then(|file| SerializedFileReader::new(file).ok());
            read.is_some_and(|read| {
                let schema = read.metadata().file_metadata().schema_descr_ptr();
                let columns: Vec<&str> = schema.columns().iter().map(|column| column.name()).collect();
                schema.name() == TABLE
                    && columns.iter().copied().eq(EXPORT_COLUMNS.into_iter().chain(Week::COLUMNS.iter().copied()))
            })
        }
    }

    fn column(name: &str, physical: Physical) -> Result<Arc<Type>, parquet::errors::ParquetError> {
        let text = if physical == Physical::BYTE_ARRAY { ConvertedType::UTF8 } else { ConvertedType::NONE };
        let column = Type::primitive_type_builder(name, physical).with_converted_type(text);
        column.with_repetition(Repetition::REQUIRED).build().map(Arc::new)
    }

    fn written(cells: &Cells, out: &mut Unfinished) -> Result<(), Box<dyn std::error::Error>> {
        let mut fields = Vec::new();
        for name in EXPORT_COLUMNS {
            let text = matches!(name, "policy" | "live");
            fields.push(column(name, if text { Physical::BYTE_ARRAY } else { Physical::INT32 })?);
        }
        for name in Week::COLUMNS {
            fields.push(column(name, Physical::DOUBLE)?);
        }
        let schema = Arc::new(Type::group_type_builder(TABLE).with_fields(fields).build()?);
        let properties = Arc::new(WriterProperties::builder().set_compression(Compression::SNAPPY).build());
        let mut writer = SerializedFileWriter::new(out, schema, properties)?;
        for group in cells.names.chunks(GROUP) {
            let cells = group.iter().map(|name| cells.read(name)).collect::<Result<Vec<Cell>, StudyError>>()?;
            let rows =
                || cells.iter().flat_map(|cell| cell.years.iter().enumerate().map(move |(y, sums)| (cell, y, sums)));
            let whole = |f: &dyn Fn(&Cell, usize) -> usize| -> Vec<i32> {
                rows().map(|(cell, year, _)| i32::try_from(f(cell, year)).unwrap_or(i32::MAX)).collect()
            };
            let text = |f: &dyn Fn(&Cell) -> String| -> Vec<ByteArray> {
                rows().map(|(cell, ..)| ByteArray::from(f(cell).into_bytes())).collect()
            };
            let mut row_group = writer.next_row_group()?;
            let whole_numbers =
                [whole(&|cell, _| cell.id.draw), whole(&|cell, _| cell.id.replicate), whole(&|_, year| year + 1)];
            let texts = [text(&|cell| cell.id.arm.clone()), text(&|cell| cell.id.run.name())];
            let matrix: Vec<Vec<f64>> = rows().map(|(.., sums)| numbers(sums).collect()).collect();
            let mut at = 0;
            while let Some(mut column) = row_group.next_column()? {
                match at {
                    0 | 1 => column.typed::<Int32Type>().write_batch(&whole_numbers[at], None, None)?,
                    2 | 3 => column.typed::<ByteArrayType>().write_batch(&texts[at - 2], None, None)?,
                    4 => column.typed::<Int32Type>().write_batch(&whole_numbers[2], None, None)?,
                    _ => {
                        let values: Vec<f64> = matrix.iter().map(|row| row[at - EXPORT_COLUMNS.len()]).collect();
                        column.typed::<DoubleType>().write_batch(&values, None, None)?
                    }
                };
                column.close()?;
                at += 1;
            }
            row_group.close()?;
        }
        writer.close()?;
        Ok(())
    }
}
