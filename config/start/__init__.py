"""Runs the product on one machine: its own database and broker, and what stands on them.

Nothing here imports Django, so that the settings may ask where the services are.
"""
