//! The page around the references: its lists, its tools, its keys.

use std::path::Path;

use maud::{DOCTYPE, Markup, html};

use super::marks::colour;
use super::queue::Queue;
use super::review::Review;
use crate::source::Digest;

/// The page's own program.
pub(super) const SCRIPT: &str = include_str!("assets/app.js");
/// The page's looks.
pub(super) const STYLE: &str = include_str!("assets/app.css");

/// Every key with what it does, as the help lists them.
const KEYS: [(&str, &str); 23] = [
    ("i", "Include"),
    ("e", "Exclude: choose the criterion"),
    ("1 … 9", "Exclude by this criterion at once"),
    ("Shift and 1 … 9", "What you say of this criterion: met, not met, unclear, nothing"),
    ("m", "Unsure (maybe): somebody has to look again"),
    ("n", "Write a note; it goes with the next decision"),
    ("u", "Undo, as often as there are decisions"),
    ("r", "Redo"),
    ("z", "Take back your word on the full text of this reference"),
    ("→ or j", "Next without deciding"),
    ("← or k", "Back"),
    ("s / d", "A pair: same report / different reports"),
    ("f / t / w", "A full text: sought / retrieved / not retrieved, with the reason in the note"),
    ("x", "Split this group of records"),
    ("d", "It is a duplicate of another reference"),
    ("o", "Open the DOI or landing page"),
    ("/", "Search"),
    ("l", "Go to a number of the list"),
    ("b", "Decide a narrowed list together, each reference with a line of its own"),
    ("h", "Marks on or off"),
    ("g then r p c t a", "Go to: review, pairs, conflicts, full texts, all"),
    ("g then m", "Go to what somebody was unsure of and nobody excludes: it waits to be looked at again"),
    ("?", "This help"),
];

/// Tells a reader of a review from every other, without saying who or where: under it the browser keeps what was typed.
pub(super) fn place_of(root: &Path, by: &str) -> String {
    Digest::of(format!("{} {by}", root.display()).as_bytes()).to_string()[..16].to_owned()
}

/// The page before anything is shown.
pub(super) fn shell(review: &Review, by: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "Screening: " (review.protocol.review.title) }
                link rel="stylesheet" href="app.css";
                link rel="icon" href="data:,";
            }
            body data-edition=(review.edition()) data-place=(place_of(&review.root, by)) {
                a.skip href="#content" { "Skip to the reference" }
                (head(review, by))
                main id="content" tabindex="-1" { p.soft { "Loading…" } noscript { p { "This page needs JavaScript." } } }
                (actions())
                (exclude_dialog(review))
                (help())
                (batch_dialog(review))
                dialog id="jump" aria-labelledby="jump-h" {
                    form method="dialog" {
                        h2 id="jump-h" { "Go to a number of the list" }
                        label { "Number" input id="jump-number" type="text" inputmode="numeric" maxlength="7" autocomplete="off"; }
                        p { button value="ok" { "Go" } " " button.plain type="button" data-do="close" { "Cancel" kbd { "Esc" } } }
                    }
                }
                dialog id="pick" aria-labelledby="pick-h" {
                    form method="dialog" {
                        h2 id="pick-h" { "Which reference is it a duplicate of?" }
                        label { "Words of its title, author, DOI" input id="pick-words" type="search" autocomplete="off"; }
                        ul id="pick-list" {}
                        p { button.plain value="cancel" { "Cancel" kbd { "Esc" } } }
                    }
                }
                dialog id="split" aria-labelledby="split-h" {
                    form method="dialog" {
                        h2 id="split-h" { "Which records are another report?" }
                        p.soft { "Those that you tick are taken out of the group; the others stay together." }
                        div id="split-list" {}
                        p { button.no value="ok" { "Take out" } " " button.plain value="cancel" { "Cancel" kbd { "Esc" } } }
                    }
                }
                script src="app.js" {}
            }
        }
    }
}

