//! Signs by which the name of a body is told from that of a person: its words.

use super::words::is_initials;

/// Words that only names of bodies contain, sorted: every author of every record is looked up here.
#[rustfmt::skip] // a table
const TELLING: &[&str] = &[
    "academia", "academie", "academy", "administration", "agence", "agencia", "agency", "agentschap", "agenzia",
    "agência", "akademia", "akademie", "alliance", "analytics", "anstalt", "asociación", "associates", "association",
    "associazione", "associação", "ausschuss", "authorities", "authority", "autoridad", "autorité", "behörde",
    "board", "bundesamt", "bundesministerium", "bureau", "center", "centers", "centre", "centres", "centro",
    "centrum", "charity", "clinic", "clinics", "coalition", "collaboration", "collaborative", "collaborators",
    "college", "colleges", "comisión", "comissão", "comité", "commissariat", "commission", "commissione",
    "commissioner", "committee", "community", "company", "confederation", "congress", "conseil", "consejo",
    "conselho", "consortium", "consultancy", "consultants", "consulting", "cooperative", "corporation", "council",
    "departamento", "departement", "department", "departments", "directorate", "direktoratet", "division",
    "département", "economics", "embassy", "ethikrat", "faculdade", "facultad", "faculty", "faculté", "fakultät",
    "federación", "federation", "fondation", "fondazione", "forum", "foundation", "fundación", "fundação",
    "fédération", "gesellschaft", "gmbh", "gouvernement", "government", "group", "groupe", "groups", "grupo",
    "gruppe", "gruppo", "hochschule", "hospital", "hospitals", "hôpital", "hôpitaux", "inc", "inc.", "initiative",
    "inspectorate", "institut", "institute", "institutes", "institutet", "institution", "instituto", "instituut",
    "instytut", "international", "investigators", "istituto", "klinik", "klinikum", "krankenkasse", "laboratoire",
    "laboratories", "laboratory", "laitos", "league", "library", "limited", "llc", "ltd", "ltd.", "ministerio",
    "ministerium", "ministero", "ministerstwo", "ministries", "ministry", "ministère", "ministério", "museum",
    "myndigheten", "médecins", "nations", "network", "nhs", "observatoire", "observatorio", "observatory", "oecd",
    "office", "ombudsman", "organisation", "organisations", "organización", "organization", "organização",
    "organizzazione", "panel", "parlement", "parliament", "partners", "partnership", "party", "plc", "press",
    "program", "programme", "programmes", "project", "projects", "registry", "research", "rijksinstituut", "school",
    "secretariat", "secretaría", "service", "services", "sociedad", "sociedade", "societies", "society", "società",
    "société", "statistics", "stiftelsen", "stiftung", "study", "styrelsen", "subcommittee", "syndicat", "taskforce",
    "team", "trialists", "trials", "tribunal", "trust", "trustees", "unesco", "unicef", "unit", "units",
    "universidad", "universidade", "universitat", "universiteit", "universitet", "universities", "university",
    "università", "universität", "université", "uniwersytet", "verband", "verein", "vereniging", "versicherung",
    "workgroup", "working", "worldwide", "zentrum", "академия", "институт", "министерство", "организация",
    "университет",
];

/// Words that names of bodies contain and that are also names of people, or parts of them (`Paul England`, `María de la Salud Pérez`),
/// sorted. Two of them make a body (`Public Health England`).
#[rustfmt::skip] // a table
const HINTING: &[&str] = &[
    "action", "affairs", "aid", "amnesty", "australia", "australian", "bank", "britain", "british", "canada",
    "canadian", "cancer", "care", "children", "church", "clinical", "consiglio", "denmark", "deutsche", "deutscher",
    "deutsches", "deutschland", "development", "diabetes", "digital", "education", "england", "environment",
    "environmental", "europe", "european", "europäische", "européenne", "federal", "france", "frontières", "fund",
    "germany", "gesundheit", "global", "great", "health", "healthcare", "human", "ireland", "italy", "medical",
    "medicine", "mondiale", "nacional", "national", "nationale", "nazionale", "norway", "policy", "public",
    "publique", "pública", "regional", "relief", "rights", "royal", "safety", "salud", "sanitaire", "sanità", "santé",
    "saúde", "science", "sciences", "scotland", "scottish", "social", "spain", "sport", "statistisches", "survey",
    "sustainable", "sweden", "switzerland", "transport", "union", "united", "wales", "watch", "welfare", "welsh",
    "world", "zealand",
];

