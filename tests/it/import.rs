//! Import as people do it: real exports of other tools, what is taken, what is named as lost, what is refused.

use crate::real_data::{find as shared, truth};
use standfast::app::import::Source as _;
use standfast::domain::incoming::{Arrival, Incoming, RowRefused};
use standfast::domain::item::Class;
use standfast::domain::points::Points;
use standfast::exchange::columns::Mapped;
use standfast::exchange::dates::DayOrder;
use standfast::exchange::input::Input;
use standfast::exchange::source::CsvSource;
use standfast::exchange::{Format, Options, open_csv};
use std::collections::BTreeMap;
use std::path::Path;

fn options() -> Options {
    Options::of_zone(standfast::domain::zone::Zone::UTC)
}

struct Read {
    items: Vec<Incoming>,
    refused: Vec<RowRefused>,
    source: CsvSource,
}

fn read(input: Input, options: &Options) -> Read {
    let mut source = open_csv(input, options).unwrap();
    let (mut items, mut refused) = (Vec::new(), Vec::new());
    while let Some(arrival) = source.next_arrival().unwrap() {
        match arrival {
            Arrival::Item(item) => items.push(*item),
            Arrival::Refused(row) => refused.push(row),
        }
    }
    Read { items, refused, source }
}

fn text(text: &str) -> Input {
    Input::of_bytes("backlog.csv", text).unwrap()
}

fn losses(read: &Read) -> Vec<String> {
    read.source.losses().iter().map(|loss| format!("{}: {} ({})", loss.name, loss.reason, loss.count)).collect()
}

fn refusal(input: Input) -> String {
    open_csv(input, &options()).err().expect("refused").to_string()
}

fn count<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, u64> {
    keys.fold(BTreeMap::new(), |mut counts, key| {
        *counts.entry(key).or_default() += 1;
        counts
    })
}

#[test]
fn the_nine_jira_exports_say_what_an_independent_reader_says() {
    let Some(facts) = truth("jira_csv") else { return };
    for (name, fact) in facts.as_object().unwrap() {
        let Some(path) = shared(name) else { return };
        let read = read(Input::open(&path).unwrap(), &options());
        assert_eq!(read.source.format(), Format::JiraCsv, "{name}");
        assert_eq!(read.refused, [], "{name}");
        assert_eq!(read.items.len() as u64, fact["records"].as_u64().unwrap(), "{name}");
        let keys = count(read.items.iter().map(|item| item.external_key.clone().unwrap()));
        assert_eq!(keys.len() as u64, fact["unique_keys"].as_u64().unwrap(), "{name}");
        let statuses = count(read.items.iter().map(|item| item.status.clone().unwrap()));
        assert_eq!(serde_json::to_value(statuses).unwrap(), fact["status"], "{name}");
        let points: Vec<f64> = read.items.iter().filter_map(|item| item.points.map(Points::value)).collect();
        assert_eq!(points.len() as u64, fact["estimated_items"].as_u64().unwrap(), "{name}");
        let sum = Points::new(points.iter().sum()).unwrap();
        assert_eq!(Some(sum), fact["points"].as_f64().and_then(Points::new), "{name}");
        let sprints = count(read.items.iter().flat_map(|item| item.sprints.clone()));
        assert_eq!(serde_json::to_value(sprints).unwrap(), fact["items_ever_in_sprint"], "{name}");
    }
}

#[test]
fn the_story_point_backlogs_say_what_an_independent_reader_says() {
    let Some(facts) = truth("storypoints") else { return };
    for (name, fact) in facts.as_object().unwrap() {
        let Some(path) = shared(name) else { return };
        let read = read(Input::open(&path).unwrap(), &options());
        assert_eq!(read.source.format(), Format::StorypointsCsv, "{name}");
        assert_eq!((read.refused.len(), losses(&read)), (0, vec![]), "{name}");
        assert_eq!(read.items.len() as u64, fact["records"].as_u64().unwrap(), "{name}");
        let points: Points = read.items.iter().map(|item| item.points.unwrap()).sum();
        assert_eq!(Some(points), fact["sum_points"].as_f64().and_then(Points::new), "{name}");
        let blank = read.items.iter().filter(|item| item.description.is_none()).count() as u64;
        assert_eq!(blank, fact["empty_description"].as_u64().unwrap(), "{name}");
        let texts = read.items.iter().flat_map(|item| [Some(&item.title), item.description.as_ref()]).flatten();
        let controls = texts.flat_map(|text| text.chars()).filter(|c| c.is_control() && !"\n\r\t".contains(*c)).count();
        assert_eq!(controls as u64, fact["control_chars"].as_u64().unwrap(), "{name}: stored whole");
    }
}

