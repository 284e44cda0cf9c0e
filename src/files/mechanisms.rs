//! Every mechanism that an intervention of one's own may be composed of, with its keys, and what costs are counted by.
//!
//! Declared like any other key (`declared`): `docs/files.md`, `amparo explain`, and the schema show it, and the reader asks by these names.
//! No key can be set to harm: all are 0 or above, and falls are at most 1.

use super::keys::{Given, Key, Keys, Takes};
use Given::{Default, Required, Words};
use Takes::{Amount, Flag, Number, OneOf};

/// The key that says which mechanism an act is.
pub const MECHANISM: &str = "mechanism";

/// Which mechanism an act is; every one has it.
const fn mechanism(name: &'static [&'static str]) -> Key {
    Key::new(MECHANISM, OneOf("mechanism", name), Required, "which one it is")
}

const fn dose(says: &'static str) -> Key {
    Key::new("dose", Number(0.0, 1.0), Default("0"), says)
}
const GROWTH: Key = Key::new(
    "growth_per_year",
    Number(0.0, 1.0),
    Default("0"),
    "what each year at full coverage adds; it stays after the end",
)
.unit("per year");
const DELAY: Key =
    Key::new("delay_weeks", Number(0.0, 5200.0), Default("0"), "from what is done to its effect").unit("weeks");
const CAP: Key = Key::new("cap", Number(0.0, 1.0), Default("1"), "most that it comes to");
const FADING: Key = Key::new(
    "fading_half_life_weeks",
    Number(1.0, 5200.0),
    Words("a dose ends with the programme, what grew stays"),
    "after the end half is lost in so many weeks, of a dose too",
)
.unit("weeks");
const TARGETING_ERROR: Key =
    Key::new("targeting_error", Number(0.0, 1.0), Default("0.2"), "share of poor households that are missed");
const TAKE_UP: Key =
    Key::new("take_up", Number(0.0, 1.0), Default("0.8"), "share of eligible households that take it up");
const MONEY: Key =
    Key::new("soles_per_month", Amount(0.0, 10_000.0), Required, "to her household for each girl").unit("S/ per month");
const SHIFT: Key = Key::new(
    "shift",
    Number(0.0, 3.1),
    Required,
    "what a warning adds to her belief that the offer ends in exploitation",
)
.unit("log-odds");

/// `contacts`.
static CONTACTS: Keys = Keys {
    name: "contacts",
    says: "Campaign contacts: each adds to what a girl believes, and to what is passed on.",
    written_out: &[],
    keys: &[
        mechanism(&["contacts"]),
        Key::new(
            "per_year",
            Number(0.0, 52.0),
            Required,
            "at full coverage; all campaigns together at most `knowledge.max_contacts`",
        )
        .unit("contacts per girl and year"),
        Key::new("gain", Number(0.0, 3.1), Required, "what one contact adds to own knowledge").unit("log-odds"),
    ],
};

/// `taboo`.
static TABOO: Keys = Keys {
    name: "taboo",
    says: "Taboo falls, for everyone of a community; never below `programmes.taboo_floor`.",
    written_out: &[],
    keys: &[mechanism(&["taboo"]), dose("fall while it runs, on the scale of taboo"), GROWTH, DELAY, CAP, FADING],
};

/// `violence`.
static VIOLENCE: Keys = Keys {
    name: "violence",
    says: "Fewer households of a community have violence.",
    written_out: &[],
    keys: &[mechanism(&["violence"]), dose("relative fall while it runs"), GROWTH, DELAY, CAP, FADING],
};

/// `earnings`.
static EARNINGS: Keys = Keys {
    name: "earnings",
    says: "Local earnings rise, and with them what a girl may expect at home.",
    written_out: &[],
    keys: &[mechanism(&["earnings"]), dose("relative rise while it runs"), GROWTH, DELAY, CAP, FADING],
};

