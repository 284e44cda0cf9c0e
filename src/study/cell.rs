//! One cell: a policy (or the baseline) in one draw and replicate, in one run. It holds what tables, charts and the report
//! need in a few kilobytes: sums by year, weekly counts of the main series, means over the two windows.
//!
//! A cell is made from a world's full record once, and everything shown is made from cells, so that a table has the same
//! bytes whether its cells were just run or read back.

use amparo_model::diagnose::MatchFacts;
use amparo_model::observe::{FunnelYear, Record, TownYear, Week, Window, YearByPlace, window};
use amparo_model::scenario::BASELINE;
use amparo_model::world::Channels;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::fmt;
use std::io::{Read, Write};

/// Which cell of a study.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellId {
    /// Number of the draw.
    pub draw: usize,
    /// Number of the replicate, from 0.
    pub replicate: usize,
    /// Name of the policy, or `baseline`.
    pub arm: String,
    /// Responses of the trade that are live in this run.
    pub run: Channels,
}

impl CellId {
    /// Name of its file, without folder.
    pub fn file_name(&self) -> String {
        format!("d{:05}-r{:05}-{}-{}.cell", self.draw, self.replicate, self.arm, self.run.name())
    }
}

/// The result of one cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Which cell it is.
    pub id: CellId,
    /// Hash of everything this cell's result depends on.
    pub key: String,
    /// False: the burn-in never settled; the replicate is left out and counted.
    pub settled: bool,
    /// Years burnt in.
    pub burn_in_years: usize,
    /// Largest absolute slope at the end of the burn-in, share per year.
    pub drift: f64,
    /// Hash of the world after the funded years (the baseline only) and at the end.
    pub hash_after_funded: Option<String>,
    /// Hash of the world at the end of the run.
    pub hash_at_end: String,
    /// Means over the funded years, and over the following ones if there are any.
    pub funded: Window,
    /// Means over the following years; `None` if the study has none.
    pub following: Option<Window>,
    /// Sums over the weeks of each year, `years[year][column]`, columns as in [`Week::COLUMNS`].
    pub years: Vec<Vec<f64>>,
    /// Weekly counts, simulated persons.
    pub weekly: Weekly,
    /// `towns[year][town]`; in runs A.
    pub towns: Vec<Vec<TownYear>>,
    /// What programmes bought and whom they kept from being drawn in, by year; of policies, in runs A.
    pub funnel: Vec<FunnelYear>,
    /// Newly exploited by year and community (outside last), simulated persons; in runs A and B.
    pub newly_by_community: Vec<Vec<u32>>,
    /// Communities with a programme at any time, one bit each; empty for the baseline.
    pub treated: Vec<u8>,
    /// Results of matching; `None` for policies that do not match.
    pub matched: Option<MatchFacts>,
}

/// The weekly series a study keeps, in simulated persons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Weekly {
    /// Change of the stock of victims against the week before (the first: against 0).
    victims: Vec<i32>,
    /// First spells begun, by week.
    pub newly_exploited: Vec<u32>,
    /// All spells begun, by week.
    pub spells_begun: Vec<u32>,
}

impl Weekly {
    fn of(weeks: &[Week], scale: f64) -> Weekly {
        let count = |persons: f64| (persons / scale + 0.5) as u32;
        let mut before = 0;
        let victims = weeks
            .iter()
            .map(|w| {
                let now = count(w.victims) as i32;
                let change = now - before;
                before = now;
                change
            })
            .collect();
        Weekly {
            victims,
            newly_exploited: weeks.iter().map(|w| count(w.newly_exploited)).collect(),
            spells_begun: weeks.iter().map(|w| count(w.spells_begun)).collect(),
        }
    }

    /// Victims at the end of each week, simulated persons.
    pub fn victims(&self) -> impl Iterator<Item = i32> + '_ {
        self.victims.iter().scan(0, |stock, change| {
            *stock += change;
            Some(*stock)
        })
    }
}

