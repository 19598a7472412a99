//! What stands in the boxes of the diagram.

use super::rows::BoxRow;
use super::{Column, Flow, Removed, SourceCount};
use crate::protocol::{Protocol, SourceKind, Stage};

/// What stands in a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The box does not belong to this kind of review: `NA`.
    NotApplicable,
    /// Not known, or not known yet: blank, never 0.
    Unknown,
    /// A number.
    Count(u64),
    /// Numbers by name: databases, reasons.
    List(Vec<(String, u64)>),
}

impl Shown {
    fn known(number: Option<u64>) -> Self {
        number.map_or(Self::Unknown, Self::Count)
    }

    /// The column `n`. A list is written as the package reads it: `name, number; name, number`.
    pub fn text(&self) -> String {
        match self {
            Self::NotApplicable => "NA".to_owned(),
            Self::Unknown => String::new(),
            Self::Count(number) => number.to_string(),
            Self::List(list) => {
                // The package splits at commas and semicolons: inside a name they would be taken for those.
                let plain = |name: &str| name.replace([',', ';'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
                let entries: Vec<String> = list.iter().map(|(name, n)| format!("{}, {n}", plain(name))).collect();
                entries.join("; ")
            }
        }
    }
}

/// What an INTERIM flow is headed with.
pub const INTERIM: &str = "INTERIM";

impl Flow {
    /// The text of a row: the headings of an interim flow say so.
    pub fn boxtext(&self, row: &BoxRow) -> String {
        match row.r#box {
            "newstud" if self.databases.undecided() > 0 => {
                format!("{INTERIM} ({} undecided): {}", self.databases.undecided(), row.boxtext)
            }
            "othstud" if self.other.as_ref().is_some_and(|other| other.undecided() > 0) => {
                let undecided = self.other.as_ref().map_or(0, Column::undecided);
                format!("{INTERIM} ({undecided} undecided): {}", row.boxtext)
            }
            _ => row.boxtext.to_owned(),
        }
    }

    /// What stands in the box of a row.
    pub fn shown(&self, row: &BoxRow, protocol: &Protocol) -> Shown {
        let databases = &self.databases;
        match row.data {
            "duplicates" | "excluded_automatic" | "excluded_other" | "records_screened" | "records_excluded"
                if self.has_no_database_export() =>
            {
                Shown::Unknown
            }
            "previous_studies" => self.previous_or_na(|| self.previous?.studies),
            "previous_reports" => self.previous_or_na(|| self.previous?.reports),
            "total_studies" => self.previous_or_na(|| None),
            "total_reports" => self.previous_or_na(|| self.total_reports()),
            "database_results" => self.of_kinds(&[SourceKind::Database]),
            "database_specific_results" => self.by_source(SourceKind::Database, protocol),
            "register_results" => self.of_kinds(&[SourceKind::Register]),
            "register_specific_results" => self.by_source(SourceKind::Register, protocol),
            "website_results" => self.of_kinds(&[SourceKind::Website]),
            "organisation_results" => self.of_kinds(&[SourceKind::Organisation]),
            "citations_results" => self.of_kinds(&[SourceKind::Citation]),
            "oth_methods" => self.of_kinds(&[SourceKind::Expert, SourceKind::Handsearch]),
            "duplicates" => Shown::Count(databases.repeats()),
            "excluded_automatic" => Shown::Count(databases.at(Stage::BeforeScreening).removed_by_rule()),
            "excluded_other" => Shown::Count(databases.at(Stage::BeforeScreening).removed_by_people()),
            "records_screened" => Shown::Count(databases.at(Stage::Screening).entered),
            "records_excluded" => Shown::known(databases.excluded_in_screening()),
            "new_studies" => Shown::Unknown,
            "new_reports" => Shown::known(self.new_reports()),
            "overlap" => self.in_other(|_| Some(self.overlap)),
            "dbr_auto_reasons" => {
                let removed = &databases.at(Stage::BeforeScreening).removed;
                Shown::List(by_reason(removed.iter(), protocol, |removed| removed.by_rule))
            }
            "dbr_undecided_1" => Shown::Count(databases.at(Stage::BeforeScreening).undecided),
            "dbr_undecided_2" => Shown::Count(databases.at(Stage::Screening).undecided),
            "dbr_undecided_3" => Shown::Count(databases.at(Stage::Eligibility).undecided),
            "dbr_pass" => Shown::Count(databases.included),
            "oth_repeats" => self.in_other(|other| Some(other.repeats())),
            "oth_removed" => self.other.as_ref().map_or(Shown::NotApplicable, |other| {
                let early = other.stages.iter().filter(|count| count.stage < Stage::Eligibility);
                Shown::List(by_reason(early.flat_map(|count| &count.removed), protocol, total))
            }),
            "oth_undecided" => self.in_other(|other| Some(other.undecided())),
            "oth_pass" => self.in_other(|other| Some(other.included)),
            "other_sought_reports" => self.in_other(Column::sought),
            "other_notretrieved_reports" => self.in_other(Column::not_retrieved),
            "other_assessed" => self.in_other(Column::assessed),
            "other_excluded" => {
                self.other.as_ref().map_or(Shown::NotApplicable, |other| other.excluded_at_full_text(protocol))
            }
            "dbr_sought_reports" => Shown::known(databases.sought()),
            "dbr_notretrieved_reports" => Shown::known(databases.not_retrieved()),
            "dbr_assessed" => Shown::known(databases.assessed()),
            "dbr_excluded" => databases.excluded_at_full_text(protocol),
            _ => Shown::Unknown,
        }
    }

    /// Reports in the screened reference set that no earlier version included, once nothing is undecided and every full text that is
    /// wanted was assessed or given up. A search that is run again finds again what it found before: where it is not known what
    /// an earlier version included, it is not known what is new.
    pub fn new_reports(&self) -> Option<u64> {
        let is_final = !self.is_interim() && self.open_full_texts() == 0;
        self.included_again().filter(|_| is_final).map(|again| self.included() - again)
    }

    /// Reports in the screened reference set that an earlier version included already; `None` where that is not known.
    pub fn included_again(&self) -> Option<u64> {
        self.previous.map_or(Some(0), |previous| previous.again).map(|again| again.min(self.included()))
    }

    /// Reports that this version and those before it included, once nothing is undecided and the earlier number is known.
    pub fn total_reports(&self) -> Option<u64> {
        let before = match self.previous {
            None => 0,
            Some(previous) => previous.reports?,
        };
        Some(before + self.new_reports()?)
    }

    fn previous_or_na(&self, number: impl Fn() -> Option<u64>) -> Shown {
        if self.previous.is_some() { Shown::known(number()) } else { Shown::NotApplicable }
    }

    fn in_other(&self, number: impl Fn(&Column) -> Option<u64>) -> Shown {
        self.other.as_ref().map_or(Shown::NotApplicable, |other| Shown::known(number(other)))
    }

    /// The records of all sources of some kinds.
    fn of_kinds(&self, kinds: &[SourceKind]) -> Shown {
        let counts = || self.sources.iter().filter(|count| kinds.contains(&count.kind));
        if counts().next().is_none() {
            return Shown::NotApplicable;
        }
        Shown::known(counts().filter_map(|count| count.records).reduce(|sum, records| sum + records))
    }

    /// Whether databases or registers were searched and none of their exports is there: then nothing is known, which is not 0.
    fn has_no_database_export(&self) -> bool {
        let mut counts =
            self.sources.iter().filter(|count| matches!(count.kind, SourceKind::Database | SourceKind::Register));
        counts.clone().next().is_some() && counts.all(|count| count.records.is_none())
    }

    fn by_source(&self, kind: SourceKind, protocol: &Protocol) -> Shown {
        let counts: Vec<&SourceCount> = self.sources.iter().filter(|count| count.kind == kind).collect();
        if counts.is_empty() {
            return Shown::NotApplicable;
        }
        let named = |count: &&SourceCount| Some((protocol.sources[count.source].name.clone(), count.records?));
        Shown::List(counts.iter().filter_map(named).collect())
    }
}

impl Column {
    /// Records excluded in screening; unknown as long as records wait there and none is excluded.
    pub fn excluded_in_screening(&self) -> Option<u64> {
        let screening = self.at(Stage::Screening);
        (screening.removed() > 0 || !self.undecided_up_to(Stage::Screening)).then(|| screening.removed())
    }