/// What the last part of a compound is that only bodies are called by, in languages that join words: `Umweltbundesamt`,
/// `Socialstyrelsen`, `Koch-Institut`. At least [`JOINED`] bytes stand before it.
#[rustfmt::skip] // a table
const ENDINGS: &[&str] = &[
    "akademie", "anstalt", "ausschuss", "behörde", "bundesamt", "departementet", "direktorat", "direktoratet",
    "ethikrat", "gesellschaft", "gesundheitsamt", "hochschule", "institut", "institutet", "institutt", "instituttet",
    "instituut", "kammer", "klinikum", "krankenkasse", "landesamt", "ministerie", "ministeriet", "ministerium",
    "ministeriö", "myndighet", "myndigheten", "organisatie", "organisation", "rådet", "stiftelse", "stiftelsen",
    "stiftung", "styrelse", "styrelsen", "universiteit", "universitet", "universitetet", "universität", "verband",
    "verket", "versicherung", "zentrum",
];

const JOINED: usize = 3;

/// Words that names of people do not contain, but sentences and names of bodies do.
const LINKS: &[&str] = &["&", "and", "for", "för", "für", "in", "of", "on", "pour", "the", "und", "voor"];

/// What names of bodies end with in Chinese and Japanese: ministry, office, university, institute, society, hospital, centre, company.
#[rustfmt::skip] // a table
const HAN: [&str; 20] = [
    "省", "局", "厅", "署", "庁", "大学", "大學", "研究所", "研究院", "委員会", "委员会", "学会", "學會", "协会",
    "協会", "医院", "病院", "中心", "公司", "機構",
];

/// Words that are names of people too, where they stand last of two (`Mary Trust`).
const SURNAMES: [&str; 10] =
    ["trust", "press", "research", "board", "school", "college", "party", "league", "parliament", "working"];

/// A sorted table of words with what tells at a glance that most words are not in it.
struct Words {
    words: &'static [&'static str],
    /// For each first letter of ASCII, and for all other first bytes, a bit for each length in bytes that a word with it has.
    lengths: [u32; 27],
    /// The same for its last letters.
    lasts: [u32; 27],
}

impl Words {
    const fn new(words: &'static [&'static str]) -> Self {
        let (mut lengths, mut lasts) = ([0; 27], [0; 27]);
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            let first = letter(word[0]);
            lengths[first] |= 1 << word.len();
            lasts[first] |= 1 << letter(word[word.len() - 1]);
            at += 1;
        }
        Self { words, lengths, lasts }
    }

    /// Whether a word may be in the table, in whatever letters: nearly every word is an initial or a name, and its first letter, last
    /// letter and length tell that of most.
    fn may_contain(&self, sight: Sight) -> bool {
        let Sight { first, last, length } = sight;
        length < u32::BITS as usize && self.lengths[first] >> length & self.lasts[first] >> last & 1 != 0
    }

    /// Whether a word in small letters is in the table.
    fn contains(&self, word: &str) -> bool {
        Sight::of(word.as_bytes()).is_some_and(|sight| self.may_contain(sight))
            && self.words.binary_search(&word).is_ok()
    }
}

/// What of a word is seen at a glance: the places of its first and last letter in the alphabet, and its length in bytes.
#[derive(Clone, Copy)]
struct Sight {
    first: usize,
    last: usize,
    length: usize,
}

impl Sight {
    fn of(word: &[u8]) -> Option<Self> {
        let (&first, &last) = (word.first()?, word.last()?);
        Some(Self { first: letter(first), last: letter(last), length: word.len() })
    }
}

/// The place of a letter of ASCII in the alphabet, large or small; that of all other bytes is behind.
const fn letter(byte: u8) -> usize {
    if byte.is_ascii_alphabetic() { (byte.to_ascii_lowercase() - b'a') as usize } else { 26 }
}

const TELLING_WORDS: Words = Words::new(TELLING);
const HINTING_WORDS: Words = Words::new(HINTING);
const LINK_WORDS: Words = Words::new(LINKS);

/// Whether a name without initials is that of a body: one of its words says so, two of them hint at it, it links words as no name of a
/// person does, or somebody owns something (`King's Fund`).
pub(super) fn is_body(text: &str) -> bool {
    // This is asked of every name, some several times.
    if is_plain(text.as_bytes()) && !text.as_bytes().split(|byte| matches!(byte, b' ' | b',')).any(may_tell) {
        return false;
    }
    let lower = text.to_lowercase();
    let (mut words, mut hints) = (0, 0);
    let (mut telling, mut compound, mut linking, mut owning) = (false, false, false, false);
    for word in lower.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        words += 1;
        telling |= TELLING_WORDS.contains(word);
        hints += usize::from(HINTING_WORDS.contains(word));
        compound |= is_compound(word);
        linking |= words > 1 && LINK_WORDS.contains(word);
        owning |= word.len() > JOINED && (word.ends_with("'s") || word.ends_with("\u{2019}s"));
    }
    let titled = words > 1 && lower.starts_with("the ") && !text.split_whitespace().last().is_some_and(is_initials);
    let surname = words == 2 && lower.split_whitespace().last().is_some_and(|last| SURNAMES.contains(&last));
    compound
        || titled
        || hints > 1
        || (telling && words > 1 && (!surname || hints > 0))
        || (linking && words > 2)
        || (owning && words > 1)
}

