"""Pack messages into packets: run-length coding, a checksum, and base64 to send them.

Usage: python packets.py [BYTES]
"""

import random
import sys

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def sample_bytes(size, seed=23):
    """A picture of a sort: many runs, and noise between them."""
    numbers = random.Random(seed)
    data = bytearray()
    while len(data) < size:
        if numbers.random() < 0.3:
            data += bytes([numbers.randrange(256)]) * numbers.randint(3, 60)
        else:
            data += numbers.randbytes(numbers.randint(1, 20))
    return bytes(data[:size])


def make_table():
    """The table of CRC-32."""
    table = []
    for i in range(256):
        for _ in range(8):
            i = (i >> 1) ^ 0xEDB88320 if i & 1 else i >> 1
        table.append(i)
    return table


def crc32(data, table):
    """The checksum that zip files use."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = table[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


def run_lengths(data):
    """Each run of equal bytes as its length and the byte."""
    packed = bytearray()
    i = 0
    while i < len(data):
        j = i + 1
        while j < len(data) and data[j] == data[i] and j - i < 255:
            j += 1
        packed.append(j - i)
        packed.append(data[i])
        i = j
    return bytes(packed)


def base64(data):
    """The bytes in letters."""
    out = bytearray()
    for i in range(0, len(data), 3):
        chunk = data[i : i + 3]
        bits = 0
        for byte in chunk:
            bits = bits << 8 | byte
        bits <<= 8 * (3 - len(chunk))
        for j in range(4):
            if j <= len(chunk):
                out.append(ALPHABET[bits >> (18 - 6 * j) & 63])
            else:
                out.append(ord("="))
    return bytes(out)


def pack(data, size=1024):
    """All packets: the checksum of each piece and its letters."""
    table = make_table()
    packets = []
    for start in range(0, len(data), size):
        piece = data[start : start + size]
        packets.append((crc32(piece, table), base64(run_lengths(piece))))
    return packets


def main():
    """Print the number of packets and what was saved."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    packets = pack(sample_bytes(size))
    print(f"{len(packets)} packets, {sum(len(text) for _, text in packets)} letters")
    for checksum, text in packets[:3]:
        print(f"{checksum:08x} {text[:60].decode()}")


if __name__ == "__main__":
    main()
