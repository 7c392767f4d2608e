"""A page as a picture: rendered or decoded within limits, made upright and even, dark print on white.

Imported only where a picture is read.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.refused import FileCorrupt, FileTooLarge

Grey = NDArray[np.uint8]
DPI = 250
"""Of a rendered page; scans are seldom finer, and print of 9 points wants 200 at least."""
MOST_PIXELS = 16_000_000
"""Of a page as it is worked on: A3 at 250 dpi is 12 million."""
_MOST_DECODED = 120_000_000
_LONGEST_SIDE = 30_000
_MOST_FRAMES = 60

cv2.setNumThreads(1)


def rendered(page: Any) -> Grey:
    """A page of an open PDF as a reader sees it, in grey."""
    width, height = page.get_size()
    scale = min(DPI / 72, (MOST_PIXELS / max(width * height, 1)) ** 0.5, 6000 / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
    return np.ascontiguousarray(bitmap.to_numpy().squeeze())


def decoded(data: bytes) -> Iterator[Grey]:
    """Each frame of a picture file, turned as its camera says, in grey.

    Raises:
        FileCorrupt: It can't be decoded.
        FileTooLarge: It has too many pixels or frames.
    """
    from PIL import Image, ImageOps, ImageSequence
    from pillow_heif import register_heif_opener

    register_heif_opener()
    Image.MAX_IMAGE_PIXELS = _MOST_DECODED // 2  # Pillow refuses twice as many
    try:
        with Image.open(BytesIO(data)) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number >= _MOST_FRAMES:
                    raise FileTooLarge(limit=f"{_MOST_FRAMES:,} หน้า")
                if frame.width * frame.height > _MOST_DECODED or max(frame.size) > _LONGEST_SIDE:
                    raise FileTooLarge(limit=f"{_MOST_DECODED // 1_000_000:,} ล้านพิกเซล")
                turned = ImageOps.exif_transpose(frame)
                yield _sized(np.asarray(turned.convert("RGB").convert("L")))
    except Image.DecompressionBombError as error:
        raise FileTooLarge(limit=f"{_MOST_DECODED // 1_000_000:,} ล้านพิกเซล") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise FileCorrupt from error


def papers(data: bytes) -> list[Grey]:
    """The frames of a picture file, where it shows print on paper; none where it shows anything else, or is of a kind
    that can't be decoded here.

    Raises:
        FileTooLarge: As `decoded`.
    """
    try:
        frames = list(islice(decoded(data), _MOST_FRAMES))
    except FileCorrupt:
        return []
    return frames if any(_is_paper(frame) for frame in frames) else []


_LEAST_PAPER, _LEAST_INK, _MOST_INK, _FEWEST_LETTERS = 0.6, 0.002, 0.25, 60


def _is_paper(grey: Grey) -> bool:
    """Mostly even and light, and strewn with pieces of ink of the size of letters."""
    even = evened(grey)
    ink = ink_of(even)
    share = np.count_nonzero(ink) / ink.size
    if np.count_nonzero(even > 200) / even.size < _LEAST_PAPER or not _LEAST_INK < share < _MOST_INK:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    return int(np.count_nonzero((heights > 6) & (heights < 120))) >= _FEWEST_LETTERS


def _sized(grey: Grey) -> Grey:
    """Of a size that print can be read at, and that does not cost too much."""
    height, width = grey.shape
    scale = min(1.0, (MOST_PIXELS / (height * width)) ** 0.5)
    if max(height, width) < _SMALL:
        scale = 2.0
    if scale == 1.0:
        return grey
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how), np.uint8)


_SMALL = 1800


def evened(grey: Grey) -> Grey:
    """Without shadows: each place against the paper around it, ink as dark as on a good scan."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    size = max(7, (min(small.shape) // 60) | 1)
    # Closed, not only dilated: a marker's stroke or a fold's shadow ends where it ends.
    paper = cv2.medianBlur(
        cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), min(size, 255)
    )
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = np.asarray(cv2.divide(grey, np.maximum(paper, 1), scale=255), np.uint8)
    darkest = float(np.percentile(even[::4, ::4], 0.5))
    if not _PALE < darkest < _PALEST:
        return even
    darker = 255 - (255.0 - even) * (255 / (255 - darkest))
    return np.asarray(np.clip(darker, 0, 255), np.uint8)


