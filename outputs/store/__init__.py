"""The store of runs and corrections."""

from outputs.store.database import ProposalSummary, ReviewedValue, RunSummary, Store, run_id_of, shown_url, sqlite_url

__all__ = ["ProposalSummary", "ReviewedValue", "RunSummary", "Store", "run_id_of", "shown_url", "sqlite_url"]
