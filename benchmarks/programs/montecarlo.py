"""Price an Asian option by Monte Carlo.

Usage: python montecarlo.py [PATHS]
"""

import math
import random
import sys


def price_path(numbers, spot, drift, spread, steps):
    """The mean price along one random path."""
    price = spot
    total = 0.0
    for _ in range(steps):
        # Box and Muller's way from even to normal numbers.
        radius = math.sqrt(-2.0 * math.log(1.0 - numbers.random()))
        price *= math.exp(drift + spread * radius * math.cos(2.0 * math.pi * numbers.random()))
        total += price
    return total / steps


def option_price(paths, steps, spot=100.0, strike=105.0, rate=0.03, volatility=0.25, seed=31):
    """The mean value of the option today and its standard error."""
    numbers = random.Random(seed)
    dt = 1.0 / steps
    drift = (rate - 0.5 * volatility**2) * dt
    spread = volatility * math.sqrt(dt)
    total = squares = 0.0
    for _ in range(paths):
        payoff = max(0.0, price_path(numbers, spot, drift, spread, steps) - strike)
        total += payoff
        squares += payoff * payoff
    mean = total / paths
    error = math.sqrt((squares / paths - mean * mean) / paths)
    discount = math.exp(-rate)
    return discount * mean, discount * error


def main():
    """Print the price."""
    paths = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    price, error = option_price(paths, 24)
    print(f"{price:.4f} +- {error:.4f}")


if __name__ == "__main__":
    main()
