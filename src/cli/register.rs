//! `register`: reading the register, and one verb for each thing that happens to a copy.

mod ack;
mod book;
mod certificate;
mod correct;
mod destroy;
mod hosted;
pub(super) mod list;
mod lost;
mod recall;
mod reclassify;
mod returned;
mod transfer;

use std::path::Path;

use clap::{Args, Subcommand};

pub(super) use list::not_pinned;

use super::output::Output;
use crate::{
    diagnostic::{Exit, Outcome},
    world::World,
};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Show every entry
    List(list::Pin),
    /// Check chain, signatures, clock and states, and that nothing was rolled back
    Verify(list::Pin),
    /// A holder has the copy: the receipt code from inside it, or a signed form
    Ack(ack::Arguments),
    /// A copy passes to a successor, who gets it anew
    Transfer(transfer::Arguments),
    /// Ask for a copy back
    Recall(recall::Arguments),
    /// A copy came back
    Return(returned::Arguments),
    /// A copy was destroyed before two witnesses; prints the certificate
    Destroy(destroy::Arguments),
    /// A copy is lost; the 24 hours to tell the originator begin
    Lost(lost::Arguments),
    /// The originator was told of a loss
    Told(lost::Told),
    /// Matter that was sealed may be open, or the other way round
    Reclassify(reclassify::Arguments),
    /// Say what an earlier entry has wrong; that entry stays as it is
    Correct(correct::Arguments),
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    match &arguments.verb {
        Verb::List(pin) => list::run(world, root, pin, true, output),
        Verb::Verify(pin) => list::run(world, root, pin, false, output),
        Verb::Ack(arguments) => ack::run(world, root, arguments, output),
        Verb::Transfer(arguments) => transfer::run(world, root, arguments, output),
        Verb::Recall(arguments) => recall::run(world, root, arguments, output),
        Verb::Return(arguments) => returned::run(world, root, arguments, output),
        Verb::Destroy(arguments) => destroy::run(world, root, arguments, output),
        Verb::Lost(arguments) => lost::run(world, root, arguments, output),
        Verb::Told(arguments) => lost::told(world, root, arguments, output),
        Verb::Reclassify(arguments) => reclassify::run(world, root, arguments, output),
        Verb::Correct(arguments) => correct::run(world, root, arguments, output),
    }
}
