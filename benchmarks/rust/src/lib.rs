//! The hot functions of the examples as a Rust programmer writes them behind PyO3.
//!
//! Each takes and returns the same Python objects as the function of the same name in
//! `examples/`, follows the same algorithm and does its floating point in the same order.

mod bank;
mod call_cost;
mod dijkstra;
mod fannkuch;
mod knapsack;
mod levenshtein;
mod life;
mod logparse;
mod mandelbrot;
mod matmul;
mod nbody;
mod particles;
mod queens;
mod sieve;
mod spectral_norm;
mod tokenizer;
mod wordcount;

use pyo3::prelude::*;

/// One submodule for each example, so that `handwritten.nbody.advance` is found by name.
#[pymodule]
mod handwritten {
    use super::pymodule;

    #[pymodule]
    mod bank {
        #[pymodule_export]
        use crate::bank::settle;
    }

    #[pymodule]
    mod scalar {
        #[pymodule_export]
        use crate::call_cost::{letters, slope, triangle};
    }

    #[pymodule]
    mod dijkstra {
        #[pymodule_export]
        use crate::dijkstra::quickest;
    }

    #[pymodule]
    mod fannkuch {
        #[pymodule_export]
        use crate::fannkuch::fannkuch;
    }

    #[pymodule]
    mod knapsack {
        #[pymodule_export]
        use crate::knapsack::pack;
    }

    #[pymodule]
    mod levenshtein {
        #[pymodule_export]
        use crate::levenshtein::suggest;
    }

    #[pymodule]
    mod life {
        #[pymodule_export]
        use crate::life::run;
    }

    #[pymodule]
    mod logparse {
        #[pymodule_export]
        use crate::logparse::summarise;
    }

    #[pymodule]
    mod mandelbrot {
        #[pymodule_export]
        use crate::mandelbrot::escape_times;
    }

    #[pymodule]
    mod matmul {
        #[pymodule_export]
        use crate::matmul::multiply;
    }

    #[pymodule]
    mod nbody {
        #[pymodule_export]
        use crate::nbody::advance;
    }

    #[pymodule]
    mod particles {
        #[pymodule_export]
        use crate::particles::simulate;
    }

    #[pymodule]
    mod queens {
        #[pymodule_export]
        use crate::queens::solve;
    }

    #[pymodule]
    mod sieve {
        #[pymodule_export]
        use crate::sieve::primes_below;
    }

    #[pymodule]
    mod spectral_norm {
        #[pymodule_export]
        use crate::spectral_norm::spectral_norm;
    }

    #[pymodule]
    mod tokenizer {
        #[pymodule_export]
        use crate::tokenizer::run;
    }

    #[pymodule]
    mod wordcount {
        #[pymodule_export]
        use crate::wordcount::count_words;
    }
}
