//! Bytes to text: byte order mark, UTF-16 without one, XML declaration, UTF-8, then a guess.

mod marks;

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_8859_15, MACINTOSH, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
    WINDOWS_1252,
};

pub use marks::without_inner_marks;

use crate::source::Content;

/// Decodes the bytes of a file. UTF-8 is taken over without a copy.
pub fn decode(bytes: Vec<u8>) -> Content {
    if has_binary_signature(&bytes) {
        return Content::Binary(bytes);
    }
    let marked = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    if let Some(encoding) = marked.or_else(|| utf16(&bytes)).filter(|&encoding| encoding != UTF_8) {
        return decode_as(encoding, &bytes);
    }
    let (bytes, padding) = without_padding(bytes);
    if marked.is_none() && is_binary(&bytes) {
        return Content::Binary(bytes);
    }
    let mut content = match String::from_utf8(bytes) {
        Ok(text) => plain(text, UTF_8, false),
        Err(error) => not_utf8(error.as_bytes()),
    };
    if let Content::Text { padding: told, .. } = &mut content {
        *told = padding;
    }
    content
}

/// Decodes the bytes of a file of which somebody says what encoding it has.
pub fn decode_in(encoding: &'static Encoding, bytes: Vec<u8>) -> Content {
    if has_binary_signature(&bytes) { Content::Binary(bytes) } else { decode_as(encoding, &bytes) }
}

/// The bytes without runs of NUL, with which programs and tapes fill up blocks, and how many there were. A single one stays.
fn without_padding(bytes: Vec<u8>) -> (Vec<u8>, usize) {
    let is_run = |at: usize| bytes[at] == 0 && (bytes.get(at + 1) == Some(&0) || at > 0 && bytes[at - 1] == 0);
    if memchr::memmem::find(&bytes, b"\0\0").is_none() {
        return (bytes, 0);
    }
    let text: Vec<u8> = (0..bytes.len()).filter(|&at| !is_run(at)).map(|at| bytes[at]).collect();
    let padding = bytes.len() - text.len();
    (text, padding)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Content {
    let (text, encoding, replaced) = encoding.decode(bytes);
    plain(text.into_owned(), encoding, replaced)
}

/// A text of a known encoding, without the byte order marks inside it.
fn plain(text: String, encoding: &'static Encoding, replaced: bool) -> Content {
    let (text, seams) = without_inner_marks(text);
    Content::Text { text, encoding, guessed: false, replaced, padding: 0, seams }
}

/// Bytes that are not UTF-8 as a whole: in a declared or guessed encoding, or UTF-8 with strangers in it.
fn not_utf8(bytes: &[u8]) -> Content {
    if is_mostly_utf8(bytes) {
        return plain(mend(bytes), UTF_8, true);
    }
    if let Some(encoding) = declared(bytes).filter(|&encoding| encoding != UTF_8) {
        return decode_as(encoding, bytes);
    }
    let mut content = decode_as(guess(bytes), bytes);
    if let Content::Text { guessed, .. } = &mut content {
        *guessed = true;
    }
    content
}

/// Whether UTF-8 explains at least as many of the bytes beyond ASCII as it does not: then files of two encodings were put
/// together, or a program cut letters in half.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right >= wrong && right > 0
}

/// UTF-8 with some bytes that are not: those are read as Windows-1252 where a whole letter of it stands between ASCII
/// characters, and become U+FFFD elsewhere.
fn mend(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    let mut rest = bytes;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        rest = &rest[chunk.valid().len() + chunk.invalid().len()..];
        let alone = chunk.invalid().len() == 1
            && chunk.valid().as_bytes().last().is_none_or(u8::is_ascii)
            && rest.first().is_none_or(u8::is_ascii);
        match chunk.invalid() {
            [] => {}
            letter if alone => text.push_str(&WINDOWS_1252.decode_without_bom_handling(letter).0),
            _ => text.push('\u{fffd}'),
        }
    }
    text
}

/// The encoding of an XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const DECLARATION: usize = 200;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]);
    let label = head.trim_start().strip_prefix("<?xml")?.split("encoding").nth(1)?;
    let label = label.trim_start_matches([' ', '=', '"', '\'']);
    Encoding::for_label(label.split(['"', '\'', '?']).next()?.as_bytes())
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    /// What lies beyond says no more about the encoding.
    const LOOKED_AT: usize = 4 << 20;
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let bytes = match bytes.get(..LOOKED_AT) {
        // A letter of several bytes that is cut in half would speak against every encoding that has it.
        Some(head) => &head[..memchr::memrchr(b'\n', head).unwrap_or(head.len())],
        None => bytes,
    };
    detector.feed(bytes, true);
    let likely = detector.guess(None, chardetng::Utf8Detection::Deny);
    if is_east_asian(likely, bytes) {
        return likely;
    }
    // The detector does not know these two.
    let fewer = |other| oddities(other, bytes) * 2 < oddities(likely, bytes);
    match () {
        () if is_mac_roman(bytes) && fewer(MACINTOSH) => MACINTOSH,
        () if likely == WINDOWS_1252 && fewer(ISO_8859_15) => ISO_8859_15,
        () => likely,
    }
}

