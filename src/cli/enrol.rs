//! `enrol`: gives a copy number its holder key, once per holder.

use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret as _;
use clap::Args;
use serde_json::json;

use super::{
    keygen::{copy_number, exists, refuse_inside_plan},
    output::Output,
};
use crate::{
    diagnostic::{Diagnostic, Exit, Failure, Outcome},
    keys::{self, HolderKey, Passphrase},
    plan::{CopyNumber, DistributionList, Holder, Plan, enrolled},
    register,
    seal::{holder_file, recipient_file, with_recipient},
    theme::{Catalogue, Theme},
    world::{NewFile, World, write_together},
};

#[derive(Args)]
pub(super) struct Arguments {
    /// The copy number
    copy: String,
    /// Make an identity, put it under a generated passphrase, and print the slip
    #[arg(long, required_unless_present = "recipient", conflicts_with = "recipient")]
    passphrase: bool,
    /// Where to write the slip [default: slips/ in TERKAWAL_HOME or the user's data folder]
    #[arg(long, value_name = "FILE", requires = "passphrase")]
    slip: Option<PathBuf>,
    /// The holder's own recipient, from `terkawal keygen holder` or `age-keygen`
    #[arg(long, value_name = "age1…")]
    recipient: Option<String>,
    /// Replace the key the copy has now
    #[arg(long)]
    replace: bool,
}

pub(super) fn run(world: &dyn World, root: &Path, arguments: &Arguments, output: &mut Output) -> Outcome<Exit> {
    let number = copy_number(&arguments.copy)?;
    let plan = Plan::read(world, root)?;
    let list = DistributionList::read(world, &plan)?;
    let holder = holder(&list, &number)?;
    if !holder.recipients.is_empty() && !arguments.replace {
        return Err(Diagnostic::error("E322", format!("copy {number} has a key already"))
            .hint("add --replace if the passphrase or key was lost or the holder changed")
            .into());
    }
    output.fact("copy", json!(number.as_str()));
    let enrolment = Enrolment {
        world,
        plan: &plan,
        list: &list,
        number: &number,
    };
    let is_issued = arguments.replace && world.exists(&plan.root.join(register::PATH));
    if let Some(recipient) = &arguments.recipient {
        enrolment.with_recipient(recipient)?;
        output.line(&format!(
            "copy {number} is sealed to the holder's own key from the next build on"
        ));
        if is_issued {
            tell_next(&number, output);
        }
        output.fact("recipient", json!(recipient));
        return Ok(Exit::Done);
    }
    let slip = slip_path(world, &plan, &number, arguments.slip.as_deref(), arguments.replace)?;
    let recipient = enrolment.with_passphrase(holder, &slip)?;
    output.line(&format!(
        "copy {number} is enrolled; hand this slip to the holder, apart from the copy:"
    ));
    output.line(&format!("  {}", slip.display()));
    if is_issued {
        tell_next(&number, output);
    }
    output.fact("recipient", json!(recipient));
    output.fact("slip", json!(slip.display().to_string()));
    Ok(Exit::Done)
}

/// A new key changes nothing that was issued.
fn tell_next(number: &CopyNumber, output: &mut Output) {
    output.line(&format!(
        "what was issued opens with the key before; issue copy {number} again, unless the next version or a transfer does:"
    ));
    output.line(&format!(
        "  terkawal issue --copies {number} --reason WHY --new-keys {number}"
    ));
}

/// One copy that is about to get its key.
struct Enrolment<'a> {
    world: &'a dyn World,
    plan: &'a Plan,
    list: &'a DistributionList,
    number: &'a CopyNumber,
}

