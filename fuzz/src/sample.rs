//! The plan into which the targets put what the fuzzer made.

use super::memory::Memory;

/// Made for these tests and used nowhere else.
pub const KEY: &str = "AGE-SECRET-KEY-1CUPV5S9MXZEDX8ZJ6VUG04J2SFDTW07NLU7EDNAVGUW25AHXHAZQ5VJNGZ";
pub const RECIPIENT: &str = "age19jn8fzl2dmth7lke9v7ayrzvv85jctytucsgtm9pau27egmvqypsedydw4";

/// A word of the sealed section, of the sealed block, and of a sealed file's name; nothing else is spelt so.
pub const SEALED: &str = "kzsealedqx";
pub const BLOCK: &str = "kzblockqx";
pub const NAME: &str = "kznameqx";

pub const PLAN: &str = "title: Pelan Ujian\nreference: UJI/01\nversion: \"1.0\"\ndate: 2026-11-01\n\
                        organisation: Majlis Ujian\nclassification: TERHAD\nopen_pages: [control, distribution]\n";

pub const OPEN: &str = "---\ntitle: Umum\nclassification: TERBUKA\n---\nSemua orang boleh membaca ini.\n";

pub const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text y=\"8\">peta</text></svg>";

pub fn list() -> String {
    format!(
        "groups:\n  ERT: Pasukan Kecemasan\n  DRT: Pasukan Pemulihan\ncopies:\n  - number: \"01\"\n    post: Pengarah\n    \
         name: Puan {NAME}\n    clearance: SULIT\n    groups: [ERT]\n    recipients: [{RECIPIENT}]\n  \
         - number: \"02\"\n    reserved: true\n"
    )
}

pub fn sealed(body: &str) -> String {
    format!("---\ntitle: Tajuk {SEALED}\n---\nAyat {SEALED} di sini.\n\n{body}")
}

/// One holder, cleared for everything; a chapter that is sealed by name too; files to refer to.
pub fn plan() -> Memory {
    Memory::new()
        .with("plan/plan.yaml", PLAN)
        .with("plan/distribution/list.yaml", list())
        .with("plan/content/01-umum.md", OPEN)
        .with(
            "plan/content/02-khusus.md",
            sealed("Hanya pemegang membaca ayat ini.\n"),
        )
        .with(
            &format!("plan/content/03-{NAME}/_index.md"),
            format!("---\ntitle: Bab {NAME}\n---\n## Skop {{#skop}}\n"),
        )
        .with("plan/content/peta.svg", DRAWING)
        .with("plan/content/lampiran.txt", "Borang kosong.\n")
}
