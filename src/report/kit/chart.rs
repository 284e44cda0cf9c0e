//! A chart ready to be painted, and its pictures.

use super::error::ReportError;
use super::paint;
use super::plotted;
use super::scene::Scene;
use amparo_tables::Table;

/// Version of the program, as reports name it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// One chart, ready to be painted.
#[derive(Clone, Debug)]
pub struct Chart {
    /// File stem and element id.
    pub name: &'static str,
    /// The finding, hedged as the intervals ask.
    pub title: String,
    /// What a reader who cannot see it needs to know.
    pub alt: String,
    /// The picture as data.
    pub scene: Scene,
}

impl Chart {
    /// The chart as an SVG that stands alone, font inside.
    pub fn svg(&self) -> Result<String, ReportError> {
        paint::svg(&self.scene, self.name, &self.title, &self.alt, true)
    }

    /// The chart as an SVG for a page that has the font already.
    pub fn inline_svg(&self) -> Result<String, ReportError> {
        paint::svg(&self.scene, self.name, &self.title, &self.alt, false)
    }

    /// The chart as files of a directory of results: `charts/<name>.svg` and `.png`, painted from the same scene, and `.csv`, the
    /// numbers that it draws.
    ///
    /// # Errors
    /// [`ReportError`] if it cannot be painted.
    pub fn pictures(&self) -> Result<[Picture; 3], ReportError> {
        let [svg, png, csv] = self.file_names();
        Ok([
            Picture { name: svg, bytes: self.svg()?.into_bytes() },
            Picture { name: png, bytes: paint::png(&self.scene)? },
            Picture { name: csv, bytes: self.numbers().csv().into_bytes() },
        ])
    }

    /// The numbers that it draws, one a row.
    pub fn numbers(&self) -> Table {
        plotted::table(self.name, &self.scene.plotted)
    }

    /// Names of those files.
    pub fn file_names(&self) -> [String; 3] {
        ["svg", "png", "csv"].map(|format| format!("charts/{}.{format}", self.name))
    }
}

/// A painted chart.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Name of its file in a directory of results.
    pub name: String,
    /// Contents of the file.
    pub bytes: Vec<u8>,
}
