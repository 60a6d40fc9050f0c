//! The stages of `build`, composed as the command line does, with every output file kept in memory.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Mutex, PoisonError},
};

use terkawal::{
    classify::Partition,
    diagnostic::{Failure, Findings, Outcome},
    document::Document,
    layout::{Edition, Pages},
    plan::{CopyNumber, DistributionList, Plan},
    release::Release,
    render::Fragments,
    seal,
    source::Sources,
    theme::{Catalogue, Theme},
    world::World,
};

/// The plan folder of every world here.
pub const ROOT: &str = "plan";

/// Files by path, also those that were handed over before a failure.
pub struct Built {
    pub files: BTreeMap<String, Vec<u8>>,
    pub failure: Option<Failure>,
    /// Ids of sections and blocks, and whether each is open.
    pub open: BTreeMap<String, bool>,
}

/// How far to go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// To the pages of the open site: a tenth of the time.
    Pages,
    /// To sealed copies and the leak gate.
    Everything,
}

impl Depth {
    /// Everything in the test suite; under the fuzzer for one input in thirty-two, the same ones in every run.
    pub fn of(data: &[u8]) -> Self {
        let sum = data
            .iter()
            .fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)));
        if cfg!(test) || sum.is_multiple_of(32) {
            Self::Everything
        } else {
            Self::Pages
        }
    }
}

/// What `build` does before it renames.
pub fn build(world: &dyn World, depth: Depth) -> Built {
    let files = Mutex::new(BTreeMap::new());
    let mut open = BTreeMap::new();
    let failure = stages(world, depth, &files, &mut open).err();
    Built {
        files: files.into_inner().unwrap_or_else(PoisonError::into_inner),
        failure,
        open,
    }
}

fn stages(
    world: &dyn World,
    depth: Depth,
    files: &Mutex<BTreeMap<String, Vec<u8>>>,
    open: &mut BTreeMap<String, bool>,
) -> Outcome<()> {
    let plan = Plan::read(world, Path::new(ROOT))?;
    let mut findings = Findings::default();
    let theme = collect(Theme::load(world, &plan), &mut findings);
    let list = collect(DistributionList::collect(world, &plan, &mut findings), &mut findings)
        .unwrap_or_else(|| DistributionList::unreadable(plan.source.clone()));
    let sources = collect(Sources::read(world, &plan, &mut findings), &mut findings);
    let embedded = Catalogue::embedded(plan.language);
    let catalogue = theme.as_ref().map_or(&embedded, |theme| &*theme.catalogue);
    let document = sources.map(|sources| Document::build(world, &plan, &list, &sources, catalogue, &mut findings));
    for section in document.iter().flat_map(|document| &document.sections) {
        for container in section.body.walk() {
            open.insert(container.id.clone(), container.marking.is_open());
        }
    }
    if document.as_ref().is_some_and(Document::has_sealed) {
        findings.extend(seal::check_keys(&list));
    }
    findings.finish()?;
    let (Some(theme), Some(document)) = (theme, document) else {
        panic!("a stage failed without saying why");
    };
    let fragments = Fragments::render(&plan, &list, &theme.catalogue, &document);
    let partition = Partition::split(&plan, &document, fragments);
    let copies: Vec<CopyNumber> = list.filed().map(|(copy, _)| copy.number.clone()).collect();
    let edition = Edition {
        plan: &plan,
        draft: true,
        issued: plan.date,
        earlier: &[],
        copies: &copies,
        has_sealed: partition.has_sealed(),
    };
    let pages = Pages::lay_out(&edition, &theme, &partition.open)?;
    if depth == Depth::Pages {
        let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
        files.extend(
            pages
                .files
                .into_iter()
                .map(|file| (format!("site/{}", file.path), file.bytes)),
        );
        return Ok(());
    }
    let release = Release {
        world,
        plan: &plan,
        list: &list,
        theme: &theme,
        partition: &partition,
        pages: &pages,
        issue: None,
    };
    let sink = |path: &str, bytes: &[u8]| {
        files
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path.to_owned(), bytes.to_vec());
        Ok(())
    };
    release.stage(&sink, &|_| ()).map(drop)
}

fn collect<T>(outcome: Outcome<T>, findings: &mut Findings) -> Option<T> {
    outcome.map_err(|failure| findings.absorb(failure)).ok()
}
