"""Grow binary trees and throw them away again, to see how well memory is managed.

Usage: python trees.py [DEPTH]
"""

import sys


class Node:
    """A tree: two smaller ones, or nothing."""

    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        """How many nodes the tree has."""
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()


def grow(depth):
    """A full tree."""
    if depth == 0:
        return Node(None, None)
    return Node(grow(depth - 1), grow(depth - 1))


def churn(deepest, shallowest=4):
    """Many shallow trees, fewer deep ones, while a long-lived one stays: depth, trees, nodes."""
    kept = grow(deepest)
    lines = []
    for depth in range(shallowest, deepest + 1, 2):
        trees = 2 ** (deepest - depth + shallowest)
        nodes = 0
        for _ in range(trees):
            nodes += grow(depth).count()
        lines.append((depth, trees, nodes))
    lines.append((deepest, 1, kept.count()))
    return lines


def main():
    """Print what was grown."""
    deepest = int(sys.argv[1]) if len(sys.argv) > 1 else 14
    for depth, trees, nodes in churn(deepest):
        print(f"{trees:6} trees of depth {depth:2}: {nodes} nodes")


if __name__ == "__main__":
    main()
