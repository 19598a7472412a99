//! LaTeX in bibliographies as plain Unicode text.
//!
//! Commands that make characters become the characters; of all others the argument stays and the name goes. Braces, `~`
//! and line breaks mean nothing but blanks or grouping. A text without any of these is given back as it is.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// The text that LaTeX would print.
pub fn decode(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut reader = Reader { rest: text, out: String::with_capacity(text.len()), math: None };
    while reader.step() {}
    Cow::Owned(collapse(reader.out))
}

/// The text of a field in which characters mean themselves (`url`, `doi`): braces, `\url` and escapes go.
pub fn verbatim(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '{', '}', '\n']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.replace("\\url", "");
    for symbol in ["\\textunderscore", "\\_"] {
        rest = rest.replace(symbol, "_");
    }
    for c in rest.chars() {
        if !matches!(c, '{' | '}' | '\\') && !c.is_whitespace() {
            out.push(c);
        } else if c.is_whitespace() && !out.is_empty() {
            out.push(' ');
        }
    }
    Cow::Owned(collapse(out))
}

fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let special = bytes.iter().any(|byte| matches!(byte, b'\\' | b'{' | b'}' | b'~' | b'$' | b'\n' | b'\r' | b'\t'));
    !special && ["--", "``", "''", "  "].iter().all(|pair| !text.contains(pair))
}

/// Runs of white space as one blank, none at the ends.
fn collapse(text: String) -> String {
    let is_one_line = !text.contains(['\t', '\n', '\r', '\x0c']);
    // A copy of a long text would take as much once more.
    if is_one_line && !text.contains("  ") && text.trim_ascii().len() == text.len() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// How many accents may stand on one letter.
const STACKED: usize = 3;

struct Reader<'t> {
    rest: &'t str,
    out: String,
    /// Inside `$...$`: what is still in front of the closing sign.
    math: Option<usize>,
}

impl<'t> Reader<'t> {
    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Reads one character, command or group mark; `false` at the end.
    fn step(&mut self) -> bool {
        let Some(c) = self.rest.chars().next() else { return false };
        let math = self.math.is_some_and(|left| self.rest.len() > left);
        match c {
            '\\' => self.command(),
            '{' | '}' => self.skip(1),
            '~' => self.replace(1, " "),
            '$' if math || self.begins_math() => {
                if math {
                    self.math = None;
                }
                self.skip(1);
            }
            '_' | '^' if math => self.skip(1),
            '-' if self.rest.starts_with("---") => self.replace(3, "—"),
            '-' if self.rest.starts_with("--") => self.replace(2, "–"),
            '`' if self.rest.starts_with("``") => self.replace(2, "“"),
            '\'' if self.rest.starts_with("''") => self.replace(2, "”"),
            c => {
                self.out.push(c);
                self.skip(c.len_utf8());
            }
        }
        true
    }

    fn skip(&mut self, length: usize) {
        self.take(length);
    }

    fn replace(&mut self, length: usize, with: &str) {
        self.skip(length);
        self.out.push_str(with);
    }

    /// Whether a `$` opens a formula: one closes it soon, and what stands between is short or has commands.
    fn begins_math(&mut self) -> bool {
        const LONGEST: usize = 200;
        let head = &self.rest.as_bytes()[1..self.rest.len().min(LONGEST)];
        let Some(close) = head.iter().position(|&byte| byte == b'$') else { return false };
        let inside = &head[..close];
        let formula = inside.iter().any(|byte| matches!(byte, b'\\' | b'^' | b'_' | b'{')) || !inside.contains(&b' ');
        if formula && close > 0 {
            self.math = Some(self.rest.len() - close - 2);
            return true;
        }
        false
    }

    fn command(&mut self) {
        self.skip(1);
        let Some(first) = self.rest.chars().next() else { return };
        if !first.is_ascii_alphabetic() {
            self.skip(first.len_utf8());
            return match accent(first) {
                Some(mark) if self.letter_follows() => self.accent(mark),
                _ => self.symbol(first),
            };
        }
        let length = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = self.take(length);
        if let (Some(mark), 1) = (accent(first), length) {
            return self.accent(mark);
        }
        match character(name) {
            Some(character) => {
                self.out.push_str(character);
                self.end_of_word();
            }
            None => self.unknown(name),
        }
    }

