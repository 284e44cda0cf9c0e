//! The standard study with every file it names, built into the program: speed can be measured where nothing else is installed.

/// The standard study's file, as if read from the project's root.
pub(super) const STANDARD: &str = "scenarios/madre-de-dios/standard.toml";

/// Paths from the project's root, and texts.
macro_rules! texts {
    ($($file:literal),+ $(,)?) => {
        &[$((
            concat!("scenarios/madre-de-dios/", $file),
            include_str!(concat!("../../scenarios/madre-de-dios/", $file)),
        )),+]
    };
}

pub(super) const TEXTS: &[(&str, &str)] = texts![
    "standard.toml",
    "baseline.toml",
    "parameters.csv",
    "departments.csv",
    "towns.csv",
    "policies/information.toml",
    "policies/app.toml",
    "policies/community-development.toml",
    "policies/cct-training.toml",
    "policies/mix.toml",
    "policies/aftercare.toml",
];
