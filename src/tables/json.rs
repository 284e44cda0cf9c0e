//! Tables as JSON: one object per row, with the names and in the order of the CSV; a cell that holds nothing is null.

use crate::cell::Cell;
use crate::table::{Row, Table};
use serde_json::{Map, Value};

impl Table {
    /// The rows as a list of objects.
    pub fn json(&self) -> Value {
        let columns: Vec<_> =
            self.seen_by(|readers| readers.programs).map(|(k, column)| (k, column, column.names())).collect();
        let object = |cells: &[Cell]| -> Value {
            let mut object = Map::new();
            for (k, column, names) in &columns {
                for (name, cell) in names.iter().zip(column.cells(&cells[*k])) {
                    object.insert(name.clone(), value(&cell));
                }
            }
            Value::Object(object)
        };
        let rows = self.rows.iter().filter_map(|row| match row {
            Row::Cells(cells) => Some(object(cells)),
            Row::Group(_) => None,
        });
        Value::Array(rows.collect())
    }
}

fn value(cell: &Cell) -> Value {
    match cell.bare() {
        Cell::Text(text) => text.as_str().into(),
        Cell::Whole(n) => (*n).into(),
        // What is not finite becomes null.
        Cell::Number(x) => (*x).into(),
        Cell::Estimate(e) => e.mean.into(),
        Cell::Yes(holds) => (*holds).into(),
        Cell::Missing(_) | Cell::Marked(_) => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Cell, Column, Estimate, Part, Table, cells};
    use serde_json::json;

    #[test]
    fn cells_keep_their_types_and_columns_their_order() {
        let parts: crate::Parts = &[("mean", Part::Mean), ("draws_low", Part::DrawsLow)];
        let columns = [
            Column::fact("policy"),
            Column::people("Policy"),
            Column::fact("n"),
            Column::fact("holds"),
            Column::fact("x"),
            Column::estimate("cost", parts),
        ];
        let mut table = Table::new("a", columns);
        table.group("for people");
        let e = Estimate { mean: 1.5, draws_low: Some(-0.25), ..Estimate::default() };
        table.row(cells!["=a <b>", "A", 3_u64, true, f64::INFINITY, Cell::from(e).noted("for people")]);
        let wanted =
            json!([{"policy": "=a <b>", "n": 3, "holds": true, "x": null, "cost": 1.5, "cost_draws_low": -0.25}]);
        assert_eq!(table.json(), wanted);
        let names: Vec<String> = table.json()[0].as_object().expect("an object").keys().cloned().collect();
        assert_eq!(names, table.csv_names());
    }

    #[test]
    fn an_empty_table_is_an_empty_list() {
        assert_eq!(Table::new("a", [Column::fact("x")]).json(), json!([]));
    }
}
