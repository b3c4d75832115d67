"""Several threads call one hot function at once."""

import threading


def histogram(seed, size):
    """How often each remainder comes up."""
    counts = [0] * 16
    state = seed
    for _ in range(size):
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
        counts[state // 65_536 % 16] += 1
    return counts


def main():
    """Four threads, each with its own part of the results."""
    results = {}

    def work(seed):
        results[seed] = [histogram(seed, 60_000 + i) for i in range(5)]

    work(0)
    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for seed in sorted(results):
        print(seed, sum(map(max, results[seed])), results[seed][-1])


if __name__ == "__main__":
    main()
