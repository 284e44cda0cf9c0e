//! Every key of every file: what a scenario, a study and a policy file may say.
//!
//! This is the one place where a key is declared. `docs/files.md` shows these tables, `amparo schema` turns them into a JSON
//! Schema, and the readers ask for keys by these names.

use super::keys::{Given, Key, Keys, Takes};
use super::limits::{MOST_BROTHELS, MOST_VICTIMS};
use super::mechanisms::{COST, MECHANISM, MECHANISMS};
use Given::{Default, Optional, Required, Words};
use Takes::{
    Amount, Apart, Called, Figure, Flag, Intensities, Kind, KindOr, ManySoles, Name, Names, Number, Numbers, OneOf,
    Parameters, Path, Persons, Positive, Range, Soles, Table, Tables, Terms, Title, Varied, Whole, WordOrWhole,
};
use amparo_model::observe::outcomes::OUTCOME_NAMES;

/// The latest week a file may name: a century.
pub const LAST_WEEK: i64 = 5200;
/// Most points of the sequence of draws that are looked at, those that become no draws included.
pub const MOST_POINTS: usize = amparo_model::math::sobol::POINTS as usize;
/// Intensities that a forecast may choose between at most: bundles multiply.
pub const MOST_INTENSITIES: usize = 4;
/// Replicates of a study at most.
const MOST_REPLICATES: i64 = 100_000;

const NAME: Key = Key::new("name", Name, Required, "");
const TITLE: Key = Key::new("title", Title, Words("the name"), "what reports call it");

const fn based_on(example: &'static str) -> Key {
    let says = "another file of this kind; tables are merged key by key, all else (lists of tables and numbers too) is replaced";
    Key::new("based_on", Path, Optional, says).such_as(example)
}

/// What `drop` names.
pub const DROPPED: &str = "keys of that file, such as [\"attraction\", \"parameters.decision.mu\"]";
const DROP: Key = Key::new(
    "drop",
    Names(DROPPED),
    Optional,
    "what this file does without of the one it is based on; [below](#scenario)",
);

/// A scenario file.
pub static SCENARIO: Keys = Keys {
    name: "scenario",
    says: "A world: its parameters, its region and where it starts.",
    written_out: &[],
    keys: &[
        NAME,
        TITLE,
        based_on("baseline.toml"),
        DROP,
        Key::new("register", Path, Required, "`parameters.csv`").such_as("parameters.csv"),
        Key::new("departments", Path, Required, "`departments.csv`").such_as("departments.csv"),
        Key::new("towns", Path, Required, "`towns.csv`").such_as("towns.csv"),
        Key::new("communities", Path, Words("synthetic"), "`communities.csv`").such_as("communities.csv"),
        Key::new("travel", Path, Words("by hours to a gateway"), "`travel.csv`").such_as("travel.csv"),
        Key::new("destinations", Path, Optional, "`destinations.csv`").such_as("destinations.csv"),
        Key::new("baseline", Table(&BASELINE), Required, "where the world starts, and targets; below"),
        Key::new("currency", Table(&CURRENCY), Words("soles, `S/`"), "what money is called; below"),
        Key::new("sources", Table(&SOURCES), Optional, "where the targets of `[baseline]` come from; below"),
        Key::new("burn_in", Table(&BURN_IN), Required, "how long it burns in; below"),
        Key::new(
            "fit",
            OneOf("way to fit", &["marked", "all"]),
            Default("marked"),
            "departments whose attraction is fitted: those marked in `departments.csv`, or `all`",
        ),
        Key::new("attraction", Numbers("department", -10.0, 10.0), Words("0 each"), "department = ω, log"),
        Key::new(
            "parameters",
            Parameters,
            Words("the register's"),
            "`group.name` = number, within the register's range",
        ),
        Key::new(
            "school_terms",
            Terms,
            Words("all 52 weeks"),
            "when school protects: first week and week after the last of each term, such as `[[10, 30], [32, 50]]`",
        )
        .unit("weeks of the year"),
        Key::new("event", Tables(&EVENT), Optional, "what happens at given dates; below"),
        Key::new("crackdown", Tables(&CRACKDOWN), Optional, "another way to write an event of this kind; below"),
        Key::new(
            "intervention",
            Tables(&INTERVENTION),
            Optional,
            "for a single run; a study leaves them out and warns",
        ),
    ],
};

