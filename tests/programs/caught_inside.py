"""try, except, else and finally inside the hot function."""


class Skip(Exception):
    """A thing to be passed over."""


def parse(text):
    """An int, or a reason why not."""
    if text == "skip":
        raise Skip("asked to")
    return int(text)


def tally(texts):
    """Sums, failures by reason, and how often each clause ran."""
    total = 0
    reasons = {}
    clauses = [0, 0]
    for text in texts:
        try:
            number = parse(text)
            total += 100 // number
        except ValueError as error:
            reasons[str(error)] = reasons.get(str(error), 0) + 1
        except (Skip, ZeroDivisionError) as error:
            name = f"{type(error).__name__}: {error}"
            reasons[name] = reasons.get(name, 0) + 1
        else:
            clauses[0] += 1
        finally:
            clauses[1] += 1
    return total, reasons, clauses


def chained(text):
    """One exception from another."""
    try:
        return parse(text)
    except ValueError as error:
        raise RuntimeError(f"cannot use {text}") from error


def main():
    """Good and bad texts."""
    texts = ["1", "20", "x", "skip", "0", "-7", " 9 ", "", "1_0", "٣"]
    for _ in range(8):
        print(tally(texts * 7000))
    try:
        chained("x")
    except RuntimeError as error:
        print(error, "|", repr(error.__cause__), "|", repr(error.__context__))


if __name__ == "__main__":
    main()
