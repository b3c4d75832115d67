"""What a watch finds out about real programs: times, callers, types, arguments."""

import pickle
import subprocess
import sys

import pytest

from ferrule.base.types import FLOAT, INT, STR, List, Optional, Struct
from ferrule.profile import rank


def times(profile):
    return {str(hot.func): hot.self_s for hot in profile.functions}


def arguments(hot):
    return [seen.arguments for seen in hot.witness.signatures]


def test_loops_and_lines(bench):
    bench.write(
        "program.py",
        """
        def hot(n):
            total = 0
            for i in range(n):
                total += i * i % 7
            return total

        def cold(n):
            return hot(n // 10)

        hot(4_000_000)
        cold(1_000)
        """,
    )
    assert bench.watched("script", "program.py").status == 0
    hot = bench.hot("__main__:hot")
    profile = bench.profile()
    assert 0.8 * sum(times(profile).values()) < hot.self_s <= hot.total_s < 1.3 * profile.wall_s
    assert set(hot.lines) <= {4, 5}
    assert abs(sum(hot.lines.values()) - hot.self_s) < 1e-6
    assert {str(name) for name in hot.callers} == {"__main__:<module>"}
    assert (hot.func.file, hot.func.line) == (str(bench.folder / "program.py"), 2)
    assert arguments(hot) == [(INT,)]
    assert (4_000_000,) in [pickle.loads(one) for one in hot.witness.recorded]
    assert rank(profile)[0].func == hot.func


def test_time_in_c_counts_for_the_line_that_called(bench):
    bench.write(
        "program.py",
        """
        def sorts(values):
            for _ in range(10):
                ordered = sorted(values,
                                 key=None)
            return ordered

        def idles():
            import time
            time.sleep(0.5)

        sorts([(i * 7919) % 1000003 for i in range(300_000)])
        idles()
        """,
    )
    bench.watched("script", "program.py")
    sorts = bench.hot("__main__:sorts")
    assert sorts.self_s > 0.03
    assert max(sorts.lines, key=sorts.lines.get) in (3, 4)
    assert times(bench.profile()).get("__main__:idles", 0.0) < 0.05  # waiting is no work
    assert arguments(sorts) == [(List(INT),)]


def test_calls_are_estimated(bench):
    bench.write(
        "program.py",
        """
        def small(a, b=2.0):
            total = 0
            for i in range(20):
                total += a
            return total * b

        def run(n):
            total = 0.0
            for i in range(n):
                total += small(i)
            return total

        run(600_000)
        """,
    )
    bench.watched("script", "program.py")
    small, run = bench.hot("__main__:small"), bench.hot("__main__:run")
    assert 200_000 < small.witness.calls < 1_800_000
    assert run.witness.calls == 1
    assert arguments(small) == [(INT, FLOAT)]
    assert all(pickle.loads(one)[1] == 2.0 for one in small.witness.recorded)
    assert len(small.witness.recorded) == 5
    assert max(pickle.loads(one)[0] for one in small.witness.recorded) > 1000  # not the first five
    assert rank(bench.profile())[0].func == run.func


def test_recursion(bench):
    bench.write(
        "program.py",
        """
        def fib(n):
            return n if n < 2 else fib(n - 1) + fib(n - 2)

        def start():
            return fib(29)

        start()
        """,
    )
    bench.watched("script", "program.py")
    fib = bench.hot("__main__:fib")
    assert fib.total_s <= bench.profile().wall_s * 1.3
    assert {str(name) for name in fib.callers} == {"__main__:fib", "__main__:start"}
    assert arguments(fib) == [(INT,)]
    assert rank(bench.profile())[0].func.qualname == "fib"


def test_objects_and_their_fields(bench):
    bench.write(
        "program.py",
        """
        class Point:
            def __init__(self, x, name=None):
                self.x = x
                self.name = name

        class World:
            def __init__(self, points):
                self.points = points
                self.steps = 0

            def step(self, speed):
                self.steps += 1
                for point in self.points:
                    point.x += speed * 0.5
                return self.steps

            @staticmethod
            def scale(values, factor):
                return [value * factor for value in values]

        world = World([Point(float(i), "p" if i % 2 else None) for i in range(200)])
        for i in range(30000):
            world.step(0.25)
            World.scale([1.0, 2.0] * 200, 3)
        """,
    )
    bench.watched("script", "program.py")
    step = bench.hot("__main__:World.step")
    assert arguments(step) == [(Struct("__main__:World"), FLOAT)]
    scale = bench.hot("__main__:World.scale")  # with its comprehension
    assert arguments(scale) == [(List(FLOAT), INT)]
    fields = bench.profile().fields
    assert fields["__main__:World"] == {"points": List(Struct("__main__:Point")), "steps": INT}
    assert fields["__main__:Point"] == {"x": FLOAT, "name": Optional(STR)}
    assert step.witness.recorded
    names = {hot.func.qualname for hot in bench.profile().functions}
    assert not any("comp>" in name for name in names)


