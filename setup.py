"""What pyproject.toml cannot say: the reader's loops in C, built where there is a compiler and left out where there is none."""

from setuptools import Extension, setup

LOOPS = Extension(
    "extractors.pdf._pdfium",
    ["extractors/pdf/_pdfium.c"],
    py_limited_api=True,
    optional=True,  # without a compiler the same loops run in Python
)

setup(ext_modules=[LOOPS])
