//! Hours of travel and destinations.

use super::fixture::*;
use amparo::files::load_scenario;

const DEPARTMENTS: &str = "\
name,population,districts,poverty_rate,taboo,violence_share,adult_earnings,phone_share,in_school_at_12,origin_share,fitted
Highlands,5500,3,0.35,0.55,0.4,1.9,0.45,0.97,0.5,yes
Lowlands,3500,2,0.2,0.45,0.32,2.4,0.55,0.93,0.2,no
";
const TOWNS: &str = "name,miners\nUpper Camp,280\nLower Camp,170\n";
const TRAVEL: &str = "\
from,to,hours
Highlands,Upper Camp,10
Highlands,Lower Camp,11
Upper Camp,Lowlands,31
Lowlands,Lower Camp,32
Upper Camp,Lower Camp,1.5
";

/// A region whose hours are stated route by route.
fn routed() -> Inputs {
    let inputs = Inputs::new();
    inputs.with("world.toml", "towns = ", "travel = \"travel.csv\"\ntowns = ");
    inputs.write("departments.csv", DEPARTMENTS).write("towns.csv", TOWNS).write("travel.csv", TRAVEL);
    inputs
}

#[test]
fn a_region_may_state_every_route_and_needs_no_gateway() {
    let inputs = routed();
    let world = load_scenario(&inputs.dir.join("world.toml"), &VOCABULARY, &[]).expect("a valid scenario");
    let hours = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(origin, town)| world.hours(origin, town));
    assert_eq!(hours, [10.0, 11.0, 31.0, 32.0]);
    assert_eq!([world.hours_between_towns(0, 1), world.hours_between_towns(1, 0)], [1.5, 1.5]);
    assert!(world.inputs.iter().any(|(file, _)| file.ends_with("travel.csv")), "an input like any other");
    // Not so far: the way back and a place's own are allowed where they say the same.
    inputs.write("travel.csv", format!("{TRAVEL}Lower Camp,Highlands,11\nUpper Camp,Upper Camp,0\n"));
    assert_eq!(inputs.error_or_ok(), "ok");
}

#[test]
fn routes_are_refused_by_line() {
    for (old, new, parts) in [
        (
            "Highlands,Lower Camp,11\n",
            "",
            &["no route from `Highlands` to `Lower Camp`", "departments.csv:2:1", "Highlands,Lower Camp,HOURS"]
                as &[&str],
        ),
        (
            "Lowlands,Lower Camp,32",
            "Lowland,Lower Camp,32",
            &["unknown place `Lowland`", "travel.csv:5:1", "nearest: Lowlands"],
        ),
        ("Camp,32", "Camp,-1", &["`hours` is -1", "travel.csv:5:21", "from 0 to 1000"]),
        ("Camp,32", "Camp,1001", &["`hours` is 1001", "travel.csv:5:21", "from 0 to 1000"]),
        ("Camp,32", "Camp,32 h", &["`hours` is `32 h`, not a number", "travel.csv:5:21"]),
        ("1.5\n", "1.5\nHighlands,Lower Camp,11\n", &["appears twice", "travel.csv:7:1", "each route once"]),
        (
            "1.5\n",
            "1.5\nLower Camp,Highlands,12\n",
            &["12 hours apart here and 11 in another row", "travel.csv:7:22", "both ways"],
        ),
        (
            "1.5\n",
            "1.5\nUpper Camp,Upper Camp,2\n",
            &["`Upper Camp` is 2 hours from itself", "travel.csv:7:23", "0, or no"],
        ),
        (
            "1.5\n",
            "1.5\nHighlands,Lowlands,2\n",
            &["no one travels from `Highlands` to `Lowlands`", "travel.csv:7:1", "a department"],
        ),
        (
            "Upper Camp,Lower Camp,1.5\n",
            "",
            &["missing column `hours_beyond_gateway`", "towns.csv:1:1", "or routes between all towns"],
        ),
        ("from,to,hours", "from,to,hour", &["unknown column `hour`", "travel.csv:1:9", "nearest: hours"]),
    ] {
        let inputs = routed();
        inputs.with("travel.csv", old, new);
        let error = inputs.error();
        says(&error, parts);
        assert_eq!(error.matches("error: ").count(), 1, "one mistake is told once:\n{error}");
    }
}

#[test]
fn hours_are_said_once_by_columns_or_by_routes() {
    let inputs = routed();
    inputs.write(
        "departments.csv",
        DEPARTMENTS.replace("in_school_at_12", "hours_to_gateway,in_school_at_12").replace(",0.9", ",9,0.9"),
    );
    says(&inputs.error(), &["`hours_to_gateway` is given, and routes", "departments.csv:1:88", "either this column"]);
    let inputs = routed();
    inputs.write("towns.csv", "name,miners,hours_beyond_gateway\nUpper Camp,280,1\nLower Camp,170,2\n");
    says(&inputs.error(), &["`hours_beyond_gateway` is given, and all routes", "towns.csv:1:13", "one of the two"]);
    // Of routes to towns alone, what lies between towns follows from the column.
    inputs.with("travel.csv", "Upper Camp,Lower Camp,1.5\n", "");
    assert_eq!(inputs.error_or_ok(), "ok");
    let inputs = Inputs::new();
    inputs.write("departments.csv", DEPARTMENTS);
    says(
        &inputs.error(),
        &["missing column `hours_to_gateway`", "departments.csv:1:1", "or routes from each department"],
    );
}

