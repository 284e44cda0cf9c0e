//! The scenarios of this project, built into the program, so that it runs where there is no clone of the project.

use amparo_files::Shipped;
use flate2::read::DeflateDecoder;
use std::io::Read;

/// What the program ships with: everything below `scenarios/`.
pub static SHIPPED: Shipped = Shipped::new(unpacked);

/// All files, one after the other, deflated.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/shipped.deflate"));

/// Paths below `scenarios/`, and how many bytes each has, in the order in which they were packed.
static FILES: &[(&str, usize)] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// Paths and bytes. What the build packed can be unpacked; a test reads every file.
fn unpacked() -> Vec<(String, Vec<u8>)> {
    let mut reader = DeflateDecoder::new(PACKED);
    let mut files = Vec::with_capacity(FILES.len());
    for (path, length) in FILES {
        let mut bytes = vec![0; *length];
        if reader.read_exact(&mut bytes).is_err() {
            break;
        }
        files.push(((*path).to_owned(), bytes));
    }
    files
}
