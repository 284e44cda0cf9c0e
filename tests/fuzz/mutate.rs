//! Inputs made from the seeds by changes: of TOML by its keys and values, of CSV by its cells, of both by their bytes.

use crate::seeds::{ENTRIES, Entry, Seeds};
use amparo::files::Texts;
use std::path::Path;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// One input: files, what is named on the command line, and `--set`.
pub struct Input {
    pub texts: Texts,
    pub entry: &'static Entry,
    pub set: Vec<String>,
    changed: Vec<&'static str>,
}

impl Input {
    /// The changed files, and where they differ from their seeds.
    pub fn described(&self, seeds: &Seeds) -> String {
        let mut text = format!("{} with --set {:?}\n", self.entry.path, self.set);
        for file in &self.changed {
            let bytes =
                |texts: &Texts| texts.get(file).map(|b| String::from_utf8_lossy(b).into_owned()).unwrap_or_default();
            let (was, is) = (bytes(&seeds.texts), bytes(&self.texts));
            let known: std::collections::BTreeSet<&str> = was.lines().collect();
            text.push_str(&format!("--- {file}, {} bytes; lines that the seed does not have:\n", is.len()));
            for line in is.lines().filter(|line| !known.contains(line)).take(200) {
                text.push_str(&format!("    {}\n", line.chars().take(300).collect::<String>().escape_debug()));
            }
        }
        text
    }
}

/// Random numbers that follow from a number: a plain congruential sequence, well mixed.
pub struct Dice(u64);

impl Dice {
    fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below n; 0 of nothing.
    fn below(&mut self, n: usize) -> usize {
        (self.word() % n.max(1) as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        list.get(self.below(list.len())).copied()
    }
}

/// The input of a number.
pub fn made(seeds: &Seeds, number: u64) -> Input {
    let mut dice = Dice(number.wrapping_mul(0xd134_2543_de82_ef95) ^ 0x5eed);
    let total: u64 = ENTRIES.iter().map(|entry| entry.weight).sum();
    let mut at = dice.word() % total;
    let entry = ENTRIES
        .iter()
        .find(|entry| {
            let here = at < entry.weight;
            at = at.saturating_sub(entry.weight);
            here
        })
        .unwrap_or(&ENTRIES[0]);
    let mut input = Input { texts: seeds.texts.clone(), entry, set: Vec::new(), changed: Vec::new() };
    // Most inputs have few changes, so that what is behind the first check is reached too.
    let changes = 1 + if dice.one_in(2) { 0 } else { dice.below(4) };
    for _ in 0..changes {
        if dice.one_in(12) {
            input.set.push(set(&mut dice, seeds));
            continue;
        }
        let files: Vec<&'static str> = entry.files.iter().copied().chain(entry.survey).collect();
        let Some(file) = dice.of(&files) else { continue };
        let bytes = input.texts.get(file).map(<[u8]>::to_vec).unwrap_or_default();
        let changed = match (std::str::from_utf8(&bytes), dice.one_in(10)) {
            (Ok(text), false) if file.ends_with(".toml") => toml(text, &mut dice, seeds).into_bytes(),
            (Ok(text), false) if file.ends_with("parameters.csv") && !dice.one_in(4) => {
                register(text, &mut dice).into_bytes()
            }
            (Ok(text), false) => csv(text, &mut dice).into_bytes(),
            _ => raw(bytes, &mut dice),
        };
        input.texts.put(Path::new(file), changed);
        if !input.changed.contains(&file) {
            input.changed.push(file);
        }
    }
    input
}

const NUMBERS: [&str; 40] = [
    "0",
    "1",
    "-1",
    "2",
    "0.5",
    "1.5",
    "-0.0",
    "3",
    "7",
    "10",
    "52",
    "100",
    "1000",
    "1e3",
    "1e6",
    "1e9",
    "1e12",
    "1e16",
    "1e-3",
    "1e-9",
    "1e100",
    "1e308",
    "1e-308",
    "1e-320",
    "5e-324",
    "1.7976931348623157e308",
    "65535",
    "65536",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "0.999999999999",
    "1.000000001",
    "1.240",
    "60.000",
    "0.240",
    "1e-100",
    "1e-30",
    "255",
];
const NOT_NUMBERS: [&str; 16] = [
    "nan",
    "inf",
    "-inf",
    "1,240",
    "0,45",
    "1 240",
    "1.240.000",
    "45 %",
    "1e400",
    "99999999999999999999",
    "0x1F",
    "1_000",
    "",
    "#REF!",
    "--1",
    "1e",
];
const TEXTS: [&str; 18] = [
    "",
    " ",
    "x",
    "baseline",
    "all",
    "Highlands",
    "../toy/towns.csv",
    "baseline.toml",
    "study.toml",
    "bell\u{7}",
    "\u{1b}[2J",
    "\u{202e}evil",
    "\u{fffe}",
    "日本語のなまえ",
    "a/b\\c",
    "line\nbreak",
    "quote\"comma,",
    "{budget}",
];

fn number(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => format!("{}", dice.below(2_000)),
        1 => format!("{}e{}", 1 + dice.below(9), dice.below(24) as i64 - 12),
        _ => dice.of(&NUMBERS).unwrap_or("0").to_owned(),
    }
}

