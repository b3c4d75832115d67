"""A spawned process imports this program anew, under another name."""

import multiprocessing


def weigh(words, rounds):
    """A number from words."""
    total = 0
    for i in range(rounds):
        for word in words:
            total = (total * 3 + len(word) + i) % 99_991
    return total


def main():
    """First here, then in a child."""
    jobs = [(["a", "bb", "ccc"], 60_000 + i) for i in range(6)]
    here = [weigh(*job) for job in jobs]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(here, pool.starmap(weigh, jobs) == here)


if __name__ == "__main__":
    main()
