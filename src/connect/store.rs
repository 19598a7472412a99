//! The pages of one search on disk: as received, with the request and the headers in a journal beside them.
//!
//! A page counts from the moment on which its line stands in the journal; whatever stops the program, what is in the
//! journal is whole, and a page that is not in it is asked again. The digests tell what was changed since.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::known::{another_server, same_server};
use super::place::digest_of;
use crate::source::Digest;
use crate::wire::searches::{JournalHead, JournalPage};
use crate::workspace::Error;

const JOURNAL: &str = "journal.jsonl";
/// Longest journal that is read.
const MAX_JOURNAL: u64 = 1 << 30;
/// How often a journal that vanishes is looked for.
const TRIES: usize = 10;

/// The stored pages of one search.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    head: JournalHead,
    pages: Vec<JournalPage>,
    /// Held open, and locked, while pages may be added.
    journal: Option<File>,
    /// Whether the journal has its first line.
    begun: bool,
    /// Whether the folder holds the pages of an earlier run, which the first page moves aside.
    replaces: bool,
}

impl Store {
    /// Opens the pages in `folder` for adding to them, or begins with `head` where there are none. From here on no other run
    /// can. With `again` the search begins anew: what is there is moved aside once the first page has come.
    ///
    /// # Errors
    /// If the pages there belong to another query or server, were changed, or another run is adding to them.
    pub fn open(folder: &Path, head: JournalHead, again: bool) -> Result<Self, Error> {
        let path = folder.join(JOURNAL);
        let mut file = open_alone(&path, &head.search)?;
        let (text, whole) = read_journal(&path)?;
        if again && (whole > 0 || has_other_files(folder)) {
            let mut store = Self::new(folder, head, Some(file));
            store.replaces = true;
            return Ok(store);
        }
        let mut store = match Self::parse(folder, &text)? {
            Some(store) => store.of_same_query(&head)?,
            None => Self::new(folder, head, None),
        };
        // A line that was being written when the program stopped is no line.
        cut(&mut file, whole as u64).map_err(|error| Error::io("write", &path, &error))?;
        store.journal = Some(file);
        store.drop_damaged_last()?;
        Ok(store)
    }

    fn new(folder: &Path, head: JournalHead, journal: Option<File>) -> Self {
        Self { folder: folder.to_owned(), head, pages: Vec::new(), journal, begun: false, replaces: false }
    }

    /// Begins the journal with the first page; gives where the pages of an earlier run are now.
    fn begin(&mut self) -> Result<Option<PathBuf>, Error> {
        if self.begun {
            return Ok(None);
        }
        let mut aside = None;
        if self.replaces {
            // Not every system moves a folder that holds an open file.
            self.journal = None;
            aside = set_aside(&self.folder)?;
            let path = self.folder.join(JOURNAL);
            let file = open_alone(&path, &self.head.search)?;
            if file.metadata().map_err(|error| Error::io("read", &path, &error))?.len() > 0 {
                return Err(another_run(&self.head.search));
            }
            self.journal = Some(file);
            self.replaces = false;
        }
        self.write_line(&self.head.clone())?;
        self.begun = true;
        Ok(aside)
    }

