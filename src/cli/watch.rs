//! `watch`: the plan in the secretary's browser while it is written.

use std::{
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr},
    path::Path,
    sync::Arc,
};

use clap::Args;
use serde_json::json;
use tokio::sync::watch;

use super::{
    build,
    output::{Output, Talk},
};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome},
    digest,
    preview::{self, Compiled, Gate, Session, Viewer, Watching},
    world::World,
};

#[derive(Args)]
pub(super) struct Arguments {
    /// Through whose eyes: open (all staff), all (the secretary), or a copy number
    #[arg(long = "as", value_name = "WHO", default_value = "all")]
    viewer: Viewer,
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
    /// Loopback address to listen on
    #[arg(short, long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    interface: IpAddr,
    /// Port; 0 takes a free one
    #[arg(short, long, default_value_t = 1957)]
    port: u16,
    /// Read the folder again and again, for network drives that tell of no changes
    #[arg(long)]
    poll: bool,
}

pub(super) fn compile(world: &dyn World, root: &Path) -> Outcome<Compiled> {
    let prepared = build::prepare_preview(world, root)?;
    Ok(Compiled {
        plan: prepared.plan,
        list: prepared.list,
        theme: prepared.theme,
        document: prepared.document,
        partition: prepared.partition,
        warnings: prepared.warnings,
    })
}

pub(super) fn run(
    world: &'static (dyn World + 'static),
    root: &Path,
    arguments: &Arguments,
    output: &mut Output,
) -> Outcome<Exit> {
    if !arguments.interface.is_loopback() {
        return Err(Diagnostic::error("E550", format!("{} is not an address of this machine alone", arguments.interface))
            .hint("a preview shows sealed text and is for this machine only; to host the plan, issue it and use `terkawal serve`")
            .into());
    }
    if !world.exists(&root.join("plan.yaml")) {
        // Told as by every other verb; a preview of something else would wait for ever.
        compile(world, root)?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| failed("start", &error))?;
    let listening = runtime
        .block_on(preview::listen(arguments.interface, arguments.port))
        .map_err(|error| not_listening(arguments, &error))?;
    let watching = preview::watch(root, arguments.poll).map_err(|error| not_watching(&error))?;
    let session = Arc::new(Session::begin(world, root, compile).map_err(|error| failed("draw chance", &error))?);
    let address = listening.address();
    let (ticket, token) = (secret(world)?, secret(world)?);
    let entrance = format!("http://{address}/?ticket={ticket}");
    let talk = output.talk();
    tell(&session, talk, true);
    talk.say(
        &format!("  preview: {entrance}\n  it opens once, in one browser; Ctrl+C ends it"),
        &json!({"preview": entrance}),
    );
    if !arguments.no_open && open::that_detached(&entrance).is_err() {
        output.line("  no browser could be started: open the address yourself");
    }
    let (sender, generation) = watch::channel(session.state().generation);
    let gate = Gate::new(address.port(), ticket, token);
    let start = format!("/{}/", arguments.viewer);
    let watcher = Arc::clone(&session);
    // Ends with the process: it waits for events that may never come.
    std::thread::spawn(move || follow(watching, &watcher, &sender, talk));
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    runtime
        .block_on(listening.serve(session, gate, generation, start, stop))
        .map_err(|error| failed("answer", &error))?;
    Ok(Exit::Done)
}

/// Takes every change in, and says on the terminal what the browser shows.
fn follow(mut watching: Watching, session: &Session, generation: &watch::Sender<u64>, talk: Talk) {
    while let Some(changes) = watching.wait() {
        match session.changed(&changes) {
            Ok(true) => {
                tell(session, talk, false);
                let _ = generation.send(session.state().generation);
            }
            Ok(false) => {}
            Err(error) => talk.warn(&failed("draw chance", &error).diagnostics),
        }
    }
}

/// The state in a line, or all faults.
fn tell(session: &Session, talk: Talk, first: bool) {
    let state = session.state();
    if !state.faults.is_empty() {
        talk.warn(&state.faults);
        return;
    }
    let Some(site) = &state.site else { return };
    let warnings = site.warnings();
    let count = match warnings.len() {
        0 => String::new(),
        count => format!(", warnings: {count}"),
    };
    let changed = if first { "" } else { ", changed" };
    talk.say(
        &format!("{}{changed}{count}", site.name()),
        &json!({"generation": state.generation, "warnings": warnings.len()}),
    );
    if first && !warnings.is_empty() {
        talk.warn(warnings);
    }
}

fn secret(world: &dyn World) -> Outcome<String> {
    let mut bytes = [0; 24];
    world
        .fill_random(&mut bytes)
        .map_err(|error| failed("draw chance", &error))?;
    Ok(digest::hex(&bytes)[..48].to_owned())
}

fn failed(doing: &str, error: &std::io::Error) -> Failure {
    Failure::environment(
        Diagnostic::error("E551", format!("the preview cannot {doing}: {error}"))
            .hint("run the command again; if it stays, start the computer anew"),
    )
}

fn not_listening(arguments: &Arguments, error: &std::io::Error) -> Failure {
    let (interface, port) = (arguments.interface, arguments.port);
    let hint = match error.kind() {
        ErrorKind::AddrInUse => format!(
            "another program, perhaps another preview, has port {port}: end it, or choose another with `--port {}`",
            port.saturating_add(1)
        ),
        ErrorKind::PermissionDenied => "choose a port of 1024 or higher with `--port`".to_owned(),
        _ => "choose another address with `--interface`, or another port with `--port`".to_owned(),
    };
    Failure::environment(
        Diagnostic::error("E552", format!("cannot listen on {interface}, port {port}: {error}")).hint(hint),
    )
}

fn not_watching(error: &notify::Error) -> Failure {
    Failure::environment(
        Diagnostic::error("E553", format!("cannot watch the plan folder: {error}"))
            .hint("run the command with `--poll`, which reads the folder again and again"),
    )
}
