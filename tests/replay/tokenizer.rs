//! Functions of the Python module `tokenizer`.

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

#[derive(Debug)]
pub struct Evaluator<'a> {
    pub tokens: Vec<(Str, Str)>,
    pub variables: &'a Dict<Str, f64>,
    pub position: i64,
}

/// The variables after the whole script, and how many lines failed for each reason.
pub fn run(script: &Str) -> Res<(Dict<Str, f64>, Dict<Str, i64>)> {
    let mut variables: Dict<Str, f64> = Dict::new();
    let mut failures: Dict<Str, i64> = Dict::new();
    for line in string::splitlines(script, false) {
        interrupt::poll()?;
        'done: {
            let stop: Stop = 'attempt: {
                attempt!('attempt, assign(&line, &mut variables));
                break 'done;
            };
            if stop.matches(&[ExcKind::User(0)]) {
                let error_text_1 = stop.message();
                let entry = failures.or_insert(error_text_1, 0);
                *entry = int::add(*entry, 1)?;
            } else if stop.matches(&[ExcKind::ZeroDivisionError]) {
                let entry_2 = failures.or_insert(Str::ascii("division by zero"), 0);
                *entry_2 = int::add(*entry_2, 1)?;
            } else {
                return Err(stop);
            }
        }
    }
    Ok((variables, failures))
}

/// Do one assignment; a line without any token does nothing.
#[inline]
pub fn assign(line: &Str, variables: &mut Dict<Str, f64>) -> Res<()> {
    let tokens = tokenize(line)?;
    if tokens.is_empty() {
        return Ok(());
    }
    if list::len(&tokens) < 3 || tokens[0].0 != Str::ascii("name") || tokens[1].1 != Char::new('=') {
        return Err(Stop::new(ExcKind::User(0), "not an assignment"));
    }
    let mut evaluator = new_evaluator(list::slice(&tokens, Some(2), None), variables);
    let value = evaluator_expression(&mut evaluator)?;
    if evaluator.position < list::len(&evaluator.tokens) {
        return Err(Stop::new(ExcKind::User(0), string::concat(&Str::ascii("unexpected "), &evaluator_peek(&evaluator)?)));
    }
    variables.insert(tokens[0].1.clone(), value);
    Ok(())
}

/// Terms joined by + and -.
pub fn evaluator_expression(this: &mut Evaluator<'_>) -> Res<f64> {
    let _depth = depth::enter()?;
    let mut value = evaluator_term(this)?;
    while {
        let sought_1 = evaluator_peek(this)?;
        sought_1 == Char::new('+') || sought_1 == Char::new('-')
    } {
        interrupt::poll()?;
        let operator = evaluator_peek(this)?;
        this.position = int::add(this.position, 1)?;
        if operator == Char::new('+') {
            value += evaluator_term(this)?;
        } else {
            value -= evaluator_term(this)?;
        }
    }
    Ok(value)
}

/// The text of the next token, empty at the end.
pub fn evaluator_peek(this: &Evaluator<'_>) -> Res<Str> {
    if this.position < list::len(&this.tokens) {
        return Ok(list::at(&this.tokens, this.position)?.1.clone());
    }
    Ok(Str::EMPTY)
}

/// Factors joined by * and /.
pub fn evaluator_term(this: &mut Evaluator<'_>) -> Res<f64> {
    let _depth = depth::enter()?;
    let mut value = evaluator_factor(this)?;
    while {
        let sought_1 = evaluator_peek(this)?;
        sought_1 == Char::new('*') || sought_1 == Char::new('/')
    } {
        interrupt::poll()?;
        let operator = evaluator_peek(this)?;
        this.position = int::add(this.position, 1)?;
        if operator == Char::new('*') {
            value *= evaluator_factor(this)?;
        } else {
            value = float::div(value, evaluator_factor(this)?)?;
        }
    }
    Ok(value)
}

/// A number, a variable, a negated factor or an expression in brackets.
pub fn evaluator_factor(this: &mut Evaluator<'_>) -> Res<f64> {
    let _depth = depth::enter()?;
    if this.position >= list::len(&this.tokens) {
        return Err(Stop::new(ExcKind::User(0), "the line ends too early"));
    }
    let (kind, text) = list::at(&this.tokens, this.position)?.clone();
    this.position = int::add(this.position, 1)?;
    if kind == Str::ascii("number") {
        return float::parse(&text);
    }
    if kind == Str::ascii("name") {
        if !this.variables.contains(&text) {
            return Err(Stop::new(ExcKind::User(0), string::concat(&Str::ascii("no variable "), &text)));
        }
        return Ok(*this.variables.at(&text)?);
    }
    if text == Char::new('-') {
        return Ok(-evaluator_factor(this)?);
    }
    if text == Char::new('(') {
        let value = evaluator_expression(this)?;
        if evaluator_peek(this)? != Char::new(')') {
            return Err(Stop::new(ExcKind::User(0), "a bracket is left open"));
        }
        this.position = int::add(this.position, 1)?;
        return Ok(value);
    }
    Err(Stop::new(ExcKind::User(0), string::concat(&Str::ascii("unexpected "), &text)))
}

pub fn new_evaluator(tokens: Vec<(Str, Str)>, variables: &Dict<Str, f64>) -> Evaluator<'_> {
    let self_position: i64 = 0;
    Evaluator { tokens, variables, position: self_position }
}

/// The tokens of a line as (kind, text); kinds are number, name and operator.
pub fn tokenize(line: &Str) -> Res<Vec<(Str, Str)>> {
    let mut tokens: Vec<(Str, Str)> = Vec::new();
    let mut i: i64 = 0;
    while i < string::len(line) {
        interrupt::poll()?;
        let char = string::at(line, i)?;
        if char == Char::new('#') {
            break;
        }
        if char.isspace()? {
            i += 1;
        } else if char.isdigit()? || char == Char::new('.') {
            let start = i;
            while i < string::len(line) && (string::at(line, i)?.isdigit()? || string::at(line, i)? == Char::new('.')) {
                interrupt::poll()?;
                i += 1;
            }
            tokens.push((Str::ascii("number"), string::slice(line, Some(start), Some(i), None)?));
        } else if char.isalpha()? || char == Char::new('_') {
            let start = i;
            while i < string::len(line) && (string::at(line, i)?.isalnum()? || string::at(line, i)? == Char::new('_')) {
                interrupt::poll()?;
                i += 1;
            }
            tokens.push((Str::ascii("name"), string::slice(line, Some(start), Some(i), None)?));
        } else if string::contains_char(&Str::ascii("+-*/()="), char) {
            tokens.push((Str::ascii("operator"), Str::from(char)));
            i += 1;
        } else {
            return Err(Stop::new(ExcKind::User(0), string::concat_all(&[&Str::ascii("unexpected "), &text::quote(&Str::from(char))?, &Str::ascii(" in column "), &int::to_str(i + 1)])));
        }
    }
    Ok(tokens)
}
