//! The command as its users see it: arguments, standard streams, exit status.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

const ARTICLE: &str = "Mayor opens bridge\n\n\
    Mayor Ann Lee opened the bridge on Monday.\n\n\
    \"It is a good day for Milton\", she said.\n";

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn newsprint(arguments: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_newsprint"))
        .args(arguments)
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || {
        // The command may refuse its arguments and never read.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A directory of its own for each test, emptied first.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(json).collect()
}

#[test]
fn reports_on_a_file_and_on_standard_input_alike() {
    let directory = directory("report");
    let file = directory.join("bridge.txt");
    fs::write(&file, ARTICLE).unwrap();
    let from_file = newsprint(&[file.to_str().unwrap()], b"");
    let from_input = newsprint(&["-"], ARTICLE.as_bytes());
    assert_eq!((from_file.code, from_file.err.as_str()), (0, ""));
    assert_eq!(from_file.out, from_input.out);
    assert!(from_file.out.starts_with("Mayor opens bridge\n"), "{}", from_file.out);
    assert!(!from_file.out.contains('\x1b'), "plain when piped");
}

#[test]
fn colours_when_forced_and_never_against_no_color() {
    let run = |name: &str| {
        let directory = directory(name);
        fs::write(directory.join("a.txt"), ARTICLE).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_newsprint"))
            .arg(directory.join("a.txt"))
            .env(name, "1")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(run("CLICOLOR_FORCE").contains('\x1b'));
    assert!(!run("NO_COLOR").contains('\x1b'));
}

#[test]
fn reports_on_a_directory_in_order_of_paths() {
    let directory = directory("tree");
    fs::create_dir_all(directory.join("a/deep")).unwrap();
    for (name, storm) in
        [("b.txt", "Alma"), ("a/deep/z.TXT", "Boris"), ("a/c.txt", "Celia"), ("no.md", "Dora")]
    {
        let text = format!("Storm {storm} nears coast\n\nA storm neared the coast on Monday.\n");
        fs::write(directory.join(name), text).unwrap();
    }
    let run = newsprint(&[directory.to_str().unwrap()], b"");
    assert_eq!(run.code, 0);
    let at = |storm: &str| run.out.find(&format!("Storm {storm} nears coast\n")).unwrap();
    assert!(at("Celia") < at("Boris"));
    assert!(at("Boris") < at("Alma"));
    assert!(!run.out.contains("Dora"));
}

#[test]
fn bad_inputs_are_one_clear_line_each_and_the_rest_is_read() {
    let directory = directory("bad");
    let path = |name: &str| directory.join(name).to_str().unwrap().to_owned();
    fs::create_dir(path("empty")).unwrap();
    fs::write(path("latin.txt"), b"Caf\xe9 opens\n").unwrap();
    fs::write(path("utf16.txt"), b"\xff\xfeH\0i\0").unwrap();
    fs::write(path("good.txt"), ARTICLE).unwrap();
    let run = newsprint(
        &[
            &path("missing.txt"),
            &path("empty"),
            &path("latin.txt"),
            &path("utf16.txt"),
            &path("good.txt"),
        ],
        b"",
    );
    assert_eq!(run.code, 1);
    assert!(run.out.contains("Mayor opens bridge"));
    let complaints: Vec<&str> = run.err.lines().collect();
    let expected = [
        ("missing.txt: no such file or directory", ""),
        ("empty: no *.txt files under it", ""),
        ("latin.txt: expected UTF-8 text", "on line 1 (byte 3)"),
        ("utf16.txt: expected UTF-8 text", "looks like UTF-16"),
    ];
    assert_eq!(complaints.len(), expected.len(), "{}", run.err);
    for (complaint, (start, end)) in complaints.iter().zip(expected) {
        assert!(complaint.starts_with("newsprint: "), "{complaint}");
        assert!(complaint.contains(start) && complaint.contains(end), "{complaint}");
    }
}

#[test]
fn one_text_becomes_one_object() {
    let run = newsprint(&["annotate"], ARTICLE.as_bytes());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let record = json(&run.out);
    assert_eq!(record["schema"], "newsprint/1");
    assert_eq!(record["id"], Value::Null);
    assert_eq!(record["offsets"], "char");
    assert_eq!(record["text"], ARTICLE);
    assert!(record.get("tokens").is_none());
    for layer in ["blocks", "bylines", "sentences", "entities", "actors", "quotes", "diagnostics"] {
        assert!(record[layer].is_array(), "{layer}");
    }
}

#[test]
fn a_feed_keeps_its_order_on_any_number_of_threads() {
    let mut feed = String::new();
    for number in 0..500 {
        let text = ARTICLE.repeat(1 + number * 7 % 13);
        writeln!(feed, "{}", serde_json::json!({"id": number, "text": text, "x": [1]})).unwrap();
    }
    let one = newsprint(&["annotate", "--from", "jsonl", "--threads", "1"], feed.as_bytes());
    let four = newsprint(&["annotate", "--from", "jsonl", "--threads", "4"], feed.as_bytes());
    assert_eq!((one.code, four.code), (0, 0));
    assert!(one.out == four.out);
    let ids: Vec<String> =
        lines(&one.out).iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, (0..500).map(|number| number.to_string()).collect::<Vec<_>>());
}

#[test]
fn bad_lines_are_numbered_counted_and_passed_over() {
    let feed = b"\xef\xbb\xbf{\"text\": \"A\", \"id\": \"first\"}\n\
        {\"text\": \n\
        \n\
        {\"id\": 4}\n\
        {\"text\": 5}\n\
        [6]\n\
        {\"text\": \"caf\xe9\"}\n\
        {\"text\": \"\\ud800\"}\n\
        {\"text\": null}\n\
        {\"text\": \"B\"} x\n\
        {\"text\": \"C\", \"id\": 1.5}";
    let run = newsprint(&["annotate", "--from", "jsonl"], feed);
    assert_eq!(run.code, 1);
    let ids: Vec<Value> = lines(&run.out).iter().map(|record| record["id"].clone()).collect();
    assert_eq!(ids, ["first", "1.5"]);
    let expected = [
        "line 2: not valid JSON",
        "line 4: expected a field \"text\", found none",
        "line 5: invalid type: integer `5`, expected a string in field \"text\"",
        "line 6: invalid type: sequence, expected a JSON object with a field \"text\"",
        "line 7: expected UTF-8",
        "line 8: not valid JSON",
        "line 9: expected a string in field \"text\", found null",
        "line 10: not valid JSON: trailing characters",
        "8 of 10 articles could not be read",
    ];
    let complaints: Vec<&str> = run.err.lines().collect();
    assert_eq!(complaints.len(), expected.len(), "{}", run.err);
    for (complaint, expected) in complaints.iter().zip(expected) {
        assert!(complaint.contains(expected), "{complaint}\nwithout {expected}");
    }
}

#[test]
fn fields_can_be_named() {
    let feed = "{\"body\": \"Rain\", \"url\": \"u\", \"text\": 1, \"id\": 2}\n";
    let run = newsprint(
        &["annotate", "--from", "jsonl", "--text-field", "body", "--id-field", "url"],
        feed.as_bytes(),
    );
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let record = json(&run.out);
    assert_eq!((&record["id"], &record["text"]), (&"u".into(), &"Rain".into()));
}

#[test]
fn files_by_name_arrays_and_lines() {
    let directory = directory("formats");
    let path = |name: &str| directory.join(name).to_str().unwrap().to_owned();
    fs::write(path("feed.jsonl"), "{\"text\": \"A\"}\n{\"text\": \"B\"}\n").unwrap();
    fs::write(path("a.txt"), "A").unwrap();
    fs::write(path("b.txt"), "B").unwrap();
    assert_eq!(lines(&newsprint(&["annotate", &path("feed.jsonl")], b"").out).len(), 2);
    let array = json(&newsprint(&["annotate", &path("feed.jsonl"), "--to", "json"], b"").out);
    assert_eq!(array.as_array().unwrap().len(), 2);
    let texts = lines(&newsprint(&["annotate", directory.to_str().unwrap()], b"").out);
    assert_eq!(texts.len(), 2);
    assert_eq!(texts[1]["id"], path("b.txt"));
    let one = newsprint(&["annotate", "--to", "jsonl", &path("a.txt")], b"");
    assert_eq!(lines(&one.out).len(), 1);
    let none = newsprint(&["annotate", "--from", "jsonl", "--to", "json"], b"");
    assert_eq!((none.code, json(&none.out)), (0, serde_json::json!([])));
}

#[test]
fn offsets_in_every_unit_slice_the_text() {
    let text = "Café “Zoë” 😀 opens\n\n“It’s 😀”, said Zoë Müller of Genève.\n";
    for unit in ["char", "byte", "utf16"] {
        let run = newsprint(&["annotate", "--tokens", "--offsets", unit], text.as_bytes());
        let record = json(&run.out);
        assert_eq!(record["offsets"], unit);
        let slice = |item: &Value| {
            let at = |key: &str| usize::try_from(item[key].as_u64().unwrap()).unwrap();
            let (start, end) = (at("start"), at("end"));
            match unit {
                "char" => text.chars().skip(start).take(end - start).collect(),
                "byte" => text[start..end].to_owned(),
                _ => {
                    let units: Vec<u16> = text.encode_utf16().collect();
                    String::from_utf16(&units[start..end]).unwrap()
                }
            }
        };
        let words: Vec<String> = record["tokens"].as_array().unwrap().iter().map(slice).collect();
        let glued: String = words.concat();
        let solid: String = text.split_whitespace().collect();
        assert_eq!(glued, solid);
        check_texts(&record, &slice);
    }
}

/// Checks every object that has both a place and a text.
fn check_texts(value: &Value, slice: &dyn Fn(&Value) -> String) {
    match value {
        Value::Object(object) => {
            if let (Some(text), true) = (object.get("text"), object.contains_key("start")) {
                assert_eq!(text, &slice(value));
            }
            object.values().for_each(|value| check_texts(value, slice));
        }
        Value::Array(array) => array.iter().for_each(|value| check_texts(value, slice)),
        _ => {}
    }
}

#[test]
fn a_slow_feed_is_answered_line_by_line() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_newsprint"))
        .args(["annotate", "--from", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for id in ["one", "two"] {
        writeln!(stdin, "{}", serde_json::json!({"id": id, "text": ARTICLE})).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert_eq!(json(&line)["id"], id);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_newsprint"))
        .args(["annotate", "--from", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let line = serde_json::json!({"text": ARTICLE.repeat(50)}).to_string();
    writeln!(stdin, "{line}").unwrap();
    stdout.read_exact(&mut [0; 10]).unwrap();
    drop(stdout);
    // Standard input stays open: the command must not wait for its end.
    while child.try_wait().unwrap().is_none() {
        if writeln!(stdin, "{line}").is_err() {
            break;
        }
    }
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn options_change_the_reading() {
    let text = "Talks\n\nThe minister said that it would rain. \"Yes\", said Ann Lee on Monday.\n";
    let kinds = |arguments: &[&str]| -> Vec<String> {
        let record = json(&newsprint(arguments, text.as_bytes()).out);
        let quotes = record["quotes"].as_array().unwrap();
        quotes.iter().map(|quote| quote["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert!(!kinds(&["annotate", "--no-indirect"]).contains(&"indirect".to_owned()));
    let record = json(&newsprint(&["annotate", "--no-mentions"], text.as_bytes()).out);
    let quotes = record["quotes"].as_array().unwrap();
    let is_source = |mention: &Value| {
        quotes.iter().any(|quote| {
            let source = &quote["source"];
            let at = |item: &Value, key: &str| item[key].as_u64().unwrap_or(0);
            (at(source, "start")..at(source, "end")).contains(&at(mention, "start"))
        })
    };
    for actor in record["actors"].as_array().unwrap() {
        for mention in actor["mentions"].as_array().unwrap() {
            assert!(mention["form"] == "name" || is_source(mention), "{mention}");
        }
    }
    let record = json(&newsprint(&["annotate", "--min-score", "0.9"], text.as_bytes()).out);
    for entity in record["entities"].as_array().unwrap() {
        assert!(entity["score"].as_f64().unwrap() >= 0.9);
    }
}

#[test]
fn wrong_arguments_are_explained() {
    for (arguments, code, message) in [
        (&["--no-such-option", "x"][..], 2, "unexpected argument"),
        (&["annotate", "--min-score", "2"], 2, "expected a number from 0 to 1"),
        (&["annotate", "--offsets", "bytes"], 2, "possible values: char, byte, utf16"),
        (&["annotate", "--threads", "0"], 2, "--threads"),
        (&["annotate", "--model", "no-such.model"], 1, "no-such.model: no such file"),
    ] {
        let run = newsprint(arguments, b"");
        assert_eq!(run.code, code, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(message), "{arguments:?}: {}", run.err);
        assert_eq!(run.out, "");
    }
    let file = directory("model").join("bad.model");
    fs::write(&file, "not a model").unwrap();
    let run = newsprint(&["annotate", "--model", file.to_str().unwrap()], b"");
    assert_eq!(run.code, 1);
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
}

#[test]
fn a_model_file_replaces_the_one_built_in() {
    let directory = directory("models");
    let path = |name: &str| directory.join(name).to_str().unwrap().to_owned();
    fs::write(path("whole.model"), newsprint::model::pack(newsprint_en::MODEL_SECTIONS)).unwrap();
    fs::write(path("empty.model"), newsprint::model::pack(&[])).unwrap();
    let annotate = |arguments: &[&str]| {
        let run = newsprint(&[&["annotate", "--tokens"], arguments].concat(), ARTICLE.as_bytes());
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        run.out
    };
    let built_in = annotate(&[]);
    assert!(annotate(&["--model", &path("whole.model")]) == built_in);
    assert!(annotate(&["--model", &path("empty.model")]) != built_in);
}

#[test]
fn any_bytes_of_text_are_reported_on() {
    for text in ["", " \n\t\n", "\0", "\u{feff}", "\"", "\r\n\r\n", "x"] {
        let run = newsprint(&["-"], text.as_bytes());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{text:?}");
        let run = newsprint(&["annotate"], text.as_bytes());
        assert_eq!(json(&run.out)["text"], text);
    }
}
