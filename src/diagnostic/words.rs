//! Numbers in sentences.

/// A number with commas between the thousands: `12,345`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 record is`, `2,000 records are`: the number with the form that agrees with it.
pub fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// `a is`, `a and b are`, `a, b and 3 more are`: names with the form that agrees with their number, at most four of them.
pub fn listed<S: AsRef<str>>(names: &[S], one: &str, many: &str) -> String {
    const MOST: usize = 4;
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    let list = match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        some if some.len() > MOST => format!("{} and {} more", some[..MOST - 1].join(", "), some.len() - MOST + 1),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    };
    format!("{list} {}", if names.len() == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart_and_one_is_one() {
        assert_eq!([0, 999, 1000, 20_000, 1_234_567].map(count), ["0", "999", "1,000", "20,000", "1,234,567"]);
        assert_eq!([plural(1, "record", "records"), plural(0, "record", "records")], ["1 record", "0 records"]);
    }

    #[test]
    fn names_are_listed_with_their_verb() {
        let listed = |names: &[&str]| listed(names, "is", "are");
        assert_eq!([listed(&["a"]), listed(&["a", "b"])], ["a is", "a and b are"]);
        assert_eq!(listed(&["a", "b", "c", "d"]), "a, b, c and d are");
        assert_eq!(listed(&["a", "b", "c", "d", "e"]), "a, b, c and 2 more are");
    }
}
