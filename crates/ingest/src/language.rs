//! The language of a text: English is told by its commonest words, anything else by the shape of its letters.

use whosaid_text::Language;

/// How much of a text is looked at.
const SAMPLE_BYTES: usize = 2048;
/// Below this many letters a text says too little.
const FEWEST_LETTERS: usize = 60;
/// Words that make up a quarter of English prose and little of any other language.
const ENGLISH_WORDS: [&str; 16] = [
    "the", "of", "and", "to", "that", "was", "with", "for", "from", "said", "has", "have", "it", "his", "by",
    "they",
];

/// Tells the language of a text's body. `hint` is what the page says (`en`, `de-AT`), used only where the text is
/// too short to tell.
pub(crate) fn of(body: &str, hint: Option<&str>) -> Language {
    let sample = sample(body);
    if is_plainly_english(sample) {
        return Language::English;
    }
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters < FEWEST_LETTERS {
        return from_hint(hint);
    }
    match whatlang::detect(sample) {
        Some(info) if info.lang() == whatlang::Lang::Eng => Language::English,
        Some(info) if info.is_reliable() || info.confidence() >= 0.5 || letters >= 400 => {
            Language::Other(two_letters(info.lang().code()).to_owned())
        }
        _ => from_hint(hint),
    }
}

fn sample(body: &str) -> &str {
    let mut end = SAMPLE_BYTES.min(body.len());
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    &body[..end]
}

/// At least one word in eight is one of the commonest English ones, and "the" or "and" is among them.
fn is_plainly_english(sample: &str) -> bool {
    let (mut n_words, mut n_common, mut surely) = (0, 0, false);
    for word in sample.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty()) {
        n_words += 1;
        if let Some(idx) = ENGLISH_WORDS.iter().position(|common| word.eq_ignore_ascii_case(common)) {
            n_common += 1;
            surely |= matches!(idx, 0 | 2);
        }
    }
    n_words >= 12 && surely && n_common * 8 >= n_words
}

fn from_hint(hint: Option<&str>) -> Language {
    let code: String = hint
        .unwrap_or("")
        .trim()
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_lowercase();
    match code.as_str() {
        "en" => Language::English,
        code if code.len() == 2 => Language::Other(code.to_owned()),
        _ => Language::Unknown,
    }
}

/// ISO 639-1 for the ISO 639-3 codes of the detector; a language without a two-letter code keeps the three.
fn two_letters(code: &str) -> &str {
    const PAIRS: &[(&str, &str)] = &[
        ("afr", "af"),
        ("aka", "ak"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zul", "zu"),
    ];
    PAIRS.iter().find(|(three, _)| *three == code).map_or(code, |(_, two)| two)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, hint: Option<&str>, expected: Option<&str>) {
        assert_eq!(of(text, hint).code(), expected, "{text}");
    }

    #[test]
    fn languages_are_told_apart() {
        check(
            "The old pier of Port Ellis fell into the sea on Monday night, and the mayor said that nobody was hurt.",
            None,
            Some("en"),
        );
        check(
            "Die alte Mole des Hafens ist in der Nacht zum Montag ins Meer gestürzt, sagte der Bürgermeister der Stadt; verletzt wurde niemand.",
            None,
            Some("de"),
        );
        check(
            "Le vieux quai du port s'est effondré dans la mer dans la nuit de dimanche à lundi, a déclaré le maire de la ville.",
            None,
            Some("fr"),
        );
        check(
            "El viejo muelle del puerto se hundió en el mar en la noche del lunes, dijo el alcalde de la ciudad, y nadie resultó herido.",
            None,
            Some("es"),
        );
        check(
            "Старый пирс порта обрушился в море в ночь на понедельник, сообщил мэр города, никто не пострадал.",
            None,
            Some("ru"),
        );
    }

    #[test]
    fn too_little_text_is_left_open() {
        check("", None, None);
        check("Pier falls", None, None);
        check("Pier falls", Some("en-GB"), Some("en"));
        check("Mole stürzt ein", Some("de"), Some("de"));
    }

    #[test]
    fn names_and_figures_alone_stay_english() {
        check(
            "Fenn 3, Berg 1. Port Ellis beat Harbor Town at the pier on Monday in front of a crowd of two thousand.",
            None,
            Some("en"),
        );
    }
}
