"""Hot loops that end when another thread, or a signal handler, changes what they look at."""

import signal
import threading


class Worker:
    """Counts until somebody says stop."""

    def __init__(self):
        self.running = True
        self.count = 0

    def spin(self, most):
        """The hot loop."""
        while self.running and self.count < most:
            self.count += 1
        return self.count


def until_longer(items, most):
    """Until the list has an item, and as many turns."""
    turns = 0
    while turns < most:
        if len(items) > 0:
            return items[0]
        turns += 1
    return -1


def until_known(known, most):
    """Until the dict has the key."""
    for _ in range(most):
        if 7 in known:
            return known[7]
    return -1


def until_element(found, most):
    """Until the set has the element."""
    for _ in range(most):
        if 7 in found:
            return 7
    return -1


def fill(items, count):
    """Appends; a signal handler may, too."""
    for i in range(count):
        items.append(i % 5)
    return len(items)


def later(action, *arguments):
    """Do it in a moment, in another thread."""
    threading.Timer(0.15, action, arguments).start()


def main():
    """Warm each of them up; then let it wait."""
    for _ in range(60):
        Worker().spin(20000)
        until_longer([], 20000)
        until_known({1: 2}, 20000)
        until_element({1}, 20000)
        fill([], 20000)
    worker = Worker()
    later(setattr, worker, "running", False)
    print(worker.spin(10**15) >= 0, worker.running)
    items = []
    later(items.append, 5)
    print(until_longer(items, 10**15))
    known = {}
    later(known.setdefault, 7, 8)
    print(until_known(known, 10**15))
    found = set()
    later(found.add, 7)
    print(until_element(found, 10**15))
    if hasattr(signal, "setitimer"):
        items = []
        signal.signal(signal.SIGALRM, lambda *_: items.append("rung"))
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        fill(items, 5_000_000)
        print(len(items) - items.count("rung"))


if __name__ == "__main__":
    main()
