"""Turns a typeset proposal into page images, as an office scanner would."""

import io
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

DPI = 200
JPEG_QUALITY = 38
MAX_SKEW = 0.7  # degrees


def scan(pdf: Path, out: Path, seed: int) -> None:
    """Writes `out`: one grey JPEG a page, slightly skewed, blurred and noisy, without a text layer."""
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", str(pdf), f"{folder}/p"], check=True)
        pages = [_age(Image.open(p).convert("L"), rng) for p in sorted(Path(folder).iterdir())]
    pages[0].save(out, save_all=True, append_images=pages[1:], resolution=DPI, quality=JPEG_QUALITY)


def _age(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    tilt = float(rng.uniform(-MAX_SKEW, MAX_SKEW))
    page = page.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
    grey = np.asarray(page, dtype=np.float64)
    grey = grey * 0.9 + 20 + rng.normal(0, 3.5, grey.shape)
    grey[rng.random(grey.shape) < 0.00005] = 60
    jpeg = io.BytesIO()
    Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(jpeg, "JPEG", quality=JPEG_QUALITY)
    return Image.open(jpeg)