/// `adoption`.
static ADOPTION: Keys = Keys {
    name: "adoption",
    says: "Something that spreads among phone owners (Bass): it warns users of offers, and they report them. It ends with its funding.",
    written_out: &[],
    keys: &[
        mechanism(&["adoption"]),
        Key::new(
            "innovation_per_week",
            Number(0.0, 0.1),
            Required,
            "hazard of adopting on one's own, at full coverage",
        )
        .unit("per week"),
        Key::new(
            "imitation_per_week",
            Number(0.0, 0.2),
            Default("0"),
            "hazard of adopting per share of the market that uses it",
        )
        .unit("per week"),
        Key::new("market", Number(0.0, 1.0), Required, "share of phone owners who would ever adopt"),
        Key::new("drop_per_year", Number(0.0, 10.0), Default("0"), "hazard of dropping it").unit("per year"),
        Key::new("warning", Number(0.0, 1.0), Required, "chance that it warns a user of an offer"),
        SHIFT,
        Key::new("report", Number(0.0, 1.0), Default("0"), "chance that a user reports an offer"),
        Key::new(
            "complaint_ratio",
            Number(1.0, 4.0),
            Default("1"),
            "hazard of a complaint where a victim's home uses it, relative to elsewhere",
        ),
    ],
};

/// `warning`.
static WARNING: Keys = Keys {
    name: "warning",
    says: "Somewhere to ask about an offer, such as a telephone line: who asks is warned, and may report it.",
    written_out: &[],
    keys: &[
        mechanism(&["warning"]),
        dose("chance that a girl asks about an offer while it runs"),
        GROWTH,
        DELAY,
        CAP,
        FADING,
        SHIFT,
        Key::new("report", Number(0.0, 1.0), Default("0"), "chance that who asks reports the offer"),
        Key::new("phone", Flag, Default("true"), "whether one needs phone and signal to ask"),
    ],
};

/// `training`.
static TRAINING: Keys = Keys {
    name: "training",
    says: "Training places for girls of poor households who are out of school: take-up by utility, better prospects afterwards. \
           Defaults are those of the register that ships (`cct.*`).",
    written_out: &[],
    keys: &[
        mechanism(&["training"]),
        Key::new("soles_per_month", Amount(0.0, 10_000.0), Required, "to her household while she attends")
            .unit("S/ per month"),
        Key::new("effort", Number(0.0, 5.0), Default("0.45"), "effort and forgone earnings of training")
            .unit("utility"),
        Key::new("spread", Number(0.05, 5.0), Default("0.5"), "spread of what decides on training and is not modelled")
            .unit("utility"),
        Key::new("min_age", Number(12.0, 24.0), Default("15"), "youngest age, where `whom` says none").unit("years"),
        Key::new("max_age", Number(12.0, 24.0), Default("24"), "oldest age, where `whom` says none").unit("years"),
        Key::new("course_weeks", Number(1.0, 260.0), Default("40"), "length of the course").unit("weeks"),
        Key::new("dropout_per_year", Number(0.01, 10.0), Default("0.35"), "hazard of leaving it").unit("per year"),
        TARGETING_ERROR,
        Key::new("poor_cutoff", Number(0.1, 5.0), Default("1"), "permanent income below which a household is eligible")
            .unit("× poverty line"),
        Key::new(
            "offers_per_year",
            Number(0.0, 12.0),
            Default("1"),
            "offers of a place per eligible girl, at full coverage",
        )
        .unit("per year"),
        Key::new("oversubscription", Number(1.0, 4.0), Default("1.25"), "places offered for each there is money for"),
    ],
};

/// `school-transfer`.
static SCHOOL_TRANSFER: Keys = Keys {
    name: "school-transfer",
    says: "A transfer to poor households for each girl while she attends school: it keeps girls in school and raises income. \
           It follows school years.",
    written_out: &[],
    keys: &[mechanism(&["school-transfer"]), MONEY, TARGETING_ERROR, TAKE_UP],
};

/// `schooling`.
static SCHOOLING: Keys = Keys {
    name: "schooling",
    says: "Girls are kept in school: their hazard of leaving falls. It follows school years. Given girl by girl it is for the girls \
           covered, given to communities for everyone there.",
    written_out: &[],
    keys: &[
        mechanism(&["schooling"]),
        Key::new("fall", Number(0.0, 0.95), Required, "relative fall; all programmes together at most 0.95"),
    ],
};

/// `household-transfer`.
static HOUSEHOLD_TRANSFER: Keys = Keys {
    name: "household-transfer",
    says: "A transfer to permanently poor households for each girl, whatever she does: it raises income. It does not act on schooling.",
    written_out: &[],
    keys: &[mechanism(&["household-transfer"]), MONEY, TARGETING_ERROR, TAKE_UP],
};

