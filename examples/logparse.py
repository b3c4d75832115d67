"""Sum up the log of a web server: requests by status, bytes by host, errors by page.

Usage: python logparse.py [FILE | LINES]
"""

import random
import sys
from pathlib import Path

PAGES = ["/", "/index.html", "/about", "/static/style.css", "/api/items", "/api/items/42", "/login"]
BROKEN = ["", "-", "GET / HTTP/1.1", '10.0.0.1 - - [oops] "GET" 200', "\x16\x03\x01 binary rubbish"]


def sample_log(lines, seed=23):
    """The lines of a log as a server writes them; one in two hundred is broken."""
    numbers = random.Random(seed)
    hosts = [f"10.{i % 7}.{i % 31}.{i % 251}" for i in range(400)]
    log = []
    for i in range(lines):
        if numbers.random() < 0.005:
            log.append(numbers.choice(BROKEN))
            continue
        host = hosts[min(int(numbers.expovariate(0.02)), len(hosts) - 1)]
        status = numbers.choices([200, 304, 301, 404, 500], [80, 10, 4, 5, 1])[0]
        size = "-" if status == 304 else str(numbers.randint(80, 60_000))
        clock = f"{i // 3600 % 24:02}:{i // 60 % 60:02}:{i % 60:02}"
        request = f"GET {numbers.choice(PAGES)} HTTP/1.1"
        log.append(f'{host} - - [20/Nov/2025:{clock} +0000] "{request}" {status} {size}')
    return log


def parse_line(line):
    """Host, hour, path, status and size of one request; ValueError if the line is broken."""
    before, request, after = line.split('"')
    host = before.split()[0]
    start = before.index("[") + 1
    end = before.index("]")
    _, hour, _, _ = before[start:end].split(":")
    _, path, _ = request.split()
    status, size = after.split()
    length = 0 if size == "-" else int(size)
    return host, int(hour), path, int(status), length


def summarise(lines):
    """Requests by status and by hour, bytes by host, server errors by path; and broken lines."""
    by_status = {}
    by_hour = [0] * 24
    bytes_by_host = {}
    errors = {}
    broken = 0
    for line in lines:
        try:
            host, hour, path, status, size = parse_line(line)
        except ValueError:
            broken += 1
            continue
        by_status[status] = by_status.get(status, 0) + 1
        by_hour[hour] += 1
        bytes_by_host[host] = bytes_by_host.get(host, 0) + size
        if status >= 500:
            errors[path] = errors.get(path, 0) + 1
    return by_status, by_hour, bytes_by_host, errors, broken


def main():
    """Print the summary."""
    argument = sys.argv[1] if len(sys.argv) > 1 else "500000"
    if argument.isdigit():
        lines = sample_log(int(argument))
    else:
        lines = Path(argument).read_text(encoding="utf-8", errors="replace").splitlines()
    by_status, by_hour, bytes_by_host, errors, broken = summarise(lines)
    for status, count in sorted(by_status.items()):
        print(f"status {status}: {count}")
    print(f"busiest hour {by_hour.index(max(by_hour))}, {broken} broken lines")
    for host, size in sorted(bytes_by_host.items(), key=lambda item: (-item[1], item[0]))[:5]:
        print(f"{host:<12} {size:>12} bytes")
    for path, count in sorted(errors.items()):
        print(f"server errors on {path}: {count}")


if __name__ == "__main__":
    main()
