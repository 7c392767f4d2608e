"""A crop as it comes to what the network sees; training uses the same function."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEIGHT = 40
"""Rows of the network's input."""
NARROWING = 0.8
"""Columns are squeezed by this: letters are told apart by their height more than by their width."""
MOST_COLUMNS = 2400
"""Wider lines are squeezed more: a page's widest line in small print has about 1,300."""
FIRST_VIEWS, MORE_VIEWS = (1.0, 1.15), (1.08, 1.25)
"""Widths at which a line is read, and at which it is read as well where those leave a doubt."""
_LEAST_CONTRAST = 24
"""Grey levels between paper and ink; less is an empty picture."""
_LEAST_ROWS_KEPT = 0.65
"""Share of the crop's height: a lone dash must not be blown up to a letter's height."""


def normalise(crop: "NDArray[np.uint8]") -> "NDArray[np.uint8] | None":
    """Ink (255) on nothing (0), `HEIGHT` rows, contrast evened, empty borders gone; None where nothing is written.

    Args:
        crop: Grey levels of one line, dark on light, shape (rows, columns), of any size.
    """
    import cv2
    import numpy as np

    if crop.ndim != 2 or crop.shape[0] < 4 or crop.shape[1] < 2:
        return None
    ink = _ink(np.ascontiguousarray(crop))
    smooth = cv2.blur(ink, (3, 3))
    # The darkest thing decides, be it one small dot in an empty cell.
    most = float(smooth.max())
    if most < _LEAST_CONTRAST * 0.5:
        return None
    dark = smooth > most * 0.4
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    top, bottom = _rows_kept(int(rows[0]), int(rows[-1]) + 1, crop.shape[0])
    margin = max(2, (bottom - top) // 5)
    left, right = max(0, int(columns[0]) - margin), min(crop.shape[1], int(columns[-1]) + 1 + margin)
    kept = cv2.convertScaleAbs(ink[top:bottom, left:right], alpha=255 / max(most * 1.05, 1.0))
    width = min(MOST_COLUMNS, max(8, round((right - left) * HEIGHT * NARROWING / (bottom - top))))
    way = cv2.INTER_AREA if bottom - top >= HEIGHT * NARROWING else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(kept, (width, HEIGHT), interpolation=way), np.uint8)


def view(picture: "NDArray[np.uint8]", wider: float) -> "NDArray[np.uint8]":
    """The normalised picture a little wider: a letter falls between other columns of the network."""
    import cv2
    import numpy as np

    if wider == 1.0:
        return picture
    width = max(8, round(picture.shape[1] * wider))
    return np.asarray(cv2.resize(picture, (width, HEIGHT), interpolation=cv2.INTER_LINEAR), np.uint8)


def _ink(crop: "NDArray[np.uint8]") -> "NDArray[np.uint8]":
    """Paper less crop. The paper is what stays when strokes are closed: light may fall unevenly."""
    import cv2
    import numpy as np

    rows, columns = crop.shape
    small = cv2.resize(crop, (max(2, columns // 4), max(2, rows // 4)), interpolation=cv2.INTER_AREA)
    reach = max(3, rows // 4 | 1)
    kernel = np.ones((reach, reach), np.uint8)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    paper = cv2.resize(cv2.blur(paper, (reach, reach)), (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.subtract(paper, crop), np.uint8)


def _rows_kept(top: int, bottom: int, rows: int) -> tuple[int, int]:
    top, bottom = max(0, top - 1), min(rows, bottom + 1)
    lacking = max(4, round(rows * _LEAST_ROWS_KEPT)) - (bottom - top)
    if lacking > 0:
        # Given back above and below in the proportion in which it was cut.
        above, below = top, rows - bottom
        give = round(lacking * above / max(1, above + below))
        top, bottom = max(0, top - give), min(rows, bottom + lacking - give)
    return top, bottom
