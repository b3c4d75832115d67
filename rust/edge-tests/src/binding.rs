//! The Python side of the slice.

use crate::slice;
use crate::slice::{Body, Slotted};
use ferrule_rt::key::FloatKey;
use ferrule_rt::python::prelude::*;
use ferrule_rt::set::FrozenSet;

ferrule_rt::export!(
    _edge: Add, Levenshtein, BubbleSort, Advance, Bump, MakeBody, Spin, Shout, Index, Panic, Late,
    EchoInt, EchoFloat, EchoBool, EchoNone, EchoStr, EchoChar, EchoOptional, EchoPair, EchoInts,
    EchoFloats, EchoStrs, EchoRows, EchoMany, EchoObject, TakeFloats, TakeInts, TakeStrs,
    GiveFloats, Distinct, Upper, ReplaceInts, ReplaceFloats, ReplaceStrs, Parts,
    CountWords, Backwards, Turn, Apply, Sum, Down, EchoDict,
    EchoNested, Tally, Prune, Grow, EchoSet, EchoFrozen, EchoTexts, Walk, Churn, Steps, TextSteps,
    PairSteps, Freeze, Peek, EchoBig,
    EchoNumber, EchoNumbers, Span
);

impl Record for Body {
    const CLASS: usize = 0;

    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Body {
            x: fields.get(c"x")?,
            vx: fields.get(c"vx")?,
            name: fields.get(c"name")?,
        })
    }

    fn write(&self, out: &mut NewFields<'_>) -> commit::Done {
        out.set(c"x", &self.x)?;
        out.set(c"vx", &self.vx)?;
        out.set(c"name", &self.name)
    }
}

struct Point {
    x: f64,
}

impl Record for Point {
    const CLASS: usize = 0;
    const FIXED: bool = true;

    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Point {
            x: fields.get(c"x")?,
        })
    }

    fn write(&self, out: &mut NewFields<'_>) -> commit::Done {
        out.set(c"x", &self.x)
    }
}

impl Record for Slotted {
    const CLASS: usize = 1;

    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Slotted {
            count: fields.get(c"count")?,
            items: fields.get(c"items")?,
        })
    }

    fn write(&self, out: &mut NewFields<'_>) -> commit::Done {
        out.set(c"count", &self.count)?;
        out.set(c"items", &self.items)
    }
}

struct Add;

impl Entry for Add {
    const NAME: &'static CStr = c"add";
    const DOC: &'static CStr = c"add(a, b)\n--\n\nThe sum.";
    const RECURSES: bool = false;
    const PRINTS: bool = false;

    fn run(call: &Call<'_>) -> Reply {
        call.give(slice::add(call.take(0)?, call.take(1)?)?)
    }
}

struct Spin;

impl Entry for Spin {
    const NAME: &'static CStr = c"spin";

    fn run(call: &Call<'_>) -> Reply {
        call.give(slice::spin(call.take(0)?)?)
    }
}

