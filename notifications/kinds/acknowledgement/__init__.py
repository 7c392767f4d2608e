"""The answer to an accepted message: what was read, as understood, and what is still asked for."""