/// `[baseline]`.
pub static BASELINE: Keys = Keys {
    name: "baseline",
    says: "Where the world starts before it burns in, and what it is compared with afterwards.",
    written_out: &[],
    keys: &[
        Key::new("victims", Persons(0.0, MOST_VICTIMS), Required, "at the start; a target of calibration")
            .unit("persons"),
        Key::new("brothels", Persons(0.0, MOST_BROTHELS), Required, "at the start; a target of calibration")
            .unit("brothels"),
        Key::new(
            "registered_per_100k",
            Amount(0.0, 1e5),
            Required,
            "registered victims of sexual exploitation; a target of calibration",
        )
        .unit("per 100,000 residents and year"),
        Key::new("rescued_per_year", Amount(0.0, 1e9), Required, "a soft target of calibration").unit("persons"),
        Key::new("minors_share", Number(0.0, 1.0), Required, "a soft target of calibration").unit("share of victims"),
        Key::new("residents", Persons(1.0, 1e9), Required, "of the mining region").unit("persons"),
    ],
};

/// `[currency]`.
pub static CURRENCY: Keys = Keys {
    name: "currency",
    says: "What money is called, wherever it is shown: reports, charts, terminals, messages. Nothing is converted.",
    written_out: &[],
    keys: &[
        Key::new("symbol", Called, Required, "written before sums, such as `Bs`")
            .range("1 to 8 characters, no digit")
            .such_as("a text in quotes, such as \"Bs\""),
        Key::new("name", Called, Required, "one unit of it, such as `boliviano`")
            .such_as("a text in quotes, such as \"boliviano\""),
        Key::new("plural", Called, Required, "several, such as `bolivianos`")
            .such_as("a text in quotes, such as \"bolivianos\""),
    ],
};

/// `[sources]`.
pub static SOURCES: Keys = Keys {
    name: "sources",
    says: "Where the targets of the baseline come from, as reports say it. Nothing is computed from it.",
    written_out: &[],
    keys: &[
        Key::new("victims", Title, Optional, "of their number"),
        Key::new("brothels", Title, Optional, "of their number"),
        Key::new("registered_per_100k", Title, Optional, "of registered victims"),
        Key::new("minors_share", Title, Optional, "of the share of minors"),
        Key::new("origin_share", Title, Optional, "of the shares of departments in `departments.csv`"),
    ],
};

/// `[burn_in]`.
pub static BURN_IN: Keys = Keys {
    name: "burn_in",
    says: "How long a world runs before anything is measured.",
    written_out: &[],
    keys: &[
        Key::new("years", Whole(1, 1000), Required, "at least").unit("years").such_as("a whole number of years"),
        Key::new("max_years", Whole(1, 1000), Required, "at most; a world still drifting then is rejected and counted")
            .unit("years")
            .range("`years` to 1000")
            .such_as("a whole number of years"),
        Key::new("drift_years", Whole(1, 1000), Required, "over which slopes are taken")
            .unit("years")
            .range("1 to `years`")
            .such_as("a whole number of years"),
        Key::new("drift_per_year", Number(0.0, 1000.0), Required, "largest slope that counts as settled")
            .unit("share of the mean per year"),
    ],
};

const START_WEEK: Key =
    Key::new("start_week", Whole(0, LAST_WEEK), Required, "").unit("weeks after the burn-in").such_as("a week");
