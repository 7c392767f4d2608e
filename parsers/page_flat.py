"""A page that was bent or seen from the side → flat, as its ruling lines say: each is made exactly level or upright.

Imported only where a picture is read.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.page_image import Grey, ink_of, rule_mask

_Curve = NDArray[np.float64]
"""Where a rule runs at each of the bins along it, in pixels; NaN outside of it."""
_BINS = 48
_LONG = 0.6
"""Of the longest rule: a shorter one is bent with the long ones around it."""
_SHORTEST = 0.2
_STRAIGHT = 1.2
"""Pixels by which a rule may bend without being mended: mending blurs."""
_FARTHEST = 0.06
"""Share of the page by which a rule may be moved; more is no rule."""


def unbent(grey: Grey) -> Grey:
    """The page with its rules straight; the same page where they are, or where it has none."""
    ink = ink_of(grey)
    height, width = ink.shape
    level = _curves(rule_mask(ink, max(30, width // 45), across=True), across=True)
    upright = _curves(rule_mask(ink, max(30, min(height, width) // 45), across=False), across=False)
    down, right = _shift(level, (height, width)), _shift(upright, (width, height)).T
    if max(float(np.abs(down).max()), float(np.abs(right).max())) < _STRAIGHT:
        return grey
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    moved = cv2.remap(
        grey, xs + right, ys + down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return np.asarray(moved, np.uint8)


def _curves(mask: Grey, across: bool) -> list[_Curve]:
    if not across:
        mask = np.ascontiguousarray(mask.T)
    height, width = mask.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    lengths = stats[:, cv2.CC_STAT_WIDTH]
    shortest = max(_SHORTEST * width, _LONG * int(lengths[1:].max(initial=0)))
    curves = []
    for number in range(1, count):
        left, top, wide, high, _ = stats[number].tolist()
        if wide < shortest or high > _FARTHEST * 2 * height:
            continue
        inside = labels[top : top + high, left : left + wide] == number
        curves.append(_curve(inside, left, top, width))
    return curves


def _curve(inside: NDArray[np.bool_], left: int, top: int, width: int) -> _Curve:
    """Mean place of a rule at each bin, smoothed: what touches it must not bend it."""
    weight = inside.sum(axis=0)
    columns = np.flatnonzero(weight)
    places = (np.arange(inside.shape[0])[:, None] * inside).sum(axis=0)[columns] / weight[columns] + top
    at = (np.arange(_BINS) + 0.5) * width / _BINS
    degree = 3 if len(columns) > width / 3 else 1
    scale = (columns + left - width / 2) / width
    fit = np.polynomial.Polynomial.fit(scale, places, degree)
    curve = np.asarray(fit((at - width / 2) / width), np.float64)
    step = width / _BINS
    curve[(at < left - step) | (at > left + inside.shape[1] + step)] = np.nan
    return curve


def _shift(curves: Sequence[_Curve], shape: tuple[int, int]) -> NDArray[np.float32]:
    """For each place of the flat page how far along the first axis its ink stands from there."""
    height, width = shape
    if len(curves) < 2:
        return np.zeros(shape, np.float32)
    targets = np.array([float(np.nanmedian(curve)) for curve in curves])
    order = np.argsort(targets)
    stations = np.linspace(0, height, max(2, height // 16))
    table = np.zeros((len(stations), _BINS), np.float32)
    for column in range(_BINS):
        known = [
            (targets[n], curves[n][column] - targets[n])
            for n in order
            if not np.isnan(curves[n][column]) and abs(curves[n][column] - targets[n]) < _FARTHEST * height
        ]
        if known:
            places, shifts = zip(*known, strict=True)
            table[:, column] = np.interp(stations, places, shifts)
    return np.asarray(cv2.resize(table, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
