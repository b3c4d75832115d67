"""Not UTF-8, and without a word about it: הצü."""

print("never seen")