    /// Reports sought for retrieval, once everything is screened and everything that passed was sought.
    pub fn sought(&self) -> Option<u64> {
        self.screened_reports().filter(|reports| reports.unsought == 0).map(|reports| reports.sought)
    }

    /// Reports not retrieved, once every report that was sought was assessed or given up.
    pub fn not_retrieved(&self) -> Option<u64> {
        self.settled_reports().map(|reports| reports.not_retrieved)
    }

    /// Reports assessed for eligibility, likewise.
    pub fn assessed(&self) -> Option<u64> {
        self.settled_reports().map(|reports| reports.assessed)
    }

    fn settled_reports(&self) -> Option<super::Reports> {
        self.screened_reports().filter(|reports| reports.unsought + reports.awaited == 0)
    }

    fn screened_reports(&self) -> Option<super::Reports> {
        // Where nothing passed screening there is nothing to seek, whether or not anybody said so.
        let nothing = self.groups > 0 && self.at(Stage::Eligibility).entered == 0;
        let reports = self.reports.or_else(|| nothing.then(super::Reports::default));
        reports.filter(|_| !self.undecided_up_to(Stage::Screening))
    }

    fn excluded_at_full_text(&self, protocol: &Protocol) -> Shown {
        let excluded = self.at(Stage::Eligibility);
        match self.assessed() {
            None => Shown::Unknown,
            Some(_) if excluded.removed() == 0 => Shown::Count(0),
            Some(_) => Shown::List(by_reason(excluded.removed.iter(), protocol, total)),
        }
    }
}

fn total(removed: &Removed) -> u64 {
    removed.by_rule + removed.by_people
}

/// What stands for the reason of exclusions by people who named no criterion: their notes may say why.
pub const NO_CRITERION: &str = "no criterion named";

/// Numbers by reason, in the order of the criteria; one entry per reason, without zeros.
pub fn by_reason<'a>(
    removed: impl Iterator<Item = &'a Removed>,
    protocol: &Protocol,
    number: impl Fn(&Removed) -> u64,
) -> Vec<(String, u64)> {
    let mut list: Vec<(String, u64)> = Vec::new();
    for removed in removed.filter(|removed| number(removed) > 0) {
        let reason = removed.criterion.map_or(NO_CRITERION, |at| protocol.criteria[at].reason.as_str());
        match list.iter_mut().find(|(known, _)| known == reason) {
            Some((_, sum)) => *sum += number(removed),
            None => list.push((reason.to_owned(), number(removed))),
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::super::rows::BOXES;
    use super::*;

    /// What `PRISMA_data()` looks for in the column `data`.
    const PATTERNS: &[&str] = &[
        "previous_studies",
        "previous_reports",
        "register_results",
        "database_results",
        "database_specific_results",
        "register_specific_results",
        "website_results",
        "organisation_results",
        "citations_results",
        "duplicates",
        "excluded_automatic",
        "excluded_other",
        "records_screened",
        "records_excluded",
        "dbr_sought_reports",
        "dbr_notretrieved_reports",
        "other_sought_reports",
        "other_notretrieved_reports",
        "dbr_assessed",
        "dbr_excluded",
        "other_assessed",
        "other_excluded",
        "new_studies",
        "new_reports",
        "total_studies",
        "total_reports",
        "identification",
        "screening",
        "included",
    ];

    #[test]
    fn the_package_finds_exactly_one_row_per_pattern() {
        for pattern in PATTERNS {
            assert_eq!(BOXES.iter().filter(|row| row.data.contains(pattern)).count(), 1, "{pattern}");
        }
        for heading in ["prevstud", "newstud", "othstud"] {
            assert_eq!(BOXES.iter().filter(|row| row.r#box.contains(heading)).count(), 1, "{heading}");
        }
    }

    #[test]
    fn a_reason_cannot_be_taken_for_two() {
        let list = Shown::List(vec![("outside 1985, 2017; too early".into(), 11), ("type".into(), 9)]);
        assert_eq!(list.text(), "outside 1985 2017 too early, 11; type, 9");
        assert_eq!(Shown::Unknown.text(), "", "not known is blank, never 0");
    }
}
