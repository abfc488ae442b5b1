"""Say: figures, dashboards, frozen reports."""
