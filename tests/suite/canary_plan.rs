//! A plan in which everything sealed carries a word of its own.

use crate::plan_test::PlanTest;

/// Words that holder 01, cleared for all of it, finds inside the bundle; attachments keep their names there.
pub(crate) const INSIDE: [&str; 23] = [
    "kzchapterqx",
    "kztitleqx",
    "kzbodyqx",
    "kzheadingqx",
    "kzlinktextqx",
    "kzaddressqx",
    "kzlinktitleqx",
    "kzaltqx",
    "kzimagetitleqx",
    "kzdrawingqx",
    "kzattachedqx",
    "kzcellqx",
    "kzcodeqx",
    "kzinlineqx",
    "kzfootnoteqx",
    "kzdefinitionqx",
    "kzhtmlqx",
    "kzblockqx",
    "kzblockcellqx",
    "kznestedqx",
    "kznameqx",
    "kzothernameqx",
    "kzattachmentqx",
];

/// Words that nobody finds anywhere: names of files and folders, comments, keys for the author alone.
pub(crate) const NOWHERE: [&str; 10] = [
    "kzfileqx",
    "kzfolderqx",
    "kzimagefileqx",
    "kzblockimageqx",
    "kzunusedqx",
    "kzcommentqx",
    "kzextraqx",
    "kzlistcommentqx",
    "kzyamlcommentqx",
    "kzdataqx",
];

/// Words that may be inside and may be left out.
pub(crate) const PERHAPS: [&str; 4] = ["kzdescriptionqx", "kzblockaltqx", "kzanchorqx", "kzmailqx"];

/// Words that only the group of holder 01 may read.
pub(crate) const GROUP_ONLY: [&str; 5] = [
    "kzblockqx",
    "kzblockcellqx",
    "kznestedqx",
    "kzblockaltqx",
    "kzblockdrawingqx",
];

/// Every word.
pub(crate) fn all() -> Vec<&'static str> {
    INSIDE
        .iter()
        .chain(&NOWHERE)
        .chain(&PERHAPS)
        .chain(&GROUP_ONLY)
        .copied()
        .collect()
}

const OPEN: &str = "Teks umum. [Lihat seterusnya](02-kzfolderqx/01-kzfileqx.md#kzanchorqx) dan \
[bahagian terbuka](02-kzfolderqx/02-umum.md).

::: terhad {audience=\"ERT\"}
Nombor kzblockqx dan lain-lain perkara yang tertutup.

| Perkara | Nilai |
|---|---|
| Satu | kzblockcellqx |

![Rajah kzblockaltqx](kzblockimageqx.svg)

::: sulit
Lapis dalam kznestedqx.
:::
:::

Teks umum selepasnya.
";

const SEALED: &str =
    "Ayat kzbodyqx di sini, [teks kzlinktextqx](https://kzaddressqx.example/laluan \"Tajuk kzlinktitleqx\").

## Tajuk kecil kzheadingqx {#kzanchorqx}

![Rajah kzaltqx](kzimagefileqx.svg \"Kapsyen kzimagetitleqx\") [borang](kzattachmentqx.txt) <kzmailqx@contoh.example>

| Perkara | Nilai |
|---|---|
| Satu | kzcellqx |

```
kod kzcodeqx
```

Juga `kzinlineqx` dan nota[^nota] serta [rujukan][luar].

[^nota]: Nota kzfootnoteqx.

[luar]: https://kzdefinitionqx.example/

<!-- kzcommentqx -->
<p title=\"kzhtmlqx\">Perenggan mentah.</p>
";

fn drawing(word: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text y=\"8\">{word}</text></svg>")
}

/// The plan, with holders 01 (SULIT, ERT) and 02 (TERHAD).
pub(crate) fn canary_plan() -> PlanTest {
    let front =
        "title: Tajuk kztitleqx\n# kzyamlcommentqx\ndescription: Perihal kzdescriptionqx\nextra: {catatan: kzextraqx}";
    PlanTest::new()
        .plan("open_pages: [control, distribution, contents]")
        .section("01-umum.md", "title: Umum\nclassification: TERBUKA", OPEN)
        .section(
            "02-kzfolderqx/_index.md",
            "title: Bab kzchapterqx",
            "Teks bab yang tertutup.\n",
        )
        .section("02-kzfolderqx/01-kzfileqx.md", front, SEALED)
        .section(
            "02-kzfolderqx/02-umum.md",
            "title: Juga umum\nclassification: TERBUKA",
            "![Peta](peta.svg)\n",
        )
        .file("content/02-kzfolderqx/peta.svg", drawing("peta"))
        .file("content/02-kzfolderqx/kzimagefileqx.svg", drawing("kzdrawingqx"))
        .file("content/02-kzfolderqx/kzattachmentqx.txt", "kzattachedqx\n")
        .file("content/kzblockimageqx.svg", drawing("kzblockdrawingqx"))
        .file("content/kzunusedqx.svg", drawing("kzunusedqx"))
        .file("content/data/kzdataqx.csv", "kzdataqx,1\n")
        .holder(
            "01",
            "clearance: SULIT # kzlistcommentqx\ngroups: [ERT]\nname: Puan kznameqx",
        )
        .holder("02", "clearance: TERHAD\nname: Encik kzothernameqx")
}