fn some_text(dice: &mut Dice) -> String {
    if dice.one_in(12) {
        let length = dice.of(&[90, 101, 230, 301, 1_001, 20_000]).unwrap_or(1);
        return dice.of(&["a", "é", "Long Name ", "\u{1b}"]).unwrap_or("a").repeat(length);
    }
    dice.of(&TEXTS).unwrap_or("").to_owned()
}

/// A number near another one, or far from it.
fn scaled(value: f64, dice: &mut Dice) -> f64 {
    let factor = dice.of(&[0.001, 0.01, 0.1, 0.5, 0.9, 1.1, 2.0, 10.0, 100.0, 1_000.0]).unwrap_or(1.0);
    let value = value * factor;
    if dice.one_in(3) { value.round() } else { value }
}

fn set(dice: &mut Dice, seeds: &Seeds) -> String {
    let name = seeds.parameters[dice.below(seeds.parameters.len())].clone();
    match dice.below(8) {
        0 => name,
        1 => format!("{name}x={}", number(dice)),
        2 => format!("{}={}", some_text(dice), number(dice)),
        3 => format!("{name}={}", dice.of(&NOT_NUMBERS).unwrap_or("")),
        4 => format!("{name}={}", number(dice)),
        // Within or near its bounds.
        _ => {
            let register = amparo::register::Register::built_in();
            let entry = register.get(&name);
            let value = entry.map_or(0.0, |e| match dice.below(3) {
                0 => e.low,
                1 => e.high,
                _ => scaled(e.default, dice),
            });
            format!("{name}={value}")
        }
    }
}

/// Where the keys of a document are: the way to each table and the key.
fn keys(table: &dyn TableLike, way: &mut Vec<String>, found: &mut Vec<(Vec<String>, String)>) {
    for (key, item) in table.iter() {
        found.push((way.clone(), key.to_owned()));
        way.push(key.to_owned());
        if let Some(table) = item.as_table_like() {
            keys(table, way, found);
        } else if let Some(list) = item.as_array_of_tables() {
            for (i, table) in list.iter().enumerate() {
                way.push(i.to_string());
                keys(table, way, found);
                way.pop();
            }
        }
        way.pop();
    }
}

/// The table at the end of a way.
fn table_at<'a>(item: &'a mut Item, way: &[String]) -> Option<&'a mut dyn TableLike> {
    let Some((first, rest)) = way.split_first() else { return item.as_table_like_mut() };
    let next = item.as_table_like_mut()?.get_mut(first)?;
    match rest.split_first() {
        Some((index, rest)) if next.is_array_of_tables() => {
            let table = next.as_array_of_tables_mut()?.get_mut(index.parse().ok()?)?;
            let Some((key, rest)) = rest.split_first() else { return Some(table) };
            match rest {
                [] => table.get_mut(key)?.as_table_like_mut(),
                rest => table_at(table.get_mut(key)?, rest),
            }
        }
        _ => table_at(next, rest),
    }
}

