use super::*;

#[test]
fn wildcards_take_as_many_characters_as_they_say() {
    let text = |text: &str| Part::Text(text.to_owned());
    let any = |min, max| Part::Any { min, max };
    let matches = |parts: &[Part], word: &str| wild(parts, word.as_bytes());
    let colour = [text("colo"), any(0, Some(1)), text("r"), any(0, None)];
    assert!(matches(&colour, "color") && matches(&colour, "colours") && !matches(&colour, "colouur"));
    let woman = [text("wom"), any(1, Some(1)), text("n")];
    assert!(matches(&woman, "woman") && matches(&woman, "women") && !matches(&woman, "womn"));
    let dog = [text("dog"), any(0, Some(1))];
    assert!(matches(&dog, "dog") && matches(&dog, "dogs") && !matches(&dog, "dogma"));
    let inner = [any(0, None), text("oxid"), any(0, None)];
    assert!(matches(&inner, "antioxidant") && !matches(&inner, "acid"));
    assert!(matches(&[any(0, None)], "word") && matches(&[any(2, Some(2))], "éé"));
}

#[test]
fn many_wildcards_take_no_more_than_linear_time() {
    let parts: Vec<Part> =
        (0..200).flat_map(|_| [Part::Any { min: 0, max: None }, Part::Text("a".to_owned())]).collect();
    assert!(!wild(&parts, "a".repeat(199).as_bytes()));
}