macro_rules! entries {
    ($($(#[$doc:meta])* $entry:ident $name:literal |$call:ident| $body:expr;)+) => {$(
        struct $entry;

        impl Entry for $entry {
            const NAME: &'static CStr = $name;

            fn run($call: &Call<'_>) -> Reply {
                $body
            }
        }
    )+};
}

macro_rules! echo {
    ($call:ident, $type:ty) => {{
        let value: $type = $call.take(0)?;
        $call.give(value)
    }};
}

entries! {
    Levenshtein c"levenshtein" |call| {
        let a: Str = call.take(0)?;
        let b: Str = call.take(1)?;
        call.give(slice::levenshtein(&a, &b)?)
    };
    BubbleSort c"bubble_sort" |call| {
        let mut xs: Vec<i64> = call.take(0)?;
        call.distinct(&[0])?;
        slice::bubble_sort(&mut xs)?;
        commit::replace(call.arg(0), &xs)?;
        call.give_arg(0)
    };
    Advance c"advance" |call| {
        let mut bodies: Vec<Body> = call.take(0)?;
        let dt: f64 = call.take(1)?;
        call.distinct(&[0])?;
        slice::advance(&mut bodies, dt)?;
        commit::each(call.arg(0), &bodies, |target, body| {
            commit::fields(target, |out| {
                out.set(c"x", &body.x)?;
                out.set(c"vx", &body.vx)
            })
        })?;
        call.give(())
    };
    Bump c"bump" |call| {
        let mut one: Slotted = call.take(0)?;
        let mut other: Slotted = call.take(1)?;
        call.distinct(&[0, 1])?;
        one.count = int::add(one.count, 1)?;
        one.items.push(one.count);
        other.items.clear();
        commit::fields(call.arg(0), |out| {
            out.set(c"count", &one.count)?;
            out.inner(c"items", |target| commit::replace(target, &one.items))
        })?;
        commit::fields(call.arg(1), |out| {
            out.inner(c"items", |target| commit::replace(target, &other.items))
        })?;
        call.give(())
    };
    MakeBody c"make_body" |call| {
        let body = Body { x: call.take(0)?, vx: call.take(1)?, name: call.take(2)? };
        call.give((body, Slotted { count: 1, items: vec![2, 3] }))
    };
    Shout c"shout" |call| {
        let words: Vec<Str> = call.take(0)?;
        call.give(slice::shout(&words)?)
    };
    Index c"index" |call| {
        let xs: Vec<i64> = call.take(0)?;
        call.give(slice::index(&xs, call.take(1)?)?)
    };
    Panic c"panic" |call| {
        let xs: Vec<i64> = call.take(0)?;
        call.give(xs[xs.len()])
    };
    Late c"late" |call| {
        let xs: Vec<i64> = call.take(0)?;
        commit::replace(call.arg(0), &vec![1_i64])?;
        call.give(slice::index(&xs, 1000)?)
    };
    EchoInt c"echo_int" |call| echo!(call, i64);
    EchoFloat c"echo_float" |call| echo!(call, f64);
    EchoBool c"echo_bool" |call| echo!(call, bool);
    EchoNone c"echo_none" |call| { let () = call.take(0)?; call.give(()) };
    EchoStr c"echo_str" |call| echo!(call, Str);
    EchoChar c"echo_char" |call| echo!(call, Char);
    EchoOptional c"echo_optional" |call| echo!(call, Option<i64>);
    EchoPair c"echo_pair" |call| echo!(call, (i64, (f64, Str)));
    EchoInts c"echo_ints" |call| echo!(call, Vec<i64>);
    EchoFloats c"echo_floats" |call| echo!(call, Vec<f64>);
    EchoStrs c"echo_strs" |call| echo!(call, Vec<Str>);
    EchoRows c"echo_rows" |call| echo!(call, Vec<Vec<i64>>);
    EchoMany c"echo_many" |call| echo!(call, (bool, (), i64, f64, Str, Char, Vec<bool>, Option<Str>));
    EchoObject c"echo_object" |call| echo!(call, Object);
    TakeFloats c"take_floats" |call| {
        let xs: Vec<f64> = call.take(0)?;
        call.give(xs.len() as i64)
    };
    TakeInts c"take_ints" |call| {
        let xs: Vec<i64> = call.take(0)?;
        call.give(xs.len() as i64)
    };
    TakeStrs c"take_strs" |call| {
        let xs: Vec<Str> = call.take(0)?;
        call.give(xs.len() as i64)
    };
    GiveFloats c"give_floats" |call| {
        let length: i64 = call.take(0)?;
        call.give((0..length).map(|x| x as f64).collect::<Vec<f64>>())
    };
    Distinct c"distinct" |call| {
        let rows: Vec<Vec<i64>> = call.take(0)?;
        let pair: (i64, Vec<i64>) = call.take(1)?;
        call.distinct(&[0, 1])?;
        call.give(rows.len() as i64 + pair.0)
    };
    Upper c"upper" |call| {
        let text: Str = call.take(0)?;
        call.give(ferrule_rt::unicode::change(ferrule_rt::unicode::Change::Upper, &text)?)
    };
    ReplaceInts c"replace_ints" |call| {
        let new: Vec<i64> = call.take(1)?;
        commit::replace(call.arg(0), &new)?;
        call.give(())
    };
    ReplaceFloats c"replace_floats" |call| {
        let new: Vec<f64> = call.take(1)?;
        commit::replace(call.arg(0), &new)?;
        call.give(())
    };
    ReplaceStrs c"replace_strs" |call| {
        let new: Vec<Str> = call.take(1)?;
        commit::replace(call.arg(0), &new)?;
        call.give(())
    };
    Down c"down" |call| call.give(slice::down(call.take(0)?)?);
    Apply c"apply" |call| {
        let func: Object = call.take(0)?;
        let arg: Object = call.take(1)?;
        match object::call(&func, &[arg]) {
            Err(stop) if stop.matches(&[ExcKind::LookupError]) => call.give(stop.message()),
            answer => call.give(answer?),
        }
    };
    Sum c"sum_rows" |call| {
        let rows: Vec<(i64, f64)> = call.take(0)?;
        call.give(rows.iter().map(|row| row.1).fold(0.0, |a, b| a + b))
    };
    Parts c"parts" |call| {
        let text: Str = call.take(0)?;
        let separator: Str = call.take(1)?;
        let words = ferrule_rt::string::split(&text);
        let pieces = ferrule_rt::string::split_sep(&text, &separator, -1)?;
        call.give((words, pieces, ferrule_rt::string::find(&text, &separator)))
    };
    CountWords c"count_words" |call| {
        let mut counts: Dict<Str, i64> = call.take(0)?;
        let texts: Vec<Str> = call.take(1)?;
        for word in texts.iter().flat_map(ferrule_rt::string::split) {
            *counts.or_insert(word, 0) += 1;
        }
        call.give(counts)
    };
    Backwards c"backwards" |call| {
        let mut texts: Vec<Str> = call.take(0)?;
        texts.reverse();
        for text in &mut texts {
            ferrule_rt::string::push(text, &Str::ascii("!"));
            *text = text.window(0, text.len() - 1);
        }
        texts.rotate_left(1);
        commit::replace(call.arg(0), &texts)?;
        call.give(())
    };
    Turn c"turn" |call| {
        let mut texts: Vec<Str> = call.take(0)?;
        texts.reverse();
        commit::replace(call.arg(0), &texts)?;
        call.give(())
    };
    EchoDict c"echo_dict" |call| echo!(call, Dict<Str, i64>);
    EchoNested c"echo_nested" |call| echo!(call, Dict<(i64, bool), Vec<f64>>);
    Tally c"tally" |call| {
        let words: Vec<Str> = call.take(0)?;
        let mut counts: Dict<Str, i64> = call.take(1)?;
        call.distinct(&[0, 1])?;
        for word in &words {
            *counts.or_insert(word.clone(), 0) += 1;
        }
        commit::replace(call.arg(1), &counts)?;
        call.give_arg(1)
    };
    Prune c"prune" |call| {
        let mut counts: Dict<i64, i64> = call.take(0)?;
        let doomed: Vec<i64> = call.take(1)?;
        let added: Vec<i64> = call.take(2)?;
        for key in &doomed {
            counts.remove(key)?;
        }
        for key in &added {
            counts.insert(*key, key + 1);
        }
        commit::replace(call.arg(0), &counts)?;
        call.give(())
    };
    Grow c"grow" |call| {
        let mut rows: Dict<Str, Vec<i64>> = call.take(0)?;
        call.distinct(&[0])?;
        for (_, row) in rows.items_mut() {
            row.push(row.len() as i64);
        }
        commit::each_value(call.arg(0), &rows, commit::replace)?;
        call.give(())
    };
    EchoSet c"echo_set" |call| echo!(call, Set<i64>);
    EchoFrozen c"echo_frozen" |call| echo!(call, FrozenSet<(i64, FloatKey)>);
    EchoTexts c"echo_texts" |call| echo!(call, Set<Str>);
    Walk c"walk" |call| {
        let set: Set<i64> = call.take(0)?;
        call.give(set.iter()?.copied().collect::<Vec<i64>>())
    };
    Churn c"churn" |call| {
        let mut set: Set<i64> = call.take(0)?;
        let steps: Vec<(i64, i64)> = call.take(1)?;
        slice::churn(&mut set, &steps)?;
        commit::replace(call.arg(0), &set)?;
        call.give(())
    };
    Steps c"steps" |call| {
        let steps: Vec<(i64, i64)> = call.take(0)?;
        let mut set = Set::new();
        slice::churn(&mut set, &steps)?;
        call.give(set)
    };
    TextSteps c"text_steps" |call| {
        let steps: Vec<(i64, Str)> = call.take(0)?;
        let mut set = Set::new();
        slice::churn(&mut set, &steps)?;
        call.give(set)
    };
    PairSteps c"pair_steps" |call| {
        let steps: Vec<(i64, (Option<i64>, bool))> = call.take(0)?;
        let mut set = Set::new();
        slice::churn(&mut set, &steps)?;
        call.give(set)
    };
    Freeze c"freeze" |call| {
        let steps: Vec<(i64, i64)> = call.take(0)?;
        let mut set = Set::new();
        slice::churn(&mut set, &steps)?;
        call.give(FrozenSet::new(set))
    };
    Peek c"peek" |call| {
        let body: Body = call.take(0)?;
        call.give((body.x, body.vx, body.name))
    };
    EchoBig c"echo_big" |call| echo!(call, Int);
    EchoNumber c"echo_number" |call| echo!(call, Number);
    EchoNumbers c"echo_numbers" |call| echo!(call, Dict<Int, Vec<Number>>);
    Span c"span" |call| {
        let points: Vec<Point> = call.take(0)?;
        let sink: Vec<i64> = call.take(1)?;
        call.distinct(&[0, 1])?;
        call.give(points.iter().map(|point| point.x).fold(sink.len() as f64, |a, b| a + b))
    };
}
