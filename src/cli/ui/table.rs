//! Columns of words and numbers.

use comfy_table::{Cell, CellAlignment, presets};

/// A number with thousands apart: `12,345`.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 record`, `12 records`.
pub fn plural(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", count(number), if number == 1 { "" } else { "s" })
}

/// Rows without lines around them.
pub struct Table {
    inner: comfy_table::Table,
    right: &'static [usize],
}

impl Table {
    /// An empty table; the columns in `right` hold numbers. An empty `header` is left out.
    pub fn new(header: &[&str], right: &'static [usize]) -> Self {
        let mut inner = comfy_table::Table::new();
        inner.load_style(presets::NOTHING);
        let mut table = Self { inner, right };
        if !header.is_empty() {
            let cells = table.cells(header);
            table.inner.set_header(cells);
        }
        table
    }

    /// Adds a row.
    pub fn row<T: ToString>(&mut self, cells: &[T]) {
        let cells = self.cells(cells);
        self.inner.add_row(cells);
    }

    fn cells<T: ToString>(&self, cells: &[T]) -> Vec<Cell> {
        let aligned = |(column, text): (usize, &T)| {
            let right = self.right.contains(&column);
            Cell::new(text.to_string()).set_alignment(if right { CellAlignment::Right } else { CellAlignment::Left })
        };
        cells.iter().enumerate().map(aligned).collect()
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = self.inner.to_string();
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        f.write_str(&lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([plural(1, "record"), plural(0, "record")], ["1 record", "0 records"]);
    }
}
