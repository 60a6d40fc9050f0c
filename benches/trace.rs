//! How often `trace` is right and how often wrong, over the text of real plans with 1,000 copies.
//!
//!     cargo bench --bench trace -- [--quick] NAME=FOLDER...
//!
//! Each folder is a copy that `terkawal open` wrote from a draft, so that its text carries no marks yet;
//! `node benches/trace.mjs` makes them from the sample plan and from imported ones, and writes the table.
//! Intervals are Wilson's at 95 %.

#![allow(clippy::disallowed_methods, reason = "a bench reads what another program wrote")]

use std::{collections::BTreeMap, fs, path::Path};

use terkawal::{
    inspect::trace::{Edition, IssuedText, Leaked, RATE, Suspect, tail, trace},
    marks::{CharacterKey, SYMBOLS, Symbol, TraceSecret, blocks, mark_page},
    register::CopyId,
    world::RealWorld,
};

const COPIES: usize = 1000;
const WINDOW: usize = 500;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let trials = if arguments.iter().any(|argument| argument == "--quick") {
        200
    } else {
        2000
    };
    let folders = arguments.iter().filter_map(|argument| argument.split_once('='));
    println!("| plan | experiment | trials | right | share (95 %) | wrong copy named |");
    println!("|---|---|---|---|---|---|");
    for (name, folder) in folders {
        Bench::new(name, Path::new(folder), trials).run();
    }
}

struct Bench {
    name: String,
    trials: usize,
    pages: Vec<String>,
    edition: Edition,
    dice: Dice,
}

impl Bench {
    fn new(name: &str, folder: &Path, trials: usize) -> Self {
        let mut paths: Vec<_> = fs::read_dir(folder.join("sections"))
            .expect("an opened copy")
            .map(|entry| entry.expect("a file").path())
            .collect();
        paths.sort();
        let read = |path: &std::path::PathBuf| main_of(&fs::read_to_string(path).expect("a page"));
        let pages: Vec<String> = paths.iter().map(read).collect();
        let sections = paths.iter().zip(&pages);
        let text = IssuedText::new(sections.map(|(path, page)| (path.to_str().expect("a name"), blocks(page))));
        let secret = TraceSecret::generate(&RealWorld).expect("random bytes");
        let suspects = (0..COPIES).map(|number| {
            let number = format!("{:02}-{:02}", number / 50 + 1, number % 50 + 1)
                .parse()
                .expect("a copy number");
            Suspect {
                marks: secret.marks("UJI", "1.0", 1, &number),
                copy: CopyId {
                    number,
                    version: "1.0".to_owned(),
                    generation: 1,
                },
            }
        });
        let edition = Edition {
            version: "1.0".to_owned(),
            text,
            suspects: suspects.collect(),
        };
        Self {
            name: name.to_owned(),
            trials,
            pages,
            edition,
            dice: Dice(0x9e37_79b9_7f4a_7c15),
        }
    }

    fn run(mut self) {
        let foreign = foreign();
        let trials = self.trials;
        self.experiment("G1: any 500 characters", trials, Bench::window);
        self.experiment("G2: 20 % of the marks lost", trials, |bench, copy| {
            let text = bench.window(copy);
            bench.damaged(&text, 0.2, 0.0)
        });
        self.experiment("G2: 20 % altered", trials, |bench, copy| {
            let text = bench.window(copy);
            bench.damaged(&text, 0.0, 0.2)
        });
        self.experiment(
            "G2: 10 % lost, 10 % altered, reflowed, quoted, foreign text around",
            trials,
            |bench, copy| {
                let text = bench.window(copy);
                let text = bench.damaged(&text, 0.1, 0.1);
                let (before, after) = (bench.dice.below(foreign.len()), bench.dice.below(foreign.len()));
                format!("{}\n{}\n{}", foreign[before], bench.reflowed(&text), foreign[after])
            },
        );
        self.experiment("G5: marks stripped (right: nobody named)", trials, |bench, copy| {
            bench
                .window(copy)
                .chars()
                .filter(|c| Symbol::of(*c).is_none())
                .collect()
        });
        self.experiment(
            "G4: marks thrown by dice (right: nobody named)",
            trials,
            |bench, copy| {
                let text = bench.window(copy);
                bench.damaged(&text, 0.0, 1.0)
            },
        );
        self.experiment(
            "G4: mixed from ten copies, mark by mark (right: only one of the ten)",
            trials,
            |bench, copy| {
                let at = bench.dice.below(bench.pages.len());
                let texts: Vec<Vec<char>> = (0..10)
                    .map(|other| bench.text(at, (copy + other) % COPIES).chars().collect())
                    .collect();
                let start = bench.dice.below(texts[0].len());
                let mix = |place: usize| texts[place % 10].get(place).copied();
                (start..start + 2 * WINDOW).filter_map(mix).collect()
            },
        );
        self.unmarked(&foreign);
        self.innocent();
    }

