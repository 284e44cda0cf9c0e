//! `where` and `whom` of an intervention: the communities and the girls it is limited to.

use super::declared::{WHERE, WHOM};
use super::document::{Entry, Value};
use super::reading::Reading;
use amparo_model::scenario::{AGES, Attending, CommunityRow, Condition, Department, Feature, Where, Whom};
use amparo_model::world::synthetic::community_name;
use amparo_text::nearest_name;

/// What there is to be named in a region.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub departments: &'a [Department],
    /// Given communities; `None`: synthetic ones.
    pub communities: Option<&'a [CommunityRow]>,
}

impl Named<'_> {
    fn community_names(&self) -> Vec<String> {
        match self.communities {
            Some(given) => given.iter().map(|c| c.name.clone()).collect(),
            None => {
                let of = |d: &Department| (0..d.districts).map(|i| community_name(&d.name, i)).collect::<Vec<_>>();
                self.departments.iter().flat_map(of).collect()
            }
        }
    }
}

/// Reads `where`; `places`: what there is to be named, if it is known.
pub(super) fn read_where(of: &Reading<'_>, places: Option<Named<'_>>) -> Option<Where> {
    let Some(entry) = of.entry("where") else { return Some(Where::default()) };
    let of = of.table("where")?;
    if entry.table().is_ok_and(|table| table.entries.is_empty()) {
        return of.wrong(entry.error("`where` says nothing").expected(format!("one of: {}", list(WHERE.names()))));
    }
    let of_region = |region: &Named| region.departments.iter().map(|d| d.name.clone()).collect::<Vec<_>>();
    let departments = names(&of, "departments", "a department", places.as_ref().map(of_region));
    let communities = names(&of, "communities", "a community", places.as_ref().map(Named::community_names));
    let mut conditions = Some(Vec::new());
    for (key, feature, at_least) in Condition::KEYS {
        if of.entry(key).is_none() {
            continue;
        }
        let bound = match feature {
            Feature::ExposureRank => of.whole(key).map(|rank| rank as f64),
            _ => of.number(key),
        };
        match (bound, &mut conditions) {
            (Some(bound), Some(all)) => all.push(Condition { feature, at_least, bound }),
            _ => conditions = None,
        }
    }
    let conditions = conditions?;
    for (i, least) in conditions.iter().enumerate().filter(|(_, one)| one.at_least) {
        let most = conditions[i..].iter().find(|one| one.feature == least.feature && !one.at_least);
        if let Some(most) = most.filter(|most| most.bound < least.bound) {
            let key = Condition::KEYS.iter().find(|(_, feature, at_least)| *feature == most.feature && !at_least);
            let entry = key.and_then(|(key, ..)| of.entry(key))?;
            return of.wrong(
                entry
                    .error(format!("no community can be like this: `{}` is {}", entry.key, most.bound))
                    .expected(format!("at least {}, as the other bound says", least.bound)),
            );
        }
    }
    Some(Where { departments: departments?, communities: communities?, conditions })
}

/// A list of names, none twice; each one of those that there are, where they are known.
fn names(of: &Reading<'_>, key: &'static str, what: &str, known: Option<Vec<String>>) -> Option<Vec<String>> {
    let Some(entry) = of.entry(key) else { return Some(Vec::new()) };
    let expected = format!("names of {key} in quotes");
    let items = of.keep(entry.items(&expected))?;
    if items.is_empty() {
        return of.wrong(entry.error(format!("`{key}` names none")).expected(format!("{expected}, at least one")));
    }
    let mut found: Vec<String> = Vec::new();
    for item in items {
        let Value::Text(name) = &item.value else {
            return of.wrong(item.place.error(format!("this is not the name of {what}")).expected("a name in quotes"));
        };
        if let Some(known) = &known
            && !known.contains(name)
        {
            let nearest = nearest_name(name, known.iter().map(String::as_str));
            let shown = known.iter().take(MOST_SHOWN).map(String::as_str);
            let more = if known.len() > MOST_SHOWN { ", …" } else { "" };
            return of.wrong(
                item.place
                    .error(format!("`{name}` is not {what} of the scenario"))
                    .expected(format!("one of: {}{more}", list(shown)))
                    .nearest(nearest),
            );
        }
        if found.contains(name) {
            return of.wrong(item.place.error(format!("`{name}` is listed twice")).expected("each name once"));
        }
        found.push(name.clone());
    }
    Some(found)
}

/// Names that an error lists.
const MOST_SHOWN: usize = 12;

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// Reads `whom`.
pub(super) fn read_whom(of: &Reading<'_>) -> Option<Whom> {
    let Some(entry) = of.entry("whom") else { return Some(Whom::EVERYONE) };
    let of = of.table("whom")?;
    if entry.table().is_ok_and(|table| table.entries.is_empty()) {
        return of.wrong(entry.error("`whom` says nothing").expected(format!("one of: {}", list(WHOM.names()))));
    }
    let ages = match of.entry("ages") {
        Some(ages) => read_ages(&of, ages),
        None => Some(AGES),
    };
    let schooling = match of.entry("schooling") {
        Some(_) => {
            Some(Some(if of.word("schooling")? == Attending::In.name() { Attending::In } else { Attending::Out }))
        }
        None => Some(None),
    };
    let poor = match of.entry("poor") {
        Some(entry) => match of.flag("poor") {
            Some(false) => {
                return of.wrong(
                    entry
                        .error("no intervention can be limited to girls who are not poor")
                        .expected("poor = true, or no such key"),
                );
            }
            flag => flag,
        },
        None => Some(false),
    };
    let (youngest, oldest) = ages?;
    Some(Whom { youngest, oldest, schooling: schooling?, poor: poor? })
}

fn read_ages(of: &Reading<'_>, entry: &Entry) -> Option<(u32, u32)> {
    let expected =
        format!("the youngest and the oldest age in completed years, {} to {}, such as [14, 17]", AGES.0, AGES.1);
    let items = of.keep(entry.items(&expected))?;
    let whole = |item: &super::document::Node| match item.value {
        Value::Whole(age) => u32::try_from(age).ok().filter(|age| (AGES.0..=AGES.1).contains(age)),
        _ => None,
    };
    match items.iter().map(whole).collect::<Vec<_>>()[..] {
        [Some(youngest), Some(oldest)] if youngest <= oldest => Some((youngest, oldest)),
        _ => of.wrong(entry.error(format!("`ages` is {}", entry.node.place.written())).expected(expected)),
    }
}
