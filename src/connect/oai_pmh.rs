//! Repositories by OAI-PMH 2.0 (<http://www.openarchives.org/OAI/openarchivesprotocol.html>): sources of grey literature.
//!
//! There is no search in the protocol: a repository, or one of its sets, is taken as a whole.

use std::time::Duration;

use super::express::Words;
use super::service::KeyUse;
use super::{Database, Limit, Page, PageError, Query, Request, Service, xml};

/// Repositories by OAI-PMH.
pub struct OaiPmh;

const SERVICE: Service = Service {
    name: "oai-pmh",
    title: "OAI-PMH repository",
    base: "",
    format: "oai-dc-xml",
    extension: "xml",
    envelope: [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n<ListRecords>\n",
        "\n",
        "\n</ListRecords>\n</OAI-PMH>\n",
    ],
    key: KeyUse::None,
    mail: None,
    interval: Duration::from_secs(1),
    interval_with_key: Duration::from_secs(1),
    page_size: 100,
    most: None,
    // A token may be used again: "the most recently issued resumptionToken" must keep working (section 3.5.1).
    cursor_is_a_session: false,
    // "completeListSize ... may be only an estimate", and deleted records count in it.
    total_is_estimate: true,
    recorded: true,
};

impl Database for OaiPmh {
    fn service(&self) -> &'static Service {
        &SERVICE
    }

    fn about(&self) -> &'static str {
        include_str!("about/oai-pmh.md")
    }

    fn words(&self) -> Words {
        Words::Nothing
    }

    fn limit(&self, limit: &Limit) -> Option<String> {
        match limit {
            Limit::Set(name) => Some(format!("set={name}")),
            // The protocol's dates are those of the last change of a record, not of publication.
            Limit::Years { .. } | Limit::Languages(_) | Limit::Types(_) => None,
        }
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        let request = Request::get("", "text/xml").with("verb", "ListRecords");
        // The token is an exclusive argument: it stands for all the others.
        if let Some(token) = cursor {
            return request.with("resumptionToken", token);
        }
        let request = request.with("metadataPrefix", "oai_dc");
        match query.limits.iter().find_map(|limit| limit.strip_prefix("set=")) {
            Some(set) => request.with("set", set),
            None => request,
        }
    }

    fn page(&self, _cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        let (mut page, mut is_deleted, mut error) = (Page::default(), false, None);
        let (mut root, mut id, mut responds) = (String::new(), String::new(), false);
        xml::walk(body, |element| match (element.parent(), element.name()) {
            ("record", "header") => is_deleted = says_deleted(element),
            ("header", "identifier") => element.text.clone_into(&mut id),
            ("ListRecords", "record") if is_deleted => page.deleted += 1,
            ("ListRecords", "record") => {
                page.records += 1;
                page.ids.push(std::mem::take(&mut id));
            }
            ("ListRecords", "resumptionToken") => {
                page.next = Some(element.text.to_owned()).filter(|token| !token.is_empty());
                page.announced = element.attribute("completeListSize").and_then(|size| size.parse().ok());
            }
            ("OAI-PMH", "ListRecords") => responds = true,
            ("OAI-PMH", "error") => {
                error = Some((element.attribute("code").unwrap_or_default(), element.text.to_owned()));
            }
            ("", name) => name.clone_into(&mut root),
            _ => {}
        })?;
        match error {
            Some((code, _)) if code == "noRecordsMatch" => return Ok(Page { announced: Some(0), ..Page::default() }),
            Some((code, words)) if code == "badResumptionToken" => {
                return Err(PageError::CursorLost(format!("{code} {words}").trim_end().to_owned()));
            }
            Some((code, words)) => return Err(PageError::Refused(format!("{code} {words}").trim_end().to_owned())),
            None if root != "OAI-PMH" => return Err(PageError::Unexpected(format!("it is a <{root}>"))),
            None if !responds => return Err(PageError::Unexpected("there is no <ListRecords>".to_owned())),
            None => {}
        }
        Ok(page)
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        let mut records = xml::pieces(body, &["OAI-PMH", "ListRecords"], &["record"])?;
        records.retain(|record| !is_deleted(record));
        Ok(records)
    }
}

