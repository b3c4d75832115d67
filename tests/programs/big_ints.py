"""Numbers that outgrow 64 bits, slowly and suddenly."""


def fibonacci(count):
    """The last of `count` numbers."""
    a, b = 0, 1
    for _ in range(count):
        a, b = b, a + b
    return a


def power(base, exponent, modulus):
    """By squaring; the products outgrow 64 bits if the modulus is large."""
    result = 1
    while exponent:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


def powers(modulus, size):
    """The sum of many powers."""
    return sum(power(number, 65_537, modulus) for number in range(size)) % modulus


def main():
    """Around the edges of the machine word."""
    print([powers(10_007, 8000 + i) for i in range(8)])
    print(powers(2**61 - 1, 4000), powers(2**89 - 1, 2000))
    for count in (90, 91, 92, 93, 94, 200):
        print(count, fibonacci(count))
    print(len(str(fibonacci(20_000))))
    for edge in (2**31, 2**63 - 1, 2**63, -(2**63), 2**64):
        print(edge, edge + 1, edge * 2, -edge, abs(edge), edge // -7, edge % -7, edge >> 3)


if __name__ == "__main__":
    main()