/// Whether a text is of ASCII, and no apostrophe stands in it, and between words nothing but blanks.
fn is_plain(text: &[u8]) -> bool {
    // Without a way out before the end, so that many bytes are compared at a time.
    text.iter().fold(true, |so_far, &byte| so_far & byte.is_ascii() & (byte >= b' ') & (byte != b'\''))
}

/// Whether a word of ASCII may be a sign of a body by what [`is_body`] looks for.
fn may_tell(word: &[u8]) -> bool {
    let may_be_in = |sight| [&TELLING_WORDS, &HINTING_WORDS, &LINK_WORDS].iter().any(|words| words.may_contain(sight));
    may_be_compound(word) || Sight::of(word).is_some_and(may_be_in)
}

/// In bytes. Most names are shorter than the shortest of them.
const SHORTEST_COMPOUND: usize = 9;

/// For each last letter of [`ENDINGS`], a bit for each letter that stands before it.
const ENDS: [u32; 27] = {
    let (mut ends, mut at) = ([0; 27], 0);
    while at < ENDINGS.len() {
        let [.., before, last] = ENDINGS[at].as_bytes() else { panic!("an ending has two letters") };
        ends[letter(*last)] |= 1 << letter(*before);
        at += 1;
    }
    ends
};

/// Whether a word is long enough for a compound that names a body and ends with two letters that one of them ends with.
fn may_be_compound(word: &[u8]) -> bool {
    let [.., before, last] = word else { return false };
    word.len() >= SHORTEST_COMPOUND && ENDS[letter(*last)] >> letter(*before) & 1 != 0
}

