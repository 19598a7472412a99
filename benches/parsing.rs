//! Reading RIS and EndNote XML beside a ceiling on the same bytes: a bare split of every value into an owned string.
//! `cargo bench --bench parsing`. The shares of the ceiling that it prints last are those of one core, the fastest of ten turns
//! taken one after the other, so that a busy machine slows both.
#![allow(missing_docs, clippy::print_stdout)] // a bench has no readers but its output

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use litsieve::format;
use litsieve::source::SourceFile;

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[path = "support/seeds.rs"]
mod seeds;

fn main() {
    divan::main();
    shares();
    growth();
}

/// Numbers of records; the time must grow in step with them.
const RECORDS: [usize; 3] = [5_000, 10_000, 20_000];

/// Made-up RIS as databases write it, about two kilobytes a record.
fn export(records: usize) -> String {
    let sentence = "Residents and officials of a made-up town kept gardens together, and we asked them how. ";
    let mut text = String::new();
    for number in 0..records {
        let _ = write!(
            text,
            "TY  - JOUR\nAU  - Doe, Jane {number}\nAU  - Roe, R. R.\nTI  - Gardens of town {number}: a made-up study\n\
             T2  - Journal of Made-up Towns\nPY  - {}\nDA  - MAR\nVL  - {}\nIS  - 3\nSP  - {number}\nEP  - {}\n\
             DO  - 10.5555/towns.{number}\nSN  - 1234-5679\nAB  - {}\nKW  - gardens\nKW  - towns\nKW  - made up\n\
             AD  - Univ Nowhere, Dept Towns, Saltby, England\nLA  - English\nM3  - Article\nAN  - WOS:{number:015}\n\
             UR  - https://towns.example/{number}\nER  - \n\n",
            1990 + number % 30,
            number % 90,
            number + 12,
            sentence.repeat(16),
        );
    }
    text
}

/// The same as EndNote writes it: one line, every text in a style.
fn endnote(records: usize) -> String {
    let style = |text: &str| format!("<style face=\"normal\" font=\"default\" size=\"100%\">{text}</style>");
    let sentence = "Residents and officials of a made-up town kept gardens together, and we asked them how. ";
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><xml><records>".to_owned();
    for number in 0..records {
        let put = |name: &str, value: &str| format!("<{name}>{}</{name}>", style(value));
        let _ = write!(
            text,
            "<record><database name=\"Made up.enl\" path=\"C:\\Made up.enl\">Made up.enl</database><rec-number>{number}</rec-number>\
             <ref-type name=\"Journal Article\">17</ref-type><contributors><authors>{}{}</authors></contributors>\
             <titles>{}{}</titles><periodical>{}</periodical>{}{}{}<keywords>{}{}</keywords><dates>{}</dates>{}{}{}\
             <urls><related-urls>{}</related-urls></urls>{}</record>",
            put("author", "Doe, Jane"),
            put("author", "Roe, R. R."),
            put("title", &format!("Gardens of town {number}: a made-up study")),
            put("secondary-title", "Journal of Made-up Towns"),
            put("full-title", "Journal of Made-up Towns"),
            put("pages", &format!("{number}-{}", number + 12)),
            put("volume", &(number % 90).to_string()),
            put("number", "3"),
            put("keyword", "gardens"),
            put("keyword", "towns"),
            put("year", &(1990 + number % 30).to_string()),
            put("isbn", "1234-5679"),
            put("accession-num", &format!("WOS:{number:015}")),
            put("abstract", &sentence.repeat(16)),
            put("url", &format!("https://towns.example/{number}")),
            put("electronic-resource-num", &format!("10.5555/towns.{number}")),
        );
    }
    text + "</records></xml>"
}

/// The bytes are decoded and digested before the clock starts.
fn source(records: usize) -> Arc<SourceFile> {
    Arc::new(SourceFile::new("made-up.ris", export(records).into_bytes()))
}

fn xml_source(records: usize) -> Arc<SourceFile> {
    Arc::new(SourceFile::new("made-up.xml", endnote(records).into_bytes()))
}

/// Tags and values as owned strings.
type Owned = Vec<(String, String)>;

/// A bare split into owned strings.
type Split = fn(&str) -> Owned;

/// Every line into an owned string.
fn split_lines(text: &str) -> Owned {
    let lines = text.split('\n').filter_map(|line| line.split_at_checked(6));
    lines.map(|(tag, value)| (tag.to_owned(), value.to_owned())).collect()
}

/// Every tag and the text behind it into an owned string.
fn split_tags(text: &str) -> Owned {
    let tags = text.split('<').filter_map(|tag| tag.split_once('>'));
    tags.map(|(tag, value)| (tag.to_owned(), value.to_owned())).collect()
}