def test_arguments_come_back_in_a_forked_child(bench):
    bench.write(
        "program.py",
        """
        class Box:
            def __init__(self, n): self.n = n
            def work(self, k):
                total = 0
                for i in range(100):
                    total += self.n * k + i
                return total
        boxes = [Box(i) for i in range(50)]
        for k in range(1500):
            for box in boxes:
                box.work(k)
        """,
    )
    bench.write(
        "both.py",
        """
        import os, pickle, sys
        from ferrule.base.program import Program
        from ferrule.profile import execute, watching, find_function
        with watching() as watch:
            execute(Program("script", "program.py"))
        hot = [hot for hot in watch.profile().functions if hot.func.qualname == "Box.work"][0]
        child = os.fork()
        if child == 0:
            function = find_function(hot.func)
            for one in hot.witness.recorded:
                box, k = pickle.loads(one)
                assert type(box) is sys.modules["__main__"].Box
                assert function(box, k) == sum(box.n * k + i for i in range(100))
            os._exit(40 + len(hot.witness.recorded))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """,
    )
    done = subprocess.run(
        [sys.executable, "both.py"],
        cwd=bench.folder,
        env={"PYTHONPATH": str(bench.source())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("45\n", "")


def test_threads(bench):
    bench.write(
        "program.py",
        """
        import threading

        def work(n, label):
            total = 0
            for i in range(n):
                total += i % 3
            return total

        def feed(label):
            for _ in range(60):
                work(20_000, label)

        threads = [threading.Thread(target=feed, args=(str(i),)) for i in range(3)]
        for thread in threads:
            thread.start()
        """,
    )
    bench.watched("script", "program.py")
    work = bench.hot("__main__:work")
    assert work.self_s > 0.2 * bench.profile().wall_s
    assert {str(name) for name in work.callers} == {"__main__:feed"}
    assert arguments(work) == [(INT, STR)]


def test_generators_and_library_code(bench):
    bench.write(
        "program.py",
        """
        import statistics

        def numbers(n):
            for i in range(n):
                yield i % 97

        def busy(n):
            return sum(x * x for x in numbers(n))

        def mean(values):
            return statistics.mean(values)

        busy(1_500_000)
        for _ in range(3):
            mean([i / 7 for i in range(60_000)])
        """,
    )
    bench.watched("script", "program.py")
    wall = bench.profile().wall_s
    assert bench.hot("__main__:busy").total_s > 0.1 * wall
    assert bench.hot("__main__:mean").total_s > 0.1 * wall
    chosen = [choice.func.qualname for choice in rank(bench.profile())]
    assert not any("<" in name for name in chosen)


def test_program_that_fails_is_still_profiled(bench):
    bench.write(
        "program.py",
        """
        import sys
        def work(n):
            total = 0
            for i in range(n):
                total += i
            sys.exit(total % 7 + 1)
        work(3_000_000)
        """,
    )
    ended = bench.watched("script", "program.py")
    assert ended.status == sum(range(3_000_000)) % 7 + 1
    assert bench.hot("__main__:work").self_s > 0.02


def test_a_call_that_lasts_is_witnessed(bench):
    """Called once, after a busy start, with a list that it does not change."""
    bench.write(
        "program.py",
        """
        def build(n):
            return [float(i % 10) for i in range(n)]

        def solve(data, rounds):
            total = 0.0
            for _ in range(rounds):
                for value in data:
                    total += value
            return total

        def rebinds(n):
            while n > 0:
                n -= 1
            return n

        data = build(30_000)
        solve(data, 200)
        rebinds(3_000_000)
        """,
    )
    bench.watched("script", "program.py")
    solve = bench.hot("__main__:solve")
    assert arguments(solve) == [(List(FLOAT), INT)]
    (recorded,) = solve.witness.recorded
    assert ([float(i % 10) for i in range(30_000)], 200) == pickle.loads(recorded)
    if sys.version_info < (3, 12):  # later versions see every first call
        rebinds = bench.hot("__main__:rebinds")  # seen at work: a value that it had on the way
        assert arguments(rebinds) == [(INT,)]
        assert all(0 <= pickle.loads(one)[0] <= 3_000_000 for one in rebinds.witness.recorded)


@pytest.mark.parametrize("kind", ["plain", "thorough"])
def test_thorough_sees_every_function(bench, kind):
    bench.write(
        "program.py",
        """
        def once(a, b):
            return [a, b]

        class C:
            def method(self, text):
                return len(text)

        once(1, 2)
        C().method("x")
        """,
    )
    thorough = kind == "thorough"
    bench.write(
        "run.py",
        f"""
        from ferrule.base.program import Program
        from ferrule.profile import WatchSettings, execute, watching
        with watching(WatchSettings(is_thorough={thorough})) as watch:
            execute(Program("script", "program.py"))
        for hot in sorted(watch.profile().functions, key=lambda hot: hot.func):
            if hot.witness and hot.func.module == "__main__":
                (seen,) = hot.witness.signatures
                print(hot.func.qualname, *map(str, seen.arguments), seen.result, hot.witness.calls)
        """,
    )
    done = subprocess.run(
        [sys.executable, "run.py"],
        cwd=bench.folder,
        env={"PYTHONPATH": str(bench.source())},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = ["C.method C str int 1", "once int int list[int] 1"]
    if thorough or sys.version_info >= (3, 12):
        assert expected == done.stdout.splitlines()
    else:
        assert done.stdout == ""  # too short to be sampled: left alone


def test_functions_get_their_own_code_back(bench):
    bench.write(
        "program.py",
        """
        def work(n):
            return sum(range(n))
        before = work.__code__
        for _ in range(2000):
            work(1000)
        """,
    )
    bench.write(
        "run.py",
        """
        import signal, sys
        from ferrule.base.program import Program
        from ferrule.profile import execute, watching
        handlers = [signal.getsignal(n) for n in sorted(signal.valid_signals())]
        with watching() as watch:
            execute(Program("script", "program.py"))
        main = sys.modules["__main__"]
        print(main.work.__code__ is main.before, sys.getprofile(), sys.gettrace())
        print(handlers == [signal.getsignal(n) for n in sorted(signal.valid_signals())])
        """,
    )
    done = subprocess.run(
        [sys.executable, "run.py"],
        cwd=bench.folder,
        env={"PYTHONPATH": str(bench.source())},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "True None None\nTrue\n"


def test_a_retired_function_is_left_alone(bench):
    bench.write(
        "program.py",
        """
        import threading, time
        def work(n):
            return sum(i * i for i in range(n))
        before = work.__code__
        codes = set()
        def loop(seconds):
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                work(50)
                codes.add(id(work.__code__))
        loop(0.4)
        seen = len(codes)
        retire()
        codes.clear()
        loop(0.4)
        print(seen > 1, codes == {id(before)})
        """,
    )
    bench.write(
        "run.py",
        """
        import builtins, sys
        from ferrule.base.program import Program
        from ferrule.base.records import FuncName
        from ferrule.profile import execute, watching
        with watching() as watch:
            def retire():
                code = sys.modules["__main__"].before
                name = FuncName("__main__", "work", code.co_filename, code.co_firstlineno)
                watch.retire(name)
            builtins.retire = retire
            execute(Program("script", "program.py"))
        """,
    )
    done = subprocess.run(
        [sys.executable, "run.py"],
        cwd=bench.folder,
        env={"PYTHONPATH": str(bench.source())},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{sys.version_info < (3, 12)} True\n"


def test_the_call_that_began_a_recursion_is_recorded(bench):
    bench.write(
        "program.py",
        """
        def count(n, found):
            if n == 0:
                found.append(1)
                return
            count(n - 1, found)
            count(n - 1, found)

        for _ in range(4):
            count(18, [])
        """,
    )
    assert bench.watched("script", "program.py").status == 0
    witness = bench.hot("__main__:count").witness
    assert max(pickle.loads(one)[0] for one in witness.recorded) == 18
