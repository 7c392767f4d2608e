"""The coordinator took a submission out of what counts, in the coordinator's words."""
