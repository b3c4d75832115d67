//! `examples/tokenizer.py`: a calculator language.

use indexmap::IndexMap;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rustc_hash::FxBuildHasher;

type Table<'s, T> = IndexMap<&'s str, T, FxBuildHasher>;

enum Failure {
    Script(String),
    Division,
    Number(String),
}

fn script_error<T>(text: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::Script(text.into()))
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Name,
    Operator,
}

type Token<'s> = (Kind, &'s str);

fn tokenize<'s>(line: &'s str, tokens: &mut Vec<Token<'s>>) -> Result<(), Failure> {
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        if letter == '#' {
            break;
        }
        let length = if letter.is_whitespace() {
            letter.len_utf8()
        } else if letter.is_ascii_digit() || letter == '.' {
            let length = span(rest, |c| c.is_ascii_digit() || c == '.');
            tokens.push((Kind::Number, &rest[..length]));
            length
        } else if letter.is_alphabetic() || letter == '_' {
            let length = span(rest, |c| c.is_alphanumeric() || c == '_');
            tokens.push((Kind::Name, &rest[..length]));
            length
        } else if "+-*/()=".contains(letter) {
            tokens.push((Kind::Operator, &rest[..1]));
            1
        } else {
            let column = line[..line.len() - rest.len()].chars().count() + 1;
            return script_error(format!("unexpected '{letter}' in column {column}"));
        };
        rest = &rest[length..];
    }
    Ok(())
}

fn span(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

struct Evaluator<'a, 's> {
    tokens: &'a [Token<'s>],
    variables: &'a Table<'s, f64>,
    position: usize,
}

impl Evaluator<'_, '_> {
    fn peek(&self) -> &str {
        self.tokens.get(self.position).map_or("", |token| token.1)
    }

    fn expression(&mut self) -> Result<f64, Failure> {
        let mut value = self.term()?;
        loop {
            match self.peek() {
                "+" => {
                    self.position += 1;
                    value += self.term()?;
                }
                "-" => {
                    self.position += 1;
                    value -= self.term()?;
                }
                _ => return Ok(value),
            }
        }
    }

    fn term(&mut self) -> Result<f64, Failure> {
        let mut value = self.factor()?;
        loop {
            match self.peek() {
                "*" => {
                    self.position += 1;
                    value *= self.factor()?;
                }
                "/" => {
                    self.position += 1;
                    let divisor = self.factor()?;
                    if divisor == 0.0 {
                        return Err(Failure::Division);
                    }
                    value /= divisor;
                }
                _ => return Ok(value),
            }
        }
    }

    fn factor(&mut self) -> Result<f64, Failure> {
        let Some(&(kind, text)) = self.tokens.get(self.position) else {
            return script_error("the line ends too early");
        };
        self.position += 1;
        match (kind, text) {
            (Kind::Number, _) => text.parse().map_err(|_| Failure::Number(text.to_owned())),
            (Kind::Name, _) => match self.variables.get(text) {
                Some(&value) => Ok(value),
                None => script_error(format!("no variable {text}")),
            },
            (_, "-") => Ok(-self.factor()?),
            (_, "(") => {
                let value = self.expression()?;
                if self.peek() != ")" {
                    return script_error("a bracket is left open");
                }
                self.position += 1;
                Ok(value)
            }
            _ => script_error(format!("unexpected {text}")),
        }
    }
}

fn assign<'s>(
    line: &'s str,
    tokens: &mut Vec<Token<'s>>,
    variables: &mut Table<'s, f64>,
) -> Result<(), Failure> {
    tokens.clear();
    tokenize(line, tokens)?;
    match tokens.as_slice() {
        [] => Ok(()),
        &[(Kind::Name, name), (_, "="), ref rest @ ..] if !rest.is_empty() => {
            let mut evaluator = Evaluator {
                tokens: rest,
                variables,
                position: 0,
            };
            let value = evaluator.expression()?;
            if evaluator.position < rest.len() {
                return script_error(format!("unexpected {}", evaluator.peek()));
            }
            variables.insert(name, value);
            Ok(())
        }
        _ => script_error("not an assignment"),
    }
}

/// The variables after the whole script, and how many lines failed for each reason.
#[pyfunction]
pub fn run<'py>(
    py: Python<'py>,
    script: &str,
) -> PyResult<(Bound<'py, PyDict>, Bound<'py, PyDict>)> {
    let mut variables = Table::default();
    let mut failures: IndexMap<String, u64, FxBuildHasher> = IndexMap::default();
    let mut tokens = Vec::new();
    for line in script.lines() {
        let reason = match assign(line, &mut tokens, &mut variables) {
            Ok(()) => continue,
            Err(Failure::Script(reason)) => reason,
            Err(Failure::Division) => "division by zero".to_owned(),
            Err(Failure::Number(text)) => {
                return Err(PyValueError::new_err(format!(
                    "could not convert string to float: '{text}'"
                )));
            }
        };
        *failures.entry(reason).or_insert(0) += 1;
    }
    Ok((to_dict(py, variables)?, to_dict(py, failures)?))
}

fn to_dict<'py, K, V>(
    py: Python<'py>,
    table: IndexMap<K, V, FxBuildHasher>,
) -> PyResult<Bound<'py, PyDict>>
where
    K: IntoPyObject<'py>,
    V: IntoPyObject<'py>,
{
    let dict = PyDict::new(py);
    for (key, value) in table {
        dict.set_item(key, value)?;
    }
    Ok(dict)
}
