//! `litsieve bundle`: everything that another machine needs to verify a run, as a folder or a zip file.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::options::Options;
use super::review::{self, Replayed};
use super::ui::{Ui, plural};
use super::{Outcome, verify};
use crate::audit::Run;
use crate::connect;
use crate::export::crate_metadata::{self, About, Bundled, Role, metadata};
use crate::export::summary;
use crate::source::Digest;
use crate::workspace::{self, Error, PROTOCOL};

/// Put together everything that another machine needs to verify the run
#[derive(Debug, Args)]
pub(super) struct BundleArgs {
    /// The folder or zip file to write; it must not be there
    out: PathBuf,
    /// The results [default: results/ in the review folder]
    #[arg(long, value_name = "OUT")]
    results: Option<PathBuf>,
    /// The licence of the bundle: an address, or words
    #[arg(long, value_name = "LICENCE", default_value = UNLICENSED)]
    license: String,
}

const UNLICENSED: &str = "Not stated. Exports are under the terms of the databases that they come from.";
/// Where the results lie in a bundle: where `verify` looks for them.
const RESULTS: &str = "results";
/// What a person reads first.
const README: &str = "README.txt";
/// What a person types who has the bundle, in front of the digest.
const VERIFY: &str = "litsieve verify . --expect";

pub(super) fn run(args: &BundleArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    if args.out.exists() {
        let what = format!("{} is there already; it is not replaced", args.out.display());
        return Err(Error::new(what, "Name another file or folder."));
    }
    let replayed = review::replay(&options.folder_or(None)?, ui)?;
    let run = replayed.run();
    let results = replayed.results(args.results.as_deref());
    let verified = verify::compare(&run, &results)?;
    if let Some(cause) = verified.causes.first() {
        let what = format!("the results in {} are not those of this review: {cause}", results.display());
        return Err(Error::new(what, "`litsieve run` writes them again; then bundle."));
    }
    // A bundle has no pages: who verifies it could not see what is seen here.
    let exports = run.records().files().iter().map(|file| file.source());
    let evidence = connect::changed_evidence(&replayed.root, Some(run.protocol), exports);
    if let Some(changed) = evidence.iter().find(|found| connect::is_broken(found)) {
        let what = format!(
            "the evidence of a search is not what it was, or cannot be checked: {} ({})",
            changed.message, changed.code
        );
        return Err(Error::new(what, changed.help.clone()));
    }
    let digest = verified.run.to_string();
    let mut bundle = Bundle { parts: BTreeMap::new() };
    bundle.add_review(&replayed, &run)?;
    bundle.add_results(&results)?;
    let day = Timestamp::now().to_zoned(TimeZone::UTC).date().to_string();
    let about = About { run: &digest, day: &day, licence: &args.license };
    bundle.add_text(README, readme(&run, about));
    let files = bundle.files()?;
    bundle.add_text(crate_metadata::FILE, format!("{:#}\n", metadata(&run, about, &files)));
    bundle.write(&args.out)?;
    let parts = plural(bundle.parts.len(), "file");
    if ui.json {
        ui.json(&json!({ "bundle": args.out.display().to_string(), "files": bundle.parts.keys().collect::<Vec<_>>(), "run": digest }));
    } else {
        ui.line(format_args!("{}: {parts}, run {digest}", args.out.display()));
        ui.say(format_args!("On another machine, unpacked: litsieve verify FOLDER --expect {}", &digest[..16]));
    }
    Ok(Outcome::Done)
}

/// What is to be said of the papers of an unpacked bundle, its README and its metadata; nothing of a review folder that came
/// from no bundle.
#[derive(Debug, Default)]
pub(super) struct Papers {
    /// What is not as it was written.
    pub wrong: Vec<String>,
    /// Files that were put into the folder after it was bundled, outside of the results.
    pub not_bundled: Vec<String>,
}

