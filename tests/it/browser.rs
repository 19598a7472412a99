//! The report in a real browser: that its script runs, that links lead where they should, that axe finds nothing.
//!
//! Chromium opens a copy of the page in which a probe stands, and gives back the page as the probe left it.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::large;
use crate::support::{browser_must_run, check_cli, repository, shipped_review};

/// Chromium; `None`, said aloud, where it is not there.
///
/// # Panics
/// If it is not there and the environment says that this is continuous integration.
fn chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found =
        std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|file| file.is_file());
    assert!(found.is_some() || !browser_must_run(), "no Chromium is installed");
    if found.is_none() {
        eprintln!("NOT RUN: no Chromium is installed");
    }
    found
}

/// The text of axe-core; `None`, said aloud, where it is not there.
///
/// # Panics
/// As [`chromium`].
fn axe() -> Option<String> {
    let place = std::env::var_os("LITSIEVE_AXE")
        .map_or_else(|| repository().join("tests/browser/node_modules/axe-core/axe.min.js"), PathBuf::from);
    let text = std::fs::read_to_string(&place).ok();
    assert!(text.is_some() || !browser_must_run(), "axe-core is not at {}", place.display());
    if text.is_none() {
        eprintln!("NOT RUN: axe-core is not at {}; npm install in tests/browser", place.display());
    }
    text
}

/// Opens `page` with the probe in it and gives what the probe answers. `dark` asks for dark colours.
fn probe(page: &str, library: &str, probe: &str, dark: bool) -> Option<Value> {
    probe_in(page, library, probe, dark, 1280)
}

/// As [`probe`], in a window of this width.
fn probe_in(page: &str, library: &str, probe: &str, dark: bool, width: u32) -> Option<Value> {
    let chromium = chromium()?;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.html");
    // The policy forbids every script but the page's own, and so the probe.
    let start = page.find("<meta http-equiv=\"Content-Security-Policy\"").expect("the page has a policy");
    let end = start + page[start..].find('>').unwrap() + 1;
    let script = format!(
        "<script>{library}</script><script>addEventListener('load', () => setTimeout(async () => {{\
         let answer; try {{ answer = await (async () => {{ {probe} }})(); }} catch (error) {{ answer = 'FAILED: ' + error.stack; }}\
         const out = document.createElement('pre'); out.id = 'answer'; out.textContent = encodeURIComponent(JSON.stringify(answer));\
         document.body.replaceChildren(out); }}, 300));</script></body>"
    );
    let text = format!("{}{}", &page[..start], &page[end..]);
    let at = text.rfind("</body>").expect("the page ends");
    std::fs::write(&file, format!("{}{script}{}", &text[..at], &text[at + "</body>".len()..])).unwrap();
    let mut command = Command::new(chromium);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        &format!("--window-size={width},1000"),
        "--virtual-time-budget=60000",
        "--dump-dom",
    ]);
    if dark {
        command.arg("--blink-settings=preferredColorScheme=0");
    }
    command.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
    let output = command.arg(format!("file://{}", file.display())).output().expect("Chromium runs");
    let page = String::from_utf8_lossy(&output.stdout).into_owned();
    let answer = page.split("<pre id=\"answer\">").nth(1).and_then(|rest| rest.split("</pre>").next());
    let answer = answer.unwrap_or_else(|| panic!("the probe did not answer: {}", &page[..page.len().min(2000)]));
    let bytes = percent_decoded(answer);
    Some(serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&first, tail)) = rest.split_first() {
        match (first, tail) {
            (b'%', [high, low, after @ ..]) => {
                let hex = [*high, *low];
                out.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
                rest = after;
            }
            _ => {
                out.push(first);
                rest = tail;
            }
        }
    }
    out
}

fn report_of(folder: &std::path::Path) -> String {
    check_cli(folder, &["-q", "run"], 0);
    std::fs::read_to_string(folder.join("results/report.html")).unwrap()
}

const AXE: &str = "
    location.hash = '#r-iter1_ibss:11';
    await new Promise(done => setTimeout(done, 300));
    document.querySelectorAll('details').forEach(box => { box.open = true; });
    for (const name of ['duplicates', 'exclusions'])
      [...document.querySelectorAll(`[data-view=${name}] td.toggle button`)].slice(0, 3).forEach(button => button.click());
    if (document.querySelectorAll('.sides').length < 7) return 'too little was opened';
    const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] });
    return found.violations.map(rule => rule.id + ' (' + rule.impact + '): ' + rule.nodes.length + 'x, first '
      + rule.nodes[0].target.join(' ') + ': ' + rule.nodes[0].failureSummary);
";

#[test]
fn axe_finds_nothing_in_light_and_in_dark() {
    let Some(axe) = axe() else { return };
    let review = shipped_review();
    let page = report_of(review.path());
    for dark in [false, true] {
        let Some(found) = probe(&page, &axe, AXE, dark) else { return };
        assert_eq!(found, serde_json::json!([]), "dark: {dark}");
    }
}