const END_WEEK: Key = Key::new("end_week", Whole(0, LAST_WEEK), Required, "exclusive")
    .unit("weeks after the burn-in")
    .range("above the start, up to 5200")
    .such_as("a week");
const TOWN: Key = Key::new("town", Called, Required, "a name of `towns.csv`").such_as("the name of a town");

/// `[[event]]`.
pub static EVENT: Keys = Keys {
    name: "event",
    says: "Something dated that happens to the world. It belongs to the scenario: baseline and policies have it alike.",
    written_out: &[],
    keys: &[
        Key::new(
            "kind",
            OneOf("kind of event", &["crackdown", "gold", "movement", "reporting"]),
            Required,
            "what happens",
        ),
        START_WEEK,
        END_WEEK,
        Key::new("ramp_weeks", Whole(0, LAST_WEEK), Default("0"), "weeks over which it grows to its full strength")
            .unit("weeks")
            .range("at most the length"),
        Key::new("town", Called, Words("–"), "`crackdown` only, and required there: a name of `towns.csv`"),
        Key::new(
            "index",
            Number(0.01, 100.0),
            Words("–"),
            "`gold` only, and required there: price of gold, 1 as the towns' miners",
        )
        .unit("gold index"),
        Key::new("approaches", Number(0.0, 100.0), Words("1"), "`movement` only: approaches, times this"),
        Key::new("travel", Number(0.01, 100.0), Words("1"), "`movement` only: hours of travel, times this"),
        Key::new(
            "factor",
            Number(0.0, 100.0),
            Words("–"),
            "`reporting` only, and required there: complaints and registrations, times this",
        ),
    ],
};

/// `[[crackdown]]`.
pub static CRACKDOWN: Keys = Keys {
    name: "crackdown",
    says: "A dated surge of raids on one town: an event of this kind.",
    written_out: &[],
    keys: &[TOWN, START_WEEK, END_WEEK],
};

/// `[[intervention]]` of a scenario or a policy file, `[[policy.intervention]]` of a study.
pub static INTERVENTION: Keys = Keys {
    name: "intervention",
    says: "One intervention: what kind, how much, where and when.",
    written_out: &[],
    keys: &[
        Key::new("kind", KindOr(CUSTOM), Required, "`custom`: one's own, composed of mechanisms"),
        Key::new("name", Name, Words("–"), "of one's own only, and required there: what tables and files call it"),
        Key::new("label", Title, Words("the name"), "of one's own only: what sentences call it, a noun without an article"),
        Key::new(
            "unit_of_coverage",
            OneOf("unit of coverage", &["girl", "community"]),
            Words("–"),
            "of one's own only, and required there: a share of girls everywhere, or whole communities",
        ),
        Key::new("act", Apart(MECHANISM, &MECHANISMS), Words("–"), "of one's own only, and required there: what it does; below"),
        Key::new("cost", Tables(&COST), Words("–"), "of one's own only, and required there: what it costs; below"),
        Key::new(
            "coverage",
            Number(0.0, 1.0),
            Words("–"),
            "share of those it is meant for (of communities where it is given to whole communities)",
        ),
        Key::new("budget_soles_per_year", Amount(0.0, 1e12), Words("–"), "as much as it buys").unit("money per year"),
        Key::new(
            "girls",
            Persons(0.0, 1e9),
            Words("–"),
            "so many at a time, or all there are where there are fewer, of what is given girl by girl; of support after return, persons per year",
        )
        .unit("persons"),
        Key::new("share_of_budget", Number(0.0, 1.0), Words("–"), "of the study's budget; in studies only"),
        Key::new("where", Table(&WHERE), Words("everywhere"), "communities it is limited to; below"),
        Key::new("whom", Table(&WHOM), Words("everyone"), "girls it is limited to, where its mechanism can tell; below"),
        Key::new("targeting", OneOf("targeting", &["uniform", "by-exposure", "index"]), Default("uniform"), ""),
        Key::new(
            "index",
            Table(&INDEX),
            Words("–"),
            "with `targeting = \"index\"` only, and required there: weights, at least one not 0; below",
        ),
        Key::new("start_week", Whole(0, LAST_WEEK), Default("0"), "").unit("weeks after the burn-in"),
        Key::new("end_week", Whole(0, LAST_WEEK), Words("260; in a study the funded years"), "exclusive")
            .unit("weeks after the burn-in")
            .range("above the start, within a study's horizon"),
        Key::new("ramp_weeks", Whole(0, LAST_WEEK), Default("0"), "weeks over which it grows to its full extent")
            .unit("weeks")
            .range("at most the length"),
        Key::new(
            "intensity",
            Number(0.0, 4.0),
            Default("1"),
            "what it scales: [odd.md, section 7](odd.md#7-interventions)",
        ),
        Key::new(
            "parameters",
            Parameters,
            Optional,
            "`\"group.name\"` = number; only of its own group: see `amparo explain KIND`",
        ),
    ],
};

