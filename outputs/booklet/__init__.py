"""The comparison booklet of a call: what its proposals have to do with each other and with the reviewers."""

from outputs.booklet.write import HTML as BOOKLET
from outputs.booklet.write import Booklet, BookletCounts, discard_booklet, kept_booklet, write_booklet

__all__ = ["BOOKLET", "Booklet", "BookletCounts", "discard_booklet", "kept_booklet", "write_booklet"]
