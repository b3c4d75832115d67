"""Coroutines that call the hot function between their awaits."""

import asyncio


def pack(values):
    """Run lengths."""
    runs = []
    previous = None
    for value in values:
        if value == previous:
            runs[-1][1] += 1
        else:
            runs.append([value, 1])
            previous = value
    return runs


async def worker(name, queue, results):
    """Takes jobs until there is none."""
    while not queue.empty():
        size = queue.get_nowait()
        await asyncio.sleep(0)
        runs = pack([number // 3 % 5 for number in range(size)])
        results.append((size, len(runs), runs[-1], name))


async def everything():
    """Two workers."""
    queue = asyncio.Queue()
    for size in range(100_000, 100_020):
        queue.put_nowait(size)
    results = []
    await asyncio.gather(worker("a", queue, results), worker("b", queue, results))
    return results


def main():
    """Print in the order of the work."""
    for result in asyncio.run(everything()):
        print(*result)


if __name__ == "__main__":
    main()
