//! Lists and ranges.

use ferrule_rt::prelude::*;

use crate::value::Value;

pub fn answer(op: &str, a: &[Value]) -> Res<Value> {
    let name = op.trim_start_matches("list.");
    match name {
        "range.list" => {
            let items = range::step(a[0].int(), a[1].int(), a[2].int())?;
            return Ok(items.take(20).collect::<Vec<i64>>().into());
        }
        "range.index" => {
            return Ok(range::step(a[0].int(), a[1].int(), a[2].int())?
                .index(a[3].int())?
                .into());
        }
        "sort_floats" => return list::sorted(a[0].floats()).map(Value::from),
        "repr_floats" => return text::repr(&a[0].floats()).map(Value::from),
        _ => {}
    }
    let mut xs = a[0].ints();
    match changed(name, &mut xs, &a[1..]) {
        Some(given) => Ok(Value::List(vec![given?, xs.into()])),
        None => read(name, &xs, &a[1..]),
    }
}

/// What an operation that changes the list gives; `None` for the others.
fn changed(name: &str, xs: &mut Vec<i64>, a: &[Value]) -> Option<Res<Value>> {
    let bounds = || (a[0].maybe_int(), a[1].maybe_int(), a[2].maybe_int());
    Some(match name {
        "set_slice" => {
            let (lo, hi, step) = bounds();
            list::set_slice_step(xs, lo, hi, step, a[3].ints()).map(Value::from)
        }
        "del_slice" => {
            let (lo, hi, step) = bounds();
            list::del_slice_step(xs, lo, hi, step).map(Value::from)
        }
        "set" => list::set(xs, a[0].int(), 99).map(Value::from),
        "del_at" => list::del_at(xs, a[0].int()).map(Value::from),
        "pop" => list::pop(xs).map(Value::from),
        "pop_at" => list::pop_at(xs, a[0].int()).map(Value::from),
        "insert" => {
            list::insert(xs, a[0].int(), 99);
            Ok(Value::None)
        }
        "remove" => list::remove(xs, &a[0].int()).map(Value::from),
        _ => return None,
    })
}

fn read(name: &str, xs: &[i64], a: &[Value]) -> Res<Value> {
    let item = || a[0].int();
    Ok(match name {
        "at" => (*list::at(xs, item())?).into(),
        "slice" => {
            let (lo, hi, step) = (a[0].maybe_int(), a[1].maybe_int(), a[2].maybe_int());
            let sliced = list::slice_step(xs, lo, hi, step)?;
            if matches!(step, None | Some(1)) {
                assert_eq!(sliced, list::slice_ref(xs, lo, hi));
            }
            sliced.into()
        }
        "index" => list::index_of(xs, &item())?.into(),
        "index_in" => list::index_of_in(xs, &item(), a[1].maybe_int(), a[2].maybe_int())?.into(),
        "count" => list::count(xs, &item())?.into(),
        "contains" => list::contains(xs, &item())?.into(),
        "sort" => list::sorted(xs.to_vec())?.into(),
        "sort_reverse" => {
            let mut xs = xs.to_vec();
            list::sort_reverse(&mut xs)?;
            xs.into()
        }
        "sort_by_half" => {
            let mut xs = xs.to_vec();
            let is_reverse = matches!(a[0], Value::Bool(true));
            list::sort_by_key(&mut xs, is_reverse, |x| int::floordiv(*x, 2))?;
            xs.into()
        }
        "repeat" => list::repeat(xs, item())?.into(),
        "lt" => list::cmp(xs, &a[0].ints())?.is_lt().into(),
        "eq" => list::eq(xs, &a[0].ints())?.into(),
        "min" => builtins::min(xs.iter().copied())?.into(),
        "max" => builtins::max(xs.iter().copied())?.into(),
        _ => panic!("no such operation: list.{name}"),
    })
}
