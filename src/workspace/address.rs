//! How a page on disk links to another file.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::export::report::encoded;

/// The address of `file` as a link in `page` gives it: relative, so that both may be moved together. `None` where there is none,
/// as to another drive. Neither has to be there yet.
///
/// A browser takes addresses apart without looking at the disk, so links in the paths are not followed.
///
/// # Errors
/// If the current folder cannot be told, or a path with `..` in it leads nowhere.
pub fn address_from(page: &Path, file: &Path) -> io::Result<Option<String>> {
    let (page, file) = (whole(page)?, whole(file)?);
    let folder = page.parent().unwrap_or(&page);
    let common = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return Ok(None);
    }
    let up = folder.components().skip(common).map(|_| "..".to_owned());
    let down = file.components().skip(common).map(|part| encoded(&part.as_os_str().to_string_lossy()));
    Ok(Some(up.chain(down).collect::<Vec<_>>().join("/")))
}

/// The path from the root. A path with `..` is taken as the disk has it, as far as its folder.
fn whole(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) if path.components().any(|part| part == Component::ParentDir) => {
            Ok(folder.canonicalize()?.join(name))
        }
        _ => Ok(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_finds_the_report_wherever_it_is_written() {
        let address = |page: &str| address_from(Path::new(page), Path::new("/home/my review/results/report.html"));
        for (page, expected) in [
            ("/home/my review/results/flow.html", "report.html"),
            ("/home/my review/flow.html", "results/report.html"),
            ("/home/flow.html", "my%20review/results/report.html"),
            ("/var/tmp/flow.html", "../../home/my%20review/results/report.html"),
        ] {
            assert_eq!(address(page).ok().flatten().as_deref(), Some(expected), "{page}");
        }
    }
}
