//! `programs/staff.py`: people ranked by pay.

use std::cmp::Reverse;

use indexmap::IndexMap;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use rustc_hash::FxBuildHasher;

struct Person<'a> {
    name: &'a str,
    age: i64,
    pay: i64,
}

type Texts<'py> = (Bound<'py, PyString>, Bound<'py, PyString>);
type Line<'a> = (&'a str, usize, i64, i64, Vec<&'a str>);

fn texts<'py>(person: &Bound<'py, PyAny>) -> PyResult<Texts<'py>> {
    let py = person.py();
    let name = person.getattr(intern!(py, "name"))?.cast_into()?;
    let department = person.getattr(intern!(py, "department"))?.cast_into()?;
    Ok((name, department))
}

fn line<'a>(department: &'a str, people: &mut [Person<'a>], top: usize) -> Line<'a> {
    people.sort_by_key(|person| (Reverse(person.pay), person.name));
    let mut ages: Vec<i64> = people.iter().map(|person| person.age).collect();
    ages.sort_unstable();
    let total = people.iter().map(|person| person.pay).sum();
    let names = people.iter().take(top).map(|person| person.name).collect();
    (department, people.len(), ages[ages.len() / 2], total, names)
}

/// For each department: its size, the median age, what it pays, and who earns most.
#[pyfunction]
#[pyo3(signature = (staff, top = 3))]
pub fn report<'py>(staff: &Bound<'py, PyList>, top: usize) -> PyResult<Bound<'py, PyList>> {
    let py = staff.py();
    let words: Vec<Texts<'py>> = staff
        .iter()
        .map(|person| texts(&person))
        .collect::<PyResult<_>>()?;
    let mut groups: IndexMap<&str, Vec<Person<'_>>, FxBuildHasher> = IndexMap::default();
    for (person, (name, department)) in staff.iter().zip(&words) {
        groups
            .entry(department.to_str()?)
            .or_default()
            .push(Person {
                name: name.to_str()?,
                age: person.getattr(intern!(py, "age"))?.extract()?,
                pay: person.getattr(intern!(py, "pay"))?.extract()?,
            });
    }
    groups.sort_unstable_keys();
    let mut lines: Vec<Line<'_>> = groups
        .iter_mut()
        .map(|(department, people)| line(department, people, top))
        .collect();
    lines.sort_by_key(|line| Reverse(line.3));
    PyList::new(py, lines)
}