    /// `make` gives a text that comes from the copy; it is right when that copy alone is named.
    fn experiment(&mut self, what: &str, trials: usize, make: impl Fn(&mut Self, usize) -> String) {
        let (mut right, mut wrong) = (0, 0);
        for _ in 0..trials {
            let copy = self.dice.below(COPIES);
            let text = make(self, copy);
            let verdict = trace(&Leaked::read(&text), std::slice::from_ref(&self.edition));
            let named = verdict.named();
            let of = |other: usize| &self.edition.suspects[(copy + other) % COPIES].copy;
            let (is_right, is_wrong) = if what.contains("nobody named") {
                (named.is_empty(), !named.is_empty())
            } else if what.contains("one of the ten") {
                let outside = named.iter().any(|name| !(0..10).any(|other| of(other) == *name));
                (!outside, outside)
            } else {
                (named == [of(0)], named.iter().any(|name| *name != of(0)))
            };
            right += usize::from(is_right);
            wrong += usize::from(is_wrong);
        }
        self.tell(what, trials, right, wrong);
    }

    fn tell(&self, what: &str, trials: usize, right: usize, wrong: usize) {
        let (low, high) = wilson(right, trials);
        println!(
            "| {} | {what} | {trials} | {right} | {:.2} % ({:.2}–{:.2}) | {wrong} |",
            self.name,
            100.0 * share(right, trials),
            100.0 * low,
            100.0 * high
        );
    }

    /// 100,000 texts without marks: pieces of other texts, and of the plan itself.
    fn unmarked(&mut self, foreign: &[String]) {
        let trials = self.trials * 50;
        let plain: Vec<String> = self.pages.iter().map(|page| text_of(page)).collect();
        let mut wrong = 0;
        for trial in 0..trials {
            let texts = if trial % 2 == 0 { foreign } else { &plain[..] };
            let text: Vec<char> = texts[self.dice.below(texts.len())].chars().collect();
            let start = self.dice.below(text.len().max(1));
            let piece: String = text.iter().skip(start).take(WINDOW).collect();
            let verdict = trace(&Leaked::read(&piece), std::slice::from_ref(&self.edition));
            wrong += usize::from(!verdict.named().is_empty());
        }
        self.tell(
            "G4: unmarked and foreign texts (right: nobody named)",
            trials,
            trials - wrong,
            wrong,
        );
    }

    /// That the marks of other copies agree as dice do: what the rate rests on. And the rate itself, exactly: for each number
    /// of places the chance that one copy reaches what names it, times twice the copies.
    fn innocent(&mut self) {
        let key = |at: usize| -> &CharacterKey { &self.edition.suspects[at].marks.characters };
        let mut agreeing = BTreeMap::<usize, usize>::new();
        let (mut places, mut pairs) = (0_usize, 0_usize);
        for block in 0..200 {
            let letters = format!("blok teks nombor {block}");
            let own = key(block % COPIES).symbols(&letters, 60);
            for other in (0..COPIES).filter(|other| *other != block % COPIES) {
                let theirs = key(other).symbols(&letters, 60);
                let same = own.iter().zip(&theirs).filter(|(one, other)| one == other).count();
                *agreeing.entry(same).or_default() += 1;
                places += 60;
                pairs += 1;
            }
        }
        let total: usize = agreeing.iter().map(|(same, count)| same * count).sum();
        println!(
            "| {} | innocent copies: marks that agree by chance, of {places} ({pairs} pairs, 60 marks each) | | {total} | {:.4} % (1/16 = {:.4} %) | most in one pair: {} |",
            self.name,
            100.0 * share(total, places),
            100.0 / f64_of(SYMBOLS),
            agreeing.keys().next_back().copied().unwrap_or(0)
        );
        let copies = f64_of(COPIES);
        let worst = (1..=5000).map(|places| {
            let named = (0..=places).find(|agreeing| 2.0 * copies * tail(places, *agreeing) <= RATE);
            named.map_or(0.0, |agreeing| copies * tail(places, agreeing))
        });
        let worst = worst.fold(0.0_f64, f64::max);
        println!(
            "| {} | exact chance that any of {COPIES} wrong copies is named, worst of 1 to 5,000 marks | | | {worst:.1e} (allowed {RATE:.0e}) | |",
            self.name
        );
    }

