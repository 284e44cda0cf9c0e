//! Every column of the tables that scenarios and studies name, declared as keys of files are.

use super::declared::MOST_POINTS;
use super::keys::{Given, Key, Keys, Takes};
use super::limits::MOST_PLACES;
use super::trials::TRIAL;
use Given::{Optional, Required};
use Takes::{Amount, Called, Figure, Number, OneOf, Persons, Text, Whole};

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
    written_out: &[],
    keys: &[
        Key::new("name", Called, Required, "unique"),
        Key::new("population", Persons(1.0, 1e9), Required, "at the last census").unit("residents"),
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
            "origin_grade",
            OneOf("grade", ORIGIN_GRADES),
            Optional,
            "how well `origin_share` is supported; pages call a share that is assumed so. Left out: assumed",
        ),
        Key::new(
            "fitted",
            OneOf("answer", &["yes", "no"]),
            Required,
            "whether its attraction is fitted to `origin_share`",
        ),
    ],
};

/// How well a share of origin may be supported.
const ORIGIN_GRADES: &[&str] = &["published", "derived", "unverified", "assumed"];

/// `towns.csv`.
pub static TOWNS: Keys = Keys {
    name: "towns",
    says: "One mining town per row.",
    written_out: &[],
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
    written_out: &[],
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
    written_out: &[],
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
    written_out: &[],
    keys: &[
        Key::new("name", Called, Required, "unique, and no mining town"),
        Key::new(
            "mass",
            Number(1e-9, 1e12),
            Required,
            "how much it draws, in proportion to the miners of all towns at gold index 1",
        )
        .range("10⁻⁹ to 10¹²")
        .unit("persons, or anything in proportion to them"),
    ],
};

/// `survey.csv`.
pub static SURVEY: Keys = Keys {
    name: "survey",
    says: "One girl of 12 to 24 who was asked per row.",
    written_out: &[],
    keys: &[
        Key::new(
            "community",
            Called,
            Required,
            "a community of the scenario; synthetic ones are called by department and number, such as `Highlands 1`",
        ),
        Key::new("department", Called, Required, "a department of the scenario"),
        Key::new("age_years", Number(12.0, 25.0), Required, "with decimals if known").unit("years"),
        Key::new(
            "girls_in_household",
            Whole(1, 20),
            Required,
            "of 12 to 24 at home, herself included: what her answers weigh",
        )
        .unit("girls"),
        Key::new("schooling", OneOf("schooling", &["in_school", "left", "completed"]), Required, "where she stands"),
        Key::new("income_soles_per_person_month", INCOME, Required, "last month, everything counted")
            .unit("money per person"),
        Key::new("usual_income_soles_per_person_month", INCOME, Required, "the same in an ordinary month")
            .unit("money per person"),
        Key::new(
            "local_earnings_soles_month",
            INCOME,
            Required,
            "per month that a woman with her schooling can earn where she lives",
        )
        .unit("money"),
        Key::new(
            "belief_percent",
            Number(0.0, 100.0),
            Required,
            "chance she gives to a well-paid offer far away ending in exploitation; taken as 0.01 to 99.99",
        )
        .unit("%"),
        Key::new("violence", YES_OR_NO, Required, "violence at home"),
        Key::new(
            "taboo",
            SHARE,
            Required,
            "how far one can't talk about such things here; 0 freely, 1 not at all. The mean is taken; the simulated survey writes the \
             community's estimate",
        ),
    ],
};

/// The columns of a draws table before those of the parameters.
pub static DRAWS: Keys = Keys {
    name: "draws",
    says: "One solved draw per row, in the order of `number`.",
    keys: &DRAW_KEYS,
    written_out: &[],
};

