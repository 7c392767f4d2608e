"""The answer to a survey with errors: all of them, at once, with what to do."""
