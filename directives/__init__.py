"""Demand: documents, the obligations in them, and what the law sets by date."""
