"""The proposals of one call held against each other and against the reviewers, with the passages that show each finding."""

from models.call.comparison import compare_call
from models.call.records import CallComparison, CommonBody, Entrant, Mention, Outward, Partnership, ReviewerTies, SharedName

__all__ = ["CallComparison", "CommonBody", "Entrant", "Mention", "Outward", "Partnership", "ReviewerTies", "SharedName", "compare_call"]
