//! Methods of `str`, and formatting.

use ferrule_rt::hash::PyHash;
use ferrule_rt::prelude::*;

use crate::value::Value;

pub fn answer(op: &str, a: &[Value]) -> Res<Value> {
    if let Some(name) = op.strip_prefix("format.") {
        return formatted(name, a).map(Value::from);
    }
    let name = op.trim_start_matches("str.");
    let text = a[0].str();
    if let Some(name) = name.strip_suffix("_with") {
        return with_text(name, text, a[1].str());
    }
    if a.len() == 1 {
        alone(name, text)
    } else {
        with_more(name, text, &a[1..])
    }
}

fn formatted(name: &str, a: &[Value]) -> Res<Str> {
    if name == "percent" {
        let value: &dyn PyPercent = match &a[1] {
            Value::Int(value) => value,
            Value::Float(value) => value,
            Value::Bool(value) => value,
            value => value.str(),
        };
        return text::percent(a[0].str(), &[value]);
    }
    match &a[0] {
        Value::Int(value) => text::format_by(value, a[1].str()),
        Value::Float(value) => text::format_by(value, a[1].str()),
        Value::Bool(value) => text::format_by(value, a[1].str()),
        value => text::format_by(value.str(), a[1].str()),
    }
}

fn alone(name: &str, t: &Str) -> Res<Value> {
    Ok(match name {
        "repr" => text::repr(t)?.into(),
        "hash" => t.py_hash().into(),
        "int" => int::parse(t)?.into(),
        "float" => float::parse(t)?.into(),
        "ord" => string::ord(t)?.into(),
        "upper" => string::upper(t)?.into(),
        "lower" => string::lower(t)?.into(),
        "title" => string::title(t)?.into(),
        "capitalize" => string::capitalize(t)?.into(),
        "swapcase" => string::swapcase(t)?.into(),
        "casefold" => string::casefold(t)?.into(),
        "isalpha" => string::isalpha(t)?.into(),
        "isdigit" => string::isdigit(t)?.into(),
        "isalnum" => string::isalnum(t)?.into(),
        "isspace" => string::isspace(t)?.into(),
        "isupper" => string::isupper(t)?.into(),
        "islower" => string::islower(t)?.into(),
        "isnumeric" => string::isnumeric(t)?.into(),
        "isdecimal" => string::isdecimal(t)?.into(),
        "isidentifier" => string::isidentifier(t)?.into(),
        "isprintable" => string::isprintable(t)?.into(),
        "istitle" => string::istitle(t)?.into(),
        "isascii" => string::isascii(t).into(),
        "split" => string::split(t).into(),
        "rsplit" => string::rsplit(t, -1).into(),
        "strip" => string::strip(t).into(),
        "lstrip" => string::lstrip(t).into(),
        "rstrip" => string::rstrip(t).into(),
        "splitlines" => string::splitlines(t, false).into(),
        "keepends" => string::splitlines(t, true).into(),
        _ => panic!("no such operation: str.{name}"),
    })
}

fn with_text(name: &str, t: &Str, piece: &Str) -> Res<Value> {
    Ok(match name {
        "find" => string::find(t, piece).into(),
        "rfind" => string::rfind(t, piece).into(),
        "index" => string::index(t, piece)?.into(),
        "rindex" => string::rindex(t, piece)?.into(),
        "count" => string::count(t, piece).into(),
        "startswith" => string::startswith(t, piece).into(),
        "endswith" => string::endswith(t, piece).into(),
        "split" => string::split_sep(t, piece, -1)?.into(),
        "rsplit" => string::rsplit_sep(t, piece, -1)?.into(),
        "strip" => string::strip_chars(t, piece).into(),
        "lstrip" => string::lstrip_chars(t, piece).into(),
        "rstrip" => string::rstrip_chars(t, piece).into(),
        "partition" => string::partition(t, piece)?.into(),
        "rpartition" => string::rpartition(t, piece)?.into(),
        "removeprefix" => string::removeprefix(t, piece).into(),
        "removesuffix" => string::removesuffix(t, piece).into(),
        _ => panic!("no such operation: str.{name}_with"),
    })
}

fn with_more(name: &str, t: &Str, a: &[Value]) -> Res<Value> {
    let fill = || string::only(a[1].str());
    Ok(match name {
        "int_base" => int::parse_base(t, a[0].int())?.into(),
        "slice" => string::slice(t, a[0].maybe_int(), a[1].maybe_int(), a[2].maybe_int())?.into(),
        "at" => string::at(t, a[0].int())?.into(),
        "find_in" => string::find_in(t, a[0].str(), a[1].maybe_int(), a[2].maybe_int()).into(),
        "rfind_in" => string::rfind_in(t, a[0].str(), a[1].maybe_int(), a[2].maybe_int()).into(),
        "count_in" => string::count_in(t, a[0].str(), a[1].maybe_int(), a[2].maybe_int()).into(),
        "split_max" => string::split_max(t, a[0].int()).into(),
        "rsplit_max" => string::rsplit(t, a[0].int()).into(),
        "split_sep_max" => string::split_sep(t, a[0].str(), a[1].int())?.into(),
        "rsplit_sep_max" => string::rsplit_sep(t, a[0].str(), a[1].int())?.into(),
        "replace" => string::replace(t, a[0].str(), a[1].str()).into(),
        "replace_count" => string::replace_count(t, a[0].str(), a[1].str(), a[2].int()).into(),
        "zfill" => string::zfill(t, a[0].int())?.into(),
        "ljust" => string::ljust(t, a[0].int(), fill()?)?.into(),
        "rjust" => string::rjust(t, a[0].int(), fill()?)?.into(),
        "center" => string::center(t, a[0].int(), fill()?)?.into(),
        "expandtabs" => string::expandtabs(t, a[0].int())?.into(),
        "join" => string::join(t, a[0].strs()).into(),
        "repeat" => string::repeat(t, a[0].int())?.into(),
        "lt" => (t < a[0].str()).into(),
        "eq" => (t == a[0].str()).into(),
        "concat" => {
            let (mut pushed, mut built) = (t.clone(), t.clone());
            string::push(&mut pushed, a[0].str());
            a[0].str()
                .chars()
                .for_each(|char| string::push_char(&mut built, char));
            let joined = string::concat(t, a[0].str());
            assert!(
                pushed == joined && built == joined,
                "three ways of one: {t:?} {:?}",
                a[0]
            );
            joined.into()
        }
        _ => panic!("no such operation: str.{name}"),
    })
}
