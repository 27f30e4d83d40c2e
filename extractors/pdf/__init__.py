"""Reading a proposal PDF into the document model."""

from extractors.pdf.limits import Limits
from extractors.pdf.reader import read_document, read_in_process

__all__ = ["Limits", "read_document", "read_in_process"]