/// `support`.
static SUPPORT: Keys = Keys {
    name: "support",
    says: "Support for women who come back, wherever they are from: fewer go back, and they are reintegrated sooner.",
    written_out: &[],
    keys: &[
        mechanism(&["support"]),
        Key::new("effect", Number(0.0, 1.0), Required, "relative fall of going back"),
        Key::new("speed", Number(1.0, 4.0), Default("1"), "speed of reintegration, relative to without"),
    ],
};

/// Every mechanism, in the order of the page.
pub static MECHANISMS: [&Keys; 11] = [
    &CONTACTS,
    &TABOO,
    &VIOLENCE,
    &EARNINGS,
    &ADOPTION,
    &WARNING,
    &TRAINING,
    &SCHOOL_TRANSFER,
    &SCHOOLING,
    &HOUSEHOLD_TRANSFER,
    &SUPPORT,
];

/// `[[intervention.cost]]`.
pub static COST: Keys = Keys {
    name: "cost",
    says: "What an intervention of one's own costs. What households get is added by itself.",
    written_out: &[],
    keys: &[
        Key::new("per", OneOf("count", &PER), Required, "what it is counted by").range(
            "`region` (running it at all, per year), `community` (each that is covered, per year), `girl` (each it is meant for where it is \
             given, per year), `girl-of-school-age` (of these, of 12 to 16), `phone-owner` (each with phone and signal, per year), `contact` \
             (each contact), `pupil` (each girl in school with a transfer for it, per year), `recipient` (each girl with a household \
             transfer, per year), `place` (each training place filled, per year), `person` (each supported)",
        ),
        Key::new("soles", Amount(0.0, 1e12), Required, "for each, besides what households get").unit("S/"),
        Key::new("overhead", Number(0.0, 1.0), Default("0"), "administration, as a share of it and of what households get"),
    ],
};

/// What costs are counted by.
const PER: [&str; 10] = [
    "region",
    "community",
    "girl",
    "girl-of-school-age",
    "phone-owner",
    "contact",
    "pupil",
    "recipient",
    "place",
    "person",
];

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::register::Register;
    use amparo_model::scenario::Per;

    #[test]
    fn costs_are_counted_by_what_the_model_counts() {
        assert!(PER.iter().copied().eq(Per::ALL.map(Per::name)));
    }

    #[test]
    fn a_mechanism_is_told_by_its_name_and_no_key_of_it_can_be_negative() {
        for keys in MECHANISMS {
            let first = &keys.keys[0];
            assert!(matches!(first.takes, OneOf(_, [name]) if *name == keys.name), "{}", keys.name);
            for key in &keys.keys[1..] {
                let bounded = match key.takes {
                    Number(low, high) | Amount(low, high) => low >= 0.0 && high > low,
                    Flag => true,
                    _ => false,
                };
                assert!(bounded, "{}.{}", keys.name, key.name);
            }
        }
    }

    #[test]
    fn the_defaults_of_training_and_transfers_are_those_of_the_register_that_ships() {
        let register = Register::built_in();
        let default = |keys: &Keys, key: &str| match keys.get(key).map(|key| key.given) {
            Some(Default(text)) => text.parse::<f64>().ok(),
            _ => None,
        };
        for (key, name) in [
            ("effort", "cct.train_cost"),
            ("spread", "cct.train_mu"),
            ("min_age", "cct.min_age"),
            ("max_age", "cct.max_age"),
            ("course_weeks", "cct.course_weeks"),
            ("dropout_per_year", "cct.h_dropout"),
            ("targeting_error", "cct.targeting_error"),
            ("poor_cutoff", "cct.poor_cutoff"),
            ("offers_per_year", "cct.offers"),
            ("oversubscription", "cct.oversubscription"),
        ] {
            assert_eq!(default(&TRAINING, key), register.get(name).map(|entry| entry.default), "{key}");
        }
        for (key, name) in [("targeting_error", "cct_school.targeting_error"), ("take_up", "cct_school.take_up")] {
            assert_eq!(default(&SCHOOL_TRANSFER, key), register.get(name).map(|entry| entry.default), "{key}");
        }
    }
}
