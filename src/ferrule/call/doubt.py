"""Why a native version is not put in place: a reason in plain words, raised and caught in here."""

from __future__ import annotations


class Doubt(Exception):
    """What is there now may not be what the slice was compiled for; the text says what differs."""
