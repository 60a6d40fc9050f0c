//! `Clerk`: a register with issues of any day and shape, written line by line as the manual tells auditors to read it and
//! not by the program.

use std::{collections::BTreeMap, fs, path::PathBuf};

use serde_json::{Value, json};
use terkawal::{
    keys::{PublisherKey, Secret, open_with_passphrase},
    register::trusted_comment,
};

use crate::{
    plan_test::PlanTest,
    program::{Output, text},
};

/// Keeps the register of a plan.
pub(crate) struct Clerk {
    pub(crate) test: PlanTest,
    slip: PathBuf,
    key: PublisherKey,
    issues: usize,
}

/// What stands in a day's place in `recorded`.
fn noon(day: &str) -> String {
    format!("{day}T04:00:00Z")
}

/// A copy by number, version and generation.
pub(crate) fn copy(number: &str, version: &str, generation: u32) -> Value {
    json!({"number": number, "version": version, "generation": generation})
}

impl Clerk {
    /// Makes the publisher key of a plan.
    pub(crate) fn new(test: PlanTest) -> Self {
        let slip = test.secretary_key("publisher");
        let sealed = fs::read(test.path("home/publisher.age")).expect("a key");
        let passphrase = fs::read_to_string(&slip).expect("the slip");
        let passphrase = Secret::Publisher.read_passphrase(&passphrase).expect("a passphrase");
        let key = open_with_passphrase(&passphrase, sealed.as_slice()).expect("opened");
        let key = PublisherKey::parse(std::str::from_utf8(&key).expect("UTF-8")).expect("a key");
        Self {
            test,
            slip,
            key,
            issues: 0,
        }
    }

    /// Signs from now on with the key of another register, which this one never adopted.
    pub(crate) fn take_key_of(&mut self, other: Self) {
        self.key = other.key;
    }

    /// Writes one entry that was recorded at noon of a day.
    pub(crate) fn entry(&self, day: &str, event: &Value) {
        let before = fs::read_to_string(self.test.register()).unwrap_or_default();
        let number = before.lines().count() + 1;
        let previous = before
            .split_inclusive('\n')
            .next_back()
            .unwrap_or("terkawal register\nUJI/01\n");
        let mut entry = json!({
            "type": "terkawal-register-entry", "number": number, "date": day, "recorded": noon(day), "by": "Setiausaha",
            "previous": terkawal::digest::hex(previous.as_bytes()),
            "key": self.key.public().expect("public").text(),
        });
        for (name, value) in event.as_object().expect("an event") {
            entry[name] = value.clone();
        }
        let comment = trusted_comment(number as u64);
        let minisig = self.key.sign(entry.to_string().as_bytes(), &comment).expect("signed");
        let line = json!({"entry": entry, "minisig": minisig}).to_string() + "\n";
        fs::create_dir_all(self.test.root().join("distribution")).expect("a folder");
        fs::write(self.test.register(), before + &line).expect("written");
        // The program keeps heads of its own; this one was written behind its back.
        let _ = fs::remove_dir_all(self.test.path("home/heads"));
    }

    /// Issues copies `(number, generation)` of a version; the answer is the receipt code of each.
    pub(crate) fn issue(
        &mut self,
        day: &str,
        version: &str,
        copies: &[(&str, u32)],
        recalls: &[Value],
    ) -> BTreeMap<String, String> {
        self.issues += 1;
        let content = terkawal::digest::hex(b"isi");
        let numbers: Vec<&str> = copies.iter().map(|(number, _)| *number).collect();
        let is_whole = copies.iter().all(|(_, generation)| *generation == 1);
        self.entry(
            day,
            &json!({"kind": "prepared", "version": version, "content": content, "copies": numbers}),
        );
        let mut codes = BTreeMap::new();
        let mut issued = Vec::new();
        for (number, generation) in copies {
            let code = code(number, self.issues);
            let sha256 = terkawal::digest::hex(format!("00ff:{code}").as_bytes());
            issued.push(json!({
                "number": number, "generation": generation, "holder": "Jawatan", "medium": "file",
                "receipt": {"salt": "00ff", "sha256": sha256},
            }));
            codes.insert((*number).to_owned(), code);
        }
        let mut event = json!({"kind": "issued", "version": version, "content": content, "document": content, "files": [], "copies": issued});
        if is_whole {
            event["reserved"] = json!(["07"]);
        } else {
            event["reason"] = json!("terbitan semula");
        }
        if !recalls.is_empty() {
            event["recalls"] = json!(recalls);
        }
        self.entry(day, &event);
        codes
    }

    /// Runs a verb of the register that records.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let by = ["--by", "Setiausaha", "--passphrase-file", text(&self.slip)];
        self.test.run(&[&["register"], arguments, &by].concat())
    }

    /// The last entry.
    pub(crate) fn last(&self) -> Value {
        let text = fs::read_to_string(self.test.register()).expect("the register");
        let line: Value = serde_json::from_str(text.lines().next_back().expect("a line")).expect("JSON");
        line["entry"].clone()
    }

    /// The register, byte for byte.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        fs::read(self.test.register()).unwrap_or_default()
    }

    /// The table on a day.
    pub(crate) fn status(&self, day: &str) -> Output {
        self.test.run(&["--format", "json", "status", "--date", day])
    }
}

/// A sound code that depends on number and issue; the check character is reckoned here anew.
fn code(number: &str, issue: usize) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let hash = terkawal::digest::hex(format!("{number} {issue}").as_bytes());
    let random: String = hash[..17].to_uppercase();
    let value = |c: char| ALPHABET.iter().position(|known| char::from(*known) == c);
    let values: Vec<usize> = number.chars().chain(random.chars()).filter_map(value).collect();
    let doubled = |(at, value): (usize, &usize)| if at % 2 == 0 { 2 * value } else { *value };
    let sum: usize = values
        .iter()
        .rev()
        .enumerate()
        .map(doubled)
        .map(|value| value / 32 + value % 32)
        .sum();
    let check = char::from(ALPHABET[(32 - sum % 32) % 32]);
    let body = format!("{random}{check}");
    format!("{number}-{}-{}-{}", &body[..6], &body[6..12], &body[12..])
}
