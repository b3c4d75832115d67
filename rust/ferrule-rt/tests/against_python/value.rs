//! Values as the cases writes them.

use std::str::FromStr;

use ferrule_rt::prelude::*;
use num_bigint::BigInt;

/// A value of a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    None,
    Bool(bool),
    Int(Int),
    Float(f64),
    Str(Str),
    List(Vec<Value>),
}

/// Reads one value.
pub fn read(text: &str) -> Value {
    let mut rest = text;
    let value = take(&mut rest);
    assert!(rest.is_empty(), "more than a value: {text}");
    value
}

fn take(text: &mut &str) -> Value {
    let (kind, after) = text.split_at(1);
    if kind == "[" {
        return Value::List(take_items(text));
    }
    let end = after.find([' ', ']']).unwrap_or(after.len());
    let (body, rest) = after.split_at(end);
    *text = rest;
    match kind {
        "n" => Value::None,
        "b" => Value::Bool(body == "1"),
        "i" => Value::Int(Int::from(BigInt::from_str(body).expect("an int"))),
        "f" => Value::Float(f64::from_bits(u64::from_str_radix(body, 16).expect("bits"))),
        "s" => {
            let points = body.split('.').filter(|point| !point.is_empty());
            let points: Vec<u32> = points
                .map(|point| u32::from_str_radix(point, 16).expect("a point"))
                .collect();
            Value::Str(Str::from_points(&points))
        }
        _ => panic!("not a value: {kind}{body}"),
    }
}

fn take_items(text: &mut &str) -> Vec<Value> {
    let mut items = Vec::new();
    *text = &text[1..];
    while !text.starts_with(']') {
        *text = text.strip_prefix(' ').unwrap_or(text);
        items.push(take(text));
    }
    *text = &text[1..];
    items
}

impl Value {
    /// The value as the cases writes it.
    pub fn show(&self) -> String {
        match self {
            Value::None => "n".to_owned(),
            Value::Bool(value) => format!("b{}", u8::from(*value)),
            Value::Int(value) => format!("i{}", value.to_big()),
            Value::Float(value) if value.is_nan() => "f7ff8000000000000".to_owned(),
            Value::Float(value) => format!("f{:016x}", value.to_bits()),
            Value::Str(text) => {
                let points = text.chars().map(|char| format!("{:x}", char.point()));
                format!("s{}", points.collect::<Vec<String>>().join("."))
            }
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(Value::show).collect();
                format!("[{}]", items.join(" "))
            }
        }
    }

    pub fn big(&self) -> &Int {
        match self {
            Value::Int(value) => value,
            _ => panic!("not an int: {self:?}"),
        }
    }

    pub fn int(&self) -> i64 {
        self.big()
            .to_i64()
            .unwrap_or_else(|| panic!("not a small int: {self:?}"))
    }

    pub fn maybe_int(&self) -> Option<i64> {
        match self {
            Value::None => None,
            _ => Some(self.int()),
        }
    }

    pub fn float(&self) -> f64 {
        match self {
            Value::Float(value) => *value,
            _ => panic!("not a float: {self:?}"),
        }
    }

    pub fn str(&self) -> &Str {
        match self {
            Value::Str(text) => text,
            _ => panic!("not a text: {self:?}"),
        }
    }

    pub fn list(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            _ => panic!("not a list: {self:?}"),
        }
    }

    pub fn ints(&self) -> Vec<i64> {
        self.list().iter().map(Value::int).collect()
    }

    pub fn floats(&self) -> Vec<f64> {
        self.list().iter().map(Value::float).collect()
    }

    pub fn strs(&self) -> Vec<Str> {
        self.list().iter().map(|item| item.str().clone()).collect()
    }
}

macro_rules! from {
    ($($type:ty, $value:ident => $made:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Value {
                $made
            }
        }
    )*};
}
from! {
    (), _value => Value::None;
    bool, value => Value::Bool(value);
    i64, value => Value::Int(Int::from(value));
    Int, value => Value::Int(value);
    Number, value => match value {
        Number::Int(value) => value.into(),
        Number::Float(value) => value.into(),
    };
    f64, value => Value::Float(value);
    Str, value => Value::Str(value);
    Char, value => Value::Str(value.to_str());
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Value {
        Value::List(items.into_iter().map(T::into).collect())
    }
}

impl<A: Into<Value>, B: Into<Value>> From<(A, B)> for Value {
    fn from(pair: (A, B)) -> Value {
        Value::List(vec![pair.0.into(), pair.1.into()])
    }
}

impl<A: Into<Value>, B: Into<Value>, C: Into<Value>> From<(A, B, C)> for Value {
    fn from(three: (A, B, C)) -> Value {
        Value::List(vec![three.0.into(), three.1.into(), three.2.into()])
    }
}
