//! The columns of the tables that scenarios and studies name.

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

/// The columns of `departments.csv`.
pub const DEPARTMENT_COLUMNS: [&str; 12] = [
    "name",
    "population",
    "districts",
    "poverty_rate",
    "taboo",
    "violence_share",
    "adult_earnings",
    "phone_share",
    "hours_to_mazuko",
    "in_school_at_12",
    "origin_share",
    "fitted",
];

/// The columns of `towns.csv`.
pub const TOWN_COLUMNS: [&str; 3] = ["name", "miners", "hours_beyond_mazuko"];

/// The columns of `communities.csv`.
pub const COMMUNITY_COLUMNS: [&str; 10] = [
    "name",
    "department",
    "girls",
    "poverty_rate",
    "taboo",
    "violence_share",
    "adult_earnings",
    "phone_share",
    "belief",
    "hours_to_mazuko",
];