/// Whether a word is a compound that names a body. Names of people have four characters in Chinese and Japanese at most, but for rare
/// ones of five, and hardly end so.
fn is_compound(word: &str) -> bool {
    const LONGEST_PERSON: usize = 3;
    if word.starts_with(|c| c >= '\u{3400}') {
        return word.chars().count() > LONGEST_PERSON && HAN.iter().any(|ending| word.ends_with(ending));
    }
    may_be_compound(word.as_bytes())
        && ENDINGS.iter().any(|ending| word.ends_with(ending) && word.len() >= ending.len() + JOINED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::person::Person;

    #[test]
    fn words_are_sorted_and_short() {
        for table in [&TELLING_WORDS, &HINTING_WORDS, &LINK_WORDS] {
            assert!(table.words.is_sorted());
            assert!(table.words.iter().all(|word| table.contains(word)));
        }
        assert!(!TELLING.iter().any(|word| HINTING.contains(word)));
        let compounds = ENDINGS.iter().map(|ending| ending.len() + JOINED);
        assert!(compounds.min().is_some_and(|shortest| shortest >= SHORTEST_COMPOUND));
    }

    #[test]
    fn articles_and_characters_tell_bodies_too() {
        for body in
            ["The Lancet", "The Made-Up Times", "厚生労働省", "哈尔滨医科大学", "中国疾病预防控制中心", "国家统计局"]
        {
            assert!(is_body(body), "{body}");
        }
        for person in ["The SH", "The, J.", "余敏", "司馬遼太郎", "山本 局"] {
            assert!(!is_body(person), "{person}");
        }
    }

    /// Bodies and people written down before the rules were; of those that are not told, each is named with its reason.
    #[test]
    fn most_bodies_are_told_and_no_person_is_taken_for_one() {
        #[rustfmt::skip] // a table
        let bodies = [
        "Statistisches Bundesamt", "Robert Koch-Institut", "Haute Autorité de Santé", "Médecins Sans Frontières",
        "Public Health England", "World Health Organization", "Umweltbundesamt", "Bundesärztekammer",
        "Socialstyrelsen", "Sundhedsstyrelsen", "Folkhälsomyndigheten", "Folkehelseinstituttet",
        "Rijksinstituut voor Volksgezondheid en Milieu", "Instituto Nacional de Salud", "Ministerio de Salud",
        "Ministério da Saúde", "Fundação Oswaldo Cruz", "Istituto Superiore di Sanità",
        "Agence nationale de sécurité sanitaire", "Santé publique France", "Institut national de la santé",
        "Organisation mondiale de la Santé", "Weltgesundheitsorganisation", "Organización Panamericana de la Salud",
        "Deutsche Gesellschaft für Neurologie", "Gemeinsamer Bundesausschuss", "Bertelsmann Stiftung",
        "Heinrich-Böll-Stiftung", "Deutscher Ethikrat", "Cancer Research UK", "Save the Children",
        "Human Rights Watch", "Amnesty International", "Greenpeace International", "Oxfam Great Britain",
        "World Bank", "European Commission", "European Parliament", "Statistics Canada", "Statistics Norway",
        "Health Canada", "NHS England", "NHS Digital", "Public Health Wales", "Office for National Statistics",
        "Care Quality Commission", "King's Fund", "Joseph Rowntree Foundation", "Nuffield Trust",
        "Australian Bureau of Statistics", "Ministry of Justice", "US Census Bureau",
        "Centers for Disease Control and Prevention", "Department for Education", "Food and Drug Administration",
        "Frontier Economics", "Rand Europe", "Ipsos MORI", "Terveyden ja hyvinvoinnin laitos",
        "Narodowy Instytut Zdrowia", "Sosiaali- ja terveysministeriö", "Uniwersytet Jagielloński",
        "Universidade de São Paulo", "Transport for London", "Medical Research Council", "Kaiser Permanente",
        "Sozialverband Deutschland", "Nationale Akademie der Wissenschaften", "Welsh Government", "Sport England",
        "Age UK", "Diabetes UK", "Conseil supérieur de la santé", "Academia Mexicana de Ciencias",
        "Secretaría de Salud", "Kreditanstalt für Wiederaufbau", "Alzheimer Europe",
        ];
        #[rustfmt::skip] // a table
        let people = [
        "Maria de la Cruz Lopez", "Jane Public", "John Smith", "Ana María García Pérez", "Xiomara Pérez Gutiérrez",
        "João Batista de Souza", "Nguyen Van Anh", "Aung San Suu Kyi", "Wei Zhang", "Zhang Wei Ming", "Mary Trust",
        "Peter Bank", "Tom House", "Alice Church", "Robert Koch", "Rosa Luxemburg", "Emil Institoris", "Paul England",
        "Emma France", "Jack London", "Michael Ireland", "Louise Holland", "Victor Care", "Sally Ride", "Kim Sung Ho",
        "Kofi Annan", "Mohamed El Sayed", "Abdul Rahman bin Omar", "Leonardo da Vinci", "Ludwig van Beethoven",
        "Johann Wolfgang von Goethe", "Charles de Gaulle", "Simone de Beauvoir", "Oscar de la Renta",
        "Anne-Marie Slaughter", "Jean-Pierre Le Roux", "Mary Jane Watson", "Sarah Jessica Parker",
        "Lars Ulrik Mortensen", "Per Olov Enquist", "Hans Christian Andersen", "Gro Harlem Brundtland",
        "Tim Berners Lee", "Francis Ford Coppola", "Ralph Waldo Emerson", "Smith JA", "van der Berg JA", "LJ Larsen",
        "SMITH John", "Sting", "Plato", "Rudolf Amt", "Karl Rat", "Otto Kammer", "Nina Stift", "Dolores Salud",
        "María de la Salud Pérez", "Ulrich Bundesmann", "Michael Landesmann", "Ursula von der Leyen",
        "Guy Public Smith", "Patel UK", "England US", "Jesús de los Santos", "Wales AB", "Anna Consiglio",
        "Ruth Fund", "Joy Union", "Rosa Santé", "James Health", "Mary Aid", "Ole Sund",
        ];
        let is_corporate = |name: &str| Person::parse(name).is_some_and(|person| person.corporate);
        let untold: Vec<&str> = bodies.into_iter().filter(|name| !is_corporate(name)).collect();
        // Written like a family name with initials (`Patel UK`) or with a word that is one too (`Mary Trust`, `Paul England`), or in words
        // of which nothing says that they are no names.
        let accepted = [
            "Nuffield Trust",
            "Rand Europe",
            "Ipsos MORI",
            "Kaiser Permanente",
            "Age UK",
            "Diabetes UK",
            "Alzheimer Europe",
        ];
        assert_eq!(untold, accepted);
        let taken: Vec<&str> = people.into_iter().filter(|name| is_corporate(name)).collect();
        assert_eq!(taken, [""; 0]);
    }
}
