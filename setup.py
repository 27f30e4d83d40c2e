"""What pyproject.toml cannot say: the reader's loops in C, built where there is a compiler and left out where there is none."""

import sys

from setuptools import Extension, setup

LOOPS = [
    Extension(
        f"extractors.pdf.{name}",
        [f"extractors/pdf/{name}.c"],
        py_limited_api=True,
        optional=True,  # without a compiler the same loops run in Python
        extra_compile_args=[] if sys.platform == "win32" else ["-ffp-contract=off"],  # the same figures as Python's, to the last bit
    )
    for name in ("_pdfium", "_lines")
]

setup(ext_modules=LOOPS)
