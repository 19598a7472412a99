//! Places that a text names because of those who write: authors, the meetings of scholars, and who paid.

use super::Surroundings;
use crate::criteria::place::lexicon::lexicon;
use crate::criteria::place::scan::Found;
use crate::criteria::place::words::{
    CLAUSE, CLOSE, COMMA, CONJUNCTION, FUNDING, MEETING, MODIFIER, OPEN, PEOPLE, PERSON, PLACE_PREPOSITION, PRESENTED,
    SPACE, STOP,
};

impl Surroundings<'_> {
    /// `Wales (2004)`, `(Wales, 2004)`, `Jordan and Taylor (2009)`, `England K and Wales P`: authors, as publications are cited.
    pub(super) fn is_cited(&self, found: Found) -> bool {
        let within = found.from > 0 && matches!(self.word(found.from - 1), "in" | "In" | "across" | "throughout");
        if within || lexicon().phrase(found.phrase).acronym {
            return false;
        }
        let year = |at: usize, gap| {
            let word = self.word(at);
            let digits = word.as_bytes().iter().take_while(|byte| byte.is_ascii_digit()).count();
            let here = self.tokens.get(at).is_some_and(|token| token.gap & gap != 0 && token.gap & STOP == 0);
            here && digits == 4
                && word.len() <= 5
                && self.tokens.get(at + 1).is_none_or(|next| next.gap & (CLOSE | CLAUSE | COMMA) != 0)
        };
        if year(found.to, OPEN) || self.tokens[found.from].gap & (OPEN | CLAUSE) != 0 && year(found.to, COMMA | SPACE) {
            return true;
        }
        let pair = self.classes(found.to) & CONJUNCTION != 0
            && self.tokens.get(found.to + 1).is_some_and(|token| token.capital && token.joins());
        if pair && year(found.to + 2, OPEN) {
            return true;
        }
        // An initial behind the name, and no sentence that begins with `I` or `A`.
        let initial = self.word(found.to);
        self.tokens.get(found.to).is_some_and(|token| token.gap == SPACE && token.all_capitals)
            && initial.len() == 1
            && !matches!(initial, "A" | "I")
            && initial.bytes().all(|byte| byte.is_ascii_uppercase())
            && self.tokens.get(found.to + 1).is_none_or(|token| token.gap & (STOP | COMMA) != 0)
            || initial.len() == 1
                && self.tokens.get(found.to).is_some_and(|token| token.gap == SPACE && token.capital)
                && self.classes(found.to + 1) & CONJUNCTION != 0
                && !matches!(initial, "A" | "I")
    }

    /// `a conference in Budapest`, `presented at the annual meeting of the society, Chicago`: where scholars met, not where something was studied.
    pub(super) fn is_of_a_meeting(&self, found: Found) -> bool {
        const REACH: usize = 14;
        let before = || {
            let sentence = (found.from.saturating_sub(REACH)..found.from).rev();
            sentence.take_while(|&at| !self.begins_sentence(at + 1))
        };
        let told = before().any(|at| self.classes(at) & PRESENTED != 0);
        let meeting = |at: usize| {
            let call = self.word(at + 1).to_ascii_lowercase();
            // `family group conferences were held in`
            let of_a_case = at > 0 && matches!(self.word(at - 1), "case" | "group" | "family" | "video");
            self.classes(at) & MEETING != 0 && !of_a_case && !call.starts_with("call") && !call.starts_with("interview")
                || told && self.word(at).eq_ignore_ascii_case("meeting")
        };
        let between = |at: usize| self.is_between_meeting_and_place(at);
        let placed = self.is_locative(found) || self.tokens[found.from].gap & COMMA != 0;
        before().find(|&at| !between(at)).is_some_and(meeting) || told && placed && before().any(meeting)
    }

    /// Words between a meeting and its place: `was held at the University of`, `took place in`.
    fn is_between_meeting_and_place(&self, at: usize) -> bool {
        const WORDS: [&str; 12] = [
            "held",
            "was",
            "were",
            "is",
            "took",
            "takes",
            "place",
            "convened",
            "hosted",
            "organised",
            "organized",
            "University",
        ];
        self.classes(at) & (PLACE_PREPOSITION | MODIFIER) != 0 || WORDS.contains(&self.word(at))
    }

    /// `The workshop took place at the University of Edinburgh`, `Delegates met in Manchester`: scholars, and no people who were studied.
    pub(super) fn is_where_they_met(&self, found: Found) -> bool {
        const REACH: usize = 10;
        const MET: [&str; 4] = ["met", "gathered", "convened", "assembled"];
        const SCHOLARS: [&str; 7] =
            ["delegates", "attendees", "speakers", "scholars", "academics", "experts", "panellists"];
        const GATHERINGS: [&str; 5] = ["workshop", "seminar", "webinar", "roundtable", "hackathon"];
        const HELD: [&str; 6] = ["held", "took", "takes", "convened", "hosted", "organised"];
        let Some(at) = (found.from.saturating_sub(REACH)..found.from)
            .rev()
            .take_while(|&at| !self.begins_sentence(at + 1))
            .find(|&at| !self.is_between_meeting_and_place(at))
        else {
            return false;
        };
        let is = |at: usize, words: &[&str]| words.iter().any(|word| self.word(at).eq_ignore_ascii_case(word));
        if MET.contains(&self.word(at)) {
            return at > 0 && is(at - 1, &SCHOLARS);
        }
        is(at, &GATHERINGS)
            && (at..found.from).any(|at| HELD.contains(&self.word(at)))
            && !self.sentence(found).any(|at| self.classes(at) & PERSON != 0)
    }

    /// `Supported by the Wellcome Trust, London`: in the name or the address of who paid for the report.
    pub(super) fn is_of_a_funder(&self, found: Found) -> bool {
        const REACH: usize = 12;
        const OF_A_NAME: [&str; 11] =
            ["the", "of", "for", "and", "a", "scheme", "programme", "program", "fund", "initiative", "grants"];
        const REPORTS: [&str; 7] = ["study", "research", "work", "project", "paper", "article", "trial"];
        let joint = (found.from.saturating_sub(REACH)..found.from)
            .rev()
            .take_while(|&at| !self.tokens[at + 1].breaks())
            .find(|&at| !self.tokens[at].capital && !OF_A_NAME.contains(&self.word(at)));
        let Some(joint) = joint.filter(|&at| at > 0 && matches!(self.word(at), "by" | "from")) else { return false };
        let verb = joint - 1;
        let subject = || {
            (verb.saturating_sub(4)..verb)
                .rev()
                .take_while(|&at| !self.tokens[at + 1].breaks())
                .any(|at| REPORTS.iter().any(|report| self.word(at).eq_ignore_ascii_case(report)))
        };
        !self.tokens[joint].breaks() && self.classes(verb) & FUNDING != 0 && (self.begins_sentence(verb) || subject())
    }

    /// `As Wales argues`, `a critique of Wales`, `reply to Wales and Porter`: a surname, of somebody who writes.
    pub(super) fn is_argued_with(&self, found: Found) -> bool {
        const ARGUES: [&str; 24] = [
            "argue",
            "argues",
            "argued",
            "claim",
            "claims",
            "claimed",
            "contend",
            "contends",
            "contended",
            "assert",
            "asserts",
            "asserted",
            "write",
            "writes",
            "wrote",
            "posits",
            "posited",
            "replies",
            "replied",
            "criticises",
            "criticizes",
            "insists",
            "insisted",
            "objects",
        ];
        const ANSWERS: [&str; 14] = [
            "reply",
            "replies",
            "replied",
            "replying",
            "rejoinder",
            "response",
            "responds",
            "responding",
            "rebuttal",
            "answer",
            "according",
            "object",
            "objects",
            "retort",
        ];
        const CRITIQUES: [&str; 6] = ["critique", "critiques", "criticism", "criticisms", "refutation", "rebuttal"];
        if found.to - found.from != 1 {
            return false;
        }
        let argues = |at: usize| ARGUES.contains(&self.word(at)) && self.tokens[at].gap == SPACE;
        let pair = self.classes(found.to) & CONJUNCTION != 0
            && self.tokens.get(found.to + 1).is_some_and(|other| other.capital && other.joins());
        if (argues(found.to) || pair && argues(found.to + 2)) && !self.is_locative(found) {
            return true;
        }
        let Some(noun) = found.from.checked_sub(2).filter(|_| self.tokens[found.from].gap == SPACE) else {
            return false;
        };
        let noun = self.word(noun).to_ascii_lowercase();
        let answered = match self.word(found.from - 1) {
            "to" => ANSWERS.contains(&noun.as_str()),
            "of" => CRITIQUES.contains(&noun.as_str()),
            "on" => matches!(noun.as_str(), "comment" | "comments" | "commentary"),
            _ => false,
        };
        // `a critique of London's housing policy`
        let own = self.tokens.get(found.to).is_some_and(|next| {
            self.text[self.tokens[found.from].end as usize..next.start as usize].contains(['\'', '\u{2019}'])
        });
        answered && !own && !self.follows(found, 2, PEOPLE, 0)
    }
}
