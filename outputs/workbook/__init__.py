"""The review workbook, review.xlsx."""

from outputs.workbook.common import Listed
from outputs.workbook.render import HEAD_ROW, workbook_bytes
from outputs.workbook.tables import Links

__all__ = ["HEAD_ROW", "Links", "Listed", "workbook_bytes"]