    /// `\'` and the like make an accent only on a letter: `5\"` is a quote.
    fn letter_follows(&self) -> bool {
        let mut rest = self.rest;
        for _ in 0..STACKED {
            rest = rest.trim_start_matches('{');
            let Some(command) = rest.strip_prefix('\\') else { break };
            rest = command;
            let Some(first) = command.chars().next().filter(|&c| !c.is_alphabetic() && accent(c).is_some()) else {
                break;
            };
            rest = &command[first.len_utf8()..];
        }
        rest.trim_start_matches('{').starts_with(char::is_alphabetic)
    }

    /// Passes an accent under the one just read, as in `\~{\^e}`.
    fn stacked_accent(&mut self) -> Option<char> {
        let command = self.rest.strip_prefix('\\')?;
        let first = command.chars().next()?;
        let mark = accent(first)?;
        // `\o` is a letter, `\u{o}` an accent.
        if first.is_ascii_alphabetic() && command[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        self.skip(1 + first.len_utf8());
        Some(mark)
    }

    /// Puts the mark on the next letter, which may be in braces or be a dotless `\i`.
    fn accent(&mut self, mark: char) {
        let mut marks = vec![mark];
        loop {
            let blank = self.rest.len() - self.rest.trim_start_matches([' ', '{']).len();
            self.skip(blank);
            match self.stacked_accent().filter(|_| marks.len() < STACKED) {
                Some(mark) => marks.push(mark),
                None => break,
            }
        }
        let base = match self.rest.strip_prefix('\\') {
            Some(rest) => {
                let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                self.skip(1 + length);
                match &rest[..length] {
                    "i" | "imath" => "i",
                    "j" | "jmath" => "j",
                    name => character(name).unwrap_or(name),
                }
            }
            None => {
                let letter = self.rest.chars().next().filter(|c| c.is_alphabetic());
                self.take(letter.map_or(0, char::len_utf8))
            }
        };
        let mut letters = base.chars();
        let Some(letter) = letters.next() else { return };
        self.out.extend(std::iter::once(letter).chain(marks.into_iter().rev()).nfc());
        self.out.push_str(letters.as_str());
    }

    fn symbol(&mut self, c: char) {
        match c {
            '\\' => self.out.push(' '),
            // Spacing and hyphenation.
            ',' | ';' | ':' | ' ' => self.out.push(' '),
            '!' | '/' | '-' | '@' => {}
            '(' | ')' | '[' | ']' if self.math.is_some() => {}
            c => self.out.push(c),
        }
    }

    /// A blank behind a command without braces only ends its name; `{}` does too.
    fn end_of_word(&mut self) {
        if self.rest.starts_with("{}") {
            self.skip(2);
        } else if self.rest.starts_with(' ') {
            self.skip(1);
        }
    }

    /// Of a command that makes no character the argument stays; of one without argument, the name.
    fn unknown(&mut self, name: &str) {
        if ["begin", "end", "href"].contains(&name) && self.rest.starts_with('{') {
            // `\href{address}{text}`, `\begin{center}`: the first argument is no text.
            let close = memchr::memchr(b'}', self.rest.as_bytes()).map_or(self.rest.len(), |at| at + 1);
            return self.skip(close);
        }
        if self.rest.starts_with('{') || SILENT.contains(&name) {
            return self.end_of_word();
        }
        self.out.push_str(name);
    }
}

/// Commands that only change how things look.
const SILENT: [&str; 24] = [
    "it",
    "em",
    "bf",
    "sc",
    "rm",
    "sf",
    "tt",
    "sl",
    "itshape",
    "bfseries",
    "scshape",
    "upshape",
    "tiny",
    "small",
    "large",
    "normalsize",
    "bibinfo",
    "relax",
    "protect",
    "noopsort",
    "left",
    "right",
    "displaystyle",
    "textstyle",
];

/// The combining mark of an accent command.
fn accent(command: char) -> Option<char> {
    Some(match command {
        '`' => '\u{300}',
        '\'' => '\u{301}',
        '^' => '\u{302}',
        '~' => '\u{303}',
        '=' => '\u{304}',
        'u' => '\u{306}',
        '.' => '\u{307}',
        '"' => '\u{308}',
        'r' => '\u{30a}',
        'H' => '\u{30b}',
        'v' => '\u{30c}',
        'd' => '\u{323}',
        'c' => '\u{327}',
        'k' => '\u{328}',
        'b' => '\u{331}',
        't' => '\u{361}',
        _ => return None,
    })
}

fn character(name: &str) -> Option<&'static str> {
    CHARACTERS.iter().find(|(command, _)| *command == name).map(|(_, character)| *character)
}

