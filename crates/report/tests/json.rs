//! The JSON promises of the contract, held on a run made by hand.

mod invented;

use serde_json::Value;
use whosaid_report::json;

fn dossier() -> Value {
    serde_json::from_str(&json::dossier(&invented::run())).unwrap()
}

/// The keys of the object at `pointer`, in the order they are written.
fn check(json: &str, object: &str, keys: &str) {
    let expected: Vec<_> = keys.split_whitespace().collect();
    let found = keys_after(json, object);
    assert_eq!(found, expected, "keys of the object after {object}");
}

/// Keys of the first object after the first place where `before` stands, at its own depth only.
fn keys_after(json: &str, before: &str) -> Vec<String> {
    let from = json.find(before).unwrap_or_else(|| panic!("no {before}")) + before.len();
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    let (mut word, mut keys) = (String::new(), Vec::new());
    for c in json[from..].chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => {
                quoted = !quoted;
                if quoted {
                    word.clear();
                }
            }
            _ if quoted => word.push(c),
            ':' if depth == 1 => keys.push(word.clone()),
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 && !quoted && !keys.is_empty() {
            break;
        }
    }
    keys
}

#[test]
fn keys_of_a_reading_stand_in_the_contracts_order() {
    let run = invented::run();
    let line = json::reading(&run.readings[1]);
    check(&line, "", "schema article text sections sentences entities mentions times attributions");
    check(
        &line,
        r#""article":"#,
        "id given_id path url outlet title byline published modified language wire text_sha256",
    );
    check(&line, r#""published":"#, "value how not_before not_after");
    check(&line, r#""sections":["#, "span kind");
    check(&line, r#""entities":["#, "id kind name names");
    check(&line, r#""mentions":["#, "span kind entity");
    check(
        &line,
        r#""attributions":["#,
        "id source cue content form stance first_report confidence rule chain why",
    );
    check(&line, r#""chain":["#, "kind text span entity resolved plural described");
    check(&json::reading(&run.readings[0]), r#""times":["#, "span type value mod anchor rule");
    assert!(!line.contains('\n'));
}

#[test]
fn keys_of_a_dossier_stand_in_the_contracts_order() {
    let whole = json::dossier(&invented::run());
    check(&whole, "", "schema manifest articles stories set_aside");
    check(&whole, r#""manifest":"#, "version rules models options inputs");
    check(
        &whole,
        r#""stories":["#,
        "id title articles entities claims conflicts timeline copies passages credits windows",
    );
    check(&whole, r#""claims":["#, "id gist status origins earliest folded why tellings");
    check(&whole, r#""origins":"#, "min max why");
    check(&whole, r#""tellings":["#, "article span attribution chain stance when confidence why");
    check(&whole, r#""conflicts":["#, "kind about a b rule");
    check(&whole, r#""timeline":["#, "when what claim article span future rule");
    check(&whole, r#""passages":["#, "article of share kind");
    check(&whole, r#""credits":["#, "article outlet to span first_report");
    check(&whole, r#""set_aside":["#, "path why");
}

#[test]
fn offsets_are_code_points_into_the_text() {
    let whole = dossier();
    let claim = &whole["stories"][0]["claims"][0];
    for telling in claim["tellings"].as_array().unwrap() {
        let articles = whole["articles"].as_array().unwrap();
        let article = articles.iter().find(|a| a["id"] == telling["article"]).unwrap();
        let text: Vec<char> = article["text"].as_str().unwrap().chars().collect();
        let [from, to] = [0, 1].map(|n| telling["span"][n].as_u64().unwrap() as usize);
        let words: String = text[from..to].iter().collect();
        assert!(words.contains("Finch"), "{words}");
    }
}

#[test]
fn ids_values_and_unknowns_are_written_as_the_contract_says() {
    let whole = dossier();
    let story = &whole["stories"][0];
    assert_eq!(whole["schema"], "whosaid.dossier/1");
    assert_eq!(story["id"], "st1");
    assert_eq!(story["entities"][0]["id"], "E1");
    assert_eq!(story["claims"][0]["id"], "c1");
    assert_eq!(story["claims"][0]["tellings"][1]["chain"][1]["plural"], false);
    assert_eq!(story["claims"][0]["tellings"][1]["chain"][0]["plural"], Value::Null);
    assert_eq!(story["claims"][0]["tellings"][0]["confidence"], 0.8);
    assert_eq!(story["claims"][1]["tellings"][0]["attribution"], Value::Null);
    assert_eq!(whole["manifest"]["options"]["mode"], "fast");
    let undated = &whole["articles"][3]["published"];
    assert_eq!(undated["value"], Value::Null);
    assert_eq!(undated["how"], "inferred");
    assert_eq!(undated["not_before"], "2031-03-02");
    assert_eq!(whole["articles"][4]["language"], "fr");
    assert_eq!(whole["articles"][4]["published"]["how"], "unknown");
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    assert_eq!(json::dossier(&invented::run()), json::dossier(&invented::run()));
}
