"""To a province, during the survey: what is still wanted from it."""