/// Commands that are characters: letters, signs, Greek.
const CHARACTERS: &[(&str, &str)] = &[
    ("ss", "ß"),
    ("SS", "ẞ"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("aa", "å"),
    ("AA", "Å"),
    ("o", "ø"),
    ("O", "Ø"),
    ("l", "ł"),
    ("L", "Ł"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("th", "þ"),
    ("TH", "Þ"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("ng", "ŋ"),
    ("hyphen", "-"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textquotesingle", "'"),
    ("textquotedbl", "\""),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("textbackslash", "\\"),
    ("backslash", "\\"),
    ("slash", "/"),
    ("textasciitilde", "~"),
    ("textasciicircum", "^"),
    ("textunderscore", "_"),
    ("textbar", "|"),
    ("textless", "<"),
    ("textgreater", ">"),
    ("textbraceleft", "{"),
    ("textbraceright", "}"),
    ("textdollar", "$"),
    ("textdegree", "°"),
    ("degree", "°"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("copyright", "©"),
    ("textcopyright", "©"),
    ("pounds", "£"),
    ("textsterling", "£"),
    ("euro", "€"),
    ("texteuro", "€"),
    ("textperiodcentered", "·"),
    ("textbullet", "•"),
    ("textellipsis", "…"),
    ("ldots", "…"),
    ("dots", "…"),
    ("S", "§"),
    ("P", "¶"),
    ("dag", "†"),
    ("times", "×"),
    ("cdot", "·"),
    ("pm", "±"),
    ("leq", "≤"),
    ("le", "≤"),
    ("geq", "≥"),
    ("ge", "≥"),
    ("neq", "≠"),
    ("approx", "≈"),
    ("sim", "~"),
    ("infty", "∞"),
    ("rightarrow", "→"),
    ("to", "→"),
    ("leftarrow", "←"),
    ("circ", "°"),
    ("prime", "′"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("textmu", "µ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_needs_no_other_blanks_is_not_copied() {
        let text = "gardens of town".to_owned();
        let place = text.as_ptr();
        let collapsed = collapse(text);
        assert_eq!(collapsed.as_ptr(), place);
        assert_eq!(collapse(" gardens \n of  town".to_owned()), "gardens of town");
    }

    #[test]
    fn accents_come_in_every_spelling() {
        for (latex, text) in [
            ("Mar{\\'i}a Corbal{\\'{a}}n", "María Corbalán"),
            ("M{\\\"u}ller, M\\\"{u}ller, M\\\"uller", "Müller, Müller, Müller"),
            ("\\v{S}v\\'{\\i}tek {\\v c}", "Švítek č"),
            ("{\\O}rsted, Stra{\\ss}e, \\L{}\\'od\\'z, \\o stre", "Ørsted, Straße, Łódź, østre"),
            ("Fran\\c{c}ois, \\c Sahin", "François, Şahin"),
            ("\\~nandu \\=a \\.z", "ñandu ā ż"),
            ("Nguy\\~{\\^e}n, Nguy{\\~{\\^{e}}}n, \\d{\\^a}, \\'{\\i}", "Nguyễn, Nguyễn, ậ, í"),
        ] {
            assert_eq!(decode(latex), text, "{latex}");
        }
    }

    #[test]
    fn commands_go_and_what_they_say_stays() {
        for (latex, text) in [
            ("\\emph{On} {DNA} \\textit{in vivo}", "On DNA in vivo"),
            ("A \\& B, 5\\%, \\$3, a\\_b, \\{x\\}", "A & B, 5%, $3, a_b, {x}"),
            ("``quoted'' 1--5 --- so", "“quoted” 1–5 — so"),
            ("CO$_2$ and $\\alpha$-helix, $p<0.05$, H$_{2}$O", "CO2 and α-helix, p<0.05, H2O"),
            ("costs $5 million or $6 million", "costs $5 million or $6 million"),
            ("\\LaTeX\\ and \\unknown", "LaTeX and unknown"),
            ("A\\begin{center} and \\end{center}B", "A and B"),
            ("two\n   lines~here", "two lines here"),
        ] {
            assert_eq!(decode(latex), text, "{latex}");
        }
        assert!(matches!(decode("plain text"), Cow::Borrowed(_)));
    }

    #[test]
    fn addresses_keep_their_characters() {
        assert_eq!(verbatim("\\url{http://a.org/b\\_c\\%20~d}"), "http://a.org/b_c%20~d");
        assert_eq!(verbatim("{10.1000/a{\\_}b}"), "10.1000/a_b");
    }
}
