"""Draws the icons under which the customer pages are installed on a phone: our own mark, as PNG in three sizes."""

import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent.parent / "src/puhui/interfaces/customer_web/static/customer_web"
JADE, WHITE, GOLD = (15, 95, 85), (255, 255, 255), (233, 181, 88)
UNITS, FINER = 40.0, 4  # the mark is drawn on 40 x 40 units; every pixel is the mean of 4 x 4 points
Points = NDArray[np.float64]
Mask = NDArray[np.bool_]
# The two leaves of mark.svg: cubic curves, absolute, closed.
HIGH_LEAF = [((20, 20), (20, 14), (24, 10.5), (31, 10.5)), ((31, 10.5), (31, 17), (27, 20), (20, 20))]
LOW_LEAF = [((20, 24.5), (20, 19.5), (16.6, 16.5), (10.5, 16.5)), ((10.5, 16.5), (10.5, 22), (14, 24.5), (20, 24.5))]
Curve = list[tuple[tuple[float, float], ...]]


def inside(curves: Curve, *, x: Points, y: Points) -> Mask:
    """Which points lie inside a closed outline (even-odd rule on its polygon)."""
    t = np.linspace(0, 1, 24)[:, None]
    corners = np.vstack(
        [
            (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
            for a, b, c, d in (np.array(curve, dtype=float) for curve in curves)
        ]
    )
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    near = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)  # a leaf is a tenth of the picture
    px, py = x[near], y[near]
    within = np.zeros(px.shape, dtype=bool)
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y1 != y2:
            within ^= ((y1 > py) != (y2 > py)) & (px < (x2 - x1) * (py - y1) / (y2 - y1) + x1)
    found: Mask = np.zeros(x.shape, dtype=bool)
    found[near] = within
    return found


def drawn(size: int, *, maskable: bool) -> NDArray[np.uint8]:
    """The mark as RGBA; a maskable one fills its square and keeps the mark in the middle, where no phone cuts."""
    at = (np.arange(size * FINER) + 0.5) * UNITS / (size * FINER)
    x, y = np.meshgrid(at, at)
    across, down = np.abs(x - 20), np.abs(y - 20)
    round_off = np.hypot(np.maximum(across - 9, 0), np.maximum(down - 9, 0)) <= 11
    plate = np.ones_like(round_off) if maskable else round_off
    if maskable:
        x, y = (x - 20) / 0.72 + 20, (y - 20) / 0.72 + 20
    stem = np.hypot(x - 20, y - np.clip(y, 18, 32)) <= 1.3
    picture = np.zeros((*x.shape, 4))
    for mask, colour in ((plate, JADE), (stem, WHITE), (inside(HIGH_LEAF, x=x, y=y), GOLD)):
        picture[mask] = (*colour, 255)
    picture[inside(LOW_LEAF, x=x, y=y)] = (*WHITE, 255)
    mean = picture.reshape(size, FINER, size, FINER, 4).mean(axis=(1, 3))
    return np.rint(mean).astype(np.uint8)


def png(pixels: NDArray[np.uint8]) -> bytes:
    """The picture as a PNG file."""
    height, width = pixels.shape[:2]
    rows = b"".join(b"\x00" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    )


def icons() -> dict[str, bytes]:
    """Every icon by its name."""
    return {
        "icon-192.png": png(drawn(192, maskable=False)),
        "icon-512.png": png(drawn(512, maskable=False)),
        "icon-maskable.png": png(drawn(512, maskable=True)),
    }


def main() -> None:
    """Writes them beside the style sheet."""
    for name, content in icons().items():
        (FOLDER / name).write_bytes(content)
        sys.stdout.write(f"{name}: {len(content)} bytes\n")


if __name__ == "__main__":
    main()
