"""What was printed before the exception stays printed, and only once."""


def count_down(start, step):
    """Print on the way; ZeroDivisionError at zero."""
    total = 0
    number = start
    while True:
        if number % 100_000 == 0:
            print("number", number)
        total += 1_000_000 // number
        number -= step
        if number < 0:
            return total


def main():
    """With a step of 3 zero is passed over, with a step of 1 it is not."""
    for _ in range(6):
        print(count_down(1_000_000, 3))
    try:
        print(count_down(1_000_000, 1))
    except ZeroDivisionError as error:
        print("caught", error)


if __name__ == "__main__":
    main()