/// Everything a cell is made from.
pub struct Made<'a> {
    /// Which cell it is.
    pub id: CellId,
    /// Hash of everything the cell's result depends on.
    pub key: String,
    /// False: the burn-in never settled.
    pub settled: bool,
    /// Years burnt in.
    pub burn_in_years: usize,
    /// Largest absolute slope at the end of the burn-in, share per year.
    pub drift: f64,
    /// Hash of the world after the funded years; `None` but for the baseline.
    pub hash_after_funded: Option<String>,
    /// Hash of the world at the end of the run.
    pub hash_at_end: String,
    /// Weeks and years since the fork.
    pub record: &'a Record,
    /// Years the policies are funded.
    pub funded_years: usize,
    /// Years after those.
    pub following_years: usize,
    /// Residents of the mining region, persons.
    pub residents: f64,
    /// Number of mining towns.
    pub towns: usize,
    /// Persons one simulated person stands for.
    pub scale: f64,
    /// Whether each community has a programme at any time; empty for the baseline.
    pub treated: &'a [bool],
    /// Budget, forecast and survey of a matched policy; `None` for any other.
    pub matched: Option<MatchFacts>,
}

impl Cell {
    /// Boils a record down.
    pub fn new(made: Made) -> Cell {
        let record = made.record;
        let over = |years| window(record, years, made.residents, made.towns);
        let years = record
            .weeks
            .chunks(amparo_model::world::WEEKS_PER_YEAR as usize)
            .map(|weeks| {
                let mut sums = vec![0.0; Week::COLUMNS.len()];
                for week in weeks {
                    for (sum, value) in sums.iter_mut().zip(week.values()) {
                        *sum += value;
                    }
                }
                sums
            })
            .collect();
        let horizon = made.funded_years + made.following_years;
        let counts = |persons: &[f64]| persons.iter().map(|p| (p / made.scale + 0.5) as u32).collect();
        Cell {
            funded: over(0..made.funded_years),
            following: (made.following_years > 0).then(|| over(made.funded_years..horizon)),
            years,
            weekly: Weekly::of(&record.weeks, made.scale),
            towns: if made.id.run == Channels::ALL {
                record.years.iter().map(YearByPlace::towns).collect()
            } else {
                Vec::new()
            },
            funnel: if made.id.run == Channels::ALL && made.id.arm != BASELINE {
                record.years.iter().map(|year| year.funnel.clone()).collect()
            } else {
                Vec::new()
            },
            newly_by_community: if matches!(made.id.run, Channels::ALL | Channels::NONE) {
                record.years.iter().map(|y| counts(&y.newly_exploited)).collect()
            } else {
                Vec::new()
            },
            treated: bits(made.treated),
            matched: made.matched,
            id: made.id,
            key: made.key,
            settled: made.settled,
            burn_in_years: made.burn_in_years,
            drift: made.drift,
            hash_after_funded: made.hash_after_funded,
            hash_at_end: made.hash_at_end,
        }
    }

    /// Sums over the weeks of each year of one column of [`Week::COLUMNS`].
    ///
    /// # Panics
    /// If there is no such column.
    pub fn yearly(&self, column: &str) -> Vec<f64> {
        let Some(at) = Week::COLUMNS.iter().position(|name| *name == column) else {
            unreachable!("`{column}` is no column of a week");
        };
        self.years.iter().map(|year| year[at]).collect()
    }

    /// Whether a community (by row) has a programme at any time.
    pub fn is_treated(&self, community: usize) -> bool {
        self.treated.get(community / 8).is_some_and(|byte| byte >> (community % 8) & 1 == 1)
    }

    /// As bytes, compressed.
    ///
    /// # Errors
    /// Reason why it could not be written down.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CellError> {
        let plain = postcard::to_stdvec(self).map_err(CellError::Written)?;
        PACKER.with_borrow_mut(|packer| {
            let packed = packer.write_all(&plain).and_then(|()| packer.reset(Vec::new()));
            // One that failed holds what is left of a cell.
            packed.inspect_err(|_| *packer = new_packer()).map_err(CellError::Packed)
        })
    }

    /// From bytes written by this version.
    ///
    /// # Errors
    /// What does not fit.
    pub fn from_bytes(bytes: &[u8]) -> Result<Cell, CellError> {
        let mut plain = Vec::new();
        DeflateDecoder::new(bytes).read_to_end(&mut plain).map_err(CellError::Packed)?;
        let cell: Cell = postcard::from_bytes(&plain).map_err(CellError::Written)?;
        if cell.years.iter().any(|year| year.len() != Week::COLUMNS.len()) {
            return Err(CellError::OtherColumns);
        }
        Ok(cell)
    }
}

