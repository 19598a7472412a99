//! The pages of one search on disk: as received, with the request and the headers in a journal beside them.
//!
//! A page counts from the moment on which its line stands in the journal; whatever stops the program, what is in the
//! journal is whole, and a page that is not in it is asked again. The digests tell what was changed since.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::source::Digest;
use crate::wire::searches::{JournalHead, JournalPage};
use crate::workspace::Error;

const JOURNAL: &str = "journal.jsonl";
/// Longest journal that is read.
const MAX_JOURNAL: u64 = 1 << 30;

/// The stored pages of one search.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    head: JournalHead,
    pages: Vec<JournalPage>,
    /// Held open, and locked, while pages may be added.
    journal: Option<File>,
}

impl Store {
    /// Opens the pages in `folder` for adding to them, or begins with `head` where there are none.
    ///
    /// # Errors
    /// If the pages there belong to another query, were changed, or another run is adding to them.
    pub fn open(folder: &Path, head: JournalHead) -> Result<Self, Error> {
        let path = folder.join(JOURNAL);
        if !path.exists() {
            return Ok(Self { folder: folder.to_owned(), head, pages: Vec::new(), journal: None });
        }
        let mut file = open_alone(&path, &head.search)?;
        let (text, whole) = read_journal(&path)?;
        let store = Self::parse(folder, &text)?;
        let mut store = match store {
            Some(store) => store.of_same_query(&head)?,
            None => Self { folder: folder.to_owned(), head, pages: Vec::new(), journal: None },
        };
        // A line that was being written when the program stopped is no line.
        cut(&mut file, whole as u64).map_err(|error| Error::io("write", &path, &error))?;
        store.journal = Some(file);
        if whole == 0 {
            store.write_line(&store.head.clone())?;
        }
        store.drop_damaged_last()?;
        Ok(store)
    }

    /// Begins the journal with the first page: a search that never reached its service leaves nothing.
    fn begin(&mut self) -> Result<(), Error> {
        if self.journal.is_none() {
            fs::create_dir_all(&self.folder).map_err(|error| Error::io("make the folder", &self.folder, &error))?;
            self.journal = Some(open_alone(&self.folder.join(JOURNAL), &self.head.search)?);
            self.write_line(&self.head.clone())?;
        }
        Ok(())
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
        Ok(Some(Self { folder: folder.to_owned(), head, pages, journal: None }))
    }

    fn of_same_query(self, head: &JournalHead) -> Result<Self, Error> {
        let same = self.head.database == head.database
            && self.head.expression == head.expression
            && self.head.limits == head.limits;
        if same {
            return Ok(self);
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

    /// Adds a page. `page` comes with everything but the file, its size and its digest.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, mut page: JournalPage, extension: &str, body: &[u8]) -> Result<(), Error> {
        self.begin()?;
        page.file = format!("{:05}.{extension}", page.page);
        page.bytes = body.len() as u64;
        page.sha256 = Digest::of(body).to_string();
        let path = self.folder.join(&page.file);
        fs::write(&path, body).map_err(|error| Error::io("write", &path, &error))?;
        self.write_line(&page)?;
        self.pages.push(page);
        Ok(())
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
pub fn set_aside(folder: &Path) -> Result<Option<PathBuf>, Error> {
    if !folder.exists() {
        return Ok(None);
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let free = (1..).map(|n| folder.with_file_name(format!("{name}.earlier-{n}"))).find(|path| !path.exists());
    let Some(free) = free else { return Ok(None) };
    fs::rename(folder, &free).map_err(|error| Error::io("rename", folder, &error))?;
    Ok(Some(free))
}

/// Opens a journal for adding to it, unless another run does.
fn open_alone(path: &Path, search: &str) -> Result<File, Error> {
    let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path);
    let file = file.map_err(|error| Error::io("open", path, &error))?;
    if file.try_lock().is_err() {
        return Err(Error::new(
            format!("another run is fetching the pages of the search `{search}`"),
            "Wait for it to end, or stop it.",
        ));
    }
    Ok(file)
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
