"""Prefect's settings for a closed network; imported before Prefect is, wherever Prefect is."""

from __future__ import annotations

import os

DEFAULTS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # it would try to send telemetry
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # a first database takes up to half a minute
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_CLI_COLORS": "false",
}


def set_defaults(*, verbose: bool = False) -> None:
    """Sets what the office has not set itself."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, "INFO" if verbose and name == "PREFECT_LOGGING_LEVEL" else value)
