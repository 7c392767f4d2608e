"""To the coordinator: what became of a decision that came by mail."""