/// The kind of an intervention that is composed in a file.
pub const CUSTOM: &str = "custom";

/// Keys that a matching rule decides, which the interventions of its menu must not have.
pub const DECIDED: [&str; 9] = [
    "coverage",
    "budget_soles_per_year",
    "girls",
    "share_of_budget",
    "where",
    "whom",
    "targeting",
    "index",
    "intensity",
];

/// `where` of an intervention.
pub static WHERE: Keys = Keys {
    name: "where",
    says: "Communities that an intervention is limited to, by what planners know.",
    written_out: &[],
    keys: &[
        Key::new("departments", Names("names of departments in quotes"), Words("all"), "names of `departments.csv`"),
        Key::new(
            "communities",
            Names("names of communities in quotes"),
            Words("all"),
            "names of `communities.csv`; of synthetic ones the department's with a number, such as `Cusco 3`. Beside `departments`: besides theirs",
        ),
        Key::new("poverty_at_least", Number(0.0, 1.0), Words("–"), "poverty rate of its department"),
        Key::new("poverty_at_most", Number(0.0, 1.0), Words("–"), "likewise"),
        Key::new("taboo_at_least", Number(0.0, 1.0), Words("–"), "taboo of its department"),
        Key::new("taboo_at_most", Number(0.0, 1.0), Words("–"), "likewise"),
        Key::new("girls_at_least", Amount(0.0, 1e9), Words("–"), "girls of 12 to 24").unit("persons"),
        Key::new("girls_at_most", Amount(0.0, 1e9), Words("–"), "likewise").unit("persons"),
        Key::new("phone_share_at_least", Number(0.0, 1.0), Words("–"), "share of girls with phone and signal"),
        Key::new("phone_share_at_most", Number(0.0, 1.0), Words("–"), "likewise"),
        Key::new("hours_at_least", Number(0.0, 1e4), Words("–"), "travel to the nearest mining town").unit("hours"),
        Key::new("hours_at_most", Number(0.0, 1e4), Words("–"), "likewise").unit("hours"),
        Key::new(
            "exposure_rank_at_most",
            Whole(1, 1_000_000),
            Words("–"),
            "among so many communities with the largest estimated exposure in the region",
        ),
    ],
};

/// `whom` of an intervention.
pub static WHOM: Keys = Keys {
    name: "whom",
    says: "Girls that an intervention is limited to.",
    written_out: &[],
    keys: &[
        Key::new("ages", Range(12, 24), Words("all"), "completed years; 24 stands for older women too").unit("years"),
        Key::new("schooling", OneOf("schooling", &["in", "out"]), Words("both"), "whether she attends school"),
        Key::new("poor", Flag, Words("both"), "`true`: only girls of permanently poor households"),
    ],
};

