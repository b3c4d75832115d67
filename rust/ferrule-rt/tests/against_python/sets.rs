//! Programs over two sets: the orders after each step.

use ferrule_rt::hash::PyHash;
use ferrule_rt::prelude::*;

use crate::value::Value;

pub fn answer(op: &str, a: &[Value]) -> Res<Value> {
    match op {
        "set.int" => run(&a[0], Value::int),
        "set.str" => run(&a[0], |key| key.str().clone()),
        "set.tuple" => run(&a[0], |key| {
            let pair = key.ints();
            (pair[0], pair[1])
        }),
        _ => panic!("no such operation: {op}"),
    }
}

fn run<K>(program: &Value, key: impl Fn(&Value) -> K) -> Res<Value>
where
    K: PyHash + Clone + Into<Value>,
{
    let (mut first, mut second) = (Set::new(), Set::new());
    let mut orders = Vec::new();
    for line in program.list() {
        let keys: Vec<K> = line.list()[1].list().iter().map(&key).collect();
        let name = line.list()[0].str().to_string();
        let popped = step(&name, &mut first, &mut second, keys)?;
        let order: Vec<K> = first.iter()?.cloned().collect();
        orders.push(Value::List(vec![order.into(), popped]));
    }
    Ok(Value::List(orders))
}

fn step<K>(name: &str, first: &mut Set<K>, second: &mut Set<K>, keys: Vec<K>) -> Res<Value>
where
    K: PyHash + Clone + Into<Value>,
{
    match name {
        "add" => first.extend(keys),
        "discard" => keys.iter().for_each(|key| {
            first.discard(key);
        }),
        "pop" if first.is_empty() => {}
        "pop" => return first.pop().map(K::into),
        "swap" => std::mem::swap(first, second),
        "copy" => *first = first.copy(),
        "clear" => first.clear(),
        "from_list" => *first = keys.into_iter().collect(),
        "from_dict" => {
            let dict: Dict<K, ()> = keys.into_iter().map(|key| (key, ())).collect();
            *first = Set::new();
            first.update_dict(&dict);
        }
        "constants" => *first = Set::from_constants(keys),
        "update" => first.update(second),
        "difference_update" => first.difference_update(second),
        "intersection_update" => first.intersection_update(second),
        "symmetric_difference_update" => first.symmetric_difference_update(second),
        "union" => *first = first.union(second),
        "intersection" => *first = first.intersection(second),
        "difference" => *first = first.difference(second),
        "symmetric_difference" => *first = first.symmetric_difference(second),
        _ => panic!("no such step: {name}"),
    }
    Ok(Value::None)
}
