//! `init`: a small complete plan to begin with.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{new_folder::refuse_used, output::Output};
use crate::{
    diagnostic::{Exit, Outcome},
    plan::Language,
    starter,
    world::{World, fill_folder},
};

#[derive(Args)]
pub(super) struct Arguments {
    /// The folder to fill, new or empty [default: the plan folder]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Language of the plan
    #[arg(long, value_enum, default_value_t = Words::Ms)]
    language: Words,
    /// The date of the plan [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<jiff::civil::Date>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Words {
    /// Malay
    Ms,
    /// Indonesian
    Id,
    /// English
    En,
}

impl From<Words> for Language {
    fn from(words: Words) -> Self {
        match words {
            Words::Ms => Self::Ms,
            Words::Id => Self::Id,
            Words::En => Self::En,
        }
    }
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let folder = arguments.folder.as_deref().unwrap_or(root);
    refuse_used(world, folder)?;
    let language = Language::from(arguments.language);
    let files = starter::files(language, arguments.date.unwrap_or_else(|| world.today()));
    let named = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    fill_folder(world, folder, named, "plan.yaml", false)?;
    let shown = folder.display().to_string();
    output.line(&format!("a plan in {} files in {shown}; next:", files.len()));
    let next = next(&shown);
    for command in &next {
        output.line(&format!("  {command}"));
    }
    output.line("then write your own text: plan.yaml, distribution/list.yaml and the sections in content/");
    output.fact("folder", json!(shown));
    output.fact("language", json!(language.code()));
    output.fact("files", json!(files.len()));
    output.fact("next", json!(next));
    Ok(Exit::Done)
}

/// The commands to type, from where the program was run.
fn next(folder: &str) -> Vec<String> {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\.:-_~".contains(c);
    let cd = match folder {
        "." => None,
        _ if folder.chars().all(is_plain) => Some(format!("cd {folder}")),
        _ => Some(format!("cd \"{folder}\"")),
    };
    let enrol = starter::COPIES.map(|copy| format!("terkawal enrol {copy} --passphrase"));
    let rest = ["terkawal check", "terkawal build"].map(str::to_owned);
    cd.into_iter().chain(enrol).chain(rest).collect()
}
