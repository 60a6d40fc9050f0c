//! The part of Graphviz' `dot` language that says what a process diagram says.
//!
//! Everything else is refused with its place: a diagram never shows less than its author wrote.

mod tokens;

use std::{collections::BTreeMap, ops::Range};

use super::{Direction, Flow, FlowLink, FlowNode, Kind, MOST_LINKS, MOST_NODES, Report, too_large};
use tokens::{Fault, Result, Token, Tokens, fault, unknown};

/// Parses the text of a diagram; `start` is its place in the block.
pub(super) fn parse(text: &str, start: usize, report: &mut Report<'_>) -> Option<Flow> {
    let mut parser = Parser {
        tokens: Tokens::new(text),
        names: BTreeMap::new(),
        nodes: Vec::new(),
        links: Vec::new(),
        shape: None,
        direction: Direction::Down,
    };
    match parser.graph() {
        Ok(()) => Some(parser.finish()),
        Err(fault) if fault.code == "E270" => {
            too_large(&(start + fault.at.start..start + fault.at.end), report);
            None
        }
        Err(fault) => {
            let at = start + fault.at.start..start + fault.at.end;
            report.fault(&at, fault.code, fault.message, fault.hint);
            None
        }
    }
}

struct DotNode {
    text: String,
    kind: Option<Kind>,
}

struct Parser<'a> {
    tokens: Tokens<'a>,
    names: BTreeMap<String, usize>,
    nodes: Vec<DotNode>,
    links: Vec<FlowLink>,
    /// What `node [shape=…]` said last.
    shape: Option<Kind>,
    direction: Direction,
}

