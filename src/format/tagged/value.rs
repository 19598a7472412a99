//! How a value that is complete enters its record: joined from its lines, repaired, split into people.

use super::{OpenValue, Reader, Syntax, trimmed};
use crate::diagnostic::plural;
use crate::format::repair;

impl<S: Syntax> Reader<'_, S> {
    /// Hands the open value with all its lines to the record.
    pub(super) fn close_value(&mut self) {
        let OpenValue { tag, role, number, first, more, irregular } = &mut self.value;
        let (tag, field) = (std::mem::take(tag), role.field);
        if tag.is_empty() {
            return;
        }
        let entry = self.records.len() as u32;
        if *irregular > 0 {
            let lines = std::mem::take(irregular);
            self.log.add("REA012", *number, entry, tag, || {
                let follow = plural(lines as u64, "line without a tag follows", "lines without a tag follow");
                format!("{follow}; read as more of {tag}")
            });
        }
        let first = trimmed(self.text, first.clone());
        let mut push = |bytes| {
            self.records.field(tag, field, bytes);
            repair::last_value(&mut self.records, &mut self.log, *number);
        };
        if more.is_empty() {
            push(first);
        } else if role.each_line {
            if !first.is_empty() {
                push(first);
            }
            more.drain(..).for_each(|line| push(trimmed(self.text, line)));
        } else {
            let mut joined = self.text[first].to_owned();
            for line in more.drain(..) {
                if !joined.is_empty() {
                    joined.push(' ');
                }
                joined.push_str(&self.text[trimmed(self.text, line)]);
            }
            self.records.owned_field(tag, field, &joined);
            repair::last_value(&mut self.records, &mut self.log, *number);
        }
    }
}
