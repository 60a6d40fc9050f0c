//! Boxes, labels and lines of many graphs keep clear of each other.

use super::*;

struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).expect("small")
    }
}

fn graph(numbers: &mut Numbers, nodes: usize, links: usize) -> Graph {
    Graph {
        nodes: (0..nodes)
            .map(|node| Box {
                width: 100 + 30 * i32::try_from(numbers.below(3)).expect("small"),
                height: 34 + 18 * i32::try_from(numbers.below(4)).expect("small"),
                is_pointed: node % 3 == 1,
            })
            .collect(),
        links: (0..links)
            .map(|link| Arc {
                from: numbers.below(nodes),
                to: numbers.below(nodes),
                label: (link % 3 == 0).then_some((40, 16)),
            })
            .collect(),
        widest: 700,
    }
}

type Edges = (Units, Units, Units, Units);

fn around(middle: Point, width: Units, height: Units) -> Edges {
    let (x, y) = (middle.0 - width / 2, middle.1 - height / 2);
    (x, y, x + width, y + height)
}

fn meet(one: Edges, other: Edges) -> bool {
    one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
}

fn check(graph: &Graph) {
    let layout = lay_out(graph);
    let boxes: Vec<Edges> = graph
        .nodes
        .iter()
        .zip(&layout.nodes)
        .map(|(shape, middle)| around(*middle, shape.width, shape.height))
        .collect();
    let labels: Vec<Edges> = graph
        .links
        .iter()
        .zip(&layout.labels)
        .filter_map(|(arc, middle)| Some(around((*middle)?, arc.label?.0, arc.label?.1)))
        .collect();
    assert_eq!(
        labels.len(),
        graph.links.iter().filter(|arc| arc.label.is_some()).count()
    );
    let all: Vec<Edges> = boxes.iter().chain(&labels).copied().collect();
    for (at, one) in all.iter().enumerate() {
        assert!(
            one.0 >= 0 && one.1 >= 0 && one.2 <= layout.width + 2 && one.3 <= layout.height + 2,
            "{one:?} is outside of {} × {}",
            layout.width,
            layout.height
        );
        for other in &all[..at] {
            assert!(!meet(*one, *other), "{one:?} meets {other:?}");
        }
    }
    for (line, arc) in layout.lines.iter().zip(&graph.links) {
        assert!(line.len() > 1, "every link is drawn");
        for pair in line.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            assert!(from.0 == to.0 || from.1 == to.1, "{pair:?} is slanted");
            for shape in &boxes {
                // One unit inside: lines touch the boxes they link.
                let inside = (shape.0 + 1, shape.1 + 1, shape.2 - 1, shape.3 - 1);
                let stroke = (
                    from.0.min(to.0),
                    from.1.min(to.1),
                    from.0.max(to.0) + 1,
                    from.1.max(to.1) + 1,
                );
                assert!(!meet(inside, stroke), "{pair:?} runs through {shape:?}");
            }
        }
        let end = line[line.len() - 1];
        let shape = boxes[arc.to];
        assert!(
            end.1 == shape.1 && shape.0 < end.0 && end.0 < shape.2,
            "a line ends above its box: {end:?} {shape:?}"
        );
    }
}

#[test]
fn nothing_overlaps_in_small_graphs() {
    let mut numbers = Numbers(7);
    for _ in 0..400 {
        let nodes = 1 + numbers.below(14);
        let links = numbers.below(2 * nodes);
        check(&graph(&mut numbers, nodes, links));
    }
}

#[test]
fn the_largest_graphs_are_laid_out() {
    let mut numbers = Numbers(11);
    check(&graph(&mut numbers, 500, 2_000));
    let chain = |links: Vec<(usize, usize)>| {
        let mut graph = graph(&mut Numbers(3), 500, 0);
        graph.links = links
            .into_iter()
            .map(|(from, to)| Arc { from, to, label: None })
            .collect();
        graph
    };
    check(&chain((0..499).map(|node| (node, node + 1)).collect()));
    check(&chain((1..500).map(|node| (0, node)).collect()));
    check(&chain((0..2_000).map(|link| (link % 20, 480 + link % 17)).collect()));
}

#[test]
fn a_chain_stands_in_one_column() {
    let node = Box {
        width: 120,
        height: 40,
        is_pointed: false,
    };
    let arc = |from, to| Arc { from, to, label: None };
    let layout = lay_out(&Graph {
        nodes: vec![node; 4],
        links: vec![arc(0, 1), arc(1, 2), arc(2, 3)],
        widest: 700,
    });
    assert!(layout.nodes.iter().all(|place| place.0 == layout.nodes[0].0));
    assert!(layout.nodes.windows(2).all(|pair| pair[0].1 < pair[1].1));
    assert_eq!(layout.width, 121);
    assert!(layout.lines.iter().all(|line| line.len() == 2), "straight down");
}
