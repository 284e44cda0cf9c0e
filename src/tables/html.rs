//! Tables as HTML. Texts become markup through [`maud`] alone, so that none can be forgotten to escape.

use crate::cell::{Cell, Estimate, Marked};
use crate::table::{Column, Row, Shows, Table};
use amparo_text::visible;
use maud::{Markup, html};

/// Rows up to which a table is kept on one printed page.
const FEW_ROWS: usize = 8;

impl Table {
    /// The table in a box of the CSS class `class` that scrolls sideways on a narrow screen; nothing where it has no rows.
    pub fn html(&self, class: &str) -> Markup {
        if self.is_empty() {
            return Markup::default();
        }
        let columns: Vec<(usize, &Column)> = self.seen_by(|readers| readers.pages).collect();
        let long = (self.rows.len() > FEW_ROWS).then_some(" long");
        let about = self.caption.split('.').next().unwrap_or_default();
        html! {
            div class={ "wide " (class) (long.unwrap_or_default()) } tabindex="0" role="region" aria-label=(visible(about)) {
                table {
                    caption { (visible(&self.caption)) }
                    thead { tr { @for (_, column) in &columns {
                        th scope="col" { (visible(&column.label)) @if !column.unit.is_empty() { br; small { (visible(&column.unit)) } } }
                    } } }
                    tbody { @for row in &self.rows { (one(row, &columns)) "\n" } }
                }
            }
            "\n"
        }
    }
}

fn one(row: &Row, columns: &[(usize, &Column)]) -> Markup {
    match row {
        Row::Group(heading) => html! {
            tr.group { th scope="rowgroup" colspan=(columns.len()) { (visible(heading)) } }
        },
        Row::Cells(cells) => html! {
            tr { @for (at, (k, column)) in columns.iter().enumerate() {
                @if at == 0 { th scope="row" { (inner(&cells[*k], column)) } }
                @else { td class=[class(&cells[*k], column)] { (inner(&cells[*k], column)) } }
            } }
        },
    }
}

/// How a cell is set.
fn class(cell: &Cell, column: &Column) -> Option<&'static str> {
    match (cell, cell.bare()) {
        (_, Cell::Estimate(e)) if column.shows != Shows::MEAN => Some(if e.sure { "sure" } else { "unsure" }),
        (Cell::Marked(marked), _) if marked.unsure => Some("unsure"),
        _ => column.code.then_some("code"),
    }
}

fn inner(cell: &Cell, column: &Column) -> Markup {
    match cell {
        Cell::Marked(marked) => {
            let Marked { cell, notes, strong, lead, .. } = &**marked;
            let empty = matches!(cell, Cell::Text(text) if text.is_empty());
            html! {
                @if *strong { strong { (inner(cell, column)) } }
                @else if let Some((lead, rest)) = led(cell, *lead) { strong { (visible(lead)) } (visible(rest)) }
                @else { (inner(cell, column)) }
                @for (at, note) in notes.iter().enumerate() {
                    @if at > 0 || !empty { br; }
                    small { (visible(note)) }
                }
            }
        }
        Cell::Estimate(e) if e.mean.is_finite() && column.shows != Shows::MEAN => estimate(e, column),
        other => html! { (visible(&words(other, column))) },
    }
}

/// The start of a text that is in bold, and the rest; `None` where none is.
fn led(cell: &Cell, lead: usize) -> Option<(&str, &str)> {
    let Cell::Text(text) = cell else { return None };
    text.split_at_checked(lead).filter(|(lead, _)| !lead.is_empty())
}

fn estimate(e: &Estimate, column: &Column) -> Markup {
    let shows = column.shows;
    let ends = interval(e, column);
    // Where draws give no interval there is the error of the mean.
    let alone = shows.interval.pages && e.ends().is_none();
    let bar = e
        .bar
        .filter(|_| (shows.bar.pages || alone) && !e.one_draw)
        .map(|half| format!("mean ± {}", column.format.half(half)));
    let ends = if alone && bar.is_some() { String::new() } else { ends };
    html! {
        strong { (column.format.one(e.mean)) }
        @if let Some(relative) = e.relative.filter(|_| shows.relative.pages) {
            " " span.rel { "(" (crate::numbers::signed_percent(relative)) ")" }
        }
        @if shows.interval.pages && !ends.is_empty() { br; small { (visible(&ends)) } }
        @if !e.remark.is_empty() { br; small { (visible(&e.remark)) } }
        @if let Some(bar) = bar { br; small { (bar) } }
    }
}

/// "300 to 2,300", or what stands for it.
fn interval(e: &Estimate, column: &Column) -> String {
    e.ends().map_or_else(|| e.no_interval.to_string(), |(low, high)| column.format.range(low, high))
}