    /// The pages in `folder`, for reading; `None` if there are none.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn read(folder: &Path) -> Result<Option<Self>, Error> {
        if !folder.join(JOURNAL).exists() {
            return Ok(None);
        }
        let (text, _) = read_journal(&folder.join(JOURNAL))?;
        Self::parse(folder, &text)
    }

    fn parse(folder: &Path, text: &str) -> Result<Option<Self>, Error> {
        let mut lines = text.lines().enumerate();
        let Some((_, first)) = lines.next() else { return Ok(None) };
        let wrong = |line: usize, error: serde_json::Error| {
            let what = format!("{} line {}: {error}", folder.join(JOURNAL).display(), line + 1);
            Error::new(what, "The journal was changed. `--restart` searches again and keeps what is there aside.")
        };
        let head = serde_json::from_str(first).map_err(|error| wrong(0, error))?;
        let pages = lines
            .map(|(number, line)| serde_json::from_str(line).map_err(|error| wrong(number, error)))
            .collect::<Result<_, _>>()?;
        let mut store = Self::new(folder, head, None);
        (store.pages, store.begun) = (pages, true);
        Ok(Some(store))
    }

    fn of_same_query(self, head: &JournalHead) -> Result<Self, Error> {
        let same = self.head.database == head.database
            && self.head.expression == head.expression
            && self.head.limits == head.limits;
        if same && same_server(&self.head.base, &head.base) {
            return Ok(self);
        }
        if same {
            return Err(Error::new(
                format!("search `{}`: {}", head.search, another_server(&self.head.base, &head.base)),
                "`--restart` asks the one named now, and keeps what is there aside.",
            ));
        }
        Err(Error::new(
            format!(
                "the query of the search `{}` is another than that of its pages in {} (SEA017)",
                head.search,
                self.folder.display()
            ),
            "`--restart` searches again and keeps what is there aside.",
        ))
    }

    /// The last page may have been cut off with its line already written: it is asked again.
    fn drop_damaged_last(&mut self) -> Result<(), Error> {
        let Some(last) = self.pages.last() else { return Ok(()) };
        if self.body(last).is_ok() {
            return Ok(());
        }
        self.pages.pop();
        let path = self.folder.join(JOURNAL);
        let (text, whole) = read_journal(&path)?;
        let before_last = text[..whole.saturating_sub(1)].rfind('\n').map_or(0, |end| end + 1);
        if let Some(file) = &mut self.journal {
            cut(file, before_last as u64).map_err(|error| Error::io("write", &path, &error))?;
        }
        Ok(())
    }

    /// What the search asked.
    pub fn head(&self) -> &JournalHead {
        &self.head
    }

    /// The digest of the journal: of every request, its status and its time.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn journal_digest(&self) -> Result<Digest, Error> {
        digest_of(&self.folder.join(JOURNAL))
    }

    /// The pages, in order.
    pub fn pages(&self) -> &[JournalPage] {
        &self.pages
    }

    /// The body of a page, unchanged since it came.
    ///
    /// # Errors
    /// If it is not there, or not the same any more.
    pub fn body(&self, page: &JournalPage) -> Result<Vec<u8>, Error> {
        let path = self.folder.join(file_name(&page.file));
        let body = fs::read(&path).map_err(|error| Error::io("read", &path, &error))?;
        if Digest::of(&body).to_string() == page.sha256 {
            return Ok(body);
        }
        Err(Error::new(
            format!("{} is not what it was when it came (SEA015)", path.display()),
            "`--restart` searches again and keeps what is there aside.",
        ))
    }

    /// Adds a page. `page` comes with everything but the file, its size and its digest. Gives where the pages of an earlier
    /// run are, if this one moved them aside.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, mut page: JournalPage, extension: &str, body: &[u8]) -> Result<Option<PathBuf>, Error> {
        let aside = self.begin()?;
        page.file = format!("{:05}.{extension}", page.page);
        page.bytes = body.len() as u64;
        page.sha256 = Digest::of(body).to_string();
        let path = self.folder.join(&page.file);
        fs::write(&path, body).map_err(|error| Error::io("write", &path, &error))?;
        self.write_line(&page)?;
        self.pages.push(page);
        Ok(aside)
    }

    /// The search whose answers these pages are, if it is another.
    pub fn takes_answers_of(&self) -> Option<&str> {
        self.head.answers_of.as_deref()
    }

    /// Begins with the pages of another search, as they came to it. Gives what [`add`](Self::add) gives.
    ///
    /// # Errors
    /// If they cannot be read or written.
    pub fn take_answers(&mut self, other: &Self) -> Result<Option<PathBuf>, Error> {
        let answers_of = Some(other.head.search.clone());
        self.head = JournalHead { search: self.head.search.clone(), answers_of, ..other.head.clone() };
        let mut aside = None;
        for page in &other.pages {
            let extension = page.file.rsplit('.').next().unwrap_or_default();
            aside = self.add(page.clone(), extension, &other.body(page)?)?.or(aside);
        }
        Ok(aside)
    }

    /// Keeps an answer that is no page, for people to look at.
    pub fn keep_rejected(&self, body: &[u8]) -> Option<PathBuf> {
        let path = self.folder.join("rejected.bin");
        fs::create_dir_all(&self.folder).ok()?;
        fs::write(&path, body).ok().map(|()| path)
    }

    fn write_line(&mut self, value: &impl serde::Serialize) -> Result<(), Error> {
        let path = self.folder.join(JOURNAL);
        let Some(file) = &mut self.journal else {
            return Err(Error::new(format!("{} is open for reading only", path.display()), ""));
        };
        file.write_all(line(value).as_bytes()).map_err(|error| Error::io("write", &path, &error))
    }
}

