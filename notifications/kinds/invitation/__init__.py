"""To a province, before the survey: its own form, and what is wanted by when."""
