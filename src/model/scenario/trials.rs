//! What field trials found, as a table of published effects says it, checked (docs/trials.md).

use crate::register::Grade;
use serde::Serialize;

/// Makes an enum of words that a table may hold, each with its spelling.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$says:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        pub enum $name {
            $($(#[$says])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// Their spellings, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// As tables spell it.
            pub fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $word),+
                }
            }

            /// The one of this spelling.
            pub fn named(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.name() == word)
            }
        }
    };
}

words! {
    /// What kind of thing a published effect is an effect on.
    EffectKind {
        /// What people did, such as leaving.
        Behaviour = "behaviour",
        /// What people meant to do.
        Intention = "intention",
        /// What people held to be true.
        Belief = "belief",
        /// What people knew.
        Knowledge = "knowledge",
        /// Staying in school, years of school.
        Schooling = "schooling",
        /// Work, earnings, what a girl can hope for where she lives.
        Prospects = "prospects",
        /// Sexual behaviour and infections.
        SexualRisk = "sexual-risk",
        /// Child marriage.
        Marriage = "marriage",
        /// Work of children.
        ChildLabour = "child-labour",
        /// Trafficking or forced labour itself.
        Trafficking = "trafficking",
        /// A cost, and no effect.
        Cost = "cost",
        /// A count to compare with, and no effect.
        Reference = "reference",
        /// What goes on around programmes, and is none.
        Context = "context",
    }
}

words! {
    /// What was done to those who were treated.
    Means {
        /// Told about risks, wages, or rights.
        Messages = "messages",
        /// Offered jobs.
        Jobs = "jobs",
        /// Paid, on some condition or none.
        Transfer = "transfer",
        /// Rewarded for one outcome.
        Incentive = "incentive",
        /// Taught about themselves and their rights.
        Empowerment = "empowerment",
        /// Helped to earn a living.
        Livelihoods = "livelihoods",
        /// Several at once.
        Several = "several",
        /// Raids and prosecution.
        Enforcement = "enforcement",
        /// Nothing.
        Nothing = "none",
    }
}

words! {
    /// What a value and the ends of its interval count.
    Scale {
        /// Change as a fraction of what it would have been.
        Relative = "relative",
        /// Change of a share: 0.01 is one percentage point.
        Points = "points",
        /// Years.
        Years = "years",
        /// Not said clearly enough to know.
        Unclear = "unclear",
        /// What the outcome says.
        Other = "other",
    }
}

words! {
    /// What the two ends beside a value are.
    Ends {
        /// The ends of a 95 % confidence interval.
        Confidence = "confidence",
        /// The smallest and largest of several values.
        Range = "range",
    }
}

/// A value with the grade of its evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Graded<T> {
    /// The value.
    pub value: T,
    /// How well it is supported.
    pub grade: Grade,
}

/// The ends beside a published value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What they are.
    pub ends: Ends,
    /// How well they are supported.
    pub grade: Grade,
}

/// One published effect with the design of its study; what was not seen is `None`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trial {
    /// Its name, unique in the table.
    pub name: String,
    /// What it is an effect on.
    pub kind: EffectKind,
    /// What was done.
    pub means: Means,
    /// Whether there was a comparison group, drawn by lot or matched.
    pub controlled: bool,
    /// The effect.
    pub value: Option<Graded<f64>>,
    /// Its ends.
    pub interval: Option<Interval>,
    /// What value and ends count.
    pub scale: Scale,
    /// What was measured, in words.
    pub outcome: Graded<String>,
    /// Contacts with the message per person treated.
    pub contacts: Option<Graded<f64>>,
    /// Groups that were compared, those left alone included.
    pub arms: Option<Graded<f64>>,
    /// Groups of persons that were treated or left alone as a whole, such as villages.
    pub clusters: Option<Graded<f64>>,
    /// Persons, or households.
    pub size: Option<Graded<f64>>,
    /// Weeks from the treatment to what was measured.
    pub follow_up_weeks: Option<Graded<f64>>,
    /// Who they were, in words.
    pub who: Option<Graded<String>>,
    /// When.
    pub year: String,
    /// Where.
    pub place: String,
    /// Where it was published.
    pub source: String,
    /// What else must be known to read it.
    pub note: String,
}

impl Trial {
    /// The ends of a 95 % confidence interval, where one was seen.
    pub fn confidence(&self) -> Option<(f64, f64)> {
        self.interval.filter(|i| i.ends == Ends::Confidence).map(|i| (i.low, i.high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_leads_back_to_what_it_spells() {
        assert!(EffectKind::ALL.iter().all(|one| EffectKind::named(one.name()) == Some(*one)));
        assert!(Means::ALL.iter().all(|one| Means::named(one.name()) == Some(*one)));
        assert!(Scale::ALL.iter().all(|one| Scale::named(one.name()) == Some(*one)));
        assert!(Ends::ALL.iter().all(|one| Ends::named(one.name()) == Some(*one)));
        assert_eq!(Means::named("nothing"), None);
    }

    #[test]
    fn a_range_of_values_is_no_confidence_interval() {
        let interval = |ends| Some(Interval { low: -0.5, high: -0.1, ends, grade: Grade::Published });
        let graded = |text: &str| Graded { value: text.to_owned(), grade: Grade::Published };
        let mut trial = Trial {
            name: "a".into(),
            kind: EffectKind::Behaviour,
            means: Means::Messages,
            controlled: true,
            value: None,
            interval: interval(Ends::Range),
            scale: Scale::Relative,
            outcome: graded("leaving"),
            contacts: None,
            arms: None,
            clusters: None,
            size: None,
            follow_up_weeks: None,
            who: None,
            year: String::new(),
            place: String::new(),
            source: "b".into(),
            note: String::new(),
        };
        assert_eq!(trial.confidence(), None);
        trial.interval = interval(Ends::Confidence);
        assert_eq!(trial.confidence(), Some((-0.5, -0.1)));
    }
}
