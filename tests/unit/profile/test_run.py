"""A program under watch is seen from outside as the same program without: output, errors, status.

Every expectation is what the interpreter itself does with the same files.
"""

import os
import signal
import subprocess
import sys
import time

import pytest

SCRIPTS = {
    "arguments": """
        import sys
        print(sys.argv, sys.path[0], __file__, __name__, __spec__, __package__, __doc__)
        print(type(__loader__).__name__, sorted(globals()), type(__builtins__).__name__)
        print(sys.modules["__main__"].__dict__ is globals())
    """,
    "exit none": "import sys; print('a'); sys.exit()",
    "exit number": "import sys; sys.exit(7)",
    "exit negative": "import sys; sys.exit(-1)",
    "exit large": "import sys; sys.exit(1000)",
    "exit true": "import sys; sys.exit(True)",
    "exit text": "import sys; sys.exit('that was wrong')",
    "exit tuple": "import sys; sys.exit((1, 'two'))",
    "exit bare": "raise SystemExit",
    "exit in function": """
        import sys
        def leave():
            try:
                sys.exit(3)
            finally:
                print("cleaned")
        leave()
    """,
    "os exit": "import os; print('lost', end=''); os._exit(9)",
    "uncaught": """
        def inner(x):
            return 1 // x
        def outer():
            return inner(0)
        outer()
    """,
    "chained": """
        def first():
            raise KeyError("k")
        try:
            first()
        except KeyError as problem:
            raise ValueError("v") from problem
    """,
    "context": """
        try:
            [][1]
        except IndexError:
            {}["x"]
    """,
    "group": "raise ExceptionGroup('g', [ValueError(1), TypeError('t')])",
    "syntax": "x = = 1",
    "indentation": "if True:\nprint(1)",
    "own hook": """
        import sys
        def hook(kind, value, trace):
            print("hook", kind.__name__, value, trace.tb_frame.f_code.co_name, trace.tb_lineno)
        sys.excepthook = hook
        raise RuntimeError("seen")
    """,
    "hook exits": """
        import sys
        def hook(kind, value, trace):
            sys.exit(5)
        sys.excepthook = hook
        1 / 0
    """,
    "exit functions": """
        import atexit, sys, threading, time
        atexit.register(print, "first registered, last run")
        @atexit.register
        def last():
            print("last registered", sys.argv[1:])
            sys.stdout.flush()
            raise ValueError("in an exit function")
        def work():
            time.sleep(0.05)
            print("thread done")
        threading.Thread(target=work).start()
        print("main done")
    """,
    "executor": """
        from concurrent.futures import ThreadPoolExecutor
        pool = ThreadPoolExecutor(2)
        print(sorted(pool.map(lambda n: n * n, range(5))))
    """,
    "daemon": """
        import threading, time
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        print("not waited for")
    """,
    "thread fails": """
        import threading
        def work():
            raise ValueError("in a thread")
        thread = threading.Thread(target=work, name="worker")
        thread.start()
        thread.join()
        print("on")
    """,
    "stdin": """
        import sys
        print(input("? "))
        print([line.strip() for line in sys.stdin])
    """,
    "recursion": """
        def down(n):
            return down(n + 1)
        def depth():
            deepest = 0
            def go(n):
                nonlocal deepest
                deepest = n
                go(n + 1)
            try:
                go(0)
            except RecursionError as problem:
                print(problem)
            return deepest
        print(depth())
        down(0)
    """,
    "pickle": """
        import pickle
        class Point:
            def __init__(self, x): self.x = x
        def make(): return Point(3)
        print(pickle.loads(pickle.dumps(make())).x, pickle.loads(pickle.dumps(make)) is make)
    """,
    "fork": """
        import os
        def work(n):
            return sum(i * i for i in range(n))
        child = os.fork()
        if child == 0:
            print("child", work(1000), flush=True)
        else:
            print("parent", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), work(10))
    """,
    "multiprocessing": """
        import multiprocessing
        def square(n):
            return n * n
        if __name__ == "__main__":
            for way in ("fork", "spawn"):
                with multiprocessing.get_context(way).Pool(2) as pool:
                    print(pool.map(square, range(5)))
    """,
    "lifetimes": """
        import sys, weakref
        class Loud:
            def __del__(self): print("gone")
        def work(value):
            other = Loud()
            print("made")
            del other
            print("deleted")
            seen = weakref.ref(value)
            del value
            return seen() is None
        for _ in range(3):
            print(work(Loud()))
        def hold():
            items = [Loud() for _ in range(2)]
            total = 0
            for i in range(200000):
                total += i
            items.clear()
            print("cleared", total)
            items = None
        hold()
    """,
    "profilers": """
        import cProfile, sys
        print(sys.gettrace(), sys.getprofile() is None or callable(sys.getprofile()))
        def twice(x): return 2 * x
        def busy():
            return sum(twice(i) for i in range(100000))
        profile = cProfile.Profile()
        print(profile.runcall(busy))
        print(sum(entry.callcount for entry in profile.getstats() if "twice" in str(entry.code)))
        seen = []
        def tracer(frame, event, value):
            if frame.f_code.co_name == "twice":
                seen.append(event)
            return tracer
        sys.settrace(tracer)
        twice(1)
        sys.settrace(None)
        print(seen)
    """,
    "timeouts": """
        import signal
        class Late(Exception): pass
        def alarm(number, frame): raise Late
        signal.signal(signal.SIGALRM, alarm)
        def leaf(n): return n + 1
        def work():
            n = 0
            while True:
                n = leaf(n)
        for _ in range(20):
            signal.setitimer(signal.ITIMER_REAL, 0.01)
            try:
                work()
            except Late:
                pass
        print("each was noticed")
    """,
    "broken pipe": """
        import os, sys
        os.close(1)
        sys.stdout.write("lost")
    """,
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_is_the_same(bench, name):
    if name == "multiprocessing" and (3, 12) <= sys.version_info < (3, 12, 2):
        pytest.skip("the collector of this version crashes on BytesIO buffers (gh-111049)")
    bench.write("program.py", SCRIPTS[name])
    bench.same("script", "program.py", "one", "two", stdin="first\nsecond\nthird\n")


def test_script_in_other_folders(bench):
    bench.write("inner/helper.py", "where = __name__")
    bench.write(
        "inner/program.py", "import helper, sys; print(helper.where, sys.path[0], __file__)"
    )
    bench.same("script", "inner/program.py")
    bench.same("script", "./inner/../inner/program.py")
    (bench.folder / "link.py").symlink_to(bench.folder / "inner" / "program.py")
    bench.same("script", "link.py")


def test_encoding_of_the_source(bench):
    path = bench.folder / "latin.py"
    path.write_bytes("# -*- coding: latin-1 -*-\nprint('caf\xe9')\n".encode("latin-1"))
    bench.same("script", "latin.py")


def test_future_imports_do_not_leak(bench):
    bench.write("program.py", "def f(x: undefined_name): pass\n")
    assert bench.same("script", "program.py").status == 1


def test_folder_and_zip(bench):
    bench.write("app/__main__.py", "import sys, other; print(sys.argv, sys.path[0], __package__)")
    bench.write("app/other.py", "")
    bench.same("script", "app", "x")
    subprocess.run([sys.executable, "-m", "zipapp", "app"], cwd=bench.folder, check=True)
    bench.same("script", "app.pyz", "x")


def test_modules(bench):
    bench.write("package/__init__.py", "print('package')")
    bench.write(
        "package/__main__.py",
        "import sys\nfrom . import part\nprint(sys.argv, sys.path[0], __spec__.name, part.f(0))",
    )
    bench.write("package/part.py", "def f(x):\n    return 1 / x\n")
    assert bench.same("module", "package", "a").status == 1
    bench.same("module", "package.part")
    bench.same("module", "no_such_module")
    bench.same("module", "json.tool", stdin='{"a": [1, 2]}')


def test_command_runs_in_this_process(bench):
    bench.write(
        "test_it.py", "def test_good():\n    assert 1\ndef test_bad():\n    assert [] == [1]\n"
    )
    ended = bench.watched("command", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py")
    assert (ended.status, "1 failed, 1 passed" in ended.out) == (1, True)


def test_unknown_command_is_a_problem(bench):
    assert "Problem: no-such-command-here" in bench.watched("command", "no-such-command-here").err


def test_missing_script_is_a_problem(bench):
    ended = bench.watched("script", "missing.py")
    assert "Problem: missing.py: No such file or directory" in ended.err


@pytest.mark.parametrize("way", ["plain", "watched"])
def test_interrupt_ends_by_the_signal(bench, way):
    bench.write(
        "program.py",
        """
        import time
        print("ready", flush=True)
        def wait():
            while True:
                time.sleep(0.01)
        wait()
        """,
    )
    start = [sys.executable] if way == "plain" else [*bench.command(), "script"]
    process = subprocess.Popen(
        [*start, "program.py"],
        cwd=bench.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(bench.source())},
    )
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    lines = err.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[1].endswith('program.py", line 7, in <module>')
    assert lines[-1] == "KeyboardInterrupt"
    assert "ferrule" not in err
