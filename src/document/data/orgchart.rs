//! `orgchart`: posts and teams, and who stands under whom.

use std::{collections::BTreeMap, ops::Range};

use super::{
    fields::{self, Fields, Report, Text},
    node::{Node, Value},
    procedure::taken,
};

/// Posts of one chart.
const MOST: usize = 2_000;
/// Levels of one chart.
const DEEPEST: usize = 12;

/// A post or a team, with what is under it.
pub struct Post {
    /// What the post or team is called.
    pub title: Text,
    /// Whether it is a team.
    pub is_team: bool,
    /// Who holds it.
    pub name: Option<Text>,
    /// A remark, such as an abbreviation.
    pub note: Option<Text>,
    /// Members of a team.
    pub members: Vec<Text>,
    /// Posts and teams under it, in order.
    pub below: Vec<Post>,
}

/// One post as a tree, or a list of rows that name what they stand under.
pub(super) fn parse(node: Node, report: &mut Report<'_>) -> Option<Post> {
    match node.value {
        Value::List(rows) => flat(rows, report),
        _ => {
            let mut count = 0;
            nested(node, 1, &mut count, report)
        }
    }
}

fn nested(node: Node, depth: usize, count: &mut usize, report: &mut Report<'_>) -> Option<Post> {
    let mut fields = Fields::of(node, report)?;
    let at = fields::first_line(&fields.at, report);
    *count += 1;
    if *count == MOST + 1 || (depth == DEEPEST + 1 && *count <= MOST) {
        too_large(&at, report);
    }
    if *count > MOST || depth > DEEPEST {
        return None;
    }
    let post = post(&mut fields, &at, report);
    let below = fields.optional_list("below", report);
    fields.finish(report);
    let below = below
        .into_iter()
        .filter_map(|node| nested(node, depth + 1, count, report))
        .collect();
    post.map(|post| Post { below, ..post })
}

fn post(fields: &mut Fields, at: &Range<usize>, report: &mut Report<'_>) -> Option<Post> {
    let has = ["post", "team"].map(|key| fields.has(key));
    let post = fields.optional("post", report);
    let team = fields.optional("team", report);
    let name = fields.optional("name", report);
    let note = fields.optional("note", report);
    let members = fields.texts("members", report);
    if has[0] == has[1] {
        report.fault(
            at,
            "E267",
            "each box has either `post` or `team`",
            "write what the post is called; `name` is for the person",
        );
    }
    let is_team = team.is_some();
    Some(Post {
        title: post.or(team)?,
        is_team,
        name,
        note,
        members,
        below: Vec::new(),
    })
}

fn too_large(at: &Range<usize>, report: &mut Report<'_>) {
    report.fault(
        at,
        "E269",
        &format!("a chart has at most {MOST} posts on {DEEPEST} levels"),
        "draw a chart of its own for each department",
    );
}

struct Row {
    at: Range<usize>,
    id: Option<Text>,
    under: Option<Text>,
    post: Option<Post>,
}

/// Rows as a spreadsheet has them: `under` names the id or the title of another row.
fn flat(rows: Vec<Node>, report: &mut Report<'_>) -> Option<Post> {
    if let Some(row) = rows.get(MOST) {
        too_large(&fields::first_line(&row.at, report), report);
        return None;
    }
    let count = rows.len();
    let rows: Vec<Row> = rows.into_iter().filter_map(|row| row_of(row, report)).collect();
    // Who stands under whom is asked only when all are known.
    if rows.len() < count || rows.iter().any(|row| row.post.is_none()) {
        return None;
    }
    let places: Vec<Range<usize>> = rows.iter().map(|row| row.at.clone()).collect();
    let above = above(&rows, report)?;
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    let mut heads = Vec::new();
    for (index, above) in above.iter().enumerate() {
        match above {
            Some(above) => below[*above].push(index),
            None => heads.push(index),
        }
    }
    for extra in heads.iter().skip(1) {
        report.fault(
            &places[*extra],
            "E268",
            "one post stands at the top, and this is another",
            "name in `under` what it stands under",
        );
    }
    let (Some(head), [] | [_]) = (heads.first(), heads.as_slice()) else {
        if heads.is_empty() {
            in_circle(&places[0], report);
        }
        return None;
    };
    // From the head outwards, so that what is not seen stands in a circle.
    let mut order = vec![(*head, 1)];
    let mut at = 0;
    while let Some((index, depth)) = order.get(at).copied() {
        if depth > DEEPEST {
            too_large(&places[index], report);
            return None;
        }
        order.extend(below[index].iter().map(|child| (*child, depth + 1)));
        at += 1;
    }
    if let Some(lost) = (0..rows.len()).find(|index| order.iter().all(|(seen, _)| seen != index)) {
        in_circle(&places[lost], report);
        return None;
    }
    let mut posts: Vec<Option<Post>> = rows.into_iter().map(|row| row.post).collect();
    for (index, _) in order.iter().rev() {
        let children = below[*index].iter().filter_map(|child| posts[*child].take()).collect();
        if let Some(post) = &mut posts[*index] {
            post.below = children;
        }
    }
    posts[*head].take()
}

fn in_circle(at: &Range<usize>, report: &mut Report<'_>) {
    report.fault(
        at,
        "E268",
        "this post stands under itself",
        "follow `under` upwards; it must lead to the post at the top, which has none",
    );
}

fn row_of(node: Node, report: &mut Report<'_>) -> Option<Row> {
    let mut fields = Fields::of(node, report)?;
    let at = fields::first_line(&fields.at, report);
    let post = post(&mut fields, &at, report);
    let has = ["id", "under"].map(|key| fields.has(key));
    let id = fields.optional("id", report);
    let under = fields.optional("under", report);
    fields.finish(report);
    // A row whose place cannot be read has none.
    (has == [id.is_some(), under.is_some()]).then_some(Row { at, id, under, post })
}

/// What each row stands under; nothing when a name is not found.
fn above(rows: &[Row], report: &mut Report<'_>) -> Option<Vec<Option<usize>>> {
    let mut ids = BTreeMap::new();
    let mut titles: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        if let Some(id) = &row.id
            && ids.insert(id.value.as_str(), index).is_some()
        {
            taken(&id.at, report);
        }
        if let Some(post) = &row.post {
            titles.entry(&post.title.value).or_default().push(index);
        }
    }
    let mut good = true;
    let found = rows.iter().map(|row| {
        let under = row.under.as_ref()?;
        let by_title = || titles.get(under.value.as_str()).filter(|found| found.len() == 1);
        let above = ids.get(under.value.as_str()).or_else(|| by_title()?.first()).copied();
        if above.is_none() {
            good = false;
            report.fault(
                &under.at,
                "E261",
                "nothing here has this id",
                "write the `id` of a row, or the title of a post that stands here only once",
            );
        }
        above
    });
    let found = found.collect();
    good.then_some(found)
}