/// How long this thread has had a core: what others on the machine take does not count. The clock where Linux does not tell.
fn busy() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    // Without it the kernel tells the time of its last tick, milliseconds ago.
    std::thread::yield_now();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split_whitespace().next().and_then(|number| number.parse().ok());
    nanoseconds.map_or_else(|| START.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

/// Prints how fast one core reads, and what share of the ceiling that is.
fn shares() {
    const RECORDS: usize = 20_000;
    const TURNS: usize = 10;
    let Ok(one_core) = rayon::ThreadPoolBuilder::new().num_threads(1).build() else { return };
    let timed = |work: &(dyn Fn() + Sync)| {
        one_core.install(|| {
            let start = busy();
            work();
            busy() - start
        })
    };
    let cases: [(&str, Arc<SourceFile>, Split); 2] =
        [("RIS", source(RECORDS), split_lines), ("EndNote XML", xml_source(RECORDS), split_tags)];
    println!();
    for (name, source, split) in cases {
        let mut fastest = [Duration::MAX; 3];
        for _ in 0..TURNS {
            let turns = [
                timed(&|| drop(black_box(split(black_box(source.text()))))),
                timed(&|| drop(black_box(format::read(black_box(&source))))),
                {
                    let start = Instant::now();
                    drop(black_box(format::read(black_box(&source))));
                    start.elapsed()
                },
            ];
            fastest = std::array::from_fn(|at| fastest[at].min(turns[at]));
        }
        let speed = fastest.map(|time| source.size() as f64 / 1e6 / time.as_secs_f64());
        println!(
            "{name}, {:.0} MB: {:.0} MB/s on one core, {:.0} % of the ceiling of {:.0} MB/s; {:.0} MB/s by the clock on {} cores, {:.2} times one",
            source.size() as f64 / 1e6,
            speed[1],
            100.0 * speed[1] / speed[0],
            speed[0],
            speed[2],
            rayon::current_num_threads(),
            speed[2] / speed[1],
        );
    }
}

/// The fastest of some turns on one core, alternately of both.
fn fastest(sources: &[Arc<SourceFile>; 2]) -> Option<[Duration; 2]> {
    const TURNS: usize = 7;
    let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build().ok()?;
    let mut fastest = [Duration::MAX; 2];
    for _ in 0..TURNS {
        for (source, fastest) in sources.iter().zip(&mut fastest) {
            let spent = one_core.install(|| {
                let start = busy();
                drop(black_box(format::read(black_box(source))));
                busy() - start
            });
            *fastest = spent.min(*fastest);
        }
    }
    Some(fastest)
}

/// Prints how many times as long twice the records take, for every format, and twice the damage: 2 is in step, 4 would be the square.
fn growth() {
    const RECORDS: usize = 4_000;
    let file = |bytes: Vec<u8>| Arc::new(SourceFile::new("seed", bytes));
    let formats = format::FORMATS.iter().filter_map(|format| {
        Some((
            format.name(),
            [file(seeds::seed(format.name(), RECORDS)?), file(seeds::seed(format.name(), 2 * RECORDS)?)],
        ))
    });
    let damage = seeds::hostile(10 * RECORDS).into_iter().zip(seeds::hostile(20 * RECORDS));
    let damage = damage.map(|((name, once), (_, twice))| (name, [file(once), file(twice)]));
    println!("\ntwice as long takes so many times as long:");
    for (name, sources) in formats.chain(damage) {
        if let Some([once, twice]) = fastest(&sources) {
            println!("{name}: {:.2} ({:.1} ms)", twice.as_secs_f64() / once.as_secs_f64(), once.as_secs_f64() * 1e3);
        }
    }
}

/// Reading with every check, as a run does it.
#[divan::bench(args = RECORDS, sample_count = 20)]
fn ris(bencher: Bencher<'_, '_>, records: usize) {
    let source = source(records);
    bencher.counter(BytesCount::new(source.size())).bench(|| format::read(black_box(&source)));
}

/// The ceiling: every line into an owned string.
#[divan::bench(args = RECORDS, sample_count = 20)]
fn split_into_owned_strings(bencher: Bencher<'_, '_>, records: usize) {
    let source = source(records);
    bencher.counter(BytesCount::new(source.size())).bench(|| split_lines(black_box(source.text())));
}

/// Reading EndNote XML with every check.
#[divan::bench(args = RECORDS, sample_count = 20)]
fn endnote_xml(bencher: Bencher<'_, '_>, records: usize) {
    let source = xml_source(records);
    bencher.counter(BytesCount::new(source.size())).bench(|| format::read(black_box(&source)));
}

/// Its ceiling: every tag and text into owned strings.
#[divan::bench(args = RECORDS, sample_count = 20)]
fn split_xml_into_owned_strings(bencher: Bencher<'_, '_>, records: usize) {
    let source = xml_source(records);
    bencher.counter(BytesCount::new(source.size())).bench(|| split_tags(black_box(source.text())));
}

/// The scan: where lines end.
#[divan::bench(args = RECORDS, sample_count = 20)]
fn line_scan(bencher: Bencher<'_, '_>, records: usize) {
    let source = source(records);
    bencher
        .counter(BytesCount::new(source.size()))
        .bench(|| memchr::memchr2_iter(b'\n', b'\r', black_box(source.text()).as_bytes()).count());
}

/// What comes before: decoding and the digest.
#[divan::bench(args = RECORDS, sample_count = 20)]
fn decode_and_digest(bencher: Bencher<'_, '_>, records: usize) {
    let bytes = export(records).into_bytes();
    bencher
        .counter(BytesCount::new(bytes.len()))
        .with_inputs(|| bytes.clone())
        .bench_values(|bytes| SourceFile::new("made-up.ris", bytes));
}
