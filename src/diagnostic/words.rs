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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart_and_one_is_one() {
        assert_eq!([0, 999, 1000, 20_000, 1_234_567].map(count), ["0", "999", "1,000", "20,000", "1,234,567"]);
        assert_eq!([plural(1, "record", "records"), plural(0, "record", "records")], ["1 record", "0 records"]);
    }
}
