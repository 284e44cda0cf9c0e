//! Values that replace the register's defaults, as given on the command line.

use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fmt;

/// The values of `--set`, in the order given: written as a table, shown as on the command line.
///
/// ```
/// use amparo_model::scenario::SetValues;
/// let set = SetValues(vec![("decision.theta".into(), 7.5), ("decision.mu".into(), 2.0)]);
/// assert_eq!(set.after("Toy world"), "Toy world (--set decision.theta=7.5 --set decision.mu=2)");
/// assert_eq!(SetValues::default().after("Toy world"), "Toy world");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetValues(pub Vec<(String, f64)>);

impl SetValues {
    /// Whether nothing was set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A title with what was set behind it.
    pub fn after(&self, title: &str) -> String {
        if self.is_empty() { title.to_owned() } else { format!("{title} ({self})") }
    }
}

impl fmt::Display for SetValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (name, value)) in self.0.iter().enumerate() {
            write!(f, "{}--set {name}={value}", if i > 0 { " " } else { "" })?;
        }
        Ok(())
    }
}

impl Serialize for SetValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
