"""Random numbers that are the same for the same words, on every machine and in every order."""

import hashlib

import numpy as np


def number_of(*words: object) -> int:
    """A 64-bit number for the words."""
    text = "/".join(str(word) for word in words)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def dice(*words: object) -> np.random.Generator:
    """A generator for the words."""
    return np.random.Generator(np.random.PCG64(number_of(*words)))


def chance(*words: object) -> float:
    """A number in [0, 1) for the words."""
    return number_of(*words) / 2**64