/// `index` of an intervention.
pub static INDEX: Keys = Keys {
    name: "index",
    says: "What planners know of a community, each times its weight, summed to a score.",
    written_out: &[],
    keys: &[
        weight("exposure", "on ln of the estimated exposure per girl"),
        weight("cost", "on ln of the yearly cost per girl of covering it"),
        weight("size", "on ln of its number of girls"),
        weight("phone", "on the share of girls with phone and signal"),
        weight("poverty", "on its department's poverty rate"),
        weight("taboo", "on its department's taboo"),
    ],
};

const fn weight(name: &'static str, says: &'static str) -> Key {
    Key::new(name, Number(-10.0, 10.0), Default("0"), says)
}

/// A study file.
pub static STUDY: Keys = Keys {
    name: "study",
    says: "Policies compared with a baseline, over replicates and draws.",
    written_out: &[Key::new(
        "sweep",
        Tables(&SWEEP),
        Optional,
        "variants of one policy, each a policy of its own; below",
    )],
    keys: &[
        NAME,
        TITLE,
        based_on("decision.toml"),
        DROP,
        Key::new("scenario", Path, Required, "the baseline").such_as("baseline.toml"),
        Key::new("replicates", Whole(1, MOST_REPLICATES), Default("20"), "worlds per draw"),
        Key::new("seed", Whole(0, i64::MAX), Default("1"), ""),
        Key::new("budget_soles_per_year", Soles, Words("this or the next"), "what each policy may spend")
            .unit("money per year"),
        Key::new("budgets_soles_per_year", ManySoles, Words("–"), "ascending; each policy once per budget")
            .unit("money per year"),
        Key::new(
            "worth_of_a_case_soles",
            ManySoles,
            Optional,
            "ascending; what a spell averted is worth to the analyst: only then are net benefits told, and which policy is best by them",
        )
        .unit("money"),
        Key::new("funded_years", Whole(1, 50), Default("5"), "").unit("years"),
        Key::new("following_years", Whole(0, 50), Default("5"), "").unit("years"),
        Key::new("draws", Table(&DRAWS), Optional, "parameter vectors; below"),
        Key::new("adaptation", Table(&ADAPTATION), Words("below"), ""),
        Key::new("precision", Table(&PRECISION), Optional, "below; not together with `[draws]`"),
        Key::new("also", Tables(&ALSO), Optional, "the same study at other baselines; below"),
        Key::new("policy", Tables(&POLICY), Words("required without `[[sweep]]`"), "below")
            .such_as("at least one policy, [[policy]]"),
    ],
};

/// `[[policy]]` of a study.
pub static POLICY: Keys = Keys {
    name: "policy",
    says: "A named set of interventions.",
    written_out: &[],
    keys: &[
        Key::new(
            "name",
            Name,
            Required,
            "unique in whatever case, and none that tables give a meaning of their own; below",
        ),
        Key::new("title", Title, Words("the policy file's, else the name"), "what charts call it"),
        Key::new(
            "file",
            Path,
            Words("this or the next"),
            "a policy file; `{budget}` in it: another one at each budget",
        )
        .such_as("policies/app.toml"),
        Key::new("intervention", Tables(&INTERVENTION), Words("–"), "[above](#intervention)"),
        Key::new("matching", Table(&MATCHING), Optional, "how its interventions are matched to communities; below"),
        Key::new(
            "budgets_soles_per_year",
            ManySoles,
            Words("the study's"),
            "some of the study's budgets, ascending: the policy is tried at these only",
        )
        .unit("money per year"),
    ],
};

/// Variants that one sweep makes at most.
pub const MOST_VARIANTS: usize = 500;

