//! Bundles the browser reader from `reader/` with npm, or takes one that is staged already.
//!
//! Order: the file that `TERKAWAL_READER` names, with the other scripts beside it; `reader/staged` (a packaged crate carries it,
//! so that who installs the crate needs no npm; in a checkout only while it fits its sources); npm.

#![allow(clippy::disallowed_methods, reason = "the build script has no World")]

use std::{
    env, fs,
    hash::{DefaultHasher, Hasher as _},
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

const PARTS: [&str; 5] = [
    "package.json",
    "package-lock.json",
    ".npmrc",
    "tsconfig.json",
    "build.mjs",
];

/// The other scripts stand beside the reader.
const BESIDE: [&str; 3] = ["search-site.js", "search-reader.js", "preview.js"];

const REMEDY: &str = "install Node.js 18 or later with npm and a network, or name a ready reader.js, with search-site.js, search-reader.js and preview.js beside it, in TERKAWAL_READER";

fn main() -> ExitCode {
    println!("cargo::rerun-if-env-changed=TERKAWAL_READER");
    for part in PARTS.iter().chain(&["src", "staged/reader.js"]) {
        println!("cargo::rerun-if-changed=reader/{part}");
    }
    for script in BESIDE {
        println!("cargo::rerun-if-changed=reader/staged/{script}");
    }
    match stage() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("cargo::error={message}");
            ExitCode::FAILURE
        }
    }
}

fn stage() -> Result<(), String> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo sets CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let target = out.join("reader.js");
    if let Some(given) = env::var_os("TERKAWAL_READER") {
        return copy_all(Path::new(&given), &target);
    }
    let reader = root.join("reader");
    let staged = reader.join("staged/reader.js");
    let stamp = reader.join("staged/sources");
    let in_checkout = root.join(".git").exists();
    let sources = fingerprint(&reader)?;
    if staged.exists()
        && BESIDE.iter().all(|script| staged.with_file_name(script).exists())
        && (!in_checkout || fs::read_to_string(&stamp).is_ok_and(|known| known == sources))
    {
        return copy_all(&staged, &target);
    }
    bundle(&reader, &out, &target)?;
    if in_checkout {
        copy_all(&target, &staged)?;
        fs::write(&stamp, sources).map_err(|error| format!("cannot write {}: {error}", stamp.display()))?;
    }
    Ok(())
}

fn bundle(reader: &Path, out: &Path, target: &Path) -> Result<(), String> {
    let work = out.join("reader");
    if work.exists() {
        fs::remove_dir_all(&work).map_err(|error| format!("cannot remove {}: {error}", work.display()))?;
    }
    for part in files(reader)? {
        copy(&reader.join(&part), &work.join(&part))?;
    }
    let ci = [
        "ci",
        "--omit=dev",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ];
    // What npm has in its cache needs no network.
    if run("npm", &[&ci[..], &["--offline"]].concat(), &work).is_err() {
        run("npm", &[&ci[..], &["--fetch-retries=0"]].concat(), &work)?;
    }
    run("node", &["build.mjs", &target.display().to_string()], &work)
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> Result<(), String> {
    let name = if cfg!(windows) && program == "npm" {
        "npm.cmd"
    } else {
        program
    };
    let output = Command::new(name)
        .args(arguments)
        .current_dir(folder)
        .output()
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => format!("{program} is missing: {REMEDY}"),
            _ => format!("{program} cannot be run ({error}): {REMEDY}"),
        })?;
    if output.status.success() {
        return Ok(());
    }
    let text = [output.stderr, output.stdout].concat();
    Err(format!(
        "the browser reader cannot be built, `{program} {}` failed ({}): {REMEDY}",
        arguments.first().unwrap_or(&""),
        first_words(&String::from_utf8_lossy(&text))
    ))
}

/// The first line that says something, shortened: cargo shows one line of it.
fn first_words(text: &str) -> String {
    let says_something = |line: &&str| line.chars().filter(|c| c.is_alphabetic()).count() > 12;
    let line = text.lines().map(str::trim).find(says_something).unwrap_or("no message");
    line.chars().filter(|c| !c.is_control()).take(160).collect()
}

/// The reader's own files, relative to its folder, sorted.
fn files(reader: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files: Vec<PathBuf> = PARTS
        .iter()
        .map(PathBuf::from)
        .filter(|part| reader.join(part).exists())
        .collect();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        let path = reader.join(&folder);
        let entries = fs::read_dir(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        for entry in entries {
            let entry = entry.map_err(|error| error.to_string())?;
            let below = folder.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(below);
            } else {
                files.push(below);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn fingerprint(reader: &Path) -> Result<String, String> {
    if !reader.join("src").exists() {
        return Ok(String::new());
    }
    let mut hasher = DefaultHasher::new();
    for file in files(reader)? {
        let path = reader.join(&file);
        hasher.write(file.to_string_lossy().as_bytes());
        hasher.write(&fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?);
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

/// The reader and what stands beside it.
fn copy_all(from: &Path, to: &Path) -> Result<(), String> {
    for script in BESIDE {
        copy(&from.with_file_name(script), &to.with_file_name(script))?;
    }
    copy(from, to)
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    }
    fs::copy(from, to)
        .map(|_| ())
        .map_err(|error| format!("cannot copy {}: {error}", from.display()))
}
