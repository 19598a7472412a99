//! Texts as sparse vectors: tf-idf over words and word pairs.
//!
//! As in scikit-learn's `TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_df=0.95)`: words of two and more
//! letters or digits, 1 + ln(tf), ln((1 + n) / (1 + df)) + 1, rows of length 1.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// The share of texts above which a word says nothing.
const MAX_DOCUMENT_SHARE: f64 = 0.95;

/// The vectors of all texts.
#[derive(Debug, Clone)]
pub struct Features {
    /// Where each row begins; one more than rows.
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    /// The words of each shared feature. Behind them every text has one private feature.
    names: Vec<String>,
}

impl Features {
    /// The vectors of `texts`.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let counts = Counts::of(texts);
        let documents = counts.rows.len();
        let idf: Vec<f64> =
            counts.documents.iter().map(|&df| ((1 + documents) as f64 / f64::from(1 + df)).ln() + 1.0).collect();
        let too_common =
            |feature: u32| f64::from(counts.documents[feature as usize]) > MAX_DOCUMENT_SHARE * documents as f64;

        // What stands in one text only cannot tell texts apart from others, but it counts towards the length of its
        // row. One private feature per text with the same length is exactly equal to all of them, and far shorter.
        let shared: Vec<u32> = (0..counts.documents.len() as u32)
            .filter(|&f| counts.documents[f as usize] > 1 && !too_common(f))
            .collect();
        let mut number = vec![u32::MAX; counts.documents.len()];
        for (new, &old) in shared.iter().enumerate() {
            number[old as usize] = new as u32;
        }
        let mut features = Self { starts: vec![0], columns: Vec::new(), values: Vec::new(), names: Vec::new() };
        for (text, row) in counts.rows.iter().enumerate() {
            let (mut own, mut all) = (0.0, 0.0);
            let first = features.columns.len();
            for &(feature, count) in row {
                let value = (1.0 + f64::from(count).ln()) * idf[feature as usize];
                if number[feature as usize] != u32::MAX {
                    features.columns.push(number[feature as usize]);
                    features.values.push(value as f32);
                    all += value * value;
                } else if !too_common(feature) {
                    own += value * value;
                    all += value * value;
                }
            }
            if own > 0.0 {
                features.columns.push((shared.len() + text) as u32);
                features.values.push(own.sqrt() as f32);
            }
            if all > 0.0 {
                let length = all.sqrt() as f32;
                features.values[first..].iter_mut().for_each(|value| *value /= length);
            }
            features.starts.push(features.columns.len());
        }
        features.names = counts.names(&shared);
        features
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many features there are.
    pub fn width(&self) -> usize {
        self.names.len() + self.len()
    }

    /// Whether a text has no feature at all.
    pub fn is_empty_row(&self, index: usize) -> bool {
        self.starts[index] == self.starts[index + 1]
    }

    /// The features of one text with their values.
    pub fn row(&self, index: usize) -> impl Iterator<Item = (u32, f32)> {
        let range = self.starts[index]..self.starts[index + 1];
        self.columns[range.clone()].iter().copied().zip(self.values[range].iter().copied())
    }

    /// The scalar product of one text with `weights`, one per feature.
    ///
    /// Written with indices and four sums: the ranking spends its time here, and an iterator from the standard library is a call
    /// per value where dependencies are compiled with little optimisation.
    pub fn times(&self, index: usize, weights: &[f32]) -> f32 {
        let range = self.starts[index]..self.starts[index + 1];
        let (columns, values) = (&self.columns[range.clone()], &self.values[range]);
        let length = columns.len().min(values.len());
        let mut sums = [0.0_f32; 4];
        let mut at = 0;
        while at + 4 <= length {
            sums[0] += values[at] * weights[columns[at] as usize];
            sums[1] += values[at + 1] * weights[columns[at + 1] as usize];
            sums[2] += values[at + 2] * weights[columns[at + 2] as usize];
            sums[3] += values[at + 3] * weights[columns[at + 3] as usize];
            at += 4;
        }
        while at < length {
            sums[0] += values[at] * weights[columns[at] as usize];
            at += 1;
        }
        (sums[0] + sums[1]) + (sums[2] + sums[3])
    }

