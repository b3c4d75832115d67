"""Loops over arrays, as people write them; the doctests are the witness."""

import math

import numpy as np


def stencil(u, v):
    """
    >>> v = np.zeros((3, 4)); stencil(np.arange(12.0).reshape(3, 4), v); float(v[1, 1])
    5.0
    """
    n, m = u.shape
    for i in range(1, n - 1):
        for j in range(1, m - 1):
            v[i, j] = 0.25 * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1])


def distances(points):
    """
    >>> distances(np.arange(6.0).reshape(2, 3)).tolist()
    [[0.0, 5.196152422706632], [5.196152422706632, 0.0]]
    """
    n, k = points.shape
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            total = 0.0
            for d in range(k):
                gap = points[i, d] - points[j, d]
                total += gap * gap
            out[i, j] = math.sqrt(total)
    return out


def floyd_warshall(dist):
    """
    >>> floyd_warshall(np.array([[0.0, 3.0, 9.0], [3.0, 0.0, 1.0], [9.0, 1.0, 0.0]])).tolist()
    [[0.0, 3.0, 4.0], [3.0, 0.0, 1.0], [4.0, 1.0, 0.0]]
    """
    n = dist.shape[0]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                through = dist[i, k] + dist[k, j]
                if through < dist[i, j]:
                    dist[i, j] = through
    return dist


def nearest(points, centres):
    """
    >>> nearest(np.array([[0.0, 0.0], [5.0, 5.0]]), np.array([[4.0, 4.0], [1.0, 0.0]])).tolist()
    [1, 0]
    """
    labels = np.zeros(len(points), dtype=np.int64)
    for i in range(len(points)):
        best = math.inf
        for c in range(len(centres)):
            far = 0.0
            for d in range(points.shape[1]):
                gap = points[i, d] - centres[c, d]
                far += gap * gap
            if far < best:
                best = far
                labels[i] = c
    return labels


def moving_mean(a, k):
    """
    >>> moving_mean(np.arange(6.0), 3).tolist()
    [1.0, 2.0, 3.0, 4.0]
    """
    out = np.zeros(len(a) - k + 1)
    total = 0.0
    for i in range(k):
        total += a[i]
    out[0] = total / k
    for i in range(k, len(a)):
        total += a[i] - a[i - k]
        out[i - k + 1] = total / k
    return out


def histogram(values, low, width, bins):
    """
    >>> histogram(np.array([0.5, 1.5, 1.7, 9.0]), 0.0, 1.0, 3).tolist()
    [1, 2, 0]
    """
    counts = np.zeros(bins, dtype=np.int64)
    for x in values:
        place = int((x - low) / width)
        if 0 <= place < bins:
            counts[place] += 1
    return counts


def matrix_product(a, b):
    """
    >>> matrix_product(np.arange(4.0).reshape(2, 2), np.eye(2)).tolist()
    [[0.0, 1.0], [2.0, 3.0]]
    """
    n, m, p = a.shape[0], a.shape[1], b.shape[1]
    out = np.zeros((n, p))
    for i in range(n):
        for k in range(m):
            x = a[i, k]
            for j in range(p):
                out[i, j] += x * b[k, j]
    return out


def blur(image):
    """
    >>> blur(np.arange(9.0).reshape(3, 3))[1, 1].item()
    4.0
    """
    n, m = image.shape
    out = image.copy()
    for i in range(1, n - 1):
        for j in range(1, m - 1):
            total = 0.0
            for di in range(-1, 2):
                for dj in range(-1, 2):
                    total += image[i + di, j + dj]
            out[i, j] = total / 9.0
    return out


def life(board):
    """
    >>> life(np.array([[0, 1, 0], [0, 1, 0], [0, 1, 0]], dtype=np.int64)).tolist()
    [[1, 1, 1], [1, 1, 1], [1, 1, 1]]
    """
    n, m = board.shape
    new = np.zeros((n, m), dtype=np.int64)
    for i in range(n):
        for j in range(m):
            around = 0
            for di in (-1, 0, 1):
                for dj in (-1, 0, 1):
                    if di != 0 or dj != 0:
                        around += board[(i + di) % n, (j + dj) % m]
            if around == 3 or (around == 2 and board[i, j] == 1):
                new[i, j] = 1
    return new


def haversine(lat1, lon1, lat2, lon2):
    """Kilometres between two places."""
    a = math.sin(math.radians(lat2 - lat1) / 2.0) ** 2
    b = math.sin(math.radians(lon2 - lon1) / 2.0) ** 2
    c = math.cos(math.radians(lat1)) * math.cos(math.radians(lat2))
    return 12742.0 * math.asin(math.sqrt(a + c * b))


def black_scholes(price, strike, years):
    """The price of a call option."""
    sigma = 0.3 * math.sqrt(years)
    d1 = (math.log(price / strike) + (0.02 + 0.045) * years) / sigma
    d2 = d1 - sigma
    first = 0.5 * (1.0 + math.erf(d1 / 1.4142135623730951))
    second = 0.5 * (1.0 + math.erf(d2 / 1.4142135623730951))
    return price * first - strike * math.exp(-0.02 * years) * second


def score(price, quantity):
    """A rebate on what is dear."""
    rate = 0.9 if price > 100.0 else 1.0
    return price * quantity * rate
