//! What is built into the program: the standard study with every file it names, so that speed can be measured where nothing else
//! is installed, and the toy world in which the model's behavior is looked at.

/// The standard study's file, as if read from the project's root.
pub(super) const STANDARD: &str = "scenarios/madre-de-dios/standard.toml";

/// The scenario in which the model's behavior is looked at.
pub(super) const BEHAVIOUR: &str = "scenarios/toy/behaviour.toml";

/// Paths from the project's root, and texts.
macro_rules! texts {
    ($($file:literal),+ $(,)?) => {
        &[$((concat!("scenarios/", $file), include_str!(concat!("../../scenarios/", $file)))),+]
    };
}

pub(super) const TEXTS: &[(&str, &str)] = texts![
    "madre-de-dios/standard.toml",
    "madre-de-dios/baseline.toml",
    "madre-de-dios/parameters.csv",
    "madre-de-dios/departments.csv",
    "madre-de-dios/towns.csv",
    "madre-de-dios/destinations.csv",
    "madre-de-dios/travel.csv",
    "madre-de-dios/policies/information.toml",
    "madre-de-dios/policies/app.toml",
    "madre-de-dios/policies/community-development.toml",
    "madre-de-dios/policies/cct-training.toml",
    "madre-de-dios/policies/mix.toml",
    "madre-de-dios/policies/aftercare.toml",
    "toy/behaviour.toml",
    "toy/departments.csv",
    "toy/towns.csv",
];
