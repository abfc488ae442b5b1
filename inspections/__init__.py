"""Check: visits, findings, feedback, cases and praise."""
