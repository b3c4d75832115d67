"""A pool of forked processes calls the hot function."""

import multiprocessing


def count_primes(start, stop):
    """How many primes lie in a range."""
    count = 0
    for number in range(max(start, 2), stop):
        divisor = 2
        while divisor * divisor <= number:
            if number % divisor == 0:
                break
            divisor += 1
        else:
            count += 1
    return count


def main():
    """First here, then in two children."""
    here = [count_primes(start, start + 12_000) for start in range(0, 60_000, 12_000)]
    context = multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        there = pool.starmap(count_primes, [(i, i + 12_000) for i in range(0, 60_000, 12_000)])
    print(here, here == there)


if __name__ == "__main__":
    main()
