"""The paths that a PDF's page draws, on the page's own points whatever drawing they stand in.

Imported only where a PDF is read. Source: ISO 32000-1 §8.5.
"""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium


def drawn_as(shape: Any) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shape, fill, stroke)
    return bool(fill.value), bool(stroke.value)


def outlines(shape: Any) -> Iterator[list[tuple[float, float]]]:
    """The points of each of its lines; of a closed one the first again at the end. Nothing of a drawing of over 1,000 points."""
    count = pdfium.FPDFPath_CountSegments(shape)
    if count > 1000:
        return
    matrix = matrix_of(shape)
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(matrix.on_point(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield points


def matrix_of(shape: Any) -> Any:
    """From a shape's own points to the page's."""
    matrix = shape.get_matrix()
    container = shape.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    return matrix