fn value(dice: &mut Dice) -> Item {
    let text = match dice.below(6) {
        0 => return Item::Value(Value::from(some_text(dice))),
        1 => return Item::Value(Value::from(dice.one_in(2))),
        2 => return Item::Value(Value::Array(Array::new())),
        3 => return Item::Value(Value::InlineTable(InlineTable::new())),
        4 => return Item::Table(Table::new()),
        _ => number(dice),
    };
    // A number as it is written, so that its text is kept.
    text.parse::<Value>().map_or_else(|_| Item::Value(Value::from(text)), Item::Value)
}

fn toml(text: &str, dice: &mut Dice, seeds: &Seeds) -> String {
    let Ok(mut document) = text.parse::<DocumentMut>() else { return lines(text, dice) };
    let mut found = Vec::new();
    keys(document.as_table(), &mut Vec::new(), &mut found);
    if found.is_empty() {
        return lines(text, dice);
    }
    let (way, key) = found[dice.below(found.len())].clone();
    let (other_way, other) = found[dice.below(found.len())].clone();
    let elsewhere = table_at(document.as_item_mut(), &other_way).and_then(|t| t.get(&other).cloned());
    let choice = dice.below(14);
    if choice == 0 {
        return lines(text, dice);
    }
    if choice == 1 || choice == 2 {
        // Parameters at or near their bounds.
        let register = amparo::register::Register::built_in();
        let entry = &register.entries[dice.below(register.entries.len())];
        let at = dice.of(&[entry.low, entry.high, entry.default]).unwrap_or(0.0);
        let at = if dice.one_in(4) { scaled(at, dice) } else { at };
        if let Some(table) =
            document.entry("parameters").or_insert_with(|| Item::Table(Table::new())).as_table_like_mut()
        {
            table.insert(&entry.name, Item::Value(Value::from(at)));
        }
        return document.to_string();
    }
    let Some(table) = table_at(document.as_item_mut(), &way) else { return lines(text, dice) };
    let old = table.get(&key).cloned();
    match choice {
        3 => {
            table.remove(&key);
        }
        4 => {
            // Misspelt, or another's name.
            let name = if dice.one_in(2) { other } else { format!("{key}s") };
            table.remove(&key);
            if let Some(old) = old {
                table.insert(&name, old);
            }
        }
        5 => {
            if let Some(elsewhere) = elsewhere {
                table.insert(&key, elsewhere);
            }
        }
        6 => {
            let name = dice
                .of(&["title", "file", "coverage", "draws", "based_on", "parameters", "index", "zzz"])
                .unwrap_or("x");
            table.insert(name, value(dice));
        }
        7 => {
            // A list of what was one, or one of what was a list.
            let item = match old.as_ref().and_then(Item::as_value) {
                Some(Value::Array(list)) => list.get(0).cloned().map(Item::Value),
                Some(one) => {
                    let mut list = Array::new();
                    for _ in 0..1 + dice.below(3) {
                        list.push(one.clone());
                    }
                    Some(Item::Value(Value::Array(list)))
                }
                None => None,
            };
            table.insert(&key, item.unwrap_or_else(|| value(dice)));
        }
        8 => {
            if let Some(list) = table.get_mut(&key).and_then(Item::as_array_of_tables_mut) {
                let copy = list.get(dice.below(list.len())).cloned();
                for one in copy.iter().cycle().take(dice.of(&[1, 2, 200, 1_200]).unwrap_or(1)) {
                    list.push(one.clone());
                }
            } else {
                table.insert(&key, value(dice));
            }
        }
        9 => {
            let mut many = Table::new();
            for i in 0..dice.of(&[1, 50, 3_000]).unwrap_or(1) {
                let name =
                    if dice.one_in(4) { seeds.parameters[i % seeds.parameters.len()].clone() } else { format!("k{i}") };
                many.insert(&name, Item::Value(Value::from(i as i64)));
            }
            table.insert(&key, Item::Table(many));
        }
        10 => {
            table.insert(&key, Item::Value(Value::from(some_text(dice))));
        }
        _ => {
            // Another number in its place.
            let number = match old.as_ref().and_then(Item::as_value) {
                Some(Value::Float(float)) => Some(scaled(*float.value(), dice).to_string()),
                Some(Value::Integer(whole)) => Some((scaled(*whole.value() as f64, dice) as i64).to_string()),
                _ => None,
            };
            let text = match number {
                Some(number) if dice.one_in(2) => number,
                _ => number_text(dice),
            };
            let item = text.parse::<Value>().map_or_else(|_| value(dice), Item::Value);
            table.insert(&key, item);
        }
    }
    document.to_string()
}

