//! The hot functions of the examples as a Rust programmer writes them behind PyO3.
//!
//! Each takes and returns the same Python objects as the function of the same name in
//! `examples/` or `benchmarks/programs/`, follows the same algorithm and does its floating point in the same order.

mod bank;
mod call_cost;
mod chain;
mod cipher;
mod collatz;
mod counter;
mod dijkstra;
mod fannkuch;
mod jsontext;
mod knapsack;
mod levenshtein;
mod life;
mod lights;
mod logparse;
mod lorenz;
mod mandelbrot;
mod matmul;
mod mersenne;
mod montecarlo;
mod nbody;
mod network;
mod packets;
mod particles;
mod pidigits;
mod primality;
mod queens;
mod raytrace;
mod roads;
mod scatter;
mod sensors;
mod sieve;
mod spectral_norm;
mod staff;
mod textdiff;
mod tokenizer;
mod trees;
mod wordcount;

use pyo3::prelude::*;

/// One submodule for each program, so that `handwritten.nbody.advance` is found by name.
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

    #[pymodule]
    mod chain {
        #[pymodule_export]
        use crate::chain::plan;
    }

    #[pymodule]
    mod cipher {
        #[pymodule_export]
        use crate::cipher::crack;
    }

    #[pymodule]
    mod collatz {
        #[pymodule_export]
        use crate::collatz::longest_chain;
    }

    #[pymodule]
    mod counter {
        #[pymodule_export]
        use crate::counter::simulate;
    }

    #[pymodule]
    mod jsontext {
        #[pymodule_export]
        use crate::jsontext::summarise;
    }

    #[pymodule]
    mod lights {
        #[pymodule_export]
        use crate::lights::solve;
    }

    #[pymodule]
    mod lorenz {
        #[pymodule_export]
        use crate::lorenz::trace;
    }

    #[pymodule]
    mod montecarlo {
        #[pymodule_export]
        use crate::montecarlo::option_price;
    }

    #[pymodule]
    mod network {
        #[pymodule_export]
        use crate::network::connect;
    }

    #[pymodule]
    mod packets {
        #[pymodule_export]
        use crate::packets::pack;
    }

    #[pymodule]
    mod pidigits {
        #[pymodule_export]
        use crate::pidigits::pi_digits;
    }

    #[pymodule]
    mod primality {
        #[pymodule_export]
        use crate::primality::primes_from;
    }

    #[pymodule]
    mod raytrace {
        #[pymodule_export]
        use crate::raytrace::render;
    }

    #[pymodule]
    mod roads {
        #[pymodule_export]
        use crate::roads::shortest_ways;
    }

    #[pymodule]
    mod scatter {
        #[pymodule_export]
        use crate::scatter::fill;
    }

    #[pymodule]
    mod sensors {
        #[pymodule_export]
        use crate::sensors::summarise;
    }

    #[pymodule]
    mod staff {
        #[pymodule_export]
        use crate::staff::report;
    }

    #[pymodule]
    mod textdiff {
        #[pymodule_export]
        use crate::textdiff::diff;
    }

    #[pymodule]
    mod trees {
        #[pymodule_export]
        use crate::trees::churn;
    }
}
