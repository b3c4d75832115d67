//! Functions of the Python module `logparse`.

use ferrule_rt::prelude::*;

/// The value of a step, or out of the labelled block with why it stopped.
macro_rules! attempt {
    ($label:lifetime, $step:expr) => {
        match $step {
            Ok(value) => value,
            Err(stop) => break $label stop,
        }
    };
}

/// Requests by status and by hour, bytes by host, server errors by path; and broken lines.
pub fn summarise(
    lines: &[Str],
) -> Res<(Dict<i64, i64>, Vec<i64>, Dict<Str, i64>, Dict<Str, i64>, i64)> {
    let mut by_status: Dict<i64, i64> = Dict::new();
    let mut by_hour: Vec<i64> = list::repeat(&[0], 24)?;
    let mut bytes_by_host: Dict<Str, i64> = Dict::new();
    let mut errors: Dict<Str, i64> = Dict::new();
    let mut broken: i64 = 0;
    'turns: for line in lines {
        let host: Str;
        let hour: i64;
        let path: Str;
        let status: i64;
        let size: i64;
        'done: {
            let stop: Stop = 'attempt: {
                (host, hour, path, status, size) = attempt!('attempt, parse_line(line));
                break 'done;
            };
            if stop.matches(&[ExcKind::ValueError]) {
                broken += 1;
                continue 'turns;
            } else {
                return Err(stop);
            }
        }
        let entry = by_status.or_insert(status, 0);
        *entry = int::add(*entry, 1)?;
        let item = list::at_mut(&mut by_hour, hour)?;
        *item = int::add(*item, 1)?;
        let entry_2 = bytes_by_host.or_insert(host, 0);
        *entry_2 = int::add(*entry_2, size)?;
        if status >= 500 {
            let entry_3 = errors.or_insert(path, 0);
            *entry_3 = int::add(*entry_3, 1)?;
        }
    }
    Ok((by_status, by_hour, bytes_by_host, errors, broken))
}

/// Host, hour, path, status and size of one request; ValueError if the line is broken.
#[inline]
pub fn parse_line(line: &Str) -> Res<(Str, i64, Str, i64, i64)> {
    let (before, request, after) = string::pieces3(line, &Str::ascii("\""))?;
    let host = string::word_at(&before, 0)?;
    let start = string::index(&before, &Str::ascii("["))? + 1;
    let end = string::index(&before, &Str::ascii("]"))?;
    let (_, hour, _, _) = string::pieces4(&string::slice(&before, Some(start), Some(end), None)?, &Str::ascii(":"))?;
    let (_, path, _) = string::words3(&request)?;
    let (status, size) = string::words2(&after)?;
    let length = if size == Char::new('-') { 0 } else { int::parse(&size)? };
    Ok((host, int::parse(&hour)?, path, int::parse(&status)?, length))
}
