//! `programs/packets.py`: run lengths, checksums and base64.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn make_table() -> [u32; 256] {
    std::array::from_fn(|i| {
        (0..8).fold(i as u32, |bits, _| {
            if bits & 1 == 1 {
                (bits >> 1) ^ 0xEDB8_8320
            } else {
                bits >> 1
            }
        })
    })
}

fn crc32(data: &[u8], table: &[u32; 256]) -> u32 {
    !data.iter().fold(!0, |crc, &byte| {
        table[usize::from(crc as u8 ^ byte)] ^ (crc >> 8)
    })
}

fn run_lengths(data: &[u8], packed: &mut Vec<u8>) {
    packed.clear();
    let mut rest = data;
    while let Some(&byte) = rest.first() {
        let run = rest
            .iter()
            .take(255)
            .take_while(|&&other| other == byte)
            .count();
        packed.extend([run as u8, byte]);
        rest = &rest[run..];
    }
}

fn base64(data: &[u8], out: &mut Vec<u8>) {
    out.clear();
    for chunk in data.chunks(3) {
        let mut bits = chunk
            .iter()
            .fold(0, |bits, &byte| bits << 8 | u32::from(byte));
        bits <<= 8 * (3 - chunk.len());
        for j in 0..4 {
            out.push(if j <= chunk.len() {
                ALPHABET[(bits >> (18 - 6 * j) & 63) as usize]
            } else {
                b'='
            });
        }
    }
}

/// All packets: the checksum of each piece and its letters.
#[pyfunction]
#[pyo3(signature = (data, size = 1024))]
pub fn pack<'py>(py: Python<'py>, data: &[u8], size: usize) -> Vec<(u32, Bound<'py, PyBytes>)> {
    let table = make_table();
    let (mut packed, mut letters) = (Vec::new(), Vec::new());
    data.chunks(size)
        .map(|piece| {
            run_lengths(piece, &mut packed);
            base64(&packed, &mut letters);
            (crc32(piece, &table), PyBytes::new(py, &letters))
        })
        .collect()
}
