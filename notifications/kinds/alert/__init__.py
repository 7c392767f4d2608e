"""To the coordinator: a message waits for a decision."""
