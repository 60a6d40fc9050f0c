//! Charts of many forms fit their page, and their boxes keep clear of each other.

use std::collections::BTreeMap;

use super::{tree::Placed, *};

fn post(title: &str, below: Vec<Post>) -> Post {
    Post {
        title: title.into(),
        is_team: title.len().is_multiple_of(2),
        name: None,
        note: None,
        members: Vec::new(),
        below,
    }
}

fn leaves(count: usize) -> Vec<Post> {
    (0..count)
        .map(|at| {
            post(
                &format!("Pembantu Tadbir {at} {}", "Bahagian ".repeat(at % 4)),
                Vec::new(),
            )
        })
        .collect()
}

/// Every level has this many posts under each.
fn full(levels: usize, each: usize) -> Post {
    let below = if levels == 0 {
        Vec::new()
    } else {
        (0..each).map(|_| full(levels - 1, each)).collect()
    };
    post("Ketua Penolong Pengarah", below)
}

fn count(post: &Post) -> usize {
    1 + post.below.iter().map(count).sum::<usize>()
}

#[test]
fn boxes_keep_clear_and_every_post_is_drawn() {
    let uneven = post(
        "Yang Dipertua",
        vec![
            post("Setiausaha", leaves(3)),
            post(
                "Pengarah",
                vec![post("Timbalan", leaves(9)), post("Timbalan", leaves(1))],
            ),
            post("Penasihat", Vec::new()),
        ],
    );
    for head in [
        post("Seorang", Vec::new()),
        uneven,
        post("Ketua", leaves(5)),
        post("Ketua", leaves(40)),
        post("Ketua", leaves(1_000)),
        full(3, 3),
        full(2, 6),
        full(11, 1),
    ] {
        let mut charts = Vec::new();
        split(&head, &mut BTreeMap::new(), &mut charts);
        assert!(charts.len() <= 1 + count(&head) / 6, "{} charts", charts.len());
        let mut drawn = 0;
        for chart in &charts {
            let tree = lay_out(chart);
            assert!(tree.width <= PAGE, "{} wide", tree.width);
            assert!(tree.height <= SHEET, "{} high", tree.height);
            for (at, one) in tree.boxes.iter().enumerate() {
                let edges = |placed: &Placed<'_, '_>| {
                    (
                        placed.x,
                        placed.y,
                        placed.x + placed.width,
                        placed.y + placed.lines.height(),
                    )
                };
                let a = edges(one);
                assert!(a.0 >= 0 && a.1 >= 0 && a.2 <= tree.width && a.3 <= tree.height);
                for other in &tree.boxes[..at] {
                    let b = edges(other);
                    let meet = a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3;
                    assert!(!meet, "{a:?} meets {b:?}");
                }
                for line in one.lines.title.iter().chain(&one.lines.rest) {
                    assert!(text::width(line) <= one.width - 2 * PAD, "{line} is too wide");
                }
                for line in &tree.lines {
                    for pair in line.windows(2) {
                        let stroke = (
                            pair[0].0.min(pair[1].0),
                            pair[0].1.min(pair[1].1),
                            pair[0].0.max(pair[1].0),
                            pair[0].1.max(pair[1].1),
                        );
                        let through = a.0 < stroke.2 && stroke.0 < a.2 && a.1 < stroke.3 && stroke.1 < a.3;
                        let through = through
                            || (stroke.0 == stroke.2
                                && a.0 < stroke.0
                                && stroke.0 < a.2
                                && a.1 < stroke.3
                                && stroke.1 < a.3)
                            || (stroke.1 == stroke.3
                                && a.1 < stroke.1
                                && stroke.1 < a.3
                                && a.0 < stroke.2
                                && stroke.0 < a.2);
                        assert!(!through, "a line {stroke:?} runs through {a:?}");
                    }
                }
            }
            drawn += tree.boxes.len();
        }
        // A post whose chart goes on elsewhere is drawn there again as its head.
        assert!(drawn >= count(&head));
        let again = charts.len() - 1;
        assert!(drawn - count(&head) <= again, "{drawn} boxes of {}", count(&head));
    }
}
