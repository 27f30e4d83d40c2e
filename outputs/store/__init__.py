"""The store of runs and corrections."""

from outputs.store.database import ProposalSummary, RunSummary, Store, run_id_of, sqlite_url

__all__ = ["ProposalSummary", "RunSummary", "Store", "run_id_of", "sqlite_url"]
