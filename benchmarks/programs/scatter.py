"""Hash the keys of a table with 64-bit arithmetic and look how well they scatter.

Usage: python scatter.py [KEYS]
"""

import sys

MASK = 0xFFFFFFFFFFFFFFFF


def xorshift(state):
    """The next state of Marsaglia's generator."""
    state ^= (state << 13) & MASK
    state ^= state >> 7
    state ^= (state << 17) & MASK
    return state


def mix(key):
    """Stir all bits of a key (the finish of splitmix64)."""
    key = (key + 0x9E3779B97F4A7C15) & MASK
    key = ((key ^ (key >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    key = ((key ^ (key >> 27)) * 0x94D049BB133111EB) & MASK
    return key ^ (key >> 31)


def lcg(state):
    """Knuth's linear congruential generator."""
    return (state * 6364136223846793005 + 1442695040888963407) & MASK


def fill(keys, buckets, seed=88172645463325252):
    """How many keys fall into each bucket, and a checksum of all hashes."""
    counts = [0] * buckets
    checksum = 0
    first = seed
    second = seed
    for _ in range(keys):
        first = xorshift(first)
        second = lcg(second)
        hashed = mix(first ^ second)
        counts[hashed % buckets] += 1
        checksum = (checksum * 31 + hashed) & MASK
    return counts, checksum


def main():
    """Print the checksum and how even the buckets are."""
    keys = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    counts, checksum = fill(keys, 1024)
    expected = keys / len(counts)
    chi = sum((count - expected) ** 2 / expected for count in counts)
    print(f"checksum {checksum:016x}, chi squared {chi:.3f}")


if __name__ == "__main__":
    main()
