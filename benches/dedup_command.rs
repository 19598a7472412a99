//! The whole command `dedup` on made-up exports with abstracts of two kilobytes: wall time, processor time, peak memory,
//! and the exponent with which processor time grows from one size to the next.
//!
//! `cargo bench --bench dedup_command` takes 2,000 to 50,000 records; `cargo bench --bench dedup_command -- 200000 1000000`
//! takes these. With `--keep FOLDER` the exports stay there. Processor time and memory come from `/proc`: Linux only.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)] // a bench has no readers but its output

#[path = "support/made_up_records.rs"]
mod made_up_records;

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

const SIZES: [usize; 3] = [2_000, 10_000, 50_000];
const ABSTRACT_BYTES: usize = 2_000;
const SEED: u64 = 7;
/// The clock of `/proc`: a hundred ticks a second on every Linux that is built today.
const TICKS: f64 = 100.0;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` runs this program too.
    if !args.iter().any(|arg| arg == "--bench") {
        return;
    }
    let keep = args.iter().position(|arg| arg == "--keep").and_then(|at| args.get(at + 1)).map(PathBuf::from);
    let asked: Vec<usize> = args.iter().filter_map(|arg| arg.parse().ok()).collect();
    let temporary = tempfile::tempdir().unwrap();
    let folder = keep.as_deref().unwrap_or(temporary.path());
    println!("{:>10} {:>10} {:>8} {:>8} {:>9} {:>9}", "records", "MB", "wall s", "CPU s", "peak MB", "exponent");
    let mut before: Option<(usize, f64)> = None;
    for records in if asked.is_empty() { SIZES.to_vec() } else { asked } {
        let export = folder.join(format!("made-up-{records}.ris"));
        if !export.exists() {
            let mut out = BufWriter::new(File::create(&export).unwrap());
            made_up_records::write_ris(&mut out, records, ABSTRACT_BYTES, SEED).unwrap();
            out.flush().unwrap();
        }
        let used = dedup(&export, temporary.path());
        let exponent = before.map_or(String::new(), |(fewer, cpu)| {
            format!("{:.2}", (used.cpu / cpu).ln() / (records as f64 / fewer as f64).ln())
        });
        let megabytes = fs::metadata(&export).unwrap().len() >> 20;
        println!(
            "{records:>10} {megabytes:>10} {:>8.2} {:>8.2} {:>9} {exponent:>9}",
            used.wall, used.cpu, used.peak_megabytes
        );
        before = Some((records, used.cpu));
        if keep.is_none() {
            fs::remove_file(&export).unwrap();
        }
    }
}

/// What a process used.
#[derive(Default)]
struct Used {
    wall: f64,
    cpu: f64,
    peak_megabytes: u64,
}

fn dedup(export: &Path, out: &Path) -> Used {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_litsieve"))
        .args(["dedup", "-q"])
        .arg(export)
        .arg("-o")
        .arg(out.join("merged.ris"))
        .arg("--groups")
        .arg(out.join("groups.csv"))
        .spawn()
        .unwrap();
    let mut used = Used::default();
    while !look(&child, &mut used) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success(), "dedup failed");
    used.wall = start.elapsed().as_secs_f64();
    used
}

/// Notes what the process has used so far; whether it has ended.
fn look(child: &Child, used: &mut Used) -> bool {
    let about = |name: &str| fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap_or_default();
    if let Some(peak) = about("status").lines().find_map(|line| line.strip_prefix("VmHWM:")) {
        used.peak_megabytes = peak.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) >> 10;
    }
    let stat = about("stat");
    // Behind the name in brackets: the state first, the ticks of user and system as the 12th and 13th.
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    if let [Some(user), Some(system)] = [11, 12].map(|at| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok())) {
        used.cpu = (user + system) / TICKS;
    }
    matches!(fields.first(), Some(&"Z") | Some(&"") | None)
}