impl Enrolment<'_> {
    /// The list first: while the old holder file is still there, a build refuses the copy instead of sealing it wrongly.
    fn with_recipient(&self, recipient: &str) -> Outcome<()> {
        let list = enrolled(
            self.list,
            self.number,
            recipient,
            self.plan.demonstration,
            &self.plan.scheme,
        )?;
        self.write_list(&list)?;
        let file = self.plan.root.join(holder_file(self.number.as_str()));
        if self.world.exists(&file)
            && let Err(error) = self.world.remove_file(&file)
        {
            self.write_list(self.list.source.text())?;
            return Err(Failure::io("remove", &file, &error));
        }
        let stated = recipient_file(&file);
        if self.world.exists(&stated) {
            // Without the holder file it says nothing to anybody.
            let _ = self.world.remove_file(&stated);
        }
        Ok(())
    }

    /// Slip, holder file and list change together, the list, which makes the new key count, last.
    fn with_passphrase(&self, holder: &Holder, slip: &Path) -> Outcome<String> {
        let catalogue = Theme::load(self.world, self.plan)?.catalogue;
        let passphrase = Passphrase::generate(self.world, self.number)
            .map_err(|error| Failure::io("draw random bytes for", slip, &error))?;
        let key = HolderKey::generate(self.number);
        let recipient = key.recipient().to_string();
        let sealed = keys::seal_with_passphrase(passphrase.secret(), key.text().expose_secret().as_bytes())
            .map_err(|error| Failure::io("seal", slip, &error))?;
        let list = enrolled(
            self.list,
            self.number,
            &recipient,
            self.plan.demonstration,
            &self.plan.scheme,
        )?;
        let text = if self.plan.demonstration {
            format!("{}\n", passphrase.slip_text())
        } else {
            self.slip_text(&catalogue, holder, &passphrase)
        };
        let file = self.plan.root.join(holder_file(self.number.as_str()));
        let public = recipient_file(&file);
        let stated = with_recipient(&recipient, &sealed);
        let new = |path, bytes, private| NewFile { path, bytes, private };
        let files = [
            new(slip, text.as_bytes(), !self.plan.demonstration),
            new(&file, sealed.as_slice(), false),
            new(&public, stated.as_bytes(), false),
        ];
        write_together(self.world, &files, || self.write_list(&list))?;
        Ok(recipient)
    }

    fn write_list(&self, text: &str) -> Outcome<()> {
        let path = self.plan.root.join(DistributionList::PATH);
        self.world
            .replace(&path, text.as_bytes())
            .map_err(|error| Failure::io("write", &path, &error))
    }

    fn slip_text(&self, catalogue: &Catalogue, holder: &Holder, passphrase: &Passphrase) -> String {
        let today = catalogue.date(self.world.today());
        let who = holder.name.as_deref().unwrap_or(&holder.post);
        format!(
            "{}\n{}\n\n{} {}\n{}: {who}\n{}: {today}\n\n    {}\n\n{}\n",
            self.plan.organisation,
            self.plan.title,
            catalogue.word("controlled-copy"),
            self.number,
            catalogue.word("holder"),
            catalogue.word("control-date"),
            passphrase.slip_text(),
            catalogue.word("slip-advice"),
        )
    }
}

fn holder<'a>(list: &'a DistributionList, number: &CopyNumber) -> Outcome<&'a Holder> {
    if let Some(team) = list.teams.iter().find(|team| team.number == *number) {
        return Err(Diagnostic::error("E323", format!("{number} is a team: {}", team.post))
            .hint(format!("enrol its members one by one: {number}-01, {number}-02 …"))
            .into());
    }
    let Some(copy) = list.copy(number) else {
        return Err(
            Diagnostic::error("E324", format!("there is no copy {number} in the distribution list"))
                .hint(format!("add it to {}", DistributionList::PATH))
                .into(),
        );
    };
    copy.holder.as_ref().ok_or_else(|| {
        Diagnostic::error("E325", format!("copy {number} is reserved"))
            .at(copy.place.clone())
            .hint("assign it a holder in the distribution list first")
            .into()
    })
}

fn slip_path(
    world: &dyn World,
    plan: &Plan,
    number: &CopyNumber,
    wish: Option<&Path>,
    replace: bool,
) -> Outcome<PathBuf> {
    if plan.demonstration && wish.is_none() {
        return Ok(plan.root.join(format!("distribution/demo/{number}.passphrase")));
    }
    let path = match wish {
        Some(path) => path.to_owned(),
        // The old slip opens what was issued until now, so the new one lies beside it.
        None => {
            let home = world
                .home()
                .map_err(|error| Failure::io("find", Path::new("TERKAWAL_HOME"), &error))?;
            let name: String = plan
                .reference
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
                .collect();
            let slips = home.join("slips");
            let named = |more: &str| slips.join(format!("{name}-{number}{more}.txt"));
            let beside = (2..=u32::MAX).map(|count| named(&format!("-slip{count}")));
            let mut all = std::iter::once(named("")).chain(beside.filter(|_| replace));
            let free = all.find(|path| !world.exists(path));
            free.unwrap_or_else(|| named(""))
        }
    };
    refuse_inside_plan(world, &path)?;
    if world.exists(&path) {
        return Err(exists(&path));
    }
    Ok(path)
}
