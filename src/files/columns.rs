//! Every column of the tables that scenarios and studies name, declared as keys of files are.

use super::keys::{Given, Key, Keys, Takes};
use super::limits::MOST_PLACES;
use Given::{Optional, Required};
use Takes::{Called, Number, OneOf, Persons, Whole};

const SHARE: Takes = Number(0.0, 1.0);
/// Neither end: median income follows from its quantile.
const POVERTY: Takes = Number(0.0005, 0.9995);
const EARNINGS: Takes = Number(0.01, 100.0);
const HOURS: Takes = Number(0.0, 1000.0);
const LOG_ODDS: Takes = Number(-20.0, 20.0);

const fn poverty_rate() -> Key {
    Key::new("poverty_rate", POVERTY, Required, "in households below the poverty line P").unit("share of persons")
}

const fn taboo() -> Key {
    Key::new("taboo", SHARE, Required, "0: such things are talked of freely, 1: not at all")
}

const fn violence_share() -> Key {
    Key::new("violence_share", SHARE, Required, "with violence").unit("share of households")
}

const fn adult_earnings() -> Key {
    Key::new("adult_earnings", EARNINGS, Required, "what grown women earn here").unit("× poverty line per month")
}

const fn phone_share() -> Key {
    Key::new("phone_share", SHARE, Required, "with phone and signal").unit("share of girls")
}

const fn hours_to_gateway() -> Key {
    Key::new(
        "hours_to_gateway",
        HOURS,
        Optional,
        "to where the roads to the mining towns part; left out where `travel.csv` states the routes to towns",
    )
    .unit("hours of travel")
}

/// `departments.csv`.
pub static DEPARTMENTS: Keys = Keys {
    name: "departments",
    says: "One department per row: what its synthetic communities are drawn around, and what calibration compares with.",
    keys: &[
        Key::new("name", Called, Required, "unique"),
        Key::new("population", Persons(1.0, 1e9), Required, "at the census of 2017").unit("residents"),
        Key::new("districts", Whole(1, MOST_PLACES as i64), Required, "synthetic communities it gets")
            .range("1 to 65,535, in all too"),
        poverty_rate(),
        taboo(),
        violence_share(),
        adult_earnings(),
        phone_share(),
        hours_to_gateway(),
        Key::new("in_school_at_12", SHARE, Required, "in school at twelve").unit("share of girls"),
        Key::new(
            "origin_share",
            SHARE,
            Required,
            "who come from here; a target of calibration where `fitted`, a comparison otherwise",
        )
        .unit("share of newly exploited")
        .range("0 to 1, in all at most 1"),
        Key::new(
            "fitted",
            OneOf("answer", &["yes", "no"]),
            Required,
            "whether its attraction is fitted to `origin_share`",
        ),
    ],
};

/// `towns.csv`.
pub static TOWNS: Keys = Keys {
    name: "towns",
    says: "One mining town per row.",
    keys: &[
        Key::new("name", Called, Required, "unique"),
        Key::new("miners", Persons(0.0, 1e9), Required, "whom it serves at gold index 1")
            .unit("persons")
            .range("0 to 10⁹, and no more in all than bring 50,000 brothels"),
        Key::new(
            "hours_beyond_gateway",
            HOURS,
            Optional,
            "from where the roads to the mining towns part; left out where `travel.csv` states all routes to and between towns",
        )
        .unit("hours of travel"),
    ],
};

/// `communities.csv`.
pub static COMMUNITIES: Keys = Keys {
    name: "communities",
    says: "One community per row, instead of the synthetic ones.",
    keys: &[
        Key::new("name", Called, Required, "unique in its department"),
        Key::new("department", Called, Required, "a name of `departments.csv`"),
        Key::new("girls", Persons(1.0, 1e7), Required, "aged 12 to 24").unit("persons"),
        poverty_rate(),
        taboo(),
        violence_share(),
        adult_earnings(),
        phone_share(),
        Key::new("belief", LOG_ODDS, Required, "median belief that an offer ends in exploitation").unit("log-odds"),
        hours_to_gateway(),
    ],
};

/// `travel.csv`.
pub static TRAVEL: Keys = Keys {
    name: "travel",
    says: "One route per row, the same both ways.",
    keys: &[
        Key::new("from", Called, Required, "a department, community, town, or destination"),
        Key::new("to", Called, Required, "another one"),
        Key::new("hours", HOURS, Required, "").unit("hours of travel"),
    ],
};

/// `destinations.csv`.
pub static DESTINATIONS: Keys = Keys {
    name: "destinations",
    says: "One place per row that draws girls away from the region's mining towns.",
    keys: &[
        Key::new("name", Called, Required, "unique, and no mining town"),
        Key::new(
            "mass",
            Number(1e-9, 1e12),
            Required,
            "how much it draws, in proportion to the miners of all towns at gold index 1",
        )
        .unit("persons, or anything in proportion to them"),
    ],
};

/// Columns of a draws table before those of the parameters.
pub const DRAW_COLUMNS: [&str; 24] = [
    "number",
    "weight",
    "weight_theta",
    "weight_place",
    "weight_register",
    "weight_elasticity",
    "kappa_saturation",
    "earnings_elasticity",
    "belief_elasticity",
    "turned_round",
    "target_victims",
    "target_brothels",
    "target_rescued_per_year",
    "target_registered_per_100k",
    "victims",
    "brothels",
    "acceptance",
    "rescued_per_year",
    "registered_per_100k",
    "minors_share",
    "burn_in_years",
    "drift_victims",
    "drift_brothels",
    "steps",
];

/// A further column of a draws table, before those of the parameters: the points since the draw before that could not be solved. A table
/// without it left every point out that could not.
pub const UNSOLVED_COLUMN: &str = "unsolved";
