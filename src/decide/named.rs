//! Closed sets that tables name: each value is declared with its name, so that CSV and JSON cannot differ.

/// Declares an enum whose values have names: `name()`, `ALL` in the order of declaration, and the same name in JSON.
macro_rules! named {
    ($(#[$about:meta])* pub enum $set:ident { $($(#[$doc:meta])* $value:ident = $name:expr),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $set {
            $($(#[$doc])* $value),+
        }

        impl $set {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$set] = &[$($set::$value),+];

            /// As tables and files name it.
            pub const fn name(self) -> &'static str {
                match self {
                    $($set::$value => $name),+
                }
            }
        }

        impl serde::Serialize for $set {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}
pub(crate) use named;
