//! The part of a review that a published number is about, and the run's numbers of it.

use super::{DATABASES, Figure, OTHER, Outcome, compare};
use crate::audit::{Story, Told};
use crate::flow::{Column, Flow, Reports};
use crate::protocol::{Reported, Search, Stage};

/// A published number beside the run's, counted in one way.
pub(super) struct Compared {
    pub replayed: Option<Figure>,
    pub outcome: Outcome,
    pub why: String,
}

/// Which references a search, an iteration or a source is credited with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    /// All that it found.
    Found,
    /// Those that no search before had found.
    First,
}

impl Counting {
    fn other(self) -> Self {
        if self == Self::Found { Self::First } else { Self::Found }
    }

    /// The way of counting `what`, as a reader is told.
    fn words(self, what: &str) -> &'static str {
        match (self, what) {
            (Self::Found, "duplicates_removed") => "repeats of these searches alone",
            (Self::First, "duplicates_removed") => "repeats of whatever was found before",
            (Self::Found, _) => "all that these searches found",
            (Self::First, _) => "only what no search before had found",
        }
    }
}

/// The part of a review that a number is about.
pub(super) struct Part<'a> {
    story: &'a Story,
    /// The searches it holds.
    searches: Vec<&'a str>,
    criterion: Option<&'a str>,
    /// The scope is `review`, `databases` or `other`: for those the flow counts full texts.
    columns: Option<&'a str>,
}

impl<'a> Part<'a> {
    pub fn new(story: &'a Story, scope: &'a str) -> Self {
        let (kind, id) = scope.split_once(':').unwrap_or((scope, ""));
        let protocol = &story.protocol;
        let holds = |iteration: &str, search: &Search| match kind {
            "iteration" => iteration == id,
            "search" => search.id == id,
            "source" => protocol.sources[search.source].id == id,
            DATABASES => protocol.sources[search.source].kind.is_database_or_register(),
            OTHER => !protocol.sources[search.source].kind.is_database_or_register(),
            _ => true,
        };
        let searches = protocol
            .searches()
            .filter(|(iteration, search)| holds(&iteration.id, search))
            .map(|(_, search)| search.id.as_str())
            .collect();
        let criterion = (kind == "criterion").then_some(id);
        let columns = ["review", DATABASES, OTHER].contains(&kind).then_some(kind);
        Self { story, searches, criterion, columns }
    }

    fn holds(&self, search: &str) -> bool {
        self.searches.contains(&search)
    }

    /// A published number beside the run's, which counts as `counting` says; where the two differ and a publication may as well
    /// have counted the other way, beside that.
    pub fn compared(&self, what: &str, flow: &Flow, number: &Reported, counting: Counting) -> Compared {
        let one = |counting| {
            let (replayed, unknown) = match self.figure(what, flow, counting) {
                Ok(figure) => (Some(figure), None),
                Err(why) => (None, Some(why)),
            };
            let (outcome, why) = compare(self.story, self, what, number, replayed, unknown);
            Compared { replayed, outcome, why }
        };
        let (usual, other) = (one(counting), one(counting.other()));
        let differs = [Outcome::Near, Outcome::Mismatch].contains(&usual.outcome);
        let (Some(this), Some(that)) = (usual.replayed, other.replayed) else { return usual };
        if !differs || this == that {
            return usual;
        }
        let beside = format!("{this} are {}, {that} {}", counting.words(what), counting.other().words(what));
        match other.outcome {
            Outcome::Match => Compared { why: format!("Of the replay, {beside}: the number is the second."), ..other },
            Outcome::CannotBeChecked => Compared { why: format!("{} Of the replay, {beside}.", other.why), ..other },
            Outcome::Near | Outcome::Mismatch => {
                Compared { why: format!("{} Of the replay, {beside}.", usual.why), ..usual }
            }
        }
    }

    /// Exported, parsed, unique, decided.
    pub fn counts(&self) -> [Option<u64>; 4] {
        let files = || self.story.files.iter().filter(|file| self.holds(&file.search));
        if files().next().is_none() {
            return [None; 4];
        }
        let found: Vec<&Told> = self.found().collect();
        let decided = found.iter().filter(|told| told.decision.decision != "to-review").count();
        [
            Some(files().map(|file| file.markers).sum()),
            Some(files().map(|file| file.records).sum()),
            Some(found.len() as u64),
            Some(decided as u64),
        ]
    }