thread_local! {
    /// Kept from cell to cell: its tables take a hundred times what a cell takes, and made anew for each they would leave holes that
    /// the little that is kept in between makes useless.
    static PACKER: RefCell<DeflateEncoder<Vec<u8>>> = RefCell::new(new_packer());
}

fn new_packer() -> DeflateEncoder<Vec<u8>> {
    DeflateEncoder::new(Vec::new(), Compression::default())
}

/// Why a cell could not be written down or read back.
#[derive(Debug)]
pub enum CellError {
    /// Its bytes are not those of a cell.
    Written(postcard::Error),
    /// It could not be compressed, or what was compressed is damaged.
    Packed(std::io::Error),
    /// Its columns are those of another version.
    OtherColumns,
}

impl fmt::Display for CellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CellError::Written(error) => write!(f, "{error}"),
            CellError::Packed(error) => write!(f, "{error}"),
            CellError::OtherColumns => f.write_str("its columns are those of another version"),
        }
    }
}

impl std::error::Error for CellError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            CellError::Written(error) => Some(error),
            CellError::Packed(error) => Some(error),
            CellError::OtherColumns => None,
        }
    }
}

/// One bit per flag, lowest first.
fn bits(flags: &[bool]) -> Vec<u8> {
    flags.chunks(8).map(|of_byte| of_byte.iter().rev().fold(0, |byte, flag| byte << 1 | u8::from(*flag))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(record: &Record) -> Made<'_> {
        Made {
            id: CellId { draw: 3, replicate: 1, arm: "information-2M".into(), run: Channels::ALL },
            key: "k".into(),
            settled: true,
            burn_in_years: 10,
            drift: 0.004,
            hash_after_funded: None,
            hash_at_end: "h".into(),
            record,
            funded_years: 1,
            following_years: 1,
            residents: 1000.0,
            towns: 1,
            scale: 2.0,
            treated: &[true, false, false, true, false, false, false, false, true],
            matched: None,
        }
    }

    fn record() -> Record {
        let week = |i: i32| Week {
            week: i,
            victims: f64::from(2 * (100 + i % 7)),
            spells_begun: f64::from(2 * (i % 5)),
            recruiters: 0.3 + f64::from(i),
            ..Week::default()
        };
        let mut year = YearByPlace::default();
        year.newly_exploited = vec![4.0, 0.0, 6.0];
        year.flows = vec![4.0, 0.0, 6.0];
        Record { weeks: (0..104).map(week).collect(), years: vec![year.clone(), year] }
    }

    #[test]
    fn a_cell_read_back_is_the_cell_written() {
        let record = record();
        let cell = Cell::new(made(&record));
        let bytes = cell.to_bytes().unwrap();
        assert_eq!(Cell::from_bytes(&bytes).unwrap(), cell);
        assert!(Cell::from_bytes(&bytes[..bytes.len() - 3]).is_err());
    }

    #[test]
    fn a_cell_holds_the_record_it_was_made_from() {
        let record = record();
        let cell = Cell::new(made(&record));
        let victims: Vec<f64> = cell.weekly.victims().map(|v| f64::from(v) * 2.0).collect();
        assert_eq!(victims, record.weeks.iter().map(|w| w.victims).collect::<Vec<_>>());
        assert_eq!(
            cell.yearly("spells_begun").iter().sum::<f64>(),
            record.weeks.iter().map(|w| w.spells_begun).sum::<f64>()
        );
        assert_eq!(cell.newly_by_community, vec![vec![2, 0, 3]; 2]);
        let treated: Vec<usize> = (0..16).filter(|c| cell.is_treated(*c)).collect();
        assert_eq!(treated, [0, 3, 8]);
        assert!(
            (cell.funded.spells_begun_per_year - record.weeks[..52].iter().map(|w| w.spells_begun).sum::<f64>()).abs()
                < 1e-9
        );
    }
}
