//! An intervention that is limited to some communities or girls reaches these, is paid for these, and is otherwise what it is.

use crate::common::{Forked, intervention, kinds, larger, run, scattered, targetings, toy};
use amparo::policy::{Programmes, check};
use amparo::process::knowledge::campaign_knowledge;
use amparo::scenario::{Attending, Condition, Extent, Feature, Intervention, Policy, Scenario, Where, Whom};
use amparo::world::{Reach, WEEKS_PER_YEAR};

const FIVE_YEARS: u32 = 260;

fn named(departments: &[&str]) -> Where {
    Where { departments: departments.iter().map(|&name| name.to_owned()).collect(), ..Where::default() }
}

fn condition(feature: Feature, at_least: bool, bound: f64) -> Where {
    Where { conditions: vec![Condition { feature, at_least, bound }], ..Where::default() }
}

/// Several ways to limit an intervention to some communities.
fn wheres() -> Vec<Where> {
    vec![
        named(&["Highlands"]),
        Where { communities: vec!["Highlands 2".into(), "Riverbank 1".into()], ..Where::default() },
        condition(Feature::Poverty, true, 0.2),
        condition(Feature::Taboo, false, 0.5),
        condition(Feature::PhoneShare, true, 0.5),
        condition(Feature::Girls, true, 20.0),
        condition(Feature::Hours, false, 12.0),
        condition(Feature::ExposureRank, false, 2.0),
    ]
}

/// Girls that a kind can be limited to, more than one way where it can tell more than one.
fn whoms(kind: &str) -> Vec<Whom> {
    let young = Whom { youngest: 14, oldest: 17, ..Whom::EVERYONE };
    match kind {
        "information" => vec![
            young,
            Whom { schooling: Some(Attending::Out), ..young },
            Whom { schooling: Some(Attending::In), poor: true, ..Whom::EVERYONE },
        ],
        "cct-training" => vec![young, Whom { schooling: Some(Attending::Out), poor: true, ..young }],
        "cct-school" | "school-programme" => {
            vec![young, Whom { schooling: Some(Attending::In), poor: true, ..young }]
        }
        "aftercare" => vec![young],
        _ => Vec::new(),
    }
}

fn limited(scenario: &Scenario, kind: &str, extent: Extent, within: &Where, whom: Whom) -> Intervention {
    Intervention { within: within.clone(), whom, end_week: FIVE_YEARS, ..intervention(scenario, kind, extent) }
}

/// Whether interventions are such as files may have.
fn possible(one: &Intervention) -> bool {
    let policy = Policy {
        name: "x".into(),
        title: "x".into(),
        group: "x".into(),
        budget_soles_per_year: 0.0,
        interventions: vec![one.clone()],
        matching: None,
    };
    check(&policy).is_ok()
}

/// State and money after so many weeks with an intervention.
fn after(forked: &mut Forked, one: &Intervention, weeks: u32) -> (String, Vec<f64>) {
    let sim = forked.begin(std::slice::from_ref(one));
    run(sim, weeks);
    let spent = sim.record().weeks.iter().map(|week| week.spending_soles).collect();
    (sim.state_hash(), spent)
}

