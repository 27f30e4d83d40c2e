"""Evidence for the criteria of a rubric: features of passages, a learned ranker, ordinal grades."""

from models.criteria.decide import decide
from models.criteria.features import CriteriaFeatures, featurise
from models.criteria.model import CriteriaModel

__all__ = ["CriteriaFeatures", "CriteriaModel", "decide", "featurise"]