const AXE_OF_FLOW: &str = "
    const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] });
    return found.violations.map(rule => rule.id + ': ' + rule.nodes[0].failureSummary);
";

#[test]
fn axe_finds_nothing_in_the_flow_by_itself() {
    let Some(axe) = axe() else { return };
    let review = shipped_review();
    check_cli(review.path(), &["flow", "-o", "flow.html"], 0);
    let page = std::fs::read_to_string(review.path().join("flow.html")).unwrap();
    let Some(found) = probe(&page, &axe, AXE_OF_FLOW, false) else { return };
    assert_eq!(found, serde_json::json!([]));
}

const LINKS: &str = "
    const wait = () => new Promise(done => setTimeout(done, 250));
    const rows = name => document.querySelector(`[data-view=${name}] .tools [role=status]`).textContent;
    const answer = {};
    location.hash = '#box-duplicates_only'; await wait(); answer.duplicates = rows('records');
    location.hash = '#box-excluded_automatic'; await wait(); answer.excluded = rows('references');
    location.hash = '#set-to-review'; await wait(); answer.waiting = rows('references');
    location.hash = '#r-iter1_ibss:11'; await wait();
    answer.opened = document.querySelector('tr.found td').innerText.split('\\n')[0];
    answer.story = document.querySelector('tr.found').nextElementSibling.querySelectorAll('.sides thead th').length;
    answer.focus = document.activeElement.tagName;
    answer.marks = document.querySelectorAll('.sides mark').length > 0;
    const input = document.querySelector('[data-view=references] input'); input.value = 'leadership style'; input.dispatchEvent(new Event('input'));
    await wait(); answer.filtered = rows('references');
    document.querySelector('[data-view=references] th button').click(); await wait();
    answer.sorted = document.querySelector('[data-view=references] th').getAttribute('aria-sort');
    return answer;
";

#[test]
fn links_of_boxes_and_records_lead_to_what_they_name() {
    let review = shipped_review();
    let page = report_of(review.path());
    let Some(answer) = probe(&page, "", LINKS, false) else { return };
    let starts = |key: &str, words: &str| {
        assert!(answer[key].as_str().unwrap_or_default().starts_with(words), "{key}: {answer}")
    };
    starts("duplicates", "77 of 186 rows");
    starts("excluded", "22 of 103 rows");
    starts("waiting", "66 of 103 rows");
    starts("opened", "Integration of research and practice");
    assert_eq!(answer["story"], 3, "a column for the field and one for each of two records: {answer}");
    assert_eq!(
        (&answer["focus"], &answer["marks"], &answer["sorted"]),
        (&"A".into(), &true.into(), &"ascending".into())
    );
    assert!(!answer["filtered"].as_str().unwrap().starts_with("103"), "{answer}");
}

const PRINT: &str = "
    const closed = () => document.querySelectorAll('details:not([open])').length;
    const answer = [closed() > 0];
    dispatchEvent(new Event('beforeprint')); answer.push(closed());
    dispatchEvent(new Event('afterprint')); answer.push(closed() > 0);
    return answer;
";

#[test]
fn what_is_folded_in_is_printed() {
    let review = shipped_review();
    let Some(answer) = probe(&report_of(review.path()), "", PRINT, false) else { return };
    assert_eq!(answer, serde_json::json!([true, 0, true]));
}

/// What tells a table which of its rows are in the window, in hands of the test: no frame is drawn without a screen.
const WATCHERS: &str = "<head><script>
    window.watchers = []; window.paper = { matches: false };
    window.IntersectionObserver = class {
      constructor(tell) { this.tell = tell; this.watched = new Set(); watchers.push(this); }
      observe(node) { this.watched.add(node); }
      disconnect() { this.watched.clear(); }
      say(isIntersecting) { this.tell([...this.watched].map(target => ({ target, isIntersecting }))); }
    };
</script>";

/// On paper the places of rows that are not drawn take no room, so that all of them are in the window.
const PAPER: &str = "
    const place = document.querySelector('[data-view=records]');
    const drawn = () => place.querySelectorAll('tbody tr:not(.space):not(.more)').length;
    dispatchEvent(new Event('beforeprint')); paper.matches = true; watchers.forEach(watcher => watcher.say(true));
    const answer = { printed: drawn(), told: place.querySelector('.printed').textContent };
    paper.matches = false; dispatchEvent(new Event('afterprint')); watchers.forEach(watcher => watcher.say(false));
    return { after: drawn(), rows: JSON.parse(document.getElementById('data').textContent).records.r.length, ...answer };
";

#[test]
fn a_long_table_is_printed_as_far_as_it_says() {
    let folder = tempfile::tempdir().unwrap();
    large::write(folder.path(), 2_000);
    let page =
        report_of(folder.path()).replace("matchMedia(\"print\")", "window.paper").replacen("<head>", WATCHERS, 1);
    let Some(answer) = probe(&page, "", PAPER, false) else { return };
    let number = |key: &str| answer[key].as_u64().unwrap_or_else(|| panic!("{key}: {answer}"));
    assert!(number("rows") > 1_500 && number("printed") == 1_000, "{answer}");
    assert!(number("after") < 400, "what is far away is not kept: {answer}");
    let told = answer["told"].as_str().unwrap();
    assert!(told.starts_with("The first 1,000 of ") && told.ends_with("; records.csv has all."), "{answer}");
}

