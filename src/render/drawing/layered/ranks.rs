//! The row of every node.

use super::{APART, Graph};

/// Rows by node, and which links run against the stream.
pub(super) struct Ranks {
    pub(super) rank: Vec<usize>,
    pub(super) is_back: Vec<bool>,
}

pub(super) fn ranks(graph: &Graph) -> Ranks {
    let count = graph.nodes.len();
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (link, arc) in graph.links.iter().enumerate() {
        out[arc.from].push(link);
    }
    let is_back = backwards(graph, &out);
    let mut waiting = vec![0_usize; count];
    for (link, arc) in graph.links.iter().enumerate() {
        if !is_back[link] {
            waiting[arc.to] += 1;
        }
    }
    // In the order of writing as far as links allow it; a row that is full sends nodes to the next.
    let mut ready: std::collections::BTreeSet<usize> = (0..count).filter(|node| waiting[*node] == 0).collect();
    let mut rank = vec![0_usize; count];
    let mut filled: Vec<i32> = Vec::new();
    while let Some(node) = ready.pop_first() {
        let width = graph.nodes[node].width;
        let mut row = rank[node];
        while filled
            .get(row)
            .is_some_and(|filled| filled + APART + width > graph.widest)
        {
            row += 1;
        }
        if filled.len() <= row {
            filled.resize(row + 1, -APART);
        }
        filled[row] += APART + width;
        rank[node] = row;
        for link in &out[node] {
            if !is_back[*link] {
                let to = graph.links[*link].to;
                rank[to] = rank[to].max(row + 1);
                waiting[to] -= 1;
                if waiting[to] == 0 {
                    ready.insert(to);
                }
            }
        }
    }
    Ranks { rank, is_back }
}

/// Links that close a circle, when nodes are visited in the order of writing.
fn backwards(graph: &Graph, out: &[Vec<usize>]) -> Vec<bool> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut state = vec![State::New; out.len()];
    let mut is_back = vec![false; graph.links.len()];
    for start in 0..out.len() {
        if state[start] != State::New {
            continue;
        }
        state[start] = State::Open;
        let mut open = vec![(start, 0)];
        while let Some((node, at)) = open.last_mut() {
            let Some(link) = out[*node].get(*at).copied() else {
                state[*node] = State::Done;
                open.pop();
                continue;
            };
            *at += 1;
            let to = graph.links[link].to;
            match state[to] {
                State::New => {
                    state[to] = State::Open;
                    open.push((to, 0));
                }
                State::Open => is_back[link] = true,
                State::Done => {}
            }
        }
    }
    is_back
}
