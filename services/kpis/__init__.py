"""KPIs: what the task force measures itself by, and the numbers read of it."""