impl Parser<'_> {
    fn graph(&mut self) -> Result<()> {
        let (token, at) = self.tokens.next()?;
        if !matches!(&token, Token::Id(word) if word.eq_ignore_ascii_case("digraph")) {
            return Err(fault(
                at,
                "a diagram begins with `digraph`",
                "write `digraph {` above the arrows and `}` below them, as in `digraph { a -> b }`; undirected and strict graphs are not used",
            ));
        }
        let (mut token, mut at) = self.tokens.next()?;
        if matches!(token, Token::Id(_)) {
            (token, at) = self.tokens.next()?;
        }
        if token != Token::Mark('{') {
            return Err(fault(at, "`{` was expected here", "write `digraph { a -> b }`"));
        }
        loop {
            let (token, at) = self.tokens.next()?;
            match token {
                Token::Mark('}') => break,
                Token::Mark(';') => {}
                Token::Id(word) => self.statement(word, &at)?,
                _ => {
                    return Err(fault(
                        at,
                        "a node or a link was expected here",
                        "write `a [label=\"…\"]` or `a -> b`; groups in braces are not used",
                    ));
                }
            }
        }
        match self.tokens.next()? {
            (Token::End, _) if !self.nodes.is_empty() => Ok(()),
            (Token::End, at) => Err(fault(
                at,
                "this diagram has no nodes",
                "name them, each arrow on a line: `a -> b`",
            )),
            (_, at) => Err(fault(
                at,
                "something stands after the end of the diagram",
                "take away what stands behind the last `}`, or give it a block of its own",
            )),
        }
    }

    fn statement(&mut self, word: String, at: &Range<usize>) -> Result<()> {
        let quoted = self.tokens.text[at.start..].starts_with('"');
        let keyword = if quoted {
            String::new()
        } else {
            word.to_ascii_lowercase()
        };
        match keyword.as_str() {
            "subgraph" => {
                return Err(unknown(
                    at.clone(),
                    "groups of nodes are not used",
                    "write nodes and links only; a procedure with lanes is a `procedure` block",
                ));
            }
            "node" => {
                let attributes = self.attributes(&["shape"])?;
                self.shape = attributes.shape.or(self.shape);
                return Ok(());
            }
            "graph" => {
                let attributes = self.attributes(&["rankdir"])?;
                self.direction = attributes.direction.unwrap_or(self.direction);
                return Ok(());
            }
            "edge" => {
                return Err(unknown(
                    at.clone(),
                    "attributes of all links are not used",
                    "write `label` at each link",
                ));
            }
            _ => {}
        }
        if self.tokens.peek()? == Token::Mark('=') {
            self.tokens.next()?;
            let (value, place) = self.id()?;
            if keyword != "rankdir" {
                return Err(unknown(
                    at.clone(),
                    "unknown attribute of the diagram",
                    "use rankdir=TB or rankdir=LR",
                ));
            }
            self.direction = direction(&value, place)?;
            return Ok(());
        }
        let mut ends = vec![self.node(word, at)?];
        while self.tokens.peek()? == Token::Arrow {
            self.tokens.next()?;
            let (name, place) = self.id()?;
            ends.push(self.node(name, &place)?);
        }
        if ends.len() == 1 {
            let attributes = self.attributes(&["label", "shape"])?;
            let node = &mut self.nodes[ends[0]];
            node.kind = attributes.shape.or(node.kind);
            if let Some(label) = attributes.label {
                node.text = label;
            }
            return Ok(());
        }
        let label = self.attributes(&["label"])?.label;
        for pair in ends.windows(2) {
            if self.links.len() == MOST_LINKS {
                return Err(large(at.clone()));
            }
            self.links.push(FlowLink {
                from: pair[0],
                to: pair[1],
                label: label.clone(),
            });
        }
        Ok(())
    }

    /// The node of a name, made at its first mention.
    fn node(&mut self, name: String, at: &Range<usize>) -> Result<usize> {
        if let Some(index) = self.names.get(&name) {
            return Ok(*index);
        }
        if name.trim().is_empty() {
            return Err(fault(
                at.clone(),
                "this name is empty",
                "write the name of the node between the quotation marks",
            ));
        }
        if self.nodes.len() == MOST_NODES {
            return Err(large(at.clone()));
        }
        self.nodes.push(DotNode {
            text: name.clone(),
            kind: self.shape,
        });
        self.names.insert(name, self.nodes.len() - 1);
        Ok(self.nodes.len() - 1)
    }

    /// `[label="…", shape=box]`, any number of them.
    fn attributes(&mut self, known: &[&str]) -> Result<Attributes> {
        let mut found = Attributes::default();
        while self.tokens.peek()? == Token::Mark('[') {
            self.tokens.next()?;
            loop {
                let (token, at) = self.tokens.next()?;
                match token {
                    Token::Mark(']') => break,
                    Token::Mark(',' | ';') => {}
                    Token::Id(key) => {
                        if !known.contains(&key.as_str()) {
                            return Err(unknown(
                                at,
                                "this attribute is not used here",
                                "use label and shape at a node, label at a link; the theme gives colours and letters",
                            ));
                        }
                        let (token, at) = self.tokens.next()?;
                        if token != Token::Mark('=') {
                            return Err(fault(
                                at,
                                "`=` was expected here",
                                "write what the box says as `[label=\"…\"]`",
                            ));
                        }
                        let (value, at) = self.id()?;
                        match key.as_str() {
                            "label" => found.label = Some(label(&value, at)?),
                            "shape" => found.shape = Some(shape(&value, at)?),
                            _ => found.direction = Some(direction(&value, at)?),
                        }
                    }
                    _ => {
                        return Err(fault(
                            at,
                            "an attribute was expected here",
                            "write what the box says as `[label=\"…\"]`",
                        ));
                    }
                }
            }
        }
        Ok(found)
    }

    fn id(&mut self) -> Result<(String, Range<usize>)> {
        match self.tokens.next()? {
            (Token::Id(id), at) => Ok((id, at)),
            (_, at) => Err(fault(
                at,
                "a name or a text was expected here",
                "put text that is more than letters and digits in quotes",
            )),
        }
    }

    fn finish(self) -> Flow {
        let mut entered = vec![false; self.nodes.len()];
        for link in &self.links {
            entered[link.to] = true;
        }
        let nodes = self.nodes.into_iter().zip(entered).map(|(node, entered)| FlowNode {
            text: node.text,
            kind: match node.kind {
                Some(Kind::Start) if entered => Kind::End,
                kind => kind.unwrap_or(Kind::Step),
            },
        });
        Flow {
            direction: self.direction,
            nodes: nodes.collect(),
            links: self.links,
        }
    }
}

#[derive(Default)]
struct Attributes {
    label: Option<String>,
    shape: Option<Kind>,
    direction: Option<Direction>,
}

fn large(at: Range<usize>) -> Fault {
    Fault {
        at,
        code: "E270",
        message: "",
        hint: "",
    }
}

fn shape(value: &str, at: Range<usize>) -> Result<Kind> {
    match value {
        "box" | "rect" | "rectangle" => Ok(Kind::Step),
        "diamond" => Ok(Kind::Decision),
        "ellipse" | "oval" => Ok(Kind::Start),
        "note" => Ok(Kind::Document),
        _ => Err(unknown(at, "unknown shape", "use box, diamond, ellipse or note")),
    }
}

fn direction(value: &str, at: Range<usize>) -> Result<Direction> {
    match value {
        "TB" => Ok(Direction::Down),
        "LR" => Ok(Direction::Right),
        _ => Err(unknown(at, "unknown direction", "use rankdir=TB or rankdir=LR")),
    }
}

/// Ends of lines within a label become blanks: lines are broken where the shape asks for it.
fn label(value: &str, at: Range<usize>) -> Result<String> {
    let text = value.replace("\\n", " ").replace("\\l", " ").replace("\\r", " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(fault(at, "this text is empty", "write it, or take the label away"));
    }
    Ok(text)
}
