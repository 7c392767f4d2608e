"""To the coordinator, once a day: the state of the survey, in numbers that add up."""
