"""What the proposals of one call have to do with each other and with their reviewers."""

from models.overlap.call.clusters import CallMap, map_call
from models.overlap.call.cooperation import Cooperation, cooperation_candidates
from models.overlap.call.copies import NearCopy, near_copies
from models.overlap.call.shared import Shared, shared_resources

__all__ = ["CallMap", "Cooperation", "NearCopy", "Shared", "cooperation_candidates", "map_call", "near_copies", "shared_resources"]