/// A cell in words and numbers for people, without its notes.
pub(crate) fn words(cell: &Cell, column: &Column) -> String {
    match cell.bare() {
        Cell::Text(text) => text.clone(),
        #[allow(clippy::cast_precision_loss, reason = "no count that is shown comes near 2^53")]
        Cell::Whole(n) => crate::numbers::number(*n as f64, 0),
        Cell::Number(x) if x.is_finite() => column.format.one(*x),
        Cell::Estimate(e) if e.mean.is_finite() => column.format.one(e.mean),
        Cell::Yes(holds) => if *holds { "yes" } else { "no" }.to_owned(),
        Cell::Missing(why) if !why.is_empty() => why.to_string(),
        _ => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Cell, Column, Estimate, Format, Readers, Shows, Table, cells};

    const HOSTILE: &str = "<b onclick=\"x\">Tom & 'Ana'</b>";

    #[test]
    fn every_text_is_escaped_wherever_it_stands() {
        let columns = [
            Column::fact("a").labelled(HOSTILE).unit(HOSTILE),
            Column::fact("b"),
            Column::estimate("c", &[]).shows(Shows { relative: Readers::ALL, ..Shows::BOTH }),
        ];
        let mut table = Table::new("t", columns).captioned(HOSTILE);
        table.group(HOSTILE);
        let e = Estimate { mean: 1.0, remark: HOSTILE.into(), no_interval: HOSTILE.into(), ..Estimate::default() };
        table.row(cells![HOSTILE, Cell::from(HOSTILE).noted(HOSTILE).strong(true), e]);
        table.row(cells![HOSTILE, Cell::missing(HOSTILE), None::<f64>]);
        let page = table.html("facts").into_string();
        assert!(!page.contains("<b ") && !page.contains("onclick=\""), "{page}");
        assert_eq!(page.matches("&lt;b onclick=&quot;x&quot;&gt;Tom &amp; 'Ana'&lt;/b&gt;").count(), 12, "{page}");
    }

    #[test]
    fn what_steers_a_terminal_is_written_out_on_a_page_too() {
        let mut table = Table::new("t", [Column::fact("a")]);
        table.row(cells!["red\u{1b}[31m\u{202e}"]);
        let page = table.html("facts").into_string();
        assert!(page.contains("red\\u{1b}[31m\\u{202e}"), "{page}");
    }

    #[test]
    fn an_estimate_shows_its_interval_what_is_unclear_and_the_error_of_its_mean() {
        let column =
            Column::estimate("c", &[]).format(Format::Change).shows(Shows { relative: Readers::ALL, ..Shows::BOTH });
        let mut table = Table::new("t", [Column::fact("a"), column]);
        let e = Estimate {
            mean: -50.4,
            bar: Some(12.0),
            draws_low: Some(-90.0),
            draws_high: Some(-5.0),
            relative: Some(-0.043),
            remark: "unclear".into(),
            ..Estimate::default()
        };
        table.row(cells!["p", e.clone()]);
        table.row(cells![
            "q",
            Estimate { sure: true, remark: "".into(), draws_low: None, bar: None, relative: None, ..e }
        ]);
        let page = table.html("effects").into_string();
        assert!(
            page.contains(
                "<td class=\"unsure\"><strong>−50</strong> <span class=\"rel\">(−4.3\u{a0}%)</span><br><small>−90 to −5</small><br>\
                 <small>unclear</small><br><small>mean ± 12</small></td>"
            ),
            "{page}"
        );
        assert!(page.contains("<td class=\"sure\"><strong>−50</strong></td>"), "{page}");
    }

    #[test]
    fn a_mean_alone_is_a_number_and_a_remark_may_stand_alone() {
        let mut table = Table::new("t", [Column::fact("a"), Column::estimate("b", &[]), Column::fact("c")]);
        let note = Cell::from("").noted("forward").noted("reversed");
        table.row(cells!["p", Estimate { mean: 12.0, ..Estimate::default() }, note]);
        let page = table.html("facts").into_string();
        assert!(page.contains("<td>12.0</td><td><small>forward</small><br><small>reversed</small></td>"), "{page}");
    }

    #[test]
    fn a_verdict_is_in_bold_up_to_its_first_stop() {
        let mut table = Table::new("t", [Column::fact("a"), Column::fact("b")]);
        table.row(cells!["q", Cell::led("Yes <b>: é. because")]);
        table.row(cells!["q", Cell::led("no stop")]);
        let page = table.html("facts").into_string();
        assert!(page.contains("<td><strong>Yes &lt;b&gt;</strong>: é. because</td>"), "{page}");
        assert!(page.contains("<td>no stop</td>"), "{page}");
    }

    #[test]
    fn missing_cells_say_why_or_are_a_dash_and_an_empty_table_is_nothing() {
        let mut table =
            Table::new("t", [Column::fact("a"), Column::fact("b"), Column::fact("c"), Column::program("d")]);
        assert_eq!(table.html("facts").into_string(), "");
        table.row(cells!["p", Cell::missing("none averted"), f64::NAN, "hidden"]);
        let page = table.html("facts").into_string();
        assert!(page.contains("<td>none averted</td><td>–</td></tr>"), "{page}");
        assert!(!page.contains("hidden"));
    }

    #[test]
    fn a_group_spans_the_columns_that_pages_show_and_long_tables_may_be_parted() {
        let mut table = Table::new("t", [Column::fact("a"), Column::program("b"), Column::fact("c").unit("persons")]);
        table.group("Up to S/ 2 million");
        table.row(cells!["p", "x", 12.0]);
        let page = table.html("decision").into_string();
        assert!(
            page.contains("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"2\">Up to S/ 2 million</th></tr>"),
            "{page}"
        );
        assert!(
            page.contains("<th scope=\"col\">c<br><small>persons</small></th>") && !page.contains(" long"),
            "{page}"
        );
        for _ in 0..8 {
            table.row(cells!["p", "x", 12.0]);
        }
        assert!(table.html("decision").into_string().contains("class=\"wide decision long\""));
    }
}