fn head(review: &Review, by: &str) -> Markup {
    html! {
        header {
            div.bar {
                h1 { (review.protocol.review.title) }
                p.reader { "Reader: " b id="by" { (by) } }
                button.plain id="help-button" type="button" aria-haspopup="dialog" { "Help" kbd { "?" } }
            }
            nav aria-label="Lists" { ul {
                @for (_, name, words) in Queue::ALL {
                    li { a href={ "#" (name) } data-queue=(name) { @match words.split_once(' ') {
                        // A phone has room for the first word of this one.
                        Some((first, rest)) if name == "all" => { (first) span.rest { " " (rest) } }
                        _ => { (words) }
                    } " " span.count data-count=(name) {} } }
                }
            } }
            div.tools {
                form id="search" role="search" {
                    label { span.unseen { "Search" } input id="words" type="search" placeholder="Search title, abstract, author, DOI, your notes" autocomplete="off"; kbd { "/" } }
                    details id="filters" {
                        summary { "Filter" }
                        div.filters {
                            label { "Found by" select id="f-search" {
                                option value="" { "any search" }
                                optgroup label="Sources" { @for source in &review.protocol.sources { option value={ "source:" (source.id) } { (source.name) } } }
                                optgroup label="Searches" { @for (_, search) in review.protocol.searches() { option value=(search.id) { (search.id) } } }
                            } }
                            label { "Criterion" select id="f-unclear" {
                                option value="" { "any" }
                                @for (prefix, words) in [("", "unclear"), ("not-met:", "not met"), ("met:", "met")] {
                                    optgroup label=(words) { @for rule in &review.protocol.criteria { option value={ (prefix) (rule.id) } { (rule.id) ": " (words) } } }
                                }
                            } }
                            div.years {
                                label { "From year" input id="f-from" type="text" inputmode="numeric" maxlength="4" size="4"; }
                                label { "to" input id="f-to" type="text" inputmode="numeric" maxlength="4" size="4"; }
                            }
                            label { "State" select id="f-state" {
                                option value="" { "any" } option value="to-review" { "to review" } option value="included" { "included" }
                                option value="excluded" { "excluded" } option value="unsure" { "to look at again" } option value="again" { "excluded by others" } option value="mine" { "decided by me" } option value="duplicates" { "merged" }
                            } }
                            button.plain type="button" data-do="clear" { "Clear search and filters" }
                        }
                    }
                }
                p.progress {
                    progress id="progress" max="1" value="0" aria-label="Progress" {}
                    span id="progress-words" {}
                }
            }
            div id="changed" role="status" hidden {
                p.notice {
                    "The protocol or an export has changed since this page was opened. References are shown as they are now; the \
                     lists of criteria and searches are still the old ones. Nothing is lost: every decision is saved, and a note \
                     that you began stays. "
                    button.plain type="button" data-do="reload" { "Reload the page" }
                }
            }
            div id="renewing" role="status" hidden { p.notice { "The review has changed and is being computed again; you can go on meanwhile." } }
            div id="notices" role="region" aria-label="Notices" {}
            div id="advice" role="region" aria-label="Advice" {}
        }
        p.unseen id="said" role="status" aria-live="polite" {}
    }
}

