//! The files of an issue: laid out, sealed and signed.

use super::{desk::Register, release::Run};
use crate::{
    cli::{build::Prepared, output::Output},
    diagnostic::Outcome,
    issue::{Hosted, seal_memory},
    layout::{Edition, IssuedVersion, Pages},
    marks::TraceSecret,
    plan::CopyNumber,
    register::{Head, States},
    release::{Again, Issue, Release, Secretary, Sink, Summary},
    seal::Imprint,
};

/// Everything that the files of an issue are made from.
pub(super) struct Stage<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) register: &'a Register<'a>,
    pub(super) states: &'a States,
    pub(super) before: &'a Head,
    pub(super) hosted: Option<&'a Hosted>,
    pub(super) archive: Option<&'a [u8]>,
    pub(super) secret: &'a TraceSecret,
}

impl Stage<'_> {
    /// Lays out, seals and signs, and hands every file to the sink.
    pub(super) fn write(&self, sink: &Sink<'_>, output: &Output) -> Outcome<Summary> {
        let run = self.run;
        let Prepared {
            plan,
            list,
            theme,
            partition,
            ..
        } = run.prepared;
        let others = self.register.history.versions().rev();
        let earlier: Vec<IssuedVersion> = others
            .filter(|issue| issue.version != plan.version)
            .map(|issue| IssuedVersion {
                number: issue.version.clone(),
                date: issue.date,
            })
            .collect();
        let copies: Vec<CopyNumber> = list.filed().map(|(copy, _)| copy.number.clone()).collect();
        let edition = Edition {
            plan,
            draft: false,
            issued: run.task.wish.date,
            earlier: &earlier,
            copies: &copies,
            has_sealed: partition.has_sealed(),
        };
        let pages = Pages::lay_out(&edition, theme, &partition.open)?;
        let seal = |memory: &[u8]| seal_memory(memory, &run.publisher.passphrase);
        let secretary = self.archive.map(|archive| Secretary {
            archive,
            seal_memory: &seal,
        });
        let issue = Issue {
            key: &run.publisher.key,
            imprint: Imprint {
                issued: run.task.wish.date,
                head: self.before,
                secret: self.secret,
                generation: &|number| self.states.next_generation(number, &plan.version),
            },
            master: run.master,
            earlier: &earlier,
            manifests: &self.register.history.manifests(),
            secretary: secretary.as_ref(),
            zip: run.task.zip,
            again: self.hosted.map(|hosted| Again {
                numbers: &run.task.wish.copies,
                manifest: &hosted.manifest,
                site: &hosted.site,
                sums: &hosted.sums,
            }),
        };
        let release = Release {
            world: run.world,
            plan,
            list,
            theme,
            partition,
            pages: &pages,
            issue: Some(&issue),
        };
        let bar = output.progress(copies.len(), "sealing copies");
        let summary = release.stage(sink, &|count| bar.inc(count as u64))?;
        bar.finish_and_clear();
        Ok(summary)
    }
}