const DRAW_KEYS: [Key; 25] = [
    Key::new(
        "number",
        Whole(0, MOST_POINTS as i64 - 1),
        Required,
        "point of the sequence, ascending; points that are no draws leave gaps",
    ),
    Key::new(
        "weight",
        Number(1e-30, 1e30),
        Required,
        "what the draw counts; 1 where `amparo calibrate` made the table",
    )
    .range("10⁻³⁰ to 10³⁰"),
    figure(
        "weight_theta",
        "first factor of the candidate's weight, by which it became a draw; mean 1 over the solved among the first candidates",
    ),
    figure("weight_place", "second factor"),
    figure("weight_register", "third factor"),
    figure("weight_elasticity", "fourth factor"),
    figure("kappa_saturation", "what a prior flat in ln κ_R would multiply the weight by; no part of it"),
    figure("earnings_elasticity", "of acceptance to promised earnings"),
    figure("belief_elasticity", "of acceptance to the believed risk"),
    figure("turned_round", "whom a warning makes accept more, by offers").unit("share of girls"),
    figure("target_victims", "the draw's own target (acceptance is `decision.accept0`)").unit("persons"),
    figure("target_brothels", "the draw's own target").unit("brothels"),
    figure("target_rescued_per_year", "the draw's own target").unit("persons"),
    figure("target_registered_per_100k", "the draw's own target").unit("per 100,000 residents and year"),
    figure("victims", "what its last worlds had").unit("persons"),
    figure("brothels", "what its last worlds had").unit("brothels"),
    figure("acceptance", "what its last worlds had").unit("share of offers"),
    figure("rescued_per_year", "what its last worlds had, expected").unit("persons"),
    figure("registered_per_100k", "what its last worlds had").unit("per 100,000 residents and year"),
    figure("minors_share", "what its last worlds had").unit("share of victims"),
    figure("burn_in_years", "longest burn-in").unit("years"),
    figure("drift_victims", "slope over its last years").unit("share per year"),
    figure("drift_brothels", "slope over its last years").unit("share per year"),
    figure("steps", "of the search"),
    Key::new(
        UNSOLVED_COLUMN,
        Whole(0, MOST_POINTS as i64),
        Optional,
        "points since the draw before that could not be solved; left out of tables of earlier versions and by other hands",
    ),
];

/// Columns of a draws table that it always has, before those of the parameters.
pub const DRAW_COLUMNS: [&str; 24] = {
    let mut names = [""; 24];
    let mut i = 0;
    while i < names.len() {
        names[i] = DRAW_KEYS[i].name;
        i += 1;
    }
    names
};

/// A further column of a draws table, before those of the parameters: the points since the draw before that could not be solved. A table
/// without it left every point out that could not.
pub const UNSOLVED_COLUMN: &str = "unsolved";

/// `parameters.csv`.
pub static REGISTER: Keys = Keys {
    name: "register",
    says: "One parameter that the model reads per row, columns in this order.",
    written_out: &[],
    keys: &[
        Key::new("name", Called, Required, "`group.name`"),
        Key::new("symbol", Text, Required, "symbol in formulas; may be empty"),
        Key::new("default", Figure, Required, "value unless a scenario says otherwise; within the bounds"),
        Key::new("low", Figure, Required, "smallest value accepted, and lower end of the prior; below `high`"),
        Key::new("high", Figure, Required, "largest value accepted, and upper end of the prior"),
        Key::new(
            "prior",
            OneOf("prior", &["fixed", "uniform", "loguniform"]),
            Required,
            "`fixed` is never drawn; `loguniform` has `low` above 0",
        ),
        Key::new("unit", Called, Required, "of the value"),
        Key::new(
            "grade",
            OneOf("grade", &["published", "derived", "unverified", "assumed", "calibrated", "design"]),
            Required,
            "how well it is supported",
        ),
        Key::new("source", Text, Required, "a row of `facts.csv`; may be empty"),
        Key::new("meaning", Text, Required, "what it is, and what moves when it moves; not empty"),
        Key::new(
            "phrase",
            Text,
            Required,
            "a noun phrase for sentences (`… is above 9.5 weeks`), the unit they show in brackets behind it; may be empty",
        ),
        Key::new("note", Text, Required, "why its values are what they are, or a remark; may be empty"),
    ],
};

/// `facts.csv`.
pub static FACTS: Keys = Keys {
    name: "facts",
    says: "One fact per row, with its source; for readers: `amparo explain` shows it.",
    written_out: &[],
    keys: &[
        Key::new("name", Called, Required, "unique; what `source` of the register names"),
        Key::new("kind", Called, Required, "what it is evidence for, such as `baseline` or `cost`"),
        Key::new("value", Figure, Required, "the best figure"),
        Key::new("low", Figure, Required, "lowest that is plausible"),
        Key::new("high", Figure, Required, "highest that is plausible"),
        Key::new("unit", Text, Required, "of the figures"),
        Key::new("year", Text, Required, "when it was so; may be empty"),
        Key::new("place", Called, Required, "where it was so"),
        Key::new(
            "grade",
            OneOf("grade", &["published", "derived", "unverified", "assumed"]),
            Required,
            "how well it is supported",
        ),
        Key::new("source", Text, Required, "where it stands"),
    ],
};

const INCOME: Takes = Amount(0.0, 1e9);
const YES_OR_NO: Takes = OneOf("answer", &["yes", "no"]);

const fn figure(name: &'static str, says: &'static str) -> Key {
    Key::new(name, Figure, Required, says)
}

/// Every table, with the names of the schema and of the page.
pub static TABLES: [&Keys; 10] =
    [&REGISTER, &DEPARTMENTS, &TOWNS, &COMMUNITIES, &TRAVEL, &DESTINATIONS, &SURVEY, &DRAWS, &FACTS, &TRIAL];