/// Whether all bytes are letters of an encoding of East Asia, most of them beside each other. In a Western text that happens to be
/// possible there, each would stand alone between ASCII letters.
fn is_east_asian(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    if ![SHIFT_JIS, EUC_JP, EUC_KR, GBK, GB18030, BIG5].contains(&encoding) {
        return false;
    }
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else { return false };
    let is_wide = |c: char| c >= '\u{2e80}';
    let (mut together, mut alone, mut run) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().chain([' ']) {
        if is_wide(c) {
            run += 1;
            continue;
        }
        together += if run > 1 { run } else { 0 };
        alone += usize::from(run == 1);
        run = 0;
    }
    together > alone
}

/// How many characters stand where nobody writes them, were the bytes in this encoding: capitals behind small letters, signs inside words,
/// letters of another script between Latin ones.
fn oddities(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    /// More would only say the same.
    const ENOUGH: usize = 1 << 20;
    let (text, _) = encoding.decode_without_bom_handling(&bytes[..bytes.len().min(ENOUGH)]);
    let is_latin = |c: char| c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c);
    let is_odd = |before: char, c: char, after: char| match c {
        // Apostrophes and dashes join words.
        '’' | '‘' | '–' | '—' | '…' | '·' | '\u{a0}' | '\u{ad}' => false,
        '¤' | '\u{fffd}' | '\u{80}'..='\u{9f}' => true,
        _ if !c.is_alphabetic() => before.is_alphabetic() && after.is_alphabetic(),
        _ if !is_latin(c) => before.is_ascii_alphabetic() || after.is_ascii_alphabetic(),
        _ => c.is_uppercase() && before.is_lowercase(),
    };
    let behind = text.chars().skip(1).chain([' ']);
    let mut before = ' ';
    let odd = text.chars().zip(behind).filter(|&(c, after)| {
        let before = std::mem::replace(&mut before, c);
        !c.is_ascii() && is_odd(before, c, after)
    });
    odd.count()
}

/// Whether bytes beyond ASCII stand inside words of ASCII letters and are letters in Mac Roman alone, which the detector does not know
/// (it takes it for IBM866): `0x80` to `0x9F` there are accented letters and in Windows-1252 quotes, dashes and nothing.
fn is_mac_roman(bytes: &[u8]) -> bool {
    let (mut mac, mut windows) = (0_usize, 0_usize);
    for window in bytes.windows(3) {
        let [before, byte, after] = window else { continue };
        // An apostrophe of Windows-1252 stands inside words too.
        if before.is_ascii_alphabetic() && after.is_ascii_lowercase() && *byte != 0x92 {
            mac += usize::from((0x80..=0x9f).contains(byte));
            windows += usize::from(*byte >= 0xc0);
        }
    }
    mac > 2 * windows
}

/// How many bytes at the beginning tell what a file is.
const SAMPLE: usize = 4096;

/// UTF-16 without a byte order mark: in text of Western languages every second byte is NUL.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pairs = sample.len() / 2;
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    match (zeros(0), zeros(1)) {
        _ if pairs < 4 => None,
        (0, high) if high * 10 >= pairs * 4 => Some(UTF_16LE),
        (high, 0) if high * 10 >= pairs * 4 => Some(UTF_16BE),
        _ => None,
    }
}

/// Zip, gzip, the old Office container, PDF, pictures, SQLite.
fn has_binary_signature(bytes: &[u8]) -> bool {
    const SIGNATURES: [&[u8]; 10] = [
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\x1f\x8b",
        b"\xd0\xcf\x11\xe0",
        b"%PDF-",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"7z\xbc\xaf",
        b"SQLite format 3\0",
    ];
    SIGNATURES.iter().any(|signature| bytes.starts_with(signature))
}

