"""Text into typed values, for the pages of bodies, people and days."""