#[test]
fn a_dutch_export_with_three_sprint_columns_names_what_it_leaves() {
    let Some(path) = shared("jira_csv/w2_nl_sprint_x3.csv") else { return };
    let read = read(Input::open(&path).unwrap(), &options());
    let carried = read.items.iter().find(|item| item.sprints.len() == 3);
    insta::assert_debug_snapshot!("import_w2_carried", carried);
    insta::assert_snapshot!("import_w2_losses", losses(&read).join("\n"));
}

#[test]
fn a_spanish_export_is_read_by_its_own_words() {
    let Some(path) = shared("jira_csv/tic_es_bom_points_export1.csv") else { return };
    let read = read(Input::open(&path).unwrap(), &options());
    let classes = count(read.items.iter().map(|item| item.class.map(Class::word)));
    assert_eq!(classes, BTreeMap::from([(Some("active"), 42), (Some("finished"), 185), (Some("waiting"), 60)]));
    assert!(read.items.iter().all(|item| item.created_at.is_some()));
    insta::assert_snapshot!("import_tic_losses", losses(&read).join("\n"));
}

#[test]
fn blocks_links_and_parents_by_number_are_found() {
    let Some(path) = shared("jira_csv/retail_25_links.csv") else { return };
    let retail = read(Input::open(&path).unwrap(), &options());
    assert_eq!(retail.items.iter().map(|item| item.blocks.len()).sum::<usize>(), 5);
    assert!(losses(&retail).contains(&"Outward issue link (Relates): 25 columns that are not taken (64)".to_owned()));
    let Some(path) = shared("jira_csv/ecsa_original.csv") else { return };
    let ecsa = read(Input::open(&path).unwrap(), &options());
    assert_eq!(ecsa.items.iter().filter(|item| item.parent.is_some()).count(), 44);
    assert_eq!(ecsa.source.key_of(10009), Some("ECSA-10"));
}

#[test]
fn dates_that_can_be_read_two_ways_wait_for_a_word() {
    let Some(path) = shared("jira_csv/ecsa_resaved_in_excel.csv") else { return };
    let unsure = read(Input::open(&path).unwrap(), &options());
    assert!(unsure.items.iter().all(|item| item.created_at.is_none()));
    let told = losses(&unsure).into_iter().filter(|loss| loss.starts_with("Created")).collect::<Vec<_>>();
    assert_eq!(told, ["Created: day or month first? Say so with --dates dmy or --dates mdy (51)"]);
    let told = Options { dates: Some(DayOrder::DayFirst), ..options() };
    let resaved = read(Input::open(&path).unwrap(), &told);
    let original = read(Input::open(&path.with_file_name("ecsa_original.csv")).unwrap(), &options());
    let dates = |read: &Read| read.items.iter().map(|item| (item.created_at, item.ended_at)).collect::<Vec<_>>();
    assert_eq!(dates(&resaved), dates(&original));
}

#[test]
fn one_date_that_proves_the_order_settles_the_whole_file() {
    let read = read(text("title,created\nA,06/09/2024\nB,13/09/2024\n"), &options());
    let days: Vec<_> = read.items.iter().map(|item| item.created_at.unwrap().rfc3339()).collect();
    assert_eq!(days, ["2024-09-06T00:00:00Z", "2024-09-13T00:00:00Z"]);
    assert_eq!(read.source.day_order(), Some(DayOrder::DayFirst));
}