#[test]
fn columns_of_an_earlier_version_are_refused_with_what_they_are_called_now() {
    let inputs = Inputs::new();
    let old = |file: &str| {
        let text = std::fs::read_to_string(inputs.dir.join(file)).expect("a table");
        inputs.write(file, text.replace("gateway", "mazuko"));
    };
    old("departments.csv");
    old("towns.csv");
    let error = inputs.error();
    says(&error, &["unknown column `hours_to_mazuko`", "departments.csv:1:88", "nearest: hours_to_gateway"]);
    says(&error, &["unknown column `hours_beyond_mazuko`", "towns.csv:1:13", "nearest: hours_beyond_gateway"]);
}

#[test]
fn communities_of_one_name_are_told_apart_by_their_department() {
    const HEADER: &str = "name,department,girls,poverty_rate,taboo,violence_share,adult_earnings,phone_share,belief\n";
    const ROUTES: &str = "from,to,hours\nHighlands,Upper Camp,10\nHighlands,Lower Camp,11\nUpper Camp,Lower Camp,1.5\n\
                          Lowlands,Upper Camp,31\nLowlands,Lower Camp,32\n";
    let inputs = routed();
    inputs.with("world.toml", "towns = ", "communities = \"communities.csv\"\ntowns = ");
    let row = |name: &str, home: &str| format!("{name},{home},100,0.3,0.5,0.4,2,0.5,-0.6\n");
    let rows = [("Santa Rosa", "Lowlands"), ("Santa Rosa", "Highlands"), ("Alto", "Highlands")].map(|(a, b)| row(a, b));
    inputs.write("communities.csv", format!("{HEADER}{}", rows.concat()));
    inputs.write("travel.csv", format!("{ROUTES}Santa Rosa,Upper Camp,9\n"));
    says(&inputs.error(), &["`Santa Rosa` is the name of 2 communities", "travel.csv:7:1", "`Highlands/Santa Rosa`"]);
    inputs.write("travel.csv", format!("{ROUTES}Highlands/Santa Rosa,Upper Camp,9\nUpper Camp,Alto,8\n"));
    let world = load_scenario(&inputs.dir.join("world.toml"), &VOCABULARY, &[]).expect("a valid scenario");
    let places: Vec<(&str, usize)> =
        world.communities.iter().flatten().map(|place| (place.name.as_str(), place.department)).collect();
    assert_eq!(places, [("Santa Rosa", 0), ("Alto", 0), ("Santa Rosa", 1)], "in the order of departments");
    let hours: Vec<[f64; 2]> = (0..3).map(|place| [world.hours(place, 0), world.hours(place, 1)]).collect();
    assert_eq!(hours, [[9.0, 11.0], [8.0, 11.0], [31.0, 32.0]]);
}

#[test]
fn destinations_are_refused_by_line() {
    let inputs = routed();
    inputs.with("world.toml", "towns = ", "destinations = \"destinations.csv\"\ntowns = ");
    inputs.write("destinations.csv", "name,mass\nHarbour,5000\n");
    says(
        &inputs.error(),
        &["no route to `Harbour` from `Highlands`, `Lowlands`", "destinations.csv:2:1", "Highlands,Harbour,HOURS"],
    );
    inputs.write("travel.csv", format!("{TRAVEL}Harbour,Highlands,20\n"));
    says(&inputs.error(), &["no route to `Harbour` from `Lowlands`", "destinations.csv:2:1", "Lowlands,Harbour,HOURS"]);
    inputs.write("travel.csv", format!("{TRAVEL}Harbour,Highlands,20\nLowlands,Harbour,4\n"));
    for (text, parts) in [
        ("name,mass\nHarbour,0\n", &["`mass` is 0", "destinations.csv:2:9"] as &[&str]),
        ("name,mass\nHarbour,much\n", &["`mass` is `much`", "destinations.csv:2:9"]),
        ("name,mass\nHarbour,1\nHarbour,2\n", &["destination `Harbour` appears twice", "destinations.csv:3:1"]),
        ("name,mass\nUpper Camp,1\n", &["`Upper Camp` is a mining town", "destinations.csv:2:1"]),
        ("name,mass\n", &["no destination in this file", "destinations.csv:1:1"]),
        ("name,weight\nHarbour,1\n", &["unknown column `weight`", "destinations.csv:1:6", "the columns name,mass"]),
    ] {
        inputs.write("destinations.csv", text);
        says(&inputs.error(), parts);
    }
}
