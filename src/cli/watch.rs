//! `watch`: the plan in the secretary's browser while it is written.

use std::{
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use serde_json::json;
use tokio::sync::watch;

use super::{
    build::prepare_preview,
    output::{Output, Talk},
};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome},
    digest,
    preview::{self, Before, Gate, Session, Viewer, Visit, Watching},
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
        prepare_preview(world, root, &mut Before::default())?;
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
    let session =
        Arc::new(Session::begin(world, root, prepare_preview).map_err(|error| failed("draw chance", &error))?);
    if let Some(site) = session
        .state()
        .site
        .as_ref()
        .filter(|site| !site.has_view(&arguments.viewer))
    {
        return Err(no_such_view(&arguments.viewer, &site.held()));
    }
    let address = listening.address();
    let gate = Gate::new(address, secret(world)?, secret(world)?, secret(world)?);
    let entrance = format!("http://{address}{}", gate.entrance());
    let talk = output.talk();
    tell(&session, talk, true);
    talk.say(
        &format!("  preview: {entrance}\n  it opens once, in one browser; Ctrl+C ends it"),
        &json!({"preview": entrance}),
    );
    let note = (!arguments.no_open).then(|| Note::write(world, &entrance)).flatten();
    if !arguments.no_open && !note.as_ref().is_some_and(Note::open) {
        output.line("  no browser could be started: open the address yourself");
    }
    let (sender, generation) = watch::channel(session.state().generation);
    let start = format!("/{}/", arguments.viewer);
    let watcher = Arc::clone(&session);
    // Ends with the process: it waits for events that may never come.
    std::thread::spawn(move || follow(watching, &watcher, &sender, talk));
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    let note = Arc::new(note);
    let at_door = Arc::clone(&note);
    let doorkeeper = Box::new(move |visit| match visit {
        Visit::First => at_door.iter().for_each(Note::remove),
        Visit::Again => talk.warn(&[opened_twice()]),
    });
    let served = runtime.block_on(listening.serve(session, (gate, doorkeeper), generation, start, stop));
    note.iter().for_each(Note::remove);
    served.map_err(|error| failed("answer", &error))?;
    Ok(Exit::Done)
}

/// A page beside the secretary's keys that leads to the entrance. The browser is told its name alone: anybody on a computer
/// can read with what a program was started.
struct Note {
    world: &'static dyn World,
    path: PathBuf,
}

impl Note {
    /// `None` where it cannot be written; the address is printed in any case.
    fn write(world: &'static dyn World, entrance: &str) -> Option<Self> {
        let path = world.home().ok()?.join(format!("watch-{}.html", std::process::id()));
        let page = format!(
            "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta http-equiv=\"refresh\" content=\"0; url={entrance}\">\n<title>terkawal</title>\n"
        );
        // One that a run with the same number left when it was killed.
        let _ = world.remove_file(&path);
        world.write_private(&path, page.as_bytes()).ok()?;
        Some(Self { world, path })
    }

    /// Whether a browser could be started with it.
    fn open(&self) -> bool {
        open::that_detached(&self.path).is_ok()
    }

    fn remove(&self) {
        // The one who entered first took it away already.
        let _ = self.world.remove_file(&self.path);
    }
}

fn no_such_view(viewer: &Viewer, held: &[&str]) -> Failure {
    let held = if held.is_empty() {
        "no copy has a holder yet; see distribution/list.yaml".to_owned()
    } else {
        format!("copies with a holder: {}", held.join(", "))
    };
    Diagnostic::error(
        "E560",
        format!("nobody holds copy {viewer}, so nobody sees the plan with it"),
    )
    .hint(held)
    .hint("or `--as open` for all staff, `--as all` for the plan secretary")
    .into()
}

fn opened_twice() -> Diagnostic {
    Diagnostic::warning(
        "E561",
        "the address of the preview was opened a second time, and refused",
    )
    .hint(
        "if that was not you, and your browser shows no preview: end it with Ctrl+C, since somebody else entered first",
    )
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
