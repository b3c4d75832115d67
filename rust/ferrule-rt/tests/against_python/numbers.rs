//! Ints, big ints, floats, hashes.

use ferrule_rt::hash::PyHash;
use ferrule_rt::{hash, prelude::*};

use crate::value::Value;

pub fn answer(op: &str, a: &[Value]) -> Res<Value> {
    match op.split_once('.') {
        Some(("int", name)) => of_int(name, a),
        Some(("big", name)) => of_big(name, a),
        Some(("float", name)) => of_float(name, a),
        Some(("number", name)) => of_number(name, a),
        Some((_, name)) => Ok(of_hash(name, a)),
        None => panic!("no such operation: {op}"),
    }
}

fn of_int(name: &str, a: &[Value]) -> Res<Value> {
    let (x, y) = (a[0].int(), || a[1].int());
    Ok(match name {
        "add" => int::add(x, y())?.into(),
        "sub" => int::sub(x, y())?.into(),
        "mul" => int::mul(x, y())?.into(),
        "floordiv" => int::floordiv(x, y())?.into(),
        "modulo" => int::modulo(x, y())?.into(),
        "divmod" => int::divmod(x, y())?.into(),
        "truediv" => int::truediv(x, y())?.into(),
        "gcd" => int::gcd(x, y())?.into(),
        "lcm" => int::lcm(x, y())?.into(),
        "lshift" => int::lshift(x, y())?.into(),
        "rshift" => int::rshift(x, y())?.into(),
        "pow" => int::pow(x, y())?.into(),
        "round_n" => int::round_n(x, y())?.into(),
        "bit_length" => int::bit_length(x).into(),
        "bit_count" => int::bit_count(x).into(),
        "isqrt" => int::isqrt(x)?.into(),
        "comb" => int::comb(x, y())?.into(),
        "perm" => int::perm(x, y())?.into(),
        "factorial" => int::factorial(x)?.into(),
        "bin" => int::bin(x).into(),
        "oct" => int::oct(x).into(),
        "hex" => int::hex(x).into(),
        "str" => int::to_str(x).into(),
        "modpow" => int::modpow(x, y(), a[2].int())?.into(),
        "lt_float" => int::lt_float(x, a[1].float()).into(),
        "ge_float" => int::ge_float(x, a[1].float()).into(),
        "eq_float" => int::eq_float(x, a[1].float()).into(),
        _ => panic!("no such operation: int.{name}"),
    })
}

fn of_big(name: &str, a: &[Value]) -> Res<Value> {
    if name == "from_float" {
        return Int::from_float(a[0].float()).map(Value::from);
    }
    if name == "parse" {
        return Int::parse(a[0].str()).map(Value::from);
    }
    let (x, y) = (a[0].big(), || a[1].big());
    Ok(match name {
        "add" => (x + y()).into(),
        "sub" => (x - y()).into(),
        "mul" => (x * y()).into(),
        "and" => (x & y()).into(),
        "or" => (x | y()).into(),
        "xor" => (x ^ y()).into(),
        "floordiv" => x.floordiv(y())?.into(),
        "modulo" => x.modulo(y())?.into(),
        "divmod" => x.divmod(y())?.into(),
        "truediv" => x.truediv(y())?.into(),
        "lshift" => x.lshift(y().small()?)?.into(),
        "rshift" => x.rshift(y().small()?)?.into(),
        "pow" => x.pow(y().small()?)?.into(),
        "modpow" => x.modpow(y(), a[2].big())?.into(),
        "gcd" => x.gcd(y()).into(),
        "isqrt" => x.isqrt()?.into(),
        "str" => x.to_str()?.into(),
        "float" => x.to_float()?.into(),
        "hash" => x.py_hash().into(),
        "bit_length" => x.bit_length().into(),
        "factorial" => Int::factorial(x.small()?)?.into(),
        "comb" => Int::comb(x.small()?, y().small()?)?.into(),
        _ => panic!("no such operation: big.{name}"),
    })
}

fn of_float(name: &str, a: &[Value]) -> Res<Value> {
    if name == "parse" {
        return float::parse(a[0].str()).map(Value::from);
    }
    if name == "sum" {
        return builtins::sum_float(a[0].floats()).map(Value::from);
    }
    let (x, y) = (a[0].float(), || a[1].float());
    Ok(match name {
        "div" => float::div(x, y())?.into(),
        "floordiv" => float::floordiv(x, y())?.into(),
        "modulo" => float::modulo(x, y())?.into(),
        "divmod" => float::divmod(x, y())?.into(),
        "pow" => float::pow(x, y())?.into(),
        "hypot" => maths::hypot(x, y()).into(),
        "repr" => float::repr(x).into(),
        "round" => float::round(x)?.into(),
        "round_n" => float::round_n(x, a[1].int())?.into(),
        "int" => int::from_float(x)?.into(),
        "floor" => float::floor(x)?.into(),
        "ceil" => float::ceil(x)?.into(),
        "is_integer" => float::is_integer(x).into(),
        _ => panic!("no such operation: float.{name}"),
    })
}

fn number(value: &Value) -> Number {
    match value {
        Value::Float(value) => Number::Float(*value),
        value => Number::Int(value.int()),
    }
}

fn of_number(name: &str, a: &[Value]) -> Res<Value> {
    if name == "sum" {
        return number::sum(a[0].list().iter().map(number), Number::Int(0)).map(Value::from);
    }
    let (x, y) = (number(&a[0]), number(&a[1]));
    Ok(match name {
        "add" => number::add(x, y)?.into(),
        "sub" => number::sub(x, y)?.into(),
        "mul" => number::mul(x, y)?.into(),
        "truediv" => number::truediv(x, y)?.into(),
        "floordiv" => number::floordiv(x, y)?.into(),
        "modulo" => number::modulo(x, y)?.into(),
        "divmod" => number::divmod(x, y)?.into(),
        "pow" => number::pow(x, y)?.into(),
        "lt" => number::lt(x, y).into(),
        "le" => number::le(x, y).into(),
        "eq" => number::eq(x, y).into(),
        "min" => number::min2(x, y).into(),
        "max" => number::max2(x, y).into(),
        _ => panic!("no such operation: number.{name}"),
    })
}

fn of_hash(name: &str, a: &[Value]) -> Value {
    match name {
        "int" => hash::int_hash(a[0].int()).into(),
        "float" => hash::float_hash(a[0].float()).into(),
        "tuple" => (a[0].int(), a[1].int(), a[2].int()).py_hash().into(),
        _ => panic!("no such operation: hash.{name}"),
    }
}
