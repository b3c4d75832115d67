"""Letters of every width, in and out."""

ALPHABET = "aß€漢𝄞é\u0301İ"


def rotate(text, places):
    """Move every known letter some places on; leave the others."""
    result = []
    for letter in text:
        place = ALPHABET.find(letter)
        if place < 0:
            result.append(letter)
        else:
            result.append(ALPHABET[(place + places) % len(ALPHABET)])
    return "".join(result)


def main():
    """Turn round and round."""
    text = "Straße 漢字 𝄞 € été İstanbul — ok"
    for _ in range(40):
        long = rotate(text * 1500, 3)
        print(len(long), long[: len(text)], long[-1])
        text = long[: len(text)]
    print(text.upper(), text.lower(), text[::-1], ascii(text))


if __name__ == "__main__":
    main()
