"""Scans and photographs of printed pages: rendered, turned, blurred, saved as JPEG, as a scanner's PDF or TIFF."""

from collections.abc import Sequence
from io import BytesIO

import cv2
import numpy as np
import pypdfium2
from PIL import Image


def rendered(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    """The pages in grey."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [
        Image.fromarray(page.render(scale=dpi / 72, grayscale=True).to_numpy().squeeze()) for page in document
    ]
    document.close()
    return pages


def scanned(
    page: Image.Image,
    *,
    degrees: float = 0.0,
    blur: float = 0.0,
    noise: float = 0.0,
    quality: int | None = None,
) -> Image.Image:
    """A page as a scanner gives it; the noise is the same each time."""
    if degrees:
        page = page.rotate(degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    grey = np.asarray(page)
    if blur:
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), blur))
    if noise:
        noisy = grey + np.random.default_rng(1).normal(0, noise, grey.shape)
        grey = np.clip(noisy, 0, 255).astype(np.uint8)
    page = Image.fromarray(grey)
    return Image.open(BytesIO(as_jpeg(page, quality))) if quality else page


def photographed(page: Image.Image) -> Image.Image:
    """A page on a dark desk, seen from the side, with a shadow over one corner."""
    grey = cv2.copyMakeBorder(np.asarray(page), 120, 120, 120, 120, cv2.BORDER_CONSTANT, value=70)
    height, width = grey.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = corners + np.array([[60, 40], [-30, 10], [-5, -20], [10, -40]], np.float32)
    grey = cv2.warpPerspective(
        grey, cv2.getPerspectiveTransform(corners, seen), (width, height), borderValue=70
    )
    shade = np.linspace(0.62, 1.0, width)[None, :] * np.linspace(0.85, 1.0, height)[:, None]
    return Image.fromarray((grey * shade).astype(np.uint8))


def as_jpeg(page: Image.Image, quality: int = 85, **more: object) -> bytes:
    out = BytesIO()
    page.save(out, "JPEG", quality=quality, **more)
    return out.getvalue()


def as_pages(pages: Sequence[Image.Image], kind: str = "PDF", dpi: int = 200) -> bytes:
    """All pages in one file: `PDF` or `TIFF`."""
    out = BytesIO()
    pages[0].save(out, kind, save_all=True, append_images=list(pages[1:]), resolution=dpi)
    return out.getvalue()


def battered(page: Image.Image, seed: int, quality: int = 30) -> Image.Image:
    """A page as a poor copier and a careless hand give it: askew, out of focus, a shadow on it, noise, much compressed."""
    random = np.random.default_rng(seed)
    page = scanned(page, degrees=float(random.uniform(-1.5, 1.5)), blur=1.1)
    grey = np.asarray(page).astype(float)
    height, width = grey.shape
    down, across = np.mgrid[0:height, 0:width]
    left, top = random.random(2) * (width, height)
    shade = np.exp(-(((across - left) / (0.3 * width)) ** 2) - ((down - top) / (0.4 * height)) ** 2)
    return scanned(Image.fromarray((grey * (1 - 0.45 * shade)).astype(np.uint8)), noise=12.0, quality=quality)