    /// The text of a page as a holder copies it.
    fn text(&self, page: usize, copy: usize) -> String {
        let marked = mark_page(&self.pages[page], &self.edition.suspects[copy].marks.characters);
        text_of(&marked)
    }

    /// 500 characters that are seen, from anywhere: pages follow one another as in the reader.
    fn window(&mut self, copy: usize) -> String {
        let lengths: Vec<usize> = self.pages.iter().map(|page| text_of(page).chars().count()).collect();
        let total: usize = lengths.iter().sum();
        let mut start = self.dice.below(total.saturating_sub(WINDOW).max(1));
        let mut page = 0;
        while start >= lengths[page] {
            start -= lengths[page];
            page += 1;
        }
        let mut text = String::new();
        let mut seen = 0;
        for page in page..self.pages.len() {
            for c in self.text(page, copy).chars() {
                let is_mark = Symbol::of(c).is_some();
                if start > 0 {
                    start -= usize::from(!is_mark);
                } else if seen < WINDOW {
                    text.push(c);
                    seen += usize::from(!is_mark);
                }
            }
            if seen >= WINDOW {
                break;
            }
        }
        text
    }

    fn damaged(&mut self, text: &str, lost: f64, altered: f64) -> String {
        let mut out = String::new();
        for c in text.chars() {
            if Symbol::of(c).is_none() {
                out.push(c);
                continue;
            }
            let thrown = self.dice.share();
            if thrown < lost {
                continue;
            }
            let other = Symbol::all().nth(self.dice.below(SYMBOLS)).expect("a symbol");
            out.push(if thrown < lost + altered { other.character() } else { c });
        }
        out
    }

    /// Lines of 60 characters behind a mark of quotation, with other quotation marks, words broken at line ends.
    fn reflowed(&mut self, text: &str) -> String {
        let mut out = String::from("> ");
        let mut line = 0;
        for c in text.chars() {
            line += 1;
            match c {
                '\n' => out.push(' '),
                '"' | '\u{201c}' | '\u{201d}' => out.push('\''),
                c if line > 60 && c.is_alphabetic() && self.dice.below(4) == 0 => {
                    out.push_str("-\n> ");
                    out.push(c);
                    line = 0;
                }
                c => out.push(c),
            }
        }
        out
    }
}

fn main_of(page: &str) -> String {
    let start = page.find("<main").expect("a page of a bundle");
    let end = page.rfind("</main>").expect("a page of a bundle") + "</main>".len();
    page[start..end].to_owned()
}

/// What is selected: tags of blocks as line ends, drawings and styles left out.
fn text_of(html: &str) -> String {
    const INLINE: [&str; 12] = [
        "a", "abbr", "b", "em", "i", "span", "strong", "sub", "sup", "u", "small", "s",
    ];
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let name: String = rest[at + 1..]
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if !INLINE.contains(&name.as_str()) {
            out.push('\n');
        }
        rest = &rest[end..];
        if name == "svg" {
            rest = rest.find("</svg>").map_or("", |end| &rest[end..]);
        }
    }
    out.push_str(rest);
    let out = out
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// Texts that have nothing to do with the plan: this program's own sources and manual.
fn foreign() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join("docs/content"), root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                found.push(text);
            }
        }
    }
    found.sort();
    found
}

fn wilson(right: usize, trials: usize) -> (f64, f64) {
    let (n, p, z) = (f64_of(trials), share(right, trials), 1.96_f64);
    let centre = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    ((centre - half) / scale, (centre + half) / scale)
}

fn share(part: usize, whole: usize) -> f64 {
    f64_of(part) / f64_of(whole)
}

#[allow(clippy::cast_precision_loss, reason = "counts of experiments")]
fn f64_of(count: usize) -> f64 {
    count as f64
}

/// SplitMix64, so that a run can be repeated.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).expect("below a usize")
    }

    #[allow(clippy::cast_precision_loss, reason = "a share")]
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
