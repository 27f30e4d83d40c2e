"""Which inputs of a linear layer can be spared, and what the others must weigh then.

Optimal brain surgery (Hassibi and Stork 1993) for whole inputs: one after another the input, or the group of inputs (a head of
attention), goes whose loss costs the least squared error once the rest has made up for it. Errors are over the rows that the
statistics were taken from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
DAMPING = 1e-3  # of the mean variance, added to each input's: what statistics cannot tell


@dataclass(eq=False)
class Statistics:
    """Sums over rows of inputs (n × d) with a constant 1 appended, and of targets (n × o)."""

    gram: Matrix  # (d + 1) × (d + 1)
    cross: Matrix  # (d + 1) × o

    @classmethod
    def none(cls, inputs: int, outputs: int) -> Statistics:
        return cls(np.zeros((inputs + 1, inputs + 1)), np.zeros((inputs + 1, outputs)))

    def add(self, inputs: NDArray[np.float32], targets: NDArray[np.float32]) -> None:
        rows = np.concatenate([inputs, np.ones((len(inputs), 1), np.float32)], axis=1)
        self.gram += rows.T @ rows
        self.cross += rows.T @ targets

    def damped(self) -> Matrix:
        gram = self.gram.copy()
        d = len(gram) - 1
        gram[np.arange(d), np.arange(d)] += DAMPING * np.trace(gram[:d, :d]) / d
        return gram


def least_squares(statistics: Statistics, kept: NDArray[np.int64]) -> tuple[Matrix, Matrix]:
    """The weights (kept × o) and biases (o) that come nearest to the targets with these inputs alone."""
    gram = statistics.damped()
    places = np.append(kept, len(gram) - 1)
    found = np.linalg.solve(gram[np.ix_(places, places)], statistics.cross[places])
    return found[:-1], found[-1]


def spared(statistics: Statistics, keep: int, size: int = 1) -> NDArray[np.int64]:
    """The ``keep`` groups of ``size`` inputs (their places, in order) that are left when the others have gone one by one."""
    gram = statistics.damped()
    d = len(gram) - 1
    weights, _ = least_squares(statistics, np.arange(d))
    inverse = np.linalg.inv(gram[:d, :d] - np.outer(gram[:d, d], gram[d, :d]) / gram[d, d])  # the constant always stays
    alive = np.arange(d)
    while len(alive) > keep * size:
        groups = np.arange(len(alive)).reshape(-1, size)
        own = inverse[groups[:, :, None], groups[:, None, :]]
        losses = (weights[groups] * np.linalg.solve(own, weights[groups])).sum((1, 2))
        gone = groups[np.argmin(losses)]
        share = inverse[:, gone] @ np.linalg.inv(inverse[np.ix_(gone, gone)])
        weights = np.delete(weights - share @ weights[gone], gone, axis=0)
        inverse = np.delete(np.delete(inverse - share @ inverse[gone], gone, axis=0), gone, axis=1)
        alive = np.delete(alive, gone)
    return alive
