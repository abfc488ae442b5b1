"""What happened, and what was known when: everyone writes here, so it knows nobody."""