/// `[[sweep]]` of a study.
pub static SWEEP: Keys = Keys {
    name: "sweep",
    says: "Variants of one policy: every value, or every combination of values, makes a policy of its own.",
    written_out: &[],
    keys: &[
        Key::new(
            "policy",
            Called,
            Words("this or the next"),
            "the name of a `[[policy]]` of the study, which is compared as it is, too",
        )
        .such_as("\"information\""),
        Key::new("file", Path, Words("–"), "a policy file, which is not compared as it is unless that is among the variants")
            .such_as("policies/information.toml"),
        Key::new(
            "vary",
            Varied(&RANGE),
            Required,
            "what is varied = its values; below. Several: each value of one with each of the others",
        )
        .such_as("vary = { intensity = [0.5, 1, 2] }"),
        Key::new(
            "together",
            Flag,
            Default("false"),
            "`true`: side by side, the first values together, then the second ones; lists of one length",
        ),
        Key::new(
            "name",
            Called,
            Words("`{policy}` and the values, with hyphens between"),
            "what its policies are called: `{policy}` stands for the policy's name, `{intensity}` for the value of what is varied under this name",
        )
        .such_as("\"{policy}-{intensity}\""),
    ],
};

/// A range of values in `vary`.
pub static RANGE: Keys = Keys {
    name: "range",
    says: "Values from one number to another.",
    written_out: &[],
    keys: &[
        Key::new("from", Figure, Required, "the first value").such_as("a number"),
        Key::new("to", Figure, Required, "the last value").range("above `from`").such_as("a number"),
        Key::new(
            "values",
            Whole(2, MOST_VARIANTS as i64),
            Required,
            "how many, the first and the last among them; those between are rounded to three digits",
        )
        .such_as("how many values"),
        Key::new(
            "scale",
            OneOf("scale", &["linear", "log"]),
            Default("linear"),
            "with equal differences, or with equal ratios",
        ),
    ],
};

/// `[policy.matching]` of a study.
pub static MATCHING: Keys = Keys {
    name: "matching",
    says: "How the interventions of a policy are matched to communities.",
    written_out: &[],
    keys: &[
        Key::new(
            "rule",
            OneOf("rule", &["driver-map", "predicted-effect", "predicted-bundle", "true-profile"]),
            Required,
            "which intervention each community gets",
        )
        .range(
            "`driver-map` (by a table from the dominant driver), `predicted-effect` (one per community, by forecast), \
             `predicted-bundle` (several), `true-profile` (several, with true profile and true exposure)",
        ),
        Key::new(
            "survey",
            OneOf("survey", &["sampled", "perfect"]),
            Default("sampled"),
            "always perfect with `true-profile`",
        )
        .range("`sampled` (with errors, paid from the budget) or `perfect` (none, free)"),
        Key::new(
            "households",
            Whole(1, 10_000),
            Words("`survey.households`"),
            "interviews per community; not with a perfect survey",
        ),
        Key::new(
            "intensities",
            Intensities(4.0, MOST_INTENSITIES),
            Default("[1]"),
            "what forecasts choose between, for interventions whose intensity is a matter of each community; `driver-map` takes the lowest",
        ),
        Key::new(
            "map",
            Table(&MAP),
            Words("–"),
            "with `driver-map` only, and required there: a kind of the menu for each of `poverty`, `information`, `taboo`, \
             `violence`, `opportunity`, `gain`",
        ),
        Key::new(
            "strengths",
            OneOf("strengths", &["world", "scenario"]),
            Default("world"),
            "what forecasts are made with; costs are the draw's in both",
        )
        .range(
            "`world` (each draw's own parameters) or `scenario` (the scenario's whatever a draw assumes; the menu then has no \
             `parameters` of its own)",
        ),
    ],
};

/// `map` of a matching.
pub static MAP: Keys = Keys {
    name: "map",
    says: "What a community gets, by the dominant driver of its surveyed profile.",
    written_out: &[],
    keys: &[
        driver("poverty"),
        driver("information"),
        driver("taboo"),
        driver("violence"),
        driver("opportunity"),
        driver("gain"),
    ],
};

const fn driver(name: &'static str) -> Key {
    Key::new(name, Kind, Required, "a kind of the menu")
}

