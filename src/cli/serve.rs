//! `serve`: a published site for browsers, read only.

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{output::Output, verify::pins};
use crate::{
    diagnostic::{Exit, Outcome},
    serve::{LogForm, Options, serve},
    world::World,
};

#[derive(Args)]
pub(super) struct Arguments {
    /// The folder of the site [default: public, in the plan folder]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The address to listen on; 0.0.0.0 takes requests from other computers
    #[arg(short, long, value_name = "IP", default_value = "127.0.0.1")]
    interface: IpAddr,
    /// The port to listen on; 0 takes a free one
    #[arg(short, long, default_value_t = 1957)]
    port: u16,
    /// Certificate chain in PEM form, for https; a renewed one is taken at once
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Private key of the certificate in PEM form
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// The publisher's public key, or its file; more than once after a change of keys [default: the one in TERKAWAL_HOME;
    /// never the one in the plan]
    #[arg(long, value_name = "KEY|FILE")]
    publisher_key: Vec<String>,
    /// Also serve a draft, or a site whose publisher key is not known here
    #[arg(long)]
    allow_unsigned: bool,
    /// Write the access log to a file [default: stdout]
    #[arg(long, value_name = "FILE")]
    access_log: Option<PathBuf>,
    /// Form of the access log
    #[arg(long, value_enum, default_value_t = Form::Combined)]
    log_format: Form,
    /// A proxy in front, whose X-Forwarded-For is written to the access log as the client; more than once for several
    #[arg(long, value_name = "IP")]
    trust_forwarded: Vec<IpAddr>,
    /// Seconds in which a request must be complete, and in which a client must go on taking its answer
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// Connections at a time; others wait
    #[arg(long, value_name = "NUMBER", default_value_t = 4096, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    connections: u32,
    /// Megabytes of the site that are kept in memory; what is beyond stays in open files
    #[arg(long, value_name = "MB", default_value_t = 512)]
    memory: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Combined,
    Json,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let folder = arguments.folder.clone().unwrap_or_else(|| root.join("public"));
    let tls = arguments.tls_cert.clone().zip(arguments.tls_key.clone());
    let options = Options {
        folder,
        pins: pins(world, &arguments.publisher_key)?,
        allow_unsigned: arguments.allow_unsigned,
        interface: arguments.interface,
        port: arguments.port,
        tls,
        timeout: Duration::from_secs(arguments.timeout),
        connections: arguments.connections as usize,
        memory: u64::from(arguments.memory) << 20,
        log: arguments.access_log.clone(),
        log_form: match arguments.log_format {
            Form::Json => LogForm::Json,
            Form::Combined if output.is_json() => LogForm::Json,
            Form::Combined => LogForm::Combined,
        },
        proxies: arguments.trust_forwarded.clone(),
        log_to_stdout: !output.is_quiet(),
    };
    let talk = output.talk();
    let mut ready = |ready: &crate::serve::Ready| {
        let draft = if ready.draft { ", a draft" } else { "" };
        let words = format!("{} {}{draft}: {}", ready.plan, ready.version, ready.address);
        let facts = json!({
            "address": ready.address,
            "plan": ready.plan,
            "version": ready.version,
            "draft": ready.draft,
            "files": ready.files,
        });
        talk.say(&words, &facts);
    };
    serve(world, &options, &mut ready, &|diagnostics| talk.warn(&diagnostics))?;
    Ok(Exit::Done)
}
