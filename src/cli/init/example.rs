//! The driving case, embedded: what `litsieve init --example` writes.

/// The path below the folder, and the bytes.
type File = (&'static str, &'static [u8]);

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../../queries/bussu-galanti-2018/", $path)))),*]
    };
}

/// Every file of the shipped review.
pub(super) const FILES: &[File] = files![
    "README.md",
    "protocol.toml",
    "exports/grey_scholar.ris",
    "exports/iter1_ibss.ris",
    "exports/iter1_wos.txt",
    "exports/iter2a_wos.txt",
    "exports/iter2b_wos.txt",
    "known/table_a1.ris",
];
