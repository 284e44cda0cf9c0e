//! An intervention composed in a file is what it is composed of: those that ship can be written so, to the same bits.

use crate::common::{Forked, intervention, kinds, larger, run, targetings};
use amparo::files::{Texts, load_scenario_from};
use amparo::policy::VOCABULARY;
use amparo::scenario::{Act, Extent, Intervention, Scenario, Targeting, Where, Whom};
use amparo::world::{Household, Levers, RegionLevers};
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The toy world with these interventions in it, written as TOML, or what is wrong with them.
fn read(interventions: &str) -> Result<Scenario, String> {
    let mut texts = Texts::default();
    for file in ["toy/baseline.toml", "toy/departments.csv", "toy/towns.csv", "madre-de-dios/parameters.csv"] {
        let bytes = std::fs::read(root().join("scenarios").join(file)).expect("a shipped file");
        texts.put(file, bytes);
    }
    texts.put("toy/own.toml", format!("based_on = \"baseline.toml\"\nname = \"own\"\n\n{interventions}"));
    load_scenario_from(&texts, Path::new("toy/own.toml"), &VOCABULARY, &[]).map_err(|error| error.to_string())
}

/// Interventions of one's own, with the parameters of another world.
fn own(scenario: &Scenario, interventions: &str) -> Vec<Intervention> {
    let read = read(interventions).unwrap_or_else(|error| panic!("{error}"));
    let parameters = |one: Intervention| Intervention { parameters: Box::new(scenario.parameters.clone()), ..one };
    read.interventions.into_iter().map(parameters).collect()
}

