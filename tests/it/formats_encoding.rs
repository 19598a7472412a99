//! Files in encodings that nothing in them tells.

use std::fs;

use crate::support::check_cli;

#[test]
fn a_guess_is_told_with_a_line_and_can_be_overruled() {
    let folder = tempfile::tempdir().unwrap();
    let sample = "TY  - JOUR\nTI  - Ogrody dzieci w mieście Łódź – przegląd\nAU  - Wiśniewska, Małgorzata\nER  - \n";
    let (bytes, ..) = encoding_rs::WINDOWS_1250.encode(sample);
    fs::write(folder.path().join("a.ris"), &bytes).unwrap();
    let (_, told) = check_cli(folder.path(), &["inspect", "a.ris"], 0);
    assert!(told.contains("REA037") && told.contains("windows-1250") && told.contains("mieście"), "{told}");
    let (out, told) = check_cli(folder.path(), &["--json", "inspect", "a.ris", "--encoding", "iso-8859-1"], 0);
    assert!(out.contains("windows-1252") && !out.contains("REA037"), "{out}{told}");
    let (out, _) =
        check_cli(folder.path(), &["convert", "a.ris", "--encoding", "cp1250", "-o", "-", "--to", "jsonl"], 0);
    assert!(out.contains("Małgorzata"), "{out}");
    let (_, told) = check_cli(folder.path(), &["inspect", "a.ris", "--encoding", "cp9999"], 2);
    assert!(told.contains("no encoding has this name"), "{told}");
}