#[test]
fn utf16_a_byte_order_mark_and_a_named_encoding_give_the_same_items() {
    let plain = "key;title;points\r\nA-1;Größe ändern;3\r\n";
    let utf16 = |little: bool| {
        plain.encode_utf16().flat_map(move |unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
    };
    let latin: Vec<u8> = plain.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let inputs = [
        text(plain),
        text(&format!("\u{feff}{plain}")),
        Input::of_bytes("x", [0xff, 0xfe].into_iter().chain(utf16(true)).collect::<Vec<_>>()).unwrap(),
        Input::of_bytes("x", [0xfe, 0xff].into_iter().chain(utf16(false)).collect::<Vec<_>>()).unwrap(),
        Input::of_bytes("x", utf16(true).collect::<Vec<_>>()).unwrap(),
        Input::of_bytes("x", latin.clone()).unwrap().in_encoding("windows-1252").unwrap(),
        Input::spool("stdin", plain.as_bytes()).unwrap(),
    ];
    for input in inputs {
        let read = read(input, &options());
        assert_eq!((read.items[0].title.as_str(), read.items[0].line), ("Größe ändern", 2));
    }
    let of_file = refusal(Input::of_bytes("x", latin.clone()).unwrap());
    assert!(of_file.starts_with("x: it is not UTF-8 (line 2). Name its encoding"), "{of_file}");
    let read = read(Input::of_bytes("x", latin).unwrap().in_encoding("utf-8").unwrap(), &options());
    let reason = "title is not UTF-8: name the file's encoding, as in --encoding windows-1252";
    assert_eq!(read.refused, [RowRefused { line: 2, reason: reason.into() }]);
}

#[test]
fn a_mapping_fills_fields_from_columns_of_any_name() {
    let csv = "Nr,Was,Aufwand,Wer\n7,Anmelden,3,dev-1\n";
    let mapping = ["key=Nr", "title=was", "points=AUFWAND"].map(|text| Mapped::parse(text).unwrap()).to_vec();
    let read = read(text(csv), &Options { mapping, ..options() });
    assert_eq!((read.items[0].external_key.as_deref(), read.items[0].title.as_str()), (Some("7"), "Anmelden"));
    assert_eq!(losses(&read), ["Wer: column not taken (1)"]);
    insta::assert_snapshot!(refusal(text(csv)), @"backlog.csv: No column of it is a title. Say which one is, with --map title=COLUMN. Its columns are: Nr, Was, Aufwand, Wer.");
}

#[test]
fn what_is_no_table_is_refused_with_a_sentence() {
    let bytes = |bytes: &[u8]| Input::of_bytes("file", bytes).unwrap();
    let told = [
        refusal(bytes(b"")),
        refusal(bytes(b" \n\n")),
        refusal(bytes(b"SQLite format 3\0\x10\0")),
        refusal(bytes(b"PK\x03\x04\x14\0\x06\0")),
        refusal(bytes(b"\x1f\x8b\x08\0")),
        refusal(bytes(b"<html><body>Sign in")),
        refusal(bytes(b"[{\"title\":\"A\"}]")),
        refusal(bytes(b"{\"title\":\"A\"}")),
        refusal(bytes(b"{\"standfast\":1,\"team\":{}}")),
        refusal(bytes(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0")),
        refusal(bytes(b"just a letter to somebody")),
        Input::open(Path::new(env!("CARGO_MANIFEST_DIR")))
            .err()
            .unwrap()
            .to_string()
            .replace(env!("CARGO_MANIFEST_DIR"), "DIR"),
    ];
    insta::assert_snapshot!("import_no_table", told.join("\n"));
}

#[test]
fn a_broken_row_among_good_ones_stops_nothing_else() {
    let csv = "key,title,points\nA-1,One,1\nA-2,,2\nA-3,\"Thr\nee\",3\nA-4,Four,4,5\nA-5,Five,-1\nA-6\n";
    let read = read(text(csv), &options());
    let kept: Vec<_> = read.items.iter().map(|item| (item.line, item.title.as_str())).collect();
    assert_eq!(kept, [(2, "One"), (4, "Thr\nee"), (7, "Five")]);
    let told: Vec<_> = read.refused.iter().map(|row| format!("{}: {}", row.line, row.reason)).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    3: no title
    6: 4 cells under 3 columns: a delimiter outside quotes, or a line cut in two
    8: no title
    ");
    insta::assert_snapshot!(losses(&read).join("\n"), @r"
    points: negative points (1)
    rows: rows shorter than the header; their missing cells count as blank (1)
    ");
}