_PALE, _PALEST = 150.0, 200.0
"""Grey of a page's ink that is darkened, and of what is no ink."""


def ink_of(grey: Grey) -> Grey:
    """255 where there is ink, of an even page."""
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    level = float(np.clip(threshold, 90, 200))
    return np.asarray(cv2.threshold(grey, level, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def straightened(grey: Grey) -> Grey:
    """With level lines: a scan is turned by its small angle, a photograph of a table is seen from above."""
    angle = _tilt(ink_of(grey))
    if abs(angle) > _LEVEL:
        grey = _tilted(grey, angle)
    corners = _table_corners(ink_of(grey))
    return grey if corners is None else _flattened(grey, corners)


_SMALLEST_PAPER, _WHOLE_PICTURE = 0.25, 0.96


def paper_of(grey: Grey) -> Grey:
    """The sheet of paper on a darker desk, seen from above and without the desk; else the picture as it is."""
    scale = 800 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))  # what is printed is no desk
    light = cv2.threshold(cv2.GaussianBlur(small, (0, 0), 2), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = max((cv2.convexHull(one) for one in outlines), key=cv2.contourArea, default=None)
    if hull is None or not _SMALLEST_PAPER < cv2.contourArea(hull) / small.size < _WHOLE_PICTURE:
        return grey
    corners = _corners(hull, scale, 0.94)
    if corners is None or not _ends_there(small, corners * scale):
        return grey
    inner = corners + (corners.mean(axis=0) - corners) * 0.004
    top_left, top_right, bottom_right, bottom_left = inner
    width = int(max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left)))
    height = int(max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(inner.astype(np.float32), target)
    return np.asarray(
        cv2.warpPerspective(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255), np.uint8
    )


def _ends_there(small: NDArray[Any], corners: NDArray[np.float32]) -> bool:
    """Whether it is darker right outside of each side: a shadow's edge is soft, that of paper is not."""
    middle = corners.mean(axis=0)
    height, width = small.shape
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        points = start + (end - start) * np.linspace(0.1, 0.9, 40)[:, None]
        outward = (start + end) / 2 - middle
        outward = outward / max(float(np.linalg.norm(outward)), 1e-6) * _BESIDE
        light = []
        for side in (points - outward, points + outward):
            xs, ys = (
                np.clip(side[:, 0], 0, width - 1).astype(int),
                np.clip(side[:, 1], 0, height - 1).astype(int),
            )
            light.append(float(np.median(small[ys, xs])))
        if light[1] > _DARKER * light[0]:
            return False
    return True


_BESIDE, _DARKER = 8.0, 0.85


def rule_mask(ink: Grey, length: int, across: bool) -> Grey:
    """Long straight runs of ink, longer than any stroke of a letter; they may lean by a pixel in each run."""
    thick = np.ones((3, 1) if across else (1, 3), np.uint8)
    run = np.ones((1, length) if across else (length, 1), np.uint8)
    return np.asarray(cv2.morphologyEx(cv2.dilate(ink, thick), cv2.MORPH_OPEN, run), np.uint8)


def _tilted(grey: Grey, angle: float) -> Grey:
    """Turned to the left by some degrees, with nothing cut off."""
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    wide, high = int(width * cosine + height * sine + 0.5), int(height * cosine + width * sine + 0.5)
    matrix[:, 2] += (wide - width) / 2, (high - height) / 2
    return np.asarray(
        cv2.warpAffine(grey, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255), np.uint8
    )


_LEVEL = 0.05
_ALIKE_TILT = 4.0


def _tilt(ink: Grey) -> float:
    """Degrees by which the long lines, or the lines of text, rise to the left."""
    height, width = ink.shape
    scale = 1600 / max(height, width)
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.threshold(small, 60, 255, cv2.THRESH_BINARY)[1]
    longest = _long_only(np.asarray(small, np.uint8))
    found = cv2.HoughLinesP(longest, 1, np.pi / 1800, 200, minLineLength=small.shape[1] // 4, maxLineGap=6)
    if found is not None:
        lines = found.reshape(-1, 4).astype(float)
        angles = np.degrees(np.arctan2(lines[:, 3] - lines[:, 1], lines[:, 2] - lines[:, 0]))
        # Level rules where there are some, else uprights: of a page on its side they are the long ones.
        folded = (angles + 45) % 90 - 45
        alike = np.abs(folded - _commonest(folded)) < _ALIKE_TILT
        straight = alike & (np.abs(angles) <= 45)
        chosen = straight if np.count_nonzero(straight) > 2 else alike
        if np.count_nonzero(chosen) > 2:
            return float(np.median(folded[chosen]))
    return _tilt_of_text(np.asarray(small, np.uint8))


_LONGEST_LETTER = 60
"""Pixels, of a page of 1,600, that no letter of print is wide or high."""


def _long_only(ink: Grey) -> Grey:
    """Ink that may be a rule, or a good piece of one: letters make thousands of points that tell nothing."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = (stats[:, cv2.CC_STAT_WIDTH] > _LONGEST_LETTER) | (stats[:, cv2.CC_STAT_HEIGHT] > _LONGEST_LETTER)
    kept[0] = False
    return np.where(kept[labels], ink, np.uint8(0)).astype(np.uint8)


def _commonest(angles: NDArray[np.float64]) -> float:
    counts, edges = np.histogram(angles, bins=45, range=(-45, 45))
    smooth = np.convolve(counts, np.ones(3), "same")
    return float(edges[int(smooth.argmax())] + 1)


def _tilt_of_text(ink: Grey) -> float:
    def sharpness(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((ink.shape[1] / 2, ink.shape[0] / 2), angle, 1.0)
        rows = cv2.warpAffine(ink, matrix, (ink.shape[1], ink.shape[0])).sum(axis=1, dtype=np.float64)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    rough = max((float(angle) for angle in np.arange(-16, 16.1, 1.0)), key=sharpness)
    coarse = max((rough + float(step) for step in np.arange(-0.8, 0.81, 0.4)), key=sharpness)
    return max((coarse + float(step) for step in np.arange(-0.3, 0.31, 0.1)), key=sharpness)


_SMALLEST_TABLE = 0.12


def _table_corners(ink: Grey) -> NDArray[np.float32] | None:
    """Corners of the largest ruled frame: top left, top right, bottom right, bottom left; None: there is none."""
    length = max(30, ink.shape[1] // 60)
    rules = cv2.bitwise_or(rule_mask(ink, length, True), rule_mask(ink, length, False))
    scale = 1500 / max(ink.shape)
    small = cv2.resize(rules, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.threshold(small, 30, 255, cv2.THRESH_BINARY)[1]
    joined = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=lambda one: cv2.contourArea(cv2.convexHull(one)), default=None)
    if outline is None or cv2.contourArea(cv2.convexHull(outline)) < _SMALLEST_TABLE * small.size:
        return None
    return _corners(cv2.convexHull(outline), scale, 0.96)


def _corners(hull: NDArray[Any], scale: float, least: float) -> NDArray[np.float32] | None:
    """The four corners of an outline that is nearly a quadrangle, in the picture's own size."""
    corners = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
    if len(corners) != 4 or cv2.contourArea(corners) < least * cv2.contourArea(hull):
        return None
    points = corners.reshape(4, 2).astype(np.float32) / scale
    by_sum, by_difference = points.sum(axis=1), points[:, 0] - points[:, 1]
    order = [by_sum.argmin(), by_difference.argmax(), by_sum.argmax(), by_difference.argmin()]
    return points[order] if len(set(map(int, order))) == 4 else None


def _flattened(grey: Grey, corners: NDArray[np.float32]) -> Grey:
    """The page seen from above, as its largest frame says, with what stands around the frame."""
    top_left, top_right, bottom_right, bottom_left = corners
    width = max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left))
    height = max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right))
    left, top = max(float(corners[:, 0].min()), 0.0), max(float(corners[:, 1].min()), 0.0)
    target = np.array(
        [[left, top], [left + width, top], [left + width, top + height], [left, top + height]], np.float32
    )
    if float(np.abs(target - corners).max()) < 4:
        return grey
    matrix = cv2.getPerspectiveTransform(corners, target)
    right, below = grey.shape[1] - float(corners[:, 0].max()), grey.shape[0] - float(corners[:, 1].max())
    size = (min(max(int(left + width + right), 1), 8000), min(max(int(top + height + below), 1), 8000))
    return np.asarray(
        cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_CUBIC, borderValue=255), np.uint8
    )


def turned(grey: Grey, quarters: int) -> Grey:
    """Turned to the left by quarters."""
    return np.ascontiguousarray(np.rot90(grey, quarters))