/// A kind that ships, as it is written of mechanisms.
fn composed(scenario: &Scenario, kind: &str) -> Intervention {
    let file = root().join("tests/custom").join(format!("{kind}.toml"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let text = text.replace("[[act]]", "[[intervention.act]]").replace("[[cost]]", "[[intervention.cost]]");
    let one = own(scenario, &format!("[[intervention]]\ncoverage = 1\n{text}")).remove(0);
    assert!(one.custom.is_some());
    one
}

/// State, and money, transfers and units week by week, of interventions over so many weeks.
fn after(forked: &mut Forked, all: &[Intervention], weeks: u32) -> (String, Vec<[u64; 3]>) {
    let sim = forked.begin(all);
    let mut money = Vec::new();
    for _ in 0..weeks {
        sim.tick();
        let programmes = sim.world.resource::<amparo::policy::Programmes>();
        let units: f64 = programmes.units_this_week.iter().sum();
        let spent: f64 = programmes.this_week.iter().sum();
        money.push([spent, programmes.transfers_this_week, units].map(f64::to_bits));
    }
    (sim.state_hash(), money)
}

#[test]
fn each_kind_that_ships_composed_of_mechanisms_gives_the_same_bits() {
    let mut forked = Forked::new(larger(3.0), 1);
    let scenario = forked.scenario.clone();
    let young = Whom { youngest: 14, oldest: 18, ..Whom::EVERYONE };
    let highlands = Where { departments: vec!["Highlands".into()], ..Where::default() };
    for kind in kinds() {
        let composed = composed(&scenario, kind);
        let tells_ages = !["app", "community-development"].contains(&kind);
        let to_girls = !["information", "community-development", "school-programme"].contains(&kind);
        let mut extents = vec![Extent::Coverage(0.7), Extent::BudgetSolesPerYear(1_700_000.0)];
        extents.extend(to_girls.then_some(Extent::Girls(20.0)));
        let mut spent = 0.0;
        for extent in extents {
            for targeting in targetings() {
                for (within, whom) in [(Where::default(), Whom::EVERYONE), (highlands.clone(), young)] {
                    let whom = if tells_ages { whom } else { Whom::EVERYONE };
                    let shipped = Intervention {
                        targeting,
                        within,
                        whom,
                        ramp_weeks: 13,
                        start_week: 5,
                        ..intervention(&scenario, kind, extent)
                    };
                    let own = Intervention {
                        kind: composed.kind.clone(),
                        custom: composed.custom.clone(),
                        ..shipped.clone()
                    };
                    let (a, b) = (after(&mut forked, &[shipped], 130), after(&mut forked, &[own], 130));
                    assert!(a == b, "{kind} {extent:?} {targeting:?}");
                    spent += a.1.iter().map(|[soles, ..]| f64::from_bits(*soles)).sum::<f64>();
                }
            }
        }
        assert!(spent > 0.0, "{kind} is given to nobody");
    }
}

/// One act of each mechanism, as files write it, at large doses, with a cost.
const ACTS: [(&str, &str, &str); 11] = [
    ("contacts", "per_year = 6\ngain = 1", "per = \"contact\"\nsoles = 12"),
    ("taboo", "dose = 0.3\ngrowth_per_year = 0.05", "per = \"community\"\nsoles = 1000"),
    ("violence", "dose = 0.4", "per = \"community\"\nsoles = 1000"),
    ("earnings", "growth_per_year = 0.3\ncap = 0.9", "per = \"community\"\nsoles = 1000"),
    (
        "adoption",
        "innovation_per_week = 0.02\nmarket = 1\nwarning = 1\nshift = 3\nreport = 0.5\ncomplaint_ratio = 3",
        "per = \"phone-owner\"\nsoles = 4",
    ),
    ("warning", "dose = 0.8\nshift = 3\nreport = 0.5", "per = \"girl\"\nsoles = 4"),
    ("training", "soles_per_month = 400\neffort = 0\noffers_per_year = 4", "per = \"place\"\nsoles = 1500"),
    ("school-transfer", "soles_per_month = 400\ntargeting_error = 0\ntake_up = 1", "per = \"pupil\"\nsoles = 60"),
    ("schooling", "fall = 0.9", "per = \"girl-of-school-age\"\nsoles = 100"),
    (
        "household-transfer",
        "soles_per_month = 2000\ntargeting_error = 0\ntake_up = 1",
        "per = \"recipient\"\nsoles = 60",
    ),
    ("support", "effect = 0.9\nspeed = 2", "per = \"person\"\nsoles = 6000"),
];

fn text(name: &str, unit: &str, keys: &str, (mechanism, doses, cost): (&str, &str, &str)) -> String {
    format!(
        "[[intervention]]\nkind = \"custom\"\nname = \"{name}\"\nunit_of_coverage = \"{unit}\"\n{keys}\n\
         [[intervention.act]]\nmechanism = \"{mechanism}\"\n{doses}\n[[intervention.cost]]\n{cost}\n"
    )
}

#[test]
fn each_mechanism_at_coverage_0_equals_none_changes_nothing_before_it_starts_and_something_after() {
    let mut forked = Forked::new(larger(3.0), 1);
    let scenario = forked.scenario.clone();
    let none = forked.hashes(&[], 330);
    for act in ACTS {
        for unit in ["girl", "community"] {
            let off = own(&scenario, &text("own", unit, "coverage = 0", act));
            assert_eq!(forked.hashes(&off, 120), none[..120], "{} {unit}", act.0);
            let on = own(&scenario, &text("own", unit, "coverage = 1\nstart_week = 40\nend_week = 300", act));
            let with = forked.hashes(&on, 330);
            let same = with.iter().zip(&none).take_while(|(a, b)| a == b).count();
            assert!((40..330).contains(&same), "{} {unit} first changed week {same}", act.0);
        }
    }
}

#[test]
fn each_mechanism_is_counted_paid_and_ended() {
    let mut forked = Forked::new(larger(3.0), 2);
    let scenario = forked.scenario.clone();
    for act in ACTS {
        let on = own(&scenario, &text("own", "girl", "coverage = 0.5\nend_week = 156", act));
        let sim = forked.begin(&on);
        run(sim, 156);
        let year = &sim.record().years[1];
        assert!(year.spending[0] > 0.0, "{}: what it costs is paid", act.0);
        assert!(year.funnel.bought[0].units > 0.0 && year.funnel.bought[0].kind == "own", "{}", act.0);
        let transfers: f64 = sim.record().weeks.iter().map(|week| week.transfers_soles).sum();
        let to_households = act.1.contains("soles_per_month");
        assert_eq!(transfers > 0.0, to_households, "{}", act.0);
        run(sim, 104);
        let after: f64 = sim.record().weeks[156..].iter().map(|week| week.spending_soles).sum();
        assert_eq!(after, 0.0, "{}: nothing is paid after the end", act.0);
        let levers: Vec<Levers> = sim.column();
        let default = Levers::default();
        for lever in levers {
            let ended = (lever.contact_rate, lever.app_innovation, lever.line, lever.household, lever.training_offers);
            let nothing = (
                default.contact_rate,
                default.app_innovation,
                default.line,
                default.household,
                default.training_offers,
            );
            assert_eq!(ended, nothing, "{}", act.0);
            // Of a dose nothing is left; what grew stays.
            assert_eq!(lever.violence_fall, 0.0);
            assert!(lever.taboo_fall < 0.3 && lever.earnings_rise <= 0.9);
        }
        assert_eq!(sim.world.resource::<RegionLevers>().training, None);
        assert!(sim.column::<Household>().iter().all(|household| household.in_training == 0));
    }
}

#[test]
fn the_order_in_which_two_programmes_stand_changes_no_bit_where_they_share_a_lever() {
    let mut forked = Forked::new(larger(3.0), 1);
    let scenario = forked.scenario.clone();
    let of = |kind: &str, end_week| Intervention { end_week, ..intervention(&scenario, kind, Extent::Coverage(0.6)) };
    let shared = [
        ("information", "contacts"),
        ("information", "taboo"),
        ("community-development", "taboo"),
        ("community-development", "violence"),
        ("community-development", "earnings"),
        ("cct-school", "school-transfer"),
        ("school-programme", "schooling"),
        ("cct-school", "schooling"),
    ];
    for (kind, mechanism) in shared {
        let act = *ACTS.iter().find(|(name, ..)| *name == mechanism).expect("a mechanism");
        // What acts through schooling takes years to show among so few girls.
        let weeks = if mechanism.starts_with("school") { 330 } else { 120 };
        let keys = format!("coverage = 1\nend_week = {weeks}");
        let other = own(&scenario, &text("own", "community", &keys, act)).remove(0);
        let (a, b) = ([of(kind, weeks), other.clone()], [other.clone(), of(kind, weeks)]);
        let (first, last) = (forked.hashes(&a, weeks), forked.hashes(&b, weeks));
        assert!(first == last, "{kind} beside {mechanism}");
        assert!(first != forked.hashes(&a[..1], weeks), "{mechanism} beside {kind} does something");
    }
}

/// Spells begun over so many years with these interventions.
fn newly(forked: &mut Forked, all: &[Intervention], weeks: u32) -> f64 {
    let sim = forked.begin(all);
    run(sim, weeks);
    sim.record().weeks.iter().map(|week| week.newly_exploited).sum()
}

#[test]
fn a_line_to_ask_and_a_transfer_to_households_keep_girls_from_being_drawn_in() {
    let mut scenario = larger(40.0);
    scenario.parameters.decision.theta = 7.0;
    let mut forked = Forked::new(scenario, 1);
    let scenario = forked.scenario.clone();
    let without = newly(&mut forked, &[], 104);
    for name in ["warning", "household-transfer"] {
        let act = *ACTS.iter().find(|(mechanism, ..)| *mechanism == name).expect("a mechanism");
        let half = own(&scenario, &text("own", "girl", "coverage = 0.5", act));
        let all = own(&scenario, &text("own", "girl", "coverage = 1", act));
        let (half, all) = (newly(&mut forked, &half, 104), newly(&mut forked, &all, 104));
        assert!(all < half && half < without, "{name}: {all}, {half}, {without}");
    }
}

#[test]
fn no_mechanism_moves_a_lever_the_harmful_way() {
    let mut forked = Forked::new(larger(2.0), 1);
    let scenario = forked.scenario.clone();
    for act in ACTS {
        let on = own(&scenario, &text("own", "community", "coverage = 1", act));
        let sim = forked.begin(&on);
        for _ in 0..120 {
            run(sim, 1);
            for lever in sim.column::<Levers>() {
                let least = [
                    lever.contact_rate,
                    lever.contact_gain,
                    lever.taboo_fall,
                    lever.violence_fall,
                    lever.earnings_rise,
                    lever.app_innovation,
                    lever.app_warning,
                    lever.app_shift,
                    lever.app_report,
                    lever.app_complaint_ratio - 1.0,
                    lever.line.asks,
                    lever.line.shift,
                    lever.household.transfer,
                    lever.training_offers,
                    lever.support_effect,
                    lever.support_speed - 1.0,
                ];
                assert!(least.iter().all(|moved| *moved >= 0.0), "{}: {lever:?}", act.0);
                let most = [lever.violence_fall, lever.line.asks, lever.household.coverage, lever.support_effect];
                assert!(most.iter().all(|share| *share <= 1.0), "{}: {lever:?}", act.0);
            }
        }
    }
}

#[test]
fn terms_that_there_can_be_only_once_are_refused_twice_unless_they_are_apart() {
    let both = |a: &str, b: &str, name: &str| {
        let act = *ACTS.iter().find(|(mechanism, ..)| *mechanism == name).expect("a mechanism");
        read(
            &(text("one", "girl", &format!("coverage = 0.5\n{a}"), act)
                + &text("two", "girl", &format!("coverage = 0.5\n{b}"), act)),
        )
    };
    let (here, there) = ("where = { departments = [\"Highlands\"] }", "where = { departments = [\"Lowlands\"] }");
    for name in ["adoption", "warning", "training", "household-transfer", "support"] {
        let error = both("", "", name).expect_err("it is there twice");
        assert!(error.contains("`one` and `two` both have the mechanism") && error.contains(name), "{error}");
        assert!(both("end_week = 50", "start_week = 50", name).is_ok(), "{name} one after the other");
        let in_a_region = ["training", "support"].contains(&name);
        assert_eq!(both(here, there, name).is_err(), in_a_region, "{name} here and there");
    }
    for name in ["taboo", "violence", "earnings", "school-transfer", "schooling"] {
        assert!(both("", "", name).is_ok(), "{name} adds up");
    }
    let error = both("", "", "contacts").map(|_| ()).err();
    assert_eq!(error, None, "6 and 6 are 12, as many as there can be");
    let many = ("contacts", "per_year = 7\ngain = 1", "per = \"contact\"\nsoles = 12");
    let error = read(&(text("one", "girl", "coverage = 1", many) + &text("two", "girl", "coverage = 1", many)));
    assert!(error.is_err_and(|error| error.contains("14 contacts per girl and year together")));
}

#[test]
fn an_own_intervention_is_recorded_whole_and_its_label_alone_changes_no_hash() {
    use amparo::files::{Resolved, numbers_hash};
    let act = ("warning", "dose = 0.2\nshift = 1", "per = \"region\"\nsoles = 100");
    let with =
        |keys: &str, act| read(&text("own", "girl", &format!("coverage = 1\n{keys}"), act)).expect("it is valid");
    let plain = with("", act);
    let copy = plain.resolved_toml();
    for part in [
        "kind = \"custom\"",
        "name = \"own\"",
        "mechanism = \"warning\"",
        "dose = 0.2",
        "phone = true",
        "per = \"region\"",
    ] {
        assert!(copy.contains(part), "`{part}` is not in the resolved copy");
    }
    assert_eq!(numbers_hash(&plain), numbers_hash(&with("label = \"line\"", act)));
    let other = ("warning", "dose = 0.21\nshift = 1", "per = \"region\"\nsoles = 100");
    assert_ne!(numbers_hash(&plain), numbers_hash(&with("", other)));
    assert_ne!(numbers_hash(&plain), numbers_hash(&with("whom = { ages = [14, 17] }", act)));
    assert_ne!(numbers_hash(&plain), numbers_hash(&with("where = { hours_at_most = 20 }", act)));
    let dearer = ("warning", "dose = 0.2\nshift = 1", "per = \"region\"\nsoles = 101");
    assert_ne!(numbers_hash(&plain), numbers_hash(&with("", dearer)));
    for act in ACTS {
        let scenario = read(&text("own", "girl", "coverage = 1", act)).expect("it is valid");
        let custom = scenario.interventions[0].custom.as_ref().expect("it is composed");
        assert_eq!(custom.acts[0].name(), act.0);
        assert!(scenario.resolved_toml().contains(&format!("mechanism = \"{}\"", act.0)));
        assert!(matches!(custom.acts[0], Act::Contacts(_)) == (act.0 == "contacts"));
    }
    assert_eq!(plain.interventions[0].targeting, Targeting::Uniform);
}
