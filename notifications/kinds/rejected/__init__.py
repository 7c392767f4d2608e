"""The coordinator's decision on a held message, in the coordinator's words."""
