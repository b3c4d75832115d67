"""An exception in a thread goes to its hook; the program ends well."""

import threading


def shrink(values, rounds):
    """Divide until one of the divisors is zero."""
    total = 0
    for i in range(rounds):
        total += 1_000_000 // values[i % len(values)]
    return total


def report(failure):
    """What became of the thread."""
    print("thread failed:", failure.exc_type.__name__, failure.exc_value)


def main():
    """One thread that works, one that fails."""
    threading.excepthook = report
    print([shrink([3, 7, i + 1], 600_000) for i in range(10)])
    for values in ([5, 6], [5, 0]):
        thread = threading.Thread(target=shrink, args=(values, 300_000))
        thread.start()
        thread.join()
    print("done")


if __name__ == "__main__":
    main()
