//! `programs/jsontext.py`: a look through a JSON document.

use indexmap::IndexMap;
use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rustc_hash::FxBuildHasher;

struct Parser<'a> {
    text: &'a str,
    place: usize,
    keys: IndexMap<String, u64, FxBuildHasher>,
    letters: usize,
    total: f64,
}

impl Parser<'_> {
    fn letter(&self) -> PyResult<u8> {
        let letter = self.text.as_bytes().get(self.place).copied();
        letter.ok_or_else(|| PyIndexError::new_err("string index out of range"))
    }

    fn skip_space(&mut self) {
        let rest = &self.text.as_bytes()[self.place..];
        self.place += rest
            .iter()
            .take_while(|letter| b" \n\r\t".contains(letter))
            .count();
    }

    fn expect(&mut self, letter: u8) -> PyResult<()> {
        self.skip_space();
        if self.text.as_bytes().get(self.place) != Some(&letter) {
            let message = format!("no '{}' at {}", char::from(letter), self.place);
            return Err(PyValueError::new_err(message));
        }
        self.place += 1;
        Ok(())
    }

    fn value(&mut self) -> PyResult<u64> {
        self.skip_space();
        match self.letter()? {
            b'{' => return self.members(),
            b'[' => return self.elements(),
            b'"' => self.letters += self.string()?.chars().count(),
            b'-' | b'0'..=b'9' => self.total += self.number()?,
            _ => self.word()?,
        }
        Ok(0)
    }

    fn members(&mut self) -> PyResult<u64> {
        let mut deepest = 0;
        self.expect(b'{')?;
        self.skip_space();
        if self.letter()? == b'}' {
            self.place += 1;
            return Ok(1);
        }
        loop {
            self.skip_space();
            let key = self.string()?;
            *self.keys.entry(key).or_default() += 1;
            self.expect(b':')?;
            deepest = deepest.max(self.value()?);
            self.skip_space();
            if self.letter()? == b',' {
                self.place += 1;
            } else {
                self.expect(b'}')?;
                return Ok(deepest + 1);
            }
        }
    }

    fn elements(&mut self) -> PyResult<u64> {
        let mut deepest = 0;
        self.expect(b'[')?;
        self.skip_space();
        if self.letter()? == b']' {
            self.place += 1;
            return Ok(1);
        }
        loop {
            deepest = deepest.max(self.value()?);
            self.skip_space();
            if self.letter()? == b',' {
                self.place += 1;
            } else {
                self.expect(b']')?;
                return Ok(deepest + 1);
            }
        }
    }

    fn string(&mut self) -> PyResult<String> {
        self.expect(b'"')?;
        let mut out = String::new();
        let mut letters = self.text[self.place..].char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.place += at + 1;
                    return Ok(out);
                }
                '\\' => out.push(match letters.next() {
                    Some((_, 'n')) => '\n',
                    Some((_, 't')) => '\t',
                    Some((_, 'r')) => '\r',
                    Some((_, 'b')) => '\x08',
                    Some((_, 'f')) => '\x0c',
                    Some((_, other)) => other,
                    None => break,
                }),
                other => out.push(other),
            }
        }
        Err(PyIndexError::new_err("string index out of range"))
    }

    fn number(&mut self) -> PyResult<f64> {
        let rest = &self.text[self.place..];
        let is_part = |letter: char| "+-.0123456789eE".contains(letter);
        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        self.place += end;
        rest[..end]
            .parse()
            .map_err(|_| PyValueError::new_err("could not convert string to float"))
    }

    fn word(&mut self) -> PyResult<()> {
        for word in ["true", "false", "null"] {
            if self.text[self.place..].starts_with(word) {
                self.place += word.len();
                return Ok(());
            }
        }
        let message = format!("nothing known at {}", self.place);
        Err(PyValueError::new_err(message))
    }
}

/// How deep a document is nested, how often it has each key, its letters and its numbers' sum.
#[pyfunction]
pub fn summarise<'py>(
    py: Python<'py>,
    text: &str,
) -> PyResult<(u64, Bound<'py, PyDict>, usize, f64)> {
    let mut parser = Parser {
        text,
        place: 0,
        keys: IndexMap::default(),
        letters: 0,
        total: 0.0,
    };
    let depth = parser.value()?;
    parser.skip_space();
    if parser.place != text.len() {
        let message = format!("more text at {}", parser.place);
        return Err(PyValueError::new_err(message));
    }
    let keys = PyDict::new(py);
    for (key, times) in parser.keys {
        keys.set_item(key, times)?;
    }
    Ok((depth, keys, parser.letters, parser.total))
}
