"""To the coordinator: a message failed by our own fault; it is kept, and tried again."""
