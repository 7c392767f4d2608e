"""The answer where no form could be read: for each file, what to do."""