    /// Adds one text to `weights`, times `amount`.
    pub fn add_to(&self, index: usize, amount: f32, weights: &mut [f32]) {
        let mut at = self.starts[index];
        while at < self.starts[index + 1] {
            weights[self.columns[at] as usize] += amount * self.values[at];
            at += 1;
        }
    }

    /// The words of a feature; `None` for what stands in one text only.
    pub fn words(&self, feature: u32) -> Option<&str> {
        self.names.get(feature as usize).map(String::as_str)
    }
}

/// How often every word and pair of words stands in every text.
struct Counts {
    rows: Vec<Vec<(u32, u32)>>,
    documents: Vec<u32>,
    words: Vec<String>,
    /// Per feature its one or two words, as numbers.
    keys: Vec<(u32, u32)>,
}

/// Stands for "no second word".
const ALONE: u32 = u32::MAX;

impl Counts {
    fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut counts = Self { rows: Vec::new(), documents: Vec::new(), words: Vec::new(), keys: Vec::new() };
        let mut word_numbers: HashMap<String, u32, FixedState> = HashMap::default();
        let mut features: HashMap<(u32, u32), u32, FixedState> = HashMap::default();
        for text in texts {
            let lower = text.to_lowercase();
            let words: Vec<u32> = words(&lower)
                .map(|word| {
                    let next = word_numbers.len() as u32;
                    *word_numbers.entry(word.to_owned()).or_insert_with(|| {
                        counts.words.push(word.to_owned());
                        next
                    })
                })
                .collect();
            let pairs = words.windows(2).map(|pair| (pair[0], pair[1]));
            let mut row: Vec<u32> = words
                .iter()
                .map(|&word| (word, ALONE))
                .chain(pairs)
                .map(|key| {
                    let next = features.len() as u32;
                    *features.entry(key).or_insert_with(|| {
                        counts.keys.push(key);
                        counts.documents.push(0);
                        next
                    })
                })
                .collect();
            row.sort_unstable();
            let row: Vec<(u32, u32)> = row.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32)).collect();
            for &(feature, _) in &row {
                counts.documents[feature as usize] += 1;
            }
            counts.rows.push(row);
        }
        counts
    }

    fn names(&self, features: &[u32]) -> Vec<String> {
        let word = |number: u32| self.words[number as usize].as_str();
        features
            .iter()
            .map(|&feature| match self.keys[feature as usize] {
                (first, ALONE) => word(first).to_owned(),
                (first, second) => format!("{} {}", word(first), word(second)),
            })
            .collect()
    }
}

/// Runs of two and more letters, digits or underscores.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| word.chars().nth(1).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_length_one_and_pairs_have_names() {
        let features = Features::of(["wind farm wind farm", "wind farm at sea", "sea ice"]);
        for index in 0..3 {
            let length: f32 = features.row(index).map(|(_, value)| value * value).sum();
            assert!((length - 1.0).abs() < 1e-5, "{length}");
        }
        assert!((0..features.width() as u32).any(|feature| features.words(feature) == Some("wind farm")));
    }

    #[test]
    fn a_product_is_that_of_the_values() {
        let features = Features::of(["wind farm at sea and on land", "wind farm at sea", "sea and ice on land"]);
        let mut weights: Vec<f32> = (0..features.width()).map(|feature| feature as f32).collect();
        for index in 0..3 {
            let plain: f32 = features.row(index).map(|(feature, value)| value * feature as f32).sum();
            assert!((features.times(index, &weights) - plain).abs() < 1e-3, "{plain}");
        }
        let before = features.times(1, &weights);
        features.add_to(1, 2.0, &mut weights);
        assert!((features.times(1, &weights) - before - 2.0).abs() < 1e-3, "a row has length 1");
    }

    #[test]
    fn an_empty_text_is_a_row_without_features() {
        let features = Features::of(["", "a b", "wind"]);
        assert_eq!(features.row(0).count() + features.row(1).count(), 0, "single letters are not words");
    }
}
