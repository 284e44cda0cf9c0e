//! The cells of a finished or unfinished study as one table: a row a cell and year. CSV always; Parquet behind the feature
//! `parquet`, whose crates take long to build.

use super::cell::Cell;
use super::error::StudyError;
use super::files::yearly_value;
use super::store::Store;
use crate::observe::Week;
use crate::register::{Diagnostic, csv_field};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Columns before those of [`Week::COLUMNS`]: which cell, and which year since the burn-in (the first is 1).
pub const EXPORT_COLUMNS: [&str; 5] = ["draw", "replicate", "policy", "live", "year"];

/// Writes every cell of a directory of results to `file`, by its ending `.csv` or `.parquet`: stocks as means of the year,
/// flows as sums, persons and soles as in series. `live` says which of the trade's responses were live: `all` is after
/// adaptation, `none` before. Says how many cells there were. Cells are read one by one, so that memory does not grow.
///
/// # Errors
/// No cells, a damaged one, an ending that cannot be written, or a failed write; then nothing is left behind.
pub fn export(results: &Path, file: &Path) -> Result<usize, StudyError> {
    let store = Store::look(results);
    let names = store.cell_files();
    let input = |message: String, expected: &str| StudyError::from(Diagnostic::new(message).expected(expected));
    if names.is_empty() {
        return Err(input(format!("{} holds no cells", results.display()), "the directory of a study's results"));
    }
    let ending = file.extension().and_then(|e| e.to_str()).unwrap_or("");
    let write: fn(&Store, &[String], File) -> Result<(), String> = match ending {
        "csv" => csv,
        #[cfg(feature = "parquet")]
        "parquet" => parquet_file::write,
        #[cfg(not(feature = "parquet"))]
        "parquet" => {
            return Err(input(
                "this program was built without Parquet".into(),
                "a file that ends in .csv, or a program built with `cargo build --release --features parquet`",
            ));
        }
        _ => {
            return Err(input(
                format!("{} has no ending that can be written", file.display()),
                "a file that ends in .csv or .parquet",
            ));
        }
    };
    let unfinished = file.with_extension("unfinished");
    let under_way = super::writing(&unfinished);
    let written = File::create(&unfinished)
        .map_err(|e| StudyError::file("write", &unfinished, &e))
        .and_then(|out| write(&store, &names, out).map_err(StudyError::Failed))
        .and_then(|()| std::fs::rename(&unfinished, file).map_err(|e| StudyError::file("write", file, &e)));
    if written.is_err() {
        // What is half written goes; if that fails too there is nothing more to do.
        let _ = std::fs::remove_file(&unfinished);
    }
    written.map(|()| under_way.done()).map(|()| names.len())
}

/// Numbers of one year of a cell, in the order of [`Week::COLUMNS`].
fn numbers(sums: &[f64]) -> impl Iterator<Item = f64> + '_ {
    Week::COLUMNS.iter().zip(sums).map(|(name, sum)| yearly_value(name, *sum))
}

fn csv(store: &Store, names: &[String], out: File) -> Result<(), String> {
    let mut out = BufWriter::new(out);
    let mut line = format!("{},{}\n", EXPORT_COLUMNS.join(","), Week::COLUMNS.join(","));
    for name in names {
        let Cell { id, years, .. } = store.read_cell(name)?;
        for (year, sums) in years.iter().enumerate() {
            let _ = write!(line, "{},{},{},{},{}", id.draw, id.replicate, csv_field(&id.arm), id.run, year + 1);
            for number in numbers(sums) {
                let _ = write!(line, ",{number}");
            }
            line.push('\n');
        }
        out.write_all(line.as_bytes()).map_err(|e| e.to_string())?;
        line.clear();
    }
    out.into_inner().map_err(|e| e.to_string())?.sync_data().map_err(|e| e.to_string())
}

#[cfg(feature = "parquet")]
mod parquet_file {
    use super::{Cell, EXPORT_COLUMNS, Store, Week, numbers};
    use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::types::Type;
    use std::fs::File;
    use std::sync::Arc;

    /// Cells in a row group.
    const GROUP: usize = 256;

    pub fn write(store: &Store, names: &[String], out: File) -> Result<(), String> {
        written(store, names, out).map_err(|e| e.to_string())
    }

    fn column(name: &str, physical: Physical) -> Result<Arc<Type>, parquet::errors::ParquetError> {
        let text = if physical == Physical::BYTE_ARRAY { ConvertedType::UTF8 } else { ConvertedType::NONE };
        let column = Type::primitive_type_builder(name, physical).with_converted_type(text);
        column.with_repetition(Repetition::REQUIRED).build().map(Arc::new)
    }

    fn written(store: &Store, names: &[String], out: File) -> Result<(), Box<dyn std::error::Error>> {
        let mut fields = Vec::new();
        for name in EXPORT_COLUMNS {
            let text = matches!(name, "policy" | "live");
            fields.push(column(name, if text { Physical::BYTE_ARRAY } else { Physical::INT32 })?);
        }
        for name in Week::COLUMNS {
            fields.push(column(name, Physical::DOUBLE)?);
        }
        let schema = Arc::new(Type::group_type_builder("cells").with_fields(fields).build()?);
        let properties = Arc::new(WriterProperties::builder().set_compression(Compression::SNAPPY).build());
        let mut writer = SerializedFileWriter::new(out, schema, properties)?;
        for group in names.chunks(GROUP) {
            let cells = group.iter().map(|name| store.read_cell(name)).collect::<Result<Vec<Cell>, String>>()?;
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
