"""Evidence for the criteria of a rubric: features of passages, a learned ranker, ordinal grades."""

from models.criteria.decide import decide
from models.criteria.features import CriteriaFeatures, featurise
from models.criteria.model import CriteriaModel
from models.criteria.reviewers import ReviewerLearning, learn_from_scores

__all__ = ["CriteriaFeatures", "CriteriaModel", "ReviewerLearning", "decide", "featurise", "learn_from_scores"]
