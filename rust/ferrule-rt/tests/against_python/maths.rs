//! The `math` module.

use ferrule_rt::maths as m;
use ferrule_rt::prelude::*;

use crate::value::Value;

pub fn answer(op: &str, a: &[Value]) -> Res<Value> {
    let name = op.trim_start_matches("math.");
    if name == "fsum" {
        return m::fsum(a[0].floats()).map(Value::from);
    }
    if name == "hypot" {
        return Ok(m::hypot_all(&a[0].floats()).into());
    }
    if a.len() == 1 {
        of_one(name, a[0].float())
    } else {
        of_two(name, a[0].float(), &a[1])
    }
}

fn of_two(name: &str, x: f64, y: &Value) -> Res<Value> {
    Ok(match name {
        "atan2" => m::atan2(x, y.float()).into(),
        "pow" => m::pow(x, y.float())?.into(),
        "fmod" => m::fmod(x, y.float())?.into(),
        "copysign" => m::copysign(x, y.float()).into(),
        "remainder" => m::remainder(x, y.float())?.into(),
        "log_base" => m::log_base(x, y.float())?.into(),
        "ldexp" => m::ldexp(x, y.int())?.into(),
        "isclose" => m::isclose(x, y.float(), 1e-9, 0.0)?.into(),
        _ => panic!("no such operation: math.{name}"),
    })
}

fn of_one(name: &str, x: f64) -> Res<Value> {
    let function = match name {
        "sqrt" => m::sqrt,
        "sin" => m::sin,
        "cos" => m::cos,
        "tan" => m::tan,
        "asin" => m::asin,
        "acos" => m::acos,
        "sinh" => m::sinh,
        "cosh" => m::cosh,
        "tanh" => m::tanh,
        "asinh" => m::asinh,
        "acosh" => m::acosh,
        "atanh" => m::atanh,
        "exp" => m::exp,
        "expm1" => m::expm1,
        "log" => m::log,
        "log2" => m::log2,
        "log10" => m::log10,
        "log1p" => m::log1p,
        "gamma" => m::gamma,
        "lgamma" => m::lgamma,
        "cbrt" => m::cbrt,
        "exp2" => m::exp2,
        _ => return Ok(plain(name, x)),
    };
    function(x).map(Value::from)
}

fn plain(name: &str, x: f64) -> Value {
    match name {
        "atan" => m::atan(x).into(),
        "erf" => m::erf(x).into(),
        "erfc" => m::erfc(x).into(),
        "degrees" => m::degrees(x).into(),
        "radians" => m::radians(x).into(),
        "ulp" => m::ulp(x).into(),
        "frexp" => m::frexp(x).into(),
        "modf" => m::modf(x).into(),
        _ => panic!("no such operation: math.{name}"),
    }
}