const COPIED: &str = "
    let copied = '';
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { copied = text; } } });
    document.querySelector('[data-view=references] .tools button').click();
    await new Promise(done => setTimeout(done, 100));
    return copied.split('\\n').slice(0, 2);
";

#[test]
fn copied_rows_say_which_references_they_are() {
    let review = shipped_review();
    let Some(answer) = probe(&report_of(review.path()), "", COPIED, false) else { return };
    assert_eq!(answer[0], "group,doi,reason,title,year,decision,searches,records", "{answer}");
    let group = answer[1].as_str().unwrap().split(',').next().unwrap();
    let decisions = std::fs::read_to_string(review.path().join("results/decisions.csv")).unwrap();
    assert!(!group.is_empty() && decisions.contains(&format!("\n{group},")), "{answer}");
}

const CUT: &str = "
    const cut = [...document.querySelectorAll('.scroll,.big')].filter(box => box.scrollWidth > box.clientWidth + 1);
    const told = cut.filter(box => getComputedStyle(box).backgroundImage.includes('gradient'));
    return [innerWidth, cut.length, told.length, document.documentElement.scrollWidth <= innerWidth];
";

#[test]
fn no_table_is_cut_without_a_hint() {
    let review = shipped_review();
    let page = report_of(review.path());
    for width in [600, 900, 1_000, 1_280] {
        let Some(answer) = probe_in(&page, "", CUT, false, width) else { return };
        let [inner, cut, told] = [0, 1, 2].map(|at| answer[at].as_u64().unwrap());
        assert!(inner <= u64::from(width) && answer[3] == true, "{answer}");
        assert_eq!(cut, told, "{width}: a shadow tells that there is more: {answer}");
        assert_eq!(cut > 0, width < 900, "{width}: {answer}");
    }
}

const LAST: &str = "
    const place = document.querySelector('[data-view=references]');
    const drawn = () => place.querySelectorAll('tbody tr:not(.space):not(.more)').length;
    const names = JSON.parse(document.getElementById('data').textContent).groups.g;
    const answer = { groups: names.length, atFirst: drawn() };
    location.hash = '#g-' + encodeURIComponent(names.at(-1));
    await new Promise(done => setTimeout(done, 300));
    answer.last = Number(place.querySelector('tr.found').getAttribute('aria-rowindex')); answer.atLast = drawn();
    return answer;
";

#[test]
fn a_long_table_holds_only_what_is_near() {
    let folder = tempfile::tempdir().unwrap();
    large::write(folder.path(), 2_000);
    let page = report_of(folder.path());
    let Some(answer) = probe(&page, "", LAST, false) else { return };
    let number = |key: &str| answer[key].as_u64().unwrap_or_else(|| panic!("{key}: {answer}"));
    assert!(number("groups") > 1_000, "{answer}");
    assert_eq!(
        number("last"),
        number("groups") + 1,
        "the last row is reached, the header counts as the first: {answer}"
    );
    assert!(number("atFirst") < 400 && number("atLast") < 400, "{answer}");
}

/// The commands of `litsieve flow --help`, and the one that it says: what makes PDF and PNG from the flow.
#[test]
fn a_browser_makes_pdf_and_png_of_the_flow() {
    let Some(chromium) = chromium() else { return };
    let review = shipped_review();
    let (_, said) = check_cli(review.path(), &["flow", "-o", "flow.html"], 0);
    let made = |arguments: &[&str], file: &str| {
        let profile = format!("--user-data-dir={}", review.path().join("profile").display());
        let mut command = Command::new(&chromium);
        command.current_dir(review.path()).args(["--headless", "--no-sandbox", "--disable-gpu", &profile]);
        let page = format!("file://{}", review.path().join("flow.html").display());
        assert!(command.args(arguments).arg(page).output().expect("Chromium runs").status.success());
        std::fs::read(review.path().join(file)).unwrap()
    };
    let pdf = made(&["--no-pdf-header-footer", "--print-to-pdf=flow.pdf"], "flow.pdf");
    assert!(pdf.starts_with(b"%PDF-"));
    let pages = String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count();
    assert_eq!(pages, 1, "the page has the size of the picture");
    let said = said.split_once("As PNG: chromium ").unwrap().1;
    let arguments: Vec<&str> = said.split_whitespace().take_while(|word| word.starts_with("--")).collect();
    let png = made(&arguments, "flow.png");
    assert!(png.starts_with(b"\x89PNG"));
    // The whole picture, which has two columns, at twice its size.
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    let page = std::fs::read_to_string(review.path().join("flow.html")).unwrap();
    let size = page.split("viewBox=\"0 0 ").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(format!("{} {}", number(16) / 2, number(20) / 2), size);
    assert!(number(16) > 2 * 1_040, "{size}");
}
