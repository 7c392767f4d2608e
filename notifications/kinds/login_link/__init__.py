"""To a coordinator who asked for it on the desk: a link that logs in once."""
