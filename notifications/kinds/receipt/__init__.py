"""The answer to a message that is held: that it came, and no finding."""