#[test]
fn coverage_0_and_no_girls_equal_none_however_an_intervention_is_limited() {
    let mut forked = Forked::new(toy(), 1);
    let sim = forked.begin(&[]);
    run(sim, 160);
    let none = (sim.state_hash(), vec![0.0; 160]);
    for kind in kinds() {
        let everyone = [Whom::EVERYONE];
        for whom in whoms(kind).iter().chain(&everyone) {
            for within in [Where::default(), named(&["Highlands"]), condition(Feature::ExposureRank, false, 2.0)] {
                for extent in [Extent::Coverage(0.0), Extent::Girls(0.0), Extent::BudgetSolesPerYear(0.0)] {
                    for targeting in targetings() {
                        let off = limited(&forked.scenario, kind, extent, &within, *whom);
                        let off = Intervention { targeting, ..off };
                        assert!(after(&mut forked, &off, 160) == none, "{kind} {extent:?} {within:?} {whom:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn limits_that_leave_nobody_out_equal_none_bit_for_bit() {
    let mut forked = Forked::new(toy(), 2);
    let names: Vec<&str> = forked.scenario.departments.iter().map(|d| d.name.as_str()).collect();
    let all = named(&names);
    let scenario = forked.scenario.clone();
    for kind in kinds() {
        for extent in [Extent::Coverage(0.7), Extent::BudgetSolesPerYear(60_000.0)] {
            for targeting in targetings() {
                let plain = intervention(&scenario, kind, extent);
                let plain = Intervention { targeting, end_week: FIVE_YEARS, ..plain };
                let whom = Whom { youngest: 12, oldest: 24, ..Whom::EVERYONE };
                let limited = Intervention { within: all.clone(), whom, ..plain.clone() };
                assert!(after(&mut forked, &limited, 120) == after(&mut forked, &plain, 120), "{kind} {extent:?}");
            }
        }
    }
}

#[test]
fn nothing_differs_before_a_limited_policy_starts() {
    const START: u32 = 30;
    let mut forked = Forked::new(scattered(), 1);
    let none = forked.hashes(&[], START);
    for kind in kinds() {
        for whom in whoms(kind).into_iter().chain([Whom::EVERYONE]) {
            let later = limited(&forked.scenario, kind, Extent::Coverage(1.0), &named(&["Highlands"]), whom);
            let later = Intervention { start_week: START, ..later };
            assert_eq!(forked.hashes(&[later], START), none, "{kind} {whom:?}");
        }
    }
}

#[test]
fn only_communities_as_where_says_are_covered_and_only_they_are_paid_for() {
    let mut forked = Forked::new(scattered(), 3);
    let scenario = forked.scenario.clone();
    let mut some_limited = 0;
    for kind in kinds() {
        for within in wheres() {
            for extent in [Extent::Coverage(1.0), Extent::BudgetSolesPerYear(400_000.0)] {
                for targeting in targetings() {
                    let one = Intervention { targeting, ..limited(&scenario, kind, extent, &within, Whom::EVERYONE) };
                    let ranks = ranks(&forked.facts.exposure);
                    let sim = forked.begin(&[one]);
                    let admitted: Vec<bool> = sim.look(|scene| {
                        let places = scene.communities.iter().enumerate();
                        places
                            .map(|(row, c)| {
                                let d = &scenario.departments[usize::from(c.department)];
                                let nearest = c.hours.iter().copied().fold(f64::INFINITY, f64::min);
                                let value = |feature| match feature {
                                    Feature::Poverty => d.poverty_rate,
                                    Feature::Taboo => d.taboo,
                                    Feature::PhoneShare => c.phone_share,
                                    Feature::Girls => f64::from(c.girls),
                                    Feature::Hours => nearest,
                                    Feature::ExposureRank => ranks[row] as f64,
                                };
                                let named =
                                    within.departments.contains(&d.name) || within.communities.contains(&c.name);
                                let any = within.departments.is_empty() && within.communities.is_empty();
                                let holds = |one: &Condition| {
                                    if one.at_least {
                                        value(one.feature) >= one.bound
                                    } else {
                                        value(one.feature) <= one.bound
                                    }
                                };
                                (any || named) && within.conditions.iter().all(holds)
                            })
                            .collect()
                    });
                    assert!(admitted.contains(&true) && admitted.contains(&false), "{within:?}");
                    some_limited += 1;
                    let programmes = sim.world.resource::<Programmes>();
                    let one = &programmes.list[0];
                    assert_eq!(one.outside, 0.0, "nobody from outside is in a department");
                    for (row, coverage) in one.coverage.iter().enumerate() {
                        assert!(*coverage == 0.0 || admitted[row], "{kind} {within:?} covers {row}");
                    }
                    if extent == Extent::Coverage(1.0) {
                        let all = one.coverage.iter().zip(&admitted).all(|(c, admitted)| (*c > 0.99) == *admitted);
                        assert!(all, "{kind} {within:?}: all who may be covered are");
                    } else {
                        let costs = one.covered.iter().map(|(place, c)| c * one.mechanism.cost(place));
                        let cost =
                            costs.sum::<f64>() + if one.covered.is_empty() { 0.0 } else { one.mechanism.fixed_cost() };
                        assert!(cost <= 400_000.0 * (1.0 + 1e-9), "{kind} {within:?}: {cost}");
                    }
                }
            }
        }
    }
    assert!(some_limited > 300);
}

/// Place of each in descending order, from 1.
fn ranks(exposure: &[f64]) -> Vec<usize> {
    let above = |x: f64, row: usize| {
        exposure.iter().enumerate().filter(|(i, other)| **other > x || (**other == x && *i < row)).count()
    };
    exposure.iter().enumerate().map(|(row, x)| above(*x, row) + 1).collect()
}

#[test]
fn girls_who_are_meant_are_counted_as_they_are_and_costs_count_them_alone() {
    let mut forked = Forked::new(larger(4.0), 1);
    let scenario = forked.scenario.clone();
    for kind in ["information", "school-programme"] {
        for whom in whoms(kind) {
            let one = limited(&scenario, kind, Extent::Coverage(1.0), &Where::default(), whom);
            let sim = forked.begin(&[one]);
            let counted: Vec<f64> = sim.look(|scene| {
                let meant = |c: usize, slot: u32| {
                    let her = scene.occupant(slot);
                    let girl = scene.girl(&her);
                    let age = her.age_years().floor();
                    let schooling = scene.schooling(&her, &girl, c);
                    let attends = schooling == amparo::process::schooling::Schooling::InSchool;
                    let of_school_age = kind == "information" || age < 17.0;
                    let poor = {
                        let household = &scene.households[girl.household as usize];
                        let derived = &scene.setting.derived;
                        amparo::process::income::ln_permanent(&scene.communities[c], household, derived) < 0.0
                    };
                    of_school_age
                        && (f64::from(whom.youngest)..=f64::from(whom.oldest)).contains(&age)
                        && whom.schooling.is_none_or(|asked| (asked == Attending::In) == attends)
                        && (!whom.poor || poor)
                };
                let places = scene.communities.iter().enumerate();
                places
                    .map(|(c, place)| {
                        let slots = place.first_girl..place.first_girl + place.girls;
                        slots.filter(|slot| meant(c, *slot)).count() as f64
                    })
                    .collect()
            });
            run(sim, WEEKS_PER_YEAR * 2);
            let programmes = sim.world.resource::<Programmes>();
            let covered = &programmes.list[0].covered;
            let aimed: Vec<f64> = covered
                .iter()
                .map(|(place, _)| if kind == "information" { place.aimed } else { place.aimed_of_school_age })
                .collect();
            assert_eq!(aimed, counted, "{kind} {whom:?}");
            assert!(counted.iter().sum::<f64>() > 0.0);
            let p = &scenario.parameters;
            let year = match kind {
                "information" => {
                    counted.iter().map(|n| p.info.cost_info_comm + n * p.info.rate * p.info.cost_contact).sum()
                }
                _ => {
                    let p = &p.school_programme;
                    counted.iter().map(|n| p.cost_community + n * p.cost_girl).sum::<f64>()
                }
            };
            let last = sim.record().weeks.last().map_or(0.0, |week| week.spending_soles) * 52.0;
            assert!((last / year - 1.0).abs() < 1e-9, "{kind} {whom:?}: {last} {year}");
        }
    }
}

#[test]
fn contacts_are_made_with_those_who_are_meant_as_often_as_told_and_with_nobody_else() {
    let mut forked = Forked::new(larger(8.0), 1);
    let scenario = forked.scenario.clone();
    let knows = |forked: &mut Forked, one: &Intervention| -> Vec<(f64, f64)> {
        let sim = forked.begin(std::slice::from_ref(one));
        run(sim, 52);
        sim.look(|scene| {
            (0..scene.girls.slots() as u32)
                .map(|slot| {
                    let her = scene.occupant(slot);
                    let girl = scene.girl(&her);
                    let c = scene.communities.partition_point(|c| c.first_girl + c.girls <= slot);
                    let x = campaign_knowledge(
                        &her,
                        c,
                        scene.communities.len(),
                        scene.week,
                        scene.campaign,
                        scene.setting.draws,
                        &scene.setting.derived,
                        &scene.setting.parameters.knowledge,
                        |whom, week| scene.was_one_of(whom, &her, &girl, c, week),
                    );
                    (her.age_years(), x)
                })
                .collect()
        })
    };
    let everyone = limited(&scenario, "information", Extent::Coverage(1.0), &Where::default(), Whom::EVERYONE);
    let whom = Whom { youngest: 14, oldest: 17, ..Whom::EVERYONE };
    let some = Intervention { whom, ..everyone.clone() };
    let (of_all, of_some) = (knows(&mut forked, &everyone), knows(&mut forked, &some));
    let mut sums = (0.0, 0.0);
    for ((age, all), (_, some)) in of_all.iter().zip(&of_some) {
        assert!(some <= all, "who is reached by a campaign for some is reached by one for all");
        // Of age through the whole year: every contact is made. Never of age: none.
        if (15.0..18.0).contains(age) {
            assert_eq!(some, all);
            sums.0 += some;
        } else if !(14.0..19.0).contains(age) {
            assert_eq!(*some, 0.0, "a girl of {age} is none of those meant");
        }
        sums.1 += all;
    }
    assert!(sums.0 > 0.0 && sums.1 > sums.0);
    // Who is out of school now may have been in it when she was met: what matters is then.
    let out = Whom { schooling: Some(Attending::Out), ..Whom::EVERYONE };
    let of_out = knows(&mut forked, &Intervention { whom: out, ..everyone });
    let adults = of_out.iter().zip(&of_all).filter(|((age, _), _)| *age >= 18.0);
    for ((age, out), (_, all)) in adults {
        assert_eq!(out, all, "nobody is in school at {age}");
    }
    assert!(of_out.iter().any(|(age, x)| *age < 17.0 && *x == 0.0));
}

#[test]
fn a_transfer_for_some_ages_keeps_in_school_at_these_ages_alone() {
    let mut forked = Forked::new(larger(20.0), 1);
    let mut scenario = forked.scenario.clone();
    scenario.parameters.cct_school.take_up = 0.95;
    let whom = Whom { youngest: 15, oldest: 16, ..Whom::EVERYONE };
    let mut in_school = |one: &[Intervention]| -> Vec<(f64, bool)> {
        let sim = forked.begin(one);
        run(sim, 208);
        sim.look(|scene| {
            (0..scene.girls.slots() as u32)
                .map(|slot| {
                    let her = scene.occupant(slot);
                    let c = scene.communities.partition_point(|c| c.first_girl + c.girls <= slot);
                    let schooling = scene.schooling(&her, &scene.girl(&her), c);
                    (her.age_years(), schooling == amparo::process::schooling::Schooling::InSchool)
                })
                .collect()
        })
    };
    for kind in ["cct-school", "school-programme"] {
        let one = |whom| limited(&scenario, kind, Extent::Coverage(1.0), &Where::default(), whom);
        let (none, some, all) = (in_school(&[]), in_school(&[one(whom)]), in_school(&[one(Whom::EVERYONE)]));
        let kept = |with: &[(f64, bool)], ages: std::ops::Range<f64>| {
            let both = with.iter().zip(&none).filter(|((age, _), _)| ages.contains(age));
            both.filter(|((_, with), (_, without))| *with && !*without).count()
        };
        assert!(
            some.iter().zip(&all).all(|((_, some), (_, all))| !some || *all),
            "{kind}: all are kept whom some keep"
        );
        assert_eq!(kept(&some, 12.0..15.0), 0, "{kind}");
        assert!(kept(&some, 15.0..17.0) > 0, "{kind}");
        assert!(kept(&all, 12.0..15.0) > 0, "{kind}");
    }
}

#[test]
fn support_reaches_those_who_come_back_at_these_ages_and_no_more_than_the_number_said() {
    let mut scenario = larger(20.0);
    scenario.parameters.population.outside_origin = 0.5;
    let mut forked = Forked::new(scenario, 1);
    let scenario = forked.scenario.clone();
    let mut supported = |one: &Intervention| {
        let sim = forked.begin(std::slice::from_ref(one));
        let mut years = Vec::new();
        for _ in 0..3 {
            let before: f64 = sim.record().weeks.iter().map(|week| week.spending_soles).sum();
            run(sim, 52);
            let after: f64 = sim.record().weeks.iter().map(|week| week.spending_soles).sum();
            years.push((after - before) / scenario.parameters.aftercare.cost);
        }
        years
    };
    let of = |extent, whom| limited(&scenario, "aftercare", extent, &Where::default(), whom);
    let young = Whom { oldest: 17, ..Whom::EVERYONE };
    let old = Whom { youngest: 18, ..Whom::EVERYONE };
    let full = Extent::Coverage(1.0);
    let (all, minors, adults) =
        (supported(&of(full, Whom::EVERYONE)), supported(&of(full, young)), supported(&of(full, old)));
    assert!(minors[0] > 0.0 && adults[0] > 0.0, "{minors:?} {adults:?}");
    assert!((minors[0] + adults[0] - all[0]).abs() < 0.2 * all[0], "{minors:?} {adults:?} {all:?}");
    let twelve = supported(&of(Extent::Girls(12.0), Whom::EVERYONE));
    assert!(twelve.iter().all(|n| (3.0..=12.5).contains(n)), "{twelve:?}");
}

#[test]
fn so_many_girls_are_given_to_wherever_they_are_or_all_there_are() {
    let mut forked = Forked::new(larger(10.0), 1);
    let scenario = forked.scenario.clone();
    let poor = Whom { youngest: 14, oldest: 16, poor: true, ..Whom::EVERYONE };
    for within in [Where::default(), named(&["Highlands"])] {
        for targeting in targetings() {
            for whom in [Whom::EVERYONE, poor] {
                let one = |girls| {
                    let one = limited(&scenario, "cct-school", Extent::Girls(girls), &within, whom);
                    Intervention { targeting, ..one }
                };
                let mut given = |girls: f64| {
                    let sim = forked.begin(&[one(girls)]);
                    run(sim, WEEKS_PER_YEAR + 1);
                    let programme = &sim.world.resource::<Programmes>().list[0];
                    let given = programme.covered.iter().map(|(place, c)| c * place.school_demand).sum::<f64>();
                    let spent = sim.record().weeks.last().map_or(0.0, |week| week.spending_soles);
                    (given, spent * 52.0)
                };
                let p = &scenario.parameters.cct_school;
                let price = (12.0 * p.transfer + p.delivery) * (1.0 + p.overhead);
                let (twenty, spent) = given(20.0);
                assert!((twenty - 20.0).abs() < 1e-9, "{twenty} {targeting:?}");
                assert!((spent / (20.0 * price) - 1.0).abs() < 1e-9, "{spent} {targeting:?}");
                let (most, spent) = given(1e6);
                assert!(most > 20.0 && most < 1e5 && (spent / (most * price) - 1.0).abs() < 1e-9, "{most}");
            }
        }
    }
    let training = limited(&scenario, "cct-training", Extent::Girls(7.0), &Where::default(), Whom::EVERYONE);
    let sim = forked.begin(&[training]);
    let mut most = 0;
    for _ in 0..120 {
        sim.tick();
        most = most.max(sim.world.resource::<amparo::world::Trainees>().0.len());
    }
    assert!((4..=7).contains(&most), "{most}");
}

#[test]
fn training_offers_places_at_the_ages_said_and_the_funnel_counts_those_who_are_meant() {
    let mut forked = Forked::new(larger(10.0), 2);
    let scenario = forked.scenario.clone();
    let whom = Whom { youngest: 14, oldest: 17, ..Whom::EVERYONE };
    let one = limited(&scenario, "cct-training", Extent::Coverage(1.0), &Where::default(), whom);
    let sim = forked.begin(&[one]);
    let mut enrolled = 0;
    for _ in 0..104 {
        sim.tick();
        let trainees = sim.world.resource::<amparo::world::Trainees>().0.clone();
        enrolled += trainees.len();
        let longest = scenario.parameters.cct.course_weeks / 52.0;
        let ages: Vec<f64> =
            sim.look(|scene| trainees.iter().map(|one| scene.occupant(one.slot).age_years()).collect());
        assert!(ages.iter().all(|age| (14.0..18.1 + longest).contains(age)), "{ages:?}");
    }
    assert!(enrolled > 0);
    // Contacts: those who still know something are at most those who were of age.
    let campaign = limited(&scenario, "information", Extent::Coverage(1.0), &named(&["Highlands"]), whom);
    let sim = forked.begin(&[campaign]);
    run(sim, 52);
    let way = Reach::Contacts.row();
    let looked = sim.record().years.iter().map(|year| year.funnel.reached[way]).sum::<f64>();
    let all = sim.look(|scene| scene.girls.slots()) as f64;
    assert!(looked > 0.0 && looked < 6.0 / 13.0 * all, "{looked} of {all}");
}

#[test]
fn a_number_of_girls_and_limits_that_a_mechanism_cannot_tell_are_refused() {
    let scenario = toy();
    let of = |kind: &str, extent, whom| limited(&scenario, kind, extent, &Where::default(), whom);
    let young = Whom { oldest: 17, ..Whom::EVERYONE };
    for kind in kinds() {
        let to_girls = !["information", "community-development", "school-programme"].contains(&kind);
        assert_eq!(possible(&of(kind, Extent::Girls(5.0), Whom::EVERYONE)), to_girls, "{kind}");
        let tells_ages = !["app", "community-development"].contains(&kind);
        assert_eq!(possible(&of(kind, Extent::Coverage(0.5), young)), tells_ages, "{kind}");
        let poor = Whom { poor: true, ..Whom::EVERYONE };
        assert_eq!(possible(&of(kind, Extent::Coverage(0.5), poor)), tells_ages && kind != "aftercare", "{kind}");
        let inside = Whom { schooling: Some(Attending::In), ..Whom::EVERYONE };
        let tells_school = ["information", "cct-school", "school-programme"].contains(&kind);
        assert_eq!(possible(&of(kind, Extent::Coverage(0.5), inside)), tells_school, "{kind}");
        let out = Whom { schooling: Some(Attending::Out), ..Whom::EVERYONE };
        let tells_out = ["information", "cct-training"].contains(&kind);
        assert_eq!(possible(&of(kind, Extent::Coverage(0.5), out)), tells_out, "{kind}");
    }
}
