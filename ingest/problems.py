"""What can be wrong on our side of the mail, told in a line and never as a traceback."""


class ConfigError(Exception):
    """The configuration can't be used; the text names the key and what to do."""