fn number_text(dice: &mut Dice) -> String {
    number(dice)
}

/// Changes of whole lines and values as text, so that what no parser would write is tried too.
fn lines(text: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = dice.below(lines.len());
    let other = lines.get(dice.below(lines.len())).cloned().unwrap_or_default();
    let Some(line) = lines.get_mut(at) else { return text.to_owned() };
    match dice.below(8) {
        0 => {
            lines.remove(at);
        }
        1 => lines.insert(at, other),
        2 => *line = other,
        3 => {
            if let Some((key, _)) = line.clone().split_once('=') {
                *line = format!("{key}= {}", dice.of(&NOT_NUMBERS).unwrap_or(""));
            }
        }
        4 => {
            if let Some((key, value)) = line.clone().split_once('=') {
                let depth = dice.of(&[1, 10, 100, 5_000]).unwrap_or(1);
                *line = format!("{key}= {}{value}{}", "[".repeat(depth), "]".repeat(depth));
            }
        }
        5 => *line = format!("{} # {}", line, some_text(dice)),
        6 => {
            let depth = dice.of(&[2, 30, 3_000]).unwrap_or(2);
            *line = format!("{}x = 1", "a.".repeat(depth));
        }
        _ => *line = format!("\"{}\" = {}", some_text(dice).escape_default(), number(dice)),
    }
    lines.join("\n") + "\n"
}

/// Changes of the register that mostly leave it one: other bounds with the value between them.
fn register(text: &str, dice: &mut Dice) -> String {
    let mut rows: Vec<Vec<String>> = cells(text);
    for _ in 0..1 + dice.below(3) {
        let at = 1 + dice.below(rows.len().saturating_sub(1));
        let Some(row) = rows.get_mut(at) else { continue };
        let read = |cell: Option<&String>| cell.and_then(|c| c.parse::<f64>().ok()).unwrap_or(0.0);
        let (default, low, high) = (read(row.get(2)), read(row.get(3)), read(row.get(4)));
        let mut new = match dice.below(4) {
            0 => [low, low, high],
            1 => [high, low, high],
            2 => [scaled(default, dice), scaled(low, dice), scaled(high, dice)],
            _ => {
                let far = dice.of(&[10.0, 100.0, 99.0]).unwrap_or(1.0);
                if dice.one_in(2) { [high * far, low / far, high * far] } else { [low / far, low / far, high * far] }
            }
        };
        if dice.one_in(12) {
            new[dice.below(3)] = number(dice).parse().unwrap_or(0.0);
        }
        for (cell, value) in row.iter_mut().skip(2).zip(new) {
            *cell = value.to_string();
        }
    }
    joined(&rows, ",")
}

fn cells(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().flatten().map(|row| row.iter().map(str::to_owned).collect()).collect()
}