/// Looks at the papers of an unpacked bundle, given the digest of the run.
pub(super) fn check_papers(replayed: &Replayed, run: &Run<'_>, digest: &str) -> Result<Papers, Error> {
    let read = |name: &str| fs::read_to_string(replayed.root.join(name));
    let stands = match read(crate_metadata::FILE) {
        Ok(text) => serde_json::from_str(&text).unwrap_or_default(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(without_metadata(read(README).ok())),
        Err(_) => Value::Null,
    };
    let root = crate_metadata::entity(&stands, "./");
    let said = |key: &str| root.and_then(|root| root[key].as_str()).unwrap_or_default();
    let mut papers = Papers::default();
    if !said("identifier").is_empty() && said("identifier") != digest {
        let of = said("identifier");
        papers.wrong.push(format!("{} is of the run {of}: bundle the results of this run", crate_metadata::FILE));
        return Ok(papers);
    }
    let mut bundle = Bundle { parts: BTreeMap::new() };
    bundle.add_review(replayed, run)?;
    bundle.add_results(&replayed.root.join(RESULTS))?;
    let about = About { run: digest, day: said("datePublished"), licence: said("license") };
    let text = readme(run, about);
    papers.wrong.extend(other_readme(&text, &read(README).unwrap_or_default()));
    bundle.add_text(README, text);
    let computed = metadata(run, about, &bundle.files()?);
    papers.wrong.extend(crate_metadata::difference(&computed, &stands));
    bundle.add_text(crate_metadata::FILE, String::new());
    files_below(&replayed.root, "", &mut |name| {
        if !bundle.parts.contains_key(name) && !name.starts_with(&format!("{RESULTS}/")) {
            papers.not_bundled.push(name.to_owned());
        }
    });
    papers.not_bundled.sort_unstable();
    Ok(papers)
}

/// A folder without metadata came from no bundle, unless what a person reads first says that it did.
fn without_metadata(readme: Option<String>) -> Papers {
    let is_of_bundle = |text: &String| text.contains(VERIFY) && text.contains(crate_metadata::FILE);
    let missing =
        format!("{} is missing: {README} says that this folder is a bundle, which has one", crate_metadata::FILE);
    Papers { wrong: readme.filter(is_of_bundle).map(|_| missing).into_iter().collect(), ..Papers::default() }
}

/// Names every file below a folder, with `/` between the parts; links are named and not followed.
fn files_below(folder: &Path, label: &str, take: &mut dyn FnMut(&str)) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{label}{}", entry.file_name().to_string_lossy());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            files_below(&entry.path(), &format!("{name}/"), take);
        } else {
            take(&name);
        }
    }
}

/// What a bundle holds, by path.
struct Bundle {
    parts: BTreeMap<String, Part>,
}

struct Part {
    role: Role,
    content: Content,
}

enum Content {
    File(PathBuf),
    Text(String),
}

impl Part {
    fn open(&self) -> io::Result<Box<dyn io::Read + '_>> {
        Ok(match &self.content {
            Content::File(path) => Box::new(File::open(path)?),
            Content::Text(text) => Box::new(text.as_bytes()),
        })
    }
}

impl Bundle {
    fn add_text(&mut self, name: &str, text: String) {
        self.parts.insert(name.to_owned(), Part { role: Role::Beside, content: Content::Text(text) });
    }

    fn add_file(&mut self, name: &str, path: PathBuf, role: Role) {
        self.parts.insert(name.to_owned(), Part { role, content: Content::File(path) });
    }

    /// Every file that went into the run.
    fn add_review(&mut self, replayed: &Replayed, run: &Run<'_>) -> Result<(), Error> {
        self.add_file(PROTOCOL, replayed.root.join(PROTOCOL), Role::Input);
        let exports = run.records().files().iter().map(|file| file.source().label().to_owned());
        let other = run.inputs.rulings.iter().chain(&run.inputs.other).map(|file| file.label.clone());
        for label in exports.chain(other) {
            let (name, path) = on_disk(&replayed.root, &label)?;
            self.add_file(&name, path, Role::Input);
        }
        // No input, but evidence of what was asked over HTTP, and what came.
        let lock = replayed.root.join(connect::LOCK);
        if lock.is_file() {
            self.add_file(connect::LOCK, lock, Role::Beside);
        }
        Ok(())
    }