/// `[draws]` of a study.
pub static DRAWS: Keys = Keys {
    name: "draws",
    says: "The parameter vectors a study runs at.",
    written_out: &[],
    keys: &[
        Key::new(
            "table",
            Path,
            Required,
            "the stored table of solved draws; `amparo calibrate STUDY --write` makes it, and beside it a \
             [record](#what-a-table-was-solved-for) of what they were solved for",
        )
        .such_as("draws.csv"),
        Key::new("used", Whole(1, MOST_DRAWS), Words("all rows"), "only the first rows, this many").range("1 to the rows of the table"),
        Key::new(
            "repeated",
            Whole(0, MOST_DRAWS),
            Default("0"),
            "the first draws, this many, have all `replicates`, the others one; without any, simulation noise is not known",
        )
        .range("0 to `used`"),
        Key::new(
            "as_given",
            Flag,
            Default("false"),
            "`true`: take the table as it is, whatever it was solved for. What differs is then a warning, and neither report \
             nor JSON says that draws meet targets or follow priors. An `[[also]]` may have its own",
        ),
        Key::new("sample", Table(&SAMPLE), Required, "how the table is made"),
    ],
};

/// Most draws a study may ask for: about one point in four becomes one.
pub const MOST_DRAWS: i64 = (MOST_POINTS / 4) as i64;

/// `[draws.sample]` of a study.
pub static SAMPLE: Keys = Keys {
    name: "sample",
    says: "How draws are sampled before they are solved.",
    written_out: &[],
    keys: &[
        Key::new("count", Whole(1, MOST_DRAWS), Required, "draws wanted when the table is made")
            .such_as("how many draws are wanted"),
        Key::new("seed", Whole(0, i64::MAX), Default("1"), "of the sequence and of the worlds draws are solved in"),
        Key::new(
            "first",
            Whole(8, 4_096),
            Default("256"),
            "candidates, from the first, whose mean weight decides which of all become draws; another number makes another table",
        ),
        Key::new(
            "parameters",
            Names("names of parameters in quotes"),
            Required,
            "parameters with a uniform or loguniform prior; not those that are solved, nor targets, which are always drawn \
             ([odd.md, section 13](odd.md#13-draws-of-parameter-vectors))",
        )
        .such_as("a list of parameters, such as [\"decision.mu\"]"),
    ],
};

/// `[adaptation]` of a study.
pub static ADAPTATION: Keys = Keys {
    name: "adaptation",
    says: "On how many of the first draws the trade's response is held too.",
    written_out: &[],
    keys: &[
        Key::new("before", WordOrWhole("all", 0, MOST_DRAWS), Default("all"), "effects before adaptation")
            .range("`\"all\"`, or 0 to the draws in use"),
        Key::new("split", Whole(0, MOST_DRAWS), Default("0"), "refilling split step by step, in both orders")
            .range("0 to `before`"),
    ],
};

/// `[precision]` of a study.
pub static PRECISION: Keys = Keys {
    name: "precision",
    says: "How narrow the paired differences are to be; replicates are added until they are.",
    written_out: &[],
    keys: &[
        Key::new("outcome", OneOf("outcome", &OUTCOME_NAMES), Required, "")
            .such_as("the name of an outcome, such as \"victims\""),
        Key::new("half_width", Positive, Words("one of the two"), "in the outcome's unit"),
        Key::new("relative", Positive, Words("one of the two"), "as a share of the baseline's mean"),
        Key::new("block", Whole(20, MOST_REPLICATES), Default("20"), "replicates added at a time"),
        Key::new("most", Whole(20, MOST_REPLICATES), Words("200, or `block`"), "replicates at most")
            .range("`block` to 100,000"),
    ],
};

/// `[[also]]` of a study.
pub static ALSO: Keys = Keys {
    name: "also",
    says: "The same study at another baseline.",
    written_out: &[],
    keys: &[
        Key::new("scenario", Path, Required, "with another name").such_as("baseline-1600.toml"),
        Key::new("draws", Table(&ALSO_DRAWS), Words("–"), "required if the study has draws"),
    ],
};