/// Whether the header of a record says so.
fn is_deleted(record: &str) -> bool {
    let mut deleted = false;
    let walked = xml::walk(record.as_bytes(), |element| {
        if (element.parent(), element.name()) == ("record", "header") {
            deleted = says_deleted(element);
        }
    });
    walked.is_ok() && deleted
}

fn says_deleted(header: &xml::Element<'_>) -> bool {
    header.attribute("status").as_deref() == Some("deleted")
}

#[cfg(test)]
mod tests {
    use super::super::Harvest;
    use super::*;

    #[test]
    fn the_same_records_are_counted_and_exported_however_their_headers_are_written() {
        let body = "<o:OAI-PMH><o:ListRecords>\
            <o:record><o:header status = 'deleted'><o:identifier>1</o:identifier></o:header></o:record>\
            <o:record><o:header><o:identifier>2</o:identifier></o:header><o:metadata>status=\"deleted\"</o:metadata></o:record>\
            </o:ListRecords></o:OAI-PMH>";
        let page = OaiPmh.page(None, body.as_bytes()).expect("a page");
        assert_eq!((page.records, page.deleted), (1, 1));
        let records = OaiPmh.records(body.as_bytes()).expect("records");
        assert!(records.len() == 1 && records[0].contains(">2<"), "{records:?}");
    }

    #[test]
    fn one_damaged_letter_costs_no_repository() {
        let query = Query::default();
        let mut harvest = Harvest::new(&OaiPmh, &query);
        let mut body =
            b"<OAI-PMH><ListRecords><record><header><identifier>1</identifier></header><metadata>caf".to_vec();
        body.extend_from_slice(b"\xe9</metadata></record></ListRecords></OAI-PMH>");
        harvest.accept(&body).expect("a page");
        let outcome = harvest.finish();
        assert_eq!(outcome.received, 1);
        assert!(outcome.notes.iter().any(|note| note.to_string().contains("no UTF-8")), "{:?}", outcome.notes);
    }

    #[test]
    fn a_token_that_is_lost_is_a_difference_although_the_total_may_be_an_estimate() {
        let query = Query::default();
        let mut harvest = Harvest::new(&OaiPmh, &query);
        let body = "<OAI-PMH><ListRecords><record><header><identifier>1</identifier></header></record>\
            <resumptionToken completeListSize=\"250\"></resumptionToken></ListRecords></OAI-PMH>";
        harvest.accept(body.as_bytes()).expect("a page");
        assert_eq!(harvest.finish().differences.len(), 1);
    }

    #[test]
    fn deleted_records_are_counted_over_all_pages_and_are_no_difference() {
        let record = |id: u32| format!("<record><header><identifier>{id}</identifier></header></record>");
        let deleted =
            |id: u32| format!("<record><header status=\"deleted\"><identifier>{id}</identifier></header></record>");
        let page = |records: String, token: &str| {
            format!(
                "<OAI-PMH><ListRecords>{records}<resumptionToken completeListSize=\"6\">{token}</resumptionToken></ListRecords></OAI-PMH>"
            )
        };
        let query = Query::default();
        let mut harvest = Harvest::new(&OaiPmh, &query);
        harvest.accept(page(record(1) + &deleted(2) + &deleted(3), "a").as_bytes()).expect("a page");
        harvest.accept(page(record(4) + &deleted(5) + &record(6), "").as_bytes()).expect("a page");
        let outcome = harvest.finish();
        assert_eq!((outcome.announced, outcome.received), (Some(6), 3));
        let words: Vec<String> = outcome.notes.iter().map(ToString::to_string).collect();
        assert_eq!(words, ["warning: 3 records came as deleted, without content, and left out"]);
    }
}