fn joined(rows: &[Vec<String>], separator: &str) -> String {
    let field = |cell: &String| match cell.contains([',', '"', '\n', ';']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    rows.iter().map(|row| row.iter().map(field).collect::<Vec<_>>().join(separator) + "\n").collect()
}

fn csv(text: &str, dice: &mut Dice) -> String {
    let mut rows = cells(text);
    if rows.is_empty() {
        return some_text(dice);
    }
    let at = dice.below(rows.len());
    let columns = rows.first().map_or(0, Vec::len);
    let column = dice.below(columns);
    match dice.below(16) {
        0 => {
            rows.remove(at);
        }
        1 => {
            let row = rows[at].clone();
            rows.insert(at, row);
        }
        2 => rows.push(vec![String::new(); columns]),
        3 => rows.iter_mut().for_each(|row| row.push(String::new())),
        4 => rows.iter_mut().for_each(|row| {
            if column < row.len() {
                row.remove(column);
            }
        }),
        5 => {
            let other = dice.below(columns);
            rows.iter_mut().for_each(|row| {
                if column.max(other) < row.len() {
                    row.swap(column, other);
                }
            });
        }
        6 => return joined(&rows, dice.of(&[";", "\t", "|", ", ", " , "]).unwrap_or(";")),
        7 => {
            // Many rows with names of their own.
            let row = rows[at].clone();
            for i in 0..dice.of(&[3, 300, 3_000]).unwrap_or(3) {
                let mut copy = row.clone();
                if let Some(name) = copy.first_mut() {
                    name.push_str(&format!(" {i}"));
                }
                rows.push(copy);
            }
        }
        8 => rows[at].push(some_text(dice)),
        9 => {
            let other = rows[dice.below(rows.len())].clone();
            if let (Some(cell), Some(from)) = (rows[at].get_mut(column), other.get(column)) {
                cell.clone_from(from);
            }
        }
        _ => {
            let Some(cell) = rows[at].get_mut(column) else { return joined(&rows, ",") };
            *cell = match (cell.parse::<f64>(), dice.below(5)) {
                (Ok(value), 0 | 1) => scaled(value, dice).to_string(),
                (Ok(_), 2 | 3) => number(dice),
                (_, 4) => dice.of(&NOT_NUMBERS).unwrap_or("").to_owned(),
                _ => some_text(dice),
            };
        }
    }
    joined(&rows, ",")
}

fn raw(mut bytes: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    const BYTES: &[u8] = b"\0\n\r\t \"'#,;.=-+[]{}_0e9nz\xc3\xff\x1b";
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match dice.below(10) {
        0 => text(&bytes).encode_utf16().flat_map(u16::to_le_bytes).collect(),
        1 => [vec![0xfe, 0xff], text(&bytes).encode_utf16().flat_map(u16::to_be_bytes).collect()].concat(),
        2 => [b"\xef\xbb\xbf".to_vec(), bytes].concat(),
        3 => text(&bytes).replace('\n', "\r\n").into_bytes(),
        4 => [b"sep=;\n".to_vec(), bytes].concat(),
        5 => text(&bytes).chars().map(|c| if c as u32 > 127 { 0xe9 } else { c as u8 }).collect(),
        6 => {
            let (from, length) = (dice.below(bytes.len()), dice.below(200));
            let part: Vec<u8> = bytes.iter().copied().skip(from).take(length).collect();
            let at = dice.below(bytes.len());
            bytes.splice(at..at, part.repeat(1 + dice.below(40)));
            bytes
        }
        _ => {
            for _ in 0..=dice.below(4) {
                let at = dice.below(bytes.len());
                match dice.below(4) {
                    0 => bytes.truncate(at),
                    1 if !bytes.is_empty() => {
                        bytes.remove(at);
                    }
                    2 if !bytes.is_empty() => bytes[at] = dice.of(BYTES).unwrap_or(0),
                    _ => bytes.insert(at, dice.of(BYTES).unwrap_or(0)),
                }
            }
            bytes
        }
    }
}