/// `[also.draws]` of a study.
pub static ALSO_DRAWS: Keys = Keys {
    name: "draws",
    says: "The draws of another baseline.",
    written_out: &[],
    keys: &[
        Key::new("table", Path, Required, "draws are solved for one baseline; at least as many rows as are used")
            .such_as("draws.csv"),
        Key::new("used", Whole(1, MOST_DRAWS), Words("the study's"), "fewer of them than the study's")
            .range("1 to the study's"),
        Key::new("as_given", Flag, Words("the study's"), "as in the study"),
    ],
};

/// A policy file.
pub static POLICY_FILE: Keys = Keys {
    name: "policy",
    says: "The interventions of one policy, in a file of their own that studies name.",
    written_out: &[],
    keys: &[
        Key::new("title", Title, Words("the name in the study"), "what charts call it"),
        Key::new("intervention", Tables(&INTERVENTION), Required, "for a policy that matches, its menu"),
    ],
};

#[cfg(test)]
mod tests {
    use super::super::keys::Given;
    use super::*;
    use amparo_model::scenario::{DRIVERS, Index, MatchingRule};

    /// Every declaration, with those of the tables in it.
    fn all() -> Vec<&'static Keys> {
        fn walk(keys: &'static Keys, found: &mut Vec<&'static Keys>) {
            if found.iter().any(|known| std::ptr::eq(*known, keys)) {
                return;
            }
            found.push(keys);
            for key in keys.all() {
                match key.takes {
                    Table(inner) | Tables(inner) => walk(inner, found),
                    Apart(_, several) => several.iter().for_each(|inner| walk(inner, found)),
                    _ => {}
                }
            }
        }
        let mut found = Vec::new();
        [&SCENARIO, &STUDY, &POLICY_FILE].into_iter().for_each(|keys| walk(keys, &mut found));
        found
    }

    #[test]
    fn a_key_is_declared_once_per_table_and_says_what_it_means() {
        for keys in all() {
            assert!(keys.says.ends_with('.'), "{}", keys.name);
            for (i, key) in keys.all().enumerate() {
                assert!(keys.all().take(i).all(|other| other.name != key.name), "{}.{}", keys.name, key.name);
                let told =
                    !key.says.is_empty() || !key.unit.is_empty() || !matches!(key.takes, Number(..) | Title | Path);
                assert!(told, "{}.{} says nothing", keys.name, key.name);
                assert!(
                    !matches!(key.takes, Path) || !key.such_as.is_empty(),
                    "{}.{} has no example",
                    keys.name,
                    key.name
                );
            }
        }
    }

    #[test]
    fn a_default_is_a_value_that_the_key_takes() {
        for key in all().iter().flat_map(|keys| keys.all()) {
            let Given::Default(text) = key.given else { continue };
            let number = text.parse::<f64>();
            let taken = match key.takes {
                Number(low, high) | Amount(low, high) | Persons(low, high) => {
                    number.is_ok_and(|number| (low..=high).contains(&number))
                }
                Whole(low, high) => text.parse::<i64>().is_ok_and(|whole| (low..=high).contains(&whole)),
                WordOrWhole(word, ..) => text == word,
                OneOf(_, words) => words.contains(&text),
                Flag => ["true", "false"].contains(&text),
                Intensities(..) => text == "[1]",
                _ => false,
            };
            assert!(taken, "{} = {text}", key.name);
        }
    }

    #[test]
    fn words_that_the_model_knows_are_declared_as_it_knows_them() {
        assert!(INDEX.names().eq(Index::NAMES) && MAP.names().eq(DRIVERS));
        let Some(Takes::OneOf(_, rules)) = MATCHING.get("rule").map(|key| key.takes) else {
            panic!("a rule is a word")
        };
        assert!(rules.iter().copied().eq(MatchingRule::ALL.map(MatchingRule::name)));
    }
}
