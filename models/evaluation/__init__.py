"""Assessments held against gold: figures, misses, calibration."""

from models.evaluation.scoring import Scorer, score_folder

__all__ = ["Scorer", "score_folder"]