    /// The references that a search of this part found.
    fn found(&self) -> impl Iterator<Item = &'a Told> {
        self.story.groups.iter().filter(|told| told.decision.searches.iter().any(|search| self.holds(search)))
    }

    /// The references that count. A column of the flow has each reference once.
    fn references(&self, counting: Counting) -> impl Iterator<Item = &'a Told> {
        let all = counting == Counting::Found && self.columns.is_none();
        self.found().filter(move |told| all || told.decision.searches.first().is_some_and(|search| self.holds(search)))
    }

    /// The searches without an export.
    fn without_export(&self) -> Vec<&'a str> {
        let has = |search: &&str| self.story.files.iter().any(|file| file.search == **search);
        self.searches.iter().copied().filter(|search| !has(search)).collect()
    }

    /// The run's number.
    pub fn figure(&self, what: &str, flow: &Flow, counting: Counting) -> Result<Figure, String> {
        if self.searches.len() == self.without_export().len() {
            return Err(self.why_open(what));
        }
        let at = |stage: Stage| {
            self.tally(
                self.references(counting),
                |told| told.decision.decision == "excluded" && stage_of(told) == stage,
                stage,
            )
        };
        match what {
            "identified" => {
                let records = self.story.files.iter().filter(|file| self.holds(&file.search));
                Ok(self.bounded(records.map(|file| file.records).sum(), 0))
            }
            "duplicates_removed" => {
                let records = self.story.files.iter().filter(|file| self.holds(&file.search));
                let records: u64 = records.map(|file| file.records).sum();
                Ok(self.bounded(records - self.references(counting).count() as u64, 0))
            }
            "removed_before_screening" | "excluded" if self.criterion.is_some() => Ok(self.by_criterion(counting)),
            "removed_before_screening" => Ok(at(Stage::BeforeScreening)),
            "excluded" => Ok(at(Stage::Screening)),
            "screened" => {
                let came = |told: &Told| stage_of(told) >= Stage::Screening;
                Ok(self.tally(self.references(counting), came, Stage::BeforeScreening))
            }
            "selected" => {
                let passed = |told: &Told| told.decision.decision == "included" || stage_of(told) == Stage::Eligibility;
                Ok(self.tally(self.references(counting), passed, Stage::Screening))
            }
            "included" if flow.previous.is_some() && self.columns.is_some() => self.included_with_before(flow),
            "included" => Ok(self.included(counting)),
            "sought" => self.reports(flow, |reports| reports.sought),
            "not_retrieved" => self.reports(flow, |reports| reports.not_retrieved),
            "assessed" => self.reports(flow, |reports| reports.assessed),
            other => Err(format!("`{other}` is nothing that a run counts.")),
        }
    }

    /// How many references count; those that wait at `stage` or before it may come to count.
    fn tally(
        &self,
        references: impl Iterator<Item = &'a Told>,
        counts: impl Fn(&Told) -> bool,
        stage: Stage,
    ) -> Figure {
        let (mut sure, mut open) = (0, 0);
        for told in references {
            if counts(told) {
                sure += 1;
            } else if told.decision.decision == "to-review" && stage_of(told) <= stage {
                open += 1;
            }
        }
        self.bounded(sure, open)
    }

    /// What passes so far and was neither read nor answers every question that is asked of full texts may still be excluded.
    fn included(&self, counting: Counting) -> Figure {
        let asks: Vec<&str> = self
            .story
            .protocol
            .criteria
            .iter()
            .filter(|rule| rule.stage == Stage::Eligibility)
            .map(|rule| rule.id.as_str())
            .collect();
        let is_sure = |told: &Told| {
            let by_a_person = told.decision.ruling.is_some() && stage_of(told) == Stage::Eligibility;
            let answered = |finding: &&crate::wire::audit::Finding| {
                finding.ruled.as_ref().map_or(finding.verdict.as_str(), |ruled| ruled.verdict.as_str()) == "met"
            };
            let of_full_text = || told.findings.iter().filter(|finding| asks.contains(&finding.criterion.as_str()));
            by_a_person || of_full_text().filter(answered).count() == of_full_text().count()
        };
        let (mut sure, mut open) = (0, 0);
        for told in self.references(counting) {
            match told.decision.decision.as_str() {
                "included" if is_sure(told) => sure += 1,
                "included" | "to-review" => open += 1,
                _ => {}
            }
        }
        self.bounded(sure, open)
    }

    /// In an update, the total of its flow: reports that the version before included, and those that are new. Its columns are of
    /// records found now, some of them again, which the version before counts.
    fn included_with_before(&self, flow: &Flow) -> Result<Figure, String> {
        if self.columns != Some("review") {
            return Err("In an update, reports included are counted for the whole review only.".to_owned());
        }
        let before = flow.previous.and_then(|previous| previous.reports);
        let (Some(before), Some(again)) = (before, flow.included_again()) else {
            return Err("How many reports the version before included is not known.".to_owned());
        };
        let Figure { least, most } = self.included(Counting::First);
        let total = |now: u64| before + now.saturating_sub(again);
        Ok(Figure { least: total(least), most: most.map(total) })
    }

    fn by_criterion(&self, counting: Counting) -> Figure {
        let excluded = |told: &Told| {
            told.decision.decision == "excluded" && told.decision.criteria.first().map(String::as_str) == self.criterion
        };
        self.tally(self.references(counting), excluded, self.settled_at("excluded"))
    }

    /// The stage at which `what` is settled: whatever waits at a later one changes nothing of it.
    fn settled_at(&self, what: &str) -> Stage {
        let rule = self.story.protocol.criteria.iter().find(|rule| Some(rule.id.as_str()) == self.criterion);
        match (what, rule) {
            ("removed_before_screening" | "excluded", Some(rule)) => rule.stage,
            ("removed_before_screening" | "screened", None) => Stage::BeforeScreening,
            ("excluded" | "selected", None) => Stage::Screening,
            _ => Stage::Eligibility,
        }
    }

    /// A search without an export may bring any number more.
    fn bounded(&self, least: u64, open: u64) -> Figure {
        let most = self.without_export().is_empty().then_some(least + open);
        Figure { least, most }
    }

    fn reports(&self, flow: &Flow, number: fn(&Reports) -> u64) -> Result<Figure, String> {
        let columns: Vec<&Column> = match self.columns {
            None => {
                return Err("Full texts are counted for the whole review and the columns of the flow only.".to_owned());
            }
            Some(DATABASES) => vec![&flow.databases],
            Some(OTHER) => flow.other.iter().collect(),
            Some(_) => flow.columns().collect(),
        };
        let counted: Vec<u64> = columns.into_iter().filter_map(|column| column.reports.as_ref()).map(number).collect();
        if counted.is_empty() {
            return Err("No ruling says which full texts were sought.".to_owned());
        }
        let least = counted.iter().sum();
        Ok(Figure { least, most: (!flow.is_interim() && self.without_export().is_empty()).then_some(least) })
    }

    /// Why the run has a range in place of a number. Records and duplicates wait for nobody.
    pub fn why_open(&self, what: &str) -> String {
        let missing = self.without_export();
        let last = self.settled_at(what);
        let waits = |told: &&Told| told.decision.decision == "to-review" && stage_of(told) <= last;
        let waiting = self.found().filter(waits).count();
        let mut why = Vec::new();
        if !missing.is_empty() {
            why.push(format!("There is no export of {}.", missing.join(", ")));
        }
        if what == "included" && waiting == 0 && missing.is_empty() {
            why.push("Full texts were not read, or not everything is answered that is asked of them.".to_owned());
        }
        if waiting > 0 && !["identified", "duplicates_removed"].contains(&what) {
            let wait = if waiting == 1 { "reference waits" } else { "references wait" };
            why.push(format!("{waiting} {wait} for a person."));
        }
        why.join(" ")
    }
}

fn stage_of(told: &Told) -> Stage {
    Stage::from_name(&told.decision.stage).unwrap_or(Stage::Eligibility)
}