/// Whether more than one byte in ten is a control character that text does not have. Single NULs do not make a file
/// binary.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let controls =
        sample.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a..=0x1f)).count();
    controls * 10 > sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, &'static str, bool) {
        match decode(bytes.to_vec()) {
            Content::Text { text, encoding, replaced, .. } => (text, encoding.name(), replaced),
            Content::Binary(_) => (String::new(), "binary", false),
        }
    }

    fn utf16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn utf16_is_known_with_and_without_its_mark() {
        let sample = "TY  - JOUR\nTI  - Größe\n";
        for (bytes, name) in [
            (utf16_bytes(sample, u16::to_le_bytes), "UTF-16LE"),
            (utf16_bytes(sample, u16::to_be_bytes), "UTF-16BE"),
            ([b"\xff\xfe".to_vec(), utf16_bytes(sample, u16::to_le_bytes)].concat(), "UTF-16LE"),
        ] {
            assert_eq!(text(&bytes), (sample.to_owned(), name, false));
        }
    }

    #[test]
    fn western_bytes_are_read_as_windows_1252() {
        let (read, encoding, replaced) = text(b"TI  - The public\x92s caf\xe9 in Z\xfcrich \x96 a r\xe9sum\xe9\n");
        assert_eq!((read.as_str(), replaced), ("TI  - The public’s café in Zürich – a résumé\n", false));
        assert_eq!(encoding, "windows-1252");
    }

    #[test]
    fn letters_of_mac_roman_are_told_from_cyrillic() {
        let (read, encoding, _) =
            text(b"AU  - M\x9fller, Jos\x8e\nTI  - Caf\x8es and r\x8esum\x8es of a made-up city\n");
        assert_eq!(
            (read.as_str(), encoding),
            ("AU  - Müller, José\nTI  - Cafés and résumés of a made-up city\n", "macintosh")
        );
        let russian = b"TI  - \x8e \xa2\xeb\xa4\xe3\xac\xa0\xad\xad\xeb\xe5 \xa3\xae\xe0\xae\xa4\xa0\xe5 \xa8 \xa8\xe5 \xe1\xa0\xa4\xa0\xe5\n";
        assert_ne!(text(russian).1, "macintosh");
    }

    #[test]
    fn letters_of_several_bytes_are_told_from_mac_roman() {
        let sample =
            "TY  - JOUR\nTI  - 作り物の町の庭とネットワークに関する研究\nAU  - 山田, 花子\nJO  - 町の雑誌\nER  - \n";
        for encoding in [SHIFT_JIS, EUC_JP] {
            let (bytes, ..) = encoding.encode(sample);
            assert_eq!(text(&bytes), (sample.to_owned(), encoding.name(), false));
        }
        let long = sample.repeat(40_000);
        let (bytes, ..) = SHIFT_JIS.encode(&long);
        assert_eq!(text(&bytes).1, "Shift_JIS", "also where what is looked at ends inside a letter");
    }

    #[test]
    fn code_pages_are_told_by_what_would_be_odd_in_the_others() {
        for (sample, encoding) in [
            (
                "TI  - Ogrody dzieci w mieście Łódź – przegląd\nAU  - Wiśniewska, Małgorzata\n",
                encoding_rs::WINDOWS_1250,
            ),
            ("TI  - Vrtovi otrok v mestu\nAU  - Žižek, Boštjan\n", encoding_rs::WINDOWS_1250),
            (
                "TI  - L’œuvre et le cœur des sœurs à l’école française\nAU  - Lefœuvre, Zoé\nAB  - Où le modèle naïf a été évalué.\n",
                WINDOWS_1252,
            ),
            (
                "TI  - L'œuvre et le cœur des sœurs à l'école française\nAU  - Lefœuvre, Zoé\nAB  - Où le modèle naïf a été évalué.\n",
                ISO_8859_15,
            ),
            (
                "TI  - 5 m² and more\nAU  - Müller, José\nAB  - A naïve “quote” — made up… for señor Müller’s café\n",
                WINDOWS_1252,
            ),
            (
                "AU  - García, Ana\nAU  - Muñoz, José\nTI  - Información sobre jardines, niños y educación pública\nAB  - Él está aquí después\n",
                MACINTOSH,
            ),
            ("AU  - Müller, Jörg\nTI  - Gärten und Bäume in größeren Städten\n", MACINTOSH),
        ] {
            let (bytes, _, unmappable) = encoding.encode(sample);
            assert!(!unmappable, "{sample}");
            assert_eq!(text(&bytes), (sample.to_owned(), encoding.name(), false));
        }
    }

    #[test]
    fn strangers_in_utf8_do_not_cost_the_rest() {
        let bytes = ["é and ".as_bytes(), b"caf\xe9, cut \xe2\x80", " and ö".as_bytes()].concat();
        assert_eq!(text(&bytes), ("é and café, cut \u{fffd} and ö".to_owned(), "UTF-8", true));
    }

    #[test]
    fn nul_does_not_make_text_binary_and_noise_does() {
        assert_eq!(text(b"TY  - JOUR\0\nTI  - a title of some length\0\n").1, "UTF-8");
        let padded = [b"TY  - JOUR\nTI  - One\nER  - \n".as_slice(), &[0; 5000]].concat();
        assert_eq!(text(&padded), ("TY  - JOUR\nTI  - One\nER  - \n".to_owned(), "UTF-8", false), "padding behind");
        let padded = [&[0; 5000], b"TY  - JOUR\n".as_slice()].concat();
        assert_eq!(text(&padded).0, "TY  - JOUR\n", "padding before");
        assert_eq!(text(&[b"\x01\x02\x03\x04\x05".as_slice(), &[0; 50]].concat()).1, "binary");
        assert_eq!(text(b"\x01\x02\x03\x04\x05").1, "binary");
        assert_eq!(text(b"\x89PNG\r\n").1, "binary");
    }

    #[test]
    fn an_xml_declaration_is_believed_unless_it_is_wrong() {
        let xml = b"<?xml version='1.0' encoding=\"ISO-8859-2\"?><a>\xb9</a>";
        assert!(text(xml).0.contains('š'));
        let wrong = b"<?xml version='1.0' encoding=\"utf-8\"?><a>caf\xe9 au lait, d\xe9j\xe0 vu</a>";
        assert!(text(wrong).0.contains("café au lait, déjà vu"));
    }
}