fn actions() -> Markup {
    html! {
        section id="actions" aria-label="Decide" {
            div id="alert" role="alert" {}
            div.note-box id="note-box" hidden {
                label { "Note" textarea id="note" rows="2" {} }
            }
            div.buttons data-for="groups" {
                span id="stage" {}
                button.yes type="button" data-do="include" { "Include" kbd { "i" } }
                button.no type="button" data-do="exclude" aria-haspopup="dialog" { "Exclude" kbd { "e" } }
                button.maybe type="button" data-do="unsure" { "Unsure" kbd { "m" } }
            }
            div.buttons data-for="pairs" hidden {
                button.yes type="button" data-do="same" { "Same report" kbd { "s" } }
                button.no type="button" data-do="different" { "Different" kbd { "d" } }
            }
            div.buttons.small {
                button.plain type="button" data-do="back" { span aria-hidden="true" { "←" } span.unseen { "Back" } kbd { "k" } }
                button.plain id="place" type="button" data-do="jump" aria-haspopup="dialog" title="Go to a number of the list" {}
                button.plain type="button" data-do="next" { span aria-hidden="true" { "→" } span.unseen { "Next" } kbd { "j" } }
                button.plain type="button" data-do="note" { "Note" kbd { "n" } }
                button.plain type="button" data-do="batch" aria-haspopup="dialog" hidden { "Decide all " span id="batch-count" {} kbd { "b" } }
                button.plain type="button" data-do="undo" { "Undo" kbd { "u" } }
                button.plain type="button" data-do="redo" { "Redo" kbd { "r" } }
            }
        }
    }
}

/// The criteria, to exclude by one of them.
fn exclude_dialog(review: &Review) -> Markup {
    html! {
        dialog id="exclude" aria-labelledby="exclude-h" {
            form method="dialog" {
                h2 id="exclude-h" { "Exclude: which criterion does it fail?" }
                ol.reasons {
                    @for (number, rule) in review.protocol.criteria.iter().enumerate() {
                        li { button.reason type="submit" value={ "c:" (rule.id) } {
                            @if number < 9 { kbd { (number + 1) } " " }
                            b.(colour(number)) { (rule.id) } " " span { @if rule.question.is_some() { "no to: " } (reason(rule)) }
                        } }
                    }
                    li { button.reason type="submit" value="c:" { kbd { "0" } " " b { "another reason" } " " span { "say which in the note" } } }
                }
                p { button.plain value="cancel" { "Cancel" kbd { "Esc" } } }
            }
        }
    }
}

/// One decision on a narrowed list, with its number typed as confirmation.
fn batch_dialog(review: &Review) -> Markup {
    html! {
        dialog id="batch" aria-labelledby="batch-h" {
            form method="dialog" {
                h2 id="batch-h" { "Decide all of this list together" }
                p { "The list is narrowed to " b id="batch-total-words" {} ". Each of them gets your decision as a line of its own, which says \
                    that they were decided together; one undo takes all of them back." }
                label { "Decision" select id="batch-verdict" {
                    option value="exclude" { "exclude" } option value="include" { "include" } option value="unsure" { "unsure" }
                } }
                label { "Criterion (of an exclusion)" select id="batch-criterion" {
                    option value="" { "none: the note says why" }
                    @for rule in &review.protocol.criteria { option value=(rule.id) { (rule.id) ": " (reason(rule)) } }
                } }
                label { "Note" input id="batch-note" type="text" autocomplete="off"; }
                label { "Type how many they are, to confirm" input id="batch-number" type="text" inputmode="numeric" maxlength="7" autocomplete="off"; }
                p { button.no value="ok" { "Decide all" } " " button.plain type="button" data-do="close" { "Cancel" kbd { "Esc" } } }
            }
        }
    }
}

fn reason(rule: &crate::protocol::CriterionRule) -> &str {
    // A question has no reason of its own, but the reader knows the question.
    rule.question.as_deref().unwrap_or(&rule.reason)
}

fn help() -> Markup {
    html! {
        dialog id="help" aria-labelledby="help-h" {
            form method="dialog" {
                h2 id="help-h" { "Keys" }
                dl.keys { @for (key, what) in KEYS { div { dt { kbd { (key) } } dd { (what) } } } }
                p { label { input id="keys-on" type="checkbox" checked; " Single keys work (off for speech input)" } }
                p.soft {
                    "Every decision is a line in a text file of the review folder before the next reference shows. "
                    "You may close this page or the program at any moment."
                }
                p { button.plain value="ok" { "Close" kbd { "Esc" } } }
            }
        }
    }
}
