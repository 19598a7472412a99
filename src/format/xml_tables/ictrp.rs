//! The International Clinical Trials Registry Platform of the WHO, trials as its search portal exports them.

use super::{TABLE, XmlTable, text_at};
use crate::record::Field;

/// ICTRP.
pub const ICTRP: XmlTable = XmlTable {
    name: "ictrp-xml",
    about: "ICTRP XML: trials of the registers of the WHO's search portal.",
    signs: &["<Trials_downloaded_from_ICTRP"],
    elements: &[&["Trial"]],
    role,
    more: |view, root, out| {
        // `Date_registration3` has no two orders to be read in; older exports lack it.
        let exact = text_at(view, root, &["Date_registration3"]);
        let date = if exact.is_empty() { text_at(view, root, &["Date_registration"]) } else { exact };
        out.derived("Date_registration", Field::Date, &date);
        if text_at(view, root, &["Public_title"]).is_empty() {
            out.derived("Scientific_title", Field::Title, &text_at(view, root, &["Scientific_title"]));
        }
        out.derived("TrialID", Field::Database, "ICTRP");
        out.derived("TrialID", Field::DocumentType, "trial registration");
    },
    ..TABLE
};

fn role(path: &str) -> Field {
    match path {
        "TrialID" => Field::Accession,
        "Public_title" => Field::Title,
        "Scientific_title" => Field::OriginalTitle,
        "Acronym" => Field::ShortTitle,
        "Primary_sponsor" => Field::CorporateAuthor,
        "Secondary_Sponsor" | "Source_Support" => Field::Funding,
        "web_address" => Field::Url,
        "Countries" => Field::Country,
        "Condition" => Field::Keyword,
        "Last_Refreshed_on" | "Export_date" => Field::DateEntry,
        _ => Field::Other,
    }
}