    /// Every result that the summary names, and the summary.
    fn add_results(&mut self, results: &Path) -> Result<(), Error> {
        let summary = workspace::summary_of(results).unwrap_or_default();
        let named = summary.get("results").and_then(|files| files.as_object()).cloned().unwrap_or_default();
        for name in named.keys().map(String::as_str).chain([summary::FILE]) {
            self.add_file(&format!("{RESULTS}/{name}"), results.join(name), Role::Result);
        }
        Ok(())
    }

    /// What the metadata says of each file.
    fn files(&self) -> Result<Vec<Bundled>, Error> {
        let file = |(name, part): (&String, &Part)| {
            let mut bytes = Vec::new();
            let read = part.open().and_then(|mut from| from.read_to_end(&mut bytes));
            read.map_err(|error| Error::io("read", Path::new(name), &error))?;
            let (digest, size) = (Digest::of(&bytes), bytes.len() as u64);
            Ok(Bundled { path: name.clone(), role: part.role, digest, bytes: size })
        };
        self.parts.iter().map(file).collect()
    }

    fn write(&self, out: &Path) -> Result<(), Error> {
        let is_zip = out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
        if is_zip {
            return workspace::write_file(out, |file| self.zip(file));
        }
        self.copy(out).map_err(|error| {
            // What was begun is of no use.
            let _ = fs::remove_dir_all(out);
            Error::io("write the bundle into", out, &error)
        })
    }

    fn zip(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut zip = ZipWriter::new_stream(out);
        // Without times, the same files give the same bytes.
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).unix_permissions(0o644);
        for (name, part) in &self.parts {
            zip.start_file(name.as_str(), options)?;
            io::copy(&mut part.open()?, &mut zip)?;
        }
        zip.finish()?;
        Ok(())
    }

    fn copy(&self, out: &Path) -> io::Result<()> {
        for (name, part) in &self.parts {
            let path = out.join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            io::copy(&mut part.open()?, &mut File::create_new(path)?)?;
        }
        Ok(())
    }
}

/// The file behind a label, with its path in the bundle: of a member of an archive, the archive.
fn on_disk(root: &Path, label: &str) -> Result<(String, PathBuf), Error> {
    let mut name = label;
    loop {
        let path = root.join(name);
        if path.is_file() {
            return Ok((name.to_owned(), path));
        }
        match name.rsplit_once('/') {
            Some((archive, _)) => name = archive,
            None => {
                let missing = io::Error::from(io::ErrorKind::NotFound);
                return Err(Error::io("read", &root.join(label), &missing));
            }
        }
    }
}

/// That a README is not what was written, where it is not; where its first difference is in what the metadata says as well, that
/// the two do not agree.
fn other_readme(computed: &str, stands: &str) -> Option<String> {
    if computed == stands {
        return None;
    }
    let first = computed.lines().zip(stands.lines()).find(|(line, other)| line != other).map_or("", |(line, _)| line);
    let key =
        [(BUNDLED, "datePublished"), (LICENCE, "license")].into_iter().find(|(begin, _)| first.starts_with(begin));
    Some(match key {
        Some((_, key)) => {
            format!("{README} and {} do not agree: `{key}` was changed in one of them", crate_metadata::FILE)
        }
        None => format!("{README} is not what was written into the bundle"),
    })
}

/// The lines of the README that stand in the metadata too: where one is altered, the other tells.
const BUNDLED: &str = "Bundled on ";
const LICENCE: &str = "Licence: ";

fn readme(run: &Run<'_>, about: About<'_>) -> String {
    let About { run: digest, day, licence } = about;
    let licence = licence.replace(['\n', '\r'], " ");
    format!(
        "{}\n\n{BUNDLED}{day}.\n{LICENCE}{licence}\n\nThis is everything that the search and screening of this review rests on: the protocol, the exports, what people\n\
         decided, and the results. Whoever has litsieve {} can compute every result again and compare:\n\n    \
         {VERIFY} {digest}\n\nIt prints how many decisions were reproduced, or the first difference and its \
         cause. The digest stands for all inputs\nand results together. results/report.html shows everything on one page.\n\n\
         protocol.toml            what the review promised to do\nexports/                 what the databases gave\n\
         rulings/                 what people decided, a file per person\nresults/                 what follows from them\n\
         ro-crate-metadata.json   the same list for machines (RO-Crate 1.1)\n",
        run.protocol.review.title, run.inputs.version
    )
}
