//! Whether an ONNX file is framed as one: every field of every message ends inside the message that holds it.
//!
//! The engine's reader believes the lengths that a file states: one that is past the end can send it round in circles,
//! and so can a row of numbers that breaks off. So a file is walked once before it is read, after the wire format of
//! Protocol Buffers and the messages of `onnx.proto`.

/// How deep messages may lie in each other.
const DEEPEST: usize = 32;

/// A message whose fields are walked.
#[derive(Clone, Copy)]
enum Message {
    Model,
    Graph,
    Node,
    Attribute,
    Function,
    Value,
    Type,
    TensorType,
    Shape,
    Tensor,
    /// Numbers, names and raw bytes.
    Leaf,
}

impl Message {
    /// The message that a field holds, if it is one.
    fn held_by(self, field: u64) -> Option<Message> {
        use Message::{
            Attribute, Function, Graph, Leaf, Model, Node, Shape, Tensor, TensorType, Type, Value,
        };
        match (self, field) {
            (Model, 7) | (Attribute, 6 | 11) => Some(Graph),
            (Model, 25) => Some(Function),
            (Graph, 1) | (Function, 7) => Some(Node),
            (Node, 5) | (Function, 11) => Some(Attribute),
            (Graph, 11..=13) | (Function, 12) => Some(Value),
            (Value, 2) | (Attribute, 14 | 15) => Some(Type),
            (Type, 1 | 8) => Some(TensorType),
            (TensorType, 2) => Some(Shape),
            (Graph, 5) | (Attribute, 5 | 10) => Some(Tensor),
            (Model, 8 | 14) | (Graph, 14..=16) | (Node, 9) | (Attribute, 22 | 23) => Some(Leaf),
            (Function, 9 | 14) | (Shape, 1) => Some(Leaf),
            _ => None,
        }
    }
}

impl Message {
    /// Whether a field holds whole numbers in a row, where it has a length.
    fn has_numbers_in(self, field: u64) -> bool {
        matches!((self, field), (Message::Tensor, 1 | 5 | 7 | 11) | (Message::Attribute, 8))
    }
}

/// Whether all fields of an ONNX file end inside it.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    walk(bytes, Message::Model, 0)
}

fn walk(mut bytes: &[u8], message: Message, depth: usize) -> bool {
    while !bytes.is_empty() {
        let Some((field, inside, rest)) = field(bytes) else { return false };
        let whole = match message.held_by(field) {
            Some(held) => depth < DEEPEST && walk(inside, held, depth + 1),
            None if message.has_numbers_in(field) => are_numbers(inside),
            // A name, raw bytes.
            None => true,
        };
        if !whole {
            return false;
        }
        bytes = rest;
    }
    true
}

/// The number of the first field, what a field of stated length holds, and what follows; `None` where it does not end.
fn field(bytes: &[u8]) -> Option<(u64, &[u8], &[u8])> {
    let (tag, rest) = varint(bytes)?;
    let n_bytes = match tag & 7 {
        0 => {
            let (_, rest) = varint(rest)?;
            return Some((tag >> 3, &[], rest));
        }
        1 => return Some((tag >> 3, &[], rest.get(8..)?)),
        5 => return Some((tag >> 3, &[], rest.get(4..)?)),
        2 => varint(rest)?,
        _ => return None,
    };
    let (n_bytes, rest) = (usize::try_from(n_bytes.0).ok()?, n_bytes.1);
    let (inside, rest) = (rest.get(..n_bytes)?, &rest[n_bytes..]);
    Some((tag >> 3, inside, rest))
}

/// Whether bytes are whole numbers to their end.
fn are_numbers(mut bytes: &[u8]) -> bool {
    while !bytes.is_empty() {
        let Some((_, rest)) = varint(bytes) else { return false };
        bytes = rest;
    }
    true
}

/// A number of seven bits a byte, the lowest first.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0u64;
    for (n, &byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * n);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[n + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: bool) {
        assert_eq!(is_whole(bytes), expected, "{bytes:02x?}");
    }

    #[test]
    fn fields_that_end_inside_are_whole() {
        check(&[], true);
        check(&[0x08, 0x96, 0x01], true); // a number
        check(&[0x12, 2, b'h', b'i'], true); // a name
        check(&[0x3a, 4, 0x12, 2, b'h', b'i'], true); // a graph with a name
    }

    #[test]
    fn fields_that_end_outside_are_not() {
        check(&[0x08], false);
        check(&[0x12, 3, b'h', b'i'], false);
        check(&[0x3a, 4, 0x12, 9, b'h', b'i'], false); // a name that is longer than its graph
        check(&[0x0b], false); // a kind of field that is no longer used
        // A length of nearly 2⁶⁴, which wraps around.
        check(&[0x04, 0xdb, 0xdb, 0xdb, 0xf7, 0xff, 0xff, 0xff, 0xff, 0x0c], false);
        check(&[0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], false);
    }

    #[test]
    fn numbers_in_a_row_end_where_they_should() {
        // A graph with a tensor with two dimensions; the last byte of the second says that more follow.
        check(&[0x3a, 7, 0x2a, 5, 0x0a, 3, 5, 0x96, 0x01], true);
        check(&[0x3a, 7, 0x2a, 5, 0x0a, 3, 5, 0x96, 0x81], false);
    }

    #[test]
    fn messages_may_not_lie_in_each_other_without_end() {
        let held = |tag: u8, inside: Vec<u8>| {
            let n = inside.len();
            let mut bytes = vec![tag, (n & 0x7f) as u8 | 0x80, (n >> 7) as u8];
            bytes.extend(inside);
            bytes
        };
        // A graph in an attribute in a node in a graph.
        let deep = |n: usize| {
            let inner = (0..n).fold(Vec::new(), |inner, _| held(0x0a, held(0x2a, held(0x32, inner))));
            held(0x3a, inner)
        };
        check(&deep(8), true);
        check(&deep(12), false);
    }

    #[test]
    fn the_model_that_is_built_in_is_whole() {
        assert!(is_whole(include_bytes!("../../../models/en/encoder.onnx")));
    }
}