/// Moves the pages in `folder` aside, to the first free name that ends in `.1`, `.2`, ...; says where they are.
///
/// # Errors
/// If the folder cannot be renamed.
fn set_aside(folder: &Path) -> Result<Option<PathBuf>, Error> {
    if !folder.exists() {
        return Ok(None);
    }
    let Some(free) = asides(folder).find(|path| !path.exists()) else { return Ok(None) };
    fs::rename(folder, &free).map_err(|error| Error::io("rename", folder, &error))?;
    Ok(Some(free))
}

/// Where the pages of earlier runs stand aside.
pub(super) fn earlier(folder: &Path) -> impl Iterator<Item = PathBuf> {
    asides(folder).take_while(|path| path.exists())
}

fn asides(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    (1..).map(move |n: u32| folder.with_file_name(format!("{name}.earlier-{n}")))
}

fn has_other_files(folder: &Path) -> bool {
    let mut files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.any(|file| file.file_name() != JOURNAL)
}

/// Opens a journal for adding to it, unless another run does.
fn open_alone(path: &Path, search: &str) -> Result<File, Error> {
    let folder = path.parent().unwrap_or(path);
    // Another run may take an empty journal away between two steps here: then there is a new one to be had.
    for _ in 0..TRIES {
        fs::create_dir_all(folder).map_err(|error| Error::io("make the folder", folder, &error))?;
        let file = match OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other.map_err(|error| Error::io("open", path, &error))?,
        };
        if !lock_soon(&file) {
            return Err(another_run(search));
        }
        if is_at(&file, path) {
            return Ok(file);
        }
    }
    Err(another_run(search))
}

/// Locks the file. A program that was just started beside holds what was open here for a moment more.
fn lock_soon(file: &File) -> bool {
    const PATIENCE: u32 = 20;
    const MOMENT: Duration = Duration::from_millis(20);
    (0..PATIENCE).any(|tried| {
        if tried > 0 {
            thread::sleep(MOMENT);
        }
        file.try_lock().is_ok()
    })
}

fn another_run(search: &str) -> Error {
    Error::new(format!("another run is fetching the pages of the search `{search}`"), "Wait for it to end, or stop it.")
}

/// Whether the open file is still the one at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let of = |facts: fs::Metadata| (facts.dev(), facts.ino());
    file.metadata().map(of).ok() == fs::metadata(path).map(of).ok()
}

/// Whether the open file is still the one at `path`: where an open file cannot be taken away.
#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

impl Drop for Store {
    /// A search that never reached its service leaves nothing. Folders that hold something stay.
    fn drop(&mut self) {
        if self.journal.is_some() && !self.begun && !self.replaces {
            let _ = fs::remove_file(self.folder.join(JOURNAL));
            let _ = fs::remove_dir(&self.folder);
            let _ = self.folder.parent().map(fs::remove_dir);
        }
    }
}

/// A value as a line of JSON. The types written here hold nothing that JSON lacks.
fn line(value: &impl serde::Serialize) -> String {
    let mut line = serde_json::to_string(value).unwrap_or_default();
    line.push('\n');
    line
}

/// The whole lines of a journal, and how many bytes they are.
fn read_journal(path: &Path) -> Result<(String, usize), Error> {
    let size = fs::metadata(path).map_err(|error| Error::io("read", path, &error))?.len();
    if size > MAX_JOURNAL {
        return Err(Error::new(format!("{} has {size} bytes: that is no journal of this program", path.display()), ""));
    }
    let bytes = fs::read(path).map_err(|error| Error::io("read", path, &error))?;
    let whole = memchr::memrchr(b'\n', &bytes).map_or(0, |end| end + 1);
    match String::from_utf8(bytes[..whole].to_vec()) {
        Ok(text) => Ok((text, whole)),
        Err(error) => Err(Error::new(format!("{}: {error}", path.display()), "The journal was changed.")),
    }
}

fn cut(file: &mut File, length: u64) -> std::io::Result<()> {
    file.set_len(length)?;
    file.seek(SeekFrom::End(0)).map(|_| ())
}

/// The last part of a path: a journal that was tampered with leads nowhere else.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}
