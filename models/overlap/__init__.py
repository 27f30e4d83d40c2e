"""Overlaps of proposals with existing programmes and with each other."""

from models.overlap.compare import OverlapFeatures, compare
from models.overlap.decide import decide
from models.overlap.index import ProgrammeIndex, build_index
from models.overlap.model import OverlapModel
from models.overlap.profile import ProposalProfile, profile_of
from models.overlap.store import ProgrammeStore

__all__ = [
    "OverlapFeatures",
    "OverlapModel",
    "ProgrammeIndex",
    "ProgrammeStore",
    "ProposalProfile",
    "build_index",
    "compare",
    "decide",
    "profile_of",
]
