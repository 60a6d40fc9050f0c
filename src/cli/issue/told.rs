//! What the secretary is told of an issue.

use serde_json::json;

use super::release::Run;
use crate::{
    cli::output::{Output, counted},
    plan::{CopyNumber, Medium},
    register::Appended,
    release::{StagedCopy, Summary},
};

impl Run<'_> {
    /// Of copies issued again: where the ones before are now, and what is still to be done about them.
    pub(super) fn tell_withdrawn(&self, withdrawn: &[(String, String)], output: &mut Output) {
        if self.task.wish.copies.is_empty() {
            return;
        }
        for (from, to) in withdrawn {
            output.line(&format!("  withdrawn: {from}, now {to}"));
        }
        let is_on = |medium| self.held().any(|(_, holder)| holder.medium == medium);
        let public = self.folders.place("public");
        let public = public.display();
        if is_on(Medium::File) {
            output.line(&format!(
                "  host {public} anew, so that the files before are no longer offered"
            ));
            output.line(
                "  a file that was downloaded or handed over before still opens with the slip or key it was made for",
            );
        } else {
            output.line(&format!(
                "  host {public} anew: it is signed anew, at this entry of the register"
            ));
        }
        if is_on(Medium::Paper) {
            output.line("  sheets that were handed out before can be read by anybody: ask for them back");
        }
        output.fact(
            "withdrawn",
            json!(withdrawn.iter().map(|(from, _)| from).collect::<Vec<_>>()),
        );
    }

    pub(super) fn tell(&self, summary: &Summary, appended: &Appended, output: &mut Output) {
        let plan = &self.prepared.plan;
        let numbers: Vec<&CopyNumber> = self.held().map(|(number, _)| number).collect();
        if self.task.wish.copies.is_empty() {
            output.line(&format!("{} {} issued", plan.short_title, plan.version));
            output.line(&format!("  hosted: {}", self.folders.place("public").display()));
        } else {
            let count = numbers.len();
            let numbers: Vec<&str> = numbers.iter().map(|number| number.as_str()).collect();
            let numbers = numbers.join(", ");
            output.line(&format!(
                "{} {}: {} {numbers} issued again",
                plan.short_title,
                plan.version,
                if count == 1 { "copy" } else { "copies" }
            ));
        }
        let folder = self.folders.place(&format!("copies/{}", plan.version));
        let is_printed = |copy: &&StagedCopy| {
            self.held()
                .any(|(number, holder)| *number == copy.number && holder.medium == Medium::Paper)
        };
        let (printed, sealed): (Vec<&StagedCopy>, Vec<_>) = summary.copies.iter().partition(is_printed);
        if !sealed.is_empty() {
            let copies = counted(sealed.len(), "copy", "copies");
            output.line(&format!("  {copies}: {}", folder.display()));
        }
        for copy in printed {
            let page = folder.join(format!("salinan-{}.html", copy.number));
            let page = page.display();
            output.line(&format!("  to be printed with the master passphrase: {page}"));
        }
        for (what, numbers) in [
            ("new keys", &self.task.wish.new_keys),
            ("same holders", &self.task.wish.same_holders),
        ] {
            if !numbers.is_empty() {
                output.line(&format!("  {what}: {}", listed(numbers)));
            }
        }
        let head = &appended.head;
        output.line(&format!("register: entry {} {}", head.number, head.hash.as_str()));
        for copy in &summary.copies {
            let (number, sections) = (&copy.number, copy.sections);
            let sections = counted(sections, "sealed section or block", "sealed sections and blocks");
            output.detail(&format!("  copy {number}: {sections}"));
        }
        output.fact("version", json!(plan.version));
        output.fact("content", json!(self.content.digest()));
        output.fact("copies", json!(numbers));
        output.fact("head", json!(head));
    }
}

fn listed(numbers: &[CopyNumber]) -> String {
    let numbers: Vec<&str> = numbers.iter().map(CopyNumber::as_str).collect();
    numbers.join(", ")
}
